//! A JSON document as a tree of FHIR elements, each with its FHIRPath.
//!
//! An [`Object`] gives its members away one by one; [`Object::finish`] refuses what nobody took.
//! What becomes of each element is noted in a [`Ledger`].

use super::ledger::{Ledger, Noted};
use crate::json::Json;

/// Levels of a document below which it is not read.
const MAX_DEPTH: usize = 128;

/// Reads a document.
pub(super) fn parse(text: &str) -> serde_json::Result<Json> {
	Json::parse(text, MAX_DEPTH)
}

/// An element and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Element<'a> {
	/// The element's FHIRPath.
	pub path: String,
	value: &'a Json,
	ledger: &'a Ledger,
}

impl<'a> Element<'a> {
	/// The root of a resource.
	pub fn root(path: &str, value: &'a Json, ledger: &'a Ledger) -> Self {
		Self { path: path.to_owned(), value, ledger }
	}

	/// Refuses this element.
	pub fn refuse(&self, reason: impl Into<String>) -> Noted {
		self.ledger.refuse(&self.path, reason)
	}

	/// Says that this element and all in it carries no rule.
	pub fn documentary(&self) {
		self.ledger.documentary(&self.path);
	}

	/// Says that what was read in this element carries no rule after all.
	pub fn set_aside(&self) {
		self.ledger.set_aside(&self.path);
	}

	/// The text of a primitive, which becomes part of the terms.
	pub fn text(&self) -> Result<&'a str, Noted> {
		match self.value {
			Json::Text(text) if text.trim().is_empty() => Err(self.refuse("the string is empty")),
			Json::Text(text) => {
				self.ledger.carried(&self.path);
				Ok(text)
			}
			other => Err(self.refuse(format!("expected a string, found {}", other.kind()))),
		}
	}

	/// The digits of a number as they are written, which become part of the terms.
	pub fn number(&self) -> Result<&'a str, Noted> {
		match self.value {
			Json::Number(text) => {
				self.ledger.carried(&self.path);
				Ok(text)
			}
			other => Err(self.refuse(format!("expected a number, found {}", other.kind()))),
		}
	}

	/// Whether a text stands in this element, at any depth.
	pub fn mentions(&self, text: &str) -> bool {
		fn holds(value: &Json, text: &str) -> bool {
			match value {
				Json::Text(found) => found == text,
				Json::List(items) => items.iter().any(|item| holds(item, text)),
				Json::Object(members) => members.iter().any(|(_, member)| holds(member, text)),
				Json::Null | Json::Bool(_) | Json::Number(_) => false,
			}
		}
		holds(self.value, text)
	}

	/// The items of a repeating element.
	pub fn list(&self) -> Result<Vec<Element<'a>>, Noted> {
		match self.value {
			Json::List(items) if items.is_empty() => {
				Err(self
					.refuse("the array is empty, which FHIR does not allow; leave the element out"))
			}
			Json::List(items) => Ok(items
				.iter()
				.enumerate()
				.map(|(n, value)| Element {
					path: format!("{}[{n}]", self.path),
					value,
					ledger: self.ledger,
				})
				.collect()),
			other => Err(self.refuse(format!("expected an array, found {}", other.kind()))),
		}
	}

	/// Reads every item of a repeating element, also after one was refused.
	pub fn each<T>(
		&self,
		read: impl Fn(&Element<'a>) -> Result<T, Noted>,
	) -> Result<Vec<T>, Noted> {
		let items: Vec<Result<T, Noted>> = self.list()?.iter().map(read).collect();
		items.into_iter().collect()
	}

	/// The members of a complex element.
	pub fn object(&self) -> Result<Object<'a>, Noted> {
		match self.value {
			Json::Object(members) if members.is_empty() => Err(self
				.refuse("the object is empty, which FHIR does not allow; leave the element out")),
			Json::Object(members) => Ok(Object {
				path: self.path.clone(),
				members: members.iter().map(|(name, value)| (name.as_str(), value)).collect(),
				ledger: self.ledger,
			}),
			other => Err(self.refuse(format!("expected an object, found {}", other.kind()))),
		}
	}
}

/// The members of a complex element that nobody has taken yet.
#[derive(Debug)]
pub(super) struct Object<'a> {
	path: String,
	members: Vec<(&'a str, &'a Json)>,
	ledger: &'a Ledger,
}

impl<'a> Object<'a> {
	/// Whether a member is there.
	pub fn has(&self, name: &str) -> bool {
		self.members.iter().any(|(known, _)| *known == name)
	}

