//! A JSON document as elements of USDM, each with its JSON path.

use crate::{fhir::Refusal, json::Json};
use std::collections::HashSet;

/// What kind of value a member has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
	/// A string.
	Text,
	/// A truth value.
	Flag,
	/// A number.
	Number,
	/// An object.
	Object,
	/// An array.
	List,
}

impl Kind {
	fn fits(self, value: &Json) -> bool {
		matches!(
			(self, value),
			(Self::Text, Json::Text(_))
				| (Self::Flag, Json::Bool(_))
				| (Self::Number, Json::Number(_))
				| (Self::Object, Json::Object(_))
				| (Self::List, Json::List(_))
		)
	}

	fn name(self) -> &'static str {
		match self {
			Self::Text => "a string",
			Self::Flag => "a boolean",
			Self::Number => "a number",
			Self::Object => "an object",
			Self::List => "an array",
		}
	}
}

/// A class of USDM: its name, the members that must be there, and those that may.
#[derive(Debug)]
pub(super) struct Class {
	pub name: &'static str,
	pub required: &'static [(&'static str, Kind)],
	pub optional: &'static [(&'static str, Kind)],
}

/// The path of a member.
pub(super) fn child(path: &str, name: &str) -> String {
	let is_plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
	match is_plain {
		true => format!("{path}.{name}"),
		false => format!("{path}[{name:?}]"),
	}
}

/// The path of an item.
pub(super) fn item(path: &str, number: usize) -> String {
	format!("{path}[{number}]")
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Element<'a> {
	pub path: String,
	value: &'a Json,
}

impl<'a> Element<'a> {
	/// The root of a document.
	pub fn root(value: &'a Json) -> Self {
		Self { path: "$".into(), value }
	}

	/// Refuses this element.
	pub fn refuse(&self, reason: impl Into<String>) -> Refusal {
		Refusal { path: self.path.clone(), reason: reason.into() }
	}

	/// A text that is not empty.
	pub fn text(&self) -> Result<&'a str, Refusal> {
		match self.value {
			Json::Text(text) if text.trim().is_empty() => Err(self.refuse("the string is empty")),
			Json::Text(text) => Ok(text),
			other => Err(self.refuse(format!("expected a string, found {}", other.kind()))),
		}
	}

	/// A truth value.
	pub fn flag(&self) -> Result<bool, Refusal> {
		match self.value {
			Json::Bool(truth) => Ok(*truth),
			other => Err(self.refuse(format!("expected a boolean, found {}", other.kind()))),
		}
	}

	/// A whole number from 1, however it is written.
	pub fn count(&self) -> Result<u32, Refusal> {
		let Json::Number(digits) = self.value else {
			return Err(self.refuse(format!("expected a number, found {}", self.value.kind())));
		};
		let whole = digits.split_once('.').map_or(digits.as_str(), |(whole, fraction)| {
			if fraction.chars().all(|digit| digit == '0') {
				whole
			} else {
				""
			}
		});
		match whole.parse() {
			Ok(count) if count > 0 => Ok(count),
			_ => Err(self.refuse(format!("{digits} is no whole number from 1 to {}", u32::MAX))),
		}
	}

	/// The items of an array.
	pub fn list(&self) -> Result<Vec<Element<'a>>, Refusal> {
		match self.value {
			Json::List(items) => Ok(items
				.iter()
				.enumerate()
				.map(|(number, value)| Element { path: item(&self.path, number), value })
				.collect()),
			other => Err(self.refuse(format!("expected an array, found {}", other.kind()))),
		}
	}

	/// The members of an object that has no class: all of them known, none of another kind.
	pub fn members(&self, class: &Class) -> Result<Object<'a>, Refusal> {
		let Json::Object(members) = self.value else {
			return Err(self.refuse(format!("expected an object, found {}", self.value.kind())));
		};
		let object = Object { path: self.path.clone(), members };
		for (name, value) in members {
			let mut known = class.required.iter().chain(class.optional);
			let Some((_, kind)) = known.find(|(known, _)| known == name) else {
				let reason = format!("USDM 4.0 has no such member of {}", class.name);
				return Err(object.missing(name, reason));
			};
			if !kind.fits(value) && *value != Json::Null {
				let reason = format!("expected {}, found {}", kind.name(), value.kind());
				return Err(object.missing(name, reason));
			}
		}
		for (name, _) in class.required {
			object.require(name)?;
		}
		Ok(object)
	}

	/// The members of an object of a class, which its `instanceType` names.
	pub fn of(&self, class: &Class) -> Result<Object<'a>, Refusal> {
		let found = self.instance_type()?;
		if found.text()? != class.name {
			return Err(found.refuse(format!(
				"expected {}, found {:?}",
				class.name,
				found.text()?
			)));
		}
		self.members(class)
	}

	/// The text of a member of this object, if it has one, whatever its class.
	pub fn name(&self, member: &str) -> Result<Option<&'a str>, Refusal> {
		match self.value {
			Json::Object(members) => Object { path: self.path.clone(), members }.text_of(member),
			other => Err(self.refuse(format!("expected an object, found {}", other.kind()))),
		}
	}

	/// The member that names this object's class.
	pub fn instance_type(&self) -> Result<Element<'a>, Refusal> {
		let Json::Object(members) = self.value else {
			return Err(self.refuse(format!("expected an object, found {}", self.value.kind())));
		};
		Object { path: self.path.clone(), members }.require("instanceType")
	}
}

