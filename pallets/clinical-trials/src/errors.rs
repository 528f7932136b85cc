//! Why calls are refused.

use frame::deps::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// All numbers were given.
		NumbersExhausted,

		// What is not there.
		/// There is no trial of this number.
		TrialNotFound,
		/// The trial has no protocol of this version.
		ProtocolNotFound,
		/// The organisation is no site of the trial.
		SiteNotFound,
		/// The trial has no participant of this number.
		SubjectNotFound,
		/// The caller is no participant of the trial.
		NotParticipant,
		/// The protocol has no criterion of this number.
		CriterionNotFound,
		/// The stratum has no sealed list of this number.
		ListNotFound,
		/// There is no capture of this number.
		CaptureNotFound,
		/// The capture has fewer forms.
		FormNotFound,
		/// There is no query of this number.
		QueryNotFound,
		/// There is no adverse event of this number.
		AdverseEventNotFound,

		// How far the trial is: each says what it is, and so why the call is refused.
		/// The committee has not decided about the first protocol.
		TrialInReview,
		/// No protocol is approved, and the last one was refused.
		TrialDisapproved,
		/// The trial is approved, and no site was opened.
		TrialNotStarted,
		/// The trial is active.
		TrialActive,
		/// The trial is suspended.
		TrialSuspended,
		/// The trial is closed to accrual.
		TrialClosedToAccrual,
		/// The trial was terminated.
		TrialTerminated,
		/// The trial's data are locked.
		TrialLocked,
		/// The trial's results are published.
		TrialPublished,

		// How far the participant is.
		/// It is not decided whether the participant can take part.
		SubjectScreening,
		/// The participant is eligible, and not enrolled.
		SubjectEligible,
		/// The participant is not eligible.
		SubjectIneligible,
		/// The participant is enrolled, and not randomised.
		SubjectEnrolled,
		/// The participant is randomised.
		SubjectRandomized,
		/// The participant has completed the trial.
		SubjectCompleted,
		/// The participant has withdrawn.
		SubjectWithdrawn,

		// Who calls.
		/// Only an accredited sponsor does this.
		NotAccreditedSponsor,
		/// Only the trial's sponsor does this.
		NotSponsor,
		/// Only the sponsor, or who acts for it, does this.
		NotSponsorStaff,
		/// The sponsor, or who acts for it, does not touch a site's data.
		SponsorStaff,
		/// Only the trial's committee does this.
		NotCommittee,
		/// The trial's committee is not accredited as an ethics committee now.
		CommitteeLapsed,
		/// Only the sponsor, the committee or a regulator does this.
		NotOverseer,
		/// Only who suspended the trial, or a regulator, resumes it.
		NotSuspender,
		/// Only the trial's custodian does this.
		NotCustodian,
		/// Only the site's investigator does this.
		NotSiteInvestigator,
		/// The site's investigator is not accredited as one now.
		InvestigatorLapsed,
		/// The site's investigator does not act for the site now.
		InvestigatorLeft,
		/// Only who acts for the site does this.
		NotSiteStaff,
		/// Only who acts for the site, or for the sponsor, does this.
		NotTrialStaff,
		/// Only the participant, or its site's investigator, does this.
		NotParticipantOrInvestigator,
		/// Only the site's investigator, the committee or a regulator unblinds.
		NotUnblinder,

		// The design.
		/// Who is named as committee is not accredited as an ethics committee.
		NotEthicsCommittee,
		/// The committee is the sponsor, or acts for it.
		CommitteeNotIndependent,
		/// The custodian is not verified.
		CustodianNotVerified,
		/// The custodian is the sponsor, or acts for it.
		CustodianNotIndependent,
		/// The custodian is the committee.
		CustodianIsCommittee,
		/// The scheme has no arm.
		NoArm,
		/// The share of an arm is not one that a scheme can have.
		WrongShare,
		/// The shares of the arms add up to more than a scheme can have.
		TooManyShares,
		/// The scheme has no multiplier.
		NoMultiplier,
		/// A multiplier is not one that a scheme can have.
		WrongMultiplier,
		/// A multiplier stands twice.
		RepeatedMultiplier,
		/// There is at least one stratum.
		NoStrata,
		/// There are at most [`MAX_STRATA`] strata.
		TooManyStrata,
		/// There are at most [`MAX_VISITS`] visits.
		TooManyVisits,
		/// The target is at least one participant.
		NoTarget,
		/// There is at least one criterion.
		NoCriteria,
		/// At least one class of data is collected.
		NoClasses,
		/// There is no such class of data.
		UnknownClass,
		/// The trial has no currency, and so neither payments nor money.
		NoCurrency,
		/// A payment is at least one minor unit.
		ZeroPayment,
		/// A payment is at most [`MAX_PAYMENT`] minor units.
		PaymentTooLarge,
		/// A payment is for a visit that the trial does not have.
		PaymentForNoVisit,
		/// A payment for what a site has enrolled is for at least one participant.
		PaymentForNobody,
		/// A payment for what a site has enrolled goes to the site.
		PaymentNotForSite,

		// Protocols.
		/// The newest version waits for the committee.
		ReviewPending,
		/// The committee has decided about this version.
		AlreadyDecided,
		/// This version was refused.
		VersionDisapproved,
		/// Another version counts since.
		VersionSuperseded,
		/// The last day of the approval is over.
		ApprovalInPast,
		/// The approval is over.
		ApprovalExpired,
		/// More participants were enrolled already.
		TargetBelowEnrolled,

		// Sites.
		/// The site is not accredited as a provider organisation.
		NotProvider,
		/// The sponsor, or who acts for it, is no site.
		SponsorSite,
		/// The custodian is the site or its investigator, or acts for the site.
		CustodianAtSite,
		/// Who is named as investigator is not accredited as one.
		NotInvestigator,
		/// Who is named as investigator does not act for the site.
		InvestigatorElsewhere,
		/// Who is named as investigator acts for the sponsor.
		InvestigatorOfSponsor,
		/// The site is open.
		SiteOpen,
		/// The site is closed.
		SiteClosed,

		// Participants.
		/// Nobody screens oneself.
		SelfScreening,
		/// The participant's identity is not verified.
		ParticipantNotIdentified,
		/// The participant has a number in this trial, and was not found ineligible under it.
		AlreadyScreened,
		/// The trial has no such stratum.
		StratumNotFound,
		/// Another version of the protocol counts.
		WrongVersion,
		/// The participant has not consented.
		NoConsent,
		/// The participant has consented to an earlier version of the protocol.
		ConsentOutdated,
		/// The participant's directives do not permit the research.
		NotPermitted,
		/// The participant's directives do not permit all classes of data that the trial collects.
		ClassesMissing,
		/// What permits is another directive than the one named, or consented by.
		OtherDirective,
		/// Attesters are accredited as practitioners, laboratories or investigators.
		NotAttester,
		/// Attesters are verified.
		AttesterNotVerified,
		/// Who screened a participant does not attest.
		AttesterIsEnroller,
		/// Nobody attests for oneself.
		AttesterIsParticipant,
		/// The sponsor, or who acts for it, does not attest.
		AttesterOfSponsor,
		/// The attestation does not hold any more.
		AttestationInPast,
		/// The criterion has [`MAX_ATTESTERS`] attesters.
		TooManyAttesters,
		/// There is no place: as many as were to be enrolled are.
		TargetReached,
		/// Some criterion is not attested any more.
		Undecided,
		/// The stratum is this one already.
		SameStratum,

		// Randomisation.
		/// The custodian has committed to a seed.
		SeedCommitted,
		/// The custodian has not committed to a seed.
		NoSeed,
		/// [`Config::MaxWaiting`] trials wait for a beacon.
		TooManyWaiting,
		/// The trial's beacon is not there yet.
		NoBeacon,
		/// As many lists are sealed as the target can need.
		EnoughLists,
		/// The participant's stratum is not known.
		NoStratum,
		/// All sealed slots of the stratum were given.
		NoSealedSlot,
		/// The participant was not randomised.
		NotRandomized,
		/// The participant's arm was asked for already.
		AlreadyUnblinded,
		/// Nobody asked for the participant's arm.
		NotUnblinded,
		/// The unblinding was answered.
		AlreadyAnswered,
		/// The trial is masked, and not locked.
		Masked,
		/// The participant's arm was disclosed.
		AlreadyDisclosed,
		/// Arm, salt and proof do not lead to the root of the sealed list.
		BadOpening,
		/// The seed was revealed.
		AlreadyRevealed,
		/// This is not the seed that was committed to.
		WrongSeed,
		/// The seed was not revealed.
		NotRevealed,
		/// The list was checked.
		AlreadyChecked,

		// Data.
		/// The participant's data are frozen.
		DataFrozen,
		/// The participant's data are not frozen.
		NotFrozen,
		/// The trial has no such visit.
		VisitNotFound,
		/// A capture has at least one form.
		EmptyCapture,
		/// A capture has at most [`MAX_FORMS`] forms.
		TooManyForms,
		/// The proof does not lead from this content at this place to the capture's root.
		BadProof,
		/// The form says something else now.
		WrongContent,
		/// The form says this already.
		SameContent,
		/// What the form says now was compared with its source.
		AlreadyVerified,
		/// The query was answered.
		QueryAnswered,
		/// The query was closed.
		QueryClosed,
		/// Nobody is aware of an event before its onset.
		AwareBeforeOnset,
		/// Nobody is aware of an event in the future.
		AwareInFuture,
		/// The event need not be forwarded.
		NothingToForward,
		/// The event was forwarded.
		AlreadyForwarded,
		/// The participant is of another site.
		SubjectElsewhere,
		/// Queries are open.
		QueriesOpen,
		/// Adverse events are to be forwarded first.
		AdverseEventsOutstanding,

		// Money.
		/// An amount is at least one minor unit.
		ZeroAmount,
		/// The trial owes them nothing.
		NothingDue,
		/// The trial's purse has less.
		PurseShort,
		/// Money is given back after publication, or when a trial that was terminated is locked.
		NotOver,
	}
}
