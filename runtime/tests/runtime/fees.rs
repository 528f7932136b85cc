//! What calls cost, in money and in blocks.

use super::*;
use codec::Encode;
use medchain_runtime::{
	configs::system::RuntimeBlockWeights,
	units::{MED, MICRO, MILLI},
	Balance, TransactionPayment,
};
use pallet_patient_consent::{Provision, ProvisionKind};
use polkadot_sdk::{
	frame_support::dispatch::{DispatchClass, DispatchInfo, GetDispatchInfo},
	sp_runtime::traits::TransactionExtension,
};

fn fee(call: &RuntimeCall) -> Balance {
	// A signature, an address and the extensions take some 140 bytes more.
	let length = call.encoded_size() as u32 + 140;
	let extension_weight = asset_fees::extension(0, None).weight(call);
	let info = DispatchInfo { extension_weight, ..call.get_dispatch_info() };
	TransactionPayment::compute_fee(length, &info, 0)
}

pub fn largest_terms() -> Terms<AccountId> {
	let actors: Vec<_> = (0..4u8).map(|n| ActorRef::Organization([n; 32].into())).collect();
	let actors = actors.try_into().expect("four actors");
	let scope = Scope { actors, period: Period::new(0, u64::MAX), ..Scope::everything() };
	let provisions: Vec<_> =
		(0..8).map(|_| Provision { kind: ProvisionKind::Deny, scope: scope.clone() }).collect();
	Terms { base: BasePolicy::OptIn, scope, provisions: provisions.try_into().expect("eight") }
}

/// Every call of patient-consent, as large as it can be.
fn consent_calls() -> Vec<RuntimeCall> {
	use pallet_patient_consent::{
		Answer, Call as Consent, DelegateKind, EmergencyReason, EndStatus, Finding,
	};
	let patient = account(Eve);
	let locator = || vec![0; 64].try_into().expect("64 bytes");
	let commitment = Commitment([1; 32]);
	let sensitivities = Sensitivities::ALL;
	let questions: Vec<_> = (0..16).map(|_| (account(Eve), request())).collect();
	vec![
		Consent::grant { patient: patient.clone(), terms: largest_terms() }.into(),
		Consent::amend { patient: patient.clone(), directive: 0, terms: largest_terms() }.into(),
		Consent::revoke { patient: patient.clone(), directive: 0, status: EndStatus::Inactive }
			.into(),
		Consent::access { patient: patient.clone(), organization: None, request: request() }.into(),
		Consent::register_record {
			patient: patient.clone(),
			class: ResourceClass::Observation,
			sensitivities,
			commitment,
			locator: locator(),
		}
		.into(),
		Consent::amend_record {
			patient: patient.clone(),
			record: 0,
			commitment,
			locator: locator(),
		}
		.into(),
		Consent::erase_record { patient: patient.clone(), record: 0 }.into(),
		Consent::access_batch {
			organization: None,
			questions: questions.try_into().expect("sixteen"),
		}
		.into(),
		Consent::break_glass {
			patient: patient.clone(),
			organization: None,
			reason: EmergencyReason::Unresponsive,
			action: Action::Access,
			classes: ResourceClasses::ALL,
			sensitivities,
		}
		.into(),
		Consent::review { review: 0, finding: Finding::Justified }.into(),
		Consent::delegate {
			patient: patient.clone(),
			delegate: account(Bob),
			kind: DelegateKind::Guardian,
			scope: Scope::everything(),
		}
		.into(),
		Consent::end_delegation { patient: patient.clone(), delegate: account(Bob) }.into(),
		Consent::request_access { patient: patient.clone(), terms: largest_terms(), until: 0 }
			.into(),
		Consent::answer_request { patient: patient.clone(), request: 0, answer: Answer::Accept }
			.into(),
		Consent::withdraw_request { patient, request: 0 }.into(),
	]
}

