//! Random sequences of calls against a model that keeps its own books.

mod acts;
mod cases;
mod draw;
mod model;
mod people;
mod till;
mod wishes;

use super::*;
use crate::NewClaim;
use acts::Act;
use cases::{Case, Protest, Said, State};
use draw::Draw;
use frame::deps::frame_support::traits::GetCallName;
use medchain_support::{
	testing::{IssuedBill, Reports as Reputation},
	Actor, BillId, Billing, DirectiveRef,
};
use model::{vault, Bond, Model, Stay, Uses};
use std::collections::{BTreeMap, BTreeSet};

pub const EVERYBODY: [AccountId; 14] = [
	INSURER,
	OTHER_INSURER,
	CLERK,
	REVIEWER,
	REGULATOR,
	HOSPITAL,
	PHARMACY,
	DOCTOR,
	LABORATORY,
	PATIENT,
	OTHER_PATIENT,
	CHILD,
	PARENT,
	STRANGER,
];
pub const COINS: [CurrencyId; 3] = [EUR, JPY, 3];

/// Does it in both worlds, and expects the same of both. If it did not go through, answers why.
fn act(model: &mut Model, act: &Act) -> Result<(), &'static str> {
	let result = act.clone().on_pallet(model);
	let expected = act.in_model(model);
	match (&expected, &result) {
		(Ok(()), Ok(())) => (),
		(Err(reasons), Err(reason)) if reasons.contains(reason) => (),
		_ => panic!("{act:?}\nexpected {expected:?}\nresult   {result:?}"),
	}
	result.map_err(|reason| match reason {
		DispatchError::Module(reason) => reason.message.unwrap_or_default(),
		DispatchError::Other(reason) => reason,
		_ => "",
	})
}

/// Everybody and every pool has what the model says, and all there is was put in. Answers how many
/// figures were compared.
fn purses_agree(model: &Model, after: &(Act, Result<(), &str>)) -> u64 {
	let mut compared = 0;
	for coin in COINS {
		for who in EVERYBODY {
			let has = Money::balance(coin, &who);
			assert_eq!(has, model.till.has(coin, who), "{who} in {coin} after {after:?}");
		}
		let all = model.till.purse.iter().filter(|((of, _), _)| *of == coin);
		let all: Amount = all.map(|(_, amount)| amount).sum();
		assert_eq!((Money::total(coin), all), (model.made(coin), model.made(coin)), "{after:?}");
		compared += EVERYBODY.len() as u64 + 1;
	}
	for (pool, fund) in model.funds.iter().enumerate() {
		let pool = pool as PoolId;
		let stored = Pools::<Test>::get(pool).expect("the model knows it");
		let account = vault(pool);
		let has = Money::balance(fund.coin, &account);
		assert_eq!(has, model.till.has(fund.coin, account), "pool {pool} after {after:?}");
		assert_eq!(stored.open, model.open(pool), "pool {pool} after {after:?}");
		assert_eq!(stored.owed, model.owed(pool), "pool {pool} after {after:?}");
		assert_eq!((stored.insurer, stored.currency), (fund.insurer, fund.coin));
		assert_eq!(u128::from(stored.ratio.0), fund.ratio, "pool {pool}");
		compared += 4;
	}
	compared
}

