//! A folder of events, each in a file by its hash: what the chain knows by the hash alone.

use crate::{
	documents,
	epcis::{document_of, read_document, write_document, Document, Event, Instant},
	error::{Error, Result},
	types::drug::Digest,
};
use std::{
	fs,
	io::ErrorKind,
	path::{Path, PathBuf},
};

/// What stands around the digits of an event hash.
const BEGIN: &str = "ni:///sha-256;";
const END: &str = "?ver=CBV2.0";

/// Largest document of events that is read, in bytes: an event may name all packs of a batch.
const MAX_DOCUMENT: u64 = 256 * 1024 * 1024;

/// The text of a document of events.
pub fn text_of(path: &Path) -> Result<String> {
	String::from_utf8(documents::bytes_of(path, MAX_DOCUMENT)?)
		.map_err(|_| Error::Input(format!("cannot read {}: it is no UTF-8 text", path.display())))
}

/// The 32 bytes in an event hash of CBV 2.0, or in `0x` and their digits.
pub fn digest_of(text: &str) -> Option<Digest> {
	let digits = match text.strip_prefix(BEGIN) {
		Some(behind) => format!("0x{}", behind.strip_suffix(END)?),
		None => text.to_string(),
	};
	crate::relay::from_hex(&digits)?.try_into().ok()
}

/// 32 bytes as an event hash of CBV 2.0.
pub fn hash_of(digest: &Digest) -> String {
	let digits = digest.map(|byte| format!("{byte:02x}")).concat();
	format!("{BEGIN}{digits}{END}")
}

/// The document of one event.
pub fn document_text(event: &Event) -> String {
	write_document(&document_of(vec![event.clone()], event.time))
}

/// A folder of events.
#[derive(Clone, Debug)]
pub struct EventStore {
	folder: PathBuf,
}

impl EventStore {
	/// The folder, which is made if it is not there.
	pub fn open(folder: &Path) -> Result<Self> {
		fs::create_dir_all(folder)
			.map_err(|e| Error::Input(format!("cannot make {}: {e}", folder.display())))?;
		Ok(Self { folder: folder.into() })
	}

	fn path(&self, digest: &Digest) -> PathBuf {
		let digits = digest.map(|byte| format!("{byte:02x}")).concat();
		self.folder.join(format!("{digits}.json"))
	}

	/// Keeps an event. One that is kept already, by its hash, stays as it is, unless this one declares
	/// it to be an error; a file that does not read is replaced. Several processes may keep the same
	/// event at once.
	pub fn keep(&self, event: &Event) -> Result<()> {
		let path = self.path(&event.digest());
		let text = document_text(event);
		let mut met = false;
		loop {
			let over = match self.find(&event.digest()) {
				Ok(Some(known)) if known.error.is_some() || event.error.is_none() => return Ok(()),
				Ok(None) => met,
				_ => true,
			};
			match documents::place(&path, &text, over) {
				// Somebody else has just kept it: what there is now decides.
				Err(e) if !over && e.kind() == ErrorKind::AlreadyExists => met = true,
				placed => {
					return placed
						.map_err(|e| Error::Input(format!("cannot write {}: {e}", path.display())))
				}
			}
		}
	}

	/// The event with this hash, if it is kept.
	pub fn find(&self, digest: &Digest) -> Result<Option<Event>> {
		let path = self.path(digest);
		match path.exists() {
			true => Self::read(&path).map(Some),
			false => Ok(None),
		}
	}

	fn read(path: &Path) -> Result<Event> {
		let wrong = |reason: String| Error::Input(format!("{}: {reason}", path.display()));
		let document = read_document(&text_of(path)?).map_err(|e| wrong(e.to_string()))?;
		let mut events = document.events.into_iter();
		let (Some(event), None) = (events.next(), events.next()) else {
			return Err(wrong("right is one event".into()));
		};
		let digits = event.digest().map(|byte| format!("{byte:02x}")).concat();
		match path.file_stem().and_then(|name| name.to_str()) {
			Some(name) if name == digits => Ok(event),
			_ => Err(wrong(format!("the event in it has the hash {digits}; it was changed"))),
		}
	}

	/// All events, in the order of their times, and what is wrong with the files that do not read.
	pub fn all(&self) -> Result<(Vec<Event>, Vec<Error>)> {
		let unreadable =
			|e: std::io::Error| Error::Input(format!("cannot read {}: {e}", self.folder.display()));
		let (mut events, mut broken) = (Vec::new(), Vec::new());
		for entry in fs::read_dir(&self.folder).map_err(unreadable)? {
			let path = entry.map_err(unreadable)?.path();
			if path.extension().is_some_and(|extension| extension == "json") {
				match Self::read(&path) {
					Ok(event) => events.push(event),
					Err(error) => broken.push(error),
				}
			}
		}
		events.sort_by_key(|event| (event.time, event.digest()));
		Ok((events, broken))
	}

	/// A document of the events with these hashes, of all if none is named; and then what is wrong with
	/// the files that do not read, whose events are not in it.
	pub fn export(&self, digests: &[Digest], created: Instant) -> Result<(Document, Vec<Error>)> {
		if digests.is_empty() {
			let (events, broken) = self.all()?;
			return Ok((document_of(events, created), broken));
		}
		let mut events = Vec::new();
		for digest in digests {
			let found = self.find(digest)?.ok_or_else(|| {
				Error::Input(format!(
					"{} keeps no event {}",
					self.folder.display(),
					hash_of(digest)
				))
			})?;
			events.push(found);
		}
		Ok((document_of(events, created), Vec::new()))
	}
}
