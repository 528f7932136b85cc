//! The calls of a load, made of what was prepared.

use super::{mix::Kind, prepare::number};
use crate::{
	billing,
	calls::{AnyCall, Call},
	claims::{self, NewClaim},
	consent,
	drug::calls::DrugCall,
	error::{Error, Result},
	types::{
		claims::{ClaimLine, Payee},
		drug::{EventInfo, Item},
		events::ExtrinsicSuccess,
		DirectiveTerms,
	},
	wire::OnChain,
};
use medchain_support::{
	Amount, BillId, Commitment, CurrencyId, Gtin, Lot, PackId, Serial, ServiceType,
};
use subxt::utils::{AccountId32, MultiAddress};

/// What one account sends another, in the smallest unit.
pub(super) const GIFT: u128 = 1_000_000;
/// What a bill comes to, in minor units.
pub(super) const BILLED: Amount = 10_000;
/// The least price of a line of a claim, in minor units.
const PRICE: Amount = 5_000;
/// What is claimed.
pub(super) const SERVICES: [ServiceType; 3] =
	[ServiceType::ProfessionalVisitOffice, ServiceType::DiagnosticLab, ServiceType::DiagnosticXRay];
/// The lot that each account makes.
pub(super) const LOT: &str = "L1";

/// The first digit behind the one for the level of packaging: keys that begin so are nobody's in the
/// world, but for use within a company.
const RESTRICTED: u64 = 2;
/// What stands behind it in a GTIN.
const DIGITS: u64 = 100_000_000_000;

/// What was prepared, and for whom.
pub(super) struct Supplies {
	/// Milliseconds since 1970, which tell this load from others.
	pub seed: u64,
	/// The accounts of the load.
	pub accounts: Vec<AccountId32>,
	/// What patients grant.
	pub terms: DirectiveTerms,
	/// The currency of bills and claims.
	pub currency: CurrencyId,
	/// The first of the bills, which have consecutive numbers.
	pub first_bill: BillId,
	/// When all was ready, in seconds since 1970.
	pub now: u64,
}

impl Supplies {
	/// Whose the `n`th call of a kind is.
	pub fn sender(&self, n: usize) -> usize {
		n % self.accounts.len().max(1)
	}

	/// The `n`th call of a kind.
	pub fn call(&self, kind: Kind, n: usize) -> Result<AnyCall> {
		Ok(match kind {
			Kind::Transfer => {
				let to = MultiAddress::<AccountId32, ()>::Id(self.other(n)?);
				let call = ("Balances", "transfer_keep_alive");
				Call::<ExtrinsicSuccess>::new(call.0, call.1, (to, GIFT)).into()
			}
			Kind::Grant => consent::grant(&self.account(n)?, &self.terms).into(),
			Kind::Pay => {
				let bill = self.first_bill.saturating_add(number(n));
				billing::pay(bill, BILLED).into()
			}
			Kind::Ship => self.ship(n)?,
			Kind::Claim => claims::submit(&self.claim(n)?).into(),
			Kind::Remark => {
				let note = self.digest("remark", n).to_vec();
				Call::<ExtrinsicSuccess>::new("System", "remark", (note,)).into()
			}
		})
	}

	/// Who sends the `n`th call.
	fn account(&self, n: usize) -> Result<AccountId32> {
		let found = self.accounts.get(self.sender(n)).copied();
		found.ok_or_else(|| Error::Input("a load needs accounts".into()))
	}

	/// Somebody else, in each round the next one.
	fn other(&self, n: usize) -> Result<AccountId32> {
		let (sender, count) = (self.sender(n), self.accounts.len());
		let round = n / count.max(1);
		let distance = 1 + round % count.saturating_sub(1).max(1);
		self.account(sender + distance)
	}

	/// 32 bytes that no other call has.
	pub fn digest(&self, what: &str, n: usize) -> [u8; 32] {
		sp_crypto_hashing::blake2_256(format!("load {} {what} {n}", self.seed).as_bytes())
	}

