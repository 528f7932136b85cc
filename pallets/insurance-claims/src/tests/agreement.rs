//! The adjudication agrees with a naive one on thousands of random claims, plans and coverages.

use super::{naive, *};
use crate::{
	adjudication::{self, Facts, Grant, Line, Payer},
	types::*,
};
use std::collections::BTreeMap;

const SEED: u64 = 0x636c_6169_6d73_2121;
const CLAIMS: u64 = 40_000;
/// The present: well after every enrolment.
const NOW_DAY: u64 = 1_000;
/// What is claimed: few classes, so that lines meet.
const SERVICES: [ServiceType; 4] = [
	ServiceType::Consultation,
	ServiceType::Pharmacy,
	ServiceType::DiagnosticLab,
	ServiceType::DentalCare,
];

/// An amount as it comes in life, at the edges, or beyond them.
fn amount(dice: &mut Dice) -> Amount {
	match dice.below(12) {
		0 => 0,
		1 => 1,
		2 => 1 << (60 + dice.below(30)),
		3..=5 => dice.below(50).into(),
		_ => dice.below(20_000).into(),
	}
}

fn maybe<V>(dice: &mut Dice, one_in: u64, value: impl FnOnce(&mut Dice) -> V) -> Option<V> {
	(dice.below(one_in) == 0).then(|| value(dice))
}

fn benefit(dice: &mut Dice, service: ServiceType) -> Benefit {
	let rate = |dice: &mut Dice| BasisPoints(dice.one_of(&[0, 1, 999, 2_000, 3_333, 10_000]));
	Benefit {
		service,
		coinsurance: rate(dice),
		out_of_network: maybe(dice, 2, rate),
		copay: if dice.below(2) == 0 { 0 } else { amount(dice) },
		ceiling: maybe(dice, 2, |dice| amount(dice).max(1)),
		max_quantity: maybe(dice, 3, |dice| 1 + dice.below(30) as u32),
		frequency: maybe(dice, 4, |dice| Frequency {
			uses: 1 + dice.below(3) as u8,
			within_days: 1 + dice.below(40) as u16,
		}),
		authorization: dice.below(6) == 0,
		attachment: dice.below(8) == 0,
		traced: dice.below(8) == 0,
	}
}

fn payer(dice: &mut Dice, id: u64, lines: u64) -> Payer {
	let mut benefits = Vec::new();
	for service in SERVICES {
		if dice.below(6) > 0 {
			benefits.push(benefit(dice, service));
		}
	}
	let enrolled = NOW_DAY - 1 - dice.below(500);
	let terms = PlanTerms {
		deductible: amount(dice),
		out_of_pocket_max: amount(dice),
		annual_limit: amount(dice).max(1),
		premium: 0,
		length: 365 * DAY,
		waiting: if dice.below(3) == 0 { dice.below(60) * DAY } else { 0 },
		filing: dice.one_of(&[0, 30, 90, 365]) * DAY,
		confirm_above: None,
		daily_lines: None,
		outlier: None,
		benefits: benefits.try_into().unwrap(),
	};
	let part = |dice: &mut Dice, most: Amount| match dice.below(4) {
		0 => most,
		1 => most / 2,
		_ => 0,
	};
	let term = maybe(dice, 12, |_| ()).is_none().then(|| Term {
		version: 1,
		start: enrolled * DAY,
		end: (enrolled + 365) * DAY,
		sold_until: (enrolled + 365) * DAY,
		premium: 0,
		refundable: true,
		deducted: 0,
		returned: 0,
		limit: terms.annual_limit,
		paid: part(dice, terms.annual_limit),
		deductible: part(dice, terms.deductible),
		out_of_pocket: part(dice, terms.out_of_pocket_max),
		cancelled: false,
		closed: false,
		waiting: 0,
		appealed_until: 0,
	});
	let units = SERVICES.iter().filter(|_| dice.below(3) == 0).copied().collect::<Vec<_>>();
	let units = units.into_iter().map(|service| (service, dice.below(20) as u32)).collect();
	let mut days = Vec::new();
	for _ in 0..dice.below(8) {
		days.push((dice.one_of(&SERVICES), (NOW_DAY - dice.below(120)) as u32));
	}
	// One authorisation a line at most, so that none is used up by an earlier line.
	let granted: Vec<u64> = (0..20).filter(|_| dice.below(3) > 0).collect();
	let grants: Vec<_> = granted.into_iter().map(|line| (line, dice.one_of(&SERVICES))).collect();
	let grants = grants.into_iter().map(|(line, service)| Grant {
		id: id * 100 + line,
		service,
		quantity: 1 + dice.below(12) as u32,
		unit_price: amount(dice) + 50,
		valid: (0, (NOW_DAY - dice.below(50)) * DAY),
	});
	let grants = grants.collect();
	// Mostly the same on every day.
	let usual = dice.below(2) == 0;
	let in_network = (0..lines).map(|_| (dice.below(6) == 0) != usual).collect();
	let mut forgotten = Vec::new();
	for service in SERVICES {
		if dice.below(6) == 0 {
			forgotten.push((service, (NOW_DAY - dice.below(200)) as u32));
		}
	}
	let enrolled_at = enrolled * DAY;
	Payer { terms, in_network, enrolled_at, term, units, days, forgotten, grants }
}

