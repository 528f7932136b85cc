//! Which call is allowed when: a trial's status, a participant's, and whether the approval is over,
//! against all calls, as the README has it.

use super::common::*;
use frame::{
	deps::{
		frame_support::{storage::with_transaction, traits::GetCallName},
		sp_runtime::{ModuleError, StateVersion, TransactionOutcome},
	},
	prelude::{BoundedVec, DispatchError, DispatchResult},
	traits::UnfilteredDispatchable,
};
use SubjectStatus::{Completed, Eligible, Enrolled, Ineligible, Randomized, Screening, Withdrawn};
use TrialStatus::{
	Active, Approved, ClosedToAccrual, Disapproved, InReview, Locked, Published, Suspended,
	Terminated,
};

/// Each status of a trial, in the order of the columns, and the error that names it.
const TRIAL_STATUSES: [(TrialStatus, &str); 9] = [
	(InReview, "TrialInReview"),
	(Disapproved, "TrialDisapproved"),
	(Approved, "TrialNotStarted"),
	(Active, "TrialActive"),
	(Suspended, "TrialSuspended"),
	(ClosedToAccrual, "TrialClosedToAccrual"),
	(Terminated, "TrialTerminated"),
	(Locked, "TrialLocked"),
	(Published, "TrialPublished"),
];

/// The calls that name a trial: in which status they are allowed, and the error elsewhere where it is
/// not the one that names the status.
///
/// Columns: in review, disapproved, approved, active, suspended, closed to accrual, terminated, locked,
/// published.
const BY_TRIAL: &[(&str, &str, &str)] = &[
	("approve", "x.xxxx...", ""),
	("disapprove", "x.xxxx...", ""),
	("amend_protocol", ".xxxxx...", ""),
	("open_site", "..xx.....", ""),
	("close_site", "...xxxx..", ""),
	("suspend", "..xx.x...", ""),
	("resume", "....x....", ""),
	("close_accrual", "...x.....", ""),
	("terminate", "xxxxxx...", ""),
	("lock", ".....xx..", ""),
	("publish_results", ".......x.", ""),
	("commit_seed", "..xx.x...", ""),
	("seal_list", "..xx.x...", ""),
	("reveal_seed", ".......xx", ""),
	("check_list", ".......xx", "NotRevealed"),
	("screen", "...x.....", ""),
	("consent", "...x.x...", ""),
	("attest_criterion", "...x.....", ""),
	("enrol", "...x.....", ""),
	("set_stratum", "...x.x...", ""),
	("randomize", "...x.x...", ""),
	("withdraw", "...xxxx..", ""),
	("complete", "...x.xx..", ""),
	("unblind", "...xxxx..", ""),
	("answer_unblinding", "...xxxx..", ""),
	("disclose", ".......xx", "Masked"),
	("capture", "...x.x...", ""),
	("correct", "...xxxx..", ""),
	("open_query", "...xxxx..", ""),
	("answer_query", "...xxxx..", ""),
	("close_query", "...xxxx..", ""),
	("verify_source", "...xxxx..", ""),
	("freeze", "...xxxx..", ""),
	("unfreeze", "...xxxx..", ""),
	("report_adverse_event", "...xxxx..", ""),
	("follow_up", "...xxxx..", ""),
	("forward_adverse_event", "...xxxx..", ""),
	("report_deviation", "...xxxx..", ""),
	("fund", "xxxxxxxxx", ""),
	("pay_dues", "xxxxxxxxx", ""),
	("reclaim", "........x", "NotOver"),
];

/// What is refused besides when the approval is over, but completion after a termination.
const NEED_APPROVAL: &[&str] = &[
	"open_site",
	"seal_list",
	"screen",
	"consent",
	"attest_criterion",
	"enrol",
	"set_stratum",
	"randomize",
	"complete",
	"capture",
];

/// Each status of a participant, in the order of the columns, and the error that names it.
const SUBJECT_STATUSES: [(SubjectStatus, &str); 7] = [
	(Screening, "SubjectScreening"),
	(Eligible, "SubjectEligible"),
	(Ineligible, "SubjectIneligible"),
	(Enrolled, "SubjectEnrolled"),
	(Randomized, "SubjectRandomized"),
	(Completed, "SubjectCompleted"),
	(Withdrawn, "SubjectWithdrawn"),
];

