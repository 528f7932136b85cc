//! The model of registration, approval, the trial's course, the allocation and money.

use super::{
	model::{must, Answer, Model, Study},
	*,
};
use TestError as E;
use TrialStatus as S;

impl Model {
	pub fn act(&mut self, who: AccountId, call: &Call<Test>) -> Answer {
		match call.clone() {
			Call::register_trial { design } => self.register(who, design),
			Call::approve { trial, version, until, conditions } => {
				self.approve(who, trial, version, until, conditions)
			}
			Call::disapprove { trial, version, reason } => {
				self.disapprove(who, trial, version, reason)
			}
			Call::amend_protocol { trial, protocol, criteria, target } => {
				self.amend(who, trial, protocol, criteria, target)
			}
			Call::open_site { trial, site, investigator } => {
				self.open_site(who, trial, site, investigator)
			}
			Call::close_site { trial, site } => self.close_site(who, trial, site),
			Call::suspend { trial, reason } => self.suspend(who, trial, reason),
			Call::resume { trial } => self.resume(who, trial),
			Call::close_accrual { trial } => self.close_accrual(who, trial),
			Call::terminate { trial, reason } => self.terminate(who, trial, reason),
			Call::lock { trial } => self.lock(who, trial),
			Call::publish_results { trial, results } => self.publish(who, trial, results),
			Call::commit_seed { trial, commitment } => self.commit(who, trial, commitment),
			Call::seal_list { trial, stratum, root } => self.seal(who, trial, stratum, root),
			Call::reveal_seed { trial, seed } => self.reveal(who, trial, seed),
			Call::check_list { trial, stratum, list } => self.check_list(trial, stratum, list),
			Call::fund { trial, amount } => self.fund(who, trial, amount),
			Call::pay_dues { trial, creditor } => self.pay_dues(trial, creditor),
			Call::reclaim { trial, amount } => self.reclaim(who, trial, amount),
			other => self.treat(who, other),
		}
	}

	fn is_independent(&self, who: AccountId, sponsor: AccountId, committee: AccountId) -> Answer {
		must(self.verified.contains(&who), E::CustodianNotVerified)?;
		must(!self.acts(who, sponsor), E::CustodianNotIndependent)?;
		must(who != committee, E::CustodianIsCommittee)
	}

	fn register(&mut self, who: AccountId, design: Design<AccountId>) -> Answer {
		must(self.has(who, Role::Sponsor), E::NotAccreditedSponsor)?;
		let committee = design.committee;
		must(self.has(committee, Role::EthicsCommittee), E::NotEthicsCommittee)?;
		must(!self.acts(committee, who), E::CommitteeNotIndependent)?;
		self.is_independent(design.custodian, who, committee)?;
		let Scheme { ratio, multipliers } = &design.scheme;
		must(!ratio.is_empty(), E::NoArm)?;
		must(ratio.iter().all(|it| (1..=8).contains(it)), E::WrongShare)?;
		must(ratio.iter().map(|it| u32::from(*it)).sum::<u32>() <= 16, E::TooManyShares)?;
		must(!multipliers.is_empty(), E::NoMultiplier)?;
		must(multipliers.iter().all(|it| (1..=4).contains(it)), E::WrongMultiplier)?;
		let different: BTreeSet<_> = multipliers.iter().collect();
		must(different.len() == multipliers.len(), E::RepeatedMultiplier)?;
		must(design.strata > 0, E::NoStrata)?;
		must(design.strata <= 64, E::TooManyStrata)?;
		must(design.visits <= 64, E::TooManyVisits)?;
		must(design.target > 0, E::NoTarget)?;
		must(!design.criteria.is_empty(), E::NoCriteria)?;
		must(!design.classes.is_empty(), E::NoClasses)?;
		must(design.payments.is_empty() || design.currency.is_some(), E::NoCurrency)?;
		for payment in &design.payments {
			must(payment.amount > 0, E::ZeroPayment)?;
			must(payment.amount < 1 << 64, E::PaymentTooLarge)?;
			match payment.on {
				Trigger::Visit(visit) => must(visit < design.visits, E::PaymentForNoVisit)?,
				Trigger::SiteEnrolled(count) => {
					must(count > 0, E::PaymentForNobody)?;
					must(payment.to == Payee::Site, E::PaymentNotForSite)?;
				}
				_ => (),
			}
		}
		let mut study = Study {
			sponsor: who,
			status: S::InReview,
			current: 0,
			versions: Vec::new(),
			suspension: None,
			termination: None,
			lock: None,
			results: None,
			seed: None,
			sites: BTreeMap::new(),
			people: Vec::new(),
			lists: BTreeMap::new(),
			slots: BTreeMap::new(),
			deviations: Vec::new(),
			dues: BTreeMap::new(),
			trail: Vec::new(),
			registered_at: self.now,
			design: design.clone(),
		};
		Self::submit(&mut study, self.now, design.protocol, design.criteria, design.target);
		self.trials.push(study);
		Ok(())
	}

