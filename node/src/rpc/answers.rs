//! Answers of `medchain_*` methods: what the runtime says, in the codes of the standards.

use medchain_runtime::{
	patient_consent::{
		ActorRef, AuditEntry, BasePolicy, Capacity, DelegateKind, DirectiveInfo, EmergencyReason,
		ProvisionKind, Scope,
	},
	AccountId, BlockNumber, Hash,
};
use medchain_support::{
	AccessRequest, Actions, Actor, Amount, Commitment, Decision, DirectiveRef, Period, Purposes,
	ResourceClasses, Sensitivities,
};
use polkadot_sdk::sp_core::crypto::Ss58Codec;
use serde_json::{json, Value};

/// An account as people write it.
pub fn address(account: &AccountId) -> Value {
	Value::from(account.to_ss58check())
}

/// Minor units, which can be more than what JSON numbers carry.
pub fn units(amount: Amount) -> String {
	amount.to_string()
}

/// A commitment as a hash.
pub fn digest(commitment: Commitment) -> Hash {
	Hash::from(commitment.0)
}

fn actions(actions: Actions) -> Vec<&'static str> {
	actions.iter().map(|action| action.code()).collect()
}

fn purposes(purposes: Purposes) -> Vec<&'static str> {
	purposes.iter().map(|purpose| purpose.code()).collect()
}

fn classes(classes: ResourceClasses) -> Vec<&'static str> {
	classes.iter().map(|class| class.code()).collect()
}

fn labels(labels: Sensitivities) -> Vec<&'static str> {
	labels.iter().map(|label| label.code()).collect()
}

fn period(period: Period) -> Value {
	json!({ "start": period.start, "end": period.end })
}

/// A version of a directive.
pub fn reference(reference: DirectiveRef) -> Value {
	json!({ "id": reference.id, "version": reference.version })
}

/// A decision.
pub fn decision(decision: &Decision) -> Value {
	json!({
		"decision": decision.outcome.code(),
		"basedOn": decision.based_on.map(reference),
		"permitted": classes(decision.permitted),
		"redact": classes(decision.redact),
	})
}

fn request(request: &AccessRequest) -> Value {
	json!({
		"purpose": request.purpose.code(),
		"action": request.action.code(),
		"classes": classes(request.classes),
		"sensitivities": labels(request.sensitivities),
	})
}

fn actor(actor: &Actor<AccountId>) -> Value {
	json!({
		"account": address(&actor.account),
		"organization": actor.organization.as_ref().map(address),
	})
}

const fn kind(kind: DelegateKind) -> &'static str {
	match kind {
		DelegateKind::Guardian => "guardian",
		DelegateKind::Proxy => "proxy",
	}
}

const fn reason(reason: EmergencyReason) -> &'static str {
	match reason {
		EmergencyReason::LifeThreatening => "life-threatening",
		EmergencyReason::Unresponsive => "unresponsive",
		EmergencyReason::Incapacitated => "incapacitated",
		EmergencyReason::DangerToOthers => "danger-to-others",
	}
}

fn capacity(capacity: Capacity) -> Value {
	match capacity {
		Capacity::Actor => json!({ "as": "actor" }),
		Capacity::Patient => json!({ "as": "patient" }),
		Capacity::Delegate(of) => json!({ "as": kind(of) }),
		Capacity::Emergency { reason: why, review } => {
			json!({ "as": "emergency", "reason": reason(why), "review": review })
		}
	}
}

/// An entry of an audit log, with its number.
pub fn audit_entry(number: u64, entry: &AuditEntry<AccountId, BlockNumber>) -> Value {
	json!({
		"number": number,
		"actor": actor(&entry.actor),
		"capacity": capacity(entry.capacity),
		"request": request(&entry.request),
		"time": entry.at,
		"block": entry.block,
		"answer": decision(&entry.decision),
	})
}

fn scope(scope: &Scope<AccountId>) -> Value {
	let actors: Vec<Value> = scope
		.actors
		.iter()
		.map(|actor| match actor {
			ActorRef::Account(account) => json!({ "account": address(account) }),
			ActorRef::Organization(account) => json!({ "organization": address(account) }),
			ActorRef::Role(role) => json!({ "role": role.code() }),
		})
		.collect();
	json!({
		"actors": actors,
		"purposes": purposes(scope.purposes),
		"actions": actions(scope.actions),
		"classes": classes(scope.classes),
		"sensitivities": labels(scope.sensitivities),
		"period": period(scope.period),
	})
}

