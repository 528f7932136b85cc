//! Randomisation: who gets the next slot is seen by all; which arm that is, by nobody before its time.

use crate::{
	standing::{Case, TrialOf, GOING_ON, TREATING, UNLOCKED},
	Act, Beacon, Config, Error, Event, List, ListStatus, Lists, Masking, Pallet, Seed, Slot,
	SlotProof, Slots, Strata, SubjectId, SubjectStatus, Subjects, TrialId, TrialStatus, Trials,
	Trigger, Unblinding, UnblindingAnswer, Unblindings, Waiting,
};
use frame::{prelude::*, traits::Randomness};
use medchain_support::{
	merkle::{self, Digest},
	randomization::{self, slots_per_list},
	Commitment,
};

/// Subject under which the chain's randomness is asked for a trial's beacon.
const BEACON: &[u8; 15] = b"medchain/beacon";

/// The data are locked: arms need be hidden no longer.
const MASK_OVER: &[TrialStatus] = &[TrialStatus::Locked, TrialStatus::Published];

impl<T: Config> Pallet<T> {
	pub(crate) fn do_commit_seed(
		who: &T::AccountId,
		id: TrialId,
		commitment: Digest,
	) -> DispatchResult {
		let mut trial = Self::known_trial(id)?;
		Self::ensure_custodian(who, &trial)?;
		Self::ensure_status(&trial, GOING_ON)?;
		Self::ensure_independent_custodian(who, &trial.sponsor, &trial.committee)?;
		ensure!(trial.seed.is_none(), Error::<T>::SeedCommitted);
		let at = frame_system::Pallet::<T>::block_number();
		Waiting::<T>::try_append((id, at)).map_err(|()| Error::<T>::TooManyWaiting)?;
		trial.seed = Some(Seed { commitment, at, beacon: None, revealed: None });
		Trials::<T>::insert(id, trial);
		Self::deposit_event(Event::SeedCommitted { trial: id, commitment });
		Ok(())
	}

	/// The chain's randomness for a trial's beacon, and the block since which it can have been known.
	fn randomness(id: TrialId) -> (Digest, BlockNumberFor<T>) {
		let (value, since) = T::Randomness::random(&(BEACON, id).encode());
		let bytes = value.as_ref();
		let value = Digest::try_from(bytes).unwrap_or_else(|_| frame::hashing::blake2_256(bytes));
		(value, since)
	}

	/// Draws the beacons of the trials that wait, where nobody knew a part of the randomness when the
	/// custodian committed to the seed. Answers how many trials waited.
	pub(crate) fn draw_beacons(now: BlockNumberFor<T>) -> u32 {
		let mut waiting = Waiting::<T>::get();
		let count = Self::counted(waiting.len());
		if count == 0 {
			return 0;
		}
		waiting.retain(|(id, committed)| {
			let (value, since) = Self::randomness(*id);
			if since <= committed.saturating_add(T::BeaconDelay::get()) {
				return true;
			}
			Trials::<T>::mutate(id, |trial| {
				if let Some(seed) = trial.as_mut().and_then(|trial| trial.seed.as_mut()) {
					seed.beacon = Some(Beacon { value, since, drawn: now });
				}
			});
			Self::deposit_event(Event::BeaconDrawn { trial: *id, value, since });
			false
		});
		if Self::counted(waiting.len()) != count {
			Waiting::<T>::put(waiting);
		}
		count
	}

	/// A trial's beacon, once it is there.
	fn beacon(trial: &TrialOf<T>) -> Result<Beacon<BlockNumberFor<T>>, DispatchError> {
		let seed = trial.seed.as_ref().ok_or(Error::<T>::NoSeed)?;
		Ok(seed.beacon.ok_or(Error::<T>::NoBeacon)?)
	}

