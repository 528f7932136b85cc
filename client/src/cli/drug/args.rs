//! Arguments of several commands about drug packs.

use crate::{
	accounts,
	cli::SignerArgs,
	dates, documents,
	drug::{
		act::Called,
		build::{instant_of, Moment, PartyName},
		register::Print,
		resolve::Partners,
		store::{digest_of, EventStore},
		Thing,
	},
	epcis::Instant,
	error::{Error, Result},
	gs1::{scan, Scan},
	packs::{Digest, PackProof, ProofStore},
	types::drug::Limits,
};
use clap::Args;
use medchain_support::{Expiry, Gln, Gtin, Lot, Serial, Sscc};
use std::{
	path::{Path, PathBuf},
	str::FromStr,
};

/// Application identifier of how many there are of something.
const COUNT: &str = "30";

/// What a scanner gives.
pub(crate) fn scanned(text: &str) -> std::result::Result<Scan, String> {
	let read = scan(text, dates::this_year()).map_err(|e| e.to_string())?;
	for warning in &read.warnings {
		eprintln!("medchain: {warning}");
	}
	Ok(read)
}

/// A pack, a container, or so many packs of a lot.
pub(crate) fn thing(text: &str) -> std::result::Result<Thing, String> {
	let read = scanned(text)?;
	if let Some(sscc) = read.sscc {
		return Ok(Thing::Container(sscc));
	}
	let count = read.others.iter().find(|(ai, _)| ai == COUNT).map(|(_, count)| count);
	match (read.gtin, read.serial, read.lot, count) {
		(Some(gtin), Some(serial), ..) => Ok(Thing::Pack(gtin, serial)),
		(Some(gtin), None, Some(lot), Some(count)) => {
			let count = count.parse().map_err(|_| format!("({COUNT}): {count:?} is no count"))?;
			Ok(Thing::Packs(gtin, lot, count))
		}
		_ => Err(format!(
			"{text:?} names neither a pack, (01)GTIN(21)SERIAL, nor a container, (00)SSCC, nor so many packs \
			 of a lot, (01)GTIN(10)LOT(30)COUNT"
		)),
	}
}

/// A container: an SSCC, with or without what scanners put around it.
pub(crate) fn sscc(text: &str) -> std::result::Result<Sscc, String> {
	match text.parse() {
		Ok(sscc) => Ok(sscc),
		Err(e) => match scanned(text) {
			Ok(Scan { sscc: Some(sscc), .. }) => Ok(sscc),
			_ => Err(e.to_string()),
		},
	}
}

/// A temperature such as `2.5`, in thousandths of a degree.
pub(crate) fn temperature(text: &str) -> std::result::Result<i32, String> {
	let wrong = || format!("{text:?} is no temperature; right is such as 2, -20 or 8.5");
	let digits = text.strip_prefix('-').unwrap_or(text);
	let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
	let plain = |part: &str| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit());
	if !plain(whole) || !plain(fraction) || fraction.len() > 3 || whole.len() > 6 {
		return Err(wrong());
	}
	let thousandths: i32 = format!("{whole}{fraction:0<3}").parse().map_err(|_| wrong())?;
	Ok(if text.starts_with('-') { thousandths.saturating_neg() } else { thousandths })
}

/// `100-200`: first place, and first place after.
pub(crate) fn places(text: &str) -> std::result::Result<(u32, u32), String> {
	text.split_once('-')
		.and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)))
		.filter(|(start, end): &(u32, u32)| start < end)
		.ok_or_else(|| {
			format!("{text:?} are no places; right is 100-200: from the first to before the last")
		})
}

/// The hash of an event.
pub(crate) fn digest(text: &str) -> std::result::Result<Digest, String> {
	digest_of(text).ok_or_else(|| {
		format!(
			"{text:?} is no event hash; right are ni:///sha-256;… and 0x and 64 hexadecimal digits"
		)
	})
}

/// Goods.
#[derive(Args)]
pub struct ThingArgs {
	/// What a scanner gives: (01)GTIN(21)SERIAL, (00)SSCC, a Digital Link address, an EPC URN; or so many
	/// packs of a lot that were commissioned at once: (01)GTIN(10)LOT(30)COUNT. Can be repeated
	#[arg(long, value_name = "CODE", value_parser = thing)]
	item: Vec<Thing>,
	/// File of such codes, one a line
	#[arg(long, value_name = "FILE")]
	items: Option<PathBuf>,
}

