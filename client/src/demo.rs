//! A consent from grant to revocation, played on a live node and checked at each step.
//!
//! The patient is a new account each time, so that the demonstration can be played on one chain any
//! number of times. //Alice pays for it, //Bob is the hospital and //Ferdie a stranger.

use crate::{
	accounts::{account_of, keypair},
	audit, consent,
	error::{Error, Result},
	fhir::{read_consent, Actors, Reader},
	node::{Included, Node, Wait},
	output,
	types::{AccessDecided, EndStatus},
};
use medchain_support::{
	AccessRequest, Action, Decision, DirectiveRef, Outcome, Purpose, ResourceClass,
	ResourceClasses, Sensitivities, Sensitivity,
};
use serde_json::json;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use subxt::utils::AccountId32;
use subxt_signer::sr25519::Keypair;

/// The document that the patient signs.
const DOCUMENT: &str = include_str!("../documents/hospital-treatment-without-psychiatry.json");
/// Its name for those who look it up.
const DOCUMENT_NAME: &str = "client/documents/hospital-treatment-without-psychiatry.json";
/// The hospital in it.
const HOSPITAL: &str = "Organization/st-elisabeth-hospital";
/// One token in its smallest unit.
const MED: u128 = 1_000_000_000_000;
/// What the patient starts with, for deposits and fees.
const PURSE: u128 = 10 * MED;
/// What the others need for fees.
const FEES: u128 = MED;

/// Plays the demonstration. An error names the step that went otherwise than it should.
pub async fn play(node: &Node, wait: Wait, json: bool) -> Result<()> {
	let started = Instant::now();
	let mut demo = Demo::new(node, wait, json)?;
	let step = |demo: &Demo<'_>, error: Error| {
		Error::Demo(format!("the demonstration stops at step {}: {error}", demo.step))
	};
	demo.run().await.map_err(|error| step(&demo, error))?;
	let steps = demo.step - 1;
	output::say(&match json {
		true => format!("{}\n", json!({ "demo": "passed", "steps": steps })),
		false => format!(
			"\nAll {steps} steps went as they should, in {} s.\n",
			started.elapsed().as_secs()
		),
	});
	Ok(())
}

struct Demo<'a> {
	node: &'a Node,
	wait: Wait,
	json: bool,
	/// Number of the step that is being played.
	step: u32,
	patient: Keypair,
	/// The patient's secret, which is public: development keys are.
	patient_uri: String,
	payer: Keypair,
	hospital: Keypair,
	stranger: Keypair,
}

impl<'a> Demo<'a> {
	fn new(node: &'a Node, wait: Wait, json: bool) -> Result<Self> {
		let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
		let patient_uri = format!("//medchain-demo//{}", now.as_millis());
		Ok(Self {
			node,
			wait,
			json,
			step: 1,
			patient: keypair(&patient_uri)?,
			patient_uri,
			payer: keypair("//Alice")?,
			hospital: keypair("//Bob")?,
			stranger: keypair("//Ferdie")?,
		})
	}

	async fn run(&mut self) -> Result<()> {
		let patient = account_of(&self.patient);
		self.meet_the_node().await?;
		self.fund(&patient).await?;
		let directive = self.grant().await?;
		self.ask_without_trace(&patient, directive).await?;
		self.treat(&patient, directive).await?;
		self.ask_for_too_much(&patient, directive).await?;
		self.ask_for_psychiatry(&patient, directive).await?;
		self.ask_as_a_stranger(&patient).await?;
		self.revoke(directive).await?;
		self.ask_after_revocation(&patient).await?;
		self.read_the_log(&patient).await
	}

	/// Prints what a step did and how to check it, and goes on to the next.
	fn done(&mut self, what: &str, details: &str, check: &str) {
		output::say(&match self.json {
			true => {
				let line =
					json!({ "step": self.step, "what": what, "details": details, "check": check });
				format!("{line}\n")
			}
			false => {
				let details: String =
					details.lines().map(|line| format!("      {line}\n")).collect();
				format!("{:>3}.  {what}\n{details}      check: {check}\n", self.step)
			}
		});
		self.step += 1;
	}

	/// A command that shows what a step did.
	fn command(&self, command: &str) -> String {
		match self.node.url() {
			"ws://127.0.0.1:9944" => format!("medchain {command}"),
			url => format!("medchain --url {url} {command}"),
		}
	}

	async fn meet_the_node(&mut self) -> Result<()> {
		self.node.consent_chain().await?;
		let status = self.node.status().await?;
		let details = format!(
			"{}, runtime {} {}, best block {}, {} validator(s)",
			status.chain, status.runtime, status.runtime_version, status.best.0, status.validators
		);
		self.done("A node answers.", &details, &self.command("node status"));
		Ok(())
	}

