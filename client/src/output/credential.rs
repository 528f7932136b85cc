//! Who is who.

use super::{pairs, period_json, when, Table};
use crate::{
	relay::to_hex,
	types::credentials::{Accreditation, Affiliation, Authority, Credential, Holder, Identity},
};
use medchain_support::Roles;
use serde_json::{json, Value};
use subxt::utils::AccountId32;

fn roles(roles: &Roles) -> String {
	listed!(roles, "none")
}

/// An accreditation, as names and values.
pub fn accreditation(accreditation: &Accreditation) -> Vec<(&'static str, String)> {
	vec![
		("accreditation", accreditation.id.to_string()),
		("roles", roles(&accreditation.roles)),
		("identities", if accreditation.identities { "yes" } else { "no" }.into()),
		("period", when(&accreditation.period)),
		("standing", if accreditation.suspended { "suspended" } else { "in force" }.into()),
	]
}

/// An accreditation, for machines.
pub fn accreditation_json(accreditation: &Accreditation) -> Value {
	json!({
		"id": accreditation.id,
		"roles": list_json!(accreditation.roles),
		"identities": accreditation.identities,
		"period": period_json(&accreditation.period),
		"suspended": accreditation.suspended,
	})
}

fn authority_json(authority: &Authority) -> Value {
	json!({ "issuer": authority.issuer, "accreditation": authority.accreditation })
}

/// A credential.
pub fn credential(credential: &Credential) -> String {
	pairs(&[
		("credential", credential.id.to_string()),
		("role", credential.role.code().into()),
		("validity", credential.validity.code().into()),
		("period", when(&credential.period)),
		("issuer", credential.authority.issuer.to_string()),
		("evidence", to_hex(&credential.evidence.0 .0)),
	])
}

/// A credential, for machines.
pub fn credential_json(credential: &Credential) -> Value {
	json!({
		"id": credential.id,
		"role": credential.role.code(),
		"validity": credential.validity.code(),
		"period": period_json(&credential.period),
		"authority": authority_json(&credential.authority),
		"evidence": to_hex(&credential.evidence.0 .0),
	})
}

fn affiliation_json(affiliation: &Affiliation) -> Value {
	json!({
		"organization": affiliation.organization,
		"period": period_json(&affiliation.period),
		"valid": affiliation.valid,
	})
}

fn identity_json(identity: &Identity) -> Value {
	json!({
		"assurance": identity.assurance.code(),
		"validity": identity.validity.code(),
		"period": period_json(&identity.period),
		"authority": authority_json(&identity.authority),
		"evidence": to_hex(&identity.evidence.0 .0),
	})
}

/// All that is known of an account.
pub fn holder(account: &AccountId32, holder: &Holder) -> String {
	let mut parts = Vec::new();
	if !holder.credentials.is_empty() {
		let mut table = Table::new(&["CREDENTIAL", "ROLE", "VALIDITY", "PERIOD", "ISSUER"]);
		for credential in &holder.credentials {
			table.row(vec![
				credential.id.to_string(),
				credential.role.code().into(),
				credential.validity.code().into(),
				when(&credential.period),
				credential.authority.issuer.to_string(),
			]);
		}
		parts.push(table.to_string());
	}
	if !holder.affiliations.is_empty() {
		let mut table = Table::new(&["BELONGS TO", "COUNTS", "PERIOD"]);
		for affiliation in &holder.affiliations {
			table.row(vec![
				affiliation.organization.to_string(),
				if affiliation.valid { "yes" } else { "no" }.into(),
				when(&affiliation.period),
			]);
		}
		parts.push(table.to_string());
	}
	if let Some(identity) = &holder.identity {
		parts.push(pairs(&[
			("identity", format!("verified, assurance {}", identity.assurance.code())),
			("validity", identity.validity.code().into()),
			("period", when(&identity.period)),
			("verifier", identity.authority.issuer.to_string()),
			("evidence", to_hex(&identity.evidence.0 .0)),
		]));
	}
	parts.extend(holder.accreditation.as_ref().map(|found| pairs(&accreditation(found))));
	match parts.is_empty() {
		true => format!("nothing is known of {account}\n"),
		false => parts.join("\n"),
	}
}

/// All that is known of an account, for machines.
pub fn holder_json(account: &AccountId32, holder: &Holder) -> Value {
	json!({
		"account": account,
		"credentials": holder.credentials.iter().map(credential_json).collect::<Vec<_>>(),
		"affiliations": holder.affiliations.iter().map(affiliation_json).collect::<Vec<_>>(),
		"identity": holder.identity.as_ref().map(identity_json),
		"accreditation": holder.accreditation.as_ref().map(accreditation_json),
	})
}

/// The roles of an account, and for whom it acts, as names and values.
pub fn standing(held: &Roles, organizations: &[AccountId32]) -> Vec<(&'static str, String)> {
	let acts_for = match organizations {
		[] => "itself alone".to_string(),
		some => some.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
	};
	vec![("roles", roles(held)), ("acts for", acts_for)]
}

/// The same, for machines.
pub fn standing_json(held: &Roles, organizations: &[AccountId32]) -> Value {
	json!({ "roles": list_json!(held), "organizations": organizations })
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::credentials::Validity;
	use medchain_support::{Commitment, Period, Role};

	#[test]
	fn a_holder_is_told_with_what_does_not_count() {
		let account = AccountId32([1; 32]);
		let nothing = Holder {
			credentials: Vec::new(),
			affiliations: Vec::new(),
			identity: None,
			accreditation: None,
		};
		assert!(holder(&account, &nothing).starts_with("nothing is known"));
		let doctor = Holder {
			credentials: vec![Credential {
				id: 5,
				role: Role::Practitioner.into(),
				authority: Authority { issuer: AccountId32([2; 32]), accreditation: 1 },
				period: Period::ALWAYS.into(),
				validity: Validity::IssuerNotAccredited,
				evidence: Commitment([9; 32]).into(),
			}],
			affiliations: vec![Affiliation {
				organization: AccountId32([3; 32]),
				period: Period::ALWAYS.into(),
				valid: false,
			}],
			..nothing
		};
		let text = holder(&account, &doctor);
		assert!(text.contains("issuer not accredited"), "{text}");
		assert!(text.contains("BELONGS TO"), "{text}");
		let value = holder_json(&account, &doctor);
		assert_eq!(value["credentials"][0]["role"], "Practitioner");
		assert_eq!(value["affiliations"][0]["valid"], false);
		assert_eq!(value["identity"], Value::Null);
	}

	#[test]
	fn a_standing_is_roles_and_organisations() {
		assert!(pairs(&standing(&Roles::EMPTY, &[])).contains("itself alone"));
		let text = pairs(&standing(&Role::Practitioner.into(), &[AccountId32([3; 32])]));
		assert!(text.contains("Practitioner") && !text.contains("itself"), "{text}");
	}
}
