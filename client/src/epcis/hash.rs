//! The event hash of CBV 2.0.

use super::event::{
	Event, Extension, Node, Place, Quantity, Reading, SensorElement, Term, Transfer,
};
use super::Decimal;
use crate::gs1::Identifier;
use medchain_support::{BizStep, Disposition};
use sha2::{Digest, Sha256};

/// The words of CBV as URNs, which older documents have, and as web addresses.
const URNS: [(&str, &str); 5] = [
	("urn:epcglobal:cbv:bizstep:", "https://ref.gs1.org/cbv/BizStep-"),
	("urn:epcglobal:cbv:disp:", "https://ref.gs1.org/cbv/Disp-"),
	("urn:epcglobal:cbv:btt:", "https://ref.gs1.org/cbv/BTT-"),
	("urn:epcglobal:cbv:sdt:", "https://ref.gs1.org/cbv/SDT-"),
	("urn:epcglobal:cbv:er:", "https://ref.gs1.org/cbv/ER-"),
];

/// The extension that explains, and says nothing.
const COMMENT: (&str, &str) = ("http://www.w3.org/2000/01/rdf-schema#", "comment");

impl Event {
	/// The event hash of CBV 2.0: `ni:///sha-256;` and so on.
	pub fn hash(&self) -> String {
		let digits = self.digest().map(|byte| format!("{byte:02x}")).concat();
		format!("ni:///sha-256;{digits}?ver=CBV2.0")
	}

	/// The 32 bytes in the event hash.
	pub fn digest(&self) -> [u8; 32] {
		Sha256::digest(self.pre_hash()).into()
	}

	/// The text of which the event hash is the digest.
	pub fn pre_hash(&self) -> String {
		let mut text = String::new();
		field(&mut text, "eventType", self.kind.name());
		field(&mut text, "eventTime", &self.time.canonical());
		field(&mut text, "eventTimeZoneOffset", &self.time_zone);
		let certificates =
			self.certificates.iter().map(|id| pair("certificationInfo", &address(id)));
		text.push_str(&sorted(certificates));
		optional(&mut text, "parentID", self.parent.as_deref());
		things(&mut text, "epcList", &self.epcs);
		things(&mut text, "inputEPCList", &self.inputs);
		things(&mut text, "childEPCs", &self.children);
		quantities(&mut text, "quantityList", &self.quantities);
		quantities(&mut text, "childQuantityList", &self.child_quantities);
		quantities(&mut text, "inputQuantityList", &self.input_quantities);
		things(&mut text, "outputEPCList", &self.outputs);
		quantities(&mut text, "outputQuantityList", &self.output_quantities);
		if let Some(action) = self.action {
			field(&mut text, "action", action.word());
		}
		optional(&mut text, "transformationID", self.transformation.as_deref());
		if let Some(step) = &self.biz_step {
			field(&mut text, "bizStep", &term(step, BizStep::WEB, BizStep::code));
		}
		if let Some(disposition) = &self.disposition {
			field(&mut text, "disposition", &condition(disposition));
		}
		list(&mut text, "persistentDisposition", {
			let conditions = |name, terms: &[Term<Disposition>]| {
				sorted(terms.iter().map(|term| pair(name, &condition(term))))
			};
			conditions("set", &self.set) + &conditions("unset", &self.unset)
		});
		place(&mut text, "readPoint", self.read_point.as_ref());
		place(&mut text, "bizLocation", self.biz_location.as_ref());
		transfers(&mut text, "bizTransactionList", "bizTransaction", &self.transactions);
		transfers(&mut text, "sourceList", "source", &self.sources);
		transfers(&mut text, "destinationList", "destination", &self.destinations);
		list(&mut text, "sensorElementList", sorted(self.sensors.iter().map(sensor)));
		if let Some(ilmd) = &self.ilmd {
			text.push_str("ilmd");
			text.push_str(&extensions(ilmd));
		}
		text.push_str(&extensions(&self.extensions));
		text
	}
}

fn pair(name: &str, value: &str) -> String {
	format!("{name}={value}")
}

fn field(text: &mut String, name: &str, value: &str) {
	text.push_str(&pair(name, value));
}

fn optional(text: &mut String, name: &str, value: Option<&str>) {
	if let Some(value) = value {
		field(text, name, &address(value));
	}
}

fn sorted(parts: impl IntoIterator<Item = String>) -> String {
	let mut parts: Vec<String> = parts.into_iter().collect();
	parts.sort();
	parts.concat()
}

