//! Answers about drug packs.

use crate::rpc::answers::address;
use medchain_runtime::{
	drug_trace::{
		ContainerInfo, CustodyInfo, ErrorReason, EventKind, EventRecord, Judge, LotInfo, PackInfo,
		PedigreeStep, PortionInfo, ProductInfo, Recall, RecallClass, RecallId, Sale, Scope, Stage,
		Subject, SuspectReason, Verdict, Verification,
	},
	AccountId, Hash,
};
use serde_json::{json, Value};

const fn suspect_reason(reason: SuspectReason) -> &'static str {
	match reason {
		SuspectReason::Suspect => "suspect",
		SuspectReason::Excursion => "excursion",
		SuspectReason::ReturnedByPatient => "returned-by-patient",
		SuspectReason::Damaged => "damaged",
		SuspectReason::Counterfeit => "counterfeit",
		SuspectReason::Stolen => "stolen",
		SuspectReason::Diverted => "diverted",
		SuspectReason::Unfit => "unfit",
	}
}

const fn judge(judge: Judge) -> &'static str {
	match judge {
		Judge::Holder => "holder",
		Judge::Manufacturer => "manufacturer",
		Judge::Regulator => "regulator",
	}
}

const fn verdict(verdict: Verdict) -> (&'static str, Option<SuspectReason>) {
	match verdict {
		Verdict::UnknownProduct => ("unknown-product", None),
		Verdict::UnknownLot => ("unknown-lot", None),
		Verdict::UnknownPack => ("unknown-pack", None),
		Verdict::ProofNeeded => ("proof-needed", None),
		Verdict::BadProof => ("bad-proof", None),
		Verdict::OtherLot => ("other-lot", None),
		Verdict::OtherExpiry => ("other-expiry", None),
		Verdict::Illegitimate(reason) => ("illegitimate", Some(reason)),
		Verdict::Recalled => ("recalled", None),
		Verdict::Destroyed => ("destroyed", None),
		Verdict::Decommissioned => ("decommissioned", None),
		Verdict::Expired => ("expired", None),
		Verdict::Quarantined(reason) => ("quarantined", Some(reason)),
		Verdict::Dispensed => ("dispensed", None),
		Verdict::InTransit => ("in-transit", None),
		Verdict::Verified => ("verified", None),
	}
}

const fn kind(kind: EventKind) -> &'static str {
	match kind {
		EventKind::Commission => "commission",
		EventKind::Pack => "pack",
		EventKind::Unpack => "unpack",
		EventKind::Repack => "repack",
		EventKind::Ship => "ship",
		EventKind::Receive => "receive",
		EventKind::Reject => "reject",
		EventKind::VoidShipment => "void-shipment",
		EventKind::Dispense => "dispense",
		EventKind::Return => "return",
		EventKind::Quarantine => "quarantine",
		EventKind::Clear => "clear",
		EventKind::MarkIllegitimate => "mark-illegitimate",
		EventKind::Recall => "recall",
		EventKind::LiftRecall => "lift-recall",
		EventKind::Destroy => "destroy",
		EventKind::Decommission => "decommission",
		EventKind::Transform => "transform",
		EventKind::BindSensor => "bind-sensor",
		EventKind::UnbindSensor => "unbind-sensor",
		EventKind::Condition => "condition",
		EventKind::Observe => "observe",
	}
}

const fn class(class: RecallClass) -> &'static str {
	match class {
		RecallClass::I => "I",
		RecallClass::II => "II",
		RecallClass::III => "III",
	}
}

const fn error_reason(reason: ErrorReason) -> &'static str {
	match reason {
		ErrorReason::IncorrectData => "incorrect_data",
		ErrorReason::DidNotOccur => "did_not_occur",
	}
}

/// Goods, or what they belong to.
pub fn subject(subject: &Subject) -> Value {
	match subject {
		Subject::Pack(id) => json!({ "pack": Hash::from(id.0) }),
		Subject::Range { lot, start } => json!({ "range": { "lot": lot, "start": start } }),
		Subject::Container(container) => json!({ "container": container.to_string() }),
		Subject::Lot(lot) => json!({ "lot": lot }),
		Subject::Product(gtin) => json!({ "product": gtin.to_string() }),
	}
}

