//! What the pallet tells.

use frame::deps::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A patient's directive came into force.
		DirectiveGranted {
			/// Whose it is.
			patient: T::AccountId,
			/// Its number, in version 1.
			directive: DirectiveRef,
			/// Who did it: the patient or a guardian.
			by: T::AccountId,
		},
		/// A directive got new terms; its former version no longer holds.
		DirectiveAmended {
			/// Whose it is.
			patient: T::AccountId,
			/// Its number and new version.
			directive: DirectiveRef,
			/// Who did it: the patient or a guardian.
			by: T::AccountId,
		},
		/// A directive ended.
		DirectiveRevoked {
			/// Whose it was.
			patient: T::AccountId,
			/// Its number and last version.
			directive: DirectiveRef,
			/// What it counts as from now on.
			status: EndStatus,
			/// Who did it: the patient or a guardian.
			by: T::AccountId,
		},
		/// An access was decided and recorded: by a call of this pallet, or by another pallet that
		/// uses data of the patient.
		AccessDecided {
			/// Whose records were asked for.
			patient: T::AccountId,
			/// Who asked.
			actor: Actor<T::AccountId>,
			/// Number of the entry in the patient's audit log.
			entry: u64,
			/// The answer.
			decision: Decision,
		},
		/// A record of a patient exists.
		RecordRegistered {
			/// Whose it is.
			patient: T::AccountId,
			/// Its number.
			record: RecordId,
			/// Who keeps the content.
			custodian: T::AccountId,
		},
		/// A record has a new version.
		RecordAmended {
			/// Whose it is.
			patient: T::AccountId,
			/// Its number.
			record: RecordId,
			/// Number of the new version, from 1.
			version: u32,
		},
		/// What a record pointed to is forgotten.
		RecordErased {
			/// Whose it was.
			patient: T::AccountId,
			/// Its number.
			record: RecordId,
		},
		/// A patient's records were opened in an emergency; the access is to be reviewed.
		GlassBroken {
			/// Whose records.
			patient: T::AccountId,
			/// Who opened them.
			actor: Actor<T::AccountId>,
			/// Number of the entry in the patient's audit log.
			entry: u64,
			/// Number of the review.
			review: ReviewId,
		},
		/// An access in an emergency was reviewed.
		GlassReviewed {
			/// Whose records were seen.
			patient: T::AccountId,
			/// Number of the review.
			review: ReviewId,
			/// What was found.
			finding: Finding,
		},
		/// Somebody acts for a patient.
		Delegated {
			/// For whom.
			patient: T::AccountId,
			/// Who acts.
			delegate: T::AccountId,
			/// As what.
			kind: DelegateKind,
		},
		/// Somebody no longer acts for a patient.
		DelegationEnded {
			/// For whom.
			patient: T::AccountId,
			/// Who acted.
			delegate: T::AccountId,
		},
		/// A patient is asked for a directive.
		AccessRequested {
			/// Who is asked.
			patient: T::AccountId,
			/// Number of the request.
			request: RequestId,
			/// Who asks.
			requester: T::AccountId,
		},
		/// A request was answered.
		RequestAnswered {
			/// Whose answer.
			patient: T::AccountId,
			/// Number of the request.
			request: RequestId,
			/// Who asked.
			requester: T::AccountId,
			/// The directive that came into force, if the request was accepted.
			directive: Option<DirectiveRef>,
		},
		/// A request was withdrawn.
		RequestWithdrawn {
			/// Who had been asked.
			patient: T::AccountId,
			/// Number of the request.
			request: RequestId,
		},
	}
}
