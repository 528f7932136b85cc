//! What should come of a call, worked out without the pallet: a book of who has what, kept by hand.
//! Nothing here reads the pallet's storage or uses its arithmetic. A refusal names every reason
//! there is; the pallet gives one of them.

use super::*;
use std::collections::{BTreeMap, BTreeSet};

/// All went well, or every reason why not.
pub type Answer<Value = ()> = Result<Value, Vec<DispatchError>>;

/// Refuses for each reason that holds.
pub fn unless(reasons: impl IntoIterator<Item = (bool, TestError)>) -> Answer {
	let all: Vec<DispatchError> =
		reasons.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason.into()).collect();
	if all.is_empty() {
		Ok(())
	} else {
		Err(all)
	}
}

pub fn no<Value>(reason: TestError) -> Answer<Value> {
	Err(vec![reason.into()])
}

#[derive(Clone)]
pub struct Coin {
	pub code: CurrencyCode,
	pub issuer: AccountId,
	/// Reserves for ten thousand tokens.
	pub ratio: u128,
	pub lifetime: u64,
	pub smallest: u128,
	pub stopped: bool,
	/// How much, as of when, and who says so.
	pub reserves: Option<(u128, u64, AccountId)>,
	pub supply: u128,
}

/// Money set aside: a redemption, or an escrow without an end.
#[derive(Clone, Debug)]
pub struct Aside {
	pub coin: CurrencyId,
	pub owner: AccountId,
	pub amount: u128,
	pub end: u64,
}

#[derive(Clone)]
pub struct Scheme {
	pub id: u64,
	pub coin: CurrencyId,
	pub kind: ProgrammeKind,
	pub cap: u128,
}

#[derive(Clone, Default)]
pub struct Model {
	pub now: u64,
	pub roles: BTreeSet<(AccountId, Role)>,
	/// Those who have none of the chain's own coin to put down.
	pub poor: BTreeSet<AccountId>,
	pub friends: BTreeSet<(AccountId, AccountId)>,
	/// The first has the number 1.
	pub coins: Vec<Coin>,
	pub purse: BTreeMap<(CurrencyId, AccountId), u128>,
	pub blocked: BTreeSet<(CurrencyId, AccountId)>,
	pub redemptions: BTreeMap<u64, Aside>,
	pub next_redemption: u64,
	pub escrows: BTreeMap<u64, Aside>,
	pub next_escrow: u64,
	/// Most that a provider's discounts take off together, in basis points, if it is not the whole.
	pub caps: BTreeMap<AccountId, u128>,
	pub schemes: BTreeMap<AccountId, Vec<Scheme>>,
	pub next_scheme: u64,
	/// Who enrolled a patient, and until when.
	pub members: BTreeMap<(u64, AccountId), (AccountId, u64)>,
	pub bills: BTreeMap<u64, Invoice>,
	pub next_bill: u64,
	/// Whether the chain stands still, and collects nothing.
	pub still: bool,
	/// How many credits were given in part only.
	pub in_part: u64,
}

impl Model {
	pub fn is(&self, who: AccountId, role: Role) -> bool {
		self.roles.contains(&(who, role))
	}

	pub fn coin(&self, id: CurrencyId) -> Answer<&Coin> {
		let known = id.checked_sub(1).and_then(|index| self.coins.get(index as usize));
		known.map_or_else(|| no(TestError::CurrencyNotFound), Ok)
	}

	fn coin_mut(&mut self, id: CurrencyId) -> &mut Coin {
		&mut self.coins[id as usize - 1]
	}

	pub fn has(&self, coin: CurrencyId, who: AccountId) -> u128 {
		self.purse.get(&(coin, who)).copied().unwrap_or(0)
	}

	pub fn aside(&self, coin: CurrencyId, who: AccountId) -> u128 {
		let all = self.redemptions.values().chain(self.escrows.values());
		all.filter(|one| one.coin == coin && one.owner == who).map(|one| one.amount).sum()
	}

	/// What can go: one unit stays if the account must live.
	pub fn can_spend(&self, coin: CurrencyId, who: AccountId, live: bool) -> u128 {
		let live = live || self.aside(coin, who) > 0;
		self.has(coin, who).saturating_sub(u128::from(live))
	}

	/// Why `amount` does not move. The coin is known.
	pub fn stuck(
		&self,
		coin: CurrencyId,
		from: AccountId,
		to: AccountId,
		amount: u128,
		live: bool,
	) -> [(bool, TestError); 4] {
		[
			(self.coins[coin as usize - 1].stopped, TestError::CurrencyPaused),
			(self.blocked.contains(&(coin, from)), TestError::PayerFrozen),
			(self.blocked.contains(&(coin, to)), TestError::PayeeFrozen),
			(amount > self.can_spend(coin, from, live), TestError::InsufficientFunds),
		]
	}

	pub fn give(&mut self, coin: CurrencyId, who: AccountId, amount: u128) {
		*self.purse.entry((coin, who)).or_default() += amount;
	}