impl ThingArgs {
	/// The goods, which may be none.
	pub fn given(&self) -> Result<Vec<Thing>> {
		let mut things = self.item.clone();
		if let Some(path) = &self.items {
			let bytes = documents::bytes_of(path, documents::MAX_DETAIL)?;
			let text = String::from_utf8(bytes).map_err(|_| {
				Error::Input(format!("--items {}: it is no UTF-8 text", path.display()))
			})?;
			for (line, code) in (1..).zip(text.lines()) {
				things.push(thing(code).map_err(|e| {
					Error::Input(format!("--items {}: line {line}: {e}", path.display()))
				})?);
			}
		}
		Ok(things)
	}

	/// The goods; one at least.
	pub fn things(&self) -> Result<Vec<Thing>> {
		match self.given()? {
			none if none.is_empty() => {
				Err(Error::Input("no goods are named; give --item CODE or --items FILE".into()))
			}
			things => Ok(things),
		}
	}

	/// The one item.
	pub fn one(&self) -> Result<Thing> {
		let mut things = self.things()?;
		match (things.pop(), things.is_empty()) {
			(Some(thing), true) => Ok(thing),
			_ => Err(Error::Input("--item: right is one item".into())),
		}
	}

	/// The one pack.
	pub fn pack(&self) -> Result<(Gtin, Serial)> {
		match self.one()? {
			Thing::Pack(gtin, serial) => Ok((gtin, serial)),
			_ => Err(Error::Input("--item: right is a pack, (01)GTIN(21)SERIAL".into())),
		}
	}
}

/// A lot.
#[derive(Args)]
pub struct LotArgs {
	/// The product's GTIN
	#[arg(long, value_name = "GTIN")]
	pub gtin: Gtin,
	/// The lot as it is printed
	#[arg(long, value_name = "LOT")]
	pub lot: Lot,
}

/// Where events are kept.
#[derive(Args)]
pub struct FolderArgs {
	/// Folder in which each recorded event is kept by its hash; the chain has the hash alone
	#[arg(long, value_name = "DIR", default_value = "medchain-events")]
	store: PathBuf,
}

impl FolderArgs {
	/// The folder.
	pub fn open(&self) -> Result<EventStore> {
		EventStore::open(&self.store)
	}
}

/// Where proofs are.
#[derive(Args)]
pub struct ProofArgs {
	/// Folder with batches and proofs of packs that have no entry of their own
	#[arg(long, value_name = "DIR")]
	pub proofs: Option<PathBuf>,
	/// File with the proof of one pack
	#[arg(long, value_name = "FILE")]
	proof: Option<PathBuf>,
}

impl ProofArgs {
	/// All proofs that are given.
	pub fn open(&self) -> Result<ProofStore> {
		let mut store = match &self.proofs {
			Some(folder) => ProofStore::open(folder)?,
			None => ProofStore::default(),
		};
		if let Some(path) = &self.proof {
			store.take_proof(PackProof::read(path)?, path)?;
		}
		Ok(store)
	}

	/// The folder for new proofs.
	pub fn folder(&self) -> Option<&Path> {
		self.proofs.as_deref()
	}
}

/// When and where something happened, who says so, and where things are kept.
#[derive(Args)]
pub struct EventArgs {
	/// When it happened, such as 2026-05-31T08:30:00Z; now, by the chain's time, if it is left out
	#[arg(long, value_name = "TIME", value_parser = instant)]
	time: Option<Instant>,
	/// Where it happened: a GLN
	#[arg(long, value_name = "GLN")]
	place: Option<Gln>,
	/// Who says so, and where things are kept
	#[command(flatten)]
	pub by: RecorderArgs,
}

/// Who records events, and where things are kept.
#[derive(Args)]
pub struct RecorderArgs {
	/// JSON file of GLNs and accounts: {"0614141000005": "5F…"}; a sensor's address can stand there too
	#[arg(long, value_name = "FILE")]
	partners: Option<PathBuf>,
	/// Where proofs are
	#[command(flatten)]
	pub proofs: ProofArgs,
	/// Where the event is kept
	#[command(flatten)]
	pub folder: FolderArgs,
	/// Who says so
	#[command(flatten)]
	pub signer: SignerArgs,
}

fn instant(text: &str) -> std::result::Result<Instant, String> {
	match Instant::parse(text) {
		Some(instant) => Ok(instant),
		// A day is told like everywhere else, and means its beginning.
		None => dates::first_second(text)
			.and_then(|second| instant_of(second).map_err(|e| e.to_string())),
	}
}

impl EventArgs {
	/// When and where, where the chain's time is `now`.
	pub fn moment(&self, now: u64) -> Result<Moment> {
		let time = match self.time {
			Some(time) => time,
			None => instant_of(now)?,
		};
		Ok(Moment { time, place: self.place })
	}
}

