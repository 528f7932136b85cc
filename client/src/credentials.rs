//! Who is who: accreditation of issuers, credentials, affiliations and identities.

use crate::{
	calls::Call,
	error::Result,
	node::AtBlock,
	types::{
		credentials::{Accreditation, Assurance, Credential, Holder, PALLET, RUNTIME_API},
		events::{
			AccreditationReinstated, AccreditationSuspended, AccreditationWithdrawn, Accredited,
			Affiliated, AffiliationEnded, CredentialIssued, CredentialReinstated,
			CredentialRemoved, CredentialRenewed, CredentialRevoked, CredentialSuspended,
			IdentityVerified, VerificationEnded,
		},
	},
	wire::OnChain,
};
use medchain_support::{Commitment, Period, Role, Roles};
use subxt::{dynamic, utils::AccountId32};

/// Entitles an issuer. Decided by the council.
pub fn accredit(
	issuer: &AccountId32,
	roles: Roles,
	identities: bool,
	period: Period,
) -> Call<Accredited> {
	Call::new(PALLET, "accredit", (*issuer, OnChain(roles), identities, OnChain(period)))
}

macro_rules! accreditations {
	($( $(#[$doc:meta])* $name:ident => $event:ident, )+) => {
		$(
			$(#[$doc])*
			pub fn $name(issuer: &AccountId32) -> Call<$event> {
				Call::new(PALLET, stringify!($name), (*issuer,))
			}
		)+
	};
}

accreditations! {
	/// Puts an accreditation out of force for a while. Decided by the council.
	suspend_accreditation => AccreditationSuspended,
	/// Puts a suspended accreditation into force again. Decided by the council.
	reinstate_accreditation => AccreditationReinstated,
	/// Ends an accreditation with all that rests on it. Decided by the council.
	withdraw_accreditation => AccreditationWithdrawn,
}

/// Gives an account a role.
pub fn issue(
	subject: &AccountId32,
	role: Role,
	period: Period,
	evidence: Commitment,
) -> Call<CredentialIssued> {
	Call::new(PALLET, "issue", (*subject, OnChain(role), OnChain(period), OnChain(evidence)))
}

/// Gives a credential a new last second, or none.
pub fn renew(subject: &AccountId32, credential: u64, end: Option<u64>) -> Call<CredentialRenewed> {
	Call::new(PALLET, "renew", (*subject, credential, end))
}

macro_rules! standings {
	($( $(#[$doc:meta])* $name:ident => $event:ident, )+) => {
		$(
			$(#[$doc])*
			pub fn $name(
				subject: &AccountId32,
				credential: u64,
			) -> Call<$event> {
				Call::new(PALLET, stringify!($name), (*subject, credential))
			}
		)+
	};
}

standings! {
	/// Puts a credential out of force until it is reinstated.
	suspend => CredentialSuspended,
	/// Puts a suspended credential into force again.
	reinstate => CredentialReinstated,
	/// Puts a credential out of force for ever. Its issuer does so, or the council.
	revoke => CredentialRevoked,
	/// Removes a credential that no longer counts.
	remove => CredentialRemoved,
}

/// Takes a person into the signer's organisation.
pub fn affiliate(person: &AccountId32, period: Period) -> Call<Affiliated> {
	Call::new(PALLET, "affiliate", (*person, OnChain(period)))
}

/// Ends the membership of a person in an organisation.
pub fn end_affiliation(person: &AccountId32, organization: &AccountId32) -> Call<AffiliationEnded> {
	Call::new(PALLET, "end_affiliation", (*person, *organization))
}

/// Vouches for the identity of a person.
pub fn verify_patient(
	patient: &AccountId32,
	assurance: Assurance,
	period: Period,
	evidence: Commitment,
) -> Call<IdentityVerified> {
	let arguments = (*patient, assurance, OnChain(period), OnChain(evidence));
	Call::new(PALLET, "verify_patient", arguments)
}

/// Ends the verification of a person. Its verifier does so, the person, or the council.
pub fn end_verification(patient: &AccountId32) -> Call<VerificationEnded> {
	Call::new(PALLET, "end_verification", (*patient,))
}

/// The roles that an account holds now.
pub async fn roles_of(at: &AtBlock, who: &AccountId32) -> Result<Roles> {
	let call = dynamic::runtime_api_call::<_, OnChain<Roles>>(RUNTIME_API, "roles_of", (*who,));
	Ok(*at.runtime_apis().call(call).await?)
}

/// The organisations for which an account acts now.
pub async fn organizations_of(at: &AtBlock, who: &AccountId32) -> Result<Vec<AccountId32>> {
	let call =
		dynamic::runtime_api_call::<_, Vec<AccountId32>>(RUNTIME_API, "organizations_of", (*who,));
	Ok(at.runtime_apis().call(call).await?)
}

/// A credential of an account, if it has one of this number.
pub async fn credential(
	at: &AtBlock,
	subject: &AccountId32,
	credential: u64,
) -> Result<Option<Credential>> {
	let call = dynamic::runtime_api_call::<_, Option<Credential>>(
		RUNTIME_API,
		"credential",
		(*subject, credential),
	);
	Ok(at.runtime_apis().call(call).await?)
}

/// All that is known of an account.
pub async fn holder(at: &AtBlock, who: &AccountId32) -> Result<Holder> {
	let call = dynamic::runtime_api_call::<_, Holder>(RUNTIME_API, "holder", (*who,));
	Ok(at.runtime_apis().call(call).await?)
}

/// What governance entitles an account to, if it is an issuer.
pub async fn accreditation(at: &AtBlock, issuer: &AccountId32) -> Result<Option<Accreditation>> {
	let issuers = dynamic::storage::<(AccountId32,), Accreditation>(PALLET, "Issuers");
	Ok(match at.storage().try_fetch(issuers, (*issuer,)).await? {
		Some(found) => Some(found.decode()?),
		None => None,
	})
}
