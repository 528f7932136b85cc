//! Case report forms as files: they stay with the site, the chain has the root over their commitments.
//!
//! The items of the tree are the 32 bytes of the forms' commitments, in the order of the forms
//! ([`medchain_support::merkle`]).

use super::opening::{self, commitment};
use crate::{
	error::{Error, Result},
	merkle::Tree,
	types::{
		drug::Digest,
		serialized::hex,
		trials::{CaptureId, FormRef, SubjectId, TrialId, MAX_FORMS},
	},
};
use medchain_support::{merkle, Commitment};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Largest manifest that is read, in bytes.
const MAX_MANIFEST: u64 = 64 * 1024 * 1024;

/// What a form says, and under which salt.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Content {
	/// The file.
	pub file: String,
	/// 32 random bytes.
	#[serde(with = "hex")]
	pub salt: Digest,
	/// Commits to the file.
	#[serde(with = "hex")]
	pub commitment: Commitment,
}

impl Content {
	/// Of a file's bytes, under a salt.
	pub fn of(file: String, salt: Digest, bytes: &[u8]) -> Self {
		Self { file, salt, commitment: commitment(&salt, bytes) }
	}
}

/// A form, with what it was corrected to.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ManifestForm {
	/// What was captured.
	pub captured: Content,
	/// What it was corrected to, the newest last.
	#[serde(default, skip_serializing_if = "Vec::is_empty")]
	pub corrections: Vec<Content>,
}

/// Forms of one participant and visit that were captured together. Who has it can prove each of them.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Manifest {
	/// The trial.
	pub trial: TrialId,
	/// The participant.
	pub subject: SubjectId,
	/// The visit.
	pub visit: u8,
	/// The number of the capture, once the chain has given it.
	pub capture: Option<CaptureId>,
	/// The root over the forms.
	#[serde(with = "hex")]
	pub root: Digest,
	/// The forms.
	pub forms: Vec<ManifestForm>,
}

impl Manifest {
	/// Of these forms.
	pub fn new(trial: TrialId, subject: SubjectId, visit: u8, forms: Vec<Content>) -> Result<Self> {
		let forms: Vec<ManifestForm> = forms
			.into_iter()
			.map(|captured| ManifestForm { captured, corrections: Vec::new() })
			.collect();
		let root = tree(&forms)?.root();
		Ok(Self { trial, subject, visit, capture: None, root, forms })
	}

	/// How many forms it has.
	pub fn count(&self) -> u32 {
		u32::try_from(self.forms.len()).unwrap_or(u32::MAX)
	}

	/// Reads a manifest, whose root must follow from its forms.
	pub fn read(path: &Path) -> Result<Self> {
		let read: Self = opening::read(path, MAX_MANIFEST, "manifest of forms")?;
		let wrong = |reason: String| Error::Input(format!("{}: {reason}", path.display()));
		match tree(&read.forms).map_err(|e| wrong(e.to_string()))?.root() == read.root {
			true => Ok(read),
			false => Err(wrong("root: it does not follow from the forms".into())),
		}
	}

	/// As a file holds it.
	pub fn written(&self) -> Result<String> {
		opening::written(self, "manifest")
	}

	/// The place of a form, by its number from 0 or by its file.
	pub fn place(&self, name: &str) -> Result<u32> {
		let of_file = || {
			let mut places = (0..).zip(&self.forms).filter(|(_, form)| {
				let file = &form.captured.file;
				file == name || Path::new(file).file_name().is_some_and(|last| last == name)
			});
			let found = places.next().map(|(place, _)| place);
			found.filter(|_| places.next().is_none())
		};
		let numbered = name.parse().ok().filter(|place| *place < self.count());
		numbered.or_else(of_file).ok_or_else(|| {
			Error::Input(format!(
				"{name:?} is not one of the {} forms of the manifest; name it by its number from 0, or by its file",
				self.count()
			))
		})
	}

	/// The form at a place.
	pub fn form_mut(&mut self, place: u32) -> Result<&mut ManifestForm> {
		let form = usize::try_from(place).ok().and_then(|place| self.forms.get_mut(place));
		form.ok_or_else(|| Error::Input(format!("the manifest has no form {place}")))
	}

	/// What proves a form.
	pub fn proof(&self, place: u32) -> Result<FormProof> {
		let form = usize::try_from(place).ok().and_then(|place| self.forms.get(place));
		let siblings = tree(&self.forms)?.proof(place);
		let (Some(form), Some(siblings)) = (form, siblings) else {
			return Err(Error::Input(format!("the manifest has no form {place}")));
		};
		Ok(FormProof {
			trial: self.trial,
			subject: self.subject,
			capture: self.capture,
			index: place,
			count: self.count(),
			root: self.root,
			content: form.captured.clone(),
			corrections: form.corrections.clone(),
			siblings,
		})
	}
}

fn tree(forms: &[ManifestForm]) -> Result<Tree> {
	let wrong = || Error::Input(format!("{} forms; right are 1 to {MAX_FORMS}", forms.len()));
	let count = u32::try_from(forms.len()).ok().filter(|count| *count <= MAX_FORMS);
	count.ok_or_else(wrong)?;
	Tree::new(forms.iter().map(|form| form.captured.commitment)).ok_or_else(wrong)
}

/// That a form stands at a place of a capture.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct FormProof {
	/// The trial.
	pub trial: TrialId,
	/// The participant.
	pub subject: SubjectId,
	/// The number of the capture, if it was known.
	pub capture: Option<CaptureId>,
	/// The form's place in it.
	pub index: u32,
	/// How many forms the capture has.
	pub count: u32,
	/// The capture's root.
	#[serde(with = "hex")]
	pub root: Digest,
	/// What was captured.
	pub content: Content,
	/// What it was corrected to, the newest last.
	#[serde(default, skip_serializing_if = "Vec::is_empty")]
	pub corrections: Vec<Content>,
	/// The siblings on the way from the form's leaf to the root, the lowest first.
	#[serde(with = "hex::list")]
	pub siblings: Vec<Digest>,
}

impl FormProof {
	/// Checks that it leads to its root. Whether that is the capture's, only the chain tells.
	pub fn check(&self) -> Result<(), String> {
		let leaf = &self.content.commitment.0;
		match merkle::verify(&self.root, self.count, self.index, leaf, &self.siblings) {
			true => Ok(()),
			false => Err(format!(
				"siblings: they do not lead from form {} of {} to the root",
				self.index, self.count
			)),
		}
	}

	/// The content that these bytes are, the newest first.
	pub fn says(&self, form: &[u8]) -> Option<&Content> {
		let contents = self.corrections.iter().rev().chain([&self.content]);
		contents.into_iter().find(|it| commitment(&it.salt, form) == it.commitment)
	}

	/// The form as the chain names it, once the capture has a number.
	pub fn form(&self) -> Result<FormRef> {
		let capture = self.capture.ok_or_else(|| {
			Error::Input(
				"capture: the number is not there yet; it stands in the manifest once the forms are captured".into(),
			)
		})?;
		Ok(FormRef { capture, index: self.index })
	}

	/// Reads a proof. Nothing in it is checked but its form.
	pub fn read(path: &Path) -> Result<Self> {
		opening::read(path, crate::documents::MAX_DOCUMENT, "proof of a form")
	}

	/// As a file holds it.
	pub fn written(&self) -> Result<String> {
		opening::written(self, "proof")
	}
}
