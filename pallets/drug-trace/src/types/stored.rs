//! What is stored of packs, portions, containers, lots, products and recalls.

use super::*;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::{
	deps::sp_core::ConstU32,
	prelude::{BoundedVec, TypeInfo},
};
use medchain_support::{Commitment, Disposition, Expiry, Gtin, Lot, Sscc};

/// Number of a recall. Given once.
pub type RecallId = u32;

/// Who has an item, and how it stands.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Custody<AccountId> {
	/// Who has it. On its way: who sent it off. Of an item in a container that of the outermost one
	/// counts.
	pub holder: AccountId,
	/// Who shipped it to the holder, and so can be sent it back.
	pub from: Option<AccountId>,
	/// The container it is in.
	pub parent: Option<Sscc>,
	/// How far it is.
	pub stage: Stage<AccountId>,
	/// Why it is held back.
	pub hold: Option<Hold<AccountId>>,
	/// When its last event happened, in seconds since 1970.
	pub last: u64,
}

/// How far an item is.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub enum Stage<AccountId> {
	/// The holder has it, or it is in a container.
	#[codec(index = 0)]
	Held,
	/// It is on its way.
	#[codec(index = 1)]
	InTransit {
		/// To whom: the one account that can receive it. The holder itself after a rejection.
		to: AccountId,
		/// Whether it goes back to where it came from.
		returning: bool,
	},
	/// A patient has it.
	#[codec(index = 2)]
	Dispensed,
	/// It is no more.
	#[codec(index = 3)]
	Destroyed,
	/// It has no identity any more.
	#[codec(index = 4)]
	Decommissioned,
}

impl<AccountId> Stage<AccountId> {
	/// Whether nothing more happens to it, but for a return from the patient.
	pub const fn is_terminal(&self) -> bool {
		matches!(self, Self::Dispensed | Self::Destroyed | Self::Decommissioned)
	}
}

/// That an item is held back: it is neither shipped onward nor dispensed.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Hold<AccountId> {
	/// Who holds it back: who said so, the sensor that told of an excursion, or who took it back from a
	/// patient.
	pub by: AccountId,
	/// Why.
	pub reason: SuspectReason,
	/// Who may end it.
	pub judge: Judge,
}

impl<AccountId> Hold<AccountId> {
	/// Whether it stands before another: what is final is not replaced, and all else only by what fewer
	/// may end.
	pub fn outranks(&self, other: &Self) -> bool {
		!other.reason.is_illegitimate()
			&& (self.reason.is_illegitimate() || self.judge > other.judge)
	}
}

/// Who may end a hold; of those that follow, each may end what those before it may.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
)]
pub enum Judge {
	/// Who set it, while it has the item.
	#[codec(index = 0)]
	Holder,
	/// The manufacturer of all packs in it.
	#[codec(index = 1)]
	Manufacturer,
	/// A regulator.
	#[codec(index = 2)]
	Regulator,
}

/// Why an item is held back. The first four set it apart until somebody clears it; the last four are
/// final but for a regulator.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum SuspectReason {
	/// There is a doubt about it.
	#[codec(index = 0)]
	Suspect,
	/// It was too warm or too cold. Set by the chain alone.
	#[codec(index = 1)]
	Excursion,
	/// A patient gave it back. Set by the chain alone.
	#[codec(index = 2)]
	ReturnedByPatient,
	/// It is damaged.
	#[codec(index = 3)]
	Damaged,
	/// It is not what it says it is.
	#[codec(index = 4)]
	Counterfeit,
	/// It was stolen.
	#[codec(index = 5)]
	Stolen,
	/// It was sold to where it may not be.
	#[codec(index = 6)]
	Diverted,
	/// It would harm, as by intended adulteration.
	#[codec(index = 7)]
	Unfit,
}

impl SuspectReason {
	/// Whether it is final but for a regulator: the item is only destroyed, or sent back.
	pub const fn is_illegitimate(self) -> bool {
		matches!(self, Self::Counterfeit | Self::Stolen | Self::Diverted | Self::Unfit)
	}

