//! Claims: what is sent in, what people decide about it, and how it is read.

use crate::{
	calls::Call,
	currency,
	error::{Error, Result},
	fhir::claim::Submission,
	insurance::{self, Insured},
	node::{self, AtBlock, Node},
	types::{
		claims::{
			Attachment, AuthorizationId, ClaimId, ClaimLine, ClaimStatus, CoverageId, Group,
			Origin, Payee, Pend, PendReason, Reason,
		},
		events::{
			AppealDecided, AuthorizationAnswered, AuthorizationRemoved, AuthorizationRequested,
			ClaimAppealed, ClaimRemoved, ClaimReversed, ClaimReviewed, ClaimSubmitted,
			ClaimWithdrawn, DebtRepaid, ExtrinsicSuccess, FraudDecided, FraudReported,
			ServiceConfirmed,
		},
		insurance::{
			Appeal, AppealKind, Authorization, ClaimFile, PoolId, Predetermination, MAX_PAGE,
			PALLET,
		},
	},
	wire::OnChain,
};
use futures::{stream, StreamExt, TryStreamExt};
use medchain_support::{Amount, Commitment, CurrencyCode, CurrencyId, ResourceClass, ServiceType};
use serde::{Deserialize, Serialize};
use std::fmt::Debug;
use subxt::{
	dynamic::Value,
	ext::{scale_decode::DecodeAsType, scale_encode::EncodeAsType},
	rpcs::rpc_params,
	utils::AccountId32,
};

/// Claims that are asked for at the same time.
const AT_ONCE: usize = 32;

/// A claim as it is sent in.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct NewClaim {
	/// Who was treated.
	pub patient: AccountId32,
	/// Who bills, if not who sends it in.
	pub organization: Option<AccountId32>,
	/// The number of the currency.
	pub currency: CurrencyId,
	/// Who is to be paid.
	pub payee: Payee,
	/// Its lines.
	pub lines: Vec<ClaimLine>,
	/// Its documents.
	pub attachments: Vec<Attachment>,
	/// The claim in whose place it stands.
	#[serde(skip)]
	pub replaces: Option<ClaimId>,
}

impl NewClaim {
	/// What a document says, sent in by `submitter`.
	pub fn of(submission: &Submission, currency: CurrencyId, submitter: &AccountId32) -> Self {
		Self {
			patient: submission.patient,
			organization: organization(&submission.provider, submitter),
			currency,
			payee: submission.payee,
			lines: submission.lines.clone(),
			attachments: submission.attachments.clone(),
			replaces: submission.replaces,
		}
	}
}

/// For whom `submitter` acts when it is not itself the provider.
pub fn organization(provider: &AccountId32, submitter: &AccountId32) -> Option<AccountId32> {
	(provider != submitter).then_some(*provider)
}

/// A value by the name of its variant.
fn variant(value: impl Debug) -> Value {
	Value::unnamed_variant(format!("{value:?}"), [])
}

#[derive(EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
struct SoldShape {
	id: [u8; 32],
	opening: [u8; 32],
}

#[derive(EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
struct LineShape {
	service: OnChain<ServiceType>,
	item: OnChain<Commitment>,
	quantity: u32,
	unit_price: Amount,
	serviced: u64,
	pack: Option<SoldShape>,
	authorization: Option<AuthorizationId>,
}

#[derive(EncodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
struct AttachmentShape {
	class: OnChain<ResourceClass>,
	commitment: OnChain<Commitment>,
}

/// Sends a claim in. A provider does so, or somebody who acts for it.
pub fn submit(claim: &NewClaim) -> Call<ClaimSubmitted> {
	let lines: Vec<_> = claim
		.lines
		.iter()
		.map(|line| LineShape {
			service: OnChain(line.service),
			item: OnChain(line.item),
			quantity: line.quantity,
			unit_price: line.unit_price,
			serviced: line.serviced,
			pack: line.pack.map(|pack| SoldShape { id: pack.id.0, opening: pack.opening }),
			authorization: line.authorization,
		})
		.collect();
	let attachments: Vec<_> = claim
		.attachments
		.iter()
		.map(|document| AttachmentShape {
			class: OnChain(document.class),
			commitment: OnChain(document.commitment),
		})
		.collect();
	let arguments = (
		claim.patient,
		claim.organization,
		claim.currency,
		variant(claim.payee),
		lines,
		attachments,
		claim.replaces,
	);
	Call::new(PALLET, "submit", arguments)
}

