//! Claims come in: what is checked before anything is stored, what a claim is decided from, and what
//! becomes of it.

use crate::{
	adjudication::{self, Facts, Grant, Line, Payer},
	fraud::Prints,
	types::day_of,
	Adjudication, Attachments, Authorization, AuthorizationId, AuthorizationStatus, Authorizations,
	Claim, ClaimDetails, ClaimId, ClaimLine, ClaimStatus, Claims, ClaimsOf, Config, Coverage,
	CoverageId, CoveragesOf, Days, Debts, Error, Event, Lines, NextClaim, Origin, Pallet, Payee,
	PayerIndex, Pend, PendReason, PlanId, PlanTerms, Pool, PoolId, Pools, Predetermination, Reason,
	Record, Term, TermNumber, Terms, Units, UseDays, DAY, MAX_COVERAGES,
};
use alloc::{
	collections::{btree_map::Entry, BTreeMap, BTreeSet},
	vec::Vec,
};
use frame::{
	prelude::*,
	traits::{Consideration, Footprint},
};
use medchain_support::{Amount, CurrencyId, InspectConsent, InspectCredentials, RecordAccess};

/// A claim as it is sent in.
#[derive(Clone, Debug)]
pub struct NewClaim<AccountId> {
	/// Who was treated.
	pub patient: AccountId,
	/// Who bills, if not the submitter itself.
	pub organization: Option<AccountId>,
	/// The currency.
	pub currency: CurrencyId,
	/// Who is paid.
	pub payee: Payee,
	/// Its lines.
	pub lines: Lines,
	/// Its documents.
	pub attachments: Attachments,
	/// The claim in whose place it stands.
	pub replaces: Option<ClaimId>,
}

/// What a runtime stores of a claim. Of one that pays after an appeal the biller puts down nothing.
pub type RecordOf<T> =
	Record<<T as frame_system::Config>::AccountId, Option<<T as Config>::Deposit>>;

/// A coverage under which a claim is paid, with the term of its earliest covered service.
pub(crate) struct Insurance<AccountId> {
	pub id: CoverageId,
	pub coverage: Coverage<AccountId>,
	pub term: Option<(TermNumber, Term)>,
}

/// The payers of a claim, in their order, and their pools.
pub(crate) struct Insurances<AccountId> {
	pub list: Vec<Insurance<AccountId>>,
	pub pools: BTreeMap<PoolId, Pool<AccountId>>,
	/// How many coverages were looked at to find them.
	pub asked: usize,
}

/// A claim before it has a number and a deposit, with its payers.
pub(crate) type Draft<AccountId> = (Claim<AccountId>, ClaimDetails<()>, Insurances<AccountId>);

/// All that a claim is decided from.
pub(crate) struct Case<AccountId> {
	/// What each payer is, in the order of the facts.
	pub insurances: Insurances<AccountId>,
	/// What the rules look at.
	pub facts: Facts,
	/// What each line is known by.
	pub prints: Vec<Prints>,
	/// Lines that are much like one that was decided before.
	pub suspects: Vec<bool>,
}

/// A claim that was stored.
pub(crate) struct Filed {
	/// Its number.
	pub id: ClaimId,
	/// Whether it took the usual course: there is one insurer, the services lie in the newest term, and
	/// the biller owed nothing.
	pub usual: bool,
	/// Where it stands.
	pub status: ClaimStatus,
}

/// What the rules say to a claim.
pub(crate) struct Outcome {
	/// What each payer does.
	pub answers: Vec<Adjudication>,
	/// Whom they pay.
	pub payee: Payee,
	/// What they pay together.
	pub paid: Amount,
	/// What is left to the patient.
	pub patient_share: Amount,
}

/// The place of a payer, as it is stored.
pub(crate) fn payer_index(place: usize) -> PayerIndex {
	PayerIndex::try_from(place).unwrap_or(PayerIndex::MAX)
}

impl<T: Config> Pallet<T> {
	/// What a claim takes of the chain's storage, as far as it differs.
	pub(crate) fn footprint(lines: &Lines, attachments: &Attachments) -> Footprint {
		Footprint::from_parts(1, lines.encoded_size().saturating_add(attachments.encoded_size()))
	}

	pub(crate) fn known_claim(id: ClaimId) -> Result<RecordOf<T>, DispatchError> {
		Ok(Claims::<T>::get(id).ok_or(Error::<T>::ClaimNotFound)?)
	}

