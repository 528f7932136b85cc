//! A lot of packs: from its manufacturer over a wholesaler to a pharmacy, one of them to the patient; a
//! copy and an invention that are caught, and a recall that stops the rest.

use super::{agree, prologue::evidence, Demo, Person};
use crate::{
	calls::{Call, Sender},
	credentials,
	drug::{
		act::{Called, Meaning},
		build::{instant_of, Moment, PartyName},
		calls::{self, DrugCall},
		capture::info,
		interpret::interpret,
		receipt::Receipt,
		register::{Chain, Print, Register},
		resolve::{Partners, Plan, Resolver},
		Thing,
	},
	epcis::Event,
	error::{Error, Result},
	fees::Cost,
	node::{self, Included},
	output,
	packs::{self, serials, Batch, PackProof, ProofStore},
	relay::to_hex,
	types::{
		drug::{
			DrugRecorded, Item, Limits, LotId, RecallClass, Stage, SubjectInfo, Verdict,
			Verification, PALLET,
		},
		events::Recalled,
	},
	wire::OnChain,
};
use codec::Encode;
use medchain_support::{Commitment, Expiry, Gtin, Lot, PackId, Period, Role, Serial, Sscc};
use subxt::utils::H256;

/// How many packs the lot has.
const PACKS: u32 = 100_000;
/// How many of them are on the pallet, from the first on.
const ON_PALLET: u32 = PACKS - 1;
/// The place of the pack that is in the carton.
const IN_CARTON: u32 = ON_PALLET;
/// The place of the pack that the patient gets.
const SOLD: u32 = 41_234;
/// The place of one that stays in the pharmacy.
const UNSOLD: u32 = 77_777;
/// Characters of a serial number.
const SERIAL: usize = 16;
/// Largest proof, in bytes.
const MAX_PROOF: usize = 1_024;
/// Days until the lot is no longer good.
const SHELF_LIFE: u64 = 2 * 365;
const DAY: u64 = 24 * 60 * 60;
/// Temperatures that the product bears: 2 to 8 °C.
const LIMITS: Limits = Limits { min: 2_000, max: 8_000 };

/// The first digit behind the one for the level of packaging: keys that begin so are nobody's in the
/// world, but for use within a company.
const RESTRICTED: u64 = 2;
/// What stands behind it in a GTIN, and in an SSCC with room for a number.
const DIGITS: u64 = 100_000_000_000;
/// How many containers are told apart.
const CONTAINERS: u64 = 10_000;

/// What happened to the patient's pack until it was sold.
const PEDIGREE: [&str; 8] =
	["commission", "pack", "ship", "receive", "ship", "receive", "unpack", "dispense"];

/// Who makes packs, trades with them and sells them.
pub(super) struct Traders {
	pub(super) manufacturer: Person,
	pub(super) wholesaler: Person,
	pub(super) pharmacy: Person,
	/// Another pharmacy.
	pub(super) rival: Person,
	/// Milliseconds since 1970, which give the product a number of its own.
	began: u64,
}

impl Traders {
	/// New ones.
	pub(super) fn new(began: u64, person: impl Fn(&str) -> Result<Person>) -> Result<Self> {
		Ok(Self {
			manufacturer: person("manufacturer")?,
			wholesaler: person("wholesaler")?,
			pharmacy: person("pharmacy")?,
			rival: person("other pharmacy")?,
			began,
		})
	}