fn credentials_calls() -> Vec<RuntimeCall> {
	use medchain_support::Roles;
	use pallet_credentials::{Assurance, Call as Who};
	let (issuer, subject) = (account(Bob), account(Eve));
	let period = Period::new(0, u64::MAX);
	let evidence = Commitment([1; 32]);
	let credential = 0;
	vec![
		Who::accredit { issuer: issuer.clone(), roles: Roles::ALL, identities: true, period }
			.into(),
		Who::suspend_accreditation { issuer: issuer.clone() }.into(),
		Who::reinstate_accreditation { issuer: issuer.clone() }.into(),
		Who::withdraw_accreditation { issuer: issuer.clone() }.into(),
		Who::issue { subject: subject.clone(), role: Role::Practitioner, period, evidence }.into(),
		Who::renew { subject: subject.clone(), credential, end: None }.into(),
		Who::suspend { subject: subject.clone(), credential }.into(),
		Who::reinstate { subject: subject.clone(), credential }.into(),
		Who::revoke { subject: subject.clone(), credential }.into(),
		Who::remove { subject: subject.clone(), credential }.into(),
		Who::affiliate { person: subject.clone(), period }.into(),
		Who::end_affiliation { person: subject.clone(), organization: issuer }.into(),
		Who::verify_patient {
			patient: subject.clone(),
			assurance: Assurance::High,
			period,
			evidence,
		}
		.into(),
		Who::end_verification { patient: subject }.into(),
	]
}

/// A plan that covers everything, with all that it can say of each service.
fn largest_plan() -> pallet_insurance_claims::PlanTerms {
	use medchain_support::{BasisPoints, ServiceType};
	use pallet_insurance_claims::{Benefit, Frequency, PlanTerms};
	let benefits: Vec<_> = ServiceType::ALL
		.iter()
		.map(|service| Benefit {
			service: *service,
			coinsurance: BasisPoints(2_000),
			out_of_network: Some(BasisPoints(4_000)),
			copay: 500,
			ceiling: Some(20_000),
			max_quantity: Some(100),
			frequency: Some(Frequency { uses: 1, within_days: 1 }),
			authorization: true,
			attachment: true,
			traced: true,
		})
		.collect();
	PlanTerms {
		deductible: 10_000,
		out_of_pocket_max: 50_000,
		annual_limit: 1_000_000,
		premium: 36_500,
		length: 31_536_000,
		waiting: 0,
		filing: 0,
		confirm_above: Some(1),
		daily_lines: Some(1),
		outlier: Some(BasisPoints(20_000)),
		benefits: benefits.try_into().expect("one for each class of service"),
	}
}

/// Every call of insurance-claims, as large as it can be.
pub fn insurance_calls() -> Vec<RuntimeCall> {
	use medchain_support::{BasisPoints, PackId, ServiceType, SoldPack};
	use pallet_insurance_claims::{
		AppealKind, Approval, Attachment, Call as Claims, ClaimLine, Payee, Reason, Verdict,
		MAX_ATTACHMENTS, MAX_LINES,
	};
	let (pool, plan, coverage, claim, currency) = (0, 0, 0, 0, 1);
	let (eve, dave) = (account(Eve), account(Dave));
	let evidence = Commitment([1; 32]);
	let line = ClaimLine {
		service: ServiceType::Pharmacy,
		item: evidence,
		quantity: u32::MAX,
		unit_price: u128::MAX,
		serviced: u64::MAX,
		pack: Some(SoldPack { id: PackId([1; 32]), opening: [2; 32] }),
		authorization: Some(u64::MAX),
	};
	let document = Attachment { class: ResourceClass::Observation, commitment: evidence };
	let places: Vec<u8> = (0..MAX_LINES as u8).collect();
	let decisions: Vec<_> =
		places.iter().map(|line| (*line, Verdict::Deny(Reason::NotNecessary))).collect();
	vec![
		Claims::create_pool { currency, ratio: BasisPoints(1_000) }.into(),
		Claims::set_ratio { pool, ratio: BasisPoints(1_000) }.into(),
		Claims::deposit { pool, amount: u128::MAX }.into(),
		Claims::withdraw { pool, amount: u128::MAX }.into(),
		Claims::create_plan { pool, terms: largest_plan() }.into(),
		Claims::amend_plan { plan, terms: largest_plan() }.into(),
		Claims::set_enrolment { plan, open: true }.into(),
		Claims::offer_contract { plan, provider: dave.clone() }.into(),
		Claims::accept_contract { plan, version: u32::MAX }.into(),
		Claims::end_contract { plan, provider: dave.clone() }.into(),
		Claims::name_subscriber { subscriber: eve.clone() }.into(),
		Claims::unname_subscriber { subscriber: eve.clone() }.into(),
		Claims::enrol { plan, version: u32::MAX, beneficiary: eve.clone() }.into(),
		Claims::renew { coverage, version: u32::MAX }.into(),
		Claims::cancel { coverage }.into(),
		Claims::collect_refund { coverage }.into(),
		Claims::close_term { coverage, term: 0 }.into(),
		Claims::remove_term { coverage }.into(),
		Claims::request_authorization {
			coverage,
			organization: Some(dave.clone()),
			service: ServiceType::Hospital,
			quantity: u32::MAX,
			unit_price: u128::MAX,
			evidence,
		}
		.into(),
		Claims::answer_authorization {
			authorization: 0,
			answer: Some(Approval { quantity: u32::MAX, until: u64::MAX }),
		}
		.into(),
		Claims::remove_authorization { authorization: 0 }.into(),
		Claims::submit {
			patient: eve,
			organization: Some(dave),
			currency,
			payee: Payee::Provider,
			lines: vec![line; MAX_LINES as usize].try_into().expect("as many as can be"),
			attachments: vec![document; MAX_ATTACHMENTS as usize]
				.try_into()
				.expect("as many as can be"),
			replaces: Some(0),
		}
		.into(),
		Claims::review { claim, decisions: decisions.try_into().expect("one for each line") }
			.into(),
		Claims::resume { claim }.into(),
		Claims::confirm_service { claim, received: true }.into(),
		Claims::appeal {
			claim,
			payer: 0,
			lines: places.clone().try_into().expect("every line"),
			evidence,
		}
		.into(),
		Claims::decide_appeal {
			claim,
			payer: 0,
			kind: AppealKind::Patient,
			overturned: places.try_into().expect("every line"),
		}
		.into(),
		Claims::reverse { claim }.into(),
		Claims::report_fraud { claim, evidence }.into(),
		Claims::decide_fraud { claim, found: true }.into(),
		Claims::repay { pool, amount: u128::MAX }.into(),
		Claims::withdraw_claim { claim }.into(),
		Claims::remove { claim }.into(),
	]
}