/// The members of an object.
#[derive(Clone, Debug)]
pub(super) struct Object<'a> {
	pub path: String,
	members: &'a [(String, Json)],
}

impl<'a> Object<'a> {
	/// A member, if it is there and not null.
	pub fn get(&self, name: &str) -> Option<Element<'a>> {
		let (_, value) = self.members.iter().find(|(known, _)| known == name)?;
		match value {
			Json::Null => None,
			value => Some(Element { path: child(&self.path, name), value }),
		}
	}

	/// A member that must be there.
	pub fn require(&self, name: &str) -> Result<Element<'a>, Refusal> {
		self.get(name).ok_or_else(|| self.missing(name, "required, but missing"))
	}

	/// The text of a member that must be there.
	pub fn text(&self, name: &str) -> Result<&'a str, Refusal> {
		self.require(name)?.text()
	}

	/// The text of a member, if it is there.
	pub fn text_of(&self, name: &str) -> Result<Option<&'a str>, Refusal> {
		self.get(name).map(|element| element.text()).transpose()
	}

	/// The items of a list, which is empty if it is not there.
	pub fn list(&self, name: &str) -> Result<Vec<Element<'a>>, Refusal> {
		self.get(name).map_or(Ok(Vec::new()), |element| element.list())
	}

	/// The objects of a list. None has the identifier of another.
	pub fn objects(&self, name: &str, class: &Class) -> Result<Vec<Object<'a>>, Refusal> {
		let mut seen = HashSet::new();
		let objects = self.list(name)?.into_iter().map(|element| {
			let object = element.of(class)?;
			let id = object.require("id")?;
			match seen.insert(id.text()?) {
				true => Ok(object),
				false => Err(id.refuse(format!("{:?} stands twice in this list", id.text()?))),
			}
		});
		objects.collect()
	}

	/// Refuses a member, or that there is none.
	pub fn missing(&self, name: &str, reason: impl Into<String>) -> Refusal {
		Refusal { path: child(&self.path, name), reason: reason.into() }
	}
}

/// Objects in the order that their `previousId` and `nextId` give: each chain from its beginning,
/// chains as their beginnings stand in the list. Without such references it is that of the list.
pub(super) fn ordered<'a>(objects: Vec<Object<'a>>) -> Result<Vec<Object<'a>>, Refusal> {
	let named = |reference: &Element<'a>| {
		let id = reference.text()?;
		let found = objects.iter().find(|other| other.text("id") == Ok(id));
		found.ok_or_else(|| reference.refuse(format!("{id:?} is not the id of any of this list")))
	};
	for object in &objects {
		let id = object.text("id")?;
		for (here, there) in [("nextId", "previousId"), ("previousId", "nextId")] {
			let Some(reference) = object.get(here) else { continue };
			let other = named(&reference)?;
			// Amendments name only the one before.
			let back = other.text_of(there)?;
			if back.is_some_and(|back| back != id) || (back.is_none() && here == "nextId") {
				let reason = format!("{:?} does not name {id:?} as its {there}", reference.text()?);
				return Err(reference.refuse(reason));
			}
		}
	}
	let after = |object: &Object<'a>| -> Result<Option<&Object<'a>>, Refusal> {
		let id = object.text("id")?;
		let mut after = objects.iter().filter(|other| other.text_of("previousId") == Ok(Some(id)));
		let next = after.next();
		match after.next() {
			None => Ok(next),
			Some(other) => {
				Err(other.missing("previousId", format!("{id:?} has one after it already")))
			}
		}
	};
	let mut order = Vec::with_capacity(objects.len());
	for first in objects.iter().filter(|object| object.get("previousId").is_none()) {
		let mut next = Some(first);
		while let Some(object) = next {
			order.push(object.clone());
			next = after(object)?;
		}
	}
	match objects.iter().find(|object| !order.iter().any(|known| known.path == object.path)) {
		None => Ok(order),
		Some(left) => Err(left.missing("previousId", "it goes round in a circle")),
	}
}
