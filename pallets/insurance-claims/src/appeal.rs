//! Appeals: what a payer denied, or did not decide in time, is decided by somebody who belongs to
//! nobody concerned.
//!
//! What an appeal grants of a decided claim is paid by a supplement: a claim of its own, of the
//! granted lines alone, under the payer that had denied them. It charges what the denial took: what
//! the biller had to bear goes to the biller, and what the patient had to bear, who was billed for it,
//! to the patient.

use crate::{
	adjudication::patient_share, claim::RecordOf, Adjudication, Appeal, AppealKind, Appeals, Claim,
	ClaimDetails, ClaimId, ClaimLine, ClaimStatus, Claims, Config, Error, Event, Group,
	LineVerdict, Lines, Origin, Pallet, Payee, PayerIndex, Pend, PendReason, Reason, Record, Term,
	Verdict, MAX_LINES,
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

/// An appeal, with the payer whom it is against and its kind.
type Known<AccountId> = (PayerIndex, AppealKind, Appeal<AccountId>);

impl<T: Config> Pallet<T> {
	/// The appeals about a claim, by payer and kind.
	pub(crate) fn appeals_of(id: ClaimId) -> Vec<Known<T::AccountId>> {
		let mut appeals: Vec<_> = Appeals::<T>::iter_prefix((id,))
			.map(|((payer, kind), appeal)| (payer, kind, appeal))
			.collect();
		appeals.sort_by_key(|(payer, kind, _)| (*payer, *kind));
		appeals
	}

	/// When an appeal ended; none while it waits for a decision. One that nobody decides in time ends by
	/// itself with nothing overturned, so that nobody holds a claim for ever by appealing.
	pub(crate) fn end_of(appeal: &Appeal<T::AccountId>) -> Option<u64> {
		let last = appeal.filed_at.saturating_add(Self::time_to_decide());
		appeal.decided_at.or_else(|| Some(last).filter(|last| Self::now() > *last))
	}

	/// Whether an appeal waits for a decision.
	pub(crate) fn is_undecided(appeal: &Appeal<T::AccountId>) -> bool {
		Self::end_of(appeal).is_none()
	}

	/// Whether an appeal about a claim waits for a decision. There is never more than one.
	pub(crate) fn has_open_appeal(id: ClaimId) -> bool {
		Appeals::<T>::iter_prefix((id,)).any(|(_, appeal)| Self::is_undecided(&appeal))
	}

	/// Whether a claim stands as long as its appeals do: one is open, or was paid by supplements.
	pub(crate) fn is_bound_by_appeal(id: ClaimId) -> bool {
		Appeals::<T>::iter_prefix((id,))
			.any(|(_, appeal)| Self::is_undecided(&appeal) || !appeal.supplements.is_empty())
	}

	/// An appeal against silence ends when the claim goes on without it.
	pub(crate) fn end_silence(id: ClaimId, before: Pend, status: ClaimStatus) {
		if status == ClaimStatus::Pended(before) {
			return;
		}
		Appeals::<T>::mutate((id, before.payer, AppealKind::Silence), |appeal| {
			let open = appeal.as_mut().filter(|appeal| Self::is_undecided(appeal));
			let Some(appeal) = open else { return };
			appeal.decided_at = Some(Self::now());
		});
	}

	/// Whatever appeal about a claim is open, it ends.
	pub(crate) fn end_open_appeals(id: ClaimId) {
		for (payer, kind, mut appeal) in Self::appeals_of(id) {
			if Self::is_undecided(&appeal) {
				appeal.decided_at = Some(Self::now());
				Appeals::<T>::insert((id, payer, kind), appeal);
			}
		}
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
		let record = Self::known_claim(id)?;
		let Record { claim, .. } = &record;
		let is_patient = *by == claim.patient;
		let concerned = is_patient || Self::acts_for_biller(by, &claim.biller);
		ensure!(concerned, Error::<T>::NotConcerned);
		let (kind, lines) = match claim.status {
			ClaimStatus::Pended(pend) => {
				let lines = Self::appealed_silence(id, &record, pend, payer)?;
				(AppealKind::Silence, lines)
			}
			ClaimStatus::Adjudicated => {
				let kind = if is_patient { AppealKind::Patient } else { AppealKind::Biller };
				Self::ensure_appealable(id, &record, (payer, kind), &lines)?;
				(kind, lines)
			}
			_ => return Err(Error::<T>::NotAdjudicated.into()),
		};
		let now = Self::now();
		if kind != AppealKind::Silence {
			// So long it can be decided, and be followed by the other side's.
			let last = now.saturating_add(Self::time_to_decide());
			let last = last.saturating_add(T::AppealPeriod::get());
			Self::keep_for_appeals(&record.details, payer, last);
		}
		let appeal = Appeal {
			appellant: by.clone(),
			lines,
			evidence,
			filed_at: now,
			decided_at: None,
			supplements: BoundedVec::new(),
		};
		Appeals::<T>::insert((id, payer, kind), appeal);
		let appellant = by.clone();
		Self::deposit_event(Event::ClaimAppealed { claim: id, payer, kind, appellant });
		Ok(())
	}

	/// That a claim has waited for this payer too long, and since when is not as long ago as a decision
	/// is appealed: then it lapses. Nobody's word puts money into a pool. Answers what such an appeal is
	/// about: every line.
	fn appealed_silence(
		id: ClaimId,
		record: &RecordOf<T>,
		pend: Pend,
		payer: PayerIndex,
	) -> Result<BoundedVec<u8, ConstU32<MAX_LINES>>, DispatchError> {
		ensure!(!Self::has_open_appeal(id), Error::<T>::AlreadyAppealed);
		ensure!(pend.payer == payer, Error::<T>::PayerNotFound);
		ensure!(pend.reason != PendReason::PoolShort, Error::<T>::NothingToAppeal);
		ensure!(Self::now() > pend.deadline, Error::<T>::DeadlineNotOver);
		let last = pend.deadline.saturating_add(T::AppealPeriod::get());
		ensure!(Self::now() <= last, Error::<T>::DeadlineOver);
		let count = u8::try_from(record.details.lines.len()).unwrap_or(u8::MAX);
		Ok(BoundedVec::truncate_from((0..count).collect()))
	}

	/// That this appeal can be brought against a decision: the first of its kind against this payer,
	/// about denied lines. Who bears a line appeals about it whatever the other side has done; who does
	/// not, only if the other has not. While one appeal is open no other is brought; there is time for
	/// that afterwards.
	fn ensure_appealable(
		id: ClaimId,
		record: &RecordOf<T>,
		(payer, kind): (PayerIndex, AppealKind),
		lines: &[u8],
	) -> DispatchResult {
		let Record { claim, answers, .. } = record;
		// A supplement is what an appeal came to.
		ensure!(!claim.is_supplement(), Error::<T>::AlreadyAppealed);
		let appeals = Self::appeals_of(id);
		let ended = appeals.iter().filter_map(|(.., appeal)| Self::end_of(appeal));
		let latest = ended.chain(claim.decided_at).max().unwrap_or_default();
		let last = latest.saturating_add(T::AppealPeriod::get());
		ensure!(Self::now() <= last, Error::<T>::DeadlineOver);
		let answer = answers.get(usize::from(payer)).ok_or(Error::<T>::PayerNotFound)?;
		Self::ensure_lines(lines, answer.lines.len())?;
		let denied = lines.iter().map(|line| Self::taken(answers, payer, *line));
		let denied: Vec<_> = denied.collect::<Option<_>>().unwrap_or_default();
		ensure!(!denied.is_empty(), Error::<T>::NothingToAppeal);
		let bars = |(whose, known, appeal): Known<T::AccountId>| {
			let of_decision = whose == payer && known != AppealKind::Silence;
			let of_other =
				|taken: &Taken| appeal.lines.contains(&taken.line) && !kind.bears(taken.group);
			let same = known == kind || denied.iter().any(of_other);
			Self::is_undecided(&appeal) || (of_decision && same)
		};
		ensure!(!appeals.into_iter().any(bars), Error::<T>::AlreadyAppealed);
		Ok(())
	}

	/// That each of these places is a line's, and none is named twice.
	fn ensure_lines(places: &[u8], lines: usize) -> DispatchResult {
		let mut named = BTreeSet::new();
		let sound = places.iter().all(|line| usize::from(*line) < lines && named.insert(*line));
		ensure!(sound, Error::<T>::LineNotFound);
		Ok(())
	}

	/// Decides an appeal. Lines that are not named stay as the payer decided. Answers how many lines
	/// the claim has.
	pub(crate) fn do_decide_appeal(
		by: &T::AccountId,
		id: ClaimId,
		(payer, kind): (PayerIndex, AppealKind),
		overturned: &[u8],
	) -> Result<u32, DispatchError> {
		let record = Self::known_claim(id)?;
		let mut appeal = Appeals::<T>::get((id, payer, kind))
			.filter(|appeal| appeal.decided_at.is_none())
			.ok_or(Error::<T>::NoAppeal)?;
		ensure!(Self::is_undecided(&appeal), Error::<T>::DeadlineOver);
		let reviews = T::Credentials::has_role(by, Role::IndependentReviewer);
		ensure!(reviews, Error::<T>::NotReviewer);
		Self::ensure_independent(by, &record, &appeal.appellant)?;
		let lines = record.details.lines.len();
		Self::ensure_lines(overturned, lines)?;
		let appealed = overturned.iter().all(|line| appeal.lines.contains(line));
		ensure!(appealed, Error::<T>::LineNotFound);

		appeal.decided_at = Some(Self::now());
		let supplements = match record.claim.status {
			ClaimStatus::Pended(pend) => {
				Self::decide_overdue(id, record, pend, &appeal, overturned)?;
				Vec::new()
			}
			ClaimStatus::Adjudicated => Self::supplement(id, &record, payer, &appeal, overturned)?,
			_ => return Err(Error::<T>::NotAdjudicated.into()),
		};
		appeal.supplements = BoundedVec::truncate_from(supplements.clone());
		Appeals::<T>::insert((id, payer, kind), &appeal);
		Self::deposit_event(Event::AppealDecided {
			claim: id,
			payer,
			kind,
			reviewer: by.clone(),
			overturned: Self::counted(overturned.len()),
			supplements,
		});
		Ok(Self::counted(lines))
	}

	/// The claim waits no more for what it waited for in vain. Lines that are overturned go on by the
	/// rules, which the reviewer lifts for nobody; the others are denied.
	fn decide_overdue(
		id: ClaimId,
		mut record: RecordOf<T>,
		Pend { reason, payer, .. }: Pend,
		appeal: &Appeal<T::AccountId>,
		overturned: &[u8],
	) -> DispatchResult {
		let details = &mut record.details;
		for line in appeal.lines.iter().copied() {
			if overturned.contains(&line) {
				details.overturn(line, payer);
			} else {
				let verdict = Verdict::Deny(Reason::NotNecessary);
				details.decide(LineVerdict { line, payer, verdict });
			}
		}
		details.waive(payer, reason);
		match reason {
			// The patient is not asked again.
			PendReason::ServiceContested => details.waive(payer, PendReason::Confirmation),
			// Who need not read the documents need not be allowed to.
			PendReason::AttachmentReview => details.waive(payer, PendReason::ConsentMissing),
			_ => (),
		}
		Self::decide_again(id, record).map(|_| ())
	}

	/// What supplements have granted of a line to this payee: those of other payers what they paid, or,
	/// while they wait, may still pay: nobody waits with an appeal for the money of another payer's pool,
	/// and what cannot wait for it withdraws its supplement before. Those of this payer all of what they
	/// are about, which was shared out by its rules.
	fn granted(
		supplements: &[(PayerIndex, RecordOf<T>)],
		(payer, payee): (PayerIndex, Payee),
		line: &ClaimLine,
	) -> Amount {
		let of_supplement = |(whose, record): &(PayerIndex, RecordOf<T>)| {
			let Record { claim, details, answers } = record;
			let place = details.lines.iter().position(|known| known == line)?;
			let result = answers.first().and_then(|answer| answer.lines.get(place));
			match claim.status {
				_ if claim.payee != payee => None,
				ClaimStatus::Adjudicated if *whose != payer => result.map(|result| result.paid),
				status if status.is_live() => details.rests.get(place).copied(),
				_ => None,
			}
		};
		supplements.iter().filter_map(of_supplement).fold(0, Amount::saturating_add)
	}

	/// Files what pays for overturned lines, for biller and patient apart, within the network where the
	/// line was. What supplements of other appeals have granted is not granted twice. Answers the
	/// numbers.
	fn supplement(
		id: ClaimId,
		record: &RecordOf<T>,
		payer: PayerIndex,
		appeal: &Appeal<T::AccountId>,
		overturned: &[u8],
	) -> Result<Vec<ClaimId>, DispatchError> {
		let Record { claim, details, answers } = record;
		let before: Vec<_> = Self::appeals_of(id)
			.into_iter()
			.flat_map(|(whose, _, appeal)| {
				appeal.supplements.into_iter().map(move |it| (whose, it))
			})
			.filter_map(|(whose, supplement)| Some((whose, Claims::<T>::get(supplement)?)))
			.collect();
		let network = details.coverages.get(usize::from(payer)).map(|id| details.network_of(*id));
		let network = network.unwrap_or_default();
		let mut parts = [Vec::new(), Vec::new()];
		let taken = overturned.iter().filter_map(|line| Self::taken(answers, payer, *line));
		for Taken { line, group, amount } in taken {
			let place = usize::from(line);
			let Some(claimed) = details.lines.get(place) else { continue };
			let inside = network.get(place).copied().unwrap_or_default();
			let [to_biller, to_patient] = &mut parts;
			let (part, payee) = match group {
				Group::Patient => (to_patient, Payee::Patient),
				_ => (to_biller, Payee::Provider),
			};
			let open = amount.saturating_sub(Self::granted(&before, (payer, payee), claimed));
			if open > 0 {
				part.push((*claimed, (open, inside)));
			}
		}
		let mut supplements = Vec::new();
		for (part, payee) in parts.into_iter().zip([Payee::Provider, Payee::Patient]) {
			if part.is_empty() {
				continue;
			}
			let (lines, known): (Vec<_>, Vec<_>) = part.into_iter().unzip();
			let (rests, inside): (Vec<_>, Vec<_>) = known.into_iter().unzip();
			let lines = Lines::truncate_from(lines);
			let approved = (0u8..).zip(&lines).map(|(line, _)| LineVerdict {
				line,
				payer: 0,
				verdict: Verdict::Approve,
			});
			let coverage = details.coverages.get(usize::from(payer)).copied();
			let coverages = coverage.into_iter().collect::<Vec<_>>();
			let (search, before) = (Self::search(&lines), Self::found_before(details));
			let holds = |(_, term): &(_, Term)| lines.iter().any(|it| term.contains(it.serviced));
			// The claim may have waited for so long that its term is too far back to be looked for.
			let insurances = Self::insurances(&coverages, claim.currency, |id, coverage| {
				search(id, coverage).or_else(|| before(id, coverage).filter(holds))
			});
			// A coverage that insured none of the services may be gone.
			if insurances.list.is_empty() {
				continue;
			}
			let supplement = Claim {
				submitter: appeal.appellant.clone(),
				payee,
				origin: Origin::Appeal { claim: id, payer },
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
			let draft = ClaimDetails {
				verdicts: BoundedVec::truncate_from(approved.collect::<Vec<_>>()),
				lines,
				attachments: BoundedVec::new(),
				waived: BoundedVec::new(),
				coverages: BoundedVec::truncate_from(coverages),
				terms: Self::terms_in(&insurances),
				in_network: BoundedVec::truncate_from(Vec::from([BoundedVec::truncate_from(
					inside,
				)])),
				rests: BoundedVec::truncate_from(rests),
				ticket: (),
			};
			supplements.push(Self::file((supplement, draft, insurances))?.id);
		}
		Ok(supplements)
	}
}
