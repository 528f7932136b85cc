//! The connection to a node: reading at a block, sending and waiting.

use crate::{
	calls::{AnyCall, Call, Sender},
	currency,
	error::{innermost, Error, Result},
	fees::{self, Cost},
	relay::{self, Signed},
	types::{
		events::{AssetTxFeePaid, Dispatched, ExtrinsicSuccess, TransactionFeePaid},
		PALLET,
	},
};
use codec::{Decode, Encode};
use futures::future::BoxFuture;
use medchain_support::{CurrencyCode, CurrencyId};
use serde::de::DeserializeOwned;
use std::{
	sync::Arc,
	time::{Duration, Instant},
};
use subxt::{
	backend::LegacyBackend,
	client::{OnlineClientAtBlock, OnlineClientAtBlockImpl},
	config::{RpcConfigFor, SubstrateConfig, SubstrateExtrinsicParamsBuilder},
	dynamic::{self, Value},
	error::DispatchError,
	events::DecodeAsEvent,
	ext::{
		frame_decode::{storage::IntoDecodableValues, view_functions::IntoEncodableValues},
		scale_decode::DecodeAsType,
		scale_encode::EncodeAsType,
		scale_value::{Composite, ValueDef},
	},
	extrinsics::ExtrinsicEvents,
	rpcs::{client::RpcParams, methods::legacy::LegacyRpcMethods, utils::url_is_secure, RpcClient},
	transactions::{SubmittableTransaction, TransactionStatus},
	utils::{AccountId32, MultiAddress, H256},
	ArcMetadata, OnlineClient,
};
use subxt_signer::sr25519::Keypair;

/// The chain at a block.
pub type AtBlock = OnlineClientAtBlock<SubstrateConfig>;

/// How long a signed transaction may stay out of a block, in blocks.
pub(crate) const MORTALITY: u64 = 64;
/// How often a long wait is reported.
const REPORT_EVERY: Duration = Duration::from_secs(5);
/// Bytes of the number by which the runtime knows a view function.
const VIEW_FUNCTION_ID: usize = 32;
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
	/// The currency in which fees are paid, if not in the chain's own coin.
	pub fee_currency: Option<CurrencyId>,
}

impl Default for Options {
	fn default() -> Self {
		Self { timeout: Duration::from_secs(120), report: |_| (), fee_currency: None }
	}
}

/// The methods of a node's JSON-RPC.
pub(crate) type Methods = LegacyRpcMethods<RpcConfigFor<SubstrateConfig>>;

/// A connection to a node.
#[derive(Clone, Debug)]
pub struct Node {
	url: String,
	options: Options,
	client: OnlineClient<SubstrateConfig>,
	rpc: RpcClient,
	methods: Methods,
}

/// A transaction in a block.
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
	metadata: ArcMetadata,
	/// The currency in which the fee was paid, if not in the chain's own coin.
	fee_currency: Option<(CurrencyId, CurrencyCode)>,
}

impl Included {
	/// The transaction's event of type `E`, which it must have left.
	pub fn event<E: DecodeAsEvent>(&self) -> Result<E> {
		self.find()?.ok_or_else(|| {
			Error::Node(format!(
				"transaction {:?} left no event {}; use a client of the chain's version",
				self.transaction,
				std::any::type_name::<E>().rsplit(':').next().unwrap_or_default(),
			))
		})
	}

	/// The transaction's first event of type `E`, if it left one.
	pub fn find<E: DecodeAsEvent>(&self) -> Result<Option<E>> {
		self.events.find_first::<E>().transpose().map_err(Error::from)
	}

	/// The transaction's events of type `E`.
	pub fn events<E: DecodeAsEvent>(&self) -> Result<Vec<E>> {
		self.events.find::<E>().map(|event| event.map_err(Error::from)).collect()
	}

	/// What it cost, unless the chain takes nothing for it.
	pub fn cost(&self) -> Result<Option<Cost>> {
		if let Some(paid) = self.find::<AssetTxFeePaid>()? {
			let currency = self.fee_currency.filter(|(id, _)| Some(*id) == paid.asset_id);
			return Ok(Some(Cost { payer: paid.who, fee: paid.actual_fee, currency }));
		}
		let paid = self.find::<TransactionFeePaid>()?;
		Ok(paid.map(|paid| Cost { payer: paid.who, fee: paid.actual_fee, currency: None }))
	}

