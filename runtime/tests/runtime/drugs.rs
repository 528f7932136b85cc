//! Drug packs, with who is who, claims and the brakes of the whole runtime.

use super::{
	fees::drug_calls,
	insurance::{claim_for, insured, line, send, tokens, DAY, NOW, PAID, PRICE},
	*,
};
use codec::Encode;
use medchain_runtime::{
	DrugTrace, InsuranceClaims, RuntimeEvent, SafeMode, TransactionPayment, TxPause,
};
use medchain_support::{Expiry, Gtin, PackId, Serial, ServiceType, SoldPack};
use pallet_drug_trace::{
	Call as Drugs, Error, Event, EventInfo, Item, Items, LotId, PackQuery, RecallClass, Scope,
	Serials, Subject, Verdict, INHERENT_IDENTIFIER,
};
use pallet_insurance_claims::{ClaimLine, Reason};
use polkadot_sdk::{
	frame_support::{
		dispatch::GetDispatchInfo,
		inherent::ProvideInherent,
		traits::{Contains, GetCallMetadata},
	},
	sp_inherents::InherentData,
	sp_runtime::traits::Dispatchable,
};

pub const LOT: LotId = 0;
/// A million packs.
const MILLION: u32 = 1_000_000;

pub fn gtin() -> Gtin {
	"05901234123457".parse().expect("a GTIN")
}

pub fn serial(number: u32) -> Serial {
	number.to_string().parse().expect("it is short")
}

pub fn id(number: u32) -> PackId {
	PackId::of(&gtin(), &serial(number))
}

/// A pack of this number with the opening of its receipt.
pub fn sold(number: u32) -> SoldPack {
	SoldPack { id: id(number), opening: [number as u8; 32] }
}

/// An event at present, by the name that it has alone.
pub fn event(name: &str) -> EventInfo {
	let mut hash = [0; 32];
	hash[..name.len()].copy_from_slice(name.as_bytes());
	EventInfo { hash, time: NOW, place: None }
}

pub fn items(items: &[Item]) -> Items {
	Items::truncate_from(items.to_vec())
}

fn packs(numbers: &[u32]) -> Items {
	Items::truncate_from(numbers.iter().map(|number| Item::Pack(id(*number))).collect())
}

/// Bob makes a product and a lot without packs that is good for a year.
pub fn product() {
	give(Bob, Role::Manufacturer);
	let expiry = Expiry::from_days((NOW / DAY) as u16 + 365);
	let lot = "L1".parse().expect("a lot");
	assert_ok!(send(Bob, Drugs::register_product { gtin: gtin(), limits: None }));
	assert_ok!(send(Bob, Drugs::create_lot { gtin: gtin(), lot, expiry }));
}

/// Bob makes these packs and sends them to Dave, who takes them in.
fn delivered(numbers: &[u32]) {
	product();
	let serials = Serials::truncate_from(numbers.iter().copied().map(serial).collect());
	assert_ok!(send(Bob, Drugs::commission { lot: LOT, serials, event: event("made") }));
	let (items, to) = (packs(numbers), account(Dave));
	let shipped = event("shipped");
	let ship = Drugs::ship { items: items.clone(), to, returning: false, event: shipped };
	assert_ok!(send(Bob, ship));
	assert_ok!(send(Dave, Drugs::receive { items, event: event("received") }));
}

/// Dave gives a pack to Eve, who has the opening.
fn dispense(number: u32) {
	let receipt = sold(number).receipt(&account(Eve));
	let event = event(&format!("sold {number}"));
	assert_ok!(send(Dave, Drugs::dispense { item: Item::Pack(id(number)), receipt, event }));
}

/// Dave claims a drug with its pack, which is an item of its own.
pub fn claim(pack: SoldPack, item: u8) {
	let item = Commitment([item; 32]);
	let drug = ClaimLine {
		item,
		pack: Some(pack),
		..line(ServiceType::Pharmacy, PRICE + u128::from(item.0[0]))
	};
	assert_ok!(send(Dave, claim_for(Eve, drug)));
}

/// What was paid for a claim, or why nothing was.
pub fn decided(claim: u64) -> Result<u128, Reason> {
	let info = InsuranceClaims::claim(claim).expect("it is kept");
	match info.payers[0].1.lines[0].denied {
		Some((_, reason)) => Err(reason),
		None => Ok(info.claim.paid),
	}
}

