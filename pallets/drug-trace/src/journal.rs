//! Events: each is recorded once, and stands in the trail of what it was about.

use crate::{
	step_key, Config, Digest, Error, ErrorDeclaration, ErrorReason, Event, EventInfo, EventKind,
	EventNumber, EventOf, EventRecord, Events, NextEvent, Pallet, Step, Subject, Trail,
};
use frame::prelude::*;
use medchain_support::{BizStep, Disposition};

/// An event while its items are handled.
pub(crate) struct Recording {
	/// Its number.
	pub number: EventNumber,
	/// When it happened.
	pub time: u64,
	/// Steps written so far.
	steps: u8,
}

impl Recording {
	/// Writes the event into the trail of a subject.
	pub fn step<T: Config>(&mut self, subject: Subject, step: Step) {
		Trail::<T>::insert(subject, step_key(self.number, self.steps), step);
		// No call has half as many items.
		self.steps = self.steps.saturating_add(1);
	}
}

/// What is recorded of an event beside what its actor says and its kind tells.
pub(crate) struct Words<AccountId> {
	/// To whom items go.
	pub to: Option<AccountId>,
	/// The step of business.
	pub step: BizStep,
	/// The condition.
	pub disposition: Option<Disposition>,
}

impl<T: Config> Pallet<T> {
	/// Records an event.
	pub(crate) fn record(
		actor: &T::AccountId,
		kind: EventKind,
		event: &EventInfo,
	) -> Result<Recording, DispatchError> {
		let words = Words { to: None, step: kind.biz_step(), disposition: kind.disposition() };
		Self::record_as(actor, kind, event, words)
	}

	/// Records an event in other words than those of its kind.
	pub(crate) fn record_as(
		actor: &T::AccountId,
		kind: EventKind,
		event: &EventInfo,
		words: Words<T::AccountId>,
	) -> Result<Recording, DispatchError> {
		let now = Self::now();
		ensure!(event.time <= now, Error::<T>::EventInFuture);
		ensure!(!Events::<T>::contains_key(event.hash, actor), Error::<T>::AlreadyRecorded);
		let number = NextEvent::<T>::get();
		NextEvent::<T>::put(number.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?);
		let Words { to, step, disposition } = words;
		let record = EventRecord {
			number,
			kind,
			step,
			disposition,
			actor: actor.clone(),
			time: event.time,
			recorded_at: now,
			place: event.place,
			to,
			error: None,
		};
		Events::<T>::insert(event.hash, actor, record);
		EventOf::<T>::insert(number, (event.hash, actor));
		Ok(Recording { number, time: event.time, steps: 0 })
	}

	pub(crate) fn do_declare_error(
		who: &T::AccountId,
		hash: Digest,
		reason: ErrorReason,
		corrective: Option<Digest>,
	) -> DispatchResult {
		let mut record = Events::<T>::get(hash, who).ok_or(Error::<T>::EventNotFound)?;
		ensure!(record.error.is_none(), Error::<T>::AlreadyDeclared);
		if let Some(corrective) = corrective {
			ensure!(corrective != hash, Error::<T>::SelfCorrection);
			ensure!(Events::<T>::contains_key(corrective, who), Error::<T>::EventNotFound);
		}
		record.error = Some(ErrorDeclaration { at: Self::now(), reason, corrective });
		let event = record.number;
		Events::<T>::insert(hash, who, record);
		Self::deposit_event(Event::ErrorDeclared { event, reason });
		Ok(())
	}
}
