//! The walk through a `Claim`.

use super::{
	item::numbered, ClaimReader, ClaimUse, Submission, CLAIM_SYSTEM, PAYEE_TYPE, RELATIONSHIP,
};
use crate::{
	fhir::{
		codes::concept,
		element::{self, Element},
		ledger::{Ledger, Noted},
		money::Purse,
		reference::Reference,
		Fate, Refusal,
	},
	types::claims::{
		Attachment, AuthorizationId, ClaimId, ClaimLine, CoverageId, Payee, MAX_ATTACHMENTS,
		MAX_PAYERS,
	},
};
use serde_json::Value;
use std::{cell::RefCell, str::FromStr};
use subxt::utils::AccountId32;

/// Elements that say nothing about who pays what, or what nobody may read on chain.
const DOCUMENTARY: [&str; 14] = [
	"id",
	"meta",
	"language",
	"text",
	"type",
	"subType",
	"billablePeriod",
	"created",
	"enterer",
	"facility",
	"priority",
	"prescription",
	"originalPrescription",
	"referral",
];

/// Lists that nobody may read on chain, with all elements of their items. What could change the
/// meaning of one is none of them, and is refused.
const PRIVATE: [(&str, &[&str]); 3] = [
	("careTeam", &["id", "sequence", "provider", "responsible", "role", "qualification"]),
	(
		"diagnosis",
		&[
			"id",
			"sequence",
			"diagnosisCodeableConcept",
			"diagnosisReference",
			"type",
			"onAdmission",
			"packageCode",
		],
	),
	(
		"procedure",
		&[
			"id",
			"sequence",
			"type",
			"date",
			"procedureCodeableConcept",
			"procedureReference",
			"udi",
		],
	),
];

/// Elements of `supportingInfo` that say nothing about who pays what.
const DOCUMENTARY_INFORMATION: [&str; 9] = [
	"id",
	"category",
	"code",
	"timingDate",
	"timingPeriod",
	"valueBoolean",
	"valueString",
	"valueQuantity",
	"reason",
];

/// Reads a `Claim`, or names the first element that cannot be carried.
pub fn read_claim(document: &str, reader: &ClaimReader<'_>) -> Result<Submission, Refusal> {
	let malformed =
		|e: serde_json::Error| Refusal::new("Claim", format!("not a JSON document: {e}"));
	let json = element::parse(document).map_err(malformed)?;
	let ledger = Ledger::default();
	ledger.reasons.set(Some(why_not));
	let walk = Walk {
		reader,
		focal: focal(&serde_json::from_str(document).map_err(malformed)?),
		purse: Purse::of("a claim"),
		information: RefCell::default(),
		authorizations: RefCell::default(),
	};
	let read = walk.claim(&Element::root("Claim", &json, &ledger));
	let refused: Vec<Refusal> = ledger
		.list("Claim", &json)
		.into_iter()
		.filter_map(|(path, fate)| match fate {
			Fate::Refused(reason) => Some(Refusal { path, reason }),
			_ => None,
		})
		.collect();
	// What was refused for a reason comes before what nobody looked at because of it.
	let reasons = ledger.refusals();
	let first = refused.iter().find(|refusal| reasons.contains(refusal)).or(refused.first());
	match (read, first) {
		(Ok(claim), None) => Ok(claim),
		(_, Some(refusal)) => Err(refusal.clone()),
		(Err(Noted), None) => Err(Refusal::new("Claim", "cannot be carried")),
	}
}

/// `insurance.focal` of each coverage. The tree of elements tells booleans only apart.
fn focal(document: &Value) -> Vec<Option<bool>> {
	let insurance = document.get("insurance").and_then(Value::as_array);
	let each = insurance.into_iter().flatten();
	each.map(|item| item.get("focal").and_then(Value::as_bool)).collect()
}

