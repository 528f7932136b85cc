//! The model of participants, their data and their safety.

use super::{
	model::{must, Answer, Model, Person, Study},
	*,
};
use SubjectStatus as P;
use TestError as E;

const ALIVE: [SubjectStatus; 4] = [P::Screening, P::Eligible, P::Enrolled, P::Randomized];

/// What the attestations that count say: nothing, or whether the participant is eligible.
fn verdict(study: &Study, person: &Person, now: u64) -> Option<bool> {
	let mut eligible = true;
	for (place, criterion) in (0..).zip(&study.versions[study.current as usize - 1].criteria) {
		let said: BTreeSet<bool> = person
			.attested
			.get(&place)
			.into_iter()
			.flatten()
			.filter(|it| it.version == study.current && it.until.is_none_or(|end| end >= now))
			.map(|it| it.met)
			.collect();
		if said.len() != 1 {
			return None;
		}
		let wanted = criterion.kind == CriterionKind::Inclusion;
		eligible &= said.contains(&wanted);
	}
	Some(eligible)
}

/// Seconds in which the sponsor forwards what is judged so, if it does.
fn period(judged: &Assessment) -> Option<u64> {
	if judged.expected || judged.causality == Causality::Unlikely {
		return None;
	}
	match judged.seriousness {
		Seriousness::NonSerious => None,
		Seriousness::Death | Seriousness::LifeThreatening => Some(7 * 24 * 3_600),
		_ => Some(15 * 24 * 3_600),
	}
}

fn is_late(judged: &Assessment, now: u64) -> bool {
	judged.seriousness != Seriousness::NonSerious && now - judged.aware > 24 * 3_600
}

impl Model {
	pub fn person(&mut self, id: TrialId, number: SubjectId) -> &mut Person {
		&mut self.trials[id as usize].people[number as usize]
	}

	fn noted(&mut self, who: AccountId, id: TrialId, act: Act<AccountId>) -> Answer {
		let now = self.now;
		self.trials[id as usize].note(who, now, act);
		Ok(())
	}

	/// Lets a participant stand as its attestations say.
	fn decide(&mut self, who: AccountId, id: TrialId, number: SubjectId) {
		let (now, study) = (self.now, &mut self.trials[id as usize]);
		let person = &study.people[number as usize];
		let target = study.versions[study.current as usize - 1].target;
		let has_place = study.sites[&person.site].1 && study.enrolled() < target;
		let status = match verdict(study, person, now) {
			None => P::Screening,
			Some(false) => P::Ineligible,
			Some(true) if has_place => P::Enrolled,
			Some(true) => P::Eligible,
		};
		if status == person.status {
			return;
		}
		let site = person.site;
		study.people[number as usize].status = status;
		study.note(who, now, Act::Decided { subject: number, status });
		if status == P::Enrolled {
			study.people[number as usize].enrolled_at = Some(now);
			study.accrue(Trigger::Enrolment, number);
			study.accrue(Trigger::SiteEnrolled(study.enrolled_at(site)), number);
		}
	}

	/// What somebody of the sponsor may look after.
	fn sponsors(
		&self,
		who: AccountId,
		id: TrialId,
		no: SubjectId,
	) -> Result<&Person, DispatchError> {
		let (study, person) = self.case(id, no)?;
		self.is_sponsors(who, study)?;
		study.is_unlocked()?;
		Ok(person)
	}

	/// What somebody of the site may look after.
	fn sites(&self, who: AccountId, id: TrialId, no: SubjectId) -> Result<&Person, DispatchError> {
		let (study, person) = self.case(id, no)?;
		self.is_sites(who, study, person.site)?;
		study.is_unlocked()?;
		Ok(person)
	}

	/// A form that says this now.
	fn form(
		&self,
		person: &Person,
		form: FormRef,
		content: Commitment,
		proof: &FormProof,
	) -> Result<Form<AccountId>, DispatchError> {
		let capture = person.captures.get(form.capture as usize).ok_or(E::CaptureNotFound)?;
		must(form.index < capture.count, E::FormNotFound)?;
		if let Some(known) = person.forms.get(&form) {
			must(known.content == content, E::WrongContent)?;
			return Ok(known.clone());
		}
		let stands = self.planted[&capture.root][form.index as usize] == content
			&& self.way(&capture.root, form.index) == *proof;
		must(stands, E::BadProof)?;
		Ok(Form { content, corrections: 0, verified: None })
	}

