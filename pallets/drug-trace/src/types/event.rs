//! What is recorded of each event, in the words of EPCIS 2.0 and its vocabulary CBV.

use super::*;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::TypeInfo;
use medchain_support::{BizStep, Disposition, Gln, Sscc};

/// Running number of a recorded event. Given once.
pub type EventNumber = u64;

/// What an actor says of an event.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct EventInfo {
	/// The event hash of CBV 2.0, section 8.9, over the actor's own EPCIS document. It names the event
	/// together with the actor.
	pub hash: Digest,
	/// When it happened (`eventTime`), in seconds since 1970. Not in the future.
	pub time: u64,
	/// Where (`readPoint`).
	pub place: Option<Gln>,
}

/// What kind of event was recorded: by which call.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum EventKind {
	/// Packs came into being.
	#[codec(index = 0)]
	Commission,
	/// Items were put into a container.
	#[codec(index = 1)]
	Pack,
	/// Items were taken out of a container.
	#[codec(index = 2)]
	Unpack,
	/// Items were put from one container into another.
	#[codec(index = 3)]
	Repack,
	/// Items were sent off.
	#[codec(index = 4)]
	Ship,
	/// Items were taken in.
	#[codec(index = 5)]
	Receive,
	/// A consignee did not take items.
	#[codec(index = 6)]
	Reject,
	/// Items had not been sent off after all.
	#[codec(index = 7)]
	VoidShipment,
	/// A pack was given to a patient.
	#[codec(index = 8)]
	Dispense,
	/// A patient gave a pack back.
	#[codec(index = 9)]
	Return,
	/// Items were set apart.
	#[codec(index = 10)]
	Quarantine,
	/// Items are no longer set apart.
	#[codec(index = 11)]
	Clear,
	/// Items were found to be illegitimate.
	#[codec(index = 12)]
	MarkIllegitimate,
	/// Packs were called back.
	#[codec(index = 13)]
	Recall,
	/// A recall ended.
	#[codec(index = 14)]
	LiftRecall,
	/// Items were destroyed.
	#[codec(index = 15)]
	Destroy,
	/// Packs lost their identity.
	#[codec(index = 16)]
	Decommission,
	/// Packs were made of others.
	#[codec(index = 17)]
	Transform,
	/// A sensor came to an item.
	#[codec(index = 18)]
	BindSensor,
	/// A sensor left an item.
	#[codec(index = 19)]
	UnbindSensor,
	/// A sensor told what it measured.
	#[codec(index = 20)]
	Condition,
	/// Something was seen of items.
	#[codec(index = 21)]
	Observe,
}

impl EventKind {
	/// The step of business. Of [`Observe`](Self::Observe) the call says it.
	pub const fn biz_step(self) -> BizStep {
		match self {
			Self::Commission | Self::Transform => BizStep::Commissioning,
			Self::Pack => BizStep::Packing,
			Self::Unpack => BizStep::Unpacking,
			Self::Repack => BizStep::Repackaging,
			Self::Ship | Self::Reject => BizStep::Shipping,
			Self::Receive | Self::Return => BizStep::Receiving,
			Self::VoidShipment => BizStep::VoidShipping,
			Self::Dispense => BizStep::Dispensing,
			Self::Quarantine | Self::Recall => BizStep::Holding,
			Self::Clear | Self::MarkIllegitimate | Self::LiftRecall => BizStep::Inspecting,
			Self::Destroy => BizStep::Destroying,
			Self::Decommission => BizStep::Decommissioning,
			Self::BindSensor => BizStep::Installing,
			Self::UnbindSensor => BizStep::Removing,
			Self::Condition => BizStep::SensorReporting,
			Self::Observe => BizStep::Other,
		}
	}

	/// The condition of the items afterwards, where the kind alone says it.
	pub const fn disposition(self) -> Option<Disposition> {
		match self {
			Self::Commission | Self::Transform => Some(Disposition::Active),
			Self::Pack
			| Self::Unpack
			| Self::Repack
			| Self::Receive
			| Self::VoidShipment
			| Self::Clear
			| Self::LiftRecall => Some(Disposition::InProgress),
			Self::Ship => Some(Disposition::InTransit),
			Self::Reject | Self::Return => Some(Disposition::Returned),
			Self::Dispense => Some(Disposition::Dispensed),
			Self::Quarantine => Some(Disposition::NonSellableOther),
			Self::MarkIllegitimate => Some(Disposition::NonConformant),
			Self::Recall => Some(Disposition::Recalled),
			Self::Destroy => Some(Disposition::Destroyed),
			Self::Decommission => Some(Disposition::Inactive),
			Self::BindSensor | Self::UnbindSensor | Self::Condition | Self::Observe => None,
		}
	}
}

/// Why an event was declared to be an error (`errorDeclaration`, CBV 2.0 section 7.5).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum ErrorReason {
	/// Some of it is wrong (`incorrect_data`).
	#[codec(index = 0)]
	IncorrectData,
	/// It did not happen (`did_not_occur`).
	#[codec(index = 1)]
	DidNotOccur,
}

/// That an event was an error. It changes no custody: what is to be put right is recorded as events.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct ErrorDeclaration {
	/// When that was declared, in seconds since 1970.
	pub at: u64,
	/// Why.
	pub reason: ErrorReason,
	/// Hash of the same actor's event that puts it right.
	pub corrective: Option<Digest>,
}

/// A recorded event.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct EventRecord<AccountId> {
	/// Its number.
	pub number: EventNumber,
	/// Its kind.
	pub kind: EventKind,
	/// The step of business.
	pub step: BizStep,
	/// The condition of the items afterwards.
	pub disposition: Option<Disposition>,
	/// Who recorded it.
	pub actor: AccountId,
	/// When it happened, in seconds since 1970.
	pub time: u64,
	/// When it was recorded, in seconds since 1970.
	pub recorded_at: u64,
	/// Where it happened.
	pub place: Option<Gln>,
	/// To whom items were sent.
	pub to: Option<AccountId>,
	/// That it was an error.
	pub error: Option<ErrorDeclaration>,
}

/// What a sensor measured in a span of time, in thousandths of a degree Celsius.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Reading {
	/// First second, since 1970.
	pub from: u64,
	/// Last second.
	pub to: u64,
	/// The lowest.
	pub min: i32,
	/// The highest.
	pub max: i32,
}

/// What an event was for one subject.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct Step {
	/// Of a lot: which stretch of it, as first place and first place after; nothing for all of it.
	pub range: Option<(u32, u32)>,
	/// The container into which it was put, or out of which it was taken.
	pub container: Option<Sscc>,
	/// What a sensor measured.
	pub reading: Option<Reading>,
}

/// Key of a step in the trail of a subject: the event's number, highest byte first, then which of the
/// event's steps it is.
pub type StepKey = [u8; 9];

/// The key of a step.
pub fn step_key(event: EventNumber, index: u8) -> StepKey {
	let mut key = [index; 9];
	for (place, byte) in key.iter_mut().zip(event.to_be_bytes()) {
		*place = byte;
	}
	key
}

/// Number of the event whose step has this key.
pub fn event_of(key: StepKey) -> EventNumber {
	let [a, b, c, d, e, f, g, h, _] = key;
	u64::from_be_bytes([a, b, c, d, e, f, g, h])
}
