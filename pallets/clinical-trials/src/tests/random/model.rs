//! What should come of a call, worked out from the README's rules on plain lists and maps. Nothing here
//! reads the pallet's storage or uses its rules: what is counted there is counted anew here.

use super::*;

/// Went through, or why not.
pub type Answer = Result<(), DispatchError>;

/// A participant and all that is kept of it.
pub struct Person {
	pub participant: AccountId,
	pub site: AccountId,
	pub enroller: AccountId,
	pub status: SubjectStatus,
	pub stratum: Option<u16>,
	pub enrolled_at: Option<u64>,
	pub slot: Option<Slot>,
	pub arm: Option<u8>,
	pub frozen: bool,
	pub visits: BTreeSet<u8>,
	pub consents: Vec<ConsentRecord>,
	pub attested: BTreeMap<CriterionId, Vec<Attestation<AccountId>>>,
	pub captures: Vec<Capture<AccountId>>,
	pub forms: BTreeMap<FormRef, Form<AccountId>>,
	pub queries: Vec<Query<AccountId>>,
	pub events: Vec<AdverseEvent<AccountId>>,
	pub unblinding: Option<Unblinding<AccountId>>,
}

/// A trial and all that is kept of it.
pub struct Study {
	pub sponsor: AccountId,
	pub design: Design<AccountId>,
	pub status: TrialStatus,
	pub current: Version,
	/// The versions of the protocol, from 1.
	pub versions: Vec<Protocol<AccountId>>,
	pub suspension: Option<Suspension<AccountId>>,
	pub termination: Option<Termination<AccountId>>,
	pub lock: Option<Lock>,
	pub results: Option<Commitment>,
	pub seed: Option<Seed<u64>>,
	/// Each site's investigator, and whether it is open.
	pub sites: BTreeMap<AccountId, (AccountId, bool)>,
	pub people: Vec<Person>,
	pub lists: BTreeMap<u16, Vec<List>>,
	pub slots: BTreeMap<u16, Vec<SubjectId>>,
	pub deviations: Vec<Deviation<AccountId>>,
	pub dues: BTreeMap<Vec<u8>, u128>,
	pub trail: Vec<Entry<AccountId>>,
	pub registered_at: u64,
}

#[derive(Default)]
pub struct Model {
	pub now: u64,
	pub block: u64,
	pub dealt: (Digest, u64),
	pub verified: BTreeSet<AccountId>,
	pub identified: BTreeSet<AccountId>,
	pub roles: Vec<(AccountId, Role)>,
	pub staff: BTreeSet<(AccountId, AccountId)>,
	/// What a participant permits an investigator of a site; nothing, if it denies.
	pub permits: BTreeMap<(AccountId, AccountId, AccountId), (Option<ResourceClasses>, u32)>,
	/// What was asked of a participant for an investigator of a site, before data were captured: the
	/// directive that permitted all.
	pub asked: BTreeMap<(AccountId, AccountId, AccountId), Vec<Option<u32>>>,
	pub money: BTreeMap<AccountId, u128>,
	pub trials: Vec<Study>,
	pub waiting: Vec<(TrialId, u64)>,
	/// The forms under each root that was captured.
	pub planted: BTreeMap<Digest, Vec<Commitment>>,
}

pub fn must(holds: bool, reason: TestError) -> Answer {
	match holds {
		true => Ok(()),
		false => Err(reason.into()),
	}
}

impl Study {
	pub fn subject(&self, number: SubjectId) -> Result<&Person, DispatchError> {
		self.people.get(number as usize).ok_or(TestError::SubjectNotFound.into())
	}

	pub fn enrolled(&self) -> u32 {
		self.people.iter().filter(|it| it.enrolled_at.is_some()).count() as u32
	}

	pub fn enrolled_at(&self, site: AccountId) -> u32 {
		let counts = |it: &&Person| it.site == site && it.enrolled_at.is_some();
		self.people.iter().filter(counts).count() as u32
	}

	pub fn open_queries(&self) -> u32 {
		let queries = self.people.iter().flat_map(|it| &it.queries);
		queries.filter(|it| it.status != QueryStatus::Closed).count() as u32
	}

	pub fn owed(&self) -> u128 {
		self.dues.values().sum()
	}

