//! What is asked about drug packs.

use crate::rpc::{
	arguments::{account, block, hash, invalid, one_of, string, Arguments},
	questions::{number, optional},
};
use jsonrpsee::types::{ErrorObjectOwned, Params};
use medchain_runtime::{
	drug_trace::{Digest, PackProof, PackQuery, Proof, Subject, MAX_PROOF},
	AccountId, Hash,
};
use medchain_support::{Gtin, KeyError, Lot, PackId};
use serde_json::Value;
use std::str::FromStr;

/// The names under which a subject is told.
const SUBJECTS: [&str; 5] = ["pack", "range", "container", "lot", "product"];

/// The arguments of `medchain_drugLot`.
#[derive(Debug, Eq, PartialEq)]
pub struct LotName {
	/// Of which product.
	pub gtin: Gtin,
	/// What is printed.
	pub lot: Lot,
	/// In which block; the best if none is named.
	pub at: Option<Hash>,
}

impl LotName {
	/// Reads the arguments.
	pub fn parse(params: &Params) -> Result<Self, ErrorObjectOwned> {
		let mut arguments = Arguments::parse(params, &["gtin", "lot", "at"])?;
		Ok(Self {
			gtin: key("gtin", &arguments.take("gtin"))?,
			lot: key("lot", &arguments.take("lot"))?,
			at: block(&arguments.take("at"))?,
		})
	}
}

/// The arguments of `medchain_drugEvent`.
#[derive(Debug, Eq, PartialEq)]
pub struct EventName {
	/// The event's hash.
	pub hash: Digest,
	/// Who recorded it.
	pub actor: AccountId,
	/// In which block; the best if none is named.
	pub at: Option<Hash>,
}

impl EventName {
	/// Reads the arguments.
	pub fn parse(params: &Params) -> Result<Self, ErrorObjectOwned> {
		let mut arguments = Arguments::parse(params, &["hash", "actor", "at"])?;
		Ok(Self {
			hash: hash("hash", &arguments.take("hash"), "the hash of an event")?.0,
			actor: account("actor", &arguments.take("actor"))?,
			at: block(&arguments.take("at"))?,
		})
	}
}

/// Reads the arguments of `medchain_verifyPack`.
pub fn verify(params: &Params) -> Result<(PackQuery, Option<Hash>), ErrorObjectOwned> {
	let names = ["gtin", "serial", "lot", "expiry", "proof", "at"];
	let mut arguments = Arguments::parse(params, &names)?;
	let query = PackQuery {
		gtin: key("gtin", &arguments.take("gtin"))?,
		serial: key("serial", &arguments.take("serial"))?,
		lot: optional("lot", &arguments.take("lot"), key)?,
		expiry: optional("expiry", &arguments.take("expiry"), key)?,
		proof: optional("proof", &arguments.take("proof"), proof)?,
	};
	Ok((query, block(&arguments.take("at"))?))
}

/// What GS1 has printed: a key with all its digits, a lot, a serial, or a day.
pub fn key<K: FromStr<Err = KeyError>>(name: &str, value: &Value) -> Result<K, ErrorObjectOwned> {
	let text = string(name, value, "what is printed")?;
	text.parse().map_err(|reason: KeyError| invalid(name, format!("`{text}`: {reason}")))
}

/// The identity of a pack.
pub fn pack(name: &str, value: &Value) -> Result<PackId, ErrorObjectOwned> {
	hash(name, value, "the identity of a pack").map(|hash| PackId(hash.0))
}

/// A subject: an object with one field, which says of which kind it is.
pub fn subject(name: &str, value: &Value) -> Result<Subject, ErrorObjectOwned> {
	let (kind, value) = one_of(name, value, &SUBJECTS)?;
	let path = format!("{name}.{kind}");
	Ok(match kind {
		"pack" => Subject::Pack(pack(&path, &value)?),
		"range" => {
			let mut fields = Arguments::within(&path, value, &["lot", "start"])?;
			let mut field = |name: &str| number(&format!("{path}.{name}"), &fields.take(name));
			Subject::Range { lot: field("lot")?, start: field("start")? }
		}
		"container" => Subject::Container(key(&path, &value)?),
		"lot" => Subject::Lot(number(&path, &value)?),
		_ => Subject::Product(key(&path, &value)?),
	})
}

