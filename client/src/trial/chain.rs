//! What the chain knows of clinical trials, as it is asked for.

use super::{lists::SlotOpening, verify::Evidence};
use crate::{
	error::{Error, Result},
	node::{self, AtBlock, Node},
	types::{
		drug::Digest,
		trials::{
			AdverseEvent, AdverseEventId, Allocation, Attestation, Capture, Creditor, CriterionId,
			Deviation, Entry, Form, FormRef, List, NumberedQuery, OutstandingEvent, Page, Payment,
			Protocol, Query, QueryId, Scheme, Site, SubjectId, SubjectInfo, Trial, TrialId,
			TrialInfo, Version, MAX_PAGE, PALLET, RUNTIME_API,
		},
	},
};
use medchain_support::{randomization, Amount};
use std::{fmt::Debug, future::Future};
use subxt::{
	dynamic,
	ext::{frame_decode::runtime_apis::IntoEncodableValues, scale_decode::DecodeAsType},
	utils::AccountId32,
};

/// The trials of a chain at a block.
#[derive(Clone)]
pub struct Trials {
	/// The node that is asked.
	pub node: Node,
	/// The block.
	pub at: AtBlock,
}

/// What leads from one page of a list to the next.
trait Cursor: Copy + Debug + DecodeAsType + PartialOrd {}
impl Cursor for u32 {}
impl Cursor for u64 {}

/// Asks for page after page of a list.
async fn whole<T, C: Cursor, F>(mut page: impl FnMut(Option<C>) -> F) -> Result<Vec<T>>
where
	F: Future<Output = Result<Page<T, C>>>,
{
	let mut found = Vec::new();
	let mut after = None;
	loop {
		let Page { items, next } = page(after).await?;
		found.extend(items);
		match next {
			Some(_) if after < next => after = next,
			_ => return Ok(found),
		}
	}
}

impl Trials {
	/// The chain at the node's best block, which must know of trials.
	pub async fn best(node: Node) -> Result<Self> {
		let at = node.best().await?;
		match at.metadata_ref().pallet_by_name(PALLET) {
			Some(_) => Ok(Self { node, at }),
			None => Err(Error::Node(format!(
				"the chain at {} has no pallet {PALLET}; name a MedChain node with --url",
				node.url()
			))),
		}
	}

	async fn ask<T: DecodeAsType>(
		&self,
		question: &'static str,
		arguments: impl IntoEncodableValues,
	) -> Result<T> {
		let call = dynamic::runtime_api_call::<_, T>(RUNTIME_API, question, arguments);
		Ok(self.at.runtime_apis().call(call).await?)
	}

	/// A trial, if there is one of this number.
	pub async fn find(&self, trial: TrialId) -> Result<Option<TrialInfo>> {
		self.ask("trial", (trial,)).await
	}

	/// A trial.
	pub async fn trial(&self, trial: TrialId) -> Result<TrialInfo> {
		self.find(trial).await?.ok_or_else(|| {
			Error::Input(format!(
				"the chain has no trial {trial}; `medchain trial list` tells those it has"
			))
		})
	}

	/// What is stored of a trial beside.
	pub async fn stored(&self, trial: TrialId) -> Result<Option<Trial>> {
		node::stored(&self.at, PALLET, "Trials", (trial,)).await
	}

	/// All trials, in the order of their numbers.
	pub async fn list(&self) -> Result<Vec<(TrialId, TrialInfo)>> {
		let next: TrialId =
			node::stored(&self.at, PALLET, "NextTrial", ()).await?.unwrap_or_default();
		let mut found = Vec::new();
		for id in 0..next {
			found.extend(self.find(id).await?.map(|trial| (id, trial)));
		}
		Ok(found)
	}

	/// The rules of payment of a trial.
	pub async fn rules(&self, trial: TrialId) -> Result<Vec<Payment>> {
		Ok(node::stored(&self.at, PALLET, "Rules", (trial,)).await?.unwrap_or_default())
	}

	/// The versions of a trial's protocol.
	pub async fn protocols(&self, trial: TrialId, count: Version) -> Result<Vec<Protocol>> {
		let mut found = Vec::new();
		for version in 1..=count {
			found.extend(self.ask::<Option<Protocol>>("protocol", (trial, version)).await?);
		}
		Ok(found)
	}

	/// A site of a trial.
	pub async fn site(&self, trial: TrialId, site: AccountId32) -> Result<Option<Site>> {
		self.ask("site", (trial, site)).await
	}

	/// A participant.
	pub async fn subject(&self, trial: TrialId, subject: SubjectId) -> Result<SubjectInfo> {
		self.ask::<Option<SubjectInfo>>("subject", (trial, subject)).await?.ok_or_else(|| {
			Error::Input(format!("the chain has no participant {subject} of trial {trial}"))
		})
	}

