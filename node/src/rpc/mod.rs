//! The RPC methods beyond those that every node of the SDK has.

mod answers;
mod arguments;
pub mod consent;
pub mod drugs;
pub mod insurance;
pub mod money;
mod questions;
#[cfg(test)]
mod testing;
pub mod trials;

use crate::{
	checks::Checks,
	service::{FullBackend, FullClient, FullPool, FullSelectChain},
};
use jsonrpsee::{types::ErrorObjectOwned, RpcModule};
use medchain_runtime::{opaque::Block, AccountId, BlockNumber, Hash, Nonce};
use polkadot_sdk::{
	pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer},
	sc_consensus_babe::BabeWorkerHandle,
	sc_consensus_babe_rpc::{Babe, BabeApiServer},
	sc_consensus_grandpa::{
		FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
	},
	sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer},
	sc_rpc::SubscriptionTaskExecutor,
	sc_service::ChainSpec,
	sc_sync_state_rpc::{SyncState, SyncStateApiServer},
	sp_blockchain::HeaderBackend,
	sp_keystore::KeystorePtr,
	substrate_frame_rpc_system::{System, SystemApiServer},
};
use std::{error::Error, sync::Arc};

/// What the methods answer from.
pub struct Sources {
	/// The chain.
	pub client: Arc<FullClient>,
	/// Who checks drug packs.
	pub checks: Checks,
	/// Where transactions wait.
	pub pool: Arc<FullPool>,
	/// Which head is best.
	pub select_chain: FullSelectChain,
	/// The specification that the node runs, with its state written down: to make one from the
	/// runtime takes seconds, and anybody may ask for it.
	pub raw_spec: Box<dyn ChainSpec>,
	/// The node's keys.
	pub keystore: KeystorePtr,
	/// BABE's epochs.
	pub babe_worker: BabeWorkerHandle<Block>,
	/// GRANDPA's voters.
	pub authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	/// GRANDPA's present round.
	pub voter_state: SharedVoterState,
	/// Justifications as they come.
	pub justifications: GrandpaJustificationStream<Block>,
	/// Proofs of what is final.
	pub finality_proofs: Arc<FinalityProofProvider<FullBackend, Block>>,
}

/// All of them in one module. `executor` runs subscriptions.
pub fn module(
	sources: &Sources,
	executor: SubscriptionTaskExecutor,
) -> Result<RpcModule<()>, Box<dyn Error + Send + Sync>> {
	let client = &sources.client;
	let mut module = RpcModule::new(());

	let system = System::<_, _, Block>::new(client.clone(), sources.pool.clone());
	module.merge(SystemApiServer::<Hash, AccountId, Nonce>::into_rpc(system))?;
	module.merge(TransactionPayment::<_, Block>::new(client.clone()).into_rpc())?;
	module.merge(
		Babe::new(
			client.clone(),
			sources.babe_worker.clone(),
			sources.keystore.clone(),
			sources.select_chain.clone(),
		)
		.into_rpc(),
	)?;
	module.merge(
		Grandpa::new(
			executor,
			sources.authority_set.clone(),
			sources.voter_state.clone(),
			sources.justifications.clone(),
			sources.finality_proofs.clone(),
		)
		.into_rpc(),
	)?;
	module.merge(
		SyncState::new(
			sources.raw_spec.cloned_box(),
			client.clone(),
			sources.authority_set.clone(),
			sources.babe_worker.clone(),
		)?
		.into_rpc(),
	)?;
	module.merge(consent::module(client.clone())?)?;
	module.merge(money::module(client.clone())?)?;
	module.merge(insurance::module(client.clone())?)?;
	module.merge(drugs::module(client.clone(), sources.checks.clone())?)?;
	module.merge(trials::module(client.clone())?)?;
	Ok(module)
}

/// The block that is meant, which the node must know.
fn known(client: &FullClient, at: Option<Hash>) -> Result<Hash, ErrorObjectOwned> {
	match at {
		None => Ok(client.info().best_hash),
		Some(at) => match client.header(at) {
			Ok(Some(_)) => Ok(at),
			Ok(None) => Err(arguments::invalid("at", format!("the node knows no block {at:?}"))),
			Err(error) => Err(arguments::internal(error)),
		},
	}
}
