//! Blocks with transactions of the load in them.

use crate::{
	error::{Error, Result},
	node::{self, AtBlock, Methods, Node},
};
use codec::Encode;
use futures::future::BoxFuture;
use std::collections::{BTreeMap, HashMap};
use subxt::{
	config::{substrate::SubstrateHeader, SubstrateConfig},
	error::DispatchError,
	events::{Event, Phase},
	ext::scale_decode::DecodeAsType,
	utils::H256,
};

/// A header as the node tells it.
pub(super) type Header = SubstrateHeader<H256>;

/// The hash of a header.
pub(super) fn hash_of(header: &Header) -> H256 {
	H256(sp_crypto_hashing::blake2_256(&header.encode()))
}

/// A block as it came.
#[derive(Debug)]
pub(super) struct Block {
	/// Its number.
	pub number: u64,
	/// Its hash.
	pub hash: H256,
	/// The block before.
	pub parent: H256,
	/// When it was the best one, in seconds since the start.
	pub arrived: f64,
	/// When it was known to be final.
	pub finalized: Option<f64>,
	/// How many transactions it holds, those of its author among them.
	pub extrinsics: usize,
	/// Their bytes.
	pub bytes: usize,
	/// Transactions of the load: where they stand in the block, and which they are.
	pub ours: Vec<(u32, usize)>,
}

/// Asks for the block of a header.
pub(super) async fn fetch(
	methods: &Methods,
	hash: H256,
	arrived: f64,
	known: &HashMap<H256, usize>,
) -> Result<Block> {
	let found = methods.chain_get_block(Some(hash)).await?;
	let block = found.ok_or_else(|| Error::Node(format!("the node has no block {hash:?}")))?.block;
	let ours = (0..).zip(&block.extrinsics).filter_map(|(place, extrinsic)| {
		let hash = H256(sp_crypto_hashing::blake2_256(&extrinsic.0));
		known.get(&hash).map(|which| (place, *which))
	});
	Ok(Block {
		number: block.header.number,
		hash,
		parent: block.header.parent_hash,
		arrived,
		finalized: None,
		ours: ours.collect(),
		extrinsics: block.extrinsics.len(),
		bytes: block.extrinsics.iter().map(|extrinsic| extrinsic.0.len()).sum(),
	})
}

/// What the chain's state tells of a block.
#[derive(Debug, Default)]
pub(super) struct Details {
	/// Its time, in milliseconds since 1970.
	pub timestamp: u64,
	/// Picoseconds of ordinary transactions.
	pub normal: u64,
	/// Picoseconds of all.
	pub all: u64,
	/// Picoseconds that transactions came to, by their places.
	pub weights: BTreeMap<u32, u64>,
	/// Why transactions failed, by their places.
	pub failed: BTreeMap<u32, String>,
	/// Why calls within batches failed that go on nevertheless.
	pub items: BTreeMap<u32, Vec<String>>,
}

/// Asks what became of the transactions of a block. The state of the last few hundred blocks can be
/// asked for.
pub(super) fn details(node: &Node, hash: H256) -> BoxFuture<'_, Result<Details>> {
	Box::pin(async move {
		let at = node.at(hash).await?;
		let now: Option<u64> = node::stored(&at, "Timestamp", "Now", ()).await?;
		let used: Option<PerClass<Weight>> = node::stored(&at, "System", "BlockWeight", ()).await?;
		let used = used.unwrap_or_default();
		let mut found = Details {
			timestamp: now.unwrap_or_default(),
			normal: used.normal.ref_time,
			all: [used.normal, used.operational, used.mandatory]
				.iter()
				.fold(0, |sum: u64, class| sum.saturating_add(class.ref_time)),
			..Details::default()
		};
		let events = at.events().fetch().await?;
		for event in events.iter() {
			let event = event?;
			let Phase::ApplyExtrinsic(place) = event.phase() else { continue };
			match (event.pallet_name(), event.event_name()) {
				("System", "ExtrinsicSuccess") => {
					let Success { dispatch_info } = event.decode_fields_unchecked_as()?;
					found.weights.insert(place, dispatch_info.weight.ref_time);
				}
				("System", "ExtrinsicFailed") => {
					found.failed.insert(place, reason(&at, &event));
				}
				("Utility", "ItemFailed") => {
					found.items.entry(place).or_default().push(reason(&at, &event));
				}
				_ => (),
			}
		}
		Ok(found)
	})
}

