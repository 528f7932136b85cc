//! Goods as documents name them, and as the chain does.

use super::*;
use crate::{
	types::drug::{Item, RecallClass, Scope, ScopeInfo, Subject},
	wire::OnChain,
};

fn links(places: impl IntoIterator<Item = u32>) -> Vec<String> {
	places.into_iter().map(|place| pack_link(&format!("S{place}"))).collect()
}

fn received(memory: &Memory, count: u32, epcs: Vec<String>) -> Result<Vec<Item>, Refusal> {
	let event = event_of(json!({"bizStep": "receiving", "epcList": epcs}));
	match plan_with(&event, memory, &proofs(count), &Partners::default())? {
		Plan::Record(DrugCall::Receive { items }) => Ok(items),
		other => panic!("{other:?}"),
	}
}

fn range(portion: u32, start: u32, end: u32) -> Item {
	Item::Range { lot: 7, portion, start, end }
}

#[test]
fn packs_that_follow_each_other_are_a_stretch() {
	let memory = with_portions(&[(0, 1_000)]);
	let items = received(&memory, 1_000, links(0..1_000)).unwrap();
	assert_eq!(items, [range(0, 0, 1_000)]);
	// In any order, and out of the middle.
	let mut some = links(100..200);
	some.reverse();
	assert_eq!(received(&memory, 1_000, some).unwrap(), [range(0, 100, 200)]);
}

#[test]
fn each_stretch_names_what_the_one_before_has_left() {
	let memory = with_portions(&[(0, 500), (500, 900), (901, 1_000)]);
	let places = (10..20).chain(30..40).chain([50]).chain(495..510).chain(899..900).chain(910..912);
	let items = received(&memory, 1_000, links(places)).unwrap();
	let [first, second, Item::Untouched { lot, portion, place, serial, proof }, third, fourth, last, end] =
		&items[..]
	else {
		panic!("{items:?}")
	};
	assert_eq!([first, second], [&range(0, 10, 20), &range(20, 30, 40)]);
	assert_eq!((*lot, *portion, *place, serial.as_str()), (7, 40, 50, "S50"));
	let proofs = proofs(1_000);
	let right = proofs.proof(&gtin(), &"S50".parse().unwrap()).unwrap().unwrap();
	assert_eq!(*proof, right.siblings);
	assert_eq!([third, fourth], [&range(51, 495, 500), &range(500, 500, 510)]);
	assert!(matches!(last, Item::Untouched { portion: 510, place: 899, .. }));
	assert_eq!(*end, range(901, 910, 912));
}

#[test]
fn packs_with_an_entry_are_named_by_it() {
	let mut memory = with_portions(&[(0, 5), (6, 1_000)]);
	let pack = PackId::of(&gtin(), &"S5".parse().unwrap());
	memory.packs.insert(pack, pack_info(7, 5));
	let items = received(&memory, 1_000, links(4..8)).unwrap();
	let [Item::Pack(known), Item::Untouched { place: 4, .. }, stretch] = &items[..] else {
		panic!("{items:?}")
	};
	assert_eq!((known.0, stretch), (pack, &range(6, 6, 8)));
}

#[test]
fn what_nobody_knows_is_refused_by_its_field() {
	let memory = with_portions(&[(0, 1_000)]);
	let epcs = vec![pack_link("S1"), pack_link("other")];
	let refusal = received(&memory, 1_000, epcs).unwrap_err();
	assert_eq!((refusal.field.as_str(), refusal.rule.name()), ("epcList[1]", "known"));
	let container = vec!["urn:epc:id:sscc:0614141.1234567890".to_string()];
	let refusal = received(&memory, 1_000, container).unwrap_err();
	assert_eq!((refusal.field.as_str(), refusal.rule.name()), ("epcList[0]", "known"));
	// A proof of a batch that the chain has not.
	let refusal = received(&Memory::default(), 1_000, links([1])).unwrap_err();
	assert_eq!((refusal.field.as_str(), refusal.rule.name()), ("epcList[0]", "known"));
}

#[test]
fn a_call_holds_64_items() {
	let memory = with_portions(&[(0, 1_000)]);
	let every_other = |count: u32| links((0..count).map(|number| number * 2));
	assert_eq!(received(&memory, 1_000, every_other(64)).unwrap().len(), 64);
	let refusal = received(&memory, 1_000, every_other(65)).unwrap_err();
	assert_eq!((refusal.field.as_str(), refusal.rule.name()), ("epcList[0]", "mapping"));
	assert!(refusal.reason.contains("65 packs"), "{refusal}");
}

