//! Health insurance, with who is who, consent and the money of the whole runtime.

use super::{
	fees::insurance_calls,
	sponsorship::{known_genesis, meta_tx_of, mortal, relay},
	*,
};
use medchain_runtime::{
	configs::{accounts::ProxyType, fees::MaxRelayed},
	Assets, InsuranceClaims, MedicalToken, Proxy, SafeMode, TxPause,
};
use medchain_support::{Amount, BasisPoints, CurrencyCode, PackId, ServiceType, SoldPack};
use pallet_insurance_claims::{
	Attachment, Benefit, Call as Claims, ClaimId, ClaimLine, ClaimStatus, Error, Lines, Payee,
	PendReason, PlanTerms, Reason, Verdict,
};
use pallet_medical_token::{
	BillStatus, CurrencyTerms, Error as MoneyError, FreezeReason, PauseReason,
};
use polkadot_sdk::{
	frame_support::{
		assert_storage_noop,
		dispatch::DispatchResult,
		traits::{Contains, GetCallMetadata, InstanceFilter},
	},
	sp_runtime::traits::Dispatchable,
};
use Sr25519Keyring::{Ferdie, Two};

pub const NOW: u64 = 1_800_000_000;
pub const DAY: u64 = 86_400;
const YEAR: u64 = 365 * DAY;
const EVIDENCE: Commitment = Commitment([9; 32]);
/// What the insurer puts into its pool, and what Eve pays for a year.
pub const CAPITAL: Amount = 400_000;
pub const PREMIUM: Amount = 10_000;
/// A consultation: 5.00 of it are the copay, and a fifth of the rest the patient's.
pub const PRICE: Amount = 10_500;
pub const PAID: Amount = 8_000;
pub const SHARE: Amount = 2_500;

pub const EUR: u32 = 1;
pub const POOL: u32 = 0;
const PLAN: u32 = 0;

/// A plan for consultations, for hospital care with documents, and for dental care that the insurer
/// has to authorise.
fn plan() -> PlanTerms {
	let consultation = Benefit {
		service: ServiceType::Consultation,
		coinsurance: BasisPoints(2_000),
		out_of_network: None,
		copay: 500,
		ceiling: Some(PRICE),
		max_quantity: None,
		frequency: None,
		authorization: false,
		attachment: false,
		traced: false,
	};
	let hospital =
		Benefit { service: ServiceType::Hospital, attachment: true, ceiling: None, ..consultation };
	let pharmacy =
		Benefit { service: ServiceType::Pharmacy, traced: true, ceiling: None, ..consultation };
	PlanTerms {
		deductible: 0,
		out_of_pocket_max: 50_000,
		annual_limit: 1_000_000,
		premium: PREMIUM,
		length: YEAR,
		waiting: 0,
		filing: 90 * DAY,
		confirm_above: Some(100_000),
		daily_lines: None,
		outlier: None,
		benefits: vec![consultation, hospital, pharmacy].try_into().expect("three"),
	}
}

pub fn verify(who: Sr25519Keyring) {
	assert_ok!(Credentials::verify_patient(
		signed(Alice),
		account(who),
		pallet_credentials::Assurance::High,
		Period::ALWAYS,
		EVIDENCE,
	));
}

/// Bob is a bank, Charlie an auditor, Dave a hospital with one cent, Ferdie a regulator, Two an
/// insurer with a pool and a plan, to whose network the hospital belongs. Eve has 1,000 EUR and pays
/// of them for a year's insurance.
pub fn insured() {
	for (who, role) in [
		(Bob, Role::TokenIssuer),
		(Charlie, Role::ReserveAuditor),
		(Dave, Role::ProviderOrganization),
		(Ferdie, Role::Regulator),
		(Two, Role::Insurer),
	] {
		give(who, role);
	}
	let terms = CurrencyTerms {
		required_ratio: BasisPoints::WHOLE,
		attestation_lifetime: 30 * DAY,
		min_redemption: 100,
	};
	let code = CurrencyCode::from_code("EUR").expect("a code of the standard");
	assert_ok!(MedicalToken::register_currency(RuntimeOrigin::root(), code, account(Bob), terms));
	assert_ok!(MedicalToken::attest_reserves(signed(Charlie), EUR, 10_000_000, NOW, EVIDENCE));
	for (who, amount) in [(Two, CAPITAL + 1), (Dave, 1), (Eve, 100_000)] {
		assert_ok!(MedicalToken::mint(signed(Bob), EUR, account(who), amount));
	}
	assert_ok!(InsuranceClaims::create_pool(signed(Two), EUR, BasisPoints(1_000)));
	assert_ok!(InsuranceClaims::deposit(signed(Two), POOL, CAPITAL));
	assert_ok!(InsuranceClaims::create_plan(signed(Two), POOL, plan()));
	assert_ok!(InsuranceClaims::offer_contract(signed(Two), PLAN, account(Dave)));
	assert_ok!(InsuranceClaims::accept_contract(signed(Dave), PLAN, 1));
	verify(Eve);
	assert_ok!(InsuranceClaims::enrol(signed(Eve), PLAN, 1, account(Eve)));
}

