//! Looking at packs, containers, lots and recalls.

use super::{consent_node, print};
use crate::{
	cli::{
		drug::{scanned, LotArgs, PrintArgs, ProofArgs},
		Cli, SignerArgs, NOT_PERMITTED,
	},
	drug::{
		receipt::Receipt,
		register::{Chain, Print, Register},
	},
	error::{Error, Result},
	output::{self, drug as told},
	packs::ProofStore,
	types::drug::{SubjectInfo, Verdict},
};
use medchain_support::{Gtin, Lot, PackId, Serial};
use serde_json::json;
use std::{path::Path, process::ExitCode};

async fn chain(cli: &Cli) -> Result<Chain> {
	let node = consent_node(cli).await?;
	let at = node.best().await?;
	Ok(Chain { node, at })
}

pub(super) async fn lot(cli: &Cli, lot: &LotArgs) -> Result<()> {
	let chain = chain(cli).await?;
	show_lot(cli, &chain, lot.gtin, lot.lot).await
}

async fn show_lot(cli: &Cli, chain: &Chain, gtin: Gtin, lot: Lot) -> Result<()> {
	let info = chain
		.lot(gtin, lot)
		.await?
		.ok_or_else(|| Error::Input(format!("the chain has no lot {lot} of product {gtin}")))?;
	let portions = chain.portions(info.id).await?;
	print(cli, || told::lot(&info, &portions), || told::lot_json(&info, &portions));
	Ok(())
}

pub(super) async fn recalls(cli: &Cli, all: bool) -> Result<()> {
	let mut recalls = chain(cli).await?.recalls().await?;
	recalls.retain(|recall| all || recall.lifted.is_none());
	print(
		cli,
		|| match recalls.is_empty() {
			true => "nothing is called back\n".into(),
			false => told::recalls(&recalls),
		},
		|| recalls.iter().map(told::recall_json).collect(),
	);
	Ok(())
}

/// A pack as the chain follows it: by an entry of its own, or in its stretch.
async fn subject_of(
	chain: &Chain,
	proofs: &ProofStore,
	gtin: &Gtin,
	serial: &Serial,
) -> Result<Option<SubjectInfo>> {
	let pack = PackId::of(gtin, serial);
	if chain.pack(pack).await?.is_some() {
		return Ok(Some(SubjectInfo::Pack(pack)));
	}
	let Some(located) = proofs.locate(gtin, serial) else { return Ok(None) };
	let Some(lot) = chain.lot(*gtin, located.lot).await? else { return Ok(None) };
	let portions = chain.portions(lot.id).await?;
	let portion = portions.iter().find(|it| it.start <= located.place && located.place < it.end);
	Ok(portion.map(|portion| SubjectInfo::Range { lot: lot.id, start: portion.start }))
}

pub(super) async fn verify(
	cli: &Cli,
	args: &PrintArgs,
	proof: &ProofArgs,
	receipt: Option<&Path>,
	signer: &SignerArgs,
	with_pedigree: bool,
) -> Result<ExitCode> {
	let proofs = proof.open()?;
	let asked = args.print(&proofs)?;
	let receipt = receipt.map(Receipt::read).transpose()?;
	if let (Some(receipt), Some(account)) = (&receipt, signer.account()?) {
		if receipt.patient != account {
			return Err(Error::Input(format!(
				"--receipt: it is for {}, not for the signer, {account}",
				receipt.patient
			)));
		}
	}
	let chain = chain(cli).await?;
	let found = chain.verify(&asked).await?;
	// The receipt never leaves this machine.
	let sold_to_you = receipt.map(|receipt| receipt.opens(&found));
	let subject = match found.place {
		Some(_) => subject_of(&chain, &proofs, &asked.gtin, &asked.serial).await?,
		None => None,
	};
	let steps = match subject {
		Some(subject) => chain.pedigree(subject).await?,
		None => Vec::new(),
	};
	print(
		cli,
		|| {
			let mut text = told::verification(&asked, &found, sold_to_you, &steps);
			if with_pedigree {
				text.push('\n');
				text.push_str(&told::pedigree(&steps));
			}
			text
		},
		|| {
			let mut value = told::verification_json(&asked, &found, sold_to_you, &steps);
			if with_pedigree {
				value["pedigree"] = told::pedigree_json(&steps);
			}
			value
		},
	);
	let yours = found.verdict == Verdict::Dispensed && sold_to_you == Some(true);
	Ok(match found.verdict.is_good() || yours {
		true => ExitCode::SUCCESS,
		false => ExitCode::from(NOT_PERMITTED),
	})
}

