//! The strict reader of documents.

use super::{
	context::Context,
	event::{
		Action, ErrorDeclaration, Event, EventType, Extension, Place, Quantity, Term, Transfer,
	},
	field::{Field, Fields, Notes},
	sensor,
	value::Instant,
	words::{Words, ERROR_REASONS, TRANSACTIONS, TRANSFERS},
	Refusals, Rule,
};
use crate::json::Json;
use medchain_support::{BizStep, Disposition};

/// Levels of a document below which it is not read.
const MAX_DEPTH: usize = 64;

/// A document of events.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Document {
	/// The prefixes of its extensions.
	pub context: Context,
	/// Its address.
	pub id: Option<String>,
	/// When it was made.
	pub created: Instant,
	/// The name that its sender gave it.
	pub instance_identifier: Option<String>,
	/// Who sent it.
	pub sender: Option<String>,
	/// For whom it is.
	pub receiver: Option<String>,
	/// Its header, with master data, as it is written.
	pub header: Option<Json>,
	/// The events, in their order.
	pub events: Vec<Event>,
	/// What else is told.
	pub extensions: Vec<Extension>,
}

/// Reads an `EPCISDocument`. All that is wrong with it is told.
pub fn read_document(text: &str) -> Result<Document, Refusals> {
	let notes = Notes::default();
	let document = match Json::parse(text, MAX_DEPTH) {
		Ok(json) => document(&json, &notes),
		Err(error) => {
			notes.refuse(None, "the document", Rule::Json, error.to_string());
			None
		}
	};
	let refusals = notes.into_refusals();
	match document {
		Some(document) if refusals.is_empty() => Ok(document),
		_ => Err(Refusals(refusals)),
	}
}

fn document(json: &Json, notes: &Notes) -> Option<Document> {
	let none = Context::default();
	let root = Field { path: String::new(), value: json, event: None, context: &none, notes };
	let Json::Object(_) = json else {
		notes.refuse(None, "the document", Rule::Kind, "expected an object");
		return None;
	};
	let mut fields = root.fields()?;
	let context = match fields.require("@context") {
		Some(field) => context(&none, &field)?,
		// Without it, nothing else has a meaning.
		None => return None,
	};
	fields.all.context = &context;
	let kind = fields.require("type")?;
	if kind.text()? != "EPCISDocument" {
		return kind.refuse(Rule::Vocabulary, "not an EPCISDocument, which alone is read");
	}
	if let Some(version) = fields.require("schemaVersion") {
		let text = version.text();
		if text.is_some_and(|text| text != "2.0" && !text.starts_with("2.0.")) {
			let _: Option<()> = version.refuse(Rule::Vocabulary, "right is 2.0");
		}
	}
	let created = fields.require("creationDate").and_then(|field| field.instant());
	let text = |field: Option<Field<'_>>| field.and_then(|field| field.text().map(str::to_string));
	let id = fields.take("id").and_then(|field| field.address());
	let instance_identifier = text(fields.take("instanceIdentifier"));
	let sender = text(fields.take("sender"));
	let receiver = text(fields.take("receiver"));
	let header = fields.take("epcisHeader").and_then(|field| {
		field.fields()?;
		Some(field.value.clone())
	});
	let mut events = None;
	if let Some(mut body) = fields.require("epcisBody").and_then(|field| field.fields()) {
		events = body.require("eventList").and_then(|field| field.list());
		body.finish();
	}
	let events: Vec<_> = events
		.unwrap_or_default()
		.into_iter()
		.enumerate()
		.map(|(number, field)| event(number, &field))
		.collect();
	let extensions = fields.extensions();
	Some(Document {
		id,
		created: created?,
		instance_identifier,
		sender,
		receiver,
		header,
		events: events.into_iter().collect::<Option<_>>()?,
		extensions,
		context: context.clone(),
	})
}

fn context(outer: &Context, field: &Field<'_>) -> Option<Context> {
	outer
		.with(field.value)
		.map_err(|wrong| {
			for (place, reason) in wrong {
				let path = format!("{}{place}", field.path);
				field.notes.refuse(field.event, &path, Rule::Context, reason);
			}
		})
		.ok()
}

