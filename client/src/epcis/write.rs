//! Events written as an `EPCISDocument` in JSON-LD.
//!
//! What is written reads back as the same events with the same hashes. Prefixes of extensions are
//! declared once, in the `@context` of the document; where events called different namespaces by one
//! prefix, or a text begins like a prefix, another prefix is taken.

use super::{
	context::{is_address, Context, CONTEXTS, OWN, SCHEMES},
	event::{
		ErrorDeclaration, Event, EventType, Extension, Name, Node, Place, Quantity, Reading,
		SensorElement, SensorReport, Term, Transfer,
	},
	read::Document,
	value::{Decimal, Instant},
	words::{Words, ALERTS, COMPONENTS, ERROR_REASONS, MEASUREMENTS, TRANSACTIONS, TRANSFERS},
};
use crate::json::Json;
use medchain_support::{BizStep, Disposition};
use std::collections::{BTreeMap, BTreeSet};

/// A document of these events alone, made at this instant.
pub fn document_of(events: Vec<Event>, created: Instant) -> Document {
	Document {
		context: Context::default(),
		id: None,
		created,
		instance_identifier: None,
		sender: None,
		receiver: None,
		header: None,
		events,
		extensions: Vec::new(),
	}
}

/// Writes a document.
pub fn write_document(document: &Document) -> String {
	let written = to_json(document);
	// A value of JSON whose numbers are plain digits is always written.
	let mut text = serde_json::to_string_pretty(&written).unwrap_or_default();
	text.push('\n');
	text
}

fn to_json(document: &Document) -> Json {
	let writer = Writer { prefixes: Prefixes::of(document) };
	let mut context = vec![text(CONTEXTS[0])];
	let declared: Vec<_> = writer.prefixes.declared();
	if !declared.is_empty() {
		context.push(Json::Object(declared));
	}
	let mut members = Members::default();
	members.put("@context", Json::List(context));
	members.put("type", text("EPCISDocument"));
	members.put("schemaVersion", text("2.0"));
	members.put("creationDate", instant(&document.created));
	members.option("id", document.id.as_ref().map(|id| writer.text(id)));
	members.option("instanceIdentifier", document.instance_identifier.as_deref().map(text));
	members.option("sender", document.sender.as_deref().map(text));
	members.option("receiver", document.receiver.as_deref().map(text));
	members.option("epcisHeader", document.header.clone());
	let events = document.events.iter().map(|event| writer.event(event)).collect();
	members.put("epcisBody", Json::Object(vec![("eventList".to_string(), Json::List(events))]));
	writer.extensions(&mut members, &document.extensions);
	Json::Object(members.0)
}

fn text(text: &str) -> Json {
	Json::Text(text.into())
}

fn instant(instant: &Instant) -> Json {
	Json::Text(instant.to_string())
}

fn number(number: &Decimal) -> Json {
	Json::Number(number.as_str().into())
}

/// Members of an object, in their order.
#[derive(Default)]
struct Members(Vec<(String, Json)>);

impl Members {
	fn put(&mut self, name: &str, value: Json) {
		self.0.push((name.into(), value));
	}

	fn option(&mut self, name: &str, value: Option<Json>) {
		if let Some(value) = value {
			self.put(name, value);
		}
	}

	/// A list, unless it is empty.
	fn list<T>(&mut self, name: &str, items: &[T], write: impl Fn(&T) -> Json) {
		if !items.is_empty() {
			self.put(name, Json::List(items.iter().map(write).collect()));
		}
	}
}

/// The prefixes by which extensions and texts are written.
struct Prefixes {
	/// Those of a namespace: more than one, where an object has a name in it more than once.
	names: BTreeMap<String, Vec<String>>,
	/// Those for texts that would be taken for a prefix and a name.
	texts: BTreeMap<String, String>,
}

/// What a document needs prefixes for.
#[derive(Default)]
struct Needs {
	/// The namespaces, the prefixes by which they were called, and how many each needs.
	names: BTreeMap<String, (BTreeSet<String>, usize)>,
	/// What stands before the first colon of a text.
	schemes: BTreeSet<String>,
	/// All texts that begin like one of GS1's own prefixes, or one that a header needs.
	texts: BTreeSet<String>,
}

