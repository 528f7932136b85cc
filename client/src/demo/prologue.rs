//! Who is who, and what exists of the patient.

use super::{Demo, Person};
use crate::{
	calls::{AnyCall, Sender},
	council::{self, Closed, Motion, Proposal},
	credentials,
	error::{Error, Result},
	node::{Included, Node, Wait},
	output, records, relay,
	types::credentials::Assurance,
};
use medchain_support::{
	Commitment, Period, ResourceClass, Role, Roles, Sensitivities, Sensitivity,
};
use subxt_signer::sr25519::Keypair;

/// One token in its smallest unit.
const MED: u128 = 1_000_000_000_000;
/// What everybody but the patient gets for fees and deposits.
const PURSE: u128 = 10 * MED;
/// Development accounts that can be members of the council.
const COUNCILLORS: [&str; 4] = ["//Alice", "//Bob", "//Charlie", "//Dave"];

impl Demo<'_> {
	pub(super) async fn meet_the_node(&mut self) -> Result<()> {
		self.node.consent_chain().await?;
		let status = self.node.status().await?;
		let details = format!(
			"{}, runtime {} {}, best block {}, {} validator(s)",
			status.chain, status.runtime, status.runtime_version, status.best.0, status.validators
		);
		self.done("A node answers.", &details, "node status");
		Ok(())
	}

	pub(super) async fn fund(&mut self) -> Result<()> {
		let mut cast = vec![
			&self.ministry,
			&self.hospital,
			&self.doctor,
			&self.stranger,
			&self.bank,
			&self.auditor,
			&self.insurer,
			&self.reviewer,
			&self.regulator,
		];
		let traders = self.traders.all();
		cast.extend(traders.iter().map(|(_, person, _)| *person));
		let researchers = self.researchers.all();
		cast.extend(researchers.iter().map(|(_, person, _)| *person));
		let accounts: Vec<_> = cast.iter().map(|person| person.account).collect();
		let paid = self.node.pay(&self.payer.key, &accounts, PURSE, self.wait).await?;
		self.penniless().await?;
		let with_secret =
			|name, person: &Person| (name, format!("{}, {}", person.account, person.uri));
		let mut lines = vec![
			with_secret("ministry", &self.ministry),
			with_secret("hospital", &self.hospital),
			with_secret("doctor", &self.doctor),
			with_secret("stranger", &self.stranger),
			with_secret("bank", &self.bank),
			with_secret("auditor", &self.auditor),
			with_secret("insurer", &self.insurer),
			with_secret("reviewer", &self.reviewer),
			with_secret("regulator", &self.regulator),
		];
		lines.extend(traders.iter().map(|(name, person, _)| with_secret(*name, person)));
		lines.extend(researchers.iter().map(|(name, person, _)| with_secret(*name, person)));
		lines.push(with_secret("patient", &self.patient));
		lines.push(("in", output::place(&paid)));
		let check = format!("credential show {}", self.hospital.account);
		let what = format!(
			"//Alice gives {} each to all but the patient, who has no money (accounts with their \
			 development secrets).",
			output::money(PURSE)
		);
		self.done(&what, &output::pairs(&lines), &check);
		Ok(())
	}

	pub(super) async fn accredit(&mut self) -> Result<()> {
		let roles = Roles::from(Role::ProviderOrganization)
			.with(Role::Practitioner)
			.with(Role::TokenIssuer)
			.with(Role::ReserveAuditor)
			.with(Role::Insurer)
			.with(Role::IndependentReviewer)
			.with(Role::Manufacturer)
			.with(Role::Distributor)
			.with(Role::Pharmacy)
			.with(Role::Sponsor)
			.with(Role::EthicsCommittee)
			.with(Role::Investigator)
			.with(Role::Laboratory)
			.with(Role::Regulator);
		let call = credentials::accredit(&self.ministry.account, roles, true, Period::ALWAYS);
		let included = self.decide(&call).await?;
		let accreditation =
			credentials::accreditation(&self.node.best().await?, &self.ministry.account)
				.await?
				.ok_or_else(|| {
					Error::Demo("the ministry should be accredited, and is not".into())
				})?;
		let mut lines = output::accreditation(&accreditation);
		lines.push(("in", output::place(&included)));
		let check = format!("credential accreditation {}", self.ministry.account);
		let what =
			"The council accredits the ministry: it may license hospitals, practitioners, banks, auditors, \
		            insurers, reviewers, regulators, who makes and sells drugs, and who does research, and verify \
		            patients.";
		self.done(what, &output::pairs(&lines), &check);
		Ok(())
	}

	/// The council decides a call.
	pub(super) async fn decide(&self, call: &AnyCall) -> Result<Included> {
		decide(self.node, &self.payer.key, call, self.wait).await
	}

	pub(super) async fn license_the_hospital(&mut self) -> Result<()> {
		let evidence = evidence("licence of the hospital");
		let call = credentials::issue(
			&self.hospital.account,
			Role::ProviderOrganization,
			Period::ALWAYS,
			evidence,
		);
		let (issued, included) = self.send(&call, &self.ministry).await?;
		let details = format!(
			"credential {}: ProviderOrganization, in {}",
			issued.credential,
			output::place(&included)
		);
		let check = format!("credential roles {}", self.hospital.account);
		self.done("The ministry licenses the hospital.", &details, &check);
		Ok(())
	}

	/// Returns the number of the doctor's credential.
	pub(super) async fn license_the_doctor(&mut self) -> Result<u64> {
		let call = credentials::issue(
			&self.doctor.account,
			Role::Practitioner,
			Period::ALWAYS,
			evidence("licence of the doctor"),
		);
		let (issued, included) = self.send(&call, &self.ministry).await?;
		let details = format!(
			"credential {}: Practitioner, in {}",
			issued.credential,
			output::place(&included)
		);
		let check = format!("credential show {}", self.doctor.account);
		self.done("The ministry licenses the doctor.", &details, &check);
		Ok(issued.credential)
	}

	pub(super) async fn employ(&mut self) -> Result<()> {
		let call = credentials::affiliate(&self.doctor.account, Period::ALWAYS);
		let (_, included) = self.send(&call, &self.hospital).await?;
		let at = self.node.best().await?;
		let organizations = credentials::organizations_of(&at, &self.doctor.account).await?;
		if organizations != [self.hospital.account] {
			return Err(Error::Demo("the doctor should act for the hospital, and does not".into()));
		}
		let roles = credentials::roles_of(&at, &self.doctor.account).await?;
		let mut lines = output::standing(&roles, &organizations);
		lines.push(("in", output::place(&included)));
		let check = format!("credential roles {}", self.doctor.account);
		self.done("The hospital takes the doctor in.", &output::pairs(&lines), &check);
		Ok(())
	}

	pub(super) async fn identify(&mut self) -> Result<()> {
		let call = credentials::verify_patient(
			&self.patient.account,
			Assurance::Substantial,
			Period::ALWAYS,
			evidence("passport of the patient"),
		);
		let (verified, included) = self.send(&call, &self.ministry).await?;
		self.penniless().await?;
		let details =
			format!("{}, assurance substantial, in {}", verified.person, output::place(&included));
		let check = format!("credential show {}", self.patient.account);
		let what =
			"The ministry verifies the patient's identity; from now on the patient can sign \
		            without money.";
		self.done(what, &details, &check);
		Ok(())
	}

	pub(super) async fn register_records(&mut self) -> Result<()> {
		let notes = [
			("a blood pressure", "bp", Sensitivities::EMPTY),
			("a psychiatric finding, labelled PSY", "psy", Sensitivity::Psychiatry.into()),
		];
		for (name, id, labels) in notes {
			let ciphertext = format!("ciphertext of {name} of {}", self.patient.uri);
			let commitment = records::commitment(ciphertext.as_bytes());
			let locator = format!("{id}-{}", &relay::to_hex(&commitment.0)[2..18]);
			let call = records::register(
				&self.patient.account,
				ResourceClass::Observation,
				labels,
				commitment,
				locator.clone().into_bytes(),
			);
			let (registered, included) = self.send(&call, &self.hospital).await?;
			let details = output::pairs(&[
				("record", registered.record.to_string()),
				("commitment", relay::to_hex(&commitment.0)),
				("locator", locator),
				("in", output::place(&included)),
			]);
			let check =
				format!("record show {} --patient {}", registered.record, self.patient.account);
			let what =
				format!("The hospital registers {name}; its content stays off chain, encrypted.");
			self.done(&what, &details, &check);
		}
		Ok(())
	}
}

