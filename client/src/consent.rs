//! The calls and reads of directives and access.

use crate::{
	calls::Call,
	error::{Error, Result},
	node::{AtBlock, Node},
	types::{
		events::{AccessDecided, DirectiveAmended, DirectiveGranted, DirectiveRevoked},
		Actor, Directive, DirectiveTerms, EndStatus, EndedVersion, PALLET, RUNTIME_API,
	},
	wire::OnChain,
};
use medchain_support::{
	AccessRequest, Decision, DirectiveRef, Outcome, ResourceClass, ResourceClasses,
};
use serde::Deserialize;
use serde_json::{json, Value};
use std::str::FromStr;
use subxt::{
	dynamic,
	rpcs::rpc_params,
	utils::{AccountId32, H256},
};

/// Puts terms in force for a patient. The directive's number and version are in the event.
pub fn grant(patient: &AccountId32, terms: &DirectiveTerms) -> Call<DirectiveGranted> {
	Call::new(PALLET, "grant", (*patient, terms.clone()))
}

/// Replaces the terms of a patient's directive.
pub fn amend(
	patient: &AccountId32,
	directive: u32,
	terms: &DirectiveTerms,
) -> Call<DirectiveAmended> {
	Call::new(PALLET, "amend", (*patient, directive, terms.clone()))
}

/// Ends a patient's directive.
pub fn revoke(patient: &AccountId32, directive: u32, status: EndStatus) -> Call<DirectiveRevoked> {
	Call::new(PALLET, "revoke", (*patient, directive, status))
}

/// Asks for access, for an organisation or for oneself. The decision is written to the patient's
/// audit log, whatever it is; the number of the entry is in the event.
pub fn access(
	patient: &AccountId32,
	organization: Option<AccountId32>,
	request: &AccessRequest,
) -> Call<AccessDecided> {
	Call::new(PALLET, "access", (*patient, organization, OnChain(*request)))
}

/// Asks for access to the records of several patients. Each question leaves an event.
pub fn access_batch(
	organization: Option<AccountId32>,
	questions: &[(AccountId32, AccessRequest)],
) -> Call<AccessDecided> {
	let questions: Vec<_> =
		questions.iter().map(|(patient, request)| (*patient, OnChain(*request))).collect();
	Call::new(PALLET, "access_batch", (organization, questions))
}

/// The directives of a patient in force, in the order of their numbers.
pub async fn directives(at: &AtBlock, patient: &AccountId32) -> Result<Vec<Directive>> {
	let call =
		dynamic::runtime_api_call::<_, Vec<Directive>>(RUNTIME_API, "directives", (*patient,));
	Ok(at.runtime_apis().call(call).await?)
}

/// One directive of a patient in force.
pub async fn directive(at: &AtBlock, patient: &AccountId32, id: u32) -> Result<Directive> {
	let all = directives(at, patient).await?;
	let numbers: Vec<String> = all.iter().map(|directive| directive.id.to_string()).collect();
	all.into_iter().find(|directive| directive.id == id).ok_or_else(|| {
		Error::Input(match numbers.is_empty() {
			true => format!("{patient} has no directive in force"),
			false => format!(
				"{patient} has no directive {id} in force; in force are {}",
				numbers.join(", ")
			),
		})
	})
}

/// One version of a directive that is no longer in force: the basis of past decisions.
pub async fn ended_version(
	at: &AtBlock,
	patient: &AccountId32,
	directive: DirectiveRef,
) -> Result<EndedVersion> {
	let ended =
		dynamic::storage::<(AccountId32, OnChain<DirectiveRef>), EndedVersion>(PALLET, "Ended");
	match at.storage().try_fetch(ended, (*patient, OnChain(directive))).await? {
		Some(version) => Ok(version.decode()?),
		None => Err(Error::Input(format!(
			"{patient} has no directive {} in a version {} that ended",
			directive.id, directive.version
		))),
	}
}

/// What the runtime decides about a request at a block. Writes nothing.
pub async fn decide_at(
	at: &AtBlock,
	patient: &AccountId32,
	actor: &Actor,
	request: &AccessRequest,
) -> Result<Decision> {
	let call = dynamic::runtime_api_call::<_, OnChain<Decision>>(
		RUNTIME_API,
		"decide",
		(*patient, *actor, OnChain(*request)),
	);
	Ok(*at.runtime_apis().call(call).await?)
}

/// What the node's JSON-RPC answered, and at which block.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Answer {
	/// The decision.
	pub decision: Decision,
	/// Hash of the block.
	pub at: H256,
}

