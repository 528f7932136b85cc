//! Clinical trials, with who is who, consent, randomness and the money of the whole runtime.

use super::{
	fees::trial_calls,
	insurance::{send, verify, DAY, NOW},
	*,
};
use codec::Encode;
use medchain_runtime::{
	configs::{accounts::ProxyType, consensus::BeaconDelay},
	ClinicalTrials, MedicalToken, SafeMode, TxPause,
};
use medchain_support::{
	merkle,
	randomization::{self, Scheme},
	Amount, BasisPoints, CurrencyCode,
};
use pallet_clinical_trials::{
	Call as Trials, Creditor, Criterion, CriterionKind, Design, Error, Masking, Payee, Payment,
	Phase, SubjectStatus, Trigger,
};
use polkadot_sdk::{
	frame_support::{
		dispatch::GetDispatchInfo,
		traits::{Contains, Get, GetCallMetadata, InstanceFilter},
	},
	sp_runtime::traits::{BlakeTwo256, Hash as _},
};
use Sr25519Keyring::{Ferdie, One, Two};

pub const TRIAL: u32 = 0;
pub const SUBJECT: u32 = 0;
const STRATUM: u16 = 0;
const SEED: [u8; 32] = [5; 32];
/// The randomness of an epoch that began after the commitment to the seed.
const RANDOMNESS: [u8; 32] = [6; 32];
const WHY: Commitment = Commitment([8; 32]);
const EUR: u32 = 1;
/// What the sponsor puts into the trial's purse, and what a participant gets for its first visit.
pub const PURSE: Amount = 50_000;
pub const STIPEND: Amount = 3_000;

fn scheme() -> Scheme {
	Scheme {
		ratio: vec![1, 1].try_into().expect("two arms"),
		multipliers: vec![2, 3].try_into().expect("two sizes"),
	}
}

/// Bob sponsors, Charlie is the committee, Ferdie keeps the seed, Dave is a hospital with One as its
/// investigator, and Two is a physician who attests. Eve takes part.
pub fn design() -> Design<AccountId> {
	Design {
		committee: account(Charlie),
		custodian: account(Ferdie),
		protocol: WHY,
		phase: Phase::Phase3,
		masking: Masking::Double,
		scheme: scheme(),
		strata: 1,
		target: 10,
		criteria: vec![Criterion { kind: CriterionKind::Inclusion, text: WHY }]
			.try_into()
			.expect("one"),
		classes: ResourceClass::Observation.into(),
		visits: 2,
		currency: Some(EUR),
		payments: vec![Payment { on: Trigger::Visit(0), to: Payee::Participant, amount: STIPEND }]
			.try_into()
			.expect("one"),
	}
}

/// Eve permits what the trial collects, to whom runs it at the hospital.
fn permit() -> RuntimeCall {
	let actors = vec![ActorRef::Organization(account(Dave))].try_into().expect("one actor");
	let scope = Scope {
		actors,
		purposes: Purpose::Research.into(),
		actions: Action::Collect.into(),
		classes: ResourceClass::Observation.into(),
		..Scope::everything()
	};
	let terms = Terms { base: BasePolicy::OptIn, scope, provisions: Default::default() };
	pallet_patient_consent::Call::grant { patient: account(Eve), terms }.into()
}

fn money() {
	give(Alice, Role::TokenIssuer);
	give(Charlie, Role::ReserveAuditor);
	let terms = pallet_medical_token::CurrencyTerms {
		required_ratio: BasisPoints::WHOLE,
		attestation_lifetime: 30 * DAY,
		min_redemption: 100,
	};
	let code = CurrencyCode::from_code("EUR").expect("a code of the standard");
	assert_ok!(MedicalToken::register_currency(RuntimeOrigin::root(), code, account(Alice), terms));
	assert_ok!(MedicalToken::attest_reserves(signed(Charlie), EUR, 10_000_000, NOW, WHY));
	assert_ok!(MedicalToken::mint(signed(Alice), EUR, account(Bob), 10 * PURSE));
}

/// A trial of an active site, whose purse is full.
fn active() {
	money();
	give(Dave, Role::ProviderOrganization);
	give(One, Role::Investigator);
	verify(Eve);
	assert_ok!(Credentials::affiliate(signed(Dave), account(One), Period::ALWAYS));
	opened();
}

/// As [`active`], where there is money, a hospital with One as its investigator, and a verified Eve.
pub fn opened() {
	for (who, role) in
		[(Bob, Role::Sponsor), (Charlie, Role::EthicsCommittee), (Two, Role::Practitioner)]
	{
		give(who, role);
	}
	verify(Ferdie);
	for who in [One, Two] {
		assert_ok!(Balances::transfer_allow_death(
			signed(Alice),
			account(who).into(),
			100 * medchain_runtime::units::MED,
		));
	}
	assert_ok!(send(Bob, Trials::register_trial { design: design() }));
	let approve =
		Trials::approve { trial: TRIAL, version: 1, until: Some(NOW + DAY), conditions: None };
	assert_ok!(send(Charlie, approve));
	let (site, investigator) = (account(Dave), account(One));
	assert_ok!(send(Bob, Trials::open_site { trial: TRIAL, site, investigator }));
	assert_ok!(send(Bob, Trials::fund { trial: TRIAL, amount: PURSE }));
}

