//! Each error is met by a call that is refused for it and writes nothing.

use super::common::*;
use frame::{
	deps::scale_info::{TypeDef, TypeInfo},
	prelude::BoundedVec,
	traits::UnfilteredDispatchable,
};
use medchain_support::{
	testing::{Consents as Permits, Registry},
	Actor, DirectiveRef, ResourceClass, ResourceClasses, Role,
};
use std::collections::BTreeSet;

/// The errors that were met.
#[derive(Default)]
struct Met(BTreeSet<&'static str>);

impl Met {
	/// A call is refused for this reason, and nothing is written.
	#[track_caller]
	fn refused(&mut self, who: AccountId, call: Call<Test>, reason: Error<Test>) {
		self.0.insert(reason.as_str());
		assert_noop!(call.dispatch_bypass_filter(origin(who)), reason);
	}
}

#[track_caller]
fn done(who: AccountId, call: Call<Test>) {
	assert_ok!(call.dispatch_bypass_filter(origin(who)));
}

fn all_errors() -> BTreeSet<&'static str> {
	let TypeDef::Variant(all) = <Error<Test> as TypeInfo>::type_info().type_def else {
		panic!("an enum")
	};
	all.variants.iter().map(|it| it.name).collect()
}

#[test]
fn every_error_is_met_by_a_call_that_writes_nothing() {
	const THEMES: [fn(&mut Met); 15] = [
		designs,
		payments,
		protocols,
		approvals,
		courses,
		sites,
		screening,
		consents,
		attestations,
		statuses,
		slots,
		arms,
		forms,
		safety,
		money,
	];
	let mut met = Met::default();
	for theme in THEMES {
		build_and_execute(|| theme(&mut met));
	}
	let missing: Vec<_> = all_errors().difference(&met.0).copied().collect();
	assert_eq!(missing, Vec::<&str>::new(), "no call is refused for these");
	assert_eq!(met.0, all_errors());
}

fn shares(ratio: &[u8], multipliers: &[u8]) -> Scheme {
	Scheme {
		ratio: BoundedVec::truncate_from(ratio.to_vec()),
		multipliers: BoundedVec::truncate_from(multipliers.to_vec()),
	}
}

/// Registering the usual design with this change is refused.
#[track_caller]
fn design_refused(met: &mut Met, reason: Error<Test>, change: impl FnOnce(&mut Design<AccountId>)) {
	let mut design = design();
	change(&mut design);
	met.refused(SPONSOR, Call::register_trial { design }, reason);
}

fn designs(met: &mut Met) {
	met.refused(STRANGER, Call::register_trial { design: design() }, Error::NotAccreditedSponsor);
	design_refused(met, Error::NotEthicsCommittee, |it| it.committee = STRANGER);
	design_refused(met, Error::CustodianNotVerified, |it| it.custodian = STRANGER);
	design_refused(met, Error::CustodianNotIndependent, |it| it.custodian = SPONSOR);
	design_refused(met, Error::CustodianIsCommittee, |it| it.custodian = COMMITTEE);
	design_refused(met, Error::NoArm, |it| it.scheme = shares(&[], &[1]));
	design_refused(met, Error::WrongShare, |it| it.scheme = shares(&[0, 1], &[1]));
	design_refused(met, Error::TooManyShares, |it| it.scheme = shares(&[8, 8, 1], &[1]));
	design_refused(met, Error::NoMultiplier, |it| it.scheme = shares(&[1, 1], &[]));
	design_refused(met, Error::WrongMultiplier, |it| it.scheme = shares(&[1, 1], &[5]));
	design_refused(met, Error::RepeatedMultiplier, |it| it.scheme = shares(&[1, 1], &[1, 1]));
	design_refused(met, Error::NoStrata, |it| it.strata = 0);
	design_refused(met, Error::TooManyStrata, |it| it.strata = MAX_STRATA + 1);
	design_refused(met, Error::TooManyVisits, |it| it.visits = MAX_VISITS + 1);
	design_refused(met, Error::NoTarget, |it| it.target = 0);
	design_refused(met, Error::NoCriteria, |it| it.criteria = Criteria::default());
	design_refused(met, Error::NoClasses, |it| it.classes = ResourceClasses::EMPTY);
	design_refused(met, Error::UnknownClass, |it| it.classes = ResourceClasses(!0));
	Registry::affiliate(&COMMITTEE, &SPONSOR);
	design_refused(met, Error::CommitteeNotIndependent, |_| {});
	Registry::end_affiliation(&COMMITTEE, &SPONSOR);
	NextTrial::<Test>::put(TrialId::MAX);
	design_refused(met, Error::NumbersExhausted, |_| {});
}

