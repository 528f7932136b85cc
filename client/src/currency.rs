//! Currencies: what governance admits, what auditors attest, what issuers mint and redeem, and what
//! regulators stop.

use crate::{
	calls::Call,
	error::{Error, Result},
	node::{self, AtBlock},
	types::{
		events::{
			AccountFrozen, AccountThawed, CurrencyPaused, CurrencyRegistered, CurrencyResumed,
			Minted, RedemptionCompleted, RedemptionExpired, RedemptionRequested, ReservesAttested,
			TermsSet,
		},
		money::{
			Currency, CurrencyTerms, FreezeReason, PauseReason, Redemption, ReserveStatus, PALLET,
		},
	},
	wire::OnChain,
};
use medchain_support::{Amount, Commitment, CurrencyCode, CurrencyId};
use subxt::{ext::scale_decode::DecodeAsType, utils::AccountId32};

/// Admits a currency. Decided by the council.
pub fn register(
	code: CurrencyCode,
	issuer: &AccountId32,
	terms: CurrencyTerms,
) -> Call<CurrencyRegistered> {
	Call::new(PALLET, "register_currency", (OnChain(code), *issuer, terms))
}

/// Asks something else of a currency. Decided by the council.
pub fn set_terms(currency: CurrencyId, terms: CurrencyTerms) -> Call<TermsSet> {
	Call::new(PALLET, "set_terms", (currency, terms))
}

/// Says what reserves stand behind a currency. An independent auditor does so.
pub fn attest(
	currency: CurrencyId,
	reserves: Amount,
	as_of: u64,
	evidence: Commitment,
) -> Call<ReservesAttested> {
	Call::new(PALLET, "attest_reserves", (currency, reserves, as_of, OnChain(evidence)))
}

/// Makes tokens. The issuer does so.
pub fn mint(currency: CurrencyId, to: &AccountId32, amount: Amount) -> Call<Minted> {
	Call::new(PALLET, "mint", (currency, *to, amount))
}

/// Asks the issuer to pay tokens out.
pub fn request_redemption(currency: CurrencyId, amount: Amount) -> Call<RedemptionRequested> {
	Call::new(PALLET, "request_redemption", (currency, amount))
}

/// Says that tokens were paid out. The issuer does so.
pub fn complete_redemption(redemption: u64, evidence: Commitment) -> Call<RedemptionCompleted> {
	Call::new(PALLET, "complete_redemption", (redemption, OnChain(evidence)))
}

/// Gives tokens back to their holder after the issuer's time is over.
pub fn expire_redemption(redemption: u64) -> Call<RedemptionExpired> {
	Call::new(PALLET, "expire_redemption", (redemption,))
}

/// Stops an account. A regulator does so.
pub fn freeze(
	currency: CurrencyId,
	who: &AccountId32,
	reason: FreezeReason,
) -> Call<AccountFrozen> {
	Call::new(PALLET, "freeze", (currency, *who, reason))
}

/// Lets an account move again. A regulator does so.
pub fn thaw(currency: CurrencyId, who: &AccountId32) -> Call<AccountThawed> {
	Call::new(PALLET, "thaw", (currency, *who))
}

/// Stops a currency. A regulator does so.
pub fn pause(currency: CurrencyId, reason: PauseReason) -> Call<CurrencyPaused> {
	Call::new(PALLET, "pause", (currency, reason))
}

/// Lets a currency move again. A regulator does so.
pub fn resume(currency: CurrencyId) -> Call<CurrencyResumed> {
	Call::new(PALLET, "resume", (currency,))
}

/// How a currency stands.
pub async fn status(at: &AtBlock, currency: CurrencyId) -> Result<ReserveStatus> {
	node::view::<Option<ReserveStatus>, _>(at, PALLET, "reserve_status", (currency,))
		.await?
		.ok_or_else(|| unknown(currency))
}

/// A currency.
pub async fn currency(at: &AtBlock, currency: CurrencyId) -> Result<Currency> {
	node::stored::<_, Currency>(at, PALLET, "Currencies", (currency,))
		.await?
		.ok_or_else(|| unknown(currency))
}

