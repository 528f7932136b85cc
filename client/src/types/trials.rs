//! Clinical trials: what calls take, and what the chain answers. Times are seconds since 1970,
//! amounts minor units, reasons and texts commitments. In JSON, commitments and hashes are `0x` and
//! hexadecimal digits, and amounts decimal strings.

#![allow(unused_imports, reason = "inside a macro, the derive imports more than it needs")]

mod codes;
pub mod events;
mod trail;

pub use codes::{
	Causality, CriterionKind, DeviationClass, ListStatus, Masking, Payee, Phase, ProtocolStatus,
	QueryStatus, Seriousness, SubjectStatus, TrialStatus,
};
pub use trail::{Act, Entry};

use super::{
	drug::Digest,
	serialized::{hex, text},
};
use crate::wire::OnChain;
use medchain_support::{
	merkle, randomization, Amount, Commitment, CurrencyId, DirectiveRef, ResourceClasses,
};
use serde::{Serialize, Serializer};
use subxt::{
	ext::{scale_decode::DecodeAsType, scale_encode::EncodeAsType},
	utils::AccountId32,
};

/// The pallet's name in the metadata.
pub const PALLET: &str = "ClinicalTrials";
/// The runtime API's name in the metadata.
pub const RUNTIME_API: &str = "ClinicalTrialsApi";
/// Most entries of a page.
pub const MAX_PAGE: u32 = 100;
/// Most criteria of a protocol.
pub const MAX_CRITERIA: usize = 32;
/// Most rules of payment of a trial.
pub const MAX_PAYMENTS: usize = 16;
/// Most strata of a trial.
pub const MAX_STRATA: u16 = 64;
/// Most visits of a trial.
pub const MAX_VISITS: u8 = 64;
/// Most arms of a trial.
pub const MAX_ARMS: usize = randomization::MAX_ARMS as usize;
/// Most forms of one capture.
pub const MAX_FORMS: u32 = 1 << 16;

/// Number of a trial.
pub type TrialId = u32;
/// Number of a participant in its trial, from 0.
pub type SubjectId = u32;
/// Version of a protocol, from 1.
pub type Version = u32;
/// Number of a criterion in its protocol, from 0.
pub type CriterionId = u8;
/// Number of a capture of a participant's data, from 0.
pub type CaptureId = u32;
/// Number of a query about a participant's data, from 0.
pub type QueryId = u32;
/// Number of a participant's adverse event, from 0.
pub type AdverseEventId = u32;
/// Number of a deviation in its trial, from 0.
pub type DeviationId = u32;
/// Number of a block.
pub type BlockNumber = u32;
/// The way from a leaf to the root of a capture or of a list.
pub type Proof = Vec<merkle::Digest>;

impl Serialize for OnChain<Commitment> {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		hex::serialize(&self.0, serializer)
	}
}

impl Serialize for OnChain<DirectiveRef> {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		#[derive(Serialize)]
		struct Directive {
			id: u32,
			version: u32,
		}
		Directive { id: self.id, version: self.version }.serialize(serializer)
	}
}

/// A criterion of eligibility. Its number is its place in the protocol, from 0.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq, Serialize)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct Criterion {
	/// Inclusion or exclusion.
	pub kind: CriterionKind,
	/// Commits to its text.
	pub text: OnChain<Commitment>,
}

/// What makes a payment due.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq, Serialize)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
#[serde(rename_all = "kebab-case")]
pub enum Trigger {
	/// A participant is enrolled.
	Enrolment,
	/// A participant is randomised.
	Randomization,
	/// The first data of a participant's visit are captured.
	Visit(u8),
	/// A participant completes the trial.
	Completion,
	/// A site has enrolled so many participants. For sites alone.
	SiteEnrolled(u32),
}

/// A rule of payment.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq, Serialize)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct Payment {
	/// What makes it due.
	pub on: Trigger,
	/// To whom.
	pub to: Payee,
	/// How much, at least 1.
	#[serde(with = "text")]
	pub amount: Amount,
}

/// How a trial allocates its participants: [`randomization::Scheme`] by the names of its fields.
#[derive(Clone, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq, Serialize)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct Scheme {
	/// The share of each arm.
	pub ratio: Vec<u8>,
	/// How many units a block may have.
	pub multipliers: Vec<u8>,
}

impl From<&randomization::Scheme> for Scheme {
	fn from(rule: &randomization::Scheme) -> Self {
		Self { ratio: rule.ratio.to_vec(), multipliers: rule.multipliers.to_vec() }
	}
}

