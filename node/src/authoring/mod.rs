//! Putting blocks together.
//!
//! As `sc-basic-authorship` does, with two differences that a full block needs: transactions go to the runtime
//! in batches where it knows how to take them, since each call is a new instance of the Wasm,
//! and the length of the block is added up and not counted anew for each transaction.

mod draft;
mod patience;
#[cfg(test)]
mod tests;

use crate::service::{FullClient, FullPool};
use codec::Encode;
use draft::{Draft, BATCH};
use futures::{
	channel::oneshot,
	future::{ready, BoxFuture, Ready},
	FutureExt,
};
use medchain_runtime::opaque::{Block, Header};
use patience::Patience;
use polkadot_sdk::{
	sc_proposer_metrics::{EndProposingReason as End, MetricsLink},
	sc_telemetry::{telemetry, TelemetryHandle, CONSENSUS_INFO},
	sc_transaction_pool_api::{InPoolTransaction, TransactionPool, TxInvalidityReportMap},
	sp_blockchain::{ApplyExtrinsicFailed::Validity, Error, Result},
	sp_consensus::{Environment, Proposal, ProposeArgs, Proposer},
	sp_core::traits::SpawnNamed,
	sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError},
	substrate_prometheus_endpoint::Registry,
};
use std::{sync::Arc, time::Instant};

/// Puts this node's blocks together.
#[derive(Clone)]
pub struct Author {
	spawner: Arc<dyn SpawnNamed>,
	client: Arc<FullClient>,
	pool: Arc<FullPool>,
	metrics: MetricsLink,
	telemetry: Option<TelemetryHandle>,
}

impl Author {
	/// Takes transactions from `pool`.
	pub fn new(
		spawner: impl SpawnNamed + 'static,
		client: Arc<FullClient>,
		pool: Arc<FullPool>,
		registry: Option<&Registry>,
		telemetry: Option<TelemetryHandle>,
	) -> Self {
		let metrics = MetricsLink::new(registry);
		Self { spawner: Arc::new(spawner), client, pool, metrics, telemetry }
	}
}

impl Environment<Block> for Author {
	type CreateProposer = Ready<Result<Self::Proposer>>;
	type Error = Error;
	type Proposer = Next;

	fn init(&mut self, parent: &Header) -> Self::CreateProposer {
		log::info!(
			"🙌 Starting consensus session on top of parent {:?} (#{})",
			parent.hash(),
			parent.number
		);
		ready(Ok(Next { author: self.clone(), parent: parent.clone() }))
	}
}

/// Puts the block after `parent` together.
pub struct Next {
	author: Author,
	parent: Header,
}

impl Proposer<Block> for Next {
	type Error = Error;
	type Proposal = BoxFuture<'static, Result<Proposal<Block>>>;

	fn propose(self, args: ProposeArgs<Block>) -> Self::Proposal {
		let (sender, receiver) = oneshot::channel();
		let spawner = self.author.spawner.clone();
		let work = async move {
			// Nobody listens any more where the slot is over.
			let _ = sender.send(self.put_together(args).await);
		};
		spawner.spawn_blocking("proposer", Some("block-authoring"), work.boxed());
		async move { receiver.await? }.boxed()
	}
}

impl Next {
	async fn put_together(self, args: ProposeArgs<Block>) -> Result<Proposal<Block>> {
		let start = Instant::now();
		// A tenth is for what comes after the transactions: the state's root.
		let deadline = start + args.max_duration.mul_f32(0.9);
		let (mut draft, data) = Draft::begin(&*self.author.client, &self.parent, args)?;

		let inherents = draft.inherents(data)?;
		self.author
			.metrics
			.report(|metrics| metrics.create_inherents_time.observe(start.elapsed().as_secs_f64()));
		for inherent in inherents {
			match draft.push_one(&inherent) {
				Ok(()) => {}
				Err(Error::ApplyExtrinsicFailed(Validity(refusal))) if refusal.was_mandatory() => {
					log::error!("❌️ A mandatory inherent is refused: no block can be made");
					return Err(Validity(refusal).into());
				}
				Err(error) => log::warn!("❗️ An inherent is refused and left out: {error}"),
			}
		}

		let end = if draft.takes_transactions() {
			self.fill(&mut draft, deadline).await
		} else {
			End::TransactionForbidden
		};
		let proposal = draft.finish()?;
		self.tell(&proposal.block, end, start);
		Ok(proposal)
	}