fn unknown(currency: CurrencyId) -> Error {
	Error::Input(format!(
		"the chain has no currency {currency}; `medchain currency list` tells those it has"
	))
}

/// The ISO 4217 code of a currency.
pub async fn code(at: &AtBlock, id: CurrencyId) -> Result<CurrencyCode> {
	Ok(*currency(at, id).await?.code)
}

/// All currencies, in the order of their numbers.
pub async fn list(at: &AtBlock) -> Result<Vec<(CurrencyId, Currency)>> {
	let next = node::stored::<_, u32>(at, PALLET, "NextCurrency", ()).await?.unwrap_or_default();
	let mut found = Vec::new();
	for id in 0..next {
		let currency = node::stored::<_, Currency>(at, PALLET, "Currencies", (id,)).await?;
		found.extend(currency.map(|currency| (id, currency)));
	}
	Ok(found)
}

/// The one currency of a code, unless `named` says which.
pub fn choose(
	all: &[(CurrencyId, Currency)],
	code: CurrencyCode,
	named: Option<CurrencyId>,
) -> Result<CurrencyId> {
	let of_code: Vec<CurrencyId> =
		all.iter().filter(|(_, currency)| *currency.code == code).map(|(id, _)| *id).collect();
	match (named, &of_code[..]) {
		(Some(named), _) if of_code.contains(&named) => Ok(named),
		(Some(named), _) => match all.iter().find(|(id, _)| *id == named) {
			None => Err(unknown(named)),
			Some((_, other)) => Err(Error::Input(format!(
				"--currency {named} is of {}, but the bill is in {code}",
				*other.code
			))),
		},
		(None, [one]) => Ok(*one),
		(None, []) => Err(Error::Input(format!("no currency of the chain is of {code}"))),
		(None, several) => Err(Error::Input(format!(
			"several currencies are of {code}: {}; name one with --currency",
			several.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
		))),
	}
}

/// A redemption that waits for the issuer.
pub async fn redemption(at: &AtBlock, id: u64) -> Result<Redemption> {
	node::stored::<_, Redemption>(at, PALLET, "Redemptions", (id,)).await?.ok_or_else(|| {
		Error::Input(format!("no redemption {id} waits; it was paid out, is over, or never was"))
	})
}

/// What an account can spend of a currency, what is on hold aside.
pub async fn balance(at: &AtBlock, id: CurrencyId, who: &AccountId32) -> Result<Amount> {
	let found = node::stored::<_, AssetAccount>(at, "Assets", "Account", (id, *who)).await?;
	Ok(found.map_or(0, |account| account.balance))
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct AssetAccount {
	balance: u128,
}

#[cfg(test)]
mod tests {
	use super::*;
	use medchain_support::BasisPoints;

	fn of(code: &str) -> Currency {
		Currency {
			code: OnChain(code.parse().unwrap()),
			issuer: AccountId32([1; 32]),
			terms: CurrencyTerms {
				required_ratio: OnChain(BasisPoints::WHOLE),
				attestation_lifetime: 1,
				min_redemption: 1,
			},
			paused: None,
			attestation: None,
		}
	}

	#[test]
	fn a_currency_is_found_by_its_code_where_there_is_one() {
		let all = [(1, of("EUR")), (2, of("CHF")), (4, of("EUR"))];
		let code = |code: &str| code.parse().unwrap();
		let told = |found: Result<CurrencyId>| found.unwrap_err().to_string();
		assert_eq!(choose(&all, code("CHF"), None).unwrap(), 2);
		assert_eq!(choose(&all, code("EUR"), Some(4)).unwrap(), 4);
		assert!(told(choose(&all, code("EUR"), None)).contains("1, 4; name one"));
		assert!(told(choose(&all, code("JPY"), None)).contains("no currency of the chain"));
		assert!(told(choose(&all, code("EUR"), Some(2))).contains("--currency 2 is of CHF"));
		assert!(told(choose(&all, code("EUR"), Some(3))).contains("no currency 3"));
	}
}
