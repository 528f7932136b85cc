//! A JSON document as it is written: numbers keep their digits, and a member stands once.

use serde::{
	de::{Deserialize, Deserializer, Error, MapAccess, Visitor},
	ser::{self, Serialize, SerializeMap, Serializer},
};
use serde_json::value::RawValue;
use std::{collections::HashSet, fmt};

/// A JSON value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Json {
	/// Nothing.
	Null,
	/// A truth value.
	Bool(bool),
	/// A number, by its digits.
	Number(String),
	/// A text.
	Text(String),
	/// An array.
	List(Vec<Json>),
	/// An object, its members in their order.
	Object(Vec<(String, Json)>),
}

impl Json {
	/// Reads a document of at most so many levels.
	pub fn parse(text: &str, levels: usize) -> serde_json::Result<Self> {
		Self::of(serde_json::from_str(text)?, levels, levels)
	}

	/// A value of which it is known that it is JSON, with so many levels of `levels` left.
	fn of(raw: &RawValue, left: usize, levels: usize) -> serde_json::Result<Self> {
		let text = raw.get();
		let inner = left.checked_sub(1).ok_or_else(|| {
			serde_json::Error::custom(format!("nested deeper than {levels} levels"))
		})?;
		Ok(match text.as_bytes().first() {
			Some(b'{') => {
				let members: Members<'_> = serde_json::from_str(text)?;
				let read = members
					.0
					.into_iter()
					.map(|(name, raw)| Ok((name, Self::of(raw, inner, levels)?)));
				Self::Object(read.collect::<serde_json::Result<_>>()?)
			}
			Some(b'[') => {
				let items: Vec<&RawValue> = serde_json::from_str(text)?;
				let read = items.into_iter().map(|raw| Self::of(raw, inner, levels));
				Self::List(read.collect::<serde_json::Result<_>>()?)
			}
			Some(b'"') => Self::Text(serde_json::from_str(text)?),
			Some(b't' | b'f') => Self::Bool(serde_json::from_str(text)?),
			Some(b'n') | None => Self::Null,
			Some(_) => Self::Number(text.to_owned()),
		})
	}

	/// What kind of value this is, for people.
	pub fn kind(&self) -> &'static str {
		match self {
			Self::Null => "null",
			Self::Bool(_) => "a boolean",
			Self::Number(_) => "a number",
			Self::Text(_) => "a string",
			Self::List(_) => "an array",
			Self::Object(_) => "an object",
		}
	}
}

impl Serialize for Json {
	/// Writes it as it was read, for `serde_json` alone.
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		match self {
			Self::Null => serializer.serialize_unit(),
			Self::Bool(truth) => serializer.serialize_bool(*truth),
			Self::Number(digits) => RawValue::from_string(digits.clone())
				.map_err(<S::Error as ser::Error>::custom)?
				.serialize(serializer),
			Self::Text(text) => serializer.serialize_str(text),
			Self::List(items) => serializer.collect_seq(items),
			Self::Object(members) => {
				let mut map = serializer.serialize_map(Some(members.len()))?;
				for (name, value) in members {
					map.serialize_entry(name, value)?;
				}
				map.end()
			}
		}
	}
}

/// The members of an object, each once.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		deserializer.deserialize_map(MembersVisitor)
	}
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
	type Value = Members<'de>;

	fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("a JSON object")
	}

	fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
		let mut members: Vec<(String, &RawValue)> = Vec::new();
		let mut names = HashSet::new();
		while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
			if !names.insert(name.clone()) {
				return Err(A::Error::custom(format!("{name:?} stands twice in one object")));
			}
			members.push((name, value));
		}
		Ok(Members(members))
	}
}