fn case_agrees(id: ClaimId, case: &Case) {
	let record = Claims::<Test>::get(id).unwrap_or_else(|| panic!("claim {id} is gone"));
	let Record { claim, details, answers } = record;
	let told = format!("claim {id}: {claim:#?}\nmodel {case:#?}");
	let status = match case.state {
		State::Waits { reason, payer, until } => {
			ClaimStatus::Pended(Pend { reason, payer: payer as u8, deadline: until })
		}
		State::Decided => ClaimStatus::Adjudicated,
		State::Withdrawn => ClaimStatus::Withdrawn,
		State::Reversed => ClaimStatus::Reversed,
		State::Voided => ClaimStatus::Voided,
	};
	assert_eq!(claim.status, status, "{told}");
	assert_eq!(
		(claim.charge, claim.paid, claim.patient_share, claim.bill, claim.decided_at),
		(case.charge, case.paid, case.share, case.bill, case.decided),
		"{told}"
	);
	assert_eq!(
		(claim.submitter, claim.biller, claim.patient, claim.currency, claim.payee),
		(case.submitter, case.biller, case.patient, case.coin, case.payee),
		"{told}"
	);
	assert_eq!(
		(claim.origin, claim.submitted_at, claim.confirmed),
		(case.origin, case.came, case.confirmed),
		"{told}"
	);
	assert_eq!(details.lines.to_vec(), case.lines, "{told}");
	assert_eq!(details.coverages.to_vec(), case.policies, "{told}");
	let inside: Vec<_> = details.in_network.iter().map(|lines| lines.to_vec()).collect();
	assert_eq!(
		(inside, details.terms.to_vec()),
		(case.inside.clone(), case.terms.clone()),
		"{told}"
	);
	assert_eq!(details.rests.to_vec(), case.rests, "{told}");
	let words = details.verdicts.iter();
	let words: BTreeMap<_, _> =
		words.map(|it| ((it.line, usize::from(it.payer)), it.verdict)).collect();
	assert_eq!(words, case.words, "{told}");
	assert_eq!(answers.len(), case.said.len(), "{told}");
	for (answer, said) in answers.iter().zip(&case.said) {
		let Said { policy, term, pool, inside, paid, withheld, lines, units, granted } = said;
		let known = (answer.coverage, answer.term, answer.pool);
		assert_eq!(known, (*policy, *term, *pool), "{told}");
		let within = answer.lines.iter().map(|line| line.in_network);
		assert!(within.eq(inside.iter().copied()), "{told}");
		assert_eq!((answer.paid, answer.withheld), (*paid, *withheld), "{told}");
		let found: Vec<_> = answer.lines.iter().map(agreement::said).collect();
		assert_eq!(found, *lines, "{told}");
		assert!(answer.lines.iter().map(|line| line.units).eq(units.iter().copied()), "{told}");
		let taken = answer.lines.iter().map(|line| line.granted);
		assert!(taken.eq(granted.iter().copied()), "{told}");
	}
	for (payer, kind) in Appeals::<Test>::iter_key_prefix((id,)) {
		let known =
			case.protests.keys().any(|(at, side)| (*at as u8, side.kind()) == (payer, kind));
		assert!(known, "{told}");
	}
	for ((payer, side), protest) in &case.protests {
		let appeal = Appeals::<Test>::get((id, *payer as PayerIndex, side.kind()));
		let appeal = appeal.map(|it| {
			(it.appellant, it.lines.to_vec(), (it.filed_at, it.decided_at), it.supplements)
		});
		let Protest { by, lines, filed, decided, ended, pays } = protest.clone();
		let times = (filed, decided.then_some(ended));
		let expected = Some((by, lines, times, BoundedVec::truncate_from(pays)));
		assert_eq!(appeal, expected, "{told}");
	}
	let report =
		Reports::<Test>::get(id).map(|it| (it.reporter, it.found, it.reported_at, it.first));
	let known = case.report.map(|(who, found)| (who, found, case.reported, case.reports == 1));
	assert_eq!(report, known, "{told}");
}