#[test]
fn a_quantity_of_a_lot_is_a_batch_or_a_stretch_of_the_signers() {
	let of = |memory: &Memory, count: u32| {
		let class = format!("https://id.gs1.org/01/{GTIN}/10/{LOT}");
		let event = event_of(json!({
			"bizStep": "receiving",
			"epcList": null,
			"quantityList": [{"epcClass": class, "quantity": count}],
		}));
		plan_with(&event, memory, &ProofStore::default(), &Partners::default())
	};
	let items = |plan| match plan {
		Ok(Plan::Record(DrugCall::Receive { items })) => items,
		other => panic!("{other:?}"),
	};
	let whole = with_portions(&[(0, 1_000)]);
	assert_eq!(items(of(&whole, 1_000)), [range(0, 0, 1_000)]);
	// A batch in two portions is two items.
	let divided = with_portions(&[(0, 400), (400, 1_000)]);
	assert_eq!(items(of(&divided, 1_000)), [range(0, 0, 400), range(400, 400, 1_000)]);
	assert_eq!(items(of(&divided, 600)), [range(400, 400, 1_000)]);
	for (memory, count) in [
		(with_portions(&[(0, 400), (401, 1_000)]), 1_000),
		(with_portions(&[(0, 500), (500, 1_000)]), 500),
		(whole, 7),
	] {
		let refusal = of(&memory, count).unwrap_err();
		assert_eq!((refusal.field.as_str(), refusal.rule.name()), ("quantityList[0]", "known"));
	}
	let refusal = of(&Memory::default(), 7).unwrap_err();
	assert!(refusal.reason.contains("the chain has no lot"), "{refusal}");
}

#[test]
fn all_that_is_in_a_container_is_taken_out_where_nothing_is_named() {
	let event = event_of(json!({
		"type": "AggregationEvent",
		"action": "DELETE",
		"bizStep": "unpacking",
		"epcList": null,
		"parentID": "urn:epc:id:sscc:0614141.1234567890",
	}));
	let mut memory = with_portions(&[(0, 400), (400, 1_000)]);
	memory.contents = vec![
		SubjectInfo::Pack(PackId([3; 32])),
		SubjectInfo::Range { lot: 7, start: 400 },
		SubjectInfo::Container(sscc()),
	];
	let (proofs, partners) = (ProofStore::default(), Partners::default());
	let plan = plan_with(&event, &memory, &proofs, &partners).unwrap();
	let items = vec![
		Item::Pack(OnChain(PackId([3; 32]))),
		range(400, 400, 1_000),
		Item::Container(OnChain(sscc())),
	];
	let unpack = DrugCall::Unpack { container: sscc(), items };
	assert_eq!(plan, Plan::Record(unpack));
	memory.contents.clear();
	let refusal = plan_with(&event, &memory, &proofs, &partners).unwrap_err();
	assert_eq!((refusal.field.as_str(), refusal.rule.name()), ("parentID", "known"));
}

#[test]
fn what_is_repacked_leaves_the_container_it_is_in() {
	let event = event_of(json!({
		"type": "AggregationEvent",
		"action": "ADD",
		"bizStep": "repackaging",
		"epcList": null,
		"parentID": "https://id.gs1.org/00/000000000000000000",
		"childEPCs": [pack_link("S0")],
	}));
	let mut memory = Memory { knows_all: true, ..Memory::default() };
	let (proofs, partners) = (ProofStore::default(), Partners::default());
	let refusal = plan_with(&event, &memory, &proofs, &partners).unwrap_err();
	assert!(refusal.reason.contains("in no container"), "{refusal}");
	let mut packed = pack_info(0, 0);
	packed.custody.parent = Some(sscc());
	memory.packs.insert(PackId::of(&gtin(), &"S0".parse().unwrap()), packed);
	let Ok(Plan::Record(DrugCall::Repack { from, .. })) =
		plan_with(&event, &memory, &proofs, &partners)
	else {
		panic!("no repack")
	};
	assert_eq!(from, sscc());
}

