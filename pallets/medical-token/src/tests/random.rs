//! Random sequences of calls against a model that keeps its own books.

mod acts;
mod bills;
mod draw;
mod model;
mod plans;

use super::*;
use acts::Act;
use bills::{Debiting, Invoice, Rates};
use draw::Draw;
use frame::{
	deps::frame_support::traits::GetCallName,
	traits::fungibles::{hold::Inspect as _, Inspect},
};
use medchain_support::billing::{Billing, Payments};
use model::Model;
use std::collections::{BTreeMap, BTreeSet};

/// Does it in both worlds, and expects the same of both. If it did not go through, answers why, as far
/// as there is a word for it.
fn act(model: &mut Model, act: Act) -> Result<(), &'static str> {
	events();
	let (expected, collected) = act.in_model(model);
	let result = act.clone().on_pallet();
	match (&expected, &result) {
		(Ok(()), Ok(())) => (),
		// The assets pallet has its own names for what is wrong.
		(Err(_), Err(_)) if matches!(act, Act::Transfer { .. }) => (),
		(Err(reasons), Err(reason)) if reasons.contains(reason) => (),
		_ => panic!("{act:?}\nexpected {expected:?}\nresult   {result:?}"),
	}
	if let Act::Block { .. } = act {
		let told: Vec<_> = events()
			.into_iter()
			.filter(|event| {
				matches!(event, Event::InstalmentCollected { .. } | Event::InstalmentFailed { .. })
			})
			.collect();
		assert_eq!(told, collected, "{act:?}");
		let turns: BTreeSet<_> = told.iter().map(bill_of_turn).collect();
		assert_eq!(turns.len(), told.len(), "a bill twice in one block: {told:?}");
		return if told.is_empty() { Err("nothing") } else { Ok(()) };
	}
	result.map_err(|reason| match reason {
		DispatchError::Module(reason) => reason.message.unwrap_or_default(),
		_ => "",
	})
}

fn bill_of_turn(event: &Event<Test>) -> BillId {
	match event {
		Event::InstalmentCollected { bill, .. } | Event::InstalmentFailed { bill, .. } => *bill,
		other => panic!("{other:?}"),
	}
}

/// Everybody has what the model says, and so much exists. Answers how many figures were compared.
fn purses_agree(model: &Model) -> u64 {
	let mut compared = 0;
	for (at, known) in model.coins.iter().enumerate() {
		let coin = at as CurrencyId + 1;
		assert_eq!(<Assets as Inspect<AccountId>>::total_issuance(coin), known.supply);
		for who in EVERYBODY {
			let told = format!("{who} in {coin}");
			assert_eq!(Assets::balance(coin, who), model.has(coin, who), "{told}");
			let held = AssetsHolder::total_balance_on_hold(coin, &who);
			assert_eq!(held, model.aside(coin, who), "{told}");
			compared += 2;
		}
	}
	compared + model.coins.len() as u64
}

