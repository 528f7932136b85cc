//! `Claim.item`: the lines.

use super::{read::Walk, AUTHORIZATION_EXTENSION, PACK_EXTENSION};
use crate::{
	fhir::{
		codes::{concept, Coding},
		date::{first_second, last_second},
		element::{Element, Object},
		ledger::Noted,
		money,
	},
	records::commitment,
	relay::to_hex,
	types::claims::{AuthorizationId, ClaimLine, MAX_LINES},
};
use medchain_support::{Commitment, Gtin, PackId, Serial, ServiceType, SoldPack};
use serde_json::json;

/// Seconds of a day.
const DAY: u64 = 86_400;

/// Elements of an item that say nothing about who pays what.
const DOCUMENTARY: [&str; 10] = [
	"id",
	"careTeamSequence",
	"diagnosisSequence",
	"procedureSequence",
	"revenue",
	"programCode",
	"locationCodeableConcept",
	"locationAddress",
	"locationReference",
	"encounter",
];

/// A code with its system.
pub type Code = (String, String);

/// The digest of an exact code under a patient's salt. The order of modifiers and sites means
/// nothing.
pub fn item_digest(
	salt: &[u8; 32],
	product: &Code,
	modifiers: &[Code],
	sites: &[Code],
	sub_sites: &[Code],
) -> Commitment {
	let sorted = |codes: &[Code]| {
		let mut codes = codes.to_vec();
		codes.sort();
		codes
	};
	let exact = json!([product, sorted(modifiers), sorted(sites), sorted(sub_sites)]).to_string();
	commitment(&[salt, exact.as_bytes()].concat())
}

/// The identity of a drug pack by its GS1 element string: `01`, a GTIN with all its 14 digits, `21`
/// and the serial.
pub fn pack_id(text: &str) -> Result<PackId, String> {
	let wrong = |what: &str| {
		format!(
			"{text:?} {what}; right is a GS1 element string such as 010590123412345721A1b2: 01, \
			 GTIN-14, 21, serial"
		)
	};
	let split = text
		.strip_prefix("01")
		.and_then(|rest| rest.split_at_checked(14))
		.and_then(|(gtin, rest)| Some((gtin, rest.strip_prefix("21")?)));
	let (gtin, serial) = split.ok_or_else(|| wrong("names no pack"))?;
	let gtin: Gtin = gtin.parse().map_err(|e| wrong(&format!("names no pack: {e}")))?;
	let serial: Serial = serial.parse().map_err(|e| wrong(&format!("names no pack: {e}")))?;
	Ok(PackId::of(&gtin, &serial))
}

/// Checks that a list is numbered from 1.
pub(super) fn numbered(number: usize, sequence: &Element<'_>) -> Result<(), Noted> {
	match sequence.number()? {
		digits if digits == number.to_string() => Ok(()),
		other => Err(sequence
			.refuse(format!("{other} is wrong for the one in place {number}; number them from 1"))),
	}
}

/// The one code of a `CodeableConcept`, of any system.
fn exact(element: &Element<'_>) -> Result<Code, Noted> {
	let mut concept = element.object()?;
	let list = concept.require("coding");
	concept.documentary(&["id", "text"]);
	concept.finish()?;
	let list = list?;
	match &list.each(Coding::read)?[..] {
		[one] => Ok((one.system().into(), one.code().into())),
		several => Err(list.refuse(format!(
			"has {} codings; the digest needs one, so give the one that the tariff asks for",
			several.len()
		))),
	}
}

fn exact_each(list: Option<Element<'_>>) -> Result<Vec<Code>, Noted> {
	list.map_or(Ok(Vec::new()), |list| list.each(exact))
}