fn payments(met: &mut Met) {
	let pays = |on, to, amount| PaymentRules::truncate_from(vec![Payment { on, to, amount }]);
	let (site, completion) = (Payee::Site, Trigger::Completion);
	design_refused(met, Error::NoCurrency, |it| it.currency = None);
	design_refused(met, Error::ZeroPayment, |it| it.payments = pays(completion, site, 0));
	let amount = MAX_PAYMENT + 1;
	design_refused(met, Error::PaymentTooLarge, |it| it.payments = pays(completion, site, amount));
	let fourth = Trigger::Visit(3);
	design_refused(met, Error::PaymentForNoVisit, |it| it.payments = pays(fourth, site, 1));
	let none = Trigger::SiteEnrolled(0);
	design_refused(met, Error::PaymentForNobody, |it| it.payments = pays(none, site, 1));
	let (one, participant) = (Trigger::SiteEnrolled(1), Payee::Participant);
	design_refused(met, Error::PaymentNotForSite, |it| it.payments = pays(one, participant, 1));
}

fn amendment(target: u32) -> Call<Test> {
	let protocol = content(101);
	Call::amend_protocol { trial: TRIAL, protocol, criteria: criteria(), target }
}

fn approval(version: Version, until: Option<u64>) -> Call<Test> {
	Call::approve { trial: TRIAL, version, until, conditions: None }
}

fn protocols(met: &mut Met) {
	let (trial, reason) = (TRIAL, WHY);
	let refusal = |version| Call::disapprove { trial, version, reason };
	done(SPONSOR, Call::register_trial { design: design() });
	met.refused(SPONSOR, Call::lock { trial: 1 }, Error::TrialNotFound);
	met.refused(STRANGER, Call::lock { trial }, Error::NotSponsor);
	met.refused(SPONSOR, approval(1, None), Error::NotCommittee);
	met.refused(COMMITTEE, approval(2, None), Error::ProtocolNotFound);
	done(COMMITTEE, approval(1, None));
	met.refused(COMMITTEE, refusal(1), Error::AlreadyDecided);
	done(SPONSOR, amendment(2));
	met.refused(SPONSOR, amendment(2), Error::ReviewPending);
	done(COMMITTEE, refusal(2));
	met.refused(COMMITTEE, approval(2, None), Error::VersionDisapproved);
	done(SPONSOR, amendment(2));
	done(COMMITTEE, approval(3, None));
	met.refused(COMMITTEE, approval(1, None), Error::VersionSuperseded);
	done(SPONSOR, Call::open_site { trial, site: SITE, investigator: INVESTIGATOR });
	enrolled(ADA);
	// Another is enrolled while the committee thinks about a target of one.
	done(SPONSOR, amendment(1));
	enrolled(BEN);
	met.refused(COMMITTEE, approval(4, None), Error::TargetBelowEnrolled);
	done(COMMITTEE, refusal(4));
	met.refused(SPONSOR, amendment(1), Error::TargetBelowEnrolled);
}

fn approvals(met: &mut Met) {
	done(SPONSOR, Call::register_trial { design: design() });
	met.refused(COMMITTEE, approval(1, Some(NOW - 1)), Error::ApprovalInPast);
	done(COMMITTEE, approval(1, Some(NOW)));
	let open = || Call::open_site { trial: TRIAL, site: SITE, investigator: INVESTIGATOR };
	tick();
	met.refused(SPONSOR, open(), Error::ApprovalExpired);
	Registry::take_role(&COMMITTEE, Role::EthicsCommittee);
	met.refused(COMMITTEE, approval(1, None), Error::CommitteeLapsed);
	Registry::give_role(&COMMITTEE, Role::EthicsCommittee);
	done(COMMITTEE, approval(1, None));
	done(SPONSOR, open());
}