/// The calls that name a participant: in which status they are allowed, and the error elsewhere where
/// it is not the one that names the status. Who has completed or withdrawn was randomised before.
///
/// Columns: screening, eligible, ineligible, enrolled, randomised, completed, withdrawn.
const BY_SUBJECT: &[(&str, &str, &str)] = &[
	("screen", "..x....", "AlreadyScreened"),
	("consent", "xx.xx..", ""),
	("attest_criterion", "xx.....", ""),
	("enrol", ".x.....", ""),
	("set_stratum", "xx.x...", ""),
	("randomize", "...x...", ""),
	("withdraw", "xx.xx..", ""),
	("complete", "...xx..", ""),
	("unblind", "....xxx", "NotRandomized"),
	("answer_unblinding", "xxxxxxx", ""),
	("disclose", "....xxx", "NotRandomized"),
	("capture", "...xx..", ""),
	("correct", "xxxxxxx", ""),
	("open_query", "xxxxxxx", ""),
	("answer_query", "xxxxxxx", ""),
	("close_query", "xxxxxxx", ""),
	("verify_source", "xxxxxxx", ""),
	("freeze", "xxxxxxx", ""),
	("unfreeze", "xxxxxxx", ""),
	("report_adverse_event", "xxxxxxx", ""),
	("follow_up", "xxxxxxx", ""),
	("forward_adverse_event", "xxxxxxx", ""),
	("report_deviation", "xxxxxxx", ""),
	("pay_dues", "xxxxxxx", ""),
];

/// The participant of all cells.
const SUBJECT: SubjectId = 0;
const FORM: FormRef = FormRef { capture: 0, index: 1 };

fn susar() -> Assessment {
	Assessment {
		seriousness: Seriousness::Death,
		causality: Causality::Certain,
		expected: false,
		aware: NOW,
		detail: WHY,
	}
}

/// Brings a trial to a status by calls, with a randomised participant where it can have one.
fn trial_at(status: TrialStatus) {
	permit(ADA, INVESTIGATOR, SITE, 5);
	Money::deposit(EUR, &ClinicalTrials::account_of(TRIAL), 1_000_000_000);
	let sponsor = || origin(SPONSOR);
	assert_ok!(ClinicalTrials::register_trial(sponsor(), design()));
	if status == InReview {
		return;
	}
	if status == Disapproved {
		assert_ok!(ClinicalTrials::disapprove(origin(COMMITTEE), TRIAL, 1, WHY));
		return;
	}
	assert_ok!(ClinicalTrials::approve(origin(COMMITTEE), TRIAL, 1, None, None));
	beacon_drawn();
	sealed(0);
	if status == Approved {
		return;
	}
	assert_ok!(ClinicalTrials::open_site(sponsor(), TRIAL, SITE, INVESTIGATOR));
	assert_eq!(enrolled(ADA), SUBJECT);
	assert_ok!(ClinicalTrials::randomize(origin(INVESTIGATOR), TRIAL, SUBJECT));
	let root = merkle::root([content(0), content(1)]).unwrap();
	assert_ok!(ClinicalTrials::capture(origin(NURSE), TRIAL, SUBJECT, 0, root, 2));
	assert_ok!(ClinicalTrials::open_query(origin(MONITOR), TRIAL, SUBJECT, FORM, WHY));
	let nurse = origin(NURSE);
	assert_ok!(ClinicalTrials::report_adverse_event(nurse, TRIAL, SUBJECT, NOW, susar()));
	let next = match status {
		Active => Ok(()),
		Suspended => ClinicalTrials::suspend(sponsor(), TRIAL, WHY),
		Terminated => ClinicalTrials::terminate(sponsor(), TRIAL, WHY),
		_ => ClinicalTrials::close_accrual(sponsor(), TRIAL),
	};
	assert_eq!(next, Ok(()));
	if !status.is_locked() {
		return;
	}
	assert_ok!(ClinicalTrials::close_query(origin(MONITOR), TRIAL, SUBJECT, 0));
	let monitor = origin(MONITOR);
	assert_ok!(ClinicalTrials::forward_adverse_event(monitor, TRIAL, SUBJECT, 0, WHY));
	assert_ok!(ClinicalTrials::lock(sponsor(), TRIAL));
	if status == Published {
		assert_ok!(ClinicalTrials::publish_results(sponsor(), TRIAL, WHY));
	}
}

