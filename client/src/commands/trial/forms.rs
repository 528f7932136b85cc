//! Case report forms, and the queries about them.

use super::{of_subject, plain, print, print_done, send, trials, who};
use crate::{
	cli::{
		trial::{
			CaptureArgs, CorrectArgs, ManifestFormArgs, SubjectArgs, SubjectTextArgs,
			VerifySourceArgs,
		},
		Cli, NOT_PERMITTED,
	},
	documents::{self, MAX_DETAIL},
	error::{Error, Result},
	output,
	relay::to_hex,
	trial::{
		calls::{self, Correction},
		forms::{Content, FormProof, Manifest},
		opening::salt,
	},
	types::{
		events::AccessDecided,
		trials::{
			events::{Captured, VerificationVoided},
			FormRef, QueryId,
		},
	},
};
use serde_json::json;
use std::{path::Path, process::ExitCode};

/// A file as a form, under a new salt.
fn content(path: &Path) -> Result<Content> {
	let bytes = documents::bytes_of(path, MAX_DETAIL)?;
	Ok(Content::of(path.display().to_string(), salt()?, &bytes))
}

/// The manifest that is to be captured: a new one, or one that is there already.
fn manifest(args: &CaptureArgs) -> Result<Manifest> {
	if !args.form.is_empty() {
		let forms = args.form.iter().map(|path| content(path)).collect::<Result<_>>()?;
		let made = Manifest::new(args.trial, args.subject, args.visit, forms)?;
		// The salts are safe before anybody knows of the forms.
		documents::write_new(&args.manifest, &made.written()?)?;
		return Ok(made);
	}
	let read = Manifest::read(&args.manifest)?;
	let wrong = |reason: String| Error::Input(format!("{}: {reason}", args.manifest.display()));
	if let Some(capture) = read.capture {
		return Err(wrong(format!("its forms are captured already, under number {capture}")));
	}
	match (read.trial, read.subject, read.visit) == (args.trial, args.subject, args.visit) {
		true => Ok(read),
		false => Err(wrong(format!(
			"it is of visit {} of {}",
			read.visit,
			who(read.trial, read.subject)
		))),
	}
}

/// If consent alone is missing, the forms are not captured, but the manifest is there for when it is not.
pub(super) async fn capture(cli: &Cli, args: &CaptureArgs) -> Result<ExitCode> {
	let signer = args.signer.key()?;
	let mut manifest = manifest(args)?;
	let (root, count) = (manifest.root, manifest.count());
	let call = calls::capture(args.trial, args.subject, args.visit, root, count);
	let (_, included) = send(cli, &call, &signer).await?;
	let Some(event) = included.find::<Captured>()? else {
		let AccessDecided { entry, decision, .. } = included.event()?;
		let mut lines = vec![
			("captured", format!("nothing: {} does not permit it", who(args.trial, args.subject))),
			("entry", entry.to_string()),
		];
		lines.extend(output::decision(&decision));
		let value = json!({
			"trial": args.trial,
			"subject": args.subject,
			"visit": args.visit,
			"capture": null,
			"entry": entry,
			"decision": output::decision_json(&decision),
		});
		print_done(cli, lines, value, &included);
		return Ok(ExitCode::from(NOT_PERMITTED));
	};
	manifest.capture = Some(event.capture);
	documents::replace(&args.manifest, &manifest.written()?).map_err(|e| {
		Error::Afterwards(format!(
			"the forms are captured under number {}, which the manifest does not say: {e}",
			event.capture
		))
	})?;
	let lines = vec![
		(
			"captured",
			format!("{count} forms of visit {} of {}", args.visit, who(args.trial, args.subject)),
		),
		("capture", event.capture.to_string()),
		("root", to_hex(&root)),
		("manifest", args.manifest.display().to_string()),
	];
	let value = json!({
		"trial": args.trial,
		"subject": args.subject,
		"visit": args.visit,
		"capture": event.capture,
		"count": count,
		"root": to_hex(&root),
	});
	print_done(cli, lines, value, &included);
	Ok(ExitCode::SUCCESS)
}

pub(super) fn prove(cli: &Cli, args: &ManifestFormArgs, out: &Path) -> Result<()> {
	let (manifest, place) = args.read()?;
	let proof = manifest.proof(place)?;
	documents::write_new(out, &proof.written()?)?;
	let file = out.display().to_string();
	print(
		cli,
		|| {
			output::pairs(&[
				("form", format!("{place} of {}, {}", proof.count, proof.content.file)),
				("root", to_hex(&proof.root)),
				("file", file.clone()),
			])
		},
		|| json!({ "form": place, "root": to_hex(&proof.root), "file": file }),
	);
	Ok(())
}