/// The name of the error that an event begins with.
fn reason(at: &AtBlock, event: &Event<'_, SubstrateConfig>) -> String {
	match DispatchError::decode_from(event.field_bytes().to_vec(), at.metadata()) {
		Ok(error) => match Error::from(error) {
			Error::Dispatch { name, .. } => name,
			other => other.to_string(),
		},
		Err(_) => "an error that this client does not know".into(),
	}
}

/// What a block can hold, and how long one should take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
	/// Seconds of a slot.
	pub slot: f64,
	/// Picoseconds of ordinary transactions.
	pub normal: u64,
	/// Picoseconds of all.
	pub all: u64,
	/// Picoseconds that each ordinary transaction takes beside its own.
	pub base: u64,
	/// Bytes of ordinary transactions.
	pub bytes: u32,
}

impl Limits {
	/// Those of the chain.
	pub fn of(at: &AtBlock) -> Result<Self> {
		let weights: BlockWeights = node::constant(at, "System", "BlockWeights")?;
		let length: BlockLength = node::constant(at, "System", "BlockLength")?;
		let slot: u64 = node::constant(at, "Babe", "ExpectedBlockTime")?;
		let normal = weights.per_class.normal;
		Ok(Self {
			slot: Self::seconds(slot),
			normal: normal.max_total.unwrap_or(weights.max_block).ref_time,
			all: weights.max_block.ref_time,
			base: normal.base_extrinsic.ref_time,
			bytes: length.max.normal,
		})
	}

	/// Milliseconds as seconds.
	pub fn seconds(milliseconds: u64) -> f64 {
		std::time::Duration::from_millis(milliseconds).as_secs_f64()
	}

	/// How many transactions of such a weight and length a block holds.
	pub fn capacity(&self, weight: f64, length: f64) -> usize {
		let by_weight = part(self.normal, 1) / (weight + part(self.base, 1));
		let by_length = f64::from(self.bytes) / length.max(1.0);
		whole(by_weight.min(by_length)).max(1)
	}

	/// How full a block is with ordinary transactions: by their weight or their bytes.
	pub fn fullness(&self, normal: u64, bytes: usize) -> f64 {
		let by_length = part(bytes as u64, u64::from(self.bytes));
		part(normal, self.normal).max(by_length)
	}
}

/// A share. What is lost of large numbers is far below what is shown.
pub(super) fn part(of: u64, whole: u64) -> f64 {
	of as f64 / whole.max(1) as f64
}

/// Down to a whole number.
pub(super) fn whole(number: f64) -> usize {
	number.max(0.0) as usize
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Success {
	dispatch_info: DispatchInfo,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct DispatchInfo {
	weight: Weight,
}

#[derive(Clone, Copy, DecodeAsType, Default)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Weight {
	ref_time: u64,
}

#[derive(DecodeAsType, Default)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct PerClass<T> {
	normal: T,
	operational: T,
	mandatory: T,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct BlockWeights {
	max_block: Weight,
	per_class: PerClass<ClassWeights>,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct ClassWeights {
	base_extrinsic: Weight,
	max_total: Option<Weight>,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct BlockLength {
	max: PerClass<u32>,
}

#[cfg(test)]
mod tests {
	use super::*;

	const LIMITS: Limits =
		Limits { slot: 3.0, normal: 1_000_000, all: 2_000_000, base: 100, bytes: 10_000 };

	#[test]
	fn a_block_holds_what_fits_by_weight_and_by_length() {
		assert_eq!(LIMITS.capacity(900.0, 1.0), 1_000);
		assert_eq!(LIMITS.capacity(900.0, 100.0), 100);
		assert_eq!(LIMITS.capacity(9_000_000.0, 1.0), 1, "one at least");
	}

	#[test]
	fn fullness_is_by_what_there_is_more_of() {
		assert_eq!(LIMITS.fullness(500_000, 0), 0.5);
		assert_eq!(LIMITS.fullness(500_000, 9_000), 0.9);
		assert_eq!(LIMITS.fullness(0, 0), 0.0);
	}
}