/// Brings a participant of an active trial to a status by calls.
fn subject_at(status: SubjectStatus) {
	active();
	Money::deposit(EUR, &ClinicalTrials::account_of(TRIAL), 1_000_000_000);
	beacon_drawn();
	sealed(0);
	assert_eq!(consented(ADA), SUBJECT);
	if status == Screening {
		return;
	}
	if status == Eligible {
		assert_ok!(ClinicalTrials::close_site(origin(SPONSOR), TRIAL, SITE));
	}
	attested(DOCTOR, SUBJECT, 0, status != Ineligible);
	attested(LABORATORY, SUBJECT, 1, false);
	match status {
		Eligible => {
			assert_ok!(ClinicalTrials::open_site(origin(SPONSOR), TRIAL, SITE, INVESTIGATOR));
		}
		Ineligible | Enrolled => {}
		_ => {
			assert_ok!(ClinicalTrials::randomize(origin(INVESTIGATOR), TRIAL, SUBJECT));
			match status {
				Completed => {
					assert_ok!(ClinicalTrials::complete(origin(NURSE), TRIAL, SUBJECT));
				}
				Withdrawn => {
					assert_ok!(ClinicalTrials::withdraw(origin(ADA), TRIAL, SUBJECT, WHY));
				}
				_ => {}
			}
		}
	}
}

fn change_trial(change: impl FnOnce(&mut TrialOf<Test>)) {
	Trials::<Test>::mutate(TRIAL, |it| change(it.as_mut().unwrap()));
}

fn change_subject(change: impl FnOnce(&mut Subject<AccountId>)) {
	Subjects::<Test>::mutate(TRIAL, SUBJECT, |it| change(it.as_mut().unwrap()));
}

/// Puts what a status cannot have where a call looks for it, so that nothing but the status refuses.
fn furnish() {
	if Trials::<Test>::get(TRIAL).unwrap().seed.is_none() {
		let commitment = randomization::seed_commitment(TRIAL, &SEED);
		let beacon = Some(Beacon { value: DEALT, since: 100, drawn: 100 });
		change_trial(|it| it.seed = Some(Seed { commitment, at: 1, beacon, revealed: None }));
		Strata::<Test>::insert(TRIAL, 0, Stratum { lists: 1, slots: 1 });
		let root = randomization::list_root(&scheme(), &key(0, 0)).unwrap();
		let list = List { root, at: NOW, status: ListStatus::Sealed };
		Lists::<Test>::insert((TRIAL, 0, 0), list);
	}
	if !Sites::<Test>::contains_key(TRIAL, SITE) {
		let site = Site { investigator: INVESTIGATOR, open: true, enrolled: 1 };
		Sites::<Test>::insert(TRIAL, SITE, site);
	}
	if !Subjects::<Test>::contains_key(TRIAL, SUBJECT) {
		let subject = Subject {
			participant: ADA,
			site: SITE,
			enroller: INVESTIGATOR,
			status: Randomized,
			stratum: Some(0),
			enrolled_at: Some(NOW),
			slot: Some(Slot { stratum: 0, slot: 0, at: NOW }),
			arm: None,
			frozen: false,
			visits: 0,
			consents: 1,
			captures: 1,
			queries: 1,
			adverse_events: 1,
		};
		Subjects::<Test>::insert(TRIAL, SUBJECT, subject);
		SubjectOf::<Test>::insert(TRIAL, ADA, SUBJECT);
		change_trial(|it| it.subjects = 1);
		let directive = medchain_support::DirectiveRef { id: 5, version: 1 };
		let consent = ConsentRecord { version: 1, directive, at: NOW };
		Consents::<Test>::insert((TRIAL, SUBJECT, 0), consent);
	}
	let root = merkle::root([content(0), content(1)]).unwrap();
	let capture = Capture { by: NURSE, at: NOW, version: 1, visit: 0, root, count: 2 };
	Captures::<Test>::insert((TRIAL, SUBJECT, 0), capture);
	let status = QueryStatus::Open;
	let query = Query { form: FORM, by: MONITOR, at: NOW, text: WHY, answer: None, status };
	Queries::<Test>::insert((TRIAL, SUBJECT, 0), query);
	let event = AdverseEvent {
		by: NURSE,
		at: NOW,
		onset: NOW,
		assessment: susar(),
		follow_ups: 0,
		late: false,
		due: Some(NOW),
		forwarded: None,
	};
	AdverseEvents::<Test>::insert((TRIAL, SUBJECT, 0), event);
	Dues::<Test>::insert(TRIAL, Creditor::Participant(SUBJECT), 30);
}

