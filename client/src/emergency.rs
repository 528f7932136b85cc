//! Access in an emergency, past the directives, and its review.

use crate::{
	calls::Call,
	error::{Error, Result},
	node::AtBlock,
	types::{
		events::{AccessDecided, GlassReviewed},
		Capacity, EmergencyReason, Finding, OpenReview, Review, PALLET,
	},
	wire::OnChain,
};
use medchain_support::{Action, ResourceClasses, Sensitivities};
use subxt::{dynamic, utils::AccountId32};

/// What is asked for in an emergency; the purpose is `ETREAT`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Need {
	/// To do what.
	pub action: Action,
	/// With which resources.
	pub classes: ResourceClasses,
	/// Carrying which labels.
	pub sensitivities: Sensitivities,
}

/// Opens a patient's records in an emergency. A permit leaves the event `GlassBroken` too.
pub fn break_glass(
	patient: &AccountId32,
	organization: Option<AccountId32>,
	reason: EmergencyReason,
	need: &Need,
) -> Call<AccessDecided> {
	let Need { action, classes, sensitivities } = *need;
	let need = (OnChain(action), OnChain(classes), OnChain(sensitivities));
	Call::new(PALLET, "break_glass", (*patient, organization, reason, need.0, need.1, need.2))
}

/// Says whether an access in an emergency was justified.
pub fn review(review: u64, finding: Finding) -> Call<GlassReviewed> {
	Call::new(PALLET, "review", (review, finding))
}

/// A review with its number.
pub type NumberedReview = (u64, Review);

/// One review.
pub async fn review_of(at: &AtBlock, id: u64) -> Result<Review> {
	let reviews = dynamic::storage::<(u64,), Review>(PALLET, "Reviews");
	match at.storage().try_fetch(reviews, (id,)).await? {
		Some(review) => Ok(review.decode()?),
		None => Err(Error::Input(format!("there is no review {id}"))),
	}
}

/// The reviews of a practitioner that are not done.
pub async fn open_reviews(at: &AtBlock, practitioner: &AccountId32) -> Result<Vec<NumberedReview>> {
	let open = dynamic::storage::<(AccountId32,), Vec<OpenReview>>(PALLET, "OpenReviews");
	let open = match at.storage().try_fetch(open, (*practitioner,)).await? {
		Some(found) => found.decode()?,
		None => Vec::new(),
	};
	let mut reviews = Vec::new();
	for OpenReview { id, .. } in open {
		reviews.push((id, review_of(at, id).await?));
	}
	Ok(reviews)
}

/// The number of the review that a permit in an emergency opened.
pub const fn review_number(capacity: &Capacity) -> Option<u64> {
	match capacity {
		Capacity::Emergency { review, .. } => *review,
		_ => None,
	}
}
