//! What the chain says has happened.

#![allow(unused_imports, reason = "inside a macro, the derive imports more than it needs")]

use super::{credentials, EndStatus, Finding, PALLET};
use crate::wire::OnChain;
use medchain_support::{Decision, DirectiveRef};
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

	of ("System") {
		/// A transaction did what it should.
		ExtrinsicSuccess {
			/// What it took of the block.
			dispatch_info: Value,
		}
	}
}
