//! Who is who, and what patients permit.

use super::*;
use pallet_credentials::{Assurance, Call as Who, Standing};
use pallet_patient_consent::{
	Answer, Call as Consent, DelegateKind, EmergencyReason, EndStatus, Finding,
};

/// Every patient is identified, and the physician belongs to the hospital.
pub fn prepare() {
	for patient in PATIENTS.into_iter().chain([Ferdie]) {
		if !is_identified(patient) {
			assert_ok!(Credentials::verify_patient(
				signed(Alice),
				account(patient),
				Assurance::High,
				Period::ALWAYS,
				EVIDENCE,
			));
		}
	}
	for person in [EveStash, One] {
		assert_ok!(Credentials::affiliate(signed(Dave), account(person), Period::ALWAYS));
	}
	for patient in PATIENTS {
		assert_ok!(PatientConsent::grant(signed(patient), account(patient), everything()));
	}
}

pub fn is_identified(who: Sr25519Keyring) -> bool {
	Credentials::holder(account(who)).identity.is_some()
}

/// The hospital and who works there may do everything for any purpose.
fn everything() -> Terms<AccountId> {
	let actors = vec![ActorRef::Organization(account(Dave)), ActorRef::Account(account(Two))];
	Terms {
		base: BasePolicy::OptIn,
		scope: Scope { actors: actors.try_into().expect("two"), ..Scope::everything() },
		provisions: Default::default(),
	}
}

/// A patient permits everything to the hospital, in the place of what is oldest if there is much.
pub fn permission(patient: AccountId) -> Option<Wish> {
	let directives = PatientConsent::directives(patient.clone());
	let sender = patient.clone();
	match directives.first().filter(|_| directives.len() > 4) {
		None => by_account(sender, Consent::grant { patient, terms: everything() }),
		Some(oldest) => {
			let (directive, status) = (oldest.id, EndStatus::Inactive);
			by_account(sender, Consent::revoke { patient, directive, status })
		}
	}
}

impl Mix {
	fn period(&mut self) -> Period {
		match self.dice.below(3) {
			0 => Period::ALWAYS,
			1 => Period { start: None, end: Some(now() + self.dice.below(20 * DAY)) },
			_ => Period { start: Some(now() + self.dice.below(DAY)), end: None },
		}
	}

	pub fn identity(&mut self) -> Option<Wish> {
		let who = self.anybody();
		let subject = account(who);
		let known = pallet_credentials::Holders::<Runtime>::get(&subject).credentials;
		let credential = match known.len() as u64 {
			0 => 0,
			count => known[self.dice.below(count) as usize].id,
		};
		let period = self.period();
		let subject_again = subject.clone();
		match self.dice.below(24) {
			0..=6 => {
				let role = self.dice.one_of(&[Role::Laboratory, Role::Lender, Role::Practitioner]);
				if engine::has(who, role) && !self.one_in(6) {
					return None;
				}
				by(Alice, Who::issue { subject, role, period, evidence: EVIDENCE })
			}
			7..=9 => by(Alice, Who::renew { subject, credential, end: None }),
			10 => by(Alice, Who::suspend { subject, credential }),
			11 => {
				let is_suspended = |standing: &Standing| *standing == Standing::Suspended;
				let credential = known.iter().find(|known| is_suspended(&known.standing))?.id;
				by(Alice, Who::reinstate { subject, credential })
			}
			12 => by(Alice, Who::revoke { subject, credential }),
			13..=14 => by(who, Who::remove { subject, credential }),
			15..=16 => {
				let person = account(self.dice.one_of(&[EveStash, One]));
				by(Dave, Who::affiliate { person, period })
			}
			17 => by(Dave, Who::end_affiliation { person: subject, organization: account(Dave) }),
			18..=19 => by(
				Alice,
				Who::verify_patient {
					patient: subject,
					assurance: Assurance::High,
					period: Period::ALWAYS,
					evidence: EVIDENCE,
				},
			),
			20 => by(Alice, Who::end_verification { patient: subject }),
			21 => by_root(Who::accredit {
				issuer: account(Bob),
				roles: Role::Laboratory.into(),
				identities: true,
				period: Period::ALWAYS,
			}),
			22 => by(
				Bob,
				Who::issue {
					subject: subject_again,
					role: Role::Laboratory,
					period,
					evidence: EVIDENCE,
				},
			),
			_ => by_root(match self.dice.below(3) {
				0 => Who::suspend_accreditation { issuer: account(Bob) },
				1 => Who::reinstate_accreditation { issuer: account(Bob) },
				_ => Who::withdraw_accreditation { issuer: account(Bob) },
			}),
		}
	}

