//! What a change of directives would do, before anybody signs it.
//!
//! The client makes up the questions, in a [`Matrix`]: everybody whom a directive names, alone and
//! together, those who act for the patient, and everybody else; each purpose, action and label for
//! which the change can matter; now, and wherever a period begins or ends later. The chain answers
//! each twice, with the patient's directives as they are and as they would be.

mod effects;
mod emergencies;
mod matrix;

pub use effects::Effect;
pub use emergencies::{Emergencies, Stance};
pub use matrix::Matrix;

use crate::{
	delegation,
	error::{Error, Result},
	node::{self, AtBlock},
	types::{Asker, Change, Directive, RUNTIME_API},
	wire::OnChain,
};
use futures::{StreamExt, TryStreamExt};
use medchain_support::{AccessRequest, Decision};
use subxt::{dynamic, utils::AccountId32};

/// Most questions that the chain answers at once.
const PAGE: usize = 64;
/// Pages that are asked for at the same time.
const AT_ONCE: usize = 8;
/// Most questions of a simulation.
pub const MAX_QUESTIONS: usize = 20_000;

/// What a change would do, and how many questions that took.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Simulation {
	/// What changes. Nothing, if there are none.
	pub effects: Vec<Effect>,
	/// What happens to records that are opened in an emergency.
	pub emergencies: Emergencies,
	/// How many questions the chain answered.
	pub questions: usize,
}

/// A question, without its moment.
pub type Question = (Asker, AccessRequest);
/// What the chain answers without and with the change.
pub type Answers = (Decision, Decision);

/// What a change of a patient's directives would do, now and later. Writes nothing.
pub async fn simulate(
	at: &AtBlock,
	patient: &AccountId32,
	in_force: &[Directive],
	change: &Change,
) -> Result<Simulation> {
	if let Some(id) = change.replaces.filter(|id| !in_force.iter().any(|found| found.id == *id)) {
		return Err(Error::Input(format!("{patient} has no directive {id} in force")));
	}
	let now = node::now(at).await?;
	let delegates = delegation::delegates(at, patient).await?;
	let matrix = Matrix::of(in_force, change, &delegates, now);
	if matrix.len() > MAX_QUESTIONS {
		return Err(Error::Input(format!(
			"the directives name so many people, codes and periods that {} questions would have to be \
			 asked, and at most {MAX_QUESTIONS} are; revoke the directives that are not needed any more",
			matrix.len()
		)));
	}
	let questions = matrix.questions();
	let pages = questions.iter().flat_map(|(moment, questions)| {
		questions.chunks(PAGE).map(|page| ask(at, patient, change, *moment, page))
	});
	let answers: Vec<Vec<Answers>> =
		futures::stream::iter(pages).buffered(AT_ONCE).try_collect().await?;
	Ok(Simulation {
		effects: matrix.effects(&answers.concat()),
		emergencies: Emergencies::of(in_force, change),
		questions: matrix.len(),
	})
}

/// Asks the chain a page of questions about one moment.
async fn ask(
	at: &AtBlock,
	patient: &AccountId32,
	change: &Change,
	moment: Option<u64>,
	page: &[Question],
) -> Result<Vec<Answers>> {
	let questions: Vec<_> =
		page.iter().map(|(asker, request)| (*asker, OnChain(*request))).collect();
	let call = dynamic::runtime_api_call::<_, Vec<(OnChain<Decision>, OnChain<Decision>)>>(
		RUNTIME_API,
		"simulate",
		(*patient, change.clone(), moment, questions),
	);
	let answers = at.runtime_apis().call(call).await?;
	if answers.len() != page.len() {
		return Err(Error::Input(
			"the chain would refuse this change: the terms cannot be granted, for instance because their \
			 period is over"
				.into(),
		));
	}
	Ok(answers.into_iter().map(|(before, after)| (*before, *after)).collect())
}

#[cfg(test)]
mod tests;