/// Every claim, bill, term, counter and debt is as the model says.
fn books_agree(model: &Model) -> u64 {
	assert_eq!(Claims::<Test>::iter_keys().count(), model.cases.len());
	for (id, case) in &model.cases {
		case_agrees(*id, case);
	}
	for (bill, slip) in model.till.slips.iter().enumerate() {
		let bill = bill as BillId;
		let issued: IssuedBill<AccountId> = Money::issued(bill).expect("the model knows it");
		let lines: Vec<_> = issued.lines.iter().map(|it| (it.service, it.unit_price)).collect();
		assert!(issued.lines.iter().all(|line| line.quantity == 1), "bill {bill}");
		assert_eq!(lines, slip.lines, "bill {bill}");
		assert_eq!((issued.provider, issued.patient), (slip.biller, slip.patient), "bill {bill}");
		assert_eq!(issued.due, slip.due, "bill {bill}");
		assert_eq!(Money::is_cancelled(bill), slip.cancelled, "bill {bill}");
		let outstanding = <Money as Billing<AccountId>>::outstanding(bill);
		assert_eq!(outstanding, Some((slip.coin, slip.open)), "bill {bill}");
	}
	assert_eq!(Money::issued::<AccountId>(model.till.slips.len() as BillId), None);
	let mut terms = 0;
	for (id, policy) in model.known_policies() {
		let stored = stored_coverage(id);
		assert_eq!(
			(stored.plan, stored.subscriber, stored.beneficiary, stored.refund_due),
			(policy.plan, policy.payer, policy.insured, policy.owed),
			"coverage {id}"
		);
		assert_eq!(stored.enrolled_at, policy.start(), "coverage {id}");
		let known = (stored.oldest as usize, stored.current as usize + 1, stored.pool);
		let expected = (policy.removed, policy.periods.len(), model.pool_of(id));
		assert_eq!(known, expected, "coverage {id}");
		for (number, period) in policy.periods.iter().enumerate().skip(policy.removed) {
			let term = Term {
				version: period.version as u32,
				start: period.start,
				end: period.end,
				premium: period.premium,
				limit: period.limit,
				paid: period.paid,
				deductible: period.deductible,
				out_of_pocket: period.pocket,
				cancelled: period.cancelled,
				closed: period.closed,
				sold_until: period.sold_until,
				refundable: period.refundable,
				deducted: period.kept_back,
				returned: period.given_back,
				waiting: model.waiting(id, number as u32),
				appealed_until: period.kept_until,
			};
			assert_eq!(stored_term(id, number as TermNumber), term, "term {number} of {id}");
			terms += 1;
		}
	}
	assert_eq!(Terms::<Test>::iter_keys().count(), terms);
	assert_eq!(Coverages::<Test>::iter_keys().count(), model.known_policies().count());
	for (who, order) in &model.order {
		assert_eq!(CoveragesOf::<Test>::get(who).to_vec(), *order, "coverages of {who}");
	}
	for (id, permit) in model.permits.iter().enumerate() {
		let Some(stored) = Authorizations::<Test>::get(id as u64) else {
			assert!(permit.removed, "authorisation {id} is gone");
			continue;
		};
		assert!(!permit.removed, "authorisation {id} is still there");
		let known = (stored.biller, stored.requester, stored.coverage, stored.quantity);
		let expected = (permit.biller, permit.by, permit.policy, permit.units);
		assert_eq!(stored.status, permit.status, "authorisation {id}");
		assert_eq!(known, expected, "authorisation {id}");
	}
	let known: BTreeMap<_, _> =
		Debts::<Test>::iter().map(|(pool, who, debt)| ((pool, who), debt)).collect();
	assert_eq!(known, model.debts);
	assert_eq!(Units::<Test>::iter().collect::<BTreeMap<_, _>>(), model.units);
	let days = Days::<Test>::iter().map(|(id, service, UseDays { forgotten, days })| {
		((id, service), Uses { forgotten, days: days.to_vec() })
	});
	assert_eq!(days.collect::<BTreeMap<_, _>>(), model.days);
	assert_eq!(DailyLines::<Test>::iter().collect::<BTreeMap<_, _>>(), model.speed);
	assert_eq!(PaidPacks::<Test>::iter().collect::<BTreeMap<_, _>>(), model.paid_packs);
	let mut known: Vec<_> = Fingerprints::<Test>::iter_values().collect();
	let mut noted: Vec<_> = model.prints.values().copied().collect();
	known.sort();
	noted.sort();
	assert_eq!(known, noted, "what lines are known by");
	let known = Contracts::<Test>::iter().map(|(plan, who, Contract { offered, spans })| {
		let stays = spans.into_iter().map(|Span { version, from, until }| Stay {
			version: version as usize,
			from,
			until,
		});
		((plan, who), Bond { offered: offered.map(|it| it as usize), stays: stays.collect() })
	});
	assert_eq!(known.collect::<BTreeMap<_, _>>(), model.contracts);
	for (id, product) in model.products.iter().enumerate() {
		let (plan, terms) = InsuranceClaims::plan_info(id as PlanId, None).expect("it is known");
		assert_eq!((plan.pool, plan.open), (product.pool, product.open), "plan {id}");
		assert_eq!(plan.version as usize, product.versions.len(), "plan {id}");
		assert_eq!(Some(&terms), product.versions.last(), "plan {id}");
	}
	let named: BTreeSet<_> = Subscribers::<Test>::iter_keys().collect();
	assert_eq!(named, model.named);
	for patient in EVERYBODY {
		for insurer in [INSURER, OTHER_INSURER] {
			let all = Consents::accesses(&patient, &Actor::alone(insurer));
			let found: Vec<_> =
				all.iter().map(|(asked, said)| said.permitted == asked.classes).collect();
			let asked = model.asked.get(&(patient, insurer)).cloned().unwrap_or_default();
			assert_eq!(found, asked, "asked for {insurer} about {patient}");
		}
	}
	let flagged: Vec<AccountId> = Reputation::all().into_iter().map(|(who, ..)| who).collect();
	assert_eq!(flagged, model.flagged);
	(model.cases.len() * 12 + terms * 10 + model.till.slips.len() * 6) as u64
}

