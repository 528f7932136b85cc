//! Reading a document: strictly, or with a report of every element.

use super::{
	element::{self, Element, Object},
	ledger::{Ledger, Noted},
	r4, r5, Reader, Refusal, Release,
};
use crate::types::DirectiveTerms;
use serde::{ser::SerializeStruct, Serialize, Serializer};
use std::fmt;

/// What becomes of an element.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Fate {
	/// It becomes part of the terms.
	Carried,
	/// It carries no rule and stays off chain, with all that is in it.
	Documentary,
	/// It cannot be expressed, and why.
	Refused(String),
}

impl Fate {
	/// The fate in one word.
	pub const fn word(&self) -> &'static str {
		match self {
			Self::Carried => "carried",
			Self::Documentary => "documentary",
			Self::Refused(_) => "refused",
		}
	}

	/// The reason of a refusal.
	pub fn reason(&self) -> Option<&str> {
		match self {
			Self::Refused(reason) => Some(reason),
			_ => None,
		}
	}
}

/// What becomes of a document, element by element.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Report {
	/// The release by which it was read, if it is a consent of one.
	pub release: Option<Release>,
	/// The terms, if nothing was refused.
	pub terms: Option<DirectiveTerms>,
	/// Each element's FHIRPath and fate, in the order of the document. A row stands for all in the
	/// element; an element that is missing stands at the end of where it should be.
	pub elements: Vec<(String, Fate)>,
}

impl Report {
	/// What was refused, in the order of the document.
	pub fn refusals(&self) -> impl Iterator<Item = Refusal> + '_ {
		self.elements.iter().filter_map(|(path, fate)| Some(Refusal::new(path, fate.reason()?)))
	}

	fn count(&self, word: &str) -> usize {
		self.elements.iter().filter(|(_, fate)| fate.word() == word).count()
	}
}

/// A table for people: fate, element and reason, then the sums.
impl fmt::Display for Report {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let width = self.elements.iter().map(|(path, _)| path.chars().count()).max().unwrap_or(0);
		for (path, fate) in &self.elements {
			match fate.reason() {
				Some(reason) => writeln!(f, "{:<11}  {path:<width$}  {reason}", fate.word())?,
				None => writeln!(f, "{:<11}  {path}", fate.word())?,
			}
		}
		let release = match self.release {
			Some(release) => format!("FHIR {}", release.name()),
			None => "no release of FHIR".into(),
		};
		write!(
			f,
			"{release}: {} carried, {} documentary, {} refused",
			self.count("carried"),
			self.count("documentary"),
			self.count("refused"),
		)
	}
}

impl Serialize for Report {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		#[derive(Serialize)]
		struct Row<'a> {
			path: &'a str,
			fate: &'static str,
			#[serde(skip_serializing_if = "Option::is_none")]
			reason: Option<&'a str>,
		}
		let rows: Vec<Row<'_>> = self
			.elements
			.iter()
			.map(|(path, fate)| Row { path, fate: fate.word(), reason: fate.reason() })
			.collect();
		let mut report = serializer.serialize_struct("Report", 3)?;
		report.serialize_field("release", &self.release)?;
		report.serialize_field("expressible", &self.terms.is_some())?;
		report.serialize_field("elements", &rows)?;
		report.end()
	}
}

/// Reads the terms of a FHIR `Consent`, or names the first element that cannot be expressed.
pub fn read_consent(document: &str, reader: &Reader<'_>) -> Result<DirectiveTerms, Refusal> {
	let report = report_consent(document, reader);
	let refusal = report.refusals().next();
	match (report.terms, refusal) {
		(Some(terms), None) => Ok(terms),
		(_, Some(refusal)) => Err(refusal),
		(None, None) => Err(Refusal::new("Consent", "cannot be expressed")),
	}
}

/// Says of every element of a FHIR `Consent` what becomes of it.
pub fn report_consent(document: &str, reader: &Reader<'_>) -> Report {
	let ledger = Ledger::default();
	let refused = |release| Report {
		release,
		terms: None,
		elements: ledger
			.refusals()
			.into_iter()
			.map(|refusal| (refusal.path, Fate::Refused(refusal.reason)))
			.collect(),
	};
	let json = match element::parse(document) {
		Ok(json) => json,
		Err(e) => {
			ledger.refuse("Consent", format!("not a JSON document: {e}"));
			return refused(None);
		}
	};
	let root = Element::root("Consent", &json, &ledger);
	let Ok((consent, release)) = open(&root, reader.release) else { return refused(None) };
	ledger.release.set(Some(release));
	let read = match release {
		Release::R4 => r4::read(reader, consent),
		Release::R5 => r5::read(reader, consent),
	};
	let elements = ledger.list("Consent", &json);
	let whole = elements.iter().all(|(_, fate)| fate.reason().is_none());
	Report { release: Some(release), terms: read.ok().filter(|_| whole), elements }
}

/// The members of a consent but its `resourceType`, and its release.
fn open<'a>(root: &Element<'a>, forced: Option<Release>) -> Result<(Object<'a>, Release), Noted> {
	let mut consent = root.object()?;
	let kind = consent.require("resourceType")?;
	match kind.text()? {
		"Consent" => (),
		other => {
			return Err(kind.refuse(format!("{other:?} is another resource; Consent is right")))
		}
	}
	if let Some(release) = forced {
		return Ok((consent, release));
	}
	let has = |names: &[&'static str]| names.iter().copied().find(|name| consent.has(name));
	let release = match (has(&["patient", "scope", "policyRule"]), has(&["subject", "decision"])) {
		(Some(_), None) => Release::R4,
		(None, Some(_)) => Release::R5,
		(Some(r4), Some(r5)) => {
			return Err(root.refuse(format!("has {r4}, an element of R4, and {r5}, one of R5")))
		}
		(None, None) => {
			return Err(root.refuse(
				"neither of R4, which has patient, scope and policyRule, nor of R5, which has \
				 subject and decision",
			))
		}
	};
	Ok((consent, release))
}
