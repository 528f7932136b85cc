//! The connection to a node: reading at a block, sending and waiting.

use crate::{
	error::{innermost, Error, Result},
	types::PALLET,
};
use serde::de::DeserializeOwned;
use std::{
	sync::Arc,
	time::{Duration, Instant},
};
use subxt::{
	backend::LegacyBackend,
	client::OnlineClientAtBlock,
	config::{RpcConfigFor, SubstrateConfig, SubstrateExtrinsicParamsBuilder},
	dynamic,
	events::DecodeAsEvent,
	ext::scale_encode::EncodeAsFields,
	extrinsics::ExtrinsicEvents,
	rpcs::{client::RpcParams, methods::legacy::LegacyRpcMethods, utils::url_is_secure, RpcClient},
	transactions::{DynamicPayload, TransactionStatus},
	utils::{AccountId32, H256},
	OnlineClient,
};
use subxt_signer::sr25519::Keypair;

/// The chain at a block.
pub type AtBlock = OnlineClientAtBlock<SubstrateConfig>;

/// How long a signed transaction may stay out of a block, in blocks.
const MORTALITY: u64 = 64;
/// How often a long wait is reported.
const REPORT_EVERY: Duration = Duration::from_secs(5);
/// JSON-RPC's code for a method that does not exist.
const METHOD_NOT_FOUND: i32 = -32601;

/// How far a transaction must get.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Wait {
	/// Into the best block.
	Best,
	/// Into a finalised block, which no reorganisation takes back.
	Finalized,
}

/// How to talk to a node.
#[derive(Clone, Copy, Debug)]
pub struct Options {
	/// How long to wait for a transaction.
	pub timeout: Duration,
	/// Where to report long waits.
	pub report: fn(&str),
}

impl Default for Options {
	fn default() -> Self {
		Self { timeout: Duration::from_secs(120), report: |_| () }
	}
}

/// A connection to a node.
#[derive(Clone, Debug)]
pub struct Node {
	url: String,
	options: Options,
	client: OnlineClient<SubstrateConfig>,
	rpc: RpcClient,
	methods: LegacyRpcMethods<RpcConfigFor<SubstrateConfig>>,
}

/// A transaction in a block, where it succeeded.
#[derive(Debug)]
pub struct Included {
	/// Hash of the transaction.
	pub transaction: H256,
	/// Number of the block.
	pub block: u64,
	/// Hash of the block.
	pub block_hash: H256,
	/// Whether the block is finalised.
	pub finalized: bool,
	events: ExtrinsicEvents<SubstrateConfig>,
}

impl Included {
	/// The transaction's event of type `E`, which it must have left.
	pub fn event<E: DecodeAsEvent>(&self) -> Result<E> {
		self.events
			.find_first::<E>()
			.ok_or_else(|| {
				Error::Node(format!(
					"transaction {:?} left no event {}; use a client of the chain's version",
					self.transaction,
					std::any::type_name::<E>().rsplit(':').next().unwrap_or_default(),
				))
			})?
			.map_err(Error::from)
	}
}

/// What a node says about itself.
#[derive(Clone, Debug)]
pub struct Status {
	/// Name of the chain.
	pub chain: String,
	/// Name of the node's program.
	pub name: String,
	/// Version of the node's program.
	pub version: String,
	/// Name of the runtime.
	pub runtime: String,
	/// Version of the runtime.
	pub runtime_version: u32,
	/// Nodes it is connected to.
	pub peers: usize,
	/// Whether it is catching up.
	pub syncing: bool,
	/// Number and hash of the best block.
	pub best: (u64, H256),
	/// Number and hash of the last finalised block.
	pub finalized: (u64, H256),
	/// Number of validators of the current session.
	pub validators: usize,
}

impl Node {
	/// Connects to the node at a WebSocket URL.
	pub async fn connect(url: &str, options: Options) -> Result<Self> {
		if !url.starts_with("ws://") && !url.starts_with("wss://") {
			return Err(Error::Input(format!(
				"{url:?} is no WebSocket URL; right is ws://127.0.0.1:9944 or wss://node.example"
			)));
		}
		match url_is_secure(url) {
			Ok(true) => (),
			Ok(false) => (options.report)(&format!(
				"{url} is neither encrypted nor authenticated; use wss:// outside a network you trust"
			)),
			Err(e) => {
				return Err(Error::Input(format!("{url:?} is no URL: {}", innermost(&e))));
			}
		}
		let unreachable = |reason: String| Error::Connection { url: url.to_string(), reason };
		let rpc =
			RpcClient::from_insecure_url(url).await.map_err(|e| unreachable(innermost(&e)))?;
		let backend = LegacyBackend::builder().build(rpc.clone());
		let client = OnlineClient::from_backend(Arc::new(backend))
			.await
			.map_err(|e| unreachable(innermost(&e)))?;
		let methods = LegacyRpcMethods::new(rpc.clone());
		Ok(Self { url: url.to_string(), options, client, rpc, methods })
	}

	/// Where the node was found.
	pub fn url(&self) -> &str {
		&self.url
	}

	/// Reports to whoever waits.
	pub fn report(&self, line: &str) {
		(self.options.report)(line);
	}

	/// The chain at its best block.
	pub async fn best(&self) -> Result<AtBlock> {
		let hash = self.methods.chain_get_block_hash(None).await?;
		self.at(hash.ok_or_else(|| Error::Node("the node has no best block".into()))?).await
	}

	/// The chain at its last finalised block.
	pub async fn finalized(&self) -> Result<AtBlock> {
		self.at(self.methods.chain_get_finalized_head().await?).await
	}

	/// The chain at a block.
	pub async fn at(&self, hash: H256) -> Result<AtBlock> {
		Ok(self.client.at_block(hash).await?)
	}