	/// Whether only the chain sets it.
	pub const fn is_chains_own(self) -> bool {
		matches!(self, Self::Excursion | Self::ReturnedByPatient)
	}

	/// The condition of the item, in the words of CBV.
	pub const fn disposition(self) -> Disposition {
		match self {
			Self::Suspect | Self::Unfit => Disposition::NonSellableOther,
			Self::Excursion | Self::Counterfeit | Self::Diverted => Disposition::NonConformant,
			Self::ReturnedByPatient => Disposition::Returned,
			Self::Damaged => Disposition::Damaged,
			Self::Stolen => Disposition::Stolen,
		}
	}
}

/// A pack with an entry of its own.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Pack<AccountId> {
	/// Its lot.
	pub lot: LotId,
	/// Its place in the lot.
	pub place: u32,
	/// Who has it.
	pub custody: Custody<AccountId>,
	/// How it was dispensed; nothing if it was not, or was given back.
	pub sale: Option<Sale<AccountId>>,
	/// How often it was dispensed.
	pub sold: u32,
	/// The first event of its own. Earlier ones are those of its lot at its place.
	pub since: EventNumber,
}

/// How a pack was dispensed.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Sale<AccountId> {
	/// By whom.
	pub by: AccountId,
	/// When, in seconds since 1970.
	pub at: u64,
	/// To whom, for those alone who know the opening: see `SoldPack::receipt` of medchain-support.
	pub receipt: Commitment,
}

/// A stretch of packs of one batch that were never touched alone and have one custody. It begins where
/// its key says.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Portion<AccountId> {
	/// First place after it.
	pub end: u32,
	/// Who has it.
	pub custody: Custody<AccountId>,
}

/// Key of a portion in its lot: its first place with all bits inverted, highest byte first. Portions
/// follow each other from the last to the first, so that the one in which a place lies is found in one
/// step.
pub type PortionKey = [u8; 4];

/// The key of the portion that begins at this place.
pub const fn portion_key(start: u32) -> PortionKey {
	(!start).to_be_bytes()
}

/// Where the portion with this key begins.
pub const fn start_of(key: PortionKey) -> u32 {
	!u32::from_be_bytes(key)
}

/// What a container holds of a lot.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
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

/// What a container holds.
pub type Contents = BoundedVec<Content, ConstU32<MAX_LOTS>>;

/// A container: a logistic unit with packs, stretches or other containers in it. It is there while it
/// holds something.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Container<AccountId, Ticket> {
	/// Who has it.
	pub custody: Custody<AccountId>,
	/// What is in it, over all depths.
	pub contents: Contents,
	/// How many items are directly in it.
	pub children: u32,
	/// How many containers are within each other at most, this one counted.
	pub height: u8,
	/// The event by which it came into being.
	pub since: EventNumber,
	/// Who put the deposit down.
	pub owner: AccountId,
	/// The deposit; nothing once the container was destroyed.
	pub ticket: Option<Ticket>,
}

/// The temperatures that a product bears, in thousandths of a degree Celsius, both included.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Limits {
	/// The lowest.
	pub min: i32,
	/// The highest.
	pub max: i32,
}

impl Limits {
	/// Whether all that was measured lies within.
	pub const fn bear(&self, reading: &Reading) -> bool {
		self.min <= reading.min && reading.max <= self.max
	}
}

/// Recalls that stand.
pub type RecallIds = BoundedVec<RecallId, ConstU32<MAX_RECALLS>>;

/// To whom a product is to go.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Offer<AccountId> {
	/// Who may accept it.
	pub to: AccountId,
	/// Whether a regulator has offered it. If so, only regulators change or withdraw the offer.
	pub by_regulator: bool,
}

/// A product: what packs with one GTIN are.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Product<AccountId, Ticket> {
	/// Who makes it.
	pub manufacturer: AccountId,
	/// Who may become its manufacturer.
	pub offer: Option<Offer<AccountId>>,
	/// What it bears.
	pub limits: Option<Limits>,
	/// The recalls of all of it.
	pub recalls: RecallIds,
	/// How many lots it has.
	pub lots: u32,
	/// The manufacturer's deposit.
	pub ticket: Ticket,
}