impl Scheme {
	/// As the rule takes it, if it is right.
	pub fn rule(&self) -> Result<randomization::Scheme, String> {
		let scheme =
			randomization::Scheme {
				ratio: self.ratio.clone().try_into().map_err(|_| {
					format!("{} arms; at most {MAX_ARMS} are right", self.ratio.len())
				})?,
				multipliers: self.multipliers.clone().try_into().map_err(|_| {
					format!(
						"{} multipliers; at most {} are right",
						self.multipliers.len(),
						randomization::MAX_MULTIPLIERS,
					)
				})?,
			};
		scheme.check().map_err(|e| e.to_string())?;
		Ok(scheme)
	}
}

/// What a sponsor registers.
#[derive(Clone, Debug, EncodeAsType, Eq, PartialEq)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct Design {
	/// The ethics committee that decides about its protocols.
	pub committee: AccountId32,
	/// Who keeps the seed of the allocation.
	pub custodian: AccountId32,
	/// Commits to the first protocol.
	pub protocol: OnChain<Commitment>,
	/// Its phase.
	pub phase: Phase,
	/// Who does not know a participant's arm.
	pub masking: Masking,
	/// Arms, ratio and blocks.
	pub scheme: Scheme,
	/// How many strata, from 1 to [`MAX_STRATA`].
	pub strata: u16,
	/// How many participants are to be enrolled.
	pub target: u32,
	/// Who is eligible; at least one criterion.
	pub criteria: Vec<Criterion>,
	/// The classes of data that are collected.
	pub classes: OnChain<ResourceClasses>,
	/// How many visits, at most [`MAX_VISITS`].
	pub visits: u8,
	/// In what it pays, if it does.
	pub currency: Option<CurrencyId>,
	/// What it pays.
	pub payments: Vec<Payment>,
}

/// A form: the place of one among those captured together.
#[derive(
	Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, Ord, PartialEq, PartialOrd, Serialize,
)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct FormRef {
	/// Number of the capture among its participant's.
	pub capture: CaptureId,
	/// Place in it, from 0.
	pub index: u32,
}

/// A site's judgement of an adverse event.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq, Serialize)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct Assessment {
	/// How serious it is.
	pub seriousness: Seriousness,
	/// Whether the intervention caused it.
	pub causality: Causality,
	/// Whether the reference safety information names it.
	pub expected: bool,
	/// When the site became aware of what it judges.
	pub aware: u64,
	/// Commits to the details.
	pub detail: OnChain<Commitment>,
}

/// Whom a trial owes money.
#[derive(Clone, Copy, Debug, DecodeAsType, EncodeAsType, Eq, PartialEq, Serialize)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
#[serde(rename_all = "kebab-case")]
pub enum Creditor {
	/// A site, by its organisation.
	Site(AccountId32),
	/// A participant, by its number.
	Participant(SubjectId),
}

