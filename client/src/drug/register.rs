//! What the chain knows of goods, as it is asked for.

use crate::{
	error::Result,
	node::{AtBlock, Node},
	packs::PackProof,
	relay::to_hex,
	types::drug::{
		ContainerInfo, Digest, EventNumber, EventRecord, LotId, LotInfo, PackInfo, PedigreeStep,
		PortionInfo, Recall, RecallId, SubjectInfo, Verification, MAX_PAGE,
	},
};
use medchain_support::{Expiry, Gtin, Lot, PackId, Serial, Sscc};
use serde::{de::DeserializeOwned, Deserialize};
use serde_json::json;
use std::future::Future;
use subxt::{rpcs::rpc_params, utils::AccountId32};

/// Who knows of goods.
pub trait Register {
	/// A pack that has an entry of its own.
	fn pack(&self, pack: PackId) -> impl Future<Output = Result<Option<PackInfo>>>;
	/// A container.
	fn container(&self, container: Sscc) -> impl Future<Output = Result<Option<ContainerInfo>>>;
	/// What lies directly in a container.
	fn contents(&self, container: Sscc) -> impl Future<Output = Result<Vec<SubjectInfo>>>;
	/// A lot, by what is printed.
	fn lot(&self, gtin: Gtin, lot: Lot) -> impl Future<Output = Result<Option<LotInfo>>>;
	/// The portions of a lot, in the order of their places.
	fn portions(&self, lot: LotId) -> impl Future<Output = Result<Vec<PortionInfo>>>;
	/// All recalls.
	fn recalls(&self) -> impl Future<Output = Result<Vec<Recall>>>;
	/// An event, by its hash and who recorded it.
	fn event(
		&self,
		hash: Digest,
		actor: AccountId32,
	) -> impl Future<Output = Result<Option<EventRecord>>>;
}

/// The chain at a block.
#[derive(Clone)]
pub struct Chain {
	/// The node that is asked.
	pub node: Node,
	/// The block.
	pub at: AtBlock,
}

/// A page of a list, whose name is that of what it lists.
#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned, C: DeserializeOwned")]
struct Page<T, C> {
	#[serde(alias = "contents", alias = "portions", alias = "recalls", alias = "steps")]
	items: Vec<T>,
	#[serde(default = "Option::default")]
	next: Option<C>,
}

/// What is printed on a pack, and what its holder knows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Print {
	/// AI 01.
	pub gtin: Gtin,
	/// AI 21.
	pub serial: Serial,
	/// AI 10.
	pub lot: Option<Lot>,
	/// AI 17.
	pub expiry: Option<Expiry>,
	/// The proof of a pack that has no entry of its own.
	pub proof: Option<PackProof>,
}

impl Chain {
	/// Whether a pack is what its print says, and good, at the node's best block: only such questions
	/// count as checks of a pack.
	pub async fn verify(&self, print: &Print) -> Result<Verification> {
		#[derive(Deserialize)]
		struct Answer {
			verification: Verification,
		}
		let proof = print.proof.as_ref().map(|proof| {
			json!({
				"place": proof.place,
				"proof": proof.siblings.iter().map(|it| to_hex(it)).collect::<Vec<_>>(),
			})
		});
		let params = rpc_params![
			print.gtin.to_string(),
			print.serial.to_string(),
			print.lot.map(|lot| lot.to_string()),
			print.expiry.map(|expiry| expiry.to_string()),
			proof
		];
		let answer: Answer = self.node.request("medchain_verifyPack", params).await?;
		Ok(answer.verification)
	}

	/// What happened to a subject, the oldest first.
	pub async fn pedigree(&self, subject: SubjectInfo) -> Result<Vec<PedigreeStep>> {
		let mut found = Vec::new();
		let mut after = None::<EventNumber>;
		loop {
			let params = rpc_params![subject, after, MAX_PAGE, self.at.block_hash()];
			let page: Page<PedigreeStep, EventNumber> =
				self.node.request("medchain_drugPedigree", params).await?;
			found.extend(page.items);
			match page.next {
				Some(next) if after < Some(next) => after = Some(next),
				_ => return Ok(found),
			}
		}
	}

