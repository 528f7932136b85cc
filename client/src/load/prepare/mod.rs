//! What must be on the chain before the load begins: money, people, bills, packs, coverages.

mod goods;
mod insurance;
mod money;
mod people;

use super::{
	drive::{drive, Course, Pace},
	mix::{Kind, Mix},
	sign::{sign, Job, Person},
	supplies::Supplies,
};
use crate::{
	accounts::keypair,
	calls::{AnyCall, Call},
	error::{Error, Result},
	node::{AtBlock, Node, Wait},
	types::events::ExtrinsicSuccess,
};
use futures::{stream, StreamExt, TryStreamExt};
use std::collections::BTreeMap;
use subxt_signer::sr25519::Keypair;

/// Calls in one batch.
const BATCH: usize = 200;
/// Batches that are in no block yet.
const BATCHES: usize = 256;
/// Questions that are asked at the same time.
const AT_ONCE: usize = 64;

/// Who works on the chain until it is ready for the load.
pub(super) struct Workshop<'a> {
	pub(super) node: &'a Node,
	pub(super) wait: Wait,
	pub(super) connections: usize,
	pub(super) mix: &'a Mix,
	/// How many calls of each kind are to come.
	pub(super) counts: BTreeMap<Kind, usize>,
	pub(super) funder: Person,
	pub(super) people: Vec<Person>,
}

impl Workshop<'_> {
	/// Puts all on the chain that the load needs. `reserve` is what an account needs for the fees of
	/// the load.
	pub(super) async fn prepare(&mut self, reserve: u128, supplies: &mut Supplies) -> Result<()> {
		self.fund(reserve, supplies).await?;
		self.license(supplies).await?;
		if self.mix.has(Kind::Grant) {
			self.clear_directives().await?;
		}
		if self.mix.has(Kind::Pay) || self.mix.has(Kind::Claim) {
			supplies.currency = self.issue_currency(supplies).await?;
		}
		if self.mix.has(Kind::Pay) {
			supplies.first_bill = self.issue_bills(supplies).await?;
		}
		if self.mix.has(Kind::Ship) {
			self.make_packs(supplies).await?;
		}
		if self.mix.has(Kind::Claim) {
			self.insure(supplies).await?;
		}
		supplies.now = crate::node::now(&self.node.best().await?).await?;
		Ok(())
	}

	/// How many calls of a kind one account sends, at most.
	pub(super) fn each(&self, kind: Kind) -> usize {
		self.counts.get(&kind).copied().unwrap_or(0).div_ceil(self.people.len().max(1))
	}

	/// Sends transactions, all of which must succeed.
	async fn act(&self, what: &str, jobs: Vec<Job>) -> Result<()> {
		self.act_but(what, jobs, None).await
	}

	/// The same, where calls of a batch may fail for one reason.
	async fn act_but(&self, what: &str, jobs: Vec<Job>, tolerated: Option<&str>) -> Result<()> {
		if jobs.is_empty() {
			return Ok(());
		}
		self.node.report(&format!("{what}, {} transaction(s)", jobs.len()));
		let at = self.node.birth_block().await?;
		let signed = tokio::task::block_in_place(|| sign(&at, &jobs))?;
		let pace = Pace {
			in_flight: BATCHES,
			blocks: None,
			rate: None,
			duration: None,
			wait: self.wait,
			report: true,
		};
		let course = drive(self.node, self.connections, &signed, pace).await?;
		succeeded(&course, tolerated)
			.map_err(|reason| Error::Node(format!("the load cannot be prepared: {what}: {reason}")))
	}

	/// Somebody whom the load needs, but who sends nothing of it.
	fn helper(supplies: &Supplies, name: &str) -> Result<Keypair> {
		keypair(&format!("//load//{}//{name}", supplies.seed))
	}
}

/// Calls as batches, each of which is carried out in whole or not at all.
fn batches(at: &AtBlock, calls: &[AnyCall]) -> Result<Vec<AnyCall>> {
	in_batches(at, "batch_all", calls)
}

/// Calls in batches of a kind.
fn in_batches(at: &AtBlock, kind: &'static str, calls: &[AnyCall]) -> Result<Vec<AnyCall>> {
	let batch = |calls: &[AnyCall]| {
		let calls = calls.iter().map(|call| call.encoded(at)).collect::<Result<Vec<_>>>()?;
		Ok(Call::<ExtrinsicSuccess>::new("Utility", kind, (calls,)).into())
	};
	calls.chunks(BATCH).map(batch).collect()
}

/// Whether all went well; otherwise what did not.
fn succeeded(course: &Course, tolerated: Option<&str>) -> Result<(), String> {
	if let Some((reason, count)) = course.refusals.iter().next() {
		return Err(format!("the node refused {count}: {reason}"));
	}
	let mut found = 0;
	for (block, details) in &course.blocks {
		for (place, _) in &block.ours {
			found += 1;
			let items = details.items.get(place).into_iter().flatten();
			let mut failed = details.failed.get(place).into_iter().chain(items);
			if let Some(name) = failed.find(|name| Some(name.as_str()) != tolerated) {
				return Err(format!("{name}, in block {}", block.number));
			}
		}
	}
	match course.fates.len() {
		all if all == found => Ok(()),
		all => Err(format!(
			"{found} of {all} transactions came into a block, and the node keeps the others or lost them"
		)),
	}
}

/// The accounts of a load.
pub(super) async fn crowd(node: &Node, count: usize) -> Result<Vec<Person>> {
	let keys = tokio::task::block_in_place(|| {
		(0..count).map(|n| keypair(&format!("//load//{n}"))).collect::<Result<Vec<_>>>()
	})?;
	let people = keys.into_iter().map(|key| Person::new(node, key));
	stream::iter(people).buffered(AT_ONCE).try_collect().await
}

/// A whole number of things as the chain counts them.
pub(super) fn number(count: usize) -> u64 {
	u64::try_from(count).unwrap_or(u64::MAX)
}