fn event(number: usize, field: &Field<'_>) -> Option<Event> {
	let mut field = Field { path: String::new(), event: Some(number), ..field.clone() };
	let Json::Object(_) = field.value else {
		field.path = "the event".into();
		return field
			.refuse(Rule::Kind, format!("expected an object, found {}", field.value.kind()));
	};
	let mut fields = field.fields()?;
	let inner = match fields.take("@context") {
		Some(declared) => context(field.context, &declared)?,
		None => field.context.clone(),
	};
	// The fields borrow the context of the event.
	let inner_field = Field { context: &inner, ..field };
	let mut fields = inner_field.fields()?;
	fields.take("@context");
	EventReader { fields }.read()
}

struct EventReader<'a> {
	fields: Fields<'a>,
}

impl<'a> EventReader<'a> {
	fn read(mut self) -> Option<Event> {
		let kind = self.kind()?;
		let time = self.fields.require("eventTime").and_then(|field| field.instant());
		let time_zone = self.time_zone();
		let record_time = self.fields.take("recordTime").and_then(|field| field.instant());
		let id = self.address("eventID");
		let certificates = self.certificates();
		let error = self.fields.take("errorDeclaration").and_then(|field| error(&field));
		let mut event = Event {
			kind,
			time: time.or_else(|| Instant::parse("1970-01-01T00:00:00Z"))?,
			time_zone: time_zone.unwrap_or_default(),
			record_time,
			id,
			certificates,
			error,
			parent: None,
			epcs: Vec::new(),
			inputs: Vec::new(),
			children: Vec::new(),
			quantities: Vec::new(),
			child_quantities: Vec::new(),
			input_quantities: Vec::new(),
			outputs: Vec::new(),
			output_quantities: Vec::new(),
			action: None,
			transformation: None,
			biz_step: self.fields.take("bizStep").and_then(|field| {
				field.term(("business steps", BizStep::WEB), BizStep::CODES, BizStep::from_code)
			}),
			disposition: self.fields.take("disposition").and_then(|field| disposition(&field)),
			set: Vec::new(),
			unset: Vec::new(),
			read_point: self.fields.take("readPoint").and_then(|field| place(&field)),
			biz_location: self.fields.take("bizLocation").and_then(|field| place(&field)),
			transactions: self.transfers("bizTransactionList", "bizTransaction", &TRANSACTIONS),
			sources: self.transfers("sourceList", "source", &TRANSFERS),
			destinations: self.transfers("destinationList", "destination", &TRANSFERS),
			sensors: self
				.fields
				.take("sensorElementList")
				.map(|field| field.each(sensor::element))
				.unwrap_or_default(),
			ilmd: None,
			extensions: Vec::new(),
		};
		self.persistent(&mut event);
		match kind {
			EventType::Object => self.object(&mut event),
			EventType::Aggregation | EventType::Association => self.aggregation(&mut event),
			EventType::Transaction => self.transaction(&mut event),
			EventType::Transformation => self.transformation(&mut event),
		}
		event.extensions = self.fields.extensions();
		Some(event)
	}

	fn kind(&mut self) -> Option<EventType> {
		let field = self.fields.require("type")?;
		let name = field.text()?;
		EventType::ALL.into_iter().find(|kind| kind.name() == name).or_else(|| {
			let known = EventType::ALL.map(EventType::name).join(", ");
			field.refuse(Rule::Vocabulary, format!("{name:?} is no event type; known are {known}"))
		})
	}

	fn time_zone(&mut self) -> Option<String> {
		let field = self.fields.require("eventTimeZoneOffset")?;
		let text = field.text()?;
		let right = matches!(
			text.as_bytes(),
			[b'+' | b'-', b'1', b'4', b':', b'0', b'0']
				| [b'+' | b'-', b'0', b'0'..=b'9', b':', b'0'..=b'5', b'0'..=b'9']
				| [b'+' | b'-', b'1', b'0'..=b'3', b':', b'0'..=b'5', b'0'..=b'9']
		);
		match right {
			true => Some(text.into()),
			false => field.refuse(
				Rule::Format,
				format!("{text:?} is no offset from -14:00 to +14:00, such as +02:00"),
			),
		}
	}

	fn address(&mut self, name: &str) -> Option<String> {
		self.fields.take(name).and_then(|field| field.address())
	}

	fn certificates(&mut self) -> Vec<String> {
		match self.fields.take("certificationInfo") {
			None => Vec::new(),
			Some(field) => match field.value {
				Json::List(_) => field.each(|item| item.address()),
				_ => field.address().into_iter().collect(),
			},
		}
	}

