//! `docs/calls.md`: what every call weighs, takes, holds and costs at its largest.
//!
//! The page is made here and compared with the file. `MEDCHAIN_WRITE_TABLE=1` writes the file anew.

mod deposits;
mod largest;
mod measured;

use super::*;
use crate::{
	asset_fees::{rate, transaction, CENTS_PER_MED, EURO},
	calls::maker::{CallName, Maker},
};
use codec::Encode;
use deposits::Deposits;
use largest::{ByHand, Largest, LIST};
use measured::{Cost, Files};
use medchain_runtime::{
	configs::{fees::FeePerByte, system::RuntimeBlockWeights},
	units::{MED, MICRO, MILLI},
	weights::base,
	AllPalletsWithSystem, AssetRate, Balance, TransactionPayment, UncheckedExtrinsic,
};
use polkadot_sdk::{
	frame_support::{
		dispatch::{DispatchClass, GetDispatchInfo},
		traits::{tokens::ConversionToAssetBalance, Contains, PalletsInfoAccess},
	},
	sp_core::H256,
};
use std::{env, fmt::Write, fs, path::PathBuf};

/// How to write the page.
const COMMAND: &str =
	"MEDCHAIN_WRITE_TABLE=1 cargo test --release --workspace --test runtime table::";

/// Our pallets, in the order of the page. The SDK's come behind them in the order of the runtime.
const OURS: [&str; 7] = [
	"PatientConsent",
	"Credentials",
	"MedicalToken",
	"InsuranceClaims",
	"DrugTrace",
	"ClinicalTrials",
	"ValidatorSet",
];

/// A line of a table.
struct Row {
	call: String,
	refused: bool,
	/// In picoseconds.
	weight: u64,
	measured: Option<Cost>,
	proof: u64,
	bytes: usize,
	deposit: Option<String>,
	/// In units of MED and in cents; none for what nobody signs.
	fee: Option<(Balance, Balance)>,
}

impl Row {
	fn new(name: &CallName, found: Largest, files: &Files, deposits: &Deposits) -> Self {
		let info = found.heaviest.get_dispatch_info();
		let sent = |currency| {
			let calls = [&found.heaviest, &found.longest];
			calls.map(|call| transaction(Alice, call.clone(), currency))
		};
		let fee = |currency| {
			let of = |sent: UncheckedExtrinsic| {
				let length = sent.encoded_size() as u32;
				TransactionPayment::compute_fee(length, &sent.get_dispatch_info(), 0)
			};
			let [heaviest, longest] = sent(currency).map(of);
			heaviest.max(longest)
		};
		let cents = AssetRate::to_asset_balance(fee(Some(EURO)), EURO);
		let cents = cents.expect("it has a rate").max(1);
		let is_signed = info.class != DispatchClass::Mandatory && !name.call.ends_with("_unsigned");
		let bytes = match is_signed {
			true => sent(None)[1].encoded_size(),
			false => UncheckedExtrinsic::new_bare(found.longest.clone()).encoded_size(),
		};
		Self {
			call: name.call.clone(),
			refused: !<Runtime as frame_system::Config>::BaseCallFilter::contains(&found.heaviest),
			weight: info.call_weight.ref_time(),
			measured: files.cost(name, info.call_weight.ref_time()),
			proof: info.call_weight.proof_size(),
			bytes,
			deposit: deposits.of(name),
			fee: is_signed.then(|| (fee(None), cents)),
		}
	}

	fn write(&self, page: &mut String) {
		let none = || "–".to_string();
		let refused = if self.refused { " †" } else { "" };
		let (time, reads, writes) = self.measured.map_or((none(), none(), none()), |cost| {
			(micros(cost.time), grouped(cost.reads.into()), grouped(cost.writes.into()))
		});
		let (med, euro) = self.fee.map_or((none(), none()), |(med, cents)| {
			(decimals(med, MED, 5), decimals(cents, 100, 2))
		});
		line(
			page,
			&[
				&format!("`{}`{refused}", self.call),
				&micros(self.weight),
				&time,
				&reads,
				&writes,
				&decimals(self.proof.into(), 1_024, 1),
				&grouped(self.bytes as u128),
				&self.deposit.clone().unwrap_or_else(none),
				&med,
				&euro,
			],
		);
	}
}