fn scope(scope: &Scope) -> Value {
	match scope {
		Scope::Product(gtin) => json!({ "product": gtin.to_string() }),
		Scope::Lot(lot) => json!({ "lot": lot }),
		Scope::Range { lot, start, end } => {
			json!({ "range": { "lot": lot, "start": start, "end": end } })
		}
	}
}

/// A recall, with its number.
pub fn recall((id, recall): &(RecallId, Recall<AccountId>)) -> Value {
	json!({
		"id": id,
		"scope": scope(&recall.scope),
		"class": class(recall.class),
		"by": address(&recall.by),
		"byRegulator": recall.by_regulator,
		"at": recall.at,
		"lifted": recall.lifted,
	})
}

fn custody(custody: &CustodyInfo<AccountId>) -> Value {
	let (name, to, returning) = match &custody.stage {
		Stage::Held => ("held", None, false),
		Stage::InTransit { to, returning } => ("in-transit", Some(address(to)), *returning),
		Stage::Dispensed => ("dispensed", None, false),
		Stage::Destroyed => ("destroyed", None, false),
		Stage::Decommissioned => ("decommissioned", None, false),
	};
	json!({
		"holder": address(&custody.holder),
		"stage": { "name": name, "to": to, "returning": returning },
		"hold": custody.hold.as_ref().map(|hold| {
			json!({
				"by": address(&hold.by),
				"reason": suspect_reason(hold.reason),
				"judge": judge(hold.judge),
			})
		}),
		"parent": custody.parent.map(|parent| parent.to_string()),
		"outermost": custody.outermost.map(|outermost| outermost.to_string()),
		"last": custody.last,
	})
}

fn sale(sale: &Sale<AccountId>) -> Value {
	json!({ "by": address(&sale.by), "at": sale.at, "receipt": Hash::from(sale.receipt.0) })
}

fn product(product: &ProductInfo<AccountId>) -> Value {
	json!({
		"manufacturer": address(&product.manufacturer),
		"offer": product.offer.as_ref().map(|offer| {
			json!({ "to": address(&offer.to), "byRegulator": offer.by_regulator })
		}),
		"limits": product.limits.map(|limits| json!({ "min": limits.min, "max": limits.max })),
		"recalls": product.recalls,
		"lots": product.lots,
	})
}

/// What is to be thought of a pack.
pub fn verification(found: &Verification<AccountId>) -> Value {
	let (verdict, reason) = verdict(found.verdict);
	json!({
		"verdict": verdict,
		"reason": reason.map(suspect_reason),
		"good": found.verdict.is_good(),
		"pack": Hash::from(found.pack.0),
		"product": found.product.as_ref().map(product),
		"lot": found.lot.map(|(id, lot)| json!({ "id": id, "lot": lot.as_str() })),
		"expiry": found.expiry.map(|expiry| expiry.to_string()),
		"place": found.place,
		"custody": found.custody.as_ref().map(custody),
		"recall": found.recall.as_ref().map(recall),
		"sold": found.sold,
		"sale": found.sale.as_ref().map(sale),
		"alert": found.alert,
	})
}

/// A pack with an entry of its own.
pub fn pack(info: &PackInfo<AccountId>) -> Value {
	let pack = &info.pack;
	json!({
		"lot": pack.lot,
		"place": pack.place,
		"custody": custody(&info.custody),
		"from": pack.custody.from.as_ref().map(address),
		"recall": info.recall.as_ref().map(recall),
		"sold": pack.sold,
		"sale": pack.sale.as_ref().map(sale),
		"since": pack.since,
	})
}

/// A container.
pub fn container(info: &ContainerInfo<AccountId>) -> Value {
	let contents = info.contents.iter().map(|content| {
		json!({
			"lot": content.lot,
			"first": content.first,
			"last": content.last,
			"count": content.count,
		})
	});
	json!({
		"custody": custody(&info.custody),
		"from": info.from.as_ref().map(address),
		"contents": contents.collect::<Vec<_>>(),
		"children": info.children,
		"height": info.height,
		"since": info.since,
		"owner": address(&info.owner),
	})
}

