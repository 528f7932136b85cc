//! A block while it is put together.

use codec::Encode;
use medchain_runtime::{
	batch::BatchBuilder,
	configs::system::MAXIMUM_BLOCK_LENGTH,
	opaque::{Block, Header},
	Hash,
};
use polkadot_sdk::{
	sp_api::{ApiError, ApiExt, ApiRef, CallApiAt, Core, ProvideRuntimeApi, TransactionOutcome},
	sp_block_builder::BlockBuilder,
	sp_blockchain::{ApplyExtrinsicFailed::Validity, Error, Result},
	sp_consensus::{Proposal, ProposeArgs},
	sp_core::traits::CallContext,
	sp_inherents::InherentData,
	sp_runtime::{
		traits::Header as _, ApplyExtrinsicResult, ExtrinsicInclusionMode, OpaqueExtrinsic,
	},
	sp_weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, Weight},
};

/// Most transactions in a call of the runtime.
pub const BATCH: usize = 64;
/// What they may weigh until the runtime gives back their results, so that the author can look at the clock.
const BATCH_WEIGHT: Weight =
	Weight::from_parts(WEIGHT_REF_TIME_PER_MILLIS.saturating_mul(25), u64::MAX);

/// Longest block, in bytes: the runtime's, and its header.
const MAXIMUM_LENGTH: usize = MAXIMUM_BLOCK_LENGTH as usize + 512;

/// A block that is begun and takes transactions.
pub struct Draft<'a, Client: ProvideRuntimeApi<Block>> {
	api: ApiRef<'a, Client::Api>,
	client: &'a Client,
	parent: Hash,
	mode: ExtrinsicInclusionMode,
	batches: bool,
	extrinsics: Vec<OpaqueExtrinsic>,
	size: usize,
	size_limit: usize,
}

impl<'a, Client> Draft<'a, Client>
where
	Client: ProvideRuntimeApi<Block> + CallApiAt<Block>,
	Client::Api: BlockBuilder<Block> + BatchBuilder<Block>,
{
	/// Begins the block after `parent`. Also gives what its inherents are made of.
	pub fn begin(
		client: &'a Client,
		parent: &Header,
		args: ProposeArgs<Block>,
	) -> Result<(Self, InherentData)> {
		let number = parent.number().checked_add(1).ok_or_else(|| {
			Error::Application("no block can follow the one with the largest number".into())
		})?;
		let parent = parent.hash();
		let header = Header::new(
			number,
			Default::default(),
			Default::default(),
			parent,
			args.inherent_digests,
		);

		let mut api = client.runtime_api();
		if let Some(recorder) = args.storage_proof_recorder {
			api.record_proof_with_recorder(recorder);
		}
		for extension in args.extra_extensions.into_extensions() {
			api.register_extension(extension);
		}
		api.set_call_context(CallContext::Onchain { import: false });
		let mode = api.initialize_block(parent, &header)?;
		// The runtime on chain may be older than this node.
		let batches = api.has_api::<dyn BatchBuilder<Block>>(parent)?;
		let draft = Self {
			api,
			client,
			parent,
			mode,
			batches,
			extrinsics: Vec::new(),
			size: header.encoded_size(),
			size_limit: args.block_size_limit.unwrap_or(MAXIMUM_LENGTH),
		};
		Ok((draft, args.inherent_data))
	}

	/// Whether the block takes transactions at all: none while a migration goes on.
	pub fn takes_transactions(&self) -> bool {
		self.mode == ExtrinsicInclusionMode::AllExtrinsics
	}

	/// The inherents that the runtime makes of `data`.
	pub fn inherents(&self, data: InherentData) -> Result<Vec<OpaqueExtrinsic>> {
		self.api
			.execute_in_transaction(|api| {
				TransactionOutcome::Rollback(api.inherent_extrinsics(self.parent, data))
			})
			.map_err(Error::from)
	}

	/// How many bytes are left.
	pub fn room(&self) -> usize {
		let proof = self.api.proof_recorder().map_or(0, |proof| proof.estimate_encoded_size());
		self.size_limit.saturating_sub(self.size.saturating_add(proof))
	}

	/// Tries these transactions in their order, and gives what became of each that was tried: of one at
	/// least, if there is one.
	pub fn push(&mut self, batch: &[OpaqueExtrinsic]) -> Vec<Result<()>> {
		let results = match batch {
			[_, _, ..] if self.batches => {
				self.apply(|api, parent| api.apply_extrinsics(parent, batch.to_vec(), BATCH_WEIGHT))
			}
			_ => Err(Error::Application("one at a time".into())),
		};
		match results {
			Ok(results) => batch
				.iter()
				.zip(results)
				.map(|(extrinsic, result)| self.note(extrinsic, result))
				.collect(),
			// Also where the runtime stopped, to find out with which of them.
			Err(_) => batch.iter().map(|extrinsic| self.push_one(extrinsic)).collect(),
		}
	}

	/// Tries a transaction or an inherent.
	pub fn push_one(&mut self, extrinsic: &OpaqueExtrinsic) -> Result<()> {
		let result = self
			.api
			.execute_in_transaction(|api| {
				match api.apply_extrinsic(self.parent, extrinsic.clone()) {
					Ok(Ok(outcome)) => TransactionOutcome::Commit(Ok(Ok(outcome))),
					failed => TransactionOutcome::Rollback(failed),
				}
			})
			.map_err(Error::from)?;
		self.note(extrinsic, result)
	}

	fn apply(
		&self,
		call: impl FnOnce(
			&Client::Api,
			Hash,
		) -> std::result::Result<Vec<ApplyExtrinsicResult>, ApiError>,
	) -> Result<Vec<ApplyExtrinsicResult>> {
		self.api
			.execute_in_transaction(|api| match call(api, self.parent) {
				Ok(results) => TransactionOutcome::Commit(Ok(results)),
				Err(error) => TransactionOutcome::Rollback(Err(error)),
			})
			.map_err(Error::from)
	}

	fn note(&mut self, extrinsic: &OpaqueExtrinsic, result: ApplyExtrinsicResult) -> Result<()> {
		// What a call answers is in its events: a transaction that fails has its place, too.
		let _ = result.map_err(|refusal| Error::from(Validity(refusal)))?;
		self.size = self.size.saturating_add(extrinsic.encoded_size());
		self.extrinsics.push(extrinsic.clone());
		Ok(())
	}

	/// Ends the block.
	pub fn finish(self) -> Result<Proposal<Block>> {
		let header = self.api.finalize_block(self.parent)?;
		let state = self.client.state_at(self.parent)?;
		let storage_changes =
			self.api.into_storage_changes(&state, self.parent).map_err(Error::StorageChanges)?;
		Ok(Proposal { block: Block { header, extrinsics: self.extrinsics }, storage_changes })
	}
}
