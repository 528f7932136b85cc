#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(any(test, feature = "runtime-benchmarks")),
	deny(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)
)]

extern crate alloc;

mod accreditation;
mod affiliation;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod identity;
mod inspect;
#[cfg(any(feature = "std", feature = "try-runtime", test))]
pub mod invariants;
mod issuance;
#[cfg(test)]
mod mock;
pub mod runtime_api;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

#[frame::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame::{
		prelude::*,
		traits::{Consideration, Footprint, UnixTime},
	};
	use medchain_support::{Commitment, InspectCredentials, Period, Role, Roles};

	/// First version of the stored layout.
	pub const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who accredits issuers.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// The time that periods are compared with.
		type Time: UnixTime;

		/// What an issuer puts down for each credential, affiliation and identity; its size is
		/// that of the entry.
		type Deposit: Consideration<Self::AccountId, Footprint>;

		/// Most credentials that one account can have. All that is known of an account is one
		/// item: never lower this on a live chain.
		#[pallet::constant]
		type MaxCredentials: Get<u32>;

		/// Most active credentials of one role that one account can have: so many issuers vouch for the
		/// same at once, and so many are looked up when somebody asks for the role.
		#[pallet::constant]
		type MaxPerRole: Get<u32>;

		/// Most organisations that one account can belong to. Never lower this on a live chain.
		#[pallet::constant]
		type MaxAffiliations: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds money.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit of an issuer for what it has issued.
		#[codec(index = 0)]
		Issued,
	}

	/// Who may issue what.
	#[pallet::storage]
	pub type Issuers<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Accreditation>;

	/// Number of the next accreditation.
	#[pallet::storage]
	pub type NextAccreditation<T: Config> = StorageValue<_, AccreditationId, ValueQuery>;

	/// All that is known of each account.
	#[pallet::storage]
	pub type Holders<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, HolderOf<T>, ValueQuery>;

	/// Number of the next credential.
	#[pallet::storage]
	pub type NextCredential<T: Config> = StorageValue<_, CredentialId, ValueQuery>;

	/// Issuers that are accredited from the first block on, without end.
	#[pallet::genesis_config]
	#[derive(frame::prelude::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Issuer, the codes of its roles, and whether it may verify patients.
		pub issuers: Vec<(T::AccountId, Vec<alloc::string::String>, bool)>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for (issuer, codes, identities) in &self.issuers {
				let roles = codes
					.iter()
					.map(|code| {
						Role::from_code(code).unwrap_or_else(|| panic!("{code} is no role"))
					})
					.collect();
				Pallet::<T>::do_accredit(issuer, roles, *identities, Period::ALWAYS)
					.expect("accreditations of the first block have a role, or identities");
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An issuer may issue, or what it may issue changed.
		Accredited {
			/// The issuer.
			issuer: T::AccountId,
			/// Number of its accreditation.
			accreditation: AccreditationId,
		},
		/// An accreditation is out of force for a while, with all that was issued under it.
		AccreditationSuspended {
			/// The issuer.
			issuer: T::AccountId,
			/// Number of its accreditation.
			accreditation: AccreditationId,
		},
		/// An accreditation is in force again.
		AccreditationReinstated {
			/// The issuer.
			issuer: T::AccountId,
			/// Number of its accreditation.
			accreditation: AccreditationId,
		},
		/// An accreditation ended, and with it all that was issued under it.
		AccreditationWithdrawn {
			/// The issuer.
			issuer: T::AccountId,
			/// Number of its accreditation.
			accreditation: AccreditationId,
		},
		/// An account got a role.
		CredentialIssued {
			/// Whose it is.
			subject: T::AccountId,
			/// Number of the credential.
			credential: CredentialId,
			/// The role.
			role: Role,
			/// Who vouches for it.
			issuer: T::AccountId,
		},
		/// A credential got a new end, or its issuer vouches for it under a new accreditation.
		CredentialRenewed {
			/// Whose it is.
			subject: T::AccountId,
			/// Number of the credential.
			credential: CredentialId,
		},
		/// A credential is out of force until it is reinstated.
		CredentialSuspended {
			/// Whose it is.
			subject: T::AccountId,
			/// Number of the credential.
			credential: CredentialId,
		},
		/// A credential is in force again.
		CredentialReinstated {
			/// Whose it is.
			subject: T::AccountId,
			/// Number of the credential.
			credential: CredentialId,
		},
		/// A credential is out of force for ever.
		CredentialRevoked {
			/// Whose it was.
			subject: T::AccountId,
			/// Number of the credential.
			credential: CredentialId,
		},
		/// A credential was removed; its deposit went back to the issuer.
		CredentialRemoved {
			/// Whose it was.
			subject: T::AccountId,
			/// Number of the credential.
			credential: CredentialId,
		},
		/// A person belongs to an organisation, or the end of that changed.
		Affiliated {
			/// The person.
			person: T::AccountId,
			/// The organisation.
			organization: T::AccountId,
		},
		/// A person no longer belongs to an organisation.
		AffiliationEnded {
			/// The person.
			person: T::AccountId,
			/// The organisation.
			organization: T::AccountId,
		},
		/// The identity of a person was verified.
		IdentityVerified {
			/// The person.
			person: T::AccountId,
			/// Who vouches for it.
			verifier: T::AccountId,
		},
		/// Nobody vouches for the identity of a person any more.
		VerificationEnded {
			/// The person.
			person: T::AccountId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// An accreditation must entitle to something: at least a role, or identities.
		NothingAccredited,
		/// A set of roles holds a bit that stands for none.
		UnknownCode,
		/// A period ends before it starts.
		PeriodReversed,
		/// A period is over already.
		PeriodOver,
		/// This account is no accredited issuer.
		NoAccreditation,
		/// The caller's accreditation does not hold now, or not for this.
		NotAccredited,
		/// The accreditation is suspended already.
		AlreadySuspended,
		/// What is to be reinstated is not suspended.
		NotSuspended,
		/// The account has no credential of this number.
		CredentialNotFound,
		/// The credential was issued by somebody else.
		NotIssuer,
		/// The account has this role from this issuer already; renew it instead, or remove what was
		/// revoked.
		AlreadyIssued,
		/// The credential is suspended or revoked.
		NotActive,
		/// A revoked credential stays revoked; remove it and issue a new one.
		CredentialRevoked,
		/// The credential counts still; revoke it first, or let its subject remove it.
		StillValid,
		/// The account has as many credentials as there can be.
		TooManyCredentials,
		/// As many issuers as can vouch for this role of the account already; one of their credentials
		/// is revoked or removed first.
		TooManyOfRole,
		/// The account belongs to as many organisations as it can.
		TooManyAffiliations,
		/// The caller holds no role of an organisation now.
		NotAnOrganization,
		/// The account holds no role of a person now.
		NotAPractitioner,
		/// Nobody is affiliated to itself.
		SelfAffiliation,
		/// The person does not belong to the organisation.
		AffiliationNotFound,
		/// The caller is neither of the two who are affiliated.
		NotAParty,
		/// The account is no person whose identity was verified.
		NotIdentified,
		/// The caller is neither the person nor the one who verified it.
		NotVerifier,
		/// Another verifier's verification is in force; it, the person or governance ends it first.
		AlreadyIdentified,
		/// The credential is suspended or revoked, by an issuer who is accredited still: its subject
		/// cannot make that forgotten.
		Sanctioned,
		/// The numbers for accreditations or credentials are used up.
		NumbersExhausted,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Entitles an issuer. If it is accredited already, its accreditation keeps its number and
		/// what was issued under it counts as far as the new terms go.
		///
		/// ## Dispatch Origin
		/// [`Config::GovernanceOrigin`].
		///
		/// ## Parameters
		/// - `issuer`: who may issue.
		/// - `roles`: the roles that it may give.
		/// - `identities`: whether it may verify patients.
		/// - `period`: when, in seconds since 1970.
		///
		/// ## Errors
		/// [`Error::NothingAccredited`], [`Error::UnknownCode`], [`Error::PeriodReversed`],
		/// [`Error::PeriodOver`], [`Error::NumbersExhausted`].
		///
		/// ## Events
		/// [`Event::Accredited`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::accredit())]
		pub fn accredit(
			origin: OriginFor<T>,
			issuer: T::AccountId,
			roles: Roles,
			identities: bool,
			period: Period,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::ensure_current(&period)?;
			let accreditation = Self::do_accredit(&issuer, roles, identities, period)?;
			Self::deposit_event(Event::Accredited { issuer, accreditation });
			Ok(())
		}

		/// Puts an accreditation out of force for a while, with all that was issued under it.
		///
		/// ## Dispatch Origin
		/// [`Config::GovernanceOrigin`].
		///
		/// ## Parameters
		/// - `issuer`: whose accreditation.
		///
		/// ## Errors
		/// [`Error::NoAccreditation`], [`Error::AlreadySuspended`].
		///
		/// ## Events
		/// [`Event::AccreditationSuspended`].
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::suspend_accreditation())]
		pub fn suspend_accreditation(origin: OriginFor<T>, issuer: T::AccountId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			let accreditation = Self::do_suspend_accreditation(&issuer)?;
			Self::deposit_event(Event::AccreditationSuspended { issuer, accreditation });
			Ok(())
		}

		/// Puts a suspended accreditation into force again, with all that was issued under it.
		///
		/// ## Dispatch Origin
		/// [`Config::GovernanceOrigin`].
		///
		/// ## Parameters
		/// - `issuer`: whose accreditation.
		///
		/// ## Errors
		/// [`Error::NoAccreditation`], [`Error::NotSuspended`].
		///
		/// ## Events
		/// [`Event::AccreditationReinstated`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::reinstate_accreditation())]
		pub fn reinstate_accreditation(
			origin: OriginFor<T>,
			issuer: T::AccountId,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			let accreditation = Self::do_reinstate_accreditation(&issuer)?;
			Self::deposit_event(Event::AccreditationReinstated { issuer, accreditation });
			Ok(())
		}

		/// Ends an accreditation. From this call on nothing counts that was issued under it, also
		/// not if the issuer is accredited again; then it can renew what it stands by.
		///
		/// ## Dispatch Origin
		/// [`Config::GovernanceOrigin`].
		///
		/// ## Parameters
		/// - `issuer`: whose accreditation.
		///
		/// ## Errors
		/// [`Error::NoAccreditation`].
		///
		/// ## Events
		/// [`Event::AccreditationWithdrawn`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::withdraw_accreditation())]
		pub fn withdraw_accreditation(
			origin: OriginFor<T>,
			issuer: T::AccountId,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			let accreditation = Self::do_withdraw_accreditation(&issuer)?;
			Self::deposit_event(Event::AccreditationWithdrawn { issuer, accreditation });
			Ok(())
		}

		/// Gives an account a role.
		///
		/// ## Dispatch Origin
		/// Signed, by an issuer accredited for the role.
		///
		/// ## Parameters
		/// - `subject`: who gets the role.
		/// - `role`: the role.
		/// - `period`: when it holds, in seconds since 1970.
		/// - `evidence`: commitment to the document behind it.
		///
		/// ## Errors
		/// [`Error::NotAccredited`], [`Error::PeriodReversed`], [`Error::PeriodOver`],
		/// [`Error::AlreadyIssued`], [`Error::TooManyOfRole`], [`Error::TooManyCredentials`],
		/// [`Error::NumbersExhausted`], or that of the deposit if the issuer cannot pay it.
		///
		/// ## Events
		/// [`Event::CredentialIssued`].
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::issue())]
		pub fn issue(
			origin: OriginFor<T>,
			subject: T::AccountId,
			role: Role,
			period: Period,
			evidence: Commitment,
		) -> DispatchResult {
			let issuer = ensure_signed(origin)?;
			let credential = Self::do_issue(&issuer, &subject, role, period, evidence)?;
			Self::deposit_event(Event::CredentialIssued { subject, credential, role, issuer });
			Ok(())
		}

		/// Gives a credential a new end, under the issuer's present accreditation. It may have
		/// expired or be suspended; suspended it stays.
		///
		/// ## Dispatch Origin
		/// Signed, by its issuer.
		///
		/// ## Parameters
		/// - `subject`: whose credential.
		/// - `credential`: its number.
		/// - `end`: its last second, or nothing for no end.
		///
		/// ## Errors
		/// [`Error::CredentialNotFound`], [`Error::NotIssuer`], [`Error::CredentialRevoked`],
		/// [`Error::NotAccredited`], [`Error::PeriodReversed`], [`Error::PeriodOver`].
		///
		/// ## Events
		/// [`Event::CredentialRenewed`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::renew())]
		pub fn renew(
			origin: OriginFor<T>,
			subject: T::AccountId,
			#[pallet::compact] credential: CredentialId,
			end: Option<u64>,
		) -> DispatchResult {
			let issuer = ensure_signed(origin)?;
			Self::do_renew(&issuer, &subject, credential, end)?;
			Self::deposit_event(Event::CredentialRenewed { subject, credential });
			Ok(())
		}

		/// Puts a credential out of force until it is reinstated.
		///
		/// ## Dispatch Origin
		/// Signed, by its issuer.
		///
		/// ## Parameters
		/// - `subject`: whose credential.
		/// - `credential`: its number.
		///
		/// ## Errors
		/// [`Error::CredentialNotFound`], [`Error::NotIssuer`], [`Error::NotActive`].
		///
		/// ## Events
		/// [`Event::CredentialSuspended`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::suspend())]
		pub fn suspend(
			origin: OriginFor<T>,
			subject: T::AccountId,
			#[pallet::compact] credential: CredentialId,
		) -> DispatchResult {
			let issuer = ensure_signed(origin)?;
			Self::do_suspend(&issuer, &subject, credential)?;
			Self::deposit_event(Event::CredentialSuspended { subject, credential });
			Ok(())
		}

		/// Puts a suspended credential into force again.
		///
		/// ## Dispatch Origin
		/// Signed, by its issuer, accredited for the role still.
		///
		/// ## Parameters
		/// - `subject`: whose credential.
		/// - `credential`: its number.
		///
		/// ## Errors
		/// [`Error::CredentialNotFound`], [`Error::NotIssuer`], [`Error::NotSuspended`],
		/// [`Error::NotAccredited`], [`Error::TooManyOfRole`].
		///
		/// ## Events
		/// [`Event::CredentialReinstated`].
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::reinstate())]
		pub fn reinstate(
			origin: OriginFor<T>,
			subject: T::AccountId,
			#[pallet::compact] credential: CredentialId,
		) -> DispatchResult {
			let issuer = ensure_signed(origin)?;
			Self::do_reinstate(&issuer, &subject, credential)?;
			Self::deposit_event(Event::CredentialReinstated { subject, credential });
			Ok(())
		}

		/// Puts a credential out of force for ever.
		///
		/// ## Dispatch Origin
		/// Signed, by its issuer; or [`Config::GovernanceOrigin`].
		///
		/// ## Parameters
		/// - `subject`: whose credential.
		/// - `credential`: its number.
		///
		/// ## Errors
		/// [`Error::CredentialNotFound`], [`Error::NotIssuer`], [`Error::CredentialRevoked`].
		///
		/// ## Events
		/// [`Event::CredentialRevoked`].
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::revoke())]
		pub fn revoke(
			origin: OriginFor<T>,
			subject: T::AccountId,
			#[pallet::compact] credential: CredentialId,
		) -> DispatchResult {
			let issuer = Self::governance_or_signer(origin)?;
			Self::do_revoke(issuer.as_ref(), &subject, credential)?;
			Self::deposit_event(Event::CredentialRevoked { subject, credential });
			Ok(())
		}

		/// Removes a credential. Its deposit goes back to its issuer.
		///
		/// ## Dispatch Origin
		/// Signed, by its issuer if it no longer counts, or by its subject unless it is suspended or
		/// revoked by an issuer who is accredited still.
		///
		/// ## Parameters
		/// - `subject`: whose credential.
		/// - `credential`: its number.
		///
		/// ## Errors
		/// [`Error::CredentialNotFound`], [`Error::NotIssuer`], [`Error::StillValid`],
		/// [`Error::Sanctioned`].
		///
		/// ## Events
		/// [`Event::CredentialRemoved`].
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::remove())]
		pub fn remove(
			origin: OriginFor<T>,
			subject: T::AccountId,
			#[pallet::compact] credential: CredentialId,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			Self::do_remove(&caller, &subject, credential)?;
			Self::deposit_event(Event::CredentialRemoved { subject, credential });
			Ok(())
		}

		/// Takes a person into the caller's organisation, or gives a membership a new period.
		///
		/// ## Dispatch Origin
		/// Signed, by an account that holds a role of an organisation.
		///
		/// ## Parameters
		/// - `person`: who holds a role of a person.
		/// - `period`: when, in seconds since 1970.
		///
		/// ## Errors
		/// [`Error::SelfAffiliation`], [`Error::NotAnOrganization`], [`Error::NotAPractitioner`],
		/// [`Error::PeriodReversed`], [`Error::PeriodOver`], [`Error::TooManyAffiliations`], or
		/// that of the deposit if the organisation cannot pay it.
		///
		/// ## Events
		/// [`Event::Affiliated`].
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::affiliate())]
		pub fn affiliate(
			origin: OriginFor<T>,
			person: T::AccountId,
			period: Period,
		) -> DispatchResult {
			let organization = ensure_signed(origin)?;
			Self::do_affiliate(&organization, &person, period)?;
			Self::deposit_event(Event::Affiliated { person, organization });
			Ok(())
		}

		/// Ends the membership of a person in an organisation.
		///
		/// ## Dispatch Origin
		/// Signed, by either of the two.
		///
		/// ## Parameters
		/// - `person`: the person.
		/// - `organization`: the organisation.
		///
		/// ## Errors
		/// [`Error::NotAParty`], [`Error::AffiliationNotFound`].
		///
		/// ## Events
		/// [`Event::AffiliationEnded`].
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::end_affiliation())]
		pub fn end_affiliation(
			origin: OriginFor<T>,
			person: T::AccountId,
			organization: T::AccountId,
		) -> DispatchResult {
			let caller = ensure_signed(origin)?;
			Self::do_end_affiliation(&caller, &person, &organization)?;
			Self::deposit_event(Event::AffiliationEnded { person, organization });
			Ok(())
		}

		/// Vouches for the identity of a person, in place of the caller's own word of before or of one
		/// that no longer counts. From now on the person can sign for itself without holding money.
		///
		/// ## Dispatch Origin
		/// Signed, by an issuer accredited for identities.
		///
		/// ## Parameters
		/// - `patient`: the person.
		/// - `assurance`: how sure the caller is.
		/// - `period`: when this holds, in seconds since 1970.
		/// - `evidence`: commitment to the evidence, which stays with the caller.
		///
		/// ## Errors
		/// [`Error::NotAccredited`], [`Error::PeriodReversed`], [`Error::PeriodOver`],
		/// [`Error::AlreadyIdentified`], or that of the deposit if the caller cannot pay it.
		///
		/// ## Events
		/// [`Event::IdentityVerified`].
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::verify_patient())]
		pub fn verify_patient(
			origin: OriginFor<T>,
			patient: T::AccountId,
			assurance: Assurance,
			period: Period,
			evidence: Commitment,
		) -> DispatchResult {
			let verifier = ensure_signed(origin)?;
			Self::do_verify(&verifier, &patient, assurance, period, evidence)?;
			Self::deposit_event(Event::IdentityVerified { person: patient, verifier });
			Ok(())
		}

		/// Ends the verification of a person.
		///
		/// ## Dispatch Origin
		/// Signed, by who verified it or by the person; or [`Config::GovernanceOrigin`].
		///
		/// ## Parameters
		/// - `patient`: the person.
		///
		/// ## Errors
		/// [`Error::NotIdentified`], [`Error::NotVerifier`].
		///
		/// ## Events
		/// [`Event::VerificationEnded`].
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::end_verification())]
		pub fn end_verification(origin: OriginFor<T>, patient: T::AccountId) -> DispatchResult {
			let caller = Self::governance_or_signer(origin)?;
			Self::do_end_verification(caller.as_ref(), &patient)?;
			Self::deposit_event(Event::VerificationEnded { person: patient });
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The roles that `who` holds now.
		pub fn roles_of(who: T::AccountId) -> Roles {
			<Self as InspectCredentials<T::AccountId>>::roles_of(&who)
		}

		/// The organisations for which `who` acts now.
		pub fn organizations_of(who: T::AccountId) -> Vec<T::AccountId> {
			Self::valid_organizations(&who)
		}

		/// A credential, and whether it counts now.
		pub fn credential(
			subject: T::AccountId,
			credential: CredentialId,
		) -> Option<CredentialInfo<T::AccountId>> {
			Self::credential_info(&subject, credential)
		}

		/// What governance entitles `issuer` to.
		pub fn accreditation(issuer: T::AccountId) -> Option<Accreditation> {
			Issuers::<T>::get(issuer)
		}

		/// All that is known of `who`.
		pub fn holder(who: T::AccountId) -> HolderInfo<T::AccountId> {
			Self::holder_info(&who)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxCredentials::get() > 0, "an account must be able to have a role");
			assert!(T::MaxAffiliations::get() > 0, "a person must be able to belong somewhere");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), frame::deps::sp_runtime::TryRuntimeError> {
			invariants::check::<T>()
		}
	}
}