/// Every call of drug-trace that somebody sends, as large as it can be.
pub fn drug_calls() -> Vec<RuntimeCall> {
	drug_calls_with(0)
}

/// The same, with so many containers among the packs.
pub fn drug_calls_with(containers: u32) -> Vec<RuntimeCall> {
	use medchain_support::{BizStep, Expiry, Gln, Gtin, Lot, PackId, Serial, Sscc};
	use pallet_drug_trace::{
		Call as Drugs, ErrorReason, EventInfo, Item, Items, Limits, Proof, Reading, RecallClass,
		Scope, Serials, Subject, SuspectReason, MAX_ITEMS, MAX_LOT_PACKS, MAX_PROOF,
	};
	let gtin = Gtin::from_body(1).expect("it is small");
	let [container, from] = [1, 2].map(|body| Sscc::from_body(body).expect("it is small"));
	let serial: Serial = "A1b2C3d4E5f6G7h8I9j0".parse().expect("twenty characters");
	let proof = Proof::truncate_from(vec![[1; 32]; MAX_PROOF as usize]);
	let (lot, place) = (u32::MAX, u32::MAX);
	let untouched = || Item::Untouched { lot, portion: 0, place, serial, proof: proof.clone() };
	let item = |number| match number < containers {
		true => Item::Container(container),
		false => untouched(),
	};
	let items = || Items::truncate_from((0..MAX_ITEMS).map(item).collect());
	let serials = || Serials::truncate_from(vec![serial; MAX_ITEMS as usize]);
	let place = Some(Gln::from_body(952_132_100_001).expect("it is small"));
	let event = EventInfo { hash: [1; 32], time: 0, place };
	let limits = Some(Limits { min: 2_000, max: 8_000 });
	let printed: Lot = "A1b2C3d4E5f6G7h8I9j0".parse().expect("twenty characters");
	let item = Subject::Pack(PackId([1; 32]));
	let sensor = account(Dave);
	let reading = Reading { from: 0, to: 0, min: 0, max: 0 };
	vec![
		Drugs::register_product { gtin, limits }.into(),
		Drugs::set_limits { gtin, limits }.into(),
		Drugs::create_lot { gtin, lot: printed, expiry: Expiry::from_days(0) }.into(),
		Drugs::commission { lot, serials: serials(), event }.into(),
		Drugs::commission_root { lot, root: [1; 32], count: MAX_LOT_PACKS, event }.into(),
		Drugs::pack { container, items: items(), event }.into(),
		Drugs::unpack { container, items: items(), event }.into(),
		Drugs::repack { from, to: container, items: items(), event }.into(),
		Drugs::ship { items: items(), to: account(Dave), returning: false, event }.into(),
		Drugs::receive { items: items(), event }.into(),
		Drugs::reject { items: items(), event }.into(),
		Drugs::void_shipment { items: items(), event }.into(),
		Drugs::dispense { item: untouched(), receipt: Commitment([1; 32]), event }.into(),
		Drugs::accept_return { pack: PackId([1; 32]), event }.into(),
		Drugs::quarantine { items: items(), reason: SuspectReason::Suspect, event }.into(),
		Drugs::clear { items: items(), event }.into(),
		Drugs::mark_illegitimate { items: items(), reason: SuspectReason::Stolen, event }.into(),
		Drugs::recall { scope: Scope::Lot(lot), class: RecallClass::I, event }.into(),
		Drugs::lift_recall { recall: 0, event }.into(),
		Drugs::destroy { items: items(), event }.into(),
		Drugs::decommission { items: items(), event }.into(),
		Drugs::transform { inputs: items(), lot, serials: serials(), event }.into(),
		Drugs::bind_sensor { item, sensor: sensor.clone(), event }.into(),
		Drugs::unbind_sensor { item, sensor, event }.into(),
		Drugs::report_condition { item, reading, event }.into(),
		Drugs::observe { items: items(), step: BizStep::Storing, disposition: None, event }.into(),
		Drugs::declare_error {
			hash: [1; 32],
			reason: ErrorReason::IncorrectData,
			corrective: Some([2; 32]),
		}
		.into(),
		Drugs::offer_product { gtin, to: account(Dave) }.into(),
		Drugs::accept_product { gtin }.into(),
	]
}