/// Pools with some money, and plans of all kinds.
fn opening(dice: &mut Dice, model: &mut Model) {
	let pools = [(INSURER, EUR, 20_000), (OTHER_INSURER, EUR, 9_000), (INSURER, JPY, 12_000)];
	for (pool, (insurer, currency, amount)) in (0..).zip(pools) {
		let ratio = BasisPoints(dice.one_of(&[1_000, 2_000, 4_000]));
		let calls = [Call::create_pool { currency, ratio }, Call::deposit { pool, amount }];
		for call in calls {
			assert_eq!(act(model, &Act::Call(insurer, call)), Ok(()));
		}
		for _ in 0..2 {
			let terms = Draw { dice, model }.terms();
			let _ = act(model, &Act::Call(insurer, Call::create_plan { pool, terms }));
		}
	}
}

/// Providers join networks, and people are insured.
fn beginners(dice: &mut Dice, model: &mut Model) {
	for plan in 0..model.products.len() as PlanId {
		for provider in BILLERS {
			let joined = model.contracts.contains_key(&(plan, provider));
			if !joined && dice.below(2) == 0 {
				join(model, plan, provider);
			}
		}
		for beneficiary in PERSONS {
			if dice.below(2) == 0 {
				let enrol = Call::enrol { plan, version: 1, beneficiary };
				let _ = act(model, &Act::Call(beneficiary, enrol));
			}
		}
	}
}

/// A provider joins the network of a plan.
fn join(model: &mut Model, plan: PlanId, provider: AccountId) {
	let product = &model.products[plan as usize];
	let (pool, version) = (product.pool as usize, product.versions.len() as u32);
	let insurer = model.funds[pool].insurer;
	let offer = Call::offer_contract { plan, provider };
	assert_eq!(act(model, &Act::Call(insurer, offer)), Ok(()));
	let accept = Call::accept_contract { plan, version };
	assert_eq!(act(model, &Act::Call(provider, accept)), Ok(()));
}

/// A provider joins a network and leaves it as often as is remembered, over some days.
fn come_and_go(dice: &mut Dice, model: &mut Model) {
	let (plan, provider) = (0, PHARMACY);
	if model.products.is_empty() {
		return;
	}
	for _ in 0..8 {
		let goes_on = model.contracts.get(&(plan, provider)).is_some_and(Bond::goes_on);
		if !goes_on {
			join(model, plan, provider);
		}
		model.now += dice.below(4 * DAY);
		set_now(model.now);
		let end = Call::end_contract { plan, provider };
		assert_eq!(act(model, &Act::Call(provider, end)), Ok(()));
		model.now += dice.below(2 * DAY);
		set_now(model.now);
	}
}