/// Declares what the chain tells, by the names of its fields.
macro_rules! told {
	($( #[doc = $doc:literal] $name:ident {
		$( #[doc = $field_doc:literal] $( #[$meta:meta] )? $field:ident: $type:ty, )+
	} )+) => {
		$(
			#[doc = $doc]
			#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq, Serialize)]
			#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
			#[serde(rename_all = "camelCase")]
			pub struct $name {
				$( #[doc = $field_doc] $( #[$meta] )? pub $field: $type, )+
			}
		)+
	};
}

told! {
	/// That a trial is stopped for now.
	Suspension {
		/// Who stopped it.
		by: AccountId32,
		/// As what it goes on.
		was: TrialStatus,
		/// Commits to why.
		reason: OnChain<Commitment>,
	}
	/// That a trial was ended before its time.
	Termination {
		/// Who ended it.
		by: AccountId32,
		/// Whether a site had been opened.
		was_active: bool,
		/// Commits to why.
		reason: OnChain<Commitment>,
	}
	/// That a trial's data no longer change.
	Lock {
		/// Since when.
		at: u64,
		/// How many entries its trail had then, that of the lock with them.
		entries: u64,
	}
	/// The public randomness of a trial.
	Beacon {
		/// The randomness.
		#[serde(with = "hex")]
		value: Digest,
		/// The block since which it can have been known.
		since: BlockNumber,
		/// The block in which it was drawn.
		drawn: BlockNumber,
	}
	/// What the allocation of a trial comes from.
	Seed {
		/// The custodian's commitment.
		#[serde(with = "hex")]
		commitment: Digest,
		/// The block in which it was made.
		at: BlockNumber,
		/// Public randomness that was not known then, once it is there.
		beacon: Option<Beacon>,
		/// The seed, once it is revealed.
		#[serde(with = "hex::option")]
		revealed: Option<Digest>,
	}
	/// An ethics committee's approval.
	Approval {
		/// The committee.
		by: AccountId32,
		/// When the version was first approved.
		since: u64,
		/// When it was last approved.
		at: u64,
		/// Last second of it, if it ends by itself.
		until: Option<u64>,
		/// Commits to its conditions, if there are some.
		conditions: Option<OnChain<Commitment>>,
	}
	/// A version of a protocol.
	Protocol {
		/// Commits to the document.
		commitment: OnChain<Commitment>,
		/// Who is eligible.
		criteria: Vec<Criterion>,
		/// How many participants are to be enrolled.
		target: u32,
		/// How far it is.
		status: ProtocolStatus,
		/// Its approval, exactly if it is approved.
		approval: Option<Approval>,
		/// When it was submitted.
		submitted_at: u64,
	}
	/// A site of a trial.
	Site {
		/// Who is responsible there.
		investigator: AccountId32,
		/// Whether it recruits.
		open: bool,
		/// How many participants it ever enrolled.
		enrolled: u32,
	}
	/// All of a trial but its lists.
	TrialInfo {
		/// Who answers for it.
		sponsor: AccountId32,
		/// The ethics committee.
		committee: AccountId32,
		/// Who keeps the seed of the allocation.
		custodian: AccountId32,
		/// How far it is.
		status: TrialStatus,
		/// The same as a code of FHIR R4 `research-study-status`.
		#[serde(serialize_with = "ascii")]
		code: Vec<u8>,
		/// Its phase, as a code of FHIR `research-study-phase`.
		#[serde(serialize_with = "ascii")]
		phase: Vec<u8>,
		/// Who does not know a participant's arm.
		masking: Masking,
		/// Arms in their ratio.
		ratio: Vec<u8>,
		/// The multipliers of its blocks.
		multipliers: Vec<u8>,
		/// How many strata.
		strata: u16,
		/// How many visits.
		visits: u8,
		/// The newest version of its protocol.
		versions: Version,
		/// The approved version that counts; 0 before there is one.
		current: Version,
		/// Whether the approval is over.
		is_approval_over: bool,
		/// How many are to be enrolled.
		target: u32,
		/// How many subjects were given numbers.
		subjects: u32,
		/// How many were ever enrolled.
		enrolled: u32,
		/// How many queries are not closed.
		open_queries: u32,
		/// How many deviations were reported.
		deviations: u32,
		/// How many entries its trail has.
		entries: u64,
		/// When its data were locked, if they are.
		lock: Option<Lock>,
		/// What its allocation comes from.
		seed: Option<Seed>,
		/// How it stands with money, if it pays.
		purse: Option<Purse>,
	}
	/// How a trial stands with money.
	Purse {
		/// In what it pays.
		currency: CurrencyId,
		/// What it can pay.
		#[serde(with = "text")]
		spendable: Amount,
		/// What it owes.
		#[serde(with = "text")]
		owed: Amount,
	}
	/// The slot that a participant was given.
	Slot {
		/// Of which stratum.
		stratum: u16,
		/// Which, from 0 over all lists of the stratum.
		slot: u32,
		/// When.
		at: u64,
	}
	/// A participant's consent to a version of the protocol.
	ConsentRecord {
		/// To which version.
		version: Version,
		/// By which of its directives.
		directive: OnChain<DirectiveRef>,
		/// When.
		at: u64,
	}
	/// A participant, as those may see it who know its trial: without its account.
	SubjectInfo {
		/// Its site.
		site: AccountId32,
		/// How far it is.
		status: SubjectStatus,
		/// The same as a code of FHIR R4 `research-subject-status`.
		#[serde(serialize_with = "ascii")]
		code: Vec<u8>,
		/// Its stratum, once it is known.
		stratum: Option<u16>,
		/// Its slot, once it is randomised.
		slot: Option<Slot>,
		/// Its arm, once it was disclosed and proved.
		arm: Option<u8>,
		/// The version of the protocol to which it consented last.
		consented: Option<ConsentRecord>,
		/// Whether data may be captured, as far as consent goes.
		is_consent_current: bool,
		/// Whether its data are frozen.
		frozen: bool,
		/// How many captures there are.
		captures: u32,
		/// How many queries were opened.
		queries: u32,
		/// How many adverse events were reported.
		adverse_events: u32,
		/// That its arm was asked for in an emergency, if so.
		unblinding: Option<Unblinding>,
	}
	/// What somebody attests of a participant and a criterion.
	Attestation {
		/// Who.
		attester: AccountId32,
		/// Of which version of the protocol.
		version: Version,
		/// Whether the participant meets it.
		met: bool,
		/// Commits to what shows it.
		evidence: OnChain<Commitment>,
		/// Last second for which it holds, if it ends by itself.
		until: Option<u64>,
		/// When.
		at: u64,
	}
	/// The custodian's answer to an unblinding.
	UnblindingAnswer {
		/// When.
		at: u64,
		/// Commits to what was handed out, and to whom.
		commitment: OnChain<Commitment>,
	}
	/// That somebody asked for a participant's arm in an emergency.
	Unblinding {
		/// Who.
		by: AccountId32,
		/// When.
		at: u64,
		/// Commits to why.
		reason: OnChain<Commitment>,
		/// The custodian's answer, once it is there.
		answer: Option<UnblindingAnswer>,
	}
	/// A sealed list of allocations of one stratum.
	List {
		/// The root over its slots.
		#[serde(with = "hex")]
		root: Digest,
		/// When it was sealed.
		at: u64,
		/// What is known of it.
		status: ListStatus,
	}
	/// A slot that was given.
	Allocation {
		/// Which slot, from 0 over all lists of the stratum.
		slot: u32,
		/// To whom.
		subject: SubjectId,
		/// When.
		at: u64,
		/// The arm, once it was disclosed and proved.
		arm: Option<u8>,
	}
	/// Case report forms of one participant and visit, captured together.
	Capture {
		/// Who captured them.
		by: AccountId32,
		/// When.
		at: u64,
		/// Under which version of the protocol, and the participant's consent to it.
		version: Version,
		/// Of which visit.
		visit: u8,
		/// The root over their commitments.
		#[serde(with = "hex")]
		root: Digest,
		/// How many.
		count: u32,
	}
	/// That a form was compared with its source.
	SourceVerification {
		/// By whom.
		by: AccountId32,
		/// When.
		at: u64,
	}
	/// A form that was corrected, or compared with its source.
	Form {
		/// Commits to what it says now.
		content: OnChain<Commitment>,
		/// How often it was corrected.
		corrections: u32,
		/// That what it says now was compared with its source, if so.
		verified: Option<SourceVerification>,
	}
	/// A question of the sponsor's about a form.
	Query {
		/// Which form.
		form: FormRef,
		/// Who asks.
		by: AccountId32,
		/// When.
		at: u64,
		/// Commits to the question.
		text: OnChain<Commitment>,
		/// Commits to the site's answer, once it is there.
		answer: Option<OnChain<Commitment>>,
		/// How far it is.
		status: QueryStatus,
	}
	/// That a sponsor forwarded an adverse event to the authorities.
	Forwarded {
		/// Who did.
		by: AccountId32,
		/// When.
		at: u64,
		/// Whether after the deadline.
		late: bool,
		/// Commits to the report.
		report: OnChain<Commitment>,
	}
	/// An adverse event.
	AdverseEvent {
		/// Who reported it.
		by: AccountId32,
		/// When.
		at: u64,
		/// When it began.
		onset: u64,
		/// The newest judgement.
		assessment: Assessment,
		/// How often it was judged anew.
		follow_ups: u32,
		/// Whether the site was late with a serious one, at first or later.
		late: bool,
		/// Last second in which the sponsor forwards it without being late, if it has to.
		due: Option<u64>,
		/// That it was forwarded, if so.
		forwarded: Option<Forwarded>,
	}
	/// An adverse event that the sponsor has not forwarded yet.
	OutstandingEvent {
		/// Whose.
		subject: SubjectId,
		/// Its number.
		event: AdverseEventId,
		/// Last second in which it is forwarded without being late.
		due: u64,
		/// Whether that is over.
		is_overdue: bool,
	}
	/// A deviation from the protocol.
	Deviation {
		/// At which site.
		site: AccountId32,
		/// With which participant, if with one.
		subject: Option<SubjectId>,
		/// How grave it is.
		class: DeviationClass,
		/// Commits to what happened.
		detail: OnChain<Commitment>,
		/// Who reported it.
		by: AccountId32,
		/// When.
		at: u64,
	}
}

/// A code as text.
fn ascii<S: Serializer>(code: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
	serializer.serialize_str(&String::from_utf8_lossy(code))
}

/// What is stored of a trial beside what [`TrialInfo`] tells.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Trial {
	/// Arms, ratio and blocks.
	pub scheme: Scheme,
	/// The classes of data that are collected.
	pub classes: OnChain<ResourceClasses>,
	/// That it is stopped, exactly while it is.
	pub suspension: Option<Suspension>,
	/// That it was ended before its time, if so.
	pub termination: Option<Termination>,
	/// Commits to its results, once they are there.
	pub results: Option<OnChain<Commitment>>,
	/// When it was registered.
	pub registered_at: u64,
}

/// A page of a list.
#[derive(Clone, Debug, DecodeAsType, Eq, PartialEq)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Page<Item, Cursor> {
	/// What is on it.
	pub items: Vec<Item>,
	/// What to name for the next page; nothing if this was the last one.
	pub next: Option<Cursor>,
}

/// Somebody's query, with the numbers of its participant and its own.
pub type NumberedQuery = ((SubjectId, QueryId), Query);