	/// Whether `who` is the biller or acts for it.
	pub(crate) fn acts_for_biller(who: &T::AccountId, biller: &T::AccountId) -> bool {
		who == biller || T::Credentials::is_affiliated(who, biller)
	}

	/// Whose money stands behind a coverage.
	pub(crate) fn insurer_of(coverage: CoverageId) -> Option<T::AccountId> {
		let coverage = crate::Coverages::<T>::get(coverage)?;
		Pools::<T>::get(coverage.pool).map(|pool| pool.insurer)
	}

	/// Stores a claim that came in, and decides it.
	pub(crate) fn do_submit(
		submitter: &T::AccountId,
		new: NewClaim<T::AccountId>,
	) -> Result<Filed, DispatchError> {
		if let Some(old) = new.replaces {
			Self::take_out(submitter, old, &new)?;
		}
		Self::draft(submitter, new).and_then(Self::file)
	}

	/// Takes back the claim that another one replaces.
	fn take_out(
		submitter: &T::AccountId,
		id: ClaimId,
		new: &NewClaim<T::AccountId>,
	) -> DispatchResult {
		let old = Self::known_claim(id)?.claim;
		let biller = new.organization.as_ref().unwrap_or(submitter);
		let same =
			(&old.biller, &old.patient, old.currency) == (biller, &new.patient, new.currency);
		ensure!(same && !old.is_supplement(), Error::<T>::NotReplaceable);
		match old.status {
			ClaimStatus::Pended(_) => Self::do_withdraw(submitter, id),
			_ => Self::do_reverse(submitter, id).map(|_| ()),
		}
	}

	/// Checks a claim and finds who pays it. Stores nothing.
	pub(crate) fn draft(
		submitter: &T::AccountId,
		new: NewClaim<T::AccountId>,
	) -> Result<Draft<T::AccountId>, DispatchError> {
		let NewClaim { patient, organization, currency, payee, lines, attachments, replaces } = new;
		let biller = Self::biller_of(submitter, organization.as_ref())?;
		ensure!(biller != patient && *submitter != patient, Error::<T>::OwnClaim);
		let now = Self::now();
		let charge = Self::ensure_sound_lines(&lines, now)?;

		let listed = CoveragesOf::<T>::get(&patient);
		let mut insurances = Self::insurances(&listed, currency, Self::search(&lines));
		// Who insures none of the services has no say; if that is everybody, all say why.
		if insurances.list.iter().any(|insurance| insurance.term.is_some()) {
			insurances.list.retain(|insurance| insurance.term.is_some());
		}
		ensure!(!insurances.list.is_empty(), Error::<T>::NotCovered);
		for insurance in &insurances.list {
			Self::ensure_one_term(insurance, &lines)?;
		}

		let coverages = insurances.list.iter().map(|insurance| insurance.id).collect::<Vec<_>>();
		let network = |insurance: &Insurance<_>| {
			let known = Self::network(insurance.coverage.plan, &biller, &lines);
			BoundedVec::truncate_from(known)
		};
		let in_network = insurances.list.iter().map(network).collect::<Vec<_>>();
		let terms = Self::terms_in(&insurances);
		let claim = Claim {
			submitter: submitter.clone(),
			biller,
			patient,
			currency,
			payee,
			origin: replaces.map_or(Origin::Submitted, Origin::Replaces),
			status: ClaimStatus::Adjudicated,
			submitted_at: now,
			decided_at: None,
			charge,
			paid: 0,
			patient_share: 0,
			bill: None,
			confirmed: false,
		};
		let details = ClaimDetails {
			lines,
			attachments,
			verdicts: BoundedVec::new(),
			waived: BoundedVec::new(),
			coverages: BoundedVec::truncate_from(coverages),
			terms,
			in_network: BoundedVec::truncate_from(in_network),
			rests: BoundedVec::new(),
			ticket: (),
		};
		Ok((claim, details, insurances))
	}

