//! Sending signed transactions as fast as is asked for, and following them into blocks.

use super::{
	blocks::{self, Block, Details, Header},
	sign::Signed,
};
use crate::{
	error::{Error, Result},
	node::{Node, Wait},
};
use futures::{
	future::BoxFuture,
	stream::{FuturesUnordered, StreamExt},
};
use std::{
	collections::{BTreeMap, HashMap, HashSet, VecDeque},
	time::{Duration, Instant},
};
use subxt::{rpcs, utils::H256};

/// Requests that wait for their answers on one connection.
const REQUESTS: usize = 32;
/// How often is looked at the clock.
const TICK: Duration = Duration::from_millis(10);
/// How often progress is reported.
const REPORT_EVERY: Duration = Duration::from_secs(5);
/// The state of blocks is read as soon as they are so far behind the best one: nodes forget it after 256.
const DEEP: u64 = 128;
/// The node's code for a transaction for which its pool has no room.
const POOL_FULL: i32 = 1016;
/// The node's code for a transaction that its pool has.
const KNOWN: i32 = 1013;

/// How fast and how long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
	/// Most transactions that are sent and in no block yet.
	pub in_flight: usize,
	/// How many times what a block held they are at least, where blocks hold more than was declared.
	pub blocks: Option<usize>,
	/// Transactions a second, if not as fast as they are taken.
	pub rate: Option<f64>,
	/// After how many seconds nothing more is sent.
	pub duration: Option<f64>,
	/// How far to follow them.
	pub wait: Wait,
	/// Whether progress is reported.
	pub report: bool,
}

/// What became of a transaction, in seconds since the start.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fate {
	/// When it was sent.
	pub sent: Option<f64>,
	/// When the node had taken it.
	pub accepted: Option<f64>,
	/// Whether the node did not take it.
	pub refused: bool,
	/// When a best block first held it.
	pub best: Option<f64>,
	/// When a block that holds it was final.
	pub finalized: Option<f64>,
}

/// What became of all.
pub(super) struct Course {
	/// Of each transaction.
	pub fates: Vec<Fate>,
	/// The blocks since the start, each followed by its child, with what became of what is in them.
	pub blocks: Vec<(Block, Details)>,
	/// Why the node refused transactions, and how many.
	pub refusals: BTreeMap<String, usize>,
	/// Most that were sent and in no block yet, in the end.
	pub in_flight: usize,
	/// How often the pool had no room, and a transaction was sent once more.
	pub overflows: usize,
	/// Whether waiting ended since nothing happened any more.
	pub stalled: bool,
}

/// Which transaction, and what the node says to it.
type Answer = (usize, Result<H256, rpcs::Error>);

