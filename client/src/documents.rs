//! Documents of the standards, as the commands use them: the one place where they meet [`fhir`].

use crate::{
	accounts,
	audit::Log,
	error::{Error, Result},
	fhir::{
		self,
		claim::{self, ClaimReader, Submission},
		claim_response::{self, Answer},
		explanation_of_benefit, Actors, AuditContext, Invoice, InvoiceUse, Reader, Release, Report,
		Status,
	},
	types::{money::BillInfo, DirectiveTerms, EndReason, EndStatus},
};
use medchain_support::{BillId, CurrencyCode};
use serde_json::Value;
use std::{
	fs::{self, File},
	io::{self, ErrorKind, Read, Write},
	path::{Path, PathBuf},
	sync::atomic::{AtomicU64, Ordering},
};
use subxt::utils::{AccountId32, H256};

/// Largest document that is read, in bytes.
pub const MAX_DOCUMENT: u64 = 1024 * 1024;
/// Largest file of which only the hash is wanted, in bytes.
pub const MAX_DETAIL: u64 = 1024 * 1024 * 1024;

/// The terms of a FHIR `Consent` that `patient` is to grant. The release is found out if none is
/// named.
pub fn read_consent(
	document: &str,
	patient: AccountId32,
	actors: &Actors,
	release: Option<Release>,
) -> Result<DirectiveTerms> {
	Ok(fhir::read_consent(document, &Reader { patient, actors, release })?)
}

/// What becomes of each element of a FHIR `Consent`.
pub fn report_consent(
	document: &str,
	patient: AccountId32,
	actors: &Actors,
	release: Option<Release>,
) -> Report {
	fhir::report_consent(document, &Reader { patient, actors, release })
}

/// Entries of a patient's audit log as a `Bundle` of `AuditEvent`s, from the chain of this first
/// block.
pub fn write_audit(
	log: &Log,
	patient: &AccountId32,
	chain: H256,
	release: Release,
) -> Result<Value> {
	let entries = log.entries.iter().map(|entry| (entry.number, &entry.entry));
	let context = AuditContext { patient, chain, release };
	Ok(fhir::write_disclosure(entries, &log.head, &context)?)
}

/// Terms as a FHIR `Consent`: active, or ended for a reason.
pub fn write_consent(
	terms: &DirectiveTerms,
	patient: &AccountId32,
	ended: Option<EndReason>,
	release: Release,
) -> Result<String> {
	let status = match ended {
		None => Status::Active,
		Some(EndReason::Revoked(EndStatus::EnteredInError)) => Status::EnteredInError,
		Some(_) => Status::Inactive,
	};
	Ok(fhir::write_consent(terms, patient, status, release)?)
}

/// The FHIR `Invoice` that is to become a bill.
pub fn read_invoice(document: &str, actors: &Actors) -> Result<Invoice> {
	Ok(fhir::read_invoice(document, actors, InvoiceUse::Issue)?)
}

/// A bill as a FHIR `Invoice`, from the chain of this first block.
pub fn write_invoice(
	id: BillId,
	bill: &BillInfo,
	code: CurrencyCode,
	chain: H256,
) -> Result<String> {
	Ok(fhir::write_invoice(&Invoice::of(bill, code, bill_name(id, chain)))?)
}

/// Whether a document is a FHIR `Invoice` that says what the chain says of a bill: one that was
/// written from it, or one from which it was issued. See [`Invoice::agrees_with`].
pub fn is_invoice_of(
	document: &str,
	actors: &Actors,
	id: BillId,
	bill: &BillInfo,
	code: CurrencyCode,
	chain: H256,
) -> Result<bool> {
	let stated = fhir::read_invoice(document, actors, InvoiceUse::Compare)?;
	Ok(stated.agrees_with(&Invoice::of(bill, code, bill_name(id, chain))))
}

/// What a FHIR `Claim` says.
pub fn read_claim(document: &str, reader: &ClaimReader<'_>) -> Result<Submission> {
	Ok(claim::read_claim(document, reader)?)
}

/// A payer's answer to a claim as a FHIR `ClaimResponse`.
pub fn write_claim_response(answer: &Answer<'_>) -> Result<String> {
	Ok(claim_response::write_claim_response(answer)?)
}