fn courses(met: &mut Met) {
	let (trial, reason) = (TRIAL, WHY);
	let open = || Call::open_site { trial, site: SITE, investigator: INVESTIGATOR };
	let close = || Call::close_accrual { trial };
	done(SPONSOR, Call::register_trial { design: design() });
	met.refused(SPONSOR, open(), Error::TrialInReview);
	done(COMMITTEE, Call::disapprove { trial, version: 1, reason });
	met.refused(SPONSOR, open(), Error::TrialDisapproved);
	done(SPONSOR, amendment(2));
	done(COMMITTEE, approval(2, None));
	met.refused(SPONSOR, close(), Error::TrialNotStarted);
	done(SPONSOR, open());
	met.refused(SPONSOR, Call::lock { trial }, Error::TrialActive);
	met.refused(STRANGER, Call::suspend { trial, reason }, Error::NotOverseer);
	done(COMMITTEE, Call::suspend { trial, reason });
	met.refused(SPONSOR, Call::resume { trial }, Error::NotSuspender);
	met.refused(SPONSOR, close(), Error::TrialSuspended);
	done(COMMITTEE, Call::resume { trial });
	done(SPONSOR, close());
	met.refused(SPONSOR, close(), Error::TrialClosedToAccrual);
	done(SPONSOR, Call::lock { trial });
	met.refused(SPONSOR, Call::lock { trial }, Error::TrialLocked);
	let publish = || Call::publish_results { trial, results: WHY };
	done(SPONSOR, publish());
	met.refused(SPONSOR, publish(), Error::TrialPublished);
	done(SPONSOR, Call::register_trial { design: design() });
	done(REGULATOR, Call::terminate { trial: 1, reason });
	met.refused(SPONSOR, Call::suspend { trial: 1, reason }, Error::TrialTerminated);
}

fn sites(met: &mut Met) {
	active();
	let trial = TRIAL;
	let open = |site, investigator| Call::open_site { trial, site, investigator };
	met.refused(SPONSOR, open(SITE, INVESTIGATOR), Error::SiteOpen);
	met.refused(SPONSOR, open(STRANGER, INVESTIGATOR), Error::NotProvider);
	met.refused(SPONSOR, open(OTHER_SITE, NURSE), Error::NotInvestigator);
	met.refused(SPONSOR, open(OTHER_SITE, INVESTIGATOR), Error::InvestigatorElsewhere);
	let usual = || open(OTHER_SITE, OTHER_INVESTIGATOR);
	for (who, organization, reason) in [
		(OTHER_SITE, SPONSOR, Error::SponsorSite),
		(OTHER_INVESTIGATOR, SPONSOR, Error::InvestigatorOfSponsor),
		(CUSTODIAN, OTHER_SITE, Error::CustodianAtSite),
	] {
		Registry::affiliate(&who, &organization);
		met.refused(SPONSOR, usual(), reason);
		Registry::end_affiliation(&who, &organization);
	}
	let close = |site| Call::close_site { trial, site };
	met.refused(SPONSOR, close(OTHER_SITE), Error::SiteNotFound);
	done(SPONSOR, usual());
	done(SPONSOR, close(OTHER_SITE));
	met.refused(SPONSOR, close(OTHER_SITE), Error::SiteClosed);
	let subject = enrolled(ADA);
	done(SPONSOR, close(SITE));
	let screen = Call::screen { trial, participant: BEN, site: SITE, stratum: None };
	met.refused(INVESTIGATOR, screen, Error::SiteClosed);
	met.refused(INVESTIGATOR, Call::randomize { trial, subject }, Error::SiteClosed);
}

