//! `Consent.category`: what a consent is about.
//!
//! A category classifies a consent, to index it and to find it; its rules stand elsewhere. So a
//! category is documentary. One that says that the consent is about something else than who may
//! have which data is refused, and so is one that says less than the rules do.

use super::{
	codes::{Coding, ACT_CODE, CONSENT_CATEGORY, CONSENT_SCOPE, LOINC},
	element::Element,
	ledger::Noted,
};

/// Kinds of consents to the sharing of data, from the value set of the element (R4, R5): patient
/// consent, acknowledgement of a privacy policy, privacy policy, release of information.
const LOINC_OF_PRIVACY: [&str; 4] = ["59284-0", "57016-8", "57017-6", "64292-6"];

/// Reads all categories.
pub(super) fn categories(list: &Element<'_>) -> Result<(), Noted> {
	let read = list
		.each(|item| {
			let mut concept = item.object()?;
			let codings = concept.take("coding").map(|codings| codings.each(category));
			concept.documentary(&["id", "text"]);
			concept.finish()?;
			codings.transpose().map(drop)
		})
		.map(drop);
	list.set_aside();
	read
}

/// Reads one coding. Those of systems that are not known here are documentary.
fn category(element: &Element<'_>) -> Result<(), Noted> {
	let coding = Coding::read(element)?;
	let code = coding.code();
	let reason = match (coding.system(), code) {
		(CONSENT_SCOPE, "patient-privacy") | (ACT_CODE, "ICOL" | "IDSCL" | "INFA") => return Ok(()),
		(LOINC, code) if LOINC_OF_PRIVACY.contains(&code) => return Ok(()),
		(CONSENT_SCOPE, "adr" | "research" | "treatment")
		| (CONSENT_CATEGORY, "acd" | "dnr" | "hcd" | "polst") => {
			"is no consent about privacy, the only kind that can be expressed"
		}
		(CONSENT_CATEGORY, "emrgonly") | (ACT_CODE, "EMRGONLY") => {
			"limits the consent to emergencies; state that as a purpose, ETREAT, and leave the \
			 category out"
		}
		(CONSENT_CATEGORY, "research") | (ACT_CODE, "RESEARCH") => {
			"limits the consent to research; state that as a purpose, HRESCH, and leave the category \
			 out"
		}
		(CONSENT_CATEGORY, "rsdid" | "rsreid") | (ACT_CODE, "RSDID" | "RSREID") => {
			"limits the consent to data without identity, which cannot be expressed"
		}
		(CONSENT_CATEGORY, "npp") | (ACT_CODE, "NOPP") => {
			"acknowledges a notice whose rules are kept elsewhere; state the rules as provisions"
		}
		(ACT_CODE, _) => {
			"states a rule, which a category cannot; state it as policyRule (R4), decision (R5) or \
			 provision"
		}
		(CONSENT_SCOPE | CONSENT_CATEGORY | LOINC, _) => {
			"is not known as a consent about privacy; patient-privacy of consentscope and 59284-0 \
			 of LOINC are"
		}
		_ => return Ok(()),
	};
	Err(coding.refuse(format!("{code:?} {reason}")))
}