	fn submit(
		study: &mut Study,
		now: u64,
		commitment: Commitment,
		criteria: Criteria,
		target: u32,
	) {
		study.versions.push(Protocol {
			commitment,
			criteria,
			target,
			status: ProtocolStatus::Submitted,
			approval: None,
			submitted_at: now,
		});
		let version = study.versions.len() as Version;
		study.note(study.sponsor, now, Act::Submitted { version });
	}

	fn reviewed(study: &Study, version: Version) -> Result<usize, DispatchError> {
		study.is(&[S::InReview, S::Approved, S::Active, S::Suspended, S::ClosedToAccrual])?;
		must(version > 0 && version as usize <= study.versions.len(), E::ProtocolNotFound)?;
		Ok(version as usize - 1)
	}

	fn approve(
		&mut self,
		who: AccountId,
		id: TrialId,
		version: Version,
		until: Option<u64>,
		conditions: Option<Commitment>,
	) -> Answer {
		let now = self.now;
		let study = self.study(id)?;
		self.is_committee(who, study)?;
		let at = Self::reviewed(study, version)?;
		must(until.is_none_or(|it| it >= now), E::ApprovalInPast)?;
		let protocol = &study.versions[at];
		let since = match protocol.status {
			ProtocolStatus::Submitted => {
				must(protocol.target >= study.enrolled(), E::TargetBelowEnrolled)?;
				now
			}
			ProtocolStatus::Approved => {
				must(version == study.current, E::VersionSuperseded)?;
				protocol.approval.as_ref().expect("it is approved").since
			}
			ProtocolStatus::Disapproved => return Err(E::VersionDisapproved.into()),
		};
		let study = &mut self.trials[id as usize];
		study.versions[at].status = ProtocolStatus::Approved;
		study.versions[at].approval = Some(Approval { by: who, since, at: now, until, conditions });
		study.current = version;
		if study.status == S::InReview {
			study.status = S::Approved;
		}
		study.note(who, now, Act::Approved { version, until, conditions });
		Ok(())
	}

	fn disapprove(
		&mut self,
		who: AccountId,
		id: TrialId,
		version: Version,
		reason: Commitment,
	) -> Answer {
		let study = self.study(id)?;
		self.is_committee(who, study)?;
		let at = Self::reviewed(study, version)?;
		must(study.versions[at].status == ProtocolStatus::Submitted, E::AlreadyDecided)?;
		let (now, study) = (self.now, &mut self.trials[id as usize]);
		study.versions[at].status = ProtocolStatus::Disapproved;
		if study.status == S::InReview {
			study.status = S::Disapproved;
		}
		study.note(who, now, Act::Disapproved { version, reason });
		Ok(())
	}

	fn amend(
		&mut self,
		who: AccountId,
		id: TrialId,
		protocol: Commitment,
		criteria: Criteria,
		target: u32,
	) -> Answer {
		let study = self.study(id)?;
		must(study.sponsor == who, E::NotSponsor)?;
		must(self.has(who, Role::Sponsor), E::NotAccreditedSponsor)?;
		study.is(&[S::Disapproved, S::Approved, S::Active, S::Suspended, S::ClosedToAccrual])?;
		let pending = study.versions.iter().any(|it| it.status == ProtocolStatus::Submitted);
		must(!pending, E::ReviewPending)?;
		must(target > 0, E::NoTarget)?;
		must(!criteria.is_empty(), E::NoCriteria)?;
		must(target >= study.enrolled(), E::TargetBelowEnrolled)?;
		let (now, study) = (self.now, &mut self.trials[id as usize]);
		if study.status == S::Disapproved {
			study.status = S::InReview;
		}
		Self::submit(study, now, protocol, criteria, target);
		Ok(())
	}