/// Two insurers deny the same, the patient appeals against both, and a reviewer agrees.
fn deny_twice(dice: &mut Dice, model: &mut Model) {
	let service = ServiceType::Consultation;
	let first = model.products.len() as PlanId;
	for plan in [first, first + 1] {
		let asking = Benefit { authorization: true, ..full_benefit(service) };
		let coinsurance = BasisPoints(dice.one_of(&[0, 2_500, 5_000]));
		let asking = Benefit { out_of_network: Some(coinsurance), ..asking };
		let terms = PlanTerms {
			annual_limit: 4_000,
			premium: 100,
			length: 180 * DAY,
			benefits: benefits(&[asking]),
			..full_terms()
		};
		let calls = [
			Act::Call(INSURER, Call::deposit { pool: 0, amount: 4_000 }),
			Act::Call(INSURER, Call::create_plan { pool: 0, terms }),
			Act::Call(PATIENT, Call::enrol { plan, version: 1, beneficiary: PATIENT }),
		];
		for call in calls {
			assert_eq!(act(model, &call), Ok(()), "{call:?}");
		}
	}
	let claim = model.next_case;
	let payee = dice.one_of(&[Payee::Provider, Payee::Patient]);
	let visits = (0..3).map(|number| ClaimLine {
		service,
		item: item(90 + number),
		quantity: 1,
		unit_price: 100 + u128::from(dice.below(100)),
		serviced: model.now,
		pack: None,
		authorization: None,
	});
	let call = Call::submit {
		patient: PATIENT,
		organization: None,
		currency: EUR,
		payee,
		lines: lines(&visits.collect::<Vec<_>>()),
		attachments: Default::default(),
		replaces: None,
	};
	assert_eq!(act(model, &Act::Call(DOCTOR, call)), Ok(()));
	let payers = if dice.below(2) == 0 { [0, 1] } else { [1, 0] };
	for payer in payers {
		let by = dice.one_of(&[PATIENT, PATIENT, DOCTOR]);
		let some = |dice: &mut Dice| {
			let all: Vec<u8> = (0..3).filter(|_| dice.below(4) > 0).collect();
			BoundedVec::truncate_from(all)
		};
		let lines = some(dice);
		let appeal = Call::appeal { claim, payer, lines: lines.clone(), evidence: EVIDENCE };
		let _ = act(model, &Act::Call(by, appeal));
		let kind = if by == PATIENT { AppealKind::Patient } else { AppealKind::Biller };
		let decide = Call::decide_appeal { claim, payer, kind, overturned: lines };
		let _ = act(model, &Act::Call(REVIEWER, decide));
		// Sometimes the other side appeals too, after some time.
		if dice.below(3) > 0 {
			model.now += dice.below(70 * DAY);
			set_now(model.now);
			let (by, kind) = match by == PATIENT {
				true => (DOCTOR, AppealKind::Biller),
				false => (PATIENT, AppealKind::Patient),
			};
			let lines = some(dice);
			let appeal = Call::appeal { claim, payer, lines: lines.clone(), evidence: EVIDENCE };
			let _ = act(model, &Act::Call(by, appeal));
			let decide = Call::decide_appeal { claim, payer, kind, overturned: lines };
			let _ = act(model, &Act::Call(REVIEWER, decide));
		}
	}
	// And sometimes all of it was fraud, what an appeal has granted, or both.
	if dice.below(2) == 0 {
		let (first, last) = (claim, model.next_case.saturating_sub(1));
		for claim in dice.one_of(&[[first, last], [last, first], [last, first]]) {
			let report = Call::report_fraud { claim, evidence: EVIDENCE };
			let _ = act(model, &Act::Call(PATIENT, report));
			let decide = Call::decide_fraud { claim, found: true };
			let _ = act(model, &Act::Call(REGULATOR, decide));
		}
	}
}

