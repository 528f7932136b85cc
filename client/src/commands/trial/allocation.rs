//! Seeds, lists, openings, and the check of the whole allocation.

use super::{of_subject, of_trial, plain, print, print_done, trials, who};
use crate::{
	calls::Sender,
	cli::{
		trial::{SecretArgs, SeedCommand},
		Cli, SignerArgs, NOT_PERMITTED,
	},
	commands::send,
	documents,
	error::{Error, Result},
	node::Wait,
	output::{self, trial as told},
	packs::serials::random,
	relay::to_hex,
	trial::{
		calls, chain,
		lists::{check_seed, read_seed, write_seed, SlotList, SlotOpening},
		verify::{self, Verdict},
	},
	types::{
		drug::Digest,
		trials::{events::ListBroken, Seed, SubjectId, TrialId},
	},
};
use medchain_support::randomization::{seed_commitment, slots_per_list};
use serde_json::json;
use std::{path::Path, process::ExitCode};

pub(super) fn seed(cli: &Cli, command: &SeedCommand) -> Result<()> {
	let SeedCommand::New { file } = command;
	let mut seed = [0; 32];
	random(&mut seed)?;
	write_seed(file, &seed)?;
	let file = file.display().to_string();
	print(
		cli,
		|| {
			output::pairs(&[
				("seed", file.clone()),
				("keep it", "who has it knows every arm; without it no arm can be told".into()),
			])
		},
		|| json!({ "file": file }),
	);
	Ok(())
}

pub(super) async fn commit_seed(cli: &Cli, args: &SecretArgs) -> Result<()> {
	let commitment = seed_commitment(args.trial, &args.seed()?);
	let call = calls::commit_seed(args.trial, commitment);
	let what = format!("{} for trial {}", to_hex(&commitment), args.trial);
	let value = json!({ "trial": args.trial, "commitment": to_hex(&commitment) });
	plain(cli, call, &args.signer, ("committed", what), value).await
}

/// A seed that is the trial's, and its beacon.
fn secret(trial: TrialId, seed: Digest, committed: Option<&Seed>) -> Result<(Digest, Digest)> {
	let committed = committed.ok_or_else(|| {
		Error::Input(format!(
			"nobody has committed to a seed of trial {trial}; see `trial commit-seed`"
		))
	})?;
	check_seed(trial, &seed, committed)?;
	let beacon = committed.beacon.as_ref().ok_or_else(|| {
		Error::Input(format!(
			"the beacon of trial {trial} is not drawn yet; wait for the next epochs"
		))
	})?;
	Ok((seed, beacon.value))
}

pub(super) async fn seal_list(
	cli: &Cli,
	args: &SecretArgs,
	stratum: Option<u16>,
	all: bool,
) -> Result<()> {
	let signer = args.signer.key()?;
	let known = trials(cli).await?;
	let node = &known.node;
	let trial = known.trial(args.trial).await?;
	let (seed, beacon) = secret(args.trial, args.seed()?, trial.seed.as_ref())?;
	let scheme = chain::scheme(&trial)?;
	let slots = slots_per_list(&scheme).max(1);
	let enough = trial.target.div_ceil(slots);
	let strata = match stratum {
		Some(stratum) => stratum..stratum.saturating_add(1),
		None => 0..trial.strata,
	};
	let mut sealed = Vec::new();
	let mut last = None;
	for stratum in strata {
		let lists = known.lists(args.trial, stratum).await?.len();
		let next = u32::try_from(lists).unwrap_or(u32::MAX);
		let end = if all { enough } else { next.saturating_add(1) };
		for list in next..end {
			let made = SlotList::new(&scheme, (&seed, &beacon), args.trial, stratum, list)?;
			let call = calls::seal_list(args.trial, stratum, made.root());
			let wait = cli.wait(if all { Wait::Best } else { Wait::Finalized });
			let (event, included) = node.send(&call, &Sender::alone(&signer), wait).await?;
			if event.list != list {
				return Err(Error::Afterwards(format!(
					"stratum {stratum}: list {} was sealed with the root of list {list}; somebody else sealed \
					 lists at the same time",
					event.list
				)));
			}
			node.report(&format!("stratum {stratum}, list {list} sealed"));
			sealed.push((stratum, list, made.root()));
			last = Some(included);
		}
	}
	let Some(included) = last else {
		print(
			cli,
			|| "all lists that the target needs are sealed\n".into(),
			|| json!({ "trial": args.trial, "sealed": [] }),
		);
		return Ok(());
	};
	let lines = sealed
		.iter()
		.map(|(stratum, list, root)| {
			(
				"sealed",
				format!("stratum {stratum}, list {list}, {slots} slots, root {}", to_hex(root)),
			)
		})
		.collect();
	let value = json!({
		"trial": args.trial,
		"sealed": sealed.iter().map(|(stratum, list, root)| json!({
			"stratum": stratum,
			"list": list,
			"root": to_hex(root),
		})).collect::<Vec<_>>(),
	});
	print_done(cli, lines, value, &included);
	Ok(())
}