#[test]
fn a_pack_is_claimed_with_its_receipt_and_paid_once() {
	chain("development").execute_with(|| {
		insured();
		delivered(&[1, 2]);
		claim(sold(1), 0);
		assert_eq!(decided(0), Err(Reason::PackNotDispensed), "it is on the shelf");

		dispense(1);
		let guessed = SoldPack { opening: [9; 32], ..sold(1) };
		claim(guessed, 1);
		assert_eq!(decided(1), Err(Reason::PackNotDispensed), "it was sold to somebody");
		let before = tokens(Dave);
		claim(sold(1), 0);
		assert_eq!(decided(2), Ok(PAID));
		assert_eq!(tokens(Dave), before + PAID);

		for (number, pack) in [(3, sold(1)), (4, guessed)] {
			claim(pack, number as u8);
			assert_eq!(decided(number), Err(Reason::PackPaid));
		}
		let unknown = SoldPack { id: PackId([5; 32]), opening: [6; 32] };
		claim(unknown, 5);
		assert_eq!(decided(5), Err(Reason::PackNotDispensed));
	});
}

#[test]
fn a_pack_that_was_called_back_is_not_paid() {
	chain("development").execute_with(|| {
		insured();
		delivered(&[1]);
		dispense(1);
		let recall =
			Drugs::recall { scope: Scope::Lot(LOT), class: RecallClass::I, event: event("called") };
		assert_ok!(send(Bob, recall));
		claim(sold(1), 0);
		assert_eq!(decided(0), Err(Reason::PackRecalled));

		assert_ok!(send(Bob, Drugs::lift_recall { recall: 0, event: event("lifted") }));
		claim(sold(1), 0);
		assert_eq!(decided(1), Ok(PAID));
	});
}

#[test]
fn the_patient_recognises_the_own_pack_and_nobody_else_does() {
	chain("development").execute_with(|| {
		delivered_without_insurance(&[1, 2]);
		dispense(1);
		let query = |number| PackQuery {
			gtin: gtin(),
			serial: serial(number),
			lot: Some("L1".parse().expect("a lot")),
			expiry: None,
			proof: None,
		};
		let found = DrugTrace::verification(&query(1));
		let sale = found.sale.expect("it was sold");
		assert_eq!((found.verdict, found.sold), (Verdict::Dispensed, 1));
		assert_eq!((sale.by, sale.at), (account(Dave), NOW));
		assert_eq!(sale.receipt, sold(1).receipt(&account(Eve)));
		assert_ne!(sale.receipt, sold(1).receipt(&account(Charlie)));
		assert_eq!(DrugTrace::verification(&query(2)).verdict, Verdict::Verified);
		assert_eq!(DrugTrace::verification(&query(3)).verdict, Verdict::UnknownPack);
	});
}

/// As [`delivered`], to Dave's pharmacy.
fn delivered_without_insurance(numbers: &[u32]) {
	give(Dave, Role::Pharmacy);
	delivered(numbers);
}

/// What a call costs: the fee for its length and weight.
fn fee(call: &RuntimeCall) -> u128 {
	let length = call.encoded_size() as u32 + 140;
	TransactionPayment::compute_fee(length, &call.get_dispatch_info(), 0)
}

#[test]
fn a_million_packs_cost_what_one_costs() {
	chain("development").execute_with(|| {
		give(Dave, Role::Pharmacy);
		product();
		let commission = |count| -> RuntimeCall {
			let event = event("made");
			Drugs::commission_root { lot: LOT, root: [7; 32], count, event }.into()
		};
		let all = |end| items(&[Item::Range { lot: LOT, portion: 0, start: 0, end }]);
		let ship = |end| -> RuntimeCall {
			let (items, to) = (all(end), account(Dave));
			Drugs::ship { items, to, returning: false, event: event("shipped") }.into()
		};
		let receive = |end| -> RuntimeCall {
			Drugs::receive { items: all(end), event: event("received") }.into()
		};
		let recall = |end| -> RuntimeCall {
			let scope = Scope::Range { lot: LOT, start: 0, end };
			Drugs::recall { scope, class: RecallClass::II, event: event("called") }.into()
		};
		type Step<'a> = (Sr25519Keyring, &'a dyn Fn(u32) -> RuntimeCall);
		let steps: [Step<'_>; 4] =
			[(Bob, &commission), (Bob, &ship), (Dave, &receive), (Bob, &recall)];
		for (who, call) in steps {
			let [one, thousand, million] = [1, 1_000, MILLION].map(call);
			println!(
				"{}: {} µMED, whether 1 or 1,000,000 packs",
				million.get_call_metadata().function_name,
				fee(&million) / medchain_runtime::units::MICRO
			);
			assert_eq!(fee(&one), fee(&million));
			assert_eq!(fee(&thousand), fee(&million));
			assert_eq!(
				one.get_dispatch_info().call_weight,
				million.get_dispatch_info().call_weight
			);
			assert_ok!(send(who, million));
		}
		let stored = pallet_drug_trace::Portions::<Runtime>::iter_prefix(LOT).collect::<Vec<_>>();
		let [(_, portion)] = &stored[..] else { panic!("{} portions", stored.len()) };
		assert_eq!((portion.end, &portion.custody.holder), (MILLION, &account(Dave)));
		let (items, to) = (all(1), account(Bob));
		let onward = Drugs::ship { items, to, returning: false, event: event("onward") };
		assert_noop!(send(Dave, onward), Error::<Runtime>::Recalled);
	});
}

