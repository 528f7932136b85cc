//! What the tests about claims share.

use super::*;
use frame::deps::{
	frame_support::traits::PalletInfo as _,
	sp_io::{hashing::twox_128, storage},
};
pub use medchain_support::{
	testing::{IssuedBill, Reports as Reputation},
	Actor, Billing, DirectiveRef, Misconduct,
};
use std::collections::BTreeMap;

/// Another item of the same service.
pub fn of_item(number: u8, line: ClaimLine) -> ClaimLine {
	ClaimLine { item: item(number), ..line }
}

/// A consultation at this price, of item 1.
pub fn visit(price: Amount) -> ClaimLine {
	of_item(1, line(ServiceType::Consultation, 1, price))
}

/// A day in hospital at this price, of item 2.
pub fn stay(price: Amount) -> ClaimLine {
	of_item(2, line(ServiceType::Hospital, 1, price))
}

/// A drug at this price, of item 3.
pub fn drug(price: Amount) -> ClaimLine {
	of_item(3, line(ServiceType::Pharmacy, 1, price))
}

/// A claim for the patient in euro, to be paid to who sends it.
pub fn claim(of: &[ClaimLine]) -> NewClaim<AccountId> {
	NewClaim {
		patient: PATIENT,
		organization: None,
		currency: EUR,
		payee: Payee::Provider,
		lines: lines(of),
		attachments: Default::default(),
		replaces: None,
	}
}

/// Documents of this class.
pub fn documents(class: ResourceClass) -> Attachments {
	Attachments::truncate_from(vec![Attachment { class, commitment: EVIDENCE }])
}

/// Sends a claim as a transaction does.
pub fn send(by: AccountId, new: NewClaim<AccountId>) -> DispatchResult {
	let NewClaim { patient, organization, currency, payee, lines, attachments, replaces } = new;
	let call =
		Call::submit { patient, organization, currency, payee, lines, attachments, replaces };
	sent(by, call)
}

/// Sends a claim that is taken, and answers its number.
pub fn filed(by: AccountId, new: NewClaim<AccountId>) -> ClaimId {
	let id = NextClaim::<Test>::get();
	assert_ok!(send(by, new));
	id
}

/// What waits, why, for whom and until when.
pub fn pend(id: ClaimId) -> Pend {
	match stored_claim(id).status {
		ClaimStatus::Pended(pend) => pend,
		status => panic!("claim {id} does not wait: {status:?}"),
	}
}

/// The only payer's result for a line.
pub fn result(id: ClaimId, line: usize) -> LineResult {
	answer(id, 0).lines[line]
}

/// Why the first payer denies a line, and who bears it.
pub fn denied(id: ClaimId, line: usize) -> Option<(Group, Reason)> {
	result(id, line).denied
}

pub fn is_paid(id: ClaimId) -> bool {
	let claim = stored_claim(id);
	claim.status == ClaimStatus::Adjudicated && claim.paid > 0
}

pub fn bill_of(id: ClaimId) -> IssuedBill<AccountId> {
	Money::issued(stored_claim(id).bill.expect("it has a bill")).expect("it was issued")
}

pub fn billed(id: ClaimId) -> Amount {
	bill_of(id).lines.iter().map(|line| line.gross().expect("it is small")).sum()
}

/// Lets the insurer of the plan of the hospital's patient decide.
pub fn review(by: AccountId, id: ClaimId, decisions: &[(u8, Verdict)]) -> DispatchResult {
	let decisions = LineDecisions::truncate_from(decisions.to_vec());
	sent(by, Call::review { claim: id, decisions })
}

pub fn approve(id: ClaimId) {
	let count = stored_record(id).details.lines.len() as u8;
	let all: Vec<_> = (0..count).map(|line| (line, Verdict::Approve)).collect();
	assert_ok!(review(INSURER, id, &all));
}

pub fn appeal(by: AccountId, id: ClaimId, payer: PayerIndex, lines: &[u8]) -> DispatchResult {
	let lines = BoundedVec::truncate_from(lines.to_vec());
	sent(by, Call::appeal { claim: id, payer, lines, evidence: EVIDENCE })
}

