//! Packs that their makers can ship.

use super::{batches, Workshop, AT_ONCE};
use crate::{
	calls::AnyCall,
	drug::calls::{self, DrugCall},
	error::{Error, Result},
	load::{mix::Kind, supplies::Supplies},
	node,
	types::drug::{LotId, MAX_ITEMS, PALLET},
	wire::OnChain,
};
use futures::{stream, StreamExt, TryStreamExt};
use medchain_support::Expiry;

const DAY: u64 = 24 * 60 * 60;
/// Days until the lots are no longer good.
const SHELF_LIFE: u64 = 2 * 365;

impl Workshop<'_> {
	/// Each account makes a lot of a product of its own, with as many packs as it ships.
	pub(super) async fn make_packs(&mut self, supplies: &mut Supplies) -> Result<()> {
		let at = self.node.best().await?;
		supplies.now = node::now(&at).await?;
		let last = u16::try_from(supplies.now / DAY + SHELF_LIFE);
		let expiry = Expiry::from_days(last.map_err(|_| Error::Node("it is too late".into()))?);
		let lot = Supplies::lot()?;
		let mut jobs = Vec::new();
		for (place, person) in self.people.iter_mut().enumerate() {
			let gtin = supplies.gtin(place)?;
			let made: [AnyCall; 2] = [
				calls::register_product(gtin, None).into(),
				calls::create_lot(gtin, lot, expiry).into(),
			];
			jobs.extend(batches(&at, &made)?.into_iter().map(|call| person.job(call)));
		}
		self.act("making products and lots known", jobs).await?;

		let at = self.node.best().await?;
		let asked = (0..self.people.len()).map(|place| {
			let (at, gtin) = (&at, supplies.gtin(place));
			async move {
				let key = (OnChain(gtin?), OnChain(lot));
				let found: Option<LotId> = node::stored(at, PALLET, "LotOf", key).await?;
				found.ok_or_else(|| Error::Node("a lot of the load is missing".into()))
			}
		});
		let lots: Vec<LotId> = stream::iter(asked).buffered(AT_ONCE).try_collect().await?;
		let packs = self.each(Kind::Ship);
		let mut jobs = Vec::new();
		for (place, (person, lot)) in self.people.iter_mut().zip(lots).enumerate() {
			for first in (0..packs).step_by(MAX_ITEMS) {
				let last = packs.min(first + MAX_ITEMS);
				let serials = (first..last).map(|n| Ok(OnChain(Supplies::serial(n)?)));
				let serials = serials.collect::<Result<Vec<_>>>()?;
				let event = supplies.event("commission", place * packs + first);
				jobs.push(person.job(DrugCall::Commission { lot, serials }.recording(event)));
			}
		}
		self.act("commissioning packs", jobs).await
	}
}
