//! Drug packs: what calls take, and what the node answers about them in JSON. GS1 keys are their
//! digits or characters, hashes `0x` and hexadecimal digits, times seconds since 1970, temperatures
//! thousandths of a degree Celsius.

use super::{
	serialized::{hex, text},
	spelled,
};
use crate::wire::OnChain;
use medchain_support::{
	BizStep, Commitment, Disposition, Expiry, Gln, Gtin, Lot, PackId, Serial, Sscc,
};
use serde::{Deserialize, Deserializer, Serialize};
use std::{fmt, str::FromStr};
use subxt::{
	events::DecodeAsEvent,
	ext::{scale_decode::DecodeAsType, scale_encode::EncodeAsType},
	utils::AccountId32,
};

/// The pallet's name in the metadata.
pub const PALLET: &str = "DrugTrace";
/// Most items of one call, and most serial numbers.
pub const MAX_ITEMS: usize = 64;
/// Most entries of a page.
pub const MAX_PAGE: u32 = 100;

/// Number of a lot.
pub type LotId = u32;
/// Number of a recorded event.
pub type EventNumber = u64;
/// Number of a recall.
pub type RecallId = u32;
/// 32 bytes of a hash.
pub type Digest = [u8; 32];

/// That an event was recorded: all events of the pallet that have its number.
#[derive(Clone, Copy, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct DrugRecorded {
	/// Its number.
	pub event: EventNumber,
}

impl DecodeAsEvent for DrugRecorded {
	fn is_event(pallet: &str, event: &str) -> bool {
		pallet == PALLET && RECORDS.contains(&event)
	}
}

/// The pallet's events that tell of a record.
const RECORDS: [&str; 24] = [
	"Commissioned",
	"RootCommissioned",
	"Packed",
	"Unpacked",
	"Repacked",
	"Shipped",
	"Received",
	"ShipmentRejected",
	"ShipmentVoided",
	"Dispensed",
	"ReturnAccepted",
	"Quarantined",
	"Cleared",
	"MarkedIllegitimate",
	"Recalled",
	"RecallLifted",
	"Destroyed",
	"Decommissioned",
	"Transformed",
	"SensorBound",
	"SensorUnbound",
	"ConditionReported",
	"Observed",
	"ErrorDeclared",
];

/// What an actor says of an event.
#[derive(Clone, Copy, Debug, EncodeAsType, Eq, PartialEq)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct EventInfo {
	/// The event hash of CBV 2.0.
	pub hash: Digest,
	/// When it happened.
	pub time: u64,
	/// Where.
	pub place: Option<OnChain<Gln>>,
}

/// Goods that a call is about.
#[derive(Clone, Debug, EncodeAsType, Eq, PartialEq)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum Item {
	/// A pack with an entry of its own.
	Pack(OnChain<PackId>),
	/// A pack that was commissioned by a root and was never touched alone.
	Untouched {
		/// Its lot.
		lot: LotId,
		/// First place of the portion in which it lies.
		portion: u32,
		/// Its place.
		place: u32,
		/// Its serial number.
		serial: OnChain<Serial>,
		/// The siblings on the way to the root.
		proof: Vec<Digest>,
	},
	/// A stretch of untouched packs within one portion.
	Range {
		/// Their lot.
		lot: LotId,
		/// First place of the portion in which they lie.
		portion: u32,
		/// First place.
		start: u32,
		/// First place after them.
		end: u32,
	},
	/// A container, with all in it.
	Container(OnChain<Sscc>),
}

/// Goods, or what they belong to.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum Subject {
	/// A pack with an entry of its own.
	Pack(OnChain<PackId>),
	/// A portion of a lot.
	Range {
		/// The lot.
		lot: LotId,
		/// Its first place.
		start: u32,
	},
	/// A container.
	Container(OnChain<Sscc>),
	/// A lot.
	Lot(LotId),
	/// A product.
	Product(OnChain<Gtin>),
}