/// What a provider asks an insurer before a service.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Question {
	/// Under which coverage.
	pub coverage: CoverageId,
	/// Who will claim, if not who asks.
	pub organization: Option<AccountId32>,
	/// For which class of service.
	pub service: ServiceType,
	/// For how many units.
	pub quantity: u32,
	/// Most that one will cost, in minor units.
	pub unit_price: Amount,
	/// Commitment to the reasons.
	pub evidence: Commitment,
}

/// Asks an insurer whether a service will be covered. A provider does so.
pub fn request_authorization(question: &Question) -> Call<AuthorizationRequested> {
	let Question { coverage, organization, service, quantity, unit_price, evidence } = *question;
	let arguments =
		(coverage, organization, OnChain(service), quantity, unit_price, OnChain(evidence));
	Call::new(PALLET, "request_authorization", arguments)
}

/// What an insurer grants.
#[derive(Clone, Copy, Debug, EncodeAsType, Eq, PartialEq)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
pub struct Approval {
	/// So many units.
	pub quantity: u32,
	/// Last second of service.
	pub until: u64,
}

/// Grants what a provider asked for, or refuses it. The insurer does so.
pub fn answer_authorization(
	authorization: AuthorizationId,
	answer: Option<Approval>,
) -> Call<AuthorizationAnswered> {
	Call::new(PALLET, "answer_authorization", (authorization, answer))
}

/// Removes a request for authorisation. The provider does so at any time; anybody once it was refused,
/// was not answered in time, or is over.
pub fn remove_authorization(authorization: AuthorizationId) -> Call<AuthorizationRemoved> {
	Call::new(PALLET, "remove_authorization", (authorization,))
}

/// What an insurer decides about a line, by its place from 0; denied for a reason, or approved.
pub type Decision = (u8, Option<Reason>);

/// Decides about lines of a claim that waits for the signer's insurer.
pub fn review(claim: ClaimId, decisions: &[Decision]) -> Call<ClaimReviewed> {
	let decisions: Vec<(u8, Value)> = decisions
		.iter()
		.map(|(line, denied)| {
			let verdict = match denied {
				None => Value::unnamed_variant("Approve", []),
				Some(reason) => Value::unnamed_variant("Deny", [variant(reason)]),
			};
			(*line, verdict)
		})
		.collect();
	Call::new(PALLET, "review", (claim, decisions))
}

/// Tries a claim again that waits for money or consent. Provider, patient or insurer does so.
pub fn resume(claim: ClaimId) -> Call<ExtrinsicSuccess> {
	Call::new(PALLET, "resume", (claim,))
}

/// Says whether services were received. The patient does so.
pub fn confirm(claim: ClaimId, received: bool) -> Call<ServiceConfirmed> {
	Call::new(PALLET, "confirm_service", (claim, received))
}

/// Appeals against what a payer denied, by places from 0; or against its silence, then for the whole
/// claim. Provider or patient does so.
pub fn appeal(
	claim: ClaimId,
	payer: u8,
	lines: &[u8],
	evidence: Commitment,
) -> Call<ClaimAppealed> {
	Call::new(PALLET, "appeal", (claim, payer, lines.to_vec(), OnChain(evidence)))
}

/// Decides an appeal against a payer: these lines, by places from 0, are to be paid, the others are
/// not. An independent reviewer does so.
pub fn decide_appeal(
	claim: ClaimId,
	payer: u8,
	kind: AppealKind,
	overturned: &[u8],
) -> Call<AppealDecided> {
	Call::new(PALLET, "decide_appeal", (claim, payer, variant(kind), overturned.to_vec()))
}

/// Takes a claim back that was decided, and returns what it was paid. The provider does so.
pub fn reverse(claim: ClaimId) -> Call<ClaimReversed> {
	Call::new(PALLET, "reverse", (claim,))
}

/// Takes a claim back that waits. The provider does so; anybody once nobody has decided it for long.
pub fn withdraw(claim: ClaimId) -> Call<ClaimWithdrawn> {
	Call::new(PALLET, "withdraw_claim", (claim,))
}

/// Says that a claim is fraudulent. Patient, insurer or regulator does so.
pub fn report_fraud(claim: ClaimId, evidence: Commitment) -> Call<FraudReported> {
	Call::new(PALLET, "report_fraud", (claim, OnChain(evidence)))
}

/// Decides a report of fraud. A regulator or an independent reviewer does so.
pub fn decide_fraud(claim: ClaimId, found: bool) -> Call<FraudDecided> {
	Call::new(PALLET, "decide_fraud", (claim, found))
}