	/// What is attested of a participant, as far as it counts now.
	pub async fn attestations(
		&self,
		trial: TrialId,
		subject: SubjectId,
	) -> Result<Vec<(CriterionId, Vec<Attestation>)>> {
		self.ask("attestations", (trial, subject)).await
	}

	/// The captures of a participant's data.
	pub async fn captures(&self, trial: TrialId, subject: SubjectId) -> Result<Vec<Capture>> {
		whole(|after: Option<u32>| self.ask("captures", (trial, subject, after, MAX_PAGE))).await
	}

	/// A form, if it was corrected or compared with its source.
	pub async fn form(
		&self,
		trial: TrialId,
		subject: SubjectId,
		form: FormRef,
	) -> Result<Option<Form>> {
		node::stored(&self.at, PALLET, "Forms", (trial, subject, form)).await
	}

	/// The adverse events of a participant.
	pub async fn adverse_events(
		&self,
		trial: TrialId,
		subject: SubjectId,
		count: AdverseEventId,
	) -> Result<Vec<AdverseEvent>> {
		let mut found = Vec::new();
		for event in 0..count {
			let key = (trial, subject, event);
			found.extend(node::stored(&self.at, PALLET, "AdverseEvents", key).await?);
		}
		Ok(found)
	}

	/// The queries about a participant's data, closed ones too.
	pub async fn queries_of(
		&self,
		trial: TrialId,
		subject: SubjectId,
		count: QueryId,
	) -> Result<Vec<NumberedQuery>> {
		let mut found = Vec::new();
		for number in 0..count {
			let key = (trial, subject, number);
			let query: Option<Query> = node::stored(&self.at, PALLET, "Queries", key).await?;
			found.extend(query.map(|query| ((subject, number), query)));
		}
		Ok(found)
	}

	/// Queries that are not closed, at most a page of them.
	pub async fn open_queries(&self, trial: TrialId) -> Result<Vec<NumberedQuery>> {
		self.ask("open_queries", (trial, MAX_PAGE)).await
	}

	/// Adverse events that the sponsor has not forwarded yet, at most a page of them.
	pub async fn outstanding(
		&self,
		trial: TrialId,
		overdue: bool,
	) -> Result<Vec<OutstandingEvent>> {
		self.ask("outstanding_events", (trial, overdue, MAX_PAGE)).await
	}

	/// The deviations of a trial.
	pub async fn deviations(&self, trial: TrialId, count: u32) -> Result<Vec<Deviation>> {
		let mut found = Vec::new();
		for number in 0..count {
			found.extend(node::stored(&self.at, PALLET, "Deviations", (trial, number)).await?);
		}
		Ok(found)
	}

	/// The sealed lists of a stratum.
	pub async fn lists(&self, trial: TrialId, stratum: u16) -> Result<Vec<List>> {
		whole(|after: Option<u32>| self.ask("lists", (trial, stratum, after, MAX_PAGE))).await
	}

	/// The slots of a stratum that were given.
	pub async fn allocations(&self, trial: TrialId, stratum: u16) -> Result<Vec<Allocation>> {
		whole(|after: Option<u32>| self.ask("allocations", (trial, stratum, after, MAX_PAGE))).await
	}

	/// What a trial owes somebody.
	pub async fn dues(&self, trial: TrialId, creditor: Creditor) -> Result<Amount> {
		self.ask("dues", (trial, creditor)).await
	}

	/// A trial's audit trail, from its entry of number `from` on.
	pub async fn trail(&self, trial: TrialId, from: u64) -> Result<Vec<Entry>> {
		let start = from.checked_sub(1);
		whole(|after: Option<u64>| self.ask("trail", (trial, after.or(start), MAX_PAGE))).await
	}

	/// The root with which the list that an opening names is sealed, if it is.
	pub async fn sealed_root(&self, opening: &SlotOpening) -> Result<Option<Digest>> {
		let lists = self.lists(opening.trial, opening.stratum).await?;
		let list = usize::try_from(opening.list).ok().and_then(|list| lists.get(list));
		Ok(list.map(|list| list.root))
	}

	/// All that the chain holds of a trial's allocation.
	pub async fn evidence(&self, id: TrialId) -> Result<Evidence> {
		let trial = self.trial(id).await?;
		let scheme = scheme(&trial)?;
		let mut strata = Vec::new();
		for stratum in 0..trial.strata {
			strata.push((self.lists(id, stratum).await?, self.allocations(id, stratum).await?));
		}
		Ok(Evidence { trial: id, scheme, seed: trial.seed, strata })
	}
}

/// How a trial allocates its participants.
pub fn scheme(trial: &TrialInfo) -> Result<randomization::Scheme> {
	let scheme = Scheme { ratio: trial.ratio.clone(), multipliers: trial.multipliers.clone() };
	scheme
		.rule()
		.map_err(|e| Error::Node(format!("the chain's scheme of allocation is wrong: {e}")))
}