#[test]
fn a_batch_is_commissioned_by_the_root_in_the_folder_of_proofs() {
	let class = format!("https://id.gs1.org/01/{GTIN}/10/{LOT}");
	let event = |count: u32| {
		event_of(json!({
			"action": "ADD",
			"bizStep": "commissioning",
			"epcList": null,
			"quantityList": [{"epcClass": class, "quantity": count}],
			"ilmd": {"cbvmda:itemExpirationDate": "2027-05-31"},
		}))
	};
	let mut memory = Memory { lots: vec![lot_info(7, gtin(), lot())], ..Memory::default() };
	let (proofs, partners) = (proofs(100), Partners::default());
	let root = proofs.batches().next().unwrap().0.root;
	assert_eq!(
		plan_with(&event(100), &memory, &proofs, &partners),
		Ok(Plan::Record(DrugCall::CommissionRoot { lot: 7, root, count: 100 }))
	);
	assert_eq!(
		plan_with(&event(99), &memory, &proofs, &partners).unwrap_err().rule.name(),
		"known"
	);
	memory.lots[0].batches.push(crate::types::drug::Batch { start: 0, count: 100, root });
	let refusal = plan_with(&event(100), &memory, &proofs, &partners).unwrap_err();
	assert!(refusal.reason.contains("0 batches of 100 packs"), "{refusal}");
	memory.lots[0].expiry = "2027-06-30".parse().unwrap();
	let refusal = plan_with(&event(100), &memory, &proofs, &partners).unwrap_err();
	assert_eq!(refusal.field, "ilmd.cbvmda:itemExpirationDate");
}

#[test]
fn a_list_is_commissioned_into_its_lot() {
	let of = |changes: Value| {
		let mut event = json!({"action": "ADD", "bizStep": "commissioning"});
		for (name, value) in changes.as_object().unwrap() {
			event[name] = value.clone();
		}
		let memory = Memory { lots: vec![lot_info(7, gtin(), lot())], ..Memory::default() };
		plan_with(&event_of(event), &memory, &ProofStore::default(), &Partners::default())
	};
	let call = |serials: &[&str]| {
		let serials = serials.iter().map(|it| OnChain(it.parse().unwrap())).collect();
		Ok(Plan::Record(DrugCall::Commission { lot: 7, serials }))
	};
	assert_eq!(of(json!({"ilmd": {"cbvmda:lotNumber": LOT}})), call(&["S0"]));
	let dated = |date: &str| json!({"cbvmda:lotNumber": LOT, "cbvmda:itemExpirationDate": date});
	for date in ["2027-05-31", "2027-05-31T00:00:00Z", "2027-05-31T23:59:59.999+02:00"] {
		assert_eq!(
			of(
				json!({"epcList": [format!("https://example.com/01/{GTIN}/21/A")], "ilmd": dated(date)})
			),
			call(&["A"])
		);
	}
	let expires =
		|date: &str| (json!({"ilmd": dated(date)}), "ilmd.cbvmda:itemExpirationDate", "format");
	// A Digital Link can name the lot too.
	let link = format!("https://example.com/01/{GTIN}/10/{LOT}/21/A");
	assert_eq!(of(json!({"epcList": [link]})), call(&["A"]));
	let other = format!("https://example.com/01/{GTIN}/10/L2/21/B");
	for (changes, field, rule) in [
		(json!({}), "ilmd.cbvmda:lotNumber", "required"),
		(json!({"epcList": [link, other]}), "ilmd.cbvmda:lotNumber", "combination"),
		(json!({"ilmd": {"cbvmda:lotNumber": "L 1"}}), "ilmd.cbvmda:lotNumber", "format"),
		(json!({"ilmd": {"cbvmda:lotNumber": "L9"}}), "ilmd.cbvmda:lotNumber", "known"),
		expires("2027"),
		expires("2027-05-31 or later"),
		expires("2027-05-31T"),
		expires("2027-05-31T24:61:00Z"),
		expires("2027-05-31T00:00:00"),
		(
			json!({"epcList": [link, "urn:epc:id:sgtin:0614141.107346.2017"]}),
			"epcList[1]",
			"mapping",
		),
		(json!({"epcList": ["urn:epc:id:sscc:0614141.1234567890"]}), "epcList[0]", "mapping"),
		(json!({"epcList": links(0..65), "ilmd": {"cbvmda:lotNumber": LOT}}), "epcList", "mapping"),
	] {
		let refusal = of(changes).unwrap_err();
		assert_eq!((refusal.field.as_str(), refusal.rule.name()), (field, rule), "{refusal}");
	}
}