	fn open_site(
		&mut self,
		who: AccountId,
		id: TrialId,
		site: AccountId,
		investigator: AccountId,
	) -> Answer {
		let study = self.study(id)?;
		must(study.sponsor == who, E::NotSponsor)?;
		must(self.has(who, Role::Sponsor), E::NotAccreditedSponsor)?;
		study.is(&[S::Approved, S::Active])?;
		study.approved(self.now)?;
		must(self.has(site, Role::ProviderOrganization), E::NotProvider)?;
		must(!self.acts(site, who), E::SponsorSite)?;
		must(self.has(investigator, Role::Investigator), E::NotInvestigator)?;
		must(self.staff.contains(&(investigator, site)), E::InvestigatorElsewhere)?;
		must(!self.acts(investigator, who), E::InvestigatorOfSponsor)?;
		let custodian = study.design.custodian;
		let is_here = self.acts(custodian, site) || custodian == investigator;
		must(!is_here, E::CustodianAtSite)?;
		let is_open = study.sites.get(&site).is_some_and(|it| it.1);
		must(!is_open, E::SiteOpen)?;
		let (now, study) = (self.now, &mut self.trials[id as usize]);
		study.sites.insert(site, (investigator, true));
		if study.status == S::Approved {
			study.turn(who, now, S::Active, None);
		}
		study.note(who, now, Act::SiteOpened { site, investigator });
		Ok(())
	}

	fn close_site(&mut self, who: AccountId, id: TrialId, site: AccountId) -> Answer {
		let study = self.study(id)?;
		must(study.sponsor == who, E::NotSponsor)?;
		study.is_unlocked()?;
		let known = study.sites.get(&site).ok_or(E::SiteNotFound)?;
		must(known.1, E::SiteClosed)?;
		let (now, study) = (self.now, &mut self.trials[id as usize]);
		study.sites.entry(site).and_modify(|it| it.1 = false);
		study.note(who, now, Act::SiteClosed { site });
		Ok(())
	}

	fn suspend(&mut self, who: AccountId, id: TrialId, reason: Commitment) -> Answer {
		let study = self.study(id)?;
		self.is_overseer(who, study)?;
		study.is_going_on()?;
		let (now, study) = (self.now, &mut self.trials[id as usize]);
		study.suspension = Some(Suspension { by: who, was: study.status, reason });
		study.turn(who, now, S::Suspended, Some(reason));
		Ok(())
	}

	fn resume(&mut self, who: AccountId, id: TrialId) -> Answer {
		let study = self.study(id)?;
		study.is(&[S::Suspended])?;
		let suspension = study.suspension.as_ref().expect("it is suspended");
		let was = suspension.was;
		must(suspension.by == who || self.has(who, Role::Regulator), E::NotSuspender)?;
		let (now, study) = (self.now, &mut self.trials[id as usize]);
		study.suspension = None;
		study.turn(who, now, was, None);
		Ok(())
	}

	fn close_accrual(&mut self, who: AccountId, id: TrialId) -> Answer {
		let study = self.study(id)?;
		must(study.sponsor == who, E::NotSponsor)?;
		study.is_active()?;
		let (now, study) = (self.now, &mut self.trials[id as usize]);
		study.turn(who, now, S::ClosedToAccrual, None);
		Ok(())
	}

	fn terminate(&mut self, who: AccountId, id: TrialId, reason: Commitment) -> Answer {
		let study = self.study(id)?;
		self.is_overseer(who, study)?;
		must(study.status != S::Terminated, E::TrialTerminated)?;
		must(study.status != S::Locked, E::TrialLocked)?;
		must(study.status != S::Published, E::TrialPublished)?;
		let (now, study) = (self.now, &mut self.trials[id as usize]);
		study.suspension = None;
		// A trial that ever had a site was active.
		let was_active = !study.sites.is_empty();
		study.termination = Some(Termination { by: who, was_active, reason });
		study.turn(who, now, S::Terminated, Some(reason));
		Ok(())
	}

	fn lock(&mut self, who: AccountId, id: TrialId) -> Answer {
		let study = self.study(id)?;
		must(study.sponsor == who, E::NotSponsor)?;
		study.is(&[S::ClosedToAccrual, S::Terminated])?;
		must(study.open_queries() == 0, E::QueriesOpen)?;
		let waits = |it: &AdverseEvent<AccountId>| it.due.is_some() && it.forwarded.is_none();
		let outstanding = study.people.iter().flat_map(|it| &it.events).any(waits);
		must(!outstanding, E::AdverseEventsOutstanding)?;
		let (now, study) = (self.now, &mut self.trials[id as usize]);
		study.turn(who, now, S::Locked, None);
		study.lock = Some(Lock { at: now, entries: study.trail.len() as u64 });
		Ok(())
	}

	fn publish(&mut self, who: AccountId, id: TrialId, results: Commitment) -> Answer {
		let study = self.study(id)?;
		must(study.sponsor == who, E::NotSponsor)?;
		study.is(&[S::Locked])?;
		let (now, study) = (self.now, &mut self.trials[id as usize]);
		study.results = Some(results);
		study.turn(who, now, S::Published, Some(results));
		Ok(())
	}