/// Sends all, and follows them until they are where they are waited for, or nothing happens any more.
pub(super) async fn drive(
	node: &Node,
	connections: usize,
	transactions: &[Signed],
	pace: Pace,
) -> Result<Course> {
	let mut lanes = Vec::new();
	for _ in 0..connections.max(1) {
		lanes.push(node.connection().await?);
	}
	let follower = node.connection().await?;
	let mut heads = follower.chain_subscribe_new_heads().await?;
	let mut finals = follower.chain_subscribe_finalized_heads().await?;
	let known: HashMap<H256, usize> =
		transactions.iter().enumerate().map(|(which, signed)| (signed.hash, which)).collect();
	let gone = || Error::Node("the node stopped telling of blocks".into());

	let mut drive = Drive::new(pace, transactions.len(), node.best().await?.block_number());
	let mut answers = FuturesUnordered::<BoxFuture<'_, Answer>>::new();
	let mut fetches = FuturesUnordered::<BoxFuture<'_, Result<Block>>>::new();
	let mut readings = FuturesUnordered::<BoxFuture<'_, (H256, Result<Details>)>>::new();
	let mut tick = tokio::time::interval(TICK);
	let mut reported = Instant::now();
	let mut stalled = false;
	while !(stalled || drive.is_over() && answers.is_empty() && fetches.is_empty()) {
		while answers.len() < lanes.len() * REQUESTS {
			let Some(which) = drive.departure() else { break };
			let Some(signed) = transactions.get(which) else { break };
			let Some(lane) = lanes.get(lane_of(signed, lanes.len())) else { break };
			answers.push(Box::pin(async move {
				(which, lane.author_submit_extrinsic(&signed.bytes).await)
			}));
		}
		let mut wanted = Vec::new();
		tokio::select! {
			biased;
			head = heads.next() => {
				let head = head.ok_or_else(gone)??;
				wanted.extend(drive.new_head(&head));
			}
			head = finals.next() => {
				let head = head.ok_or_else(gone)??;
				wanted.extend(drive.new_final(&head));
			}
			Some(block) = fetches.next(), if !fetches.is_empty() => {
				wanted.extend(drive.arrived(block?));
			}
			Some((which, answer)) = answers.next(), if !answers.is_empty() => {
				drive.answered(which, answer)?;
			}
			Some((hash, found)) = readings.next(), if !readings.is_empty() => {
				drive.details.insert(hash, found?);
			}
			_ = tick.tick() => {
				stalled = drive.is_stuck(node.patience());
				if pace.report && reported.elapsed() >= REPORT_EVERY {
					reported = Instant::now();
					node.report(&drive.told());
				}
			}
		}
		for (hash, arrived) in wanted {
			let (follower, known) = (&follower, &known);
			fetches.push(Box::pin(blocks::fetch(follower, hash, arrived, known)));
		}
		for hash in drive.deep() {
			readings.push(Box::pin(async move { (hash, blocks::details(node, hash).await) }));
		}
	}
	while let Some((hash, found)) = readings.next().await {
		drive.details.insert(hash, found?);
	}
	drive.course(node, stalled).await
}

/// By which connection the transactions of an account go.
fn lane_of(signed: &Signed, lanes: usize) -> usize {
	let [first, second, ..] = signed.account.0;
	usize::from(u16::from_le_bytes([first, second])) % lanes.max(1)
}

/// How things stand.
struct Drive {
	pace: Pace,
	/// Number of the last block before the start.
	base: u64,
	started: Instant,
	fates: Vec<Fate>,
	/// The first that was never sent.
	next: usize,
	/// Those to be sent once more.
	again: VecDeque<usize>,
	/// How many are sent and in no best block.
	waiting: usize,
	limit: usize,
	/// Whether the pool was full and no block has come since.
	held: bool,
	/// How many the node has taken, how many of them were in a best block, and how many are final.
	accepted: usize,
	best: usize,
	finalized: usize,
	refusals: BTreeMap<String, usize>,
	overflows: usize,
	blocks: HashMap<H256, Block>,
	/// Blocks that were asked for.
	asked: HashSet<H256>,
	/// Hash and number of the best block.
	head: Option<(H256, u64)>,
	/// Final blocks whose ancestors are not all here yet, with since when they are final.
	finals: VecDeque<(H256, f64)>,
	/// Final blocks whose state is not read yet.
	unread: VecDeque<(u64, H256)>,
	details: HashMap<H256, Details>,
	/// When something happened last.
	progress: Instant,
}

impl Drive {
	fn new(pace: Pace, transactions: usize, base: u64) -> Self {
		let started = Instant::now();
		Self {
			pace,
			base,
			started,
			fates: vec![Fate::default(); transactions],
			next: 0,
			again: VecDeque::new(),
			waiting: 0,
			limit: pace.in_flight.max(1),
			held: false,
			accepted: 0,
			best: 0,
			finalized: 0,
			refusals: BTreeMap::new(),
			overflows: 0,
			blocks: HashMap::new(),
			asked: HashSet::new(),
			head: None,
			finals: VecDeque::new(),
			unread: VecDeque::new(),
			details: HashMap::new(),
			progress: started,
		}
	}