impl Prefixes {
	fn of(document: &Document) -> Self {
		// A header is written as it was read, and may use what the document declares.
		let kept: BTreeMap<String, String> = match document.header {
			Some(_) => document
				.context
				.declared()
				.map(|(prefix, namespace)| (prefix.to_string(), namespace.to_string()))
				.collect(),
			None => BTreeMap::new(),
		};
		let mut needs = Needs::default();
		needs.document(document);
		let mut used: BTreeSet<String> = OWN.iter().map(|(prefix, _)| prefix.to_string()).collect();
		used.extend(kept.keys().cloned());
		let begins = |text: &str| begins_with_any(text, &used);
		let texts: Vec<String> = needs.texts.iter().filter(|text| begins(text)).cloned().collect();
		let mut prefixes = Self { names: BTreeMap::new(), texts: BTreeMap::new() };
		for (prefix, namespace) in &kept {
			prefixes.names.entry(namespace.clone()).or_default().push(prefix.clone());
		}
		let mut fresh = Fresh { number: 0, schemes: needs.schemes };
		for (namespace, (called, count)) in needs.names {
			let of_namespace = prefixes.names.entry(namespace.clone()).or_default();
			if let Some((own, _)) = OWN.iter().find(|(_, known)| *known == namespace) {
				of_namespace.push(own.to_string());
			}
			let mut called = called.into_iter();
			while of_namespace.len() < count {
				let prefix = called
					.find(|prefix| is_prefix(prefix) && fresh.is_free(prefix, &used))
					.unwrap_or_else(|| fresh.next(&used));
				used.insert(prefix.clone());
				of_namespace.push(prefix);
			}
		}
		for text in texts {
			let Some(start) = beginning(&text) else { continue };
			if !prefixes.texts.contains_key(start) {
				let prefix = fresh.next(&used);
				used.insert(prefix.clone());
				prefixes.texts.insert(start.to_string(), prefix);
			}
		}
		prefixes
	}

	/// What the `@context` declares.
	fn declared(&self) -> Vec<(String, Json)> {
		let names = self.names.iter().flat_map(|(namespace, prefixes)| {
			prefixes.iter().map(move |prefix| (prefix.clone(), namespace.clone()))
		});
		let texts = self.texts.iter().map(|(start, prefix)| (prefix.clone(), start.clone()));
		names
			.chain(texts)
			.filter(|(prefix, _)| OWN.iter().all(|(own, _)| own != prefix))
			.map(|(prefix, namespace)| (prefix, Json::Text(namespace)))
			.collect()
	}

	/// All that may not begin a text.
	fn all(&self) -> impl Iterator<Item = &str> {
		let own = OWN.iter().map(|(prefix, _)| *prefix);
		let declared = self.names.values().flatten().chain(self.texts.values());
		own.chain(declared.map(String::as_str))
	}
}

/// Prefixes that nobody has used.
struct Fresh {
	number: usize,
	schemes: BTreeSet<String>,
}

impl Fresh {
	fn is_free(&self, prefix: &str, used: &BTreeSet<String>) -> bool {
		!used.contains(prefix) && !self.schemes.contains(prefix)
	}

	fn next(&mut self, used: &BTreeSet<String>) -> String {
		loop {
			self.number = self.number.saturating_add(1);
			let prefix = format!("ns{}", self.number);
			if self.is_free(&prefix, used) {
				return prefix;
			}
		}
	}
}

fn is_prefix(prefix: &str) -> bool {
	prefix.starts_with(|c: char| c.is_ascii_alphabetic())
		&& prefix.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
		&& !SCHEMES.contains(&prefix)
}

/// Whether a text would be taken for one of these prefixes and a name.
fn begins_with_any(text: &str, prefixes: &BTreeSet<String>) -> bool {
	match text.split_once(':') {
		Some((prefix, local)) => !local.starts_with("//") && prefixes.contains(prefix),
		None => false,
	}
}

