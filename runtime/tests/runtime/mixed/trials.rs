//! Clinical trials.

use super::*;
use medchain_runtime::ClinicalTrials;
use medchain_support::randomization;
use pallet_clinical_trials::{
	Assessment, Call as Trials, Causality, Creditor, DeviationClass, FormRef, Seriousness, Strata,
	SubjectOf, SubjectStatus, Subjects, TrialInfo, TrialStatus,
};
use polkadot_sdk::sp_runtime::traits::{BlakeTwo256, Hash as _};

/// Every list is made from it.
const TRIAL_SEED: [u8; 32] = [5; 32];
/// Most trials. The newest of them go on.
const MAX_TRIALS: u32 = 60;

/// A trial of a site, whose purse is full, and another that its committee has before it.
pub fn prepare() {
	for _ in 0..2 {
		let design = crate::trials::design();
		assert_ok!(ClinicalTrials::register_trial(signed(Bob), design));
	}
	assert_ok!(crate::insurance::send(Charlie, approval(0, 1)));
	assert_ok!(crate::insurance::send(Bob, site(0)));
	assert_ok!(ClinicalTrials::fund(signed(Bob), 0, 100_000));
}

fn approval(trial: u32, version: u32) -> Trials<Runtime> {
	Trials::approve { trial, version, until: None, conditions: None }
}

fn site(trial: u32) -> Trials<Runtime> {
	Trials::open_site { trial, site: account(Dave), investigator: account(One) }
}

/// The directive that lets a trial of the hospital collect data of this patient.
fn permitting(patient: &AccountId) -> Option<u32> {
	let hospital = Actor::alone(account(Dave));
	let collect =
		AccessRequest { purpose: Purpose::Research, action: Action::Collect, ..request() };
	let decision = PatientConsent::decide(patient.clone(), hospital, collect);
	Some(decision.based_on.filter(|_| decision.outcome == Outcome::Permit)?.id)
}

impl Mix {
	pub fn trial(&mut self) -> Option<Wish> {
		let next = pallet_clinical_trials::NextTrial::<Runtime>::get();
		if next < MAX_TRIALS && self.one_in(50) {
			return by(Bob, Trials::register_trial { design: crate::trials::design() });
		}
		let trial = next.saturating_sub(1 + self.dice.below(4) as u32);
		let known = ClinicalTrials::trial_info(trial)?;
		match known.status {
			_ if self.one_in(12) => self.conduct(trial, &known),
			TrialStatus::InReview | TrialStatus::Disapproved => self.protocol(trial, &known),
			TrialStatus::Approved => by(Bob, site(trial)),
			TrialStatus::Suspended => by(Charlie, Trials::resume { trial }),
			TrialStatus::Terminated | TrialStatus::Locked | TrialStatus::Published => None,
			_ if known.versions > known.current && self.one_in(3) => self.protocol(trial, &known),
			_ if self.one_in(4) => self.conduct(trial, &known),
			_ => self.subject(trial, &known),
		}
	}

	/// The committee decides about the newest protocol, or there is another one.
	fn protocol(&mut self, trial: u32, known: &TrialInfo<AccountId, u32>) -> Option<Wish> {
		let (version, reason) = (known.versions, Commitment(self.fresh_hash()));
		match self.dice.below(16) {
			0 => by(Bob, self.amendment(trial)),
			_ if known.status == TrialStatus::Disapproved => by(Bob, self.amendment(trial)),
			1 => by(Charlie, Trials::disapprove { trial, version, reason }),
			_ => by(Charlie, approval(trial, version)),
		}
	}

	fn amendment(&mut self, trial: u32) -> Trials<Runtime> {
		Trials::amend_protocol {
			trial,
			protocol: Commitment(self.fresh_hash()),
			criteria: crate::trials::design().criteria,
			target: 10,
		}
	}

	/// What is done to a trial as a whole.
	fn conduct(&mut self, trial: u32, known: &TrialInfo<AccountId, u32>) -> Option<Wish> {
		let why = Commitment(self.fresh_hash());
		let site = account(Dave);
		let commitment = randomization::seed_commitment(trial, &TRIAL_SEED);
		let last = self.one_in(16);
		match self.dice.below(24) {
			0..=5 if known.seed.is_none() => by(Ferdie, Trials::commit_seed { trial, commitment }),
			0..=5 => {
				let beacon = known.seed?.beacon?;
				let key = randomization::list_key(&TRIAL_SEED, &beacon.value, trial, 0, 0);
				let scheme = crate::trials::design().scheme;
				let root = randomization::list_root(&scheme, &key).expect("the scheme is right");
				if Strata::<Runtime>::get(trial, 0).lists > 0 && !last {
					return None;
				}
				by(Ferdie, Trials::seal_list { trial, stratum: 0, root })
			}
			6 => by(Bob, self::site(trial)),
			7 if last => by(Bob, Trials::close_site { trial, site }),
			8 if self.one_in(4) => by(Charlie, Trials::suspend { trial, reason: why }),
			9 if self.one_in(4) => by(Bob, self.amendment(trial)),
			10 if last => by(Bob, Trials::close_accrual { trial }),
			11 if last => by(Bob, Trials::terminate { trial, reason: why }),
			12 if last => by(Bob, Trials::lock { trial }),
			13 if last => by(Bob, Trials::publish_results { trial, results: why }),
			14 if last => by(Ferdie, Trials::reveal_seed { trial, seed: TRIAL_SEED }),
			15 if last => by(Alice, Trials::check_list { trial, stratum: 0, list: 0 }),
			16..=18 => by(Bob, Trials::fund { trial, amount: 1_000 + self.amount() }),
			19..=20 => {
				let subject = self.dice.below(known.subjects.max(1).into()) as u32;
				let creditor = match self.one_in(2) {
					true => Creditor::Site(site),
					false => Creditor::Participant(subject),
				};
				if ClinicalTrials::dues(trial, creditor.clone()) == 0 && !last {
					return None;
				}
				by(self.anybody(), Trials::pay_dues { trial, creditor })
			}
			21 if last => by(Bob, Trials::reclaim { trial, amount: self.amount() }),
			22..=23 => by(
				One,
				Trials::report_deviation {
					trial,
					site,
					subject: None,
					class: DeviationClass::Major,
					detail: why,
				},
			),
			_ => None,
		}
	}

