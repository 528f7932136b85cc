//! A payer's decision about a claim as an X12 835.

use crate::{
	error::{Error, Result},
	types::claims::ClaimInfo,
	x12::{self, Contact, Decision, Event, Payee, Payer, Remittance, TradingPartner},
};
use medchain_support::CurrencyCode;
use serde::Deserialize;

/// Who sends, receives, pays and is paid, as they are known off chain.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct Partners {
	sender: Partner,
	receiver: Partner,
	payer: WrittenPayer,
	payee: WrittenPayee,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
struct Partner {
	qualifier: String,
	id: String,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct WrittenPayer {
	name: String,
	tax_id: String,
	street: String,
	city: String,
	#[serde(default)]
	state: String,
	postal_code: String,
	#[serde(default)]
	country: String,
	contact: WrittenContact,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
struct WrittenContact {
	name: String,
	telephone: String,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
struct WrittenPayee {
	name: String,
	npi: String,
}

/// What is told of the file itself.
pub(super) struct About {
	/// Its control number.
	pub control: u32,
	/// What finds the payment again; claim and payer if nothing is said.
	pub trace: Option<String>,
	/// Whether the payment was taken back.
	pub reversal: bool,
	/// Whether it is only a test.
	pub test: bool,
	/// The time.
	pub now: u64,
}

/// Reads who sends, receives, pays and is paid.
pub(super) fn read_partners(text: &str) -> Result<Partners> {
	serde_json::from_str(text).map_err(|e| {
		Error::Input(format!(
			"--partners: the file does not tell who pays whom ({e}); an example is \
			 client/documents/plan/partners.json"
		))
	})
}

/// What a payer, by its place from 0, decided about a claim.
pub(super) fn write(
	partners: &Partners,
	claim: &ClaimInfo,
	payer: usize,
	code: CurrencyCode,
	about: &About,
) -> Result<String> {
	let Partners { sender, receiver, payer: insurer, payee } = partners.clone();
	let partner =
		|partner: Partner| TradingPartner { qualifier: partner.qualifier, id: partner.id };
	let decision = Decision {
		claim,
		payer,
		event: if about.reversal { Event::Reversal } else { Event::Payment },
	};
	let trace = about
		.trace
		.clone()
		.unwrap_or_else(|| format!("CLAIM-{}-{}", claim.id, payer.saturating_add(1)));
	let remittance = Remittance {
		sender: partner(sender),
		receiver: partner(receiver),
		payer: Payer {
			name: insurer.name,
			tax_id: insurer.tax_id,
			street: insurer.street,
			city: insurer.city,
			state: insurer.state,
			postal_code: insurer.postal_code,
			country: insurer.country,
			contact: Contact { name: insurer.contact.name, telephone: insurer.contact.telephone },
		},
		payee: Payee { name: payee.name, npi: payee.npi },
		control: about.control,
		created: about.now,
		paid_on: match about.reversal {
			true => about.now,
			false => claim.decided_at.unwrap_or(about.now),
		},
		trace,
		test: about.test,
		code,
		decisions: vec![decision],
	};
	Ok(x12::write_remittance(&remittance)?)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::{claims::ClaimStatus, insurance::tests::file};

	const PARTNERS: &str = include_str!("../../../documents/plan/partners.json");

	fn about(reversal: bool) -> About {
		About { control: 7, trace: None, reversal, test: true, now: 1_795_500_000 }
	}

	#[test]
	fn the_example_is_enough_for_a_file_that_adds_up() {
		let partners = read_partners(PARTNERS).unwrap();
		let code = CurrencyCode::from_code("EUR").unwrap();
		let claim = file().info;
		for payer in 0..2 {
			let text = write(&partners, &claim, payer, code, &about(false)).unwrap();
			let checked = x12::check(&text).unwrap();
			assert_eq!((checked.claims, checked.findings), (1, Vec::new()), "{text}");
			assert!(text.contains(&format!("CLAIM-7-{}", payer + 1)), "{text}");
		}
		let taken_back = ClaimInfo { status: ClaimStatus::Reversed, ..claim.clone() };
		let text = write(&partners, &taken_back, 0, code, &about(true)).unwrap();
		assert_eq!(x12::check(&text).unwrap().findings, []);
		let error = write(&partners, &claim, 0, code, &about(true)).unwrap_err().to_string();
		assert!(error.contains("reversed or voided"), "{error}");
	}

	#[test]
	fn a_file_of_partners_that_is_wrong_is_named() {
		for (from, to, told) in [
			("\"npi\"", "\"number\"", "unknown field `number`"),
			("\"taxId\"", "\"tax_id\"", "unknown field `tax_id`"),
			("{", "[", "--partners: "),
		] {
			let error = read_partners(&PARTNERS.replacen(from, to, 1)).unwrap_err().to_string();
			assert!(error.contains(told) && error.contains("partners.json"), "{error}");
		}
		let wrong = PARTNERS.replace("1234567893", "12");
		let partners = read_partners(&wrong).unwrap();
		let code = CurrencyCode::from_code("EUR").unwrap();
		let error = write(&partners, &file().info, 0, code, &about(false)).unwrap_err();
		assert!(error.to_string().starts_with("payee.npi: "), "{error}");
	}
}