/// What a recall is about.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub enum Scope {
	/// All packs of a product.
	Product(OnChain<Gtin>),
	/// All packs of a lot.
	Lot(LotId),
	/// A stretch of a lot.
	Range {
		/// The lot.
		lot: LotId,
		/// First place.
		start: u32,
		/// First place after it.
		end: u32,
	},
}

/// Declares lists of codes that travel by name.
macro_rules! names {
	($( $(#[$doc:meta])* $list:ident { $( $(#[$of:meta])* $variant:ident => $code:literal, )+ } )+) => {
		$(
			$(#[$doc])*
			#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, Ord, PartialEq, PartialOrd)]
			#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
			#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
			pub enum $list {
				$( $(#[$of])* $variant, )+
			}

			spelled! { $list { $( $variant => $code, )+ } }

			impl fmt::Display for $list {
				fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
					f.pad(self.code())
				}
			}
		)+
	};
}

pub(crate) use names;

names! {
	/// Why an item is held back.
	SuspectReason {
		/// There is a doubt about it.
		Suspect => "suspect",
		/// It was too warm or too cold.
		Excursion => "excursion",
		/// A patient gave it back.
		ReturnedByPatient => "returned-by-patient",
		/// It is damaged.
		Damaged => "damaged",
		/// It is not what it says it is.
		Counterfeit => "counterfeit",
		/// It was stolen.
		Stolen => "stolen",
		/// It was sold to where it may not be.
		Diverted => "diverted",
		/// It would harm.
		Unfit => "unfit",
	}
	/// How dangerous recalled goods are.
	RecallClass {
		/// They may do serious harm, or kill.
		I => "I",
		/// They may do passing harm.
		II => "II",
		/// They are not likely to do harm.
		III => "III",
	}
	/// Why an event was declared to be an error.
	ErrorReason {
		/// Some of it is wrong.
		IncorrectData => "incorrect_data",
		/// It did not happen.
		DidNotOccur => "did_not_occur",
	}
}

impl SuspectReason {
	/// Whether it is final.
	pub const fn is_illegitimate(self) -> bool {
		matches!(self, Self::Counterfeit | Self::Stolen | Self::Diverted | Self::Unfit)
	}

	/// What it means.
	pub const fn meaning(self) -> &'static str {
		match self {
			Self::Suspect => "there is a doubt about it",
			Self::Excursion => "it was too warm or too cold",
			Self::ReturnedByPatient => "a patient gave it back",
			Self::Damaged => "it is damaged",
			Self::Counterfeit => "it is counterfeit",
			Self::Stolen => "it was stolen",
			Self::Diverted => "it was sold to where it may not be",
			Self::Unfit => "it would do harm",
		}
	}
}

/// Temperatures that a product bears.
#[derive(Clone, Copy, Debug, Deserialize, EncodeAsType, Eq, PartialEq, Serialize)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct Limits {
	/// The lowest.
	pub min: i32,
	/// The highest.
	pub max: i32,
}

/// What a sensor measured in a span of time.
#[derive(Clone, Copy, Debug, Deserialize, EncodeAsType, Eq, PartialEq, Serialize)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct Reading {
	/// First second.
	pub from: u64,
	/// Last second.
	pub to: u64,
	/// The lowest.
	pub min: i32,
	/// The highest.
	pub max: i32,
}

/// A value by its spelling in JSON.
fn spelling<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
	T: FromStr<Err: fmt::Display>,
	D: Deserializer<'de>,
{
	text::deserialize(deserializer)
}

/// How far an item is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
	/// The holder has it.
	Held,
	/// It is on its way.
	InTransit,
	/// A patient has it.
	Dispensed,
	/// It is no more.
	Destroyed,
	/// It has no identity any more.
	Decommissioned,
}

/// That an item is held back.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub struct Hold {
	/// By whom.
	pub by: AccountId32,
	/// Why.
	#[serde(deserialize_with = "spelling")]
	pub reason: SuspectReason,
	/// Who may end it.
	pub judge: Judge,
}

