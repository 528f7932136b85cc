//! References to what is on chain by a number or a commitment.

use super::{ClaimReader, CLAIM_SYSTEM, COVERAGE_SYSTEM, RECORD_SYSTEM};
use crate::{
	fhir::{element::Element, ledger::Noted},
	records::commitment,
	relay::from_hex,
	types::claims::{Attachment, ClaimId, CoverageId},
};
use medchain_support::{Commitment, ResourceClass};
use std::str::FromStr;

/// A `Reference` whose identifier may be of one system.
struct Named<'a> {
	/// `reference`.
	literal: Option<(Element<'a>, &'a str)>,
	/// `type`.
	kind: Option<(Element<'a>, &'a str)>,
	/// `identifier.value`, if the identifier is of the system.
	value: Option<(Element<'a>, &'a str)>,
}

impl<'a> Named<'a> {
	fn read(element: &Element<'a>, system: &str) -> Result<Self, Noted> {
		let mut reference = element.object()?;
		let mut text = |name| {
			let part = reference.take(name)?;
			Some(part.text().map(|text| (part, text)))
		};
		let literal = text("reference").transpose();
		let kind = text("type").transpose();
		let value = reference.take("identifier").map(|part| identifier(&part, system));
		reference.documentary(&["id", "display"]);
		reference.finish()?;
		Ok(Self { literal: literal?, kind: kind?, value: value.transpose()?.flatten() })
	}

	/// The type of what is meant: `type`, or the beginning of `Type/id`. Both must agree.
	fn kind(&self) -> Result<Option<&'a str>, Noted> {
		let of_literal = self.literal.as_ref().and_then(|(_, literal)| {
			let (kind, _) = literal.split_once('/')?;
			kind.bytes().all(|byte| byte.is_ascii_alphabetic()).then_some(kind)
		});
		match (&self.kind, of_literal) {
			(Some((part, kind)), Some(other)) if *kind != other => {
				Err(part.refuse(format!("{kind:?} is not the type of the reference, {other:?}")))
			}
			(Some((_, kind)), _) => Ok(Some(kind)),
			(None, other) => Ok(other),
		}
	}

	fn is_a(&self, element: &Element<'_>, right: &str) -> Result<(), Noted> {
		match self.kind()? {
			Some(other) if other != right => {
				Err(element.refuse(format!("{other} cannot be carried here; {right} can")))
			}
			_ => Ok(()),
		}
	}

	/// What the literal says is said by the identifier already.
	fn set_literal_aside(&self) {
		if let Some((part, _)) = &self.literal {
			part.documentary();
		}
	}
}

/// The value of an identifier of `system`; one of another system is documentary.
fn identifier<'a>(
	element: &Element<'a>,
	system: &str,
) -> Result<Option<(Element<'a>, &'a str)>, Noted> {
	if !element.mentions(system) {
		element.documentary();
		return Ok(None);
	}
	let mut identifier = element.object()?;
	let found = identifier.require("system").and_then(|found| Ok((found.text()?, found)));
	let value = identifier.require("value").and_then(|value| Ok((value.text()?, value)));
	identifier.documentary(&["id", "use", "type", "period", "assigner"]);
	identifier.finish()?;
	let ((found, part), (text, value)) = (found?, value?);
	if found != system {
		return Err(part.refuse(format!("{system} stands elsewhere than in system")));
	}
	Ok(Some((value, text)))
}

impl ClaimReader<'_> {
	/// A number in the name of something on this chain.
	pub(super) fn number(&self, element: &Element<'_>, text: &str) -> Result<u64, Noted> {
		let right = || {
			element.refuse(format!(
				"{text:?} is no name on chain; right is the hash of the chain's first block, a \
				 slash and a number"
			))
		};
		let (chain, number) = text.split_once('/').ok_or_else(right)?;
		if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
			return Err(right());
		}
		let number = number.parse().map_err(|_| right())?;
		if chain != format!("{:?}", self.chain) {
			return Err(element.refuse(format!(
				"{text:?} is on another chain; this one begins with {:?}",
				self.chain
			)));
		}
		Ok(number)
	}

	/// The coverage that a `Reference` means.
	pub(super) fn coverage(&self, element: &Element<'_>) -> Result<CoverageId, Noted> {
		let named = Named::read(element, COVERAGE_SYSTEM)?;
		named.is_a(element, "Coverage")?;
		let mapped =
			named.literal.as_ref().and_then(|(_, literal)| self.coverages.get(*literal).copied());
		match (&named.value, mapped, &named.literal) {
			(Some((value, text)), mapped, _) => {
				let number = self.number(value, text)?;
				match mapped {
					Some(other) if other != number => Err(value.refuse(format!(
						"names coverage {number}, but the reference was mapped to {other}"
					))),
					Some(_) => Ok(number),
					None => {
						named.set_literal_aside();
						Ok(number)
					}
				}
			}
			(None, Some(mapped), _) => Ok(mapped),
			(None, None, Some((part, literal))) => Err(part.refuse(format!(
				"no coverage is known for {literal:?}; name its number, or give an identifier of \
				 {COVERAGE_SYSTEM}"
			))),
			(None, None, None) => Err(element.refuse(format!(
				"names no coverage; give a reference or an identifier of {COVERAGE_SYSTEM}"
			))),
		}
	}

	/// The claim that a `Reference` means.
	pub(super) fn claim(&self, element: &Element<'_>) -> Result<ClaimId, Noted> {
		let named = Named::read(element, CLAIM_SYSTEM)?;
		named.is_a(element, "Claim")?;
		let (value, text) = named.value.as_ref().ok_or_else(|| {
			element.refuse(format!("names no claim on chain; give an identifier of {CLAIM_SYSTEM}"))
		})?;
		named.set_literal_aside();
		self.number(value, text)
	}

	/// The record that a `Reference` means, as it is named on chain.
	pub(super) fn record(&self, element: &Element<'_>) -> Result<Attachment, Noted> {
		let named = Named::read(element, RECORD_SYSTEM)?;
		let kind = named.kind()?.ok_or_else(|| {
			element.refuse("does not tell what kind of record it is; give Reference.type")
		})?;
		let class = ResourceClass::from_str(kind).map_err(|e| {
			element.refuse(format!("{kind:?} is {e}; only such records are on chain"))
		})?;
		let (value, text) = named.value.as_ref().ok_or_else(|| {
			element.refuse(format!(
				"names no record on chain; give an identifier of {RECORD_SYSTEM}, whose value is the \
				 record's commitment"
			))
		})?;
		let bytes = from_hex(text).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
		let record = bytes.map(Commitment).ok_or_else(|| {
			value.refuse(format!(
				"{text:?} is no commitment; right are 0x and 64 hexadecimal digits"
			))
		})?;
		named.set_literal_aside();
		Ok(Attachment { class, commitment: document_digest(&self.salt, record) })
	}
}

/// What a record is named by in a claim: the digest of its commitment under the patient's salt. The
/// list of a patient's records is public; without the salt nobody can tell which of them a claim is
/// about.
pub fn document_digest(salt: &[u8; 32], record: Commitment) -> Commitment {
	commitment(&[*salt, record.0].concat())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_record_is_named_by_its_commitment_under_the_salt() {
		let [first, second] = [1, 2].map(|n| Commitment([n; 32]));
		let named = document_digest(&[7; 32], first);
		let documented = [[7; 32], [1; 32]].concat();
		assert_eq!(named, commitment(&documented), "as it is documented");
		assert_ne!(named, first, "nobody finds it among the records");
		assert_ne!(named, document_digest(&[8; 32], first));
		assert_ne!(named, document_digest(&[7; 32], second));
	}
}