/// A version that waits for the committee.
fn submit() -> Version {
	change_trial(|it| it.versions += 1);
	let version = Trials::<Test>::get(TRIAL).unwrap().versions;
	let protocol = Protocols::<Test>::get(TRIAL, 1).unwrap();
	let waiting = Protocol { status: ProtocolStatus::Submitted, approval: None, ..protocol };
	Protocols::<Test>::insert(TRIAL, version, waiting);
	version
}

/// Lets the participant be as a call wants it, for the table of trials.
fn suit(call: &str) {
	let status = match call {
		"attest_criterion" => Screening,
		"enrol" => Eligible,
		"set_stratum" | "randomize" => Enrolled,
		_ => return,
	};
	change_subject(|it| {
		it.status = status;
		it.slot = None;
		it.enrolled_at = (status == Enrolled).then_some(NOW);
	});
}

/// Who makes a call, and the call, with arguments that are right. What it needs besides is put there.
fn prepared(name: &str) -> (AccountId, Call<Test>) {
	let (trial, subject, site) = (TRIAL, SUBJECT, SITE);
	let (reason, answer, form) = (WHY, WHY, FORM);
	let way = || FormProof::truncate_from(proof_of(&[content(0), content(1)], 1));
	match name {
		"approve" => {
			let version = submit();
			(COMMITTEE, Call::approve { trial, version, until: None, conditions: None })
		}
		"disapprove" => (COMMITTEE, Call::disapprove { trial, version: submit(), reason }),
		"amend_protocol" => {
			let protocol = content(101);
			let call = Call::amend_protocol { trial, protocol, criteria: criteria(), target: 3 };
			(SPONSOR, call)
		}
		"open_site" => {
			let investigator = OTHER_INVESTIGATOR;
			(SPONSOR, Call::open_site { trial, site: OTHER_SITE, investigator })
		}
		"close_site" => (SPONSOR, Call::close_site { trial, site }),
		"suspend" => (COMMITTEE, Call::suspend { trial, reason }),
		"resume" => (REGULATOR, Call::resume { trial }),
		"close_accrual" => (SPONSOR, Call::close_accrual { trial }),
		"terminate" => (REGULATOR, Call::terminate { trial, reason }),
		"lock" => {
			change_trial(|it| it.open_queries = 0);
			let _ = Outstanding::<Test>::clear_prefix(TRIAL, 10, None);
			(SPONSOR, Call::lock { trial })
		}
		"publish_results" => (SPONSOR, Call::publish_results { trial, results: WHY }),
		"commit_seed" => {
			change_trial(|it| it.seed = None);
			(CUSTODIAN, Call::commit_seed { trial, commitment: SEED })
		}
		"seal_list" => (CUSTODIAN, Call::seal_list { trial, stratum: 1, root: SEED }),
		"reveal_seed" => (CUSTODIAN, Call::reveal_seed { trial, seed: SEED }),
		"check_list" => {
			let _ = ClinicalTrials::reveal_seed(origin(CUSTODIAN), trial, SEED);
			(STRANGER, Call::check_list { trial, stratum: 0, list: 0 })
		}
		"screen" => (INVESTIGATOR, Call::screen { trial, participant: BEN, site, stratum: None }),
		"consent" => (ADA, Call::consent { trial, version: 1, directive: 5 }),
		"attest_criterion" => {
			let (criterion, met, evidence, until) = (0, true, WHY, None);
			(DOCTOR, Call::attest_criterion { trial, subject, criterion, met, evidence, until })
		}
		"enrol" => (NURSE, Call::enrol { trial, subject }),
		"set_stratum" => (DOCTOR, Call::set_stratum { trial, subject, stratum: 1, reason }),
		"randomize" => (INVESTIGATOR, Call::randomize { trial, subject }),
		"withdraw" => (ADA, Call::withdraw { trial, subject, reason }),
		"complete" => (NURSE, Call::complete { trial, subject }),
		"unblind" => (INVESTIGATOR, Call::unblind { trial, subject, reason }),
		"answer_unblinding" => {
			let asked = Unblinding { by: INVESTIGATOR, at: NOW, reason, answer: None };
			Unblindings::<Test>::insert(trial, subject, asked);
			(CUSTODIAN, Call::answer_unblinding { trial, subject, answer })
		}
		"disclose" => {
			let is_given = Subjects::<Test>::get(trial, subject).unwrap().slot.is_some();
			let (arm, salt, proof) =
				if is_given { opening(subject) } else { (0, SEED, BoundedVec::default()) };
			(CUSTODIAN, Call::disclose { trial, subject, arm, salt, proof })
		}
		"capture" => (NURSE, Call::capture { trial, subject, visit: 1, root: SEED, count: 1 }),
		"correct" => {
			let (old, new, proof) = (content(1), content(9), way());
			(NURSE, Call::correct { trial, subject, form, proof, old, new, reason })
		}
		"open_query" => (MONITOR, Call::open_query { trial, subject, form, text: WHY }),
		"answer_query" => (NURSE, Call::answer_query { trial, subject, query: 0, answer }),
		"close_query" => (MONITOR, Call::close_query { trial, subject, query: 0 }),
		"verify_source" => {
			let (content, proof) = (content(1), way());
			(MONITOR, Call::verify_source { trial, subject, form, content, proof })
		}
		"freeze" => (MONITOR, Call::freeze { trial, subject }),
		"unfreeze" => {
			change_subject(|it| it.frozen = true);
			(MONITOR, Call::unfreeze { trial, subject })
		}
		"report_adverse_event" => {
			let assessment = susar();
			(NURSE, Call::report_adverse_event { trial, subject, onset: NOW, assessment })
		}
		"follow_up" => (NURSE, Call::follow_up { trial, subject, event: 0, assessment: susar() }),
		"forward_adverse_event" => {
			(MONITOR, Call::forward_adverse_event { trial, subject, event: 0, report: WHY })
		}
		"report_deviation" => {
			let (class, detail) = (DeviationClass::Major, WHY);
			let subject = Some(subject);
			(NURSE, Call::report_deviation { trial, site, subject, class, detail })
		}
		"fund" => (STRANGER_WITH_MONEY, Call::fund { trial, amount: 1 }),
		"pay_dues" => {
			let creditor = Creditor::Participant(subject);
			(STRANGER, Call::pay_dues { trial, creditor })
		}
		"reclaim" => (SPONSOR, Call::reclaim { trial, amount: 1 }),
		_ => panic!("{name} is no call"),
	}
}