	/// All of them, with what they are and may.
	pub(super) fn all(&self) -> [(&'static str, &Person, Role); 4] {
		[
			("manufacturer", &self.manufacturer, Role::Manufacturer),
			("wholesaler", &self.wholesaler, Role::Distributor),
			("pharmacy", &self.pharmacy, Role::Pharmacy),
			("other pharmacy", &self.rival, Role::Pharmacy),
		]
	}

	/// The product, which nobody has made before.
	fn gtin(&self) -> Result<Gtin> {
		Gtin::from_body(RESTRICTED * DIGITS + self.began % DIGITS).map_err(odd)
	}

	/// A container of this number.
	fn container(&self, number: u64) -> Result<Sscc> {
		let body = RESTRICTED * DIGITS + self.began % DIGITS;
		Sscc::from_body(body * CONTAINERS + number).map_err(odd)
	}
}

/// The lot of the story, as its manufacturer knows it.
struct Goods {
	gtin: Gtin,
	lot: Lot,
	expiry: Expiry,
	/// Its number on the chain.
	id: LotId,
	serials: Vec<Serial>,
	/// All serial numbers, and so all proofs.
	proofs: ProofStore,
	pallet: Sscc,
	carton: Sscc,
}

impl Goods {
	fn serial(&self, place: u32) -> Result<Serial> {
		let at = usize::try_from(place).ok().and_then(|at| self.serials.get(at));
		at.copied().ok_or_else(|| Error::Demo(format!("there is no pack at place {place}")))
	}

	/// Packs by their serial numbers, as documents name them.
	fn things(&self, places: std::ops::Range<u32>) -> Result<Vec<Thing>> {
		places.map(|place| Ok(Thing::Pack(self.gtin, self.serial(place)?))).collect()
	}

	fn proof(&self, place: u32) -> Result<PackProof> {
		let proof = self.proofs.proof(&self.gtin, &self.serial(place)?)?;
		proof.ok_or_else(|| Error::Demo(format!("the pack at place {place} should have a proof")))
	}

	/// What is printed on a pack, with a proof for who has it.
	fn print(&self, serial: Serial, proof: Option<PackProof>) -> Print {
		let (lot, expiry) = (Some(self.lot), Some(self.expiry));
		Print { gtin: self.gtin, serial, lot, expiry, proof }
	}

	/// The command that checks a pack.
	fn check(&self, serial: &Serial) -> String {
		format!("drug verify --gtin {} --serial {serial} --lot {}", self.gtin, self.lot)
	}
}

impl Demo<'_> {
	pub(super) async fn drugs(&mut self) -> Result<()> {
		self.license_traders().await?;
		let goods = self.commission().await?;
		self.ship_the_pallet(&goods).await?;
		self.stock_the_pharmacy(&goods).await?;
		let receipt = self.sell(&goods).await?;
		self.check_the_pack(&goods, &receipt).await?;
		self.offer_a_copy(&goods, &receipt).await?;
		self.offer_an_invention(&goods).await?;
		self.call_back(&goods, &receipt).await
	}

	async fn license_traders(&mut self) -> Result<()> {
		let mut lines = Vec::new();
		for (name, person, role) in self.traders.all() {
			let evidence = evidence(&format!("licence of the {name}"));
			let call = credentials::issue(&person.account, role, Period::ALWAYS, evidence);
			let (issued, included) = self.send(&call, &self.ministry).await?;
			let told = format!("credential {}: {}", issued.credential, role.code());
			lines.push((name, format!("{told}, in {}", output::place(&included))));
		}
		let check = format!("credential roles {}", self.traders.manufacturer.account);
		let what =
			"The ministry licenses a manufacturer of drugs, a wholesaler and two pharmacies.";
		self.done(what, &output::pairs(&lines), &check);
		Ok(())
	}

