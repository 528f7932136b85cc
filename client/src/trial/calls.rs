//! Calls about clinical trials. What each asks of whom, the pallet says.

use crate::{
	calls::Call,
	types::{
		drug::Digest,
		trials::{
			events::{
				AdverseEventFollowedUp, AdverseEventForwarded, AdverseEventReported, Consented,
				DeviationReported, DuesPaid, ListSealed, ProtocolSubmitted, QueryOpened,
				Randomized, Screened, TrialEvent, TrialLocked, TrialRegistered,
			},
			AdverseEventId, Assessment, Creditor, Criterion, CriterionId, Design, DeviationClass,
			FormRef, QueryId, SubjectId, TrialId, Version, PALLET,
		},
	},
	wire::OnChain,
};
use medchain_support::{Amount, Commitment};
use subxt::utils::AccountId32;

/// Declares calls, by their names and arguments in the metadata.
macro_rules! calls {
	($( $(#[doc = $doc:literal])+ $name:ident($( $argument:ident: $type:ty => $sent:expr ),* $(,)?) -> $event:ty; )+) => {
		$(
			$(#[doc = $doc])+
			pub fn $name($( $argument: $type ),*) -> Call<$event> {
				Call::new(PALLET, stringify!($name), ($( $sent, )*))
			}
		)+
	};
}

calls! {
	/// Registers a trial. Its sponsor does so.
	register_trial(design: Design => design) -> TrialRegistered;
	/// Approves a version of the protocol, or renews its approval. The committee does so.
	approve(
		trial: TrialId => trial,
		version: Version => version,
		until: Option<u64> => until,
		conditions: Option<Commitment> => conditions.map(OnChain),
	) -> TrialEvent;
	/// Refuses a version of the protocol. The committee does so.
	disapprove(
		trial: TrialId => trial,
		version: Version => version,
		reason: Commitment => OnChain(reason),
	) -> TrialEvent;
	/// Submits a new version of the protocol. The sponsor does so.
	amend_protocol(
		trial: TrialId => trial,
		protocol: Commitment => OnChain(protocol),
		criteria: Vec<Criterion> => criteria,
		target: u32 => target,
	) -> ProtocolSubmitted;
	/// Lets an organisation recruit. The sponsor does so.
	open_site(
		trial: TrialId => trial,
		site: AccountId32 => site,
		investigator: AccountId32 => investigator,
	) -> TrialEvent;
	/// Lets a site recruit no longer. The sponsor does so.
	close_site(trial: TrialId => trial, site: AccountId32 => site) -> TrialEvent;
	/// Stops a trial for now. Sponsor, committee or a regulator do so.
	suspend(trial: TrialId => trial, reason: Commitment => OnChain(reason)) -> TrialEvent;
	/// Lets a suspended trial go on. Who suspended it does so, or a regulator.
	resume(trial: TrialId => trial) -> TrialEvent;
	/// Lets nobody new take part. The sponsor does so.
	close_accrual(trial: TrialId => trial) -> TrialEvent;
	/// Ends a trial before its time. Sponsor, committee or a regulator do so.
	terminate(trial: TrialId => trial, reason: Commitment => OnChain(reason)) -> TrialEvent;
	/// Locks a trial's data. The sponsor does so.
	lock(trial: TrialId => trial) -> TrialLocked;
	/// Commits to a locked trial's results. The sponsor does so.
	publish_results(trial: TrialId => trial, results: Commitment => OnChain(results)) -> TrialEvent;
	/// Commits to the seed of the allocation. The custodian does so.
	commit_seed(trial: TrialId => trial, commitment: Digest => commitment) -> TrialEvent;
	/// Seals the next list of a stratum. The custodian does so.
	seal_list(trial: TrialId => trial, stratum: u16 => stratum, root: Digest => root) -> ListSealed;
	/// Reveals the seed after the lock. The custodian does so.
	reveal_seed(trial: TrialId => trial, seed: Digest => seed) -> TrialEvent;
	/// Lets the chain compute a list anew. Anyone does so.
	check_list(trial: TrialId => trial, stratum: u16 => stratum, list: u32 => list) -> TrialEvent;
	/// Gives a participant a number. The site's investigator does so.
	screen(
		trial: TrialId => trial,
		participant: AccountId32 => participant,
		site: AccountId32 => site,
		stratum: Option<u16> => stratum,
	) -> Screened;
	/// Consents to the version of the protocol that counts. The participant does so.
	consent(trial: TrialId => trial, version: Version => version, directive: u32 => directive)
		-> Consented;
	/// Attests whether a participant meets a criterion.
	attest_criterion(
		trial: TrialId => trial,
		subject: SubjectId => subject,
		criterion: CriterionId => criterion,
		met: bool => met,
		evidence: Commitment => OnChain(evidence),
		until: Option<u64> => until,
	) -> TrialEvent;
	/// Enrols an eligible participant for whom there is a place now. The site does so.
	enrol(trial: TrialId => trial, subject: SubjectId => subject) -> TrialEvent;
	/// Says in which stratum a participant is. An attester does so.
	set_stratum(
		trial: TrialId => trial,
		subject: SubjectId => subject,
		stratum: u16 => stratum,
		reason: Commitment => OnChain(reason),
	) -> TrialEvent;
	/// Gives a participant the next slot of its stratum. The site's investigator does so.
	randomize(trial: TrialId => trial, subject: SubjectId => subject) -> Randomized;
	/// Ends a participant's part. The participant does so, or its site's investigator.
	withdraw(
		trial: TrialId => trial,
		subject: SubjectId => subject,
		reason: Commitment => OnChain(reason),
	) -> TrialEvent;
	/// Says that a participant is through. The site does so.
	complete(trial: TrialId => trial, subject: SubjectId => subject) -> TrialEvent;
	/// Asks for a participant's arm in an emergency.
	unblind(
		trial: TrialId => trial,
		subject: SubjectId => subject,
		reason: Commitment => OnChain(reason),
	) -> TrialEvent;
	/// Says that an arm was handed out. The custodian does so.
	answer_unblinding(
		trial: TrialId => trial,
		subject: SubjectId => subject,
		answer: Commitment => OnChain(answer),
	) -> TrialEvent;
	/// Discloses a participant's arm. The custodian does so.
	disclose(
		trial: TrialId => trial,
		subject: SubjectId => subject,
		arm: u8 => arm,
		salt: Digest => salt,
		proof: Vec<Digest> => proof,
	) -> TrialEvent;
	/// Captures forms by the root over their commitments. The site does so. If consent alone is
	/// missing, the event is not [`Captured`](crate::types::trials::events::Captured).
	capture(
		trial: TrialId => trial,
		subject: SubjectId => subject,
		visit: u8 => visit,
		root: Digest => root,
		count: u32 => count,
	) -> TrialEvent;
	/// Asks the site about a form. The sponsor does so.
	open_query(
		trial: TrialId => trial,
		subject: SubjectId => subject,
		form: FormRef => form,
		text: Commitment => OnChain(text),
	) -> QueryOpened;
	/// Answers a query. The site does so.
	answer_query(
		trial: TrialId => trial,
		subject: SubjectId => subject,
		query: QueryId => query,
		answer: Commitment => OnChain(answer),
	) -> TrialEvent;
	/// Closes a query. The sponsor does so.
	close_query(trial: TrialId => trial, subject: SubjectId => subject, query: QueryId => query)
		-> TrialEvent;
	/// Says that a form was compared with its source. The sponsor does so.
	verify_source(
		trial: TrialId => trial,
		subject: SubjectId => subject,
		form: FormRef => form,
		content: Commitment => OnChain(content),
		proof: Vec<Digest> => proof,
	) -> TrialEvent;
	/// Freezes a participant's data. The sponsor does so.
	freeze(trial: TrialId => trial, subject: SubjectId => subject) -> TrialEvent;
	/// Lets a participant's data change again. The sponsor does so.
	unfreeze(trial: TrialId => trial, subject: SubjectId => subject) -> TrialEvent;
	/// Reports an adverse event. The site does so.
	report_adverse_event(
		trial: TrialId => trial,
		subject: SubjectId => subject,
		onset: u64 => onset,
		assessment: Assessment => assessment,
	) -> AdverseEventReported;
	/// Judges an adverse event anew. The site does so.
	follow_up(
		trial: TrialId => trial,
		subject: SubjectId => subject,
		event: AdverseEventId => event,
		assessment: Assessment => assessment,
	) -> AdverseEventFollowedUp;
	/// Says that an adverse event was forwarded to the authorities. The sponsor does so.
	forward_adverse_event(
		trial: TrialId => trial,
		subject: SubjectId => subject,
		event: AdverseEventId => event,
		report: Commitment => OnChain(report),
	) -> AdverseEventForwarded;
	/// Reports a deviation from the protocol. Site or sponsor do so.
	report_deviation(
		trial: TrialId => trial,
		site: AccountId32 => site,
		subject: Option<SubjectId> => subject,
		class: DeviationClass => class,
		detail: Commitment => OnChain(detail),
	) -> DeviationReported;
	/// Puts money into a trial's purse. Anyone does so.
	fund(trial: TrialId => trial, amount: Amount => amount) -> TrialEvent;
	/// Lets a trial pay what it owes somebody. Anyone does so.
	pay_dues(trial: TrialId => trial, creditor: Creditor => creditor) -> DuesPaid;
	/// Takes money back that a trial does not owe. The sponsor does so.
	reclaim(trial: TrialId => trial, amount: Amount => amount) -> TrialEvent;
}

/// A correction of a form.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Correction {
	/// Commits to what the form says.
	pub old: Commitment,
	/// Commits to what is right.
	pub new: Commitment,
	/// Commits to why.
	pub reason: Commitment,
	/// The way from `old` to the root of the capture; nothing if the form was touched before.
	pub proof: Vec<Digest>,
}

/// Corrects a form. The site does so.
pub fn correct(
	trial: TrialId,
	subject: SubjectId,
	form: FormRef,
	correction: Correction,
) -> Call<TrialEvent> {
	let Correction { old, new, reason, proof } = correction;
	let arguments = (trial, subject, form, proof, OnChain(old), OnChain(new), OnChain(reason));
	Call::new(PALLET, "correct", arguments)
}