/// Anyone may fund; this one can.
const STRANGER_WITH_MONEY: AccountId = OTHER_SPONSOR;

fn storage_root() -> Vec<u8> {
	frame::deps::sp_io::storage::root(StateVersion::V1)
}

/// Makes a call, which is taken back, and says by what name it was refused.
fn outcome(prepare: impl FnOnce() -> (AccountId, Call<Test>)) -> Result<(), &'static str> {
	let mut outcome = Ok(());
	let _ = with_transaction(|| {
		let (who, call) = prepare();
		let before = storage_root();
		if let Err(refused) = call.dispatch_bypass_filter(origin(who)) {
			assert_eq!(storage_root(), before, "something was written");
			let DispatchError::Module(ModuleError { message: Some(name), .. }) = refused.error
			else {
				panic!("{refused:?}");
			};
			outcome = Err(name);
		}
		TransactionOutcome::Rollback(DispatchResult::Ok(()))
	});
	outcome
}

/// What a row of a table says of a column.
fn expected<'a>(
	(_, allowed, otherwise): &(&str, &str, &'a str),
	column: usize,
	status: &'a str,
) -> Result<(), &'a str> {
	match (allowed.as_bytes()[column], *otherwise) {
		(b'x', _) => Ok(()),
		(_, "") => Err(status),
		(_, named) => Err(named),
	}
}