/// A lot.
pub fn lot(info: &LotInfo<AccountId>) -> Value {
	let batches = info.batches.iter().map(
		|batch| json!({ "start": batch.start, "count": batch.count, "root": Hash::from(batch.root) }),
	);
	let recalls = info
		.recalls
		.iter()
		.map(|recall| json!({ "id": recall.id, "start": recall.start, "end": recall.end }));
	json!({
		"id": info.id,
		"gtin": info.gtin.to_string(),
		"lot": info.lot.as_str(),
		"expiry": info.expiry.to_string(),
		"product": product(&info.product),
		"source": info.source.map(|source| {
			json!({ "lot": source.lot, "first": source.first, "last": source.last })
		}),
		"batches": batches.collect::<Vec<_>>(),
		"tally": {
			"commissioned": info.tally.commissioned,
			"dispensed": info.tally.dispensed,
			"destroyed": info.tally.destroyed,
			"decommissioned": info.tally.decommissioned,
		},
		"recalls": recalls.collect::<Vec<_>>(),
	})
}

/// A stretch of packs without entries of their own.
pub fn portion(info: &PortionInfo<AccountId>) -> Value {
	json!({
		"start": info.start,
		"end": info.end,
		"custody": custody(&info.custody),
		"from": info.from.as_ref().map(address),
	})
}

/// An event.
pub fn event(event: &EventRecord<AccountId>) -> Value {
	json!({
		"number": event.number,
		"kind": kind(event.kind),
		"step": event.step.code(),
		"disposition": event.disposition.map(|disposition| disposition.code()),
		"actor": address(&event.actor),
		"time": event.time,
		"recordedAt": event.recorded_at,
		"place": event.place.map(|place| place.to_string()),
		"to": event.to.as_ref().map(address),
		"error": event.error.map(|error| {
			json!({
				"at": error.at,
				"reason": error_reason(error.reason),
				"corrective": error.corrective.map(Hash::from),
			})
		}),
	})
}