	fn terms(&mut self) -> Terms<AccountId> {
		let mut terms = everything();
		terms.scope.period = self.period();
		if self.one_in(3) {
			terms.scope.classes = ResourceClass::Observation.into();
		}
		if self.one_in(3) {
			let scope = Scope { purposes: Purpose::Treat.into(), ..terms.scope.clone() };
			let kind = pallet_patient_consent::ProvisionKind::Deny;
			let denied = pallet_patient_consent::Provision { kind, scope };
			terms.provisions = vec![denied].try_into().expect("one");
		}
		terms
	}

	fn asked(&mut self) -> AccessRequest {
		let purpose = self.dice.one_of(&[Purpose::Treat, Purpose::Research, Purpose::Treat]);
		AccessRequest { purpose, ..request() }
	}

	pub fn consent(&mut self) -> Option<Wish> {
		let who = self.patient();
		let patient = account(who);
		let organization = Some(account(Dave));
		let directives = PatientConsent::directives(patient.clone());
		let directive = match directives.len() as u64 {
			0 => 0,
			count => directives[self.dice.below(count) as usize].id,
		};
		let record = {
			let next = pallet_patient_consent::NextRecord::<Runtime>::get(&patient);
			self.recent(next.into()) as _
		};
		let locator = vec![1; 20].try_into().expect("it is short");
		let commitment = Commitment(self.fresh_hash());
		match self.dice.below(20) {
			0..=1 if directives.len() < 5 => {
				by(who, Consent::grant { patient, terms: self.terms() })
			}
			2 => by(who, Consent::amend { patient, directive, terms: self.terms() }),
			3 if directives.len() > 2 => {
				let status = self.dice.one_of(&[EndStatus::Inactive, EndStatus::EnteredInError]);
				by(who, Consent::revoke { patient, directive, status })
			}
			4..=6 => by(EveStash, Consent::access { patient, organization, request: self.asked() }),
			7..=8 => by(
				Dave,
				Consent::register_record {
					patient,
					class: ResourceClass::Observation,
					sensitivities: Sensitivities::EMPTY,
					commitment,
					locator,
				},
			),
			9..=10 => by(Dave, Consent::amend_record { patient, record, commitment, locator }),
			11 => by(Dave, Consent::erase_record { patient, record }),
			12 => {
				let questions = (0..1 + self.dice.below(4))
					.map(|_| (account(self.patient()), self.asked()))
					.collect::<Vec<_>>();
				let questions = questions.try_into().expect("four");
				by(EveStash, Consent::access_batch { organization, questions })
			}
			13 => by(
				EveStash,
				Consent::break_glass {
					patient,
					organization,
					reason: EmergencyReason::Unresponsive,
					action: Action::Access,
					classes: ResourceClass::Observation.into(),
					sensitivities: Sensitivities::EMPTY,
				},
			),
			14 => {
				let (review, _) = pallet_patient_consent::Reviews::<Runtime>::iter()
					.find(|(_, review)| review.finding.is_none() || self.one_in(20))?;
				by(Ferdie, Consent::review { review, finding: Finding::Justified })
			}
			15 => {
				let delegate = account(self.patient());
				if delegate == patient {
					return None;
				}
				let kind = self.dice.one_of(&[DelegateKind::Guardian, DelegateKind::Proxy]);
				let scope = Scope::everything();
				by(who, Consent::delegate { patient, delegate, kind, scope })
			}
			16 => {
				let delegates = PatientConsent::delegates(patient.clone());
				let delegate = delegates.first()?.delegate.clone();
				by(who, Consent::end_delegation { patient, delegate })
			}
			17 => {
				let until = now() + self.dice.below(5 * DAY);
				by(EveStash, Consent::request_access { patient, terms: self.terms(), until })
			}
			18 => {
				let request = PatientConsent::requests(patient.clone()).first()?.id;
				let answer = self.dice.one_of(&[Answer::Accept, Answer::Decline]);
				by(who, Consent::answer_request { patient, request, answer })
			}
			19 => {
				let request = PatientConsent::requests(patient.clone()).last()?.id;
				by(EveStash, Consent::withdraw_request { patient, request })
			}
			_ => None,
		}
	}
}
