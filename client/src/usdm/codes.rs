//! The codes of CDISC's lists that mean something to the chain.

use super::element::{Element, Object};
use super::{classes::*, Refusal};
use crate::types::trials::{CriterionKind, Masking, Phase};

/// Where CDISC's codes come from.
const SYSTEM: &str = "http://www.cdisc.org";

/// `Official Study Title`.
pub(super) const OFFICIAL_TITLE: &str = "C207616";
/// `Protocol Effective Date`.
pub(super) const EFFECTIVE_DATE: &str = "C207598";
/// `Sponsor`.
pub(super) const SPONSOR: &str = "C70793";
/// Who may not know a participant's arm: the participant, who treats it, who looks after it, and who
/// assesses outcomes.
pub(super) const MASKED_ROLES: [&str; 4] = ["C41189", "C25936", "C17445", "C207599"];

/// Trial Phase Response (C66737), as far as FHIR's list knows the phase.
const PHASES: [(&str, Phase); 14] = [
	("C48660", Phase::NotApplicable),
	("C54721", Phase::EarlyPhase1),
	("C15600", Phase::Phase1),
	("C199990", Phase::Phase1),
	("C199989", Phase::Phase1),
	("C15693", Phase::Phase1Phase2),
	("C15601", Phase::Phase2),
	("C49686", Phase::Phase2),
	("C49688", Phase::Phase2),
	("C15694", Phase::Phase2Phase3),
	("C15602", Phase::Phase3),
	("C49687", Phase::Phase3),
	("C49689", Phase::Phase3),
	("C15603", Phase::Phase4),
];

/// Trial Blinding Schema Response (C66735), as far as it says how many do not know.
const MASKINGS: [(&str, Masking); 3] =
	[("C49659", Masking::Open), ("C28233", Masking::Single), ("C15228", Masking::Double)];

/// Category of Inclusion/Exclusion (C66797).
const CATEGORIES: [(&str, CriterionKind); 2] =
	[("C25532", CriterionKind::Inclusion), ("C25370", CriterionKind::Exclusion)];

/// A code, and where it stands.
pub(super) struct Coded<'a> {
	element: Element<'a>,
	code: &'a str,
	decode: &'a str,
}

impl<'a> Coded<'a> {
	/// A `Code` of CDISC's.
	pub fn read(element: &Element<'a>) -> Result<Self, Refusal> {
		let object = element.of(&CODE)?;
		let system = object.require("codeSystem")?;
		if system.text()? != SYSTEM {
			let reason = format!("{:?} is not where CDISC's codes come from", system.text()?);
			return Err(system.refuse(format!("{reason}; right is {SYSTEM:?}")));
		}
		let element = object.require("code")?;
		Ok(Self { code: element.text()?, element, decode: object.text("decode")? })
	}

	/// The standard code of an `AliasCode`.
	fn standard(element: &Element<'a>) -> Result<Self, Refusal> {
		Self::read(&element.of(&ALIAS_CODE)?.require("standardCode")?)
	}

	/// Whether it is this one.
	pub fn is(&self, code: &str) -> bool {
		self.code == code
	}

	/// What it means by a list.
	fn among<T: Copy>(&self, list: &str, known: &[(&str, T)]) -> Result<T, Refusal> {
		let found = known.iter().find(|(code, _)| self.is(code));
		found.map(|(_, value)| *value).ok_or_else(|| {
			let codes: Vec<&str> = known.iter().map(|(code, _)| *code).collect();
			self.element.refuse(format!(
				"{} ({}) is no {list} that the chain knows; known are {}",
				self.code,
				self.decode,
				codes.join(", "),
			))
		})
	}
}

/// A design's phase.
pub(super) fn phase(design: &Object<'_>) -> Result<Phase, Refusal> {
	Coded::standard(&design.require("studyPhase")?)?.among("phase", &PHASES)
}

/// A criterion's category.
pub(super) fn category(criterion: &Object<'_>) -> Result<CriterionKind, Refusal> {
	Coded::read(&criterion.require("category")?)?.among("category of criteria", &CATEGORIES)
}

/// A design's masking. CDISC's list ends with double; triple and quadruple are double where three or
/// four kinds of people are said to be masked.
pub(super) fn masking(design: &Object<'_>, masked: usize) -> Result<Masking, Refusal> {
	let schema = design.require("blindingSchema")?;
	let masking = Coded::standard(&schema)?.among("blinding schema", &MASKINGS)?;
	Ok(match (masking, masked) {
		(Masking::Open, 1..) => {
			return Err(schema.refuse("it is open, but the document has roles that are masked"))
		}
		(Masking::Double, 3) => Masking::Triple,
		(Masking::Double, 4..) => Masking::Quadruple,
		_ => masking,
	})
}