	pub fn take(&mut self, coin: CurrencyId, who: AccountId, amount: u128) {
		let purse = self.purse.get_mut(&(coin, who)).expect("it has something");
		*purse = purse.checked_sub(amount).expect("it has enough");
	}

	pub fn move_money(&mut self, coin: CurrencyId, from: AccountId, to: AccountId, amount: u128) {
		self.take(coin, from, amount);
		self.give(coin, to, amount);
	}

	/// Most that may exist; nothing without reserves that count.
	pub fn ceiling(&self, coin: &Coin) -> Answer<u128> {
		let Some((reserves, as_of, auditor)) = coin.reserves else {
			return no(TestError::NoAttestation);
		};
		unless([(as_of + coin.lifetime < self.now, TestError::AttestationStale)])?;
		unless([(!self.is(auditor, Role::ReserveAuditor), TestError::AuditorNotAccredited)])?;
		// In two steps: the reserves may be more than can be multiplied.
		let (whole, rest) = (reserves / coin.ratio, reserves % coin.ratio);
		Ok((whole * 10_000 + rest * 10_000 / coin.ratio).min(u128::MAX / 2))
	}

	fn sound(terms: &CurrencyTerms) -> [(bool, TestError); 3] {
		[
			(terms.required_ratio.0 < 10_000, TestError::BadRatio),
			(terms.attestation_lifetime == 0, TestError::BadLifetime),
			(terms.min_redemption == 0, TestError::ZeroAmount),
		]
	}

	pub fn register(
		&mut self,
		code: CurrencyCode,
		issuer: AccountId,
		terms: &CurrencyTerms,
	) -> Answer {
		let twin = self.coins.iter().any(|coin| coin.code == code && coin.issuer == issuer);
		let rules = [
			(code.code() == "XXX", TestError::UnknownCode),
			(!self.is(issuer, Role::TokenIssuer), TestError::IssuerNotAccredited),
			(twin, TestError::AlreadyRegistered),
		];
		unless(rules.into_iter().chain(Self::sound(terms)))?;
		self.coins.push(Coin {
			code,
			issuer,
			ratio: terms.required_ratio.0.into(),
			lifetime: terms.attestation_lifetime,
			smallest: terms.min_redemption,
			stopped: false,
			reserves: None,
			supply: 0,
		});
		Ok(())
	}

	pub fn set_terms(&mut self, id: CurrencyId, terms: &CurrencyTerms) -> Answer {
		self.coin(id)?;
		unless(Self::sound(terms))?;
		let coin = self.coin_mut(id);
		coin.ratio = terms.required_ratio.0.into();
		coin.lifetime = terms.attestation_lifetime;
		coin.smallest = terms.min_redemption;
		Ok(())
	}

	pub fn attest(&mut self, who: AccountId, id: CurrencyId, reserves: u128, as_of: u64) -> Answer {
		let coin = self.coin(id)?;
		let related = |one, other| self.friends.contains(&(one, other));
		let partial = who == coin.issuer || related(who, coin.issuer) || related(coin.issuer, who);
		let old = coin.reserves.is_some_and(|(_, before, _)| before >= as_of);
		unless([
			(!self.is(who, Role::ReserveAuditor), TestError::NotAuditor),
			(partial, TestError::AuditorNotIndependent),
			(as_of > self.now, TestError::AttestationInFuture),
			(as_of + coin.lifetime < self.now, TestError::AttestationStale),
			(old, TestError::AttestationOutdated),
		])?;
		self.coin_mut(id).reserves = Some((reserves, as_of, who));
		Ok(())
	}

	pub fn mint(&mut self, who: AccountId, id: CurrencyId, to: AccountId, amount: u128) -> Answer {
		unless([(amount == 0, TestError::ZeroAmount)])?;
		let coin = self.coin(id)?;
		unless([
			(who != coin.issuer, TestError::NotIssuer),
			(!self.is(who, Role::TokenIssuer), TestError::IssuerNotAccredited),
			(coin.stopped, TestError::CurrencyPaused),
			(self.blocked.contains(&(id, to)), TestError::PayeeFrozen),
		])?;
		let most = self.ceiling(coin)?;
		unless([(coin.supply + amount > most, TestError::ReservesInsufficient)])?;
		self.coin_mut(id).supply += amount;
		self.give(id, to, amount);
		Ok(())
	}

	fn set_aside(&mut self, id: CurrencyId, who: AccountId, amount: u128) -> Answer {
		let coin = self.coin(id)?;
		unless([
			(coin.stopped, TestError::CurrencyPaused),
			(self.blocked.contains(&(id, who)), TestError::PayerFrozen),
			(amount > self.can_spend(id, who, true), TestError::InsufficientFunds),
		])?;
		self.take(id, who, amount);
		Ok(())
	}