	/// Answers what the lines charge together.
	fn ensure_sound_lines(lines: &Lines, now: u64) -> Result<Amount, DispatchError> {
		ensure!(!lines.is_empty(), Error::<T>::NoLines);
		let mut charge: Amount = 0;
		let (mut items, mut packs) = (BTreeSet::new(), BTreeSet::new());
		for line in lines {
			let own = line.charge().filter(|own| *own > 0).ok_or(Error::<T>::BadLine)?;
			charge = charge.checked_add(own).ok_or(Error::<T>::BadLine)?;
			ensure!(line.serviced <= now, Error::<T>::ServiceInFuture);
			// What was paid for it may be forgotten, and the term in which it was given.
			let kept_until = line.serviced.saturating_add(T::Retention::get());
			ensure!(now <= kept_until, Error::<T>::ServiceTooOld);
			let new = items.insert((line.day(), line.item))
				&& line.pack.is_none_or(|pack| packs.insert(pack.id));
			ensure!(new, Error::<T>::DuplicateInClaim);
		}
		Ok(charge)
	}

	/// Finds the term of a coverage in which the earliest of these lines lies that lies in one.
	pub(crate) fn search(
		lines: &Lines,
	) -> impl Fn(CoverageId, &Coverage<T::AccountId>) -> Option<(TermNumber, Term)> {
		let times: BTreeSet<_> = lines.iter().map(|line| line.serviced).collect();
		move |id, coverage| times.iter().find_map(|at| Self::term_at(id, coverage, *at))
	}

