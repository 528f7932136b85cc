//! Events that commands make of their arguments, so that each record on the chain has a document.

use super::{
	act::{Called, Thing},
	terms,
};
use crate::{
	epcis::{
		event::{Reading as Value, SensorElement, SensorReport},
		Action, Decimal, ErrorDeclaration, Event, EventType, Extension, Instant, Place, Quantity,
		Term, Transfer,
	},
	error::{Error, Result},
	gs1::{Epc, Identifier},
	relay::to_hex,
	types::drug::{Digest, ErrorReason, Reading, RecallClass, RecallId, SuspectReason},
};
use chrono::{DateTime, SecondsFormat, Utc};
use medchain_support::{BizStep, Disposition, Expiry, Gln, Gtin, Lot, Serial, Sscc};
use subxt::utils::AccountId32;

/// When and where something happened.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
	/// When.
	pub time: Instant,
	/// Where.
	pub place: Option<Gln>,
}

/// A second since 1970 as an instant in UTC.
pub fn instant_of(second: u64) -> Result<Instant> {
	i64::try_from(second)
		.ok()
		.and_then(|second| DateTime::<Utc>::from_timestamp(second, 0))
		.and_then(|time| Instant::parse(&time.to_rfc3339_opts(SecondsFormat::Secs, true)))
		.ok_or_else(|| Error::Input(format!("second {second} is in no year that can be written")))
}

/// To or from whom.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PartyName {
	/// By its GLN.
	Gln(Gln),
	/// By its account alone.
	Account(AccountId32),
}

impl PartyName {
	fn address(&self) -> String {
		match self {
			Self::Gln(gln) => link(&Epc::Party(*gln)),
			Self::Account(account) => terms::account_address(account),
		}
	}
}

fn link(epc: &Epc) -> String {
	Identifier::from(epc).link()
}

fn pack(gtin: &Gtin, serial: &Serial) -> String {
	link(&Epc::Item(*gtin, *serial))
}

fn container(sscc: &Sscc) -> String {
	link(&Epc::Unit(*sscc))
}

fn lot_of(gtin: &Gtin, lot: &Lot) -> String {
	link(&Epc::Lot(*gtin, *lot))
}

fn quantity(class: String, count: Option<u32>) -> Quantity {
	let quantity = count.and_then(|count| Decimal::plain(&count.to_string()));
	Quantity { class, quantity, unit: None }
}

/// Things in the lists of an event.
fn listed(things: &[Thing]) -> (Vec<String>, Vec<Quantity>) {
	let (mut epcs, mut quantities) = (Vec::new(), Vec::new());
	for thing in things {
		match thing {
			Thing::Pack(gtin, serial) => epcs.push(pack(gtin, serial)),
			Thing::Container(sscc) => epcs.push(container(sscc)),
			Thing::Packs(gtin, lot, count) => {
				quantities.push(quantity(lot_of(gtin, lot), Some(*count)))
			}
		}
	}
	(epcs, quantities)
}

impl Moment {
	/// An event in which nothing is named yet.
	fn event(&self, kind: EventType, action: Action, step: BizStep) -> Event {
		Event {
			kind,
			time: self.time,
			time_zone: "+00:00".into(),
			record_time: None,
			id: None,
			certificates: Vec::new(),
			error: None,
			parent: None,
			epcs: Vec::new(),
			inputs: Vec::new(),
			children: Vec::new(),
			quantities: Vec::new(),
			child_quantities: Vec::new(),
			input_quantities: Vec::new(),
			outputs: Vec::new(),
			output_quantities: Vec::new(),
			action: (kind != EventType::Transformation).then_some(action),
			transformation: None,
			biz_step: Some(Term::Standard(step)),
			disposition: None,
			set: Vec::new(),
			unset: Vec::new(),
			read_point: self
				.place
				.map(|gln| Place { id: link(&Epc::Place(gln, None)), extensions: Vec::new() }),
			biz_location: None,
			transactions: Vec::new(),
			sources: Vec::new(),
			destinations: Vec::new(),
			sensors: Vec::new(),
			ilmd: None,
			extensions: Vec::new(),
		}
	}

