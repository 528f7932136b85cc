//! Why calls are refused.

use frame::deps::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// All numbers were given.
		NumbersExhausted,
		/// Who calls is not a manufacturer, or not the one of this product.
		NotManufacturer,
		/// There is a product with this GTIN.
		ProductExists,
		/// There is no product with this GTIN.
		ProductNotFound,
		/// The lowest temperature is above the highest.
		BadLimits,
		/// The product is not offered to who calls.
		NotOffered,
		/// The product has a lot of this name.
		LotExists,
		/// There is no lot of this number.
		LotNotFound,
		/// The lot would have more than [`MAX_LOT_PACKS`] packs.
		LotFull,
		/// The lot has [`MAX_BATCHES`] batches.
		TooManyBatches,
		/// A batch has at least one pack.
		EmptyBatch,
		/// A pack with this identity has an entry. What stands under a root without having been
		/// touched is not known to the chain, and not found here.
		AlreadyCommissioned,
		/// What packs are made of is all of one lot.
		MixedSources,
		/// The packs of this lot were made of another lot's.
		OtherSource,
		/// The lot has packs that were not made of others, and so gets none that are.
		LotNotEmpty,
		/// The lot's packs are made of others, and it gets no other ones.
		HasSource,
		/// What was made of other packs is not made into others again.
		AlreadyTransformed,
		/// The lot's last day of use lies after that of what its packs are made of.
		OutlivesSource,
		/// An event lies in the future.
		EventInFuture,
		/// An event lies before the last one of an item.
		EventBeforePredecessor,
		/// The caller has recorded an event with this hash.
		AlreadyRecorded,
		/// No item is named.
		NoItems,
		/// An item is named twice.
		ItemTwice,
		/// No pack with this identity has an entry of its own.
		PackNotFound,
		/// No portion of the lot begins at this place.
		PortionNotFound,
		/// The place, or the stretch, does not lie in the portion named.
		NotInPortion,
		/// There is no such container.
		ContainerNotFound,
		/// The proof does not lead from this pack at this place to the batch's root, or has another length
		/// than the way has.
		BadProof,
		/// The pack has an entry of its own: name it by its identity.
		AlreadyOnChain,
		/// Who calls does not have the item.
		NotHolder,
		/// The item is in a container: unpack it, or name the outermost container.
		HasParent,
		/// The item is not in this container.
		NotInContainer,
		/// A container is not put into itself.
		SameContainer,
		/// There would be more than [`MAX_DEPTH`] containers within each other.
		TooDeep,
		/// The container would hold packs of more than [`MAX_LOTS`] lots.
		TooManyLots,
		/// The item is on its way.
		InTransit,
		/// The item is not on its way.
		NotInTransit,
		/// The shipment was rejected: the holder receives it.
		Rejected,
		/// A patient has the pack.
		AlreadyDispensed,
		/// No patient has the pack.
		NotDispensed,
		/// The item was destroyed.
		Destroyed,
		/// The item was decommissioned.
		Decommissioned,
		/// The item is set apart.
		Quarantined,
		/// The item was found to be illegitimate.
		Illegitimate,
		/// The item is called back.
		Recalled,
		/// The last day of use is over.
		Expired,
		/// Who calls, or who is to get the item, is no trading partner now: a manufacturer, distributor,
		/// pharmacy, provider organisation or laboratory.
		NotTradingPartner,
		/// Nobody ships to oneself.
		SelfShipment,
		/// Items go back only to who makes all packs in them, or to who shipped them to the holder.
		WrongReturn,
		/// The item was shipped to somebody else.
		NotConsignee,
		/// Only packs, or stretches of them, and of what is dispensed only packs.
		NotAPack,
		/// Who calls is no pharmacy, provider organisation or practitioner now.
		NotDispenser,
		/// Another dispensed the pack.
		NotSeller,
		/// This reason is not set by this call.
		BadReason,
		/// The item is held back already.
		AlreadyHeldBack,
		/// The item is not held back.
		NotHeldBack,
		/// Who calls may not do this to the item, or to the recall.
		NotAuthorized,
		/// The stretch is empty, reversed, or not all of it was commissioned.
		BadRange,
		/// [`MAX_RECALLS`] recalls stand against the product or lot; of one that is no regulator's, as
		/// many as leave [`REGULATORS_RECALLS`] free.
		TooManyRecalls,
		/// There is no recall of this number.
		RecallNotFound,
		/// The recall was lifted.
		AlreadyLifted,
		/// A sensor is bound to packs and containers.
		NotASensorItem,
		/// This sensor is bound to the item.
		AlreadyBound,
		/// This sensor is not bound to the item.
		NotBound,
		/// A reading ends before it begins or after the event, or its lowest is above its highest.
		BadReading,
		/// The reading begins before the sensor was bound.
		ReadingBeforeBinding,
		/// Who bound the sensor neither has the item, nor shipped it to who has it, nor makes it.
		BinderGone,
		/// There is a call for this step.
		BadStep,
		/// This condition comes of a call of its own.
		BadDisposition,
		/// The caller has recorded no event with this hash.
		EventNotFound,
		/// The event was declared to be an error.
		AlreadyDeclared,
		/// An event is not put right by itself.
		SelfCorrection,
		/// There was an alert in this block, or about this pack within [`Config::AlertPeriod`].
		AlertTooSoon,
	}
}
