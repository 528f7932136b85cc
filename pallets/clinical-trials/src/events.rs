//! What the pallet tells.

use frame::deps::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// There is a new trial.
		TrialRegistered {
			/// Its number.
			trial: TrialId,
			/// Who answers for it.
			sponsor: T::AccountId,
			/// Commits to its first protocol.
			protocol: Commitment,
		},
		/// A version of a protocol waits for the committee.
		ProtocolSubmitted {
			/// Which trial.
			trial: TrialId,
			/// Which version.
			version: Version,
			/// Commits to it.
			protocol: Commitment,
		},
		/// A version of a protocol was approved, or its approval renewed. It counts from now on.
		ProtocolApproved {
			/// Which trial.
			trial: TrialId,
			/// Which version.
			version: Version,
			/// Last second of the approval, in seconds since 1970.
			until: Option<u64>,
		},
		/// A version of a protocol was refused.
		ProtocolDisapproved {
			/// Which trial.
			trial: TrialId,
			/// Which version.
			version: Version,
			/// Commits to why.
			reason: Commitment,
		},
		/// A trial was stopped for now.
		TrialSuspended {
			/// Which trial.
			trial: TrialId,
			/// By whom.
			by: T::AccountId,
			/// Commits to why.
			reason: Commitment,
		},
		/// A trial goes on.
		TrialResumed {
			/// Which trial.
			trial: TrialId,
			/// By whom.
			by: T::AccountId,
		},
		/// A site recruits.
		SiteOpened {
			/// In which trial.
			trial: TrialId,
			/// Which organisation.
			site: T::AccountId,
			/// Who is responsible there.
			investigator: T::AccountId,
		},
		/// A site recruits no longer.
		SiteClosed {
			/// In which trial.
			trial: TrialId,
			/// Which organisation.
			site: T::AccountId,
		},
		/// Nobody new takes part in a trial.
		AccrualClosed {
			/// Which trial.
			trial: TrialId,
		},
		/// A trial was ended before its time.
		TrialTerminated {
			/// Which trial.
			trial: TrialId,
			/// By whom.
			by: T::AccountId,
			/// Commits to why.
			reason: Commitment,
		},
		/// A trial's data no longer change.
		TrialLocked {
			/// Which trial.
			trial: TrialId,
			/// How many entries its trail has.
			entries: u64,
		},
		/// A trial's results were committed to.
		ResultsPublished {
			/// Which trial.
			trial: TrialId,
			/// Commits to them.
			results: Commitment,
		},
		/// A custodian committed to a seed.
		SeedCommitted {
			/// Which trial.
			trial: TrialId,
			/// The commitment.
			commitment: Digest,
		},
		/// A trial has its public randomness.
		BeaconDrawn {
			/// Which trial.
			trial: TrialId,
			/// The randomness.
			value: Digest,
			/// The block since which it can have been known.
			since: BlockNumberFor<T>,
		},
		/// A list of allocations was sealed.
		ListSealed {
			/// In which trial.
			trial: TrialId,
			/// Of which stratum.
			stratum: u16,
			/// Its number in the stratum.
			list: u32,
			/// The root over its slots.
			root: Digest,
		},
		/// A seed was revealed: anyone can recompute every list.
		SeedRevealed {
			/// Which trial.
			trial: TrialId,
			/// The seed.
			seed: Digest,
		},
		/// A list comes from seed and beacon by the rule.
		ListVerified {
			/// In which trial.
			trial: TrialId,
			/// Of which stratum.
			stratum: u16,
			/// Which.
			list: u32,
		},
		/// A list does not come from seed and beacon by the rule: its custodian did not keep to it.
		ListBroken {
			/// In which trial.
			trial: TrialId,
			/// Of which stratum.
			stratum: u16,
			/// Which.
			list: u32,
			/// Whose it is.
			custodian: T::AccountId,
			/// The root that it should have had.
			expected: Digest,
		},
		/// A participant was given a number.
		Screened {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// At which site.
			site: T::AccountId,
		},
		/// A participant consented.
		Consented {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// To which version of the protocol.
			version: Version,
			/// Number of the consent among its own.
			consent: u32,
		},
		/// Somebody attested a criterion.
		CriterionAttested {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// Which criterion.
			criterion: CriterionId,
			/// Who.
			attester: T::AccountId,
		},
		/// By its attestations a participant stands otherwise.
		SubjectDecided {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// How.
			status: SubjectStatus,
		},
		/// A participant's stratum was put right.
		StratumSet {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// Which it is.
			stratum: u16,
		},
		/// A participant was given a slot.
		Randomized {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// Of which stratum.
			stratum: u16,
			/// Which, over all lists of the stratum.
			slot: u32,
		},
		/// A participant no longer takes part.
		Withdrawn {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
		},
		/// A participant is through.
		Completed {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
		},
		/// A participant's arm was asked for in an emergency.
		Unblinded {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// By whom.
			by: T::AccountId,
			/// Commits to why.
			reason: Commitment,
		},
		/// The custodian handed an arm out.
		UnblindingAnswered {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// Commits to what was handed out.
			answer: Commitment,
		},
		/// A participant's arm was disclosed and proved.
		Disclosed {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// Which.
			arm: u8,
		},
		/// Forms were captured.
		Captured {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// Number of the capture.
			capture: CaptureId,
			/// Of which visit.
			visit: u8,
			/// How many forms.
			count: u32,
			/// The root over them.
			root: Digest,
		},
		/// Forms were not captured, for want of consent alone. The question and its answer are in
		/// the participant's audit log.
		CaptureRefused {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// Of which visit.
			visit: u8,
			/// Who tried.
			by: T::AccountId,
		},
		/// A form was corrected.
		Corrected {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// Which form.
			form: FormRef,
			/// Commits to what it says now.
			new: Commitment,
		},
		/// A form that had been compared with its source was corrected, and so no longer is.
		VerificationVoided {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// Which form.
			form: FormRef,
		},
		/// A form was compared with its source.
		SourceVerified {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// Which form.
			form: FormRef,
		},
		/// A query was opened.
		QueryOpened {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// Its number.
			query: QueryId,
			/// About which form.
			form: FormRef,
		},
		/// A query was answered.
		QueryAnswered {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// Its number.
			query: QueryId,
		},
		/// A query was closed.
		QueryClosed {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// Its number.
			query: QueryId,
		},
		/// An adverse event was reported.
		AdverseEventReported {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// Its number.
			event: AdverseEventId,
			/// Whether the site was late with a serious one.
			late: bool,
			/// Last second in which the sponsor forwards it, if it has to.
			due: Option<u64>,
		},
		/// An adverse event was judged anew.
		AdverseEventFollowedUp {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// Its number.
			event: AdverseEventId,
			/// Last second in which the sponsor forwards it, if it has to.
			due: Option<u64>,
		},
		/// An adverse event was forwarded to the authorities.
		AdverseEventForwarded {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
			/// Its number.
			event: AdverseEventId,
			/// Whether after the deadline.
			late: bool,
		},
		/// A deviation from the protocol was reported.
		DeviationReported {
			/// In which trial.
			trial: TrialId,
			/// Its number.
			deviation: DeviationId,
			/// How grave it is.
			class: DeviationClass,
		},
		/// A participant's data were frozen.
		Frozen {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
		},
		/// A participant's data are no longer frozen.
		Unfrozen {
			/// In which trial.
			trial: TrialId,
			/// Which participant.
			subject: SubjectId,
		},
		/// Money was put into a trial's purse.
		Funded {
			/// Which trial.
			trial: TrialId,
			/// By whom.
			from: T::AccountId,
			/// How much, in minor units.
			amount: Amount,
		},
		/// A trial owes somebody more.
		DueAccrued {
			/// Which trial.
			trial: TrialId,
			/// Whom.
			creditor: Creditor<T::AccountId>,
			/// How much more, in minor units.
			amount: Amount,
		},
		/// A trial paid what it owed somebody.
		DuesPaid {
			/// Which trial.
			trial: TrialId,
			/// Whom.
			creditor: Creditor<T::AccountId>,
			/// How much, in minor units.
			amount: Amount,
		},
		/// A sponsor took money back.
		Reclaimed {
			/// Which trial.
			trial: TrialId,
			/// How much, in minor units.
			amount: Amount,
		},
	}
}