impl Walk<'_> {
	/// The lines of the claim.
	pub(super) fn items(&self, list: &Element<'_>) -> Result<Vec<ClaimLine>, Noted> {
		let items = list.list()?;
		if items.len() > MAX_LINES {
			return Err(list.refuse(format!(
				"{} items are too many for one claim; at most {MAX_LINES} can be carried",
				items.len()
			)));
		}
		let read: Vec<_> =
			(1..).zip(&items).map(|(number, item)| self.item(number, item)).collect();
		read.into_iter().collect()
	}

	fn item(&self, number: usize, element: &Element<'_>) -> Result<ClaimLine, Noted> {
		let mut item = element.object()?;
		let sequence = item.require("sequence").and_then(|sequence| numbered(number, &sequence));
		let extensions = item.take("extension").map(|list| self.extensions(&list)).transpose();
		let information = item
			.take("informationSequence")
			.map(|list| list.each(|item| self.information(item)))
			.transpose();
		let service = item.require("category").and_then(|category| {
			concept(&category, &[ServiceType::SYSTEM])?.value(|_: ServiceType| ServiceType::SYSTEM)
		});
		let product = item.require("productOrService").and_then(|product| exact(&product));
		let modifiers = exact_each(item.take("modifier"));
		let site = item.take("bodySite").map(|site| exact(&site)).transpose();
		let sub_sites = exact_each(item.take("subSite"));
		let serviced = serviced(&mut item);
		let quantity = item.take("quantity").map_or(Ok(1), |quantity| units(&quantity));
		let price = item.require("unitPrice").and_then(|price| match self.purse.read(&price)? {
			0 => Err(price.refuse("nothing is no price; leave the item out")),
			some => Ok((some, price)),
		});
		let net = item.take("net").map(|net| Ok((self.purse.read(&net)?, net))).transpose();
		item.documentary(&DOCUMENTARY);
		item.finish()?;
		sequence?;
		information?;
		let (pack, authorization) = extensions?.unwrap_or_default();
		let sites: Vec<Code> = site?.into_iter().collect();
		let (unit_price, price) = price?;
		let line = ClaimLine {
			service: service?,
			item: item_digest(&self.reader.salt, &product?, &modifiers?, &sites, &sub_sites?),
			quantity: quantity?,
			unit_price,
			serviced: serviced?,
			pack,
			authorization,
		};
		let charge = line
			.charge()
			.ok_or_else(|| price.refuse("with its quantity it is more than can be counted"))?;
		match net? {
			Some((stated, net)) if stated != charge => Err(net.refuse(format!(
				"{} contradicts quantity and price, which come to {}",
				self.purse.told(stated),
				self.purse.told(charge)
			))),
			_ => Ok(line),
		}
	}

	/// A reference from an item to a document of the claim. Documents belong to the whole claim.
	fn information(&self, element: &Element<'_>) -> Result<(), Noted> {
		let digits = element.number()?;
		match self.information.borrow().iter().any(|known| known == digits) {
			true => Ok(()),
			false => Err(element.refuse(format!("no supportingInfo has the sequence {digits}"))),
		}
	}

	/// A pack with the opening of its receipt.
	fn sold(&self, id: PackId) -> Result<SoldPack, String> {
		match self.reader.receipts.get(&id) {
			Some(opening) => Ok(SoldPack { id, opening: *opening }),
			None => Err(format!(
				"pack {} has no receipt; give that of its sale to the patient with --receipt FILE, as \
				 `drug dispense` wrote it, or leave the pack out",
				to_hex(&id.0)
			)),
		}
	}

	/// The two extensions that are known.
	fn extensions(
		&self,
		list: &Element<'_>,
	) -> Result<(Option<SoldPack>, Option<AuthorizationId>), Noted> {
		let (mut pack, mut authorization) = (None, None);
		let again = |item: &Element<'_>| item.refuse("stands there twice");
		for item in list.list()? {
			let mut extension = item.object()?;
			let url = extension.require("url")?;
			let url = url.text()?;
			if ![PACK_EXTENSION, AUTHORIZATION_EXTENSION].contains(&url) {
				return Err(item.refuse(format!(
					"the extension {url:?} cannot be carried; {PACK_EXTENSION} and \
					 {AUTHORIZATION_EXTENSION} can"
				)));
			}
			let value = extension.require("valueString")?;
			let text = value.text()?;
			extension.documentary(&["id"]);
			extension.finish()?;
			let twice = match url {
				PACK_EXTENSION => {
					let found = pack_id(text).and_then(|id| self.sold(id));
					pack.replace(found.map_err(|reason| value.refuse(reason))?).is_some()
				}
				_ => authorization.replace(self.authorization(&value, text)?).is_some(),
			};
			if twice {
				return Err(again(&item));
			}
		}
		Ok((pack, authorization))
	}
}