/// Somebody appeals late about a short term, sometimes in vain, and others try to close it.
fn appeal_late(dice: &mut Dice, model: &mut Model) {
	let (plan, coverage) = (model.products.len() as PlanId, model.policies.len() as CoverageId);
	let service = ServiceType::Consultation;
	let asking = Benefit { authorization: true, ..full_benefit(service) };
	let terms = PlanTerms {
		annual_limit: 4_000,
		premium: 100,
		length: MIN_TERM,
		filing: 0,
		benefits: benefits(&[asking]),
		..full_terms()
	};
	let visit = |number: u8| ClaimLine {
		item: item(70 + number),
		..line(service, 1, 100 + Amount::from(number))
	};
	let claim = model.next_case;
	let submit = Call::submit {
		patient: PATIENT,
		organization: None,
		currency: EUR,
		payee: Payee::Provider,
		lines: lines(&[visit(0), visit(1)]),
		attachments: Default::default(),
		replaces: None,
	};
	let calls = [
		Act::Call(INSURER, Call::deposit { pool: 0, amount: 4_000 }),
		Act::Call(INSURER, Call::create_plan { pool: 0, terms }),
		Act::Call(PATIENT, Call::enrol { plan, version: 1, beneficiary: PATIENT }),
		Act::Call(DOCTOR, submit),
	];
	for call in calls {
		assert_eq!(act(model, &call), Ok(()), "{call:?}");
	}
	let close = Act::Call(STRANGER, Call::close_term { coverage, term: 0 });
	for (by, kind, number, days) in
		[(PATIENT, AppealKind::Patient, 0, 20), (DOCTOR, AppealKind::Biller, 1, 300)]
	{
		model.now += dice.below(40 * DAY);
		set_now(model.now);
		let overturned: BoundedVec<u8, _> = BoundedVec::truncate_from(vec![number]);
		let (lines, evidence) = (overturned.clone(), EVIDENCE);
		let _ = act(model, &Act::Call(by, Call::appeal { claim, payer: 0, lines, evidence }));
		// Most have to wait for it too long.
		model.now += dice.one_of(&[0, 75 * DAY, 80 * DAY]);
		set_now(model.now);
		let decide = Call::decide_appeal { claim, payer: 0, kind, overturned };
		let _ = act(model, &Act::Call(REVIEWER, decide));
		model.now += dice.below(days * DAY);
		set_now(model.now);
		let _ = act(model, &close);
	}
}

/// Somebody cancels what it has used, and the claim is sent in anew.
fn send_anew(dice: &mut Dice, model: &mut Model) {
	let (plan, coverage) = (model.products.len() as PlanId, model.policies.len() as CoverageId);
	let service = ServiceType::Consultation;
	let terms = PlanTerms {
		annual_limit: 4_000,
		premium: 300,
		length: 100 * DAY,
		benefits: benefits(&[full_benefit(service)]),
		..full_terms()
	};
	let beneficiary = dice.one_of(&PERSONS);
	let calls = [
		Act::Call(INSURER, Call::deposit { pool: 0, amount: 4_000 }),
		Act::Call(INSURER, Call::create_plan { pool: 0, terms }),
		Act::Call(beneficiary, Call::enrol { plan, version: 1, beneficiary }),
		Act::Mint { coin: EUR, who: HOSPITAL, amount: 10 },
	];
	for call in calls {
		assert_eq!(act(model, &call), Ok(()), "{call:?}");
	}
	let serviced = model.now;
	let mut replaces = None;
	for round in 0..3 {
		let line = ClaimLine {
			service,
			item: item(80),
			quantity: 1,
			unit_price: 20 + u128::from(dice.below(200)),
			serviced,
			pack: None,
			authorization: None,
		};
		let claim = model.next_case;
		let call = Call::submit {
			patient: beneficiary,
			organization: None,
			currency: EUR,
			payee: Payee::Provider,
			lines: lines(&[line]),
			attachments: Default::default(),
			replaces,
		};
		// Sometimes somebody holds it up in vain.
		if let Some(claim) = replaces.filter(|_| dice.below(2) == 0) {
			let (evidence, found) = (EVIDENCE, false);
			for (who, call) in [
				(beneficiary, Call::report_fraud { claim, evidence }),
				(REVIEWER, Call::decide_fraud { claim, found }),
				(INSURER, Call::report_fraud { claim, evidence }),
			] {
				assert_eq!(act(model, &Act::Call(who, call)), Ok(()));
			}
		}
		assert_eq!(act(model, &Act::Call(HOSPITAL, call)), Ok(()));
		replaces = Some(claim);
		if round == 0 {
			model.now += DAY + dice.below(50 * DAY);
			set_now(model.now);
			assert_eq!(act(model, &Act::Call(beneficiary, Call::cancel { coverage })), Ok(()));
		}
	}
}