	/// Reads the term of a coverage that was found when a claim came in, however long ago that is.
	pub(crate) fn found_before<Ticket>(
		details: &ClaimDetails<Ticket>,
	) -> impl Fn(CoverageId, &Coverage<T::AccountId>) -> Option<(TermNumber, Term)> + '_ {
		move |id, _| {
			let number = details.term_of(id)?;
			Terms::<T>::get(id, number).map(|term| (number, term))
		}
	}

	/// These coverages, as far as they pay in this currency, each with the term that `find` finds.
	pub(crate) fn insurances(
		coverages: &[CoverageId],
		currency: CurrencyId,
		find: impl Fn(CoverageId, &Coverage<T::AccountId>) -> Option<(TermNumber, Term)>,
	) -> Insurances<T::AccountId> {
		let mut insurances =
			Insurances { list: Vec::new(), pools: BTreeMap::new(), asked: coverages.len() };
		for id in coverages {
			let Some(coverage) = crate::Coverages::<T>::get(id) else { continue };
			if let Entry::Vacant(unread) = insurances.pools.entry(coverage.pool) {
				let Some(pool) = Pools::<T>::get(coverage.pool) else { continue };
				unread.insert(pool);
			}
			let pays = |pool: &Pool<T::AccountId>| pool.currency == currency;
			if !insurances.pools.get(&coverage.pool).is_some_and(pays) {
				continue;
			}
			let term = find(*id, &coverage);
			insurances.list.push(Insurance { id: *id, coverage, term });
		}
		insurances
	}

	/// The terms under which these pay.
	pub(crate) fn terms_in(
		insurances: &Insurances<T::AccountId>,
	) -> BoundedVec<Option<TermNumber>, ConstU32<MAX_COVERAGES>> {
		let number = |insurance: &Insurance<_>| insurance.term.as_ref().map(|(number, _)| *number);
		BoundedVec::truncate_from(insurances.list.iter().map(number).collect())
	}

	/// That no service lies in another term of the same coverage.
	fn ensure_one_term(insurance: &Insurance<T::AccountId>, lines: &Lines) -> DispatchResult {
		let Some((_, term)) = &insurance.term else { return Ok(()) };
		let mut outside = lines.iter().filter(|line| !term.contains(line.serviced));
		let spans = outside
			.any(|line| Self::term_at(insurance.id, &insurance.coverage, line.serviced).is_some());
		ensure!(!spans, Error::<T>::SpansTerms);
		Ok(())
	}

	/// Gives a claim its number, stores and decides it. The biller puts down a deposit, but for what an
	/// appeal has granted: who has nothing to put down hinders nobody's right.
	pub(crate) fn file(
		(claim, details, insurances): Draft<T::AccountId>,
	) -> Result<Filed, DispatchError> {
		let newest = |insurance: &Insurance<_>| {
			insurance.term.as_ref().is_some_and(|(number, term)| {
				*number == insurance.coverage.current
					&& details.lines.iter().all(|line| line.serviced >= term.start)
			})
		};
		let plain = insurances.asked == 1 && insurances.list.iter().all(newest);
		let footprint = Self::footprint(&details.lines, &details.attachments);
		let deposit = || T::Deposit::new(&claim.biller, footprint);
		let ticket = (!claim.is_supplement()).then(deposit).transpose()?;
		let id = Self::next_number::<NextClaim<T>>()?;
		Self::deposit_event(Event::ClaimSubmitted {
			claim: id,
			biller: claim.biller.clone(),
			patient: claim.patient.clone(),
			currency: claim.currency,
			charge: claim.charge,
		});
		ClaimsOf::<T>::insert(&claim.patient, id.to_be_bytes(), ());
		ClaimsOf::<T>::insert(&claim.biller, id.to_be_bytes(), ());
		let details = details.with_ticket(ticket);
		let case = Self::gather(&claim, &details, insurances);
		let record = Record { claim, details, answers: BoundedVec::new() };
		let record = Self::decide(id, record, case)?;
		let owed = record.answers.iter().any(|answer| answer.withheld > 0);
		Ok(Filed { id, usual: plain && !owed, status: record.claim.status })
	}

	/// Decides a claim anew that waits. Whoever provides no more is paid no more, but for what an
	/// appeal has granted. Answers where the claim stands then.
	pub(crate) fn decide_again(
		id: ClaimId,
		record: RecordOf<T>,
	) -> Result<ClaimStatus, DispatchError> {
		let Record { claim, details, .. } = &record;
		let before = Self::found_before(details);
		let insurances = Self::insurances(&details.coverages, claim.currency, before);
		let mut case = Self::gather(claim, details, insurances);
		if !claim.is_supplement() && !Self::is_provider(&claim.biller) {
			for line in &mut case.facts.lines {
				line.fault = Some(Reason::ProviderNotEligible);
			}
		}
		Self::decide(id, record, case).map(|record| record.claim.status)
	}

	/// Lets the rules decide a claim: it is settled whole, or it waits, and the terms under which it is
	/// to be paid know of it. Answers what is stored of it then.
	fn decide(
		id: ClaimId,
		mut record: RecordOf<T>,
		case: Case<T::AccountId>,
	) -> Result<RecordOf<T>, DispatchError> {
		let waited = matches!(record.claim.status, ClaimStatus::Pended(_));
		let outcome = Self::weigh(&record.claim, &case);
		let ask = T::Consent::access;
		match Self::why_it_waits(&record.claim, &record.details, &case, &outcome, ask) {
			Some((reason, payer)) => {
				Self::let_wait(id, &mut record.claim, reason, payer);
				if !waited {
					Self::begin_waiting(&record.details);
				}
			}
			None => {
				Self::settle(id, &mut record, case, outcome)?;
				if waited {
					Self::end_waiting(&record.details);
					Self::keep_for_late_appeals(&record);
				}
			}
		}
		Claims::<T>::insert(id, &record);
		Ok(record)
	}

	/// Lets a claim wait. A payer does not win time by letting it wait again: its time began when it
	/// had to review something, though it does not end before it begins to wait for this. Nobody wins
	/// any by letting it wait for the same as before.
	fn let_wait(
		id: ClaimId,
		claim: &mut Claim<T::AccountId>,
		reason: PendReason,
		payer: PayerIndex,
	) {
		let now = Self::now();
		let before = match claim.status {
			ClaimStatus::Pended(before) => Some(before).filter(|before| before.payer == payer),
			_ => None,
		};
		let deadline = match before {
			Some(before) if before.reason == reason => before.deadline,
			Some(before) if before.reason.is_reviewed() && reason.is_reviewed() => {
				before.deadline.max(now)
			}
			_ => now.saturating_add(T::ReviewPeriod::get()),
		};
		claim.status = ClaimStatus::Pended(Pend { reason, payer, deadline });
		Self::deposit_event(Event::ClaimPended { claim: id, reason, payer, deadline });
	}

	/// Reads all that a claim is decided from.
	pub(crate) fn gather<Ticket>(
		claim: &Claim<T::AccountId>,
		details: &ClaimDetails<Ticket>,
		mut insurances: Insurances<T::AccountId>,
	) -> Case<T::AccountId> {
		let services: BTreeSet<_> = details.lines.iter().map(|line| line.service).collect();
		let authorizations: BTreeMap<_, _> = details
			.lines
			.iter()
			.filter_map(|line| line.authorization)
			.collect::<BTreeSet<_>>()
			.into_iter()
			.filter_map(|id| Authorizations::<T>::get(id).map(|known| (id, known)))
			.collect();
		let mut payers = Vec::new();
		insurances.list.retain(|insurance| {
			let Some(terms) = Self::terms_under(insurance) else { return false };
			let (mut units, mut days, mut forgotten) = (Vec::new(), Vec::new(), Vec::new());
			for service in &services {
				let Some(benefit) = terms.benefit(*service) else { continue };
				if let (Some(_), Some((term, _))) = (benefit.max_quantity, &insurance.term) {
					let used = Units::<T>::get((insurance.id, *term, *service));
					units.push((*service, used));
				}
				if benefit.frequency.is_some() {
					let used: UseDays = Days::<T>::get(insurance.id, service);
					days.extend(used.days.into_iter().map(|day| (*service, day)));
					forgotten.extend(used.forgotten.map(|day| (*service, day)));
				}
			}
			payers.push(Payer {
				terms,
				in_network: details.network_of(insurance.id),
				enrolled_at: insurance.coverage.enrolled_at,
				term: insurance.term.as_ref().map(|(_, term)| term.clone()),
				units,
				days,
				forgotten,
				grants: Self::grants(&claim.biller, insurance.id, &authorizations),
			});
			true
		});

		let prints: Vec<_> = details
			.lines
			.iter()
			.map(|line| Prints::of(&claim.patient, &claim.biller, line))
			.collect();
		let fault = |(line, prints)| Self::fault_of(claim, line, prints);
		let faults: Vec<_> = details.lines.iter().zip(&prints).map(fault).collect();
		let suspects = prints.iter().map(|prints| Self::is_suspect(claim, prints)).collect();
		let lines = details
			.lines
			.iter()
			.zip(faults)
			.enumerate()
			.map(|(place, (line, fault))| Line {
				claimed: *line,
				charge: details.charge_of(place, line),
				fault,
				verdicts: details
					.verdicts
					.iter()
					.filter(|decided| usize::from(decided.line) == place)
					.map(|decided| (decided.payer.into(), decided.verdict))
					.collect(),
			})
			.collect();
		let facts = Facts {
			submitted_at: claim.submitted_at,
			attachments: !details.attachments.is_empty(),
			payers,
			lines,
		};
		Case { insurances, facts, prints, suspects }
	}

	/// Of each line: whether the biller belonged to the network of the plan. Asked when a claim comes in:
	/// what is remembered of a network may be forgotten while it waits.
	fn network(plan: PlanId, biller: &T::AccountId, lines: &Lines) -> Vec<bool> {
		let contract = Self::network_days(plan, biller);
		let covers = |line: &ClaimLine| {
			contract.as_ref().is_some_and(|contract| contract.covers(line.serviced))
		};
		lines.iter().map(covers).collect()
	}

	/// The terms of the plan as they were sold with the term of the claim; with the newest term if the
	/// claim lies in none.
	fn terms_under(insurance: &Insurance<T::AccountId>) -> Option<PlanTerms> {
		let Insurance { id, coverage, term, .. } = insurance;
		let version = match term {
			Some((_, term)) => term.version,
			None => Terms::<T>::get(id, coverage.current)?.version,
		};
		Self::terms_of(coverage.plan, version)
	}

	/// What insurers granted this biller under a coverage. A service counts from the day on which the
	/// provider asked.
	fn grants(
		biller: &T::AccountId,
		coverage: CoverageId,
		known: &BTreeMap<AuthorizationId, Authorization<T::AccountId, T::Deposit>>,
	) -> Vec<Grant> {
		let own =
			known.iter().filter(|(_, grant)| grant.biller == *biller && grant.coverage == coverage);
		own.filter_map(|(id, grant)| {
			let AuthorizationStatus::Approved { until } = grant.status else { return None };
			Some(Grant {
				id: *id,
				service: grant.service,
				quantity: grant.quantity,
				unit_price: grant.unit_price,
				valid: (day_of(grant.requested_at).saturating_mul(DAY), until),
			})
		})
		.collect()
	}

	/// What the rules say to a claim, were it not to wait.
	pub(crate) fn weigh(claim: &Claim<T::AccountId>, case: &Case<T::AccountId>) -> Outcome {
		let results = adjudication::adjudicate(&case.facts);
		let share = results.last().into_iter().flatten().map(adjudication::patient_share);
		let patient_share = share.fold(0, Amount::saturating_add);
		let mut answers = Vec::new();
		for (insurance, lines) in case.insurances.list.iter().zip(results) {
			answers.push(Adjudication {
				coverage: insurance.id,
				term: insurance.term.as_ref().map(|(number, _)| *number),
				pool: insurance.coverage.pool,
				paid: lines.iter().map(|line| line.paid).fold(0, Amount::saturating_add),
				withheld: 0,
				lines: BoundedVec::truncate_from(lines),
			});
		}
		let payee = Self::withhold(claim, &mut answers);
		let paid = answers.iter().map(|answer| answer.paid).fold(0, Amount::saturating_add);
		Outcome { answers, payee, paid, patient_share }
	}

	/// What the biller owes a pool is kept from what that pays it. So that it is, the biller itself is
	/// paid while it owes to one that pays, whoever was to be; but not what an appeal has granted to
	/// the patient. Answers who is paid.
	fn withhold(claim: &Claim<T::AccountId>, answers: &mut [Adjudication]) -> Payee {
		if claim.payee == Payee::Patient && claim.is_supplement() {
			return Payee::Patient;
		}
		let mut debts = BTreeMap::<PoolId, Amount>::new();
		for answer in answers.iter().filter(|answer| answer.paid > 0) {
			let unread = || Debts::<T>::get(answer.pool, &claim.biller);
			debts.entry(answer.pool).or_insert_with(unread);
		}
		debts.retain(|_, debt| *debt > 0);
		if debts.is_empty() {
			return claim.payee;
		}
		for answer in answers {
			let Some(debt) = debts.get_mut(&answer.pool) else { continue };
			answer.withheld = answer.paid.min(*debt);
			*debt = debt.saturating_sub(answer.withheld);
		}
		Payee::Provider
	}

	/// What would become of a claim that came in now. Writes nothing.
	pub fn predetermine(
		submitter: &T::AccountId,
		new: NewClaim<T::AccountId>,
	) -> Result<Predetermination<T::AccountId>, DispatchError> {
		// What a replaced claim used up is free only once it is taken back.
		ensure!(new.replaces.is_none(), Error::<T>::NotReplaceable);
		let (claim, details, insurances) = Self::draft(submitter, new)?;
		let case = Self::gather(&claim, &details, insurances);
		let outcome = Self::weigh(&claim, &case);
		// Nobody reads anything yet.
		let ask = T::Consent::decide;
		let pended = Self::why_it_waits(&claim, &details, &case, &outcome, ask);
		let insurer = |answer: Adjudication| {
			let pool = case.insurances.pools.get(&answer.pool)?;
			Some((pool.insurer.clone(), answer))
		};
		let Outcome { answers, payee, patient_share, .. } = outcome;
		let payers = answers.into_iter().filter_map(insurer).collect();
		Ok(Predetermination { pended, payers, patient_share, payee })
	}

	/// Takes a claim back that waits: the biller, or the patient if it pays the patient what an appeal
	/// has granted. One that nobody has cared for lapses: anybody takes it back.
	pub(crate) fn do_withdraw(by: &T::AccountId, id: ClaimId) -> DispatchResult {
		let mut record = Self::known_claim(id)?;
		let pend = Self::pend_of(record.claim.status)?;
		let appealed = Self::has_open_appeal(id);
		let lapsed = || {
			// Nobody appeals for want of money: who waits for it has as long as a claim is kept.
			let time = match pend.reason {
				PendReason::PoolShort => T::Retention::get(),
				_ => T::AppealPeriod::get(),
			};
			Self::now() > pend.deadline.saturating_add(time) && !appealed
		};
		let own = match record.claim.is_patients_supplement() {
			true => *by == record.claim.patient,
			false => Self::acts_for_biller(by, &record.claim.biller),
		};
		ensure!(own || lapsed(), Error::<T>::NotConcerned);
		ensure!(!appealed, Error::<T>::Appealed);
		ensure!(!Self::is_held_by_report(id), Error::<T>::Reported);
		Self::end_waiting(&record.details);
		record.claim.status = ClaimStatus::Withdrawn;
		record.claim.decided_at = Some(Self::now());
		Claims::<T>::insert(id, record);
		Self::deposit_event(Event::ClaimWithdrawn { claim: id });
		Ok(())
	}
}

impl<AccountId> Case<AccountId> {
	/// Whether somebody approved a line for this payer.
	pub(crate) fn is_approved(&self, place: usize, line: usize) -> bool {
		let verdicts = self.facts.lines.get(line).map(|line| &line.verdicts);
		verdicts
			.into_iter()
			.flatten()
			.rev()
			.find(|(payer, _)| *payer == place)
			.is_some_and(|(_, verdict)| *verdict == crate::Verdict::Approve)
	}
}
