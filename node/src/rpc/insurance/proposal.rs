//! A claim that nobody has sent in yet, as a question.

use crate::rpc::arguments::{
	account, block, code, hash, invalid, required_number, string, Arguments,
};
use jsonrpsee::types::{ErrorObjectOwned, Params};
use medchain_runtime::{
	insurance_claims::{
		Attachment, Attachments, ClaimLine, Lines, Payee, MAX_ATTACHMENTS, MAX_LINES,
	},
	AccountId, Hash,
};
use medchain_support::{Amount, Commitment, CurrencyId, PackId, SoldPack};
use serde_json::Value;

/// The fields of a claim.
const CLAIM: [&str; 6] = ["patient", "organization", "currency", "payee", "lines", "attachments"];
/// The fields of a line.
const LINE: [&str; 7] =
	["service", "item", "quantity", "unitPrice", "serviced", "pack", "authorization"];
/// The fields of a pack.
const PACK: [&str; 2] = ["id", "opening"];
/// The fields of an attachment.
const ATTACHMENT: [&str; 2] = ["class", "commitment"];

/// The arguments of `medchain_predetermine`.
#[derive(Debug, Eq, PartialEq)]
pub struct Proposal {
	/// Who would send it in.
	pub submitter: AccountId,
	/// Who was treated.
	pub patient: AccountId,
	/// Who bills, if not the submitter.
	pub organization: Option<AccountId>,
	/// The currency.
	pub currency: CurrencyId,
	/// Who is to be paid.
	pub payee: Payee,
	/// Its lines.
	pub lines: Lines,
	/// Its documents.
	pub attachments: Attachments,
	/// In which block; the best if none is named.
	pub at: Option<Hash>,
}

impl Proposal {
	/// Reads the arguments.
	pub fn parse(params: &Params) -> Result<Self, ErrorObjectOwned> {
		let mut arguments = Arguments::parse(params, &["submitter", "claim", "at"])?;
		let submitter = account("submitter", &arguments.take("submitter"))?;
		let mut claim = Arguments::within("claim", arguments.take("claim"), &CLAIM)?;
		let lines = list("claim.lines", claim.take("lines"), MAX_LINES, line)?;
		let attachments = match claim.take("attachments") {
			Value::Null => Vec::new(),
			documents => list("claim.attachments", documents, MAX_ATTACHMENTS, attachment)?,
		};
		Ok(Self {
			submitter,
			patient: account("claim.patient", &claim.take("patient"))?,
			organization: match claim.take("organization") {
				Value::Null => None,
				organization => Some(account("claim.organization", &organization)?),
			},
			currency: count("claim.currency", &claim.take("currency"), 0)?,
			payee: payee("claim.payee", &claim.take("payee"))?,
			lines: Lines::truncate_from(lines),
			attachments: Attachments::truncate_from(attachments),
			at: block(&arguments.take("at"))?,
		})
	}
}

/// A list of at most so many.
fn list<T>(
	name: &str,
	value: Value,
	most: u32,
	read: impl Fn(&str, Value) -> Result<T, ErrorObjectOwned>,
) -> Result<Vec<T>, ErrorObjectOwned> {
	let expected = format!("a list of at most {most}");
	match value {
		Value::Array(values) if values.len() <= most as usize => values
			.into_iter()
			.enumerate()
			.map(|(index, value)| read(&format!("{name}[{index}]"), value))
			.collect(),
		Value::Array(values) => {
			Err(invalid(name, format!("{} entries; expected {expected}", values.len())))
		}
		_ => Err(invalid(name, format!("expected {expected}"))),
	}
}

fn line(name: &str, value: Value) -> Result<ClaimLine, ErrorObjectOwned> {
	let mut fields = Arguments::within(name, value, &LINE)?;
	let path = |field: &str| format!("{name}.{field}");
	Ok(ClaimLine {
		service: code(&path("service"), &fields.take("service"))?,
		item: digest(&path("item"), &fields.take("item"))?,
		quantity: count(&path("quantity"), &fields.take("quantity"), 1)?,
		unit_price: price(&path("unitPrice"), &fields.take("unitPrice"))?,
		serviced: required_number(&path("serviced"), &fields.take("serviced"), u64::MAX)?,
		pack: match fields.take("pack") {
			Value::Null => None,
			pack => Some(sold(&path("pack"), pack)?),
		},
		authorization: match fields.take("authorization") {
			Value::Null => None,
			number => Some(required_number(&path("authorization"), &number, u64::MAX)?),
		},
	})
}

