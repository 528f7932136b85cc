//! `medchain record …`.

use super::{connect, deliver, print, print_done, send};
use crate::{
	cli::{
		record::{commitment_of_file, RecordCommand},
		Cli, NOT_PERMITTED,
	},
	error::Result,
	output, records, relay,
};
use serde_json::json;
use std::process::ExitCode;

/// Does what the command line says.
pub async fn run(cli: &Cli, command: &RecordCommand) -> Result<ExitCode> {
	match command {
		RecordCommand::Register { patient, class, sensitivity, content, signer } => {
			let signer = signer.key()?;
			let (commitment, locator) = content.read()?;
			let labels = sensitivity.iter().copied().collect();
			let call = records::register(patient, *class, labels, commitment, locator);
			let (event, included) = send(cli, &call, &signer).await?;
			let commitment = relay::to_hex(&commitment.0);
			let lines = vec![
				("registered", format!("record {} of {patient}", event.record)),
				("class", class.code().into()),
				("commitment", commitment.clone()),
			];
			let value = json!({
				"patient": patient,
				"record": event.record,
				"commitment": commitment,
			});
			print_done(cli, lines, value, &included);
		}
		RecordCommand::Amend { id, patient, content, signer } => {
			let signer = signer.key()?;
			let (commitment, locator) = content.read()?;
			let call = records::amend(patient, *id, commitment, locator);
			let (event, included) = send(cli, &call, &signer).await?;
			let commitment = relay::to_hex(&commitment.0);
			let lines = vec![
				("amended", format!("record {} of {patient}", event.record)),
				("version", event.version.to_string()),
				("commitment", commitment.clone()),
			];
			let value = json!({
				"patient": patient,
				"record": event.record,
				"version": event.version,
				"commitment": commitment,
			});
			print_done(cli, lines, value, &included);
		}
		RecordCommand::Erase { id, parties } => {
			let delivery = parties.delivery()?;
			let patient = parties.patient(&delivery);
			if let Some((event, included)) =
				deliver(cli, &records::erase(&patient, *id), &delivery).await?
			{
				let lines = vec![("erased", format!("record {} of {patient}", event.record))];
				let value = json!({ "patient": patient, "record": event.record });
				print_done(cli, lines, value, &included);
			}
		}
		RecordCommand::List { patient, from, limit } => {
			let patient = patient.account()?;
			let at = connect(cli).await?.consent_chain().await?;
			let found = records::list(&at, &patient, *from, *limit).await?;
			print(
				cli,
				|| match found.is_empty() {
					true => format!("{patient} has no such records\n"),
					false => output::records(&found).to_string(),
				},
				|| found.iter().map(output::record_json).collect(),
			);
		}
		RecordCommand::Show { id, patient } => {
			let at = connect(cli).await?.consent_chain().await?;
			let found = records::record(&at, &patient.account()?, *id).await?;
			print(cli, || output::record(&found), || output::record_json(&found));
		}
		RecordCommand::Verify { id, file, version, patient } => {
			let patient = patient.account()?;
			let found = commitment_of_file(file)?;
			let at = connect(cli).await?.consent_chain().await?;
			let record = records::record(&at, &patient, *id).await?;
			let (number, version) = records::version_of(&record, *version)?;
			let genuine = version.commitment.0 == found;
			let [of_file, on_chain] =
				[found, version.commitment.0].map(|commitment| relay::to_hex(&commitment.0));
			print(
				cli,
				|| {
					let verdict = match genuine {
						true => format!("genuine: the file is version {number} of record {id}"),
						false => {
							format!("another: the file is not version {number} of record {id}")
						}
					};
					output::pairs(&[
						("verdict", verdict),
						("file", of_file.clone()),
						("chain", on_chain.clone()),
					])
				},
				|| {
					json!({
						"record": id,
						"version": number,
						"genuine": genuine,
						"file": of_file,
						"chain": on_chain,
					})
				},
			);
			if !genuine {
				return Ok(ExitCode::from(NOT_PERMITTED));
			}
		}
	}
	Ok(ExitCode::SUCCESS)
}
