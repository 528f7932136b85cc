//! `medchain_*`: the chain's answers to questions of the domain, in plain JSON.
//!
//! - `medchain_consentDecision(patient, actor, request, at)`: what a patient's directives make of a
//!   request, without leaving a trace on the chain.
//! - `medchain_consentDirectives(patient, at)`: the directives in force.
//! - `medchain_auditPage(patient, from, limit, at)`: entries of an audit log, with the length of the
//!   whole and the commitment over it.
//!
//! Arguments come by position or by name; `at` is a block's hash, the best if it is left out.

use super::{
	answers,
	arguments::{account, actor, block, internal, number, request, Arguments},
	known,
};
use crate::service::FullClient;
use jsonrpsee::{
	core::RegisterMethodError,
	types::{ErrorObjectOwned, Params},
	RpcModule,
};
use medchain_runtime::{patient_consent::MAX_AUDIT_PAGE, AccountId, Hash, PatientConsentApi};
use medchain_support::{AccessRequest, Actor};
use polkadot_sdk::sp_api::ProvideRuntimeApi;
use serde_json::{json, Value};
use std::sync::Arc;

/// The module of `medchain_*` methods.
pub fn module(client: Arc<FullClient>) -> Result<RpcModule<Arc<FullClient>>, RegisterMethodError> {
	let mut module = RpcModule::new(client);
	module.register_blocking_method("medchain_consentDecision", |params, client, _| {
		decide(&client, &Question::parse(&params)?)
	})?;
	module.register_blocking_method("medchain_consentDirectives", |params, client, _| {
		directives(&client, &Directives::parse(&params)?)
	})?;
	module.register_blocking_method("medchain_auditPage", |params, client, _| {
		audit_page(&client, &Page::parse(&params)?)
	})?;
	Ok(module)
}

fn decide(client: &FullClient, question: &Question) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let Question { patient, actor, request, .. } = question;
	let decision = client
		.runtime_api()
		.decide(at, patient.clone(), actor.clone(), *request)
		.map_err(internal)?;
	let mut answer = answers::decision(&decision);
	answer["at"] = json!(at);
	Ok(answer)
}

fn directives(client: &FullClient, question: &Directives) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, question.at)?;
	let directives =
		client.runtime_api().directives(at, question.patient.clone()).map_err(internal)?;
	let directives: Vec<Value> = directives.iter().map(answers::directive).collect();
	Ok(json!({ "directives": directives, "at": at }))
}

fn audit_page(client: &FullClient, page: &Page) -> Result<Value, ErrorObjectOwned> {
	let at = known(client, page.at)?;
	let api = client.runtime_api();
	let head = api.audit_head(at, page.patient.clone()).map_err(internal)?;
	let entries =
		api.audit_page(at, page.patient.clone(), page.from, page.limit).map_err(internal)?;
	let entries: Vec<Value> = (page.from..)
		.zip(&entries)
		.map(|(number, entry)| answers::audit_entry(number, entry))
		.collect();
	Ok(json!({
		"length": head.length,
		"commitment": head.commitment,
		"entries": entries,
		"at": at,
	}))
}

/// The arguments of `medchain_consentDecision`.
#[derive(Debug, Eq, PartialEq)]
struct Question {
	patient: AccountId,
	actor: Actor<AccountId>,
	request: AccessRequest,
	at: Option<Hash>,
}

impl Question {
	fn parse(params: &Params) -> Result<Self, ErrorObjectOwned> {
		let mut arguments = Arguments::parse(params, &["patient", "actor", "request", "at"])?;
		Ok(Self {
			patient: account("patient", &arguments.take("patient"))?,
			actor: actor(&arguments.take("actor"))?,
			request: request(&arguments.take("request"))?,
			at: block(&arguments.take("at"))?,
		})
	}
}

/// The arguments of `medchain_consentDirectives`.
#[derive(Debug, Eq, PartialEq)]
struct Directives {
	patient: AccountId,
	at: Option<Hash>,
}

impl Directives {
	fn parse(params: &Params) -> Result<Self, ErrorObjectOwned> {
		let mut arguments = Arguments::parse(params, &["patient", "at"])?;
		Ok(Self {
			patient: account("patient", &arguments.take("patient"))?,
			at: block(&arguments.take("at"))?,
		})
	}
}

/// The arguments of `medchain_auditPage`.
#[derive(Debug, Eq, PartialEq)]
struct Page {
	patient: AccountId,
	from: u64,
	limit: u32,
	at: Option<Hash>,
}