/// Pays what the signer owes a pool.
pub fn repay(pool: PoolId, amount: Amount) -> Call<DebtRepaid> {
	Call::new(PALLET, "repay", (pool, amount))
}

/// Removes a claim that was decided long ago. Anybody does so.
pub fn remove(claim: ClaimId) -> Call<ClaimRemoved> {
	Call::new(PALLET, "remove", (claim,))
}

/// All of a claim.
pub async fn claim(node: &Node, at: &AtBlock, id: ClaimId) -> Result<ClaimFile> {
	#[derive(Deserialize)]
	struct Answer {
		claim: Option<ClaimFile>,
	}
	let answer: Answer = node.request("medchain_claim", rpc_params![id, at.block_hash()]).await?;
	answer.claim.ok_or_else(|| Error::Input(format!("the chain has no claim {id}")))
}

/// All of a claim, and its currency.
pub async fn claim_with_code(
	node: &Node,
	at: &AtBlock,
	id: ClaimId,
) -> Result<(ClaimFile, CurrencyCode)> {
	let found = claim(node, at, id).await?;
	let code = currency::code(at, found.info.currency).await?;
	Ok((found, code))
}

/// The numbers of all claims of a patient or a provider.
pub async fn claims_of(node: &Node, at: &AtBlock, who: &AccountId32) -> Result<Vec<ClaimId>> {
	#[derive(Deserialize)]
	struct Answer {
		claims: Vec<ClaimId>,
		next: Option<ClaimId>,
	}
	let mut found = Vec::new();
	let mut after = None::<ClaimId>;
	loop {
		let params = rpc_params![who.to_string(), after, MAX_PAGE, at.block_hash()];
		let page: Answer = node.request("medchain_claimsOf", params).await?;
		found.extend(page.claims);
		match page.next {
			Some(next) if after < Some(next) => after = Some(next),
			_ => return Ok(found),
		}
	}
}

/// All claims of a patient or a provider, in the order of their numbers.
pub async fn list(node: &Node, at: &AtBlock, who: &AccountId32) -> Result<Vec<ClaimFile>> {
	let ids = claims_of(node, at, who).await?;
	stream::iter(ids).map(|id| claim(node, at, id)).buffered(AT_ONCE).try_collect().await
}

/// What would become of a claim that `submitter` sent in now. Nothing is sent.
pub async fn predetermine(
	node: &Node,
	at: &AtBlock,
	submitter: &AccountId32,
	claim: &NewClaim,
) -> Result<Predetermination> {
	#[derive(Deserialize)]
	struct Answer {
		predetermination: Predetermination,
	}
	let params = rpc_params![submitter.to_string(), claim, at.block_hash()];
	let answer: Answer = node.request("medchain_predetermine", params).await?;
	Ok(answer.predetermination)
}

/// The coverages under which a claim is paid, in their order.
pub async fn coverages_of(at: &AtBlock, id: ClaimId) -> Result<Vec<CoverageId>> {
	let found: Option<StoredClaim> = node::stored(at, PALLET, "Claims", (id,)).await?;
	Ok(found.map(|found| found.details.coverages).unwrap_or_default())
}

/// Who is asked as a payer of a claim, by its place from 0, also while the claim waits.
pub async fn asked(at: &AtBlock, id: ClaimId, payer: usize) -> Result<(CoverageId, Insured)> {
	let coverages = coverages_of(at, id).await?;
	let coverage = *coverages.get(payer).ok_or_else(|| {
		Error::Input(format!(
			"claim {id} has no payer {}; it has {}",
			payer.saturating_add(1),
			coverages.len()
		))
	})?;
	Ok((coverage, insurance::insured(at, coverage).await?))
}