/// The inherent that an author with these alerts puts into a block.
fn alert(told: &[(PackId, u32)]) -> Option<RuntimeCall> {
	let mut data = InherentData::new();
	data.put_data(INHERENT_IDENTIFIER, &told.to_vec()).expect("it is new");
	DrugTrace::create_inherent(&data).map(RuntimeCall::DrugTrace)
}

#[test]
fn an_author_tells_of_a_pack_that_is_checked_too_often() {
	chain("development").execute_with(|| {
		delivered_without_insurance(&[1, 2]);
		let told = [(id(1), 6), (id(2), 5)];
		let first = alert(&told).expect("one can be raised");
		// Also while the brakes are on: a block with a call that fails would be refused.
		assert_ok!(SafeMode::force_enter(RuntimeOrigin::root()));
		let name = |name: &[u8]| name.to_vec().try_into().expect("it is short");
		let pause =
			TxPause::pause(RuntimeOrigin::root(), (name(b"DrugTrace"), name(b"raise_alert")));
		assert!(pause.is_err());
		assert_ok!(first.clone().dispatch(RuntimeOrigin::none()));
		System::assert_last_event(RuntimeEvent::DrugTrace(Event::Alert { pack: id(1), places: 6 }));
		assert!(first.dispatch(signed(Alice)).is_err(), "nobody signs one");

		System::set_block_number(2);
		let second = alert(&told).expect("there is another");
		assert_ok!(second.dispatch(RuntimeOrigin::none()));
		System::assert_last_event(RuntimeEvent::DrugTrace(Event::Alert { pack: id(2), places: 5 }));
		System::set_block_number(3);
		assert_eq!(alert(&told), None, "all are told");
	});
}

#[test]
fn safe_mode_stops_goods_but_not_what_stops_them() {
	chain("development").execute_with(|| {
		assert_ok!(SafeMode::force_enter(RuntimeOrigin::root()));
		for call in drug_calls() {
			let name = call.get_call_metadata().function_name;
			let allowed = <Runtime as frame_system::Config>::BaseCallFilter::contains(&call);
			let stops = ["quarantine", "mark_illegitimate", "recall"].contains(&name);
			assert_eq!(allowed, stops, "{name}");
		}
	});
}

#[test]
fn who_may_do_what_follows_from_credentials() {
	chain("development").execute_with(|| {
		let register = Drugs::<Runtime>::register_product { gtin: gtin(), limits: None };
		assert_noop!(send(Bob, register), Error::<Runtime>::NotManufacturer);
		product();
		let serials = Serials::truncate_from(vec![serial(1)]);
		assert_ok!(send(Bob, Drugs::commission { lot: LOT, serials, event: event("made") }));
		let ship = |name| -> RuntimeCall {
			let to = account(Dave);
			Drugs::ship { items: packs(&[1]), to, returning: false, event: event(name) }.into()
		};
		assert_noop!(send(Bob, ship("shipped")), Error::<Runtime>::NotTradingPartner);
		give(Dave, Role::Distributor);
		assert_ok!(send(Bob, ship("shipped")));
		assert_ok!(send(Dave, Drugs::receive { items: packs(&[1]), event: event("received") }));
		let receipt = sold(1).receipt(&account(Eve));
		let sell = |who| {
			let item = Item::Pack(id(1));
			send(who, Drugs::dispense { item, receipt, event: event("sold") })
		};
		assert_noop!(sell(Dave), Error::<Runtime>::NotDispenser);
		give(Dave, Role::Pharmacy);
		assert_ok!(sell(Dave));
		let pedigree = DrugTrace::pedigree_page(Subject::Pack(id(1)), None, 100);
		assert_eq!(pedigree.items.len(), 4);
	});
}
