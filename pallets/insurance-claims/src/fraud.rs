//! What is looked at before money goes: duplicates, drug packs, and what rules leave to people. And
//! what becomes of a claim that was reported.

use crate::{
	claim::{payer_index, Case, Outcome, RecordOf},
	day_of, Attachments, Benefit, Claim, ClaimDetails, ClaimId, ClaimLine, ClaimStatus, Claims,
	Config, DailyLines, Error, Event, Fingerprint, Fingerprints, LineResult, Origin, PaidPacks,
	Pallet, Payee, PayerIndex, Pend, PendReason, Pool, Pools, Reason, Report, Reports,
	LEAST_SUPPLEMENT_LINES, MAX_SUPPLEMENT_LINES,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use frame::{deps::sp_io::hashing::blake2_256, prelude::*};
use medchain_support::{
	AccessRequest, Action, Actor, Amount, Billing, Commitment, Decision, Dispensing,
	InspectCredentials, InspectDispensing, Misconduct, Outcome as ConsentOutcome, Purpose,
	ReportMisconduct, ResourceClasses, Role, Roles, Sensitivities,
};

/// What a line is known by once it was decided.
pub(crate) struct Prints {
	/// Patient, biller, service, day and item: the same is never paid again.
	pub exact: Fingerprint,
	/// Patient, day and item: the same, whoever claims it and as whatever class of service.
	pub same_item: Fingerprint,
	/// Patient, biller, service, day and charge: the same service under another item.
	pub same_price: Fingerprint,
}

impl Prints {
	/// Those of a line. Each kind has a number of its own, so that no two kinds meet.
	pub(crate) fn of<AccountId: Encode>(
		patient: &AccountId,
		biller: &AccountId,
		line: &ClaimLine,
	) -> Self {
		let (service, day, item) = (line.service, line.day(), line.item);
		Self {
			exact: (0u8, patient, biller, service, day, item).using_encoded(blake2_256),
			same_item: (1u8, patient, day, item).using_encoded(blake2_256),
			same_price: (2u8, patient, biller, service, day, line.charge())
				.using_encoded(blake2_256),
		}
	}

	pub(crate) fn all(&self) -> [Fingerprint; 3] {
		[self.exact, self.same_item, self.same_price]
	}
}

/// How the register of consent is asked: so that it writes down question and answer, or not.
type Ask<T> = fn(
	&<T as frame_system::Config>::AccountId,
	&Actor<<T as frame_system::Config>::AccountId>,
	&AccessRequest,
) -> Decision;

/// A claim as one payer sees it, before it is settled.
struct View<'a, T: Config> {
	claim: &'a Claim<T::AccountId>,
	attachments: &'a Attachments,
	case: &'a Case<T::AccountId>,
	outcome: &'a Outcome,
	place: usize,
	ask: Ask<T>,
}

/// A rule that makes a claim wait for a payer.
type Rule<'a, T> = (PendReason, fn(&View<'a, T>) -> bool);

