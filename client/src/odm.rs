//! A trial's audit trail as a CDISC ODM 2.0 document.
//!
//! Each entry of the trail is a transaction with its own `AuditRecord`: who (`UserRef`), where
//! (`LocationRef`: the chain), when (`DateTimeStamp`, UTC), why (`ReasonForChange`, the commitment to
//! the reason) and its number in the trail (`SourceID`). Entries stand in their order, so that the
//! same participant has many `SubjectData`, and the trial many `ClinicalData`.
//!
//! | act | ODM |
//! |---|---|
//! | of the trial: submission, approval, status, sites, deviations | an `ItemGroupData` of the `ClinicalData` itself, numbered by `ItemGroupDataSeq` |
//! | of a participant: screening, consent, attestation, slot, withdrawal, capture, … | `SubjectData` with an `ItemGroupData` named by the act, `TransactionType="Insert"` |
//! | correction of a form, another stratum | the same with `TransactionType="Update"`; the value is the new one, and what stood there before is the item `old` |
//! | query opened, answered, closed | `Query` with `State` `Open`, `Answered`, `Closed`; its `Value` is the commitment to the question, or to the answer |
//!
//! The first item of each group is the act itself. Values are what the chain has: numbers, codes and commitments. Nothing else is known to it.

use crate::{
	error::{Error, Result},
	fhir::format_instant,
	relay::to_hex,
	types::trials::{self, Entry, Query, QueryId, SubjectId, TrialId},
};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use subxt::utils::AccountId32;
use xml::writer::{EmitterConfig, EventWriter, XmlEvent};

/// The namespace of ODM 2.0.
pub const NAMESPACE: &str = "http://www.cdisc.org/ns/odm/v2.0";
/// The only location: all is done on the chain.
const CHAIN: &str = "LOC.CHAIN";
/// Characters of a day, at the beginning of an instant.
const DAY: usize = "2026-05-31".len();

/// What a document is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Trail {
	/// The trial.
	pub trial: TrialId,
	/// What tells the chain from others: the hash of its first block, `0x` and hexadecimal digits.
	pub chain: String,
	/// When the document was made, in seconds since 1970.
	pub made: u64,
	/// Number of the first entry.
	pub from: u64,
	/// Entries without a gap, in their order.
	pub entries: Vec<Entry>,
	/// The queries that they are about.
	pub queries: BTreeMap<(SubjectId, QueryId), Query>,
}

/// The query that an entry is about: its participant's number, and its own.
pub fn query_of(entry: &Entry) -> Option<(SubjectId, QueryId)> {
	match entry.act {
		trials::Act::QueryOpened { subject, query }
		| trials::Act::QueryAnswered { subject, query }
		| trials::Act::QueryClosed { subject, query } => Some((subject, query)),
		_ => None,
	}
}

/// A query as it stands after an entry about it.
struct Asked {
	name: String,
	state: &'static str,
	/// The commitment to the question, or to the answer.
	said: String,
}

impl Trail {
	/// The query that an entry is about.
	fn asked(&self, entry: &Entry) -> Result<Option<Asked>> {
		let Some((subject, number)) = query_of(entry) else { return Ok(None) };
		let query = self.queries.get(&(subject, number)).ok_or_else(|| {
			Error::Node(format!("the chain has no query {number} of participant {subject}"))
		})?;
		let (state, said) = match entry.act {
			trials::Act::QueryOpened { .. } => ("Open", query.text),
			trials::Act::QueryAnswered { .. } => ("Answered", query.answer.unwrap_or(query.text)),
			_ => ("Closed", query.text),
		};
		let name = format!("QUERY.{subject}.{number}");
		Ok(Some(Asked { name, state, said: to_hex(&said.0 .0) }))
	}
}

/// An act as the chain's own words have it.
struct Act {
	name: String,
	about: Map<String, Value>,
}

impl Act {
	fn of(entry: &Entry) -> Self {
		let (name, about) = entry.act.parts();
		Self { name, about }
	}

	fn is_of_subject(&self) -> bool {
		self.about.contains_key("subject")
	}

	/// Takes a member out.
	fn take(&mut self, name: &str) -> Option<String> {
		self.about.remove(name).filter(|value| !value.is_null()).map(|value| text(&value))
	}

	/// Whether it replaces what was there.
	fn is_update(&self) -> bool {
		self.about.contains_key("old")
	}
}

/// A value in a word.
fn text(value: &Value) -> String {
	match value {
		Value::String(text) => text.clone(),
		other => other.to_string(),
	}
}

fn user(who: &AccountId32) -> String {
	format!("USER.{who}")
}