	fn now(&self) -> f64 {
		self.started.elapsed().as_secs_f64()
	}

	/// Whether nothing more is sent.
	fn is_spent(&self) -> bool {
		let late = self.pace.duration.is_some_and(|end| self.now() >= end);
		late || (self.next >= self.fates.len() && self.again.is_empty())
	}

	/// Whether there is nothing left to send or to wait for.
	fn is_over(&self) -> bool {
		let reached = match self.pace.wait {
			Wait::Best => self.best,
			Wait::Finalized => self.finalized,
		};
		self.is_spent() && self.waiting == 0 && reached >= self.accepted
	}

	/// Whether something is waited for, and nothing has happened for so long.
	fn is_stuck(&self, patience: Duration) -> bool {
		(self.waiting > 0 || self.is_spent()) && self.progress.elapsed() > patience
	}

	/// The next transaction to be sent, if one is to be sent now.
	fn departure(&mut self) -> Option<usize> {
		if self.held || self.waiting >= self.limit || self.is_spent() {
			return None;
		}
		let now = self.now();
		let which = match self.again.pop_front() {
			Some(which) => which,
			None => {
				let allowed = self.pace.rate.map(|rate| blocks::whole(now * rate));
				if allowed.is_some_and(|allowed| self.next >= allowed) {
					return None;
				}
				let which = self.next;
				self.next += 1;
				which
			}
		};
		self.waiting += 1;
		let fate = self.fates.get_mut(which)?;
		// Who had to wait for room in the pool has waited since it was sent first.
		fate.sent.get_or_insert(now);
		Some(which)
	}

	/// The node has answered.
	fn answered(&mut self, which: usize, answer: Result<H256, rpcs::Error>) -> Result<()> {
		let now = self.now();
		let Some(fate) = self.fates.get_mut(which) else { return Ok(()) };
		let code = match &answer {
			Err(rpcs::Error::User(error)) => Some(error.code),
			_ => None,
		};
		match (answer, code) {
			(Ok(_), _) | (Err(_), Some(KNOWN)) => {
				fate.accepted = Some(now);
				self.accepted += 1;
				self.progress = Instant::now();
			}
			(Err(_), Some(POOL_FULL)) => {
				self.waiting = self.waiting.saturating_sub(1);
				self.overflows += 1;
				self.again.push_back(which);
				self.held = true;
				self.limit = self.limit.min((self.waiting / 10).saturating_mul(9)).max(1);
			}
			(Err(error), Some(_)) => {
				self.waiting = self.waiting.saturating_sub(1);
				fate.refused = true;
				*self.refusals.entry(Error::from(error).to_string()).or_default() += 1;
			}
			(Err(error), None) => return Err(error.into()),
		}
		Ok(())
	}

	/// Asks for a block once.
	fn ask(&mut self, hash: H256, arrived: f64) -> Option<(H256, f64)> {
		self.asked.insert(hash).then_some((hash, arrived))
	}

	/// There is a new best block. Answers what is to be fetched.
	fn new_head(&mut self, header: &Header) -> Option<(H256, f64)> {
		let (hash, now) = (blocks::hash_of(header), self.now());
		self.head = Some((hash, header.number));
		self.held = false;
		if header.number <= self.base {
			return None;
		}
		self.ask(hash, now)
	}

	/// There is a new final block, and all before it are final too. Answers what is to be fetched.
	fn new_final(&mut self, header: &Header) -> Option<(H256, f64)> {
		if header.number <= self.base {
			return None;
		}
		let (hash, now) = (blocks::hash_of(header), self.now());
		self.finals.push_back((hash, now));
		self.settle();
		match self.blocks.contains_key(&hash) {
			true => None,
			false => self.ask(hash, now),
		}
	}