impl<T: Config> View<'_, T> {
	fn result(&self, line: usize) -> Option<&LineResult> {
		self.outcome.answers.get(self.place)?.lines.get(line)
	}

	/// Lines with which this payer has something to do, and about which nobody decided for it.
	fn undecided(&self) -> impl Iterator<Item = (usize, &ClaimLine, &LineResult)> {
		self.case.facts.lines.iter().enumerate().filter_map(|(place, line)| {
			let result = self.result(place)?;
			let settled = result.denied.is_some() || result.prior >= line.charge;
			let open = !settled && !self.case.is_approved(self.place, place);
			open.then_some((place, &line.claimed, result))
		})
	}

	fn benefit(&self, line: &ClaimLine) -> Option<&Benefit> {
		self.case.facts.payers.get(self.place)?.terms.benefit(line.service)
	}

	fn needs_documents(&self) -> bool {
		self.undecided()
			.any(|(_, line, _)| self.benefit(line).is_some_and(|benefit| benefit.attachment))
	}

	/// The patient said that there was no such service, and the insurer has not decided about all of
	/// it.
	fn is_contested(&self) -> bool {
		let contested = matches!(
			self.claim.status,
			ClaimStatus::Pended(Pend { reason: PendReason::ServiceContested, payer, .. })
				if payer == payer_index(self.place)
		);
		contested && self.undecided().next().is_some()
	}

	/// Whether the payer needs documents that it may not read. It is asked for only if there are some.
	fn lacks_consent(&self) -> bool {
		if self.attachments.is_empty() || !self.needs_documents() {
			return false;
		}
		let insurer = self.case.insurances.list.get(self.place);
		let pools = &self.case.insurances.pools;
		let pool = insurer.and_then(|insurance| pools.get(&insurance.coverage.pool));
		let Some(pool) = pool else { return true };
		let patient = &self.claim.patient;
		let decision = Pallet::<T>::ask(self.ask, patient, &pool.insurer, self.attachments);
		decision.outcome != ConsentOutcome::Permit || decision.redact != ResourceClasses::EMPTY
	}

	fn has_suspect(&self) -> bool {
		self.undecided().any(|(place, ..)| self.case.suspects.get(place).copied().unwrap_or(false))
	}

	fn is_outlier(&self) -> bool {
		let terms = self.case.facts.payers.get(self.place).map(|payer| &payer.terms);
		let Some(outlier) = terms.and_then(|terms| terms.outlier) else { return false };
		self.undecided().any(|(_, line, _)| {
			let ceiling = self.benefit(line).and_then(|benefit| benefit.ceiling);
			let most = ceiling.and_then(|ceiling| outlier.of(ceiling));
			most.is_some_and(|most| line.unit_price > most)
		})
	}

	/// Whether the biller is paid more lines of one day than the plan lets pass unseen.
	fn is_too_fast(&self) -> bool {
		let payer = self.case.facts.payers.get(self.place);
		let Some(most) = payer.and_then(|payer| payer.terms.daily_lines) else { return false };
		let Some(insurance) = self.case.insurances.list.get(self.place) else { return false };
		let mut days = BTreeMap::<u32, (u32, bool)>::new();
		for (place, line) in self.case.facts.lines.iter().enumerate() {
			if self.result(place).is_some_and(|result| result.paid > 0) {
				let (lines, undecided) = days.entry(line.claimed.day()).or_default();
				*lines = lines.saturating_add(1);
				*undecided |= !self.case.is_approved(self.place, place);
			}
		}
		days.into_iter().filter(|(_, (_, undecided))| *undecided).any(|(day, (lines, _))| {
			let known = DailyLines::<T>::get((insurance.coverage.pool, &self.claim.biller, day));
			known.saturating_add(lines) > most
		})
	}

	fn is_unconfirmed(&self) -> bool {
		let payer = self.case.facts.payers.get(self.place);
		let Some(most) = payer.and_then(|payer| payer.terms.confirm_above) else { return false };
		let paid = self.outcome.answers.get(self.place).map_or(0, |answer| answer.paid);
		let undecided = self.undecided().any(|(_, _, result)| result.paid > 0);
		!self.claim.confirmed && paid > most && undecided
	}

	/// Whether the payer's pool would hold less than its reserve once all was paid that this claim
	/// takes from it.
	fn is_short(&self) -> bool {
		let answers = &self.outcome.answers;
		let Some(own) = answers.get(self.place).filter(|own| own.paid > 0) else { return false };
		let Some(pool) = self.case.insurances.pools.get(&own.pool) else { return true };
		let (mut cash, mut freed, mut cut): (Amount, Amount, Amount) = (0, 0, 0);
		for (answer, payer) in answers.iter().zip(&self.case.facts.payers) {
			if answer.pool != own.pool {
				continue;
			}
			cash = cash.saturating_add(answer.paid.saturating_sub(answer.withheld));
			let Some(term) = payer.term.as_ref().filter(|term| !term.closed) else { continue };
			freed = freed.saturating_add(answer.paid);
			cut = cut.saturating_add(term.cut_by(answer.paid));
		}
		let open = pool.open.saturating_sub(freed);
		let after = Pool { owed: pool.owed.saturating_sub(cut), ..pool.clone() };
		!Pallet::<T>::is_solvent(own.pool, &after, cash, open)
	}
}