	pub(crate) fn do_seal_list(
		who: &T::AccountId,
		id: TrialId,
		stratum: u16,
		root: Digest,
	) -> DispatchResult {
		let trial = Self::known_trial(id)?;
		Self::ensure_custodian(who, &trial)?;
		Self::ensure_status(&trial, GOING_ON)?;
		let protocol = Self::approved_protocol(id, &trial)?;
		ensure!(stratum < trial.strata, Error::<T>::StratumNotFound);
		Self::beacon(&trial)?;
		let mut known = Strata::<T>::get(id, stratum);
		let sealed = known.lists.saturating_mul(slots_per_list(&trial.scheme));
		ensure!(sealed < protocol.target, Error::<T>::EnoughLists);
		let list = known.lists;
		known.lists = Self::after(list)?;
		Strata::<T>::insert(id, stratum, known);
		let sealed = List { root, at: Self::now(), status: ListStatus::Sealed };
		Lists::<T>::insert((id, stratum, list), sealed);
		Self::deposit_event(Event::ListSealed { trial: id, stratum, list, root });
		Ok(())
	}

	pub(crate) fn do_randomize(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
	) -> DispatchResult {
		let mut case = Self::known_case(id, number)?;
		Self::ensure_investigator(who, &case.subject.site, &case.site)?;
		Self::ensure_status(&case.trial, TREATING)?;
		Self::ensure_subject(&case.subject, &[SubjectStatus::Enrolled])?;
		Self::approved_protocol(id, &case.trial)?;
		ensure!(case.site.open, Error::<T>::SiteClosed);
		Self::ensure_consent(id, number, &case)?;
		let stratum = case.subject.stratum.ok_or(Error::<T>::NoStratum)?;
		Self::beacon(&case.trial)?;
		let mut known = Strata::<T>::get(id, stratum);
		let sealed = known.lists.saturating_mul(slots_per_list(&case.trial.scheme));
		let slot = known.slots;
		ensure!(slot < sealed, Error::<T>::NoSealedSlot);
		known.slots = Self::after(slot)?;
		Strata::<T>::insert(id, stratum, known);
		Slots::<T>::insert((id, stratum, slot), number);
		case.subject.slot = Some(Slot { stratum, slot, at: Self::now() });
		case.subject.status = SubjectStatus::Randomized;
		let site = case.subject.site.clone();
		Subjects::<T>::insert(id, number, case.subject);
		if Self::accrue(id, &mut case.trial, Trigger::Randomization, number, &site) {
			Trials::<T>::insert(id, case.trial);
		}
		Self::note(id, who, Act::Randomized { subject: number, stratum, slot })?;
		Self::deposit_event(Event::Randomized { trial: id, subject: number, stratum, slot });
		Ok(())
	}

	pub(crate) fn do_unblind(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
		reason: Commitment,
	) -> DispatchResult {
		let Case { trial, subject, site } = Self::known_case(id, number)?;
		let may = *who == trial.committee
			|| Self::is_regulator(who)
			|| Self::ensure_investigator(who, &subject.site, &site).is_ok();
		ensure!(may, Error::<T>::NotUnblinder);
		Self::ensure_status(&trial, UNLOCKED)?;
		ensure!(subject.slot.is_some(), Error::<T>::NotRandomized);
		ensure!(!Unblindings::<T>::contains_key(id, number), Error::<T>::AlreadyUnblinded);
		let by = who.clone();
		let unblinding = Unblinding { by: by.clone(), at: Self::now(), reason, answer: None };
		Unblindings::<T>::insert(id, number, unblinding);
		Self::note(id, who, Act::Unblinded { subject: number, reason })?;
		Self::deposit_event(Event::Unblinded { trial: id, subject: number, by, reason });
		Ok(())
	}

	pub(crate) fn do_answer_unblinding(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
		answer: Commitment,
	) -> DispatchResult {
		let trial = Self::known_trial(id)?;
		Self::known_subject(id, number)?;
		Self::ensure_custodian(who, &trial)?;
		Self::ensure_status(&trial, UNLOCKED)?;
		let mut unblinding = Unblindings::<T>::get(id, number).ok_or(Error::<T>::NotUnblinded)?;
		ensure!(unblinding.answer.is_none(), Error::<T>::AlreadyAnswered);
		unblinding.answer = Some(UnblindingAnswer { at: Self::now(), commitment: answer });
		Unblindings::<T>::insert(id, number, unblinding);
		Self::note(id, who, Act::UnblindingAnswered { subject: number, answer })?;
		Self::deposit_event(Event::UnblindingAnswered { trial: id, subject: number, answer });
		Ok(())
	}

