//! Calls are encoded as the pallet declares its types.

use crate::{
	calls::Call,
	trial::calls::{self, Correction},
	types::trials::{
		events::{AdverseEventReported, SubjectDecided, TrialEvent, TrialRegistered},
		Assessment, Causality, Creditor, Criterion, CriterionKind, Design, DeviationClass, FormRef,
		Masking, Payee, Payment, Phase, Scheme, Seriousness, SubjectStatus, Trigger,
	},
	wire::OnChain,
};
use codec::Encode;
use medchain_support::{Commitment, ResourceClass, ResourceClasses};
use scale_info::TypeInfo;
use subxt::{
	events::DecodeAsEvent,
	ext::{scale_decode::DecodeAsType, scale_encode::Field},
	utils::AccountId32,
};

/// The types of the pallet, as it declares them.
#[allow(dead_code, reason = "all variants stand for their numbers")]
#[allow(clippy::enum_variant_names, reason = "they are named as the pallet names them")]
mod theirs {
	use super::*;

	#[derive(Clone, Encode, TypeInfo)]
	pub struct BoundedVec<T>(pub Vec<T>);

	#[derive(Clone, Encode, TypeInfo)]
	pub struct AccountId32(pub [u8; 32]);

	#[derive(Encode, TypeInfo)]
	pub enum Phase {
		NotApplicable,
		EarlyPhase1,
		Phase1,
		Phase1Phase2,
		Phase2,
		Phase2Phase3,
		Phase3,
		Phase4,
	}

	#[derive(Encode, TypeInfo)]
	pub enum Masking {
		Open,
		Single,
		Double,
		Triple,
		Quadruple,
	}

	#[derive(Clone, Encode, TypeInfo)]
	pub enum CriterionKind {
		Inclusion,
		Exclusion,
	}

	#[derive(Clone, Encode, TypeInfo)]
	pub struct Criterion {
		pub kind: CriterionKind,
		pub text: Commitment,
	}

	#[derive(Clone, Encode, TypeInfo)]
	pub enum Trigger {
		#[codec(index = 0)]
		Enrolment,
		#[codec(index = 1)]
		Randomization,
		#[codec(index = 2)]
		Visit(u8),
		#[codec(index = 3)]
		Completion,
		#[codec(index = 4)]
		SiteEnrolled(u32),
	}

	#[derive(Clone, Encode, TypeInfo)]
	pub enum Payee {
		Site,
		Participant,
	}

	#[derive(Clone, Encode, TypeInfo)]
	pub struct Payment {
		pub on: Trigger,
		pub to: Payee,
		pub amount: u128,
	}

	#[derive(Encode, TypeInfo)]
	pub struct Design {
		pub committee: AccountId32,
		pub custodian: AccountId32,
		pub protocol: Commitment,
		pub phase: Phase,
		pub masking: Masking,
		pub scheme: medchain_support::randomization::Scheme,
		pub strata: u16,
		pub target: u32,
		pub criteria: BoundedVec<Criterion>,
		pub classes: ResourceClasses,
		pub visits: u8,
		pub currency: Option<u32>,
		pub payments: BoundedVec<Payment>,
	}

	#[derive(Encode, TypeInfo)]
	pub struct FormRef {
		pub capture: u32,
		pub index: u32,
	}

	#[derive(Encode, TypeInfo)]
	pub enum Seriousness {
		NonSerious,
		MedicallyImportant,
		CongenitalAnomaly,
		Disability,
		Hospitalization,
		LifeThreatening,
		Death,
	}

	#[derive(Encode, TypeInfo)]
	pub enum Causality {
		Certain,
		ProbablyLikely,
		Possible,
		Unlikely,
		ConditionalClassified,
		UnassessableUnclassifiable,
	}

	#[derive(Encode, TypeInfo)]
	pub struct Assessment {
		pub seriousness: Seriousness,
		pub causality: Causality,
		pub expected: bool,
		pub aware: u64,
		pub detail: Commitment,
	}

	#[derive(Encode, TypeInfo)]
	pub enum DeviationClass {
		Minor,
		Major,
	}

	#[derive(Encode, TypeInfo)]
	pub enum Creditor {
		#[codec(index = 0)]
		Site(AccountId32),
		#[codec(index = 1)]
		Participant(u32),
	}
}

