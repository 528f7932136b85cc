//! Claims to test with, and what the node answers.

use super::*;
use medchain_support::PackId;
use serde_json::json;
use subxt_signer::sr25519::dev;

/// A claim of two lines, decided by two payers, in cents: a visit of which the first payer
/// leaves 30.00 to the second, and a drug that the first covers out of its list and the second
/// denies.
pub(crate) fn claim() -> ClaimInfo {
	let line = |service, quantity, unit_price, day| ClaimLine {
		service,
		item: Commitment([day; 32]),
		quantity,
		unit_price,
		serviced: 1_795_132_800 + u64::from(day) * 86_400,
		pack: None,
		authorization: None,
	};
	let first = Adjudication {
		insurer: dev::dave().public_key().into(),
		coverage: 4,
		term: Some(0),
		pool: 1,
		paid: 9_000,
		withheld: 1_000,
		lines: vec![
			LineResult {
				in_network: true,
				contractual: 2_000,
				deductible: 1_000,
				coinsurance: 1_500,
				copay: 500,
				paid: 7_000,
				..LineResult::default()
			},
			LineResult {
				in_network: true,
				over_limit: 1_000,
				paid: 2_000,
				..LineResult::default()
			},
		],
	};
	let second = Adjudication {
		insurer: dev::eve().public_key().into(),
		coverage: 9,
		term: Some(2),
		pool: 2,
		paid: 2_500,
		withheld: 0,
		lines: vec![
			LineResult {
				prior: 9_000,
				coinsurance: 400,
				over_price: 100,
				paid: 2_500,
				..LineResult::default()
			},
			LineResult {
				prior: 2_000,
				denied: Some(Denial { group: Group::Patient, reason: Reason::NotInPlan }),
				denied_amount: 1_000,
				..LineResult::default()
			},
		],
	};
	ClaimInfo {
		id: 7,
		submitter: dev::alice().public_key().into(),
		biller: dev::bob().public_key().into(),
		patient: dev::charlie().public_key().into(),
		currency: 1,
		payee: Payee::Provider,
		origin: Origin::Submitted,
		status: ClaimStatus::Adjudicated,
		pend: None,
		submitted_at: 1_795_392_000,
		decided_at: Some(1_795_392_000),
		charge: 15_000,
		paid: 11_500,
		patient_share: 1_500,
		bill: Some(3),
		confirmed: false,
		lines: vec![
			line(ServiceType::ProfessionalVisitOffice, 1, 12_000, 1),
			line(ServiceType::Pharmacy, 3, 1_000, 2),
		],
		rests: Vec::new(),
		attachments: vec![Attachment {
			class: ResourceClass::DocumentReference,
			commitment: Commitment([9; 32]),
		}],
		payers: vec![first, second],
	}
}

/// A small generator (xorshift64*).
pub(crate) struct Random(pub u64);

impl Random {
	pub(crate) fn below(&mut self, end: usize) -> usize {
		self.0 ^= self.0 >> 12;
		self.0 ^= self.0 << 25;
		self.0 ^= self.0 >> 27;
		let mixed = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
		mixed as usize % end
	}

	pub(crate) fn one<T: Copy>(&mut self, list: &[T]) -> T {
		list[self.below(list.len())]
	}

	/// A part of an amount, often nothing or all of it.
	fn part(&mut self, of: Amount) -> Amount {
		match self.below(4) {
			0 => 0,
			1 => of,
			_ => self.below(1 << 31) as Amount % (of + 1),
		}
	}

	/// What a payer may do with what is left of a charge.
	fn result(&mut self, charge: Amount, left: Amount) -> LineResult {
		let mut result = LineResult { prior: charge - left, ..LineResult::default() };
		let mut left = left;
		let mut take = |random: &mut Self, slot: &mut Amount| {
			*slot = random.part(left);
			left -= *slot;
		};
		take(self, &mut result.contractual);
		if self.below(4) == 0 {
			let group = self.one(&[Group::Contractual, Group::Patient]);
			result.denied = Some(Denial { group, reason: self.one(Reason::ALL) });
			result.denied_amount = left;
			return result;
		}
		for slot in [
			&mut result.deductible,
			&mut result.coinsurance,
			&mut result.copay,
			&mut result.over_limit,
			&mut result.over_price,
		] {
			take(self, slot);
		}
		result.paid = left;
		result
	}

