//! Double blocks: found as blocks come in, and reported to the chain.
//!
//! `sc-consensus-babe` 0.60 looks for them, too, but in headers whose seal has been taken off
//! already; without the seal the runtime refuses the report (`InvalidEquivocationProof`). So its
//! reports go [nowhere](no_reports), and the whole headers are compared here.

use crate::service::{FullClient, FullPool, FullSelectChain};
use codec::Encode;
use medchain_runtime::{
	opaque::{Block, Header, UncheckedExtrinsic},
	Hash,
};
use polkadot_sdk::{
	sc_consensus::{BlockCheckParams, BlockImport, BlockImportParams, ImportResult},
	sc_consensus_babe::find_pre_digest,
	sc_transaction_pool_api::{self, LocalTransactionPool, OffchainTransactionPoolFactory},
	sp_api::{ApiError, ApiExt, ProvideRuntimeApi},
	sp_consensus::{BlockOrigin, Error as ConsensusError, SelectChain},
	sp_consensus_babe::{
		check_equivocation_proof, AuthorityIndex, BabeApi, EquivocationProof, Slot,
	},
	sp_runtime::traits::{Hash as _, HashingFor, Header as _},
};
use std::{
	collections::BTreeMap,
	sync::{Arc, Mutex, PoisonError},
};

/// For how many slots headers are remembered: an hour.
const MEMORY: u64 = 1_200;

/// The import of blocks, watched.
#[derive(Clone)]
pub struct Watched<Import> {
	import: Import,
	watch: Arc<Watch>,
}

/// The authors of the last slots and their headers.
struct Watch {
	client: Arc<FullClient>,
	select_chain: FullSelectChain,
	pool: OffchainTransactionPoolFactory<Block>,
	seen: Mutex<Seen>,
}

/// One header for each author and slot.
#[derive(Default)]
struct Seen(BTreeMap<(Slot, AuthorityIndex), Header>);

impl Seen {
	/// Remembers the header. If it is the author's second in this slot, the first is returned.
	fn note(&mut self, slot: Slot, author: AuthorityIndex, header: &Header) -> Option<Header> {
		let horizon = slot.saturating_sub(MEMORY);
		self.0 = self.0.split_off(&(horizon, 0));
		let first = self.0.entry((slot, author)).or_insert_with(|| header.clone());
		(first.hash() != header.hash()).then(|| first.clone())
	}
}

impl<Import> Watched<Import> {
	/// Watches what `import` takes in.
	pub fn new(
		import: Import,
		client: Arc<FullClient>,
		select_chain: FullSelectChain,
		pool: Arc<FullPool>,
	) -> Self {
		let pool = OffchainTransactionPoolFactory::new(pool);
		let watch = Watch { client, select_chain, pool, seen: Mutex::default() };
		Self { import, watch: Arc::new(watch) }
	}
}

#[async_trait::async_trait]
impl<Import> BlockImport<Block> for Watched<Import>
where
	Import: BlockImport<Block, Error = ConsensusError> + Send + Sync,
{
	type Error = ConsensusError;

	async fn check_block(
		&self,
		block: BlockCheckParams<Block>,
	) -> Result<ImportResult, Self::Error> {
		self.import.check_block(block).await
	}

	async fn import_block(
		&self,
		block: BlockImportParams<Block>,
	) -> Result<ImportResult, Self::Error> {
		// What is fetched at first is old, and its reports were made when it was young.
		let old = matches!(block.origin, BlockOrigin::NetworkInitialSync | BlockOrigin::WarpSync);
		let header = block.post_header();
		let result = self.import.import_block(block).await?;
		if !old {
			if let Err(error) = self.watch.note(header).await {
				log::warn!("A double block could not be reported: {error}");
			}
		}
		Ok(result)
	}
}

impl Watch {
	async fn note(&self, header: Header) -> Result<(), String> {
		let Ok(digest) = find_pre_digest::<Block>(&header) else { return Ok(()) };
		let (slot, author) = (digest.slot(), digest.authority_index());
		let first = {
			let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
			seen.note(slot, author, &header)
		};
		match first {
			Some(first) => self.report(slot, author, first, header).await,
			None => Ok(()),
		}
	}

	async fn report(
		&self,
		slot: Slot,
		author: AuthorityIndex,
		first: Header,
		second: Header,
	) -> Result<(), String> {
		let parent = *second.parent_hash();
		let api = self.client.runtime_api();
		let text = |error: ApiError| error.to_string();

		// The block may be the first of the next epoch.
		let epochs = [api.current_epoch(parent), api.next_epoch(parent)];
		let proof = epochs.into_iter().flatten().find_map(|epoch| {
			let (offender, _) = epoch.authorities.into_iter().nth(author.try_into().ok()?)?;
			let proof = EquivocationProof {
				offender,
				slot,
				first_header: first.clone(),
				second_header: second.clone(),
			};
			check_equivocation_proof(proof.clone()).then_some(proof)
		});
		let Some(proof) = proof else { return Ok(()) };
		log::info!("{} made two blocks in slot {}", proof.offender, *slot);

		let best = self.select_chain.best_chain().await.map_err(|error| error.to_string())?.hash();
		let ownership = |at| {
			let offender = proof.offender.clone();
			self.client.runtime_api().generate_key_ownership_proof(at, slot, offender)
		};
		let ownership = match ownership(parent).map_err(text)? {
			Some(ownership) => Some(ownership),
			None => ownership(best).map_err(text)?,
		};
		let Some(ownership) = ownership else { return Ok(()) };
		let mut api = self.client.runtime_api();
		api.register_extension(self.pool.offchain_transaction_pool(best));
		api.submit_report_equivocation_unsigned_extrinsic(best, proof, ownership).map_err(text)?;
		Ok(())
	}
}

/// A pool for BABE's own reports: they end here.
pub fn no_reports() -> OffchainTransactionPoolFactory<Block> {
	OffchainTransactionPoolFactory::new(Nowhere)
}

struct Nowhere;

impl LocalTransactionPool for Nowhere {
	type Block = Block;
	type Hash = Hash;
	type Error = sc_transaction_pool_api::error::Error;

	fn submit_local(&self, _: Hash, extrinsic: UncheckedExtrinsic) -> Result<Hash, Self::Error> {
		Ok(HashingFor::<Block>::hash(&extrinsic.encode()))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use polkadot_sdk::sp_runtime::Digest;

	fn zero() -> Hash {
		Hash::zero()
	}

	fn header(number: u32) -> Header {
		Header::new(number, zero(), zero(), zero(), Digest::default())
	}

	#[test]
	fn the_second_block_of_a_slot_is_told_from_the_first() {
		let mut seen = Seen::default();
		assert_eq!(seen.note(7.into(), 0, &header(1)), None);
		assert_eq!(seen.note(7.into(), 0, &header(1)), None, "the same block again");
		assert_eq!(seen.note(7.into(), 1, &header(2)), None, "another author");
		assert_eq!(seen.note(8.into(), 0, &header(2)), None, "another slot");
		assert_eq!(seen.note(7.into(), 0, &header(2)), Some(header(1)));
	}

	#[test]
	fn old_slots_are_forgotten() {
		let mut seen = Seen::default();
		seen.note(1.into(), 0, &header(1));
		seen.note((2 + MEMORY).into(), 0, &header(2));
		assert_eq!(seen.0.len(), 1);
		assert_eq!(seen.note(1.into(), 0, &header(3)), None);
	}
}