impl<T: Config> Pallet<T> {
	/// What the register of consent says to an insurer that needs to read these documents.
	pub(crate) fn ask(
		ask: Ask<T>,
		patient: &T::AccountId,
		insurer: &T::AccountId,
		documents: &Attachments,
	) -> Decision {
		let request = AccessRequest {
			purpose: Purpose::Payment,
			action: Action::Access,
			classes: documents.iter().map(|document| document.class).collect(),
			sensitivities: Sensitivities::EMPTY,
		};
		ask(patient, &Actor::alone(insurer.clone()), &request)
	}

	/// Whether a line of another claim is known by this. A claim that pays after an appeal stands
	/// beside the one that was appealed.
	fn is_known(claim: &Claim<T::AccountId>, noted: Option<ClaimId>) -> bool {
		let appealed = match claim.origin {
			Origin::Appeal { claim, .. } => Some(claim),
			_ => None,
		};
		noted.is_some() && noted != appealed
	}

	/// Whether the item of a line that an appeal has granted was decided in another claim, before it or
	/// since: nobody has noted what nobody paid, and nobody was asked about what was denied, nor is about
	/// what an appeal has granted.
	fn is_claimed_elsewhere(claim: &Claim<T::AccountId>, prints: &Prints) -> bool {
		let Origin::Appeal { claim: appealed, .. } = claim.origin else { return false };
		let Some(noted) = Fingerprints::<T>::get(prints.same_item) else { return false };
		let beside = || {
			let origin = Claims::<T>::get(noted).map(|record| record.claim.origin);
			matches!(origin, Some(Origin::Appeal { claim, .. }) if claim == appealed)
		};
		noted != appealed && !beside()
	}

	/// Why no payer pays for a line: it is a duplicate, or something is wrong with its pack. A pack was
	/// dispensed on the day of service, in universal time: else a line of another day, within another
	/// term, would be claimed with it.
	pub(crate) fn fault_of(
		claim: &Claim<T::AccountId>,
		line: &ClaimLine,
		prints: &Prints,
	) -> Option<Reason> {
		let known = Self::is_known(claim, Fingerprints::<T>::get(prints.exact));
		if known || Self::is_claimed_elsewhere(claim, prints) {
			return Some(Reason::ExactDuplicate);
		}
		let pack = line.pack?;
		if Self::is_known(claim, PaidPacks::<T>::get(pack.id)) {
			return Some(Reason::PackPaid);
		}
		match T::Dispensing::inspect(&pack, &claim.biller, &claim.patient) {
			Dispensing::Dispensed { at } => {
				(day_of(at) != day_of(line.serviced)).then_some(Reason::PackOtherDay)
			}
			Dispensing::NotDispensed | Dispensing::Unknown => Some(Reason::PackNotDispensed),
			Dispensing::Recalled => Some(Reason::PackRecalled),
			Dispensing::Expired => Some(Reason::PackExpired),
		}
	}

	/// Whether the same item of this patient on this day was claimed by another biller or as another
	/// service, or this biller was paid as much for another item of this service.
	pub(crate) fn is_suspect(claim: &Claim<T::AccountId>, prints: &Prints) -> bool {
		[prints.same_item, prints.same_price]
			.into_iter()
			.any(|print| Self::is_known(claim, Fingerprints::<T>::get(print)))
	}

	/// What people have to decide before a claim is settled, and for which payer: the first rule of
	/// this order that no appeal has lifted, and for it the first payer. For each payer that needs
	/// documents, up to the first that may not read them, consent is asked once. If it is asked, the claim
	/// waits: who may read documents has to.
	pub(crate) fn why_it_waits<Ticket>(
		claim: &Claim<T::AccountId>,
		details: &ClaimDetails<Ticket>,
		case: &Case<T::AccountId>,
		outcome: &Outcome,
		ask: Ask<T>,
	) -> Option<(PendReason, PayerIndex)> {
		let rules: [Rule<'_, T>; 8] = [
			(PendReason::ServiceContested, View::is_contested),
			(PendReason::ConsentMissing, View::lacks_consent),
			(PendReason::AttachmentReview, View::needs_documents),
			(PendReason::DuplicateSuspected, View::has_suspect),
			(PendReason::PriceOutlier, View::is_outlier),
			(PendReason::Velocity, View::is_too_fast),
			(PendReason::Confirmation, View::is_unconfirmed),
			(PendReason::PoolShort, View::is_short),
		];
		let places = 0..outcome.answers.len();
		rules.into_iter().find_map(|(reason, holds)| {
			let attachments = &details.attachments;
			let payer = places.clone().find(|place| {
				!details.waived.contains(&(payer_index(*place), reason))
					&& holds(&View { claim, attachments, case, outcome, place: *place, ask })
			})?;
			Some((reason, payer_index(payer)))
		})
	}