	fn commit(&mut self, who: AccountId, id: TrialId, commitment: Digest) -> Answer {
		let study = self.study(id)?;
		must(study.design.custodian == who, E::NotCustodian)?;
		study.is_going_on()?;
		self.is_independent(who, study.sponsor, study.design.committee)?;
		must(study.seed.is_none(), E::SeedCommitted)?;
		must(self.waiting.len() < 4, E::TooManyWaiting)?;
		let at = self.block;
		self.waiting.push((id, at));
		self.trials[id as usize].seed = Some(Seed { commitment, at, beacon: None, revealed: None });
		Ok(())
	}

	fn seal(&mut self, who: AccountId, id: TrialId, stratum: u16, root: Digest) -> Answer {
		let study = self.study(id)?;
		must(study.design.custodian == who, E::NotCustodian)?;
		study.is_going_on()?;
		let target = study.approved(self.now)?.target;
		must(stratum < study.design.strata, E::StratumNotFound)?;
		study.seed.as_ref().ok_or(E::NoSeed)?.beacon.ok_or(E::NoBeacon)?;
		must(study.sealed(stratum) < target, E::EnoughLists)?;
		let list = List { root, at: self.now, status: ListStatus::Sealed };
		self.trials[id as usize].lists.entry(stratum).or_default().push(list);
		Ok(())
	}

	fn reveal(&mut self, who: AccountId, id: TrialId, seed: Digest) -> Answer {
		let study = self.study(id)?;
		must(study.design.custodian == who, E::NotCustodian)?;
		study.is(&[S::Locked, S::Published])?;
		let committed = study.seed.as_ref().ok_or(E::NoSeed)?;
		must(committed.revealed.is_none(), E::AlreadyRevealed)?;
		let fits = randomization::seed_commitment(id, &seed) == committed.commitment;
		must(fits, E::WrongSeed)?;
		self.trials[id as usize].seed.as_mut().expect("it is there").revealed = Some(seed);
		Ok(())
	}

	fn check_list(&mut self, id: TrialId, stratum: u16, number: u32) -> Answer {
		let study = self.study(id)?;
		let committed = study.seed.as_ref().ok_or(E::NoSeed)?;
		let beacon = committed.beacon.ok_or(E::NoBeacon)?.value;
		let seed = committed.revealed.ok_or(E::NotRevealed)?;
		let lists = study.lists.get(&stratum);
		let list = lists.and_then(|it| it.get(number as usize)).ok_or(E::ListNotFound)?;
		must(list.status == ListStatus::Sealed, E::AlreadyChecked)?;
		let key = randomization::list_key(&seed, &beacon, id, stratum, number);
		let is_good = randomization::list_root(&study.design.scheme, &key) == Some(list.root);
		let lists = self.trials[id as usize].lists.get_mut(&stratum).expect("it is there");
		lists[number as usize].status =
			if is_good { ListStatus::Verified } else { ListStatus::Broken };
		Ok(())
	}

	fn fund(&mut self, who: AccountId, id: TrialId, amount: u128) -> Answer {
		must(amount > 0, E::ZeroAmount)?;
		must(self.study(id)?.design.currency.is_some(), E::NoCurrency)?;
		self.pay(who, purse(id), amount)
	}

	fn pay_dues(&mut self, id: TrialId, creditor: Creditor<AccountId>) -> Answer {
		let study = self.study(id)?;
		must(study.design.currency.is_some(), E::NoCurrency)?;
		let key = creditor.encode();
		let amount = *study.dues.get(&key).ok_or(E::NothingDue)?;
		must(amount <= self.spendable(purse(id)), E::PurseShort)?;
		let to = match creditor {
			Creditor::Site(site) => site,
			Creditor::Participant(number) => study.subject(number)?.participant,
		};
		self.trials[id as usize].dues.remove(&key);
		self.pay(purse(id), to, amount)
	}

	fn reclaim(&mut self, who: AccountId, id: TrialId, amount: u128) -> Answer {
		must(amount > 0, E::ZeroAmount)?;
		let study = self.study(id)?;
		must(study.sponsor == who, E::NotSponsor)?;
		must(study.design.currency.is_some(), E::NoCurrency)?;
		let is_over = study.status == S::Published
			|| (study.status == S::Locked && study.termination.is_some());
		must(is_over, E::NotOver)?;
		let free = self.spendable(purse(id)).saturating_sub(study.owed());
		must(amount <= free, E::PurseShort)?;
		self.pay(purse(id), who, amount)
	}
}