	/// Returns the lot.
	async fn commission(&mut self) -> Result<Goods> {
		let maker = &self.traders.manufacturer;
		let gtin = self.traders.gtin()?;
		let lot: Lot = "A1".parse().map_err(odd)?;
		let today = node::now(&self.node.best().await?).await? / DAY;
		let expiry = Expiry::from_days(u16::try_from(today + SHELF_LIFE).map_err(odd)?);
		self.send(&calls::register_product(gtin, Some(LIMITS)), maker).await?;
		let (made, _) = self.send(&calls::create_lot(gtin, lot, expiry), maker).await?;

		let serials = serials::generate(PACKS, SERIAL, serials::random)?;
		let tree = packs::store::tree(&gtin, &serials)?;
		let (root, count) = (tree.root(), tree.count());
		let mut proofs = ProofStore::default();
		let batch = Batch { gtin, lot, start: 0, count, root, serials: String::new() };
		proofs.add(batch, serials.clone()).map_err(Error::Demo)?;
		let (pallet, carton) = (self.traders.container(1)?, self.traders.container(2)?);
		let goods = Goods { gtin, lot, expiry, id: made.lot, serials, proofs, pallet, carton };
		let event =
			|moment: &Moment| moment.commission_root(&gtin, &lot, Some(expiry), count, &root);
		let included = self.record(maker, &goods, event).await?;

		let chain = self.register().await?;
		let found = chain.lot(gtin, lot).await?.ok_or_else(|| {
			Error::Demo(format!("the chain should have lot {lot} of {gtin}, and has none"))
		})?;
		let portions = chain.portions(found.id).await?;
		agree("packs that came into being", &found.tally.commissioned, &PACKS)?;
		agree("roots", &found.batches.iter().map(|it| it.root).collect::<Vec<_>>(), &vec![root])?;
		let stretches: Vec<_> = portions.iter().map(|it| (it.start, it.end)).collect();
		agree("stretches of the lot", &stretches, &vec![(0, PACKS)])?;
		let proof = goods.proof(UNSOLD)?;
		let size = proof.encoded_size();
		if proof.check().is_err() || size > MAX_PROOF {
			return Err(Error::Demo(format!(
				"a proof should lead to the root in {MAX_PROOF} bytes; one has {size}"
			)));
		}
		self.verify(goods.print(goods.serial(UNSOLD)?, Some(proof)), Verdict::Verified).await?;
		let unproved = goods.print(goods.serial(UNSOLD)?, None);
		self.verify(unproved, Verdict::ProofNeeded).await?;
		let mut lines = vec![
			("product", gtin.to_string()),
			("lot", format!("{lot}, to be used by {expiry}")),
			("packs", format!("{PACKS}, as one entry")),
			("root", to_hex(&root)),
			("a proof", format!("{size} bytes, by which anybody can check one of them")),
		];
		lines.extend(output::receipt(&included));
		let check = format!("drug lot show --gtin {gtin} --lot {lot}");
		let what = "The manufacturer makes a product known, and 100,000 packs of a lot come into being by one \
		            root over their serial numbers.";
		self.done(what, &output::pairs(&lines), &check);
		Ok(goods)
	}

	async fn ship_the_pallet(&mut self, goods: &Goods) -> Result<()> {
		let (maker, to) = (&self.traders.manufacturer, self.traders.wholesaler.account);
		// What it would cost to ship one pack by itself, before it is in a carton.
		let ship = |things: Vec<Thing>| {
			move |moment: &Moment| moment.ship(&things, &PartyName::Account(to), false)
		};
		let single = self.call(maker, goods, ship(goods.things(IN_CARTON..PACKS)?)).await?;
		let single = self.node.estimate(&single, &Sender::alone(&maker.key)).await?;
		for (container, places) in [(goods.pallet, 0..ON_PALLET), (goods.carton, IN_CARTON..PACKS)]
		{
			let things = goods.things(places)?;
			self.record(maker, goods, |moment| moment.pack(&container, &things)).await?;
		}
		let chain = self.register().await?;
		for (container, packs) in [(goods.pallet, ON_PALLET), (goods.carton, 1)] {
			let found = chain.container(container).await?;
			let counts: Vec<u32> =
				found.iter().flat_map(|it| &it.contents).map(|content| content.count).collect();
			agree("packs in a container", &counts, &vec![packs])?;
		}
		let [pallet, carton] =
			[goods.pallet, goods.carton].map(|container| vec![Thing::Container(container)]);
		let calls = [
			self.call(maker, goods, ship(pallet.clone())).await?,
			self.call(maker, goods, ship(carton.clone())).await?,
		];
		let (fee, alike) = self.fees(&calls, maker).await?;
		agree("the fee of a pallet and that of a carton", &fee.fee, &alike.fee)?;
		let shipped = self.record(maker, goods, ship(pallet.clone())).await?;
		self.record(maker, goods, ship(carton.clone())).await?;
		let proof = goods.proof(SOLD)?;
		let sold = goods.print(goods.serial(SOLD)?, Some(proof));
		self.verify(sold, Verdict::InTransit).await?;

		let wholesaler = &self.traders.wholesaler;
		let both = [pallet, carton].concat();
		let received = self.record(wholesaler, goods, |moment| moment.receive(&both)).await?;
		let chain = self.register().await?;
		for container in [goods.pallet, goods.carton] {
			let custody = chain.container(container).await?.map(|it| (it.custody.holder, it.from));
			agree("who has a container", &custody, &Some((to, Some(maker.account))))?;
		}
		let mut lines = vec![
			("pallet", format!("{}, {ON_PALLET} packs", goods.pallet)),
			("fee", format!("{} to ship it", output::money(fee.fee))),
			("carton", format!("{}, 1 pack", goods.carton)),
			("fee", format!("{} to ship it: the same", output::money(alike.fee))),
			("by itself", format!("{} to ship one pack by its proof", output::money(single.fee))),
		];
		if let Some(cost) = shipped.cost()? {
			lines.push(("paid", output::cost(&cost)));
		}
		lines.push(("received in", output::place(&received)));
		let what = "The manufacturer ships a pallet with all packs but one, and a carton with the one, to the \
		            wholesaler, which receives them: one costs what the other costs.";
		self.done(what, &output::pairs(&lines), &format!("drug show '(00){}'", goods.carton));
		Ok(())
	}