#[test]
fn a_recall_of_packs_is_a_stretch_of_their_lot() {
	let of = |epcs: Vec<String>| {
		let event = event_of(json!({
			"bizStep": "holding",
			"disposition": "recalled",
			"medchain:recallClass": "II",
			"epcList": epcs,
		}));
		let memory = with_portions(&[(0, 1_000)]);
		plan_with(&event, &memory, &proofs(1_000), &Partners::default())
	};
	let scope = Scope::Range { lot: 7, start: 3, end: 9 };
	let recall = DrugCall::Recall { scope, class: RecallClass::II };
	assert_eq!(of(links((3..9).rev())), Ok(Plan::Record(recall)));
	let refusal = of(links([3, 5])).unwrap_err();
	assert!(refusal.reason.contains("these do not"), "{refusal}");
	assert_eq!(of(vec![pack_link("other")]).unwrap_err().rule.name(), "known");
}

#[test]
fn a_recall_is_lifted_by_what_it_is_about() {
	let class = format!("https://id.gs1.org/01/{GTIN}/10/{LOT}");
	let event = event_of(json!({
		"bizStep": "inspecting",
		"persistentDisposition": {"unset": ["recalled"]},
		"epcList": null,
		"quantityList": [{"epcClass": class}],
	}));
	let recall = |id, lifted| Recall {
		id,
		scope: ScopeInfo::Lot(7),
		class: RecallClass::I,
		by: signer(),
		at: 0,
		lifted,
	};
	let mut memory = with_portions(&[(0, 10)]);
	memory.recalls = vec![recall(1, Some(5)), recall(2, None)];
	let (proofs, partners) = (ProofStore::default(), Partners::default());
	let plan = plan_with(&event, &memory, &proofs, &partners);
	assert_eq!(plan, Ok(Plan::Record(DrugCall::LiftRecall { recall: 2 })));
	memory.recalls.push(recall(3, None));
	let refusal = plan_with(&event, &memory, &proofs, &partners).unwrap_err();
	assert_eq!((refusal.field.as_str(), refusal.rule.name()), ("medchain:recall", "known"));
}

#[test]
fn sensors_are_bound_to_what_has_an_entry() {
	let event = event_of(json!({
		"type": "AssociationEvent",
		"action": "ADD",
		"bizStep": "installing",
		"epcList": null,
		"parentID": pack_link("S0"),
		"childEPCs": ["urn:epc:id:giai:4000001.111"],
	}));
	let mut partners = Partners::default();
	let mut memory = with_portions(&[(0, 10)]);
	let refusal = plan_with(&event, &memory, &proofs(10), &partners).unwrap_err();
	assert_eq!((refusal.field.as_str(), refusal.rule.name()), ("parentID", "known"));
	memory.packs.insert(PackId::of(&gtin(), &"S0".parse().unwrap()), pack_info(7, 0));
	memory.portions.clear();
	let refusal = plan_with(&event, &memory, &proofs(10), &partners).unwrap_err();
	assert_eq!((refusal.field.as_str(), refusal.rule.name()), ("childEPCs[0]", "partner"));
	partners.add("https://id.gs1.org/8004/4000001111", account(4));
	let Ok(Plan::Record(DrugCall::BindSensor { item, sensor })) =
		plan_with(&event, &memory, &proofs(10), &partners)
	else {
		panic!("no sensor")
	};
	assert_eq!(sensor, account(4));
	assert!(matches!(item, Subject::Pack(_)));
}

#[test]
fn who_receives_is_found_by_gln() {
	let of = |destinations: Value, partners: &Partners| -> Result<_, Refusal> {
		let event = event_of(json!({"bizStep": "shipping", "destinationList": destinations}));
		let memory = Memory { knows_all: true, ..Memory::default() };
		match plan_with(&event, &memory, &ProofStore::default(), partners)? {
			Plan::Record(DrugCall::Ship { to, returning, .. }) => Ok((to, returning)),
			other => panic!("{other:?}"),
		}
	};
	let destination = |kind: &str, gln: &str| json!({"type": kind, "destination": gln});
	let (owner, holder) = ("urn:epc:id:pgln:0614141.00777", "https://id.gs1.org/414/0614141008889");
	let mut partners = Partners::default();
	partners.add("0614141007776", account(2));
	partners.add(holder, account(3));
	let both = json!([destination("owning_party", owner), destination("possessing_party", holder)]);
	assert_eq!(of(both, &partners), Ok((account(3), false)), "who is to have it");
	assert_eq!(of(json!([destination("owning_party", owner)]), &partners), Ok((account(2), false)));
	let named = format!("urn:medchain:account:{}", account(5));
	let named = json!([destination("possessing_party", &named)]);
	assert_eq!(of(named, &Partners::default()), Ok((account(5), false)));
	let two = json!([destination("owning_party", owner), destination("owning_party", holder)]);
	assert_eq!(of(two, &partners).unwrap_err().rule.name(), "mapping");
	let unknown = json!([destination("location", "urn:epc:id:sgln:4012345.00225.0")]);
	let refusal = of(unknown, &partners).unwrap_err();
	assert_eq!((refusal.field.as_str(), refusal.rule.name()), ("destinationList", "partner"));
	assert!(refusal.reason.contains("--partners"), "{refusal}");
}