/// The shortest address with which a text begins.
fn beginning(text: &str) -> Option<&str> {
	let colon = text.find(':')?;
	let behind = text.get(colon..)?.chars().nth(1)?;
	let end = colon.checked_add(1)?.checked_add(behind.len_utf8())?;
	text.get(..end).filter(|start| is_address(start))
}

impl Needs {
	fn document(&mut self, document: &Document) {
		self.text(document.id.as_deref().unwrap_or_default());
		self.extensions(&document.extensions);
		for event in &document.events {
			self.event(event);
		}
	}

	fn text(&mut self, text: &str) {
		if let Some((scheme, local)) = text.split_once(':') {
			if !local.starts_with("//") {
				self.schemes.insert(scheme.into());
				self.texts.insert(text.into());
			}
		}
	}

	fn texts<'a>(&mut self, texts: impl IntoIterator<Item = &'a String>) {
		texts.into_iter().for_each(|text| self.text(text));
	}

	fn event(&mut self, event: &Event) {
		self.texts(event.id.iter().chain(&event.certificates).chain(&event.parent));
		self.texts(event.epcs.iter().chain(&event.inputs).chain(&event.children));
		self.texts(event.outputs.iter().chain(&event.transformation));
		let quantities = [
			&event.quantities,
			&event.child_quantities,
			&event.input_quantities,
			&event.output_quantities,
		];
		self.texts(quantities.into_iter().flatten().map(|quantity| &quantity.class));
		if let Some(Term::Other(step)) = &event.biz_step {
			self.text(step);
		}
		for term in event.disposition.iter().chain(&event.set).chain(&event.unset) {
			if let Term::Other(disposition) = term {
				self.text(disposition);
			}
		}
		for place in event.read_point.iter().chain(&event.biz_location) {
			self.text(&place.id);
			self.extensions(&place.extensions);
		}
		for transfer in event.transactions.iter().chain(&event.sources).chain(&event.destinations) {
			self.texts(transfer.kind.iter().chain([&transfer.id]));
		}
		for sensor in &event.sensors {
			self.readings(&sensor.metadata);
			self.extensions(&sensor.metadata_extensions);
			self.extensions(&sensor.extensions);
			for report in &sensor.reports {
				self.readings(&report.fields);
				self.extensions(&report.extensions);
			}
		}
		if let Some(error) = &event.error {
			self.texts(error.reason.iter().chain(&error.corrective));
			self.extensions(&error.extensions);
		}
		self.extensions(event.ilmd.as_deref().unwrap_or_default());
		self.extensions(&event.extensions);
	}

	fn readings(&mut self, readings: &[(&'static str, Reading)]) {
		for (_, reading) in readings {
			if let Reading::Address(text) | Reading::Word(text) = reading {
				self.text(text);
			}
		}
	}

	fn extensions(&mut self, extensions: &[Extension]) {
		for (number, extension) in extensions.iter().enumerate() {
			let name = &extension.name;
			if !name.namespace.is_empty() {
				let before = extensions.iter().take(number);
				let copies = before.filter(|it| same_name(&it.name, name)).count();
				let (called, count) = self.names.entry(name.namespace.clone()).or_default();
				called.insert(name.prefix.clone());
				*count = (*count).max(copies.saturating_add(1));
			}
			self.node(&extension.value);
		}
	}

	fn node(&mut self, node: &Node) {
		match node {
			Node::Text(text) => self.text(text),
			Node::List(items) => items.iter().for_each(|item| self.node(item)),
			Node::Members(members) => self.extensions(members),
			Node::Number(_) | Node::Bool(_) => (),
		}
	}
}

fn same_name(one: &Name, other: &Name) -> bool {
	(&one.namespace, &one.local) == (&other.namespace, &other.local)
}

struct Writer {
	prefixes: Prefixes,
}

impl Writer {
	/// A text that is read with its prefix resolved.
	fn text(&self, text: &str) -> Json {
		let taken = text.split_once(':').is_some_and(|(prefix, local)| {
			!local.starts_with("//") && self.prefixes.all().any(|known| known == prefix)
		});
		let escaped = || {
			let start = beginning(text)?;
			let prefix = self.prefixes.texts.get(start)?;
			Some(format!("{prefix}:{}", text.strip_prefix(start)?))
		};
		match taken {
			true => Json::Text(escaped().unwrap_or_else(|| text.into())),
			false => Json::Text(text.into()),
		}
	}

	fn texts(&self, members: &mut Members, name: &str, texts: &[String]) {
		members.list(name, texts, |text| self.text(text));
	}

	/// A word of a list as the bare word, or the address of another.
	fn word(&self, address: &str, list: &Words) -> Json {
		match address.strip_prefix(list.web).filter(|word| list.words.contains(word)) {
			Some(word) => text(word),
			None => self.text(address),
		}
	}

	fn term<T: Copy>(&self, term: &Term<T>, code: fn(T) -> &'static str) -> Json {
		match term {
			Term::Standard(word) => text(code(*word)),
			Term::Other(address) => self.text(address),
		}
	}

	fn event(&self, event: &Event) -> Json {
		let mut members = Members::default();
		members.put("type", text(event.kind.name()));
		members.option("eventID", event.id.as_ref().map(|id| self.text(id)));
		members.put("eventTime", instant(&event.time));
		members.put("eventTimeZoneOffset", text(&event.time_zone));
		members.option("recordTime", event.record_time.as_ref().map(instant));
		self.texts(&mut members, "certificationInfo", &event.certificates);
		members.option("errorDeclaration", event.error.as_ref().map(|error| self.error(error)));
		members.option("parentID", event.parent.as_ref().map(|parent| self.text(parent)));
		self.texts(&mut members, "epcList", &event.epcs);
		self.about_parent(&mut members, event);
		self.texts(&mut members, "inputEPCList", &event.inputs);
		self.texts(&mut members, "childEPCs", &event.children);
		for (name, quantities) in [
			("quantityList", &event.quantities),
			("childQuantityList", &event.child_quantities),
			("inputQuantityList", &event.input_quantities),
		] {
			members.list(name, quantities, |quantity| self.quantity(quantity));
		}
		self.texts(&mut members, "outputEPCList", &event.outputs);
		members.list("outputQuantityList", &event.output_quantities, |quantity| {
			self.quantity(quantity)
		});
		members.option("action", event.action.map(|action| text(action.word())));
		let transformation = event.transformation.as_ref().map(|id| self.text(id));
		members.option("transformationID", transformation);
		let step = event.biz_step.as_ref().map(|step| self.term(step, BizStep::code));
		members.option("bizStep", step);
		let condition = |term: &Term<Disposition>| self.term(term, Disposition::code);
		members.option("disposition", event.disposition.as_ref().map(condition));
		let mut persistent = Members::default();
		persistent.list("set", &event.set, condition);
		persistent.list("unset", &event.unset, condition);
		if !persistent.0.is_empty() {
			members.put("persistentDisposition", Json::Object(persistent.0));
		}
		members.option("readPoint", event.read_point.as_ref().map(|place| self.place(place)));
		members.option("bizLocation", event.biz_location.as_ref().map(|place| self.place(place)));
		for (list, each, words, transfers) in [
			("bizTransactionList", "bizTransaction", &TRANSACTIONS, &event.transactions),
			("sourceList", "source", &TRANSFERS, &event.sources),
			("destinationList", "destination", &TRANSFERS, &event.destinations),
		] {
			members.list(list, transfers, |transfer| self.transfer(transfer, each, words));
		}
		members.list("sensorElementList", &event.sensors, |sensor| self.sensor(sensor));
		if let Some(ilmd) = &event.ilmd {
			let mut written = Members::default();
			self.extensions(&mut written, ilmd);
			members.put("ilmd", Json::Object(written.0));
		}
		self.extensions(&mut members, &event.extensions);
		Json::Object(members.0)
	}

	/// A transaction may be about its parent alone; then the list of things is there, and empty.
	fn about_parent(&self, members: &mut Members, event: &Event) {
		let alone = event.parent.is_some() && event.epcs.is_empty() && event.quantities.is_empty();
		if event.kind == EventType::Transaction && alone {
			members.put("epcList", Json::List(Vec::new()));
		}
	}

	fn error(&self, error: &ErrorDeclaration) -> Json {
		let mut members = Members::default();
		members.put("declarationTime", instant(&error.time));
		let reason = error.reason.as_ref().map(|reason| self.word(reason, &ERROR_REASONS));
		members.option("reason", reason);
		self.texts(&mut members, "correctiveEventIDs", &error.corrective);
		self.extensions(&mut members, &error.extensions);
		Json::Object(members.0)
	}

	fn quantity(&self, quantity: &Quantity) -> Json {
		let mut members = Members::default();
		members.put("epcClass", self.text(&quantity.class));
		members.option("quantity", quantity.quantity.as_ref().map(number));
		members.option("uom", quantity.unit.as_deref().map(text));
		Json::Object(members.0)
	}

	fn place(&self, place: &Place) -> Json {
		let mut members = Members::default();
		members.put("id", self.text(&place.id));
		self.extensions(&mut members, &place.extensions);
		Json::Object(members.0)
	}

	fn transfer(&self, transfer: &Transfer, name: &str, words: &Words) -> Json {
		let mut members = Members::default();
		members.option("type", transfer.kind.as_ref().map(|kind| self.word(kind, words)));
		members.put(name, self.text(&transfer.id));
		Json::Object(members.0)
	}

	fn sensor(&self, sensor: &SensorElement) -> Json {
		let mut members = Members::default();
		if sensor.has_metadata {
			let mut metadata = Members::default();
			self.readings(&mut metadata, &sensor.metadata);
			self.extensions(&mut metadata, &sensor.metadata_extensions);
			members.put("sensorMetadata", Json::Object(metadata.0));
		}
		members.list("sensorReport", &sensor.reports, |report| self.report(report));
		self.extensions(&mut members, &sensor.extensions);
		Json::Object(members.0)
	}

	fn report(&self, report: &SensorReport) -> Json {
		let mut members = Members::default();
		self.readings(&mut members, &report.fields);
		self.extensions(&mut members, &report.extensions);
		Json::Object(members.0)
	}

	fn readings(&self, members: &mut Members, readings: &[(&'static str, Reading)]) {
		for (name, reading) in readings {
			let value = match reading {
				Reading::Time(time) => instant(time),
				Reading::Address(address) => self.text(address),
				Reading::Word(address) => self.word(
					address,
					match *name {
						"exception" => &ALERTS,
						"component" => &COMPONENTS,
						_ => &MEASUREMENTS,
					},
				),
				Reading::Number(digits) => number(digits),
				Reading::Bool(truth) => Json::Bool(*truth),
				Reading::Bytes(value) | Reading::Text(value) => text(value),
			};
			members.put(name, value);
		}
	}

	fn extensions(&self, members: &mut Members, extensions: &[Extension]) {
		for (number, extension) in extensions.iter().enumerate() {
			let name = &extension.name;
			let before = extensions.iter().take(number);
			let copies = before.filter(|it| same_name(&it.name, name)).count();
			let prefix = self.prefixes.names.get(&name.namespace).and_then(|all| all.get(copies));
			let written = match prefix {
				Some(prefix) => format!("{prefix}:{}", name.local),
				None => name.local.clone(),
			};
			members.put(&written, self.node(&extension.value));
		}
	}

	fn node(&self, node: &Node) -> Json {
		match node {
			Node::Text(text) => self.text(text),
			Node::Number(digits) => number(digits),
			Node::Bool(truth) => Json::Bool(*truth),
			Node::List(items) => Json::List(items.iter().map(|item| self.node(item)).collect()),
			Node::Members(inner) => {
				let mut members = Members::default();
				self.extensions(&mut members, inner);
				Json::Object(members.0)
			}
		}
	}
}