	/// A decided claim of one to six lines and one to three payers.
	pub(crate) fn claim(&mut self, id: ClaimId) -> ClaimInfo {
		let mut claim = ClaimInfo { id, ..claim() };
		let line = claim.lines[0];
		let count = 1 + self.below(6);
		claim.lines = (0..count)
			.map(|_| ClaimLine {
				service: self.one(ServiceType::ALL),
				quantity: 1 + self.below(4) as u32,
				unit_price: 1 + self.below(1 << 20) as Amount,
				serviced: line.serviced + self.below(1 << 20) as u64,
				..line
			})
			.collect();
		let charges: Vec<Amount> = claim.lines.iter().map(|line| line.charge().unwrap()).collect();
		let mut left = charges.clone();
		claim.payers = (0..1 + self.below(MAX_PAYERS))
			.map(|place| {
				let model = &claim.payers[place.min(1)];
				let lines: Vec<LineResult> = charges
					.iter()
					.zip(&mut left)
					.map(|(charge, left)| {
						let result = self.result(*charge, *left);
						*left = result.patient();
						result
					})
					.collect();
				let paid = lines.iter().map(|line| line.paid).sum();
				Adjudication { paid, withheld: self.part(paid), lines, ..model.clone() }
			})
			.collect();
		claim.charge = charges.iter().sum();
		claim.paid = claim.payers.iter().map(|payer| payer.paid).sum();
		claim.patient_share = left.iter().sum();
		claim
	}
}

#[test]
fn an_answer_of_the_node_is_read_and_written() {
	let claim = claim();
	let json = serde_json::to_value(&claim).unwrap();
	assert_eq!(json["charge"], "15000");
	assert_eq!(json["lines"][1]["service"], "88");
	assert_eq!(json["lines"][1]["pack"], json!(null));
	let denied = json!({ "group": "PR", "reason": "not-in-plan" });
	assert_eq!(json["payers"][1]["lines"][1]["denied"], denied);
	assert_eq!(json["attachments"][0]["commitment"], format!("0x{}", "09".repeat(32)));
	assert_eq!(serde_json::from_value::<ClaimInfo>(json.clone()).unwrap(), claim);

	let mut traced = json.clone();
	let [id, opening] = ["07", "08"].map(|byte| format!("0x{}", byte.repeat(32)));
	traced["lines"][0]["pack"] = json!({ "id": id, "opening": opening });
	traced["origin"] = json!({ "appeal": { "claim": 5, "payer": 1 } });
	traced["pend"] = json!({ "reason": "pool-short", "payer": 0, "deadline": 3 });
	let read: ClaimInfo = serde_json::from_value(traced).unwrap();
	let pack = SoldPack { id: PackId([7; 32]), opening: [8; 32] };
	assert_eq!(read.lines[0].pack, Some(pack));
	let line = serde_json::to_value(read.lines[0]).unwrap();
	assert_eq!(line["pack"], json!({ "id": id, "opening": opening }));
	assert_eq!(read.origin, Origin::Appeal { claim: 5, payer: 1 });
	assert_eq!(read.pend.map(|pend| pend.reason), Some(PendReason::PoolShort));

	for (pointer, wrong) in [
		("/charge", json!("12.5")),
		("/charge", json!(12)),
		("/lines/0/item", json!("0x07")),
		("/lines/0/service", json!("MH")),
		("/payers/0/lines/0/denied", json!({ "group": "XX", "reason": "not-in-plan" })),
		("/status", json!("gone")),
	] {
		let mut changed = json.clone();
		*changed.pointer_mut(pointer).unwrap() = wrong;
		assert!(serde_json::from_value::<ClaimInfo>(changed).is_err(), "{pointer}");
	}
}

#[test]
fn codes_are_spelled_as_they_travel() {
	fn check<T: Copy + Serialize>(all: &[T], code: fn(T) -> &'static str) {
		for value in all {
			assert_eq!(serde_json::to_value(value).unwrap(), code(*value));
		}
	}
	check(Reason::ALL, Reason::code);
	check(PendReason::ALL, PendReason::code);
	check(ClaimStatus::ALL, ClaimStatus::code);
	check(Payee::ALL, Payee::code);
	check(Group::ALL, Group::code);
	assert_eq!(Reason::ALL.len(), 20);
	assert_eq!(Reason::ProviderNotEligible.carc(), "B7");
}

