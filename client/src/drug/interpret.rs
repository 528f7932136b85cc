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
//! | OBSERVE, Transaction ADD | shipping, consigning | ship; back, with `returned` and the like |
//! | | shipping, `returned`, by the consignee | reject |
//! | | void_shipping | void |
//! | | receiving | receive; `returned` by a patient: accept the return |
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

mod goods;

use super::{
	act::{Act, Called, Meaning, Named, Party, Thing},
	readings, store, terms,
};
use crate::{
	epcis::{Action, Event, EventType, Place, Refusal, Rule, Term, Transfer},
	gs1::{Epc, Identifier},
	relay::from_hex,
	types::drug::{Digest, ErrorReason, SuspectReason},
};
use medchain_support::{BizStep, Disposition, Gln};

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

/// Whether the chain has a call of its own for a step of business, so that it is no mere observation.
const fn has_call(step: BizStep) -> bool {
	matches!(
		step,
		BizStep::Commissioning
			| BizStep::CreatingClassInstance
			| BizStep::Packing
			| BizStep::Unpacking
			| BizStep::Repackaging
			| BizStep::Shipping
			| BizStep::Consigning
			| BizStep::Receiving
			| BizStep::VoidShipping
			| BizStep::Dispensing
			| BizStep::RetailSelling
			| BizStep::Holding
			| BizStep::Destroying
			| BizStep::Decommissioning
			| BizStep::SensorReporting
	)
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
					| BizStep::Receiving
					| BizStep::VoidShipping
					| BizStep::Dispensing
					| BizStep::RetailSelling
			)
		);
		if self.sets(Disposition::Recalled) && !moves {
			return self.recall();
		}
		match step {
			Some(BizStep::Shipping | BizStep::Consigning) => self.ship(),
			Some(BizStep::Receiving) => Ok(Act::Receive {
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
			Some(step) if has_call(step) => self.refuse(
				"action",
				Rule::Combination,
				format!("{} changes something, and so is no mere observation here", step.code()),
			),
			Some(step) => match self.disposition() {
				Some(condition) if condition.is_consequence() => self.refuse(
					"disposition",
					Rule::Combination,
					format!(
						"{} comes of a step of its own, not of {}",
						condition.code(),
						step.code()
					),
				),
				condition => Ok(Act::Observe(things, step, condition)),
			},
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
		let reading = readings::temperature(self.event)
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
			[id] => Some(store::digest_of(id).ok_or_else(|| {
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