	pub fn treat(&mut self, who: AccountId, call: Call<Test>) -> Answer {
		let now = self.now;
		match call {
			Call::screen { trial, participant, site, stratum } => {
				let study = self.study(trial)?;
				let known = *study.sites.get(&site).ok_or(E::SiteNotFound)?;
				self.is_investigator(who, study, site)?;
				study.is_active()?;
				study.approved(now)?;
				must(known.1, E::SiteClosed)?;
				must(who != participant, E::SelfScreening)?;
				must(self.identified.contains(&participant), E::ParticipantNotIdentified)?;
				must(stratum.is_none_or(|it| it < study.design.strata), E::StratumNotFound)?;
				let earlier = study.number_of(participant);
				let takes_part =
					earlier.is_some_and(|it| study.people[it as usize].status != P::Ineligible);
				must(!takes_part, E::AlreadyScreened)?;
				let subject = study.people.len() as SubjectId;
				self.trials[trial as usize].people.push(Person {
					participant,
					site,
					enroller: who,
					status: P::Screening,
					stratum,
					enrolled_at: None,
					slot: None,
					arm: None,
					frozen: false,
					visits: BTreeSet::new(),
					consents: Vec::new(),
					attested: BTreeMap::new(),
					captures: Vec::new(),
					forms: BTreeMap::new(),
					queries: Vec::new(),
					events: Vec::new(),
					unblinding: None,
				});
				self.noted(who, trial, Act::Screened { subject, stratum })
			}
			Call::consent { trial, version, directive } => {
				let study = self.study(trial)?;
				let subject = study.number_of(who).ok_or(E::NotParticipant)?;
				let person = study.subject(subject)?;
				study.is_treating()?;
				person.is(&ALIVE)?;
				study.approved(now)?;
				must(version == study.current, E::WrongVersion)?;
				must(self.permitting(study, person)? == directive, E::OtherDirective)?;
				let directive = DirectiveRef { id: directive, version: 1 };
				let record = ConsentRecord { version, directive, at: now };
				self.person(trial, subject).consents.push(record);
				self.noted(who, trial, Act::Consented { subject, version })
			}
			Call::attest_criterion { trial, subject, criterion, met, evidence, until } => {
				let (study, person) = self.case(trial, subject)?;
				self.is_attester(who, study, person)?;
				study.is_active()?;
				person.is(&[P::Screening, P::Eligible])?;
				let criteria = study.approved(now)?.criteria.len();
				must((criterion as usize) < criteria, E::CriterionNotFound)?;
				self.is_consented(study, person)?;
				must(until.is_none_or(|it| it >= now), E::AttestationInPast)?;
				let version = study.current;
				let mut all = person.attested.get(&criterion).cloned().unwrap_or_default();
				all.retain(|it| {
					let counts = it.version == version && it.until.is_none_or(|end| end >= now);
					counts && it.attester != who
				});
				must(all.len() < 3, E::TooManyAttesters)?;
				all.push(Attestation { attester: who, version, met, evidence, until, at: now });
				self.person(trial, subject).attested.insert(criterion, all);
				let act = Act::Attested { subject, criterion, version, met, evidence, until };
				self.noted(who, trial, act)?;
				self.decide(who, trial, subject);
				Ok(())
			}
			Call::enrol { trial, subject } => {
				let (study, person) = self.case(trial, subject)?;
				self.is_sites(who, study, person.site)?;
				study.is_active()?;
				person.is(&[P::Eligible])?;
				let target = study.approved(now)?.target;
				must(study.sites[&person.site].1, E::SiteClosed)?;
				self.is_consented(study, person)?;
				must(study.enrolled() < target, E::TargetReached)?;
				must(verdict(study, person, now) == Some(true), E::Undecided)?;
				self.decide(who, trial, subject);
				Ok(())
			}
			Call::set_stratum { trial, subject, stratum, reason } => {
				let (study, person) = self.case(trial, subject)?;
				self.is_attester(who, study, person)?;
				study.is_treating()?;
				person.is(&[P::Screening, P::Eligible, P::Enrolled])?;
				study.approved(now)?;
				must(stratum < study.design.strata, E::StratumNotFound)?;
				must(person.stratum != Some(stratum), E::SameStratum)?;
				self.is_consented(study, person)?;
				let old = self.person(trial, subject).stratum.replace(stratum);
				self.noted(who, trial, Act::StratumSet { subject, old, new: stratum, reason })
			}
			Call::randomize { trial, subject } => {
				let (study, person) = self.case(trial, subject)?;
				self.is_investigator(who, study, person.site)?;
				study.is_treating()?;
				person.is(&[P::Enrolled])?;
				study.approved(now)?;
				must(study.sites[&person.site].1, E::SiteClosed)?;
				self.is_consented(study, person)?;
				let stratum = person.stratum.ok_or(E::NoStratum)?;
				study.seed.as_ref().ok_or(E::NoSeed)?.beacon.ok_or(E::NoBeacon)?;
				let slot = study.slots.get(&stratum).map_or(0, |it| it.len() as u32);
				must(slot < study.sealed(stratum), E::NoSealedSlot)?;
				let study = &mut self.trials[trial as usize];
				study.slots.entry(stratum).or_default().push(subject);
				study.accrue(Trigger::Randomization, subject);
				let person = self.person(trial, subject);
				person.slot = Some(Slot { stratum, slot, at: now });
				person.status = P::Randomized;
				self.noted(who, trial, Act::Randomized { subject, stratum, slot })
			}
			Call::withdraw { trial, subject, reason } => {
				let (study, person) = self.case(trial, subject)?;
				let may = who == person.participant
					|| self.is_investigator(who, study, person.site).is_ok();
				must(may, E::NotParticipantOrInvestigator)?;
				study.is_unlocked()?;
				person.is(&ALIVE)?;
				self.person(trial, subject).status = P::Withdrawn;
				self.noted(who, trial, Act::Withdrawn { subject, reason })
			}
			Call::complete { trial, subject } => {
				let (study, person) = self.case(trial, subject)?;
				self.is_sites(who, study, person.site)?;
				must(study.status != TrialStatus::Suspended, E::TrialSuspended)?;
				study.is_unlocked()?;
				person.is(&[P::Enrolled, P::Randomized])?;
				if study.termination.is_none() {
					study.approved(now)?;
				}
				self.person(trial, subject).status = P::Completed;
				self.trials[trial as usize].accrue(Trigger::Completion, subject);
				self.noted(who, trial, Act::Completed { subject })
			}
			Call::unblind { trial, subject, reason } => {
				let (study, person) = self.case(trial, subject)?;
				let may = who == study.design.committee
					|| self.has(who, Role::Regulator)
					|| self.is_investigator(who, study, person.site).is_ok();
				must(may, E::NotUnblinder)?;
				study.is_unlocked()?;
				must(person.slot.is_some(), E::NotRandomized)?;
				must(person.unblinding.is_none(), E::AlreadyUnblinded)?;
				let unblinding = Unblinding { by: who, at: now, reason, answer: None };
				self.person(trial, subject).unblinding = Some(unblinding);
				self.noted(who, trial, Act::Unblinded { subject, reason })
			}
			Call::answer_unblinding { trial, subject, answer } => {
				let (study, person) = self.case(trial, subject)?;
				must(who == study.design.custodian, E::NotCustodian)?;
				study.is_unlocked()?;
				let unblinding = person.unblinding.as_ref().ok_or(E::NotUnblinded)?;
				must(unblinding.answer.is_none(), E::AlreadyAnswered)?;
				let unblinding = self.person(trial, subject).unblinding.as_mut().expect("is there");
				unblinding.answer = Some(UnblindingAnswer { at: now, commitment: answer });
				self.noted(who, trial, Act::UnblindingAnswered { subject, answer })
			}
			Call::disclose { trial, subject, arm, salt, proof } => {
				let (study, person) = self.case(trial, subject)?;
				must(who == study.design.custodian, E::NotCustodian)?;
				let is_locked = study.lock.is_some();
				must(is_locked || study.design.masking == Masking::Open, E::Masked)?;
				let slot = person.slot.ok_or(E::NotRandomized)?;
				must(person.arm.is_none(), E::AlreadyDisclosed)?;
				let list = slot.slot / study.per_list();
				let root = study.lists[&slot.stratum][list as usize].root;
				let opening = opening_of(study, trial, &slot);
				let is_true = (opening.0, opening.1, &opening.2) == (arm, salt, &proof);
				must(is_true && opening.3 == root, E::BadOpening)?;
				self.person(trial, subject).arm = Some(arm);
				match is_locked {
					true => Ok(()),
					false => self.noted(who, trial, Act::Disclosed { subject, arm }),
				}
			}
			Call::capture { trial, subject, visit, root, count } => {
				let (study, person) = self.case(trial, subject)?;
				self.is_sites(who, study, person.site)?;
				study.is_treating()?;
				person.is(&[P::Enrolled, P::Randomized])?;
				study.approved(now)?;
				must(!person.frozen, E::DataFrozen)?;
				must(visit < study.design.visits, E::VisitNotFound)?;
				must(count > 0, E::EmptyCapture)?;
				must(count <= 65_536, E::TooManyForms)?;
				let last = person.consents.last().ok_or(E::NoConsent)?;
				must(last.version == study.current, E::ConsentOutdated)?;
				let permitted = self.permitting(study, person);
				let asker = (person.participant, study.sites[&person.site].0, person.site);
				let by = last.directive.id;
				let version = study.current;
				self.asked.entry(asker).or_default().push(permitted.ok());
				if permitted != Ok(by) {
					return Ok(());
				}
				let person = self.person(trial, subject);
				let capture = person.captures.len() as CaptureId;
				person.captures.push(Capture { by: who, at: now, version, visit, root, count });
				if person.visits.insert(visit) {
					self.trials[trial as usize].accrue(Trigger::Visit(visit), subject);
				}
				self.noted(who, trial, Act::Captured { subject, capture })
			}
			Call::correct { trial, subject, form, proof, old, new, reason } => {
				let person = self.sites(who, trial, subject)?;
				must(!person.frozen, E::DataFrozen)?;
				let known = self.form(person, form, old, &proof)?;
				must(old != new, E::SameContent)?;
				let corrections = known.corrections + 1;
				let known = Form { content: new, corrections, verified: None };
				self.person(trial, subject).forms.insert(form, known);
				self.noted(who, trial, Act::Corrected { subject, form, old, new, reason })
			}
			Call::verify_source { trial, subject, form, content, proof } => {
				let person = self.sponsors(who, trial, subject)?;
				let mut known = self.form(person, form, content, &proof)?;
				must(known.verified.is_none(), E::AlreadyVerified)?;
				known.verified = Some(SourceVerification { by: who, at: now });
				self.person(trial, subject).forms.insert(form, known);
				self.noted(who, trial, Act::SourceVerified { subject, form, content })
			}
			Call::open_query { trial, subject, form, text } => {
				let person = self.sponsors(who, trial, subject)?;
				let capture = person.captures.get(form.capture as usize);
				must(form.index < capture.ok_or(E::CaptureNotFound)?.count, E::FormNotFound)?;
				let query = person.queries.len() as QueryId;
				let status = QueryStatus::Open;
				let asked = Query { form, by: who, at: now, text, answer: None, status };
				self.person(trial, subject).queries.push(asked);
				self.noted(who, trial, Act::QueryOpened { subject, query })
			}
			Call::answer_query { trial, subject, query, answer } => {
				let person = self.sites(who, trial, subject)?;
				let asked = person.queries.get(query as usize).ok_or(E::QueryNotFound)?;
				must(asked.status != QueryStatus::Answered, E::QueryAnswered)?;
				must(asked.status != QueryStatus::Closed, E::QueryClosed)?;
				let asked = &mut self.person(trial, subject).queries[query as usize];
				(asked.answer, asked.status) = (Some(answer), QueryStatus::Answered);
				self.noted(who, trial, Act::QueryAnswered { subject, query })
			}
			Call::close_query { trial, subject, query } => {
				let person = self.sponsors(who, trial, subject)?;
				let asked = person.queries.get(query as usize).ok_or(E::QueryNotFound)?;
				must(asked.status != QueryStatus::Closed, E::QueryClosed)?;
				self.person(trial, subject).queries[query as usize].status = QueryStatus::Closed;
				self.noted(who, trial, Act::QueryClosed { subject, query })
			}
			Call::freeze { trial, subject } => {
				must(!self.sponsors(who, trial, subject)?.frozen, E::DataFrozen)?;
				self.person(trial, subject).frozen = true;
				self.noted(who, trial, Act::Frozen { subject })
			}
			Call::unfreeze { trial, subject } => {
				must(self.sponsors(who, trial, subject)?.frozen, E::NotFrozen)?;
				self.person(trial, subject).frozen = false;
				self.noted(who, trial, Act::Unfrozen { subject })
			}
			Call::report_adverse_event { trial, subject, onset, assessment } => {
				let person = self.sites(who, trial, subject)?;
				must(!person.consents.is_empty(), E::NoConsent)?;
				must(onset <= assessment.aware, E::AwareBeforeOnset)?;
				must(assessment.aware <= now, E::AwareInFuture)?;
				let event = person.events.len() as AdverseEventId;
				self.person(trial, subject).events.push(AdverseEvent {
					by: who,
					at: now,
					onset,
					assessment,
					follow_ups: 0,
					late: is_late(&assessment, now),
					due: period(&assessment).map(|it| now + it),
					forwarded: None,
				});
				self.noted(who, trial, Act::AdverseEventReported { subject, event, assessment })
			}
			Call::follow_up { trial, subject, event, assessment } => {
				let person = self.sites(who, trial, subject)?;
				let known = person.events.get(event as usize).ok_or(E::AdverseEventNotFound)?;
				must(known.onset <= assessment.aware, E::AwareBeforeOnset)?;
				must(assessment.aware <= now, E::AwareInFuture)?;
				let known = &mut self.person(trial, subject).events[event as usize];
				let before = period(&known.assessment).unwrap_or(u64::MAX);
				if let Some(after) = period(&assessment) {
					if known.forwarded.is_none() {
						known.due = Some(known.due.unwrap_or(u64::MAX).min(now + after));
					} else if after < before {
						known.forwarded = None;
						known.due = Some(now + after);
					}
				}
				known.late = known.late || is_late(&assessment, now);
				known.assessment = assessment;
				known.follow_ups += 1;
				self.noted(who, trial, Act::AdverseEventFollowedUp { subject, event, assessment })
			}
			Call::forward_adverse_event { trial, subject, event, report } => {
				let person = self.sponsors(who, trial, subject)?;
				let known = person.events.get(event as usize).ok_or(E::AdverseEventNotFound)?;
				let late = now > known.due.ok_or(E::NothingToForward)?;
				must(known.forwarded.is_none(), E::AlreadyForwarded)?;
				let forwarded = Forwarded { by: who, at: now, late, report };
				self.person(trial, subject).events[event as usize].forwarded = Some(forwarded);
				self.noted(who, trial, Act::AdverseEventForwarded { subject, event, report, late })
			}
			Call::report_deviation { trial, site, subject, class, detail } => {
				let study = self.study(trial)?;
				must(study.sites.contains_key(&site), E::SiteNotFound)?;
				let may = self.acts(who, site) || self.acts(who, study.sponsor);
				must(may, E::NotTrialStaff)?;
				study.is_unlocked()?;
				if let Some(number) = subject {
					must(study.subject(number)?.site == site, E::SubjectElsewhere)?;
				}
				let deviation = study.deviations.len() as DeviationId;
				let reported = Deviation { site, subject, class, detail, by: who, at: now };
				self.trials[trial as usize].deviations.push(reported);
				self.noted(who, trial, Act::DeviationReported { deviation })
			}
			other => panic!("the model does not know {other:?}"),
		}
	}
}
