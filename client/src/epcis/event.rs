//! What an event of EPCIS says.

use super::{Decimal, Instant};
use medchain_support::{BizStep, Disposition};
use std::fmt;

/// The type of an event.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum EventType {
	/// About things by themselves.
	Object,
	/// Things were put into a container or taken out, or seen in it.
	Aggregation,
	/// Things were bound to a business transaction.
	Transaction,
	/// Things became other things.
	Transformation,
	/// Things were bound to an asset or a place for good, such as a sensor to a pallet.
	Association,
}

impl EventType {
	/// All of them.
	pub const ALL: [Self; 5] = [
		Self::Object,
		Self::Aggregation,
		Self::Transaction,
		Self::Transformation,
		Self::Association,
	];

	/// The name in the standard.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Object => "ObjectEvent",
			Self::Aggregation => "AggregationEvent",
			Self::Transaction => "TransactionEvent",
			Self::Transformation => "TransformationEvent",
			Self::Association => "AssociationEvent",
		}
	}
}

impl fmt::Display for EventType {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.pad(self.name())
	}
}

/// What an event does to what was known before.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Action {
	/// Something begins.
	Add,
	/// Something was seen; nothing changes.
	Observe,
	/// Something ends.
	Delete,
}

impl Action {
	/// All of them.
	pub const ALL: [Self; 3] = [Self::Add, Self::Observe, Self::Delete];

	/// The word in the standard.
	pub const fn word(self) -> &'static str {
		match self {
			Self::Add => "ADD",
			Self::Observe => "OBSERVE",
			Self::Delete => "DELETE",
		}
	}
}

/// A word of a closed list of CBV, or of somebody else's.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Term<T> {
	/// A word of CBV.
	Standard(T),
	/// The address of somebody else's word.
	Other(String),
}

impl<T: Copy> Term<T> {
	/// The word of CBV, if it is one.
	pub fn standard(&self) -> Option<T> {
		match self {
			Self::Standard(word) => Some(*word),
			Self::Other(_) => None,
		}
	}
}

/// So many of a class of things.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Quantity {
	/// The address of the class.
	pub class: String,
	/// How many or how much.
	pub quantity: Option<Decimal>,
	/// The unit (UN/ECE Recommendation 20); none if things are counted.
	pub unit: Option<String>,
}

/// A business transaction, a source or a destination.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Transfer {
	/// The web address of its type.
	pub kind: Option<String>,
	/// Its address.
	pub id: String,
}

/// A place where an event was, or where things are after it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
	/// Its address.
	pub id: String,
	/// What else is told of it.
	pub extensions: Vec<Extension>,
}

/// That an event told before was wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ErrorDeclaration {
	/// When it was declared.
	pub time: Instant,
	/// The web address of the reason.
	pub reason: Option<String>,
	/// The events that correct it.
	pub corrective: Vec<String>,
	/// What else is told of it.
	pub extensions: Vec<Extension>,
}

/// What sensors told at one time.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SensorElement {
	/// Whether there is an element `sensorMetadata`.
	pub has_metadata: bool,
	/// The fields of `sensorMetadata`, in the order of the standard.
	pub metadata: Vec<(&'static str, Reading)>,
	/// What else is told there.
	pub metadata_extensions: Vec<Extension>,
	/// The measurements.
	pub reports: Vec<SensorReport>,
	/// What else is told beside them.
	pub extensions: Vec<Extension>,
}

/// A measurement.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SensorReport {
	/// Its fields, in the order of the standard.
	pub fields: Vec<(&'static str, Reading)>,
	/// What else is told of it.
	pub extensions: Vec<Extension>,
}

impl SensorReport {
	/// A field by its name in the standard.
	pub fn get(&self, name: &str) -> Option<&Reading> {
		self.fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
	}
}

/// The value of a field of a sensor.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Reading {
	/// An instant.
	Time(Instant),
	/// An address.
	Address(String),
	/// The web address of a word.
	Word(String),
	/// A number.
	Number(Decimal),
	/// A truth value.
	Bool(bool),
	/// Bytes, in hexadecimal digits.
	Bytes(String),
	/// A text.
	Text(String),
}

/// The name of an extension: its namespace, and its name in it. Inside an extension's value a name
/// may be without both prefix and namespace, which are then empty.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Name {
	/// The namespace, a web address.
	pub namespace: String,
	/// The name in it.
	pub local: String,
	/// The prefix by which the document called the namespace.
	pub prefix: String,
}

impl Name {
	/// A name without a namespace.
	pub(super) fn bare(name: &str) -> Self {
		Self { namespace: String::new(), local: name.into(), prefix: String::new() }
	}
}

impl fmt::Display for Name {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self.namespace.as_str() {
			"" => f.write_str(&self.local),
			namespace => write!(f, "{{{namespace}}}{}", self.local),
		}
	}
}

/// A member that is not of the standard.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Extension {
	/// Its name.
	pub name: Name,
	/// Its value.
	pub value: Node,
}

/// The value of an extension.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Node {
	/// A text, with its prefix resolved if it has one.
	Text(String),
	/// A number.
	Number(Decimal),
	/// A truth value.
	Bool(bool),
	/// Several values.
	List(Vec<Node>),
	/// Members, which are extensions too.
	Members(Vec<Extension>),
}

/// An event. A list that is not there is empty.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Event {
	/// Its type.
	pub kind: EventType,
	/// When it happened.
	pub time: Instant,
	/// The time zone of where it happened, such as `+02:00`.
	pub time_zone: String,
	/// When it was recorded.
	pub record_time: Option<Instant>,
	/// The identity that its author gave it.
	pub id: Option<String>,
	/// Addresses of certificates.
	pub certificates: Vec<String>,
	/// That an event before was wrong.
	pub error: Option<ErrorDeclaration>,
	/// What the children were put into, or bound to.
	pub parent: Option<String>,
	/// Things (`epcList`).
	pub epcs: Vec<String>,
	/// Things that became others.
	pub inputs: Vec<String>,
	/// Things that were put into the parent, or bound to it.
	pub children: Vec<String>,
	/// Quantities of classes.
	pub quantities: Vec<Quantity>,
	/// Quantities that were put into the parent, or bound to it.
	pub child_quantities: Vec<Quantity>,
	/// Quantities that became something else.
	pub input_quantities: Vec<Quantity>,
	/// Things that came of others.
	pub outputs: Vec<String>,
	/// Quantities that came of others.
	pub output_quantities: Vec<Quantity>,
	/// What it does to what was known; a transformation has none.
	pub action: Option<Action>,
	/// What binds several events of one transformation.
	pub transformation: Option<String>,
	/// The step of business.
	pub biz_step: Option<Term<BizStep>>,
	/// The condition of the things from now on.
	pub disposition: Option<Term<Disposition>>,
	/// Conditions that hold from now on until they are unset.
	pub set: Vec<Term<Disposition>>,
	/// Conditions that hold no more.
	pub unset: Vec<Term<Disposition>>,
	/// Where it happened.
	pub read_point: Option<Place>,
	/// Where the things are from now on.
	pub biz_location: Option<Place>,
	/// The business transactions in which it happened.
	pub transactions: Vec<Transfer>,
	/// From whom or where.
	pub sources: Vec<Transfer>,
	/// To whom or where.
	pub destinations: Vec<Transfer>,
	/// What sensors told.
	pub sensors: Vec<SensorElement>,
	/// Data of the things that hold for their life.
	pub ilmd: Option<Vec<Extension>>,
	/// What else is told.
	pub extensions: Vec<Extension>,
}
