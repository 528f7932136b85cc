//! Appeals: what a payer denied, or did not decide in time, is decided by somebody who belongs to
//! nobody concerned.
//!
//! What an appeal grants of a decided claim is paid by a supplement: a claim of its own, of the
//! granted lines alone, under the payer that had denied them. It charges what the denial took: what
//! the biller had to bear goes to the biller, and what the patient had to bear, who was billed for it,
//! to the patient.

use crate::{
	adjudication::patient_share, Adjudication, Appeal, Appeals, Claim, ClaimDetails, ClaimId,
	ClaimStatus, Config, DetailsOf, Error, Event, Group, LineVerdict, Lines, Origin, Pallet, Payee,
	PayerIndex, Reason, Verdict, MAX_LINES,
};
use alloc::{collections::BTreeSet, vec::Vec};
use frame::prelude::*;
use medchain_support::{Amount, Commitment, InspectCredentials, Role};

/// What a denial took of a line, and from whom.
struct Taken {
	line: u8,
	group: Group,
	amount: Amount,
}

impl<T: Config> Pallet<T> {
	/// Whether an appeal waits for a decision.
	pub(crate) fn has_open_appeal(id: ClaimId) -> bool {
		Appeals::<T>::get(id).is_some_and(|appeal| appeal.decided_at.is_none())
	}

	/// What a payer's denial took of a line: of the biller what is written off, of the patient what no
	/// later payer has paid.
	fn taken(answers: &[Adjudication], payer: PayerIndex, line: u8) -> Option<Taken> {
		let result = |answer: &Adjudication| answer.lines.get(usize::from(line)).copied();
		let denying = answers.get(usize::from(payer)).and_then(result)?;
		let (group, _) = denying.denied?;
		let amount = match group {
			Group::Patient => {
				answers.last().and_then(result).map_or(0, |last| patient_share(&last))
			}
			_ => denying.denied_amount,
		};
		(amount > 0).then_some(Taken { line, group, amount })
	}

	pub(crate) fn do_appeal(
		by: &T::AccountId,
		id: ClaimId,
		payer: PayerIndex,
		lines: BoundedVec<u8, ConstU32<MAX_LINES>>,
		evidence: Commitment,
	) -> DispatchResult {
		let claim = Self::known_claim(id)?;
		let concerned = *by == claim.patient || Self::acts_for_biller(by, &claim.biller);
		ensure!(concerned, Error::<T>::NotConcerned);
		let before = Appeals::<T>::get(id);
		let now = Self::now();
		let lines = match claim.status {
			ClaimStatus::Pended(pend) => {
				let open = before.is_some_and(|before| before.decided_at.is_none());
				ensure!(!open, Error::<T>::AlreadyAppealed);
				ensure!(pend.payer == payer, Error::<T>::PayerNotFound);
				ensure!(now > pend.deadline, Error::<T>::DeadlineNotOver);
				let count = Self::details_of(id)?.lines.len();
				BoundedVec::truncate_from((0..u8::try_from(count).unwrap_or(u8::MAX)).collect())
			}
			ClaimStatus::Adjudicated => {
				ensure!(before.is_none(), Error::<T>::AlreadyAppealed);
				// A supplement is what an appeal came to.
				let supplement = matches!(claim.origin, Origin::Appeal { .. });
				ensure!(!supplement, Error::<T>::AlreadyAppealed);
				let decided_at = claim.decided_at.unwrap_or_default();
				let last = decided_at.saturating_add(T::AppealPeriod::get());
				ensure!(now <= last, Error::<T>::DeadlineOver);
				let answers = Self::answers_of(id);
				let answer = answers.get(usize::from(payer)).ok_or(Error::<T>::PayerNotFound)?;
				Self::ensure_lines(&lines, answer.lines.len())?;
				let denied = |line: &u8| Self::taken(&answers, payer, *line).is_some();
				ensure!(!lines.is_empty() && lines.iter().all(denied), Error::<T>::NothingToAppeal);
				lines
			}
			_ => return Err(Error::<T>::NotAdjudicated.into()),
		};
		let appeal = Appeal {
			appellant: by.clone(),
			payer,
			lines,
			evidence,
			filed_at: now,
			decided_at: None,
			supplements: BoundedVec::new(),
		};
		Appeals::<T>::insert(id, appeal);
		Self::deposit_event(Event::ClaimAppealed { claim: id, payer, appellant: by.clone() });
		Ok(())
	}

	/// That each of these places is a line's, and none is named twice.
	fn ensure_lines(places: &[u8], lines: usize) -> DispatchResult {
		let mut named = BTreeSet::new();
		let sound = places.iter().all(|line| usize::from(*line) < lines && named.insert(*line));
		ensure!(sound, Error::<T>::LineNotFound);
		Ok(())
	}