#[test]
fn what_cannot_be_said_on_the_chain_is_refused_by_field_and_rule() {
	for (changes, field, rule) in [
		(json!({}), "bizStep", "required"),
		(json!({"action": "ADD", "bizStep": "shipping"}), "bizStep", "mapping"),
		(json!({"bizStep": "commissioning"}), "action", "combination"),
		(json!({"bizStep": "destroying"}), "action", "combination"),
		(json!({"action": "DELETE", "bizStep": "shipping"}), "bizStep", "mapping"),
		(json!({"bizStep": "packing"}), "action", "combination"),
		(json!({"bizStep": "https://example.com/step"}), "bizStep", "mapping"),
		(
			json!({"bizStep": "inspecting", "disposition": "https://example.com/fine"}),
			"disposition",
			"mapping",
		),
		(json!({"bizStep": "dispensing"}), "medchain:receipt", "required"),
		(
			json!({"bizStep": "dispensing", "medchain:receipt": "0x07"}),
			"medchain:receipt",
			"format",
		),
		(
			json!({"bizStep": "dispensing", "disposition": "partially_dispensed"}),
			"disposition",
			"mapping",
		),
		(
			json!({"bizStep": "dispensing", "epcList": [pack_link("a"), pack_link("b")]}),
			"epcList",
			"mapping",
		),
		(
			json!({"bizStep": "holding", "medchain:reason": "boredom"}),
			"medchain:reason",
			"vocabulary",
		),
		(
			json!({"bizStep": "holding", "disposition": "recalled"}),
			"medchain:recallClass",
			"required",
		),
		(
			json!({"bizStep": "holding", "disposition": "recalled", "medchain:recallClass": "IV"}),
			"medchain:recallClass",
			"vocabulary",
		),
		(json!({"bizStep": "sensor_reporting"}), "sensorElementList", "mapping"),
		(
			json!({"bizStep": "receiving", "epcList": ["urn:epc:id:giai:4000001.111"]}),
			"epcList[0]",
			"mapping",
		),
		(
			json!({
				"bizStep": "receiving",
				"quantityList": [{"epcClass": "urn:epc:idpat:sgtin:4012345.098765.*"}],
			}),
			"quantityList[0].epcClass",
			"mapping",
		),
		(
			json!({
				"bizStep": "receiving",
				"quantityList": [{"epcClass": "urn:epc:class:lgtin:4012345.012345.998877"}],
			}),
			"quantityList[0].quantity",
			"mapping",
		),
		(json!({"eventTime": "1969-12-31T00:00:00Z"}), "eventTime", "mapping"),
		(
			json!({
				"type": "TransformationEvent",
				"action": null,
				"epcList": null,
				"inputEPCList": [pack_link("a")],
				"transformationID": "https://example.com/t/1",
			}),
			"transformationID",
			"mapping",
		),
		(
			json!({
				"type": "TransactionEvent",
				"action": "DELETE",
				"bizStep": "shipping",
				"bizTransactionList": [{"bizTransaction": "https://example.com/po/1"}],
			}),
			"action",
			"mapping",
		),
		(
			json!({
				"type": "AggregationEvent",
				"action": "ADD",
				"bizStep": "packing",
				"epcList": null,
				"parentID": pack_link("a"),
				"childEPCs": [pack_link("b")],
			}),
			"parentID",
			"mapping",
		),
		(
			json!({
				"type": "AggregationEvent",
				"action": "ADD",
				"bizStep": "loading",
				"epcList": null,
				"parentID": "urn:epc:id:sscc:0614141.1234567890",
				"childEPCs": [pack_link("b")],
			}),
			"bizStep",
			"mapping",
		),
		(
			json!({
				"type": "AssociationEvent",
				"action": "ADD",
				"epcList": null,
				"parentID": pack_link("a"),
				"childEPCs": ["https://example.com/1", "https://example.com/2"],
			}),
			"childEPCs",
			"mapping",
		),
	] {
		let refusal = act(changes.clone()).expect_err(&changes.to_string());
		assert_eq!((refusal.field.as_str(), refusal.rule.name()), (field, rule), "{refusal}");
		assert_eq!(refusal.event, Some(0));
	}
}