	pub(crate) fn do_disclose(
		who: &T::AccountId,
		id: TrialId,
		number: SubjectId,
		arm: u8,
		salt: Digest,
		proof: SlotProof,
	) -> DispatchResult {
		let trial = Self::known_trial(id)?;
		let mut subject = Self::known_subject(id, number)?;
		Self::ensure_custodian(who, &trial)?;
		let is_locked = trial.status.is_locked();
		ensure!(is_locked || trial.masking == Masking::Open, Error::<T>::Masked);
		let given = subject.slot.ok_or(Error::<T>::NotRandomized)?;
		ensure!(subject.arm.is_none(), Error::<T>::AlreadyDisclosed);
		ensure!(usize::from(arm) < trial.scheme.ratio.len(), Error::<T>::BadOpening);
		let slots = slots_per_list(&trial.scheme);
		// A scheme that was checked has slots.
		let list = given.slot.checked_div(slots).ok_or(Error::<T>::ListNotFound)?;
		let index = given.slot.checked_rem(slots).ok_or(Error::<T>::ListNotFound)?;
		let sealed = Lists::<T>::get((id, given.stratum, list)).ok_or(Error::<T>::ListNotFound)?;
		let leaf = randomization::leaf(arm, &salt);
		let opens = merkle::verify(&sealed.root, slots, index, &leaf, &proof);
		ensure!(opens, Error::<T>::BadOpening);
		subject.arm = Some(arm);
		Subjects::<T>::insert(id, number, subject);
		if !is_locked {
			Self::note(id, who, Act::Disclosed { subject: number, arm })?;
		}
		Self::deposit_event(Event::Disclosed { trial: id, subject: number, arm });
		Ok(())
	}

	pub(crate) fn do_reveal_seed(who: &T::AccountId, id: TrialId, seed: Digest) -> DispatchResult {
		let mut trial = Self::known_trial(id)?;
		Self::ensure_custodian(who, &trial)?;
		Self::ensure_status(&trial, MASK_OVER)?;
		let committed = trial.seed.as_mut().ok_or(Error::<T>::NoSeed)?;
		ensure!(committed.revealed.is_none(), Error::<T>::AlreadyRevealed);
		let fits = randomization::seed_commitment(id, &seed) == committed.commitment;
		ensure!(fits, Error::<T>::WrongSeed);
		committed.revealed = Some(seed);
		Trials::<T>::insert(id, trial);
		Self::deposit_event(Event::SeedRevealed { trial: id, seed });
		Ok(())
	}

	pub(crate) fn do_check_list(id: TrialId, stratum: u16, number: u32) -> DispatchResult {
		let trial = Self::known_trial(id)?;
		let committed = trial.seed.as_ref().ok_or(Error::<T>::NoSeed)?;
		let beacon = Self::beacon(&trial)?;
		let seed = committed.revealed.ok_or(Error::<T>::NotRevealed)?;
		let mut list = Lists::<T>::get((id, stratum, number)).ok_or(Error::<T>::ListNotFound)?;
		ensure!(list.status == ListStatus::Sealed, Error::<T>::AlreadyChecked);
		let key = randomization::list_key(&seed, &beacon.value, id, stratum, number);
		// A scheme that was checked has a list.
		let expected = randomization::list_root(&trial.scheme, &key).unwrap_or_default();
		if expected == list.root {
			list.status = ListStatus::Verified;
			Self::deposit_event(Event::ListVerified { trial: id, stratum, list: number });
		} else {
			list.status = ListStatus::Broken;
			let custodian = trial.custodian;
			Self::deposit_event(Event::ListBroken {
				trial: id,
				stratum,
				list: number,
				custodian,
				expected,
			});
		}
		Lists::<T>::insert((id, stratum, number), list);
		Ok(())
	}
}