/// Who may end a hold.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judge {
	/// Who set it, while it has the item.
	Holder,
	/// The manufacturer.
	Manufacturer,
	/// A regulator.
	Regulator,
}

/// Who has an item in fact.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(from = "CustodyAnswer")]
pub struct Custody {
	/// Who has it, or sent it off.
	pub holder: AccountId32,
	/// How far it is.
	pub stage: Stage,
	/// To whom it goes.
	pub to: Option<AccountId32>,
	/// Whether back to where it came from.
	pub returning: Option<bool>,
	/// Why it is held back.
	pub hold: Option<Hold>,
	/// The container it is in.
	pub parent: Option<Sscc>,
	/// The outermost one.
	pub outermost: Option<Sscc>,
	/// When the last event happened.
	pub last: u64,
}

/// Who has an item, as the node tells it.
#[derive(Deserialize)]
struct CustodyAnswer {
	holder: AccountId32,
	stage: StageAnswer,
	#[serde(default)]
	hold: Option<Hold>,
	#[serde(default, with = "text::option")]
	parent: Option<Sscc>,
	#[serde(default, with = "text::option")]
	outermost: Option<Sscc>,
	last: u64,
}

/// How far it is, as the node tells it.
#[derive(Deserialize)]
struct StageAnswer {
	name: Stage,
	#[serde(default)]
	to: Option<AccountId32>,
	#[serde(default)]
	returning: Option<bool>,
}

impl From<CustodyAnswer> for Custody {
	fn from(answer: CustodyAnswer) -> Self {
		let CustodyAnswer { holder, stage, hold, parent, outermost, last } = answer;
		let StageAnswer { name: stage, to, returning } = stage;
		Self { holder, stage, to, returning, hold, parent, outermost, last }
	}
}

/// A product.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
pub struct Product {
	/// Who makes it.
	pub manufacturer: AccountId32,
	/// What it bears.
	#[serde(default)]
	pub limits: Option<Limits>,
	/// The recalls of all of it.
	#[serde(default)]
	pub recalls: Vec<RecallId>,
	/// How many lots it has.
	pub lots: u32,
}

/// Packs that were commissioned by a root.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub struct Batch {
	/// Place of the first.
	pub start: u32,
	/// How many.
	pub count: u32,
	/// The root.
	#[serde(with = "hex")]
	pub root: Digest,
}

impl Batch {
	/// First place after it.
	pub const fn end(&self) -> u32 {
		self.start.saturating_add(self.count)
	}
}

/// How many packs of a lot became what.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
pub struct Tally {
	/// Were commissioned.
	pub commissioned: u32,
	/// Are with patients.
	pub dispensed: u32,
	/// Were destroyed.
	pub destroyed: u32,
	/// Were decommissioned.
	pub decommissioned: u32,
}

/// A recall of a lot, or of a stretch of it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub struct LotRecall {
	/// Its number.
	pub id: RecallId,
	/// First place.
	pub start: u32,
	/// First place after it.
	pub end: u32,
}

/// Of which packs of another lot those of a lot were made.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Source {
	/// Number of the other lot.
	pub lot: LotId,
	/// None of them had a lower place.
	pub first: u32,
	/// None of them had a higher place.
	pub last: u32,
}

/// A lot.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
pub struct LotInfo {
	/// Its number.
	pub id: LotId,
	/// Of which product.
	#[serde(with = "text")]
	pub gtin: Gtin,
	/// What is printed.
	#[serde(with = "text")]
	pub lot: Lot,
	/// Last day of use.
	#[serde(with = "text")]
	pub expiry: Expiry,
	/// The product.
	pub product: Product,
	/// Of what its packs were made.
	#[serde(default)]
	pub source: Option<Source>,
	/// What was commissioned by roots.
	pub batches: Vec<Batch>,
	/// How many packs became what.
	pub tally: Tally,
	/// The recalls that stand.
	#[serde(default)]
	pub recalls: Vec<LotRecall>,
}