/// Why an element that nobody took cannot be carried.
fn why_not(name: &str) -> Option<&'static str> {
	Some(match name {
		"fundsReserve" => "no funds are reserved; ask for a preauthorization, and leave it out",
		"accident" => {
			"who else may be liable is not known on chain; settle it first, and leave it out"
		}
		"detail" | "subDetail" => {
			"parts of an item cannot be carried; give each part an item of its own"
		}
		"udi" => "devices cannot be carried; a drug's pack can, by the extension urn:medchain:pack",
		"factor" => "prices are not multiplied; put it into the price",
		"claimResponse" => "what earlier payers decided is known to the chain; leave it out",
		"valueAttachment" => {
			"content does not go on chain; register a record, and give valueReference with its \
			 commitment"
		}
		"diagnosisRelatedGroup" | "event" | "traceNumber" | "patientPaid" => {
			"an element of R5; R4 is read"
		}
		_ => return None,
	})
}

/// The walk through one document.
pub(super) struct Walk<'a> {
	pub(super) reader: &'a ClaimReader<'a>,
	focal: Vec<Option<bool>>,
	pub(super) purse: Purse,
	/// `supportingInfo.sequence` of each, as it is written.
	pub(super) information: RefCell<Vec<String>>,
	/// `insurance.preAuthRef` of all coverages, and whether an item names it.
	authorizations: RefCell<Vec<(AuthorizationId, bool)>>,
}

