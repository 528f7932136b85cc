//! X12 835, health care claim payment/advice, by the guide 005010X221A1: what an insurer tells a
//! provider about what it paid.
//!
//! [`write_remittance`] writes the decisions of one insurer about claims of one provider; [`check()`]
//! reads any 835 and says what in it does not add up.
//!
//! # What is where
//!
//! | segment | holds |
//! |---|---|
//! | BPR | what the provider got: what all claims pay, less the provider adjustments. `I` and `CHK`: the guide has no code for a payment on a chain, and `CHK` is the one that goes without bank accounts; `H` and `NON` where nothing was paid |
//! | TRN | a text that finds the payment again, such as the hash of its block |
//! | CUR | the currency, unless it is USD |
//! | N1 PR, N1 PE | the insurer with address and contact, and the provider |
//! | CLP | the claim's number; 1, 2 or 3 for the first, second or third payer, 22 for a reversal; charge, paid, the patient's part; the payer's number for it: the claim's, a hyphen and the payer's place, from 1 |
//! | NM1 QC | the patient's account as a member number |
//! | SVC, DTM 472, CAS, REF 6R, AMT B6 | each line: class of the service, day, what is not paid by group and reason, the line's number, what the plan covers |
//! | PLB | what was kept against the provider's debt (`WO`); what a reversed claim gave back already (`72`), or what a void claim will (`WO`, negative) |
//!
//! Status 4, denied, is never written. The guide has it for patients whom the payer does not know
//! alone; such a claim is refused by the chain. A claim whose lines are all denied was processed.
//!
//! A reversal has all amounts of the payment with the other sign, and no patient's part in CLP05.
//!
//! # What is left to the trading partners
//!
//! The chain knows neither names nor codes, so that a file needs these before it is a complete 835:
//!
//! - the patient's name in NM1 QC. The guide demands it, but for pharmacy claims;
//! - the procedure in SVC01. The file has the class of the service there, a code of X12's service
//!   types with the qualifier `ZZ`, which the guide does not list; the provider finds the procedure
//!   in its own claim by CLP01 and REF 6R;
//! - the provider's own number of the claim in CLP01, which holds that on chain.
//!
//! CLP06 is `12`, preferred provider organization: plans on chain have a network, and may cover
//! services outside it for a larger part of the patient.

mod check;
mod remittance;
mod segment;
#[cfg(test)]
mod tests;

pub use check::{check, Checked, Finding};
pub use remittance::{
	write_remittance, Contact, Decision, Event, Payee, Payer, Remittance, TradingPartner,
};
