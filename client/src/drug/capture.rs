//! Documents of EPCIS onto the chain: all events, or none that cannot be said there.
//!
//! First every event is read for what it means, and what the table of partners can tell is asked of it;
//! if one is refused, nothing is recorded. Then each is recorded in its order, for what one does decides
//! what the next can do. An event that the signer has recorded before, by its hash, is skipped.

use super::{
	act::{Act, Meaning},
	interpret::interpret,
	register::Register,
	resolve::{Partners, Plan, Resolver, Stop},
};
use crate::{
	epcis::{Document, Refusal, Refusals, Rule},
	error::{Error, Result},
	packs::ProofStore,
	types::drug::{EventInfo, EventNumber},
	wire::OnChain,
};
use subxt::utils::AccountId32;

/// What the events of a document mean, in their order. All refusals are told.
pub fn meanings(document: &Document, partners: &Partners) -> Result<Vec<Meaning>, Refusals> {
	let mut read = Vec::new();
	let mut refusals = Vec::new();
	for (number, event) in document.events.iter().enumerate() {
		match interpret(event, number).and_then(|meaning| {
			check_partner(&meaning.act, partners, number)?;
			Ok(meaning)
		}) {
			Ok(meaning) => read.push(meaning),
			Err(refusal) => refusals.push(refusal),
		}
	}
	match refusals.is_empty() {
		true => Ok(read),
		false => Err(Refusals(refusals)),
	}
}

fn check_partner(act: &Act, partners: &Partners, number: usize) -> Result<(), Refusal> {
	let party = match act {
		Act::Ship { to: Some(party), .. }
		| Act::BindSensor(_, party)
		| Act::UnbindSensor(_, party) => party,
		_ => return Ok(()),
	};
	match party.addresses.iter().find(|address| partners.find(address).is_none()) {
		None => Ok(()),
		Some(address) => Err(Refusal {
			event: Some(number),
			field: party.field.clone(),
			rule: Rule::Partner,
			reason: format!("nobody knows the account of {address}; name it with --partners FILE"),
		}),
	}
}

/// What the sender of a call says of its event.
pub fn info(meaning: &Meaning) -> EventInfo {
	EventInfo { hash: meaning.hash, time: meaning.time, place: meaning.place.map(OnChain) }
}

/// What became of an event.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
	/// It is recorded now, as the event of this number.
	Recorded {
		/// By which call, in the past tense.
		done: &'static str,
		/// Its number.
		event: EventNumber,
	},
	/// The signer had recorded it before.
	Skipped(EventNumber),
	/// It is declared to be an error now.
	DeclaredError(EventNumber),
	/// It was only looked at, as with --check.
	Understood(String),
}

/// Who carries out what is planned.
pub trait Recorder {
	/// What the chain knows, as it stands now.
	type Register: Register;

	/// Does something with what the chain knows now.
	fn register(&self) -> impl std::future::Future<Output = Result<Self::Register>>;

	/// Carries a plan out. Answers what became of it.
	fn carry_out(
		&mut self,
		plan: Plan,
		meaning: &Meaning,
	) -> impl std::future::Future<Output = Result<Outcome>>;
}

/// Records the events of a document, one after the other. What was recorded before one failed is told
/// to `report`, as is the rest.
pub async fn capture<R: Recorder>(
	recorder: &mut R,
	document: &Document,
	proofs: &ProofStore,
	partners: &Partners,
	account: AccountId32,
	mut report: impl FnMut(usize, &Outcome) -> Result<()>,
) -> Result<()> {
	let meanings = meanings(document, partners)?;
	for (number, meaning) in meanings.iter().enumerate() {
		let register = recorder.register().await?;
		let mut resolver = Resolver::new(&register, proofs, partners, account, number);
		let plan = match resolver.plan(meaning).await {
			Ok(plan) => plan,
			Err(Stop::Refused(refusal)) => return Err(Error::Input(refusal.to_string())),
			Err(Stop::Failed(error)) => return Err(error),
		};
		let outcome = match plan {
			Plan::Recorded(event) => Outcome::Skipped(event),
			plan => recorder.carry_out(plan, meaning).await?,
		};
		report(number, &outcome)?;
	}
	Ok(())
}
