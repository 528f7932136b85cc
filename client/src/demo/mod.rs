//! A patient's story, played on a live node and checked at each step: who is who, records, a
//! consent, treatment, denial, an emergency and its review, revocation, the disclosure of all of it,
//! and what it costs: a currency with its reserves, a bill paid promptly, one in instalments, a
//! refund; who pays for it: a plan, a network, a coverage, a claim paid in its block with the
//! patient's bill, a duplicate, an appeal; and what the patient takes: a lot of drug packs from its
//! manufacturer to a pharmacy, a pack sold and checked, a counterfeit caught, a recall; and a trial in
//! which the patient takes part, from its protocol to a stranger's check of every allocation; and, last,
//! a regulator who has to ask like everybody else, and is told of to the patient.
//!
//! The story has acts ([`Act`]), each of which can be played alone: it then makes what it stands on.
//!
//! Everybody in it is a new account each time, so that it can be played on one chain any number of
//! times. //Alice pays for all but the patient, who has none of the chain's own coin at all; she is
//! also the council, or a member of it.

mod access;
mod consent;
mod drugs;
mod insurance;
mod money;
pub(crate) mod prologue;
mod supervision;
mod trials;

use crate::{
	accounts::{account_of, keypair},
	calls::{Call, Sender},
	error::{Error, Result},
	node::{Included, Node, Wait},
	output,
	types::Actor,
};
use clap::ValueEnum;
use medchain_support::{
	AccessRequest, Action, Decision, DirectiveRef, Outcome, Purpose, ResourceClass,
	ResourceClasses, Sensitivities, Sensitivity,
};
use serde_json::{json, Value};
use std::{
	fmt::Debug,
	time::{Instant, SystemTime, UNIX_EPOCH},
};
use subxt::{events::DecodeAsEvent, utils::AccountId32};
use subxt_signer::sr25519::Keypair;

/// A part of the story that can be played alone. In all of them the hospital is licensed, the patient
/// verified and records registered first.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Act {
	/// A directive, treatment, denial, an emergency and its review, revocation, disclosure
	Consent,
	/// A currency with its reserves, a bill paid promptly, one in instalments, a refund
	Money,
	/// A plan, a coverage, a claim paid in its block, a duplicate, an appeal
	Insurance,
	/// A lot from its manufacturer to the pharmacy, a pack sold, a counterfeit, a recall
	Drugs,
	/// A trial from its protocol to a stranger's check of every allocation
	Trial,
	/// All consent taken back: nobody reads, the regulator neither, and the patient sees who asked
	Supervision,
}

impl Act {
	/// The act without which this one cannot be.
	const fn stands_on(self) -> Option<Self> {
		match self {
			Self::Insurance => Some(Self::Money),
			Self::Consent | Self::Money | Self::Drugs | Self::Trial | Self::Supervision => None,
		}
	}

	/// Whether it is played if only this one, or all, is asked for.
	fn is_played(self, only: Option<Self>) -> bool {
		only.is_none_or(|only| only == self || only.stands_on() == Some(self))
	}

	/// Its name on the command line, and what happens in it.
	fn told(self) -> (String, String) {
		self.to_possible_value()
			.map(|value| {
				let help = value.get_help().map(ToString::to_string).unwrap_or_default();
				(value.get_name().to_string(), help)
			})
			.unwrap_or_default()
	}
}

/// The acts in the order of the story, for who wants to play one.
pub fn list(json: bool) -> String {
	let acts = Act::value_variants().iter().map(|act| act.told());
	match json {
		true => {
			let acts: Vec<Value> =
				acts.map(|(name, help)| json!({ "act": name, "what": help })).collect();
			format!("{:#}\n", Value::from(acts))
		}
		false => acts.map(|(name, help)| format!("{name:<12} {help}\n")).collect(),
	}
}

/// Plays the demonstration, or only one act of it and what that stands on. An error names the step
/// that went otherwise than it should.
pub async fn play(node: &Node, wait: Wait, json: bool, only: Option<Act>) -> Result<()> {
	let started = Instant::now();
	let mut demo = Demo::new(node, wait, json)?;
	let step = |demo: &Demo<'_>, error: Error| {
		Error::Demo(format!("the demonstration stops at step {}: {error}", demo.step))
	};
	demo.run(only).await.map_err(|error| step(&demo, error))?;
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