/// Every call of clinical-trials, as large as it can be.
pub fn trial_calls() -> Vec<RuntimeCall> {
	use medchain_support::randomization::{Scheme, MAX_ARMS, MAX_MULTIPLIERS};
	use pallet_clinical_trials::{
		Assessment, Call as Trials, Causality, Creditor, Criterion, CriterionKind, Design,
		DeviationClass, FormProof, FormRef, Masking, Payee, Payment, Phase, Seriousness, SlotProof,
		Trigger, MAX_CRITERIA, MAX_FORMS, MAX_FORM_PROOF, MAX_PAYMENTS, MAX_SLOT_PROOF, MAX_STRATA,
		MAX_VISITS,
	};
	let why = Commitment([1; 32]);
	let criterion = Criterion { kind: CriterionKind::Inclusion, text: why };
	let criteria = || vec![criterion; MAX_CRITERIA as usize].try_into().expect("as many as go");
	let payment = Payment { on: Trigger::Visit(0), to: Payee::Participant, amount: u128::MAX };
	let design = Design {
		committee: account(Dave),
		custodian: account(Dave),
		protocol: why,
		phase: Phase::Phase3,
		masking: Masking::Quadruple,
		scheme: Scheme {
			ratio: vec![2; MAX_ARMS as usize].try_into().expect("as many as go"),
			multipliers: vec![4; MAX_MULTIPLIERS as usize].try_into().expect("as many as go"),
		},
		strata: MAX_STRATA,
		target: u32::MAX,
		criteria: criteria(),
		classes: ResourceClasses::ALL,
		visits: MAX_VISITS,
		currency: Some(1),
		payments: vec![payment; MAX_PAYMENTS as usize].try_into().expect("as many as go"),
	};
	let (trial, subject) = (u32::MAX, u32::MAX);
	let (site, investigator) = (account(Dave), account(Eve));
	let form = FormRef { capture: 0, index: 0 };
	let proof = || FormProof::truncate_from(vec![[1; 32]; MAX_FORM_PROOF as usize]);
	let assessment = Assessment {
		seriousness: Seriousness::Death,
		causality: Causality::Certain,
		expected: false,
		aware: u64::MAX,
		detail: why,
	};
	let until = Some(u64::MAX);
	vec![
		Trials::register_trial { design }.into(),
		Trials::approve { trial, version: 1, until, conditions: Some(why) }.into(),
		Trials::disapprove { trial, version: 1, reason: why }.into(),
		Trials::amend_protocol { trial, protocol: why, criteria: criteria(), target: 1 }.into(),
		Trials::open_site { trial, site: site.clone(), investigator }.into(),
		Trials::close_site { trial, site: site.clone() }.into(),
		Trials::suspend { trial, reason: why }.into(),
		Trials::resume { trial }.into(),
		Trials::close_accrual { trial }.into(),
		Trials::terminate { trial, reason: why }.into(),
		Trials::lock { trial }.into(),
		Trials::publish_results { trial, results: why }.into(),
		Trials::commit_seed { trial, commitment: [1; 32] }.into(),
		Trials::seal_list { trial, stratum: 1, root: [1; 32] }.into(),
		Trials::reveal_seed { trial, seed: [1; 32] }.into(),
		Trials::check_list { trial, stratum: 1, list: 1 }.into(),
		Trials::screen { trial, participant: account(Eve), site: site.clone(), stratum: Some(1) }
			.into(),
		Trials::consent { trial, version: 1, directive: 1 }.into(),
		Trials::attest_criterion { trial, subject, criterion: 1, met: true, evidence: why, until }
			.into(),
		Trials::enrol { trial, subject }.into(),
		Trials::set_stratum { trial, subject, stratum: 1, reason: why }.into(),
		Trials::randomize { trial, subject }.into(),
		Trials::withdraw { trial, subject, reason: why }.into(),
		Trials::complete { trial, subject }.into(),
		Trials::unblind { trial, subject, reason: why }.into(),
		Trials::answer_unblinding { trial, subject, answer: why }.into(),
		Trials::disclose {
			trial,
			subject,
			arm: 1,
			salt: [1; 32],
			proof: SlotProof::truncate_from(vec![[1; 32]; MAX_SLOT_PROOF as usize]),
		}
		.into(),
		Trials::capture { trial, subject, visit: 1, root: [1; 32], count: MAX_FORMS }.into(),
		Trials::correct { trial, subject, form, proof: proof(), old: why, new: why, reason: why }
			.into(),
		Trials::open_query { trial, subject, form, text: why }.into(),
		Trials::answer_query { trial, subject, query: 1, answer: why }.into(),
		Trials::close_query { trial, subject, query: 1 }.into(),
		Trials::verify_source { trial, subject, form, content: why, proof: proof() }.into(),
		Trials::freeze { trial, subject }.into(),
		Trials::unfreeze { trial, subject }.into(),
		Trials::report_adverse_event { trial, subject, onset: 1, assessment }.into(),
		Trials::follow_up { trial, subject, event: 1, assessment }.into(),
		Trials::forward_adverse_event { trial, subject, event: 1, report: why }.into(),
		Trials::report_deviation {
			trial,
			site: site.clone(),
			subject: Some(subject),
			class: DeviationClass::Major,
			detail: why,
		}
		.into(),
		Trials::fund { trial, amount: u128::MAX }.into(),
		Trials::pay_dues { trial, creditor: Creditor::Site(site) }.into(),
		Trials::reclaim { trial, amount: u128::MAX }.into(),
	]
}