	/// The chain at its best block, which must know of consent.
	pub async fn consent_chain(&self) -> Result<AtBlock> {
		let at = self.best().await?;
		match at.metadata_ref().pallet_by_name(PALLET) {
			Some(_) => Ok(at),
			None => Err(Error::Node(format!(
				"the chain at {} has no pallet {PALLET}; name a MedChain node with --url",
				self.url
			))),
		}
	}

	/// What the node says about itself.
	pub async fn status(&self) -> Result<Status> {
		let health = self.methods.system_health().await?;
		let best = self.best().await?;
		let finalized = self.finalized().await?;
		let version = self.methods.state_get_runtime_version(Some(best.block_hash())).await?;
		let validators = best
			.storage()
			.fetch(dynamic::storage::<(), Vec<AccountId32>>("Session", "Validators"), ())
			.await?
			.decode()?;
		Ok(Status {
			chain: self.methods.system_chain().await?,
			name: self.methods.system_name().await?,
			version: self.methods.system_version().await?,
			runtime: match version.other.get("specName").and_then(|name| name.as_str()) {
				Some(name) => name.to_string(),
				None => "unnamed".to_string(),
			},
			runtime_version: version.spec_version,
			peers: health.peers,
			syncing: health.is_syncing,
			best: (best.block_number(), best.block_hash()),
			finalized: (finalized.block_number(), finalized.block_hash()),
			validators: validators.len(),
		})
	}

	/// Calls a method of the node's JSON-RPC.
	pub async fn request<T: DeserializeOwned>(&self, method: &str, params: RpcParams) -> Result<T> {
		self.rpc.request(method, params).await.map_err(|e| match Error::from(e) {
			Error::Rpc { code: METHOD_NOT_FOUND, .. } => Error::Node(format!(
				"the node at {} does not answer {method}; name a MedChain node with --url",
				self.url
			)),
			other => other,
		})
	}

	/// What an account can spend, in the smallest unit.
	pub async fn balance(&self, account: &AccountId32) -> Result<u128> {
		let at = self.best().await?;
		let entry = dynamic::storage::<(AccountId32,), AccountInfo>("System", "Account");
		let found = at.storage().try_fetch(entry, (*account,)).await?;
		Ok(match found {
			Some(info) => info.decode()?.data.free,
			None => 0,
		})
	}

	/// Pays `amount` of the smallest unit to `to`.
	pub async fn transfer(
		&self,
		signer: &Keypair,
		to: &AccountId32,
		amount: u128,
		wait: Wait,
	) -> Result<Included> {
		let to = subxt::utils::MultiAddress::<AccountId32, ()>::Id(*to);
		let call = dynamic::transaction("Balances", "transfer_keep_alive", (to, amount));
		self.submit(&call, signer, wait).await
	}

	/// Signs a call, sends it and waits until it stands in a block, where it must have succeeded.
	pub async fn submit<Call: EncodeAsFields>(
		&self,
		call: &DynamicPayload<Call>,
		signer: &Keypair,
		wait: Wait,
	) -> Result<Included> {
		let account = signer.public_key().into();
		let nonce = self.methods.system_account_next_index(&account).await?;
		let params = SubstrateExtrinsicParamsBuilder::<SubstrateConfig>::new()
			.nonce(nonce)
			.mortal(MORTALITY)
			.build();
		let mut transactions = self.birth_block().await?.transactions();
		let signed = transactions.create_signed(call, signer, params).await?;
		let transaction = signed.hash();
		let mut progress = signed.submit_and_watch().await?;

		let started = Instant::now();
		let mut waited_for = "in a block";
		let (block, finalized) = loop {
			let left = self.options.timeout.saturating_sub(started.elapsed());
			if left.is_zero() {
				return Err(Error::Timeout {
					transaction: format!("{transaction:?}"),
					waited_for,
					after: self.options.timeout,
				});
			}
			let next = tokio::time::timeout(left.min(REPORT_EVERY), progress.next());
			let Ok(status) = next.await else {
				self.report(&format!("not {waited_for} yet, {} s", started.elapsed().as_secs()));
				continue;
			};
			let status = status.ok_or_else(|| {
				Error::Node(format!("the node stopped reporting on transaction {transaction:?}"))
			})??;
			match status {
				TransactionStatus::InBestBlock(block) if wait == Wait::Best => {
					break (block, false)
				}
				TransactionStatus::InFinalizedBlock(block) => break (block, true),
				TransactionStatus::InBestBlock(_) => waited_for = "finalised",
				TransactionStatus::NoLongerInBestBlock => waited_for = "in a block",
				TransactionStatus::Validated | TransactionStatus::Broadcasted => (),
				TransactionStatus::Error { message }
				| TransactionStatus::Invalid { message }
				| TransactionStatus::Dropped { message } => {
					return Err(Error::Refused(format!(
						"the node gave transaction {transaction:?} up: {message}"
					)));
				}
			}
		};
		Ok(Included {
			transaction,
			block: block.at().await?.block_number(),
			block_hash: block.block_hash(),
			finalized,
			events: block.wait_for_success().await?,
		})
	}

	/// The block from which a transaction's mortality counts: a finalised one, which no
	/// reorganisation takes back, unless finality lags too far behind the best.
	async fn birth_block(&self) -> Result<AtBlock> {
		let finalized = self.finalized().await?;
		let best = self.best().await?;
		let lag = best.block_number().saturating_sub(finalized.block_number());
		Ok(if lag < MORTALITY / 2 { finalized } else { best })
	}
}

#[derive(subxt::ext::scale_decode::DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct AccountInfo {
	data: AccountData,
}

#[derive(subxt::ext::scale_decode::DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct AccountData {
	free: u128,
}