	/// Puts the pool's transactions into the block until it is full or the time is over.
	async fn fill(&self, draft: &mut Draft<'_, FullClient>, deadline: Instant) -> End {
		let pool = &self.author.pool;
		let parent = self.parent.hash();
		let now = Instant::now();
		let left = deadline.saturating_duration_since(now);
		let mut patience = Patience::until(now + left / 2);
		let mut waiting = pool.ready_at_with_timeout(parent, left / 8).await;
		let mut invalid = TxInvalidityReportMap::new();

		let end = loop {
			if Instant::now() > deadline {
				break patience.end(End::HitDeadline);
			}
			let mut batch = Vec::with_capacity(BATCH);
			let mut room = draft.room();
			while batch.len() < BATCH && !patience.is_over() {
				let Some(transaction) = waiting.next() else { break };
				match room.checked_sub(transaction.data().encoded_size()) {
					Some(left) => {
						room = left;
						batch.push(transaction);
					}
					None => {
						waiting.report_invalid(&transaction);
						patience.try_on(End::HitBlockSizeLimit);
					}
				}
			}
			if batch.is_empty() {
				break patience.end(End::NoMoreTransactions);
			}

			let mut batch = batch.as_slice();
			while !batch.is_empty() && !patience.is_over() && Instant::now() <= deadline {
				let data: Vec<_> = batch.iter().map(|one| (**one.data()).clone()).collect();
				let results = draft.push(&data);
				let (tried, rest) = batch.split_at(results.len().clamp(1, batch.len()));
				for (transaction, result) in tried.iter().zip(results) {
					let Err(error) = result else {
						patience.taken();
						continue;
					};
					waiting.report_invalid(transaction);
					let refusal = match error {
						Error::ApplyExtrinsicFailed(Validity(refusal)) => Some(refusal),
						_ => None,
					};
					match refusal {
						Some(refusal) if refusal.exhausted_resources() => {
							patience.try_on(End::HitBlockWeightLimit);
						}
						// It waits for one that has just been refused, and may be good in the next block.
						Some(TransactionValidityError::Invalid(InvalidTransaction::Future))
							if patience.has_refused() => {}
						_ => {
							log::debug!(
								"[{:?}] Invalid transaction: {refusal:?}",
								transaction.hash()
							);
							patience.refused();
							invalid.insert(*transaction.hash(), refusal);
						}
					}
				}
				batch = rest;
			}
			if patience.is_over() {
				break patience.end(End::HitBlockWeightLimit);
			}
		};
		pool.report_invalid(Some(parent), invalid).await;
		end
	}

	/// Logs the block and counts it.
	fn tell(&self, block: &Block, end: End, start: Instant) {
		let took = start.elapsed();
		let count = block.extrinsics.len();
		self.author.metrics.report(|metrics| {
			metrics.number_of_transactions.set(u64::try_from(count).unwrap_or(u64::MAX));
			metrics.block_constructed.observe(took.as_secs_f64());
			metrics.create_block_proposal_time.observe(took.as_secs_f64());
			metrics.report_end_proposing_reason(end);
		});
		let (number, hash) = (block.header.number, block.header.hash());
		log::info!(
			"🎁 Prepared block for proposing at {number} ({} ms) hash: {hash:?}; parent_hash: {}; end: {end:?}; \
			extrinsics_count: {count}",
			took.as_millis(),
			block.header.parent_hash,
		);
		telemetry!(
			self.author.telemetry;
			CONSENSUS_INFO;
			"prepared_block_for_proposing";
			"number" => ?number,
			"hash" => ?hash,
		);
	}
}
