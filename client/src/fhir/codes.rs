//! Codings: which code system an element takes its codes from.

use super::{
	element::{Element, Object},
	Refusal,
};
use medchain_support::{Sensitivity, UnknownCode};
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
/// `Consent.provision.class`.
pub(super) const RESOURCE_TYPES: &str = "http://hl7.org/fhir/resource-types";
/// `Consent.provision.actor.role`.
pub(super) const PARTICIPATION_TYPE: &str =
	"http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
/// `Consent.provision.actor.role`.
pub(super) const ROLE_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
/// `Consent.category`.
pub(super) const LOINC: &str = "http://loinc.org";

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
	pub path: String,
	pub system: &'a str,
	pub code: &'a str,
}

impl<'a> Coding<'a> {
	/// Reads a `Coding`. It needs a system: a code alone means nothing.
	pub fn read(element: &Element<'a>) -> Result<Self, Refusal> {
		let mut coding = element.object()?;
		let system = coding.require("system")?.text()?;
		let code = coding.require("code")?.text()?;
		coding.documentary(&["version", "display", "userSelected"]);
		coding.finish()?;
		Ok(Self { path: element.path.clone(), system, code })
	}

	/// A refusal of the code.
	pub fn refuse(&self, reason: impl Into<String>) -> Refusal {
		Refusal::new(format!("{}.code", self.path), reason)
	}

	/// The value of this code in a list of the vocabulary, whose codes stand in `system_of` them.
	pub fn value<T>(&self, system_of: impl Fn(T) -> &'static str) -> Result<T, Refusal>
	where
		T: Copy + FromStr<Err = UnknownCode>,
	{
		let value: T =
			self.code.parse().map_err(|e| self.refuse(format!("{:?} is {e}", self.code)))?;
		if self.system != system_of(value) {
			return Err(Refusal::new(
				format!("{}.system", self.path),
				format!(
					"{:?} is a code of {}, not of {}",
					self.code,
					system_of(value),
					self.system
				),
			));
		}
		Ok(value)
	}
}

/// The one coding of a `CodeableConcept` that is in `systems`. Codings of other systems and the
/// text say the same in other words, as FHIR demands, and are left aside.
pub(super) fn concept<'a>(element: &Element<'a>, systems: &[&str]) -> Result<Coding<'a>, Refusal> {
	let mut concept: Object<'a> = element.object()?;
	let list = concept.require("coding")?;
	concept.documentary(&["text"]);
	concept.finish()?;
	let codings =
		list.list()?.iter().map(Coding::read).collect::<Result<Vec<Coding<'a>>, Refusal>>()?;
	let mut known = codings.into_iter().filter(|coding| systems.contains(&coding.system));
	let coding = known
		.next()
		.ok_or_else(|| list.refuse(format!("no coding of {}", systems.join(" or "))))?;
	match known.next() {
		Some(other) if other.code != coding.code => Err(list.refuse(format!(
			"{:?} and {:?} contradict each other; one concept is one code",
			coding.code, other.code
		))),
		_ => Ok(coding),
	}
}
