//! What an event of EPCIS means for the chain.
//!
//! An [`Act`] says it without the chain's own numbers. It follows from the event's type, action,
//! business step and disposition:
//!
//! | type, action | `bizStep`, `disposition` | act |
//! |---|---|---|
//! | Object ADD | commissioning, creating_class_instance | commission: a list, or a batch by its root |
//! | Aggregation ADD | packing; repackaging | pack; repack |
//! | Aggregation DELETE | unpacking | unpack; all children if none is named |
//! | OBSERVE, Transaction ADD | shipping, consigning, departing | ship; back, with `returned` and the like |
//! | | shipping, `returned`, by the consignee | reject |
//! | | void_shipping | void |
//! | | receiving, accepting | receive; `returned` by a patient: accept the return |
//! | | holding | quarantine; with `recalled`: recall |
//! | | `stolen`, or a reason of MedChain that is final | mark illegitimate |
//! | | `persistentDisposition.unset` of a hold; of `recalled` | clear; lift the recall |
//! | | sensor_reporting | report a condition |
//! | | any other | observe |
//! | Object OBSERVE, DELETE | dispensing, retail_selling | dispense |
//! | Object DELETE | destroying; decommissioning | destroy; decommission |
//! | Transformation | | transform |
//! | Association ADD, DELETE | | bind a sensor, unbind it |
//! | any, with `errorDeclaration` | | declare the error |
//!
//! What else an event says, such as business transactions, is not on the chain but by the event's
//! hash. What would change goods and cannot be said on the chain is refused, with its field and rule.

use super::terms;
use crate::{
	epcis::{Action, Decimal, Event, EventType, Place, Quantity, Refusal, Rule, Term, Transfer},
	gs1::{scan, Epc, Identifier},
	relay::from_hex,
	types::drug::{Digest, ErrorReason, Reading, RecallClass, RecallId, SuspectReason},
};
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

/// Conditions that mean that things are held back.
const HOLDS: [Disposition; 7] = [
	Disposition::NonSellableOther,
	Disposition::NonConformant,
	Disposition::Damaged,
	Disposition::Stolen,
	Disposition::Unavailable,
	Disposition::NoPedigreeMatch,
	Disposition::NeedsReplacement,
];

/// Conditions with which things are shipped back.
const BACK: [Disposition; 5] = [
	Disposition::Returned,
	Disposition::Recalled,
	Disposition::Damaged,
	Disposition::NonSellableOther,
	Disposition::NonConformant,
];

/// What an event means for the chain, or why it cannot be said there. `number` is its number in its
/// document.
pub fn interpret(event: &Event, number: usize) -> Result<Meaning, Refusal> {
	let reader = Interpreter { event, number };
	let time = reader.time()?;
	let place = event.read_point.as_ref().and_then(place_of);
	Ok(Meaning { act: reader.act()?, hash: event.digest(), time, place })
}

fn place_of(place: &Place) -> Option<Gln> {
	match Identifier::read(&place.id).ok()??.epc()? {
		Epc::Place(gln, _) | Epc::Party(gln) => Some(gln),
		_ => None,
	}
}

/// An address in the form in which the table of partners is read.
pub fn canonical(address: &str) -> String {
	match Identifier::read(address) {
		Ok(Some(identifier)) => match identifier.epc() {
			// A party may be named by its number or by that of its place.
			Some(Epc::Place(gln, _) | Epc::Party(gln)) => gln.to_string(),
			_ => identifier.link(),
		},
		_ => address.trim().to_string(),
	}
}

struct Interpreter<'a> {
	event: &'a Event,
	number: usize,
}

type Answer<T> = Result<T, Refusal>;