/// A claim and a payer's answer to it as a FHIR `ExplanationOfBenefit`.
pub fn write_explanation_of_benefit(answer: &Answer<'_>) -> Result<String> {
	Ok(explanation_of_benefit::write_explanation_of_benefit(answer)?)
}

/// The identifier of a bill.
fn bill_name(id: BillId, chain: H256) -> String {
	format!("{chain:?}/{id}")
}

/// The account that a FHIR `Consent` says is its patient's: by an identifier, or by a reference that
/// stands for an account.
pub fn patient_of(document: &str, actors: &Actors) -> Option<AccountId32> {
	let document: Value = serde_json::from_str(document).ok()?;
	let patient = document.get("patient").or_else(|| document.get("subject"))?;
	let identifier = patient
		.get("identifier")
		.filter(|identifier| identifier["system"] == fhir::ACCOUNT_SYSTEM)
		.and_then(|identifier| accounts::account(identifier["value"].as_str()?).ok());
	let reference = || actors.get(patient.get("reference")?.as_str()?).copied();
	identifier.or_else(reference)
}

/// Writes a file that does not exist yet: all of it, or nothing.
pub fn write_new(path: &Path, text: &str) -> Result<()> {
	place(path, text, false).map_err(|e| match e.kind() {
		ErrorKind::AlreadyExists => unwritable(path, "it exists already; name a new file"),
		_ => unwritable(path, &e.to_string()),
	})
}

/// Writes a file in the place of one that may be there, which stays as it is if this fails.
pub fn replace(path: &Path, text: &str) -> Result<()> {
	place(path, text, true).map_err(|e| unwritable(path, &e.to_string()))
}

fn unwritable(path: &Path, reason: &str) -> Error {
	Error::Input(format!("cannot write {}: {reason}", path.display()))
}

/// Puts a whole file where it belongs: it is written beside it, and then gets its name. One that is
/// there already stays, and is an error, unless this comes `over` it.
pub(crate) fn place(path: &Path, text: &str, over: bool) -> io::Result<()> {
	let (part, mut file) = beside(path)?;
	let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
	let placed = written.and_then(|()| match over {
		true => fs::rename(&part, path),
		false => match fs::hard_link(&part, path) {
			Ok(()) => fs::remove_file(&part),
			Err(_) if path.symlink_metadata().is_ok() => Err(ErrorKind::AlreadyExists.into()),
			// Not every file system lets a file have two names.
			Err(_) => fs::rename(&part, path),
		},
	});
	if placed.is_err() {
		// It says nothing without its name.
		let _ = fs::remove_file(&part);
	}
	placed
}

/// A new file beside another.
fn beside(path: &Path) -> io::Result<(PathBuf, File)> {
	static COUNT: AtomicU64 = AtomicU64::new(0);
	let name = path.file_name().ok_or(ErrorKind::InvalidInput)?.to_string_lossy();
	loop {
		let number = COUNT.fetch_add(1, Ordering::Relaxed);
		let part = path.with_file_name(format!(".{name}.{}-{number}.part", std::process::id()));
		match File::create_new(&part) {
			// One is left of a process with the same number, which was cut short.
			Err(e) if e.kind() == ErrorKind::AlreadyExists => (),
			made => return made.map(|file| (part, file)),
		}
	}
}

/// The text of a file of at most [`MAX_DOCUMENT`] bytes.
pub fn text_of(path: &Path) -> Result<String> {
	text(bytes_of(path, MAX_DOCUMENT)?)
		.map_err(|e| Error::Input(format!("cannot read {}: {e}", path.display())))
}

/// The text of at most [`MAX_DOCUMENT`] bytes.
pub fn text(bytes: Vec<u8>) -> Result<String> {
	match u64::try_from(bytes.len()) {
		Ok(length) if length <= MAX_DOCUMENT => {
			String::from_utf8(bytes).map_err(|_| Error::Input("it is no UTF-8 text".into()))
		}
		_ => Err(Error::Input(format!("it has more than {MAX_DOCUMENT} bytes"))),
	}
}