	/// What two calls would cost in one block.
	async fn fees(
		&self,
		[one, other]: &[Call<DrugRecorded>; 2],
		by: &Person,
	) -> Result<(Cost, Cost)> {
		let sender = Sender::alone(&by.key);
		// Fees change a little from block to block.
		loop {
			let block = self.birth().await?;
			let fees = (
				self.node.estimate(one, &sender).await?,
				self.node.estimate(other, &sender).await?,
			);
			if self.birth().await? == block {
				return Ok(fees);
			}
		}
	}

	/// The block at which a transaction would be signed now.
	async fn birth(&self) -> Result<H256> {
		Ok(self.node.birth_block().await?.block_hash())
	}

	async fn stock_the_pharmacy(&mut self, goods: &Goods) -> Result<()> {
		let (wholesaler, pharmacy) = (&self.traders.wholesaler, &self.traders.pharmacy);
		let pallet = [Thing::Container(goods.pallet)];
		let to = PartyName::Account(pharmacy.account);
		self.record(wholesaler, goods, |moment| moment.ship(&pallet, &to, false)).await?;
		self.record(pharmacy, goods, |moment| moment.receive(&pallet)).await?;
		let unpacked =
			self.record(pharmacy, goods, |moment| moment.unpack(&goods.pallet, &[])).await?;
		let chain = self.register().await?;
		let held: Vec<_> = chain
			.portions(goods.id)
			.await?
			.into_iter()
			.map(|it| (it.start, it.end, it.custody.holder, it.custody.stage, it.custody.parent))
			.collect();
		let expected = vec![(0, ON_PALLET, pharmacy.account, Stage::Held, None)];
		agree("who has the packs", &held, &expected)?;
		agree("the empty pallet", &chain.container(goods.pallet).await?.is_none(), &true)?;
		let mut lines = vec![
			("pharmacy", format!("{ON_PALLET} packs, as one stretch")),
			("wholesaler", format!("1 pack, in carton {}", goods.carton)),
		];
		lines.extend(output::receipt(&unpacked));
		let what =
			"The wholesaler ships the pallet on to the pharmacy, which receives and unpacks it.";
		let check = format!("drug lot show --gtin {} --lot {}", goods.gtin, goods.lot);
		self.done(what, &output::pairs(&lines), &check);
		Ok(())
	}

