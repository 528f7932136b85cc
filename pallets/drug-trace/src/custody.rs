//! How custody may change: each function checks one change, and makes it or says why not.

use crate::{Config, Custody, Error, Hold, Judge, Stage, SuspectReason};

pub(crate) type CustodyOf<T> = Custody<<T as frame::prelude::frame_system::Config>::AccountId>;

type Change<T> = Result<(), Error<T>>;

fn require<T>(holds: bool, error: Error<T>) -> Change<T> {
	match holds {
		true => Ok(()),
		false => Err(error),
	}
}

/// That `who` has it, or sent it off.
pub(crate) fn ensure_holder<T: Config>(custody: &CustodyOf<T>, who: &T::AccountId) -> Change<T> {
	require(custody.holder == *who, Error::NotHolder)
}

/// That it is neither with a patient nor gone.
pub(crate) fn ensure_present<T: Config>(custody: &CustodyOf<T>) -> Change<T> {
	match custody.stage {
		Stage::Held | Stage::InTransit { .. } => Ok(()),
		Stage::Dispensed => Err(Error::AlreadyDispensed),
		Stage::Destroyed => Err(Error::Destroyed),
		Stage::Decommissioned => Err(Error::Decommissioned),
	}
}

/// That it is present, and not on its way.
pub(crate) fn ensure_held<T: Config>(custody: &CustodyOf<T>) -> Change<T> {
	ensure_present::<T>(custody)?;
	require(custody.stage == Stage::Held, Error::InTransit)
}

/// That it is not held back for good.
pub(crate) fn ensure_legitimate<T: Config>(custody: &CustodyOf<T>) -> Change<T> {
	let found = custody.hold.as_ref().is_some_and(|hold| hold.reason.is_illegitimate());
	require(!found, Error::Illegitimate)
}

/// That it is not held back.
pub(crate) fn ensure_free<T: Config>(custody: &CustodyOf<T>) -> Change<T> {
	ensure_legitimate::<T>(custody)?;
	require(custody.hold.is_none(), Error::Quarantined)
}

/// That `who` has it in hand.
pub(crate) fn ensure_in_hand<T: Config>(custody: &CustodyOf<T>, who: &T::AccountId) -> Change<T> {
	ensure_holder::<T>(custody, who)?;
	ensure_held::<T>(custody)
}

/// That an event of this time comes after all that happened.
pub(crate) fn ensure_after<T: Config>(custody: &CustodyOf<T>, time: u64) -> Change<T> {
	require(time >= custody.last, Error::EventBeforePredecessor)
}

/// To whom it is on its way, and whether back.
fn consignee<T: Config>(custody: &CustodyOf<T>) -> Result<(T::AccountId, bool), Error<T>> {
	ensure_present::<T>(custody)?;
	match &custody.stage {
		Stage::InTransit { to, returning } => Ok((to.clone(), *returning)),
		_ => Err(Error::NotInTransit),
	}
}

/// Sends off what is in hand. Whether it may go there is for who calls to check.
pub(crate) fn send<T: Config>(custody: &mut CustodyOf<T>, to: &T::AccountId, returning: bool) {
	custody.stage = Stage::InTransit { to: to.clone(), returning };
}

/// The consignee takes it in. What comes back from a consignee that rejected it is as it was; what was
/// sent back has nobody to whom it could be sent back again.
pub(crate) fn receive<T: Config>(custody: &mut CustodyOf<T>, who: &T::AccountId) -> Change<T> {
	let (to, returning) = consignee::<T>(custody)?;
	require(to == *who, Error::NotConsignee)?;
	if to != custody.holder {
		custody.from = (!returning).then(|| custody.holder.clone());
		custody.holder = to;
	}
	custody.stage = Stage::Held;
	Ok(())
}

/// The consignee does not take it.
pub(crate) fn reject<T: Config>(custody: &mut CustodyOf<T>, who: &T::AccountId) -> Change<T> {
	let (to, _) = consignee::<T>(custody)?;
	require(to == *who, Error::NotConsignee)?;
	require(to != custody.holder, Error::Rejected)?;
	send::<T>(custody, &custody.holder.clone(), true);
	Ok(())
}

/// The sender has it still.
pub(crate) fn void<T: Config>(custody: &mut CustodyOf<T>, who: &T::AccountId) -> Change<T> {
	ensure_holder::<T>(custody, who)?;
	let (to, _) = consignee::<T>(custody)?;
	require(to != custody.holder, Error::Rejected)?;
	custody.stage = Stage::Held;
	Ok(())
}

/// A patient gets it, of whom nothing stands here.
pub(crate) fn dispense<T: Config>(custody: &mut CustodyOf<T>, who: &T::AccountId) -> Change<T> {
	ensure_in_hand::<T>(custody, who)?;
	ensure_free::<T>(custody)?;
	custody.stage = Stage::Dispensed;
	Ok(())
}

/// A patient gives it back. It is for its manufacturer to say whether it can go to another one: a
/// pharmacy alone would sell a pack as often as it likes.
pub(crate) fn take_back<T: Config>(custody: &mut CustodyOf<T>, who: &T::AccountId) -> Change<T> {
	match custody.stage {
		Stage::Dispensed => {}
		Stage::Destroyed => return Err(Error::Destroyed),
		Stage::Decommissioned => return Err(Error::Decommissioned),
		Stage::Held | Stage::InTransit { .. } => return Err(Error::NotDispensed),
	}
	custody.stage = Stage::Held;
	let reason = SuspectReason::ReturnedByPatient;
	custody.hold = Some(Hold { by: who.clone(), reason, judge: Judge::Manufacturer });
	Ok(())
}

/// Holds it back. What is held back already stays as it is, unless this hold stands before that one:
/// nobody hides a grave hold behind a light one of its own.
pub(crate) fn hold_back<T: Config>(
	custody: &mut CustodyOf<T>,
	hold: Hold<T::AccountId>,
) -> Change<T> {
	ensure_present::<T>(custody)?;
	let stands = custody.hold.as_ref().is_none_or(|known| hold.outranks(known));
	require(stands, Error::AlreadyHeldBack)?;
	custody.hold = Some(hold);
	Ok(())
}

/// Destroys it.
pub(crate) fn destroy<T: Config>(custody: &mut CustodyOf<T>, who: &T::AccountId) -> Change<T> {
	ensure_in_hand::<T>(custody, who)?;
	custody.stage = Stage::Destroyed;
	custody.hold = None;
	Ok(())
}

/// Takes its identity off. What is held back keeps it.
pub(crate) fn decommission<T: Config>(custody: &mut CustodyOf<T>, who: &T::AccountId) -> Change<T> {
	ensure_in_hand::<T>(custody, who)?;
	ensure_free::<T>(custody)?;
	custody.stage = Stage::Decommissioned;
	Ok(())
}

/// Something is put into a container. What was shipped by different ones, or by nobody, has nobody to
/// whom all of it could be sent back.
pub(crate) fn enter<T: Config>(child: &CustodyOf<T>, container: &mut CustodyOf<T>) {
	if child.from != container.from {
		container.from = None;
	}
}

/// A child leaves its container, and takes over how that stands. Who shipped it stays with it, unless
/// it changed hands in the container.
pub(crate) fn leave<T: Config>(child: &mut CustodyOf<T>, container: &CustodyOf<T>) {
	if child.holder != container.holder {
		child.holder = container.holder.clone();
		child.from = container.from.clone();
	}
	child.hold = container.hold.clone();
	child.parent = None;
	child.last = child.last.max(container.last);
}
