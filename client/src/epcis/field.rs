//! The fields of a document, each taken once and named when it is refused.

use super::{
	context::{is_address, Context},
	event::{Extension, Name, Node, Term},
	value::{Decimal, Instant},
	words::Words,
	Refusal, Rule,
};
use crate::{gs1::Identifier, json::Json};
use std::{cell::RefCell, collections::HashSet};

/// What was found wrong so far. What is wrong reads as nothing, and the reader goes on.
#[derive(Debug, Default)]
pub(super) struct Notes(RefCell<Vec<Refusal>>);

impl Notes {
	pub fn refuse(&self, event: Option<usize>, field: &str, rule: Rule, reason: impl Into<String>) {
		let refusal = Refusal { event, field: field.into(), rule, reason: reason.into() };
		self.0.borrow_mut().push(refusal);
	}

	pub fn into_refusals(self) -> Vec<Refusal> {
		self.0.into_inner()
	}
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Field<'a> {
	pub path: String,
	pub value: &'a Json,
	pub event: Option<usize>,
	pub context: &'a Context,
	pub notes: &'a Notes,
}

impl<'a> Field<'a> {
	/// Refuses this value.
	pub fn refuse<T>(&self, rule: Rule, reason: impl Into<String>) -> Option<T> {
		self.notes.refuse(self.event, &self.path, rule, reason);
		None
	}

	fn other_kind<T>(&self, right: &str) -> Option<T> {
		self.refuse(Rule::Kind, format!("expected {right}, found {}", self.value.kind()))
	}

	/// A text that is not empty.
	pub fn text(&self) -> Option<&'a str> {
		match self.value {
			Json::Text(text) if text.trim().is_empty() => {
				self.refuse(Rule::Format, "the text is empty; leave the field out")
			}
			Json::Text(text) => Some(text),
			_ => self.other_kind("a string"),
		}
	}

	/// A URI, with its prefix resolved.
	pub fn address(&self) -> Option<String> {
		let text = self.context.resolved(self.text()?);
		match is_address(&text) {
			true => Some(text),
			false => self.refuse(Rule::Format, format!("{text:?} is no URI")),
		}
	}

	/// A URI that names a thing or a place: if by a GS1 key, then by a right one.
	pub fn identifier(&self) -> Option<String> {
		let address = self.address()?;
		match Identifier::read(&address) {
			Ok(_) => Some(address),
			Err(error) => self.refuse(Rule::Format, format!("{address}: {error}")),
		}
	}

	/// An instant.
	pub fn instant(&self) -> Option<Instant> {
		let text = self.text()?;
		Instant::parse(text).or_else(|| {
			let right = "such as 2026-05-31T08:30:00.000+02:00";
			self.refuse(Rule::Format, format!("{text:?} is no instant with a time zone, {right}"))
		})
	}

	/// A number.
	pub fn number(&self) -> Option<Decimal> {
		match self.value {
			Json::Number(digits) => Decimal::parse(digits).or_else(|| {
				self.refuse(Rule::Format, format!("{digits} is too large or too fine"))
			}),
			_ => self.other_kind("a number"),
		}
	}

	/// A truth value.
	pub fn boolean(&self) -> Option<bool> {
		match self.value {
			Json::Bool(truth) => Some(*truth),
			_ => self.other_kind("a boolean"),
		}
	}

	/// A word of a closed list, as `of` knows it, or the address of somebody else's word.
	fn word<T>(
		&self,
		(name, web): (&str, &str),
		known: &[&str],
		of: impl Fn(&str) -> Option<T>,
	) -> Option<Term<T>> {
		let text = self.text()?;
		let of_list = |word: &str| {
			of(word).map(Term::Standard).or_else(|| {
				let known = known.join(", ");
				self.refuse(
					Rule::Vocabulary,
					format!("{text:?} is not among the {name} of CBV 2.0; known are {known}"),
				)
			})
		};
		if !text.contains(':') {
			return of_list(text);
		}
		let address = self.address()?;
		// `https://gs1.org/voc/` stands before words of many lists.
		if let Some(word) = address.strip_prefix(web) {
			return of_list(word);
		}
		match address.starts_with("urn:epcglobal:cbv:") {
			true => self.refuse(
				Rule::Vocabulary,
				format!("{text:?} is of documents in XML; write the bare word"),
			),
			false => Some(Term::Other(address)),
		}
	}

	/// A word of a list that the chain knows.
	pub fn term<T: Copy>(
		&self,
		names: (&str, &str),
		known: &[&str],
		of: fn(&str) -> Option<T>,
	) -> Option<Term<T>> {
		self.word(names, known, of)
	}

	/// The web address of a word.
	pub fn word_of(&self, list: &Words) -> Option<String> {
		let of = |word: &str| list.words.iter().find(|known| **known == word);
		Some(match self.word((list.name, list.web), list.words, of)? {
			Term::Standard(word) => format!("{}{word}", list.web),
			Term::Other(address) => address,
		})
	}

	/// The items of an array.
	pub fn list(&self) -> Option<Vec<Field<'a>>> {
		match self.value {
			Json::List(items) => Some(
				items
					.iter()
					.enumerate()
					.map(|(number, value)| Field {
						path: format!("{}[{number}]", self.path),
						value,
						..self.clone()
					})
					.collect(),
			),
			_ => self.other_kind("an array"),
		}
	}

	/// What each item of an array reads as.
	pub fn each<T>(&self, read: impl Fn(&Field<'a>) -> Option<T>) -> Vec<T> {
		self.list().unwrap_or_default().iter().filter_map(read).collect()
	}

	/// The same, where nothing may stand twice.
	pub fn set(&self, read: impl Fn(&Field<'a>) -> Option<String>) -> Vec<String> {
		let mut seen = HashSet::new();
		let read = self.list().unwrap_or_default().into_iter().filter_map(|item| {
			let value = read(&item)?;
			match seen.insert(value.clone()) {
				true => Some(value),
				false => item.refuse(Rule::Unique, format!("{value:?} stands twice")),
			}
		});
		read.collect()
	}

	/// The members of an object.
	pub fn fields(&self) -> Option<Fields<'a>> {
		match self.value {
			Json::Object(members) => Some(Fields {
				all: self.clone(),
				members: members.iter().map(|(name, value)| (name.as_str(), value)).collect(),
			}),
			_ => self.other_kind("an object"),
		}
	}

	/// The value of an extension.
	fn node(&self) -> Option<Node> {
		Some(match self.value {
			Json::Null => {
				return self.refuse(Rule::Kind, "null says nothing; leave the member out")
			}
			Json::Bool(truth) => Node::Bool(*truth),
			Json::Number(_) => Node::Number(self.number()?),
			Json::Text(text) => Node::Text(self.context.resolved(text)),
			Json::List(_) => Node::List(self.each(Self::node)),
			Json::Object(_) => Node::Members(self.fields()?.inside()),
		})
	}
}

