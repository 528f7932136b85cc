//! Why the pallet refuses.

use frame::deps::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// The caller is not the insurer concerned, or holds no role of an insurer now.
		NotInsurer,
		/// The biller holds no role of a provider now.
		NotProvider,
		/// The caller does not act for the organisation it names.
		NotAffiliated,
		/// The caller holds no role of an independent reviewer now, or of a regulator where one decides.
		NotReviewer,
		/// Who decides must belong neither to the biller, the patient, who asked for it, nor an insurer; who
		/// decides for an insurer, neither to the biller, to who asked for it, nor be the patient.
		NotIndependent,
		/// Only a person whose identity is verified is insured.
		NotVerified,
		/// The caller does not pay for this coverage, or may not insure this person.
		NotSubscriber,
		/// The caller is neither the patient, the biller nor the insurer of this claim, as the call asks.
		NotConcerned,
		/// There are no numbers left.
		NumbersExhausted,
		/// An amount is 0.
		ZeroAmount,
		/// The sum is beyond the largest amount.
		AmountOverflow,
		/// There is no pool of this number.
		PoolNotFound,
		/// The insurer has a pool in this currency already.
		PoolExists,
		/// The share of the limits that is kept lies between the least that the chain asks for and the whole.
		BadRatio,
		/// The pool would hold less than the reserve for its open limits.
		PoolShort,
		/// There is no plan of this number.
		PlanNotFound,
		/// Nobody can enrol in this plan.
		PlanClosed,
		/// A share is beyond the whole, or a price is looked at that is below the ceiling.
		BadRate,
		/// The limit of a term, or a most of units, is 0.
		BadLimit,
		/// A term is shorter, or waiting or filing longer, than the chain allows.
		BadPeriod,
		/// A frequency counts at least one use, at most the largest number, within at least a day.
		BadFrequency,
		/// A plan has at least one benefit.
		NoBenefits,
		/// A class of service stands in the benefit table twice.
		BenefitTwice,
		/// There is no contract, or no offer, between the plan and this provider.
		ContractNotFound,
		/// It was offered or accepted already.
		ContractExists,
		/// The provider joined and left this network too often lately.
		ContractHistoryFull,
		/// The plan has another version than the one that was read.
		VersionChanged,
		/// There is no coverage of this number.
		CoverageNotFound,
		/// Nobody has more coverages than the largest number.
		TooManyCoverages,
		/// The person is covered by this plan already.
		AlreadyCovered,
		/// The person has cancelled this plan after it had paid, for a term that would still run.
		LimitsUsed,
		/// The person has named this subscriber already.
		AlreadyNamed,
		/// The person has not named this subscriber.
		NotNamed,
		/// There is no such term.
		TermNotFound,
		/// It is too early: to renew, to close, or to remove.
		TooEarly,
		/// The coverage has lapsed.
		Lapsed,
		/// The newest term is over or cancelled.
		TermOver,
		/// The term is closed already.
		AlreadyClosed,
		/// The term is not closed yet.
		NotClosed,
		/// A claim is kept that may name the term, or waits that is to be paid under it; or an appeal about
		/// it may still be open.
		TermInUse,
		/// Nothing is owed.
		NothingDue,
		/// Something is still owed of a premium.
		RefundDue,
		/// There is no prior authorisation of this number.
		AuthorizationNotFound,
		/// It was answered already.
		AlreadyAnswered,
		/// What is granted is between one unit and what was asked for, and lasts into the future, but not
		/// longer than services of the coverage can be claimed.
		BadApproval,
		/// There is no claim of this number.
		ClaimNotFound,
		/// A claim has at least one line.
		NoLines,
		/// A line has no quantity or no price, or its charge is beyond the largest amount.
		BadLine,
		/// There is no such line, or it is named twice.
		LineNotFound,
		/// A service lies in the future.
		ServiceInFuture,
		/// A service was given so long ago that a claim for it may have been removed.
		ServiceTooOld,
		/// The patient has no coverage in this currency.
		NotCovered,
		/// The services lie in two terms of a coverage: split the claim.
		SpansTerms,
		/// The claim names the same service, or the same pack, twice.
		DuplicateInClaim,
		/// The claim cannot be replaced by this one: it has another biller, patient or currency.
		NotReplaceable,
		/// The claim does not wait.
		NotPended,
		/// The claim is not decided, or was taken back.
		NotAdjudicated,
		/// What the claim waits for is not a review by this insurer.
		NotReviewable,
		/// What the claim waits for is not money or consent.
		NotResumable,
		/// The claim does not wait for the patient.
		NotConfirmable,
		/// A reviewer cannot deny a line for this reason.
		BadVerdict,
		/// The time to decide, or to appeal, is over.
		DeadlineOver,
		/// The insurer has still time to decide.
		DeadlineNotOver,
		/// This payer has not denied the line, or waits for money alone.
		NothingToAppeal,
		/// The claim was appealed already: an appeal is open, or was brought by the same against this payer,
		/// or by who bears these lines.
		AlreadyAppealed,
		/// There is no open appeal.
		NoAppeal,
		/// The claim was appealed: it is not taken back while that is open, or if it was granted, nor
		/// removed before the claims that pay what was granted. Or it pays the patient what was granted.
		Appealed,
		/// The claim has no such payer.
		PayerNotFound,
		/// The claim was reported already: that is open, or was by the same.
		AlreadyReported,
		/// There is no open report, or the time to decide it is over.
		NoReport,
		/// The claim was reported for the first time: it is not taken back before that is decided.
		Reported,
		/// The debt is smaller.
		DebtTooSmall,
		/// Nobody claims for the own treatment.
		OwnClaim,
	}
}
