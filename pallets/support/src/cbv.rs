//! The closed word lists of the GS1 Core Business Vocabulary (CBV) 2.0 for events of EPCIS.

use crate::vocabulary::UnknownCode;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

vocabulary! {
	/// What happened, as a step of business: all words of CBV 2.0, section 7.1. In EPCIS it is
	/// `bizStep`.
	enum BizStep,
	/// A set of steps.
	set BizSteps(u64) {
		/// Goods are taken over, with or without possession or ownership.
		Accepting = 0 => "accepting",
		/// A shipment has reached a place and is not yet received.
		Arriving = 1 => "arriving",
		/// Parts become a new whole and stay recognisable.
		Assembling = 2 => "assembling",
		/// Things are picked up for disposal, recycling or reuse.
		Collecting = 3 => "collecting",
		/// An identity is put on a thing for the first time.
		Commissioning = 4 => "commissioning",
		/// Shipping that also passes on title or possession.
		Consigning = 5 => "consigning",
		/// A quantity of a class, such as a lot, is made.
		CreatingClassInstance = 6 => "creating_class_instance",
		/// A part of the stock is counted, not for the books.
		CycleCounting = 7 => "cycle_counting",
		/// An identity is taken off a thing, which may get another.
		Decommissioning = 8 => "decommissioning",
		/// A shipment leaves a place.
		Departing = 9 => "departing",
		/// A thing is destroyed.
		Destroying = 10 => "destroying",
		/// A whole is taken apart.
		Disassembling = 11 => "disassembling",
		/// A part or all of a product is given to who uses it.
		Dispensing = 12 => "dispensing",
		/// An identity is written to a tag or a label.
		Encoding = 13 => "encoding",
		/// Someone goes in or out with a thing.
		EnteringExiting = 14 => "entering_exiting",
		/// A thing is set apart, for a reason such as a doubt.
		Holding = 15 => "holding",
		/// A thing is looked at for its condition or its papers.
		Inspecting = 16 => "inspecting",
		/// A part is put into a whole.
		Installing = 17 => "installing",
		/// A tag is made unreadable for good.
		Killing = 18 => "killing",
		/// Things are put into a means of transport.
		Loading = 19 => "loading",
		/// A step for which there is no word.
		Other = 20 => "other",
		/// Things are put into a container.
		Packing = 21 => "packing",
		/// Things are chosen for an order.
		Picking = 22 => "picking",
		/// A shipment is taken in and checked.
		Receiving = 23 => "receiving",
		/// A part is taken out of a whole.
		Removing = 24 => "removing",
		/// The packing of a thing is changed.
		Repackaging = 25 => "repackaging",
		/// A thing is mended.
		Repairing = 26 => "repairing",
		/// A part is changed for another.
		Replacing = 27 => "replacing",
		/// Identities are set aside for somebody.
		Reserving = 28 => "reserving",
		/// A thing is sold to who uses it.
		RetailSelling = 29 => "retail_selling",
		/// A part is taken away for a test.
		Sampling = 30 => "sampling",
		/// What a sensor measured is told.
		SensorReporting = 31 => "sensor_reporting",
		/// Picking, loading and departing as a whole.
		Shipping = 32 => "shipping",
		/// Things are put where a shipment waits.
		StagingOutbound = 33 => "staging_outbound",
		/// The stock is counted for the books.
		StockTaking = 34 => "stock_taking",
		/// A thing is put within reach of customers.
		Stocking = 35 => "stocking",
		/// A thing is moved in or out of a store.
		Storing = 36 => "storing",
		/// A shipment is on its way by a vehicle.
		Transporting = 37 => "transporting",
		/// Things are taken out of a means of transport.
		Unloading = 38 => "unloading",
		/// Things are taken out of a container.
		Unpacking = 39 => "unpacking",
		/// A shipment that was told is said not to have been one.
		VoidShipping = 40 => "void_shipping",
	}
}

impl BizStep {
	/// What stands before the word in the standard's web address of it.
	pub const WEB: &'static str = "https://ref.gs1.org/cbv/BizStep-";
}