/// Somebody in the story. The secret is public, as development keys are.
struct Person {
	uri: String,
	key: Keypair,
	account: AccountId32,
}

impl Person {
	fn new(uri: String) -> Result<Self> {
		let key = keypair(&uri)?;
		Ok(Self { account: account_of(&key), uri, key })
	}
}

struct Demo<'a> {
	node: &'a Node,
	wait: Wait,
	json: bool,
	/// Number of the step that is being played.
	step: u32,
	payer: Person,
	ministry: Person,
	hospital: Person,
	doctor: Person,
	patient: Person,
	stranger: Person,
	bank: Person,
	auditor: Person,
	insurer: Person,
	reviewer: Person,
	regulator: Person,
	traders: drugs::Traders,
	researchers: trials::Researchers,
}

impl<'a> Demo<'a> {
	fn new(node: &'a Node, wait: Wait, json: bool) -> Result<Self> {
		let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
		let began = u64::try_from(now).unwrap_or_default();
		let person = |name: &str| Person::new(format!("//medchain-demo//{now}//{name}"));
		Ok(Self {
			node,
			wait,
			json,
			step: 1,
			payer: Person::new("//Alice".into())?,
			ministry: person("ministry")?,
			hospital: person("hospital")?,
			doctor: person("doctor")?,
			patient: person("patient")?,
			stranger: person("stranger")?,
			bank: person("bank")?,
			auditor: person("auditor")?,
			insurer: person("insurer")?,
			reviewer: person("reviewer")?,
			regulator: person("regulator")?,
			traders: drugs::Traders::new(began, person)?,
			researchers: trials::Researchers::new(person)?,
		})
	}

	async fn run(&mut self, only: Option<Act>) -> Result<()> {
		let license = self.begin().await?;
		// The randomness of the trial takes its time, in which the other acts are played.
		let begun = match Act::Trial.is_played(only) {
			true => Some(self.begin_a_trial().await?),
			false => None,
		};
		if Act::Consent.is_played(only) {
			self.consent(license).await?;
		}
		if Act::Money.is_played(only) {
			let (currency, code) = self.money().await?;
			if Act::Insurance.is_played(only) {
				self.insurance(currency, code).await?;
			}
		}
		if Act::Drugs.is_played(only) {
			self.drugs().await?;
		}
		if let Some(begun) = begun {
			self.trial(begun).await?;
		}
		if Act::Supervision.is_played(only) {
			self.supervision().await?;
		}
		Ok(())
	}

	/// What every act stands on. Returns the number of the doctor's credential.
	async fn begin(&mut self) -> Result<u64> {
		self.meet_the_node().await?;
		self.fund().await?;
		self.accredit().await?;
		self.license_the_hospital().await?;
		let license = self.license_the_doctor().await?;
		self.employ().await?;
		self.identify().await?;
		self.register_records().await?;
		Ok(license)
	}

	async fn consent(&mut self, license: u64) -> Result<()> {
		let terms = self.simulate().await?;
		let directive = self.grant(&terms).await?;
		self.treat(directive).await?;
		self.ask_for_too_much(directive).await?;
		self.ask_for_psychiatry(directive).await?;
		self.ask_as_a_stranger().await?;
		self.suspend(license).await?;
		self.ask_while_suspended().await?;
		self.reinstate(license, directive).await?;

		let review = self.break_the_glass().await?;
		self.review(review).await?;
		self.break_the_glass_as_a_stranger().await?;
		self.revoke(directive).await?;
		self.ask_after_revocation().await?;
		self.disclose().await
	}