/// A list, unless it is empty.
fn list(text: &mut String, name: &str, content: String) {
	if !content.is_empty() {
		text.push_str(name);
		text.push_str(&content);
	}
}

fn things(text: &mut String, name: &str, ids: &[String]) {
	list(text, name, sorted(ids.iter().map(|id| pair("epc", &address(id)))));
}

fn quantities(text: &mut String, name: &str, quantities: &[Quantity]) {
	let element = |quantity: &Quantity| {
		let mut text = format!("quantityElementepcClass={}", address(&quantity.class));
		if let Some(number) = &quantity.quantity {
			field(&mut text, "quantity", number.as_str());
		}
		if let Some(unit) = &quantity.unit {
			field(&mut text, "uom", unit);
		}
		text
	};
	list(text, name, sorted(quantities.iter().map(element)));
}

fn transfers(text: &mut String, name: &str, each: &str, transfers: &[Transfer]) {
	let entry = |transfer: &Transfer| {
		let kind = transfer.kind.as_ref().map(|kind| pair("type", &address(kind)));
		format!("{}{}", kind.unwrap_or_default(), pair(each, &address(&transfer.id)))
	};
	list(text, name, sorted(transfers.iter().map(entry)));
}

fn place(text: &mut String, name: &str, place: Option<&Place>) {
	if let Some(place) = place {
		text.push_str(name);
		field(text, "id", &address(&place.id));
		text.push_str(&extensions(&place.extensions));
	}
}

fn sensor(element: &SensorElement) -> String {
	let mut text = String::from("sensorElement");
	if element.has_metadata {
		text.push_str("sensorMetadata");
		readings(&mut text, &element.metadata);
		text.push_str(&extensions(&element.metadata_extensions));
	}
	let reports = element.reports.iter().map(|report| {
		let mut text = String::from("sensorReport");
		readings(&mut text, &report.fields);
		text.push_str(&extensions(&report.extensions));
		text
	});
	text.push_str(&sorted(reports));
	text.push_str(&extensions(&element.extensions));
	text
}

fn readings(text: &mut String, readings: &[(&'static str, Reading)]) {
	for (name, reading) in readings {
		let value = match reading {
			Reading::Time(instant) => instant.canonical(),
			Reading::Address(id) | Reading::Word(id) => address(id),
			Reading::Number(number) => number.to_string(),
			Reading::Bool(truth) => truth.to_string(),
			Reading::Bytes(digits) => digits.clone(),
			Reading::Text(text) => plain(text),
		};
		field(text, name, &value);
	}
}

fn term<T: Copy>(term: &Term<T>, web: &str, code: fn(T) -> &'static str) -> String {
	match term {
		Term::Standard(word) => format!("{web}{}", code(*word)),
		Term::Other(id) => address(id),
	}
}

fn condition(disposition: &Term<Disposition>) -> String {
	term(disposition, Disposition::WEB, Disposition::code)
}

/// Extensions, by their full names, in the order of the text that they give.
fn extensions(extensions: &[Extension]) -> String {
	let said = extensions
		.iter()
		.filter(|extension| {
			(extension.name.namespace.as_str(), extension.name.local.as_str()) != COMMENT
		})
		.flat_map(|extension| values(&extension.name.to_string(), &extension.value));
	sorted(said)
}

/// What an extension says, once for each of its values.
fn values(name: &str, value: &Node) -> Vec<String> {
	let one = match value {
		Node::Text(text) => match plain(text).as_str() {
			"" => name.to_string(),
			text => pair(name, text),
		},
		Node::Number(number) => pair(name, number.as_str()),
		Node::Bool(truth) => pair(name, &truth.to_string()),
		Node::Members(members) => format!("{name}{}", extensions(members)),
		Node::List(items) => return items.iter().flat_map(|item| values(name, item)).collect(),
	};
	vec![one]
}

/// A text of which nobody can tell whether it is a number.
fn plain(text: &str) -> String {
	match Decimal::plain(text.trim()) {
		Some(number) => number.to_string(),
		None => address(text),
	}
}

/// An address in its canonical form: words of CBV as web addresses, GS1 keys as Digital Links.
fn address(text: &str) -> String {
	let text = text.trim();
	for (urn, web) in URNS {
		if let Some(word) = text.strip_prefix(urn) {
			return format!("{web}{word}");
		}
	}
	match Identifier::read(text) {
		Ok(Some(identifier)) => identifier.link(),
		_ => text.to_string(),
	}
}
