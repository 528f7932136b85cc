//! What an event means for the chain, without the chain's own numbers.

use crate::types::drug::{Digest, ErrorReason, Reading, RecallClass, RecallId, SuspectReason};
use medchain_support::{BizStep, Disposition, Expiry, Gln, Gtin, Lot, Serial, Sscc};

/// A thing as documents name it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Thing {
	/// A pack.
	Pack(Gtin, Serial),
	/// A container.
	Container(Sscc),
	/// So many packs of a lot; all that were commissioned at once.
	Packs(Gtin, Lot, u32),
}

/// A thing and the field in which it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Named {
	/// The thing.
	pub thing: Thing,
	/// The field, such as `epcList[0]`.
	pub field: String,
}

/// A party as documents name it, and the field in which it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Party {
	/// Its addresses. All mean the same party.
	pub addresses: Vec<String>,
	/// The field.
	pub field: String,
}

/// Packs that are called back, as documents name them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Called {
	/// All of a product.
	Product(Gtin),
	/// All of a lot.
	Lot(Gtin, Lot),
	/// Places of a lot, the last not included.
	Places(Gtin, Lot, u32, u32),
	/// Packs that follow each other in their lot.
	Packs(Vec<Named>),
}

/// What an event means for the chain.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Act {
	/// Packs come into being, one by one.
	Commission {
		/// Their product.
		gtin: Gtin,
		/// Their lot.
		lot: Lot,
		/// Their last day of use, if it is told.
		expiry: Option<Expiry>,
		/// Their serial numbers.
		serials: Vec<Serial>,
	},
	/// Packs come into being, by a root.
	CommissionRoot {
		/// Their product.
		gtin: Gtin,
		/// Their lot.
		lot: Lot,
		/// Their last day of use, if it is told.
		expiry: Option<Expiry>,
		/// How many.
		count: u32,
		/// The root, if it is told.
		root: Option<Digest>,
	},
	/// Things are put into a container.
	Pack(Sscc, Vec<Named>),
	/// Things are taken out of a container; all, if none is named.
	Unpack(Sscc, Vec<Named>),
	/// Things are put from one container into another; out of the one they are in, if none is named.
	Repack(Option<Sscc>, Sscc, Vec<Named>),
	/// Things are sent off.
	Ship {
		/// What.
		things: Vec<Named>,
		/// To whom.
		to: Option<Party>,
		/// Whether they go back.
		returning: bool,
	},
	/// Things are taken in, or a patient gave a pack back.
	Receive {
		/// What.
		things: Vec<Named>,
		/// Whether they come back.
		returned: bool,
	},
	/// Things were not sent off after all.
	Void(Vec<Named>),
	/// A pack is given to a patient.
	Dispense(Named, Digest),
	/// Things are set apart.
	Quarantine(Vec<Named>, SuspectReason),
	/// Things are no longer set apart.
	Clear(Vec<Named>),
	/// Things are illegitimate.
	MarkIllegitimate(Vec<Named>, SuspectReason),
	/// Packs are called back.
	Recall(Called, RecallClass),
	/// A recall ends: this one, or the one that is about these.
	LiftRecall(Option<RecallId>, Option<Called>),
	/// Things are destroyed.
	Destroy(Vec<Named>),
	/// Packs lose their identity.
	Decommission(Vec<Named>),
	/// Packs are made of others.
	Transform {
		/// What they were.
		inputs: Vec<Named>,
		/// Their product.
		gtin: Gtin,
		/// Their lot.
		lot: Lot,
		/// Their serial numbers.
		serials: Vec<Serial>,
	},
	/// A sensor comes to a thing.
	BindSensor(Named, Party),
	/// A sensor leaves a thing.
	UnbindSensor(Named, Party),
	/// A sensor tells what it measured.
	Condition(Named, Reading),
	/// Something is seen of things.
	Observe(Vec<Named>, BizStep, Option<Disposition>),
	/// The event was an error.
	DeclareError {
		/// Why.
		reason: ErrorReason,
		/// The event that puts it right.
		corrective: Option<Digest>,
	},
}

/// An event as the chain takes it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Meaning {
	/// What it means.
	pub act: Act,
	/// Its hash.
	pub hash: Digest,
	/// When it happened, in seconds since 1970.
	pub time: u64,
	/// Where.
	pub place: Option<Gln>,
}
