//! Calls about drug packs.

use crate::{
	calls::Call,
	types::{
		drug::{
			Digest, DrugRecorded, ErrorReason, EventInfo, Item, Limits, LotId, Reading,
			RecallClass, RecallId, Scope, Subject, SuspectReason, PALLET,
		},
		events::{
			ErrorDeclared, LimitsSet, LotCreated, ProductAccepted, ProductOffered,
			ProductRegistered,
		},
	},
	wire::OnChain,
};
use medchain_support::{BizStep, Commitment, Disposition, Expiry, Gtin, Lot, PackId, Serial, Sscc};
use subxt::{
	ext::{
		scale_decode::TypeResolver,
		scale_encode::{EncodeAsFields, Error as EncodeError, FieldIter},
	},
	utils::AccountId32,
};

/// Makes a product known. A manufacturer does so.
pub fn register_product(gtin: Gtin, limits: Option<Limits>) -> Call<ProductRegistered> {
	Call::new(PALLET, "register_product", (OnChain(gtin), limits))
}

/// Says anew which temperatures a product bears. Its manufacturer does so.
pub fn set_limits(gtin: Gtin, limits: Option<Limits>) -> Call<LimitsSet> {
	Call::new(PALLET, "set_limits", (OnChain(gtin), limits))
}

/// Lets another manufacturer take a product over; its own one: nobody. Its manufacturer or a regulator
/// does so.
pub fn offer_product(gtin: Gtin, to: AccountId32) -> Call<ProductOffered> {
	Call::new(PALLET, "offer_product", (OnChain(gtin), to))
}

/// Takes a product over that was offered.
pub fn accept_product(gtin: Gtin) -> Call<ProductAccepted> {
	Call::new(PALLET, "accept_product", (OnChain(gtin),))
}

/// Makes a lot. The product's manufacturer does so.
pub fn create_lot(gtin: Gtin, lot: Lot, expiry: Expiry) -> Call<LotCreated> {
	Call::new(PALLET, "create_lot", (OnChain(gtin), OnChain(lot), OnChain(expiry)))
}

/// Declares an event to be an error. Who recorded it does so.
pub fn declare_error(
	hash: Digest,
	reason: ErrorReason,
	corrective: Option<Digest>,
) -> Call<ErrorDeclared> {
	Call::new(PALLET, "declare_error", (hash, reason, corrective))
}

/// A call that records an event.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum DrugCall {
	/// Packs come into being, one by one.
	Commission {
		/// In which lot.
		lot: LotId,
		/// Their serial numbers.
		serials: Vec<OnChain<Serial>>,
	},
	/// Packs come into being, by a root.
	CommissionRoot {
		/// In which lot.
		lot: LotId,
		/// The root.
		root: Digest,
		/// How many.
		count: u32,
	},
	/// Items are put into a container.
	Pack {
		/// Which.
		container: Sscc,
		/// What.
		items: Vec<Item>,
	},
	/// Items are taken out of a container.
	Unpack {
		/// Which.
		container: Sscc,
		/// What.
		items: Vec<Item>,
	},
	/// Items are put from one container into another.
	Repack {
		/// Out of which.
		from: Sscc,
		/// Into which.
		to: Sscc,
		/// What.
		items: Vec<Item>,
	},
	/// Items are sent off.
	Ship {
		/// What.
		items: Vec<Item>,
		/// To whom.
		to: AccountId32,
		/// Whether back to where they came from.
		returning: bool,
	},
	/// Items are taken in.
	Receive {
		/// What.
		items: Vec<Item>,
	},
	/// Items are not taken in.
	Reject {
		/// What.
		items: Vec<Item>,
	},
	/// Items were not sent off after all.
	VoidShipment {
		/// What.
		items: Vec<Item>,
	},
	/// A pack is given to a patient.
	Dispense {
		/// Which.
		item: Item,
		/// To whom.
		receipt: Commitment,
	},
	/// A pack is taken back from a patient.
	AcceptReturn {
		/// Which.
		pack: PackId,
	},
	/// Items are set apart.
	Quarantine {
		/// What.
		items: Vec<Item>,
		/// Why.
		reason: SuspectReason,
	},
	/// Items are no longer set apart.
	Clear {
		/// What.
		items: Vec<Item>,
	},
	/// Items are illegitimate.
	MarkIllegitimate {
		/// What.
		items: Vec<Item>,
		/// Why.
		reason: SuspectReason,
	},
	/// Packs are called back.
	Recall {
		/// Which.
		scope: Scope,
		/// How dangerous they are.
		class: RecallClass,
	},
	/// A recall ends.
	LiftRecall {
		/// Which.
		recall: RecallId,
	},
	/// Items are destroyed.
	Destroy {
		/// What.
		items: Vec<Item>,
	},
	/// Packs lose their identity.
	Decommission {
		/// What.
		items: Vec<Item>,
	},
	/// Packs are made of others.
	Transform {
		/// What they were.
		inputs: Vec<Item>,
		/// The lot of what they are.
		lot: LotId,
		/// Their serial numbers.
		serials: Vec<OnChain<Serial>>,
	},
	/// A sensor comes to an item.
	BindSensor {
		/// Which item.
		item: Subject,
		/// Which sensor.
		sensor: AccountId32,
	},
	/// A sensor leaves an item.
	UnbindSensor {
		/// Which item.
		item: Subject,
		/// Which sensor.
		sensor: AccountId32,
	},
	/// A sensor tells what it measured.
	ReportCondition {
		/// Of which item.
		item: Subject,
		/// What.
		reading: Reading,
	},
	/// Something is seen of items.
	Observe {
		/// Of what.
		items: Vec<Item>,
		/// The step of business.
		step: BizStep,
		/// The condition.
		disposition: Option<Disposition>,
	},
}

