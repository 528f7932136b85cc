//! The goods in an event: what it is about, and what comes into being.

use super::{Answer, Interpreter};
use crate::{
	drug::{
		act::{Act, Named, Thing},
		terms,
	},
	epcis::{Decimal, EventType, Instant, Quantity, Rule},
	gs1::{scan, Epc, Identifier},
};
use medchain_support::{Expiry, Gtin, Lot, Serial, Sscc};

impl Interpreter<'_> {
	// Things.

	pub(super) fn epc(&self, field: &str, address: &str) -> Answer<Epc> {
		let identifier = Identifier::read(address)
			.map_err(|e| self.refusal(field, Rule::Format, e.to_string()))?;
		identifier.and_then(|identifier| identifier.epc()).ok_or_else(|| {
			self.refusal(
				field,
				Rule::Mapping,
				format!(
					"{address} is neither a serialised pack (SGTIN) nor a logistic unit (SSCC); the chain \
					 knows no other things"
				),
			)
		})
	}

	pub(super) fn thing(&self, field: &str, address: &str) -> Answer<Named> {
		let thing = match self.epc(field, address)? {
			Epc::Item(gtin, serial) => Thing::Pack(gtin, serial),
			Epc::Unit(sscc) => Thing::Container(sscc),
			_ => {
				return self.refuse(
					field,
					Rule::Mapping,
					format!("{address} names no single pack or logistic unit"),
				)
			}
		};
		Ok(Named { thing, field: field.into() })
	}

	/// What the event is about: the container that everything is in, or each thing.
	pub(super) fn things(&self) -> Answer<Vec<Named>> {
		if let Some(parent) = &self.event.parent {
			return Ok(vec![self.thing("parentID", parent)?]);
		}
		let (list, epcs, quantity_list, quantities) = match self.event.kind {
			EventType::Aggregation | EventType::Association => (
				"childEPCs",
				&self.event.children,
				"childQuantityList",
				&self.event.child_quantities,
			),
			_ => ("epcList", &self.event.epcs, "quantityList", &self.event.quantities),
		};
		let mut things = Vec::new();
		for (number, epc) in epcs.iter().enumerate() {
			things.push(self.thing(&format!("{list}[{number}]"), epc)?);
		}
		self.with_quantities(&mut things, quantity_list, quantities)?;
		match things.is_empty() {
			true => self.refuse(
				list,
				Rule::Identifiers,
				"no pack or logistic unit is named, and the chain knows nothing else",
			),
			false => Ok(things),
		}
	}

	/// The same, where no containers are right.
	pub(super) fn packs(&self) -> Answer<Vec<Named>> {
		let things = self.things()?;
		match things.iter().find(|it| matches!(it.thing, Thing::Container(_))) {
			Some(container) => {
				self.refuse(&container.field, Rule::Mapping, "right are packs alone")
			}
			None => Ok(things),
		}
	}

	pub(super) fn children(&self) -> Answer<Vec<Named>> {
		let mut things = Vec::new();
		for (number, epc) in self.event.children.iter().enumerate() {
			things.push(self.thing(&format!("childEPCs[{number}]"), epc)?);
		}
		self.with_quantities(&mut things, "childQuantityList", &self.event.child_quantities)?;
		Ok(things)
	}

	pub(super) fn container(&self) -> Answer<Sscc> {
		let parent = self.event.parent.as_deref().unwrap_or_default();
		match self.epc("parentID", parent)? {
			Epc::Unit(sscc) => Ok(sscc),
			_ => self.refuse(
				"parentID",
				Rule::Mapping,
				format!(
					"{parent} is no logistic unit (SSCC), and containers are such on the chain"
				),
			),
		}
	}

	pub(super) fn repacked_from(&self) -> Answer<Option<Sscc>> {
		let field = "medchain:from";
		let Some(address) = terms::of_event(self.event, terms::FROM) else { return Ok(None) };
		match self.epc(field, &address)? {
			Epc::Unit(sscc) => Ok(Some(sscc)),
			_ => self.refuse(field, Rule::Mapping, "right is a logistic unit (SSCC)"),
		}
	}

	/// So many packs of a lot are those that were commissioned at once.
	pub(super) fn with_quantities(
		&self,
		things: &mut Vec<Named>,
		list: &str,
		quantities: &[Quantity],
	) -> Answer<()> {
		for (number, quantity) in quantities.iter().enumerate() {
			let (gtin, lot, count) = self.quantity(list, number, quantity)?;
			let field = format!("{list}[{number}]");
			things.push(Named { thing: Thing::Packs(gtin, lot, count), field });
		}
		Ok(())
	}

	pub(super) fn quantity(
		&self,
		list: &str,
		number: usize,
		quantity: &Quantity,
	) -> Answer<(Gtin, Lot, u32)> {
		let field = format!("{list}[{number}]");
		let class = format!("{field}.epcClass");
		let Epc::Lot(gtin, lot) = self.epc(&class, &quantity.class)? else {
			return self.refuse(
				&class,
				Rule::Mapping,
				"quantities of a product without its lot cannot be followed; the chain follows packs",
			);
		};
		if let Some(unit) = &quantity.unit {
			return self.refuse(
				&format!("{field}.uom"),
				Rule::Mapping,
				format!("packs are counted, not measured in {unit}"),
			);
		}
		let count = quantity.quantity.as_ref().map(Decimal::as_str);
		match count.and_then(|count| count.parse().ok()) {
			Some(count) if count > 0 => Ok((gtin, lot, count)),
			_ => self.refuse(
				&format!("{field}.quantity"),
				Rule::Mapping,
				"right is how many packs, a whole number",
			),
		}
	}

	pub(super) fn no_quantities(&self, list: &str, quantities: &[Quantity]) -> Answer<()> {
		match quantities.is_empty() {
			true => Ok(()),
			false => self.refuse(
				&format!("{list}[0]"),
				Rule::Mapping,
				"right are single packs and logistic units",
			),
		}
	}

	// Commissioning.

	/// The serial numbers of packs of one product, and the lots that their addresses name.
	pub(super) fn serials(
		&self,
		list: &str,
		epcs: &[String],
	) -> Answer<(Gtin, Vec<Serial>, Vec<Lot>)> {
		let mut product = None;
		let (mut serials, mut lots) = (Vec::new(), Vec::new());
		for (number, epc) in epcs.iter().enumerate() {
			let field = format!("{list}[{number}]");
			let Epc::Item(gtin, serial) = self.epc(&field, epc)? else {
				return self.refuse(&field, Rule::Mapping, "right are serialised packs (SGTIN)");
			};
			if *product.get_or_insert(gtin) != gtin {
				return self.refuse(
					&field,
					Rule::Mapping,
					"packs of one product come into being by one event",
				);
			}
			serials.push(serial);
			// Only the lot is wanted, which has no year. A URN of a pack has none.
			lots.extend(scan(epc, 2000).ok().and_then(|scan| scan.lot));
		}
		match product {
			Some(product) => Ok((product, serials, lots)),
			None => self.refuse(list, Rule::Identifiers, "no pack comes into being"),
		}
	}

	pub(super) fn instance_data(&self, local: &str) -> Option<String> {
		let ilmd = self.event.ilmd.as_deref().unwrap_or_default();
		terms::find(ilmd, terms::MASTER_DATA, local)
	}

	/// The lot of packs that come into being.
	pub(super) fn lot(&self, mut named: Vec<Lot>) -> Answer<Lot> {
		let field = "ilmd.cbvmda:lotNumber";
		if let Some(text) = self.instance_data("lotNumber") {
			let lot = text.parse().map_err(|e: medchain_support::gs1::KeyError| {
				self.refusal(field, Rule::Format, e.to_string())
			})?;
			named.push(lot);
		}
		match named.split_first() {
			None => self.refuse(
				field,
				Rule::Required,
				"packs come into being in a lot, which is not named",
			),
			Some((lot, others)) if others.iter().all(|other| other == lot) => Ok(*lot),
			Some(_) => self.refuse(
				field,
				Rule::Combination,
				"packs of one lot come into being by one event",
			),
		}
	}

	pub(super) fn expiry(&self) -> Answer<Option<Expiry>> {
		let field = "ilmd.cbvmda:itemExpirationDate";
		let Some(text) = self.instance_data("itemExpirationDate") else { return Ok(None) };
		// A date, or an instant on that day.
		let day = match Instant::parse(&text) {
			Some(_) => text.get(..10).unwrap_or(&text),
			None => &text,
		};
		day.parse().map(Some).map_err(|e: medchain_support::gs1::KeyError| {
			self.refusal(field, Rule::Format, e.to_string())
		})
	}

	pub(super) fn commission(&self) -> Answer<Act> {
		let expiry = self.expiry()?;
		match (&self.event.epcs[..], &self.event.quantities[..]) {
			([], [quantity]) => {
				let (gtin, lot, count) = self.quantity("quantityList", 0, quantity)?;
				let root = terms::of_event(self.event, terms::ROOT)
					.map(|root| self.digest("medchain:root", &root))
					.transpose()?;
				Ok(Act::CommissionRoot { gtin, lot, expiry, count, root })
			}
			(_, []) => {
				let (gtin, serials, lots) = self.serials("epcList", &self.event.epcs)?;
				let lot = self.lot(lots)?;
				Ok(Act::Commission { gtin, lot, expiry, serials })
			}
			_ => self.refuse(
				"quantityList",
				Rule::Mapping,
				"packs come into being by a list of them, or as one quantity of a lot",
			),
		}
	}
}
