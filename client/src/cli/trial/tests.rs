//! Command lines about trials that are right, and what is said of others.

use super::*;
use crate::{
	cli::{Cli, Command},
	types::trials::{Creditor, Payee, Payment, Seriousness, Trigger},
};
use clap::Parser;
use medchain_support::CurrencyCode;
use std::{env, fs, process};

fn parse_all(words: &[&str]) -> std::result::Result<TrialCommand, String> {
	let cli = Cli::try_parse_from(["medchain", "trial"].iter().chain(words))
		.map_err(|e| e.to_string())?;
	match cli.command {
		Command::Trial(command) => Ok(command),
		_ => Err("another command".into()),
	}
}

fn parse(line: &str) -> std::result::Result<TrialCommand, String> {
	parse_all(&line.split_whitespace().collect::<Vec<_>>())
}

fn trial(line: &str) -> TrialCommand {
	parse(line).unwrap_or_else(|error| panic!("{line}: {error}"))
}

fn refusal(line: &str) -> String {
	match parse(line) {
		Ok(_) => panic!("{line} is refused"),
		Err(error) => error,
	}
}

const HASH: &str = "0x0707070707070707070707070707070707070707070707070707070707070707";

#[test]
fn every_command_is_read() {
	let said = "--text Futility --opening why.json --signer //Alice";
	for line in [
		"amend 3 --usdm p.json --study-version 2 --design main --signer //Alice".into(),
		"approve 3 --version 1 --until 2027-06-30 --signer //Alice".into(),
		format!("approve 3 --version 1 {said}"),
		format!("disapprove 3 --version 2 {said}"),
		"open-site 3 --site //Bob --investigator //Eve --signer //Alice".into(),
		"close-site 3 --site //Bob".into(),
		"close-accrual 3".into(),
		format!("suspend 3 {said}"),
		"resume 3".into(),
		format!("terminate 3 --commitment {HASH}"),
		"lock 3".into(),
		"publish 3 --text-file results.json --opening r.json".into(),
		"seed new 3.seed".into(),
		"commit-seed 3 --seed-file 3.seed".into(),
		"seal-list 3 --seed-file 3.seed --stratum 0".into(),
		"seal-list 3 --seed-file 3.seed --all".into(),
		"opening 3 7 --seed-file 3.seed --out 7.json".into(),
		"check-opening 7.json".into(),
		format!("answer-unblinding 3 7 {said}"),
		"disclose 3 7 --seed-file 3.seed".into(),
		"reveal-seed 3 --seed-file 3.seed".into(),
		"check-list 3 --stratum 0 --list 1".into(),
		"screen 3 --participant //Eve --site //Bob --stratum 1".into(),
		"consent 3 --version 1 --directive 4 --signer //Eve --relay //Bob".into(),
		format!("attest 3 7 --criterion 0 --met --until 2027-01-31 {said}"),
		format!("attest 3 7 --criterion 0 --not-met {said}"),
		format!("set-stratum 3 7 --stratum 1 {said}"),
		"enrol 3 7".into(),
		"randomize 3 7".into(),
		"complete 3 7".into(),
		format!("withdraw 3 7 {said} --estimate"),
		format!("unblind 3 7 {said}"),
		"capture 3 7 --visit 0 --form a.xml --form b.xml --manifest v.json".into(),
		"capture 3 7 --visit 0 --form a.xml b.xml --manifest v.json".into(),
		"capture 3 7 --visit 0 --manifest v.json".into(),
		"prove-form --manifest v.json --form a.xml --out a.proof.json".into(),
		"verify-form a.proof.json --file a.xml --on-chain".into(),
		format!("correct --manifest v.json --form a.xml --with a2.xml {said}"),
		format!("query 3 7 --about 0/1 {said}"),
		format!("answer-query 3 7 --query 0 {said}"),
		"close-query 3 7 --query 0".into(),
		"verify-source --proof a.proof.json --file a.xml".into(),
		"verify-source --manifest v.json --form a.xml --file a.xml".into(),
		"freeze 3 7".into(),
		"unfreeze 3 7".into(),
		format!("forward-event 3 7 --event 0 {said}"),
		format!("report-deviation 3 --site //Bob --subject 7 --class major {said}"),
		"check-text why.json".into(),
		format!("check-text why.json --commitment {HASH}"),
		"list".into(),
		"show 3 --site //Bob --site //Eve".into(),
		"subject 3 7".into(),
		"events 3 --overdue".into(),
		"queries 3".into(),
		"deviations 3".into(),
		"trail 3 --from 10".into(),
		"verify-randomization 3".into(),
		"verify-randomization 3 --seed-file 3.seed".into(),
	] {
		trial(&line);
	}
}

