//! What the pallet tells.

use frame::deps::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// There is a new product.
		ProductRegistered {
			/// Which.
			gtin: Gtin,
			/// Who makes it.
			manufacturer: T::AccountId,
		},
		/// A product bears other temperatures than was said.
		LimitsSet {
			/// Which.
			gtin: Gtin,
			/// Those it bears, in thousandths of a degree Celsius.
			limits: Option<Limits>,
		},
		/// A product is to go to another manufacturer, or stays with its own after all.
		ProductOffered {
			/// Which.
			gtin: Gtin,
			/// To whom; nobody if an offer was withdrawn.
			to: Option<T::AccountId>,
			/// Who said so.
			by: T::AccountId,
		},
		/// A product has another manufacturer.
		ProductAccepted {
			/// Which.
			gtin: Gtin,
			/// Who was its manufacturer.
			from: T::AccountId,
			/// Who is.
			manufacturer: T::AccountId,
		},
		/// There is a new lot.
		LotCreated {
			/// Its number.
			lot: LotId,
			/// Of which product.
			gtin: Gtin,
		},
		/// Packs came into being, one by one.
		Commissioned {
			/// Number of the event.
			event: EventNumber,
			/// Of which lot.
			lot: LotId,
			/// Place of the first.
			start: u32,
			/// How many.
			count: u32,
		},
		/// Packs came into being, by a root.
		RootCommissioned {
			/// Number of the event.
			event: EventNumber,
			/// Of which lot.
			lot: LotId,
			/// Place of the first.
			start: u32,
			/// How many.
			count: u32,
			/// The root.
			root: Digest,
		},
		/// Items were put into a container.
		Packed {
			/// Number of the event.
			event: EventNumber,
			/// Which container.
			container: Sscc,
			/// What.
			items: Vec<Subject>,
		},
		/// Items were taken out of a container.
		Unpacked {
			/// Number of the event.
			event: EventNumber,
			/// Which container.
			container: Sscc,
			/// What.
			items: Vec<Subject>,
			/// Whether it is empty now, and so is no more.
			emptied: bool,
		},
		/// Items were put from one container into another.
		Repacked {
			/// Number of the event.
			event: EventNumber,
			/// Out of which.
			from: Sscc,
			/// Into which.
			to: Sscc,
			/// What.
			items: Vec<Subject>,
			/// Whether the first is empty now, and so is no more.
			emptied: bool,
		},
		/// Items were sent off.
		Shipped {
			/// Number of the event.
			event: EventNumber,
			/// By whom.
			from: T::AccountId,
			/// To whom.
			to: T::AccountId,
			/// Whether back to where they came from.
			returning: bool,
			/// What.
			items: Vec<Subject>,
		},
		/// Items were taken in.
		Received {
			/// Number of the event.
			event: EventNumber,
			/// By whom.
			by: T::AccountId,
			/// What.
			items: Vec<Subject>,
		},
		/// A consignee did not take items.
		ShipmentRejected {
			/// Number of the event.
			event: EventNumber,
			/// Who.
			by: T::AccountId,
			/// What.
			items: Vec<Subject>,
		},
		/// Items had not been sent off after all.
		ShipmentVoided {
			/// Number of the event.
			event: EventNumber,
			/// Who has them.
			by: T::AccountId,
			/// What.
			items: Vec<Subject>,
		},
		/// A pack was given to a patient.
		Dispensed {
			/// Number of the event.
			event: EventNumber,
			/// Which.
			pack: PackId,
			/// By whom.
			by: T::AccountId,
		},
		/// A patient gave a pack back.
		ReturnAccepted {
			/// Number of the event.
			event: EventNumber,
			/// Which.
			pack: PackId,
			/// To whom.
			by: T::AccountId,
		},
		/// Items were set apart.
		Quarantined {
			/// Number of the event.
			event: EventNumber,
			/// By whom.
			by: T::AccountId,
			/// Why.
			reason: SuspectReason,
			/// What.
			items: Vec<Subject>,
		},
		/// Items are no longer set apart.
		Cleared {
			/// Number of the event.
			event: EventNumber,
			/// Who said so.
			by: T::AccountId,
			/// What.
			items: Vec<Subject>,
		},
		/// Items were found to be illegitimate.
		MarkedIllegitimate {
			/// Number of the event.
			event: EventNumber,
			/// By whom.
			by: T::AccountId,
			/// Why.
			reason: SuspectReason,
			/// What.
			items: Vec<Subject>,
		},
		/// Packs were called back.
		Recalled {
			/// Number of the event.
			event: EventNumber,
			/// Number of the recall.
			recall: RecallId,
			/// Which packs.
			scope: Scope,
			/// How dangerous they are.
			class: RecallClass,
			/// By whom.
			by: T::AccountId,
		},
		/// A recall ended.
		RecallLifted {
			/// Number of the event.
			event: EventNumber,
			/// Which.
			recall: RecallId,
			/// Who said so.
			by: T::AccountId,
		},
		/// Items were destroyed.
		Destroyed {
			/// Number of the event.
			event: EventNumber,
			/// By whom.
			by: T::AccountId,
			/// What.
			items: Vec<Subject>,
		},
		/// Packs lost their identity.
		Decommissioned {
			/// Number of the event.
			event: EventNumber,
			/// By whom.
			by: T::AccountId,
			/// What.
			items: Vec<Subject>,
		},
		/// Packs were made of others.
		Transformed {
			/// Number of the event.
			event: EventNumber,
			/// What they were.
			inputs: Vec<Subject>,
			/// The lot of what they are now.
			lot: LotId,
			/// Place of the first.
			start: u32,
			/// How many.
			count: u32,
		},
		/// A sensor came to an item.
		SensorBound {
			/// Number of the event.
			event: EventNumber,
			/// Which item.
			item: Subject,
			/// Which sensor.
			sensor: T::AccountId,
		},
		/// A sensor left an item.
		SensorUnbound {
			/// Number of the event.
			event: EventNumber,
			/// Which item.
			item: Subject,
			/// Which sensor.
			sensor: T::AccountId,
		},
		/// A sensor told what it measured.
		ConditionReported {
			/// Number of the event.
			event: EventNumber,
			/// Of which item.
			item: Subject,
			/// What.
			reading: Reading,
		},
		/// What a sensor measured is not borne by a product: the item is held back.
		Excursion {
			/// Number of the event.
			event: EventNumber,
			/// The item that is held back: the outermost one.
			item: Subject,
			/// A product that does not bear it.
			gtin: Gtin,
		},
		/// Something was seen of items.
		Observed {
			/// Number of the event.
			event: EventNumber,
			/// By whom.
			by: T::AccountId,
			/// The step of business.
			step: BizStep,
			/// The condition.
			disposition: Option<Disposition>,
			/// Of what.
			items: Vec<Subject>,
		},
		/// An event was declared to be an error.
		ErrorDeclared {
			/// Number of the event.
			event: EventNumber,
			/// Why.
			reason: ErrorReason,
		},
		/// A pack was verified suspiciously often.
		Alert {
			/// Which.
			pack: PackId,
			/// At how many places.
			places: u32,
		},
	}
}