/// Somebody uses a service more often than is remembered, sixteen times a day.
fn wear_out(dice: &mut Dice, model: &mut Model) {
	let plan = model.products.len() as PlanId;
	let insured = |who: &AccountId| model.order.get(who).map_or(0, Vec::len);
	let patient = PERSONS.into_iter().min_by_key(insured).expect("there are some");
	if insured(&patient) == 3 {
		return;
	}
	let frequency = Some(Frequency { uses: 16, within_days: 1 });
	let service = ServiceType::Consultation;
	let terms = PlanTerms {
		annual_limit: 9_000,
		premium: 100,
		length: 180 * DAY,
		benefits: benefits(&[Benefit { frequency, ..full_benefit(service) }]),
		..full_terms()
	};
	let calls = [
		Act::Call(INSURER, Call::deposit { pool: 0, amount: 18_000 }),
		Act::Call(INSURER, Call::create_plan { pool: 0, terms }),
		Act::Call(patient, Call::enrol { plan, version: 1, beneficiary: patient }),
	];
	for call in calls {
		assert_eq!(act(model, &call), Ok(()), "{call:?}");
	}
	model.now += 10 * DAY;
	set_now(model.now);
	let from_the_end = dice.below(2) == 0;
	for claim in 0..4u8 {
		let line = |number: u8| ClaimLine {
			service,
			item: item(100 + number),
			quantity: 1,
			unit_price: 1 + u128::from(number),
			serviced: model.now - u64::from(number / 16) * DAY,
			pack: None,
			authorization: None,
		};
		let first = if from_the_end { 60 - 20 * claim } else { 20 * claim };
		let lines: Vec<_> = (first..first + 20).map(line).collect();
		let call = Call::submit {
			patient,
			organization: None,
			currency: EUR,
			payee: Payee::Provider,
			lines: super::lines(&lines),
			attachments: Default::default(),
			replaces: None,
		};
		let _ = act(model, &Act::Call(HOSPITAL, call));
	}
	if model.days.values().any(|uses| uses.forgotten.is_some()) {
		model.saw("days of use were forgotten");
	}
}

/// What the mock knows before anything happens.
fn beginning() -> Model {
	let mut model = Model {
		now: NOW,
		roles: draw::ROLES.into(),
		friends: [(DOCTOR, HOSPITAL), (CLERK, INSURER)].into(),
		persons: PERSONS.into(),
		..Default::default()
	};
	for coin in [EUR, JPY] {
		for who in [INSURER, OTHER_INSURER].into_iter().chain(PERSONS) {
			model.till.give(coin, who, FUNDS);
		}
		model.made.insert(coin, 6 * FUNDS);
	}
	model
}

/// What is rare, but has to come to pass.
const RARE: [&str; 26] = [
	"a biller that owes was paid in the patient's place",
	"a biller was a provider no more",
	"a claim lapsed",
	"a claim that waited for money lapsed",
	"a claim was appealed more than once",
	"a claim was reported anew",
	"a claim was taken back after an appeal that nobody decided",
	"a claim was taken back that was reported anew",
	"a claim was void before it was decided",
	"a claim went on without an appeal against silence",
	"a coverage was forgotten",
	"a network held for some lines of a claim",
	"a provider came back to a network",
	"a term kept its reserve longer for appeals",
	"a term was renewed after it had begun",
	"an appeal followed one that nobody decided",
	"an insurer's silence was decided about",
	"days of use were forgotten",
	"somebody was not insured anew before the time",
	"what a refund was cut by came back",
	"what a refund was cut by was cut again",
	"what an appeal had granted was void",
	"what payers paid to a patient was billed back",
	"what two payers denied was granted twice",
	"what was void already was billed",
	"who bears a line appealed about it after the other",
];