/// Packs that were commissioned at once, by the root over their identities.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Batch {
	/// Place of the first.
	pub start: u32,
	/// How many.
	pub count: u32,
	/// Root of the tree whose leaf `i` is the identity of the pack at place `start + i`.
	pub root: Digest,
}

impl Batch {
	/// First place after it.
	pub const fn end(&self) -> u32 {
		self.start.saturating_add(self.count)
	}
}

/// The batches of a lot, in the order of their places.
pub type Batches = BoundedVec<Batch, ConstU32<MAX_BATCHES>>;

/// How many packs of a lot became what.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Tally {
	/// Were commissioned. It is the next pack's place.
	pub commissioned: u32,
	/// Are with patients.
	pub dispensed: u32,
	/// Were destroyed.
	pub destroyed: u32,
	/// Were decommissioned, or became others.
	pub decommissioned: u32,
}

/// A recall of a lot, or of a stretch of it.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct LotRecall {
	/// Which.
	pub id: RecallId,
	/// First place.
	pub start: u32,
	/// First place after it. Of a whole lot: [`MAX_LOT_PACKS`].
	pub end: u32,
}

/// Recalls of a lot that stand.
pub type LotRecalls = BoundedVec<LotRecall, ConstU32<MAX_RECALLS>>;

/// Of which packs those of a lot were made: all of one other lot, which has no source itself.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Source {
	/// The other lot.
	pub lot: LotId,
	/// None of them had a lower place in it.
	pub first: u32,
	/// None of them had a higher place in it.
	pub last: u32,
}

impl Source {
	/// Of these packs and of those. Nothing, if they are of two lots.
	pub fn joined(self, other: &Self) -> Option<Self> {
		let (first, last) = (self.first.min(other.first), self.last.max(other.last));
		(self.lot == other.lot).then_some(Self { lot: self.lot, first, last })
	}
}

impl From<Content> for Source {
	fn from(content: Content) -> Self {
		Self { lot: content.lot, first: content.first, last: content.last }
	}
}

/// A lot.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct LotRecord<AccountId, Ticket> {
	/// Of which product.
	pub gtin: Gtin,
	/// What is printed.
	pub lot: Lot,
	/// Last day of use.
	pub expiry: Expiry,
	/// Of what its packs were made; nothing if they were not made of others. All of them were, or none.
	pub source: Option<Source>,
	/// What was commissioned by roots.
	pub batches: Batches,
	/// How many packs became what.
	pub tally: Tally,
	/// The recalls of it, or of stretches of it.
	pub recalls: LotRecalls,
	/// Who put the deposit down: the product's manufacturer at that time.
	pub owner: AccountId,
	/// The deposit.
	pub ticket: Ticket,
}

/// How dangerous recalled goods are: the classes of 21 CFR 7.3(m).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
)]
pub enum RecallClass {
	/// They may do serious harm, or kill.
	#[codec(index = 0)]
	I,
	/// They may do passing harm.
	#[codec(index = 1)]
	II,
	/// They are not likely to do harm.
	#[codec(index = 2)]
	III,
}

/// A recall.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Recall<AccountId> {
	/// Of what.
	pub scope: Scope,
	/// How dangerous it is.
	pub class: RecallClass,
	/// Who called it back.
	pub by: AccountId,
	/// Whether that was a regulator then. If so, only regulators lift it.
	pub by_regulator: bool,
	/// When, in seconds since 1970.
	pub at: u64,
	/// When it ended.
	pub lifted: Option<u64>,
}

/// That a sensor reports for an item.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct Binding<AccountId> {
	/// Who bound it.
	pub by: AccountId,
	/// When, in seconds since 1970.
	pub at: u64,
	/// By which event. A container that came into being later is another one.
	pub since: EventNumber,
}
