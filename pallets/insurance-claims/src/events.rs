//! What the pallet tells.

use frame::deps::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An insurer has a pool.
		PoolCreated {
			/// Its number.
			pool: PoolId,
			/// Whose it is.
			insurer: T::AccountId,
			/// Its currency.
			currency: CurrencyId,
		},
		/// Another share of the limits is kept in a pool.
		RatioSet {
			/// Which.
			pool: PoolId,
			/// The share.
			ratio: BasisPoints,
		},
		/// Money came into a pool.
		Deposited {
			/// Which.
			pool: PoolId,
			/// Whose it was.
			from: T::AccountId,
			/// How much, in minor units.
			amount: Amount,
		},
		/// An insurer took money out of its pool.
		Withdrawn {
			/// Which.
			pool: PoolId,
			/// How much, in minor units.
			amount: Amount,
		},
		/// There is a new plan.
		PlanCreated {
			/// Its number.
			plan: PlanId,
			/// The pool that pays.
			pool: PoolId,
		},
		/// A plan has a new version. What was sold before stays.
		PlanAmended {
			/// Which.
			plan: PlanId,
			/// The version.
			version: u32,
		},
		/// A plan was opened or closed to people.
		EnrolmentSet {
			/// Which.
			plan: PlanId,
			/// Whether people can enrol.
			open: bool,
		},
		/// An insurer offers a provider to join a network.
		ContractOffered {
			/// Of which plan.
			plan: PlanId,
			/// To whom.
			provider: T::AccountId,
		},
		/// A provider joined a network.
		ContractAccepted {
			/// Of which plan.
			plan: PlanId,
			/// Who.
			provider: T::AccountId,
		},
		/// A provider left a network, or an offer is withdrawn.
		ContractEnded {
			/// Of which plan.
			plan: PlanId,
			/// Who.
			provider: T::AccountId,
		},
		/// A person lets somebody insure it.
		SubscriberNamed {
			/// The person.
			beneficiary: T::AccountId,
			/// Who may.
			subscriber: T::AccountId,
		},
		/// A person no longer lets somebody insure it.
		SubscriberUnnamed {
			/// The person.
			beneficiary: T::AccountId,
			/// Who might.
			subscriber: T::AccountId,
		},
		/// A person is insured.
		Enrolled {
			/// Number of the coverage.
			coverage: CoverageId,
			/// The plan.
			plan: PlanId,
			/// Who is insured.
			beneficiary: T::AccountId,
			/// Who pays.
			subscriber: T::AccountId,
			/// First second after the term.
			end: u64,
		},
		/// A coverage has a new term.
		Renewed {
			/// Which.
			coverage: CoverageId,
			/// Number of the term.
			term: TermNumber,
			/// First second after it.
			end: u64,
		},
		/// A coverage ended before its time.
		Cancelled {
			/// Which.
			coverage: CoverageId,
			/// What comes back of the premium, in minor units.
			refund: Amount,
			/// Whether it was paid; what was not is owed.
			paid: bool,
		},
		/// A claim was taken back for which the refund of a cancelled term had been cut: more is owed.
		RefundRaised {
			/// Of which coverage.
			coverage: CoverageId,
			/// By how much, in minor units.
			amount: Amount,
		},
		/// The plan paid again in a cancelled term whose refund had been raised: less is owed.
		RefundLowered {
			/// Of which coverage.
			coverage: CoverageId,
			/// By how much, in minor units.
			amount: Amount,
		},
		/// What was owed of a premium came back.
		RefundPaid {
			/// Of which coverage.
			coverage: CoverageId,
			/// How much, in minor units.
			amount: Amount,
		},
		/// A term no longer counts for the reserve.
		TermClosed {
			/// Of which coverage.
			coverage: CoverageId,
			/// Which.
			term: TermNumber,
		},
		/// An old term was removed, with what was counted of it.
		TermRemoved {
			/// Of which coverage.
			coverage: CoverageId,
			/// Which.
			term: TermNumber,
		},
		/// A coverage was removed with the last of its terms.
		CoverageRemoved {
			/// Which.
			coverage: CoverageId,
		},
		/// A provider asks whether a service will be covered.
		AuthorizationRequested {
			/// Number of the request.
			authorization: AuthorizationId,
			/// Under which coverage.
			coverage: CoverageId,
			/// Who will claim.
			biller: T::AccountId,
		},
		/// An insurer answered.
		AuthorizationAnswered {
			/// Which request.
			authorization: AuthorizationId,
			/// Whether it will.
			approved: bool,
		},
		/// A prior authorisation was removed. Its deposit went back to the biller.
		AuthorizationRemoved {
			/// Which.
			authorization: AuthorizationId,
		},
		/// A claim came in.
		ClaimSubmitted {
			/// Its number.
			claim: ClaimId,
			/// Who bills.
			biller: T::AccountId,
			/// Who was treated.
			patient: T::AccountId,
			/// The currency.
			currency: CurrencyId,
			/// What is charged, in minor units.
			charge: Amount,
		},
		/// A claim waits.
		ClaimPended {
			/// Which.
			claim: ClaimId,
			/// Why.
			reason: PendReason,
			/// Which payer decides.
			payer: PayerIndex,
			/// Last second for that.
			deadline: u64,
		},
		/// A claim was decided, and what it pays was paid.
		ClaimAdjudicated {
			/// Which.
			claim: ClaimId,
			/// What all payers have paid, in minor units.
			paid: Amount,
			/// What is left to the patient.
			patient_share: Amount,
			/// The bill over it.
			bill: Option<BillId>,
		},
		/// A payer paid its part of a claim.
		PayerPaid {
			/// Of which.
			claim: ClaimId,
			/// Which payer.
			payer: PayerIndex,
			/// Out of which pool.
			pool: PoolId,
			/// How much, in minor units.
			paid: Amount,
			/// How much of it was kept against a debt.
			withheld: Amount,
		},
		/// An insurer decided about lines.
		ClaimReviewed {
			/// Of which claim.
			claim: ClaimId,
			/// Which payer.
			payer: PayerIndex,
			/// Who decided.
			reviewer: T::AccountId,
		},
		/// A patient said whether services were received.
		ServiceConfirmed {
			/// Of which claim.
			claim: ClaimId,
			/// Whether they were.
			received: bool,
		},
		/// A decision was appealed.
		ClaimAppealed {
			/// About which claim.
			claim: ClaimId,
			/// Against which payer.
			payer: PayerIndex,
			/// Against what, and whose it is.
			kind: AppealKind,
			/// By whom.
			appellant: T::AccountId,
		},
		/// An appeal was decided.
		AppealDecided {
			/// About which claim.
			claim: ClaimId,
			/// Against which payer.
			payer: PayerIndex,
			/// Against what, and whose it is.
			kind: AppealKind,
			/// Who decided.
			reviewer: T::AccountId,
			/// How many lines are to be paid.
			overturned: u32,
			/// The claims that pay them: what the biller had to bear, what the patient had to.
			supplements: Vec<ClaimId>,
		},
		/// A waiting claim was taken back: by its biller, or since nobody cared for it.
		ClaimWithdrawn {
			/// Which.
			claim: ClaimId,
		},
		/// A biller took a decided claim back, and returned what was paid.
		ClaimReversed {
			/// Which.
			claim: ClaimId,
			/// How much, in minor units.
			returned: Amount,
		},
		/// A claim was reported.
		FraudReported {
			/// Which.
			claim: ClaimId,
			/// By whom.
			reporter: T::AccountId,
		},
		/// A report was decided.
		FraudDecided {
			/// About which claim.
			claim: ClaimId,
			/// Whether there was fraud: then the claim is void.
			found: bool,
			/// What the biller now owes for it, in minor units.
			debt: Amount,
			/// Whether the patient's bill could be taken back.
			bill_cancelled: bool,
		},
		/// A claim is void that paid what an appeal had granted, since there was fraud in the one that
		/// was appealed.
		ClaimVoided {
			/// Which.
			claim: ClaimId,
			/// What the biller now owes for it, in minor units.
			debt: Amount,
		},
		/// A biller paid a debt.
		DebtRepaid {
			/// To which pool.
			pool: PoolId,
			/// Who.
			biller: T::AccountId,
			/// How much, in minor units.
			amount: Amount,
		},
		/// An old claim was removed.
		ClaimRemoved {
			/// Which.
			claim: ClaimId,
		},
	}
}