	/// Returns the patient's receipt.
	async fn sell(&mut self, goods: &Goods) -> Result<Receipt> {
		let (serial, pharmacy) = (goods.serial(SOLD)?, &self.traders.pharmacy);
		let mut opening = [0; 32];
		serials::random(&mut opening)?;
		let receipt = Receipt::of(goods.gtin, serial, self.patient.account, opening);
		let event = |moment: &Moment| moment.dispense(&goods.gtin, &serial, &receipt.receipt.0);
		let included = self.record(pharmacy, goods, event).await?;
		let chain = self.register().await?;
		let found = chain.pack(receipt.pack).await?.ok_or_else(|| {
			Error::Demo("the pack should have an entry of its own, and has none".into())
		})?;
		agree("the place of the pack", &found.place, &SOLD)?;
		agree("how far the pack is", &found.custody.stage, &Stage::Dispensed)?;
		agree("how often it was sold", &found.sold, &1)?;
		let lot = chain.lot(goods.gtin, goods.lot).await?;
		agree("packs with patients", &lot.map(|it| it.tally.dispensed), &Some(1))?;
		let mut lines = vec![
			("pack", format!("{serial} of {}, at place {SOLD}", goods.gtin)),
			("receipt", to_hex(&receipt.receipt.0)),
			("opening", "only the patient has it".into()),
		];
		lines.extend(output::receipt(&included));
		let what = "The pharmacy sells one pack to the patient: by its proof it comes on the chain alone, and \
		            the receipt tells nobody else to whom.";
		let check = format!("drug show '(01){}(21){serial}'", goods.gtin);
		self.done(what, &output::pairs(&lines), &check);
		Ok(receipt)
	}

	async fn check_the_pack(&mut self, goods: &Goods, receipt: &Receipt) -> Result<()> {
		// The pack came with its proof; who has it need not know whether it is needed still.
		let asked = goods.print(receipt.serial, Some(goods.proof(SOLD)?));
		let found = self.verify(asked.clone(), Verdict::Dispensed).await?;
		let sale = found.sale.map(|sale| sale.by);
		agree("who sold the pack", &sale, &Some(self.traders.pharmacy.account))?;
		// The receipt is opened here: the node is not asked.
		agree("sold to you", &receipt.opens(&found), &true)?;
		let steps = self.register().await?.pedigree(SubjectInfo::Pack(receipt.pack)).await?;
		let kinds: Vec<&str> = steps.iter().map(|step| step.event.kind.as_str()).collect();
		agree("the pedigree", &kinds, &PEDIGREE.to_vec())?;
		let details = format!(
			"{}\n{}",
			output::drug::verification(&asked, &found, Some(true), &steps),
			output::drug::pedigree(&steps)
		);
		let what = "The patient checks the pack: it is genuine, and the receipt, which stays with the patient, \
		            shows that it was sold to this key.";
		self.done(what, &details, &format!("{} --pedigree", goods.check(&receipt.serial)));
		Ok(())
	}

	async fn offer_a_copy(&mut self, goods: &Goods, receipt: &Receipt) -> Result<()> {
		let (serial, stranger) = (receipt.serial, self.stranger.account);
		let asked = goods.print(serial, Some(goods.proof(SOLD)?));
		let found = self.verify(asked.clone(), Verdict::Dispensed).await?;
		// Not even the patient's own opening makes it another's.
		let claimed = Receipt::of(goods.gtin, serial, stranger, receipt.opening);
		agree("sold to the stranger", &claimed.opens(&found), &false)?;
		let event = |moment: &Moment| moment.dispense(&goods.gtin, &serial, &claimed.receipt.0);
		let mut lines = Vec::new();
		for (who, seller, error) in [
			("there", &self.traders.rival, "NotHolder"),
			("where it was sold", &self.traders.pharmacy, "AlreadyDispensed"),
		] {
			let call = self.call(seller, goods, event).await?;
			lines.push((who, self.refused(&call, seller, PALLET, error).await?));
		}
		let after = self.verify(asked.clone(), Verdict::Dispensed).await?;
		agree("the sale", &(after.sold, after.sale), &(1, found.sale))?;
		let details = format!(
			"{}{}",
			output::drug::verification(&asked, &after, Some(false), &[]),
			output::pairs(&lines)
		);
		let what = "A counterfeit with the same serial number is offered to a stranger at the other pharmacy: \
		            sold already, and not to you. It cannot be dispensed, there or anywhere.";
		self.done(what, &details, &goods.check(&serial));
		Ok(())
	}