/// What happened, and what it was for the subject.
pub fn pedigree_step(step: &PedigreeStep<AccountId>) -> Value {
	let reading = step.step.reading.map(|reading| {
		json!({ "from": reading.from, "to": reading.to, "min": reading.min, "max": reading.max })
	});
	json!({
		"subject": subject(&step.subject),
		"hash": Hash::from(step.hash),
		"event": event(&step.event),
		"range": step.step.range.map(|(start, end)| json!({ "start": start, "end": end })),
		"container": step.step.container.map(|container| container.to_string()),
		"reading": reading,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::rpc::testing::digits;
	use medchain_runtime::drug_trace::{
		Batch, Content, Custody, ErrorDeclaration, Hold, Limits, LotRecall, Offer, Pack, Reading,
		Source, Step, Tally,
	};
	use medchain_support::{BizStep, Commitment, Disposition, Gtin, Lot, PackId, Sscc};
	use polkadot_sdk::sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie};

	const SSCC: &str = "106141412345678908";
	const GTIN: &str = "05901234123457";

	fn sscc() -> Sscc {
		SSCC.parse().expect("an SSCC")
	}

	fn gtin() -> Gtin {
		GTIN.parse().expect("a GTIN")
	}

	fn text() -> Lot {
		"L1".parse().expect("a lot")
	}

	fn on_its_way() -> CustodyInfo<AccountId> {
		CustodyInfo {
			holder: Alice.to_account_id(),
			stage: Stage::InTransit { to: Bob.to_account_id(), returning: false },
			hold: Some(Hold {
				by: Charlie.to_account_id(),
				reason: SuspectReason::Excursion,
				judge: Judge::Manufacturer,
			}),
			parent: Some(sscc()),
			outermost: Some(sscc()),
			last: 7,
		}
	}

	fn on_its_way_as_told() -> Value {
		json!({
			"holder": address(&Alice.to_account_id()),
			"stage": {
				"name": "in-transit",
				"to": address(&Bob.to_account_id()),
				"returning": false,
			},
			"hold": {
				"by": address(&Charlie.to_account_id()),
				"reason": "excursion",
				"judge": "manufacturer",
			},
			"parent": SSCC,
			"outermost": SSCC,
			"last": 7,
		})
	}

	fn called_back() -> (RecallId, Recall<AccountId>) {
		let scope = Scope::Range { lot: 3, start: 5, end: 9 };
		let by = Alice.to_account_id();
		(2, Recall { scope, class: RecallClass::I, by, by_regulator: true, at: 8, lifted: None })
	}

	fn called_back_as_told() -> Value {
		json!({
			"id": 2,
			"scope": { "range": { "lot": 3, "start": 5, "end": 9 } },
			"class": "I",
			"by": address(&Alice.to_account_id()),
			"byRegulator": true,
			"at": 8,
			"lifted": null,
		})
	}

	fn sold() -> Sale<AccountId> {
		Sale { by: Bob.to_account_id(), at: 9, receipt: Commitment([4; 32]) }
	}

	fn sold_as_told() -> Value {
		json!({ "by": address(&Bob.to_account_id()), "at": 9, "receipt": digits(4) })
	}

	fn made() -> ProductInfo<AccountId> {
		ProductInfo {
			manufacturer: Alice.to_account_id(),
			offer: Some(Offer { to: Bob.to_account_id(), by_regulator: true }),
			limits: Some(Limits { min: 2_000, max: 8_000 }),
			recalls: vec![1],
			lots: 4,
		}
	}

	fn made_as_told() -> Value {
		json!({
			"manufacturer": address(&Alice.to_account_id()),
			"offer": { "to": address(&Bob.to_account_id()), "byRegulator": true },
			"limits": { "min": 2_000, "max": 8_000 },
			"recalls": [1],
			"lots": 4,
		})
	}

	#[test]
	fn a_verification_is_told_in_full() {
		let mut found = Verification {
			verdict: Verdict::Quarantined(SuspectReason::Excursion),
			pack: PackId([1; 32]),
			product: Some(made()),
			lot: Some((3, text())),
			expiry: Some("2027-05-31".parse().expect("a day")),
			place: Some(6),
			custody: Some(on_its_way()),
			recall: Some(called_back()),
			sold: 1,
			sale: Some(sold()),
			alert: Some(11),
		};
		let told = json!({
			"verdict": "quarantined",
			"reason": "excursion",
			"good": false,
			"pack": digits(1),
			"product": made_as_told(),
			"lot": { "id": 3, "lot": "L1" },
			"expiry": "2027-05-31",
			"place": 6,
			"custody": on_its_way_as_told(),
			"recall": called_back_as_told(),
			"sold": 1,
			"sale": sold_as_told(),
			"alert": 11,
		});
		assert_eq!(verification(&found), told);
		found.verdict = Verdict::Verified;
		let told = verification(&found);
		assert_eq!((&told["verdict"], &told["good"]), (&json!("verified"), &json!(true)));
		assert_eq!(told["reason"], Value::Null);
	}

	#[test]
	fn a_pack_is_told_with_who_has_it_in_fact() {
		let own = Custody {
			holder: Bob.to_account_id(),
			from: Some(Charlie.to_account_id()),
			parent: Some(sscc()),
			stage: Stage::Held,
			hold: None,
			last: 5,
		};
		let info = PackInfo {
			pack: Pack { lot: 3, place: 6, custody: own, sale: Some(sold()), sold: 2, since: 12 },
			custody: on_its_way(),
			recall: Some(called_back()),
		};
		let told = json!({
			"lot": 3,
			"place": 6,
			"custody": on_its_way_as_told(),
			"from": address(&Charlie.to_account_id()),
			"recall": called_back_as_told(),
			"sold": 2,
			"sale": sold_as_told(),
			"since": 12,
		});
		assert_eq!(pack(&info), told);
	}

	#[test]
	fn containers_and_portions_are_told() {
		let info = ContainerInfo {
			custody: on_its_way(),
			from: None,
			contents: vec![Content { lot: 3, first: 1, last: 9, count: 4 }],
			children: 2,
			height: 1,
			since: 12,
			owner: Bob.to_account_id(),
		};
		let told = json!({
			"custody": on_its_way_as_told(),
			"from": null,
			"contents": [{ "lot": 3, "first": 1, "last": 9, "count": 4 }],
			"children": 2,
			"height": 1,
			"since": 12,
			"owner": address(&Bob.to_account_id()),
		});
		assert_eq!(container(&info), told);
		let info = PortionInfo {
			start: 1,
			end: 9,
			custody: on_its_way(),
			from: Some(Bob.to_account_id()),
		};
		let told = json!({
			"start": 1,
			"end": 9,
			"custody": on_its_way_as_told(),
			"from": address(&Bob.to_account_id()),
		});
		assert_eq!(portion(&info), told);
	}

	#[test]
	fn a_lot_is_told_with_its_batches_and_tally() {
		let tally = Tally { commissioned: 100, dispensed: 3, destroyed: 2, decommissioned: 1 };
		let info = LotInfo {
			id: 3,
			gtin: gtin(),
			lot: text(),
			expiry: "2027-05-31".parse().expect("a day"),
			product: made(),
			source: Some(Source { lot: 1, first: 5, last: 8 }),
			batches: vec![Batch { start: 0, count: 100, root: [5; 32] }],
			tally,
			recalls: vec![LotRecall { id: 2, start: 5, end: 9 }],
		};
		let told = json!({
			"id": 3,
			"gtin": GTIN,
			"lot": "L1",
			"expiry": "2027-05-31",
			"product": made_as_told(),
			"source": { "lot": 1, "first": 5, "last": 8 },
			"batches": [{ "start": 0, "count": 100, "root": digits(5) }],
			"tally": { "commissioned": 100, "dispensed": 3, "destroyed": 2, "decommissioned": 1 },
			"recalls": [{ "id": 2, "start": 5, "end": 9 }],
		});
		assert_eq!(lot(&info), told);
	}

	#[test]
	fn a_step_is_told_with_its_event() {
		let event = EventRecord {
			number: 12,
			kind: EventKind::VoidShipment,
			step: BizStep::VoidShipping,
			disposition: Some(Disposition::InProgress),
			actor: Alice.to_account_id(),
			time: 7,
			recorded_at: 8,
			place: None,
			to: Some(Bob.to_account_id()),
			error: Some(ErrorDeclaration {
				at: 9,
				reason: ErrorReason::DidNotOccur,
				corrective: Some([6; 32]),
			}),
		};
		let step = PedigreeStep {
			subject: Subject::Lot(3),
			hash: [7; 32],
			event,
			step: Step {
				range: Some((1, 9)),
				container: Some(sscc()),
				reading: Some(Reading { from: 1, to: 2, min: -3, max: 4 }),
			},
		};
		let told = json!({
			"subject": { "lot": 3 },
			"hash": digits(7),
			"event": {
				"number": 12,
				"kind": "void-shipment",
				"step": "void_shipping",
				"disposition": "in_progress",
				"actor": address(&Alice.to_account_id()),
				"time": 7,
				"recordedAt": 8,
				"place": null,
				"to": address(&Bob.to_account_id()),
				"error": { "at": 9, "reason": "did_not_occur", "corrective": digits(6) },
			},
			"range": { "start": 1, "end": 9 },
			"container": SSCC,
			"reading": { "from": 1, "to": 2, "min": -3, "max": 4 },
		});
		assert_eq!(pedigree_step(&step), told);
	}

	#[test]
	fn subjects_and_scopes_say_of_which_kind_they_are() {
		let product = json!({ "product": GTIN });
		for (told, expected) in [
			(subject(&Subject::Pack(PackId([1; 32]))), json!({ "pack": digits(1) })),
			(
				subject(&Subject::Range { lot: 1, start: 2 }),
				json!({ "range": { "lot": 1, "start": 2 } }),
			),
			(subject(&Subject::Container(sscc())), json!({ "container": SSCC })),
			(subject(&Subject::Product(gtin())), product.clone()),
			(scope(&Scope::Product(gtin())), product),
			(scope(&Scope::Lot(3)), json!({ "lot": 3 })),
		] {
			assert_eq!(told, expected);
		}
	}
}