/// Every call of ours that somebody sends, as large as it can be, but of medical-token.
pub fn calls() -> Vec<RuntimeCall> {
	[
		consent_calls(),
		credentials_calls(),
		consensus::calls(),
		insurance_calls(),
		drug_calls(),
		trial_calls(),
	]
	.concat()
}

/// How many questions a call asks, or lines of a claim it deals with: many in a batch or a claim.
fn questions(call: &RuntimeCall) -> u32 {
	use pallet_insurance_claims::{Call as Claims, MAX_LINES, MAX_SUPPLEMENT_LINES};
	match call {
		RuntimeCall::PatientConsent(pallet_patient_consent::Call::access_batch {
			questions,
			..
		}) => questions.len() as u32,
		RuntimeCall::InsuranceClaims(
			Claims::submit { .. }
			| Claims::review { .. }
			| Claims::resume { .. }
			| Claims::confirm_service { .. }
			| Claims::decide_appeal { .. }
			| Claims::reverse { .. }
			| Claims::remove { .. },
		) => MAX_LINES,
		// Its own lines, and those of the claims that paid what appeals about it had granted.
		RuntimeCall::InsuranceClaims(Claims::decide_fraud { .. }) => {
			MAX_LINES + MAX_SUPPLEMENT_LINES
		}
		RuntimeCall::DrugTrace(call) => items(call),
		_ => 1,
	}
}

/// How many packs a call names.
fn items(call: &pallet_drug_trace::Call<Runtime>) -> u32 {
	use pallet_drug_trace::Call as Drugs;
	match call {
		Drugs::commission { serials, .. } => serials.len() as u32,
		Drugs::transform { inputs, serials, .. } => (inputs.len() + serials.len()) as u32,
		Drugs::pack { items, .. }
		| Drugs::unpack { items, .. }
		| Drugs::repack { items, .. }
		| Drugs::ship { items, .. }
		| Drugs::receive { items, .. }
		| Drugs::reject { items, .. }
		| Drugs::void_shipment { items, .. }
		| Drugs::quarantine { items, .. }
		| Drugs::clear { items, .. }
		| Drugs::mark_illegitimate { items, .. }
		| Drugs::destroy { items, .. }
		| Drugs::decommission { items, .. }
		| Drugs::observe { items, .. } => items.len() as u32,
		_ => 1,
	}
}