	fn about(
		&self,
		action: Action,
		step: BizStep,
		disposition: Option<Disposition>,
		things: &[Thing],
	) -> Event {
		let (epcs, quantities) = listed(things);
		let disposition = disposition.map(Term::Standard);
		Event { epcs, quantities, disposition, ..self.event(EventType::Object, action, step) }
	}

	fn seen(&self, step: BizStep, disposition: Disposition, things: &[Thing]) -> Event {
		self.about(Action::Observe, step, Some(disposition), things)
	}

	/// Data of packs that come into being.
	fn born(lot: &Lot, expiry: Option<Expiry>) -> Option<Vec<Extension>> {
		let mut data = vec![terms::master_data("lotNumber", lot.as_str())];
		if let Some(expiry) = expiry {
			data.push(terms::master_data("itemExpirationDate", &expiry.to_string()));
		}
		Some(data)
	}

	/// Packs come into being, one by one.
	pub fn commission(
		&self,
		gtin: &Gtin,
		lot: &Lot,
		expiry: Option<Expiry>,
		serials: &[Serial],
	) -> Event {
		let step = BizStep::Commissioning;
		Event {
			epcs: serials.iter().map(|serial| pack(gtin, serial)).collect(),
			ilmd: Self::born(lot, expiry),
			..self.about(Action::Add, step, Some(Disposition::Active), &[])
		}
	}

	/// Packs come into being, by a root.
	pub fn commission_root(
		&self,
		gtin: &Gtin,
		lot: &Lot,
		expiry: Option<Expiry>,
		count: u32,
		root: &Digest,
	) -> Event {
		let step = BizStep::Commissioning;
		Event {
			quantities: vec![quantity(lot_of(gtin, lot), Some(count))],
			ilmd: Self::born(lot, expiry),
			extensions: vec![terms::extension(terms::ROOT, &to_hex(root))],
			..self.about(Action::Add, step, Some(Disposition::Active), &[])
		}
	}

	fn aggregation(&self, action: Action, step: BizStep, into: &Sscc, things: &[Thing]) -> Event {
		let (children, child_quantities) = listed(things);
		Event {
			parent: Some(container(into)),
			children,
			child_quantities,
			disposition: Some(Term::Standard(Disposition::InProgress)),
			..self.event(EventType::Aggregation, action, step)
		}
	}

	/// Things are put into a container.
	pub fn pack(&self, into: &Sscc, things: &[Thing]) -> Event {
		self.aggregation(Action::Add, BizStep::Packing, into, things)
	}

	/// Things are taken out of a container; all, if none is named.
	pub fn unpack(&self, out_of: &Sscc, things: &[Thing]) -> Event {
		self.aggregation(Action::Delete, BizStep::Unpacking, out_of, things)
	}

	/// Things are put from one container into another.
	pub fn repack(&self, from: &Sscc, into: &Sscc, things: &[Thing]) -> Event {
		Event {
			extensions: vec![terms::extension(terms::FROM, &container(from))],
			..self.aggregation(Action::Add, BizStep::Repackaging, into, things)
		}
	}

	/// Things are sent off.
	pub fn ship(&self, things: &[Thing], to: &PartyName, returning: bool) -> Event {
		let disposition = match returning {
			true => Disposition::Returned,
			false => Disposition::InTransit,
		};
		let kind = Some("https://ref.gs1.org/cbv/SDT-possessing_party".into());
		Event {
			destinations: vec![Transfer { kind, id: to.address() }],
			..self.seen(BizStep::Shipping, disposition, things)
		}
	}

	/// Things are taken in.
	pub fn receive(&self, things: &[Thing]) -> Event {
		self.seen(BizStep::Receiving, Disposition::InProgress, things)
	}