	/// The product that an account makes.
	pub fn gtin(&self, account: usize) -> Result<Gtin> {
		let own = self.seed.wrapping_add(number(account)) % DIGITS;
		Gtin::from_body(RESTRICTED * DIGITS + own).map_err(odd)
	}

	/// The lot that each account makes.
	pub fn lot() -> Result<Lot> {
		LOT.parse().map_err(odd)
	}

	/// The serial number of the `round`th pack of an account.
	pub fn serial(round: usize) -> Result<Serial> {
		format!("{round:08}").parse().map_err(odd)
	}

	/// What is said of an event that happened when all was ready.
	pub fn event(&self, what: &str, n: usize) -> EventInfo {
		EventInfo { hash: self.digest(what, n), time: self.now, place: None }
	}

	fn ship(&self, n: usize) -> Result<AnyCall> {
		let (sender, round) = (self.sender(n), n / self.accounts.len().max(1));
		let pack = PackId::of(&self.gtin(sender)?, &Self::serial(round)?);
		let items = vec![Item::Pack(OnChain(pack))];
		let ship = DrugCall::Ship { items, to: self.other(n)?, returning: false };
		Ok(ship.recording(self.event("ship", n)).into())
	}

	fn claim(&self, n: usize) -> Result<NewClaim> {
		// No two claims are alike: what was claimed before would wait for the insurer's eyes.
		let unit_price = PRICE.saturating_add(number(n).into());
		let line = |service: ServiceType| ClaimLine {
			service,
			item: Commitment(self.digest(service.code(), n)),
			quantity: 1,
			unit_price,
			serviced: self.now,
			pack: None,
			authorization: None,
		};
		Ok(NewClaim {
			patient: self.other(n)?,
			organization: None,
			currency: self.currency,
			payee: Payee::Provider,
			lines: SERVICES.map(line).into(),
			attachments: Vec::new(),
			replaces: None,
		})
	}
}

fn odd(error: impl std::fmt::Display) -> Error {
	Error::Node(format!("the load cannot name its goods: {error}"))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::{BasePolicy, Scope};
	use std::collections::HashSet;

	fn supplies(accounts: u8) -> Supplies {
		Supplies {
			seed: 1_700_000_000_000,
			accounts: (0..accounts).map(|n| AccountId32([n; 32])).collect(),
			terms: DirectiveTerms {
				base: BasePolicy::OptIn,
				scope: Scope::default(),
				provisions: Vec::new(),
			},
			currency: 1,
			first_bill: 40,
			now: 0,
		}
	}

	#[test]
	fn nobody_sends_to_itself() {
		for count in [2, 3, 5] {
			let supplies = supplies(count);
			for n in 0..100 {
				let sender = supplies.account(n).unwrap();
				let claim = supplies.claim(n).unwrap();
				assert_ne!(supplies.other(n).unwrap(), sender);
				assert_ne!(claim.patient, sender);
			}
		}
	}

	#[test]
	fn each_account_sends_in_its_turn() {
		let supplies = supplies(5);
		let senders: Vec<_> = (0..7).map(|n| supplies.sender(n)).collect();
		assert_eq!(senders, [0, 1, 2, 3, 4, 0, 1]);
	}

	#[test]
	fn no_two_claims_and_no_two_packs_are_alike() {
		let supplies = supplies(3);
		let claims = (0..30).map(|n| supplies.claim(n).unwrap());
		let items: HashSet<_> = claims
			.flat_map(|claim| claim.lines)
			.map(|line| (line.item.0, line.unit_price))
			.collect();
		assert_eq!(items.len(), 90);
		let packs: HashSet<_> = (0..30)
			.map(|n| {
				let gtin = supplies.gtin(supplies.sender(n)).unwrap();
				PackId::of(&gtin, &Supplies::serial(n / 3).unwrap()).0
			})
			.collect();
		assert_eq!(packs.len(), 30);
		assert_eq!(supplies.claim(0).unwrap().lines.len(), 3);
	}
}