/// Has Eve screened at the hospital.
pub fn screened() {
	let (participant, site) = (account(Eve), account(Dave));
	let screen = Trials::screen { trial: TRIAL, participant, site, stratum: Some(STRATUM) };
	assert_ok!(send(One, screen));
}

/// Has Eve, who is screened, enrolled by her directive of this number.
pub fn consenting(directive: u32) {
	assert_ok!(send(Eve, permit()));
	assert_ok!(send(Eve, Trials::consent { trial: TRIAL, version: 1, directive }));
	let attest = Trials::attest_criterion {
		trial: TRIAL,
		subject: SUBJECT,
		criterion: 0,
		met: true,
		evidence: WHY,
		until: None,
	};
	assert_ok!(send(Two, attest));
	assert_eq!(status(), SubjectStatus::Enrolled);
}

pub fn status() -> SubjectStatus {
	ClinicalTrials::subject_info(TRIAL, SUBJECT).expect("it is known").status
}

pub fn capture(visit: u8, count: u32) -> RuntimeCall {
	let root = [visit; 32];
	Trials::capture { trial: TRIAL, subject: SUBJECT, visit, root, count }.into()
}

/// Lets a new epoch's randomness be what it is, known since block `since`, and goes on to block `now`.
fn epoch(since: u32, now: u32) {
	consensus::randomness(RANDOMNESS, since);
	System::set_block_number(now);
	ClinicalTrials::on_initialize(now);
}

/// The custodian commits to the seed, the randomness comes, and Eve, who is enrolled, has an arm.
pub fn randomized() {
	let commitment = randomization::seed_commitment(TRIAL, &SEED);
	let committed = System::block_number();
	assert_ok!(send(Ferdie, Trials::commit_seed { trial: TRIAL, commitment }));

	// Randomness that may have begun before the commitment is not taken.
	let beacon = || {
		let seed = ClinicalTrials::trial_info(TRIAL).expect("it is known").seed;
		seed.expect("it is committed to").beacon
	};
	let delay: u32 = BeaconDelay::get();
	epoch(committed + delay, committed + 2 * delay);
	assert_eq!(beacon(), None);
	epoch(committed + delay + 1, committed + 2 * delay + 1);
	let drawn = beacon().expect("it is late enough");
	assert_eq!(drawn.since, committed + delay + 1);
	let subject = [(b"medchain/beacon", TRIAL).encode(), RANDOMNESS.to_vec()].concat();
	assert_eq!(drawn.value, BlakeTwo256::hash(&subject).0);

	let key = randomization::list_key(&SEED, &drawn.value, TRIAL, STRATUM, 0);
	let root = randomization::list_root(&scheme(), &key).expect("the scheme is right");
	assert_ok!(send(Ferdie, Trials::seal_list { trial: TRIAL, stratum: STRATUM, root }));
	assert_ok!(send(One, Trials::randomize { trial: TRIAL, subject: SUBJECT }));
	assert_eq!(status(), SubjectStatus::Randomized);
}

#[test]
fn a_participant_goes_through_a_trial() {
	chain("development").execute_with(|| {
		active();
		screened();
		consenting(0);
		randomized();

		// Data, and the stipend for them.
		assert_ok!(send(One, capture(0, 1_000)));
		let creditor = Creditor::Participant(SUBJECT);
		assert_ok!(send(Alice, Trials::pay_dues { trial: TRIAL, creditor }));
		assert_eq!(medchain_runtime::Assets::balance(EUR, account(Eve)), STIPEND);

		// Who revokes the directive has withdrawn consent, whatever the trial has written down.
		let patient = account(Eve);
		let status = pallet_patient_consent::EndStatus::Inactive;
		let revoke: RuntimeCall =
			pallet_patient_consent::Call::revoke { patient, directive: 0, status }.into();
		assert_ok!(send(Eve, revoke));
		// Trying it stays in her log, as the answer did before, and nothing else.
		let captures = || ClinicalTrials::captures_of(TRIAL, SUBJECT, None, 10).items.len();
		assert_ok!(send(One, capture(1, 1)));
		assert_eq!(captures(), 1);
		let log: Vec<_> = medchain_runtime::PatientConsent::audit_page(account(Eve), 0, 10)
			.into_iter()
			.map(|entry| (entry.actor, entry.decision.outcome))
			.collect();
		let investigator = Actor::of(account(One), account(Dave));
		let answers = [Outcome::Permit, Outcome::NoConsent];
		assert_eq!(log, answers.map(|outcome| (investigator.clone(), outcome)));

		// A day later the approval is over, and nothing of treatment goes on but leaving it.
		polkadot_sdk::pallet_timestamp::Now::<Runtime>::put((NOW + DAY + 1) * 1_000);
		assert_eq!(send(One, capture(1, 1)), Err(Error::<Runtime>::ApprovalExpired.into()));
		let withdraw = Trials::withdraw { trial: TRIAL, subject: SUBJECT, reason: WHY };
		assert_ok!(send(Eve, withdraw));

		assert_ok!(send(Bob, Trials::close_accrual { trial: TRIAL }));
		assert_ok!(send(Bob, Trials::lock { trial: TRIAL }));
		assert_ok!(send(Ferdie, Trials::reveal_seed { trial: TRIAL, seed: SEED }));
		assert_ok!(send(Alice, Trials::check_list { trial: TRIAL, stratum: STRATUM, list: 0 }));
		let lists = ClinicalTrials::lists_of(TRIAL, STRATUM, None, 10).items;
		assert_eq!(lists[0].status, pallet_clinical_trials::ListStatus::Verified);
	});
}