	async fn offer_an_invention(&mut self, goods: &Goods) -> Result<()> {
		let invented = serials::generate(1, SERIAL, serials::random)?;
		let [serial] = invented[..] else {
			return Err(Error::Demo("one serial number should be made".into()));
		};
		let stolen = PackProof { serial, ..goods.proof(UNSOLD)? };
		let item = Item::Untouched {
			lot: goods.id,
			portion: SOLD + 1,
			place: UNSOLD,
			serial: OnChain(serial),
			proof: stolen.siblings.clone(),
		};
		let receipt = evidence("receipt of a counterfeit");
		let event = |moment: &Moment| moment.dispense(&goods.gtin, &serial, &receipt.0);
		let (_, meaning) = self.meaning(event).await?;
		let call = DrugCall::Dispense { item, receipt: Commitment(receipt.0) };
		let seller = &self.traders.rival;
		let refused =
			self.refused(&call.recording(info(&meaning)), seller, PALLET, "BadProof").await?;
		let asked = goods.print(serial, Some(stolen));
		let found = self.verify(asked.clone(), Verdict::BadProof).await?;
		// Nor is anything known of it without a proof.
		self.verify(goods.print(serial, None), Verdict::ProofNeeded).await?;
		let id = PackId::of(&goods.gtin, &serial);
		agree("an entry of it", &self.register().await?.pack(id).await?.is_none(), &true)?;
		let details = format!(
			"{}{}",
			output::drug::verification(&asked, &found, None, &[]),
			output::pairs(&[("refused", refused)])
		);
		let what = "Another has an invented serial number, with the proof of a pack that exists: the proof is \
		            not its own, and the chain refuses it.";
		self.done(what, &details, &goods.check(&serial));
		Ok(())
	}

	async fn call_back(&mut self, goods: &Goods, receipt: &Receipt) -> Result<()> {
		let (maker, pharmacy) = (&self.traders.manufacturer, &self.traders.pharmacy);
		let (unsold, carton) = (goods.serial(UNSOLD)?, goods.serial(IN_CARTON)?);
		let lot = Called::Lot(goods.gtin, goods.lot);
		let included =
			self.record(maker, goods, |moment| moment.recall(&lot, RecallClass::I)).await?;
		let recalled: Recalled = included.event()?;
		// The very block has it.
		let at = self.node.at(included.block_hash).await?;
		let chain = Chain { node: self.node.clone(), at };
		let found = chain.lot(goods.gtin, goods.lot).await?;
		let recalls: Vec<_> =
			found.iter().flat_map(|lot| &lot.recalls).map(|recall| recall.id).collect();
		agree("recalls of the lot", &recalls, &vec![recalled.recall])?;
		let known = chain.pack(receipt.pack).await?.and_then(|pack| pack.recall);
		agree("the recall of the sold pack", &known.map(|it| it.id), &Some(recalled.recall))?;

		let asked = goods.print(unsold, Some(goods.proof(UNSOLD)?));
		let found = self.verify(asked.clone(), Verdict::Recalled).await?;
		let in_carton = goods.print(carton, Some(goods.proof(IN_CARTON)?));
		self.verify(in_carton, Verdict::Recalled).await?;
		let print = goods.print(receipt.serial, None);
		let sold = self.verify(print.clone(), Verdict::Recalled).await?;
		agree("sold to the patient", &receipt.opens(&sold), &true)?;

		let next = Receipt::of(goods.gtin, unsold, self.patient.account, receipt.opening);
		let event = |moment: &Moment| moment.dispense(&goods.gtin, &unsold, &next.receipt.0);
		let call = self.call(pharmacy, goods, event).await?;
		let not_sold = self.refused(&call, pharmacy, PALLET, "Recalled").await?;
		let (wholesaler, to) =
			(&self.traders.wholesaler, PartyName::Account(self.traders.rival.account));
		let things = [Thing::Container(goods.carton)];
		let event = |moment: &Moment| moment.ship(&things, &to, false);
		let call = self.call(wholesaler, goods, event).await?;
		let not_shipped = self.refused(&call, wholesaler, PALLET, "Recalled").await?;
		let lines = [
			("recall", format!("{}, in {}", recalled.recall, output::place(&included))),
			("pharmacy", not_sold),
			("wholesaler", not_shipped),
			("patient", output::drug::verdict(&print, &sold, Some(true))),
		];
		let details = format!(
			"{}{}",
			output::pairs(&lines),
			output::drug::verification(&asked, &found, None, &[])
		);
		let what = "The manufacturer calls the lot back: from the same block on no pack of it is sold or shipped \
		            any more, and who checks one is warned.";
		self.done(what, &details, "drug recalls");
		Ok(())
	}