/// A proof that a pack stands at a place of its lot.
fn proof(name: &str, value: &Value) -> Result<PackProof, ErrorObjectOwned> {
	let mut fields = Arguments::within(name, value.clone(), &["place", "proof"])?;
	let place = number(&format!("{name}.place"), &fields.take("place"))?;
	let name = format!("{name}.proof");
	let expected = || invalid(&name, format!("expected a list of at most {MAX_PROOF} digests"));
	let Value::Array(digests) = fields.take("proof") else { return Err(expected()) };
	let digest = |(index, value): (usize, &Value)| {
		hash(&format!("{name}[{index}]"), value, "a digest").map(|hash| hash.0)
	};
	let digests: Vec<Digest> = digests.iter().enumerate().map(digest).collect::<Result<_, _>>()?;
	Ok(PackProof { place, proof: Proof::try_from(digests).map_err(|_| expected())? })
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::rpc::testing::{digits, refused};
	use polkadot_sdk::{sp_core::crypto::Ss58Codec, sp_keyring::Sr25519Keyring::Alice};
	use serde_json::json;

	const GTIN: &str = "05901234123457";
	const SSCC: &str = "106141412345678908";

	fn params(value: &Value) -> String {
		value.to_string()
	}

	fn asked(value: Value) -> Result<(PackQuery, Option<Hash>), ErrorObjectOwned> {
		verify(&Params::new(Some(&params(&value))))
	}

	#[test]
	fn a_pack_is_asked_for_by_what_is_printed() {
		let bare = PackQuery {
			gtin: GTIN.parse().expect("a GTIN"),
			serial: "A1b2".parse().expect("a serial"),
			lot: None,
			expiry: None,
			proof: None,
		};
		assert_eq!(asked(json!([GTIN, "A1b2"])), Ok((bare.clone(), None)));
		let full = PackQuery {
			lot: Some("L1".parse().expect("a lot")),
			expiry: Some("2027-05-31".parse().expect("a day")),
			proof: Some(PackProof {
				place: 3,
				proof: vec![[1; 32], [2; 32]].try_into().expect("two"),
			}),
			..bare
		};
		let question = json!({
			"gtin": GTIN,
			"serial": "A1b2",
			"lot": "L1",
			"expiry": "2027-05-31",
			"proof": { "place": 3, "proof": [digits(1), digits(2)] },
		});
		assert_eq!(asked(question), Ok((full, None)));
	}

	#[test]
	fn what_is_wrong_with_a_print_is_named() {
		refused(asked(json!([])), "gtin: missing; expected what is printed");
		refused(asked(json!([GTIN])), "serial: missing; expected what is printed");
		for (question, start) in [
			(json!(["05901234123458", "1"]), "gtin: `05901234123458`: "),
			(json!([GTIN, "é"]), "serial: `é`: "),
			(json!([GTIN, "1", null, "2027-02-30"]), "expiry: `2027-02-30`: "),
			(
				json!([GTIN, "1", null, null, { "place": -1 }]),
				"proof.place: expected a whole number",
			),
			(json!([GTIN, "1", null, null, { "lot": 1 }]), "proof.lot: unknown; known are place, "),
		] {
			let error = asked(question).expect_err(start);
			assert!(error.message().starts_with(start), "{}", error.message());
		}
		let proof =
			|digests: Value| json!([GTIN, "1", null, null, { "place": 0, "proof": digests }]);
		let many = "proof.proof: expected a list of at most 24 digests";
		refused(asked(proof(json!(null))), many);
		refused(asked(proof(json!(vec![digits(1); 25]))), many);
		refused(
			asked(proof(json!(["0x07"]))),
			"proof.proof[0]: `0x07` is not a digest: 0x and 64 hexadecimal digits",
		);
	}

	#[test]
	fn subjects_say_of_which_kind_they_are() {
		let read = |value: Value| subject("subject", &value);
		let [sscc, gtin] = [SSCC, GTIN];
		for (value, expected) in [
			(json!({ "pack": digits(1) }), Subject::Pack(PackId([1; 32]))),
			(json!({ "range": { "lot": 2, "start": 3 } }), Subject::Range { lot: 2, start: 3 }),
			(json!({ "container": sscc }), Subject::Container(sscc.parse().expect("an SSCC"))),
			(json!({ "lot": 4 }), Subject::Lot(4)),
			(json!({ "product": gtin }), Subject::Product(gtin.parse().expect("a GTIN"))),
		] {
			assert_eq!(read(value), Ok(expected));
		}
		let one = "subject: expected one of pack, range, container, lot, product";
		refused(read(json!({})), one);
		refused(read(json!({ "lot": 1, "product": gtin })), one);
		refused(
			read(json!({ "range": { "lot": 1 } })),
			"subject.range.start: missing; expected a whole number from 0 to 4294967295",
		);
		refused(
			read(json!("7")),
			"subject: expected an object with pack, range, container, lot, product",
		);
	}

	#[test]
	fn lots_and_events_are_named() {
		let name = LotName::parse(&Params::new(Some(&params(&json!([GTIN, "L1"])))));
		let expected = LotName {
			gtin: GTIN.parse().expect("a GTIN"),
			lot: "L1".parse().expect("a lot"),
			at: None,
		};
		assert_eq!(name, Ok(expected));
		let actor = Alice.to_account_id();
		let question = params(&json!([digits(1), actor.to_ss58check()]));
		let name = EventName::parse(&Params::new(Some(&question)));
		assert_eq!(name, Ok(EventName { hash: [1; 32], actor, at: None }));
		assert_eq!(pack("pack", &json!(digits(2))), Ok(PackId([2; 32])));
	}
}
