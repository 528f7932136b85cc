//! One patient's way through all pallets, in acts, each of which goes on where the one before ended.
//!
//! Eve is the patient, and has none of the chain's own coin. Dave is the hospital with its pharmacy,
//! and One a doctor of it, who is also the trial's investigator. Bob is a bank, makes the drug and
//! sponsors the trial. Charlie audits the bank, sells drugs wholesale and sits for the ethics
//! committee. Two insures, Ferdie is the regulator, and Alice the ministry that accredits them.

use super::{
	drugs::{claim, decided, event, id, items, product, serial, sold, LOT},
	insurance::{claim_for, insured, line, send, tokens, CAPITAL, DAY, EUR, NOW, PAID, POOL},
	insurance::{PREMIUM, PRICE, SHARE},
	trials::{self, proof_of, PURSE, STIPEND, SUBJECT, TRIAL},
	*,
};
use medchain_runtime::{Assets, ClinicalTrials, DrugTrace, InsuranceClaims, MedicalToken};
use medchain_support::{merkle, Amount, BillId, ServiceType, SoldPack};
use pallet_clinical_trials::{Call as Trials, Creditor, Error as TrialError, SubjectStatus};
use pallet_drug_trace::{
	Call as Drugs, Error as DrugError, Item, Proof, RecallClass, Scope as Packs, Subject,
};
use pallet_insurance_claims::{ClaimId, Error as ClaimError, Reason};
use pallet_medical_token::{Call as Money, Error as MoneyError, Mandate, PlanTerms};
use pallet_patient_consent::{
	audit, Call as Consent, Capacity, EmergencyReason, EndStatus, Error as ConsentError, Finding,
};
use polkadot_sdk::{frame_support::weights::WeightMeter, sp_core::H256};
use Sr25519Keyring::{Ferdie, One};

/// Packs in the lot, and the places of the two that are sold: one is paid, one is called back.
const PACKS: u32 = 4;
const GOOD: u32 = 0;
const RECALLED: u32 = 3;
/// A pack that stays on the shelf.
const SHELVED: u32 = 1;
/// Eve's directives: for treatment, and for research.
const TREATMENT: u32 = 0;
const RESEARCH: u32 = 1;
/// The bills of the visit and of the drug.
const VISIT: BillId = 0;
const DRUG: BillId = 1;
/// What Eve starts with in euro, and all that the bank makes in the whole story.
const SAVINGS: Amount = 100_000;
const MINTED: Amount = CAPITAL + 1 + 1 + SAVINGS + 10 * PURSE;
const HOUR: u64 = 3_600;
const CONTENT: Commitment = Commitment([7; 32]);

struct Journey {
	/// What was asked about Eve's records and answered, in its order: her log must hold just this.
	asked: Vec<(AccountId, Outcome)>,
	/// How many claims were brought.
	claims: ClaimId,
}

impl Journey {
	/// Act 1. The hospital and its doctor are accredited, the patient is verified; before, nobody
	/// reads or writes anything.
	fn who_is_who(&mut self) {
		self.read(One, Outcome::Deny);
		let evidence = Commitment([2; 32]);
		let role = Role::ProviderOrganization;
		let licence =
			|| Credentials::issue(signed(Bob), account(Dave), role, Period::ALWAYS, evidence);
		assert_noop!(licence(), pallet_credentials::Error::<Runtime>::NotAccredited);
		assert_noop!(send(Dave, record()), ConsentError::<Runtime>::NotVerified);
		assert_ok!(Balances::transfer_all(signed(Eve), account(Alice).into(), false));

		insured();
		for (who, role) in
			[(One, Role::Practitioner), (One, Role::Investigator), (Charlie, Role::Distributor)]
		{
			give(who, role);
		}
		self.read(One, Outcome::Deny);
		assert_ok!(Credentials::affiliate(signed(Dave), account(One), Period::ALWAYS));
		self.check();
	}

	/// Act 2. The hospital writes a record, and Eve lets its doctors read for treatment alone.
	fn record_and_directive(&mut self) {
		assert_ok!(send(Dave, record()));
		assert_eq!(PatientConsent::records(account(Eve), 0, 10).len(), 1);
		self.read(One, Outcome::NoConsent);
		let grant = || Consent::grant { patient: account(Eve), terms: to_the_hospital() };
		assert_noop!(send(One, grant()), ConsentError::<Runtime>::NotGuardian);
		assert_ok!(send(Eve, grant()));
		self.read(One, Outcome::Permit);
		let research = AccessRequest { purpose: Purpose::Research, ..request() };
		self.ask(One, Some(Dave), research, Outcome::NoConsent);
		self.ask(Charlie, None, request(), Outcome::NoConsent);
		self.ask(Charlie, Some(Dave), request(), Outcome::Deny);
		self.check();
	}