#[test]
fn a_registration_names_its_rules() {
	let line =
		"register --usdm p.json --committee //Bob --custodian //Dave --ratio 2:1 --blocks 2,3
		--strata 4 --classes Observation,Condition --currency 3 --pay visit-2:participant:25.00
		--pay site-enrolled-10:site:1000 --pay enrolment:site:5 --signer //Alice";
	let TrialCommand::Register(args) = trial(line) else { panic!("no registration") };
	assert_eq!((args.ratio, args.blocks, args.strata), (vec![2, 1], vec![2, 3], 4));
	assert_eq!(args.classes.len(), 2);
	let eur = CurrencyCode::from_code("EUR").unwrap();
	let rules: Vec<Payment> = args.pay.iter().map(|rule| rule.of(eur).unwrap()).collect();
	let expected = Payment { on: Trigger::Visit(2), to: Payee::Participant, amount: 2_500 };
	assert_eq!(rules[0], expected);
	assert_eq!(rules[1].on, Trigger::SiteEnrolled(10));
	let rest = "register --usdm p.json --committee //Bob --custodian //Dave --blocks 2";
	let TrialCommand::Register(plain) = trial(&format!("{rest} --classes Observation")) else {
		panic!("no registration")
	};
	assert_eq!((plain.strata, plain.ratio.len(), plain.pay.len()), (1, 0, 0));
	assert!(refusal(rest).contains("--classes"));
	let pay = format!("{rest} --classes Observation --currency 3 --pay");
	for (rule, told) in [
		("enrolment:site", "no rule of payment"),
		("lunch:site:5", "makes nothing due; known are enrolment"),
		("visit-64:site:5", "visit-0 to visit-63"),
		("site-enrolled-0:site:5", "makes nothing due"),
		("site-enrolled-5:participant:5", "sites alone"),
		("enrolment:nurse:5", "known are site, participant"),
		("enrolment:site:five", "no amount"),
	] {
		let error = refusal(&format!("{pay} {rule}"));
		assert!(error.contains(told), "{rule}: {error}");
	}
	let unpaid = format!("{rest} --classes Observation --pay enrolment:site:5");
	assert!(refusal(&unpaid).contains("--currency"));
}

#[test]
fn wrong_lines_are_told() {
	for (line, told) in [
		("approve 3 --version 0", "1.."),
		("suspend 3 --text Why", "--opening"),
		("suspend 3 --commitment 0x07", "no commitment"),
		("attest 3 7 --criterion 0", "--met"),
		("attest 3 7 --criterion 0 --met --not-met", "--not-met"),
		("seal-list 3 --seed-file f", "--stratum"),
		("query 3 7 --about 5", "right are the numbers of capture and form: 0/1"),
		("pay-dues 3", "--site"),
		("pay-dues 3 --site //Bob --participant 7", "cannot be used"),
		("verify-source --file a.xml", "--proof"),
		("verify-source --manifest v.json --file a.xml", "--form"),
		("report-deviation 3 --site //Bob --class grave", "known are minor, major"),
		("verify-randomization", "<TRIAL>"),
	] {
		let error = refusal(line);
		assert!(error.contains(told), "{line}: {error}");
	}
	let event = "report-event 3 7 --onset 2026-11-20 --causality possible --aware 2026-11-21";
	assert!(refusal(&format!("{event} --seriousness bad")).contains("known are non-serious"));
}

#[test]
fn an_adverse_event_is_judged() {
	let line = "report-event 3 7 --onset 2026-11-20 --seriousness hospitalization --causality
		possible --expected --aware 2026-11-21T08:30:00Z --text Fell --opening e.json";
	let TrialCommand::ReportEvent { onset, assessment, .. } = trial(line) else { panic!("none") };
	let judged = assessment.assessment(Commitment([7; 32]));
	assert_eq!((onset, judged.aware), (1_795_132_800, 1_795_249_800));
	assert_eq!((judged.seriousness, judged.expected), (Seriousness::Hospitalization, true));
	let line = format!("follow-up 3 7 --event 2 --seriousness death --causality certain --aware 2026-11-22 --commitment {HASH}");
	let TrialCommand::FollowUp { event: 2, assessment, .. } = trial(&line) else { panic!("none") };
	assert!(!assessment.assessment(Commitment([7; 32])).expected);
}

#[test]
fn a_creditor_is_a_site_or_a_participant() {
	let creditor = |line: &str| {
		let TrialCommand::PayDues { creditor, .. } = trial(line) else { panic!("none") };
		creditor.creditor().unwrap()
	};
	assert_eq!(creditor("pay-dues 3 --participant 7"), Creditor::Participant(7));
	assert!(matches!(creditor("pay-dues 3 --site //Bob"), Creditor::Site(_)));
	let TrialCommand::Fund(args) = trial("fund 3 --amount 12.50") else { panic!("none") };
	let eur = CurrencyCode::from_code("EUR").unwrap();
	assert_eq!(args.amount.of(eur, "--amount"), Ok(1_250));
}

#[test]
fn a_text_is_committed_to_once_and_the_same_again() {
	let file = env::temp_dir().join(format!("medchain-text-{}.json", process::id()));
	let _ = fs::remove_file(&file);
	let path = file.to_str().unwrap();
	let said = |words: &[&str]| {
		let words = [&["suspend", "3"], words].concat();
		let TrialCommand::Suspend(args) = parse_all(&words).unwrap() else { panic!("none") };
		args.text.commit()
	};
	let first = said(&["--text", "A signal", "--opening", path]).unwrap();
	assert_eq!(
		said(&["--text", "A signal", "--opening", path]).unwrap(),
		first,
		"kept for a second try"
	);
	assert_eq!(said(&["--opening", path]).unwrap(), first);
	let other = said(&["--text", "Another", "--opening", path]).unwrap_err().to_string();
	assert!(other.contains("it holds another text"), "{other}");
	let changed = fs::read_to_string(&file).unwrap().replace("A signal", "No signal");
	fs::write(&file, changed).unwrap();
	assert!(said(&["--opening", path]).unwrap_err().to_string().contains("does not follow"));
	fs::remove_file(&file).unwrap();
	assert_eq!(said(&["--commitment", HASH]).unwrap(), Commitment([7; 32]));
	assert!(said(&[]).unwrap_err().to_string().contains("nothing is said"));
}