#[test]
fn the_tables_name_every_call() {
	let named = |call: &&str| BY_TRIAL.iter().any(|(row, ..)| row == call);
	let missing: Vec<_> =
		Call::<Test>::get_call_names().iter().filter(|call| !named(call)).collect();
	assert_eq!(missing, [&"register_trial"], "which names no trial");
	assert_eq!(BY_TRIAL.len(), 41);
	assert!(BY_TRIAL.iter().all(|(_, allowed, _)| allowed.len() == TRIAL_STATUSES.len()));
	assert!(BY_SUBJECT.iter().all(|(_, allowed, _)| allowed.len() == SUBJECT_STATUSES.len()));
}

#[test]
fn a_trials_status_allows_what_the_table_says() {
	let mut cells = 0;
	for (column, (status, named)) in TRIAL_STATUSES.into_iter().enumerate() {
		build_and_execute(|| {
			trial_at(status);
			assert_eq!(Trials::<Test>::get(TRIAL).unwrap().status, status);
			for row in BY_TRIAL {
				let outcome = outcome(|| {
					furnish();
					suit(row.0);
					prepared(row.0)
				});
				assert_eq!(outcome, expected(row, column, named), "{} {status:?}", row.0);
				cells += 1;
			}
			// Another trial is registered whatever becomes of this one.
			let other = outcome(|| (SPONSOR, Call::register_trial { design: design() }));
			assert_eq!(other, Ok(()));
			cells += 1;
		});
	}
	assert_eq!(cells, 9 * 42);
}

#[test]
fn an_approval_that_is_over_refuses_what_needs_it() {
	let mut cells = 0;
	for (column, (status, named)) in TRIAL_STATUSES.into_iter().enumerate() {
		build_and_execute(|| {
			trial_at(status);
			for row in BY_TRIAL {
				let outcome = outcome(|| {
					furnish();
					suit(row.0);
					Protocols::<Test>::mutate(TRIAL, 1, |protocol| {
						if let Some(approval) = &mut protocol.as_mut().unwrap().approval {
							approval.until = Some(now() - 1);
						}
					});
					prepared(row.0)
				});
				let expected = match expected(row, column, named) {
					Ok(()) if NEED_APPROVAL.contains(&row.0) && status != Terminated => {
						Err("ApprovalExpired")
					}
					other => other,
				};
				assert_eq!(outcome, expected, "{} {status:?}", row.0);
				cells += 1;
			}
		});
	}
	assert_eq!(cells, 9 * 41);
}

#[test]
fn a_participants_status_allows_what_the_table_says() {
	let mut cells = 0;
	for (column, (status, named)) in SUBJECT_STATUSES.into_iter().enumerate() {
		build_and_execute(|| {
			subject_at(status);
			assert_eq!(status_of(SUBJECT), status);
			for row in BY_SUBJECT {
				let outcome = outcome(|| {
					furnish();
					match row.0 {
						"screen" => {
							let (participant, site, stratum) = (ADA, SITE, None);
							let call = Call::screen { trial: TRIAL, participant, site, stratum };
							return (INVESTIGATOR, call);
						}
						"disclose" => change_trial(|it| it.masking = Masking::Open),
						_ => {}
					}
					prepared(row.0)
				});
				assert_eq!(outcome, expected(row, column, named), "{} {status:?}", row.0);
				cells += 1;
			}
		});
	}
	assert_eq!(cells, 7 * 24);
}

#[test]
fn a_terminated_trial_gives_money_back_once_it_is_locked() {
	build_and_execute(|| {
		trial_at(Terminated);
		assert_eq!(outcome(|| prepared("reclaim")), Err("NotOver"));
		assert_ok!(ClinicalTrials::close_query(origin(MONITOR), TRIAL, SUBJECT, 0));
		let monitor = origin(MONITOR);
		assert_ok!(ClinicalTrials::forward_adverse_event(monitor, TRIAL, SUBJECT, 0, WHY));
		assert_ok!(ClinicalTrials::lock(origin(SPONSOR), TRIAL));
		assert_eq!(outcome(|| prepared("reclaim")), Ok(()));
	});
}