	/// Act 3. A visit: the insurer pays its part at once and once, and Eve is billed her share.
	fn visit(&mut self) {
		let visit = || claim_for(Eve, line(ServiceType::Consultation, PRICE));
		assert_noop!(send(Charlie, visit()), ClaimError::<Runtime>::NotProvider);
		assert_ok!(send(Dave, visit()));
		assert_eq!(self.claimed(), Ok(PAID));
		assert_eq!((tokens(Dave), pool()), (1 + PAID, CAPITAL + PREMIUM - PAID));
		let bill = MedicalToken::bill(VISIT).expect("it is kept");
		assert_eq!((bill.bill.patient, bill.outstanding), (account(Eve), SHARE));

		assert_ok!(send(Dave, visit()));
		assert_eq!(self.claimed(), Err(Reason::ExactDuplicate));
		assert_eq!((tokens(Dave), pool()), (1 + PAID, CAPITAL + PREMIUM - PAID));
		self.check();
	}

	/// Act 4. Bob makes a lot by its root, Charlie takes it and sends it on to Dave, who gives out
	/// two packs of it: none twice, and none that Bob did not make.
	fn drug(&mut self) {
		product();
		let leaves: Vec<_> = (0..PACKS).map(|number| id(number).0).collect();
		let root = merkle::root(leaves.iter()).expect("there are some");
		let made = event("made");
		assert_ok!(send(Bob, Drugs::commission_root { lot: LOT, root, count: PACKS, event: made }));
		let all = || items(&[Item::Range { lot: LOT, portion: 0, start: 0, end: PACKS }]);
		let hop = |from, to, name: &str| {
			let event_of = |what: &str| event(&format!("{what} {name}"));
			let ship = |to| {
				let event = event_of("to");
				Drugs::ship { items: all(), to: account(to), returning: false, event }
			};
			assert_noop!(send(from, ship(Eve)), DrugError::<Runtime>::NotTradingPartner);
			assert_ok!(send(from, ship(to)));
			let receive = || Drugs::receive { items: all(), event: event_of("in") };
			assert_noop!(send(from, receive()), DrugError::<Runtime>::NotConsignee);
			assert_ok!(send(to, receive()));
		};
		hop(Bob, Charlie, "wholesale");
		hop(Charlie, Dave, "retail");

		let pack = |portion, place: u32, number| {
			let proof = Proof::truncate_from(proof_of(&leaves, place as usize));
			let item = Item::Untouched { lot: LOT, portion, place, serial: serial(number), proof };
			let receipt = sold(number).receipt(&account(Eve));
			Drugs::dispense { item, receipt, event: event(&format!("sold {number}")) }
		};
		assert_noop!(send(Charlie, pack(0, GOOD, GOOD)), DrugError::<Runtime>::NotDispenser);
		assert_noop!(send(Dave, pack(0, GOOD, 99)), DrugError::<Runtime>::BadProof);
		assert_ok!(send(Dave, pack(0, GOOD, GOOD)));
		assert_ok!(send(Dave, pack(GOOD + 1, RECALLED, RECALLED)));
		let (item, receipt) = (Item::Pack(id(GOOD)), sold(GOOD).receipt(&account(Alice)));
		let again = Drugs::dispense { item, receipt, event: event("sold again") };
		assert_noop!(send(Dave, again), DrugError::<Runtime>::AlreadyDispensed);
		self.check();
	}

