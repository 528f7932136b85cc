//! Calls are encoded as the chain's metadata describes them.

use super::*;
use crate::{
	types::drug::{
		DrugRecorded, EventInfo, Item, Reading, RecallClass, Scope, Subject, SuspectReason,
	},
	wire::OnChain,
};
use codec::{Compact, Decode, Encode};
use medchain_support::{Commitment, Disposition, Gln};
use scale_info::TypeInfo;
use subxt::ext::{
	scale_decode::DecodeAsType,
	scale_encode::{EncodeAsType, Field},
};

/// The types of the pallet, as it declares them.
#[allow(dead_code, clippy::upper_case_acronyms, reason = "all variants stand for their numbers")]
mod theirs {
	use super::*;

	#[derive(Clone, Debug, Decode, Encode, TypeInfo)]
	pub struct BoundedVec<T>(pub Vec<T>);

	#[derive(Encode, TypeInfo)]
	pub struct EventInfo {
		pub hash: [u8; 32],
		pub time: u64,
		pub place: Option<Gln>,
	}

	#[derive(Encode, TypeInfo)]
	pub enum Item {
		#[codec(index = 0)]
		Pack(PackId),
		#[codec(index = 1)]
		Untouched {
			lot: u32,
			portion: u32,
			place: u32,
			serial: Serial,
			proof: BoundedVec<[u8; 32]>,
		},
		#[codec(index = 2)]
		Range { lot: u32, portion: u32, start: u32, end: u32 },
		#[codec(index = 3)]
		Container(Sscc),
	}

	#[derive(Encode, TypeInfo)]
	pub enum Subject {
		#[codec(index = 0)]
		Pack(PackId),
		#[codec(index = 1)]
		Range { lot: u32, start: u32 },
		#[codec(index = 2)]
		Container(Sscc),
		#[codec(index = 3)]
		Lot(u32),
		#[codec(index = 4)]
		Product(Gtin),
	}

	#[derive(Encode, TypeInfo)]
	pub enum Scope {
		#[codec(index = 0)]
		Product(Gtin),
		#[codec(index = 1)]
		Lot(u32),
		#[codec(index = 2)]
		Range { lot: u32, start: u32, end: u32 },
	}

	#[derive(Encode, TypeInfo)]
	pub enum SuspectReason {
		Suspect,
		Excursion,
		ReturnedByPatient,
		Damaged,
		Counterfeit,
		Stolen,
		Diverted,
		Unfit,
	}

	#[derive(Encode, TypeInfo)]
	pub enum RecallClass {
		I,
		II,
		III,
	}

	#[derive(Encode, TypeInfo)]
	pub struct Reading {
		pub from: u64,
		pub to: u64,
		pub min: i32,
		pub max: i32,
	}

	#[derive(Encode, TypeInfo)]
	pub struct AccountId32(pub [u8; 32]);
}

/// Compares a call with the arguments that the chain expects.
fn check<T: Encode + TypeInfo + 'static>(
	call: DrugCall,
	expected: T,
	types: &[scale_info::MetaType],
) {
	let mut registry = scale_info::Registry::new();
	let ids: Vec<u32> = types.iter().map(|it| registry.register_type(it).id).collect();
	let types = scale_info::PortableRegistry::from(registry);
	let mut fields = ids.iter().map(|id| Field::unnamed(*id));
	let name = call.name();
	let encoded = call.recording(ours()).arguments(&mut fields, &types).unwrap();
	assert_eq!(encoded.0, (expected, theirs()).encode(), "{name}");
}

fn ours() -> EventInfo {
	EventInfo { hash: [9; 32], time: 77, place: Some(OnChain("0614141000005".parse().unwrap())) }
}

fn theirs() -> theirs::EventInfo {
	theirs::EventInfo { hash: [9; 32], time: 77, place: Some("0614141000005".parse().unwrap()) }
}

fn items() -> (Vec<Item>, theirs::BoundedVec<theirs::Item>) {
	let serial: Serial = "S5".parse().unwrap();
	let ours = vec![
		Item::Pack(OnChain(PackId([3; 32]))),
		Item::Untouched {
			lot: 1,
			portion: 2,
			place: 3,
			serial: OnChain(serial),
			proof: vec![[4; 32], [5; 32]],
		},
		Item::Range { lot: 1, portion: 2, start: 3, end: 4 },
		Item::Container(OnChain(sscc())),
	];
	let theirs = theirs::BoundedVec(vec![
		theirs::Item::Pack(PackId([3; 32])),
		theirs::Item::Untouched {
			lot: 1,
			portion: 2,
			place: 3,
			serial,
			proof: theirs::BoundedVec(vec![[4; 32], [5; 32]]),
		},
		theirs::Item::Range { lot: 1, portion: 2, start: 3, end: 4 },
		theirs::Item::Container(sscc()),
	]);
	(ours, theirs)
}

macro_rules! types {
	($( $type:ty ),+) => {
		&[$( scale_info::meta_type::<$type>(), )+ scale_info::meta_type::<theirs::EventInfo>()]
	};
}

type Items = theirs::BoundedVec<theirs::Item>;