fn instant(second: u64) -> Result<String> {
	format_instant(second).ok_or_else(|| Error::Node(format!("second {second} is no time")))
}

/// Writes elements; each that is begun is ended by the closure's end.
struct Writer(EventWriter<Vec<u8>>);

impl Writer {
	fn emit<'a>(&mut self, event: impl Into<XmlEvent<'a>>) -> Result<()> {
		let written = self.0.write(event);
		written.map_err(|e| Error::Input(format!("the document cannot be written: {e}")))
	}

	fn element(
		&mut self,
		name: &str,
		attributes: &[(&str, &str)],
		inside: impl FnOnce(&mut Self) -> Result<()>,
	) -> Result<()> {
		let mut start = XmlEvent::start_element(name);
		if name == "ODM" {
			start = start.default_ns(NAMESPACE);
		}
		for (name, value) in attributes {
			start = start.attr(*name, value);
		}
		self.emit(start)?;
		inside(self)?;
		self.emit(XmlEvent::end_element())
	}

	fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> Result<()> {
		self.element(name, attributes, |writer| match text {
			"" => Ok(()),
			text => writer.emit(XmlEvent::characters(text)),
		})
	}

	/// Who did it, where, when and why.
	fn audit(&mut self, number: u64, entry: &Entry, reason: Option<&str>) -> Result<()> {
		let who = user(&entry.who);
		self.element("AuditRecord", &[("EditPoint", "DataManagement")], |writer| {
			writer.leaf("UserRef", &[("UserOID", &who)], "")?;
			writer.leaf("LocationRef", &[("LocationOID", CHAIN)], "")?;
			writer.leaf("DateTimeStamp", &[], &instant(entry.at)?)?;
			if let Some(reason) = reason {
				writer.leaf("ReasonForChange", &[], reason)?;
			}
			writer.leaf("SourceID", &[], &format!("trail/{number}"))
		})
	}

	/// The items of an act. Outside of `SubjectData` they have their place in the trail, from 1.
	fn items(
		&mut self,
		number: u64,
		entry: &Entry,
		mut act: Act,
		place: Option<String>,
	) -> Result<()> {
		let transaction = if act.is_update() { "Update" } else { "Insert" };
		let reason = act.take("reason");
		let group = format!("IG.{}", act.name);
		let key = number.to_string();
		let mut attributes = vec![
			("ItemGroupOID", group.as_str()),
			("ItemGroupRepeatKey", key.as_str()),
			("TransactionType", transaction),
		];
		attributes.extend(place.as_deref().map(|place| ("ItemGroupDataSeq", place)));
		self.element("ItemGroupData", &attributes, |writer| {
			let mut items = vec![("IT.act".to_owned(), act.name.clone())];
			let about = act.about.iter().filter(|(_, value)| !value.is_null());
			items.extend(
				about.map(|(name, value)| (format!("IT.{}.{name}", act.name), text(value))),
			);
			for (item, value) in &items {
				let attributes = [("ItemOID", item.as_str()), ("TransactionType", transaction)];
				writer
					.element("ItemData", &attributes, |writer| writer.leaf("Value", &[], value))?;
			}
			writer.audit(number, entry, reason.as_deref())
		})
	}

	fn act(
		&mut self,
		number: u64,
		entry: &Entry,
		mut act: Act,
		asked: Option<Asked>,
	) -> Result<()> {
		let Some(subject) = act.take("subject") else {
			return self.items(number, entry, act, Some(number.saturating_add(1).to_string()));
		};
		let attributes = [("SubjectKey", subject.as_str()), ("TransactionType", "Context")];
		self.element("SubjectData", &attributes, |writer| {
			let Some(Asked { name, state, said }) = asked else {
				let key = number.to_string();
				let attributes = [
					("StudyEventOID", "SE.TRAIL"),
					("StudyEventRepeatKey", key.as_str()),
					("TransactionType", "Context"),
				];
				return writer.element("StudyEventData", &attributes, |writer| {
					writer.items(number, entry, act, None)
				});
			};
			let updated = instant(entry.at)?;
			let attributes = [
				("OID", name.as_str()),
				("Source", "Data Management"),
				("State", state),
				("LastUpdateDatetime", updated.as_str()),
			];
			writer.element("Query", &attributes, |writer| {
				writer.leaf("Value", &[], &said)?;
				writer.audit(number, entry, None)
			})
		})
	}
}