	/// Whether it succeeded; if not, the error.
	fn succeeded(&self) -> Result<()> {
		for event in self.events.iter() {
			let event = event?;
			if (event.pallet_name(), event.event_name()) == ("System", "ExtrinsicFailed") {
				let bytes = event.field_bytes().to_vec();
				return Err(match DispatchError::decode_from(bytes, self.metadata.clone()) {
					Ok(error) => error.into(),
					Err(_) => Error::Node(format!(
						"transaction {:?} failed with an error that this client does not know",
						self.transaction
					)),
				});
			}
		}
		Ok(())
	}

	/// What became of a call inside the transaction, which an event tells.
	pub fn inner_result(&self, result: Value) -> Result<()> {
		inner_result(result, &self.metadata)
	}
}

/// The error in a `Result` of the chain, with or without the weight that was used.
fn inner_result(result: Value, metadata: &ArcMetadata) -> Result<()> {
	let odd = || Error::Node("the chain tells no result that this client knows".into());
	let ValueDef::Variant(result) = result.value else { return Err(odd()) };
	if result.name == "Ok" {
		return Ok(());
	}
	let mut error = result.values.into_values().next().ok_or_else(odd)?;
	if let ValueDef::Composite(Composite::Named(fields)) = &mut error.value {
		let at = fields.iter().position(|(name, _)| name == "error").ok_or_else(odd)?;
		error = fields.swap_remove(at).1;
	}
	let type_id = metadata.dispatch_error_ty().ok_or_else(odd)?;
	let bytes = error.encode_as_type(type_id, metadata.types()).map_err(|_| odd())?;
	Err(match DispatchError::decode_from(bytes, metadata.clone()) {
		Ok(error) => error.into(),
		Err(_) => odd(),
	})
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
		let rpc = open(url).await?;
		let backend = LegacyBackend::builder().build(rpc.clone());
		let client = OnlineClient::from_backend(Arc::new(backend))
			.await
			.map_err(|e| unreachable(innermost(&e)))?;
		let methods = LegacyRpcMethods::new(rpc.clone());
		Ok(Self { url: url.to_string(), options, client, rpc, methods })
	}

	/// One more connection to the same node.
	pub(crate) async fn connection(&self) -> Result<Methods> {
		Ok(LegacyRpcMethods::new(open(&self.url).await?))
	}

	/// What kind of chain the node says it follows: `Development`, `Local`, `Live`.
	pub(crate) async fn chain_type(&self) -> Result<String> {
		Ok(self.methods.system_chain_type().await?)
	}

	/// How long to wait for a transaction.
	pub(crate) fn patience(&self) -> Duration {
		self.options.timeout
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

	/// The chain at a block. The future is boxed to be compiled once, not within all that ask.
	pub fn at(&self, hash: H256) -> BoxFuture<'_, Result<AtBlock>> {
		Box::pin(async move { Ok(self.client.at_block(hash).await?) })
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
		let found = account_info(&self.best().await?, account).await?;
		Ok(found.map_or(0, |info| info.data.free))
	}

	/// Pays `amount` of the smallest unit to each of `to`, in one transaction.
	pub async fn pay(
		&self,
		signer: &Keypair,
		to: &[AccountId32],
		amount: u128,
		wait: Wait,
	) -> Result<Included> {
		let at = self.best().await?;
		let calls = to
			.iter()
			.map(|account| {
				let to = MultiAddress::<AccountId32, ()>::Id(*account);
				Call::<ExtrinsicSuccess>::new("Balances", "transfer_keep_alive", (to, amount))
					.encoded(&at)
			})
			.collect::<Result<Vec<_>>>()?;
		let batch = Call::<ExtrinsicSuccess>::new("Utility", "batch_all", (calls,));
		Ok(self.send(&batch, &Sender::alone(signer), wait).await?.1)
	}

	/// Signs a call, sends it and waits until it stands in a block, where it must have succeeded.
	/// If somebody else pays, the call inside must have succeeded too.
	pub async fn send<E: DecodeAsEvent>(
		&self,
		call: &Call<E>,
		sender: &Sender,
		wait: Wait,
	) -> Result<(E, Included)> {
		let included = self.execute(call, sender, wait).await?;
		Ok((included.event()?, included))
	}

	/// The same, whichever event the call leaves. The future is boxed to be compiled once, not within
	/// all that send something.
	pub(crate) fn execute<'a>(
		&'a self,
		call: &'a AnyCall,
		sender: &'a Sender,
		wait: Wait,
	) -> BoxFuture<'a, Result<Included>> {
		Box::pin(async move {
			match &sender.relay {
				None => self.submit(call, &sender.signer, wait).await,
				Some(relay) => {
					let signed = self.sign_for_another(call, sender).await?;
					self.relay(&signed, relay, wait).await
				}
			}
		})
	}

	/// Signs a call that somebody else is to send.
	async fn sign_for_another(&self, call: &AnyCall, sender: &Sender) -> Result<Signed> {
		let signed = relay::sign(self, call, &sender.signer).await?;
		relay::parse(&self.best().await?, &signed)
	}

	/// Sends and pays what somebody else signed, unless it is known to fail. The call inside must
	/// have succeeded.
	pub async fn relay(&self, signed: &Signed, relay: &Keypair, wait: Wait) -> Result<Included> {
		relay::check(self, signed).await?;
		let dispatch = relay::dispatch(signed.encoded.clone());
		let included = self.include(&dispatch, relay, wait).await?;
		let succeeded = match included.succeeded() {
			Ok(()) => included.inner_result(included.event::<Dispatched>()?.result),
			Err(error) => Err(relay::explain(error)),
		};
		match succeeded {
			Ok(()) => Ok(included),
			Err(error) => Err(Error::Relayed {
				error: Box::new(error),
				block: included.block,
				cost: included.cost()?,
			}),
		}
	}

	/// What a call would cost whoever pays for it, in the smallest unit. Nothing is sent.
	pub async fn estimate(&self, call: &AnyCall, sender: &Sender) -> Result<Cost> {
		let (transaction, payer) = match &sender.relay {
			None => (self.sign(call, &sender.signer).await?, &sender.signer),
			Some(relay) => {
				let signed = self.sign_for_another(call, sender).await?;
				relay::check(self, &signed).await?;
				(self.sign(&relay::dispatch(signed.encoded), relay).await?, relay)
			}
		};
		let fee = transaction.partial_fee_estimate().await?;
		let payer = payer.public_key().into();
		match self.options.fee_currency {
			None => Ok(Cost { payer, fee, currency: None }),
			Some(id) => {
				let (fee, code) = fees::converted(&self.best().await?, fee, id).await?;
				Ok(Cost { payer, fee, currency: Some((id, code)) })
			}
		}
	}

	/// The hash of the block of this number, if there is one.
	pub(crate) async fn block_hash(&self, number: u64) -> Result<Option<H256>> {
		Ok(self.methods.chain_get_block_hash(Some(number.into())).await?)
	}

	/// The number that an account's next transaction carries, behind those that wait in the pool.
	pub(crate) async fn next_nonce(&self, account: &AccountId32) -> Result<u64> {
		Ok(self.methods.system_account_next_index(account).await?)
	}

	async fn sign(
		&self,
		call: &AnyCall,
		signer: &Keypair,
	) -> Result<SubmittableTransaction<SubstrateConfig, OnlineClientAtBlockImpl<SubstrateConfig>>>
	{
		let nonce = self.next_nonce(&signer.public_key().into()).await?;
		let at = self.birth_block().await?;
		let mut params = SubstrateExtrinsicParamsBuilder::<SubstrateConfig>::new()
			.nonce(nonce)
			.mortal(MORTALITY);
		if let Some(id) = self.options.fee_currency {
			fees::check(&at)?;
			// Without a rate the node would say no more than that the fee cannot be paid.
			fees::converted(&self.best().await?, 1, id).await?;
			params = params.tip_of(0, id);
		}
		Ok(at.transactions().create_signed(&call.payload(&at)?, signer, params.build()).await?)
	}

	/// Signs a call, sends it and waits until it stands in a block, where it must have succeeded.
	async fn submit(&self, call: &AnyCall, signer: &Keypair, wait: Wait) -> Result<Included> {
		let included = self.include(call, signer, wait).await?;
		included.succeeded()?;
		Ok(included)
	}

	/// Signs a call, sends it and waits until it stands in a block, whatever became of it there.
	async fn include(&self, call: &AnyCall, signer: &Keypair, wait: Wait) -> Result<Included> {
		let signed = self.sign(call, signer).await?;
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
		let at = block.at().await?;
		let fee_currency = match self.options.fee_currency {
			Some(id) => Some((id, currency::code(&at, id).await?)),
			None => None,
		};
		Ok(Included {
			transaction,
			block: at.block_number(),
			block_hash: block.block_hash(),
			finalized,
			events: block.fetch_events().await?,
			metadata: at.metadata(),
			fee_currency,
		})
	}

	/// The block from which a transaction's mortality counts: a finalised one, which no
	/// reorganisation takes back, unless finality lags too far behind the best.
	pub(crate) async fn birth_block(&self) -> Result<AtBlock> {
		let finalized = self.finalized().await?;
		let best = self.best().await?;
		let lag = best.block_number().saturating_sub(finalized.block_number());
		Ok(if lag < MORTALITY / 2 { finalized } else { best })
	}
}

