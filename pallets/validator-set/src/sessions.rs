//! What the session pallet asks: who validates next, and who was idle.

use crate::{
	Config, LastAuthored, Pallet, RemovalReason, Standing, Standings, Validators, WeightInfo,
};
use alloc::vec::Vec;
use frame::prelude::*;
use pallet_session::{historical, DisabledValidators, QueuedKeys};
use sp_staking::SessionIndex;

impl<T: Config> pallet_session::SessionManager<T::AccountId> for Pallet<T> {
	/// The admitted validators that have session keys. Those without are removed, unless that
	/// would make the set too small. With nobody left, or without news, the session keeps its
	/// validators.
	fn new_session(_: SessionIndex) -> Option<Vec<T::AccountId>> {
		let (with_keys, without): (Vec<_>, Vec<_>) =
			Validators::<T>::get().into_iter().partition(Self::has_keys);
		for who in &without {
			Self::remove_if_possible(who, RemovalReason::NoKeys);
		}
		(!with_keys.is_empty() && Self::are_news(&with_keys)).then_some(with_keys)
	}

	/// Removes those who were idle for too long.
	fn end_session(ended: SessionIndex) {
		for who in Validators::<T>::get() {
			if Self::idle_sessions(&who, ended) >= T::MaxIdleSessions::get() {
				Self::remove_if_possible(&who, RemovalReason::Idle);
			}
		}
	}

	fn start_session(_: SessionIndex) {}
}

impl<T: Config> historical::SessionManager<T::AccountId, ()> for Pallet<T> {
	fn new_session(index: SessionIndex) -> Option<Vec<(T::AccountId, ())>> {
		<Self as pallet_session::SessionManager<_>>::new_session(index)
			.map(|validators| validators.into_iter().map(|who| (who, ())).collect())
	}

	fn end_session(index: SessionIndex) {
		<Self as pallet_session::SessionManager<_>>::end_session(index)
	}

	fn start_session(index: SessionIndex) {
		<Self as pallet_session::SessionManager<_>>::start_session(index)
	}
}

impl<T: Config> Pallet<T> {
	/// Whether these are not just the validators of the session that begins, with the same keys and
	/// nobody disabled. Each set of authorities that differs from the last is one more that light
	/// clients and new nodes must have proved, so that it should differ only when it does.
	fn are_news(validators: &[T::AccountId]) -> bool {
		let next =
			validators.iter().map(|who| (who.clone(), pallet_session::Pallet::<T>::load_keys(who)));
		let present = QueuedKeys::<T>::get().into_iter().map(|(who, keys)| (who, Some(keys)));
		!DisabledValidators::<T>::get().is_empty() || next.ne(present)
	}

	/// For how many sessions running, up to `ended`, a validator was active and authored nothing.
	fn idle_sessions(who: &T::AccountId, ended: SessionIndex) -> SessionIndex {
		let Some(Standing::Validator(tenure)) = Standings::<T>::get(who) else { return 0 };
		// Who is admitted in one session is active from the second after it.
		let waiting_until = tenure.since.saturating_add(1);
		let last_authored = LastAuthored::<T>::get(who).unwrap_or_default();
		ended.saturating_sub(last_authored.max(waiting_until))
	}
}

impl<T: Config> pallet_authorship::EventHandler<T::AccountId, BlockNumberFor<T>> for Pallet<T> {
	fn note_author(author: T::AccountId) {
		let session = pallet_session::Pallet::<T>::current_index();
		if LastAuthored::<T>::get(&author) != Some(session) {
			LastAuthored::<T>::insert(&author, session);
		}
		frame_system::Pallet::<T>::register_extra_weight_unchecked(
			<T as Config>::WeightInfo::note_author(),
			DispatchClass::Mandatory,
		);
	}
}