	async fn fund(&mut self, patient: &AccountId32) -> Result<()> {
		for key in [&self.hospital, &self.stranger] {
			let account = account_of(key);
			if self.node.balance(&account).await? < FEES {
				self.node.transfer(&self.payer, &account, FEES, self.wait).await?;
			}
		}
		let paid = self.node.transfer(&self.payer, patient, PURSE, self.wait).await?;
		let details = format!(
			"{patient}, whose development secret is {}\n{} MED from //Alice for deposits and fees, in {}",
			self.patient_uri,
			PURSE / MED,
			output::place(&paid)
		);
		let check = self.command(&format!("consent list --signer {}", self.patient_uri));
		self.done("A patient opens an account.", &details, &check);
		Ok(())
	}

	async fn grant(&mut self) -> Result<DirectiveRef> {
		let hospital = account_of(&self.hospital);
		let patient = account_of(&self.patient);
		let actors = Actors::from([(HOSPITAL.to_string(), hospital)]);
		let terms = read_consent(DOCUMENT, &Reader { patient, actors: &actors })?;
		let (directive, included) =
			consent::grant(self.node, &self.patient, &terms, self.wait).await?;
		let details = format!(
			"{DOCUMENT_NAME} is {}, in {}\n{}",
			output::directive_name(&directive),
			output::place(&included),
			output::pairs(&output::terms(&terms))
		);
		let check = self
			.command(&format!("consent show {} --patient {patient} --format fhir", directive.id));
		self.done("The patient grants a FHIR R4 Consent to the hospital.", &details, &check);
		Ok(directive)
	}

	async fn ask_without_trace(
		&mut self,
		patient: &AccountId32,
		directive: DirectiveRef,
	) -> Result<()> {
		let classes = observation_and_condition();
		let hospital = account_of(&self.hospital);
		let answer =
			consent::decide(self.node, patient, &hospital, &treatment(classes, None)).await?;
		expect(&answer.decision, &permit(directive, classes, ResourceClasses::EMPTY))?;
		let check = self.command(&format!(
			"decide --patient {patient} --actor //Bob --purpose TREAT --action access --class \
			 Observation,Condition"
		));
		let details = output::pairs(&output::decision(&answer.decision));
		self.done("The hospital asks what it may do; nothing is written.", &details, &check);
		Ok(())
	}

	async fn treat(&mut self, patient: &AccountId32, directive: DirectiveRef) -> Result<()> {
		let classes = observation_and_condition();
		let expected = permit(directive, classes, ResourceClasses::EMPTY);
		let what = "The hospital treats: access to Observation and Condition is permitted.";
		let hospital = self.hospital.clone();
		self.access(&hospital, patient, treatment(classes, None), expected, what).await
	}

	async fn ask_for_too_much(
		&mut self,
		patient: &AccountId32,
		directive: DirectiveRef,
	) -> Result<()> {
		let inside = ResourceClasses::from(ResourceClass::Observation);
		let outside = ResourceClasses::from(ResourceClass::Claim);
		let request = treatment(inside.union(outside), None);
		let expected = permit(directive, inside, outside);
		let what = "It asks for Claim too, which the consent does not name: that must be left out.";
		let hospital = self.hospital.clone();
		self.access(&hospital, patient, request, expected, what).await
	}

	async fn ask_for_psychiatry(
		&mut self,
		patient: &AccountId32,
		directive: DirectiveRef,
	) -> Result<()> {
		let request = treatment(ResourceClass::Observation.into(), Some(Sensitivity::Psychiatry));
		let expected = Decision::refuse(Outcome::Deny, Some(directive), &request);
		let what = "It asks for observations labelled PSY, which the consent excepts: denied.";
		let hospital = self.hospital.clone();
		self.access(&hospital, patient, request, expected, what).await
	}

	async fn ask_as_a_stranger(&mut self, patient: &AccountId32) -> Result<()> {
		let request = treatment(ResourceClass::Observation.into(), None);
		let expected = Decision::refuse(Outcome::NoConsent, None, &request);
		let what = "A stranger asks for the same as the hospital: no consent speaks of them.";
		let stranger = self.stranger.clone();
		self.access(&stranger, patient, request, expected, what).await
	}

	async fn revoke(&mut self, directive: DirectiveRef) -> Result<()> {
		let (revoked, included) =
			consent::revoke(self.node, &self.patient, directive.id, EndStatus::Inactive, self.wait)
				.await?;
		if revoked.id != directive.id {
			return Err(Error::Demo(format!("directive {} was revoked instead", revoked.id)));
		}
		let details =
			format!("{}, in {}", output::directive_name(&revoked), output::place(&included));
		let patient = account_of(&self.patient);
		let check = self.command(&format!(
			"consent show {} --version {} --patient {patient}",
			revoked.id, revoked.version
		));
		self.done("The patient revokes the consent.", &details, &check);
		Ok(())
	}

