//! A load on a chain, and what the chain makes of it: how many transactions a second come into blocks
//! and become final, after how long, how full blocks are, and whether any is lost.
//!
//! All that the load needs is put on the chain first, and all its transactions are signed, before the
//! clock starts. Then they are sent over several connections, never more at a time than the pool
//! should hold, and looked for in the blocks that the node tells of. The state of the blocks is read
//! afterwards, so that the measurement does not slow down what it measures.

pub mod figures;
pub mod mix;
pub mod report;

mod blocks;
mod drive;
mod prepare;
mod sign;
mod supplies;

pub use mix::{Kind, Mix};
pub use report::Report;

use crate::{
	documents,
	error::{Error, Result},
	fhir::Actors,
	node::{Node, Wait},
	types::DirectiveTerms,
};
use blocks::Limits;
use drive::{drive, Pace};
use prepare::{crowd, Workshop};
use sign::{price, sign, Job, Person, Price};
use std::{
	collections::BTreeMap,
	time::{SystemTime, UNIX_EPOCH},
};
use subxt::utils::AccountId32;
use subxt_signer::sr25519::Keypair;
use supplies::{Supplies, GIFT};

/// Accounts, if neither they nor more directives are asked for.
const ACCOUNTS: usize = 200;
/// Directives that a patient grants, where as many accounts are taken as are needed.
const DIRECTIVES: usize = 4;
/// Transactions, if neither they nor a time is asked for.
const TRANSACTIONS: usize = 10_000;
/// Most transactions, which are all in memory.
const MAX_TRANSACTIONS: usize = 5_000_000;
/// How many blocks' transactions the pool holds: it checks them once more after each block.
const BLOCKS_IN_FLIGHT: usize = 2;
/// A block holds more than is declared, for what is not used is given back: so many times more.
const GIVEN_BACK: usize = 2;
/// Fees change a little from block to block: so many times what they are now is there for them.
const MARGIN: u128 = 2;
/// Chains whose accounts have no value.
const DEVELOPMENT: [&str; 2] = ["Development", "Local"];

/// The document that patients sign.
const CONSENT: &str = include_str!("../../documents/hospital-treatment-without-psychiatry.json");
/// The hospital in it.
const HOSPITAL: &str = "Organization/st-elisabeth-hospital";
/// The patient in it.
const PATIENT: &str = "Patient/lena-hartmann";

/// What is asked of a load.
#[derive(Clone)]
pub struct Settings {
	/// Which calls.
	pub mix: Mix,
	/// How many accounts send them.
	pub accounts: Option<usize>,
	/// How many transactions.
	pub transactions: Option<usize>,
	/// For how many seconds.
	pub duration: Option<f64>,
	/// How many a second, if not as many as the chain takes.
	pub rate: Option<f64>,
	/// How many may be sent and in no block yet.
	pub in_flight: Option<usize>,
	/// Over how many connections.
	pub connections: usize,
	/// Who pays for all, and licenses the accounts.
	pub funder: Keypair,
	/// Whether the chain may be another than one for development.
	pub anyway: bool,
	/// How far to follow what prepares the load.
	pub wait: Wait,
}

/// Prepares a load, puts it on the chain and tells what came of it.
pub async fn run(node: &Node, settings: &Settings) -> Result<Report> {
	let at = node.consent_chain().await?;
	let chain = node.chain_type().await?;
	if !settings.anyway && !DEVELOPMENT.contains(&chain.as_str()) {
		return Err(Error::Input(format!(
			"the chain at {} is no development chain but {chain}, and a load spends money and fills \
			 blocks; give --anyway if that is what you want",
			node.url()
		)));
	}
	let limits = Limits::of(&at)?;
	let funder = Person::new(node, settings.funder.clone()).await?;

	let mut supplies = Supplies {
		seed: seed(),
		accounts: vec![funder.account, AccountId32([1; 32])],
		terms: terms(funder.account)?,
		currency: 0,
		first_bill: 0,
		now: 0,
	};
	let mut prices = BTreeMap::new();
	for (kind, _) in settings.mix.iter() {
		let mut sample = Person { key: funder.key.clone(), ..funder };
		prices.insert(kind, price(&at, &sample.job(supplies.call(kind, 0)?)).await?);
	}
	let capacity = capacity(&settings.mix, &prices, &limits);
	let in_flight = settings.in_flight.unwrap_or(capacity * BLOCKS_IN_FLIGHT);
	let transactions = transactions(settings, capacity, in_flight, &limits)?;
	let counts = settings.mix.counts(transactions);
	let accounts = settings.accounts.unwrap_or_else(|| {
		let patients = counts.get(&Kind::Grant).copied().unwrap_or(0).div_ceil(DIRECTIVES);
		ACCOUNTS.max(patients)
	});
	if accounts < 2 {
		return Err(Error::Input("--accounts: a load needs two accounts at least".into()));
	}
	node.report(&format!(
		"{transactions} transactions ({}) of {accounts} accounts; a block holds about {capacity}, {in_flight} \
		 are in flight at most",
		settings.mix
	));

	let people = crowd(node, accounts).await?;
	supplies.accounts = people.iter().map(|person| person.account).collect();
	let mut workshop = Workshop {
		node,
		wait: settings.wait,
		connections: settings.connections,
		mix: &settings.mix,
		counts,
		funder,
		people,
	};
	let reserve = reserve(&workshop, &prices);
	workshop.prepare(reserve, &mut supplies).await?;

	node.report("signing");
	let kinds = settings.mix.sequence(transactions);
	let jobs = jobs(&kinds, &supplies, &mut workshop.people)?;
	let at = node.birth_block().await?;
	let signed = tokio::task::block_in_place(|| sign(&at, &jobs))?;
	drop(jobs);

	node.report("the load begins");
	let pace = Pace {
		in_flight,
		blocks: settings.in_flight.is_none().then_some(BLOCKS_IN_FLIGHT),
		rate: settings.rate,
		duration: settings.duration,
		wait: Wait::Finalized,
		report: true,
	};
	let course = drive(node, settings.connections, &signed, pace).await?;
	let declared =
		|(kind, price): (&Kind, &Price)| (*kind, price.weight.saturating_add(limits.base));
	let setting = report::Setting {
		mix: settings.mix.clone(),
		accounts,
		connections: settings.connections,
		in_flight: course.in_flight,
		rate: settings.rate,
		declared: prices.iter().map(declared).collect(),
		capacity,
	};
	Ok(Report::of(setting, &limits, &kinds, &course))
}