#[test]
fn calls_are_encoded_as_the_chain_takes_them() {
	let (ours, theirs) = (|| items().0, || items().1);
	let serials = vec![OnChain("a".parse::<Serial>().unwrap())];
	let their_serials = theirs::BoundedVec(vec!["a".parse::<Serial>().unwrap()]);
	check(
		DrugCall::Commission { lot: 3, serials: serials.clone() },
		(3u32, their_serials.clone()),
		types![u32, theirs::BoundedVec<Serial>],
	);
	check(
		DrugCall::CommissionRoot { lot: 3, root: [8; 32], count: 5 },
		(3u32, [8u8; 32], 5u32),
		types![u32, [u8; 32], u32],
	);
	check(
		DrugCall::Pack { container: sscc(), items: ours() },
		(sscc(), theirs()),
		types![Sscc, Items],
	);
	check(
		DrugCall::Repack { from: sscc(), to: sscc(), items: ours() },
		(sscc(), sscc(), theirs()),
		types![Sscc, Sscc, Items],
	);
	check(
		DrugCall::Ship { items: ours(), to: account(2), returning: true },
		(theirs(), [2u8; 32], true),
		types![Items, theirs::AccountId32, bool],
	);
	check(DrugCall::Receive { items: ours() }, theirs(), types![Items]);
	check(
		DrugCall::Dispense { item: ours().remove(1), receipt: Commitment([6; 32]) },
		(theirs().0.remove(1), [6u8; 32]),
		types![theirs::Item, Commitment],
	);
	check(DrugCall::AcceptReturn { pack: PackId([3; 32]) }, PackId([3; 32]), types![PackId]);
	check(
		DrugCall::Quarantine { items: ours(), reason: SuspectReason::Damaged },
		(theirs(), theirs::SuspectReason::Damaged),
		types![Items, theirs::SuspectReason],
	);
	for (scope, their_scope) in [
		(Scope::Product(OnChain(gtin())), theirs::Scope::Product(gtin())),
		(Scope::Lot(7), theirs::Scope::Lot(7)),
		(
			Scope::Range { lot: 7, start: 1, end: 2 },
			theirs::Scope::Range { lot: 7, start: 1, end: 2 },
		),
	] {
		check(
			DrugCall::Recall { scope, class: RecallClass::III },
			(their_scope, theirs::RecallClass::III),
			types![theirs::Scope, theirs::RecallClass],
		);
	}
	check(DrugCall::LiftRecall { recall: 4 }, 4u32, types![u32]);
	check(
		DrugCall::Transform { inputs: ours(), lot: 3, serials },
		(theirs(), 3u32, their_serials),
		types![Items, u32, theirs::BoundedVec<Serial>],
	);
	for (subject, their_subject) in [
		(Subject::Pack(OnChain(PackId([3; 32]))), theirs::Subject::Pack(PackId([3; 32]))),
		(Subject::Container(OnChain(sscc())), theirs::Subject::Container(sscc())),
		(Subject::Range { lot: 1, start: 2 }, theirs::Subject::Range { lot: 1, start: 2 }),
		(Subject::Lot(1), theirs::Subject::Lot(1)),
		(Subject::Product(OnChain(gtin())), theirs::Subject::Product(gtin())),
	] {
		check(
			DrugCall::BindSensor { item: subject, sensor: account(2) },
			(their_subject, [2u8; 32]),
			types![theirs::Subject, theirs::AccountId32],
		);
	}
	let reading = Reading { from: 1, to: 2, min: -3, max: 4 };
	check(
		DrugCall::ReportCondition { item: Subject::Lot(1), reading },
		(theirs::Subject::Lot(1), theirs::Reading { from: 1, to: 2, min: -3, max: 4 }),
		types![theirs::Subject, theirs::Reading],
	);
	check(
		DrugCall::Observe {
			items: ours(),
			step: BizStep::Inspecting,
			disposition: Some(Disposition::Conformant),
		},
		(theirs(), BizStep::Inspecting, Some(Disposition::Conformant)),
		types![Items, BizStep, Option<Disposition>],
	);
	let names = names(&[DrugCall::Clear { items: Vec::new() }]);
	assert!(names.contains("clear"));
}

#[test]
fn reasons_and_classes_have_the_chains_numbers() {
	let mut registry = scale_info::Registry::new();
	let reasons = registry.register_type(&scale_info::meta_type::<theirs::SuspectReason>()).id;
	let types = scale_info::PortableRegistry::from(registry);
	for (number, reason) in (0u8..).zip(SuspectReason::ALL) {
		assert_eq!(reason.encode_as_type(reasons, &types).unwrap(), [number]);
		assert_eq!(reason.code().parse(), Ok(*reason));
		assert!(!reason.meaning().is_empty());
	}
	let last_four: Vec<bool> = SuspectReason::ALL.iter().map(|it| it.is_illegitimate()).collect();
	assert_eq!(last_four, [false, false, false, false, true, true, true, true]);
	assert!("wrong".parse::<RecallClass>().unwrap_err().contains("I, II, III"));
}

#[test]
fn every_record_tells_its_number() {
	use subxt::events::DecodeAsEvent;

	#[derive(Encode, TypeInfo)]
	struct Shipped {
		event: u64,
		from: theirs::AccountId32,
		items: Vec<theirs::Subject>,
	}

	let mut registry = scale_info::Registry::new();
	let id = registry.register_type(&scale_info::meta_type::<Shipped>()).id;
	let types = scale_info::PortableRegistry::from(registry);
	let told = Shipped {
		event: 5,
		from: theirs::AccountId32([1; 32]),
		items: vec![theirs::Subject::Lot(3)],
	};
	let read = DrugRecorded::decode_as_type(&mut &told.encode()[..], id, &types).unwrap();
	assert_eq!(read.event, 5);
	assert!(DrugRecorded::is_event("DrugTrace", "Shipped"));
	assert!(!DrugRecorded::is_event("DrugTrace", "Excursion"), "it tells of no record of its own");
	assert!(!DrugRecorded::is_event("InsuranceClaims", "Shipped"));
	assert_eq!(Compact(1u32).encode(), [4]);
}