	/// The newest number of an account.
	pub fn number_of(&self, who: AccountId) -> Option<SubjectId> {
		self.people.iter().rposition(|it| it.participant == who).map(|it| it as SubjectId)
	}

	/// Slots of a list: 24 for each share.
	pub fn per_list(&self) -> u32 {
		self.design.scheme.ratio.iter().map(|it| 24 * u32::from(*it)).sum()
	}

	pub fn sealed(&self, stratum: u16) -> u32 {
		self.lists.get(&stratum).map_or(0, |it| it.len() as u32) * self.per_list()
	}

	pub fn is(&self, allowed: &[TrialStatus]) -> Answer {
		use TrialStatus as S;
		let reason = match self.status {
			S::InReview => TestError::TrialInReview,
			S::Disapproved => TestError::TrialDisapproved,
			S::Approved => TestError::TrialNotStarted,
			S::Active => TestError::TrialActive,
			S::Suspended => TestError::TrialSuspended,
			S::ClosedToAccrual => TestError::TrialClosedToAccrual,
			S::Terminated => TestError::TrialTerminated,
			S::Locked => TestError::TrialLocked,
			S::Published => TestError::TrialPublished,
		};
		must(allowed.contains(&self.status), reason)
	}

	pub fn is_active(&self) -> Answer {
		self.is(&[TrialStatus::Active])
	}

	pub fn is_treating(&self) -> Answer {
		self.is(&[TrialStatus::Active, TrialStatus::ClosedToAccrual])
	}

	pub fn is_going_on(&self) -> Answer {
		self.is(&[TrialStatus::Approved, TrialStatus::Active, TrialStatus::ClosedToAccrual])
	}

	pub fn is_unlocked(&self) -> Answer {
		use TrialStatus as S;
		self.is(&[S::Active, S::Suspended, S::ClosedToAccrual, S::Terminated])
	}

	/// The version that counts, if its approval is not over.
	pub fn approved(&self, now: u64) -> Result<&Protocol<AccountId>, DispatchError> {
		let protocol = &self.versions[self.current as usize - 1];
		let until = protocol.approval.as_ref().expect("it counts").until;
		must(until.is_none_or(|until| until >= now), TestError::ApprovalExpired)?;
		Ok(protocol)
	}

	pub fn note(&mut self, who: AccountId, at: u64, act: Act<AccountId>) {
		self.trail.push(Entry { who, at, act });
	}

	pub fn turn(&mut self, who: AccountId, at: u64, to: TrialStatus, reason: Option<Commitment>) {
		let from = self.status;
		self.status = to;
		self.note(who, at, Act::StatusChanged { from, to, reason });
	}

	/// Something happened for which somebody may be owed.
	pub fn accrue(&mut self, on: Trigger, number: SubjectId) {
		let site = self.people[number as usize].site;
		for payment in &self.design.payments {
			if payment.on != on {
				continue;
			}
			let creditor = match payment.to {
				Payee::Site => Creditor::Site(site),
				Payee::Participant => Creditor::Participant(number),
			};
			*self.dues.entry(creditor.encode()).or_default() += payment.amount;
		}
	}
}

impl Person {
	pub fn is(&self, allowed: &[SubjectStatus]) -> Answer {
		use SubjectStatus as S;
		let reason = match self.status {
			S::Screening => TestError::SubjectScreening,
			S::Eligible => TestError::SubjectEligible,
			S::Ineligible => TestError::SubjectIneligible,
			S::Enrolled => TestError::SubjectEnrolled,
			S::Randomized => TestError::SubjectRandomized,
			S::Completed => TestError::SubjectCompleted,
			S::Withdrawn => TestError::SubjectWithdrawn,
		};
		must(allowed.contains(&self.status), reason)
	}
}

impl Model {
	pub fn has(&self, who: AccountId, role: Role) -> bool {
		self.roles.contains(&(who, role))
	}

	pub fn acts(&self, who: AccountId, organization: AccountId) -> bool {
		who == organization || self.staff.contains(&(who, organization))
	}

	pub fn study(&self, id: TrialId) -> Result<&Study, DispatchError> {
		self.trials.get(id as usize).ok_or(TestError::TrialNotFound.into())
	}

	pub fn case(&self, id: TrialId, no: SubjectId) -> Result<(&Study, &Person), DispatchError> {
		let study = self.study(id)?;
		Ok((study, study.subject(no)?))
	}

