//! A block of batches is the block of the same transactions one by one.

use super::draft::{Draft, BATCH};
use crate::{chain_spec, genesis, service::Executor};
use codec::Encode;
use futures::executor::block_on;
use medchain_runtime::{
	opaque::{Block, Header},
	Runtime, RuntimeApi, RuntimeCall, SignedPayload, TxExtension, UncheckedExtrinsic, VERSION,
	WASM_BINARY,
};
use polkadot_sdk::{
	frame_metadata_hash_extension::CheckMetadataHash,
	frame_system, pallet_asset_tx_payment, pallet_balances, pallet_utility,
	sc_chain_spec::GenesisBlockBuilder,
	sc_client_api::in_mem::Backend,
	sc_service::{
		self,
		client::{new_with_backend, Client, LocalCallExecutor},
		config::ExecutorConfiguration,
	},
	sp_blockchain::{ApplyExtrinsicFailed::Validity, Error, HeaderBackend},
	sp_consensus::{Proposal, ProposeArgs},
	sp_consensus_babe::{
		digests::{PreDigest, SecondaryPlainPreDigest},
		inherents::InherentDataProvider as SlotProvider,
		Slot, BABE_ENGINE_ID,
	},
	sp_core::testing::TaskExecutor,
	sp_inherents::{InherentData, InherentDataProvider as _},
	sp_keyring::Sr25519Keyring as Keyring,
	sp_runtime::{
		generic::Era,
		transaction_validity::{InvalidTransaction, TransactionValidityError},
		Digest, DigestItem, OpaqueExtrinsic,
	},
	sp_timestamp::InherentDataProvider as TimestampProvider,
};
use std::sync::Arc;

type TestBackend = Backend<Block>;
type TestClient =
	Client<TestBackend, LocalCallExecutor<Block, TestBackend, Executor>, Block, RuntimeApi>;

/// The development chain's genesis, in memory. None where the Wasm was not built.
fn client() -> Option<TestClient> {
	WASM_BINARY?;
	let executor: Executor = sc_service::new_wasm_executor(&ExecutorConfiguration::default());
	let backend = Arc::new(TestBackend::new());
	let spec = chain_spec::load("dev").expect("known");
	let storage = genesis::storage(spec.as_ref(), &executor).expect("valid");
	let genesis =
		GenesisBlockBuilder::new_with_storage(storage, true, backend.clone(), executor.clone())
			.expect("a genesis");
	let client = new_with_backend(
		backend,
		executor,
		genesis,
		Box::new(TaskExecutor::new()),
		None,
		None,
		Default::default(),
	);
	Some(client.expect("a client"))
}

/// The first block, with its inherents in.
fn begin(client: &TestClient) -> Draft<'_, TestClient> {
	let slot = Slot::from(600_000_000);
	let mut inherent_data = InherentData::new();
	block_on(SlotProvider::new(slot).provide_inherent_data(&mut inherent_data)).expect("a slot");
	let time = TimestampProvider::new((*slot * 3_000).into());
	block_on(time.provide_inherent_data(&mut inherent_data)).expect("a time");
	let claim =
		PreDigest::SecondaryPlain(SecondaryPlainPreDigest { authority_index: 0, slot }).encode();
	let inherent_digests = Digest { logs: vec![DigestItem::PreRuntime(BABE_ENGINE_ID, claim)] };
	let genesis: Header =
		client.header(client.info().genesis_hash).expect("readable").expect("there is one");
	let args = ProposeArgs { inherent_data, inherent_digests, ..Default::default() };
	let (mut draft, data) = Draft::begin(client, &genesis, args).expect("it begins");
	let inherents = draft.inherents(data).expect("inherents");
	assert!(!inherents.is_empty());
	for inherent in inherents {
		draft.push_one(&inherent).expect("an inherent");
	}
	draft
}

fn sign(client: &TestClient, from: Keyring, nonce: u32, call: RuntimeCall) -> OpaqueExtrinsic {
	let genesis = client.info().genesis_hash;
	let extension: TxExtension = (
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckMortality::from(Era::Immortal),
		frame_system::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		pallet_asset_tx_payment::ChargeAssetTxPayment::from(0, None),
		CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	);
	let (spec, transaction) = (VERSION.spec_version, VERSION.transaction_version);
	let implicit = ((), (), spec, transaction, genesis, genesis, (), (), (), None, ());
	let payload = SignedPayload::from_raw(call, extension, implicit);
	let signature = payload.using_encoded(|bytes| from.sign(bytes));
	let (call, extension, _) = payload.deconstruct();
	let sender = from.to_account_id().into();
	UncheckedExtrinsic::new_signed(call, sender, signature.into(), extension).into()
}