/// How a pack was dispensed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub struct Sale {
	/// By whom.
	pub by: AccountId32,
	/// When.
	pub at: u64,
	/// To whom, for who knows the opening.
	#[serde(with = "hex")]
	pub receipt: Commitment,
}

/// A recall.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
pub struct Recall {
	/// Its number.
	pub id: RecallId,
	/// Of what.
	pub scope: ScopeInfo,
	/// How dangerous it is.
	#[serde(deserialize_with = "spelling")]
	pub class: RecallClass,
	/// Who called back.
	pub by: AccountId32,
	/// When.
	pub at: u64,
	/// When it ended.
	#[serde(default)]
	pub lifted: Option<u64>,
}

/// What a recall is about, as the node tells it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum ScopeInfo {
	/// All packs of a product.
	Product(#[serde(with = "text")] Gtin),
	/// All packs of a lot.
	Lot(LotId),
	/// A stretch of a lot.
	Range {
		/// The lot.
		lot: LotId,
		/// First place.
		start: u32,
		/// First place after it.
		end: u32,
	},
}

/// A subject, as the node tells it, and takes it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectInfo {
	/// A pack with an entry of its own.
	Pack(#[serde(with = "hex")] PackId),
	/// A portion of a lot.
	Range {
		/// The lot.
		lot: LotId,
		/// Its first place.
		start: u32,
	},
	/// A container.
	Container(#[serde(with = "text")] Sscc),
	/// A lot.
	Lot(LotId),
	/// A product.
	Product(#[serde(with = "text")] Gtin),
}

/// A pack with an entry of its own.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
pub struct PackInfo {
	/// Its lot.
	pub lot: LotId,
	/// Its place in the lot.
	pub place: u32,
	/// Who has it in fact.
	pub custody: Custody,
	/// Who shipped it to the holder.
	#[serde(default)]
	pub from: Option<AccountId32>,
	/// How it was dispensed.
	#[serde(default)]
	pub sale: Option<Sale>,
	/// How often it was dispensed.
	pub sold: u32,
	/// The gravest recall of it that stands.
	#[serde(default)]
	pub recall: Option<Recall>,
}

/// What a container holds of a lot.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub struct Content {
	/// The lot.
	pub lot: LotId,
	/// No pack in it has a lower place.
	pub first: u32,
	/// No pack in it has a higher place.
	pub last: u32,
	/// How many packs.
	pub count: u32,
}

/// A container.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
pub struct ContainerInfo {
	/// Who has it in fact.
	pub custody: Custody,
	/// Who shipped it to the holder.
	#[serde(default)]
	pub from: Option<AccountId32>,
	/// What is in it.
	pub contents: Vec<Content>,
	/// How many items are directly in it.
	pub children: u32,
	/// How many containers are within each other.
	pub height: u8,
}

/// A portion of a lot.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
pub struct PortionInfo {
	/// Its first place.
	pub start: u32,
	/// First place after it.
	pub end: u32,
	/// Who has it in fact.
	pub custody: Custody,
	/// Who shipped it to the holder.
	#[serde(default)]
	pub from: Option<AccountId32>,
}

/// That an event was declared to be an error.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub struct DeclaredError {
	/// When.
	pub at: u64,
	/// Why.
	#[serde(deserialize_with = "spelling")]
	pub reason: ErrorReason,
	/// The event that puts it right.
	#[serde(default, with = "hex::option")]
	pub corrective: Option<Digest>,
}

/// A recorded event.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct EventRecord {
	/// Its number.
	pub number: EventNumber,
	/// Its kind, such as `ship`.
	pub kind: String,
	/// The step of business.
	#[serde(with = "text")]
	pub step: BizStep,
	/// The condition of the items afterwards.
	#[serde(default, with = "text::option")]
	pub disposition: Option<Disposition>,
	/// Who recorded it.
	pub actor: AccountId32,
	/// When it happened.
	pub time: u64,
	/// When it was recorded.
	pub recorded_at: u64,
	/// Where it happened.
	#[serde(default, with = "text::option")]
	pub place: Option<Gln>,
	/// To whom items were sent.
	#[serde(default)]
	pub to: Option<AccountId32>,
	/// That it was an error.
	#[serde(default)]
	pub error: Option<DeclaredError>,
}