/// The bytes of a file of at most `most` bytes.
pub fn bytes_of(path: &Path, most: u64) -> Result<Vec<u8>> {
	let unreadable =
		|reason: String| Error::Input(format!("cannot read {}: {reason}", path.display()));
	let mut bytes = Vec::new();
	let file = File::open(path).map_err(|e| unreadable(e.to_string()))?;
	file.take(most.saturating_add(1))
		.read_to_end(&mut bytes)
		.map_err(|e| unreadable(e.to_string()))?;
	match u64::try_from(bytes.len()) {
		Ok(length) if length <= most => Ok(bytes),
		_ => Err(unreadable(format!("it has more than {most} bytes"))),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::money::{Bill, BillStatus, BilledLine, PromptPay};
	use std::{env, process};

	#[test]
	fn no_file_is_written_over() {
		let file = env::temp_dir().join(format!("medchain-written-{}", process::id()));
		write_new(&file, "first").unwrap();
		let error = write_new(&file, "second").unwrap_err().to_string();
		let kept = fs::read_to_string(&file).unwrap();
		fs::remove_file(&file).unwrap();
		assert!(error.contains("exists already"), "{error}");
		assert_eq!(kept, "first");
	}

	#[test]
	fn a_file_is_written_whole_or_not_at_all() {
		let folder = env::temp_dir().join(format!("medchain-whole-{}", process::id()));
		fs::create_dir_all(&folder).unwrap();
		let file = folder.join("a.json");
		replace(&file, "first").unwrap();
		replace(&file, "second").unwrap();
		assert_eq!(fs::read_to_string(&file).unwrap(), "second");
		// A folder cannot be replaced by a file; nothing is left beside it.
		let taken = folder.join("b.json");
		fs::create_dir(&taken).unwrap();
		assert!(replace(&taken, "third").is_err() && write_new(&taken, "third").is_err());
		assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
		fs::remove_dir_all(folder).unwrap();
	}

	#[test]
	fn the_patient_of_a_document_is_found() {
		let eve = accounts::account("//Eve").unwrap();
		let none = Actors::new();
		let identified = format!(
			r#"{{"patient": {{"identifier": {{"system": "urn:medchain:account", "value": "{eve}"}}}}}}"#
		);
		assert_eq!(patient_of(&identified, &none), Some(eve));
		let referred = r#"{"subject": {"reference": "Patient/x"}}"#;
		assert_eq!(patient_of(referred, &none), None);
		assert_eq!(patient_of(referred, &Actors::from([("Patient/x".into(), eve)])), Some(eve));
		assert_eq!(patient_of("[", &none), None);
	}

	/// Writes other amounts in the place of these, wherever they stand.
	fn change_amounts(value: &mut Value, changes: &[(f64, u64)]) {
		match value {
			Value::Number(number) => {
				let change = changes.iter().find(|(from, _)| number.as_f64() == Some(*from));
				*number = change.map_or_else(|| number.clone(), |(_, to)| (*to).into());
			}
			Value::Array(values) => {
				values.iter_mut().for_each(|value| change_amounts(value, changes));
			}
			Value::Object(members) => {
				members.values_mut().for_each(|value| change_amounts(value, changes));
			}
			_ => (),
		}
	}

	#[test]
	fn an_invoice_of_a_bill_says_what_the_bill_says() {
		let bill = crate::output::bill::tests::bill();
		let code = CurrencyCode::from_code("EUR").unwrap();
		let [chain, other] = [H256([1; 32]), H256([2; 32])];
		let written = write_invoice(7, &bill, code, chain).unwrap();
		let none = Actors::new();
		let same = |text: &str, id, chain| is_invoice_of(text, &none, id, &bill, code, chain);
		assert!(same(&written, 7, chain).unwrap());
		assert!(!same(&written, 8, chain).unwrap(), "another bill");
		assert!(!same(&written, 7, other).unwrap(), "another chain");
		let more = written.replace("\"factor\": 4", "\"factor\": 5");
		assert!(!same(&more, 7, chain).unwrap(), "another quantity");
		let mut bare: Value = serde_json::from_str(&written).unwrap();
		for member in ["identifier", "date", "extension"] {
			bare.as_object_mut().unwrap().remove(member).unwrap();
		}
		assert!(same(&bare.to_string(), 8, other).unwrap(), "what is not told is not another");
		assert!(same("[]", 7, chain).unwrap_err().to_string().contains("Invoice"));
		let mut other_discount = bare.clone();
		change_amounts(&mut other_discount, &[(10.0, 9), (90.0, 91)]);
		let other_discount = other_discount.to_string();
		assert!(!same(&other_discount, 7, chain).unwrap(), "another discount");
		let cancelled = bare.to_string().replace("\"issued\"", "\"cancelled\"");
		assert!(!same(&cancelled, 7, chain).unwrap(), "another status");
	}

	/// The bill that is issued by a document: with a programme for prompt payment, and with something
	/// else than the document as its detail.
	fn issued_by(invoice: &Invoice) -> BillInfo {
		let mut bill = crate::output::bill::tests::bill();
		let total = invoice.total().unwrap();
		bill.bill = Bill {
			provider: invoice.provider,
			patient: invoice.patient,
			gross: total,
			discount: 0,
			prompt_pay: Some(PromptPay { discount: 3, until: 500, taken: false }),
			written_off: 0,
			paid: 0,
			refunded: 0,
			payments: Vec::new(),
			..bill.bill
		};
		bill.lines = invoice
			.lines
			.iter()
			.zip([1, 2])
			.map(|(line, prompt_pay)| BilledLine {
				line: line.line.into(),
				package: 0,
				membership: 0,
				prompt_pay,
			})
			.collect();
		(bill.outstanding, bill.payable) = (total, total - 3);
		bill
	}

	#[test]
	fn an_invoice_says_the_same_as_the_bill_that_it_became() {
		let document = include_str!("../documents/invoice/office-visit.json");
		let [provider, patient] = [1, 2].map(|number| AccountId32([number; 32]));
		let actors = Actors::from([
			("Organization/st-elisabeth-hospital".to_string(), provider),
			("Patient/lena-hartmann".to_string(), patient),
		]);
		let mut bill = issued_by(&read_invoice(document, &actors).unwrap());
		let code = CurrencyCode::from_code("EUR").unwrap();
		let same = |text: &str, bill: &BillInfo| {
			is_invoice_of(text, &actors, 7, bill, code, H256([1; 32])).unwrap()
		};
		assert!(same(document, &bill));
		let precise = document.replace("2026-11-20", "2026-11-20T09:15:00.123+01:00");
		assert!(same(&precise, &bill), "its date is its author's");
		for (from, to) in [
			("\"98\"", "\"3\""),
			("\"factor\": 4", "\"factor\": 8"),
			("\"status\": \"issued\"", "\"status\": \"cancelled\""),
		] {
			assert!(!same(&document.replace(from, to), &bill), "{to}");
		}
		let cheaper = document.replace("160.00", "156.00").replace("240.00", "236.00");
		assert!(!same(&cheaper, &bill), "another price");
		let due = |due: &str| {
			let extension = format!(
				"\"extension\": [{{\"url\": \"urn:medchain:due\", \"valueDateTime\": \"{due}\"}}],"
			);
			document.replacen('{', &format!("{{{extension}"), 1)
		};
		assert!(same(&due("1970-01-01T00:16:40Z"), &bill));
		assert!(!same(&due("1970-01-01T00:16:41Z"), &bill), "another due date");

		bill.bill.status = BillStatus::Balanced;
		bill.bill.paid = bill.payable;
		bill.bill.prompt_pay = Some(PromptPay { discount: 3, until: 500, taken: true });
		(bill.outstanding, bill.payable) = (0, 0);
		assert!(same(document, &bill), "also after payment");
		assert!(same(&write_invoice(7, &bill, code, H256([1; 32])).unwrap(), &bill));
	}

	#[test]
	fn oversized_and_missing_files_are_named() {
		let here = Path::new(env!("CARGO_MANIFEST_DIR"));
		let manifest = here.join("Cargo.toml");
		assert!(text_of(&manifest).unwrap().contains("medchain-client"));
		let told = |result: Result<Vec<u8>>| result.unwrap_err().to_string();
		assert!(told(bytes_of(&manifest, 3)).contains("more than 3 bytes"));
		assert!(told(bytes_of(here, 3)).contains("cannot read"));
		assert!(told(bytes_of(&here.join("missing"), 3)).contains("missing"));
		let most = usize::try_from(MAX_DOCUMENT).unwrap();
		assert_eq!(text(vec![b'x'; most]).unwrap().len(), most);
		let told = |bytes| text(bytes).unwrap_err().to_string();
		assert!(told(vec![b'x'; most + 1]).contains("more than 1048576 bytes"));
		assert!(told(vec![0xff]).contains("no UTF-8"));
	}
}