	/// Act 5. The pack that Eve got is paid, once: not one on the shelf, not a clone of what she or
	/// somebody else got, and not one that was called back.
	fn claims(&mut self) {
		let before = (tokens(Dave), pool());
		let clone = |number| SoldPack { opening: [9; 32], ..sold(number) };
		self.claim_pack(sold(SHELVED), Err(Reason::PackNotDispensed));
		self.claim_pack(clone(RECALLED), Err(Reason::PackNotDispensed));
		assert_eq!((tokens(Dave), pool()), before);

		claim(sold(GOOD), 0);
		assert_eq!(self.claimed(), Ok(PAID));
		let after = (before.0 + PAID, before.1 - PAID);
		assert_eq!((tokens(Dave), pool()), after);
		self.claim_pack(sold(GOOD), Err(Reason::PackPaid));
		self.claim_pack(clone(GOOD), Err(Reason::PackPaid));

		let scope = Packs::Range { lot: LOT, start: SHELVED, end: PACKS };
		let recall = || Drugs::recall { scope, class: RecallClass::I, event: event("called") };
		assert_noop!(send(Charlie, recall()), DrugError::<Runtime>::NotAuthorized);
		assert_ok!(send(Bob, recall()));
		self.claim_pack(sold(RECALLED), Err(Reason::PackRecalled));
		assert_eq!((tokens(Dave), pool()), after);
		let rest = items(&[Item::Range { lot: LOT, portion: 1, start: 1, end: RECALLED }]);
		let (to, event) = (account(Charlie), event("onward"));
		let onward = Drugs::ship { items: rest, to, returning: false, event };
		assert_noop!(send(Dave, onward), DrugError::<Runtime>::Recalled);
		self.check();
	}

	/// Act 6. Eve pays her share of the drug at once, and that of the visit in three instalments,
	/// which the chain collects when they are due and not twice.
	fn instalments(&mut self) {
		let pay = |amount| Money::pay { bill: DRUG, amount };
		assert_noop!(send(Eve, pay(SHARE + 1)), MoneyError::<Runtime>::Overpayment);
		assert_ok!(send(Eve, pay(SHARE)));

		let before = (tokens(Eve), tokens(Dave));
		let terms = PlanTerms { instalments: 3, first_due: NOW + HOUR, interval: HOUR };
		let other = PlanTerms { interval: HOUR / 2, ..terms };
		let last = SHARE - 2 * (SHARE / 3);
		let mandate = Mandate { per_debit: last, total: SHARE, until: NOW + DAY };
		let propose = || Money::propose_plan { bill: VISIT, terms };
		let accept = |terms| Money::accept_plan { bill: VISIT, terms, mandate: Some(mandate) };
		assert_noop!(send(Charlie, propose()), MoneyError::<Runtime>::NotProvider);
		assert_noop!(send(Eve, accept(terms)), MoneyError::<Runtime>::NoPlan);
		assert_ok!(send(Dave, propose()));
		assert_noop!(send(Dave, accept(terms)), MoneyError::<Runtime>::NotPatient);
		assert_noop!(send(Eve, accept(other)), MoneyError::<Runtime>::PlanTermsDiffer);
		assert_ok!(send(Eve, accept(terms)));
		for (hours, paid) in [(0, 0), (1, 833), (1, 833), (2, 1_666), (3, SHARE), (4, SHARE)] {
			pallet_timestamp::Now::<Runtime>::put((NOW + hours * HOUR) * 1_000);
			MedicalToken::on_poll(System::block_number(), &mut WeightMeter::new());
			assert_eq!((tokens(Eve), tokens(Dave)), (before.0 - paid, before.1 + paid));
		}
		assert!(MedicalToken::obligations(account(Eve), None, 10).items.is_empty());
		self.check();
	}

	/// Act 7. Eve takes part in a trial, for which her consent to treatment is not enough, and is
	/// paid for her first visit once.
	fn trial(&mut self) {
		let capital = 10 * PURSE;
		assert_ok!(MedicalToken::mint(signed(Bob), EUR, account(Bob), capital));
		trials::opened();
		let before = (tokens(Eve), tokens(Bob));
		trials::screened();
		let consent = Trials::consent { trial: TRIAL, version: 1, directive: TREATMENT };
		assert_noop!(send(Eve, consent), TrialError::<Runtime>::NotPermitted);
		let early = send(One, trials::capture(0, 1));
		assert_eq!(early, Err(TrialError::<Runtime>::SubjectScreening.into()));
		trials::consenting(RESEARCH);
		trials::randomized();
		assert_eq!(trials::status(), SubjectStatus::Randomized);

		assert_noop!(send(Bob, trials::capture(0, 1)), TrialError::<Runtime>::SponsorStaff);
		assert_ok!(send(One, trials::capture(0, 1)));
		self.asked.push((account(One), Outcome::Permit));
		let pay = || {
			let creditor = Creditor::Participant(SUBJECT);
			send(Alice, Trials::pay_dues { trial: TRIAL, creditor })
		};
		assert_ok!(pay());
		assert_noop!(pay(), TrialError::<Runtime>::NothingDue);
		assert_eq!((tokens(Eve), tokens(Bob)), (before.0 + STIPEND, before.1));
		self.check();
	}