fn transfer() -> RuntimeCall {
	let dest = Keyring::Ferdie.to_account_id().into();
	RuntimeCall::Balances(pallet_balances::Call::<Runtime>::transfer_keep_alive {
		dest,
		value: 1_000_000_000,
	})
}

/// This many transfers of Alice's, from a nonce on.
fn transfers(client: &TestClient, from: u32, count: usize) -> Vec<OpaqueExtrinsic> {
	(from..).take(count).map(|nonce| sign(client, Keyring::Alice, nonce, transfer())).collect()
}

/// The block of these, one by one.
fn one_by_one(client: &TestClient, transactions: &[OpaqueExtrinsic]) -> Proposal<Block> {
	let mut draft = begin(client);
	for transaction in transactions {
		draft.push_one(transaction).expect("valid");
	}
	draft.finish().expect("a block")
}

#[test]
fn batches_make_the_block_that_single_transactions_make() {
	let Some(client) = client() else { return };
	let transactions = transfers(&client, 0, 2 * BATCH);
	let mut draft = begin(&client);
	let before = draft.room();
	let mut rest = transactions.as_slice();
	while !rest.is_empty() {
		let results = draft.push(&rest[..rest.len().min(BATCH)]);
		assert!(!results.is_empty());
		assert!(results.iter().all(Result::is_ok));
		rest = &rest[results.len()..];
	}
	let length: usize = transactions.iter().map(Encode::encoded_size).sum();
	assert_eq!(before - draft.room(), length);
	let block = draft.finish().expect("a block").block;
	assert_eq!(block, one_by_one(&client, &transactions).block);
	assert_eq!(block.extrinsics[block.extrinsics.len() - transactions.len()..], transactions);
}

#[test]
fn what_is_refused_leaves_nothing_behind() {
	let Some(client) = client() else { return };
	let mut batch = transfers(&client, 0, 4);
	let good = batch.clone();
	// Its nonce is too far ahead; and one without money.
	batch.insert(2, sign(&client, Keyring::Alice, 7, transfer()));
	batch.insert(4, sign(&client, Keyring::One, 0, transfer()));
	let mut draft = begin(&client);
	let results = draft.push(&batch);
	let refusals: Vec<_> = results
		.into_iter()
		.map(|result| match result {
			Ok(()) => None,
			Err(Error::ApplyExtrinsicFailed(Validity(TransactionValidityError::Invalid(why)))) => {
				Some(why)
			}
			Err(error) => panic!("{error}"),
		})
		.collect();
	let (future, payment) = (InvalidTransaction::Future, InvalidTransaction::Payment);
	assert_eq!(refusals, [None, None, Some(future), None, Some(payment), None]);
	assert_eq!(draft.finish().expect("a block").block, one_by_one(&client, &good).block);
}

#[test]
fn one_that_stops_the_runtime_stops_no_other() {
	let Some(client) = client() else { return };
	let good = transfers(&client, 0, 3);
	let mut batch = good.clone();
	batch.insert(1, OpaqueExtrinsic::from_blob(vec![0xff; 9]));
	let mut draft = begin(&client);
	let results = draft.push(&batch);
	assert_eq!(results.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true, true]);
	assert!(!matches!(results[1], Err(Error::ApplyExtrinsicFailed(_))));
	assert_eq!(draft.finish().expect("a block").block, one_by_one(&client, &good).block);
}

#[test]
fn a_batch_of_heavy_transactions_ends_early() {
	let Some(client) = client() else { return };
	let heavy = RuntimeCall::Utility(pallet_utility::Call::<Runtime>::batch {
		calls: vec![transfer(); 400],
	});
	let batch =
		[sign(&client, Keyring::Alice, 0, heavy), sign(&client, Keyring::Alice, 1, transfer())];
	let mut draft = begin(&client);
	assert_eq!(draft.push(&batch).len(), 1);
	assert_eq!(draft.push(&batch[1..]).len(), 1);
	assert_eq!(draft.finish().expect("a block").block, one_by_one(&client, &batch).block);
}