/// The members of an object that nobody has taken yet.
#[derive(Debug)]
pub(super) struct Fields<'a> {
	pub all: Field<'a>,
	members: Vec<(&'a str, &'a Json)>,
}

impl<'a> Fields<'a> {
	fn member(&self, name: &str, value: &'a Json) -> Field<'a> {
		let path = match self.all.path.as_str() {
			"" => name.to_string(),
			path => format!("{path}.{name}"),
		};
		Field { path, value, ..self.all.clone() }
	}

	/// Takes a member, if it is there.
	pub fn take(&mut self, name: &str) -> Option<Field<'a>> {
		let at = self.members.iter().position(|(known, _)| *known == name)?;
		let (_, value) = self.members.remove(at);
		Some(self.member(name, value))
	}

	/// Takes a member that must be there.
	pub fn require(&mut self, name: &str) -> Option<Field<'a>> {
		self.take(name).or_else(|| self.missing(name, Rule::Required, "required, but missing"))
	}

	/// Refuses that a member is missing.
	pub fn missing<T>(&self, name: &str, rule: Rule, reason: &str) -> Option<T> {
		self.member(name, &Json::Null).refuse(rule, reason)
	}

	/// What is left: extensions, or what nobody knows.
	pub fn extensions(&mut self) -> Vec<Extension> {
		self.left(false)
	}

	/// The members of an extension's value, which may do without a prefix.
	fn inside(&mut self) -> Vec<Extension> {
		self.left(true)
	}

	fn left(&mut self, inside: bool) -> Vec<Extension> {
		let left = std::mem::take(&mut self.members);
		let read = left.into_iter().filter_map(|(member, value)| {
			let field = self.member(member, value);
			let name = match member.contains(':') {
				false if inside => Some(Name::bare(member)),
				_ => field.context.name(member),
			};
			let Some(name) = name else {
				let reason = match member.split_once(':') {
					Some((prefix, _)) => format!("@context does not declare the prefix {prefix:?}"),
					None => {
						"the standard has no such field here, and extensions have a prefix".into()
					}
				};
				return field.refuse(Rule::Unknown, reason);
			};
			Some(Extension { name, value: field.node()? })
		});
		read.collect()
	}

	/// Refuses what is left, extensions too.
	pub fn finish(&mut self) {
		for (member, value) in std::mem::take(&mut self.members) {
			let _: Option<()> = self
				.member(member, value)
				.refuse(Rule::Unknown, "the standard has no such field here, and no extensions");
		}
	}
}