/// The first second of the one day of service.
fn serviced(item: &mut Object<'_>) -> Result<u64, Noted> {
	let Some(element) = item.take("servicedPeriod") else {
		let element = item.require("servicedDate")?;
		let text = element.text()?;
		let wrong = |reason: String| element.refuse(reason);
		let (first, last) = (first_second(text).map_err(wrong)?, last_second(text).map_err(wrong)?);
		return match last - first {
			span if span == DAY - 1 => Ok(first),
			_ => Err(element.refuse(format!("{text:?} is no day; right is 2026-05-31"))),
		};
	};
	let mut period = element.object()?;
	let mut edge = |name: &str, read: fn(&str) -> Result<u64, String>| {
		let edge = period.require(name)?;
		read(edge.text()?).map_err(|reason| edge.refuse(reason))
	};
	let (start, end) = (edge("start", first_second), edge("end", last_second));
	period.documentary(&["id"]);
	period.finish()?;
	let (start, end) = (start? / DAY, end? / DAY);
	match start == end {
		true => Ok(start * DAY),
		false => Err(element.refuse(
			"is more than one day in UTC; give each day an item of its own, with servicedDate",
		)),
	}
}

/// A quantity: how many units.
fn units(element: &Element<'_>) -> Result<u32, Noted> {
	let mut quantity = element.object()?;
	let value = quantity.require("value").and_then(|value| money::quantity(&value));
	quantity.documentary(&["id", "unit", "system", "code"]);
	quantity.finish()?;
	value
}

#[cfg(test)]
mod tests {
	use super::*;

	fn code(system: &str, code: &str) -> Code {
		(system.into(), code.into())
	}

	#[test]
	fn the_digest_is_that_of_the_exact_code_under_the_salt() {
		let salt = [7; 32];
		let tooth = [code("http://fdi.org/fhir/oraltoothcodes", "21")];
		let product = code("http://www.ama-assn.org/go/cpt", "62264");
		let modifiers = [code("m", "RT"), code("m", "26")];
		let digest = item_digest(&salt, &product, &modifiers, &tooth, &[]);
		let text = r#"[["http://www.ama-assn.org/go/cpt","62264"],[["m","26"],["m","RT"]],[["http://fdi.org/fhir/oraltoothcodes","21"]],[]]"#;
		assert_eq!(digest, commitment(&[&salt, text.as_bytes()].concat()), "as it is documented");

		let [first, second] = modifiers.clone();
		let turned = [second, first];
		assert_eq!(item_digest(&salt, &product, &turned, &tooth, &[]), digest, "order is nothing");
		let others = [
			item_digest(&[8; 32], &product, &modifiers, &tooth, &[]),
			item_digest(&salt, &code("x", "62264"), &modifiers, &tooth, &[]),
			item_digest(&salt, &product, &modifiers[..1], &tooth, &[]),
			item_digest(&salt, &product, &modifiers, &[], &tooth),
			item_digest(&salt, &product, &[], &tooth, &modifiers),
		];
		for (n, other) in others.iter().enumerate() {
			assert_ne!(*other, digest, "{n}");
		}
	}

	#[test]
	fn a_pack_is_named_by_its_gs1_element_string() {
		let text = "010590123412345721A1b2";
		assert_eq!(pack_id(text), Ok(PackId(commitment(text.as_bytes()).0)));
		for (text, told) in [
			("", "names no pack"),
			("(01)05901234123457(21)A1b2", "names no pack"),
			("0105901234123457", "names no pack"),
			("010590123412345717A1b2", "names no pack"),
			("01059012341234é", "names no pack"),
			("010590123412345x21A1b2", "character 14 of the GTIN"),
			("010590123412345821A1b2", "check digit of the GTIN is 8; 7 would fit"),
			("010590123412345721", "wrong length"),
			("010590123412345721A b", "character 2 of the"),
			("010590123412345721123456789012345678901", "found 21"),
		] {
			let error = pack_id(text).unwrap_err();
			assert!(error.contains(told), "{text}: {error}");
		}
	}
}