pub fn line(service: ServiceType, unit_price: Amount) -> ClaimLine {
	ClaimLine {
		service,
		item: Commitment([3; 32]),
		quantity: 1,
		unit_price,
		serviced: NOW,
		pack: None,
		authorization: None,
	}
}

fn lines(line: ClaimLine) -> Lines {
	vec![line].try_into().expect("one line")
}

/// A claim for this line of this patient, paid to who bills.
pub fn claim_for(patient: Sr25519Keyring, line: ClaimLine) -> Claims<Runtime> {
	Claims::submit {
		patient: account(patient),
		organization: None,
		currency: EUR,
		payee: Payee::Provider,
		lines: lines(line),
		attachments: Default::default(),
		replaces: None,
	}
}

/// A consultation of Eve's.
fn consultation() -> Claims<Runtime> {
	claim_for(Eve, line(ServiceType::Consultation, PRICE))
}

/// Sends a call as a transaction does.
pub fn send(who: Sr25519Keyring, call: impl Into<RuntimeCall>) -> DispatchResult {
	let sent = call.into().dispatch(signed(who));
	sent.map(|_| ()).map_err(|refused| refused.error)
}

pub fn tokens(who: Sr25519Keyring) -> Amount {
	Assets::balance(EUR, account(who))
}

/// What lies in the pool.
fn pool() -> Amount {
	Assets::balance(EUR, InsuranceClaims::account_of(POOL))
}

fn status(claim: ClaimId) -> ClaimStatus {
	InsuranceClaims::claim(claim).expect("it is kept").claim.status
}

/// For what a claim waits.
fn waits_for(claim: ClaimId) -> Option<PendReason> {
	match status(claim) {
		ClaimStatus::Pended(pend) => Some(pend.reason),
		_ => None,
	}
}

fn name(call: &RuntimeCall) -> &'static str {
	call.get_call_metadata().function_name
}

#[test]
fn a_claim_is_paid_and_billed_in_the_dispatch_that_brings_it() {
	chain("development").execute_with(|| {
		insured();
		assert_eq!((tokens(Dave), pool()), (1, CAPITAL + PREMIUM));
		assert_ok!(send(Dave, consultation()));
		assert_eq!((tokens(Dave), pool()), (1 + PAID, CAPITAL + PREMIUM - PAID));
		let claim = InsuranceClaims::claim(0).expect("it is kept").claim;
		assert_eq!(claim.status, ClaimStatus::Adjudicated);
		assert_eq!((claim.charge, claim.paid, claim.patient_share), (PRICE, PAID, SHARE));

		let bill = claim.bill.expect("the patient owes something");
		let billed = MedicalToken::bill(bill).expect("it is kept");
		assert_eq!((billed.bill.provider, billed.bill.patient), (account(Dave), account(Eve)));
		assert_eq!((billed.bill.currency, billed.outstanding), (EUR, SHARE));
		assert_eq!(billed.bill.due, NOW + 30 * DAY);
		assert_ok!(MedicalToken::pay(signed(Eve), bill, SHARE));
		assert_eq!(tokens(Dave), 1 + PRICE);
	});
}

#[test]
fn a_predetermination_says_what_happens_and_changes_nothing() {
	chain("development").execute_with(|| {
		insured();
		let asked = || {
			InsuranceClaims::predetermination(
				account(Dave),
				account(Eve),
				None,
				EUR,
				Payee::Provider,
				lines(line(ServiceType::Consultation, PRICE)),
				Default::default(),
			)
		};
		assert_storage_noop!(assert_ok!(asked()));
		let said = asked().expect("it would be taken");
		assert_eq!((said.pended, said.patient_share), (None, SHARE));
		assert_ok!(send(Dave, consultation()));
		assert_eq!(InsuranceClaims::claim(0).expect("it is kept").payers, said.payers);
		let again = asked().expect("it would be taken").payers;
		let denied = again[0].1.lines[0].denied.map(|(_, reason)| reason);
		assert_eq!(denied, Some(Reason::ExactDuplicate));
	});
}

