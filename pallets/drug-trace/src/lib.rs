#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(any(test, feature = "runtime-benchmarks")),
	deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

mod alerts;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod containers;
mod custody;
mod dispensing;
mod errors;
mod events;
#[cfg(any(feature = "std", feature = "try-runtime", test))]
pub mod invariants;
mod item;
mod journal;
mod lots;
#[cfg(test)]
mod mock;
mod pedigree;
pub mod proof;
mod recalls;
pub mod runtime_api;
mod sensors;
mod shipping;
mod storage;
mod suspects;
#[cfg(test)]
mod tests;
mod types;
mod verification;
pub mod weights;

/// What benchmarks need of the other pallets.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkHelper<AccountId> {
	/// Lets `who` hold `role`, in good standing.
	fn give_role(who: &AccountId, role: medchain_support::Role);
	/// Lets it be this second since 1970.
	fn set_now(seconds: u64);
}

pub use alerts::{AlertData, InherentError, INHERENT_IDENTIFIER};
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame::deps::frame_support::pallet_macros::import_section;

#[import_section(events::events)]
#[import_section(errors::errors)]
#[import_section(storage::storage)]
#[frame::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame::{
		prelude::*,
		traits::{Consideration, Footprint, UnixTime},
	};
	use medchain_support::{
		BizStep, Commitment, Disposition, Expiry, Gtin, InspectCredentials, Lot, PackId, Sscc,
	};

	/// First version of the stored layout.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who is who.
		type Credentials: InspectCredentials<Self::AccountId>;

		/// The time with which events and last days of use are compared.
		type Time: UnixTime;

		/// What is put down for each product, lot and container: by the manufacturer for ever, for a product
		/// until another takes it over; by who packs until the container is empty.
		type Deposit: Consideration<Self::AccountId, Footprint>;

		/// Seconds in which one alert is raised about a pack at most.
		#[pallet::constant]
		type AlertPeriod: Get<u64>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;

		/// People and time for the benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// Why this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit for a product, a lot or a container.
		#[codec(index = 0)]
		Stored,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Makes a product known. Who does it first is its manufacturer.
		///
		/// ## Dispatch Origin
		/// Signed, by a manufacturer.
		///
		/// ## Parameters
		/// - `gtin`: its GTIN.
		/// - `limits`: the temperatures it bears, if that matters.
		///
		/// ## Errors
		/// [`Error::NotManufacturer`], [`Error::BadLimits`], [`Error::ProductExists`], or that of
		/// the deposit.
		///
		/// ## Events
		/// [`Event::ProductRegistered`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register_product())]
		pub fn register_product(
			origin: OriginFor<T>,
			gtin: Gtin,
			limits: Option<Limits>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_register_product(&who, gtin, limits)
		}

		/// Says anew which temperatures a product bears. What was reported before stays judged as
		/// it was.
		///
		/// ## Dispatch Origin
		/// Signed, by its manufacturer.
		///
		/// ## Parameters
		/// - `gtin`: which product.
		/// - `limits`: what it bears.
		///
		/// ## Errors
		/// [`Error::ProductNotFound`], [`Error::NotManufacturer`], [`Error::BadLimits`].
		///
		/// ## Events
		/// [`Event::LimitsSet`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_limits())]
		pub fn set_limits(
			origin: OriginFor<T>,
			gtin: Gtin,
			limits: Option<Limits>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_limits(&who, gtin, limits)
		}

		/// Makes a lot of a product, without packs.
		///
		/// ## Dispatch Origin
		/// Signed, by the product's manufacturer.
		///
		/// ## Parameters
		/// - `gtin`: the product.
		/// - `lot`: the lot as it is printed.
		/// - `expiry`: last day of use.
		///
		/// ## Errors
		/// [`Error::ProductNotFound`], [`Error::NotManufacturer`], [`Error::LotExists`],
		/// [`Error::NumbersExhausted`], or that of the deposit.
		///
		/// ## Events
		/// [`Event::LotCreated`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::create_lot())]
		pub fn create_lot(
			origin: OriginFor<T>,
			gtin: Gtin,
			lot: Lot,
			expiry: Expiry,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_create_lot(&who, gtin, lot, expiry)
		}

		/// Commissions packs one by one: each has an entry of its own from the beginning. Their
		/// manufacturer has them.
		///
		/// ## Dispatch Origin
		/// Signed, by the manufacturer of the lot's product.
		///
		/// ## Parameters
		/// - `lot`: the lot.
		/// - `serials`: their serial numbers, in the order of their places.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::NoItems`], [`Error::LotNotFound`], [`Error::NotManufacturer`],
		/// [`Error::HasSource`], [`Error::LotFull`], [`Error::AlreadyCommissioned`], those of the
		/// event.
		///
		/// ## Events
		/// [`Event::Commissioned`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::commission(Pallet::<T>::counted(serials.len())))]
		pub fn commission(
			origin: OriginFor<T>,
			lot: LotId,
			serials: Serials,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_commission(&who, lot, serials, event)
		}

		/// Commissions many packs by the root over their identities. They are one portion, which
		/// their manufacturer has.
		///
		/// ## Dispatch Origin
		/// Signed, by the manufacturer of the lot's product.
		///
		/// ## Parameters
		/// - `lot`: the lot.
		/// - `root`: the root; see the crate's documentation for its making.
		/// - `count`: how many leaves it is over, at least one.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::EmptyBatch`], [`Error::LotNotFound`], [`Error::NotManufacturer`],
		/// [`Error::HasSource`], [`Error::LotFull`], [`Error::TooManyBatches`], those of the event.
		///
		/// ## Events
		/// [`Event::RootCommissioned`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::commission_root())]
		pub fn commission_root(
			origin: OriginFor<T>,
			lot: LotId,
			root: Digest,
			count: u32,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_commission_root(&who, lot, root, count, event)
		}

		/// Puts items into a container. If there is none with this SSCC, it is made, and the caller
		/// puts a deposit down for it.
		///
		/// ## Dispatch Origin
		/// Signed, by who has the items and the container; a trading partner, if the container is
		/// made.
		///
		/// ## Parameters
		/// - `container`: into which.
		/// - `items`: what: the outermost items, one of each.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::NotTradingPartner`], [`Error::SameContainer`], [`Error::TooDeep`],
		/// [`Error::TooManyLots`], [`Error::Quarantined`], [`Error::Illegitimate`],
		/// [`Error::InTransit`], those of the items, of the event, or of the deposit.
		///
		/// ## Events
		/// [`Event::Packed`].
		#[pallet::call_index(5)]
		#[pallet::weight({
			let kept = Pallet::<T>::charge(
				items,
				T::WeightInfo::pack,
				T::WeightInfo::pack_containers,
			);
			let made = Pallet::<T>::charge(
				items,
				T::WeightInfo::pack_new,
				T::WeightInfo::pack_new_containers,
			);
			kept.max(made)
		})]
		pub fn pack(
			origin: OriginFor<T>,
			container: Sscc,
			items: Items,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_pack(&who, container, items, event)
		}

		/// Takes items out of a container that is in no other one. Each takes over how it stands:
		/// its holder, and why it is held back. A container that is empty then is no more, and its
		/// deposit goes back.
		///
		/// ## Dispatch Origin
		/// Signed, by who has the container.
		///
		/// ## Parameters
		/// - `container`: out of which.
		/// - `items`: what: items that are directly in it, stretches and untouched packs of
		///   portions too.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::ContainerNotFound`], [`Error::NotHolder`], [`Error::HasParent`],
		/// [`Error::NotInContainer`], [`Error::InTransit`], [`Error::Destroyed`], those of the
		/// items, or of the event.
		///
		/// ## Events
		/// [`Event::Unpacked`].
		#[pallet::call_index(6)]
		#[pallet::weight({
			let kept = Pallet::<T>::charge(
				items,
				T::WeightInfo::unpack,
				T::WeightInfo::unpack_containers,
			);
			let emptied = Pallet::<T>::charge(
				items,
				T::WeightInfo::unpack_all,
				T::WeightInfo::unpack_all_containers,
			);
			kept.max(emptied)
		})]
		pub fn unpack(
			origin: OriginFor<T>,
			container: Sscc,
			items: Items,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_unpack(&who, container, items, event)
		}

		/// Takes items out of one container and puts them into another, as one event.
		///
		/// ## Dispatch Origin
		/// Signed, by who has both; a trading partner, if the second is made.
		///
		/// ## Parameters
		/// - `from`: out of which.
		/// - `to`: into which.
		/// - `items`: what.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::SameContainer`], those of [`Pallet::pack`] and of [`Pallet::unpack`].
		///
		/// ## Events
		/// [`Event::Repacked`].
		#[pallet::call_index(7)]
		#[pallet::weight({
			let kept = Pallet::<T>::charge(
				items,
				T::WeightInfo::repack,
				T::WeightInfo::repack_containers,
			);
			let emptied = Pallet::<T>::charge(
				items,
				T::WeightInfo::repack_all,
				T::WeightInfo::repack_all_containers,
			);
			kept.max(emptied)
		})]
		pub fn repack(
			origin: OriginFor<T>,
			from: Sscc,
			to: Sscc,
			items: Items,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_repack(&who, from, to, items, event)
		}

		/// Sends items off. Until they are received they stay with who sent them.
		///
		/// ## Dispatch Origin
		/// Signed, by who has the items; a trading partner, unless they go back.
		///
		/// ## Parameters
		/// - `items`: what: the outermost items, one of each.
		/// - `to`: to whom: a trading partner.
		/// - `returning`: whether back. Then it may be held back, recalled or expired, and `to` is
		///   the manufacturer of all packs, or who shipped it to the caller.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::SelfShipment`], [`Error::NotTradingPartner`], [`Error::Quarantined`],
		/// [`Error::Illegitimate`], [`Error::Recalled`], [`Error::Expired`],
		/// [`Error::WrongReturn`], [`Error::InTransit`], those of the items, or of the event.
		///
		/// ## Events
		/// [`Event::Shipped`].
		#[pallet::call_index(8)]
		#[pallet::weight(Pallet::<T>::charge(
			items,
			T::WeightInfo::ship,
			T::WeightInfo::ship_containers
		))]
		pub fn ship(
			origin: OriginFor<T>,
			items: Items,
			to: T::AccountId,
			returning: bool,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_ship(&who, items, to, returning, event)
		}

		/// Takes in what was shipped, held back or not. After a rejection the sender does.
		///
		/// ## Dispatch Origin
		/// Signed, by the consignee.
		///
		/// ## Parameters
		/// - `items`: what; one of each.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::NotInTransit`], [`Error::NotConsignee`], those of the items, or of the event.
		///
		/// ## Events
		/// [`Event::Received`].
		#[pallet::call_index(9)]
		#[pallet::weight(Pallet::<T>::charge(
			items,
			T::WeightInfo::receive,
			T::WeightInfo::receive_containers
		))]
		pub fn receive(origin: OriginFor<T>, items: Items, event: EventInfo) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_receive(&who, items, event)
		}

		/// Does not take what was shipped. It is on its way back to who sent it, who receives it.
		///
		/// ## Dispatch Origin
		/// Signed, by the consignee.
		///
		/// ## Parameters
		/// - `items`: what; one of each.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::NotInTransit`], [`Error::NotConsignee`], [`Error::Rejected`], those of the
		/// items, or of the event.
		///
		/// ## Events
		/// [`Event::ShipmentRejected`].
		#[pallet::call_index(10)]
		#[pallet::weight(Pallet::<T>::charge(
			items,
			T::WeightInfo::reject,
			T::WeightInfo::reject_containers
		))]
		pub fn reject(origin: OriginFor<T>, items: Items, event: EventInfo) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_reject(&who, items, event)
		}

		/// Says that items were not sent off after all, before they are received.
		///
		/// ## Dispatch Origin
		/// Signed, by who sent them.
		///
		/// ## Parameters
		/// - `items`: what; one of each.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::NotInTransit`], [`Error::NotHolder`], [`Error::Rejected`], those of the items,
		/// or of the event.
		///
		/// ## Events
		/// [`Event::ShipmentVoided`].
		#[pallet::call_index(11)]
		#[pallet::weight(Pallet::<T>::charge(
			items,
			T::WeightInfo::void_shipment,
			T::WeightInfo::void_shipment_containers
		))]
		pub fn void_shipment(
			origin: OriginFor<T>,
			items: Items,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_void_shipment(&who, items, event)
		}

		/// Gives a pack to a patient.
		///
		/// ## Dispatch Origin
		/// Signed, by who has it: a pharmacy, provider organisation or practitioner.
		///
		/// ## Parameters
		/// - `item`: the pack, in no container.
		/// - `receipt`: to whom: `SoldPack::receipt` of medchain-support. It tells nothing to who
		///   does not know the opening.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::NotAPack`], [`Error::NotDispenser`], [`Error::Quarantined`],
		/// [`Error::Illegitimate`], [`Error::Recalled`], [`Error::Expired`],
		/// [`Error::AlreadyDispensed`], [`Error::InTransit`], those of the item, or of the event.
		///
		/// ## Events
		/// [`Event::Dispensed`].
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::dispense())]
		pub fn dispense(
			origin: OriginFor<T>,
			item: Item,
			receipt: Commitment,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_dispense(&who, item, receipt, event)
		}

		/// Takes a pack back from a patient. It is set apart.
		///
		/// ## Dispatch Origin
		/// Signed, by who dispensed it.
		///
		/// ## Parameters
		/// - `pack`: which.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::PackNotFound`], [`Error::NotDispensed`], [`Error::NotSeller`],
		/// [`Error::Destroyed`], [`Error::Decommissioned`], those of the event.
		///
		/// ## Events
		/// [`Event::ReturnAccepted`].
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::accept_return())]
		pub fn accept_return(
			origin: OriginFor<T>,
			pack: PackId,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_accept_return(&who, pack, event)
		}

		/// Sets items apart. The manufacturer of all packs in them does so too where their holder
		/// has already, and a regulator where either has: who cleared them before does not any more.
		///
		/// ## Dispatch Origin
		/// Signed, by who has the items or is to receive them, by the manufacturer of all packs in
		/// them, or by a regulator.
		///
		/// ## Parameters
		/// - `items`: what: the outermost items, one of each.
		/// - `reason`: `Suspect` or `Damaged`.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::BadReason`], [`Error::NotAuthorized`], [`Error::AlreadyHeldBack`],
		/// [`Error::AlreadyDispensed`], those of the items, or of the event.
		///
		/// ## Events
		/// [`Event::Quarantined`].
		#[pallet::call_index(14)]
		#[pallet::weight(Pallet::<T>::charge(
			items,
			T::WeightInfo::quarantine,
			T::WeightInfo::quarantine_containers
		))]
		pub fn quarantine(
			origin: OriginFor<T>,
			items: Items,
			reason: SuspectReason,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_quarantine(&who, items, reason, event)
		}

		/// Says that items are no longer set apart.
		///
		/// ## Dispatch Origin
		/// Signed, by the [`Judge`] of the hold: who set them apart and has them, or the
		/// manufacturer of all packs in them, or a regulator. After an excursion, after a return
		/// by a patient and where the manufacturer set them apart: one of the last two. Where a
		/// regulator did, and of what is illegitimate: a regulator.
		///
		/// ## Parameters
		/// - `items`: what: the outermost items, one of each.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::NotHeldBack`], [`Error::Illegitimate`], [`Error::NotAuthorized`], those of the
		/// items, or of the event.
		///
		/// ## Events
		/// [`Event::Cleared`].
		#[pallet::call_index(15)]
		#[pallet::weight(Pallet::<T>::charge(
			items,
			T::WeightInfo::clear,
			T::WeightInfo::clear_containers
		))]
		pub fn clear(origin: OriginFor<T>, items: Items, event: EventInfo) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_clear(&who, items, event)
		}

		/// Says that items are not what they should be. They can only be destroyed, or sent back,
		/// unless a regulator clears them.
		///
		/// ## Dispatch Origin
		/// Signed, by who has the items, by the manufacturer of all packs in them, or by a
		/// regulator.
		///
		/// ## Parameters
		/// - `items`: what: the outermost items, one of each.
		/// - `reason`: one of the last four.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::BadReason`], [`Error::NotAuthorized`], [`Error::AlreadyHeldBack`],
		/// [`Error::AlreadyDispensed`], those of the items, or of the event.
		///
		/// ## Events
		/// [`Event::MarkedIllegitimate`].
		#[pallet::call_index(16)]
		#[pallet::weight(Pallet::<T>::charge(
			items,
			T::WeightInfo::mark_illegitimate,
			T::WeightInfo::mark_illegitimate_containers
		))]
		pub fn mark_illegitimate(
			origin: OriginFor<T>,
			items: Items,
			reason: SuspectReason,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_mark_illegitimate(&who, items, reason, event)
		}

		/// Calls packs back: wherever they are, they are no longer shipped onward or dispensed. It
		/// takes one write, however many they are. Of the [`MAX_RECALLS`] that can stand against a
		/// product or a lot the last [`REGULATORS_RECALLS`] are a regulator's alone.
		///
		/// ## Dispatch Origin
		/// Signed, by the product's manufacturer, or a regulator.
		///
		/// ## Parameters
		/// - `scope`: which packs.
		/// - `class`: how dangerous they are.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::ProductNotFound`], [`Error::LotNotFound`], [`Error::BadRange`],
		/// [`Error::NotAuthorized`], [`Error::TooManyRecalls`], [`Error::NumbersExhausted`], those
		/// of the event.
		///
		/// ## Events
		/// [`Event::Recalled`].
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::recall())]
		pub fn recall(
			origin: OriginFor<T>,
			scope: Scope,
			class: RecallClass,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_recall(&who, scope, class, event)
		}

		/// Ends a recall.
		///
		/// ## Dispatch Origin
		/// Signed, by a regulator; or by the manufacturer that called back, if it is that still and was
		/// no regulator then.
		///
		/// ## Parameters
		/// - `recall`: which.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::RecallNotFound`], [`Error::AlreadyLifted`], [`Error::NotAuthorized`], those of
		/// the event.
		///
		/// ## Events
		/// [`Event::RecallLifted`].
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::lift_recall())]
		pub fn lift_recall(
			origin: OriginFor<T>,
			recall: RecallId,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_lift_recall(&who, recall, event)
		}

		/// Says that items are destroyed, a container with all that is in it.
		///
		/// ## Dispatch Origin
		/// Signed, by who has the items.
		///
		/// ## Parameters
		/// - `items`: what: the outermost items, one of each.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::InTransit`], [`Error::AlreadyDispensed`], those of the items, or of the event.
		///
		/// ## Events
		/// [`Event::Destroyed`].
		#[pallet::call_index(19)]
		#[pallet::weight(Pallet::<T>::charge(
			items,
			T::WeightInfo::destroy,
			T::WeightInfo::destroy_containers
		))]
		pub fn destroy(origin: OriginFor<T>, items: Items, event: EventInfo) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_destroy(&who, items, event)
		}

		/// Takes the identity off packs.
		///
		/// ## Dispatch Origin
		/// Signed, by who has them.
		///
		/// ## Parameters
		/// - `items`: packs and stretches, in no container.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::NotAPack`], [`Error::Illegitimate`], [`Error::InTransit`],
		/// [`Error::AlreadyDispensed`], those of the items, or of the event.
		///
		/// ## Events
		/// [`Event::Decommissioned`].
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::decommission(Pallet::<T>::counted(items.len())))]
		pub fn decommission(
			origin: OriginFor<T>,
			items: Items,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_decommission(&who, items, event)
		}

		/// Makes packs of others: the inputs are decommissioned, the outputs commissioned. The lot of
		/// the outputs remembers between which places of which lot all its inputs lay: recalls of
		/// these, and of their product, reach the outputs too, and no output is good for longer than
		/// they were.
		///
		/// ## Dispatch Origin
		/// Signed, by who has the inputs and is the manufacturer of the lot's product.
		///
		/// ## Parameters
		/// - `inputs`: packs and stretches of one lot, in no container; neither held back nor
		///   recalled nor expired, nor made of others themselves.
		/// - `lot`: the lot of the outputs: an empty one, or one whose packs were all made of the same
		///   lot's.
		/// - `serials`: their serial numbers.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::NotAPack`], [`Error::Quarantined`], [`Error::Illegitimate`],
		/// [`Error::Recalled`], [`Error::Expired`], [`Error::MixedSources`],
		/// [`Error::AlreadyTransformed`], [`Error::OtherSource`], [`Error::LotNotEmpty`],
		/// [`Error::OutlivesSource`], [`Error::NoItems`], [`Error::LotNotFound`],
		/// [`Error::NotManufacturer`], [`Error::LotFull`], [`Error::AlreadyCommissioned`], those of
		/// the items, and of the event.
		///
		/// ## Events
		/// [`Event::Transformed`].
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::transform(
			Pallet::<T>::counted(inputs.len()),
			Pallet::<T>::counted(serials.len())
		))]
		pub fn transform(
			origin: OriginFor<T>,
			inputs: Items,
			lot: LotId,
			serials: Serials,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_transform(&who, inputs, lot, serials, event)
		}

		/// Lets a sensor report for an item, wherever it goes.
		///
		/// ## Dispatch Origin
		/// Signed, by who has the item, or the outermost container it is in.
		///
		/// ## Parameters
		/// - `item`: a pack with an entry of its own, or a container.
		/// - `sensor`: the sensor's key.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::NotASensorItem`], [`Error::NotHolder`], [`Error::AlreadyBound`],
		/// [`Error::PackNotFound`], [`Error::ContainerNotFound`],
		/// [`Error::EventBeforePredecessor`], those of the event.
		///
		/// ## Events
		/// [`Event::SensorBound`].
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::bind_sensor())]
		pub fn bind_sensor(
			origin: OriginFor<T>,
			item: Subject,
			sensor: T::AccountId,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_bind_sensor(&who, item, sensor, event)
		}

		/// Lets a sensor no longer report for an item.
		///
		/// ## Dispatch Origin
		/// Signed, by who bound it, by the manufacturer of all packs in the item, by a regulator,
		/// or, of a sensor that the manufacturer did not bind, by who has the item, or the
		/// outermost container it is in.
		///
		/// ## Parameters
		/// - `item`: which.
		/// - `sensor`: which.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::NotASensorItem`], [`Error::NotAuthorized`], [`Error::NotBound`],
		/// [`Error::PackNotFound`], [`Error::ContainerNotFound`],
		/// [`Error::EventBeforePredecessor`], those of the event.
		///
		/// ## Events
		/// [`Event::SensorUnbound`].
		#[pallet::call_index(23)]
		#[pallet::weight(T::WeightInfo::unbind_sensor())]
		pub fn unbind_sensor(
			origin: OriginFor<T>,
			item: Subject,
			sensor: T::AccountId,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_unbind_sensor(&who, item, sensor, event)
		}

		/// Tells what was measured. If a product in the item does not bear it, the outermost
		/// container it is in, or itself, is held back, until its manufacturer or a regulator
		/// clears it; a hold that its holder could end gives way.
		///
		/// ## Dispatch Origin
		/// Signed, by a sensor that is bound to the item.
		///
		/// ## Parameters
		/// - `item`: which.
		/// - `reading`: what, and in which span of time, since the sensor was bound.
		/// - `event`: what the caller says of the event, which happens when the sensor is read out.
		///
		/// ## Errors
		/// [`Error::NotASensorItem`], [`Error::NotBound`], [`Error::BadReading`],
		/// [`Error::ReadingBeforeBinding`], [`Error::BinderGone`],
		/// [`Error::AlreadyDispensed`], [`Error::Destroyed`], [`Error::Decommissioned`],
		/// [`Error::PackNotFound`], [`Error::ContainerNotFound`],
		/// [`Error::EventBeforePredecessor`], those of the event.
		///
		/// ## Events
		/// [`Event::ConditionReported`], [`Event::Excursion`].
		#[pallet::call_index(24)]
		#[pallet::weight(T::WeightInfo::report_condition())]
		pub fn report_condition(
			origin: OriginFor<T>,
			item: Subject,
			reading: Reading,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_report_condition(&who, item, reading, event)
		}

		/// Records that something was seen of items. It changes nothing of how they stand.
		///
		/// ## Dispatch Origin
		/// Signed, by who has the items, or sent them off.
		///
		/// ## Parameters
		/// - `items`: what: the outermost items, one of each.
		/// - `step`: the step of business, one for which there is no other call.
		/// - `disposition`: the condition, one that does not come of another call.
		/// - `event`: what the caller says of the event.
		///
		/// ## Errors
		/// [`Error::BadStep`], [`Error::BadDisposition`], those of the items, or of the event.
		///
		/// ## Events
		/// [`Event::Observed`].
		#[pallet::call_index(25)]
		#[pallet::weight(Pallet::<T>::charge(
			items,
			T::WeightInfo::observe,
			T::WeightInfo::observe_containers
		))]
		pub fn observe(
			origin: OriginFor<T>,
			items: Items,
			step: BizStep,
			disposition: Option<Disposition>,
			event: EventInfo,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_observe(&who, items, step, disposition, event)
		}

		/// Declares a recorded event to be an error. It stays, and so does what it changed.
		///
		/// ## Dispatch Origin
		/// Signed, by who recorded it.
		///
		/// ## Parameters
		/// - `hash`: the event's hash.
		/// - `reason`: why.
		/// - `corrective`: hash of the caller's event that puts it right.
		///
		/// ## Errors
		/// [`Error::EventNotFound`], [`Error::AlreadyDeclared`], [`Error::SelfCorrection`].
		///
		/// ## Events
		/// [`Event::ErrorDeclared`].
		#[pallet::call_index(26)]
		#[pallet::weight(T::WeightInfo::declare_error())]
		pub fn declare_error(
			origin: OriginFor<T>,
			hash: Digest,
			reason: ErrorReason,
			corrective: Option<Digest>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_declare_error(&who, hash, reason, corrective)
		}

		/// Tells that a pack was verified at suspiciously many places. Nothing about the pack changes.
		///
		/// ## Dispatch Origin
		/// None: an inherent of the block's author, at most one a block.
		///
		/// ## Parameters
		/// - `pack`: which, with an entry of its own or without.
		/// - `places`: at how many places.
		///
		/// ## Errors
		/// [`Error::AlertTooSoon`].
		///
		/// ## Events
		/// [`Event::Alert`].
		#[pallet::call_index(27)]
		#[pallet::weight((T::WeightInfo::raise_alert(), DispatchClass::Mandatory))]
		pub fn raise_alert(origin: OriginFor<T>, pack: PackId, places: u32) -> DispatchResult {
			ensure_none(origin)?;
			Self::do_raise_alert(pack, places)
		}

		/// Lets another manufacturer take a product over, as after a merger, when a key was lost, or
		/// when somebody registered a GTIN that GS1 gave to another. It takes the place of an earlier
		/// offer. Nothing else about the product changes until it is accepted.
		///
		/// ## Dispatch Origin
		/// Signed, by the product's manufacturer, or a regulator. Where a regulator has offered it:
		/// by a regulator.
		///
		/// ## Parameters
		/// - `gtin`: which product.
		/// - `to`: who may accept it. Its manufacturer: nobody, an offer is withdrawn.
		///
		/// ## Errors
		/// [`Error::ProductNotFound`], [`Error::NotManufacturer`], [`Error::NotAuthorized`].
		///
		/// ## Events
		/// [`Event::ProductOffered`].
		#[pallet::call_index(28)]
		#[pallet::weight(T::WeightInfo::offer_product())]
		pub fn offer_product(origin: OriginFor<T>, gtin: Gtin, to: T::AccountId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_offer_product(&who, gtin, to)
		}

		/// Takes a product over. From now on the caller is the manufacturer of all its lots, and of
		/// the packs in them, whoever has these. The product's deposit goes back to who was its
		/// manufacturer, and the caller puts one down; those of its lots stay with who made them.
		///
		/// ## Dispatch Origin
		/// Signed, by the manufacturer to whom it is offered.
		///
		/// ## Parameters
		/// - `gtin`: which product.
		///
		/// ## Errors
		/// [`Error::ProductNotFound`], [`Error::NotOffered`], [`Error::NotManufacturer`], or that of
		/// the deposits.
		///
		/// ## Events
		/// [`Event::ProductAccepted`].
		#[pallet::call_index(29)]
		#[pallet::weight(T::WeightInfo::accept_product())]
		pub fn accept_product(origin: OriginFor<T>, gtin: Gtin) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_accept_product(&who, gtin)
		}
	}

	#[pallet::inherent]
	impl<T: Config> ProvideInherent for Pallet<T> {
		type Call = Call<T>;
		type Error = InherentError;

		const INHERENT_IDENTIFIER: InherentIdentifier = INHERENT_IDENTIFIER;

		fn create_inherent(data: &InherentData) -> Option<Self::Call> {
			let (pack, places) = Self::alert_in(data)?;
			Some(Call::raise_alert { pack, places })
		}

		fn is_inherent(call: &Self::Call) -> bool {
			matches!(call, Call::raise_alert { .. })
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Whether a pack is what its print says, and good.
		pub fn verify(query: PackQuery) -> Verification<T::AccountId> {
			Self::verification(&query)
		}

		/// A pack that has an entry of its own.
		pub fn pack_of(pack: PackId) -> Option<PackInfo<T::AccountId>> {
			Self::pack_info(pack)
		}

		/// A container.
		pub fn container_of(container: Sscc) -> Option<ContainerInfo<T::AccountId>> {
			Self::container_info(container)
		}

		/// A lot, by what is printed.
		pub fn lot(gtin: Gtin, lot: Lot) -> Option<LotInfo<T::AccountId>> {
			Self::lot_info(LotOf::<T>::get(gtin, lot)?)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			invariants::check::<T>()
		}
	}

	impl<T: Config> Pallet<T> {
		/// The present, in seconds since 1970.
		pub(crate) fn now() -> u64 {
			T::Time::now().as_secs()
		}

		pub(crate) fn counted(length: usize) -> u32 {
			u32::try_from(length).unwrap_or(u32::MAX)
		}
	}
}