fn sold(name: &str, value: Value) -> Result<SoldPack, ErrorObjectOwned> {
	let mut fields = Arguments::within(name, value, &PACK)?;
	let mut bytes = |field: &str, what: &str| {
		hash(&format!("{name}.{field}"), &fields.take(field), what).map(|hash| hash.0)
	};
	Ok(SoldPack {
		id: PackId(bytes("id", "the identity of a pack")?),
		opening: bytes("opening", "the opening of a receipt")?,
	})
}

fn attachment(name: &str, value: Value) -> Result<Attachment, ErrorObjectOwned> {
	let mut fields = Arguments::within(name, value, &ATTACHMENT)?;
	Ok(Attachment {
		class: code(&format!("{name}.class"), &fields.take("class"))?,
		commitment: digest(&format!("{name}.commitment"), &fields.take("commitment"))?,
	})
}

fn digest(name: &str, value: &Value) -> Result<Commitment, ErrorObjectOwned> {
	hash(name, value, "a digest").map(|digest| Commitment(digest.0))
}

/// A number of 32 bits, at least `least`.
fn count(name: &str, value: &Value, least: u32) -> Result<u32, ErrorObjectOwned> {
	value
		.as_u64()
		.and_then(|number| u32::try_from(number).ok())
		.filter(|number| *number >= least)
		.ok_or_else(|| {
			invalid(name, format!("expected a whole number from {least} to {}", u32::MAX))
		})
}

/// A price in minor units, as a decimal string.
fn price(name: &str, value: &Value) -> Result<Amount, ErrorObjectOwned> {
	let expected = "an amount of at least 1 minor unit, in digits";
	let text = string(name, value, expected)?;
	Some(text)
		.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
		.and_then(|text| text.parse().ok())
		.filter(|price| *price > 0)
		.ok_or_else(|| invalid(name, format!("`{text}` is not {expected}")))
}