/// Writes the document.
pub fn write(trail: &Trail) -> Result<String> {
	let config = EmitterConfig::new().perform_indent(true);
	let mut writer = Writer(config.create_writer(Vec::new()));
	let study = format!("STUDY.{}.{}", trail.chain, trail.trial);
	let (file, made) = (format!("{study}.TRAIL.{}", trail.from), instant(trail.made)?);
	let attributes = [
		("ODMVersion", "2.0"),
		("FileType", "Transactional"),
		("FileOID", file.as_str()),
		("CreationDateTime", made.as_str()),
		("SourceSystem", "MedChain"),
	];
	let version = [("StudyOID", study.as_str()), ("MetaDataVersionOID", "MDV.MEDCHAIN.1")];
	writer.element("ODM", &attributes, |writer| {
		let users: BTreeSet<String> = trail.entries.iter().map(|entry| user(&entry.who)).collect();
		writer.element("AdminData", &[("StudyOID", &study)], |writer| {
			for user in &users {
				writer.leaf("User", &[("OID", user), ("UserType", "Other")], "")?;
			}
			writer.element("Location", &[("OID", CHAIN), ("Name", &trail.chain)], |writer| {
				let day = made.get(..DAY).unwrap_or(&made);
				let [study, metadata] = version;
				let attributes = [study, metadata, ("EffectiveDate", day)];
				writer.leaf("MetaDataVersionRef", &attributes, "")
			})
		})?;
		let acts = (trail.from..).zip(&trail.entries);
		let mut acts = acts.map(|(number, entry)| (number, entry, Act::of(entry))).peekable();
		while let Some((_, _, first)) = acts.peek() {
			// The schema has participants before the rest in each: so each has either.
			let of_subject = first.is_of_subject();
			writer.element("ClinicalData", &version, |writer| {
				while let Some((number, entry, act)) =
					acts.next_if(|(_, _, act)| act.is_of_subject() == of_subject)
				{
					writer.act(number, entry, act, trail.asked(entry)?)?;
				}
				Ok(())
			})?;
		}
		Ok(())
	})?;
	String::from_utf8(writer.0.into_inner())
		.map_err(|e| Error::Input(format!("the document cannot be written: {e}")))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		types::trials::{Act, FormRef, QueryStatus, SubjectStatus, TrialStatus},
		wire::OnChain,
	};
	use medchain_support::Commitment;
	use xml::reader::{EventReader, XmlEvent as Read};

	fn said(number: u8) -> OnChain<Commitment> {
		OnChain(Commitment([number; 32]))
	}

	fn trail(acts: Vec<Act>) -> Trail {
		let who = AccountId32([7; 32]);
		let entries = (0..)
			.zip(acts)
			.map(|(number, act)| Entry { who, at: 1_800_000_000 + number, act })
			.collect();
		let query = Query {
			form: FormRef { capture: 2, index: 1 },
			by: who,
			at: 1_800_000_000,
			text: said(4),
			answer: Some(said(5)),
			status: QueryStatus::Closed,
		};
		let queries = [((4, 0), query)].into();
		let (chain, made) = ("0xabcd".into(), 1_800_000_100);
		Trail { trial: 3, chain, made, from: 5, entries, queries }
	}

	/// An element: its name, its attributes and its text.
	type Element = (String, Vec<(String, String)>, String);

	/// The document, read back.
	fn read(document: &str) -> Vec<Element> {
		let mut found: Vec<Element> = Vec::new();
		for event in EventReader::new(document.as_bytes()) {
			match event.expect("it is well formed") {
				Read::StartElement { name, attributes, .. } => {
					assert_eq!(name.namespace.as_deref(), Some(NAMESPACE));
					let attributes =
						attributes.into_iter().map(|it| (it.name.local_name, it.value)).collect();
					found.push((name.local_name, attributes, String::new()));
				}
				Read::Characters(text) => found.last_mut().unwrap().2.push_str(&text),
				_ => {}
			}
		}
		found
	}

	fn attribute<'a>(of: &'a [(String, String)], name: &str) -> &'a str {
		of.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
	}

	#[test]
	fn each_entry_is_a_transaction_with_who_when_and_why() {
		let form = FormRef { capture: 2, index: 1 };
		let document = write(&trail(vec![
			Act::Submitted { version: 1 },
			Act::StatusChanged {
				from: TrialStatus::Approved,
				to: TrialStatus::Active,
				reason: None,
			},
			Act::Screened { subject: 4, stratum: Some(1) },
			Act::Decided { subject: 4, status: SubjectStatus::Enrolled },
			Act::Corrected { subject: 4, form, old: said(1), new: said(2), reason: said(3) },
			Act::QueryOpened { subject: 4, query: 0 },
			Act::QueryClosed { subject: 4, query: 0 },
		]))
		.unwrap();
		let found = read(&document);
		let named = |name: &str| found.iter().filter(|it| it.0 == name).collect::<Vec<_>>();
		let root = named("ODM")[0];
		assert_eq!(attribute(&root.1, "FileType"), "Transactional");
		assert_eq!(attribute(&root.1, "CreationDateTime"), "2027-01-15T08:01:40Z");
		let sources: Vec<_> = named("SourceID").iter().map(|it| it.2.clone()).collect();
		let expected: Vec<_> = (5..12).map(|number| format!("trail/{number}")).collect();
		assert_eq!(sources, expected);
		assert_eq!(named("AuditRecord").len(), 7);
		assert_eq!(named("DateTimeStamp")[0].2, "2027-01-15T08:00:00Z");
		assert_eq!(named("User").len(), 1);
		let user = attribute(&named("User")[0].1, "OID");
		assert!(named("UserRef").iter().all(|it| attribute(&it.1, "UserOID") == user));
		assert_eq!(named("ClinicalData").len(), 2);
		assert_eq!(named("SubjectData").len(), 5);
		assert!(named("SubjectData").iter().all(|it| attribute(&it.1, "SubjectKey") == "4"));
		let updates = named("ItemGroupData")
			.into_iter()
			.filter(|it| attribute(&it.1, "TransactionType") == "Update")
			.collect::<Vec<_>>();
		let [correction] = updates[..] else { panic!("{updates:?}") };
		assert_eq!(attribute(&correction.1, "ItemGroupOID"), "IG.corrected");
		let hex = |number: u8| format!("0x{}", format!("{number:02x}").repeat(32));
		assert_eq!(named("ReasonForChange")[0].2, hex(3));
		let values: Vec<_> = named("Value").iter().map(|it| it.2.clone()).collect();
		assert!(values.contains(&hex(1)) && values.contains(&hex(2)), "{values:?}");
		let states: Vec<_> =
			named("Query").iter().map(|it| attribute(&it.1, "State").to_owned()).collect();
		assert_eq!(states, ["Open", "Closed"]);
	}

	#[test]
	fn elements_stand_in_the_order_of_the_schema() {
		let document = write(&trail(vec![
			Act::Submitted { version: 1 },
			Act::Screened { subject: 4, stratum: None },
			Act::QueryOpened { subject: 4, query: 0 },
			Act::QueryAnswered { subject: 4, query: 0 },
			Act::QueryClosed { subject: 4, query: 0 },
			Act::Submitted { version: 2 },
		]))
		.unwrap();
		let found = read(&document);
		let parts: Vec<_> =
			found.iter().map(|it| it.0.as_str()).filter(|it| it.ends_with("Data")).collect();
		let expected = [
			"AdminData",
			"ClinicalData ItemGroupData ItemData ItemData",
			"ClinicalData SubjectData StudyEventData ItemGroupData ItemData",
			"SubjectData SubjectData SubjectData",
			"ClinicalData ItemGroupData ItemData ItemData",
		];
		assert_eq!(parts.join(" "), expected.join(" "));
		// What is of the trial itself is numbered.
		let places: Vec<_> = found
			.iter()
			.filter(|it| it.0 == "ItemGroupData")
			.map(|it| attribute(&it.1, "ItemGroupDataSeq"))
			.collect();
		assert_eq!(places, ["6", "", "11"]);
		// A query begins with what is said.
		let hex = |number: u8| format!("0x{}", format!("{number:02x}").repeat(32));
		let queries: Vec<_> = found
			.windows(2)
			.filter(|pair| pair[0].0 == "Query")
			.map(|pair| (attribute(&pair[0].1, "State"), pair[1].0.as_str(), pair[1].2.clone()))
			.collect();
		assert_eq!(
			queries,
			[("Open", "Value", hex(4)), ("Answered", "Value", hex(5)), ("Closed", "Value", hex(4)),]
		);
	}

	#[test]
	fn a_query_that_is_not_known_is_told() {
		let mut trail = trail(vec![Act::QueryClosed { subject: 4, query: 0 }]);
		trail.queries.clear();
		let told = write(&trail).unwrap_err().to_string();
		assert!(told.contains("no query 0 of participant 4"), "{told}");
	}

	#[test]
	fn an_empty_trail_is_a_document_too() {
		let found = read(&write(&trail(Vec::new())).unwrap());
		assert!(found.iter().all(|it| it.0 != "ClinicalData"));
	}

	#[test]
	fn text_is_escaped() {
		let mut trail = trail(Vec::new());
		trail.chain = "<&\">".into();
		let found = read(&write(&trail).unwrap());
		let location = found.iter().find(|it| it.0 == "Location").unwrap();
		assert_eq!(attribute(&location.1, "Name"), "<&\">");
	}
}
