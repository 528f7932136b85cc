//! What people want of trials: mostly what makes sense, and now and then nonsense.

use super::{
	model::{Model, Person, Study},
	*,
};

const WHOLE: [&str; 42] = [
	"register_trial",
	"approve",
	"disapprove",
	"amend_protocol",
	"open_site",
	"close_site",
	"suspend",
	"resume",
	"close_accrual",
	"terminate",
	"lock",
	"publish_results",
	"commit_seed",
	"seal_list",
	"reveal_seed",
	"check_list",
	"screen",
	"consent",
	"attest_criterion",
	"enrol",
	"set_stratum",
	"randomize",
	"withdraw",
	"complete",
	"unblind",
	"answer_unblinding",
	"disclose",
	"capture",
	"correct",
	"open_query",
	"answer_query",
	"close_query",
	"verify_source",
	"freeze",
	"unfreeze",
	"report_adverse_event",
	"follow_up",
	"forward_adverse_event",
	"report_deviation",
	"fund",
	"pay_dues",
	"reclaim",
];
/// What is wanted more often than the rest.
const OFTEN: [&str; 18] = [
	"screen",
	"consent",
	"consent",
	"attest_criterion",
	"attest_criterion",
	"attest_criterion",
	"attest_criterion",
	"randomize",
	"capture",
	"capture",
	"correct",
	"correct",
	"seal_list",
	"enrol",
	"randomize",
	"randomize",
	"approve",
	"report_adverse_event",
];
/// What ends much, and so is wanted less often.
const SELDOM: [&str; 8] = [
	"terminate",
	"close_accrual",
	"close_site",
	"suspend",
	"amend_protocol",
	"withdraw",
	"disapprove",
	"publish_results",
];

pub struct Draw<'a> {
	pub dice: &'a mut Dice,
	pub model: &'a mut Model,
}