	/// What the chain knows of goods now.
	async fn register(&self) -> Result<Chain> {
		Ok(Chain { node: self.node.clone(), at: self.node.best().await? })
	}

	/// What an event of this moment means, and what the chain knows.
	async fn meaning(&self, make: impl FnOnce(&Moment) -> Event) -> Result<(Chain, Meaning)> {
		let chain = self.register().await?;
		let time = instant_of(node::now(&chain.at).await?)?;
		let event = make(&Moment { time, place: None });
		let meaning = interpret(&event, 0).map_err(|refusal| Error::Demo(refusal.to_string()))?;
		Ok((chain, meaning))
	}

	/// The call by which somebody records an event of this moment.
	async fn call(
		&self,
		by: &Person,
		goods: &Goods,
		make: impl FnOnce(&Moment) -> Event,
	) -> Result<Call<DrugRecorded>> {
		let (chain, meaning) = self.meaning(make).await?;
		let partners = Partners::default();
		let mut resolver = Resolver::new(&chain, &goods.proofs, &partners, by.account, 0);
		match resolver.plan(&meaning).await.map_err(Error::from)? {
			Plan::Record(call) => Ok(call.recording(info(&meaning))),
			Plan::DeclareError(..) => Err(Error::Demo("no event should be an error".into())),
			Plan::Recorded(number) => {
				Err(Error::Demo(format!("the event should be new; it is event {number}")))
			}
		}
	}

	/// Records an event of this moment.
	async fn record(
		&self,
		by: &Person,
		goods: &Goods,
		make: impl FnOnce(&Moment) -> Event,
	) -> Result<Included> {
		let call = self.call(by, goods, make).await?;
		Ok(self.send(&call, by).await?.1)
	}

	/// Asks the node about a pack, as anybody can.
	async fn verify(&self, print: Print, expected: Verdict) -> Result<Verification> {
		let found = self.register().await?.verify(&print).await?;
		agree(&format!("medchain_verifyPack of {}", print.serial), &found.verdict, &expected)?;
		Ok(found)
	}
}

/// What cannot be made of the story's own numbers.
fn odd(error: impl std::fmt::Display) -> Error {
	Error::Demo(error.to_string())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn traders(began: u64) -> Traders {
		Traders::new(began, |name| Person::new(format!("//{name}"))).unwrap()
	}

	#[test]
	fn each_story_has_keys_of_its_own_that_nobody_has_in_the_world() {
		let (one, other) = (traders(1_795_392_000_000), traders(1_795_392_000_001));
		let gtin = one.gtin().unwrap();
		assert_eq!(gtin.to_string().get(..2), Some("02"));
		assert_ne!(gtin, other.gtin().unwrap());
		let [pallet, carton] = [1, 2].map(|number| one.container(number).unwrap());
		assert_eq!(pallet.to_string().get(..2), Some("02"));
		assert!(pallet != carton && pallet != other.container(1).unwrap());
	}

	#[test]
	fn the_pack_that_is_sold_divides_what_the_pharmacy_has() {
		const { assert!(SOLD + 1 < UNSOLD && UNSOLD < ON_PALLET) };
		let (all, roles) = (traders(0), [Role::Manufacturer, Role::Distributor, Role::Pharmacy]);
		assert!(all.all().iter().all(|(_, _, role)| roles.contains(role)));
	}
}