	pub fn request(&mut self, who: AccountId, id: CurrencyId, amount: u128) -> Answer {
		unless([(amount == 0, TestError::ZeroAmount)])?;
		let coin = self.coin(id)?;
		unless([(coin.stopped, TestError::CurrencyPaused)])?;
		unless([(amount < coin.smallest, TestError::RedemptionTooSmall)])?;
		self.set_aside(id, who, amount)?;
		let end = self.now + 5 * DAY;
		let open = Aside { coin: id, owner: who, amount, end };
		self.redemptions.insert(self.next_redemption, open);
		self.next_redemption += 1;
		Ok(())
	}

	fn redemption(&self, id: u64) -> Answer<Aside> {
		self.redemptions.get(&id).cloned().map_or_else(|| no(TestError::RedemptionNotFound), Ok)
	}

	pub fn complete(&mut self, who: AccountId, id: u64) -> Answer {
		let open = self.redemption(id)?;
		let coin = self.coin(open.coin)?;
		unless([
			(who != coin.issuer, TestError::NotIssuer),
			(coin.stopped, TestError::CurrencyPaused),
			(self.blocked.contains(&(open.coin, open.owner)), TestError::PayerFrozen),
			(self.now > open.end, TestError::RedemptionOverdue),
		])?;
		self.redemptions.remove(&id);
		self.coin_mut(open.coin).supply -= open.amount;
		Ok(())
	}

	pub fn expire(&mut self, id: u64) -> Answer {
		let open = self.redemption(id)?;
		unless([
			(self.now <= open.end, TestError::RedemptionPending),
			(self.coin(open.coin)?.stopped, TestError::CurrencyPaused),
			(self.blocked.contains(&(open.coin, open.owner)), TestError::PayeeFrozen),
		])?;
		self.redemptions.remove(&id);
		self.give(open.coin, open.owner, open.amount);
		Ok(())
	}

	pub fn block(&mut self, by: AccountId, id: CurrencyId, who: AccountId) -> Answer {
		unless([(!self.is(by, Role::Regulator), TestError::NotRegulator)])?;
		self.coin(id)?;
		unless([(self.blocked.contains(&(id, who)), TestError::AlreadyFrozen)])?;
		self.blocked.insert((id, who));
		Ok(())
	}

	pub fn unblock(&mut self, by: AccountId, id: CurrencyId, who: AccountId) -> Answer {
		unless([
			(!self.is(by, Role::Regulator), TestError::NotRegulator),
			(!self.blocked.contains(&(id, who)), TestError::NotFrozen),
		])?;
		self.blocked.remove(&(id, who));
		Ok(())
	}

	pub fn stop(&mut self, by: AccountId, id: CurrencyId, stop: bool) -> Answer {
		unless([(!self.is(by, Role::Regulator), TestError::NotRegulator)])?;
		let stopped = self.coin(id)?.stopped;
		unless([
			(stop && stopped, TestError::AlreadyPaused),
			(!stop && !stopped, TestError::NotPaused),
		])?;
		self.coin_mut(id).stopped = stop;
		Ok(())
	}

	/// The assets pallet's own transfer, whose reasons are its own.
	pub fn transfer(
		&mut self,
		id: CurrencyId,
		from: AccountId,
		to: AccountId,
		amount: u128,
	) -> Answer {
		if amount == 0 {
			return Ok(());
		}
		self.coin(id)?;
		unless(self.stuck(id, from, to, amount, false))?;
		self.move_money(id, from, to, amount);
		Ok(())
	}

	pub fn pay_out(
		&mut self,
		id: CurrencyId,
		from: AccountId,
		to: AccountId,
		amount: u128,
	) -> Answer {
		unless([(amount == 0, TestError::ZeroAmount)])?;
		self.coin(id)?;
		unless(self.stuck(id, from, to, amount, true))?;
		self.move_money(id, from, to, amount);
		Ok(())
	}

	pub fn hold(&mut self, id: CurrencyId, owner: AccountId, amount: u128) -> Answer {
		unless([(amount == 0, TestError::ZeroAmount)])?;
		self.set_aside(id, owner, amount)?;
		self.escrows.insert(self.next_escrow, Aside { coin: id, owner, amount, end: 0 });
		self.next_escrow += 1;
		Ok(())
	}

	/// Pays out of an escrow, or gives back to its owner.
	pub fn pay_escrow(&mut self, id: u64, to: Option<AccountId>, amount: u128) -> Answer {
		unless([(amount == 0, TestError::ZeroAmount)])?;
		let Some(held) = self.escrows.get(&id).cloned() else {
			return no(TestError::EscrowNotFound);
		};
		let blocked = |who| self.blocked.contains(&(held.coin, who));
		unless([
			(amount > held.amount, TestError::EscrowTooSmall),
			(self.coin(held.coin)?.stopped, TestError::CurrencyPaused),
			(to.is_some() && blocked(held.owner), TestError::PayerFrozen),
			(blocked(to.unwrap_or(held.owner)), TestError::PayeeFrozen),
		])?;
		self.give(held.coin, to.unwrap_or(held.owner), amount);
		if amount == held.amount {
			self.escrows.remove(&id);
		} else {
			self.escrows.get_mut(&id).expect("it is there").amount -= amount;
		}
		Ok(())
	}
}