	/// A block is here. Answers what is to be fetched: the one before, if it is not known.
	fn arrived(&mut self, block: Block) -> Option<(H256, f64)> {
		for (_, which) in &block.ours {
			let Some(fate) = self.fates.get_mut(*which) else { continue };
			if fate.best.is_none() {
				fate.best = Some(block.arrived);
				self.best += 1;
				self.waiting = self.waiting.saturating_sub(1);
				self.progress = Instant::now();
			}
		}
		if let Some(blocks) = self.pace.blocks.filter(|_| self.overflows == 0) {
			self.limit = self.limit.max(block.ours.len().saturating_mul(blocks));
		}
		let (parent, number, arrived) = (block.parent, block.number, block.arrived);
		self.blocks.insert(block.hash, block);
		self.settle();
		match number <= self.base.saturating_add(1) {
			true => None,
			false => self.ask(parent, arrived),
		}
	}

	/// Reckons with the blocks that are final, in their order.
	fn settle(&mut self) {
		while let Some((hash, since)) = self.finals.front().copied() {
			let Some(line) = self.line(hash, |block| block.finalized.is_some()) else { break };
			self.finals.pop_front();
			for hash in line {
				let Some(block) = self.blocks.get_mut(&hash) else { continue };
				block.finalized = Some(since);
				for (_, which) in &block.ours {
					let Some(fate) = self.fates.get_mut(*which) else { continue };
					self.finalized += usize::from(fate.finalized.is_none());
					fate.finalized.get_or_insert(since);
					self.progress = Instant::now();
				}
				self.unread.push_back((block.number, hash));
			}
		}
	}

	/// The blocks from the start, or behind one that `ends` it, to this one, if all are here.
	fn line(&self, to: H256, ends: impl Fn(&Block) -> bool) -> Option<Vec<H256>> {
		let mut line = Vec::new();
		let mut hash = to;
		loop {
			let block = self.blocks.get(&hash)?;
			if ends(block) {
				break;
			}
			line.push(hash);
			if block.number <= self.base.saturating_add(1) {
				break;
			}
			hash = block.parent;
		}
		line.reverse();
		Some(line)
	}

	/// Final blocks whose state the node may forget soon.
	fn deep(&mut self) -> Vec<H256> {
		let best = self.head.map_or(0, |(_, number)| number);
		let mut deep = Vec::new();
		while let Some((number, hash)) = self.unread.front().copied() {
			if number.saturating_add(DEEP) > best {
				break;
			}
			self.unread.pop_front();
			deep.push(hash);
		}
		deep
	}

	fn told(&self) -> String {
		format!(
			"{:.0} s: {} sent, {} in blocks, {} final, {} in flight",
			self.now(),
			self.next.saturating_sub(self.again.len()),
			self.best,
			self.finalized,
			self.waiting
		)
	}

	/// What became of all: by the final blocks, or by the best ones if nothing more is waited for.
	async fn course(mut self, node: &Node, stalled: bool) -> Result<Course> {
		let tip = match self.pace.wait {
			Wait::Best => self.head,
			Wait::Finalized => {
				let last = self.blocks.values().filter(|block| block.finalized.is_some());
				last.max_by_key(|block| block.number).map(|block| (block.hash, block.number))
			}
		};
		let line = match tip.filter(|(_, number)| *number > self.base) {
			Some((hash, _)) => self.line(hash, |_| false).ok_or_else(|| {
				Error::Node("the node did not tell all blocks since the start".into())
			})?,
			None => Vec::new(),
		};
		let mut blocks = Vec::new();
		for hash in line {
			let Some(block) = self.blocks.remove(&hash) else { continue };
			let details = match self.details.remove(&hash) {
				Some(found) => found,
				None => blocks::details(node, hash).await?,
			};
			blocks.push((block, details));
		}
		Ok(Course {
			fates: self.fates,
			blocks,
			refusals: self.refusals,
			in_flight: self.limit,
			overflows: self.overflows,
			stalled,
		})
	}
}