#[test]
fn taking_a_claim_back_takes_the_bill_back_too() {
	chain("development").execute_with(|| {
		insured();
		let left = |patient| InsuranceClaims::coverages(account(patient))[0].limit_left;
		let before = left(Eve);
		assert_ok!(send(Dave, consultation()));
		assert_eq!(left(Eve), before - PAID);
		assert_ok!(MedicalToken::pay(signed(Eve), 0, SHARE));
		assert_noop!(
			send(Dave, Claims::reverse { claim: 0 }),
			MoneyError::<Runtime>::PaymentsRemain
		);

		assert_ok!(MedicalToken::refund(signed(Dave), 0, account(Eve), SHARE));
		assert_ok!(send(Dave, Claims::reverse { claim: 0 }));
		assert_eq!((tokens(Dave), pool()), (1, CAPITAL + PREMIUM));
		assert_eq!(status(0), ClaimStatus::Reversed);
		let bill = MedicalToken::bill(0).expect("it is kept").bill;
		assert_eq!(bill.status, BillStatus::EnteredInError);
		assert_eq!(left(Eve), before);

		assert_ok!(send(Dave, consultation()));
		assert_eq!(tokens(Dave), 1 + PAID, "what was taken back is no duplicate");
	});
}

#[test]
fn the_insurer_reads_documents_only_under_consent_to_payment() {
	chain("development").execute_with(|| {
		insured();
		let document =
			Attachment { class: ResourceClass::DocumentReference, commitment: Commitment([4; 32]) };
		let stay = Claims::submit {
			patient: account(Eve),
			organization: None,
			currency: EUR,
			payee: Payee::Provider,
			lines: lines(line(ServiceType::Hospital, PRICE)),
			attachments: vec![document].try_into().expect("one document"),
			replaces: None,
		};
		assert_ok!(send(Dave, stay));
		assert_eq!(waits_for(0), Some(PendReason::ConsentMissing));
		let resume = || send(Dave, Claims::resume { claim: 0 });
		let consent = |purpose: Purpose, class: ResourceClass| {
			let actors = vec![ActorRef::Account(account(Two))].try_into().expect("one actor");
			let scope = Scope {
				actors,
				purposes: purpose.into(),
				classes: class.into(),
				..Scope::everything()
			};
			let terms = Terms { base: BasePolicy::OptIn, scope, provisions: Default::default() };
			assert_ok!(PatientConsent::grant(signed(Eve), account(Eve), terms));
		};
		for (purpose, class) in [
			(Purpose::Treat, ResourceClass::DocumentReference),
			(Purpose::Payment, ResourceClass::Observation),
		] {
			consent(purpose, class);
			assert_ok!(resume());
			assert_eq!(waits_for(0), Some(PendReason::ConsentMissing), "{purpose} {class}");
		}
		consent(Purpose::Payment, ResourceClass::DocumentReference);
		assert_ok!(resume());
		assert_eq!(waits_for(0), Some(PendReason::AttachmentReview));
		assert_eq!(tokens(Dave), 1, "nothing is paid before the documents are read");

		let decisions = vec![(0, Verdict::Approve)].try_into().expect("one");
		assert_ok!(send(Two, Claims::review { claim: 0, decisions }));
		assert_eq!((status(0), tokens(Dave)), (ClaimStatus::Adjudicated, 1 + PAID));
	});
}