/// What opens the slot of a participant.
async fn open(cli: &Cli, which: (TrialId, SubjectId), seed_file: &Path) -> Result<SlotOpening> {
	let (trial, subject) = which;
	let seed = read_seed(seed_file)?;
	let known = trials(cli).await?;
	let info = known.trial(trial).await?;
	let secret = secret(trial, seed, info.seed.as_ref())?;
	let given = known.subject(trial, subject).await?.slot.ok_or_else(|| {
		Error::Input(format!("{} has no slot: it is not randomised", who(trial, subject)))
	})?;
	let scheme = chain::scheme(&info)?;
	let opening = SlotOpening::new(&scheme, (&secret.0, &secret.1), which, &given)?;
	let sealed = known.sealed_root(&opening).await?;
	let checked = opening.check_against(&scheme, Some(&given), sealed.as_ref());
	checked.map_err(Error::Input)?;
	Ok(opening)
}

pub(super) async fn opening(
	cli: &Cli,
	which: (TrialId, SubjectId),
	seed_file: &Path,
	out: &Path,
) -> Result<()> {
	let opening = open(cli, which, seed_file).await?;
	documents::write_new(out, &opening.written()?)?;
	let file = out.display().to_string();
	// The arm is for the pharmacy alone.
	print(
		cli,
		|| {
			output::pairs(&[
				("opening of", who(opening.trial, opening.subject)),
				("slot", format!("{} of stratum {}", opening.slot, opening.stratum)),
				("file", file.clone()),
			])
		},
		|| {
			json!({
				"trial": opening.trial,
				"subject": opening.subject,
				"stratum": opening.stratum,
				"slot": opening.slot,
				"file": file,
			})
		},
	);
	Ok(())
}

pub(super) async fn check_opening(cli: &Cli, file: &Path) -> Result<ExitCode> {
	let opening = SlotOpening::read(file)?;
	let known = trials(cli).await?;
	let scheme = chain::scheme(&known.trial(opening.trial).await?)?;
	let given = known.subject(opening.trial, opening.subject).await?.slot;
	let sealed = known.sealed_root(&opening).await?;
	let checked = opening.check_against(&scheme, given.as_ref(), sealed.as_ref());
	print(
		cli,
		|| {
			let verdict = match &checked {
				Ok(()) => "genuine: it leads to the list that is sealed on the chain".into(),
				Err(reason) => format!("not to be used: {reason}"),
			};
			let mut lines = vec![
				("verdict", verdict),
				("participant", who(opening.trial, opening.subject)),
				("slot", format!("{} of stratum {}", opening.slot, opening.stratum)),
			];
			lines.extend(checked.is_ok().then(|| ("arm", opening.arm.to_string())));
			output::pairs(&lines)
		},
		|| {
			json!({
				"genuine": checked.is_ok(),
				"reason": checked.as_ref().err(),
				"trial": opening.trial,
				"subject": opening.subject,
				"arm": checked.is_ok().then_some(opening.arm),
			})
		},
	);
	Ok(code(checked.is_ok()))
}

pub(super) async fn disclose(
	cli: &Cli,
	which: (TrialId, SubjectId),
	seed_file: &Path,
	signer: &SignerArgs,
) -> Result<()> {
	let SlotOpening { arm, salt, siblings, .. } = open(cli, which, seed_file).await?;
	let call = calls::disclose(which.0, which.1, arm, salt, siblings);
	of_subject(cli, call, signer, "disclosed the arm of", which).await
}

pub(super) async fn reveal_seed(cli: &Cli, args: &SecretArgs) -> Result<()> {
	let seed = args.seed()?;
	let trial = trials(cli).await?.trial(args.trial).await?;
	secret(args.trial, seed, trial.seed.as_ref())?;
	let call = calls::reveal_seed(args.trial, seed);
	of_trial(cli, call, &args.signer, "revealed the seed of", args.trial).await
}

pub(super) async fn check_list(
	cli: &Cli,
	trial: TrialId,
	(stratum, list): (u16, u32),
	signer: &SignerArgs,
) -> Result<ExitCode> {
	let call = calls::check_list(trial, stratum, list);
	let (_, included) = send(cli, &call, &signer.key()?).await?;
	let broken = included.find::<ListBroken>()?;
	let verdict = match broken {
		None => "verified: it comes from seed and beacon",
		Some(_) => "broken: it does not come from seed and beacon",
	};
	let mut lines = vec![
		("list", format!("{list} of stratum {stratum} of trial {trial}")),
		("verdict", verdict.into()),
	];
	lines.extend(broken.as_ref().map(|event| ("right root", to_hex(&event.expected))));
	let value = json!({
		"trial": trial,
		"stratum": stratum,
		"list": list,
		"verified": broken.is_none(),
		"expected": broken.as_ref().map(|event| to_hex(&event.expected)),
	});
	print_done(cli, lines, value, &included);
	Ok(code(broken.is_none()))
}

pub(super) async fn verify(
	cli: &Cli,
	trial: TrialId,
	seed_file: Option<&Path>,
) -> Result<ExitCode> {
	let held = seed_file.map(read_seed).transpose()?;
	let evidence = trials(cli).await?.evidence(trial).await?;
	let findings = verify::verify(&evidence, held.as_ref())?;
	print(
		cli,
		|| told::findings(&evidence, &findings),
		|| told::findings_json(&evidence, &findings),
	);
	Ok(code(findings.verdict != Verdict::Broken))
}

fn code(good: bool) -> ExitCode {
	match good {
		true => ExitCode::SUCCESS,
		false => ExitCode::from(NOT_PERMITTED),
	}
}