impl RecorderArgs {
	/// Who is who.
	pub fn partners(&self) -> Result<Partners> {
		match &self.partners {
			Some(path) => Partners::read(path),
			None => Ok(Partners::default()),
		}
	}
}

/// To whom: a GLN or an account.
#[derive(Clone, Copy, Debug)]
pub struct PartyArg(pub PartyName);

impl FromStr for PartyArg {
	type Err = String;

	fn from_str(text: &str) -> std::result::Result<Self, String> {
		if text.len() == Gln::DIGITS && text.bytes().all(|digit| digit.is_ascii_digit()) {
			return text
				.parse()
				.map(|gln| Self(PartyName::Gln(gln)))
				.map_err(|e: medchain_support::gs1::KeyError| e.to_string());
		}
		accounts::account(text).map(|account| Self(PartyName::Account(account)))
	}
}

/// What is called back.
#[derive(Args)]
pub struct CalledArgs {
	/// The product's GTIN
	#[arg(long, value_name = "GTIN")]
	gtin: Gtin,
	/// The lot; all lots if it is left out
	#[arg(long, value_name = "LOT")]
	lot: Option<Lot>,
	/// Places of the lot, such as 100-200: from the first to before the last; all if it is left out
	#[arg(long, value_name = "PLACES", value_parser = places, requires = "lot")]
	places: Option<(u32, u32)>,
}

impl CalledArgs {
	/// What is called back.
	pub fn called(&self) -> Called {
		match (self.lot, self.places) {
			(None, _) => Called::Product(self.gtin),
			(Some(lot), None) => Called::Lot(self.gtin, lot),
			(Some(lot), Some((start, end))) => Called::Places(self.gtin, lot, start, end),
		}
	}
}

/// What is printed on a pack.
#[derive(Args)]
pub struct PrintArgs {
	/// What a scanner gives: an element string, a Digital Link address, an EPC URN
	#[arg(value_name = "CODE", required_unless_present_all = ["gtin", "serial"],
		conflicts_with_all = ["gtin", "serial"])]
	code: Option<String>,
	/// The GTIN
	#[arg(long, value_name = "GTIN", requires = "serial")]
	gtin: Option<Gtin>,
	/// The serial number
	#[arg(long, value_name = "SERIAL", requires = "gtin")]
	serial: Option<Serial>,
	/// The lot, if the code does not have it
	#[arg(long, value_name = "LOT")]
	lot: Option<Lot>,
	/// The last day of use, such as 2027-05-31, if the code does not have it
	#[arg(long, value_name = "DATE")]
	expiry: Option<Expiry>,
}

impl PrintArgs {
	/// What is printed, with the proof of these that is the pack's.
	pub fn print(&self, proofs: &ProofStore) -> Result<Print> {
		let read = match &self.code {
			Some(code) => scanned(code).map_err(Error::Input)?,
			None => Scan { gtin: self.gtin, serial: self.serial, ..Scan::default() },
		};
		let (Some(gtin), Some(serial)) = (read.gtin, read.serial) else {
			return Err(Error::Input(
				"the code names no pack; right is (01)GTIN(21)SERIAL, with or without lot (10) and expiry \
				 (17)"
					.into(),
			));
		};
		let either =
			|name: &str, printed: Option<String>, given: Option<String>| match (printed, given) {
				(Some(printed), Some(given)) if printed != given => {
					Err(Error::Input(format!("--{name} {given}, but the code says {printed}")))
				}
				_ => Ok(()),
			};
		let told = |lot: Option<Lot>| lot.map(|lot| lot.to_string());
		either("lot", told(read.lot), told(self.lot))?;
		let told = |expiry: Option<Expiry>| expiry.map(|expiry| expiry.to_string());
		either("expiry", told(read.expiry), told(self.expiry))?;
		let proof = proofs.proof(&gtin, &serial)?;
		let lot = read.lot.or(self.lot).or(proof.as_ref().map(|proof| proof.lot));
		Ok(Print { gtin, serial, lot, expiry: read.expiry.or(self.expiry), proof })
	}
}

/// The temperatures of `--min` and `--max`.
pub(crate) fn limits(min: Option<i32>, max: Option<i32>) -> Result<Option<Limits>> {
	match (min, max) {
		(Some(min), Some(max)) if min > max => {
			Err(Error::Input("--min is above --max; right is the lowest first".into()))
		}
		(Some(min), Some(max)) => Ok(Some(Limits { min, max })),
		_ => Ok(None),
	}
}