/// A prior authorisation, or the request for one.
pub async fn authorization(at: &AtBlock, id: AuthorizationId) -> Result<Authorization> {
	node::stored(at, PALLET, "Authorizations", (id,))
		.await?
		.ok_or_else(|| Error::Input(format!("the chain has no authorisation {id}")))
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct StoredClaim {
	details: StoredDetails,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct StoredDetails {
	coverages: Vec<CoverageId>,
}

/// What an appeal of somebody is about: the payer and the lines that were named, by their numbers from
/// 1, or all that was denied where there is no doubt which. Answers their places from 0.
pub fn appealed(
	file: &ClaimFile,
	appellant: &AccountId32,
	payer: Option<u8>,
	lines: &[u8],
) -> Result<(u8, Vec<u8>)> {
	let claim = &file.info;
	if file.open_appeal().is_some() {
		return Err(Error::Input(format!(
			"an appeal about claim {} waits for a decision; only then another can be filed",
			claim.id
		)));
	}
	if let (ClaimStatus::Pended, Some(pend)) = (claim.status, claim.pend) {
		return silent(claim.id, pend, payer, lines);
	}
	let kind = match *appellant == claim.patient {
		true => AppealKind::Patient,
		false => AppealKind::Biller,
	};
	let open = |payer: usize| -> Vec<u8> { appealable(file, kind, payer) };
	let with_denials: Vec<usize> =
		(0..claim.payers.len()).filter(|payer| !open(*payer).is_empty()).collect();
	let place = match (payer, &with_denials[..]) {
		(Some(payer), _) => {
			usize::from(payer).checked_sub(1).filter(|place| *place < claim.payers.len())
		}
		(None, [only]) => Some(*only),
		(None, []) => {
			return Err(Error::Input(format!(
				"no line of claim {} is denied for which the {} could appeal still",
				claim.id,
				kind.code()
			)));
		}
		(None, _) => {
			return Err(Error::Input(
				"several payers have denied lines; name one with --payer".into(),
			));
		}
	};
	let place = place.ok_or_else(|| {
		Error::Input(format!("--payer: claim {} has payers 1 to {}", claim.id, claim.payers.len()))
	})?;
	let all = open(place);
	let lines = match lines {
		[] => all.clone(),
		named => places(named, claim.lines.len(), "--line")?,
	};
	match lines.iter().find(|line| !all.contains(line)) {
		None if !lines.is_empty() => Ok((u8::try_from(place).unwrap_or(u8::MAX), lines)),
		_ => Err(Error::Input(format!(
			"what payer {} has denied, and the {} can appeal still, is {}",
			place.saturating_add(1),
			kind.code(),
			match all.is_empty() {
				true => "no line".to_string(),
				false => format!("line {}", told(&all)),
			}
		))),
	}
}

/// An appeal against a payer's silence is about the whole claim.
fn silent(id: ClaimId, pend: Pend, payer: Option<u8>, lines: &[u8]) -> Result<(u8, Vec<u8>)> {
	if pend.reason == PendReason::PoolShort {
		return Err(Error::Input(format!(
			"claim {id} waits for money; no reviewer can give that, but anybody can pay in: medchain plan \
			 pool deposit"
		)));
	}
	let named = payer.is_some_and(|payer| payer != pend.payer.saturating_add(1));
	match lines.is_empty() && !named {
		true => Ok((pend.payer, Vec::new())),
		false => Err(Error::Input(format!(
			"claim {id} waits for payer {}, and an appeal is about the whole of it; leave --payer and \
			 --line out",
			pend.payer.saturating_add(1)
		))),
	}
}

/// The lines about which a party of a decided claim can appeal against a payer still: what was denied
/// at somebody's cost, unless there was an appeal about it, or another of this party against this
/// payer.
fn appealable(file: &ClaimFile, kind: AppealKind, payer: usize) -> Vec<u8> {
	let payers = &file.info.payers;
	let before = file
		.appeals
		.iter()
		.filter(|appeal| usize::from(appeal.payer) == payer && appeal.kind != AppealKind::Silence);
	let before: Vec<_> = before.collect();
	let supplement = matches!(file.info.origin, Origin::Appeal { .. });
	if supplement || before.iter().any(|appeal| appeal.kind == kind) {
		return Vec::new();
	}
	let results = payers.get(payer).into_iter().flat_map(|payer| &payer.lines);
	let last = payers.last().into_iter().flat_map(|payer| &payer.lines);
	(0..)
		.zip(results.zip(last))
		.filter(|(place, (result, last))| {
			let taken = match result.denied.map(|denial| denial.group) {
				// What a later payer has paid nobody has to bear.
				Some(Group::Patient) => last.patient(),
				Some(_) => result.denied_amount,
				None => 0,
			};
			taken > 0 && !before.iter().any(|appeal| appeal.lines.contains(place))
		})
		.map(|(place, _)| place)
		.collect()
}

/// The appeal that is decided: the open one, which must be that against this payer, by its number from
/// 1, and of this kind, where they are named.
pub fn to_be_decided(
	file: &ClaimFile,
	payer: Option<u8>,
	kind: Option<AppealKind>,
) -> Result<&Appeal> {
	let id = file.info.id;
	let open = file
		.open_appeal()
		.ok_or_else(|| Error::Input(format!("no appeal about claim {id} waits for a decision")))?;
	let number = open.payer.saturating_add(1);
	let meant =
		payer.is_none_or(|payer| payer == number) && kind.is_none_or(|kind| kind == open.kind);
	match meant {
		true => Ok(open),
		false => Err(Error::Input(format!(
			"the appeal about claim {id} that waits is against payer {number}, of kind {}",
			open.kind.code()
		))),
	}
}

/// Checks that lines, by their places from 0, were appealed.
pub fn check_overturned(appeal: &Appeal, overturned: &[u8]) -> Result<()> {
	match overturned.iter().find(|line| !appeal.lines.contains(line)) {
		None => Ok(()),
		Some(other) => Err(Error::Input(format!(
			"--overturn {}: the appeal is about line {}",
			other.saturating_add(1),
			told(&appeal.lines)
		))),
	}
}

/// Places from 0 as numbers from 1.
fn told(places: &[u8]) -> String {
	let numbers = places.iter().map(|place| place.saturating_add(1).to_string());
	numbers.collect::<Vec<_>>().join(", ")
}

/// Numbers of lines from 1, each once, as places from 0.
pub fn places(numbers: &[u8], count: usize, argument: &str) -> Result<Vec<u8>> {
	let mut places = Vec::new();
	for number in numbers {
		let place = number.checked_sub(1).filter(|place| usize::from(*place) < count);
		let place = place.ok_or_else(|| {
			Error::Input(format!("{argument} {number}: the claim has lines 1 to {count}"))
		})?;
		if places.contains(&place) {
			return Err(Error::Input(format!("{argument} {number} is named twice")));
		}
		places.push(place);
	}
	Ok(places)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::{claims::LineResult, insurance::tests::file};
	use serde_json::json;
	use std::collections::BTreeSet;

	fn message<T: Debug>(result: Result<T>) -> String {
		result.unwrap_err().to_string()
	}

	#[test]
	fn a_claim_is_asked_about_as_the_node_reads_it() {
		let info = file().info;
		let claim = NewClaim {
			patient: info.patient,
			organization: None,
			currency: 1,
			payee: Payee::Patient,
			lines: info.lines,
			attachments: info.attachments,
			replaces: Some(3),
		};
		let value = serde_json::to_value(&claim).unwrap();
		let names: BTreeSet<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
		let known = ["patient", "organization", "currency", "payee", "lines", "attachments"];
		assert_eq!(names, known.into(), "the node knows no others");
		assert_eq!(value["payee"], "patient");
		assert_eq!(value["organization"], json!(null));
		assert_eq!(value["lines"][1]["unitPrice"], "1000");
	}

	#[test]
	fn who_acts_for_itself_names_no_organisation() {
		let [one, other] = [1, 2].map(|n| AccountId32([n; 32]));
		assert_eq!(organization(&one, &one), None);
		assert_eq!(organization(&one, &other), Some(one));
	}

	#[test]
	fn lines_are_counted_from_one_and_named_once() {
		assert_eq!(places(&[2, 1], 2, "--line").unwrap(), [1, 0]);
		assert!(message(places(&[0], 2, "--line")).contains("--line 0: the claim has lines 1 to 2"));
		assert!(message(places(&[3], 2, "--deny")).contains("--deny 3"));
		assert!(message(places(&[1, 1], 2, "--line")).contains("named twice"));
	}

	/// A decided claim that nobody has appealed. The second payer has denied the second line.
	fn decided() -> ClaimFile {
		ClaimFile { appeals: Vec::new(), ..file() }
	}

	/// An appeal that was decided.
	fn appeal(payer: u8, kind: AppealKind, lines: &[u8]) -> Appeal {
		let known = file().appeals.remove(0);
		Appeal { payer, kind, lines: lines.to_vec(), decided_at: Some(1), ..known }
	}

	#[test]
	fn an_appeal_is_about_what_was_denied() {
		let decided = decided();
		let doctor = decided.info.submitter;
		let ask = |file: &ClaimFile, payer, lines: &[u8]| appealed(file, &doctor, payer, lines);
		assert_eq!(ask(&decided, None, &[]).unwrap(), (1, vec![1]));
		assert_eq!(ask(&decided, Some(2), &[2]).unwrap(), (1, vec![1]));
		assert!(message(ask(&decided, Some(2), &[1])).contains("is line 2"));
		assert!(message(ask(&decided, Some(1), &[])).contains("is no line"));
		assert!(message(ask(&decided, Some(3), &[])).contains("payers 1 to 2"));
		assert!(message(ask(&decided, Some(0), &[])).contains("payers 1 to 2"));

		let mut both = decided.clone();
		let denied = both.info.payers[1].lines[1].denied;
		(both.info.payers[0].lines[1].denied, both.info.payers[0].lines[1].denied_amount) =
			(denied, 1_000);
		assert!(message(ask(&both, None, &[])).contains("several payers"));
		// The second payer has paid all that the first left to the patient of the first line.
		let mut settled = decided.clone();
		settled.info.payers[0].lines[0].denied = denied;
		settled.info.payers[1].lines[0] =
			LineResult { prior: 9_000, paid: 3_000, ..Default::default() };
		assert!(message(ask(&settled, Some(1), &[])).contains("is no line"));
		let mut none = decided.clone();
		none.info.payers[1].lines[1].denied = None;
		assert!(message(ask(&none, None, &[])).contains("no line of claim 7 is denied"));
		let mut supplement = decided;
		supplement.info.origin = Origin::Appeal { claim: 5, payer: 0 };
		assert!(message(ask(&supplement, None, &[])).contains("no line of claim 7"));
	}

	#[test]
	fn each_party_appeals_once_about_what_the_other_has_not() {
		let mut file = decided();
		let (doctor, patient) = (file.info.submitter, file.info.patient);
		let denied = file.info.payers[1].lines[1].denied;
		let first = &mut file.info.payers[1].lines[0];
		(first.denied, first.denied_amount) = (denied, 500);
		assert_eq!(appealed(&file, &doctor, None, &[]).unwrap(), (1, vec![0, 1]));
		file.appeals.push(appeal(1, AppealKind::Biller, &[1]));
		assert_eq!(appealed(&file, &patient, None, &[]).unwrap(), (1, vec![0]));
		assert!(message(appealed(&file, &patient, None, &[2])).contains("is line 1"));
		let told = message(appealed(&file, &doctor, None, &[]));
		assert!(told.contains("for which the biller could appeal still"), "{told}");
		// What was decided for an insurer in its silence is another matter.
		file.appeals = vec![appeal(1, AppealKind::Silence, &[0, 1])];
		assert_eq!(appealed(&file, &doctor, None, &[]).unwrap(), (1, vec![0, 1]));
		file.appeals[0].decided_at = None;
		let told = message(appealed(&file, &doctor, None, &[]));
		assert!(told.contains("waits for a decision"), "{told}");
	}

	#[test]
	fn silence_is_appealed_as_a_whole() {
		let mut waits = decided();
		let doctor = waits.info.submitter;
		waits.info.status = ClaimStatus::Pended;
		waits.info.pend =
			Some(Pend { reason: PendReason::AttachmentReview, payer: 1, deadline: 5 });
		let ask = |file: &ClaimFile, payer, lines: &[u8]| appealed(file, &doctor, payer, lines);
		assert_eq!(ask(&waits, None, &[]).unwrap(), (1, Vec::new()));
		assert_eq!(ask(&waits, Some(2), &[]).unwrap(), (1, Vec::new()));
		assert!(message(ask(&waits, Some(1), &[])).contains("waits for payer 2"));
		assert!(message(ask(&waits, None, &[1])).contains("leave --payer and --line out"));
		waits.info.pend = Some(Pend { reason: PendReason::PoolShort, payer: 0, deadline: 5 });
		assert!(message(ask(&waits, None, &[])).contains("waits for money"));
	}

	#[test]
	fn the_open_appeal_is_decided_and_no_other_line() {
		let mut file = file();
		file.appeals.insert(0, appeal(0, AppealKind::Patient, &[0]));
		let found = to_be_decided(&file, None, None).unwrap();
		assert_eq!((found.payer, found.kind), (1, AppealKind::Biller));
		assert!(to_be_decided(&file, Some(2), Some(AppealKind::Biller)).is_ok());
		for (payer, kind) in [(Some(1), None), (None, Some(AppealKind::Patient))] {
			let told = message(to_be_decided(&file, payer, kind));
			assert!(told.contains("against payer 2, of kind biller"), "{told}");
		}
		assert!(check_overturned(found, &[]).is_ok());
		assert!(check_overturned(found, &[1]).is_ok());
		let told = message(check_overturned(found, &[0]));
		assert!(told.contains("--overturn 1: the appeal is about line 2"), "{told}");
		file.appeals.truncate(1);
		assert!(message(to_be_decided(&file, None, None)).contains("no appeal about claim 7"));
	}
}