/// A WebSocket connection.
async fn open(url: &str) -> Result<RpcClient> {
	RpcClient::from_insecure_url(url)
		.await
		.map_err(|e| Error::Connection { url: url.to_string(), reason: innermost(&e) })
}

/// Asks a view function of a pallet at a block.
pub async fn view<T: DecodeAsType, A: IntoEncodableValues>(
	at: &AtBlock,
	pallet: &'static str,
	function: &'static str,
	arguments: A,
) -> Result<T> {
	let odd = |what: &str| {
		Error::Node(format!(
			"the chain's view function {pallet}.{function} {what}; use a client of the chain's version"
		))
	};
	let metadata = at.metadata_ref();
	let output = metadata
		.pallet_by_name(pallet)
		.and_then(|pallet| pallet.view_function_by_name(function))
		.ok_or_else(|| odd("does not exist"))?
		.output_ty();
	let call = dynamic::view_function_call::<_, T>(pallet, function, arguments);
	let question = at.view_functions().encode_args(call)?;
	let answer = answer(at, &question).await?.map_err(odd)?;
	T::decode_as_type(&mut &answer[..], output, metadata.types())
		.map_err(|e| odd(&format!("answers in another form ({e})")))
}

/// What the view function answers to an encoded question; or how the chain is otherwise than it should
/// be. The future is boxed to be compiled once, not for each type of answer.
fn answer<'a>(
	at: &'a AtBlock,
	question: &'a [u8],
) -> BoxFuture<'a, Result<std::result::Result<Vec<u8>, &'static str>>> {
	Box::pin(async move {
		// The runtime takes the arguments as bytes of a certain length, behind the function's id.
		let Some((id, arguments)) = question.split_at_checked(VIEW_FUNCTION_ID) else {
			return Ok(Err("has no id"));
		};
		let question = [id, &arguments.to_vec().encode()].concat();
		let bytes = at.view_functions().call_raw(Some(&question)).await?;
		// The answer is the encoded value in a result, whose error says that there is no such function.
		let mut left = &bytes[..];
		Ok(match u8::decode(&mut left) {
			Ok(0) => Vec::<u8>::decode(&mut left).map_err(|_| "answers in another form"),
			_ => Err("does not answer"),
		})
	})
}