/// Every bill, currency, membership, escrow and redemption is as the model says.
fn books_agree(model: &Model) -> u64 {
	let now = model.now;
	assert_eq!(Bills::<Test>::iter_keys().count(), model.bills.len());
	for (id, bill) in &model.bills {
		let info = MedicalToken::bill(*id).expect("the model knows it");
		bill_agrees(*id, bill, &info, now);
		let stored = &info.bill;
		assert_eq!(
			<MedicalToken as Billing<_>>::outstanding(*id),
			Some((bill.coin, bill.owed())),
			"bill {id}"
		);
		assert_eq!((stored.provider, stored.patient), (bill.provider, bill.patient));
	}
	for (at, known) in model.coins.iter().enumerate() {
		let coin = at as CurrencyId + 1;
		let status = MedicalToken::reserve_status(coin).expect("the model knows it");
		let ceiling = model.ceiling(known);
		assert_eq!(status.fresh, ceiling.is_ok(), "currency {coin}");
		let mintable = match known.stopped {
			true => 0,
			false => ceiling.unwrap_or(0).saturating_sub(known.supply),
		};
		assert_eq!(status.mintable, mintable, "currency {coin}");
		assert_eq!(status.supply, known.supply);
		for who in EVERYBODY {
			let stuck = known.stopped || model.blocked.contains(&(coin, who));
			let spendable = if stuck { 0 } else { model.can_spend(coin, who, true) };
			assert_eq!(<MedicalToken as Payments<_>>::spendable(coin, &who), spendable);
		}
	}
	let open: BTreeMap<_, _> = Redemptions::<Test>::iter()
		.map(|(id, one)| (id, (one.currency, one.holder, one.amount, one.deadline)))
		.collect();
	let expected = model.redemptions.iter();
	let expected = expected.map(|(id, one)| (*id, (one.coin, one.owner, one.amount, one.end)));
	assert_eq!(open, expected.collect());
	for id in 0..=model.next_escrow {
		let held = model.escrows.get(&id).map(|one| (one.coin, one.amount));
		assert_eq!(<MedicalToken as Payments<AccountId>>::held(id), held);
	}
	let members: BTreeMap<_, _> = Members::<Test>::iter()
		.map(|(id, patient, one)| ((id, patient), (one.provider, one.until)))
		.collect();
	assert_eq!(members, model.members);
	let frozen = Frozen::<Test>::iter_keys().collect::<BTreeSet<_>>();
	assert_eq!(frozen, model.blocked);
	(model.bills.len() + model.coins.len() * EVERYBODY.len()) as u64
}

fn bill_agrees(id: BillId, bill: &Invoice, info: &BillInfo<AccountId>, now: u64) {
	let stored = &info.bill;
	let told = format!("bill {id}: {stored:?}");
	assert_eq!((info.outstanding, info.payable), (bill.owed(), bill.settles(now)), "{told}");
	let figures = [
		(stored.gross, bill.price),
		(stored.discount, bill.off),
		(stored.written_off, bill.given_up),
		(stored.paid, bill.paid()),
		(stored.refunded, bill.back()),
		(stored.prompt_taken(), bill.offer_taken.unwrap_or(0)),
	];
	assert!(figures.iter().all(|(one, other)| one == other), "{told}\n{figures:?}");
	let payments = stored.payments.iter().map(|one| (one.payer, one.amount, one.refunded));
	assert!(payments.eq(bill.payers.iter().copied()), "{told}");
	let (status, closed) = match bill.end {
		None => (BillStatus::Issued, None),
		Some((status, at)) => (status, Some(at)),
	};
	assert_eq!((stored.status, stored.closed_at), (status, closed), "{told}");
	assert_eq!(stored.dispute.map(|dispute| dispute.resolved), bill.disputed, "{told}");
	assert_eq!(stored.due, bill.due, "{told}");

	let Some(Rates { terms, parts, debiting }) = &bill.rates else {
		assert_eq!(stored.plan, None, "{told}");
		return;
	};
	assert_eq!(stored.plan.unwrap().terms, *terms, "{told}");
	let shown: Vec<_> = info.instalments.iter().map(|one| (one.due, one.amount)).collect();
	assert_eq!(shown, *parts, "{told}");
	let all: Amount = parts.iter().map(|(_, part)| part).sum();
	let settled: Amount = info.instalments.iter().map(|one| one.settled).sum();
	assert!(parts.is_empty() || settled == all - bill.owed(), "{told}");
	let debit = stored.plan.unwrap().debit;
	let expected = debiting.as_ref().map(|one: &Debiting| Debit {
		mandate: Mandate { per_debit: one.most, total: one.in_all, until: one.until },
		debited: one.taken,
		instalment: one.turn as u16 + 1,
		next: one.at,
		failures: one.failed,
	});
	assert_eq!(debit, expected, "{told}");
}

