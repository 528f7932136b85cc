//! `medchain_*`: the chain's answers to questions of the domain, in plain JSON.
//!
//! `medchain_consentDecision(patient, actor, request, at)` says what a patient's directives make
//! of a request, without leaving a trace on the chain. Arguments come by position or by name.

use crate::service::FullClient;
use jsonrpsee::{
	core::RegisterMethodError,
	types::{
		error::{INTERNAL_ERROR_CODE, INVALID_PARAMS_CODE},
		ErrorObjectOwned, Params,
	},
	RpcModule,
};
use medchain_runtime::{AccountId, Hash, PatientConsentApi};
use medchain_support::{
	AccessRequest, Action, Decision, Purpose, ResourceClass, ResourceClasses, Sensitivities,
	Sensitivity, UnknownCode,
};
use polkadot_sdk::{
	sp_api::ProvideRuntimeApi, sp_blockchain::HeaderBackend, sp_core::crypto::Ss58Codec,
};
use serde_json::{json, Map, Value};
use std::{str::FromStr, sync::Arc};

/// The arguments of the method, in order.
const ARGUMENTS: [&str; 4] = ["patient", "actor", "request", "at"];
/// The fields of a request.
const FIELDS: [&str; 4] = ["purpose", "action", "classes", "sensitivities"];

/// The module of `medchain_*` methods.
pub fn module(client: Arc<FullClient>) -> Result<RpcModule<Arc<FullClient>>, RegisterMethodError> {
	let mut module = RpcModule::new(client);
	module.register_blocking_method("medchain_consentDecision", |params, client, _| {
		decide(&client, &Question::parse(&params)?)
	})?;
	Ok(module)
}

fn decide(client: &FullClient, question: &Question) -> Result<Value, ErrorObjectOwned> {
	let at = match question.at {
		None => client.info().best_hash,
		Some(at) => match client.header(at) {
			Ok(Some(_)) => at,
			Ok(None) => return Err(invalid("at", format!("the node knows no block {at:?}"))),
			Err(error) => return Err(internal(error)),
		},
	};
	let Question { patient, actor, request, .. } = question;
	let decision = client
		.runtime_api()
		.decide(at, patient.clone(), actor.clone(), *request)
		.map_err(internal)?;
	Ok(answer(&decision, at))
}

/// A decision as JSON.
fn answer(decision: &Decision, at: Hash) -> Value {
	let codes =
		|classes: ResourceClasses| classes.iter().map(ResourceClass::code).collect::<Vec<_>>();
	json!({
		"decision": decision.outcome.code(),
		"basedOn": decision.based_on.map(|basis| json!({ "id": basis.id, "version": basis.version })),
		"permitted": codes(decision.permitted),
		"redact": codes(decision.redact),
		"at": at,
	})
}

/// The arguments of `medchain_consentDecision`.
#[derive(Debug, Eq, PartialEq)]
struct Question {
	patient: AccountId,
	actor: AccountId,
	request: AccessRequest,
	at: Option<Hash>,
}

impl Question {
	fn parse(params: &Params) -> Result<Self, ErrorObjectOwned> {
		let expected = "expected (patient, actor, request, at), `at` being optional";
		let mut arguments = match params.parse::<Value>() {
			Ok(Value::Array(values)) if values.len() <= ARGUMENTS.len() => {
				ARGUMENTS.iter().map(|name| name.to_string()).zip(values).collect()
			}
			Ok(Value::Object(arguments)) => arguments,
			Ok(Value::Null) => Map::new(),
			_ => return Err(invalid("params", expected)),
		};
		refuse_unknown(&arguments, "", &ARGUMENTS)?;
		let mut take = |name: &str| arguments.remove(name).unwrap_or(Value::Null);
		Ok(Self {
			patient: account("patient", &take("patient"))?,
			actor: account("actor", &take("actor"))?,
			request: request(&take("request"))?,
			at: block(&take("at"))?,
		})
	}
}

fn account(name: &str, value: &Value) -> Result<AccountId, ErrorObjectOwned> {
	let address = string(name, value, "an SS58 address")?;
	AccountId::from_ss58check(address)
		.map_err(|_| invalid(name, format!("`{address}` is no SS58 address of an account")))
}