impl Draw<'_> {
	pub fn one_in(&mut self, count: u64) -> bool {
		self.dice.below(count) == 0
	}

	/// The name of a call.
	pub fn kind(&mut self) -> &'static str {
		if self.one_in(2) {
			return self.dice.one_of(&OFTEN);
		}
		let kind = self.dice.one_of(&WHOLE);
		match SELDOM.contains(&kind) && !self.one_in(5) {
			true => self.dice.one_of(&OFTEN),
			false => kind,
		}
	}

	/// Mostly the right one; else anybody.
	fn who(&mut self, right: AccountId) -> AccountId {
		if self.one_in(12) {
			self.dice.one_of(&EVERYBODY)
		} else {
			right
		}
	}

	fn why(&mut self) -> Commitment {
		content(self.dice.below(1 << 20) as u32)
	}

	fn count(&mut self, length: usize) -> u32 {
		let odd = self.one_in(20);
		self.dice.below(length as u64 + u64::from(odd || length == 0)) as u32
	}

	/// A second before or after the present, or none.
	fn until(&mut self) -> Option<u64> {
		let now = self.model.now;
		match self.dice.below(12) {
			0 => Some(now - 1),
			1 => Some(now),
			2..=4 => Some(now + self.dice.below(40 * 86_400)),
			_ => None,
		}
	}

	fn some_criteria(&mut self) -> Criteria {
		match self.dice.below(10) {
			0 => BoundedVec::default(),
			1 | 2 => BoundedVec::truncate_from(vec![Criterion {
				kind: CriterionKind::Exclusion,
				text: content(3),
			}]),
			_ => criteria(),
		}
	}

	pub fn design(&mut self) -> Design<AccountId> {
		let mut it = Design {
			masking: self.dice.one_of(&[Masking::Open, Masking::Double, Masking::Quadruple]),
			target: self.dice.one_of(&[1, 2, 3, 5, 80]),
			..super::design()
		};
		let extra = Payment { on: Trigger::Randomization, to: Payee::Participant, amount: 7 };
		it.payments.try_push(extra).expect("there is room");
		if self.one_in(5) {
			(it.currency, it.payments) = (None, BoundedVec::default());
		}
		if !self.one_in(3) {
			return it;
		}
		let pay = |on, to, amount| BoundedVec::truncate_from(vec![Payment { on, to, amount }]);
		match self.dice.below(26) {
			0 => it.committee = self.dice.one_of(&EVERYBODY),
			1 => it.custodian = self.dice.one_of(&EVERYBODY),
			2 => it.custodian = MONITOR,
			3 => it.custodian = COMMITTEE,
			4 => it.scheme.ratio = BoundedVec::default(),
			5 => it.scheme.ratio = BoundedVec::truncate_from(vec![1, 0]),
			6 => it.scheme.ratio = BoundedVec::truncate_from(vec![1, 9]),
			7 => it.scheme.ratio = BoundedVec::truncate_from(vec![8, 8, 1]),
			8 => it.scheme.multipliers = BoundedVec::default(),
			9 => it.scheme.multipliers = BoundedVec::truncate_from(vec![5]),
			10 => it.scheme.multipliers = BoundedVec::truncate_from(vec![2, 2]),
			11 => it.strata = 0,
			12 => it.strata = 65,
			13 => it.visits = 65,
			14 => it.target = 0,
			15 => it.criteria = BoundedVec::default(),
			16 => it.classes = ResourceClasses::EMPTY,
			17 => (it.currency, it.payments) = (None, super::design().payments),
			18 => it.payments = pay(Trigger::Enrolment, Payee::Site, 0),
			19 => it.payments = pay(Trigger::Enrolment, Payee::Site, MAX_PAYMENT + 1),
			20 => it.payments = pay(Trigger::Enrolment, Payee::Site, MAX_PAYMENT),
			21 => it.payments = pay(Trigger::Visit(3), Payee::Site, 1),
			22 => it.payments = pay(Trigger::SiteEnrolled(0), Payee::Site, 1),
			23 => it.payments = pay(Trigger::SiteEnrolled(1), Payee::Participant, 1),
			24 => it.visits = 64,
			_ => it.strata = 64,
		}
		it
	}

	fn assessment(&mut self, onset: u64) -> Assessment {
		use Seriousness as S;
		let aware = match self.dice.below(12) {
			0 => onset.saturating_sub(1),
			1 => self.model.now + 1,
			2 | 3 => self.model.now - 86_400,
			4 | 5 => self.model.now - 86_401,
			6 => self.model.now,
			_ => onset.max(self.model.now.saturating_sub(self.dice.below(2 * 86_400))),
		};
		Assessment {
			seriousness: self.dice.one_of(&[
				S::NonSerious,
				S::NonSerious,
				S::MedicallyImportant,
				S::Hospitalization,
				S::LifeThreatening,
				S::Death,
			]),
			causality: self.dice.one_of(&[
				Causality::Certain,
				Causality::Possible,
				Causality::Unlikely,
				Causality::UnassessableUnclassifiable,
			]),
			expected: self.one_in(3),
			aware,
			detail: self.why(),
		}
	}

	/// A form of a participant's, what it says, and the way to it.
	fn form(&mut self, id: TrialId, number: SubjectId) -> (FormRef, Commitment, FormProof) {
		let wrong = (FormRef { capture: self.count(0), index: 0 }, WHY, FormProof::default());
		let Ok((_, person)) = self.model.case(id, number) else { return wrong };
		if person.captures.is_empty() {
			return wrong;
		}
		// Forms that were touched before are touched again.
		let known: Vec<_> = person.forms.keys().copied().collect();
		let captures: Vec<_> = person.captures.iter().map(|it| it.count).collect();
		let form = if !known.is_empty() && self.one_in(3) {
			self.dice.one_of(&known)
		} else {
			let capture = self.count(captures.len());
			let count = captures.get(capture as usize).copied().unwrap_or(1);
			FormRef { capture, index: self.count(count as usize) }
		};
		let Person { captures, forms, .. } = self.model.case(id, number).expect("it is").1;
		let capture = captures.get(form.capture as usize).filter(|it| form.index < it.count);
		let Some(capture) = capture else { return (form, wrong.1, wrong.2) };
		let first = self.model.planted[&capture.root][form.index as usize];
		let says = forms.get(&form).map_or(first, |it| it.content);
		let mut way = self.model.way(&capture.root, form.index);
		if self.one_in(12) {
			way = FormProof::truncate_from(vec![[1; 32]; self.dice.below(4) as usize]);
		}
		let says = if self.one_in(12) { self.dice.one_of(&[first, WHY]) } else { says };
		(form, says, way)
	}

	/// Who wants it, and what exactly.
	pub fn wish(&mut self, kind: &str) -> (AccountId, Call<Test>) {
		let trials = self.model.trials.len();
		let trial = self.count(trials);
		let Some(study) = self.model.trials.get(trial as usize) else {
			let design = self.design();
			return (self.who(SPONSOR), Call::register_trial { design });
		};
		let Study { sponsor, design, .. } = study;
		let (sponsor, committee, custodian) = (*sponsor, design.committee, design.custodian);
		let (strata, current, versions) = (design.strata, study.current, study.versions.len());
		let scheme = design.scheme.clone();
		let beacon = study.seed.and_then(|it| it.beacon).map_or([0; 32], |it| it.value);
		let people = study.people.len();
		let dues: Vec<_> = study.dues.keys().cloned().collect();
		let lists: Vec<_> = study.lists.iter().map(|(at, it)| (*at, it.len())).collect();
		let subject = self.count(people);
		let person = self.model.trials[trial as usize].people.get(subject as usize);
		let participant = person.map_or(ADA, |it| it.participant);
		let site = person.map_or(SITE, |it| it.site);
		let (queries, events) = person.map_or((0, 0), |it| (it.queries.len(), it.events.len()));
		let slot = person.and_then(|it| it.slot);
		let known = self.model.trials[trial as usize].sites.get(&site);
		let investigator = known.map_or(INVESTIGATOR, |it| it.0);
		let directive = self.model.permits.get(&(participant, investigator, site));
		let directive = directive.map_or(5, |it| it.1);
		let nurse = match site {
			SITE => self.dice.one_of(&[NURSE, NURSE, INVESTIGATOR, SITE]),
			_ => self.dice.one_of(&[OTHER_INVESTIGATOR, OTHER_SITE]),
		};
		let monitor = if sponsor == SPONSOR { MONITOR } else { sponsor };
		let monitor = self.dice.one_of(&[monitor, sponsor]);
		let overseer = self.dice.one_of(&[sponsor, committee, REGULATOR]);
		let doctor = self.dice.one_of(&[DOCTOR, DOCTOR, LABORATORY, OTHER_DOCTOR, FOURTH_DOCTOR]);
		let why = self.why();
		let stratum = match self.one_in(15) {
			true => strata,
			false => self.dice.below(2) as u16,
		};
		let (version, reason) = (if self.one_in(10) { 0 } else { current }, why);
		let (by, call) = match kind {
			"approve" | "disapprove" => {
				let newest = self.dice.one_of(&[versions as u32, versions as u32, current, 1, 0]);
				let version = if self.one_in(15) { newest + 1 } else { newest };
				let (until, conditions) = (self.until(), self.one_in(2).then_some(why));
				let call = match kind {
					"approve" => Call::approve { trial, version, until, conditions },
					_ => Call::disapprove { trial, version, reason },
				};
				(committee, call)
			}
			"amend_protocol" => {
				let criteria = self.some_criteria();
				let target = self.dice.one_of(&[0, 1, 2, 3, 6, 6, 90]);
				(sponsor, Call::amend_protocol { trial, protocol: why, criteria, target })
			}
			"open_site" => {
				let pair = [(SITE, INVESTIGATOR), (OTHER_SITE, OTHER_INVESTIGATOR)];
				let (site, investigator) = self.dice.one_of(&pair);
				let (site, investigator) = (self.who(site), self.who(investigator));
				(sponsor, Call::open_site { trial, site, investigator })
			}
			"close_site" => {
				let site = self.who(site);
				(sponsor, Call::close_site { trial, site })
			}
			"suspend" => (overseer, Call::suspend { trial, reason }),
			"resume" => (overseer, Call::resume { trial }),
			"close_accrual" => (sponsor, Call::close_accrual { trial }),
			"terminate" => (overseer, Call::terminate { trial, reason }),
			"lock" => (sponsor, Call::lock { trial }),
			"publish_results" => (sponsor, Call::publish_results { trial, results: why }),
			"commit_seed" => {
				let commitment = randomization::seed_commitment(trial, &SEED);
				(custodian, Call::commit_seed { trial, commitment })
			}
			"seal_list" => {
				let sealed = lists.iter().find(|it| it.0 == stratum).map_or(0, |it| it.1);
				let key = randomization::list_key(&SEED, &beacon, trial, stratum, sealed as u32);
				let root = randomization::list_root(&scheme, &key).expect("it has arms");
				let root = if self.one_in(10) { [1; 32] } else { root };
				(custodian, Call::seal_list { trial, stratum, root })
			}
			"reveal_seed" => {
				let seed = if self.one_in(6) { [0; 32] } else { SEED };
				(custodian, Call::reveal_seed { trial, seed })
			}
			"check_list" => {
				let (stratum, count) =
					if lists.is_empty() { (stratum, 0) } else { self.dice.one_of(&lists) };
				let list = self.count(count);
				(STRANGER, Call::check_list { trial, stratum, list })
			}
			"screen" => {
				let participant = self.dice.one_of(&PERSONS);
				let participant = self.who(participant);
				let site = self.dice.one_of(&[SITE, SITE, OTHER_SITE]);
				let investigator = if site == SITE { INVESTIGATOR } else { OTHER_INVESTIGATOR };
				let stratum = (!self.one_in(5)).then_some(stratum);
				(investigator, Call::screen { trial, participant, site, stratum })
			}
			"consent" => {
				let directive = if self.one_in(12) { directive + 1 } else { directive };
				(participant, Call::consent { trial, version, directive })
			}
			"attest_criterion" => {
				let criterion = self.count(2) as CriterionId;
				let met = (criterion == 0) != self.one_in(10);
				let (evidence, until) = (why, self.until());
				let call =
					Call::attest_criterion { trial, subject, criterion, met, evidence, until };
				(self.dice.one_of(&[doctor, doctor, doctor, investigator]), call)
			}
			"enrol" => (nurse, Call::enrol { trial, subject }),
			"set_stratum" => (doctor, Call::set_stratum { trial, subject, stratum, reason }),
			"randomize" => (investigator, Call::randomize { trial, subject }),
			"withdraw" => {
				let by = self.dice.one_of(&[participant, investigator]);
				(by, Call::withdraw { trial, subject, reason })
			}
			"complete" => (nurse, Call::complete { trial, subject }),
			"unblind" => {
				let by = self.dice.one_of(&[investigator, committee, REGULATOR]);
				(by, Call::unblind { trial, subject, reason })
			}
			"answer_unblinding" => {
				(custodian, Call::answer_unblinding { trial, subject, answer: why })
			}
			"disclose" => {
				let study = &self.model.trials[trial as usize];
				let opening = slot.map(|it| opening_of(study, trial, &it));
				let (mut arm, mut salt, proof, _) = opening.unwrap_or_default();
				if self.one_in(8) {
					arm += 1;
				}
				if self.one_in(12) {
					salt = [0; 32];
				}
				(custodian, Call::disclose { trial, subject, arm, salt, proof })
			}
			"capture" => {
				let count = 1 + self.dice.below(5) as u32;
				let forms: Vec<_> = (0..count).map(|_| self.why()).collect();
				let root = merkle::root(&forms).expect("there are some");
				self.model.planted.insert(root, forms);
				let visit = self.count(3) as u8;
				let count = if self.one_in(20) { self.dice.one_of(&[0, 65_537]) } else { count };
				(nurse, Call::capture { trial, subject, visit, root, count })
			}
			"correct" => {
				let (form, old, proof) = self.form(trial, subject);
				let new = if self.one_in(12) { old } else { why };
				(nurse, Call::correct { trial, subject, form, proof, old, new, reason })
			}
			"open_query" => {
				let (form, ..) = self.form(trial, subject);
				(monitor, Call::open_query { trial, subject, form, text: why })
			}
			"answer_query" => {
				let query = self.count(queries);
				(nurse, Call::answer_query { trial, subject, query, answer: why })
			}
			"close_query" => {
				let query = self.count(queries);
				(monitor, Call::close_query { trial, subject, query })
			}
			"verify_source" => {
				let (form, content, proof) = self.form(trial, subject);
				(monitor, Call::verify_source { trial, subject, form, content, proof })
			}
			"freeze" => (monitor, Call::freeze { trial, subject }),
			"unfreeze" => (monitor, Call::unfreeze { trial, subject }),
			"report_adverse_event" => {
				let onset = self.model.now - self.dice.below(3 * 86_400);
				let assessment = self.assessment(onset);
				(nurse, Call::report_adverse_event { trial, subject, onset, assessment })
			}
			"follow_up" => {
				let event = self.count(events);
				let assessment = self.assessment(self.model.now - 86_400);
				(nurse, Call::follow_up { trial, subject, event, assessment })
			}
			"forward_adverse_event" => {
				let event = self.count(events);
				(monitor, Call::forward_adverse_event { trial, subject, event, report: why })
			}
			"report_deviation" => {
				let site = self.who(site);
				let subject = self.one_in(2).then_some(subject);
				let class = self.dice.one_of(&[DeviationClass::Minor, DeviationClass::Major]);
				let by = self.dice.one_of(&[nurse, monitor]);
				(by, Call::report_deviation { trial, site, subject, class, detail: why })
			}
			"fund" => {
				let amount = self.dice.one_of(&[0, 1, 100, 7_000, 7_000, FUNDS]);
				(sponsor, Call::fund { trial, amount })
			}
			"pay_dues" => {
				let anyone = Creditor::<AccountId>::Participant(subject).encode();
				let key = if dues.is_empty() || self.one_in(8) {
					anyone
				} else {
					let at = self.dice.below(dues.len() as u64);
					dues[at as usize].clone()
				};
				let creditor = Creditor::decode(&mut &key[..]).expect("it was encoded");
				(STRANGER, Call::pay_dues { trial, creditor })
			}
			"reclaim" => {
				let amount = self.dice.one_of(&[0, 1, 50, 1_000, 100_000]);
				(sponsor, Call::reclaim { trial, amount })
			}
			_ => {
				let by = self.dice.one_of(&[SPONSOR, SPONSOR, OTHER_SPONSOR]);
				(by, Call::register_trial { design: self.design() })
			}
		};
		(self.who(by), call)
	}
}
