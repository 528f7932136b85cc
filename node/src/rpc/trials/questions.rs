//! What is asked about trials.

use crate::rpc::{
	arguments::{account, one_of, Read},
	questions::{flag, limit, number, Page, Single},
};
use jsonrpsee::types::{ErrorObjectOwned, Params};
use medchain_runtime::{
	clinical_trials::{Creditor, TrialId, MAX_PAGE},
	AccountId,
};
use serde_json::Value;

/// A question about one thing of a trial, which is called `name`.
pub fn single<T>(
	params: &Params,
	name: &str,
	read: Read<T>,
) -> Result<Single<(TrialId, T)>, ErrorObjectOwned> {
	Single::parse_by(params, &["trial", name], |arguments| {
		Ok((arguments.read("trial", number)?, arguments.read(name, read)?))
	})
}

/// A question for a page of a list that a trial has of each thing called `name`.
pub fn page<T>(
	params: &Params,
	name: &str,
	read: Read<T>,
) -> Result<Page<(TrialId, T), u32>, ErrorObjectOwned> {
	let names = ["trial", name];
	Page::parse_by(
		params,
		&names,
		|arguments| Ok((arguments.read("trial", number)?, arguments.read(name, read)?)),
		number,
		MAX_PAGE,
	)
}

/// The arguments of `medchain_trialOpenQueries`: of which trial, and at most how many.
pub fn open_queries(params: &Params) -> Result<Single<(TrialId, u32)>, ErrorObjectOwned> {
	Single::parse_by(params, &["trial", "limit"], |arguments| {
		Ok((arguments.read("trial", number)?, limit(arguments, MAX_PAGE)?))
	})
}

/// The arguments of `medchain_trialOutstandingEvents`: of which trial, whether only those that are
/// overdue, and at most how many.
pub fn outstanding_events(
	params: &Params,
) -> Result<Single<(TrialId, bool, u32)>, ErrorObjectOwned> {
	Single::parse_by(params, &["trial", "onlyOverdue", "limit"], |arguments| {
		Ok((
			arguments.read("trial", number)?,
			arguments.read("onlyOverdue", flag)?,
			limit(arguments, MAX_PAGE)?,
		))
	})
}

/// Whom a trial owes money: an object with one field, which says whether it is a site or a
/// participant.
pub fn creditor(name: &str, value: &Value) -> Result<Creditor<AccountId>, ErrorObjectOwned> {
	let (kind, value) = one_of(name, value, &["site", "participant"])?;
	let path = format!("{name}.{kind}");
	Ok(match kind {
		"site" => Creditor::Site(account(&path, &value)?),
		_ => Creditor::Participant(number(&path, &value)?),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::rpc::{questions::short_number, testing::refused};
	use polkadot_sdk::{sp_core::crypto::Ss58Codec, sp_keyring::Sr25519Keyring::Alice};
	use serde_json::json;

	#[test]
	fn a_participant_is_told_by_its_trial_and_its_number() {
		let asked = |value: Value| {
			let params = value.to_string();
			single(&Params::new(Some(&params)), "subject", number)
		};
		assert_eq!(asked(json!([3, 5])), Ok(Single { of: (3, 5), at: None }));
		assert_eq!(asked(json!({ "subject": 5, "trial": 3 })), asked(json!([3, 5, null])));
		refused(asked(json!([])), "trial: missing; expected a whole number from 0 to 4294967295");
		refused(
			asked(json!([3])),
			"subject: missing; expected a whole number from 0 to 4294967295",
		);
		refused(asked(json!({ "site": 1 })), "site: unknown; known are trial, subject, at");
	}

	#[test]
	fn lists_are_those_of_a_stratum() {
		let asked = |value: Value| {
			let params = value.to_string();
			page(&Params::new(Some(&params)), "stratum", short_number)
		};
		assert_eq!(
			asked(json!([3, 1])),
			Ok(Page { of: (3, 1), after: None, limit: MAX_PAGE, at: None })
		);
		assert_eq!(
			asked(json!({ "trial": 3, "stratum": 1, "after": 0, "limit": 5 })),
			Ok(Page { of: (3, 1), after: Some(0), limit: 5, at: None })
		);
		refused(asked(json!([3, 65_536])), "stratum: expected a whole number from 0 to 65535");
		refused(asked(json!([3, 1, 0, 101])), "limit: expected a whole number from 0 to 100");
	}

	#[test]
	fn what_waits_is_asked_for_by_trial() {
		let queries = open_queries(&Params::new(Some("[3]")));
		assert_eq!(queries, Ok(Single { of: (3, MAX_PAGE), at: None }));
		let queries = open_queries(&Params::new(Some("[3, 101]")));
		refused(queries, "limit: expected a whole number from 0 to 100");
		let events = outstanding_events(&Params::new(Some("[3]")));
		assert_eq!(events, Ok(Single { of: (3, false, MAX_PAGE), at: None }));
		let events = outstanding_events(&Params::new(Some("[3, true, 7]")));
		assert_eq!(events, Ok(Single { of: (3, true, 7), at: None }));
		let events = outstanding_events(&Params::new(Some("[3, 1]")));
		refused(events, "onlyOverdue: expected true or false");
	}

	#[test]
	fn creditors_say_what_they_are() {
		let read = |value: Value| creditor("creditor", &value);
		let alice = Alice.to_account_id();
		assert_eq!(
			read(json!({ "site": alice.to_ss58check() })),
			Ok(Creditor::Site(alice.clone()))
		);
		assert_eq!(read(json!({ "participant": 5 })), Ok(Creditor::Participant(5)));
		let one = "creditor: expected one of site, participant";
		refused(read(json!({})), one);
		refused(read(json!({ "site": alice.to_ss58check(), "participant": 5 })), one);
		refused(
			read(json!({ "participant": -1 })),
			"creditor.participant: expected a whole number from 0 to 4294967295",
		);
		refused(read(json!({ "site": 5 })), "creditor.site: expected an SS58 address, as a string");
	}
}