fn claim(dice: &mut Dice) -> Facts {
	let count = 1 + dice.below(3);
	let many = 1 + dice.below(8);
	let payers: Vec<_> = (0..count).map(|id| payer(dice, id, many)).collect();
	let mut lines = Vec::new();
	for place in 0..many {
		let quantity = 1 + dice.below(10) as u32;
		let unit_price = amount(dice).max(1);
		let fault = maybe(dice, 15, |dice| {
			dice.one_of(&[
				Reason::ExactDuplicate,
				Reason::PackPaid,
				Reason::PackNotDispensed,
				Reason::PackRecalled,
				Reason::PackExpired,
				Reason::PackOtherDay,
				Reason::ProviderNotEligible,
			])
		});
		let of_pack =
			|fault: Reason| !matches!(fault, Reason::ExactDuplicate | Reason::ProviderNotEligible);
		let named = fault.is_some_and(of_pack);
		let mut verdicts = Vec::new();
		for payer in 0..payers.len() {
			if dice.below(8) == 0 {
				let denied = [
					Reason::LacksInformation,
					Reason::ExactDuplicate,
					Reason::NotNecessary,
					Reason::NonCovered,
					Reason::Frequency,
				];
				let verdict = match dice.below(2) {
					0 => Verdict::Approve,
					_ => Verdict::Deny(dice.one_of(&denied)),
				};
				verdicts.push((payer, verdict));
			}
		}
		let authorization = maybe(dice, 2, |dice| dice.below(count) * 100 + place);
		let claimed = ClaimLine {
			service: dice.one_of(&SERVICES),
			item: Commitment([place as u8; 32]),
			quantity,
			unit_price,
			serviced: (NOW_DAY - dice.below(200)) * DAY + dice.below(DAY),
			pack: (named || dice.below(3) == 0).then_some(sold(place as u8)),
			authorization,
		};
		// Sometimes only a part of it is open at all, as after an appeal.
		let whole = claimed.charge().unwrap();
		let part = Amount::from(1 + dice.below(10_000));
		let charge = if dice.below(12) == 0 { whole.min(part) } else { whole };
		lines.push(Line { claimed, charge, fault, verdicts });
	}
	Facts { submitted_at: NOW_DAY * DAY + DAY, attachments: dice.below(2) == 0, payers, lines }
}

fn number(service: ServiceType) -> u8 {
	service as u8
}

/// A benefit in the clerk's words.
pub fn told_benefit(it: &Benefit) -> naive::BenefitFacts {
	naive::BenefitFacts {
		service: number(it.service),
		coinsurance: it.coinsurance.0,
		out_of_network: it.out_of_network.map(|rate| rate.0),
		copay: it.copay,
		ceiling: it.ceiling,
		max_quantity: it.max_quantity,
		frequency: it.frequency.map(|it| (it.uses, it.within_days)),
		authorization: it.authorization,
		attachment: it.attachment,
		traced: it.traced,
	}
}

/// The same in the clerk's words.
fn told(facts: &Facts) -> naive::Facts {
	let payers = facts.payers.iter().map(|payer| {
		let term = payer.term.as_ref();
		naive::PayerFacts {
			in_network: payer.in_network.clone(),
			first_start: payer.enrolled_at,
			terms: term.map(|term| (term.start, term.end)).into_iter().collect(),
			chosen: term.map(|_| 0),
			waiting: payer.terms.waiting,
			filing: payer.terms.filing,
			deductible_max: payer.terms.deductible,
			oop_max: payer.terms.out_of_pocket_max,
			limit_max: payer.terms.annual_limit,
			used: term.map_or((0, 0, 0), |it| (it.deductible, it.out_of_pocket, it.paid)),
			benefits: payer.terms.benefits.iter().map(told_benefit).collect(),
			quantities_used: payer.units.iter().map(|(it, used)| (number(*it), *used)).collect(),
			forgotten: payer.forgotten.iter().map(|(it, day)| (number(*it), *day)).collect(),
			days_used: payer.days.iter().map(|(it, day)| (number(*it), *day)).collect(),
		}
	});
	let lines = facts.lines.iter().map(|line| {
		let it = &line.claimed;
		let verdict = |payer| {
			let found = line.verdicts.iter().find(|(whose, _)| *whose == payer)?;
			Some(match found.1 {
				Verdict::Approve => naive::Verdict::Approved,
				Verdict::Deny(reason) => {
					naive::Verdict::Denied(reason.code(), reason == Reason::NotNecessary)
				}
			})
		};
		let authorization = |payer: &Payer| {
			let valid = payer.grants.iter().find(|grant| {
				Some(grant.id) == it.authorization
					&& grant.service == it.service
					&& it.serviced <= grant.valid.1
			});
			match valid {
				None => naive::AuthFact::Invalid,
				Some(grant) if it.quantity > grant.quantity => naive::AuthFact::Exceeded,
				Some(grant) if it.unit_price > grant.unit_price => naive::AuthFact::Exceeded,
				Some(_) => naive::AuthFact::Good,
			}
		};
		naive::LineFacts {
			service: number(it.service),
			quantity: it.quantity,
			unit_price: it.unit_price,
			rest: Some(line.charge),
			serviced: it.serviced,
			duplicate: line.fault == Some(Reason::ExactDuplicate),
			ineligible: line.fault == Some(Reason::ProviderNotEligible),
			pack: match line.fault {
				Some(Reason::PackPaid) => naive::PackFact::Paid,
				Some(Reason::PackNotDispensed) => naive::PackFact::NotDispensed,
				Some(Reason::PackRecalled) => naive::PackFact::Recalled,
				Some(Reason::PackExpired) => naive::PackFact::Expired,
				Some(Reason::PackOtherDay) => naive::PackFact::OtherDay,
				_ if it.pack.is_none() => naive::PackFact::None,
				_ => naive::PackFact::Good,
			},
			verdicts: (0..facts.payers.len()).map(verdict).collect(),
			authorization: facts.payers.iter().map(authorization).collect(),
		}
	});
	naive::Facts {
		payers: payers.collect(),
		lines: lines.collect(),
		now: facts.submitted_at,
		attachments: facts.attachments,
	}
}