#[test]
fn random_sequences_agree_with_a_model() {
	const SEED: u64 = 0x636c_6169_6d73_3130;
	const RUNS: u64 = 500;
	const CALLS: u64 = 240;
	let mut dice = Dice::new(SEED);
	let mut done = BTreeMap::<&str, (u64, u64)>::new();
	let mut refusals = BTreeMap::<&str, u64>::new();
	let mut ends = BTreeMap::<String, u64>::new();
	let mut seen = BTreeMap::<&str, u64>::new();
	let mut compared = 0;
	for run in 0..RUNS {
		build_and_execute(|| {
			let mut model = beginning();
			opening(&mut dice, &mut model);
			if run % 6 == 1 || run % 6 == 4 {
				deny_twice(&mut dice, &mut model);
			}
			if run % 6 == 2 {
				send_anew(&mut dice, &mut model);
			}
			if run % 6 == 5 {
				appeal_late(&mut dice, &mut model);
			}
			beginners(&mut dice, &mut model);
			if run % 6 == 0 {
				come_and_go(&mut dice, &mut model);
			}
			if run % 6 == 3 {
				wear_out(&mut dice, &mut model);
			}
			for call in 0..CALLS {
				// Years go by towards the end of a run only.
				let late = call > CALLS * 3 / 4;
				model.now += match dice.below(400) {
					0..=7 if late => 410 * DAY,
					8..=9 => 70 * DAY,
					10..=18 => dice.below(20 * DAY),
					19..=50 => dice.below(3 * DAY),
					51..=120 => 0,
					_ => dice.below(3_600),
				};
				set_now(model.now);
				let next = Draw { dice: &mut dice, model: &model }.act();
				let (well, refused) = done.entry(next.name()).or_default();
				let result = act(&mut model, &next);
				match result {
					Ok(()) => *well += 1,
					Err(reason) => {
						if reason == "LimitsUsed" {
							model.saw("somebody was not insured anew before the time");
						}
						*refused += 1;
						*refusals.entry(reason).or_default() += 1;
					}
				}
				compared += purses_agree(&model, &(next, result));
				if call % 10 == 0 || call + 1 == CALLS {
					compared += books_agree(&model);
				}
				if call % 20 == 0 {
					check_state().unwrap_or_else(|error| panic!("run {run}: {error:?}"));
				}
			}
			for (what, times) in &model.seen {
				*seen.entry(what).or_default() += times;
			}
			for case in model.cases.values() {
				let inside = case.said.iter().map(|said| &said.inside);
				if inside.into_iter().any(|it| it.contains(&true) && it.contains(&false)) {
					*seen.entry("a network held for some lines of a claim").or_default() += 1;
				}
				let told = match &case.state {
					State::Waits { reason, .. } => format!("waits: {reason:?}"),
					state => format!("{state:?}"),
				};
				*ends.entry(told).or_default() += 1;
				if case.paid > 0 {
					*ends.entry("something was paid".into()).or_default() += 1;
				}
				for line in case.said.iter().flat_map(|said| &said.lines) {
					let told = line.denied.map_or("none".into(), |it| format!("{} {}", it.0, it.1));
					*ends.entry(format!("denied: {told}")).or_default() += 1;
				}
				if case.said.iter().any(|said| said.withheld > 0) {
					*ends.entry("something was withheld".into()).or_default() += 1;
				}
				if matches!(case.origin, Origin::Appeal { .. }) {
					*ends.entry("after an appeal".into()).or_default() += 1;
				}
				*ends.entry(format!("payers: {}", case.policies.len())).or_default() += 1;
			}
		});
	}
	println!(
		"{RUNS} runs of {CALLS} calls, seed {SEED:#x}: {compared} figures agreed; calls that went \
		 through, and that were refused: {done:#?}; why: {refusals:#?}; rare: {seen:#?}; claims at \
		 the end: {ends:#?}"
	);
	for what in RARE {
		let times = seen.get(what).copied().unwrap_or_default();
		assert!(times >= 20, "{what}: {times} times");
	}
	let names = Call::<Test>::get_call_names();
	assert_eq!(names.len(), 33);
	for name in names {
		let (well, refused) = done.get(name).copied().unwrap_or_default();
		assert!(well >= 200 && refused >= 100, "{name} is seldom tried: {well}, {refused}");
	}
}