	/// A lot, by its number.
	pub async fn lot_of(&self, lot: LotId) -> Result<Option<LotInfo>> {
		#[derive(Deserialize)]
		struct Answer {
			lot: Option<LotInfo>,
		}
		let params = rpc_params![lot, self.at.block_hash()];
		let answer: Answer = self.node.request("medchain_drugLotOf", params).await?;
		Ok(answer.lot)
	}
}

impl Register for Chain {
	async fn pack(&self, pack: PackId) -> Result<Option<PackInfo>> {
		#[derive(Deserialize)]
		struct Answer {
			pack: Option<PackInfo>,
		}
		let params = rpc_params![to_hex(&pack.0), self.at.block_hash()];
		let answer: Answer = self.node.request("medchain_drugPack", params).await?;
		Ok(answer.pack)
	}

	async fn container(&self, container: Sscc) -> Result<Option<ContainerInfo>> {
		#[derive(Deserialize)]
		struct Answer {
			container: Option<ContainerInfo>,
		}
		let params = rpc_params![container.to_string(), self.at.block_hash()];
		let answer: Answer = self.node.request("medchain_drugContainer", params).await?;
		Ok(answer.container)
	}

	async fn contents(&self, container: Sscc) -> Result<Vec<SubjectInfo>> {
		let mut found: Vec<SubjectInfo> = Vec::new();
		let mut after = None::<SubjectInfo>;
		loop {
			let params = rpc_params![container.to_string(), after, MAX_PAGE, self.at.block_hash()];
			let page: Page<SubjectInfo, SubjectInfo> =
				self.node.request("medchain_drugContents", params).await?;
			let is_empty = page.items.is_empty();
			found.extend(page.items);
			match page.next {
				Some(next) if !is_empty => after = Some(next),
				_ => return Ok(found),
			}
		}
	}

	async fn lot(&self, gtin: Gtin, lot: Lot) -> Result<Option<LotInfo>> {
		#[derive(Deserialize)]
		struct Answer {
			lot: Option<LotInfo>,
		}
		let params = rpc_params![gtin.to_string(), lot.to_string(), self.at.block_hash()];
		let answer: Answer = self.node.request("medchain_drugLot", params).await?;
		Ok(answer.lot)
	}

	async fn portions(&self, lot: LotId) -> Result<Vec<PortionInfo>> {
		let mut found: Vec<PortionInfo> = Vec::new();
		let mut after = None::<u32>;
		loop {
			let params = rpc_params![lot, after, MAX_PAGE, self.at.block_hash()];
			let page: Page<PortionInfo, u32> =
				self.node.request("medchain_drugPortions", params).await?;
			let is_empty = page.items.is_empty();
			found.extend(page.items);
			match page.next {
				Some(next) if !is_empty => after = Some(next),
				_ => break,
			}
		}
		found.sort_by_key(|portion| portion.start);
		Ok(found)
	}

	async fn recalls(&self) -> Result<Vec<Recall>> {
		let mut found: Vec<Recall> = Vec::new();
		let mut after = None::<RecallId>;
		loop {
			let params = rpc_params![after, MAX_PAGE, self.at.block_hash()];
			let page: Page<Recall, RecallId> =
				self.node.request("medchain_drugRecalls", params).await?;
			found.extend(page.items);
			match page.next {
				Some(next) if after < Some(next) => after = Some(next),
				_ => return Ok(found),
			}
		}
	}

	async fn event(&self, hash: Digest, actor: AccountId32) -> Result<Option<EventRecord>> {
		#[derive(Deserialize)]
		struct Answer {
			event: Option<EventRecord>,
		}
		let params = rpc_params![to_hex(&hash), actor.to_string(), self.at.block_hash()];
		let answer: Answer = self.node.request("medchain_drugEvent", params).await?;
		Ok(answer.event)
	}
}