/// Compares a call with its name and the arguments that the chain expects.
fn check<E, T: Encode + TypeInfo + 'static>(
	call: &Call<E>,
	name: &str,
	expected: T,
	types: &[scale_info::MetaType],
) {
	assert_eq!(call.name(), format!("ClinicalTrials.{name}"));
	let mut registry = scale_info::Registry::new();
	let ids: Vec<u32> = types.iter().map(|it| registry.register_type(it).id).collect();
	let types = scale_info::PortableRegistry::from(registry);
	let mut fields = ids.iter().map(|id| Field::unnamed(*id));
	let encoded = call.arguments(&mut fields, &types).unwrap();
	assert_eq!(encoded.0, expected.encode(), "{name}");
}

macro_rules! types {
	($( $type:ty ),+) => {
		&[$( scale_info::meta_type::<$type>() ),+]
	};
}

type Proof = theirs::BoundedVec<[u8; 32]>;

const SAID: Commitment = Commitment([7; 32]);

fn account(byte: u8) -> AccountId32 {
	AccountId32([byte; 32])
}

#[test]
fn a_design_is_registered_as_the_pallet_takes_it() {
	let classes: ResourceClasses =
		[ResourceClass::Observation, ResourceClass::Condition].into_iter().collect();
	let text = Commitment([4; 32]);
	let ours = Design {
		committee: account(1),
		custodian: account(2),
		protocol: OnChain(SAID),
		phase: Phase::Phase2Phase3,
		masking: Masking::Triple,
		scheme: Scheme { ratio: vec![2, 1], multipliers: vec![2, 3] },
		strata: 4,
		target: 120,
		criteria: vec![
			Criterion { kind: CriterionKind::Inclusion, text: OnChain(SAID) },
			Criterion { kind: CriterionKind::Exclusion, text: OnChain(text) },
		],
		classes: OnChain(classes),
		visits: 6,
		currency: Some(3),
		payments: vec![
			Payment { on: Trigger::Visit(2), to: Payee::Participant, amount: 2_500 },
			Payment { on: Trigger::SiteEnrolled(10), to: Payee::Site, amount: 1 << 70 },
		],
	};
	let design = theirs::Design {
		committee: theirs::AccountId32([1; 32]),
		custodian: theirs::AccountId32([2; 32]),
		protocol: SAID,
		phase: theirs::Phase::Phase2Phase3,
		masking: theirs::Masking::Triple,
		scheme: medchain_support::randomization::Scheme {
			ratio: vec![2, 1].try_into().unwrap(),
			multipliers: vec![2, 3].try_into().unwrap(),
		},
		strata: 4,
		target: 120,
		criteria: theirs::BoundedVec(vec![
			theirs::Criterion { kind: theirs::CriterionKind::Inclusion, text: SAID },
			theirs::Criterion { kind: theirs::CriterionKind::Exclusion, text },
		]),
		classes,
		visits: 6,
		currency: Some(3),
		payments: theirs::BoundedVec(vec![
			theirs::Payment {
				on: theirs::Trigger::Visit(2),
				to: theirs::Payee::Participant,
				amount: 2_500,
			},
			theirs::Payment {
				on: theirs::Trigger::SiteEnrolled(10),
				to: theirs::Payee::Site,
				amount: 1 << 70,
			},
		]),
	};
	let call = calls::register_trial(ours);
	check(&call, "register_trial", design, types![theirs::Design]);
}