/// A result in the clerk's words.
pub fn said(result: &LineResult) -> naive::LineAnswer {
	naive::LineAnswer {
		prior: result.prior,
		contractual: result.contractual,
		denied: result.denied.map(|(group, reason)| (group.code(), reason.code())),
		denied_amount: result.denied_amount,
		deductible: result.deductible,
		coinsurance: result.coinsurance,
		copay: result.copay,
		over_limit: result.over_limit,
		over_price: result.over_price,
		paid: result.paid,
	}
}

#[test]
fn a_naive_adjudicator_agrees_to_the_unit() {
	let mut dice = Dice::new(SEED);
	let mut seen = BTreeMap::<String, u64>::new();
	let mut lines = 0u64;
	for number in 0..CLAIMS {
		let facts = claim(&mut dice);
		let answers = adjudication::adjudicate(&facts);
		let expected = naive::adjudicate(&told(&facts));
		let found: Vec<Vec<_>> =
			answers.iter().map(|answer| answer.iter().map(said).collect()).collect();
		assert_eq!(found, expected.lines, "claim {number}: {facts:#?}");
		for (payer, answer) in facts.payers.iter().zip(&answers) {
			assert!(answer.iter().map(|line| line.in_network).eq(payer.in_network.iter().copied()));
		}
		let units: Vec<Vec<_>> =
			answers.iter().map(|answer| answer.iter().map(|line| line.units).collect()).collect();
		assert_eq!(units, expected.units, "claim {number}: {facts:#?}");
		for (place, line) in facts.lines.iter().enumerate() {
			let mut given = 0;
			let mut left = line.charge;
			for answer in &answers {
				let result = &answer[place];
				given += result.paid + adjudication::write_off(result);
				left = adjudication::patient_share(result);
			}
			assert_eq!(given + left, line.charge, "claim {number}, line {place}");
		}
		for (place, answer) in answers.iter().enumerate() {
			for result in answer {
				lines += 1;
				let told = |what: &str, amount: Amount| (amount > 0).then(|| what.to_string());
				let denied = result.denied.map(|(group, reason)| {
					format!("{} {} ({reason:?})", group.code(), reason.code())
				});
				let words = [
					denied,
					told("OA 23", result.prior),
					told("CO 45", result.contractual),
					told("PR 1", result.deductible),
					told("PR 2", result.coinsurance),
					told("PR 3", result.copay),
					told("PR 119", result.over_limit),
					told("PR 45", result.over_price),
					told("paid", result.paid),
					told(&format!("paid by payer {place}"), result.paid),
				];
				for word in words.into_iter().flatten() {
					*seen.entry(word).or_default() += 1;
				}
			}
		}
	}
	println!("{CLAIMS} claims, {lines} answers to lines agreed; among them {seen:#?}");
	for reason in Reason::ALL {
		let times: u64 = seen
			.iter()
			.filter(|(word, _)| word.ends_with(&format!("({reason:?})")))
			.map(|(_, times)| times)
			.sum();
		assert!(times >= 100, "{reason:?} is seldom a reason: {times}");
	}
	for word in ["OA 23", "CO 45", "PR 1", "PR 2", "PR 3", "PR 119", "PR 45", "paid by payer 2"] {
		assert!(seen.get(word).is_some_and(|times| *times >= 500), "{word} is seldom seen");
	}
}
