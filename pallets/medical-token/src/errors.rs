//! Why the pallet refuses.

use frame::deps::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// There is no currency of this number.
		CurrencyNotFound,
		/// The issuer issues this currency of the world already.
		AlreadyRegistered,
		/// This is no code of ISO 4217, or of a service.
		UnknownCode,
		/// Reserves must cover at least the whole of what is issued (10 000 basis points).
		BadRatio,
		/// An attestation must count for at least a second.
		BadLifetime,
		/// The issuer holds no role of a token issuer now.
		IssuerNotAccredited,
		/// The caller does not issue this currency.
		NotIssuer,
		/// The caller holds no role of a reserve auditor now.
		NotAuditor,
		/// An auditor is neither the issuer nor affiliated to it.
		AuditorNotIndependent,
		/// An attestation speaks of the past.
		AttestationInFuture,
		/// A later attestation is known already.
		AttestationOutdated,
		/// Nobody has attested reserves yet.
		NoAttestation,
		/// Who attested the reserves holds no role of a reserve auditor any more.
		AuditorNotAccredited,
		/// The attestation of the reserves is too old.
		AttestationStale,
		/// More tokens would exist than the attested reserves allow.
		ReservesInsufficient,
		/// An amount must be at least one minor unit.
		ZeroAmount,
		/// The currency stands still.
		CurrencyPaused,
		/// The currency does not stand still.
		NotPaused,
		/// The currency stands still already.
		AlreadyPaused,
		/// The caller holds no role of a regulator now.
		NotRegulator,
		/// The account is frozen already.
		AlreadyFrozen,
		/// The account is not frozen.
		NotFrozen,
		/// Who would send is frozen.
		PayerFrozen,
		/// Who would receive is frozen.
		PayeeFrozen,
		/// Who would send has not enough that is free.
		InsufficientFunds,
		/// There is no redemption of this number.
		RedemptionNotFound,
		/// Less than the currency's least redemption.
		RedemptionTooSmall,
		/// The time to pay is over; the holder can have the tokens back.
		RedemptionOverdue,
		/// The issuer has time to pay still.
		RedemptionPending,
		/// The caller holds no role that bills patients now.
		NotBiller,
		/// The caller has no discount programme of this number.
		ProgrammeNotFound,
		/// A rate is more than nothing and at most the whole.
		BadRate,
		/// A package names each of its services once, with a quantity.
		BadPackage,
		/// The provider has as many programmes as there can be.
		TooManyProgrammes,
		/// The patient is not in this programme.
		NotAMember,
		/// Neither the patient's nor the provider's own membership.
		NotAParty,
		/// A date lies in the past.
		DateInPast,
		/// There is no bill of this number.
		BillNotFound,
		/// The caller did not issue this bill.
		NotProvider,
		/// The caller does not owe this bill.
		NotPatient,
		/// Nobody bills itself.
		SelfBilling,
		/// A bill has at least one line.
		NoLines,
		/// A line has a quantity.
		BadLine,
		/// The lines come to nothing.
		NothingToBill,
		/// The lines come to more than can be counted.
		AmountOverflow,
		/// Nothing is owed on this bill any more.
		BillClosed,
		/// More than is owed.
		Overpayment,
		/// Others than the patient pay all that is owed, or at least a sixteenth of the bill.
		PaymentTooSmall,
		/// A provider does not pay its own bills.
		SelfPayment,
		/// The bill has as many payers as there can be.
		TooManyPayers,
		/// This account has paid nothing for the bill.
		NoPayment,
		/// More than this account paid and has not had back.
		RefundExceedsPayment,
		/// This account has had back all that it paid.
		AlreadyRefunded,
		/// What was paid must be refunded first.
		PaymentsRemain,
		/// More than is outstanding.
		WriteOffTooLarge,
		/// The bill was disputed before.
		AlreadyDisputed,
		/// A provider that concedes less than the whole leaves the decision to the patient or a
		/// regulator.
		CreditTooSmall,
		/// Who has a part in the bill does not decide about it.
		NotImpartial,
		/// The bill is not disputed.
		NotDisputed,
		/// The time to dispute the bill is over.
		DisputeTooLate,
		/// The bill is disputed.
		Disputed,
		/// More than was billed and not given up or given back; from the patient, who withdraws, more
		/// than nothing.
		CreditTooLarge,
		/// The bill is open, or not closed for long enough.
		RetentionNotOver,
		/// No instalments were proposed, or none accepted, for this bill.
		NoPlan,
		/// A plan was accepted already.
		PlanExists,
		/// The provider proposes other terms.
		PlanTermsDiffer,
		/// A plan has from 2 to 60 instalments of at least one minor unit, with time between them.
		BadPlan,
		/// A mandate must allow at least one instalment.
		MandateTooLow,
		/// A mandate that is over already.
		MandateOver,
		/// The patient has given no mandate.
		NoMandate,
		/// There is no escrow of this number.
		EscrowNotFound,
		/// More than is kept aside.
		EscrowTooSmall,
		/// The numbers are used up.
		NumbersExhausted,
	}
}
