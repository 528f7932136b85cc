//! What commands say of an event is what is read of it again, also once it was written and read.

use super::*;
use crate::{
	drug::{
		act::{Called, Named, Thing},
		build::{instant_of, Moment, PartyName},
	},
	epcis::{document_of, write_document},
	types::drug::{ErrorReason, Item, Reading, RecallClass, Scope, Subject, SuspectReason},
	wire::OnChain,
};
use medchain_support::{Commitment, Disposition};

fn moment() -> Moment {
	Moment {
		time: instant_of(1_780_209_000).unwrap(),
		place: Some("0614141000005".parse().unwrap()),
	}
}

fn pack() -> Thing {
	Thing::Pack(gtin(), "S0".parse().unwrap())
}

fn id() -> PackId {
	PackId::of(&gtin(), &"S0".parse().unwrap())
}

/// The call of an event, which is the same once it was written and read.
fn call_of(event: &Event, memory: &Memory) -> DrugCall {
	let written = write_document(&document_of(vec![event.clone()], event.time));
	let read = read_document(&written).unwrap_or_else(|e| panic!("{e}\n{written}"));
	assert_eq!(read.events[0].hash(), event.hash());
	let (proofs, partners) = (ProofStore::default(), Partners::default());
	let plan = plan_with(&read.events[0], memory, &proofs, &partners).unwrap_or_else(|e| {
		panic!("{e}\n{written}");
	});
	assert_eq!(Ok(&plan), plan_with(event, memory, &proofs, &partners).as_ref());
	match plan {
		Plan::Record(call) => call,
		other => panic!("{other:?}"),
	}
}

fn knows_all() -> Memory {
	Memory { knows_all: true, ..Memory::default() }
}

#[test]
fn every_command_becomes_its_call() {
	let memory = knows_all();
	let things = [pack(), Thing::Container(sscc())];
	let items = || vec![Item::Pack(OnChain(id())), Item::Container(OnChain(sscc()))];
	let only = || vec![Item::Pack(OnChain(id()))];
	let serials: Vec<Serial> = serials(3);
	let on_chain = || serials.iter().copied().map(OnChain).collect::<Vec<_>>();
	let at = moment();
	let other = PartyName::Account(account(2));
	let reading = Reading { from: 1_780_208_000, to: 1_780_208_999, min: -20_125, max: 8_500 };
	let item = Subject::Pack(OnChain(id()));
	let cases = [
		(
			at.commission(&gtin(), &lot(), None, &serials),
			DrugCall::Commission { lot: 0, serials: on_chain() },
		),
		(
			at.commission_root(&gtin(), &lot(), None, 1_000_000, &[5; 32]),
			DrugCall::CommissionRoot { lot: 0, root: [5; 32], count: 1_000_000 },
		),
		(at.pack(&sscc(), &[pack()]), DrugCall::Pack { container: sscc(), items: only() }),
		(at.unpack(&sscc(), &[pack()]), DrugCall::Unpack { container: sscc(), items: only() }),
		(
			at.repack(&sscc(), &"000000000000000000".parse().unwrap(), &[pack()]),
			DrugCall::Repack {
				from: sscc(),
				to: "000000000000000000".parse().unwrap(),
				items: only(),
			},
		),
		(
			at.ship(&things, &other, false),
			DrugCall::Ship { items: items(), to: account(2), returning: false },
		),
		(
			at.ship(&things, &other, true),
			DrugCall::Ship { items: items(), to: account(2), returning: true },
		),
		(at.receive(&things), DrugCall::Receive { items: items() }),
		(at.void(&things), DrugCall::VoidShipment { items: items() }),
		(
			at.dispense(&gtin(), &"S0".parse().unwrap(), &[6; 32]),
			DrugCall::Dispense { item: Item::Pack(OnChain(id())), receipt: Commitment([6; 32]) },
		),
		(
			at.quarantine(&things, SuspectReason::Suspect),
			DrugCall::Quarantine { items: items(), reason: SuspectReason::Suspect },
		),
		(
			at.quarantine(&things, SuspectReason::Damaged),
			DrugCall::Quarantine { items: items(), reason: SuspectReason::Damaged },
		),
		(at.clear(&things), DrugCall::Clear { items: items() }),
		(
			at.recall(&Called::Product(gtin()), RecallClass::I),
			DrugCall::Recall { scope: Scope::Product(OnChain(gtin())), class: RecallClass::I },
		),
		(
			at.recall(&Called::Lot(gtin(), lot()), RecallClass::II),
			DrugCall::Recall { scope: Scope::Lot(0), class: RecallClass::II },
		),
		(
			at.recall(&Called::Places(gtin(), lot(), 5, 9), RecallClass::III),
			DrugCall::Recall {
				scope: Scope::Range { lot: 0, start: 5, end: 9 },
				class: RecallClass::III,
			},
		),
		(
			at.recall(
				&Called::Packs(vec![Named { thing: pack(), field: String::new() }]),
				RecallClass::I,
			),
			DrugCall::Recall {
				scope: Scope::Range { lot: 0, start: 0, end: 1 },
				class: RecallClass::I,
			},
		),
		(at.lift_recall(4, &Called::Lot(gtin(), lot())), DrugCall::LiftRecall { recall: 4 }),
		(at.destroy(&things), DrugCall::Destroy { items: items() }),
		(at.decommission(&[pack()]), DrugCall::Decommission { items: only() }),
		(
			at.transform(&[pack()], &gtin(), &lot(), &serials),
			DrugCall::Transform { inputs: only(), lot: 0, serials: on_chain() },
		),
		(at.bind_sensor(&pack(), &account(3)), DrugCall::BindSensor { item, sensor: account(3) }),
		(
			at.unbind_sensor(&pack(), &account(3)),
			DrugCall::UnbindSensor { item, sensor: account(3) },
		),
		(at.condition(&pack(), &reading).unwrap(), DrugCall::ReportCondition { item, reading }),
		(
			at.observe(&things, BizStep::Inspecting, Some(Disposition::Conformant)),
			DrugCall::Observe {
				items: items(),
				step: BizStep::Inspecting,
				disposition: Some(Disposition::Conformant),
			},
		),
	];
	let mut calls = Vec::new();
	for (event, expected) in cases {
		let call = call_of(&event, &memory);
		assert_eq!(call, expected);
		calls.push(call);
	}
	for reason in SuspectReason::ALL.iter().filter(|reason| reason.is_illegitimate()) {
		let call = call_of(&at.mark_illegitimate(&things, *reason), &memory);
		assert_eq!(call, DrugCall::MarkIllegitimate { items: items(), reason: *reason });
		calls.push(call);
	}
	// These two depend on where the goods are.
	let mut sent = knows_all();
	let mut on_its_way = pack_info(0, 0);
	on_its_way.custody.stage = Stage::InTransit;
	on_its_way.custody.to = Some(signer());
	sent.packs.insert(id(), on_its_way);
	calls.push(call_of(&at.reject(&[pack()]), &sent));
	assert_eq!(calls.last(), Some(&DrugCall::Reject { items: only() }));
	let mut sold = knows_all();
	let mut dispensed = pack_info(0, 0);
	dispensed.custody.stage = Stage::Dispensed;
	sold.packs.insert(id(), dispensed);
	calls.push(call_of(&at.take_back(&gtin(), &"S0".parse().unwrap()), &sold));
	assert_eq!(calls.last(), Some(&DrugCall::AcceptReturn { pack: id() }));
	assert_eq!(names(&calls).len(), 23, "every call is reached");
}

