//! `medchain trial …`.

mod args;

pub use args::*;

use super::{credential::commitment, SignerArgs};
use crate::{
	accounts, dates,
	types::trials::{AdverseEventId, DeviationClass, FormRef, QueryId, SubjectId, TrialId},
};
use clap::Subcommand;
use medchain_support::Commitment;
use std::path::PathBuf;
use subxt::utils::AccountId32;

/// `trial`.
#[derive(Subcommand)]
pub enum TrialCommand {
	/// Register a trial by its protocol, a CDISC USDM 4.0 document, for review: trial register
	/// --usdm protocol.json --committee //Ethics --custodian //Keeper --ratio 1:1 --blocks 2,3
	/// --classes Observation
	Register(RegisterArgs),
	/// Submit a new version of the protocol: trial amend 3 --usdm protocol-2.json. Once it is approved
	/// all participants must consent anew
	Amend {
		/// Number of the trial
		trial: TrialId,
		/// The protocol
		#[command(flatten)]
		protocol: ProtocolArgs,
		/// The sponsor
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Approve the newest version of the protocol, or renew its approval, by the ethics committee:
	/// trial approve 3 --version 1 --until 2027-06-30. Conditions stay off chain
	Approve {
		/// Number of the trial
		trial: TrialId,
		/// Version of the protocol that was read
		#[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
		version: u32,
		/// Last day (UTC) or instant; for ever if it is left out
		#[arg(long, value_name = "DATE", value_parser = dates::last_second)]
		until: Option<u64>,
		/// On which conditions, if there are some
		#[command(flatten)]
		conditions: TextArgs,
		/// The committee
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Refuse the newest version of the protocol, by the ethics committee: trial disapprove 3 --version
	/// 2 --text "No data on minors" --opening refusal.json
	Disapprove {
		/// Number of the trial
		trial: TrialId,
		/// Version of the protocol that was read
		#[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
		version: u32,
		/// Why
		#[command(flatten)]
		reason: TextArgs,
		/// The committee
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Let an organisation recruit: trial open-site 3 --site //Clinic --investigator //Ines
	OpenSite {
		/// Number of the trial
		trial: TrialId,
		/// Account of the organisation
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		site: AccountId32,
		/// Account of who is responsible there
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		investigator: AccountId32,
		/// The sponsor
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Let a site recruit no longer; who takes part there goes on: trial close-site 3 --site //Clinic
	CloseSite {
		/// Number of the trial
		trial: TrialId,
		/// Account of the organisation
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		site: AccountId32,
		/// The sponsor
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Let nobody new take part: trial close-accrual 3
	CloseAccrual(TrialArgs),
	/// Stop a trial for now: trial suspend 3 --text "Signal of liver damage" --opening why.json
	Suspend(TrialTextArgs),
	/// Let a suspended trial go on, by who suspended it or a regulator: trial resume 3
	Resume(TrialArgs),
	/// End a trial before its time: trial terminate 3 --text "Futility" --opening why.json
	Terminate(TrialTextArgs),
	/// Lock a trial's data; nothing in them changes after: trial lock 3
	Lock(TrialArgs),
	/// Commit to a locked trial's results: trial publish 3 --text-file results.json --opening results-opening.json
	Publish(TrialTextArgs),
	/// Put money into a trial's purse: trial fund 3 --amount "1000.00 EUR"
	Fund(MoneyArgs),
	/// Let a trial pay what it owes a site or a participant, by anyone: trial pay-dues 3 --participant 7
	PayDues {
		/// Number of the trial
		trial: TrialId,
		/// Whom
		#[command(flatten)]
		creditor: CreditorArgs,
		/// Who signs
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Take money back that a trial does not owe, after its end: trial reclaim 3 --amount "100.00 EUR"
	Reclaim(MoneyArgs),
	/// The secret of the allocation
	#[command(subcommand)]
	Seed(SeedCommand),
	/// Commit to the seed of the allocation, by the custodian: trial commit-seed 3 --seed-file 3.seed
	CommitSeed(SecretArgs),
	/// Seal the next list of a stratum, or all lists that the target needs, by the custodian: trial
	/// seal-list 3 --seed-file 3.seed --all
	SealList {
		/// Whose seed, and who signs
		#[command(flatten)]
		secret: SecretArgs,
		/// Which stratum, from 0
		#[arg(long, value_name = "NUMBER", required_unless_present = "all")]
		stratum: Option<u16>,
		/// Every list up to the target, of the stratum or of all strata
		#[arg(long)]
		all: bool,
	},
	/// Write a participant's arm, with what proves it, to a file for the site's pharmacy: trial opening
	/// 3 7 --seed-file 3.seed --out 7.json. Nothing is sent; who reads the file knows the arm
	Opening {
		/// Number of the trial
		trial: TrialId,
		/// Number of the participant
		subject: SubjectId,
		/// File that holds the seed
		#[arg(long, value_name = "FILE")]
		seed_file: PathBuf,
		/// New file
		#[arg(long, value_name = "FILE")]
		out: PathBuf,
	},
	/// Check a participant's arm against the list that is sealed on the chain, by the pharmacy: trial
	/// check-opening 7.json
	CheckOpening {
		/// The file
		file: PathBuf,
	},
	/// Record that an arm was handed out in an emergency, by the custodian: trial answer-unblinding 3 7
	/// --text "Opening sent to Dr. Ines" --opening answer.json
	AnswerUnblinding(SubjectTextArgs),
	/// Disclose a participant's arm on the chain, by the custodian: trial disclose 3 7 --seed-file
	/// 3.seed. In a masked trial only after the lock
	Disclose {
		/// Number of the trial
		trial: TrialId,
		/// Number of the participant
		subject: SubjectId,
		/// File that holds the seed
		#[arg(long, value_name = "FILE")]
		seed_file: PathBuf,
		/// The custodian
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Reveal the seed after the lock, by the custodian: trial reveal-seed 3 --seed-file 3.seed
	RevealSeed(SecretArgs),
	/// Let the chain compute a list anew, by anyone: trial check-list 3 --stratum 0 --list 0
	CheckList {
		/// Number of the trial
		trial: TrialId,
		/// Which stratum, from 0
		#[arg(long, value_name = "NUMBER")]
		stratum: u16,
		/// Which list, from 0
		#[arg(long, value_name = "NUMBER")]
		list: u32,
		/// Who signs
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Give a participant a number, by the site's investigator: trial screen 3 --participant //Eve
	/// --site //Clinic --stratum 1
	Screen {
		/// Number of the trial
		trial: TrialId,
		/// Account of the participant
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		participant: AccountId32,
		/// Account of the site
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		site: AccountId32,
		/// Its stratum from 0, if that is known
		#[arg(long, value_name = "NUMBER")]
		stratum: Option<u16>,
		/// The investigator
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Consent to the version of the protocol that counts, by the participant: trial consent 3
	/// --version 1 --directive 4
	Consent(ConsentArgs),
	/// Attest whether a participant meets a criterion: trial attest 3 7 --criterion 0 --met --text-file
	/// report.txt --opening evidence.json
	Attest(AttestArgs),
	/// Say in which stratum a participant is, before it is randomised: trial set-stratum 3 7 --stratum
	/// 1 --text "Born in 1950" --opening why.json
	SetStratum {
		/// Which participant, why, and who signs
		#[command(flatten)]
		subject: SubjectTextArgs,
		/// Which stratum, from 0
		#[arg(long, value_name = "NUMBER")]
		stratum: u16,
	},
	/// Enrol an eligible participant for whom there is a place now, by the site: trial enrol 3 7
	Enrol(SubjectArgs),
	/// Give a participant the next slot of its stratum, by the site's investigator: trial randomize 3 7.
	/// Its arm stays sealed
	Randomize(SubjectArgs),
	/// Say that a participant is through, by the site: trial complete 3 7
	Complete(SubjectArgs),
	/// End a participant's part, by the participant or its site's investigator: trial withdraw 3 7
	/// --text "Moved away" --opening why.json. Data and consents so far stay
	Withdraw(WithdrawArgs),
	/// Ask for a participant's arm in an emergency: trial unblind 3 7 --text "Anaphylaxis" --opening
	/// why.json. Who asked and why is recorded first
	Unblind(SubjectTextArgs),
	/// Capture case report forms of one visit: trial capture 3 7 --visit 0 --form vitals.xml --form
	/// labs.xml --manifest visit-0.json. The forms stay off chain; the manifest proves any of them
	Capture(CaptureArgs),
	/// Write the proof of one form of a capture to a file; needs no node: trial prove-form --manifest
	/// visit-0.json --form vitals.xml --out vitals.proof.json
	ProveForm {
		/// Which form
		#[command(flatten)]
		form: ManifestFormArgs,
		/// New file
		#[arg(long, value_name = "FILE")]
		out: PathBuf,
	},
	/// Check the proof of a form; needs no node: trial verify-form vitals.proof.json --file vitals.xml.
	/// Whether its root is the capture's, the chain tells with --on-chain
	VerifyForm {
		/// The proof
		proof: PathBuf,
		/// The form itself
		#[arg(long, value_name = "FILE")]
		file: Option<PathBuf>,
		/// Compare the root with the chain's
		#[arg(long)]
		on_chain: bool,
	},
	/// Correct a form, by the site: trial correct --manifest visit-0.json --form vitals.xml --with
	/// vitals-2.xml --text "Typing error" --opening why.json. Old and new stay in the trail
	Correct(CorrectArgs),
	/// Ask the site about a form, by the sponsor: trial query 3 7 --about 0/1 --text "Is 300 kg right?"
	/// --opening question.json
	Query {
		/// Which participant, the question, and who signs
		#[command(flatten)]
		subject: SubjectTextArgs,
		/// Which form: number of the capture, and place in it from 0
		#[arg(long, value_name = "CAPTURE/PLACE", value_parser = form_ref)]
		about: FormRef,
	},
	/// Answer a query, by the site: trial answer-query 3 7 --query 0 --text "30 kg" --opening answer.json
	AnswerQuery {
		/// Which participant, the answer, and who signs
		#[command(flatten)]
		subject: SubjectTextArgs,
		/// Which query
		#[arg(long, value_name = "NUMBER")]
		query: QueryId,
	},
	/// Close a query, by the sponsor: trial close-query 3 7 --query 0
	CloseQuery {
		/// Which participant, and who signs
		#[command(flatten)]
		subject: SubjectArgs,
		/// Which query
		#[arg(long, value_name = "NUMBER")]
		query: QueryId,
	},
	/// Say that a form was compared with its source, by the sponsor: trial verify-source --proof
	/// vitals.proof.json --file vitals.xml
	VerifySource(VerifySourceArgs),
	/// Freeze a participant's data, by the sponsor: trial freeze 3 7
	Freeze(SubjectArgs),
	/// Let a participant's data change again, by the sponsor: trial unfreeze 3 7
	Unfreeze(SubjectArgs),
	/// Report an adverse event, by the site: trial report-event 3 7 --onset 2026-11-20 --seriousness
	/// hospitalization --causality possible --aware 2026-11-21T08:30:00Z --text-file event.txt --opening event.json
	ReportEvent {
		/// Which participant, the details, and who signs
		#[command(flatten)]
		subject: SubjectTextArgs,
		/// When it began: a day (UTC) or instant
		#[arg(long, value_name = "DATE", value_parser = dates::first_second)]
		onset: u64,
		/// How the site judges it
		#[command(flatten)]
		assessment: AssessmentArgs,
	},
	/// Judge an adverse event anew, by the site: trial follow-up 3 7 --event 0 --seriousness death …
	FollowUp {
		/// Which participant, the details, and who signs
		#[command(flatten)]
		subject: SubjectTextArgs,
		/// Which event
		#[arg(long, value_name = "NUMBER")]
		event: AdverseEventId,
		/// How the site judges it now
		#[command(flatten)]
		assessment: AssessmentArgs,
	},
	/// Say that an adverse event was forwarded to the authorities, by the sponsor: trial forward-event
	/// 3 7 --event 0 --text-file cioms.txt --opening report.json
	ForwardEvent {
		/// Which participant, the report, and who signs
		#[command(flatten)]
		subject: SubjectTextArgs,
		/// Which event
		#[arg(long, value_name = "NUMBER")]
		event: AdverseEventId,
	},
	/// Report a deviation from the protocol, by site or sponsor: trial report-deviation 3 --site
	/// //Clinic --subject 7 --class major --text "Visit missed" --opening deviation.json
	ReportDeviation {
		/// Number of the trial
		trial: TrialId,
		/// Account of the site
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		site: AccountId32,
		/// Number of the participant, if it is about one
		#[arg(long, value_name = "NUMBER")]
		subject: Option<SubjectId>,
		/// How grave it is: minor or major
		#[arg(long, value_name = "CODE")]
		class: DeviationClass,
		/// What happened
		#[command(flatten)]
		detail: TextArgs,
		/// Who signs
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Check that a text is what the chain has a commitment to; needs no node: trial check-text why.json
	CheckText {
		/// The opening
		file: PathBuf,
		/// What the chain tells: 0x and 64 hexadecimal digits
		#[arg(long, value_name = "HASH", value_parser = commitment)]
		commitment: Option<Commitment>,
	},
	/// List all trials
	List,
	/// Show a trial, its protocols and its payments
	Show {
		/// Number of the trial
		trial: TrialId,
		/// Account of a site that is to be shown too; can be repeated
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		site: Vec<AccountId32>,
	},
	/// Show a participant: what is attested, captured, asked and reported of it
	Subject {
		/// Number of the trial
		trial: TrialId,
		/// Number of the participant
		subject: SubjectId,
	},
	/// List adverse events that the sponsor has not forwarded yet
	Events {
		/// Number of the trial
		trial: TrialId,
		/// Only those that are overdue
		#[arg(long)]
		overdue: bool,
	},
	/// List queries that are not closed
	Queries {
		/// Number of the trial
		trial: TrialId,
	},
	/// List deviations from the protocol
	Deviations {
		/// Number of the trial
		trial: TrialId,
	},
	/// Tell a trial's audit trail: who did what, when, and why
	Trail(TrailArgs),
	/// Compute every allocation anew from what the chain holds, and tell whether list by list it is the
	/// one that seed and beacon give: trial verify-randomization 3. Before the seed is revealed it
	/// tells what can be checked; who holds the seed names it with --seed-file
	VerifyRandomization {
		/// Number of the trial
		trial: TrialId,
		/// File that holds the seed, before it is revealed
		#[arg(long, value_name = "FILE")]
		seed_file: Option<PathBuf>,
	},
}

/// `trial seed`.
#[derive(Subcommand)]
pub enum SeedCommand {
	/// Write 32 random bytes to a new file that nobody else can read: trial seed new 3.seed. Without
	/// them no arm can be told; each trial has its own
	New {
		/// The file
		file: PathBuf,
	},
}

#[cfg(test)]
mod tests;