vocabulary! {
	/// What condition things are in after an event: all words of CBV 2.0, section 7.2. In EPCIS it
	/// is `disposition`, and what stands in `persistentDisposition`.
	enum Disposition,
	/// A set of conditions.
	set Dispositions(u64) {
		/// Commissioned and just now in the chain.
		Active = 0 => "active",
		/// Ready for use.
		Available = 1 => "available",
		/// All children are taken to be there; not all were read.
		CompletenessInferred = 2 => "completeness_inferred",
		/// All children were read.
		CompletenessVerified = 3 => "completeness_verified",
		/// It is as its papers or rules say.
		Conformant = 4 => "conformant",
		/// Its container is closed.
		ContainerClosed = 5 => "container_closed",
		/// Its container is open.
		ContainerOpen = 6 => "container_open",
		/// Damaged.
		Damaged = 7 => "damaged",
		/// Destroyed.
		Destroyed = 8 => "destroyed",
		/// All of it was dispensed.
		Dispensed = 9 => "dispensed",
		/// Given away for disposal.
		Disposed = 10 => "disposed",
		/// Its identity is written, and not yet in use.
		Encoded = 11 => "encoded",
		/// Past its last day of use.
		Expired = 12 => "expired",
		/// On its normal way in the chain.
		InProgress = 13 => "in_progress",
		/// Between two trading partners.
		InTransit = 14 => "in_transit",
		/// Decommissioned; the identity may be used again.
		Inactive = 15 => "inactive",
		/// Another class of thing than was announced.
		MismatchClass = 16 => "mismatch_class",
		/// Another thing than was announced.
		MismatchInstance = 17 => "mismatch_instance",
		/// Another quantity than was announced.
		MismatchQuantity = 18 => "mismatch_quantity",
		/// Works badly and is to be replaced.
		NeedsReplacement = 19 => "needs_replacement",
		/// No pedigree was found for it.
		NoPedigreeMatch = 20 => "no_pedigree_match",
		/// It is not as its papers or rules say.
		NonConformant = 21 => "non_conformant",
		/// Cannot be sold, for a reason without a word.
		NonSellableOther = 22 => "non_sellable_other",
		/// A part of it was dispensed.
		PartiallyDispensed = 23 => "partially_dispensed",
		/// To be given back for the safety of people.
		Recalled = 24 => "recalled",
		/// Its identity is set aside for somebody.
		Reserved = 25 => "reserved",
		/// Sold to who uses it.
		RetailSold = 26 => "retail_sold",
		/// Given back by who had it.
		Returned = 27 => "returned",
		/// Can be sold, and is within reach of customers.
		SellableAccessible = 28 => "sellable_accessible",
		/// Can be sold, and is out of reach of customers.
		SellableNotAccessible = 29 => "sellable_not_accessible",
		/// Taken by somebody who may not have it.
		Stolen = 30 => "stolen",
		/// Cannot be used now.
		Unavailable = 31 => "unavailable",
		/// Its condition is not known.
		Unknown = 32 => "unknown",
	}
}

impl Disposition {
	/// What stands before the word in the standard's web address of it.
	pub const WEB: &'static str = "https://ref.gs1.org/cbv/Disp-";

	/// Whether it comes of something that was done to the goods or decided about them, so that nobody
	/// only sees it.
	pub const fn is_consequence(self) -> bool {
		matches!(
			self,
			Self::Active
				| Self::Damaged
				| Self::Destroyed
				| Self::Dispensed
				| Self::Disposed
				| Self::InTransit
				| Self::Inactive
				| Self::NonConformant
				| Self::NonSellableOther
				| Self::Recalled
				| Self::RetailSold
				| Self::Returned
				| Self::Stolen
		)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_step_maps_both_ways() {
		assert_eq!(BizStep::ALL.len(), 41);
		for (number, step) in BizStep::ALL.iter().enumerate() {
			assert_eq!(step.encode(), [number as u8], "numbers run without gaps");
			assert_eq!(BizStep::decode(&mut &[number as u8][..]), Ok(*step));
			assert_eq!(BizStep::from_str(step.code()), Ok(*step));
			assert_eq!(BizStep::CODES[number], step.code());
			assert_eq!(BizSteps::from(*step).iter().collect::<Vec<_>>(), [*step]);
		}
		assert_eq!(BizStep::ALL.iter().copied().collect::<BizSteps>(), BizSteps::ALL);
		assert!(BizSteps::ALL.is_known() && !BizSteps(!0).is_known());
		assert!(BizStep::decode(&mut &[41][..]).is_err());
	}

	#[test]
	fn every_condition_maps_both_ways() {
		assert_eq!(Disposition::ALL.len(), 33);
		for (number, condition) in Disposition::ALL.iter().enumerate() {
			assert_eq!(condition.encode(), [number as u8], "numbers run without gaps");
			assert_eq!(Disposition::decode(&mut &[number as u8][..]), Ok(*condition));
			assert_eq!(Disposition::from_str(condition.code()), Ok(*condition));
			assert_eq!(Disposition::CODES[number], condition.code());
			assert_eq!(Dispositions::from(*condition).iter().collect::<Vec<_>>(), [*condition]);
		}
		assert_eq!(Disposition::ALL.iter().copied().collect::<Dispositions>(), Dispositions::ALL);
		assert!(Dispositions::ALL.is_known() && !Dispositions(!0).is_known());
		assert!(Disposition::decode(&mut &[33][..]).is_err());
	}

	#[test]
	fn words_are_bare_and_in_the_standards_case() {
		assert_eq!(BizStep::from_code("shipping"), Some(BizStep::Shipping));
		assert_eq!(Disposition::from_code("in_transit"), Some(Disposition::InTransit));
		for word in ["", "Shipping", "transforming", "urn:epcglobal:cbv:bizstep:shipping"] {
			let error = BizStep::from_str(word).unwrap_err();
			assert_eq!((error.list, error.known), ("BizStep", BizStep::CODES), "{word}");
		}
		// Words of CBV 1.2 that CBV 2.0 does not have any more.
		for word in ["non_sellable_expired", "non_sellable_recalled", "sold"] {
			assert_eq!(Disposition::from_code(word), None, "{word}");
		}
	}
}