	/// A member that is left to be taken, if it is there.
	pub fn peek(&self, name: &str) -> Option<Element<'a>> {
		let (_, value) = self.members.iter().find(|(known, _)| *known == name)?;
		Some(self.member(name, value))
	}

	/// Takes a member, if it is there.
	pub fn take(&mut self, name: &str) -> Option<Element<'a>> {
		let at = self.members.iter().position(|(known, _)| *known == name)?;
		let (_, value) = self.members.remove(at);
		Some(self.member(name, value))
	}

	/// Takes a member that must be there.
	pub fn require(&mut self, name: &str) -> Result<Element<'a>, Noted> {
		self.take(name).ok_or_else(|| {
			self.ledger.refuse(&format!("{}.{name}", self.path), "required, but missing")
		})
	}

	/// Takes members that carry no rule.
	pub fn documentary(&mut self, names: &[&str]) {
		let (taken, left) = self.members.drain(..).partition(|(known, _)| names.contains(known));
		self.members = left;
		let taken: Vec<(&str, &Json)> = taken;
		for (name, value) in taken {
			self.member(name, value).documentary();
		}
	}

	/// Refuses what is left.
	pub fn finish(self) -> Result<(), Noted> {
		let mut result = Ok(());
		for (name, value) in &self.members {
			result = Err(self.member(name, value).refuse(self.ledger.why_not(name)));
		}
		result
	}

	fn member(&self, name: &str, value: &'a Json) -> Element<'a> {
		Element { path: format!("{}.{name}", self.path), value, ledger: self.ledger }
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn json(text: &str) -> Json {
		parse(text).unwrap()
	}

	#[test]
	fn what_nobody_takes_is_refused_by_its_path() {
		let document = json(r#"{"a": "x", "b": [{"c": 1, "d": true, "e": null}]}"#);
		let ledger = Ledger::default();
		let mut root = Element::root("Root", &document, &ledger).object().unwrap();
		assert_eq!(root.take("a").unwrap().text().unwrap(), "x");
		let items = root.take("b").unwrap().list().unwrap();
		root.finish().unwrap();
		let mut item = items[0].object().unwrap();
		item.documentary(&["c"]);
		item.finish().unwrap_err();
		let refused: Vec<String> = ledger.refusals().into_iter().map(|r| r.path).collect();
		assert_eq!(refused, ["Root.b[0].d", "Root.b[0].e"]);
	}

	#[test]
	fn wrong_kinds_and_empty_values_are_refused() {
		let document = json(r#"{"n": null, "e": [], "o": {}, "s": " "}"#);
		let ledger = Ledger::default();
		let mut root = Element::root("R", &document, &ledger).object().unwrap();
		root.take("n").unwrap().text().unwrap_err();
		root.take("e").unwrap().list().unwrap_err();
		root.take("o").unwrap().object().unwrap_err();
		root.take("s").unwrap().text().unwrap_err();
		root.require("x").unwrap_err();
		let refused: Vec<String> = ledger.refusals().iter().map(|r| r.to_string()).collect();
		assert_eq!(refused[0], "R.n: expected a string, found null");
		assert_eq!(refused[4], "R.x: required, but missing");
		assert_eq!(refused.len(), 5);
	}

	#[test]
	fn a_member_stands_once() {
		let error = parse(r#"{"a": 1, "a": 2}"#).unwrap_err();
		assert!(error.to_string().contains("\"a\" stands twice"), "{error}");
	}

	#[test]
	fn numbers_keep_every_digit() {
		let document = json(r#"{"n": 12.500, "big": 340282366920938463463374607431768211455.1}"#);
		let ledger = Ledger::default();
		let mut root = Element::root("R", &document, &ledger).object().unwrap();
		assert_eq!(root.take("n").unwrap().number().unwrap(), "12.500");
		let big = root.take("big").unwrap();
		assert_eq!(big.number().unwrap(), "340282366920938463463374607431768211455.1");
		big.text().unwrap_err();
		assert!(ledger.refusals()[0].reason.contains("found a number"));
	}

	#[test]
	fn what_is_no_json_is_told_with_its_place() {
		for (text, told) in [
			("{\"a\": 01}", "line 1"),
			("{\"a\": \n tru}", "line 2"),
			("[1, 2", "EOF"),
			("{\"a\": \"\\ud800\"}", "hex escape"),
			("{} {}", "trailing"),
			("", "EOF"),
		] {
			let error = parse(text).unwrap_err().to_string();
			assert!(error.contains(told), "{text}: {error}");
		}
		let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
		let error = parse(&deep).unwrap_err().to_string();
		assert!(error.contains("nested deeper than 128"), "{error}");
	}
}