	/// Act 8. Eve takes all her directives back: nobody who read reads any more, and the trial takes
	/// no more data of hers.
	fn revocation(&mut self) {
		let research =
			AccessRequest { purpose: Purpose::Research, action: Action::Collect, ..request() };
		self.read(One, Outcome::Permit);
		self.ask(One, Some(Dave), research, Outcome::Permit);
		let revoke = |directive| {
			let (patient, status) = (account(Eve), EndStatus::Inactive);
			Consent::revoke { patient, directive, status }
		};
		assert_noop!(send(One, revoke(TREATMENT)), ConsentError::<Runtime>::NotGuardian);
		for directive in [TREATMENT, RESEARCH] {
			assert_ok!(send(Eve, revoke(directive)));
			let again = send(Eve, revoke(directive));
			assert_eq!(again, Err(ConsentError::<Runtime>::DirectiveNotFound.into()));
		}
		assert!(PatientConsent::directives(account(Eve)).is_empty());
		self.read(One, Outcome::NoConsent);
		self.ask(One, Some(Dave), research, Outcome::NoConsent);
		self.ask(Dave, None, request(), Outcome::NoConsent);
		// That it was tried she reads in her log.
		assert_ok!(send(One, trials::capture(1, 1)));
		self.asked.push((account(One), Outcome::NoConsent));
		assert_eq!(ClinicalTrials::captures_of(TRIAL, SUBJECT, None, 10).items.len(), 1);
		self.check();
	}

	/// Act 9. The regulator has no way round consent: it asks as others do. An emergency passes all
	/// directives, and it is the regulator who looks into it.
	fn regulator(&mut self) {
		let health = AccessRequest { purpose: Purpose::PublicHealth, ..request() };
		self.ask(Ferdie, None, health, Outcome::NoConsent);

		for (who, organization, outcome) in
			[(Charlie, None, Outcome::Deny), (One, Some(account(Dave)), Outcome::Permit)]
		{
			let AccessRequest { action, classes, sensitivities, .. } = request();
			let (patient, reason) = (account(Eve), EmergencyReason::Unresponsive);
			assert_ok!(send(
				who,
				Consent::break_glass {
					patient,
					organization,
					reason,
					action,
					classes,
					sensitivities
				}
			));
			self.asked.push((account(who), outcome));
		}
		let review = || Consent::review { review: 0, finding: Finding::Justified };
		assert_noop!(send(One, review()), ConsentError::<Runtime>::NotReviewer);
		assert_ok!(send(Ferdie, review()));
		assert_noop!(send(Ferdie, review()), ConsentError::<Runtime>::AlreadyReviewed);

		let actors = vec![ActorRef::Role(Role::Regulator)].try_into().expect("one actor");
		let scope =
			Scope { actors, purposes: Purpose::PublicHealth.into(), ..to_the_hospital().scope };
		let terms = Terms { scope, ..to_the_hospital() };
		assert_ok!(send(Eve, Consent::grant { patient: account(Eve), terms }));
		self.ask(Ferdie, None, health, Outcome::Permit);
		self.ask(Ferdie, None, request(), Outcome::NoConsent);
		self.check();
	}

	/// What is open to all, and so to the regulator without asking: what was claimed and billed, where
	/// the pack has been and what became of the trial, and nothing of what a record says.
	fn supervised(&self) {
		let claims = InsuranceClaims::claims(account(Eve), None, 100).items;
		assert_eq!(claims.len() as u64, self.claims);
		let paid: Amount = claims
			.iter()
			.filter_map(|one| InsuranceClaims::claim(*one))
			.map(|it| it.claim.paid)
			.sum();
		assert_eq!(paid, 2 * PAID);
		assert_eq!(MedicalToken::bills_of(account(Eve), None, 10).items, [VISIT, DRUG]);
		// Made, shipped and received twice, sold.
		let pedigree = DrugTrace::pedigree_page(Subject::Pack(id(GOOD)), None, 100);
		assert_eq!(pedigree.items.len(), 6);
		assert!(!ClinicalTrials::trail_page(TRIAL, None, 100).items.is_empty());
	}