/// What tells this load from others: milliseconds since 1970.
fn seed() -> u64 {
	let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
	u64::try_from(now).unwrap_or_default()
}

/// What each patient grants.
fn terms(patient: AccountId32) -> Result<DirectiveTerms> {
	let hospital = AccountId32(sp_crypto_hashing::blake2_256(b"hospital of a load"));
	let named = [(HOSPITAL, hospital), (PATIENT, patient)];
	let actors = Actors::from(named.map(|(name, account)| (name.to_string(), account)));
	documents::read_consent(CONSENT, patient, &actors, None)
}

/// How many transactions of a mix a block holds, by what is declared.
fn capacity(mix: &Mix, prices: &BTreeMap<Kind, Price>, limits: &Limits) -> usize {
	let of = |kind, what: fn(&Price) -> f64| prices.get(&kind).map_or(0.0, what);
	let weight = mix.mean(|kind| of(kind, |price| blocks::part(price.weight, 1)));
	let length = mix.mean(|kind| of(kind, |price| figures::count(price.length)));
	limits.capacity(weight, length)
}

/// How many transactions to sign.
fn transactions(
	settings: &Settings,
	capacity: usize,
	in_flight: usize,
	limits: &Limits,
) -> Result<usize> {
	let count = match (settings.transactions, settings.duration, settings.rate) {
		(Some(count), ..) => count,
		(None, Some(seconds), Some(rate)) => blocks::whole((seconds * rate).ceil()),
		(None, Some(seconds), None) => {
			let blocks = blocks::whole((seconds / limits.slot).ceil()) + 1;
			blocks.saturating_mul(capacity).saturating_mul(GIVEN_BACK).saturating_add(in_flight)
		}
		(None, None, _) => TRANSACTIONS,
	};
	match (1..=MAX_TRANSACTIONS).contains(&count) {
		true => Ok(count),
		false => Err(Error::Input(format!(
			"a load has 1 to {MAX_TRANSACTIONS} transactions, and this would have {count}"
		))),
	}
}

/// What an account needs for the fees of what it sends, and for what it gives away.
fn reserve(workshop: &Workshop<'_>, prices: &BTreeMap<Kind, Price>) -> u128 {
	let of = |(kind, price): (&Kind, &Price)| {
		let gift = if *kind == Kind::Transfer { GIFT } else { 0 };
		let each = price.fee.saturating_mul(MARGIN).saturating_add(gift);
		each.saturating_mul(workshop.each(*kind) as u128)
	};
	prices.iter().map(of).fold(0, u128::saturating_add)
}

/// The transactions of the load, in their order.
fn jobs(kinds: &[Kind], supplies: &Supplies, people: &mut [Person]) -> Result<Vec<Job>> {
	let mut of_kind = BTreeMap::<Kind, usize>::new();
	let mut jobs = Vec::with_capacity(kinds.len());
	for kind in kinds {
		let next = of_kind.entry(*kind).or_default();
		let call = supplies.call(*kind, *next)?;
		let sender = supplies.sender(*next);
		*next += 1;
		let person = people.get_mut(sender);
		let person = person.ok_or_else(|| Error::Input("a load needs accounts".into()))?;
		jobs.push(person.job(call));
	}
	Ok(jobs)
}