	fn persistent(&mut self, event: &mut Event) {
		let Some(field) = self.fields.take("persistentDisposition") else { return };
		let Some(mut fields) = field.fields() else { return };
		let mut neither = true;
		for (name, slot) in [("set", &mut event.set), ("unset", &mut event.unset)] {
			let Some(list) = fields.take(name) else { continue };
			neither = false;
			*slot = list.each(disposition);
			if matches!(list.value, Json::List(items) if items.is_empty()) {
				let _: Option<()> = list.refuse(Rule::Required, "the list is empty; leave it out");
			}
			for (number, term) in slot.iter().enumerate() {
				if slot.iter().take(number).any(|before| before == term) {
					let _: Option<()> = list.refuse(Rule::Unique, "a disposition stands twice");
				}
			}
		}
		fields.finish();
		if neither {
			let _: Option<()> = field.refuse(Rule::Required, "there is neither set nor unset");
		}
		if event.set.iter().any(|term| event.unset.contains(term)) {
			let _: Option<()> =
				field.refuse(Rule::Combination, "a disposition is set and unset at once");
		}
	}

	fn action(&mut self) -> Option<Action> {
		let field = self.fields.require("action")?;
		let word = field.text()?;
		Action::ALL.into_iter().find(|action| action.word() == word).or_else(|| {
			field.refuse(
				Rule::Vocabulary,
				format!("{word:?} is no action; right are ADD, OBSERVE and DELETE"),
			)
		})
	}

	fn things(&mut self, name: &str) -> Vec<String> {
		let field = self.fields.take(name);
		field.map(|field| field.set(|item| item.identifier())).unwrap_or_default()
	}

	fn quantities(&mut self, name: &str) -> Vec<Quantity> {
		self.fields.take(name).map(|field| field.each(quantity)).unwrap_or_default()
	}

	fn parent(&mut self) -> Option<String> {
		self.fields.take("parentID").and_then(|field| field.identifier())
	}

	fn ilmd(&mut self) -> Option<Vec<Extension>> {
		Some(self.fields.take("ilmd")?.fields()?.extensions())
	}

	/// Whether a list is there and an array that is not empty, right or wrong in its items.
	fn has_items(&self, name: &str) -> bool {
		match self.fields.all.value {
			Json::Object(members) => members.iter().any(|(known, value)| {
				known == name && !matches!(value, Json::List(items) if items.is_empty())
			}),
			_ => false,
		}
	}

	fn has(&self, name: &str) -> bool {
		match self.fields.all.value {
			Json::Object(members) => members.iter().any(|(known, _)| known == name),
			_ => false,
		}
	}

	fn object(&mut self, event: &mut Event) {
		event.action = self.action();
		event.epcs = self.things("epcList");
		event.quantities = self.quantities("quantityList");
		let sensed = self.has_items("sensorElementList") && self.has("readPoint");
		if !self.has_items("epcList") && !self.has_items("quantityList") && !sensed {
			self.fields.missing::<()>(
				"epcList",
				Rule::Identifiers,
				"the event is about nothing; right are epcList, quantityList, or sensorElementList \
				 and readPoint",
			);
		}
		event.ilmd = self.ilmd();
		if event.ilmd.is_some() && event.action.is_some_and(|action| action != Action::Add) {
			self.fields.missing::<()>("ilmd", Rule::Combination, "stands with action ADD alone");
		}
	}

	fn aggregation(&mut self, event: &mut Event) {
		event.action = self.action();
		event.parent = self.parent();
		event.children = self.things("childEPCs");
		event.child_quantities = self.quantities("childQuantityList");
		let observed = event.action == Some(Action::Observe);
		let needed = event.kind == EventType::Association || !observed;
		if needed && !self.has("parentID") {
			self.fields.missing::<()>("parentID", Rule::Required, "required, but missing");
		}
		// All children at once are meant where none is named.
		let ended = event.action.is_none_or(|action| action == Action::Delete);
		if !ended && !self.has_items("childEPCs") && !self.has_items("childQuantityList") {
			self.fields.missing::<()>(
				"childEPCs",
				Rule::Identifiers,
				"no child is named; right are childEPCs or childQuantityList",
			);
		}
	}

