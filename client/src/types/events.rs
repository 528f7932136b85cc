//! What the chain says has happened.

#![allow(unused_imports, reason = "inside a macro, the derive imports more than it needs")]

use super::{credentials, drug, insurance, money, EndStatus, Finding, PALLET};
use crate::wire::OnChain;
use medchain_support::{Decision, DirectiveRef, Gtin};
use subxt::{
	dynamic::Value,
	events::DecodeAsEvent,
	ext::scale_decode::DecodeAsType,
	utils::{AccountId32, H256},
};

macro_rules! events {
	($(
		of ($pallet:expr) {
			$( #[doc = $doc:literal] $event:ident {
				$( #[doc = $field_doc:literal] $field:ident: $type:ty, )*
			} )+
		}
	)+) => {
		$( $(
			#[doc = $doc]
			#[derive(Clone, Debug, DecodeAsType, PartialEq)]
			#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
			pub struct $event {
				$( #[doc = $field_doc] pub $field: $type, )*
			}

			impl DecodeAsEvent for $event {
				fn is_event(pallet: &str, event: &str) -> bool {
					pallet == $pallet && event == stringify!($event)
				}
			}
		)+ )+
	};
}
pub(crate) use events;

events! {
	of (PALLET) {
		/// A directive came into force.
		DirectiveGranted {
			/// Number and version.
			directive: OnChain<DirectiveRef>,
		}
		/// A directive has a new version.
		DirectiveAmended {
			/// Number and version.
			directive: OnChain<DirectiveRef>,
		}
		/// A directive ended.
		DirectiveRevoked {
			/// Number and version.
			directive: OnChain<DirectiveRef>,
			/// How it ended.
			status: EndStatus,
		}
		/// An access was decided and written to the log.
		AccessDecided {
			/// Whose records were asked for.
			patient: AccountId32,
			/// Number of the entry in the patient's log.
			entry: u64,
			/// The decision.
			decision: OnChain<Decision>,
		}
		/// Records were opened in an emergency.
		GlassBroken {
			/// Number of the review.
			review: u64,
		}
		/// An access in an emergency was reviewed.
		GlassReviewed {
			/// Whose records were seen.
			patient: AccountId32,
			/// Number of the review.
			review: u64,
			/// What was found.
			finding: Finding,
		}
		/// Somebody acts for a patient.
		Delegated {
			/// Who acts.
			delegate: AccountId32,
		}
		/// Somebody no longer acts for a patient.
		DelegationEnded {
			/// Who acted.
			delegate: AccountId32,
		}
		/// A patient is asked for a directive.
		AccessRequested {
			/// Number of the request.
			request: u32,
		}
		/// A request was answered.
		RequestAnswered {
			/// Number of the request.
			request: u32,
			/// Who asked.
			requester: AccountId32,
			/// The directive that came into force.
			directive: Option<OnChain<DirectiveRef>>,
		}
		/// A request was withdrawn.
		RequestWithdrawn {
			/// Number of the request.
			request: u32,
		}
		/// A record of a patient exists.
		RecordRegistered {
			/// Its number.
			record: u32,
		}
		/// A record has a new version.
		RecordAmended {
			/// Its number.
			record: u32,
			/// Number of the new version, from 1.
			version: u32,
		}
		/// What a record pointed to is forgotten.
		RecordErased {
			/// Its number.
			record: u32,
		}
	}

	of (credentials::PALLET) {
		/// An account got a role.
		CredentialIssued {
			/// Whose it is.
			subject: AccountId32,
			/// Its number.
			credential: u64,
		}
		/// A credential got a new end.
		CredentialRenewed {
			/// Its number.
			credential: u64,
		}
		/// A credential is out of force until it is reinstated.
		CredentialSuspended {
			/// Its number.
			credential: u64,
		}
		/// A credential is in force again.
		CredentialReinstated {
			/// Its number.
			credential: u64,
		}
		/// A credential is out of force for ever.
		CredentialRevoked {
			/// Its number.
			credential: u64,
		}
		/// A credential was removed.
		CredentialRemoved {
			/// Its number.
			credential: u64,
		}
		/// A person belongs to an organisation.
		Affiliated {
			/// The person.
			person: AccountId32,
			/// The organisation.
			organization: AccountId32,
		}
		/// A person no longer belongs to an organisation.
		AffiliationEnded {
			/// The person.
			person: AccountId32,
			/// The organisation.
			organization: AccountId32,
		}
		/// The identity of a person was verified.
		IdentityVerified {
			/// The person.
			person: AccountId32,
		}
		/// Nobody vouches for the identity of a person any more.
		VerificationEnded {
			/// The person.
			person: AccountId32,
		}
		/// An issuer may issue.
		Accredited {
			/// The issuer.
			issuer: AccountId32,
			/// Number of its accreditation.
			accreditation: u32,
		}
		/// An accreditation is out of force for a while.
		AccreditationSuspended {
			/// The issuer.
			issuer: AccountId32,
		}
		/// An accreditation is in force again.
		AccreditationReinstated {
			/// The issuer.
			issuer: AccountId32,
		}
		/// An accreditation ended.
		AccreditationWithdrawn {
			/// The issuer.
			issuer: AccountId32,
		}
	}

	of (money::PALLET) {
		/// A currency was admitted.
		CurrencyRegistered {
			/// Its number.
			currency: u32,
		}
		/// Something else is asked of a currency.
		TermsSet {
			/// Its number.
			currency: u32,
		}
		/// Reserves were attested.
		ReservesAttested {
			/// Number of the currency.
			currency: u32,
			/// How much, in minor units.
			reserves: u128,
			/// The second they speak of, since 1970.
			as_of: u64,
		}
		/// Tokens were made.
		Minted {
			/// Number of the currency.
			currency: u32,
			/// Who got them.
			to: AccountId32,
			/// How much, in minor units.
			amount: u128,
		}
		/// A holder wants tokens paid out.
		RedemptionRequested {
			/// Number of the redemption.
			redemption: u64,
			/// Number of the currency.
			currency: u32,
			/// How much, in minor units.
			amount: u128,
		}
		/// The issuer paid out.
		RedemptionCompleted {
			/// Number of the redemption.
			redemption: u64,
		}
		/// The issuer did not pay in time.
		RedemptionExpired {
			/// Number of the redemption.
			redemption: u64,
		}
		/// An account neither sends nor receives a currency any more.
		AccountFrozen {
			/// Number of the currency.
			currency: u32,
			/// Whose account.
			who: AccountId32,
		}
		/// An account sends and receives a currency again.
		AccountThawed {
			/// Number of the currency.
			currency: u32,
			/// Whose account.
			who: AccountId32,
		}
		/// A currency stands still.
		CurrencyPaused {
			/// Its number.
			currency: u32,
		}
		/// A currency moves again.
		CurrencyResumed {
			/// Its number.
			currency: u32,
		}
		/// A provider has a new discount programme.
		ProgrammeAdded {
			/// Number of the programme.
			programme: u64,
		}
		/// A discount programme ended.
		ProgrammeEnded {
			/// Number of the programme.
			programme: u64,
		}
		/// A patient is in a programme.
		MemberEnrolled {
			/// Number of the programme.
			programme: u64,
			/// The patient.
			patient: AccountId32,
		}
		/// A patient is no longer in a programme.
		MembershipEnded {
			/// Number of the programme.
			programme: u64,
			/// The patient.
			patient: AccountId32,
		}
		/// A provider set how much its discounts take off together.
		DiscountCapSet {
			/// Whose discounts.
			provider: AccountId32,
		}
		/// A bill was issued.
		BillIssued {
			/// Number of the bill.
			bill: u64,
			/// In which currency.
			currency: u32,
			/// All lines, in minor units.
			gross: u128,
			/// What package and membership take off.
			discount: u128,
		}
		/// Somebody paid for a bill.
		BillPaid {
			/// Number of the bill.
			bill: u64,
			/// Who paid.
			payer: AccountId32,
			/// How much, in minor units.
			amount: u128,
			/// What is owed still.
			outstanding: u128,
		}
		/// A provider gave up part of a bill.
		BillWrittenOff {
			/// Number of the bill.
			bill: u64,
			/// How much, in minor units.
			amount: u128,
		}
		/// A provider gave back part of a payment.
		BillRefunded {
			/// Number of the bill.
			bill: u64,
			/// Who had paid.
			payer: AccountId32,
			/// How much, in minor units.
			amount: u128,
		}
		/// A provider gave up a bill.
		BillCancelled {
			/// Number of the bill.
			bill: u64,
			/// Whether it should never have been.
			as_error: bool,
		}
		/// A patient objects to a bill.
		BillDisputed {
			/// Number of the bill.
			bill: u64,
		}
		/// A dispute was decided.
		DisputeResolved {
			/// Number of the bill.
			bill: u64,
			/// What the patient is credited, in minor units.
			credit: u128,
		}
		/// A bill was removed.
		BillRemoved {
			/// Number of the bill.
			bill: u64,
		}
		/// A provider proposed instalments.
		PlanProposed {
			/// Number of the bill.
			bill: u64,
		}
		/// A patient accepted instalments.
		PlanAccepted {
			/// Number of the bill.
			bill: u64,
			/// What is paid by them, in minor units.
			total: u128,
		}
		/// A patient lets instalments be collected.
		MandateGiven {
			/// Number of the bill.
			bill: u64,
		}
		/// Instalments are not collected any more.
		MandateEnded {
			/// Number of the bill.
			bill: u64,
		}
	}

	of (insurance::PALLET) {
		/// An insurer has a pool.
		PoolCreated {
			/// Its number.
			pool: u32,
			/// Number of its currency.
			currency: u32,
		}
		/// Another share of the limits is kept in a pool.
		RatioSet {
			/// Number of the pool.
			pool: u32,
		}
		/// Money came into a pool.
		Deposited {
			/// Number of the pool.
			pool: u32,
			/// How much, in minor units.
			amount: u128,
		}
		/// An insurer took money out of its pool.
		Withdrawn {
			/// Number of the pool.
			pool: u32,
			/// How much, in minor units.
			amount: u128,
		}
		/// There is a new plan.
		PlanCreated {
			/// Its number.
			plan: u32,
			/// Number of the pool that pays.
			pool: u32,
		}
		/// A plan has a new version.
		PlanAmended {
			/// Number of the plan.
			plan: u32,
			/// The version.
			version: u32,
		}
		/// A plan was opened or closed to people.
		EnrolmentSet {
			/// Number of the plan.
			plan: u32,
			/// Whether people can enrol.
			open: bool,
		}
		/// An insurer offers a provider to join a network.
		ContractOffered {
			/// Number of the plan.
			plan: u32,
			/// To whom.
			provider: AccountId32,
		}
		/// A provider joined a network.
		ContractAccepted {
			/// Number of the plan.
			plan: u32,
			/// Who.
			provider: AccountId32,
		}
		/// A provider left a network, or an offer is withdrawn.
		ContractEnded {
			/// Number of the plan.
			plan: u32,
			/// Who.
			provider: AccountId32,
		}
		/// A person lets somebody insure it.
		SubscriberNamed {
			/// The person.
			beneficiary: AccountId32,
			/// Who may.
			subscriber: AccountId32,
		}
		/// A person no longer lets somebody insure it.
		SubscriberUnnamed {
			/// The person.
			beneficiary: AccountId32,
			/// Who might.
			subscriber: AccountId32,
		}
		/// A person is insured.
		Enrolled {
			/// Number of the coverage.
			coverage: u64,
			/// Number of the plan.
			plan: u32,
			/// Who is insured.
			beneficiary: AccountId32,
			/// Who pays.
			subscriber: AccountId32,
			/// First second after the term.
			end: u64,
		}
		/// A coverage has a new term.
		Renewed {
			/// Number of the coverage.
			coverage: u64,
			/// Number of the term, from 0.
			term: u32,
			/// First second after it.
			end: u64,
		}
		/// A coverage ended before its time.
		Cancelled {
			/// Number of the coverage.
			coverage: u64,
			/// What comes back of the premium, in minor units.
			refund: u128,
			/// Whether it was paid; what was not is owed.
			paid: bool,
		}
		/// A claim was taken back for which the refund of a cancelled term had been cut: more is owed.
		RefundRaised {
			/// Number of the coverage.
			coverage: u64,
			/// By how much, in minor units.
			amount: u128,
		}
		/// The plan paid again in a cancelled term whose refund had been raised: less is owed.
		RefundLowered {
			/// Number of the coverage.
			coverage: u64,
			/// By how much, in minor units.
			amount: u128,
		}
		/// What was owed of a premium came back.
		RefundPaid {
			/// Number of the coverage.
			coverage: u64,
			/// How much, in minor units.
			amount: u128,
		}
		/// A term no longer counts for the reserve.
		TermClosed {
			/// Number of the coverage.
			coverage: u64,
			/// Number of the term, from 0.
			term: u32,
		}
		/// An old term of a coverage was removed.
		TermRemoved {
			/// Number of the coverage.
			coverage: u64,
			/// Number of the term, from 0.
			term: u32,
		}
		/// A provider asks whether a service will be covered.
		AuthorizationRequested {
			/// Number of the request.
			authorization: u64,
			/// Number of the coverage.
			coverage: u64,
		}
		/// An insurer answered.
		AuthorizationAnswered {
			/// Number of the request.
			authorization: u64,
			/// Whether it will.
			approved: bool,
		}
		/// A request for authorisation is of no use any more, and was removed.
		AuthorizationRemoved {
			/// Number of the request.
			authorization: u64,
		}
		/// A claim came in.
		ClaimSubmitted {
			/// Its number.
			claim: u64,
		}
		/// An insurer decided about lines.
		ClaimReviewed {
			/// Number of the claim.
			claim: u64,
		}
		/// A patient said whether services were received.
		ServiceConfirmed {
			/// Number of the claim.
			claim: u64,
			/// Whether they were.
			received: bool,
		}
		/// A decision was appealed.
		ClaimAppealed {
			/// Number of the claim.
			claim: u64,
			/// Place of the payer, from 0.
			payer: u8,
		}
		/// An appeal was decided.
		AppealDecided {
			/// Number of the claim.
			claim: u64,
			/// How many lines are to be paid.
			overturned: u32,
			/// Numbers of the claims that pay them.
			supplements: Vec<u64>,
		}
		/// A provider took a waiting claim back.
		ClaimWithdrawn {
			/// Number of the claim.
			claim: u64,
		}
		/// A provider took a decided claim back, and returned what was paid.
		ClaimReversed {
			/// Number of the claim.
			claim: u64,
			/// How much, in minor units.
			returned: u128,
		}
		/// A claim was reported.
		FraudReported {
			/// Number of the claim.
			claim: u64,
		}
		/// A report was decided.
		FraudDecided {
			/// Number of the claim.
			claim: u64,
			/// Whether there was fraud.
			found: bool,
			/// What the provider now owes for it, in minor units.
			debt: u128,
			/// Whether the patient's bill could be taken back.
			bill_cancelled: bool,
		}
		/// A provider paid a debt.
		DebtRepaid {
			/// Number of the pool.
			pool: u32,
			/// How much, in minor units.
			amount: u128,
		}
		/// An old claim was removed.
		ClaimRemoved {
			/// Number of the claim.
			claim: u64,
		}
	}

	of (drug::PALLET) {
		/// There is a new product.
		ProductRegistered {
			/// Which.
			gtin: OnChain<Gtin>,
		}
		/// A product bears other temperatures than was said.
		LimitsSet {
			/// Which.
			gtin: OnChain<Gtin>,
		}
		/// A product can be taken over, or an offer of it was withdrawn.
		ProductOffered {
			/// Which.
			gtin: OnChain<Gtin>,
			/// By whom; by nobody if an offer was withdrawn.
			to: Option<AccountId32>,
		}
		/// A product has another manufacturer.
		ProductAccepted {
			/// Which.
			gtin: OnChain<Gtin>,
			/// Who was its manufacturer.
			from: AccountId32,
			/// Who is.
			manufacturer: AccountId32,
		}
		/// There is a new lot.
		LotCreated {
			/// Its number.
			lot: u32,
		}
		/// Packs came into being, by a root.
		RootCommissioned {
			/// Of which lot.
			lot: u32,
			/// Place of the first.
			start: u32,
			/// How many.
			count: u32,
		}
		/// Packs were called back.
		Recalled {
			/// Number of the recall.
			recall: u32,
		}
		/// What a sensor measured is not borne by a product.
		Excursion {
			/// The item that is held back.
			item: drug::Subject,
			/// A product that does not bear it.
			gtin: OnChain<Gtin>,
		}
		/// An event was declared to be an error.
		ErrorDeclared {
			/// Number of the event.
			event: u64,
		}
	}

	of ("Council") {
		/// A motion waits for votes.
		Proposed {
			/// Its number.
			proposal_index: u32,
			/// Hash of the call.
			proposal_hash: H256,
			/// Votes that it needs.
			threshold: u32,
		}
		/// A member voted.
		Voted {
			/// Hash of the call.
			proposal_hash: H256,
			/// For it or against it.
			voted: bool,
			/// Votes for it.
			yes: u32,
			/// Votes against it.
			no: u32,
		}
		/// A motion was carried out.
		Executed {
			/// Hash of the call.
			proposal_hash: H256,
			/// What became of the call.
			result: Value,
		}
		/// A motion was voted down.
		Disapproved {
			/// Hash of the call.
			proposal_hash: H256,
		}
	}

	of ("MetaTx") {
		/// A call that somebody else paid for was carried out.
		Dispatched {
			/// What became of the call.
			result: Value,
		}
	}

	of ("TransactionPayment") {
		/// A transaction was paid for.
		TransactionFeePaid {
			/// Who paid.
			who: AccountId32,
			/// How much, in the smallest unit.
			actual_fee: u128,
		}
	}

	of ("AssetTxPayment") {
		/// A transaction was paid for in a currency.
		AssetTxFeePaid {
			/// Who paid.
			who: AccountId32,
			/// How much, in minor units.
			actual_fee: u128,
			/// In which currency.
			asset_id: Option<u32>,
		}
	}

	of ("System") {
		/// A transaction did what it should.
		ExtrinsicSuccess {
			/// What it took of the block.
			dispatch_info: Value,
		}
	}
}
