//! `medchain credential …` and `medchain council …`.

use super::{connect, consent_node, deliver, print, print_done, send};
use crate::{
	accounts::account_of,
	calls::{AnyCall, Sender},
	cli::{
		credential::{CouncilCommand, CredentialCommand, IssuerArgs, StandingArgs},
		Cli, Delivery,
	},
	council::{self, Closed, Motion, Proposal},
	credentials,
	error::{Error, Result},
	node::{Included, Wait},
	output,
};
use serde_json::{json, Value};
use subxt::utils::AccountId32;
use subxt_signer::sr25519::Keypair;

/// Does what the command line says.
pub async fn run(cli: &Cli, command: &CredentialCommand) -> Result<()> {
	use CredentialCommand as C;
	match command {
		C::Accredit { issuer, role, identities, period, council } => {
			let roles = role.iter().copied().collect();
			let call = credentials::accredit(issuer, roles, *identities, period.period()?);
			propose(cli, &call, &council.signer.key()?, council.threshold).await
		}
		C::SuspendAccreditation(IssuerArgs { issuer, council }) => {
			let call = credentials::suspend_accreditation(issuer);
			propose(cli, &call, &council.signer.key()?, council.threshold).await
		}
		C::ReinstateAccreditation(IssuerArgs { issuer, council }) => {
			let call = credentials::reinstate_accreditation(issuer);
			propose(cli, &call, &council.signer.key()?, council.threshold).await
		}
		C::WithdrawAccreditation(IssuerArgs { issuer, council }) => {
			let call = credentials::withdraw_accreditation(issuer);
			propose(cli, &call, &council.signer.key()?, council.threshold).await
		}
		C::Issue { subject, role, period, evidence, signer } => {
			let signer = signer.key()?;
			let evidence = evidence.commitment()?;
			let call = credentials::issue(subject, *role, period.period()?, evidence);
			let (event, included) = send(cli, &call, &signer).await?;
			let lines = vec![
				("credential", event.credential.to_string()),
				("role", role.code().into()),
				("of", event.subject.to_string()),
				("issuer", account_of(&signer).to_string()),
			];
			let value = json!({
				"credential": event.credential,
				"subject": event.subject,
				"role": role.code(),
				"issuer": account_of(&signer),
			});
			print_done(cli, lines, value, &included);
			Ok(())
		}
		C::Renew { which, until, signer } => {
			let call = credentials::renew(&which.subject, which.credential, *until);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let until = until.map(output::instant);
			let told = until.clone().unwrap_or_else(|| "no end".into());
			let lines =
				vec![("renewed", format!("credential {}", event.credential)), ("until", told)];
			let value = json!({ "credential": event.credential, "until": until });
			print_done(cli, lines, value, &included);
			Ok(())
		}
		C::Suspend(StandingArgs { which, signer }) => {
			let call = credentials::suspend(&which.subject, which.credential);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			print_credential(cli, "suspended", event.credential, &included);
			Ok(())
		}
		C::Reinstate(StandingArgs { which, signer }) => {
			let call = credentials::reinstate(&which.subject, which.credential);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			print_credential(cli, "reinstated", event.credential, &included);
			Ok(())
		}
		C::Revoke { standing: StandingArgs { which, signer }, by_council, threshold } => {
			let call = credentials::revoke(&which.subject, which.credential);
			if *by_council {
				return propose(cli, &call, &signer.key()?, *threshold).await;
			}
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			print_credential(cli, "revoked", event.credential, &included);
			Ok(())
		}
		C::Remove(StandingArgs { which, signer }) => {
			let call = credentials::remove(&which.subject, which.credential);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			print_credential(cli, "removed", event.credential, &included);
			Ok(())
		}
		C::Affiliate { person, period, signer } => {
			let call = credentials::affiliate(person, period.period()?);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			print_membership(cli, "belongs to", &event.person, &event.organization, &included);
			Ok(())
		}
		C::EndAffiliation { person, organization, signer } => {
			let call = credentials::end_affiliation(person, organization);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			print_membership(cli, "left", &event.person, &event.organization, &included);
			Ok(())
		}
		C::VerifyPatient { patient, assurance, period, evidence, signer } => {
			let signer = signer.key()?;
			let evidence = evidence.commitment()?;
			let call = credentials::verify_patient(patient, *assurance, period.period()?, evidence);
			let (event, included) = send(cli, &call, &signer).await?;
			let lines = vec![
				("verified", event.person.to_string()),
				("assurance", assurance.code().into()),
				("verifier", account_of(&signer).to_string()),
			];
			let value = json!({
				"person": event.person,
				"assurance": assurance.code(),
				"verifier": account_of(&signer),
			});
			print_done(cli, lines, value, &included);
			Ok(())
		}
		C::EndVerification { patient, parties, by_council, threshold } => {
			let delivery = parties.delivery()?;
			let call = credentials::end_verification(patient);
			if *by_council {
				let Delivery::Send(Sender { signer, relay: None }) = delivery else {
					return Err(Error::Input(
						"--by-council: a member proposes and pays; leave the relay and the like out".into(),
					));
				};
				return propose(cli, &call, &signer, *threshold).await;
			}
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				let lines = vec![("no longer verified", event.person.to_string())];
				print_done(cli, lines, json!({ "person": event.person }), &included);
			}
			Ok(())
		}
		C::Show { account, credential } => show(cli, account, *credential).await,
		C::Roles { account } => {
			let at = connect(cli).await?.consent_chain().await?;
			let roles = credentials::roles_of(&at, account).await?;
			let organizations = credentials::organizations_of(&at, account).await?;
			print(
				cli,
				|| output::pairs(&output::standing(&roles, &organizations)),
				|| output::standing_json(&roles, &organizations),
			);
			Ok(())
		}
		C::Accreditation { issuer } => {
			let at = connect(cli).await?.consent_chain().await?;
			let found = credentials::accreditation(&at, issuer).await?;
			print(
				cli,
				|| {
					found.as_ref().map_or_else(
						|| format!("{issuer} is no accredited issuer\n"),
						|found| output::pairs(&output::accreditation(found)),
					)
				},
				|| found.as_ref().map_or(Value::Null, output::accreditation_json),
			);
			Ok(())
		}
	}
}