	fn transaction(&mut self, event: &mut Event) {
		event.action = self.action();
		event.parent = self.parent();
		event.epcs = self.things("epcList");
		event.quantities = self.quantities("quantityList");
		if !self.has_items("bizTransactionList") {
			self.fields.missing::<()>(
				"bizTransactionList",
				Rule::Required,
				"right is one business transaction at least",
			);
		}
		let ended = event.action.is_none_or(|action| action == Action::Delete);
		let parent_alone = self.has("parentID") && self.has("epcList");
		let named = self.has_items("epcList") || self.has_items("quantityList") || parent_alone;
		if !ended && !named {
			self.fields.missing::<()>(
				"epcList",
				Rule::Identifiers,
				"the event is about nothing; right are epcList or quantityList",
			);
		}
	}

	fn transformation(&mut self, event: &mut Event) {
		event.inputs = self.things("inputEPCList");
		event.input_quantities = self.quantities("inputQuantityList");
		event.outputs = self.things("outputEPCList");
		event.output_quantities = self.quantities("outputQuantityList");
		event.transformation =
			self.fields.take("transformationID").and_then(|field| field.identifier());
		event.ilmd = self.ilmd();
		let put_in = self.has_items("inputEPCList") || self.has_items("inputQuantityList");
		let got_out = self.has_items("outputEPCList") || self.has_items("outputQuantityList");
		let (missing, wrong) = match (put_in, got_out) {
			(true, true) => return,
			(false, false) => ("inputEPCList", true),
			(false, true) => ("inputEPCList", !self.has("transformationID")),
			(true, false) => ("outputEPCList", !self.has("transformationID")),
		};
		if wrong {
			self.fields.missing::<()>(
				missing,
				Rule::Identifiers,
				"inputs and outputs are right, or one of them with a transformationID",
			);
		}
	}

	fn transfers(&mut self, list: &str, name: &'static str, words: &Words) -> Vec<Transfer> {
		let read = |item: &Field<'a>| {
			let mut fields = item.fields()?;
			let typed = name == "bizTransaction";
			let kind = match typed {
				true => fields.take("type"),
				false => fields.require("type"),
			};
			let kind = kind.and_then(|field| field.word_of(words));
			let id = fields.require(name).and_then(|field| field.identifier());
			fields.finish();
			Some(Transfer { kind, id: id? })
		};
		self.fields.take(list).map(|field| field.each(read)).unwrap_or_default()
	}
}

fn disposition(field: &Field<'_>) -> Option<Term<Disposition>> {
	field.term(("dispositions", Disposition::WEB), Disposition::CODES, Disposition::from_code)
}

fn place(field: &Field<'_>) -> Option<Place> {
	let mut fields = field.fields()?;
	let id = fields.require("id").and_then(|field| field.identifier());
	let extensions = fields.extensions();
	Some(Place { id: id?, extensions })
}

fn quantity(field: &Field<'_>) -> Option<Quantity> {
	let mut fields = field.fields()?;
	let class = fields.require("epcClass").and_then(|field| field.identifier());
	let number = fields.take("quantity");
	let unit = fields.take("uom");
	let counted = number.is_some();
	let quantity = number.and_then(|field| match field.number()? {
		number if number.is_negative() => {
			field.refuse(Rule::Format, format!("{number} is less than nothing"))
		}
		number => Some(number),
	});
	let unit = unit.and_then(|field| {
		let text = field.text()?;
		let known = |c: u8| c.is_ascii_uppercase() || c.is_ascii_digit();
		if !(2..=3).contains(&text.len()) || !text.bytes().all(known) {
			return field.refuse(
				Rule::Format,
				format!("{text:?} is no unit of UN/ECE Recommendation 20, such as KGM"),
			);
		}
		match counted {
			true => Some(text.to_string()),
			false => field.refuse(Rule::Combination, "a unit needs a quantity"),
		}
	});
	fields.finish();
	Some(Quantity { class: class?, quantity, unit })
}

fn error(field: &Field<'_>) -> Option<ErrorDeclaration> {
	let mut fields = field.fields()?;
	let time = fields.require("declarationTime").and_then(|field| field.instant());
	let reason = fields.take("reason").and_then(|field| field.word_of(&ERROR_REASONS));
	let corrective = fields.take("correctiveEventIDs");
	let corrective = corrective.map(|field| field.each(|item| item.address())).unwrap_or_default();
	let extensions = fields.extensions();
	Some(ErrorDeclaration { time: time?, reason, corrective, extensions })
}
