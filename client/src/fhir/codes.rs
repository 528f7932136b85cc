//! Codings: which code system an element takes its codes from.

use super::{element::Element, ledger::Noted, Release};
use medchain_support::{ResourceClass, Sensitivity, UnknownCode};
use std::str::FromStr;

/// `Consent.scope`.
pub(super) const CONSENT_SCOPE: &str = "http://terminology.hl7.org/CodeSystem/consentscope";
/// `Consent.provision.action`.
pub(super) const CONSENT_ACTION: &str = "http://terminology.hl7.org/CodeSystem/consentaction";
/// `Consent.provision.purpose`.
pub(super) const ACT_REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
/// `Consent.policyRule`, and labels of sensitivity in `Consent.provision.securityLabel`.
pub(super) const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
/// Levels of confidentiality in `Consent.provision.securityLabel`.
pub(super) const CONFIDENTIALITY: &str = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
/// `Consent.provision.class` of R4.
pub(super) const RESOURCE_TYPES: &str = "http://hl7.org/fhir/resource-types";
/// `Consent.provision.resourceType` of R5.
pub(super) const FHIR_TYPES: &str = "http://hl7.org/fhir/fhir-types";
/// `Consent.provision.actor.role`.
pub(super) const PARTICIPATION_TYPE: &str =
	"http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
/// `Consent.provision.actor.role`.
pub(super) const ROLE_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
/// `Consent.category`.
pub(super) const CONSENT_CATEGORY: &str =
	"http://terminology.hl7.org/CodeSystem/consentcategorycodes";
/// `Consent.category`.
pub(super) const LOINC: &str = "http://loinc.org";

/// Elements of a `Coding` that say nothing more than its code.
const ASIDE: [&str; 4] = ["id", "version", "display", "userSelected"];

/// The code system of the classes of records.
pub(super) const fn class_system(release: Release) -> &'static str {
	match release {
		Release::R4 => RESOURCE_TYPES,
		Release::R5 => FHIR_TYPES,
	}
}

/// Why a release has no such class of records, if it has none.
pub(super) fn class_is_missing(class: ResourceClass, release: Release) -> Option<&'static str> {
	(release == Release::R5 && class == ResourceClass::Media)
		.then_some("\"Media\" is no resource of R5, where DocumentReference took its place")
}

/// The code system of a label.
pub(super) fn label_system(label: Sensitivity) -> &'static str {
	match label {
		Sensitivity::Unrestricted
		| Sensitivity::Low
		| Sensitivity::Moderate
		| Sensitivity::Normal
		| Sensitivity::Restricted
		| Sensitivity::VeryRestricted => CONFIDENTIALITY,
		_ => ACT_CODE,
	}
}

/// A `Coding` that was read.
#[derive(Debug)]
pub(super) struct Coding<'a> {
	system: (Element<'a>, &'a str),
	code: (Element<'a>, &'a str),
}

impl<'a> Coding<'a> {
	/// Reads a `Coding`. It needs a system: a code alone means nothing.
	pub fn read(element: &Element<'a>) -> Result<Self, Noted> {
		let mut coding = element.object()?;
		let mut part = |name| {
			let part = coding.require(name)?;
			let text = part.text()?;
			Ok((part, text))
		};
		let system = part("system");
		let code = part("code");
		coding.documentary(&ASIDE);
		coding.finish()?;
		Ok(Self { system: system?, code: code? })
	}

	/// Reads a `Coding` that is of one of these systems and has a code. Any other says the same in
	/// other words, or nothing, and is left aside.
	fn of(element: &Element<'a>, systems: &[&str]) -> Result<Option<Self>, Noted> {
		let mut coding = element.object()?;
		let system = coding.peek("system").map(|system| system.text()).transpose()?;
		if coding.has("code") && system.is_some_and(|system| systems.contains(&system)) {
			return Self::read(element).map(Some);
		}
		coding.documentary(&["system", "code"]);
		coding.documentary(&ASIDE);
		coding.finish()?;
		element.documentary();
		Ok(None)
	}

	/// The code system.
	pub fn system(&self) -> &'a str {
		self.system.1
	}

	/// The code.
	pub fn code(&self) -> &'a str {
		self.code.1
	}

	/// Refuses the code.
	pub fn refuse(&self, reason: impl Into<String>) -> Noted {
		self.code.0.refuse(reason)
	}

	/// The value of this code in a list of the vocabulary, whose codes stand in `system_of` them.
	pub fn value<T>(&self, system_of: impl Fn(T) -> &'static str) -> Result<T, Noted>
	where
		T: Copy + FromStr<Err = UnknownCode>,
	{
		let value: T =
			self.code().parse().map_err(|e| self.refuse(format!("{:?} is {e}", self.code())))?;
		if self.system() != system_of(value) {
			return Err(self.system.0.refuse(format!(
				"{:?} is a code of {}, not of {}",
				self.code(),
				system_of(value),
				self.system()
			)));
		}
		Ok(value)
	}
}

/// The one coding of a `CodeableConcept` that is in `systems`. Codings of other systems and the
/// text say the same in other words, as FHIR demands, and are left aside, as are codings without a
/// system or a code.
pub(super) fn concept<'a>(element: &Element<'a>, systems: &[&str]) -> Result<Coding<'a>, Noted> {
	let mut concept = element.object()?;
	let list = concept.require("coding");
	concept.documentary(&["id", "text"]);
	let rest = concept.finish();
	let list = list?;
	let codings = list.each(|item| Coding::of(item, systems))?;
	rest?;
	let mut known = codings.into_iter().flatten();
	let Some(coding) = known.next() else {
		return Err(list.refuse(format!("no coding of {} with a code", systems.join(" or "))));
	};
	match known.find(|other| other.code() != coding.code()) {
		None => Ok(coding),
		Some(other) => Err(list.refuse(format!(
			"{:?} and {:?} contradict each other; one concept is one code",
			coding.code(),
			other.code()
		))),
	}
}