fn payee(name: &str, value: &Value) -> Result<Payee, ErrorObjectOwned> {
	let expected = "`provider` or `patient`";
	match string(name, value, expected)? {
		"provider" => Ok(Payee::Provider),
		"patient" => Ok(Payee::Patient),
		other => Err(invalid(name, format!("`{other}` is not {expected}"))),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::rpc::testing::digits;
	use jsonrpsee::types::error::INVALID_PARAMS_CODE;
	use medchain_support::{ResourceClass, ServiceType};
	use polkadot_sdk::{
		sp_core::crypto::Ss58Codec,
		sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie},
	};
	use serde_json::json;

	fn parse(params: &Value) -> Result<Proposal, ErrorObjectOwned> {
		Proposal::parse(&Params::new(Some(&params.to_string())))
	}

	fn question() -> Value {
		json!({
			"submitter": Alice.to_account_id().to_ss58check(),
			"claim": {
				"patient": Bob.to_account_id().to_ss58check(),
				"organization": Charlie.to_account_id().to_ss58check(),
				"currency": 1,
				"payee": "provider",
				"lines": [{
					"service": "88",
					"item": digits(1),
					"quantity": 2,
					"unitPrice": "340282366920938463463374607431768211455",
					"serviced": 1_800_000_000,
					"pack": { "id": digits(2), "opening": digits(4) },
					"authorization": 5,
				}],
				"attachments": [{ "class": "DocumentReference", "commitment": digits(3) }],
			},
		})
	}

	#[test]
	fn a_claim_is_read_as_it_is_told() {
		let line = ClaimLine {
			service: ServiceType::Pharmacy,
			item: Commitment([1; 32]),
			quantity: 2,
			unit_price: Amount::MAX,
			serviced: 1_800_000_000,
			pack: Some(SoldPack { id: PackId([2; 32]), opening: [4; 32] }),
			authorization: Some(5),
		};
		let document =
			Attachment { class: ResourceClass::DocumentReference, commitment: Commitment([3; 32]) };
		let read = Proposal {
			submitter: Alice.to_account_id(),
			patient: Bob.to_account_id(),
			organization: Some(Charlie.to_account_id()),
			currency: 1,
			payee: Payee::Provider,
			lines: Lines::truncate_from(vec![line]),
			attachments: Attachments::truncate_from(vec![document]),
			at: None,
		};
		assert_eq!(parse(&question()), Ok(read));
	}

	#[test]
	fn what_may_be_left_out_is_nothing() {
		let mut shorter = question();
		for (of, left_out) in [
			("/claim", "organization"),
			("/claim", "attachments"),
			("/claim/lines/0", "pack"),
			("/claim/lines/0", "authorization"),
		] {
			let fields = shorter.pointer_mut(of).and_then(Value::as_object_mut).expect("there");
			assert!(fields.remove(left_out).is_some(), "{left_out}");
		}
		let read = parse(&shorter).expect("complete");
		assert_eq!((read.organization, read.attachments.len()), (None, 0));
		assert_eq!((read.lines[0].pack, read.lines[0].authorization), (None, None));
	}

	#[test]
	fn what_is_wrong_is_named() {
		let many = |count: usize| json!(vec![json!({}); count]);
		for (at, wrong, message) in [
			("/submitter", json!(null), "submitter: missing; expected an SS58 address"),
			(
				"/claim",
				json!(null),
				"claim: expected an object with patient, organization, currency, payee, lines, \
				 attachments",
			),
			("/claim/patient", json!("Bob"), "claim.patient: `Bob` is no SS58 address of an account"),
			(
				"/claim/organization",
				json!(7),
				"claim.organization: expected an SS58 address, as a string",
			),
			(
				"/claim/currency",
				json!(null),
				"claim.currency: expected a whole number from 0 to 4294967295",
			),
			("/claim/payee", json!("both"), "claim.payee: `both` is not `provider` or `patient`"),
			("/claim/lines", json!(null), "claim.lines: expected a list of at most 20"),
			("/claim/lines", many(21), "claim.lines: 21 entries; expected a list of at most 20"),
			(
				"/claim/attachments",
				many(9),
				"claim.attachments: 9 entries; expected a list of at most 8",
			),
			(
				"/claim/lines/0/item",
				json!("0x07"),
				"claim.lines[0].item: `0x07` is not a digest: 0x and 64 hexadecimal digits",
			),
			(
				"/claim/lines/0/quantity",
				json!(0),
				"claim.lines[0].quantity: expected a whole number from 1 to 4294967295",
			),
			(
				"/claim/lines/0/unitPrice",
				json!("0"),
				"claim.lines[0].unitPrice: `0` is not an amount of at least 1 minor unit, in digits",
			),
			(
				"/claim/lines/0/unitPrice",
				json!("+5"),
				"claim.lines[0].unitPrice: `+5` is not an amount of at least 1 minor unit, in digits",
			),
			(
				"/claim/lines/0/unitPrice",
				json!(5),
				"claim.lines[0].unitPrice: expected an amount of at least 1 minor unit, in digits, \
				 as a string",
			),
			(
				"/claim/lines/0/serviced",
				json!(null),
				"claim.lines[0].serviced: missing; expected a whole number from 0 to \
				 18446744073709551615",
			),
			(
				"/claim/lines/0/pack",
				json!("07"),
				"claim.lines[0].pack: expected an object with id, opening",
			),
			(
				"/claim/lines/0/pack/id",
				json!("07"),
				"claim.lines[0].pack.id: `07` is not the identity of a pack: 0x and 64 hexadecimal \
				 digits",
			),
			(
				"/claim/lines/0/pack/opening",
				json!("07"),
				"claim.lines[0].pack.opening: `07` is not the opening of a receipt: 0x and 64 \
				 hexadecimal digits",
			),
		] {
			let mut question = question();
			*question.pointer_mut(at).expect("there") = wrong;
			let error = parse(&question).expect_err(message);
			assert_eq!((error.code(), error.message()), (INVALID_PARAMS_CODE, message));
		}
		for (at, expected) in [
			("/claim/lines/0/service", "claim.lines[0].service: `XX` is not a code of ServiceType"),
			(
				"/claim/attachments/0/class",
				"claim.attachments[0].class: `XX` is not a code of ResourceClass",
			),
		] {
			let mut question = question();
			*question.pointer_mut(at).expect("there") = json!("XX");
			let error = parse(&question).expect_err(expected);
			assert!(error.message().starts_with(expected), "{}", error.message());
		}
		for (at, expected) in [
			("/claim", "claim.price: unknown; known are patient"),
			("/claim/lines/0", "claim.lines[0].price: unknown; known are service"),
			("/claim/attachments/0", "claim.attachments[0].price: unknown; known are class"),
		] {
			let mut question = question();
			question.pointer_mut(at).expect("there")["price"] = json!(1);
			let error = parse(&question).expect_err(expected);
			assert!(error.message().starts_with(expected), "{}", error.message());
		}
	}
}