	/// Act 10. Eve's report: her log holds every answer and nothing else, without a gap, and proves it
	/// by its commitment; the emergency stands there with what was found.
	fn disclosed(&self) {
		let head = PatientConsent::audit_head(account(Eve));
		let page = PatientConsent::audit_page(account(Eve), 0, 100);
		assert_eq!((page.len(), head.length), (self.asked.len(), self.asked.len() as u64));
		let told: Vec<_> = page
			.iter()
			.map(|entry| (entry.actor.account.clone(), entry.decision.outcome))
			.collect();
		assert_eq!(told, self.asked);
		assert_eq!(page.iter().fold(H256::zero(), audit::extend), head.commitment);

		let reviews: Vec<_> = page
			.iter()
			.filter_map(|entry| match entry.capacity {
				Capacity::Emergency { review, .. } => review,
				_ => None,
			})
			.filter_map(PatientConsent::review_of)
			.filter_map(|review| review.finding.map(|(finding, by, _)| (finding, by)))
			.collect();
		assert_eq!(reviews, [(Finding::Justified, account(Ferdie))]);
	}

	/// To the cent: what everybody has in the end.
	fn settled(&self) {
		assert_eq!(tokens(Eve), SAVINGS - PREMIUM - 2 * SHARE + STIPEND);
		assert_eq!(tokens(Dave), 1 + 2 * PRICE);
		assert_eq!(pool(), CAPITAL + PREMIUM - 2 * PAID);
		assert_eq!(tokens(Bob), 10 * PURSE - PURSE);
		assert_eq!(Assets::balance(EUR, ClinicalTrials::account_of(TRIAL)), PURSE - STIPEND);
		assert_eq!(Assets::total_supply(EUR), MINTED);
		assert_eq!(Balances::total_balance(&account(Eve)), 0);
	}

	/// One of the hospital's doctors asks to read for treatment.
	fn read(&mut self, who: Sr25519Keyring, outcome: Outcome) {
		self.ask(who, Some(Dave), request(), outcome);
	}

	/// Somebody asks and gets this answer, which the log must hold.
	fn ask(
		&mut self,
		who: Sr25519Keyring,
		organization: Option<Sr25519Keyring>,
		request: AccessRequest,
		outcome: Outcome,
	) {
		let (patient, organization) = (account(Eve), organization.map(account));
		assert_ok!(send(who, Consent::access { patient, organization, request }));
		let last = PatientConsent::audit_head(account(Eve)).length - 1;
		let entry = PatientConsent::audit_page(account(Eve), last, 1).pop().expect("the last");
		assert_eq!(entry.decision.outcome, outcome, "{who:?} {request:?}");
		self.asked.push((account(who), outcome));
	}

	/// The pack is claimed as an item of its own.
	fn claim_pack(&mut self, pack: SoldPack, expected: Result<Amount, Reason>) {
		claim(pack, self.claims as u8);
		assert_eq!(self.claimed(), expected);
	}

	/// What became of the newest claim.
	fn claimed(&mut self) -> Result<Amount, Reason> {
		self.claims += 1;
		decided(self.claims - 1)
	}

	/// What holds after every act: no cent was made or lost, all pallets' invariants hold, and Eve has
	/// paid no fee and no deposit.
	fn check(&self) {
		mixed::engine::check();
		let status = MedicalToken::reserve_status(EUR).expect("it is registered");
		assert_eq!(status.supply, Assets::total_supply(EUR));
		assert_eq!(Balances::total_balance(&account(Eve)), 0);
	}
}

/// The hospital's record of Eve.
fn record() -> Consent<Runtime> {
	Consent::register_record {
		patient: account(Eve),
		class: ResourceClass::Observation,
		sensitivities: Sensitivities::EMPTY,
		commitment: CONTENT,
		locator: Default::default(),
	}
}

/// The hospital's doctors may see everything for treatment.
fn to_the_hospital() -> Terms<AccountId> {
	let actors = vec![ActorRef::Organization(account(Dave))].try_into().expect("one actor");
	Terms { scope: Scope { actors, ..terms().scope }, ..terms() }
}

/// What lies in the insurer's pool.
fn pool() -> Amount {
	Assets::balance(EUR, InsuranceClaims::account_of(POOL))
}

#[test]
fn a_patient_goes_through_all_pallets() {
	chain("development").execute_with(|| {
		let mut journey = Journey { asked: Vec::new(), claims: 0 };
		journey.who_is_who();
		journey.record_and_directive();
		journey.visit();
		journey.drug();
		journey.claims();
		journey.instalments();
		journey.trial();
		journey.revocation();
		journey.regulator();
		journey.supervised();
		journey.disclosed();
		journey.settled();
	});
}
