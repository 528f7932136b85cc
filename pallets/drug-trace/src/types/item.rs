//! How goods are named.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::{
	deps::sp_core::ConstU32,
	prelude::{BoundedVec, TypeInfo},
};
pub use medchain_support::merkle::Digest;
use medchain_support::{Gtin, PackId, Serial, Sscc};

/// Number of a lot. Given once.
pub type LotId = u32;

/// Most items of one call.
pub const MAX_ITEMS: u32 = 64;
/// Most digests of a proof: those of a batch of [`MAX_LOT_PACKS`].
pub const MAX_PROOF: u32 = 24;
/// Most packs of a lot, and so of a batch.
pub const MAX_LOT_PACKS: u32 = 1 << 24;
/// Most batches of a lot.
pub const MAX_BATCHES: u32 = 16;
/// Most containers within each other.
pub const MAX_DEPTH: u8 = 5;
/// Most lots of which a container holds packs.
pub const MAX_LOTS: u32 = 8;
/// Most recalls that stand against a product, and against a lot.
pub const MAX_RECALLS: u32 = 8;
/// Those of [`MAX_RECALLS`] that only regulators take: the last ones.
pub const REGULATORS_RECALLS: u32 = 2;
/// Most entries of a page.
pub const MAX_PAGE: u32 = 100;
/// Most entries that are read forward for one page of a pedigree, from where it begins, but for the steps
/// of one event in each trail. To find where the item was when the page begins, its trail is read back to
/// its last move, however far back that lies.
pub const MAX_PEDIGREE_READS: u32 = 10_000;

/// The siblings on the way from a leaf to its root, the lowest first.
pub type Proof = BoundedVec<Digest, ConstU32<MAX_PROOF>>;
/// The items of a call.
pub type Items = BoundedVec<Item, ConstU32<MAX_ITEMS>>;
/// The serial numbers of packs that are commissioned one by one.
pub type Serials = BoundedVec<Serial, ConstU32<MAX_ITEMS>>;

/// Goods that a call is about.
#[derive(Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub enum Item {
	/// A pack with an entry of its own.
	#[codec(index = 0)]
	Pack(PackId),
	/// A pack that was commissioned by a root and was never touched alone. From this call on it has
	/// an entry of its own.
	#[codec(index = 1)]
	Untouched {
		/// Its lot.
		lot: LotId,
		/// First place of the portion in which it lies.
		portion: u32,
		/// Its place in the lot.
		place: u32,
		/// Its serial number. With the lot's GTIN it makes the leaf.
		serial: Serial,
		/// The proof that it stands at this place of its batch.
		proof: Proof,
	},
	/// A stretch of untouched packs within one portion.
	#[codec(index = 2)]
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
	#[codec(index = 3)]
	Container(Sscc),
}

impl Item {
	/// Whether it is a container.
	pub const fn is_container(&self) -> bool {
		matches!(self, Self::Container(_))
	}
}

/// Goods, or what they belong to, as indexes, trails and events name them.
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
pub enum Subject {
	/// A pack with an entry of its own.
	#[codec(index = 0)]
	Pack(PackId),
	/// A portion of a lot. In the trail its steps stand under the lot.
	#[codec(index = 1)]
	Range {
		/// The lot.
		lot: LotId,
		/// The portion's first place.
		start: u32,
	},
	/// A container.
	#[codec(index = 2)]
	Container(Sscc),
	/// A lot.
	#[codec(index = 3)]
	Lot(LotId),
	/// A product.
	#[codec(index = 4)]
	Product(Gtin),
}

/// What a recall is about.
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
pub enum Scope {
	/// All packs of a product.
	#[codec(index = 0)]
	Product(Gtin),
	/// All packs of a lot.
	#[codec(index = 1)]
	Lot(LotId),
	/// A stretch of a lot.
	#[codec(index = 2)]
	Range {
		/// The lot.
		lot: LotId,
		/// First place.
		start: u32,
		/// First place after it.
		end: u32,
	},
}
