//! What those who look ask and are answered.

use super::*;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame::prelude::TypeInfo;
use medchain_support::{Expiry, Gtin, Lot, PackId, Serial, Sscc};

/// A page of a list.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct Page<Entry, Cursor = Entry> {
	/// What is on it.
	pub items: Vec<Entry>,
	/// What to name for the next page; nothing if this was the last one.
	pub next: Option<Cursor>,
}

/// That a pack stands at a place of its lot.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct PackProof {
	/// The place.
	pub place: u32,
	/// The way from its leaf to the root of the batch.
	pub proof: Proof,
}

/// What is printed on a pack, as in a verification request of DSCSA.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct PackQuery {
	/// AI 01.
	pub gtin: Gtin,
	/// AI 21.
	pub serial: Serial,
	/// AI 10. Needed for a pack that has no entry of its own yet.
	pub lot: Option<Lot>,
	/// AI 17.
	pub expiry: Option<Expiry>,
	/// Needed for a pack that has no entry of its own yet.
	pub proof: Option<PackProof>,
}

/// What is to be thought of a pack: the first of these that holds.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub enum Verdict {
	/// Nobody makes a product with this GTIN.
	#[codec(index = 0)]
	UnknownProduct,
	/// The product has no such lot.
	#[codec(index = 1)]
	UnknownLot,
	/// No such pack was commissioned.
	#[codec(index = 2)]
	UnknownPack,
	/// The pack has no entry of its own: without its lot and a proof nothing can be said.
	#[codec(index = 3)]
	ProofNeeded,
	/// The proof does not lead to a root of the lot.
	#[codec(index = 4)]
	BadProof,
	/// The pack belongs to another lot.
	#[codec(index = 5)]
	OtherLot,
	/// The lot has another last day of use.
	#[codec(index = 6)]
	OtherExpiry,
	/// It was found to be illegitimate.
	#[codec(index = 7)]
	Illegitimate(SuspectReason),
	/// It is called back.
	#[codec(index = 8)]
	Recalled,
	/// It was destroyed.
	#[codec(index = 9)]
	Destroyed,
	/// It was decommissioned.
	#[codec(index = 10)]
	Decommissioned,
	/// Its last day of use is over.
	#[codec(index = 11)]
	Expired,
	/// It is set apart.
	#[codec(index = 12)]
	Quarantined(SuspectReason),
	/// It was dispensed: good only for who can open the receipt.
	#[codec(index = 13)]
	Dispensed,
	/// Good, and on its way.
	#[codec(index = 14)]
	InTransit,
	/// Good.
	#[codec(index = 15)]
	Verified,
}

impl Verdict {
	/// Whether the pack can be handed on.
	pub const fn is_good(self) -> bool {
		matches!(self, Self::Verified | Self::InTransit)
	}
}

/// Who has an item in fact: the custody of its outermost container, if it is in one.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct CustodyInfo<AccountId> {
	/// Who has it, or sent it off.
	pub holder: AccountId,
	/// How far it is.
	pub stage: Stage<AccountId>,
	/// Why it is held back.
	pub hold: Option<Hold<AccountId>>,
	/// The container it is in.
	pub parent: Option<Sscc>,
	/// The outermost one.
	pub outermost: Option<Sscc>,
	/// When the last event happened, in seconds since 1970.
	pub last: u64,
}

/// A product.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct ProductInfo<AccountId> {
	/// Who makes it.
	pub manufacturer: AccountId,
	/// Who may become its manufacturer.
	pub offer: Option<Offer<AccountId>>,
	/// What it bears.
	pub limits: Option<Limits>,
	/// The recalls of all of it that stand.
	pub recalls: Vec<RecallId>,
	/// How many lots it has.
	pub lots: u32,
}

/// A lot.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct LotInfo<AccountId> {
	/// Its number.
	pub id: LotId,
	/// Of which product.
	pub gtin: Gtin,
	/// What is printed.
	pub lot: Lot,
	/// Last day of use.
	pub expiry: Expiry,
	/// The product.
	pub product: ProductInfo<AccountId>,
	/// Of what its packs were made. A recall of that reaches them too.
	pub source: Option<Source>,
	/// What was commissioned by roots.
	pub batches: Vec<Batch>,
	/// How many packs became what.
	pub tally: Tally,
	/// The recalls of it, or of stretches of it, that stand.
	pub recalls: Vec<LotRecall>,
}

/// A pack with an entry of its own.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct PackInfo<AccountId> {
	/// Its entry.
	pub pack: Pack<AccountId>,
	/// Who has it in fact.
	pub custody: CustodyInfo<AccountId>,
	/// A recall of it, or of what it was made of, that stands: the gravest.
	pub recall: Option<(RecallId, Recall<AccountId>)>,
}

/// A container.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct ContainerInfo<AccountId> {
	/// Its own custody, and who has it in fact.
	pub custody: CustodyInfo<AccountId>,
	/// Who shipped it to the holder.
	pub from: Option<AccountId>,
	/// What is in it, over all depths.
	pub contents: Vec<Content>,
	/// How many items are directly in it.
	pub children: u32,
	/// How many containers are within each other at most, this one counted.
	pub height: u8,
	/// The event by which it came into being.
	pub since: EventNumber,
	/// Who put the deposit down.
	pub owner: AccountId,
}

/// A portion of a lot.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct PortionInfo<AccountId> {
	/// Its first place.
	pub start: u32,
	/// First place after it.
	pub end: u32,
	/// Who has it in fact.
	pub custody: CustodyInfo<AccountId>,
	/// Who shipped it to the holder.
	pub from: Option<AccountId>,
}

/// The answer about a pack.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct Verification<AccountId> {
	/// What is to be thought of it.
	pub verdict: Verdict,
	/// The pack asked for.
	pub pack: PackId,
	/// Its product.
	pub product: Option<ProductInfo<AccountId>>,
	/// Its lot, by number and as printed.
	pub lot: Option<(LotId, Lot)>,
	/// Its last day of use.
	pub expiry: Option<Expiry>,
	/// Its place in the lot.
	pub place: Option<u32>,
	/// Who has it.
	pub custody: Option<CustodyInfo<AccountId>>,
	/// A recall of it, or of what it was made of, that stands: the gravest.
	pub recall: Option<(RecallId, Recall<AccountId>)>,
	/// How often it was dispensed.
	pub sold: u32,
	/// How it was dispensed.
	pub sale: Option<Sale<AccountId>>,
	/// When its last alert was raised, in seconds since 1970.
	pub alert: Option<u64>,
}

/// One step of a pedigree.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct PedigreeStep<AccountId> {
	/// Whose step it was: the subject's own, its lot's, or that of a container it was in.
	pub subject: Subject,
	/// The event's hash. With its actor it names the event.
	pub hash: Digest,
	/// The event.
	pub event: EventRecord<AccountId>,
	/// What it was for the subject.
	pub step: Step,
}