#[test]
fn nothing_of_a_claim_happens_if_its_money_cannot_move() {
	chain("development").execute_with(|| {
		insured();
		let regulator = || signed(Ferdie);
		let reason = FreezeReason::CourtOrder;
		assert_ok!(MedicalToken::freeze(regulator(), EUR, account(Dave), reason));
		assert_noop!(send(Dave, consultation()), MoneyError::<Runtime>::PayeeFrozen);
		assert_ok!(MedicalToken::thaw(regulator(), EUR, account(Dave)));

		assert_ok!(MedicalToken::pause(regulator(), EUR, PauseReason::Supervision));
		// All of it is the patient's: in a currency that stands still nothing is billed.
		let small = claim_for(Eve, line(ServiceType::Consultation, 500));
		assert_noop!(send(Dave, small), MoneyError::<Runtime>::CurrencyPaused);
		// The pool has nothing that it could pay with: the claim waits whole.
		assert_ok!(send(Dave, consultation()));
		assert_eq!(waits_for(0), Some(PendReason::PoolShort));
		assert_eq!(InsuranceClaims::claim(0).expect("it is kept").claim.bill, None);
		assert_eq!((tokens(Dave), pool()), (1, CAPITAL + PREMIUM));

		assert_ok!(MedicalToken::resume(regulator(), EUR));
		assert_ok!(send(Dave, Claims::resume { claim: 0 }));
		assert_eq!((status(0), tokens(Dave)), (ClaimStatus::Adjudicated, 1 + PAID));
	});
}

#[test]
fn who_loses_the_credential_insures_and_claims_no_more() {
	chain("development").execute_with(|| {
		insured();
		for (who, credential) in [(Dave, 2), (Two, 4)] {
			assert_ok!(Credentials::suspend(signed(Alice), account(who), credential));
		}
		assert_noop!(send(Dave, consultation()), Error::<Runtime>::NotProvider);
		let withdraw = Claims::withdraw { pool: POOL, amount: 1 };
		assert_noop!(send(Two, withdraw), Error::<Runtime>::NotInsurer);
		verify(Charlie);
		assert_ok!(MedicalToken::mint(signed(Bob), EUR, account(Charlie), PREMIUM + 1));
		let enrol = Claims::enrol { plan: PLAN, version: 1, beneficiary: account(Charlie) };
		assert_noop!(send(Charlie, enrol), Error::<Runtime>::NotInsurer);
	});
}

#[test]
fn a_pack_that_no_register_knows_is_denied() {
	chain("development").execute_with(|| {
		insured();
		let pack = Some(SoldPack { id: PackId([5; 32]), opening: [6; 32] });
		let drug = ClaimLine { pack, ..line(ServiceType::Pharmacy, PRICE) };
		assert_ok!(send(Dave, claim_for(Eve, drug)));
		let info = InsuranceClaims::claim(0).expect("it is kept");
		let denied = info.payers[0].1.lines[0].denied.map(|(_, reason)| reason);
		assert_eq!((denied, info.claim.bill), (Some(Reason::PackNotDispensed), None));
	});
}

#[test]
fn safe_mode_stops_claims_but_nobody_is_kept_from_taking_a_name_back() {
	chain("development").execute_with(|| {
		insured();
		assert_ok!(InsuranceClaims::name_subscriber(signed(Eve), account(Charlie)));
		assert_ok!(SafeMode::force_enter(RuntimeOrigin::root()));
		for call in insurance_calls() {
			let allowed = <Runtime as frame_system::Config>::BaseCallFilter::contains(&call);
			assert_eq!(allowed, name(&call) == "unname_subscriber", "{}", name(&call));
		}
		assert_noop!(send(Dave, consultation()), frame_system::Error::<Runtime>::CallFiltered);
		assert_ok!(send(Eve, Claims::unname_subscriber { subscriber: account(Charlie) }));
	});
}

#[test]
fn single_calls_are_paused_but_not_taking_a_name_back() {
	chain("development").execute_with(|| {
		for call in insurance_calls() {
			let bytes = |text: &str| text.as_bytes().to_vec().try_into().expect("short");
			let paused = TxPause::pause(
				RuntimeOrigin::root(),
				(bytes("InsuranceClaims"), bytes(name(&call))),
			);
			assert_eq!(paused.is_err(), name(&call) == "unname_subscriber", "{}", name(&call));
		}
	});
}