pub(super) async fn show(cli: &Cli, code: &str, proof: &ProofArgs) -> Result<()> {
	let read = scanned(code).map_err(Error::Input)?;
	let proofs = proof.open()?;
	let chain = chain(cli).await?;
	match (read.sscc, read.gtin, read.serial, read.lot) {
		(Some(sscc), ..) => {
			let info = chain.container(sscc).await?.ok_or_else(|| {
				Error::Input(format!(
					"the chain has no container {sscc}; one is there while it holds something"
				))
			})?;
			let contents = chain.contents(sscc).await?;
			let name = sscc.to_string();
			print(
				cli,
				|| told::container(&name, &info, &contents),
				|| told::container_json(&name, &info, &contents),
			);
		}
		(None, Some(gtin), Some(serial), _) => {
			let pack = PackId::of(&gtin, &serial);
			let asked = Print { gtin, serial, lot: None, expiry: None, proof: None };
			match chain.pack(pack).await? {
				Some(info) => {
					print(cli, || told::pack(&asked, &info), || told::pack_json(&asked, &info));
				}
				None => untouched(cli, &chain, &proofs, gtin, serial).await?,
			}
		}
		(None, Some(gtin), None, Some(lot)) => show_lot(cli, &chain, gtin, lot).await?,
		_ => {
			return Err(Error::Input(format!(
				"{code:?} names no pack (01)(21), container (00) or lot (01)(10)"
			)))
		}
	}
	Ok(())
}

/// A pack in its stretch.
async fn untouched(
	cli: &Cli,
	chain: &Chain,
	proofs: &ProofStore,
	gtin: Gtin,
	serial: Serial,
) -> Result<()> {
	let unknown = || {
		Error::Input(format!(
			"the chain has no entry of pack {serial} of {gtin}; if it was commissioned by a root, name its \
			 proof: --proof FILE or --proofs DIR"
		))
	};
	let located = proofs.locate(&gtin, &serial).ok_or_else(unknown)?;
	let lot = chain.lot(gtin, located.lot).await?.ok_or_else(unknown)?;
	let portions = chain.portions(lot.id).await?;
	let portion = portions
		.into_iter()
		.find(|it| it.start <= located.place && located.place < it.end)
		.ok_or_else(unknown)?;
	print(
		cli,
		|| {
			let mut text = output::pairs(&[
				("pack", format!("{serial} of {gtin}, never handled alone")),
				("place", located.place.to_string()),
			]);
			text.push('\n');
			text.push_str(&told::lot(&lot, std::slice::from_ref(&portion)));
			text
		},
		|| {
			json!({
				"gtin": gtin.to_string(),
				"serial": serial.to_string(),
				"place": located.place,
				"lot": told::lot_json(&lot, std::slice::from_ref(&portion)),
			})
		},
	);
	Ok(())
}

pub(super) async fn pedigree(cli: &Cli, code: &str, proof: &ProofArgs) -> Result<()> {
	let read = scanned(code).map_err(Error::Input)?;
	let proofs = proof.open()?;
	let chain = chain(cli).await?;
	let subject = match (read.sscc, read.gtin, read.serial, read.lot) {
		(Some(sscc), ..) => SubjectInfo::Container(sscc),
		(None, Some(gtin), Some(serial), _) => {
			subject_of(&chain, &proofs, &gtin, &serial).await?.ok_or_else(|| {
				Error::Input(format!(
					"the chain has no entry of pack {serial} of {gtin}; if it was commissioned by a root, name \
					 its proof: --proof FILE or --proofs DIR"
				))
			})?
		}
		(None, Some(gtin), None, Some(lot)) => {
			let info = chain.lot(gtin, lot).await?.ok_or_else(|| {
				Error::Input(format!("the chain has no lot {lot} of product {gtin}"))
			})?;
			SubjectInfo::Lot(info.id)
		}
		(None, Some(gtin), None, None) => SubjectInfo::Product(gtin),
		_ => return Err(Error::Input(format!("{code:?} names no goods"))),
	};
	let steps = chain.pedigree(subject).await?;
	print(cli, || told::pedigree(&steps), || told::pedigree_json(&steps));
	Ok(())
}