fn line(page: &mut String, cells: &[&str]) {
	writeln!(page, "| {} |", cells.join(" | ")).expect("memory takes it");
}

/// A whole number with a comma before every third digit.
pub fn grouped(number: u128) -> String {
	let digits = number.to_string();
	let mut written = String::new();
	for (place, digit) in digits.chars().enumerate() {
		if place > 0 && (digits.len() - place).is_multiple_of(3) {
			written.push(',');
		}
		written.push(digit);
	}
	written
}

/// `number` in units of `one`, rounded to so many decimals.
pub fn decimals(number: u128, one: u128, places: u32) -> String {
	let scale = 10u128.pow(places);
	let scaled = number.saturating_mul(scale).saturating_add(one / 2) / one;
	let width = places as usize;
	format!("{}.{:0width$}", grouped(scaled / scale), scaled % scale)
}

/// Picoseconds in whole microseconds.
fn micros(picoseconds: u64) -> String {
	grouped(u128::from(picoseconds.saturating_add(500_000) / 1_000_000))
}

/// The repository.
fn root() -> PathBuf {
	PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn head(page: &mut String, files: &Files) {
	let remark: RuntimeCall = frame_system::Call::remark { remark: Vec::new() }.into();
	let [med, euro] = [None, Some(EURO)].map(|currency| {
		let sent = transaction(Alice, remark.clone(), currency);
		let weight = sent.get_dispatch_info().extension_weight.ref_time();
		(micros(weight), sent.encoded_size() - remark.encoded_size())
	});
	let tenths = |picoseconds: u64| decimals(picoseconds.into(), 1_000_000, 1);
	let (read, write) = (tenths(base::READ), tenths(base::WRITE));
	let least = micros(base::TRANSACTION.saturating_sub(base::EXTENSIONS));
	let (whole, processor) = (micros(base::TRANSACTION), files.processor());
	let (with_med, around) = med;
	let (with_euro, _) = euro;
	let price = decimals(CENTS_PER_MED, 100, 2);
	let share = format!("a {}th", CENTS_PER_MED / 50);
	let per_byte = FeePerByte::get() / MICRO;
	let block = RuntimeBlockWeights::get().get(DispatchClass::Normal).max_total;
	let block = grouped((block.expect("there is a limit").ref_time() / 1_000_000_000).into());
	write!(
		page,
		"# Calls

What every call of the runtime weighs, takes, holds and costs at its largest. A test of the runtime makes this page
out of the code and the measured weights, and fails if it says something else: do not edit it. It is written anew by

```sh
{COMMAND}
```

`scripts/weights` ends with that. All times are of one core of a processor `{processor}`
([0026](decisions/0026-base-weights-are-measured.md)).

| column | what it is |
|---|---|
| weight | what the call announces, and is charged for: its code and the database, in µs. Many calls give back what they did not need |
| code | the weight without the database, in µs: its measured time at the worst case. It is a model and no stopwatch: the median of the benchmark's repeats, or where a call grows with a size the straight line through the middle half of them, by least squares, at the largest size; with the state in memory. Where a call can take two ways it is the dearer one |
| reads, writes | how many items of the state the weight has, at {read} µs an item read and {write} µs one written |
| proof | the most state that a parachain's block would carry for the call, in KiB. This chain has no limit on it |
| bytes | the largest transaction of the call; {around} of them or so are around the call itself |
| deposit | the most that the call holds, in MED; it comes back when what it stands for is gone |
| fee | what a signed transaction of this weight and length costs while the fee multiplier is 1, in MED and in a token of the euro |

- A signed transaction weighs {least} µs beside its call and its extensions. The extensions weigh {with_med} µs, the
  database included, and {with_euro} µs if the fee is paid in a token. No row has either in its weight, every row has
  both in its fee. All ordinary transactions of a block have {block} ms.
- A fee is 1 mMED for each {whole} µs of weight, and {per_byte} µMED for each byte. The multiplier follows how full
  blocks are. The fee of what is given back comes back too.
- The token's fee is at the rate of the tests: a MED costs {price} EUR, so that there is something to see. Where it
  costs 0.50 EUR, as in the [operators](operators.md#fees-in-a-currency)' example, a fee is {share} of that: rounded
  down to whole cents, and never less than one.
- Arguments are the largest that the call takes. A list that only the length of a block bounds has {LIST} items, or
  bytes, here, or as many as the call's pallet takes. A call that holds others holds the least there is, an empty
  remark: what it holds is charged on top. A preimage is the longest that a transaction carries.
- A deposit is what somebody puts down who has to: patients whose identity is verified put nothing down
  ([0014](decisions/0014-identified-patients-put-nothing-down.md)), nor do those who bill and claim
  ([0019](decisions/0019-providers-put-nothing-down.md)). \"+\" is what each further version adds, \"≥\" the least that a
  call takes which names its amount. Tokens that are kept aside are not among them.
- Calls that only the council or root makes stand here as if somebody signed them; in a motion they are part of the
  motion's weight. Inherents, and reports that nodes make without signing, cost nothing.
- \"†\": the runtime refuses this call from everybody. \"–\": there is none; of code, reads and writes: the weight is
  the SDK's, not measured here.
"
	)
	.expect("memory takes it");
}

fn table(page: &mut String, pallet: &str, rows: &[Row]) {
	let mut name = pallet.to_string();
	name[..1].make_ascii_lowercase();
	writeln!(page, "\n## {name}\n").expect("memory takes it");
	line(
		page,
		&[
			"call", "weight", "code", "reads", "writes", "proof", "bytes", "deposit", "fee, MED",
			"fee, EUR",
		],
	);
	writeln!(page, "|---|{}", "--:|".repeat(9)).expect("memory takes it");
	for row in rows {
		row.write(page);
	}
}

/// The page as it should be.
fn page() -> String {
	let every = Maker::new(0).every_call();
	let modules = AllPalletsWithSystem::infos();
	let files = Files::read(&root(), modules.iter().map(|info| (info.name, info.module_name)));
	let mut page = String::new();
	chain("local_testnet").execute_with(|| {
		frame_system::BlockHash::<Runtime>::insert(0, H256::repeat_byte(1));
		let set = AssetRate::create(RuntimeOrigin::root(), Box::new(EURO), rate(CENTS_PER_MED));
		assert_ok!(set);
		let deposits = Deposits::new(&every);
		let by_hand = ByHand::new();
		head(&mut page, &files);
		let pallets = OURS
			.into_iter()
			.chain(modules.iter().map(|info| info.name).filter(|name| !OURS.contains(name)));
		let mut written = 0;
		for pallet in pallets {
			let rows: Vec<Row> = every
				.iter()
				.filter(|name| name.pallet == pallet)
				.map(|name| {
					let found = Largest::of(name, &by_hand);
					Row::new(name, found, &files, &deposits)
				})
				.collect();
			written += rows.len();
			if !rows.is_empty() {
				table(&mut page, pallet, &rows);
			}
		}
		assert_eq!(written, every.len(), "a pallet has no table");
	});
	page
}

#[test]
fn the_table_of_calls_is_up_to_date() {
	let page = page();
	let file = root().join("docs/calls.md");
	if env::var_os("MEDCHAIN_WRITE_TABLE").is_some() {
		fs::write(&file, &page).expect("it can be written");
	}
	let written = fs::read_to_string(&file).unwrap_or_default();
	let differs = page.lines().zip(written.lines().chain(std::iter::repeat("nothing")));
	if let Some((now, before)) = differs.into_iter().find(|(now, before)| now != before) {
		panic!("docs/calls.md says\n{before}\nand not\n{now}\nTo write it anew: {COMMAND}");
	}
	assert_eq!(page, written, "docs/calls.md says more. To write it anew: {COMMAND}");
}

#[test]
fn numbers_are_written_as_people_do() {
	assert_eq!(grouped(0), "0");
	assert_eq!(grouped(999), "999");
	assert_eq!(grouped(1_234_567), "1,234,567");
	assert_eq!(decimals(12 * MED + 345 * MILLI, MED, 4), "12.3450");
	assert_eq!(decimals(5, 1_000, 2), "0.01");
	assert_eq!(micros(1_499_999), "1");
}