impl Walk<'_> {
	fn claim(&self, root: &Element<'_>) -> Result<Submission, Noted> {
		let mut claim = root.object()?;
		let kind = claim.require("resourceType")?;
		match kind.text()? {
			"Claim" => (),
			other => {
				return Err(kind.refuse(format!("{other:?} is another resource; Claim is right")))
			}
		}
		let identifier = claim.take("identifier").map(|list| not_on_chain(&list)).transpose();
		let status = claim.require("status").and_then(|status| active(&status));
		let purpose = claim.require("use").and_then(|code| {
			let text = code.text()?;
			ClaimUse::from_str(text).map_err(|reason| code.refuse(format!("{text:?} is {reason}")))
		});
		let demanded = ["type", "created", "priority"]
			.map(|name| claim.has(name) || claim.require(name).is_ok());
		let party = |element: &Element<'_>, kinds: &[&str]| {
			Reference::read(element)?.party(kinds, self.reader.actors)
		};
		let patient = claim.require("patient").and_then(|patient| party(&patient, &["Patient"]));
		let insurer =
			claim.take("insurer").map(|insurer| party(&insurer, &["Organization"])).transpose();
		let provider = claim
			.require("provider")
			.and_then(|provider| party(&provider, &["Organization", "Practitioner"]));
		let replaces = claim.take("related").map(|list| self.related(&list)).transpose();
		let payee = claim.take("payee").map_or(Ok(Payee::Provider), |payee| {
			self.payee(&payee, patient.as_ref().ok(), provider.as_ref().ok())
		});
		let attachments =
			claim.take("supportingInfo").map_or(Ok(Vec::new()), |list| self.information_of(&list));
		let insurance = claim.require("insurance").and_then(|list| {
			let coverages = self.insurance(&list)?;
			Ok((coverages, list))
		});
		let lines = claim.require("item").and_then(|list| self.items(&list));
		let total =
			claim.take("total").map(|total| Ok((self.purse.read(&total)?, total))).transpose();
		let private = PRIVATE
			.map(|(name, elements)| claim.take(name).map_or(Ok(()), |list| aside(&list, elements)));
		claim.documentary(&DOCUMENTARY);
		claim.finish()?;
		private.into_iter().collect::<Result<(), _>>()?;
		identifier?;
		status?;
		if demanded.contains(&false) {
			return Err(Noted);
		}
		let ((coverages, focal), insurance) = insurance?;
		let mut lines = lines?;
		self.authorize(&mut lines, &insurance)?;
		let read = Submission {
			purpose: purpose?,
			patient: patient?,
			provider: provider?,
			insurer: insurer?,
			payee: payee?,
			replaces: replaces?.flatten(),
			code: self.purse.code().ok_or(Noted)?,
			coverages,
			focal,
			attachments: attachments?,
			lines,
		};
		let sum = read
			.total()
			.ok_or_else(|| root.refuse("the items come to more than can be counted"))?;
		match total? {
			Some((stated, total)) if stated != sum => Err(total.refuse(format!(
				"{} contradicts the items, which come to {}",
				self.purse.told(stated),
				self.purse.told(sum)
			))),
			_ => Ok(read),
		}
	}

	/// The claim in whose place this one stands. One that is only associated changes nothing.
	fn related(&self, list: &Element<'_>) -> Result<Option<ClaimId>, Noted> {
		let found = list.each(|item| {
			let mut related = item.object()?;
			let relationship = related
				.require("relationship")
				.and_then(|relationship| concept(&relationship, &[RELATIONSHIP]))?;
			match relationship.code() {
				"associated" => {
					related.documentary(&["id", "claim", "reference"]);
					return related.finish().map(|()| None);
				}
				"prior" => (),
				other => {
					return Err(relationship.refuse(format!(
						"{other:?} cannot be carried; prior can, for a claim that this one replaces, \
						 and associated, which changes nothing"
					)))
				}
			}
			let claim = related.require("claim").and_then(|claim| self.reader.claim(&claim));
			related.documentary(&["id", "reference"]);
			related.finish()?;
			claim.map(Some)
		})?;
		let mut prior = found.into_iter().flatten();
		let first = prior.next();
		match prior.next() {
			None => Ok(first),
			Some(_) => Err(list.refuse("replaces several claims; one claim replaces one")),
		}
	}

	/// Who is paid: the provider, or the patient.
	fn payee(
		&self,
		element: &Element<'_>,
		patient: Option<&AccountId32>,
		provider: Option<&AccountId32>,
	) -> Result<Payee, Noted> {
		let mut payee = element.object()?;
		let kind = payee.require("type").and_then(|kind| concept(&kind, &[PAYEE_TYPE]));
		let party = payee
			.take("party")
			.map(|party| {
				let kinds = ["Organization", "Practitioner", "Patient"];
				Ok((Reference::read(&party)?.party(&kinds, self.reader.actors)?, party))
			})
			.transpose();
		payee.documentary(&["id"]);
		payee.finish()?;
		let (kind, party) = (kind?, party?);
		let (payee, right, who) = match (kind.code(), &party) {
			("provider", _) => (Payee::Provider, provider, "provider"),
			("beneficiary", _) | ("subscriber", Some(_)) => (Payee::Patient, patient, "patient"),
			("subscriber", None) => return Err(kind.refuse(
				"the subscriber is paid only where that is the patient; name the patient as party",
			)),
			(other, _) => {
				return Err(kind.refuse(format!(
					"{other:?} cannot be carried; provider, subscriber and beneficiary can"
				)))
			}
		};
		match (party, right) {
			(Some((account, party)), Some(right)) if account != *right => Err(party.refuse(
				format!("names {account}, but the {who} is {right}; nobody else can be paid"),
			)),
			_ => Ok(payee),
		}
	}

	/// The records that come with the claim.
	fn information_of(&self, list: &Element<'_>) -> Result<Vec<Attachment>, Noted> {
		let read = list.each(|item| {
			let mut information = item.object()?;
			let sequence = information.require("sequence").and_then(|sequence| {
				let digits = sequence.number()?;
				let mut known = self.information.borrow_mut();
				match known.iter().any(|other| other == digits) {
					true => Err(sequence.refuse(format!("{digits} stands there twice"))),
					false => {
						known.push(digits.to_owned());
						Ok(())
					}
				}
			});
			let record = information
				.take("valueReference")
				.map(|reference| Ok((self.reader.record(&reference)?, reference)))
				.transpose();
			information.documentary(&DOCUMENTARY_INFORMATION);
			information.finish()?;
			sequence?;
			record
		})?;
		let mut attachments: Vec<Attachment> = Vec::new();
		for (attachment, reference) in read.into_iter().flatten() {
			if attachments.iter().any(|other| other.commitment == attachment.commitment) {
				return Err(reference.refuse("names a record that is named before"));
			}
			attachments.push(attachment);
		}
		match attachments.len() {
			few if few <= MAX_ATTACHMENTS => Ok(attachments),
			many => Err(list.refuse(format!(
				"{many} records are too many for one claim; at most {MAX_ATTACHMENTS} can be carried"
			))),
		}
	}

	/// The coverages in their order, and the focal one.
	fn insurance(&self, list: &Element<'_>) -> Result<(Vec<CoverageId>, CoverageId), Noted> {
		let items = list.list()?;
		if items.len() > MAX_PAYERS {
			return Err(list.refuse(format!(
				"{} coverages are too many; at most {MAX_PAYERS} can be carried",
				items.len()
			)));
		}
		let read: Vec<_> =
			(1..).zip(&items).map(|(number, item)| self.coverage(number, item)).collect();
		let coverages: Vec<CoverageId> = read.into_iter().collect::<Result<_, _>>()?;
		let mut focal =
			coverages.iter().zip(&self.focal).filter(|(_, focal)| **focal == Some(true));
		match (focal.next(), focal.next()) {
			(Some((focal, _)), None) => Ok((coverages.clone(), *focal)),
			(None, _) => Err(list.refuse("none of them is focal; the one that is asked is")),
			(Some(_), Some(_)) => Err(list.refuse("several of them are focal; one is")),
		}
	}

	fn coverage(&self, number: usize, item: &Element<'_>) -> Result<CoverageId, Noted> {
		let mut insurance = item.object()?;
		let sequence =
			insurance.require("sequence").and_then(|sequence| numbered(number, &sequence));
		let focal = insurance.require("focal").and_then(|focal| {
			match self.focal.get(number - 1).copied().flatten() {
				Some(_) => {
					focal.documentary();
					Ok(())
				}
				None => Err(focal.refuse("expected a boolean, true or false")),
			}
		});
		let coverage =
			insurance.require("coverage").and_then(|coverage| self.reader.coverage(&coverage));
		let authorizations = insurance
			.take("preAuthRef")
			.map(|list| {
				list.each(|item| {
					let number = self.reader.number(item, item.text()?)?;
					self.authorizations.borrow_mut().push((number, false));
					Ok(())
				})
			})
			.transpose();
		insurance.documentary(&["id", "identifier", "businessArrangement"]);
		insurance.finish()?;
		sequence?;
		focal?;
		authorizations?;
		coverage
	}

	/// The authorisation that an item names, which must be one of the insurance.
	pub(super) fn authorization(
		&self,
		element: &Element<'_>,
		text: &str,
	) -> Result<AuthorizationId, Noted> {
		let number = self.reader.number(element, text)?;
		let mut known = self.authorizations.borrow_mut();
		match known.iter_mut().find(|(other, _)| *other == number) {
			Some((_, named)) => {
				*named = true;
				Ok(number)
			}
			None => Err(element.refuse("is not among insurance.preAuthRef; name it there too")),
		}
	}

	/// Gives the only authorisation to all items that name none. Of several, each must be named by
	/// an item.
	fn authorize(&self, lines: &mut [ClaimLine], insurance: &Element<'_>) -> Result<(), Noted> {
		match &self.authorizations.borrow()[..] {
			[] => Ok(()),
			[(only, _)] => {
				lines.iter_mut().for_each(|line| {
					line.authorization.get_or_insert(*only);
				});
				Ok(())
			}
			several => match several.iter().find(|(_, named)| !named) {
				None => Ok(()),
				Some((number, _)) => Err(insurance.refuse(format!(
					"names several authorisations, and no item says that {number} is its own; give \
					 the item the extension {}",
					super::AUTHORIZATION_EXTENSION
				))),
			},
		}
	}
}

/// Only a claim in force can be submitted.
fn active(element: &Element<'_>) -> Result<(), Noted> {
	let code = element.text()?;
	let reason = match code {
		"active" => return Ok(()),
		"draft" => "not ready yet; only an active claim can be submitted",
		"cancelled" => "taken back; a claim on chain is taken back by reversing it",
		"entered-in-error" => "void; only an active claim can be submitted",
		_ => "no code of fm-status; active is right",
	};
	Err(element.refuse(format!("{code:?} is {reason}")))
}

/// Sets the items of a list aside, as long as nothing but these elements is in them.
fn aside(list: &Element<'_>, elements: &[&str]) -> Result<(), Noted> {
	let read = |item: &Element<'_>| {
		let mut item = item.object()?;
		item.documentary(elements);
		item.finish()
	};
	list.each(read).map(drop)
}

/// Identifiers are documentary, but for those of claims on chain.
fn not_on_chain(list: &Element<'_>) -> Result<(), Noted> {
	list.each(|item| {
		match item.mentions(CLAIM_SYSTEM) {
		false => {
			item.documentary();
			Ok(())
		}
		true => Err(item.refuse(
			"it is a claim on chain already; to replace that, name it in related and leave this out",
		)),
	}
	})
	.map(drop)
}