#[test]
fn a_reject_needs_goods_on_their_way_to_the_signer() {
	let event = moment().reject(&[pack()]);
	let (proofs, partners) = (ProofStore::default(), Partners::default());
	let refusal = plan_with(&event, &knows_all(), &proofs, &partners).unwrap_err();
	assert_eq!(refusal.field, "destinationList");
}

#[test]
fn time_and_place_of_a_command_are_in_its_event() {
	let meaning = interpret(&moment().receive(&[pack()]), 0).unwrap();
	assert_eq!(meaning.time, 1_780_209_000);
	assert_eq!(meaning.place.map(|gln| gln.to_string()).as_deref(), Some("0614141000005"));
	assert!(instant_of(u64::MAX).is_err());
}

#[test]
fn an_error_is_declared_of_the_event_as_it_was() {
	let event = moment().receive(&[pack()]);
	let declared = moment().declare_error(&event, ErrorReason::IncorrectData, Some([3; 32]));
	assert_eq!(declared.hash(), event.hash());
	let meaning = interpret(&declared, 0).unwrap();
	let Act::DeclareError { reason, corrective } = meaning.act else { panic!("no error") };
	assert_eq!((reason, corrective), (ErrorReason::IncorrectData, Some([3; 32])));
	let mut memory = knows_all();
	memory.events.insert(event.digest(), event_record(8));
	let (proofs, partners) = (ProofStore::default(), Partners::default());
	assert_eq!(
		plan_with(&declared, &memory, &proofs, &partners),
		Ok(Plan::DeclareError(ErrorReason::IncorrectData, Some([3; 32])))
	);
	assert_eq!(plan_with(&event, &memory, &proofs, &partners), Ok(Plan::Recorded(8)));
}