	pub fn is_sites(&self, who: AccountId, study: &Study, site: AccountId) -> Answer {
		must(!self.acts(who, study.sponsor), TestError::SponsorStaff)?;
		must(self.acts(who, site), TestError::NotSiteStaff)
	}

	pub fn is_sponsors(&self, who: AccountId, study: &Study) -> Answer {
		must(self.acts(who, study.sponsor), TestError::NotSponsorStaff)
	}

	pub fn is_investigator(&self, who: AccountId, study: &Study, site: AccountId) -> Answer {
		must(study.sites[&site].0 == who, TestError::NotSiteInvestigator)?;
		must(self.has(who, Role::Investigator), TestError::InvestigatorLapsed)?;
		must(self.staff.contains(&(who, site)), TestError::InvestigatorLeft)
	}

	pub fn is_committee(&self, who: AccountId, study: &Study) -> Answer {
		must(study.design.committee == who, TestError::NotCommittee)?;
		must(self.has(who, Role::EthicsCommittee), TestError::CommitteeLapsed)
	}

	pub fn is_overseer(&self, who: AccountId, study: &Study) -> Answer {
		let may = [study.sponsor, study.design.committee].contains(&who);
		must(may || self.has(who, Role::Regulator), TestError::NotOverseer)
	}

	/// The directive by which a participant permits all of the trial's data now.
	pub fn permitting(&self, study: &Study, person: &Person) -> Result<u32, DispatchError> {
		let key = (person.participant, study.sites[&person.site].0, person.site);
		let wanted = study.design.classes;
		match self.permits.get(&key) {
			Some((Some(classes), by)) if !wanted.intersection(*classes).is_empty() => {
				must(wanted.difference(*classes).is_empty(), TestError::ClassesMissing)?;
				Ok(*by)
			}
			_ => Err(TestError::NotPermitted.into()),
		}
	}

	pub fn is_consented(&self, study: &Study, person: &Person) -> Answer {
		let last = person.consents.last().ok_or(TestError::NoConsent)?;
		must(last.version == study.current, TestError::ConsentOutdated)?;
		let by = self.permitting(study, person)?;
		must(by == last.directive.id, TestError::OtherDirective)
	}

	pub fn is_attester(&self, who: AccountId, study: &Study, person: &Person) -> Answer {
		let roles = [Role::Practitioner, Role::Laboratory, Role::Investigator];
		must(roles.iter().any(|it| self.has(who, *it)), TestError::NotAttester)?;
		must(self.verified.contains(&who), TestError::AttesterNotVerified)?;
		must(who != person.enroller, TestError::AttesterIsEnroller)?;
		must(who != person.participant, TestError::AttesterIsParticipant)?;
		must(!self.acts(who, study.sponsor), TestError::AttesterOfSponsor)
	}

	/// What is in a purse or with somebody that can be spent.
	pub fn spendable(&self, who: AccountId) -> u128 {
		self.money.get(&who).map_or(0, |it| it.saturating_sub(1))
	}

	pub fn pay(&mut self, from: AccountId, to: AccountId, amount: u128) -> Answer {
		if amount > self.spendable(from) {
			return Err(DispatchError::Other(Money::INSUFFICIENT_FUNDS));
		}
		*self.money.entry(from).or_default() -= amount;
		*self.money.entry(to).or_default() += amount;
		Ok(())
	}

	/// The way from a form to the root it was captured under.
	pub fn way(&self, root: &Digest, index: u32) -> FormProof {
		FormProof::truncate_from(proof_of(&self.planted[root], index))
	}

	/// So many blocks pass. Beacons are drawn where the randomness is young enough.
	pub fn pass(&mut self, blocks: u64) {
		for _ in 0..blocks {
			self.block += 1;
			let (dealt, since) = self.dealt;
			for (id, committed) in std::mem::take(&mut self.waiting) {
				if since <= committed + 10 {
					self.waiting.push((id, committed));
					continue;
				}
				let subject = [&b"medchain/beacon"[..], &id.to_le_bytes()].concat();
				let value = frame::hashing::blake2_256(&[&dealt[..], &subject].concat());
				let seed = self.trials[id as usize].seed.as_mut().expect("it waits");
				seed.beacon = Some(Beacon { value, since, drawn: self.block });
			}
		}
	}
}