impl Interpreter<'_> {
	fn refusal(&self, field: &str, rule: Rule, reason: impl Into<String>) -> Refusal {
		Refusal { event: Some(self.number), field: field.into(), rule, reason: reason.into() }
	}

	fn refuse<T>(&self, field: &str, rule: Rule, reason: impl Into<String>) -> Answer<T> {
		Err(self.refusal(field, rule, reason))
	}

	fn time(&self) -> Answer<u64> {
		u64::try_from(self.event.time.seconds()).map_err(|_| {
			self.refusal(
				"eventTime",
				Rule::Mapping,
				"is before 1970, where the chain's time begins",
			)
		})
	}

	fn step(&self) -> Option<BizStep> {
		self.event.biz_step.as_ref().and_then(Term::standard)
	}

	fn disposition(&self) -> Option<Disposition> {
		self.event.disposition.as_ref().and_then(Term::standard)
	}

	fn unsets(&self, one_of: &[Disposition]) -> bool {
		let unset = self.event.unset.iter().filter_map(Term::standard);
		unset.into_iter().any(|disposition| one_of.contains(&disposition))
	}

	fn sets(&self, one: Disposition) -> bool {
		self.disposition() == Some(one)
			|| self.event.set.iter().any(|term| term.standard() == Some(one))
	}

	fn act(&self) -> Answer<Act> {
		if self.event.error.is_some() {
			return self.declared_error();
		}
		if let Some(Term::Other(address)) = &self.event.biz_step {
			return self.refuse(
				"bizStep",
				Rule::Mapping,
				format!("{address} is no word of CBV, and the chain knows no other"),
			);
		}
		if let Some(Term::Other(address)) = &self.event.disposition {
			return self.refuse(
				"disposition",
				Rule::Mapping,
				format!("{address} is no word of CBV, and the chain knows no other"),
			);
		}
		match self.event.kind {
			EventType::Object => self.object(),
			EventType::Aggregation => self.aggregation(),
			EventType::Transaction => self.transaction(),
			EventType::Transformation => self.transformation(),
			EventType::Association => self.association(),
		}
	}

	// Events of each type.

	fn object(&self) -> Answer<Act> {
		let step = self.step();
		let begins = matches!(step, Some(BizStep::Commissioning | BizStep::CreatingClassInstance));
		match self.event.action {
			Some(Action::Add) if begins => self.commission(),
			Some(Action::Add) => self.refuse(
				"bizStep",
				Rule::Mapping,
				"with action ADD, packs come into being; right are commissioning and \
				 creating_class_instance",
			),
			_ if begins => self.refuse(
				"action",
				Rule::Combination,
				"packs come into being with action ADD",
			),
			Some(Action::Delete) => match step {
				Some(BizStep::Destroying) => Ok(Act::Destroy(self.things()?)),
				Some(BizStep::Decommissioning) => Ok(Act::Decommission(self.packs()?)),
				Some(BizStep::Dispensing | BizStep::RetailSelling) => self.dispense(),
				_ => self.refuse(
					"bizStep",
					Rule::Mapping,
					"with action DELETE the chain knows destroying, decommissioning, dispensing and \
					 retail_selling",
				),
			},
			_ => match step {
				Some(BizStep::Destroying | BizStep::Decommissioning) => self.refuse(
					"action",
					Rule::Combination,
					"what is destroyed or decommissioned is so with action DELETE",
				),
				_ => self.observed(),
			},
		}
	}

	fn aggregation(&self) -> Answer<Act> {
		let step = self.step();
		match self.event.action {
			Some(Action::Add) => {
				let container = self.container()?;
				let children = self.children()?;
				match step {
					None | Some(BizStep::Packing) => Ok(Act::Pack(container, children)),
					Some(BizStep::Repackaging) => {
						Ok(Act::Repack(self.repacked_from()?, container, children))
					}
					_ => self.refuse(
						"bizStep",
						Rule::Mapping,
						"an aggregation with action ADD is packing or repackaging on the chain",
					),
				}
			}
			Some(Action::Delete) => match step {
				None | Some(BizStep::Unpacking) => {
					Ok(Act::Unpack(self.container()?, self.children()?))
				}
				_ => self.refuse(
					"bizStep",
					Rule::Mapping,
					"an aggregation with action DELETE is unpacking on the chain",
				),
			},
			_ => self.observed(),
		}
	}

	fn transaction(&self) -> Answer<Act> {
		let void = self.step() == Some(BizStep::VoidShipping);
		match self.event.action {
			Some(Action::Delete) if !void => self.refuse(
				"action",
				Rule::Mapping,
				"the chain keeps no business transactions from which things could be taken; only \
				 void_shipping has action DELETE",
			),
			_ => match self.step() {
				Some(BizStep::Commissioning | BizStep::CreatingClassInstance) => {
					self.refuse("type", Rule::Mapping, "packs come into being by an ObjectEvent")
				}
				_ => self.observed(),
			},
		}
	}

	fn transformation(&self) -> Answer<Act> {
		if self.event.transformation.is_some() {
			return self.refuse(
				"transformationID",
				Rule::Mapping,
				"the chain takes inputs and outputs in one event",
			);
		}
		let mut inputs = Vec::new();
		for (number, epc) in self.event.inputs.iter().enumerate() {
			inputs.push(self.thing(&format!("inputEPCList[{number}]"), epc)?);
		}
		self.with_quantities(&mut inputs, "inputQuantityList", &self.event.input_quantities)?;
		if let Some(container) = inputs.iter().find(|it| matches!(it.thing, Thing::Container(_))) {
			return self.refuse(&container.field, Rule::Mapping, "packs are made of packs alone");
		}
		self.no_quantities("outputQuantityList", &self.event.output_quantities)?;
		let (gtin, serials, lots) = self.serials("outputEPCList", &self.event.outputs)?;
		let lot = self.lot(lots)?;
		Ok(Act::Transform { inputs, gtin, lot, serials })
	}

	fn association(&self) -> Answer<Act> {
		let parent = self.event.parent.as_deref().unwrap_or_default();
		let item = self.thing("parentID", parent)?;
		self.no_quantities("childQuantityList", &self.event.child_quantities)?;
		if self.event.action == Some(Action::Observe) {
			return self.seen(vec![item]);
		}
		let [sensor] = &self.event.children[..] else {
			return self.refuse(
				"childEPCs",
				Rule::Mapping,
				format!(
					"the chain binds one sensor at a time, found {}",
					self.event.children.len()
				),
			);
		};
		let sensor = Party { addresses: vec![sensor.clone()], field: "childEPCs[0]".into() };
		Ok(match self.event.action {
			Some(Action::Delete) => Act::UnbindSensor(item, sensor),
			_ => Act::BindSensor(item, sensor),
		})
	}

	// What is seen of things that are there already.

	fn observed(&self) -> Answer<Act> {
		if self.unsets(&[Disposition::Recalled]) {
			return self.lift();
		}
		let step = self.step();
		// What goes back may be called back too; then shipping it is what happens.
		let moves = matches!(
			step,
			Some(
				BizStep::Shipping
					| BizStep::Consigning
					| BizStep::Departing
					| BizStep::Receiving
					| BizStep::Accepting
					| BizStep::VoidShipping
					| BizStep::Dispensing
					| BizStep::RetailSelling
			)
		);
		if self.sets(Disposition::Recalled) && !moves {
			return self.recall();
		}
		match step {
			Some(BizStep::Shipping | BizStep::Consigning | BizStep::Departing) => self.ship(),
			Some(BizStep::Receiving | BizStep::Accepting) => Ok(Act::Receive {
				things: self.things()?,
				returned: self.sets(Disposition::Returned),
			}),
			Some(BizStep::VoidShipping) => Ok(Act::Void(self.things()?)),
			Some(BizStep::Dispensing | BizStep::RetailSelling) => self.dispense(),
			Some(BizStep::SensorReporting) => self.condition(),
			_ if self.unsets(&HOLDS) => Ok(Act::Clear(self.things()?)),
			_ => match self.final_reason()? {
				Some(reason) => Ok(Act::MarkIllegitimate(self.things()?, reason)),
				None if step == Some(BizStep::Holding) => self.quarantine(),
				None => self.seen(self.things()?),
			},
		}
	}

	fn seen(&self, things: Vec<Named>) -> Answer<Act> {
		match self.step() {
			None => self.refuse(
				"bizStep",
				Rule::Required,
				"without a step of business the chain cannot tell what happened",
			),
			Some(
				step @ (BizStep::Packing
				| BizStep::Unpacking
				| BizStep::Repackaging
				| BizStep::Shipping
				| BizStep::Receiving
				| BizStep::Holding
				| BizStep::SensorReporting),
			) => self.refuse(
				"action",
				Rule::Combination,
				format!("{} changes something, and so is no mere observation here", step.code()),
			),
			Some(step) => Ok(Act::Observe(things, step, self.disposition())),
		}
	}

	fn ship(&self) -> Answer<Act> {
		let back = self.disposition().is_some_and(|disposition| BACK.contains(&disposition));
		let things = self.things()?;
		let to = self.consignee();
		match (&to, back) {
			(None, false) => self.refuse(
				"destinationList",
				Rule::Required,
				"the chain must know to whom things go: an owning_party or possessing_party",
			),
			_ => Ok(Act::Ship { things, to, returning: back }),
		}
	}

	/// Who is to have the things; else whose they are to be; else at whose place.
	fn consignee(&self) -> Option<Party> {
		for kind in ["possessing_party", "owning_party", "location"] {
			let web = format!("https://ref.gs1.org/cbv/SDT-{kind}");
			let of_kind = |it: &&Transfer| it.kind.as_deref() == Some(web.as_str());
			let known = self.event.destinations.iter().filter(of_kind);
			let addresses: Vec<String> = known.map(|it| it.id.clone()).collect();
			if !addresses.is_empty() {
				return Some(Party { addresses, field: "destinationList".into() });
			}
		}
		None
	}

	fn quarantine(&self) -> Answer<Act> {
		let told = terms::of_event(self.event, terms::REASON);
		let reason = match told.as_deref() {
			None if self.sets(Disposition::Damaged) => SuspectReason::Damaged,
			None => SuspectReason::Suspect,
			Some("suspect") => SuspectReason::Suspect,
			Some("damaged") => SuspectReason::Damaged,
			Some(other) => {
				return self.refuse(
					"medchain:reason",
					Rule::Vocabulary,
					format!("{other:?} sets nothing apart; right are suspect and damaged"),
				)
			}
		};
		Ok(Act::Quarantine(self.things()?, reason))
	}

	/// Why things are illegitimate for good, if the event says so.
	fn final_reason(&self) -> Answer<Option<SuspectReason>> {
		let told = terms::of_event(self.event, terms::REASON);
		let reason: Option<SuspectReason> = match told {
			Some(told) => Some(told.parse().map_err(|e| {
				self.refusal("medchain:reason", Rule::Vocabulary, format!("{told:?} is {e}"))
			})?),
			None if self.sets(Disposition::Stolen) => Some(SuspectReason::Stolen),
			None => None,
		};
		Ok(reason.filter(|reason| reason.is_illegitimate()))
	}

	fn dispense(&self) -> Answer<Act> {
		if self.sets(Disposition::PartiallyDispensed) {
			return self.refuse(
				"disposition",
				Rule::Mapping,
				"a pack is dispensed as a whole on the chain",
			);
		}
		let mut packs = self.packs()?;
		let (Some(pack), true) = (packs.pop(), packs.is_empty()) else {
			return self.refuse("epcList", Rule::Mapping, "one pack is dispensed at a time");
		};
		if let Thing::Packs(..) = pack.thing {
			return self.refuse(
				&pack.field,
				Rule::Mapping,
				"a pack is dispensed by its serial number",
			);
		}
		let field = "medchain:receipt";
		let Some(receipt) = terms::of_event(self.event, terms::RECEIPT) else {
			return self.refuse(
				field,
				Rule::Required,
				"the chain keeps what the patient's receipt commits to; `medchain drug dispense` makes it",
			);
		};
		let receipt = self.digest(field, &receipt)?;
		Ok(Act::Dispense(pack, receipt))
	}

	fn digest(&self, field: &str, text: &str) -> Answer<Digest> {
		from_hex(text).and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| {
			self.refusal(
				field,
				Rule::Format,
				format!("{text:?} is not 0x and 64 hexadecimal digits"),
			)
		})
	}

	fn condition(&self) -> Answer<Act> {
		let mut things = self.things()?;
		let (Some(item), true) = (things.pop(), things.is_empty()) else {
			return self.refuse(
				"epcList",
				Rule::Mapping,
				"a sensor reports for one pack or container at a time",
			);
		};
		let reading = super::readings::temperature(self.event)
			.map_err(|(field, rule, reason)| self.refusal(&field, rule, reason))?;
		Ok(Act::Condition(item, reading))
	}

	// Recalls.

	fn recall(&self) -> Answer<Act> {
		let field = "medchain:recallClass";
		let Some(class) = terms::of_event(self.event, terms::RECALL_CLASS) else {
			return self.refuse(
				field,
				Rule::Required,
				"how dangerous the goods are must be told: I, II or III",
			);
		};
		let class = class
			.parse()
			.map_err(|e| self.refusal(field, Rule::Vocabulary, format!("{class:?} is {e}")))?;
		match self.called()? {
			Some(called) => Ok(Act::Recall(called, class)),
			None => self.refuse("epcList", Rule::Identifiers, "nothing is called back"),
		}
	}

	fn lift(&self) -> Answer<Act> {
		let number = terms::of_event(self.event, terms::RECALL)
			.map(|number| {
				number.parse().map_err(|_| {
					let reason = format!("{number:?} is no number of a recall");
					self.refusal("medchain:recall", Rule::Format, reason)
				})
			})
			.transpose()?;
		let called = self.called()?;
		match (number, &called) {
			(None, None) => self.refuse("epcList", Rule::Identifiers, "no recall is named"),
			_ => Ok(Act::LiftRecall(number, called)),
		}
	}

	fn called(&self) -> Answer<Option<Called>> {
		let [quantity] = &self.event.quantities[..] else {
			if !self.event.quantities.is_empty() {
				return self.refuse(
					"quantityList",
					Rule::Mapping,
					"one product or lot is called back at a time",
				);
			}
			let packs = self.packs()?;
			return Ok((!packs.is_empty()).then_some(Called::Packs(packs)));
		};
		if !self.event.epcs.is_empty() {
			return self.refuse(
				"epcList",
				Rule::Mapping,
				"packs and a class of them are called back by two events",
			);
		}
		let field = "quantityList[0].epcClass";
		let places = terms::of_event(self.event, terms::PLACES);
		Ok(Some(match (self.epc(field, &quantity.class)?, places) {
			(Epc::Class(gtin), None) => Called::Product(gtin),
			(Epc::Lot(gtin, lot), None) => Called::Lot(gtin, lot),
			(Epc::Lot(gtin, lot), Some(places)) => {
				let parts = places
					.split_once('-')
					.and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
				let Some((start, end)) = parts else {
					return self.refuse(
						"medchain:places",
						Rule::Format,
						format!("{places:?} are no places; right is 100-200"),
					);
				};
				Called::Places(gtin, lot, start, end)
			}
			_ => {
				return self.refuse(
					field,
					Rule::Mapping,
					"a product (GTIN) or a lot of it is called back",
				)
			}
		}))
	}

	// Things.

	fn epc(&self, field: &str, address: &str) -> Answer<Epc> {
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

	fn thing(&self, field: &str, address: &str) -> Answer<Named> {
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
	fn things(&self) -> Answer<Vec<Named>> {
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
	fn packs(&self) -> Answer<Vec<Named>> {
		let things = self.things()?;
		match things.iter().find(|it| matches!(it.thing, Thing::Container(_))) {
			Some(container) => {
				self.refuse(&container.field, Rule::Mapping, "right are packs alone")
			}
			None => Ok(things),
		}
	}

	fn children(&self) -> Answer<Vec<Named>> {
		let mut things = Vec::new();
		for (number, epc) in self.event.children.iter().enumerate() {
			things.push(self.thing(&format!("childEPCs[{number}]"), epc)?);
		}
		self.with_quantities(&mut things, "childQuantityList", &self.event.child_quantities)?;
		Ok(things)
	}

	fn container(&self) -> Answer<Sscc> {
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

	fn repacked_from(&self) -> Answer<Option<Sscc>> {
		let field = "medchain:from";
		let Some(address) = terms::of_event(self.event, terms::FROM) else { return Ok(None) };
		match self.epc(field, &address)? {
			Epc::Unit(sscc) => Ok(Some(sscc)),
			_ => self.refuse(field, Rule::Mapping, "right is a logistic unit (SSCC)"),
		}
	}

	/// So many packs of a lot are those that were commissioned at once.
	fn with_quantities(
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

	fn quantity(&self, list: &str, number: usize, quantity: &Quantity) -> Answer<(Gtin, Lot, u32)> {
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

	fn no_quantities(&self, list: &str, quantities: &[Quantity]) -> Answer<()> {
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
	fn serials(&self, list: &str, epcs: &[String]) -> Answer<(Gtin, Vec<Serial>, Vec<Lot>)> {
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
			if epc.starts_with("http") {
				// Only the lot is wanted, which has no year.
				lots.extend(scan(epc, 2000).ok().and_then(|scan| scan.lot));
			}
		}
		match product {
			Some(product) => Ok((product, serials, lots)),
			None => self.refuse(list, Rule::Identifiers, "no pack comes into being"),
		}
	}

	fn instance_data(&self, local: &str) -> Option<String> {
		let ilmd = self.event.ilmd.as_deref().unwrap_or_default();
		terms::find(ilmd, terms::MASTER_DATA, local)
	}

	/// The lot of packs that come into being.
	fn lot(&self, mut named: Vec<Lot>) -> Answer<Lot> {
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

	fn expiry(&self) -> Answer<Option<Expiry>> {
		let field = "ilmd.cbvmda:itemExpirationDate";
		let Some(text) = self.instance_data("itemExpirationDate") else { return Ok(None) };
		// A date, or an instant on that day.
		let day = text.get(..10).unwrap_or(&text);
		day.parse().map(Some).map_err(|e: medchain_support::gs1::KeyError| {
			self.refusal(field, Rule::Format, e.to_string())
		})
	}

	fn commission(&self) -> Answer<Act> {
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

	// Errors.

	fn declared_error(&self) -> Answer<Act> {
		let Some(error) = &self.event.error else {
			return self.refuse("errorDeclaration", Rule::Required, "required, but missing");
		};
		let reason = match error.reason.as_deref() {
			Some("https://ref.gs1.org/cbv/ER-incorrect_data") => ErrorReason::IncorrectData,
			Some("https://ref.gs1.org/cbv/ER-did_not_occur") => ErrorReason::DidNotOccur,
			_ => {
				return self.refuse(
					"errorDeclaration.reason",
					Rule::Mapping,
					"right are incorrect_data and did_not_occur",
				)
			}
		};
		let field = "errorDeclaration.correctiveEventIDs";
		let corrective = match &error.corrective[..] {
			[] => None,
			[id] => Some(super::store::digest_of(id).ok_or_else(|| {
				self.refusal(
					&format!("{field}[0]"),
					Rule::Mapping,
					format!("{id} is no event hash; the chain knows events by that"),
				)
			})?),
			more => {
				let found = more.len();
				return self.refuse(
					field,
					Rule::Mapping,
					format!("the chain keeps one corrective event, found {found}"),
				);
			}
		};
		Ok(Act::DeclareError { reason, corrective })
	}
}