async fn show(cli: &Cli, account: &AccountId32, credential: Option<u64>) -> Result<()> {
	let at = connect(cli).await?.consent_chain().await?;
	let Some(number) = credential else {
		let holder = credentials::holder(&at, account).await?;
		print(cli, || output::holder(account, &holder), || output::holder_json(account, &holder));
		return Ok(());
	};
	let found = credentials::credential(&at, account, number)
		.await?
		.ok_or_else(|| Error::Input(format!("{account} has no credential {number}")))?;
	print(cli, || output::credential(&found), || output::credential_json(&found));
	Ok(())
}

fn print_credential(cli: &Cli, what: &'static str, credential: u64, included: &Included) {
	let lines = vec![(what, format!("credential {credential}"))];
	print_done(cli, lines, json!({ "credential": credential }), included);
}

fn print_membership(
	cli: &Cli,
	what: &'static str,
	person: &AccountId32,
	organization: &AccountId32,
	included: &Included,
) {
	let lines = vec![("person", person.to_string()), (what, organization.to_string())];
	print_done(cli, lines, json!({ "person": person, "organization": organization }), included);
}

/// Proposes a call to the council, and says how to vote if it waits for votes.
pub(super) async fn propose(
	cli: &Cli,
	call: &AnyCall,
	member: &Keypair,
	threshold: Option<u32>,
) -> Result<()> {
	let node = consent_node(cli).await?;
	let wait = cli.wait(Wait::Finalized);
	let (proposal, included) = council::propose(&node, member, call, threshold, wait).await?;
	let (lines, value) = match proposal {
		Proposal::Done => (
			vec![("decided", call.name())],
			json!({ "call": call.name(), "executed": true, "motion": Value::Null }),
		),
		Proposal::Waits(Motion { hash, index, threshold }) => (
			vec![
				("proposed", call.name()),
				("motion", format!("{hash:?}, number {index}")),
				("needs", format!("{threshold} votes")),
				("vote", format!("medchain council vote {hash:?} {index} --signer MEMBER")),
				("then", format!("medchain council close {hash:?} {index} --signer ANYBODY")),
			],
			json!({
				"call": call.name(),
				"executed": false,
				"motion": { "hash": hash, "index": index, "threshold": threshold },
			}),
		),
	};
	print_done(cli, lines, value, &included);
	Ok(())
}

/// `council`.
pub async fn council(cli: &Cli, command: &CouncilCommand) -> Result<()> {
	match command {
		CouncilCommand::Vote { motion, reject, signer } => {
			let call = council::vote(motion.hash, motion.index, !reject);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let lines = vec![
				("voted", if event.voted { "for" } else { "against" }.into()),
				("motion", format!("{:?}", event.proposal_hash)),
				("so far", format!("{} for, {} against", event.yes, event.no)),
			];
			let value = json!({
				"motion": event.proposal_hash,
				"for": event.voted,
				"yes": event.yes,
				"no": event.no,
			});
			print_done(cli, lines, value, &included);
		}
		CouncilCommand::Close { motion, signer } => {
			let signer = signer.key()?;
			let node = consent_node(cli).await?;
			let wait = cli.wait(Wait::Finalized);
			let (closed, included) =
				council::close(&node, &signer, motion.hash, motion.index, wait).await?;
			let executed = closed == Closed::Done;
			let told = if executed { "carried out" } else { "voted down" };
			let lines = vec![("motion", format!("{:?}, {told}", motion.hash))];
			let value = json!({ "motion": motion.hash, "executed": executed });
			print_done(cli, lines, value, &included);
		}
	}
	Ok(())
}