	/// What is done to one who takes part.
	fn subject(&mut self, trial: u32, known: &TrialInfo<AccountId, u32>) -> Option<Wish> {
		let is_open = known.status == TrialStatus::Active || self.one_in(20);
		if is_open && (known.subjects == 0 || self.one_in(6)) {
			let participant = PATIENTS
				.map(account)
				.into_iter()
				.find(|who| !SubjectOf::<Runtime>::contains_key(trial, who))
				.or_else(|| self.one_in(8).then(|| account(self.patient())))?;
			let site = account(Dave);
			return by(One, Trials::screen { trial, participant, site, stratum: Some(0) });
		}
		if known.subjects == 0 {
			return None;
		}
		let version = known.current;
		let subject = self.dice.below(known.subjects.into()) as u32;
		let known = Subjects::<Runtime>::get(trial, subject)?;
		match known.status {
			SubjectStatus::Screening | SubjectStatus::Enrolled | SubjectStatus::Randomized => {}
			_ if self.one_in(8) => {}
			_ => return None,
		}
		let participant = known.participant.clone();
		let reason = Commitment(self.fresh_hash());
		if known.consents < version || self.one_in(12) {
			let Some(directive) = permitting(&participant) else {
				return care::permission(participant);
			};
			return by_account(participant, Trials::consent { trial, version, directive });
		}
		if known.status == SubjectStatus::Screening {
			return by(
				Two,
				Trials::attest_criterion {
					trial,
					subject,
					criterion: 0,
					met: !self.one_in(12),
					evidence: reason,
					until: None,
				},
			);
		}
		let is_ready = Strata::<Runtime>::get(trial, 0).lists > 0;
		if known.status == SubjectStatus::Enrolled && is_ready && self.one_in(2) {
			return by(One, Trials::randomize { trial, subject });
		}
		self.data(trial, subject)
	}

	/// What is done to the data of one who takes part.
	fn data(&mut self, trial: u32, subject: u32) -> Option<Wish> {
		let known = Subjects::<Runtime>::get(trial, subject)?;
		let participant = known.participant.clone();
		let reason = Commitment(self.fresh_hash());
		let form =
			FormRef { capture: self.dice.below(u64::from(known.captures.max(1))) as u32, index: 0 };
		let assessment = Assessment {
			seriousness: Seriousness::Hospitalization,
			causality: Causality::Possible,
			expected: self.one_in(2),
			aware: now(),
			detail: reason,
		};
		let query = self.dice.below(u64::from(known.queries.max(1))) as _;
		let events = known.adverse_events;
		let event = self.dice.below(events.max(1).into()) as _;
		let last = self.one_in(12);
		if known.frozen && !last {
			return by(Bob, Trials::unfreeze { trial, subject });
		}
		match self.dice.below(24) {
			0 if last => by(One, Trials::enrol { trial, subject }),
			1 if last => by_account(participant, Trials::withdraw { trial, subject, reason }),
			2 if last => by(One, Trials::complete { trial, subject }),
			3 if last => by(One, Trials::unblind { trial, subject, reason }),
			4 if last => by(Ferdie, Trials::answer_unblinding { trial, subject, answer: reason }),
			5..=8 => {
				let visit = self.dice.below(2) as u8;
				// A form whose content is known, so that it can be corrected.
				let root = BlakeTwo256::hash(&EVIDENCE.0).0;
				by(One, Trials::capture { trial, subject, visit, root, count: 1 })
			}
			9..=11 if known.captures > 0 => by(
				One,
				Trials::correct {
					trial,
					subject,
					form,
					proof: Default::default(),
					old: EVIDENCE,
					new: reason,
					reason,
				},
			),
			12..=13 if known.captures > 0 => {
				by(Bob, Trials::open_query { trial, subject, form, text: reason })
			}
			14..=15 if known.queries > 0 => {
				by(One, Trials::answer_query { trial, subject, query, answer: reason })
			}
			16 if known.queries > 0 => by(Bob, Trials::close_query { trial, subject, query }),
			17 if known.captures > 0 => by(
				Bob,
				Trials::verify_source {
					trial,
					subject,
					form,
					content: EVIDENCE,
					proof: Default::default(),
				},
			),
			18 => by(Bob, Trials::freeze { trial, subject }),
			19..=20 => {
				let onset = now() - self.dice.below(DAY);
				by(One, Trials::report_adverse_event { trial, subject, onset, assessment })
			}
			21 if events > 0 => by(One, Trials::follow_up { trial, subject, event, assessment }),
			22..=23 if events > 0 => {
				by(Bob, Trials::forward_adverse_event { trial, subject, event, report: reason })
			}
			_ => None,
		}
	}
}
