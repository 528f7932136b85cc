//! The council: it decides who may issue credentials.
//!
//! A motion that needs one vote is carried out at once. Another waits until enough members have
//! voted and somebody closes it.

use crate::{
	calls::{AnyCall, Call, Encoded, Sender},
	error::{Error, Result},
	node::{AtBlock, Included, Node, Wait},
	types::events::{Disapproved, Executed, ExtrinsicSuccess, Proposed, Voted},
};
use subxt::{
	dynamic,
	ext::{scale_decode::DecodeAsType, scale_encode::EncodeAsType},
	utils::{AccountId32, H256},
};
use subxt_signer::sr25519::Keypair;

/// The pallet's name in the metadata.
pub const PALLET: &str = "Council";

/// A motion that waits for votes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Motion {
	/// Hash of the call.
	pub hash: H256,
	/// Its number.
	pub index: u32,
	/// Votes that it needs.
	pub threshold: u32,
}

/// What became of a proposal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Proposal {
	/// It was carried out at once.
	Done,
	/// It waits for votes.
	Waits(Motion),
}

/// What became of a motion that was closed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Closed {
	/// It was carried out.
	Done,
	/// It was voted down.
	Disapproved,
}

/// The members.
pub async fn members(at: &AtBlock) -> Result<Vec<AccountId32>> {
	let members = dynamic::storage::<(), Vec<AccountId32>>(PALLET, "Members");
	Ok(match at.storage().try_fetch(members, ()).await? {
		Some(found) => found.decode()?,
		None => Vec::new(),
	})
}

/// More than half of so many members.
pub fn majority(members: usize) -> u32 {
	u32::try_from(members / 2).map_or(u32::MAX, |half| half.saturating_add(1))
}

/// Proposes a call. It needs `threshold` votes, or those of a majority. A call that was carried out
/// at once and failed is an error.
pub async fn propose(
	node: &Node,
	member: &Keypair,
	call: &AnyCall,
	threshold: Option<u32>,
	wait: Wait,
) -> Result<(Proposal, Included)> {
	let at = node.best().await?;
	let members = members(&at).await?;
	let account = member.public_key().into();
	if !members.contains(&account) {
		return Err(Error::Input(format!(
			"{account} is no member of the council, which decides this; members are {}",
			members.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
		)));
	}
	let threshold = threshold.unwrap_or_else(|| majority(members.len()));
	let inner = call.encoded(&at)?;
	let length = length_of(&inner);
	let proposal = Call::<ExtrinsicSuccess>::new(PALLET, "propose", (threshold, inner, length));
	let (_, included) = node.send(&proposal, &Sender::alone(member), wait).await?;
	if let Some(executed) = included.find::<Executed>()? {
		included.inner_result(executed.result)?;
		return Ok((Proposal::Done, included));
	}
	let Proposed { proposal_index, proposal_hash, threshold } = included.event()?;
	let motion = Motion { hash: proposal_hash, index: proposal_index, threshold };
	Ok((Proposal::Waits(motion), included))
}

/// A vote for or against a motion.
pub fn vote(motion: H256, index: u32, approve: bool) -> Call<Voted> {
	Call::new(PALLET, "vote", (motion, index, approve))
}

/// Carries a motion out that has enough votes, or takes one away that cannot have them any more. A
/// call that was carried out and failed is an error.
pub async fn close(
	node: &Node,
	signer: &Keypair,
	motion: H256,
	index: u32,
	wait: Wait,
) -> Result<(Closed, Included)> {
	let at = node.best().await?;
	let proposals = dynamic::storage::<(H256,), dynamic::Value>(PALLET, "ProposalOf");
	let stored = at.storage().try_fetch(proposals, (motion,)).await?.ok_or_else(|| {
		Error::Input(format!(
			"the council has no motion {motion:?}; its hash is told when it is proposed"
		))
	})?;
	let call = Encoded(stored.into_bytes());
	let length = length_of(&call);
	let info = dynamic::runtime_api_call::<_, DispatchInfo>(
		"TransactionPaymentCallApi",
		"query_call_info",
		(call, length),
	);
	let weight = at.runtime_apis().call(info).await?.weight;
	let call = Call::<ExtrinsicSuccess>::new(PALLET, "close", (motion, index, weight, length));
	let (_, included) = node.send(&call, &Sender::alone(signer), wait).await?;
	if let Some(executed) = included.find::<Executed>()? {
		included.inner_result(executed.result)?;
		return Ok((Closed::Done, included));
	}
	included.event::<Disapproved>()?;
	Ok((Closed::Disapproved, included))
}

fn length_of(call: &Encoded) -> u32 {
	u32::try_from(call.0.len()).unwrap_or(u32::MAX)
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct DispatchInfo {
	weight: Weight,
}

/// What a call may take of a block.
#[derive(Clone, Copy, DecodeAsType, EncodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
struct Weight {
	ref_time: u64,
	proof_size: u64,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_majority_is_more_than_half() {
		assert_eq!([1, 2, 3, 4, 5].map(majority), [1, 2, 2, 3, 3]);
	}
}
