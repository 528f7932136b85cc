//! Equivocation: slashed once, disabled, removed.

use crate::{Config, Event, HoldReason, Pallet, RemovalReason, Standing, Standings, WeightInfo};
use frame::{
	prelude::*,
	token::{fungible::hold::Balanced as _, OnUnbalanced},
	traits::Get,
};
use sp_staking::{
	offence::{OffenceDetails, OffenceSeverity, OnOffenceHandler},
	SessionIndex,
};

impl<T: Config, Reporter> OnOffenceHandler<Reporter, (T::AccountId, ()), Weight> for Pallet<T> {
	/// The share of the bond that goes is the pallet's own, whatever the offence asks for: an
	/// equivocation is a decision of one validator, not less grave for being alone.
	fn on_offence(
		offenders: &[OffenceDetails<Reporter, (T::AccountId, ())>],
		_: &[Perbill],
		session: SessionIndex,
	) -> Weight {
		for details in offenders {
			Self::punish(&details.offender.0, session);
		}
		let count = offenders.len().try_into().unwrap_or(u64::MAX);
		<T as Config>::WeightInfo::punish(T::MaxValidators::get()).saturating_mul(count)
	}
}

impl<T: Config> Pallet<T> {
	/// Slashes `who` for an equivocation in `session`, unless this tenure was slashed already or
	/// had not begun then.
	pub(crate) fn punish(who: &T::AccountId, session: SessionIndex) {
		let Some(standing) = Standings::<T>::get(who) else { return };
		let (mut tenure, left) = match standing {
			Standing::Candidate => return,
			Standing::Validator(tenure) => (tenure, None),
			Standing::Leaving { tenure, left } => (tenure, Some(left)),
		};
		if tenure.slashed || session < tenure.since {
			return;
		}
		tenure.slashed = true;
		let due = T::SlashShare::get().mul_floor(Self::bond_of(who));
		let (credit, missing) = <T as Config>::Currency::slash(&HoldReason::Bond.into(), who, due);
		T::OnSlash::on_unbalanced(credit);
		let amount = due.saturating_sub(missing);
		Self::deposit_event(Event::Slashed { who: who.clone(), session, amount });

		pallet_session::Pallet::<T>::report_offence(
			who.clone(),
			OffenceSeverity(T::SlashShare::get()),
		);
		match left {
			Some(left) => Standings::<T>::insert(who, Standing::Leaving { tenure, left }),
			None => {
				Standings::<T>::insert(who, Standing::Validator(tenure));
				Self::remove_if_possible(who, RemovalReason::Equivocated);
			}
		}
	}
}
