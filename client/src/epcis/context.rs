//! The `@context` of a document: which prefixes stand for which namespaces.

use super::event::Name;
use crate::json::Json;

/// Where GS1 publishes the context of EPCIS 2.0.
pub(super) const CONTEXTS: [&str; 5] = [
	"https://ref.gs1.org/standards/epcis/epcis-context.jsonld",
	"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
	"https://ref.gs1.org/standards/epcis/2.0.1/epcis-context.jsonld",
	"https://gs1.github.io/EPCIS/epcis-context.jsonld",
	"https://ref.gs1.org/epcis/epcis-context.jsonld",
];

/// The prefixes that GS1's context declares, which nobody may change.
pub(super) const OWN: [(&str, &str); 8] = [
	("epcis", "https://ref.gs1.org/epcis/"),
	("cbv", "https://ref.gs1.org/cbv/"),
	("cbvmda", "urn:epcglobal:cbv:mda:"),
	("gs1", "https://gs1.org/voc/"),
	("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
	("owl", "http://www.w3.org/2002/07/owl#"),
	("xsd", "http://www.w3.org/2001/XMLSchema#"),
	("dcterms", "http://purl.org/dc/terms/"),
];

/// Schemes of addresses, which cannot be prefixes too.
pub(super) const SCHEMES: [&str; 6] = ["http", "https", "urn", "ni", "geo", "did"];

/// The prefixes that hold somewhere in a document.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Context {
	declared: Vec<(String, String)>,
	standard: bool,
}

impl Context {
	/// This context and what is declared inside it. Gives back what is wrong, with its place.
	pub(super) fn with(&self, value: &Json) -> Result<Self, Vec<(String, String)>> {
		let mut context = self.clone();
		let mut wrong = Vec::new();
		match value {
			Json::List(items) => {
				for (number, item) in items.iter().enumerate() {
					context.take(item, &format!("[{number}]"), &mut wrong);
				}
			}
			one => context.take(one, "", &mut wrong),
		}
		if wrong.is_empty() && !context.standard {
			let reason = format!("GS1's context of EPCIS is missing; right is {:?}", CONTEXTS[0]);
			wrong.push((String::new(), reason));
		}
		match wrong.is_empty() {
			true => Ok(context),
			false => Err(wrong),
		}
	}

	fn take(&mut self, item: &Json, place: &str, wrong: &mut Vec<(String, String)>) {
		let mut refuse = |place: String, reason: String| wrong.push((place, reason));
		match item {
			Json::Text(address) if CONTEXTS.contains(&address.as_str()) => self.standard = true,
			Json::Text(address) => refuse(
				place.into(),
				format!(
					"{address:?} is not GS1's context, and is not fetched; declare prefixes here"
				),
			),
			Json::Object(members) => {
				for (prefix, value) in members {
					if let Err(reason) = self.declare(prefix, value) {
						refuse(format!("{place}.{prefix}"), reason);
					}
				}
			}
			other => refuse(
				place.into(),
				format!("right are an address or an object of prefixes, found {}", other.kind()),
			),
		}
	}

	fn declare(&mut self, prefix: &str, value: &Json) -> Result<(), String> {
		let Json::Text(namespace) = value else {
			return Err(format!(
				"a prefix is declared by an address alone, found {}",
				value.kind()
			));
		};
		let named = prefix.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
			&& prefix.starts_with(|c: char| c.is_ascii_alphabetic());
		if !named || SCHEMES.contains(&prefix) {
			return Err(format!("{prefix:?} cannot be a prefix"));
		}
		if !is_address(namespace) {
			return Err(format!("{namespace:?} is no address"));
		}
		match self.namespace(prefix) {
			Some(known) if known == namespace => Ok(()),
			Some(known) if OWN.iter().any(|(own, _)| *own == prefix) => {
				Err(format!("stands for {known} in GS1's context, which nobody may change"))
			}
			_ => {
				self.declared.retain(|(known, _)| known != prefix);
				self.declared.push((prefix.into(), namespace.clone()));
				Ok(())
			}
		}
	}

	/// The prefixes that the document declares, with their namespaces.
	pub fn declared(&self) -> impl Iterator<Item = (&str, &str)> {
		self.declared.iter().map(|(prefix, namespace)| (prefix.as_str(), namespace.as_str()))
	}

	fn namespace(&self, prefix: &str) -> Option<&str> {
		let own = || OWN.iter().find(|(known, _)| *known == prefix).map(|(_, address)| *address);
		self.declared().find(|(known, _)| *known == prefix).map(|(_, address)| address).or_else(own)
	}

	/// The name of a member that is not of the standard; `None` if its prefix is not declared.
	pub(super) fn name(&self, member: &str) -> Option<Name> {
		let (prefix, local) = member.split_once(':')?;
		let namespace = self.namespace(prefix)?.to_string();
		(!local.is_empty()).then(|| Name { namespace, local: local.into(), prefix: prefix.into() })
	}

	/// A text with its prefix resolved, if it has one that is declared.
	pub(super) fn resolved(&self, text: &str) -> String {
		match text.split_once(':') {
			Some((prefix, local)) if !local.starts_with("//") => match self.namespace(prefix) {
				Some(namespace) => format!("{namespace}{local}"),
				None => text.into(),
			},
			_ => text.into(),
		}
	}
}

/// Whether a text is a URI: a scheme, and something behind it without spaces.
pub(super) fn is_address(text: &str) -> bool {
	let Some((scheme, behind)) = text.split_once(':') else { return false };
	let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
		&& scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
	named
		&& !behind.is_empty()
		&& !behind.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c))
}