#[test]
fn a_thousand_forms_cost_what_one_costs() {
	let fee = |call: &RuntimeCall| {
		let length = call.encoded_size() as u32 + 140;
		medchain_runtime::TransactionPayment::compute_fee(length, &call.get_dispatch_info(), 0)
	};
	chain("development").execute_with(|| {
		let [one, thousand] = [1, 1_000].map(|count| capture(0, count));
		println!(
			"capture: {} µMED for 1 form, {} for 1,000",
			fee(&one) / medchain_runtime::units::MICRO,
			fee(&thousand) / medchain_runtime::units::MICRO
		);
		assert_eq!(fee(&one), fee(&thousand));
		assert_eq!(one.get_dispatch_info().call_weight, thousand.get_dispatch_info().call_weight);
	});
}

#[test]
fn any_of_a_thousand_forms_is_proved_without_the_chain_and_by_it() {
	chain("development").execute_with(|| {
		active();
		screened();
		consenting(0);
		let forms: Vec<Commitment> = (0..1_000u32)
			.map(|number| Commitment(BlakeTwo256::hash(&number.to_le_bytes()).0))
			.collect();
		let leaves: Vec<_> = forms.iter().map(|form| form.0).collect();
		let root = merkle::root(leaves.iter()).expect("there are some");
		let call = Trials::capture { trial: TRIAL, subject: SUBJECT, visit: 0, root, count: 1_000 };
		assert_ok!(send(One, call));
		for index in [0u32, 1, 499, 998, 999] {
			let proof = proof_of(&leaves, index as usize);
			assert!(merkle::verify(&root, 1_000, index, &forms[index as usize].0, &proof));
			let verify = |proof: &[merkle::Digest]| Trials::verify_source {
				trial: TRIAL,
				subject: SUBJECT,
				form: pallet_clinical_trials::FormRef { capture: 0, index },
				content: forms[index as usize],
				proof: proof.to_vec().try_into().expect("ten at most"),
			};
			let mut wrong = proof.clone();
			wrong[0][0] ^= 1;
			assert!(send(Bob, verify(&wrong)).is_err());
			assert_ok!(send(Bob, verify(&proof)));
		}
	});
}

/// The way from a leaf to the root, by hand: hash pairs level by level, and carry up what is alone.
pub fn proof_of(leaves: &[merkle::Digest], index: usize) -> Vec<merkle::Digest> {
	let hash = |bytes: &[u8]| BlakeTwo256::hash(bytes).0;
	let mut row: Vec<merkle::Digest> = leaves.iter().map(|leaf| hash(leaf)).collect();
	let (mut place, mut proof) = (index, Vec::new());
	while row.len() > 1 {
		proof.extend(row.get(place ^ 1).copied());
		row = row
			.chunks(2)
			.map(|pair| match pair {
				[left, right] => hash(&[*left, *right].concat()),
				alone => alone[0],
			})
			.collect();
		place /= 2;
	}
	proof
}

#[test]
fn what_harms_somebody_cannot_wait() {
	let is_urgent = |name: &str| {
		[
			"suspend",
			"terminate",
			"withdraw",
			"unblind",
			"answer_unblinding",
			"report_adverse_event",
			"follow_up",
			"forward_adverse_event",
		]
		.contains(&name)
	};
	chain("development").execute_with(|| {
		assert_ok!(SafeMode::force_enter(RuntimeOrigin::root()));
		for call in trial_calls() {
			let name = call.get_call_metadata().function_name;
			assert_eq!(SafeMode::contains(&call), is_urgent(name), "{name}");
			let short = |name: &str| name.as_bytes().to_vec().try_into().expect("it is short");
			let paused =
				TxPause::pause(RuntimeOrigin::root(), (short("ClinicalTrials"), short(name)));
			assert_eq!(paused.is_err(), is_urgent(name), "{name}");
		}
	});
}

#[test]
fn a_system_of_a_site_touches_data_alone() {
	let data = [
		"capture",
		"correct",
		"open_query",
		"answer_query",
		"close_query",
		"verify_source",
		"report_adverse_event",
		"follow_up",
		"forward_adverse_event",
		"report_deviation",
	];
	for call in trial_calls() {
		let name = call.get_call_metadata().function_name;
		assert_eq!(ProxyType::TrialData.filter(&call), data.contains(&name), "{name}");
		let moves_money = ["fund", "reclaim"].contains(&name);
		assert_eq!(ProxyType::NonTransfer.filter(&call), !moves_money, "{name}");
	}
}