	async fn ask_after_revocation(&mut self, patient: &AccountId32) -> Result<()> {
		let request = treatment(observation_and_condition(), None);
		let expected = Decision::refuse(Outcome::NoConsent, None, &request);
		let what = "The hospital asks again as it did when it was permitted: no consent any more.";
		let hospital = self.hospital.clone();
		self.access(&hospital, patient, request, expected, what).await
	}

	/// Asks for access, expects a decision and reports it.
	async fn access(
		&mut self,
		signer: &Keypair,
		patient: &AccountId32,
		request: AccessRequest,
		expected: Decision,
		what: &str,
	) -> Result<()> {
		let (decided, included): (AccessDecided, Included) =
			consent::access(self.node, signer, patient, &request, self.wait).await?;
		expect(&decided.decision, &expected)?;
		let mut lines = output::decision(&decided.decision);
		lines.push(("entry", format!("{}, in {}", decided.entry, output::place(&included))));
		let check =
			self.command(&format!("audit --patient {patient} --from {} --limit 1", decided.entry));
		self.done(what, &output::pairs(&lines), &check);
		Ok(())
	}

	async fn read_the_log(&mut self, patient: &AccountId32) -> Result<()> {
		let log = audit::read(&self.node.best().await?, patient, 0, None).await?;
		let outcomes: Vec<_> =
			log.entries.iter().map(|entry| entry.entry.decision.outcome).collect();
		let expected = [
			Outcome::Permit,
			Outcome::Permit,
			Outcome::Deny,
			Outcome::NoConsent,
			Outcome::NoConsent,
		];
		if outcomes != expected || !log.verified {
			let codes = |outcomes: &[Outcome]| {
				outcomes.iter().map(|outcome| outcome.code()).collect::<Vec<_>>().join(", ")
			};
			return Err(Error::Demo(format!(
				"the audit log should hold {}; it holds {}",
				codes(&expected),
				codes(&outcomes)
			)));
		}
		let details = format!("{}{}", output::audit(&log), output::audit_verdict(&log));
		let check = self.command(&format!("audit --patient {patient}"));
		self.done("The patient reads who asked for what, and what was answered.", &details, &check);
		Ok(())
	}
}

fn observation_and_condition() -> ResourceClasses {
	[ResourceClass::Observation, ResourceClass::Condition].into_iter().collect()
}

/// A request to treat.
fn treatment(classes: ResourceClasses, label: Option<Sensitivity>) -> AccessRequest {
	AccessRequest {
		purpose: Purpose::Treat,
		action: Action::Access,
		classes,
		sensitivities: label.map(Sensitivities::from).unwrap_or_default(),
	}
}

fn permit(
	directive: DirectiveRef,
	permitted: ResourceClasses,
	redact: ResourceClasses,
) -> Decision {
	Decision { outcome: Outcome::Permit, based_on: Some(directive), permitted, redact }
}

/// Refuses a decision other than the expected one.
fn expect(decision: &Decision, expected: &Decision) -> Result<()> {
	let told = |decision: &Decision| {
		let lines = output::decision(decision);
		lines.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(", ")
	};
	match decision == expected {
		true => Ok(()),
		false => Err(Error::Demo(format!(
			"the chain should have answered {}; it answered {}",
			told(expected),
			told(decision)
		))),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::ActorRef;

	#[test]
	fn the_document_grants_to_the_hospital() {
		let hospital = AccountId32([2; 32]);
		let actors = Actors::from([(HOSPITAL.to_string(), hospital)]);
		let reader = Reader { patient: AccountId32([1; 32]), actors: &actors };
		let terms = read_consent(DOCUMENT, &reader).unwrap();
		assert_eq!(terms.scope.actors, [ActorRef::Organization(hospital)]);
		let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
		assert!(terms.scope.period.contains(now), "the document is in force");
	}

	#[test]
	fn another_decision_is_an_error_that_tells_both() {
		let request = treatment(ResourceClass::Observation.into(), None);
		let denied = Decision::refuse(Outcome::Deny, None, &request);
		let silent = Decision::refuse(Outcome::NoConsent, None, &request);
		assert!(expect(&denied, &denied).is_ok());
		let error = expect(&denied, &silent).unwrap_err().to_string();
		assert!(error.contains("CONSENT_DENY") && error.contains("NO_CONSENT"), "{error}");
	}
}