fn screening(met: &mut Met) {
	active();
	let (trial, site, reason) = (TRIAL, SITE, WHY);
	let screen = |participant, stratum| Call::screen { trial, participant, site, stratum };
	met.refused(NURSE, screen(ADA, None), Error::NotSiteInvestigator);
	met.refused(INVESTIGATOR, screen(INVESTIGATOR, None), Error::SelfScreening);
	met.refused(INVESTIGATOR, screen(STRANGER, None), Error::ParticipantNotIdentified);
	met.refused(INVESTIGATOR, screen(ADA, Some(2)), Error::StratumNotFound);
	done(INVESTIGATOR, screen(ADA, None));
	met.refused(INVESTIGATOR, screen(ADA, None), Error::AlreadyScreened);
	let withdraw = |subject| Call::withdraw { trial, subject, reason };
	met.refused(ADA, withdraw(1), Error::SubjectNotFound);
	met.refused(NURSE, withdraw(0), Error::NotParticipantOrInvestigator);
	Registry::end_affiliation(&INVESTIGATOR, &SITE);
	met.refused(INVESTIGATOR, screen(BEN, None), Error::InvestigatorLeft);
	Registry::take_role(&INVESTIGATOR, Role::Investigator);
	met.refused(INVESTIGATOR, screen(BEN, None), Error::InvestigatorLapsed);
	met.refused(INVESTIGATOR, withdraw(0), Error::NotParticipantOrInvestigator);
}

fn attest(subject: SubjectId, criterion: CriterionId, until: Option<u64>) -> Call<Test> {
	let (met, evidence) = (true, WHY);
	Call::attest_criterion { trial: TRIAL, subject, criterion, met, evidence, until }
}

fn consents(met: &mut Met) {
	active();
	let trial = TRIAL;
	let consent = |version, directive| Call::consent { trial, version, directive };
	let screen = Call::screen { trial, participant: ADA, site: SITE, stratum: None };
	done(INVESTIGATOR, screen);
	met.refused(BEN, consent(1, 5), Error::NotParticipant);
	met.refused(DOCTOR, attest(0, 0, None), Error::NoConsent);
	met.refused(ADA, consent(1, 5), Error::NotPermitted);
	let actor = Actor::of(INVESTIGATOR, SITE);
	let by = DirectiveRef { id: 5, version: 1 };
	Permits::permit(&ADA, &actor, ResourceClass::Observation.into(), by);
	met.refused(ADA, consent(1, 5), Error::ClassesMissing);
	permit(ADA, INVESTIGATOR, SITE, 5);
	met.refused(ADA, consent(2, 5), Error::WrongVersion);
	met.refused(ADA, consent(1, 6), Error::OtherDirective);
	done(ADA, consent(1, 5));
	permit(ADA, INVESTIGATOR, SITE, 6);
	met.refused(DOCTOR, attest(0, 0, None), Error::OtherDirective);
	Permits::deny(&ADA, &actor, by);
	met.refused(DOCTOR, attest(0, 0, None), Error::NotPermitted);
	permit(ADA, INVESTIGATOR, SITE, 5);
	done(SPONSOR, amendment(2));
	done(DOCTOR, attest(0, 0, None));
	done(COMMITTEE, approval(2, None));
	met.refused(DOCTOR, attest(0, 1, None), Error::ConsentOutdated);
}

fn attestations(met: &mut Met) {
	active();
	let subject = consented(ADA);
	met.refused(STRANGER, attest(subject, 0, None), Error::NotAttester);
	met.refused(INVESTIGATOR, attest(subject, 0, None), Error::AttesterIsEnroller);
	met.refused(DOCTOR, attest(subject, 2, None), Error::CriterionNotFound);
	met.refused(DOCTOR, attest(subject, 0, Some(NOW - 1)), Error::AttestationInPast);
	let (trial, reason) = (TRIAL, WHY);
	let set_stratum = Call::set_stratum { trial, subject, stratum: 0, reason };
	met.refused(DOCTOR, set_stratum, Error::SameStratum);
	for who in [DOCTOR, LABORATORY, OTHER_DOCTOR] {
		done(who, attest(subject, 0, None));
	}
	met.refused(FOURTH_DOCTOR, attest(subject, 0, None), Error::TooManyAttesters);
	Registry::unverify(&DOCTOR);
	met.refused(DOCTOR, attest(subject, 0, None), Error::AttesterNotVerified);
	Registry::affiliate(&LABORATORY, &SPONSOR);
	met.refused(LABORATORY, attest(subject, 0, None), Error::AttesterOfSponsor);
	Registry::give_role(&ADA, Role::Practitioner);
	met.refused(ADA, attest(subject, 0, None), Error::AttesterIsParticipant);
}