/// What a storage entry holds at a block, if it holds something.
pub(crate) async fn stored<K, T>(
	at: &AtBlock,
	pallet: &'static str,
	entry: &'static str,
	key: K,
) -> Result<Option<T>>
where
	K: IntoEncodableValues + IntoDecodableValues,
	T: DecodeAsType,
{
	match at.storage().try_fetch(dynamic::storage::<K, T>(pallet, entry), key).await? {
		Some(found) => Ok(Some(found.decode()?)),
		None => Ok(None),
	}
}

/// The second since 1970 that a block carries.
pub async fn now(at: &AtBlock) -> Result<u64> {
	let moments = dynamic::storage::<(), u64>("Timestamp", "Now");
	let milliseconds: u64 = at.storage().fetch(moments, ()).await?.decode()?;
	Ok(milliseconds / 1_000)
}

/// The number that an account's next transaction carries; nothing if the chain does not know it.
pub(crate) async fn nonce(at: &AtBlock, account: &AccountId32) -> Result<Option<u64>> {
	Ok(account_info(at, account).await?.map(|info| info.nonce.into()))
}

async fn account_info(at: &AtBlock, account: &AccountId32) -> Result<Option<AccountInfo>> {
	stored(at, "System", "Account", (*account,)).await
}

/// A constant of the runtime at a block.
pub fn constant<T: DecodeAsType>(
	at: &AtBlock,
	pallet: &'static str,
	name: &'static str,
) -> Result<T> {
	Ok(at.constants().entry(dynamic::constant::<T>(pallet, name))?)
}

#[derive(subxt::ext::scale_decode::DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct AccountInfo {
	nonce: u32,
	data: AccountData,
}

#[derive(subxt::ext::scale_decode::DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct AccountData {
	free: u128,
}