	/// Things are not taken in.
	pub fn reject(&self, things: &[Thing]) -> Event {
		self.seen(BizStep::Shipping, Disposition::Returned, things)
	}

	/// Things were not sent off after all.
	pub fn void(&self, things: &[Thing]) -> Event {
		self.seen(BizStep::VoidShipping, Disposition::InProgress, things)
	}

	/// A pack is given to a patient.
	pub fn dispense(&self, gtin: &Gtin, serial: &Serial, receipt: &Digest) -> Event {
		let thing = Thing::Pack(*gtin, *serial);
		let step = BizStep::Dispensing;
		Event {
			extensions: vec![terms::extension(terms::RECEIPT, &to_hex(receipt))],
			..self.about(Action::Delete, step, Some(Disposition::Dispensed), &[thing])
		}
	}

	/// A pack is taken back from a patient.
	pub fn take_back(&self, gtin: &Gtin, serial: &Serial) -> Event {
		let thing = Thing::Pack(*gtin, *serial);
		self.seen(BizStep::Receiving, Disposition::Returned, &[thing])
	}

	/// Things are set apart.
	pub fn quarantine(&self, things: &[Thing], reason: SuspectReason) -> Event {
		let disposition = match reason {
			SuspectReason::Damaged => Disposition::Damaged,
			_ => Disposition::NonSellableOther,
		};
		Event {
			extensions: vec![terms::extension(terms::REASON, reason.code())],
			..self.seen(BizStep::Holding, disposition, things)
		}
	}

	/// Things are no longer set apart.
	pub fn clear(&self, things: &[Thing]) -> Event {
		Event {
			unset: vec![Term::Standard(Disposition::NonSellableOther)],
			..self.seen(BizStep::Inspecting, Disposition::InProgress, things)
		}
	}

	/// Things are illegitimate.
	pub fn mark_illegitimate(&self, things: &[Thing], reason: SuspectReason) -> Event {
		let disposition = match reason {
			SuspectReason::Stolen => Disposition::Stolen,
			SuspectReason::Unfit => Disposition::NonSellableOther,
			_ => Disposition::NonConformant,
		};
		Event {
			extensions: vec![terms::extension(terms::REASON, reason.code())],
			..self.seen(BizStep::Inspecting, disposition, things)
		}
	}

	/// An event about all packs that are called back.
	fn called(&self, called: &Called, event: Event) -> Event {
		let mut event = event;
		match called {
			Called::Product(gtin) => {
				event.quantities = vec![quantity(link(&Epc::Class(*gtin)), None)];
			}
			Called::Lot(gtin, lot) => event.quantities = vec![quantity(lot_of(gtin, lot), None)],
			Called::Places(gtin, lot, start, end) => {
				event.quantities = vec![quantity(lot_of(gtin, lot), None)];
				event.extensions.push(terms::extension(terms::PLACES, &format!("{start}-{end}")));
			}
			Called::Packs(packs) => {
				let things: Vec<Thing> = packs.iter().map(|named| named.thing.clone()).collect();
				(event.epcs, event.quantities) = listed(&things);
			}
		}
		event
	}

	/// Packs are called back.
	pub fn recall(&self, called: &Called, class: RecallClass) -> Event {
		let event = Event {
			extensions: vec![terms::extension(terms::RECALL_CLASS, class.code())],
			..self.seen(BizStep::Holding, Disposition::Recalled, &[])
		};
		self.called(called, event)
	}

	/// A recall ends.
	pub fn lift_recall(&self, recall: RecallId, called: &Called) -> Event {
		let event = Event {
			unset: vec![Term::Standard(Disposition::Recalled)],
			extensions: vec![terms::extension(terms::RECALL, &recall.to_string())],
			..self.seen(BizStep::Inspecting, Disposition::InProgress, &[])
		};
		self.called(called, event)
	}