fn block(value: &Value) -> Result<Option<Hash>, ErrorObjectOwned> {
	if value.is_null() {
		return Ok(None);
	}
	let expected = "a block hash: 0x and 64 hexadecimal digits";
	let hash = string("at", value, expected)?;
	match hash.strip_prefix("0x").map(Hash::from_str) {
		Some(Ok(parsed)) if hash.len() == 66 => Ok(Some(parsed)),
		_ => Err(invalid("at", format!("`{hash}` is not {expected}"))),
	}
}

fn request(value: &Value) -> Result<AccessRequest, ErrorObjectOwned> {
	let Value::Object(fields) = value else {
		return Err(invalid("request", format!("expected an object with {}", FIELDS.join(", "))));
	};
	refuse_unknown(fields, "request.", &FIELDS)?;
	let field = |name: &str| fields.get(name).unwrap_or(&Value::Null);
	let request = AccessRequest {
		purpose: code::<Purpose>("request.purpose", field("purpose"))?,
		action: code::<Action>("request.action", field("action"))?,
		classes: codes::<ResourceClass, _>("request.classes", field("classes"))?,
		sensitivities: match field("sensitivities") {
			Value::Null => Sensitivities::EMPTY,
			labels => codes::<Sensitivity, _>("request.sensitivities", labels)?,
		},
	};
	if request.classes.is_empty() {
		let known = ResourceClass::CODES.join(", ");
		return Err(invalid("request.classes", format!("empty; name at least one of {known}")));
	}
	Ok(request)
}

/// A list of codes as a set.
fn codes<C, S>(name: &str, value: &Value) -> Result<S, ErrorObjectOwned>
where
	C: FromStr<Err = UnknownCode>,
	S: FromIterator<C>,
{
	let Value::Array(values) = value else {
		return Err(invalid(name, "expected a list of codes"));
	};
	values
		.iter()
		.enumerate()
		.map(|(index, value)| code::<C>(&format!("{name}[{index}]"), value))
		.collect()
}

fn code<C: FromStr<Err = UnknownCode>>(name: &str, value: &Value) -> Result<C, ErrorObjectOwned> {
	let code = string(name, value, "a code")?;
	code.parse().map_err(|unknown| invalid(name, format!("`{code}` is {unknown}")))
}

fn string<'a>(name: &str, value: &'a Value, expected: &str) -> Result<&'a str, ErrorObjectOwned> {
	match value {
		Value::String(text) => Ok(text),
		Value::Null => Err(invalid(name, format!("missing; expected {expected}"))),
		_ => Err(invalid(name, format!("expected {expected}, as a string"))),
	}
}

fn refuse_unknown(
	fields: &Map<String, Value>,
	path: &str,
	known: &[&str],
) -> Result<(), ErrorObjectOwned> {
	match fields.keys().find(|name| !known.contains(&name.as_str())) {
		Some(name) => {
			let known = known.join(", ");
			Err(invalid(&format!("{path}{name}"), format!("unknown; known are {known}")))
		}
		None => Ok(()),
	}
}

fn invalid(name: &str, what: impl AsRef<str>) -> ErrorObjectOwned {
	let message = format!("{name}: {}", what.as_ref());
	ErrorObjectOwned::owned(INVALID_PARAMS_CODE, message, None::<()>)
}

fn internal(error: impl std::fmt::Display) -> ErrorObjectOwned {
	let message = format!("the node cannot decide: {error}");
	ErrorObjectOwned::owned(INTERNAL_ERROR_CODE, message, None::<()>)
}

#[cfg(test)]
mod tests {
	use super::*;
	use medchain_support::{DirectiveRef, Outcome};
	use polkadot_sdk::sp_keyring::Sr25519Keyring::{Alice, Bob};

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
				actor: Bob.to_account_id(),
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
			"params: expected (patient, actor, request, at), `at` being optional",
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
	fn answers_are_plain_json() {
		let decision = Decision {
			outcome: Outcome::Permit,
			based_on: Some(DirectiveRef { id: 3, version: 2 }),
			permitted: ResourceClass::Observation.into(),
			redact: ResourceClass::Condition.into(),
		};
		let at = Hash::repeat_byte(1);
		assert_eq!(
			answer(&decision, at),
			json!({
				"decision": "CONSENT_PERMIT",
				"basedOn": { "id": 3, "version": 2 },
				"permitted": ["Observation"],
				"redact": ["Condition"],
				"at": format!("0x{}", "01".repeat(32)),
			}),
		);
		let silence = Decision { outcome: Outcome::NoConsent, based_on: None, ..decision };
		assert_eq!(answer(&silence, at)["basedOn"], Value::Null);
	}
}