/// Decides the appeal that is open; if none is, one that the biller might have brought.
pub fn decide_appeal(by: AccountId, id: ClaimId, overturned: &[u8]) -> DispatchResult {
	let mut appeals = InsuranceClaims::appeals_of(id).into_iter();
	let open = appeals.find(|(.., appeal)| appeal.decided_at.is_none());
	let (payer, kind) = open.map_or((0, AppealKind::Biller), |(payer, kind, _)| (payer, kind));
	decide_appeal_of(by, id, (payer, kind), overturned)
}

pub fn decide_appeal_of(
	by: AccountId,
	id: ClaimId,
	(payer, kind): (PayerIndex, AppealKind),
	overturned: &[u8],
) -> DispatchResult {
	let overturned = BoundedVec::truncate_from(overturned.to_vec());
	sent(by, Call::decide_appeal { claim: id, payer, kind, overturned })
}

pub fn reverse(by: AccountId, id: ClaimId) -> DispatchResult {
	sent(by, Call::reverse { claim: id })
}

pub fn resume(by: AccountId, id: ClaimId) -> DispatchResult {
	sent(by, Call::resume { claim: id })
}

pub fn confirm(by: AccountId, id: ClaimId, received: bool) -> DispatchResult {
	sent(by, Call::confirm_service { claim: id, received })
}

pub fn withdraw(by: AccountId, id: ClaimId) -> DispatchResult {
	sent(by, Call::withdraw_claim { claim: id })
}

pub fn report(by: AccountId, id: ClaimId) -> DispatchResult {
	sent(by, Call::report_fraud { claim: id, evidence: EVIDENCE })
}

pub fn decide_fraud(by: AccountId, id: ClaimId, found: bool) -> DispatchResult {
	sent(by, Call::decide_fraud { claim: id, found })
}

pub fn repay(by: AccountId, pool: PoolId, amount: Amount) -> DispatchResult {
	sent(by, Call::repay { pool, amount })
}

pub fn remove(by: AccountId, id: ClaimId) -> DispatchResult {
	sent(by, Call::remove { claim: id })
}

/// Everything that the pallet has stored but for the claims themselves, how many of them wait and how
/// long they may be appealed, and all money.
#[derive(Debug, PartialEq)]
pub struct Books {
	entries: BTreeMap<Vec<u8>, Vec<u8>>,
	money: Vec<Amount>,
}

impl Books {
	/// What is stored, without the money.
	pub fn entries(&self) -> &BTreeMap<Vec<u8>, Vec<u8>> {
		&self.entries
	}
}

/// The books as they stand.
pub fn books() -> Books {
	let pallet = <Test as frame_system::Config>::PalletInfo::name::<InsuranceClaims>();
	let prefix = twox_128(pallet.expect("it is in the runtime").as_bytes());
	let of_claims: Vec<_> = ["Claims", "ClaimsOf", "NextClaim"]
		.map(|name| [prefix, twox_128(name.as_bytes())].concat())
		.to_vec();
	let terms = [prefix, twox_128(b"Terms")].concat();
	let mut entries = BTreeMap::new();
	let mut key = prefix.to_vec();
	while let Some(next) = storage::next_key(&key).filter(|next| next.starts_with(&prefix)) {
		if !of_claims.iter().any(|of_claim| next.starts_with(of_claim)) {
			let mut value = storage::get(&next).expect("it is there").to_vec();
			if next.starts_with(&terms) {
				let term = Term::decode(&mut &value[..]).expect("it is a term");
				value = Term { waiting: 0, appealed_until: 0, ..term }.encode();
			}
			entries.insert(next.clone(), value);
		}
		key = next;
	}
	let pools = (0..NextPool::<Test>::get()).map(InsuranceClaims::account_of);
	let people = [HOSPITAL, PHARMACY, DOCTOR, PATIENT, INSURER, OTHER_INSURER];
	let money = people.into_iter().chain(pools).map(balance).collect();
	Books { entries, money }
}