impl DrugCall {
	/// Its name in the metadata.
	pub const fn name(&self) -> &'static str {
		match self {
			Self::Commission { .. } => "commission",
			Self::CommissionRoot { .. } => "commission_root",
			Self::Pack { .. } => "pack",
			Self::Unpack { .. } => "unpack",
			Self::Repack { .. } => "repack",
			Self::Ship { .. } => "ship",
			Self::Receive { .. } => "receive",
			Self::Reject { .. } => "reject",
			Self::VoidShipment { .. } => "void_shipment",
			Self::Dispense { .. } => "dispense",
			Self::AcceptReturn { .. } => "accept_return",
			Self::Quarantine { .. } => "quarantine",
			Self::Clear { .. } => "clear",
			Self::MarkIllegitimate { .. } => "mark_illegitimate",
			Self::Recall { .. } => "recall",
			Self::LiftRecall { .. } => "lift_recall",
			Self::Destroy { .. } => "destroy",
			Self::Decommission { .. } => "decommission",
			Self::Transform { .. } => "transform",
			Self::BindSensor { .. } => "bind_sensor",
			Self::UnbindSensor { .. } => "unbind_sensor",
			Self::ReportCondition { .. } => "report_condition",
			Self::Observe { .. } => "observe",
		}
	}

	/// What it does, in the past tense.
	pub const fn done(&self) -> &'static str {
		match self {
			Self::Commission { .. } | Self::CommissionRoot { .. } => "commissioned",
			Self::Pack { .. } => "packed",
			Self::Unpack { .. } => "unpacked",
			Self::Repack { .. } => "repacked",
			Self::Ship { .. } => "shipped",
			Self::Receive { .. } => "received",
			Self::Reject { .. } => "rejected",
			Self::VoidShipment { .. } => "shipment voided",
			Self::Dispense { .. } => "dispensed",
			Self::AcceptReturn { .. } => "taken back",
			Self::Quarantine { .. } => "set apart",
			Self::Clear { .. } => "cleared",
			Self::MarkIllegitimate { .. } => "marked illegitimate",
			Self::Recall { .. } => "called back",
			Self::LiftRecall { .. } => "recall lifted",
			Self::Destroy { .. } => "destroyed",
			Self::Decommission { .. } => "decommissioned",
			Self::Transform { .. } => "transformed",
			Self::BindSensor { .. } => "sensor bound",
			Self::UnbindSensor { .. } => "sensor unbound",
			Self::ReportCondition { .. } => "condition reported",
			Self::Observe { .. } => "observed",
		}
	}

	/// The call, with what its sender says of the event.
	pub fn recording(self, event: EventInfo) -> Call<DrugRecorded> {
		Call::new(PALLET, self.name(), Recording { call: self, event })
	}
}

/// A call with its event, as it is sent.
struct Recording {
	call: DrugCall,
	event: EventInfo,
}

impl EncodeAsFields for Recording {
	fn encode_as_fields_to<R: TypeResolver>(
		&self,
		fields: &mut dyn FieldIter<'_, R::TypeId>,
		types: &R,
		out: &mut Vec<u8>,
	) -> Result<(), EncodeError> {
		use DrugCall as C;
		let event = &self.event;
		macro_rules! with {
			($( $argument:expr ),+) => {
				($( $argument, )+ event).encode_as_fields_to(fields, types, out)
			};
		}
		match &self.call {
			C::Commission { lot, serials } => with!(lot, serials),
			C::CommissionRoot { lot, root, count } => with!(lot, root, count),
			C::Pack { container, items } | C::Unpack { container, items } => {
				with!(OnChain(*container), items)
			}
			C::Repack { from, to, items } => with!(OnChain(*from), OnChain(*to), items),
			C::Ship { items, to, returning } => with!(items, to, returning),
			C::Receive { items }
			| C::Reject { items }
			| C::VoidShipment { items }
			| C::Clear { items }
			| C::Destroy { items }
			| C::Decommission { items } => with!(items),
			C::Dispense { item, receipt } => with!(item, OnChain(*receipt)),
			C::AcceptReturn { pack } => with!(OnChain(*pack)),
			C::Quarantine { items, reason } | C::MarkIllegitimate { items, reason } => {
				with!(items, reason)
			}
			C::Recall { scope, class } => with!(scope, class),
			C::LiftRecall { recall } => with!(recall),
			C::Transform { inputs, lot, serials } => with!(inputs, lot, serials),
			C::BindSensor { item, sensor } | C::UnbindSensor { item, sensor } => {
				with!(item, sensor)
			}
			C::ReportCondition { item, reading } => with!(item, reading),
			C::Observe { items, step, disposition } => {
				with!(items, OnChain(*step), disposition.map(OnChain))
			}
		}
	}
}