impl Page {
	fn parse(params: &Params) -> Result<Self, ErrorObjectOwned> {
		let mut arguments = Arguments::parse(params, &["patient", "from", "limit", "at"])?;
		let most = MAX_AUDIT_PAGE.into();
		let limit = number("limit", &arguments.take("limit"), most, most)?;
		Ok(Self {
			patient: account("patient", &arguments.take("patient"))?,
			from: number("from", &arguments.take("from"), 0, u64::MAX)?,
			limit: limit.try_into().unwrap_or(MAX_AUDIT_PAGE),
			at: block(&arguments.take("at"))?,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use jsonrpsee::types::error::INVALID_PARAMS_CODE;
	use medchain_support::{Action, Purpose, ResourceClass, Sensitivity};
	use polkadot_sdk::{
		sp_core::crypto::Ss58Codec,
		sp_keyring::Sr25519Keyring::{Alice, Bob},
	};

	fn parse(params: Value) -> Result<Question, ErrorObjectOwned> {
		Question::parse(&Params::new(Some(&params.to_string())))
	}

	/// The message with which `params` are refused.
	fn refusal(params: Value) -> String {
		let error = parse(params).expect_err("refused");
		assert_eq!(error.code(), INVALID_PARAMS_CODE);
		error.message().to_string()
	}

	fn address(who: polkadot_sdk::sp_keyring::Sr25519Keyring) -> String {
		who.to_account_id().to_ss58check()
	}

	/// Well-formed arguments with `request` put in.
	fn asking(request: Value) -> Value {
		json!([address(Alice), address(Bob), request])
	}

	fn simple() -> Value {
		json!({ "purpose": "TREAT", "action": "access", "classes": ["Observation"] })
	}

	#[test]
	fn arguments_come_by_position() {
		let question = parse(json!([
			address(Alice),
			address(Bob),
			{
				"purpose": "HRESCH",
				"action": "use",
				"classes": ["Observation", "Condition", "Observation"],
				"sensitivities": ["N", "PSY"],
			},
			format!("0x{}", "ab".repeat(32)),
		]))
		.expect("well-formed");
		assert_eq!(
			question,
			Question {
				patient: Alice.to_account_id(),
				actor: Actor::alone(Bob.to_account_id()),
				request: AccessRequest {
					purpose: Purpose::Research,
					action: Action::Use,
					classes: [ResourceClass::Condition, ResourceClass::Observation]
						.into_iter()
						.collect(),
					sensitivities: [Sensitivity::Normal, Sensitivity::Psychiatry]
						.into_iter()
						.collect(),
				},
				at: Some(Hash::repeat_byte(0xab)),
			},
		);
	}

	#[test]
	fn arguments_come_by_name() {
		let named =
			json!({ "patient": address(Alice), "actor": address(Bob), "request": simple() });
		assert_eq!(parse(named), parse(asking(simple())));
	}

	#[test]
	fn an_actor_says_for_whom_it_asks() {
		let asking = |actor: Value| json!([address(Alice), actor, simple()]);
		let question =
			parse(asking(json!({ "account": address(Bob), "organization": address(Alice) })))
				.expect("well-formed");
		assert_eq!(question.actor, Actor::of(Bob.to_account_id(), Alice.to_account_id()));
		assert_eq!(
			parse(asking(json!({ "account": address(Bob) }))),
			parse(asking(json!(address(Bob))))
		);
		assert_eq!(
			refusal(asking(json!({ "organization": address(Bob) }))),
			"actor.account: missing; expected an SS58 address",
		);
		assert_eq!(
			refusal(asking(json!({ "account": address(Bob), "for": 1 }))),
			"actor.for: unknown; known are account, organization",
		);
	}

	#[test]
	fn sensitivities_and_block_may_be_left_out() {
		let question = parse(asking(simple())).expect("well-formed");
		assert!(question.request.sensitivities.is_empty());
		assert_eq!(question.at, None);
		assert_eq!(parse(json!([address(Alice), address(Bob), simple(), null])), Ok(question));
	}

	#[test]
	fn missing_and_superfluous_arguments_are_named() {
		let none = Question::parse(&Params::new(None)).expect_err("refused");
		assert_eq!(none.message(), "patient: missing; expected an SS58 address");
		assert_eq!(refusal(json!([address(Alice)])), "actor: missing; expected an SS58 address",);
		assert_eq!(
			refusal(json!([address(Alice), address(Bob)])),
			"request: expected an object with purpose, action, classes, sensitivities",
		);
		assert_eq!(
			refusal(json!([1, 2, 3, 4, 5])),
			"params: expected (patient, actor, request, at), or an object of them",
		);
		assert_eq!(
			refusal(json!({ "who": "?" })),
			"who: unknown; known are patient, actor, request, at",
		);
	}

	#[test]
	fn bad_addresses_are_named() {
		assert_eq!(
			refusal(json!(["Alice", address(Bob), simple()])),
			"patient: `Alice` is no SS58 address of an account",
		);
		let mut mistyped = address(Bob);
		mistyped.pop();
		assert_eq!(
			refusal(json!([address(Alice), mistyped, simple()])),
			format!("actor: `{mistyped}` is no SS58 address of an account"),
		);
		assert_eq!(
			refusal(json!([7, address(Bob), simple()])),
			"patient: expected an SS58 address, as a string",
		);
	}

	#[test]
	fn bad_block_hashes_are_named() {
		for hash in ["12", "0x12", &"ab".repeat(32), &format!("0x{}", "zz".repeat(32))] {
			assert_eq!(
				refusal(json!([address(Alice), address(Bob), simple(), hash])),
				format!("at: `{hash}` is not a block hash: 0x and 64 hexadecimal digits"),
			);
		}
	}

	#[test]
	fn unknown_codes_name_the_known_ones() {
		let with = |field: &str, value: Value| {
			let mut request = simple();
			request[field] = value;
			refusal(asking(request))
		};
		assert_eq!(
			with("purpose", json!("treat")),
			format!(
				"request.purpose: `treat` is not a code of Purpose; known are {}",
				Purpose::CODES.join(", "),
			),
		);
		assert_eq!(
			with("action", json!("read")),
			"request.action: `read` is not a code of Action; \
			known are collect, access, use, disclose, correct",
		);
		let unknown_class = with("classes", json!(["Observation", "Observations"]));
		assert!(unknown_class.starts_with(
			"request.classes[1]: `Observations` is not a code of ResourceClass; known are Patient,"
		));
		let unknown_label = with("sensitivities", json!(["X"]));
		assert!(unknown_label.starts_with(
			"request.sensitivities[0]: `X` is not a code of Sensitivity; known are U,"
		));
	}

	#[test]
	fn requests_of_another_shape_are_named() {
		let with = |field: &str, value: Value| {
			let mut request = simple();
			request[field] = value;
			refusal(asking(request))
		};
		assert_eq!(
			with("classes", json!([])),
			format!(
				"request.classes: empty; name at least one of {}",
				ResourceClass::CODES.join(", "),
			),
		);
		assert_eq!(
			with("classes", json!("Observation")),
			"request.classes: expected a list of codes"
		);
		assert_eq!(with("classes", Value::Null), "request.classes: expected a list of codes");
		assert_eq!(with("purpose", Value::Null), "request.purpose: missing; expected a code");
		assert_eq!(with("action", json!(1)), "request.action: expected a code, as a string");
		assert_eq!(
			with("class", json!([])),
			"request.class: unknown; known are purpose, action, classes, sensitivities",
		);
	}

	#[test]
	fn a_page_starts_at_the_first_entry_and_is_full_unless_told_otherwise() {
		let page = |params: Value| Page::parse(&Params::new(Some(&params.to_string())));
		let patient = Alice.to_account_id();
		assert_eq!(
			page(json!([address(Alice)])),
			Ok(Page { patient: patient.clone(), from: 0, limit: MAX_AUDIT_PAGE, at: None }),
		);
		assert_eq!(
			page(json!({ "patient": address(Alice), "from": 7, "limit": 2 })),
			Ok(Page { patient, from: 7, limit: 2, at: None }),
		);
		for (params, message) in [
			(
				json!([address(Alice), -1]),
				"from: expected a whole number from 0 to 18446744073709551615",
			),
			(
				json!([address(Alice), "0"]),
				"from: expected a whole number from 0 to 18446744073709551615",
			),
			(json!([address(Alice), 0, 101]), "limit: expected a whole number from 0 to 100"),
			(json!([]), "patient: missing; expected an SS58 address"),
			(json!({ "whose": 1 }), "whose: unknown; known are patient, from, limit, at"),
		] {
			let error = page(params).expect_err("refused");
			assert_eq!((error.code(), error.message()), (INVALID_PARAMS_CODE, message));
		}
	}

	#[test]
	fn directives_are_asked_for_by_patient() {
		let directives = |params: Value| Directives::parse(&Params::new(Some(&params.to_string())));
		let patient = Alice.to_account_id();
		assert_eq!(directives(json!([address(Alice)])), Ok(Directives { patient, at: None }));
		let error = directives(json!([address(Alice), null, 1])).expect_err("one too many");
		assert_eq!(error.message(), "params: expected (patient, at), or an object of them");
	}
}
