//! A JSON document as a tree of FHIR elements, each with its FHIRPath.
//!
//! An [`Object`] gives its members away one by one; [`Object::finish`] refuses what nobody took.

use super::Refusal;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A JSON value. Numbers and booleans carry no rule of a consent and are only told apart.
#[derive(Debug)]
pub(super) enum Json {
	Null,
	Bool,
	Number,
	Text(String),
	List(Vec<Json>),
	Object(Vec<(String, Json)>),
}

impl Json {
	fn kind(&self) -> &'static str {
		match self {
			Self::Null => "null",
			Self::Bool => "a boolean",
			Self::Number => "a number",
			Self::Text(_) => "a string",
			Self::List(_) => "an array",
			Self::Object(_) => "an object",
		}
	}
}

impl<'de> Deserialize<'de> for Json {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		deserializer.deserialize_any(JsonVisitor)
	}
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
	type Value = Json;

	fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("a JSON value")
	}

	fn visit_unit<E>(self) -> Result<Json, E> {
		Ok(Json::Null)
	}

	fn visit_bool<E>(self, _: bool) -> Result<Json, E> {
		Ok(Json::Bool)
	}

	fn visit_i64<E>(self, _: i64) -> Result<Json, E> {
		Ok(Json::Number)
	}

	fn visit_u64<E>(self, _: u64) -> Result<Json, E> {
		Ok(Json::Number)
	}

	fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
		Ok(Json::Number)
	}

	fn visit_str<E>(self, text: &str) -> Result<Json, E> {
		Ok(Json::Text(text.to_owned()))
	}

	fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
		let mut items = Vec::new();
		while let Some(item) = list.next_element()? {
			items.push(item);
		}
		Ok(Json::List(items))
	}

	fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
		let mut members: Vec<(String, Json)> = Vec::new();
		while let Some((name, value)) = map.next_entry::<String, Json>()? {
			if members.iter().any(|(known, _)| *known == name) {
				return Err(A::Error::custom(format!("{name:?} stands twice in one object")));
			}
			members.push((name, value));
		}
		Ok(Json::Object(members))
	}
}

/// An element and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Element<'a> {
	pub path: String,
	value: &'a Json,
}

impl<'a> Element<'a> {
	/// The root of a resource.
	pub fn root(path: &str, value: &'a Json) -> Self {
		Self { path: path.to_owned(), value }
	}

	/// A refusal of this element.
	pub fn refuse(&self, reason: impl Into<String>) -> Refusal {
		Refusal::new(&self.path, reason)
	}

	/// The text of a primitive.
	pub fn text(&self) -> Result<&'a str, Refusal> {
		match self.value {
			Json::Text(text) if text.trim().is_empty() => Err(self.refuse("the string is empty")),
			Json::Text(text) => Ok(text),
			other => Err(self.refuse(format!("expected a string, found {}", other.kind()))),
		}
	}

	/// The items of a repeating element.
	pub fn list(&self) -> Result<Vec<Element<'a>>, Refusal> {
		match self.value {
			Json::List(items) if items.is_empty() => {
				Err(self
					.refuse("the array is empty, which FHIR does not allow; leave the element out"))
			}
			Json::List(items) => Ok(items
				.iter()
				.enumerate()
				.map(|(n, value)| Element { path: format!("{}[{n}]", self.path), value })
				.collect()),
			other => Err(self.refuse(format!("expected an array, found {}", other.kind()))),
		}
	}

	/// The members of a complex element.
	pub fn object(&self) -> Result<Object<'a>, Refusal> {
		match self.value {
			Json::Object(members) if members.is_empty() => Err(self
				.refuse("the object is empty, which FHIR does not allow; leave the element out")),
			Json::Object(members) => Ok(Object {
				path: self.path.clone(),
				members: members.iter().map(|(name, value)| (name.as_str(), value)).collect(),
			}),
			other => Err(self.refuse(format!("expected an object, found {}", other.kind()))),
		}
	}
}

/// The members of a complex element that nobody has taken yet.
#[derive(Debug)]
pub(super) struct Object<'a> {
	pub path: String,
	members: Vec<(&'a str, &'a Json)>,
}

impl<'a> Object<'a> {
	/// Takes a member, if it is there.
	pub fn take(&mut self, name: &str) -> Option<Element<'a>> {
		let at = self.members.iter().position(|(known, _)| *known == name)?;
		let (_, value) = self.members.remove(at);
		Some(Element { path: format!("{}.{name}", self.path), value })
	}

	/// Takes a member that must be there.
	pub fn require(&mut self, name: &str) -> Result<Element<'a>, Refusal> {
		self.take(name)
			.ok_or_else(|| Refusal::new(format!("{}.{name}", self.path), "required, but missing"))
	}

	/// Takes members that carry no rule.
	pub fn documentary(&mut self, names: &[&str]) {
		self.members.retain(|(known, _)| !names.contains(known));
	}

	/// Refuses what is left.
	pub fn finish(self) -> Result<(), Refusal> {
		let Some((name, _)) = self.members.first() else { return Ok(()) };
		let reason = match *name {
			"modifierExtension" | "implicitRules" => {
				"it can change the meaning of the consent and cannot be expressed"
			}
			"extension" => "extensions cannot be expressed",
			"contained" => "contained resources cannot be expressed; refer to resources instead",
			"policy" => {
				"policies kept elsewhere cannot be expressed; state the rules as provisions"
			}
			"code" => "rules by single codes of records cannot be expressed; use class",
			"data" => "rules about single records cannot be expressed; use class or securityLabel",
			"dataPeriod" => "rules by the age of records cannot be expressed; use period",
			"provision" => "provisions nested deeper than one level cannot be expressed",
			"fhir_comments" => "comments are no part of FHIR R4",
			name if name.starts_with('_') => "extensions of primitives cannot be expressed",
			_ => "not an element that can be expressed here",
		};
		Err(Refusal::new(format!("{}.{name}", self.path), reason))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn json(text: &str) -> Json {
		serde_json::from_str(text).unwrap()
	}

	#[test]
	fn what_nobody_takes_is_refused_by_its_path() {
		let document = json(r#"{"a": "x", "b": [{"c": 1, "d": true}]}"#);
		let mut root = Element::root("Root", &document).object().unwrap();
		assert_eq!(root.take("a").unwrap().text(), Ok("x"));
		let items = root.take("b").unwrap().list().unwrap();
		root.finish().unwrap();
		let mut item = items[0].object().unwrap();
		item.documentary(&["c"]);
		assert_eq!(item.finish().unwrap_err().path, "Root.b[0].d");
	}

	#[test]
	fn wrong_kinds_and_empty_values_are_refused() {
		let document = json(r#"{"n": null, "e": [], "o": {}, "s": " "}"#);
		let mut root = Element::root("R", &document).object().unwrap();
		assert!(root.take("n").unwrap().text().unwrap_err().reason.contains("found null"));
		assert_eq!(root.take("e").unwrap().list().unwrap_err().path, "R.e");
		assert_eq!(root.take("o").unwrap().object().unwrap_err().path, "R.o");
		assert_eq!(root.take("s").unwrap().text().unwrap_err().path, "R.s");
		assert_eq!(root.require("x").unwrap_err().to_string(), "R.x: required, but missing");
	}

	#[test]
	fn a_member_stands_once() {
		let error = serde_json::from_str::<Json>(r#"{"a": 1, "a": 2}"#).unwrap_err();
		assert!(error.to_string().contains("\"a\" stands twice"), "{error}");
	}
}