#[test]
fn acts_about_a_trial_are_encoded_as_the_pallet_takes_them() {
	let call = calls::approve(3, 1, Some(99), Some(SAID));
	let types = types![u32, u32, Option<u64>, Option<Commitment>];
	check(&call, "approve", (3u32, 1u32, Some(99u64), Some(SAID)), types);
	let call = calls::approve(3, 1, None, None);
	check(&call, "approve", (3u32, 1u32, None::<u64>, None::<Commitment>), types);
	let call = calls::disapprove(3, 2, SAID);
	check(&call, "disapprove", (3u32, 2u32, SAID), types![u32, u32, Commitment]);
	let criterion = Criterion { kind: CriterionKind::Exclusion, text: OnChain(SAID) };
	let criteria = theirs::Criterion { kind: theirs::CriterionKind::Exclusion, text: SAID };
	check(
		&calls::amend_protocol(3, SAID, vec![criterion], 80),
		"amend_protocol",
		(3u32, SAID, theirs::BoundedVec(vec![criteria]), 80u32),
		types![u32, Commitment, theirs::BoundedVec<theirs::Criterion>, u32],
	);
	let (site, who) = (theirs::AccountId32([1; 32]), theirs::AccountId32([2; 32]));
	let accounts = types![u32, theirs::AccountId32, theirs::AccountId32];
	let call = calls::open_site(3, account(1), account(2));
	check(&call, "open_site", (3u32, site.clone(), who), accounts);
	let call = calls::close_site(3, account(1));
	check(&call, "close_site", (3u32, site.clone()), types![u32, theirs::AccountId32]);
	let said = types![u32, Commitment];
	check(&calls::suspend(3, SAID), "suspend", (3u32, SAID), said);
	check(&calls::terminate(3, SAID), "terminate", (3u32, SAID), said);
	check(&calls::publish_results(3, SAID), "publish_results", (3u32, SAID), said);
	check(&calls::resume(3), "resume", 3u32, types![u32]);
	check(&calls::close_accrual(3), "close_accrual", 3u32, types![u32]);
	check(&calls::lock(3), "lock", 3u32, types![u32]);
	let digest = [8u8; 32];
	check(&calls::commit_seed(3, digest), "commit_seed", (3u32, digest), types![u32, [u8; 32]]);
	check(&calls::reveal_seed(3, digest), "reveal_seed", (3u32, digest), types![u32, [u8; 32]]);
	let list = types![u32, u16, [u8; 32]];
	check(&calls::seal_list(3, 1, digest), "seal_list", (3u32, 1u16, digest), list);
	check(&calls::check_list(3, 1, 2), "check_list", (3u32, 1u16, 2u32), types![u32, u16, u32]);
	check(&calls::fund(3, 5), "fund", (3u32, 5u128), types![u32, u128]);
	check(&calls::reclaim(3, 5), "reclaim", (3u32, 5u128), types![u32, u128]);
	let owed = types![u32, theirs::Creditor];
	let call = calls::pay_dues(3, Creditor::Site(account(1)));
	check(&call, "pay_dues", (3u32, theirs::Creditor::Site(site.clone())), owed);
	let call = calls::pay_dues(3, Creditor::Participant(7));
	check(&call, "pay_dues", (3u32, theirs::Creditor::Participant(7)), owed);
	check(
		&calls::report_deviation(3, account(1), Some(7), DeviationClass::Major, SAID),
		"report_deviation",
		(3u32, site, Some(7u32), theirs::DeviationClass::Major, SAID),
		types![u32, theirs::AccountId32, Option<u32>, theirs::DeviationClass, Commitment],
	);
}