/// A directive in force.
pub fn directive(directive: &DirectiveInfo<AccountId>) -> Value {
	let terms = &directive.terms;
	let provisions: Vec<Value> = terms
		.provisions
		.iter()
		.map(|provision| {
			let kind = match provision.kind {
				ProvisionKind::Permit => "permit",
				ProvisionKind::Deny => "deny",
			};
			json!({ "type": kind, "scope": scope(&provision.scope) })
		})
		.collect();
	json!({
		"id": directive.id,
		"version": directive.version,
		"since": directive.since,
		"policy": match terms.base {
			BasePolicy::OptIn => "OPTIN",
			BasePolicy::OptOut => "OPTOUT",
		},
		"scope": scope(&terms.scope),
		"provisions": provisions,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use medchain_runtime::patient_consent::{Provision, Terms};
	use medchain_support::{Action, Outcome, Purpose, ResourceClass, Role, Sensitivity};
	use polkadot_sdk::sp_keyring::Sr25519Keyring::{Alice, Bob};

	fn permit() -> Decision {
		Decision {
			outcome: Outcome::Permit,
			based_on: Some(DirectiveRef { id: 3, version: 2 }),
			permitted: ResourceClass::Observation.into(),
			redact: ResourceClass::Condition.into(),
		}
	}

	#[test]
	fn decisions_are_codes() {
		let answer = json!({
			"decision": "CONSENT_PERMIT",
			"basedOn": { "id": 3, "version": 2 },
			"permitted": ["Observation"],
			"redact": ["Condition"],
		});
		assert_eq!(decision(&permit()), answer);
		let silence = Decision { outcome: Outcome::NoConsent, based_on: None, ..permit() };
		assert_eq!(decision(&silence)["basedOn"], Value::Null);
		assert_eq!(decision(&silence)["decision"], "NO_CONSENT");
	}

	#[test]
	fn an_audit_entry_says_who_for_whom_and_as_what() {
		let entry = |capacity| AuditEntry {
			actor: Actor::of(Alice.to_account_id(), Bob.to_account_id()),
			capacity,
			request: AccessRequest {
				purpose: Purpose::EmergencyTreat,
				action: Action::Access,
				classes: ResourceClass::Observation.into(),
				sensitivities: Sensitivity::Psychiatry.into(),
			},
			at: 1_800_000_000,
			block: 7,
			decision: permit(),
		};
		let reason = EmergencyReason::DangerToOthers;
		let shown = audit_entry(5, &entry(Capacity::Emergency { reason, review: Some(9) }));
		assert_eq!(
			shown,
			json!({
				"number": 5,
				"actor": {
					"account": Alice.to_account_id().to_ss58check(),
					"organization": Bob.to_account_id().to_ss58check(),
				},
				"capacity": { "as": "emergency", "reason": "danger-to-others", "review": 9 },
				"request": {
					"purpose": "ETREAT",
					"action": "access",
					"classes": ["Observation"],
					"sensitivities": ["PSY"],
				},
				"time": 1_800_000_000,
				"block": 7,
				"answer": decision(&permit()),
			}),
		);
		let capacities = [
			(Capacity::Actor, "actor"),
			(Capacity::Patient, "patient"),
			(Capacity::Delegate(DelegateKind::Guardian), "guardian"),
			(Capacity::Delegate(DelegateKind::Proxy), "proxy"),
		];
		for (capacity, name) in capacities {
			assert_eq!(audit_entry(0, &entry(capacity))["capacity"], json!({ "as": name }));
		}
	}

	#[test]
	fn a_directive_is_told_as_fhir_means_it() {
		let named = vec![
			ActorRef::Account(Alice.to_account_id()),
			ActorRef::Organization(Bob.to_account_id()),
			ActorRef::Role(Role::Pharmacy),
		];
		let rule = Scope {
			actors: named.try_into().expect("three"),
			purposes: Purpose::Treat.into(),
			actions: Action::Access.into(),
			classes: ResourceClass::Observation.into(),
			sensitivities: Sensitivity::Hiv.into(),
			period: Period { start: Some(1), end: None },
		};
		let exception = Provision { kind: ProvisionKind::Deny, scope: Scope::everything() };
		let told = directive(&DirectiveInfo {
			id: 4,
			version: 2,
			since: 10,
			terms: Terms {
				base: BasePolicy::OptIn,
				scope: rule,
				provisions: vec![exception].try_into().expect("one"),
			},
		});
		assert_eq!(told["policy"], "OPTIN");
		assert_eq!(told["scope"]["actors"][1]["organization"], address(&Bob.to_account_id()));
		assert_eq!(told["scope"]["actors"][2], json!({ "role": "Pharmacy" }));
		assert_eq!(told["scope"]["purposes"], json!(["TREAT"]));
		assert_eq!(told["scope"]["sensitivities"], json!(["HIV"]));
		assert_eq!(told["scope"]["period"], json!({ "start": 1, "end": null }));
		assert_eq!(told["provisions"][0]["type"], "deny");
		assert_eq!(told["provisions"][0]["scope"]["classes"], json!([]));
	}
}
