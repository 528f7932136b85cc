//! Money for fees, identities and roles.

use super::{in_batches, Workshop, AT_ONCE};
use crate::{
	calls::{AnyCall, Call},
	consent, credentials,
	demo::prologue::evidence,
	error::{Error, Result},
	load::{mix::Kind, supplies::Supplies},
	node, output,
	types::{credentials::Assurance, events::ExtrinsicSuccess, EndStatus, PALLET},
};
use futures::{stream, StreamExt, TryStreamExt};
use medchain_support::{Period, Role};
use subxt::utils::{AccountId32, MultiAddress};

/// A thousandth of a MED.
const MILLI: u128 = 1_000_000_000;
/// What an account of the load gets beside the fees of the load: for deposits and what it does before.
const PURSE: u128 = 1_000 * MILLI;
/// What making a pack costs its maker, at most.
const PACK: u128 = 10 * MILLI;
/// What the funder puts down for an identity and two roles, at most.
const VOUCHED: u128 = 200 * MILLI;
/// What somebody gets who helps to prepare, beside the fees of that.
const HELPER: u128 = 100_000 * MILLI;
/// What it costs a helper to prepare one call or one account, at most.
const HELP: u128 = 50 * MILLI;
/// Those who help to prepare.
const HELPERS: [&str; 4] = ["bank", "auditor", "hospital", "insurer"];
/// What it means that an account has a role already.
const HAS_ROLE: &str = "Credentials.AlreadyIssued";

impl Workshop<'_> {
	/// Gives everybody the coin that they need.
	pub(super) async fn fund(&mut self, reserve: u128, supplies: &Supplies) -> Result<()> {
		let packs = PACK.saturating_mul(self.each(Kind::Ship) as u128);
		let each = reserve.saturating_add(PURSE).saturating_add(packs);
		let people = self.people.len() as u128;
		let bills = self.counts.get(&Kind::Pay).copied().unwrap_or(0) as u128;
		let helper = HELPER + HELP * (people + bills);
		let needed = (each + VOUCHED) * people + helper * HELPERS.len() as u128;
		let has = self.node.balance(&self.funder.account).await?;
		if has < needed {
			return Err(Error::Input(format!(
				"the funder {} has {}, and the load needs {}: {} for each of {people} accounts; name \
				 another with --funder, or ask for fewer transactions",
				self.funder.account,
				output::money(has),
				output::money(needed),
				output::money(each),
			)));
		}
		let mut calls: Vec<AnyCall> =
			self.people.iter().map(|person| transfer(person.account, each)).collect();
		for name in HELPERS {
			calls.push(transfer(Self::helper(supplies, name)?.public_key().into(), helper));
		}
		let at = self.node.best().await?;
		let jobs = in_batches(&at, "batch_all", &calls)?;
		let jobs = jobs.into_iter().map(|call| self.funder.job(call)).collect();
		let what =
			format!("funding {people} accounts with {} each from the funder", output::money(each));
		self.act(&what, jobs).await
	}

	/// Verifies who everybody is, and gives everybody the roles that they need.
	pub(super) async fn license(&mut self, supplies: &Supplies) -> Result<()> {
		let roles: Vec<Role> =
			[(Kind::Ship, Role::Manufacturer), (Kind::Claim, Role::Practitioner)]
				.into_iter()
				.filter_map(|(kind, role)| self.mix.has(kind).then_some(role))
				.collect();
		let identified = self.mix.has(Kind::Grant) || self.mix.has(Kind::Claim);
		let helped = self.mix.has(Kind::Pay) || self.mix.has(Kind::Claim);
		if roles.is_empty() && !identified && !helped {
			return Ok(());
		}
		let at = self.node.best().await?;
		if credentials::accreditation(&at, &self.funder.account).await?.is_none() {
			return Err(Error::Input(format!(
				"{} is accredited for nothing on this chain, and cannot license the accounts of the load; \
				 name an accredited issuer with --funder",
				self.funder.account
			)));
		}
		let issue = |who: &AccountId32, role: Role| -> AnyCall {
			credentials::issue(who, role, Period::ALWAYS, evidence("licence for a load")).into()
		};
		let mut calls = Vec::new();
		for person in &self.people {
			calls.extend(roles.iter().map(|role| issue(&person.account, *role)));
			if identified {
				let evidence = evidence("passport for a load");
				let verified = credentials::verify_patient(
					&person.account,
					Assurance::Substantial,
					Period::ALWAYS,
					evidence,
				);
				calls.push(verified.into());
			}
		}
		if helped {
			for (name, role) in [
				("bank", Role::TokenIssuer),
				("auditor", Role::ReserveAuditor),
				("hospital", Role::ProviderOrganization),
				("insurer", Role::Insurer),
			] {
				calls.push(issue(&Self::helper(supplies, name)?.public_key().into(), role));
			}
		}
		let jobs = in_batches(&at, "force_batch", &calls)?;
		let jobs = jobs.into_iter().map(|call| self.funder.job(call)).collect();
		self.act_but("giving identities and roles", jobs, Some(HAS_ROLE)).await
	}

	/// Ends the directives of former loads, where there is no room for those of this one.
	pub(super) async fn clear_directives(&mut self) -> Result<()> {
		let at = self.node.best().await?;
		let most: u32 = node::constant(&at, PALLET, "MaxDirectives")?;
		let most = usize::try_from(most).unwrap_or(usize::MAX);
		let each = self.each(Kind::Grant);
		if each > most {
			return Err(Error::Input(format!(
				"a patient has {most} directives at most, and each account would grant {each}; give \
				 --accounts {} or more",
				self.counts.get(&Kind::Grant).copied().unwrap_or(0).div_ceil(most)
			)));
		}
		let (chain, accounts) = (&at, self.people.iter().map(|person| person.account));
		let asked = accounts.map(|who| async move { consent::directives(chain, &who).await });
		let found: Vec<_> = stream::iter(asked).buffered(AT_ONCE).try_collect().await?;
		let mut jobs = Vec::new();
		for (person, directives) in self.people.iter_mut().zip(found) {
			if directives.len() + each <= most {
				continue;
			}
			let revoke = |id| consent::revoke(&person.account, id, EndStatus::Inactive).into();
			let calls: Vec<AnyCall> = directives.iter().map(|it| revoke(it.id)).collect();
			let calls = in_batches(&at, "batch_all", &calls)?;
			jobs.extend(calls.into_iter().map(|call| person.job(call)));
		}
		self.act("ending directives of former loads", jobs).await
	}
}

fn transfer(to: AccountId32, amount: u128) -> AnyCall {
	let to = MultiAddress::<AccountId32, ()>::Id(to);
	Call::<ExtrinsicSuccess>::new("Balances", "transfer_keep_alive", (to, amount)).into()
}
