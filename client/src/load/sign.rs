//! Transactions that are signed before the clock starts.

use crate::{
	accounts::account_of,
	calls::AnyCall,
	error::{Error, Result},
	node::{AtBlock, Node},
};
use codec::{Compact, Decode, Encode};
use std::{num::NonZero, thread};
use subxt::{
	config::{substrate::SubstrateExtrinsicParamsBuilder, SubstrateConfig},
	utils::{AccountId32, H256},
};
use subxt_signer::sr25519::Keypair;

/// For how many blocks a transaction holds: an hour and more.
const LIFETIME: u64 = 2_048;

/// Somebody who signs, with the number of the next transaction.
pub(super) struct Person {
	/// Its key.
	pub key: Keypair,
	/// Its account.
	pub account: AccountId32,
	/// The number of its next transaction.
	pub nonce: u64,
}

impl Person {
	/// Whoever has the key, whose next transaction follows those that the node knows.
	pub async fn new(node: &Node, key: Keypair) -> Result<Self> {
		let account = account_of(&key);
		let nonce = node.next_nonce(&account).await?;
		Ok(Self { key, account, nonce })
	}

	/// A transaction to be signed, after which another follows.
	pub fn job(&mut self, call: impl Into<AnyCall>) -> Job {
		let nonce = self.nonce;
		self.nonce = nonce.saturating_add(1);
		Job { key: self.key.clone(), nonce, call: call.into() }
	}
}

/// A transaction to be signed.
pub(super) struct Job {
	key: Keypair,
	nonce: u64,
	call: AnyCall,
}

/// A signed transaction.
pub(super) struct Signed {
	/// As it is sent.
	pub bytes: Vec<u8>,
	/// By this it is found in a block.
	pub hash: H256,
	/// Who signed it: transactions of one account go the same way.
	pub account: AccountId32,
}

/// What a transaction is to the chain before it is carried out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Price {
	/// Picoseconds that it may take, without what each transaction takes.
	pub weight: u64,
	/// Its bytes.
	pub length: usize,
	/// Its fee.
	pub fee: u128,
}

impl Job {
	fn signed(&self, at: &AtBlock) -> Result<Signed> {
		let params = SubstrateExtrinsicParamsBuilder::<SubstrateConfig>::new()
			.nonce(self.nonce)
			.mortal_from_unchecked(LIFETIME, at.block_number(), at.block_hash())
			.build();
		let payload = self.call.payload(at)?;
		let mut open = at.transactions().create_signable_offline(&payload, params)?;
		let signed = open.sign(&self.key)?;
		let account = account_of(&self.key);
		Ok(Signed { hash: signed.hash(), bytes: signed.into_encoded(), account })
	}
}

/// Signs all, on all processors.
pub(super) fn sign(at: &AtBlock, jobs: &[Job]) -> Result<Vec<Signed>> {
	let workers = thread::available_parallelism().map_or(1, NonZero::get);
	let share = jobs.len().div_ceil(workers).max(1);
	let parts = thread::scope(|scope| {
		let start = |part: &'_ [Job]| part.iter().map(|job| job.signed(at)).collect();
		let workers: Vec<_> =
			jobs.chunks(share).map(|part| scope.spawn(move || start(part))).collect();
		let join = |worker: thread::ScopedJoinHandle<'_, Result<Vec<Signed>>>| {
			worker.join().unwrap_or_else(|_| Err(Error::Node("signing stopped".into())))
		};
		workers.into_iter().map(join).collect::<Result<Vec<_>>>()
	})?;
	Ok(parts.into_iter().flatten().collect())
}

/// What the chain says a transaction weighs and costs.
pub(super) async fn price(at: &AtBlock, job: &Job) -> Result<Price> {
	let signed = job.signed(at)?;
	let length = signed.bytes.len();
	let odd = || Error::Node("the chain does not tell what a transaction costs".into());
	let told = u32::try_from(length).map_err(|_| odd())?;
	let question = [signed.bytes, told.encode()].concat();
	let answer =
		at.runtime_apis().call_raw("TransactionPaymentApi_query_info", Some(&question)).await?;
	let (Compact(weight), _, _, fee) =
		<(Compact<u64>, Compact<u64>, u8, u128)>::decode(&mut &answer[..]).map_err(|_| odd())?;
	Ok(Price { weight, length, fee })
}