	/// Whether `who` is `to`, or one of them acts for the other.
	pub(crate) fn belongs(who: &T::AccountId, to: &T::AccountId) -> bool {
		who == to
			|| T::Credentials::is_affiliated(who, to)
			|| T::Credentials::is_affiliated(to, who)
	}

	/// The insurers of a claim: those who answered, or those who will.
	pub(crate) fn insurers_of(record: &RecordOf<T>) -> Vec<T::AccountId> {
		if record.answers.is_empty() {
			let coverages = record.details.coverages.iter();
			return coverages.filter_map(|id| Self::insurer_of(*id)).collect();
		}
		let pools: BTreeSet<_> = record.answers.iter().map(|answer| answer.pool).collect();
		pools.into_iter().filter_map(Pools::<T>::get).map(|pool| pool.insurer).collect()
	}

	/// That `who` belongs neither to the patient, the biller nor an insurer of a claim, nor to
	/// `another` who asked for a decision.
	pub(crate) fn ensure_independent(
		who: &T::AccountId,
		record: &RecordOf<T>,
		another: &T::AccountId,
	) -> DispatchResult {
		let Claim { patient, submitter, biller, .. } = &record.claim;
		let concerned =
			[patient, submitter, biller, another].into_iter().any(|to| Self::belongs(who, to))
				|| Self::insurers_of(record).iter().any(|to| Self::belongs(who, to));
		ensure!(!concerned, Error::<T>::NotIndependent);
		Ok(())
	}

	/// Whether a report waits for a decision. One that nobody decides in time counts as not found, so
	/// that nobody bars a claim for ever by reporting it.
	fn is_open(report: &Report<T::AccountId>) -> bool {
		let last = report.reported_at.saturating_add(T::ReviewPeriod::get());
		report.found.is_none() && Self::now() <= last
	}

	/// Whether a claim is not taken back, nor removed, because of a report. Only the first one does that:
	/// what came to nothing once is looked at again, but reporting in turn holds no claim for ever.
	pub(crate) fn is_held_by_report(id: ClaimId) -> bool {
		Reports::<T>::get(id).is_some_and(|report| report.first && Self::is_open(&report))
	}

	/// A report in which no fraud was found does not close the matter for ever; but whoever has made
	/// it does not make it again.
	pub(crate) fn do_report_fraud(
		by: &T::AccountId,
		id: ClaimId,
		evidence: Commitment,
	) -> DispatchResult {
		let record = Self::known_claim(id)?;
		let concerned = *by == record.claim.patient
			|| T::Credentials::has_role(by, Role::Regulator)
			|| Self::insurers_of(&record).iter().any(|to| Self::acts_for_insurer(by, to));
		ensure!(concerned, Error::<T>::NotConcerned);
		ensure!(record.claim.status.is_live(), Error::<T>::NotAdjudicated);
		let before = Reports::<T>::get(id);
		let again = |before: &Report<_>| !Self::is_open(before) && before.reporter != *by;
		ensure!(before.as_ref().is_none_or(again), Error::<T>::AlreadyReported);
		let report = Report {
			reporter: by.clone(),
			evidence,
			reported_at: Self::now(),
			found: None,
			first: before.is_none(),
		};
		Reports::<T>::insert(id, report);
		Self::deposit_event(Event::FraudReported { claim: id, reporter: by.clone() });
		Ok(())
	}