	/// Things are destroyed.
	pub fn destroy(&self, things: &[Thing]) -> Event {
		let step = BizStep::Destroying;
		self.about(Action::Delete, step, Some(Disposition::Destroyed), things)
	}

	/// Packs lose their identity.
	pub fn decommission(&self, things: &[Thing]) -> Event {
		let step = BizStep::Decommissioning;
		self.about(Action::Delete, step, Some(Disposition::Inactive), things)
	}

	/// Packs are made of others.
	pub fn transform(&self, inputs: &[Thing], gtin: &Gtin, lot: &Lot, serials: &[Serial]) -> Event {
		let (inputs, input_quantities) = listed(inputs);
		Event {
			inputs,
			input_quantities,
			outputs: serials.iter().map(|serial| pack(gtin, serial)).collect(),
			ilmd: Self::born(lot, None),
			disposition: Some(Term::Standard(Disposition::Active)),
			..self.event(EventType::Transformation, Action::Add, BizStep::Commissioning)
		}
	}

	fn association(&self, action: Action, step: BizStep, item: &Thing, sensor: &str) -> Event {
		let (things, _) = listed(std::slice::from_ref(item));
		Event {
			parent: things.into_iter().next(),
			children: vec![sensor.to_string()],
			..self.event(EventType::Association, action, step)
		}
	}

	/// A sensor comes to a thing.
	pub fn bind_sensor(&self, item: &Thing, sensor: &AccountId32) -> Event {
		let sensor = terms::account_address(sensor);
		self.association(Action::Add, BizStep::Installing, item, &sensor)
	}

	/// A sensor leaves a thing.
	pub fn unbind_sensor(&self, item: &Thing, sensor: &AccountId32) -> Event {
		let sensor = terms::account_address(sensor);
		self.association(Action::Delete, BizStep::Removing, item, &sensor)
	}

	/// A sensor tells what it measured.
	pub fn condition(&self, item: &Thing, reading: &Reading) -> Result<Event> {
		let degrees = |thousandths: i32| {
			let sign = if thousandths < 0 { "-" } else { "" };
			let (whole, rest) =
				(thousandths.unsigned_abs() / 1_000, thousandths.unsigned_abs() % 1_000);
			Decimal::plain(&format!("{sign}{whole}.{rest:03}"))
				.ok_or_else(|| Error::Input(format!("{thousandths} is no temperature")))
		};
		let metadata = vec![
			("startTime", Value::Time(instant_of(reading.from)?)),
			("endTime", Value::Time(instant_of(reading.to)?)),
		];
		let report = SensorReport {
			fields: vec![
				("type", Value::Word("https://gs1.org/voc/Temperature".into())),
				("minValue", Value::Number(degrees(reading.min)?)),
				("maxValue", Value::Number(degrees(reading.max)?)),
				("uom", Value::Text("CEL".into())),
			],
			extensions: Vec::new(),
		};
		let sensor = SensorElement {
			has_metadata: true,
			metadata,
			metadata_extensions: Vec::new(),
			reports: vec![report],
			extensions: Vec::new(),
		};
		let things = std::slice::from_ref(item);
		Ok(Event {
			sensors: vec![sensor],
			..self.about(Action::Observe, BizStep::SensorReporting, None, things)
		})
	}

	/// Something is seen of things.
	pub fn observe(
		&self,
		things: &[Thing],
		step: BizStep,
		disposition: Option<Disposition>,
	) -> Event {
		self.about(Action::Observe, step, disposition, things)
	}

	/// An event was an error.
	pub fn declare_error(
		&self,
		event: &Event,
		reason: ErrorReason,
		corrective: Option<Digest>,
	) -> Event {
		let error = ErrorDeclaration {
			time: self.time,
			reason: Some(format!("https://ref.gs1.org/cbv/ER-{}", reason.code())),
			corrective: corrective.iter().map(super::store::hash_of).collect(),
			extensions: Vec::new(),
		};
		Event { error: Some(error), ..event.clone() }
	}
}