/// A stretch of a lot.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub struct Stretch {
	/// First place.
	pub start: u32,
	/// First place after it.
	pub end: u32,
}

/// One step of a pedigree.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
pub struct PedigreeStep {
	/// Whose step it was.
	pub subject: SubjectInfo,
	/// The event's hash.
	#[serde(with = "hex")]
	pub hash: Digest,
	/// The event.
	pub event: EventRecord,
	/// What it was for the subject.
	#[serde(flatten)]
	pub step: Step,
}

/// What an event was for a subject.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
pub struct Step {
	/// Which stretch of the lot.
	#[serde(default)]
	pub range: Option<Stretch>,
	/// The container into which it was put, or out of which it was taken.
	#[serde(default, with = "text::option")]
	pub container: Option<Sscc>,
	/// What a sensor measured.
	#[serde(default)]
	pub reading: Option<Reading>,
}

names! {
	/// What is to be thought of a pack.
	Verdict {
		/// Nobody makes a product with this GTIN.
		UnknownProduct => "unknown-product",
		/// The product has no such lot.
		UnknownLot => "unknown-lot",
		/// No such pack was commissioned.
		UnknownPack => "unknown-pack",
		/// Without its lot and a proof nothing can be said.
		ProofNeeded => "proof-needed",
		/// The proof does not lead to a root of the lot.
		BadProof => "bad-proof",
		/// The pack belongs to another lot.
		OtherLot => "other-lot",
		/// The lot has another last day of use.
		OtherExpiry => "other-expiry",
		/// It was found to be illegitimate.
		Illegitimate => "illegitimate",
		/// It is called back.
		Recalled => "recalled",
		/// It was destroyed.
		Destroyed => "destroyed",
		/// It was decommissioned.
		Decommissioned => "decommissioned",
		/// Its last day of use is over.
		Expired => "expired",
		/// It is set apart.
		Quarantined => "quarantined",
		/// It was dispensed.
		Dispensed => "dispensed",
		/// Good, and on its way.
		InTransit => "in-transit",
		/// Good.
		Verified => "verified",
	}
}

impl Verdict {
	/// Whether the pack can be handed on.
	pub const fn is_good(self) -> bool {
		matches!(self, Self::Verified | Self::InTransit)
	}
}

/// The answer about a pack.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
pub struct Verification {
	/// What is to be thought of it.
	#[serde(deserialize_with = "spelling")]
	pub verdict: Verdict,
	/// Why, if it is held back.
	#[serde(default, with = "text::option")]
	pub reason: Option<SuspectReason>,
	/// The pack asked for.
	#[serde(with = "hex")]
	pub pack: PackId,
	/// Its product.
	#[serde(default)]
	pub product: Option<Product>,
	/// Its lot, by number and as printed.
	#[serde(default)]
	pub lot: Option<PrintedLot>,
	/// Its last day of use.
	#[serde(default, with = "text::option")]
	pub expiry: Option<Expiry>,
	/// Its place in the lot.
	#[serde(default)]
	pub place: Option<u32>,
	/// Who has it.
	#[serde(default)]
	pub custody: Option<Custody>,
	/// The gravest recall of it that stands.
	#[serde(default)]
	pub recall: Option<Recall>,
	/// How often it was dispensed.
	#[serde(default)]
	pub sold: u32,
	/// How it was dispensed.
	#[serde(default)]
	pub sale: Option<Sale>,
	/// When its last alert was raised.
	#[serde(default)]
	pub alert: Option<u64>,
}

/// A lot, by number and as printed.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
pub struct PrintedLot {
	/// Its number.
	pub id: LotId,
	/// What is printed.
	#[serde(with = "text")]
	pub lot: Lot,
}