pub(super) async fn verify(
	cli: &Cli,
	file: &Path,
	form: Option<&Path>,
	on_chain: bool,
) -> Result<ExitCode> {
	let proof = FormProof::read(file)?;
	let mut checked = proof.check();
	if let (Ok(()), Some(form)) = (&checked, form) {
		let bytes = documents::bytes_of(form, MAX_DETAIL)?;
		match proof.says(&bytes) {
			Some(said) if said.commitment == proof.content.commitment => (),
			Some(_) => checked = Err("the form is a correction, not what was captured".into()),
			None => checked = Err("the form is another than was captured".into()),
		}
	}
	if checked.is_ok() && on_chain {
		checked = of_capture(cli, &proof).await?;
	}
	print(
		cli,
		|| {
			let verdict = match &checked {
				Ok(()) if on_chain => "genuine: it was captured on the chain".into(),
				Ok(()) => {
					"sound: it leads to its root; whether that is the capture's, the chain tells"
						.into()
				}
				Err(reason) => format!("no proof: {reason}"),
			};
			output::pairs(&[
				("verdict", verdict),
				("participant", who(proof.trial, proof.subject)),
				("form", format!("{} of {}, {}", proof.index, proof.count, proof.content.file)),
				("root", to_hex(&proof.root)),
			])
		},
		|| {
			json!({
				"sound": checked.is_ok(),
				"reason": checked.as_ref().err(),
				"trial": proof.trial,
				"subject": proof.subject,
				"capture": proof.capture,
				"form": proof.index,
				"root": to_hex(&proof.root),
			})
		},
	);
	Ok(match checked {
		Ok(()) => ExitCode::SUCCESS,
		Err(_) => ExitCode::from(NOT_PERMITTED),
	})
}

/// Whether a proof's root is that of a capture on the chain.
async fn of_capture(cli: &Cli, proof: &FormProof) -> Result<Result<(), String>> {
	let captures = trials(cli).await?.captures(proof.trial, proof.subject).await?;
	let here = |(number, capture): (u32, &crate::types::trials::Capture)| {
		proof.capture.is_none_or(|named| named == number)
			&& (capture.root, capture.count) == (proof.root, proof.count)
	};
	Ok(match (0..).zip(&captures).any(here) {
		true => Ok(()),
		false => Err("root: the chain has no such capture of the participant".into()),
	})
}

pub(super) async fn correct(cli: &Cli, args: &CorrectArgs) -> Result<()> {
	let signer = args.signer.key()?;
	let (mut manifest, place) = args.form.read()?;
	let proof = manifest.proof(place)?;
	let form = proof.form()?;
	let (trial, subject) = (manifest.trial, manifest.subject);
	let touched = trials(cli).await?.form(trial, subject, form).await?;
	let new = content(&args.with)?;
	let correction = Correction {
		old: touched.as_ref().map_or(proof.content.commitment, |form| *form.content),
		new: new.commitment,
		reason: args.reason.commit()?,
		proof: if touched.is_some() { Vec::new() } else { proof.siblings },
	};
	let call = calls::correct(trial, subject, form, correction.clone());
	// The salt is safe before anybody knows of the correction.
	manifest.form_mut(place)?.corrections.push(new);
	documents::replace(&args.form.manifest, &manifest.written()?)?;
	let (_, included) = send(cli, &call, &signer).await?;
	let voided = included.find::<VerificationVoided>()?.is_some();
	let mut lines = vec![
		("corrected", format!("form {} of capture {}", form.index, form.capture)),
		("of", who(trial, subject)),
		("old", to_hex(&correction.old.0)),
		("new", to_hex(&correction.new.0)),
	];
	lines.extend(voided.then(|| ("source", "is to be compared again".to_string())));
	let value = json!({
		"trial": trial,
		"subject": subject,
		"form": form,
		"old": to_hex(&correction.old.0),
		"new": to_hex(&correction.new.0),
		"verificationVoided": voided,
	});
	print_done(cli, lines, value, &included);
	Ok(())
}

pub(super) async fn verify_source(cli: &Cli, args: &VerifySourceArgs) -> Result<()> {
	let proof = args.proof()?;
	let form = proof.form()?;
	let (trial, subject) = (proof.trial, proof.subject);
	let touched = trials(cli).await?.form(trial, subject, form).await?;
	let current = touched.as_ref().map_or(proof.content.commitment, |form| *form.content);
	let bytes = documents::bytes_of(&args.file, MAX_DETAIL)?;
	if proof.says(&bytes).is_none_or(|said| said.commitment != current) {
		return Err(Error::Input(format!(
			"{} is not what form {} of capture {} says now; nothing is sent",
			args.file.display(),
			form.index,
			form.capture
		)));
	}
	let siblings = if touched.is_some() { Vec::new() } else { proof.siblings };
	let call = calls::verify_source(trial, subject, form, current, siblings);
	let what =
		format!("form {} of capture {} of {}", form.index, form.capture, who(trial, subject));
	let value = json!({ "trial": trial, "subject": subject, "form": form });
	plain(cli, call, &args.signer, ("compared with its source", what), value).await
}

pub(super) async fn query(cli: &Cli, args: &SubjectTextArgs, form: FormRef) -> Result<()> {
	let call = calls::open_query(args.trial, args.subject, form, args.text.commit()?);
	let (event, included) = send(cli, &call, &args.signer.key()?).await?;
	let lines = vec![
		("query", format!("{} about {}", event.query, who(args.trial, args.subject))),
		("form", format!("{} of capture {}", form.index, form.capture)),
	];
	let value = json!({
		"trial": args.trial,
		"subject": args.subject,
		"query": event.query,
		"form": form,
	});
	print_done(cli, lines, value, &included);
	Ok(())
}

pub(super) async fn answer(cli: &Cli, args: &SubjectTextArgs, query: QueryId) -> Result<()> {
	let call = calls::answer_query(args.trial, args.subject, query, args.text.commit()?);
	let which = (args.trial, args.subject);
	of_subject(cli, call, &args.signer, "answered a query about", which).await
}

pub(super) async fn close(cli: &Cli, args: &SubjectArgs, query: QueryId) -> Result<()> {
	let call = calls::close_query(args.trial, args.subject, query);
	let which = (args.trial, args.subject);
	of_subject(cli, call, &args.signer, "closed a query about", which).await
}
