//! Consent: what is asked, and what the answer holds.

use crate::vocabulary::{Action, Purpose, ResourceClasses, Sensitivities};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Number of a directive among its patient's. Never used twice for one patient.
pub type DirectiveId = u32;

/// A directive in one version: what an audit entry gives as its basis.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct DirectiveRef {
	/// Number of the directive among its patient's.
	pub id: DirectiveId,
	/// Version, from 1, one up with each amendment.
	pub version: u32,
}

/// What an actor wants to do with a patient's records.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct AccessRequest {
	/// Why (v3 PurposeOfUse).
	pub purpose: Purpose,
	/// What is to be done (FHIR consent-action).
	pub action: Action,
	/// The classes of resources asked for; at least one.
	pub classes: ResourceClasses,
	/// The labels that the data asked for may carry. None means `N`, normal confidentiality.
	pub sensitivities: Sensitivities,
}

/// Who wants to do it.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Actor<AccountId> {
	/// The account that asks.
	pub account: AccountId,
	/// The organisation for which it asks, if not for itself.
	pub organization: Option<AccountId>,
}

impl<AccountId> Actor<AccountId> {
	/// Somebody who asks for itself.
	pub const fn alone(account: AccountId) -> Self {
		Self { account, organization: None }
	}

	/// Somebody who asks for an organisation.
	pub const fn of(account: AccountId, organization: AccountId) -> Self {
		Self { account, organization: Some(organization) }
	}
}

/// The answer to a request (FHIR/IHE consent decision codes).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum Outcome {
	/// `CONSENT_PERMIT`: some directive permits and none denies.
	#[codec(index = 0)]
	Permit,
	/// `CONSENT_DENY`: a directive denies, or the actor is not verified.
	#[codec(index = 1)]
	Deny,
	/// `NO_CONSENT`: no directive says anything about the request.
	#[codec(index = 2)]
	NoConsent,
}

impl Outcome {
	/// The code that documents carry.
	pub const fn code(self) -> &'static str {
		match self {
			Self::Permit => "CONSENT_PERMIT",
			Self::Deny => "CONSENT_DENY",
			Self::NoConsent => "NO_CONSENT",
		}
	}
}

/// What a patient's directives say to a request.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Decision {
	/// Permit, deny or silence.
	pub outcome: Outcome,
	/// The directive that permitted, or the one that denied.
	pub based_on: Option<DirectiveRef>,
	/// The classes the actor may have; empty unless the outcome is a permit.
	pub permitted: ResourceClasses,
	/// The obligation: classes asked for that must be left out.
	pub redact: ResourceClasses,
}

impl Decision {
	/// The decision that refuses all of `request`, on the given basis.
	pub const fn refuse(
		outcome: Outcome,
		based_on: Option<DirectiveRef>,
		request: &AccessRequest,
	) -> Self {
		Self { outcome, based_on, permitted: ResourceClasses::EMPTY, redact: request.classes }
	}
}

/// What a register of consent answers.
pub trait InspectConsent<AccountId> {
	/// What `patient`'s directives say now to `actor`'s request. Writes nothing.
	fn decide(patient: &AccountId, actor: &Actor<AccountId>, request: &AccessRequest) -> Decision;
}

/// Holds no directives: nothing is permitted.
impl<AccountId> InspectConsent<AccountId> for () {
	fn decide(_: &AccountId, _: &Actor<AccountId>, request: &AccessRequest) -> Decision {
		Decision::refuse(Outcome::NoConsent, None, request)
	}
}

/// What a register of consent decides and writes down.
pub trait RecordAccess<AccountId>: InspectConsent<AccountId> {
	/// What `patient`'s directives say now to `actor`'s request, as [`InspectConsent::decide`] does.
	/// Question and answer stay in the patient's audit log, also a refusal; what cannot be written
	/// down is refused. The entry is part of the caller's call and falls with it: whoever acts on a
	/// refusal does so without failing. Ask once all else is in order, so that nobody else leaves
	/// an entry.
	fn access(patient: &AccountId, actor: &Actor<AccountId>, request: &AccessRequest) -> Decision;
}

/// Keeps no log: nothing is permitted.
impl<AccountId> RecordAccess<AccountId> for () {
	fn access(patient: &AccountId, actor: &Actor<AccountId>, request: &AccessRequest) -> Decision {
		Self::decide(patient, actor, request)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::vocabulary::ResourceClass;

	#[test]
	fn the_unit_register_permits_nothing() {
		let request = AccessRequest {
			purpose: Purpose::Treat,
			action: Action::Access,
			classes: ResourceClass::Observation.into(),
			sensitivities: Sensitivities::EMPTY,
		};
		let decision = <() as InspectConsent<u64>>::decide(&1, &Actor::alone(2), &request);
		assert_eq!(decision.outcome, Outcome::NoConsent);
		assert!(decision.permitted.is_empty());
		assert_eq!(decision.redact, request.classes);
		let accessed = <() as RecordAccess<u64>>::access(&1, &Actor::alone(2), &request);
		assert_eq!(accessed, decision);
	}

	#[test]
	fn outcomes_carry_the_codes_of_consent_services() {
		assert_eq!(
			[Outcome::Permit, Outcome::Deny, Outcome::NoConsent].map(Outcome::code),
			["CONSENT_PERMIT", "CONSENT_DENY", "NO_CONSENT"],
		);
	}
}