	/// If there was fraud, the claim is void, and so are those that paid what appeals about it have
	/// granted. One that was taken back meanwhile stays that, but the biller is reported too. Answers how
	/// many lines it has, and how many those have together.
	pub(crate) fn do_decide_fraud(
		by: &T::AccountId,
		id: ClaimId,
		found: bool,
	) -> Result<(u32, u32), DispatchError> {
		let record = Self::known_claim(id)?;
		let mut report = Reports::<T>::get(id).filter(Self::is_open).ok_or(Error::<T>::NoReport)?;
		let decides: Roles = [Role::Regulator, Role::IndependentReviewer].into_iter().collect();
		ensure!(T::Credentials::has_any_role(by, decides), Error::<T>::NotReviewer);
		Self::ensure_independent(by, &record, &report.reporter)?;

		let (own, mut supplements) = (Self::counted(record.details.lines.len()), 0);
		let (mut debt, mut bill_cancelled): (Amount, bool) = (0, false);
		let (biller, status) = (record.claim.biller.clone(), record.claim.status);
		// Of one that an appeal has granted, the claim that was appealed may be void already.
		if found && status.is_live() {
			bill_cancelled = record.claim.bill.is_some_and(|bill| T::Billing::cancel(bill).is_ok());
			debt = Self::make_void(id, record, bill_cancelled)?;
			supplements = Self::make_supplements_void(id, bill_cancelled)?;
		}
		if found && status != ClaimStatus::Voided {
			T::Reputation::report(&biller, Misconduct::FalseClaim, report.evidence);
		}
		report.found = Some(found);
		Reports::<T>::insert(id, report);
		Self::deposit_event(Event::FraudDecided { claim: id, found, debt, bill_cancelled });
		Ok((own, supplements))
	}

	/// What was paid of a claim is the biller's debt, and all counters are as if it had never been. If
	/// the patient owes nothing for it any more, it owes what insurers had paid to it. Appeals about it
	/// end. Answers the debt.
	fn make_void(
		id: ClaimId,
		mut record: RecordOf<T>,
		bill_cancelled: bool,
	) -> Result<Amount, DispatchError> {
		Self::restore(id, &record)?;
		let mut debt: Amount = 0;
		for answer in &record.answers {
			Self::add_debt(answer.pool, &record.claim.biller, answer.paid);
			debt = debt.saturating_add(answer.paid);
		}
		if bill_cancelled && record.claim.payee == Payee::Patient {
			// Who cannot bill bears it.
			let bill = Self::bill_what_was_paid(id, &record).ok().flatten();
			record.claim.bill = bill.or(record.claim.bill);
		}
		if matches!(record.claim.status, ClaimStatus::Pended(_)) {
			Self::end_waiting(&record.details);
		}
		record.claim.status = ClaimStatus::Voided;
		record.claim.decided_at = record.claim.decided_at.or_else(|| Some(Self::now()));
		Claims::<T>::insert(id, record);
		Self::end_open_appeals(id);
		Ok(debt)
	}

	/// What appeals about a claim were paid is void with it. A bill on which money remains is left to
	/// patient and biller. For one that was void before, the patient owes what insurers had paid to it
	/// only now that it owes nothing for the claim. Answers how many lines that were, as they are
	/// charged for: a short one costs more than its lines.
	fn make_supplements_void(id: ClaimId, bill_cancelled: bool) -> Result<u32, DispatchError> {
		let mut lines: u32 = 0;
		for (_, _, appeal) in Self::appeals_of(id) {
			for supplement in &appeal.supplements {
				let known = Claims::<T>::get(supplement);
				let own =
					known.as_ref().map_or(0, |known| Self::counted(known.details.lines.len()));
				lines = lines.saturating_add(own.max(LEAST_SUPPLEMENT_LINES));
				let Some(mut record) = known else { continue };
				let bill = record.claim.bill;
				if !record.claim.status.is_live() {
					let unbilled = record.claim.status == ClaimStatus::Voided
						&& record.claim.is_patients_supplement()
						&& bill.is_none();
					if unbilled && bill_cancelled {
						record.claim.bill =
							Self::bill_what_was_paid(*supplement, &record).ok().flatten();
						Claims::<T>::insert(supplement, record);
					}
					continue;
				}
				let cancelled = bill.map(|bill| T::Billing::cancel(bill).is_ok());
				let debt =
					Self::make_void(*supplement, record, cancelled.unwrap_or(bill_cancelled))?;
				Self::deposit_event(Event::ClaimVoided { claim: *supplement, debt });
			}
		}
		Ok(lines.min(MAX_SUPPLEMENT_LINES))
	}
}