	/// Decides an appeal. Lines that are not named stay as the payer decided.
	pub(crate) fn do_decide_appeal(
		by: &T::AccountId,
		id: ClaimId,
		overturned: &[u8],
	) -> DispatchResult {
		let claim = Self::known_claim(id)?;
		let mut appeal = Appeals::<T>::get(id)
			.filter(|appeal| appeal.decided_at.is_none())
			.ok_or(Error::<T>::NoAppeal)?;
		let reviews = T::Credentials::has_role(by, Role::IndependentReviewer);
		ensure!(reviews, Error::<T>::NotReviewer);
		Self::ensure_independent(by, id, &claim)?;
		let details = Self::details_of(id)?;
		Self::ensure_lines(overturned, details.lines.len())?;
		let appealed = overturned.iter().all(|line| appeal.lines.contains(line));
		ensure!(appealed, Error::<T>::LineNotFound);

		appeal.decided_at = Some(Self::now());
		let supplements = match claim.status {
			ClaimStatus::Pended(_) => {
				Self::decide_overdue(id, claim, details, &appeal, overturned)?;
				Vec::new()
			}
			ClaimStatus::Adjudicated => {
				Self::supplement(id, &claim, &details, &appeal, overturned)?
			}
			_ => return Err(Error::<T>::NotAdjudicated.into()),
		};
		appeal.supplements = BoundedVec::truncate_from(supplements.clone());
		Appeals::<T>::insert(id, &appeal);
		Self::deposit_event(Event::AppealDecided {
			claim: id,
			reviewer: by.clone(),
			overturned: Self::counted(overturned.len()),
			supplements,
		});
		Ok(())
	}

	/// The reviewer's decisions stand in the place of those that the insurer did not make.
	fn decide_overdue(
		id: ClaimId,
		claim: Claim<T::AccountId>,
		mut details: ClaimDetails<T::Deposit>,
		appeal: &Appeal<T::AccountId>,
		overturned: &[u8],
	) -> DispatchResult {
		for line in &appeal.lines {
			let verdict = match overturned.contains(line) {
				true => Verdict::Approve,
				false => Verdict::Deny(Reason::NotNecessary),
			};
			details.decide(LineVerdict { line: *line, payer: appeal.payer, verdict });
		}
		DetailsOf::<T>::insert(id, &details);
		Self::decide_again(id, claim, &details)
	}

	/// Files what pays for overturned lines, for biller and patient apart. Answers the numbers.
	fn supplement(
		id: ClaimId,
		claim: &Claim<T::AccountId>,
		details: &ClaimDetails<T::Deposit>,
		appeal: &Appeal<T::AccountId>,
		overturned: &[u8],
	) -> Result<Vec<ClaimId>, DispatchError> {
		let answers = Self::answers_of(id);
		let taken: Vec<_> = overturned
			.iter()
			.filter_map(|line| Self::taken(&answers, appeal.payer, *line))
			.collect();
		let mut supplements = Vec::new();
		for (to_patient, payee) in [(false, Payee::Provider), (true, Payee::Patient)] {
			let part =
				|| taken.iter().filter(|taken| (taken.group == Group::Patient) == to_patient);
			let claimed = part()
				.filter_map(|taken| details.lines.get(usize::from(taken.line)).copied())
				.collect::<Vec<_>>();
			if claimed.is_empty() {
				continue;
			}
			let lines = Lines::truncate_from(claimed);
			let rests = part().map(|taken| taken.amount).collect::<Vec<_>>();
			let approved = (0u8..).zip(&lines).map(|(line, _)| LineVerdict {
				line,
				payer: 0,
				verdict: Verdict::Approve,
			});
			let coverage = details.coverages.get(usize::from(appeal.payer)).copied();
			let coverages = coverage.into_iter().collect::<Vec<_>>();
			let supplement = Claim {
				submitter: appeal.appellant.clone(),
				payee,
				origin: Origin::Appeal { claim: id, payer: appeal.payer },
				status: ClaimStatus::Adjudicated,
				submitted_at: Self::now(),
				decided_at: None,
				charge: rests.iter().copied().fold(0, Amount::saturating_add),
				paid: 0,
				patient_share: 0,
				bill: None,
				confirmed: true,
				..claim.clone()
			};
			let insurances = Self::insurances(&coverages, claim.currency, &lines);
			let draft = ClaimDetails {
				verdicts: BoundedVec::truncate_from(approved.collect::<Vec<_>>()),
				lines,
				attachments: BoundedVec::new(),
				coverages: BoundedVec::truncate_from(coverages),
				rests: BoundedVec::truncate_from(rests),
				ticket: (),
			};
			supplements.push(Self::file((supplement, draft, insurances))?);
		}
		Ok(supplements)
	}
}