#[test]
fn a_claims_proxy_claims_and_moves_no_money_of_the_provider() {
	let calls = insurance_calls();
	for call in &calls {
		let claims =
			["withdraw_claim", "request_authorization", "remove_authorization", "appeal", "resume"]
				.contains(&name(call));
		for (proxy, allowed) in [
			(ProxyType::Any, true),
			(ProxyType::Claims, claims),
			(ProxyType::NonTransfer, false),
			(ProxyType::Billing, false),
			(ProxyType::Consent, false),
			(ProxyType::Access, false),
			(ProxyType::Governance, false),
			(ProxyType::Registrar, false),
			(ProxyType::Validator, false),
		] {
			assert_eq!(proxy.filter(call), allowed, "{proxy:?} {}", name(call));
		}
	}
	assert!(ProxyType::Claims.filter(&consultation().into()));
	assert!(ProxyType::Any.is_superset(&ProxyType::Claims));
	assert!(!ProxyType::NonTransfer.is_superset(&ProxyType::Claims));

	chain("development").execute_with(|| {
		insured();
		assert_ok!(Proxy::add_proxy(signed(Dave), account(Charlie).into(), ProxyType::Claims, 0));
		let through = |call: Claims<Runtime>| {
			let call = Box::new(RuntimeCall::from(call));
			assert_ok!(Proxy::proxy(signed(Charlie), account(Dave).into(), None, call));
		};
		through(consultation());
		assert_eq!((status(0), tokens(Dave)), (ClaimStatus::Adjudicated, 1 + PAID));
		through(Claims::reverse { claim: 0 });
		through(Claims::deposit { pool: POOL, amount: 1 });
		assert_eq!((status(0), tokens(Dave)), (ClaimStatus::Adjudicated, 1 + PAID));
	});
}

#[test]
fn a_patient_without_money_is_insured_confirms_and_appeals_by_relay() {
	chain("development").execute_with(|| {
		known_genesis();
		insured();
		let child = verified_patient();
		let mut nonce = 0;
		let mut relayed = |call: Claims<Runtime>| {
			System::reset_events();
			assert_ok!(relay(Bob, meta_tx_of(call.into(), child, nonce, mortal())));
			nonce += 1;
			let result = System::events().into_iter().rev().find_map(|record| match record.event {
				medchain_runtime::RuntimeEvent::MetaTx(
					polkadot_sdk::pallet_meta_tx::Event::Dispatched { result },
				) => Some(result),
				_ => None,
			});
			assert_ok!(result.expect("the inner call was dispatched"));
		};
		relayed(Claims::name_subscriber { subscriber: account(Eve) });
		let terms = PlanTerms { confirm_above: Some(PAID - 1), ..plan() };
		assert_ok!(InsuranceClaims::amend_plan(signed(Two), PLAN, terms));
		let enrol = |version| Claims::enrol { plan: PLAN, version, beneficiary: account(child) };
		assert_noop!(send(Eve, enrol(1)), Error::<Runtime>::VersionChanged);
		assert_ok!(send(Eve, enrol(2)));

		assert_ok!(send(Dave, claim_for(child, line(ServiceType::Consultation, PRICE))));
		assert_eq!((waits_for(0), tokens(Dave)), (Some(PendReason::Confirmation), 1));
		relayed(Claims::confirm_service { claim: 0, received: true });
		assert_eq!((status(0), tokens(Dave)), (ClaimStatus::Adjudicated, 1 + PAID));

		assert_ok!(send(Dave, claim_for(child, line(ServiceType::Vision, PRICE))));
		let lines = vec![0].try_into().expect("one");
		relayed(Claims::appeal { claim: 1, payer: 0, lines, evidence: EVIDENCE });
		assert_eq!(InsuranceClaims::claim(1).expect("it is kept").appeals.len(), 1);
		relayed(Claims::cancel { coverage: 1 });
		let refund = PREMIUM - PAID;
		assert_eq!(tokens(Eve), 100_000 - 2 * PREMIUM + refund, "what was paid is not refunded");
		assert_eq!(Balances::total_balance(&account(child)), 0);
	});
}

#[test]
fn whoever_has_used_up_the_day_can_still_take_a_name_back() {
	chain("development").execute_with(|| {
		known_genesis();
		let patient = verified_patient();
		let name = Claims::name_subscriber { subscriber: account(Eve) };
		assert_ok!(relay(Bob, meta_tx_of(name.into(), patient, 0, mortal())));
		let remark = || frame_system::Call::remark { remark: vec![] }.into();
		let most = MaxRelayed::get();
		for nonce in 1..most {
			assert_ok!(relay(Bob, meta_tx_of(remark(), patient, nonce, mortal())));
		}
		assert!(relay(Bob, meta_tx_of(remark(), patient, most, mortal())).is_err());
		let unname = || Claims::unname_subscriber { subscriber: account(Eve) };
		assert_ok!(relay(Bob, meta_tx_of(unname().into(), patient, most, mortal())));
		assert_noop!(send(patient, unname()), Error::<Runtime>::NotNamed);
	});
}