#[test]
fn no_call_is_left_out() {
	use polkadot_sdk::frame_support::traits::GetCallName;
	fn names<C: GetCallName>() -> usize {
		C::get_call_names().len()
	}
	assert_eq!(consent_calls().len(), names::<pallet_patient_consent::Call<Runtime>>());
	assert_eq!(credentials_calls().len(), names::<pallet_credentials::Call<Runtime>>());
	assert_eq!(insurance_calls().len(), names::<pallet_insurance_claims::Call<Runtime>>());
	// Nobody sends an alert: it is an inherent.
	assert_eq!(drug_calls().len() + 1, names::<pallet_drug_trace::Call<Runtime>>());
	assert_eq!(trial_calls().len(), names::<pallet_clinical_trials::Call<Runtime>>());
}

/// A decision costs what it reads: with sixteen directives of full length at most three times what
/// it costs with one.
#[test]
fn access_with_many_directives_costs_at_most_three_times_that_with_one() {
	use pallet_patient_consent::WeightInfo;
	type Weights = <Runtime as pallet_patient_consent::Config>::WeightInfo;
	let [one, all] = [1, 16].map(|directives| Weights::access(directives).ref_time());
	println!(
		"access: 1 directive {one} ps, 16 directives {all} ps: {:.2}",
		all as f64 / one as f64
	);
	assert!(all <= 3 * one);
}

#[test]
fn a_transfer_costs_some_milli_med() {
	chain("development").execute_with(|| {
		let transfer: RuntimeCall =
			pallet_balances::Call::transfer_keep_alive { dest: account(Bob).into(), value: MED }
				.into();
		let fee = fee(&transfer);
		println!("a transfer costs {} µMED", fee / MICRO);
		assert!(fee > 2 * MILLI && fee < consensus::DEAR / 5, "{fee}");
	});
}

#[test]
fn every_call_of_ours_has_a_price_a_weight_and_a_proof_size() {
	chain("development").execute_with(|| {
		for call in calls() {
			let weight = call.get_dispatch_info().call_weight;
			println!("{call:.40?}… weighs {weight}, costs {} µMED", fee(&call) / MICRO);
			assert!(weight.ref_time() > 10_000_000, "{call:?} takes no time");
			assert!(weight.proof_size() > 0, "{call:?} has no proof size");
			assert!(fee(&call) > MILLI, "{call:?} is too cheap");
			let dear = u128::from(questions(&call));
			assert!(fee(&call) < dear * consensus::DEAR, "{call:?} is too dear");
		}
	});
}

#[test]
fn a_block_holds_many_of_the_largest_calls() {
	let limits = RuntimeBlockWeights::get();
	let normal = limits.get(DispatchClass::Normal).max_total.expect("there is a limit");
	for call in calls() {
		let weight = call.get_dispatch_info().call_weight;
		let count = normal.checked_div_per_component(&weight).expect("no weight is 0");
		let count = count * u64::from(questions(&call));
		println!("{call:.40?}…: {count} in a block");
		assert!(count >= 50, "only {count} of {call:?} fit into a block");
	}
}

#[test]
fn a_directive_of_full_length_costs_less_than_a_med_to_deposit() {
	chain("development").execute_with(|| {
		let before = Balances::free_balance(account(Eve));
		assert_ok!(PatientConsent::grant(signed(Eve), account(Eve), largest_terms()));
		let deposit = before - Balances::free_balance(account(Eve));
		println!("deposit of the largest directive: {} mMED", deposit / MILLI);
		assert!(deposit > 10 * MILLI && deposit < MED);
	});
}

#[test]
fn the_fee_multiplier_rises_with_full_blocks_and_falls_with_empty_ones() {
	chain("development").execute_with(|| {
		let multiplier = || pallet_transaction_payment::NextFeeMultiplier::<Runtime>::get();
		let after = |full: bool| {
			let limits = RuntimeBlockWeights::get();
			let weight = limits.get(DispatchClass::Normal).max_total.expect("there is a limit");
			System::set_block_consumed_resources(if full { weight } else { Default::default() }, 0);
			TransactionPayment::on_finalize(1);
			multiplier()
		};
		let start = multiplier();
		let full = after(true);
		assert!(full > start);
		assert!(after(false) < full);
	});
}
