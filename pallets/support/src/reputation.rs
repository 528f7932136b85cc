//! Misconduct that was found, for whoever keeps the reputation of accounts.

use crate::Commitment;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What somebody did wrong. A closed list; numbers are stored and never change.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
)]
pub enum Misconduct {
	/// It claimed money for what it did not do or give.
	#[codec(index = 0)]
	FalseClaim,
}

/// What a register of reputation takes down.
pub trait ReportMisconduct<AccountId> {
	/// Takes down that `who` was found to have done this; `evidence` commits to what shows it. The
	/// caller has heard and decided the case: a suspicion is no report. Never fails.
	fn report(who: &AccountId, what: Misconduct, evidence: Commitment);
}

/// Takes nothing down.
impl<AccountId> ReportMisconduct<AccountId> for () {
	fn report(_: &AccountId, _: Misconduct, _: Commitment) {}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn misconduct_keeps_its_numbers() {
		assert_eq!(Misconduct::FalseClaim.encode(), [0]);
		assert_eq!(Misconduct::decode(&mut &[0][..]), Ok(Misconduct::FalseClaim));
		assert!(Misconduct::decode(&mut &[1][..]).is_err());
	}
}