/// A commitment to a document that exists in the story alone.
pub(crate) fn evidence(document: &str) -> Commitment {
	records::commitment(format!("{document}, encrypted").as_bytes())
}

/// The council of a development chain decides a call that one of its members proposes.
pub(crate) async fn decide(
	node: &Node,
	member: &Keypair,
	call: &AnyCall,
	wait: Wait,
) -> Result<Included> {
	let (proposal, included) = council::propose(node, member, call, None, wait).await?;
	match proposal {
		Proposal::Done => Ok(included),
		Proposal::Waits(motion) => vote(node, member, motion, wait).await,
	}
}

/// Members of a larger council vote for a motion, and it is carried out.
async fn vote(node: &Node, member: &Keypair, motion: Motion, wait: Wait) -> Result<Included> {
	let members = council::members(&node.best().await?).await?;
	let mut votes = 0;
	for uri in COUNCILLORS {
		let councillor = Person::new(uri.into())?;
		if votes < motion.threshold && members.contains(&councillor.account) {
			let call = council::vote(motion.hash, motion.index, true);
			node.send(&call, &Sender::alone(&councillor.key), wait).await?;
			votes += 1;
		}
	}
	let (closed, included) = council::close(node, member, motion.hash, motion.index, wait).await?;
	match closed {
		Closed::Done => Ok(included),
		Closed::Disapproved => Err(Error::Demo("the council voted the motion down".into())),
	}
}
