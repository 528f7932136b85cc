//! Why the pallet refuses.

use frame::deps::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// The patient has as many directives in force as there can be; revoke one first.
		TooManyDirectives,
		/// The patient has no directive of this number in force.
		DirectiveNotFound,
		/// A period ends before it starts.
		PeriodReversed,
		/// The directive's period is over already, so that it could never apply.
		PeriodOver,
		/// A set holds a bit that stands for no code of its list.
		UnknownCode,
		/// The request names no resource class.
		NothingRequested,
		/// The numbers for directives, versions, records or audit entries are used up.
		NumbersExhausted,
		/// The caller is neither the patient nor verified, or holds no role where one is needed.
		NotVerified,
		/// The patient has no record of this number.
		RecordNotFound,
		/// The record was erased.
		RecordErased,
		/// The caller does not keep the record.
		NotCustodian,
		/// The record has this commitment already.
		CommitmentUnchanged,
		/// The record has as many versions as there can be; erase it and register a new one.
		TooManyVersions,
		/// The caller is neither the patient nor a guardian in force.
		NotGuardian,
		/// The delegation of the caller does not reach so far.
		BeyondDelegation,
		/// The scope of a delegation names actors; it is about the delegate alone.
		DelegationNamesActors,
		/// Nobody delegates to the patient or to itself.
		SelfDelegation,
		/// The delegate is no person whose identity is verified.
		DelegateNotIdentified,
		/// The patient has as many delegates as there can be.
		TooManyDelegates,
		/// The patient has no such delegate.
		DelegateNotFound,
		/// The caller did not name this delegate.
		NotGrantor,
		/// There is no review of this number.
		ReviewNotFound,
		/// The caller is neither the provider for which the glass was broken, in good standing, nor a
		/// regulator, or is the one who broke it.
		NotReviewer,
		/// The review is done.
		AlreadyReviewed,
		/// As many requests wait for the patient's answer as can, of all or of this requester.
		TooManyRequests,
		/// The request would wait longer than requests can.
		PeriodTooLong,
		/// No request of this number waits for the patient's answer.
		RequestNotFound,
		/// The request was made by somebody else.
		NotRequester,
	}
}
