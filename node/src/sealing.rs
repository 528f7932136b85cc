//! Sealing without consensus, for development chains.
//!
//! Blocks still carry what the runtime expects of BABE: a claimed slot, and a timestamp in that
//! slot. What they lack is the author's seal, so that other nodes refuse them.

use crate::service::{Clock, FullClient, FullPool, Workshop};
use futures::{
	future::{join, ready, BoxFuture},
	stream,
	stream::BoxStream,
	FutureExt, StreamExt,
};
use medchain_runtime::{opaque::Block, Hash};
use polkadot_sdk::{
	sc_client_api::{BlockchainEvents, Finalizer},
	sc_consensus_babe,
	sc_consensus_manual_seal::{
		consensus::babe::BabeConsensusDataProvider, run_manual_seal, EngineCommand,
		ManualSealParams,
	},
	sc_service::{ChainType, Configuration, Error as ServiceError},
	sc_transaction_pool_api::TransactionPool,
	sp_consensus_babe::{inherents::InherentDataProvider as SlotProvider, Slot, SlotDuration},
	sp_timestamp::{InherentDataProvider as TimestampProvider, Timestamp},
};
use std::{str::FromStr, sync::Arc, time::Duration};
use tokio::time::{interval, sleep, MissedTickBehavior};

/// When blocks are sealed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sealing {
	/// As soon as a transaction is there.
	Instant,
	/// Every so often, also without transactions.
	Interval(Duration),
}

impl FromStr for Sealing {
	type Err = String;

	fn from_str(mode: &str) -> Result<Self, String> {
		if mode == "instant" {
			return Ok(Self::Instant);
		}
		let millis = mode
			.strip_prefix("interval=")
			.ok_or("expected `instant` or `interval=MS`, MS being milliseconds")?;
		match millis.parse() {
			Ok(millis) if millis > 0 => Ok(Self::Interval(Duration::from_millis(millis))),
			_ => Err("the interval must be a whole number of milliseconds, at least 1".into()),
		}
	}
}

/// Whether `config` describes a node that may seal: the author of a development chain.
pub fn check(config: &Configuration) -> Result<(), String> {
	let chain = config.chain_spec.id();
	if config.chain_spec.chain_type() != ChainType::Development {
		return Err(format!("--sealing is for development chains; `{chain}` is none, `--dev` is"));
	}
	if !config.role.is_authority() {
		return Err("--sealing needs a node that makes blocks; add --validator or --dev".into());
	}
	Ok(())
}

/// The time of sealed blocks: every block has a slot of its own, the present one if it is free,
/// else the next after the parent's. Its timestamp is the start of the slot.
pub fn clock(client: Arc<FullClient>, slot_duration: SlotDuration) -> Clock {
	Arc::new(move |parent: Hash, ()| {
		let next = next_slot(&client, parent, slot_duration);
		async move {
			let slot = next?;
			let time = slot.timestamp(slot_duration).ok_or("the slot lies beyond all time")?;
			Ok((SlotProvider::new(slot), TimestampProvider::new(time)))
		}
	})
}

fn next_slot(
	client: &FullClient,
	parent: Hash,
	slot_duration: SlotDuration,
) -> Result<Slot, Box<dyn std::error::Error + Send + Sync>> {
	let header = client.header(parent)?.ok_or_else(|| format!("no block {parent:?}"))?;
	let parent_slot = sc_consensus_babe::find_pre_digest::<Block>(&header)?.slot();
	let present = Slot::from_timestamp(Timestamp::current(), slot_duration);
	Ok(present.max(parent_slot + 1))
}

/// The task that seals. A first block is sealed at once, so that the chain knows the time.
pub fn task(sealing: Sealing, workshop: Workshop) -> Result<BoxFuture<'static, ()>, ServiceError> {
	let authorities = workshop.babe_link.config().authorities.clone();
	if authorities.len() > 1 {
		let count = authorities.len();
		return Err(format!("--sealing is for one validator; this chain has {count}").into());
	}
	let digests = BabeConsensusDataProvider::new(
		workshop.client.clone(),
		workshop.keystore,
		workshop.babe_link.epoch_changes().clone(),
		authorities,
	)
	.map_err(|error| error.to_string())?;
	let finality = finalise(workshop.client.clone());
	let commands = commands(sealing, workshop.pool.clone());
	let seal = run_manual_seal(ManualSealParams {
		block_import: workshop.block_import,
		env: workshop.proposer,
		client: workshop.client,
		commands_stream: commands,
		pool: workshop.pool,
		select_chain: workshop.select_chain,
		consensus_data_provider: Some(Box::new(digests)),
		create_inherent_data_providers: workshop.inherents,
	});
	Ok(join(seal, finality).map(|_| ()).boxed())
}

/// Makes every block final once it is imported.
async fn finalise(client: Arc<FullClient>) {
	let mut imports = client.import_notification_stream();
	while let Some(block) = imports.next().await {
		if let Err(error) = client.finalize_block(block.hash, None, true) {
			log::error!("Block {:?} cannot be made final: {error}", block.hash);
		}
	}
}

/// When to seal, as a stream of commands to do so.
fn commands(sealing: Sealing, pool: Arc<FullPool>) -> BoxStream<'static, EngineCommand<Hash>> {
	/// How many transactions one block is made for at most.
	const BATCH: usize = 4096;
	/// How soon a transaction is seen that no notification spoke of.
	const LOOK: Duration = Duration::from_millis(500);

	match sealing {
		// A transaction that the last block took in is no longer ready and asks for no block.
		Sealing::Instant => {
			let arrivals = pool.import_notification_stream().ready_chunks(BATCH);
			let known = pool.clone();
			let wanted = arrivals.filter_map(move |hashes| {
				let waiting = hashes.iter().any(|hash| known.ready_transaction(hash).is_some());
				ready(waiting.then(seal))
			});
			// A block that starts a session is full without transactions: what waits goes into the
			// next one.
			let left_over = stream::unfold(pool, |pool| async move {
				sleep(LOOK).await;
				let waiting = pool.status().ready > 0;
				Some((waiting.then(seal), pool))
			})
			.filter_map(ready);
			stream::once(async { seal() }).chain(stream::select(wanted, left_over)).boxed()
		}
		Sealing::Interval(period) => stream::once(async move {
			let mut ticks = interval(period);
			ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
			stream::unfold(ticks, |mut ticks| async move {
				ticks.tick().await;
				Some((seal(), ticks))
			})
		})
		.flatten()
		.boxed(),
	}
}

/// Seal a block. It may be empty: the engine would take a block with a single transaction for one,
/// since it counts BABE's slot among the inherent transactions.
fn seal() -> EngineCommand<Hash> {
	EngineCommand::SealNewBlock {
		create_empty: true,
		finalize: false,
		parent_hash: None,
		sender: None,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn modes_are_instant_and_interval() {
		assert_eq!("instant".parse(), Ok(Sealing::Instant));
		assert_eq!("interval=250".parse(), Ok(Sealing::Interval(Duration::from_millis(250))));
	}

	#[test]
	fn other_modes_say_what_would_be_right() {
		for mode in ["", "manual", "Instant", "interval", "interval:5"] {
			let error = mode.parse::<Sealing>().expect_err(mode);
			assert_eq!(error, "expected `instant` or `interval=MS`, MS being milliseconds");
		}
		for mode in ["interval=", "interval=0", "interval=-5", "interval=1.5", "interval=1s"] {
			let error = mode.parse::<Sealing>().expect_err(mode);
			assert_eq!(error, "the interval must be a whole number of milliseconds, at least 1");
		}
	}
}
