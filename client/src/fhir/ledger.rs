//! What became of each element of a document.

use super::{Fate, Refusal, Release};
use crate::json::Json;
use std::{
	cell::{Cell, RefCell},
	collections::{HashMap, HashSet},
};

/// The sign that an element was refused and that the refusal was noted.
#[derive(Debug)]
pub(super) struct Noted;

/// The notes about one document, by FHIRPath.
#[derive(Debug, Default)]
pub(super) struct Ledger {
	fates: RefCell<HashMap<String, Fate>>,
	/// The refusals in the order in which they were noted.
	refused: RefCell<Vec<String>>,
	/// The release by which the document is read.
	pub release: Cell<Option<Release>>,
	/// Why a resource of another kind than consents cannot carry an element, by its name.
	pub reasons: Cell<Option<Reasons>>,
}

/// Why elements cannot be carried, by their names.
pub(super) type Reasons = fn(&str) -> Option<&'static str>;

impl Ledger {
	/// Notes a refusal. The first one of an element stays.
	pub fn refuse(&self, path: &str, reason: impl Into<String>) -> Noted {
		let mut fates = self.fates.borrow_mut();
		if !matches!(fates.get(path), Some(Fate::Refused(_))) {
			fates.insert(path.to_owned(), Fate::Refused(reason.into()));
			self.refused.borrow_mut().push(path.to_owned());
		}
		Noted
	}

	/// Notes that an element becomes part of the terms.
	pub fn carried(&self, path: &str) {
		self.fates.borrow_mut().entry(path.to_owned()).or_insert(Fate::Carried);
	}

	/// Notes that an element carries no rule, whatever is in it.
	pub fn documentary(&self, path: &str) {
		let mut fates = self.fates.borrow_mut();
		if !matches!(fates.get(path), Some(Fate::Refused(_))) {
			fates.insert(path.to_owned(), Fate::Documentary);
		}
	}

	/// Notes that what is carried in an element carries no rule after all.
	pub fn set_aside(&self, outer: &str) {
		for (path, fate) in self.fates.borrow_mut().iter_mut() {
			if *fate == Fate::Carried && is_in(path, outer) {
				*fate = Fate::Documentary;
			}
		}
	}

	/// The refusals in the order in which they were noted.
	pub fn refusals(&self) -> Vec<Refusal> {
		let fates = self.fates.borrow();
		self.refused
			.borrow()
			.iter()
			.filter_map(|path| match fates.get(path) {
				Some(Fate::Refused(reason)) => Some(Refusal::new(path, reason)),
				_ => None,
			})
			.collect()
	}

	/// The fate of every element, in the order of the document. An element that is documentary or
	/// refused stands for all in it; one that is missing stands at the end of where it should be.
	/// What nobody looked at is refused: nothing is dropped in silence.
	pub fn list(&self, root: &str, document: &Json) -> Vec<(String, Fate)> {
		let refusals = self.refusals();
		let mut missing: HashMap<&str, Vec<&Refusal>> = HashMap::new();
		for refusal in &refusals {
			if let Some((parent, _)) = refusal.path.rsplit_once('.') {
				missing.entry(parent).or_default().push(refusal);
			}
		}
		let mut listing = Listing { ledger: self, missing, rows: Vec::new() };
		listing.visit(root.to_owned(), document);
		let mut rows = listing.rows;
		// A refusal inside an element that was then set aside as a whole still counts.
		let listed: HashSet<String> = rows.iter().map(|(path, _)| path.clone()).collect();
		rows.extend(
			refusals
				.into_iter()
				.filter(|refusal| !listed.contains(&refusal.path))
				.map(|refusal| (refusal.path, Fate::Refused(refusal.reason))),
		);
		rows
	}