#[test]
fn acts_about_a_participant_are_encoded_as_the_pallet_takes_them() {
	check(
		&calls::screen(3, account(1), account(2), Some(1)),
		"screen",
		(3u32, [1u8; 32], [2u8; 32], Some(1u16)),
		types![u32, theirs::AccountId32, theirs::AccountId32, Option<u16>],
	);
	check(&calls::consent(3, 2, 9), "consent", (3u32, 2u32, 9u32), types![u32, u32, u32]);
	check(
		&calls::attest_criterion(3, 7, 1, true, SAID, Some(99)),
		"attest_criterion",
		(3u32, 7u32, 1u8, true, SAID, Some(99u64)),
		types![u32, u32, u8, bool, Commitment, Option<u64>],
	);
	check(
		&calls::set_stratum(3, 7, 1, SAID),
		"set_stratum",
		(3u32, 7u32, 1u16, SAID),
		types![u32, u32, u16, Commitment],
	);
	let both = types![u32, u32];
	check(&calls::enrol(3, 7), "enrol", (3u32, 7u32), both);
	check(&calls::randomize(3, 7), "randomize", (3u32, 7u32), both);
	check(&calls::complete(3, 7), "complete", (3u32, 7u32), both);
	check(&calls::freeze(3, 7), "freeze", (3u32, 7u32), both);
	check(&calls::unfreeze(3, 7), "unfreeze", (3u32, 7u32), both);
	let said = types![u32, u32, Commitment];
	check(&calls::withdraw(3, 7, SAID), "withdraw", (3u32, 7u32, SAID), said);
	check(&calls::unblind(3, 7, SAID), "unblind", (3u32, 7u32, SAID), said);
	check(&calls::answer_unblinding(3, 7, SAID), "answer_unblinding", (3u32, 7u32, SAID), said);
	let proof = theirs::BoundedVec(vec![[5u8; 32], [6u8; 32]]);
	let siblings = vec![[5; 32], [6; 32]];
	check(
		&calls::disclose(3, 7, 1, [8; 32], siblings.clone()),
		"disclose",
		(3u32, 7u32, 1u8, [8u8; 32], proof.clone()),
		types![u32, u32, u8, [u8; 32], Proof],
	);
	check(
		&calls::capture(3, 7, 2, [8; 32], 1_000),
		"capture",
		(3u32, 7u32, 2u8, [8u8; 32], 1_000u32),
		types![u32, u32, u8, [u8; 32], u32],
	);
	let (form, place) =
		(FormRef { capture: 4, index: 5 }, || theirs::FormRef { capture: 4, index: 5 });
	let [old, new] = [Commitment([1; 32]), Commitment([2; 32])];
	let correction = Correction { old, new, reason: SAID, proof: siblings.clone() };
	check(
		&calls::correct(3, 7, form, correction),
		"correct",
		(3u32, 7u32, place(), proof.clone(), old, new, SAID),
		types![u32, u32, theirs::FormRef, Proof, Commitment, Commitment, Commitment],
	);
	check(
		&calls::verify_source(3, 7, form, new, siblings),
		"verify_source",
		(3u32, 7u32, place(), new, proof),
		types![u32, u32, theirs::FormRef, Commitment, Proof],
	);
	check(
		&calls::open_query(3, 7, form, SAID),
		"open_query",
		(3u32, 7u32, place(), SAID),
		types![u32, u32, theirs::FormRef, Commitment],
	);
	let about = types![u32, u32, u32, Commitment];
	check(&calls::answer_query(3, 7, 1, SAID), "answer_query", (3u32, 7u32, 1u32, SAID), about);
	check(&calls::close_query(3, 7, 1), "close_query", (3u32, 7u32, 1u32), types![u32, u32, u32]);
	let call = calls::forward_adverse_event(3, 7, 1, SAID);
	check(&call, "forward_adverse_event", (3u32, 7u32, 1u32, SAID), about);
	let assessment = Assessment {
		seriousness: Seriousness::LifeThreatening,
		causality: Causality::Possible,
		expected: false,
		aware: 88,
		detail: OnChain(SAID),
	};
	let judged = || theirs::Assessment {
		seriousness: theirs::Seriousness::LifeThreatening,
		causality: theirs::Causality::Possible,
		expected: false,
		aware: 88,
		detail: SAID,
	};
	check(
		&calls::report_adverse_event(3, 7, 77, assessment),
		"report_adverse_event",
		(3u32, 7u32, 77u64, judged()),
		types![u32, u32, u64, theirs::Assessment],
	);
	check(
		&calls::follow_up(3, 7, 1, assessment),
		"follow_up",
		(3u32, 7u32, 1u32, judged()),
		types![u32, u32, u32, theirs::Assessment],
	);
}

#[test]
fn events_are_read_by_the_names_of_their_fields() {
	#[derive(Encode, TypeInfo)]
	struct Reported {
		trial: u32,
		subject: u32,
		event: u32,
		late: bool,
		due: Option<u64>,
	}

	let mut registry = scale_info::Registry::new();
	let id = registry.register_type(&scale_info::meta_type::<Reported>()).id;
	let types = scale_info::PortableRegistry::from(registry);
	let bytes = Reported { trial: 3, subject: 7, event: 2, late: true, due: Some(9) }.encode();
	let read = AdverseEventReported::decode_as_type(&mut &bytes[..], id, &types).unwrap();
	assert_eq!(read, AdverseEventReported { event: 2, late: true, due: Some(9) });
	let read = TrialEvent::decode_as_type(&mut &bytes[..], id, &types).unwrap();
	assert_eq!(read, TrialEvent { trial: 3 });
	assert!(TrialEvent::is_event("ClinicalTrials", "TrialSuspended"));
	assert!(!TrialEvent::is_event("DrugTrace", "Shipped"));
	assert!(TrialRegistered::is_event("ClinicalTrials", "TrialRegistered"));
	assert!(!SubjectDecided::is_event("ClinicalTrials", "Screened"));
	assert_eq!(SubjectStatus::Enrolled.code(), "enrolled");
}