fn statuses(met: &mut Met) {
	active();
	beacon_drawn();
	sealed(0);
	let (trial, reason) = (TRIAL, WHY);
	let enrol = |subject| Call::enrol { trial, subject };
	let randomize = |subject| Call::randomize { trial, subject };
	let withdraw = |subject| Call::withdraw { trial, subject, reason };
	let ada = consented(ADA);
	met.refused(STRANGER, enrol(ada), Error::NotSiteStaff);
	met.refused(MONITOR, enrol(ada), Error::SponsorStaff);
	met.refused(NURSE, enrol(ada), Error::SubjectScreening);
	attested(DOCTOR, ada, 0, true);
	attested(LABORATORY, ada, 1, false);
	met.refused(NURSE, enrol(ada), Error::SubjectEnrolled);
	done(INVESTIGATOR, randomize(ada));
	met.refused(INVESTIGATOR, randomize(ada), Error::SubjectRandomized);
	let ben = consented(BEN);
	attested(DOCTOR, ben, 0, false);
	attested(LABORATORY, ben, 1, false);
	met.refused(BEN, withdraw(ben), Error::SubjectIneligible);
	enrolled(BEN);
	let cleo = consented(CLEO);
	done(DOCTOR, attest(cleo, 0, Some(NOW)));
	attested(LABORATORY, cleo, 1, false);
	met.refused(INVESTIGATOR, randomize(cleo), Error::SubjectEligible);
	met.refused(NURSE, enrol(cleo), Error::TargetReached);
	done(SPONSOR, amendment(3));
	done(COMMITTEE, approval(2, None));
	done(CLEO, Call::consent { trial, version: 2, directive: 5 });
	met.refused(NURSE, enrol(cleo), Error::Undecided);
	done(NURSE, Call::complete { trial, subject: ada });
	met.refused(ADA, withdraw(ada), Error::SubjectCompleted);
	done(CLEO, withdraw(cleo));
	met.refused(CLEO, withdraw(cleo), Error::SubjectWithdrawn);
}

fn slots(met: &mut Met) {
	active();
	let trial = TRIAL;
	let commit = |trial| Call::commit_seed { trial, commitment: SEED };
	let seal = |stratum| Call::seal_list { trial, stratum, root: SEED };
	let subject = enrolled(ADA);
	let randomize = |subject| Call::randomize { trial, subject };
	met.refused(STRANGER, commit(trial), Error::NotCustodian);
	met.refused(CUSTODIAN, seal(0), Error::NoSeed);
	done(CUSTODIAN, commit(trial));
	met.refused(CUSTODIAN, commit(trial), Error::SeedCommitted);
	met.refused(CUSTODIAN, seal(0), Error::NoBeacon);
	for id in 1..=MAX_WAITING {
		done(SPONSOR, Call::register_trial { design: design() });
		assert_ok!(ClinicalTrials::approve(origin(COMMITTEE), id, 1, None, None));
		if id < MAX_WAITING {
			done(CUSTODIAN, commit(id));
		}
	}
	met.refused(CUSTODIAN, commit(MAX_WAITING), Error::TooManyWaiting);
	Dealt::set(DEALT, System::block_number() + BEACON_DELAY + 1);
	pass_blocks(1);
	met.refused(CUSTODIAN, seal(2), Error::StratumNotFound);
	met.refused(INVESTIGATOR, randomize(subject), Error::NoSealedSlot);
	done(CUSTODIAN, seal(0));
	met.refused(CUSTODIAN, seal(0), Error::EnoughLists);
	let screen = Call::screen { trial, participant: BEN, site: SITE, stratum: None };
	done(INVESTIGATOR, screen);
	permit(BEN, INVESTIGATOR, SITE, 5);
	done(BEN, Call::consent { trial, version: 1, directive: 5 });
	attested(DOCTOR, 1, 0, true);
	attested(LABORATORY, 1, 1, false);
	met.refused(INVESTIGATOR, randomize(1), Error::NoStratum);
}