	/// Prints what a step did and how to check it, and goes on to the next.
	fn done(&mut self, what: &str, details: &str, check: &str) {
		let check = self.command(check);
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

	/// Sends a call of somebody who pays for it.
	async fn send<E: DecodeAsEvent>(&self, call: &Call<E>, by: &Person) -> Result<(E, Included)> {
		self.node.send(call, &Sender::alone(&by.key), self.wait).await
	}

	/// Sends a call that a pallet must refuse for this. Returns its words.
	async fn refused<E: DecodeAsEvent>(
		&self,
		call: &Call<E>,
		by: &Person,
		pallet: &str,
		error: &str,
	) -> Result<String> {
		match self.send(call, by).await {
			Err(Error::Dispatch { name, meaning }) if name == format!("{pallet}.{error}") => {
				Ok(format!("{name}: {meaning}"))
			}
			Err(other) => Err(other),
			Ok(_) => Err(Error::Demo(format!(
				"{} should be refused with {error}, and was not",
				call.name()
			))),
		}
	}

	/// Sends a call of the patient, which the hospital pays for.
	async fn sponsor<E: DecodeAsEvent>(&self, call: &Call<E>) -> Result<(E, Included)> {
		let sender = Sender::relayed(&self.patient.key, &self.hospital.key);
		let (event, included) = self.node.send(call, &sender, self.wait).await?;
		let payer = included.cost()?.map(|cost| cost.payer);
		if payer != Some(self.hospital.account) {
			return Err(Error::Demo("the hospital should have paid, and did not".into()));
		}
		self.penniless().await?;
		Ok((event, included))
	}

	/// The patient has none of the chain's own coin.
	async fn penniless(&self) -> Result<()> {
		match self.node.balance(&self.patient.account).await? {
			0 => Ok(()),
			some => Err(Error::Demo(format!(
				"the patient should have no money, and has {}",
				output::money(some)
			))),
		}
	}

	/// The doctor, who asks for the hospital.
	fn doctor_of_hospital(&self) -> Actor {
		Actor { account: self.doctor.account, organization: Some(self.hospital.account) }
	}
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
	based_on: Option<DirectiveRef>,
	permitted: ResourceClasses,
	redact: ResourceClasses,
) -> Decision {
	Decision { outcome: Outcome::Permit, based_on, permitted, redact }
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

/// Refuses what is otherwise than it should be.
fn agree<T: Debug + PartialEq>(what: &str, found: &T, expected: &T) -> Result<()> {
	match found == expected {
		true => Ok(()),
		false => Err(Error::Demo(format!("{what} should be {expected:?}; it is {found:?}"))),
	}
}

fn observation() -> ResourceClasses {
	ResourceClass::Observation.into()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_act_is_played_with_what_it_stands_on_and_nothing_else() {
		let played = |only| -> Vec<_> {
			Act::value_variants().iter().filter(|act| act.is_played(only)).copied().collect()
		};
		assert_eq!(played(None), Act::value_variants());
		assert_eq!(played(Some(Act::Insurance)), [Act::Money, Act::Insurance]);
		for act in [Act::Consent, Act::Money, Act::Drugs, Act::Trial, Act::Supervision] {
			assert_eq!(played(Some(act)), [act]);
		}
	}

	#[test]
	fn every_act_is_listed_with_what_happens_in_it() {
		let told = list(false);
		assert_eq!(told.lines().count(), Act::value_variants().len());
		assert!(told.starts_with("consent      A directive, "), "{told}");
		let acts: Value = serde_json::from_str(&list(true)).unwrap();
		assert_eq!(acts[5]["act"], "supervision");
	}

	#[test]
	fn another_decision_is_an_error_that_tells_both() {
		let request = treatment(observation(), None);
		let denied = Decision::refuse(Outcome::Deny, None, &request);
		let silent = Decision::refuse(Outcome::NoConsent, None, &request);
		assert!(expect(&denied, &denied).is_ok());
		let error = expect(&denied, &silent).unwrap_err().to_string();
		assert!(error.contains("CONSENT_DENY") && error.contains("NO_CONSENT"), "{error}");
	}

	#[test]
	fn another_outcome_is_an_error_that_tells_both() {
		assert!(agree("the arm", &1, &1).is_ok());
		let error = agree("the arm", &1, &0).unwrap_err();
		assert_eq!(error.to_string(), "the arm should be 0; it is 1");
	}
}
