//! Products, lots, serial numbers and proofs.

use super::{print, print_done, send};
use crate::{
	cli::{
		drug::{limits, LotArgs, ProductCommand},
		Cli, NOT_PERMITTED,
	},
	documents,
	drug::calls,
	error::{Error, Result},
	output,
	packs::{self, proof::SUFFIX, serials, PackProof},
	relay::to_hex,
};
use medchain_support::{Expiry, Serial};
use serde_json::json;
use std::{fs, path::Path, process::ExitCode};
use subxt_signer::sr25519::Keypair;

pub(super) async fn product(cli: &Cli, command: &ProductCommand) -> Result<()> {
	match command {
		ProductCommand::Register { gtin, limits: bears, signer } => {
			let bears = limits(bears.min, bears.max)?;
			let call = calls::register_product(*gtin, bears);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let lines = vec![("registered", event.gtin.to_string())];
			let value = json!({ "gtin": event.gtin.to_string(), "limits": bears });
			print_done(cli, lines, value, &included);
		}
		ProductCommand::Limits { gtin, limits: bears, signer } => {
			let bears = limits(bears.min, bears.max)?;
			let call = calls::set_limits(*gtin, bears);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let told = match bears {
				Some(bears) => format!(
					"{} to {}",
					output::drug::degrees(bears.min),
					output::drug::degrees(bears.max)
				),
				None => "any temperature".into(),
			};
			let lines = vec![("product", event.gtin.to_string()), ("bears", told)];
			let value = json!({ "gtin": event.gtin.to_string(), "limits": bears });
			print_done(cli, lines, value, &included);
		}
		ProductCommand::Offer { gtin, to, signer } => {
			let call = calls::offer_product(*gtin, *to);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let to = event.to.map(|to| to.to_string());
			let told = to.clone().unwrap_or_else(|| "nobody any more".into());
			let lines = vec![("product", event.gtin.to_string()), ("offered to", told)];
			let value = json!({ "gtin": event.gtin.to_string(), "to": to });
			print_done(cli, lines, value, &included);
		}
		ProductCommand::Accept { gtin, signer } => {
			let call = calls::accept_product(*gtin);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let [from, manufacturer] =
				[event.from, event.manufacturer].map(|account| account.to_string());
			let value = json!({
				"gtin": event.gtin.to_string(),
				"from": from,
				"manufacturer": manufacturer,
			});
			let lines = vec![
				("product", event.gtin.to_string()),
				("taken over from", from),
				("manufacturer", manufacturer),
			];
			print_done(cli, lines, value, &included);
		}
	}
	Ok(())
}

pub(super) async fn create_lot(
	cli: &Cli,
	lot: &LotArgs,
	expiry: Expiry,
	signer: &Keypair,
) -> Result<()> {
	let call = calls::create_lot(lot.gtin, lot.lot, expiry);
	let (event, included) = send(cli, &call, signer).await?;
	let lines = vec![
		("created", format!("lot {} of {}, to be used by {expiry}", lot.lot, lot.gtin)),
		("number", event.lot.to_string()),
	];
	let value = json!({
		"id": event.lot,
		"gtin": lot.gtin.to_string(),
		"lot": lot.lot.to_string(),
		"expiry": expiry.to_string(),
	});
	print_done(cli, lines, value, &included);
	Ok(())
}

pub(super) fn generate(cli: &Cli, count: u32, length: usize, out: &Path) -> Result<()> {
	let made = serials::generate(count, length, serials::random)?;
	documents::write_new(out, &serials::written(&made))?;
	let file = out.display().to_string();
	print(
		cli,
		|| output::pairs(&[("made", format!("{count} serial numbers")), ("file", file.clone())]),
		|| json!({ "count": count, "file": file }),
	);
	Ok(())
}

pub(super) fn make_proofs(
	cli: &Cli,
	lot: &LotArgs,
	(list, start): (&Path, u32),
	of: &[Serial],
	out: &Path,
) -> Result<()> {
	let all = serials::read(list)?;
	let tree = packs::store::tree(&lot.gtin, &all)?;
	let root = to_hex(&tree.root());
	let mut files = Vec::new();
	if of.is_empty() {
		files.push(packs::store::write(out, (lot.gtin, lot.lot, start), &all, false)?);
	}
	for serial in of {
		let at = all.iter().position(|known| known == serial).and_then(|at| u32::try_from(at).ok());
		let found = at.and_then(|at| Some((at, tree.proof(at)?)));
		let Some((at, siblings)) = found else {
			return Err(Error::Input(format!("--serial {serial}: {} has it not", list.display())));
		};
		let proof = PackProof {
			gtin: lot.gtin,
			lot: lot.lot,
			serial: *serial,
			place: start.saturating_add(at),
			start,
			count: tree.count(),
			root: tree.root(),
			siblings,
		};
		fs::create_dir_all(out)
			.map_err(|e| Error::Input(format!("cannot make {}: {e}", out.display())))?;
		let name = to_hex(&proof.pack().0);
		let path = out.join(format!("{}{SUFFIX}", name.get(2..18).unwrap_or_default()));
		documents::write_new(&path, &proof.written()?)?;
		files.push(path);
	}
	let files: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
	print(
		cli,
		|| {
			let mut lines = vec![("packs", tree.count().to_string()), ("root", root.clone())];
			lines.extend(files.iter().map(|file| ("file", file.clone())));
			output::pairs(&lines)
		},
		|| json!({ "count": tree.count(), "root": root, "files": files }),
	);
	Ok(())
}

pub(super) fn check_proof(cli: &Cli, file: &Path) -> Result<ExitCode> {
	let proof = PackProof::read(file)?;
	let checked = proof.check();
	print(
		cli,
		|| {
			let verdict = match &checked {
				Ok(()) => {
					"sound: it leads to its root; whether that is the lot's, the chain tells".into()
				}
				Err(reason) => format!("no proof: {reason}"),
			};
			output::pairs(&[
				("verdict", verdict),
				("product", proof.gtin.to_string()),
				("lot", proof.lot.to_string()),
				("serial", proof.serial.to_string()),
				("place", proof.place.to_string()),
				("root", to_hex(&proof.root)),
			])
		},
		|| {
			json!({
				"sound": checked.is_ok(),
				"reason": checked.as_ref().err(),
				"gtin": proof.gtin.to_string(),
				"lot": proof.lot.to_string(),
				"serial": proof.serial.to_string(),
				"place": proof.place,
				"root": to_hex(&proof.root),
			})
		},
	);
	Ok(match checked {
		Ok(()) => ExitCode::SUCCESS,
		Err(_) => ExitCode::from(NOT_PERMITTED),
	})
}