fn arms(met: &mut Met) {
	active();
	beacon_drawn();
	sealed(0);
	let (trial, reason, answer) = (TRIAL, WHY, WHY);
	let (subject, other) = (enrolled(ADA), enrolled(BEN));
	done(INVESTIGATOR, Call::randomize { trial, subject });
	let unblind = |subject| Call::unblind { trial, subject, reason };
	met.refused(SPONSOR, unblind(subject), Error::NotUnblinder);
	met.refused(INVESTIGATOR, unblind(other), Error::NotRandomized);
	let answered = || Call::answer_unblinding { trial, subject, answer };
	met.refused(CUSTODIAN, answered(), Error::NotUnblinded);
	done(INVESTIGATOR, unblind(subject));
	met.refused(INVESTIGATOR, unblind(subject), Error::AlreadyUnblinded);
	done(CUSTODIAN, answered());
	met.refused(CUSTODIAN, answered(), Error::AlreadyAnswered);
	let (arm, salt, proof) = opening(subject);
	let disclose = |arm| Call::disclose { trial, subject, arm, salt, proof: proof.clone() };
	met.refused(CUSTODIAN, disclose(arm), Error::Masked);
	done(SPONSOR, Call::close_accrual { trial });
	done(SPONSOR, Call::lock { trial });
	met.refused(CUSTODIAN, disclose(1 - arm), Error::BadOpening);
	done(CUSTODIAN, disclose(arm));
	met.refused(CUSTODIAN, disclose(arm), Error::AlreadyDisclosed);
	let check = |list| Call::check_list { trial, stratum: 0, list };
	let reveal = |seed| Call::reveal_seed { trial, seed };
	met.refused(STRANGER, check(0), Error::NotRevealed);
	met.refused(CUSTODIAN, reveal(DEALT), Error::WrongSeed);
	done(CUSTODIAN, reveal(SEED));
	met.refused(CUSTODIAN, reveal(SEED), Error::AlreadyRevealed);
	met.refused(STRANGER, check(1), Error::ListNotFound);
	done(STRANGER, check(0));
	met.refused(STRANGER, check(0), Error::AlreadyChecked);
}

fn forms(met: &mut Met) {
	active();
	let (trial, subject, reason) = (TRIAL, enrolled(ADA), WHY);
	let contents = [content(0), content(1)];
	let root = merkle::root(contents).unwrap();
	let capture = |visit, count| Call::capture { trial, subject, visit, root, count };
	met.refused(NURSE, capture(3, 2), Error::VisitNotFound);
	met.refused(NURSE, capture(0, 0), Error::EmptyCapture);
	met.refused(NURSE, capture(0, MAX_FORMS + 1), Error::TooManyForms);
	done(NURSE, capture(0, 2));
	let form = FormRef { capture: 0, index: 1 };
	let proof = FormProof::truncate_from(proof_of(&contents, 1));
	let verify = |form, content| {
		let proof = proof.clone();
		Call::verify_source { trial, subject, form, content, proof }
	};
	let correct = |old, new| {
		let proof = proof.clone();
		Call::correct { trial, subject, form, proof, old, new, reason }
	};
	let nowhere = FormRef { capture: 1, index: 0 };
	met.refused(MONITOR, verify(nowhere, content(1)), Error::CaptureNotFound);
	let beyond = FormRef { capture: 0, index: 2 };
	met.refused(MONITOR, verify(beyond, content(1)), Error::FormNotFound);
	met.refused(MONITOR, verify(form, content(0)), Error::BadProof);
	done(MONITOR, verify(form, content(1)));
	met.refused(MONITOR, verify(form, content(1)), Error::AlreadyVerified);
	met.refused(NURSE, correct(content(1), content(1)), Error::SameContent);
	done(NURSE, correct(content(1), content(2)));
	met.refused(NURSE, correct(content(1), content(3)), Error::WrongContent);
	let unfreeze = Call::unfreeze { trial, subject };
	met.refused(MONITOR, unfreeze, Error::NotFrozen);
	let freeze = || Call::freeze { trial, subject };
	met.refused(NURSE, freeze(), Error::NotSponsorStaff);
	done(MONITOR, freeze());
	met.refused(MONITOR, freeze(), Error::DataFrozen);
	met.refused(NURSE, capture(1, 2), Error::DataFrozen);
	met.refused(NURSE, correct(content(2), content(3)), Error::DataFrozen);
	let answer = |query| Call::answer_query { trial, subject, query, answer: WHY };
	let close = || Call::close_query { trial, subject, query: 0 };
	met.refused(NURSE, answer(0), Error::QueryNotFound);
	done(MONITOR, Call::open_query { trial, subject, form, text: WHY });
	done(NURSE, answer(0));
	met.refused(NURSE, answer(0), Error::QueryAnswered);
	done(SPONSOR, Call::close_accrual { trial });
	met.refused(SPONSOR, Call::lock { trial }, Error::QueriesOpen);
	done(MONITOR, close());
	met.refused(MONITOR, close(), Error::QueryClosed);
	met.refused(NURSE, answer(0), Error::QueryClosed);
}

