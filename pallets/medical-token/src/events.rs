//! What the pallet tells.

use frame::deps::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Governance admitted a currency.
		CurrencyRegistered {
			/// Its number, also in the assets pallet.
			currency: CurrencyId,
			/// The currency of the world.
			code: CurrencyCode,
			/// Who issues it.
			issuer: T::AccountId,
		},
		/// Governance asks something else of a currency.
		TermsSet {
			/// Which.
			currency: CurrencyId,
		},
		/// An auditor attested reserves.
		ReservesAttested {
			/// Of which currency.
			currency: CurrencyId,
			/// Who says so.
			auditor: T::AccountId,
			/// The reserves, in minor units.
			reserves: Amount,
			/// The second they speak of.
			as_of: u64,
		},
		/// Tokens were made.
		Minted {
			/// Of which currency.
			currency: CurrencyId,
			/// Who got them.
			to: T::AccountId,
			/// How many, in minor units.
			amount: Amount,
		},
		/// A holder wants tokens paid out.
		RedemptionRequested {
			/// Number of the redemption.
			redemption: RedemptionId,
			/// Of which currency.
			currency: CurrencyId,
			/// Whose tokens.
			holder: T::AccountId,
			/// How many, in minor units.
			amount: Amount,
		},
		/// The issuer paid out; the tokens are gone.
		RedemptionCompleted {
			/// Number of the redemption.
			redemption: RedemptionId,
			/// Commitment to the proof of payment.
			evidence: Commitment,
		},
		/// The issuer did not pay in time; the holder has the tokens back.
		RedemptionExpired {
			/// Number of the redemption.
			redemption: RedemptionId,
		},
		/// An account neither sends nor receives a currency any more.
		AccountFrozen {
			/// Which currency.
			currency: CurrencyId,
			/// Whose account.
			who: T::AccountId,
			/// Why.
			reason: FreezeReason,
		},
		/// An account sends and receives a currency again.
		AccountThawed {
			/// Which currency.
			currency: CurrencyId,
			/// Whose account.
			who: T::AccountId,
		},
		/// A currency stands still.
		CurrencyPaused {
			/// Which.
			currency: CurrencyId,
			/// Why.
			reason: PauseReason,
		},
		/// A currency moves again.
		CurrencyResumed {
			/// Which.
			currency: CurrencyId,
		},
		/// A provider has a new discount programme.
		ProgrammeAdded {
			/// Number of the programme.
			programme: ProgrammeId,
			/// Whose.
			provider: T::AccountId,
		},
		/// A discount programme ended.
		ProgrammeEnded {
			/// Number of the programme.
			programme: ProgrammeId,
		},
		/// A patient is in a programme, or the end of that changed.
		MemberEnrolled {
			/// Number of the programme.
			programme: ProgrammeId,
			/// The patient.
			patient: T::AccountId,
		},
		/// A patient is no longer in a programme.
		MembershipEnded {
			/// Number of the programme.
			programme: ProgrammeId,
			/// The patient.
			patient: T::AccountId,
		},
		/// A provider set how much its discounts take off together.
		DiscountCapSet {
			/// Whose discounts.
			provider: T::AccountId,
			/// Most of a bill.
			cap: BasisPoints,
		},
		/// A bill was issued.
		BillIssued {
			/// Number of the bill.
			bill: BillId,
			/// Who is paid.
			provider: T::AccountId,
			/// Who owes.
			patient: T::AccountId,
			/// In which currency.
			currency: CurrencyId,
			/// All lines, in minor units.
			gross: Amount,
			/// What package and membership take off.
			discount: Amount,
		},
		/// Somebody paid for a bill.
		BillPaid {
			/// Number of the bill.
			bill: BillId,
			/// Who paid.
			payer: T::AccountId,
			/// How much, in minor units.
			amount: Amount,
			/// What is owed still.
			outstanding: Amount,
		},
		/// Nothing is owed any more.
		BillBalanced {
			/// Number of the bill.
			bill: BillId,
		},
		/// A provider gave up part of a bill.
		BillWrittenOff {
			/// Number of the bill.
			bill: BillId,
			/// How much, in minor units.
			amount: Amount,
		},
		/// A provider gave back part of a payment.
		BillRefunded {
			/// Number of the bill.
			bill: BillId,
			/// Who had paid.
			payer: T::AccountId,
			/// How much, in minor units.
			amount: Amount,
		},
		/// A provider gave up a bill.
		BillCancelled {
			/// Number of the bill.
			bill: BillId,
			/// Whether it should never have been.
			as_error: bool,
		},
		/// A patient objects to a bill.
		BillDisputed {
			/// Number of the bill.
			bill: BillId,
			/// Why.
			reason: DisputeReason,
		},
		/// A dispute was decided.
		DisputeResolved {
			/// Number of the bill.
			bill: BillId,
			/// Who decided.
			by: T::AccountId,
			/// What the patient is credited, in minor units.
			credit: Amount,
		},
		/// A bill was removed; the provider's deposit went back.
		BillRemoved {
			/// Number of the bill.
			bill: BillId,
		},
		/// A provider proposed instalments.
		PlanProposed {
			/// Number of the bill.
			bill: BillId,
			/// How many, and when.
			terms: PlanTerms,
		},
		/// A patient accepted instalments.
		PlanAccepted {
			/// Number of the bill.
			bill: BillId,
			/// What is paid by them, in minor units.
			total: Amount,
		},
		/// A patient lets instalments be collected.
		MandateGiven {
			/// Number of the bill.
			bill: BillId,
		},
		/// Instalments are not collected any more: revoked, over, used up, or nothing is left.
		MandateEnded {
			/// Number of the bill.
			bill: BillId,
		},
		/// What was due by an instalment was collected.
		InstalmentCollected {
			/// Number of the bill.
			bill: BillId,
			/// The instalment whose turn it was, from 1.
			instalment: u16,
			/// How much, in minor units.
			amount: Amount,
		},
		/// What was due by an instalment could not be collected.
		InstalmentFailed {
			/// Number of the bill.
			bill: BillId,
			/// The instalment whose turn it was, from 1.
			instalment: u16,
			/// Why.
			reason: DebitFailure,
		},
		/// Another pallet keeps tokens aside.
		EscrowOpened {
			/// Number of the escrow.
			escrow: EscrowId,
			/// Of which currency.
			currency: CurrencyId,
			/// Whose tokens.
			owner: T::AccountId,
			/// How many, in minor units.
			amount: Amount,
		},
		/// Tokens that were kept aside went back to their owner.
		EscrowReleased {
			/// Number of the escrow.
			escrow: EscrowId,
			/// How many, in minor units.
			amount: Amount,
		},
		/// Tokens that were kept aside went to somebody else.
		EscrowPaid {
			/// Number of the escrow.
			escrow: EscrowId,
			/// Who got them.
			to: T::AccountId,
			/// How many, in minor units.
			amount: Amount,
		},
	}
}