/// Two currencies with reserves, and money for those who pay.
fn opening() -> Vec<Act> {
	let mut acts = Vec::new();
	for (at, (name, issuer)) in [("EUR", BANK), ("USD", OTHER_BANK)].into_iter().enumerate() {
		let currency = at as CurrencyId + 1;
		let terms = CurrencyTerms {
			required_ratio: BasisPoints(10_500),
			attestation_lifetime: 60 * DAY,
			min_redemption: 20,
		};
		acts.push(Act::Call(None, Call::register_currency { code: code(name), issuer, terms }));
		let (reserves, as_of, evidence) = (120_000, NOW, EVIDENCE);
		let call = Call::attest_reserves { currency, reserves, as_of, evidence };
		acts.push(Act::Call(Some(AUDITOR), call));
		for to in [PATIENT, OTHER_PATIENT, INSURER, HOSPITAL, STRANGER] {
			let call = Call::mint { currency, to, amount: 8_000 };
			acts.push(Act::Call(Some(issuer), call));
		}
	}
	acts
}

#[test]
fn random_sequences_agree_with_a_model() {
	const SEED: u64 = 0x6d65_6463_6861_696e;
	const RUNS: u64 = 500;
	const CALLS: u64 = 240;
	let mut dice = Dice::new(SEED);
	let mut done = BTreeMap::<&str, (u64, u64)>::new();
	let mut refusals = BTreeMap::<&str, u64>::new();
	let (mut compared, mut in_part) = (0, 0);
	for run in 0..RUNS {
		build_and_execute(|| {
			// Who insures supervises, too: so somebody decides who has paid, or owes.
			Registry::give_role(&INSURER, Role::Regulator);
			let mut model = Model {
				now: NOW,
				roles: [
					(BANK, Role::TokenIssuer),
					(OTHER_BANK, Role::TokenIssuer),
					(AUDITOR, Role::ReserveAuditor),
					(REGULATOR, Role::Regulator),
					(HOSPITAL, Role::ProviderOrganization),
					(PHARMACY, Role::Pharmacy),
					(INSURER, Role::Insurer),
					(INSURER, Role::Regulator),
				]
				.into(),
				poor: [PATIENT, OTHER_PATIENT, STRANGER].into(),
				..Default::default()
			};
			for first in opening() {
				assert_eq!(act(&mut model, first), Ok(()));
			}
			for call in 0..CALLS {
				model.now += match dice.below(100) {
					0 => 70 * DAY,
					1..=8 => dice.below(3 * DAY),
					9 => DAY,
					10..=13 => model.until_next_turn(),
					14..=40 => 0,
					_ => dice.below(3_600),
				};
				set_now(model.now);
				let next = Draw { dice: &mut dice, model: &model }.act();
				let name = next.name();
				let (well, refused) = done.entry(name).or_default();
				match act(&mut model, next) {
					Ok(()) => *well += 1,
					Err(reason) => {
						*refused += 1;
						*refusals.entry(reason).or_default() += 1;
					}
				}
				compared += purses_agree(&model);
				if call % 10 == 0 || call + 1 == CALLS {
					compared += books_agree(&model);
				}
				if call % 20 == 0 {
					check_state().unwrap_or_else(|error| panic!("run {run}: {error:?}"));
				}
			}
			in_part += model.in_part;
		});
	}
	println!(
		"{RUNS} runs of {CALLS} calls, seed {SEED:#x}: {compared} figures agreed; calls that went \
		 through, and that were refused: {done:#?}; why: {refusals:#?}; credits in part: {in_part}"
	);
	let names = Call::<Test>::get_call_names();
	assert_eq!(names.len(), 28);
	for name in names.iter().chain(&[
		"assets.transfer",
		"Billing::bill",
		"Billing::settle",
		"Payments::pay",
		"Payments::hold",
		"Payments::release",
		"Payments::pay_held",
		"on_poll",
	]) {
		let (well, refused) = done.get(name).copied().unwrap_or_default();
		assert!(well >= 200 && refused >= 100, "{name} is seldom tried: {well}, {refused}");
	}
	for reason in [
		"AuditorNotAccredited",
		"AuditorNotIndependent",
		"CreditTooLarge",
		"CreditTooSmall",
		"Disputed",
		"NotImpartial",
		"NotRegulator",
		"ReservesInsufficient",
		"RetentionNotOver",
	] {
		let times = refusals.get(reason).copied().unwrap_or_default();
		assert!(times >= 20, "{reason} is seldom a reason: {times}");
	}
	assert!(in_part >= 10, "credits are seldom given in part: {in_part}");
}