fn safety(met: &mut Met) {
	active();
	let other =
		Call::open_site { trial: TRIAL, site: OTHER_SITE, investigator: OTHER_INVESTIGATOR };
	done(SPONSOR, other);
	let (trial, subject) = (TRIAL, enrolled(ADA));
	let judged = |seriousness, aware| Assessment {
		seriousness,
		causality: Causality::Possible,
		expected: false,
		aware,
		detail: WHY,
	};
	let report = |onset, aware| {
		let assessment = judged(Seriousness::NonSerious, aware);
		Call::report_adverse_event { trial, subject, onset, assessment }
	};
	met.refused(NURSE, report(NOW, NOW - 1), Error::AwareBeforeOnset);
	met.refused(NURSE, report(NOW, NOW + 1), Error::AwareInFuture);
	let follow_up = || {
		let assessment = judged(Seriousness::Disability, NOW);
		Call::follow_up { trial, subject, event: 0, assessment }
	};
	met.refused(NURSE, follow_up(), Error::AdverseEventNotFound);
	done(NURSE, report(NOW, NOW));
	let forward = || Call::forward_adverse_event { trial, subject, event: 0, report: WHY };
	met.refused(MONITOR, forward(), Error::NothingToForward);
	done(NURSE, follow_up());
	done(SPONSOR, Call::close_accrual { trial });
	met.refused(SPONSOR, Call::lock { trial }, Error::AdverseEventsOutstanding);
	done(MONITOR, forward());
	met.refused(MONITOR, forward(), Error::AlreadyForwarded);
	let deviation = |site, subject| {
		let (class, detail) = (DeviationClass::Minor, WHY);
		Call::report_deviation { trial, site, subject, class, detail }
	};
	met.refused(STRANGER, deviation(SITE, None), Error::NotTrialStaff);
	met.refused(MONITOR, deviation(OTHER_SITE, Some(subject)), Error::SubjectElsewhere);
}

fn money(met: &mut Met) {
	active();
	let trial = TRIAL;
	met.refused(SPONSOR, Call::fund { trial, amount: 0 }, Error::ZeroAmount);
	let pay = || Call::pay_dues { trial, creditor: Creditor::Site(SITE) };
	met.refused(STRANGER, pay(), Error::NothingDue);
	enrolled(ADA);
	met.refused(STRANGER, pay(), Error::PurseShort);
	let reclaim = |amount| Call::reclaim { trial, amount };
	met.refused(SPONSOR, reclaim(1), Error::NotOver);
	done(SPONSOR, Call::fund { trial, amount: 2_000 });
	done(SPONSOR, Call::close_accrual { trial });
	done(SPONSOR, Call::lock { trial });
	done(SPONSOR, Call::publish_results { trial, results: WHY });
	// What is owed is not given back.
	met.refused(SPONSOR, reclaim(1_001), Error::PurseShort);
}