#[test]
fn a_claim_that_does_not_add_up_is_told_apart() {
	assert_eq!(claim().check(), Ok(()));
	let broken = |change: fn(&mut ClaimInfo)| {
		let mut claim = claim();
		change(&mut claim);
		claim.check().unwrap_err()
	};
	for (change, told) in [
		((|claim| claim.charge += 1) as fn(&mut ClaimInfo), "the charge, 15001"),
		(|claim| claim.lines[0].unit_price = u128::MAX, "do not come to the charge"),
		(|claim| claim.lines[1].unit_price = u128::MAX, "more than can be counted"),
		(|claim| claim.payers[0].lines.truncate(1), "payer 1 decides 1 lines of 2"),
		(|claim| claim.payers[1].lines[0].paid += 1, "payer 2 does with line 1"),
		(|claim| claim.payers[1].lines[1].denied = None, "denies line 2 without a reason"),
		(|claim| claim.payers[0].paid += 1, "what payer 1 pays"),
		(|claim| claim.payers[0].withheld = 9_001, "payer 1 keeps more"),
		(|claim| claim.paid += 1, "what is paid, 11501"),
	] {
		let error = broken(change);
		assert!(error.contains(told), "{told}: {error}");
	}
}

/// What an appeal granted of the first line: 30.00 of 120.00 were still open.
pub(crate) fn supplement() -> ClaimInfo {
	let mut claim = claim();
	claim.origin = Origin::Appeal { claim: 5, payer: 1 };
	claim.lines.truncate(1);
	claim.payers.truncate(1);
	let payer = &mut claim.payers[0];
	payer.lines = vec![LineResult { coinsurance: 600, paid: 2_400, ..LineResult::default() }];
	(payer.paid, payer.withheld) = (2_400, 0);
	claim.rests = vec![3_000];
	(claim.charge, claim.paid, claim.patient_share) = (3_000, 2_400, 600);
	claim
}

#[test]
fn a_claim_that_pays_a_part_of_a_line_adds_up() {
	let right = supplement();
	assert_eq!(right.check(), Ok(()));
	let charged: Vec<Amount> = right.charged_lines().map(|(_, charge)| charge).collect();
	assert_eq!(charged, [3_000]);
	assert_eq!(claim().charged_lines().map(|(_, charge)| charge).sum::<u128>(), claim().charge);

	let json = serde_json::to_value(&right).unwrap();
	assert_eq!(json["rests"], json!(["3000"]));
	assert_eq!(serde_json::from_value::<ClaimInfo>(json).unwrap(), right);

	let broken = |change: fn(&mut ClaimInfo)| {
		let mut claim = supplement();
		change(&mut claim);
		claim.check().unwrap_err()
	};
	for (change, told) in [
		((|claim| claim.rests.clear()) as fn(&mut ClaimInfo), "0 of 1 lines have something left"),
		(|claim| claim.origin = Origin::Submitted, "1 of 1 lines have something left"),
		(|claim| claim.rests.push(1), "2 of 1 lines have something left"),
		(|claim| claim.rests[0] = 12_001, "more is left of line 1"),
		(|claim| claim.rests[0] = 2_999, "do not come to the charge"),
		(|claim| claim.payers[0].lines[0].paid -= 1, "payer 1 does with line 1"),
	] {
		let error = broken(change);
		assert!(error.contains(told), "{told}: {error}");
	}
}

#[test]
fn a_network_is_told_where_all_lines_agree() {
	let claim = claim();
	let told = |payer: &Adjudication| payer.in_network();
	assert_eq!(claim.payers.iter().map(told).collect::<Vec<_>>(), [Some(true), Some(false)]);
	let mut mixed = claim.payers[0].clone();
	mixed.lines[1].in_network = false;
	assert_eq!(mixed.in_network(), None);
}

#[test]
fn random_claims_add_up() {
	let mut random = Random(0x636c_6169_6d73);
	for id in 0..1_000 {
		assert_eq!(random.claim(id).check(), Ok(()));
	}
}

#[test]
fn what_is_left_to_the_patient_and_what_is_eligible_are_told() {
	let claim = claim();
	let line = claim.payers[0].lines[0];
	assert_eq!((line.patient(), line.eligible()), (3_000, 10_000));
	let denied = claim.payers[1].lines[1];
	assert_eq!((denied.patient(), denied.eligible()), (1_000, 0));
	let codes: Vec<_> =
		line.adjustments().iter().map(|part| (part.group.code(), part.carc)).collect();
	assert_eq!(codes, [("CO", "45"), ("PR", "1"), ("PR", "2"), ("PR", "3")]);
}