/// Asks the node's JSON-RPC for a decision at its best block. Writes nothing.
pub async fn decide(
	node: &Node,
	patient: &AccountId32,
	actor: &Actor,
	request: &AccessRequest,
) -> Result<Answer> {
	const METHOD: &str = "medchain_consentDecision";
	let params = rpc_params![patient.to_string(), actor_json(actor), request_json(request)];
	let answer: Value = node.request(METHOD, params).await?;
	read_answer(answer.clone())
		.map_err(|e| Error::Node(format!("{METHOD} answers {answer}, which is no decision: {e}")))
}

/// An actor as the node's JSON-RPC takes it.
fn actor_json(actor: &Actor) -> Value {
	match actor.organization {
		None => actor.account.to_string().into(),
		Some(organization) => json!({ "account": actor.account, "organization": organization }),
	}
}

/// A request as the node's JSON-RPC takes it.
fn request_json(request: &AccessRequest) -> Value {
	json!({
		"purpose": request.purpose.code(),
		"action": request.action.code(),
		"classes": request.classes.iter().map(|class| class.code()).collect::<Vec<_>>(),
		"sensitivities":
			request.sensitivities.iter().map(|label| label.code()).collect::<Vec<_>>(),
	})
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AnswerJson {
	decision: String,
	based_on: Option<BasisJson>,
	permitted: Vec<String>,
	redact: Vec<String>,
	at: H256,
}

#[derive(Deserialize)]
struct BasisJson {
	id: u32,
	version: u32,
}

fn read_answer(answer: Value) -> std::result::Result<Answer, String> {
	let answer: AnswerJson = serde_json::from_value(answer).map_err(|e| e.to_string())?;
	let outcome = [Outcome::Permit, Outcome::Deny, Outcome::NoConsent]
		.into_iter()
		.find(|outcome| outcome.code() == answer.decision)
		.ok_or_else(|| format!("unknown decision {:?}", answer.decision))?;
	let classes = |codes: &[String]| {
		codes
			.iter()
			.map(|code| ResourceClass::from_str(code).map_err(|e| format!("{code:?} is {e}")))
			.collect::<std::result::Result<ResourceClasses, _>>()
	};
	Ok(Answer {
		decision: Decision {
			outcome,
			based_on: answer
				.based_on
				.map(|basis| DirectiveRef { id: basis.id, version: basis.version }),
			permitted: classes(&answer.permitted)?,
			redact: classes(&answer.redact)?,
		},
		at: answer.at,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use medchain_support::{Action, Purpose, Sensitivity};

	#[test]
	fn a_request_travels_as_codes() {
		let request = AccessRequest {
			purpose: Purpose::Treat,
			action: Action::Access,
			classes: [ResourceClass::Observation, ResourceClass::Claim].into_iter().collect(),
			sensitivities: Sensitivity::Psychiatry.into(),
		};
		assert_eq!(
			request_json(&request),
			json!({
				"purpose": "TREAT",
				"action": "access",
				"classes": ["Observation", "Claim"],
				"sensitivities": ["PSY"],
			}),
		);
	}

	#[test]
	fn an_actor_travels_with_the_organisation() {
		let [account, organization] = [AccountId32([1; 32]), AccountId32([2; 32])];
		let alone = Actor { account, organization: None };
		assert_eq!(actor_json(&alone), json!(account.to_string()));
		let member = Actor { account, organization: Some(organization) };
		assert_eq!(actor_json(&member)["organization"], json!(organization.to_string()));
		assert_eq!(actor_json(&member)["account"], json!(account.to_string()));
	}

	#[test]
	fn an_answer_is_read() {
		let at = format!("0x{}", "ab".repeat(32));
		let answer = json!({
			"decision": "CONSENT_PERMIT",
			"basedOn": {"id": 3, "version": 2},
			"permitted": ["Observation"],
			"redact": ["Claim"],
			"at": at,
		});
		let answer = read_answer(answer).unwrap();
		assert_eq!(answer.decision.outcome, Outcome::Permit);
		assert_eq!(answer.decision.based_on, Some(DirectiveRef { id: 3, version: 2 }));
		assert!(answer.decision.redact.contains(ResourceClass::Claim));
		assert_eq!(answer.at, H256([0xab; 32]));

		let silent = json!({
			"decision": "NO_CONSENT", "basedOn": null, "permitted": [], "redact": [], "at": at,
		});
		assert_eq!(read_answer(silent).unwrap().decision.based_on, None);
		let odd = json!({
			"decision": "MAYBE", "basedOn": null, "permitted": [], "redact": [], "at": at,
		});
		assert!(read_answer(odd).unwrap_err().contains("MAYBE"));
	}
}