	/// Why an element that nobody took cannot be expressed.
	pub fn why_not(&self, name: &str) -> &'static str {
		if let Some(reasons) = self.reasons.get() {
			return reasons(name).unwrap_or(match name {
				"modifierExtension" | "implicitRules" => {
					"it can change the meaning of the document and cannot be carried"
				}
				"extension" => "extensions cannot be carried",
				"contained" => "contained resources cannot be carried; refer to resources instead",
				"fhir_comments" => "comments are no part of FHIR",
				name if name.starts_with('_') => "extensions of primitives cannot be carried",
				_ => "not an element that can be carried here",
			});
		}
		let elsewhere = match self.release.get() {
			Some(Release::R4) => of_r5(name),
			Some(Release::R5) => of_r4(name),
			None => None,
		};
		elsewhere.unwrap_or(match name {
			"modifierExtension" | "implicitRules" => {
				"it can change the meaning of the consent and cannot be expressed"
			}
			"extension" => "extensions cannot be expressed",
			"contained" => "contained resources cannot be expressed; refer to resources instead",
			"policy" | "policyBasis" => {
				"policies kept elsewhere cannot be expressed; state the rules as provisions"
			}
			"code" => {
				"rules by single codes of records cannot be expressed; use class (R4) or \
				 resourceType (R5)"
			}
			"data" => "rules about single records cannot be expressed; use securityLabel",
			"dataPeriod" => "rules by the age of records cannot be expressed; use period",
			"documentType" => "rules by types of documents cannot be expressed; use resourceType",
			"expression" => "rules to be computed cannot be expressed; state them as provisions",
			"provision" => match self.release.get() {
				Some(Release::R5) => "provisions nested deeper than two levels cannot be expressed",
				_ => "provisions nested deeper than one level cannot be expressed",
			},
			"fhir_comments" => "comments are no part of FHIR",
			name if name.starts_with('_') => "extensions of primitives cannot be expressed",
			_ => "not an element that can be expressed here",
		})
	}
}

/// Whether an element is another or stands in it.
pub(super) fn is_in(path: &str, outer: &str) -> bool {
	path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// What R4 lacks and R5 has.
fn of_r5(name: &str) -> Option<&'static str> {
	Some(match name {
		"subject" => "an element of R5; in R4 it is patient",
		"decision" => "an element of R5; in R4 it is policyRule",
		"resourceType" => "an element of R5; in R4 it is class",
		"grantor" | "grantee" => "an element of R5; in R4 it is performer",
		"manager" | "controller" => "an element of R5; in R4 it is organization",
		"date" => "an element of R5; in R4 it is dateTime",
		_ => return None,
	})
}

/// What R5 lacks and R4 has.
fn of_r4(name: &str) -> Option<&'static str> {
	Some(match name {
		"patient" => "an element of R4; in R5 it is subject",
		"policyRule" => "an element of R4; in R5 it is decision",
		"scope" => "an element of R4; in R5 category tells what a consent is about",
		"type" => "an element of R4; in R5 the sense of a provision follows from decision",
		"class" => "an element of R4; in R5 it is resourceType",
		"performer" => "an element of R4; in R5 it is grantor or grantee",
		"organization" => "an element of R4; in R5 it is manager or controller",
		"dateTime" => "an element of R4; in R5 it is date",
		_ => return None,
	})
}

/// A walk through a document in its own order.
struct Listing<'a> {
	ledger: &'a Ledger,
	missing: HashMap<&'a str, Vec<&'a Refusal>>,
	rows: Vec<(String, Fate)>,
}

impl Listing<'_> {
	fn visit(&mut self, path: String, value: &Json) {
		let fate = self.ledger.fates.borrow().get(&path).cloned();
		match (fate, value) {
			(Some(fate @ (Fate::Refused(_) | Fate::Documentary)), _) => {
				self.rows.push((path, fate))
			}
			(_, Json::List(items)) if !items.is_empty() => {
				for (n, item) in items.iter().enumerate() {
					self.visit(format!("{path}[{n}]"), item);
				}
			}
			(_, Json::Object(members)) if !members.is_empty() => {
				for (name, member) in members {
					self.visit(format!("{path}.{name}"), member);
				}
				self.absent(&path, members);
			}
			(Some(fate), _) => self.rows.push((path, fate)),
			(None, _) => self.rows.push((path, Fate::Refused("no rule accounts for it".into()))),
		}
	}

	/// Lists what should be in an object and is not.
	fn absent(&mut self, path: &str, members: &[(String, Json)]) {
		let there: HashSet<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
		for refusal in self.missing.remove(path).unwrap_or_default() {
			let name = refusal.path.rsplit_once('.').map_or("", |(_, name)| name);
			if !there.contains(name) && !name.contains('[') {
				self.rows.push((refusal.path.clone(), Fate::Refused(refusal.reason.clone())));
			}
		}
	}
}
