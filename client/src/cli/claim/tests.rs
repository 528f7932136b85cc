//! Command lines about plans, coverages and claims that are right, and what is said of others.

use super::*;
use crate::cli::{plan::PlanCommand, plan::PoolCommand, Cli, Command, CoverageCommand, Delivery};
use clap::Parser;
use std::{env, fs, process};

const CHAIN: H256 = H256([0xab; 32]);
const SALT: &str =
	concat!("0x", "07070707070707070707070707070707", "07070707070707070707070707070707");

fn parse(line: &str) -> Command {
	match Cli::try_parse_from(line.split_whitespace()) {
		Ok(cli) => cli.command,
		Err(error) => panic!("{line}: {error}"),
	}
}

/// What is said of a wrong line.
fn refusal(line: &str) -> String {
	match Cli::try_parse_from(line.split_whitespace()) {
		Ok(_) => panic!("{line} is refused"),
		Err(error) => {
			assert_eq!(error.exit_code(), 2, "{line}");
			error.to_string()
		}
	}
}

fn claim(rest: &str) -> ClaimCommand {
	let Command::Claim(command) = parse(&format!("medchain claim {rest}")) else {
		panic!("no claim")
	};
	command
}

fn document(name: &str) -> String {
	format!("{}/documents/claim/{name}.json", env!("CARGO_MANIFEST_DIR"))
}

fn told<T>(result: Result<T>) -> String {
	result.err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn a_claim_is_read_under_the_salt_and_at_the_time() {
	let read = |rest: &str, uses: &[ClaimUse]| {
		let line = format!("submit --file {} {rest} --signer //Bob", document("office-visit"));
		let ClaimCommand::Submit(args) = claim(&line) else { panic!("nothing is sent") };
		args.claim.read(CHAIN, uses)
	};
	let first = read(&format!("--salt {SALT}"), &[ClaimUse::Claim]).unwrap();
	assert_eq!(first.coverages, [4]);
	let later = read(&format!("--salt {SALT} --time 14:30"), &[ClaimUse::Claim]).unwrap();
	assert_eq!(later.lines[0].serviced, first.lines[0].serviced + 52_200);
	assert_eq!(later.lines[0].item, first.lines[0].item);

	let file = env::temp_dir().join(format!("medchain-salt-{}", process::id()));
	fs::write(&file, [7; 32]).unwrap();
	let of_file = read(&format!("--salt-file {}", file.display()), &[ClaimUse::Claim]);
	fs::write(&file, [7; 31]).unwrap();
	let short = read(&format!("--salt-file {}", file.display()), &[ClaimUse::Claim]);
	fs::remove_file(&file).unwrap();
	assert_eq!(of_file.unwrap(), first);
	assert!(told(short).contains("31 bytes; a salt has 32"));

	let other = read(&format!("--salt {SALT}"), &[ClaimUse::Predetermination]);
	assert!(told(other).contains("\"claim\" is for `claim submit`; right is predetermination"));
}

#[test]
fn packs_are_opened_by_their_receipts() {
	let pack = "0x5f31dae16cfb1612a825c066d00d271d148352689c76a9c5e086ea1abee97b0b";
	let opening = format!("0x{}", "09".repeat(32));
	let folder = env::temp_dir();
	let file = |name: &str, text: &str| {
		let path = folder.join(format!("medchain-receipt-{name}-{}", process::id()));
		fs::write(&path, text).unwrap();
		path.display().to_string()
	};
	let right = file("right", &format!(r#"{{"pack":"{pack}","opening":"{opening}"}}"#));
	let other = file("other", &format!(r#"{{"pack":"{opening}","opening":"{opening}"}}"#));
	let broken = file("broken", &format!(r#"{{"pack":"{pack}"}}"#));
	let read = |receipts: &[&String]| {
		let receipts: Vec<_> = receipts.iter().map(|file| format!("--receipt {file}")).collect();
		let line = format!(
			"submit --file {} --salt {SALT} {} --signer //Bob",
			document("pharmacy-packs"),
			receipts.join(" ")
		);
		let ClaimCommand::Submit(args) = claim(&line) else { panic!("nothing is sent") };
		args.claim.read(CHAIN, &[ClaimUse::Claim])
	};
	let opened = read(&[&right]);
	let refused = [
		(read(&[]), format!("pack {pack} has no receipt")),
		(read(&[&right, &other]), format!("--receipt: no line of the claim names pack {opening}")),
		(read(&[&right, &right]), "another receipt is of the same pack".into()),
		(read(&[&broken]), "`opening` is missing".into()),
	];
	for path in [right, other, broken] {
		fs::remove_file(path).unwrap();
	}
	let packs: Vec<_> = opened.unwrap().lines.iter().map(|line| line.pack).collect();
	let sold = packs[0].unwrap();
	assert_eq!((to_hex(&sold.id.0), to_hex(&sold.opening)), (pack.into(), opening));
	assert_eq!(packs[1..], [None, None]);
	for (result, expected) in refused {
		let error = told(result);
		assert!(error.contains(&expected), "{error}");
	}
}

#[test]
fn who_submits_may_let_another_pay_the_fee() {
	let line = format!("submit --file f --salt {SALT} --signer //Charlie --relay //Bob");
	let ClaimCommand::Submit(args) = claim(&line) else { panic!("nothing is sent") };
	assert!(
		matches!(args.parties.delivery(), Ok(Delivery::Send(sender)) if sender.relay.is_some())
	);
}

#[test]
fn an_insurer_is_asked_by_a_document_or_a_line() {
	let asked = |rest: &str| {
		let line = format!("authorize {rest} --evidence {SALT} --signer //Bob");
		let ClaimCommand::Authorize(args) = claim(&line) else { panic!("nobody is asked") };
		args.asked(CHAIN)
	};
	let file = document("physiotherapy-preauthorization");
	let Ok(Asked::Document(read)) = asked(&format!("--file {file}")) else { panic!("no document") };
	assert_eq!((read.focal, read.lines.len(), read.lines[0].quantity), (4, 1, 6));
	let Ok(Asked::Line(4, line, Some(_))) =
		asked("--coverage 4 --line PT:6:80.00 --organization //Dave")
	else {
		panic!("no line")
	};
	let eur = medchain_support::CurrencyCode::from_code("EUR").unwrap();
	assert_eq!(line.of(eur).unwrap().unit_price, 8_000);
	assert!(told(asked("--coverage 4 --coverage 5 --line PT:1:1")).contains("one --coverage"));
	assert!(told(asked("--coverage x=4 --line PT:1:1")).contains("one --coverage"));
	assert!(told(asked(&format!("--file {file} --coverage 4"))).contains("Coverage/9876B1=4"));
	let visit = document("office-visit");
	assert!(told(asked(&format!("--file {visit}"))).contains("right is preauthorization"));
	assert!(refusal("medchain claim authorize --evidence-file f").contains("--file"));
	let line = "medchain claim authorize --evidence-file f --line PT:6:80";
	assert!(refusal(line).contains("--coverage"));
	assert!(refusal(&format!("{line} --coverage four")).contains("no number of a coverage"));
	assert!(refusal("medchain claim authorize --coverage 4 --line PT:6:80").contains("evidence"));
}

#[test]
fn an_answer_grants_until_a_day_or_refuses() {
	let answer = |rest: &str| {
		let ClaimCommand::Answer { id: 3, answer, .. } = claim(&format!("answer 3 {rest}")) else {
			panic!("no answer")
		};
		answer.approval()
	};
	assert_eq!(answer("--approve 4 --until 2027-01-31").unwrap(), Some((4, 1_801_439_999)));
	assert_eq!(answer("--refuse").unwrap(), None);
	assert!(told(answer("--approve 4")).contains("--until"));
	assert!(refusal("medchain claim answer 3").contains("--approve"));
	assert!(refusal("medchain claim answer 3 --approve 1 --refuse").contains("cannot be used"));
	assert!(refusal("medchain claim answer 3 --refuse --until 2027-01-31").contains("cannot be"));
	assert!(refusal("medchain claim answer 3 --approve 0").contains("--approve"));
}

#[test]
fn a_review_names_each_line_once() {
	let decisions = |rest: &str| {
		let ClaimCommand::Review { decisions, .. } = claim(&format!("review 3 {rest}")) else {
			panic!("no review")
		};
		decisions.decisions(3)
	};
	assert_eq!(
		decisions("--approve 1,3 --deny 2=not-necessary").unwrap(),
		[(0, None), (2, None), (1, Some(Reason::NotNecessary))]
	);
	assert!(told(decisions("--approve 1 --deny 1=frequency")).contains("line 1 is both"));
	assert!(told(decisions("--approve 4")).contains("--approve 4: the claim has lines 1 to 3"));
	assert!(told(decisions("--deny 2=frequency,2=non-covered")).contains("--deny 2 is named twice"));
	let review = "medchain claim review 3";
	assert!(refusal(review).contains("--approve"));
	assert!(refusal(&format!("{review} --deny 2")).contains("right is 2=not-necessary"));
	assert!(refusal(&format!("{review} --deny x=frequency")).contains("no number of a line"));
	let pack = refusal(&format!("{review} --deny 2=pack-recalled"));
	assert!(pack.contains("no reason of a reviewer; known are lacks-information"), "{pack}");
}

#[test]
fn appeals_and_reports_are_decided_one_way() {
	let ClaimCommand::Appeal { id: 3, payer: Some(2), line, .. } =
		claim(&format!("appeal 3 --payer 2 --line 1,2 --evidence {SALT}"))
	else {
		panic!("no appeal")
	};
	assert_eq!(line, [1, 2]);
	assert!(refusal("medchain claim appeal 3").contains("--evidence"));
	let overturned = |rest: &str| {
		let ClaimCommand::DecideAppeal { decision, .. } = claim(&format!("decide-appeal 3 {rest}"))
		else {
			panic!("nothing decided")
		};
		decision.overturned(2)
	};
	assert_eq!(overturned("--overturn 2,1").unwrap(), [1, 0]);
	assert_eq!(overturned("--uphold").unwrap(), [0; 0]);
	assert!(told(overturned("--overturn 3")).contains("--overturn 3"));
	let ClaimCommand::DecideAppeal { payer: Some(2), kind: Some(kind), .. } =
		claim("decide-appeal 3 --payer 2 --kind patient --uphold")
	else {
		panic!("no appeal is named")
	};
	assert_eq!(AppealKind::from(kind), AppealKind::Patient);
	assert!(refusal("medchain claim decide-appeal 3 --kind mine --uphold").contains("silence"));
	assert!(refusal("medchain claim decide-appeal 3").contains("--overturn"));
	assert!(refusal("medchain claim decide-appeal 3 --uphold --overturn 1").contains("cannot be"));
	let ClaimCommand::DecideFraud { finding: FraudFinding::NoFraud, .. } =
		claim("decide-fraud 3 no-fraud")
	else {
		panic!("no finding")
	};
	assert!(refusal("medchain claim decide-fraud 3 maybe").contains("fraud, no-fraud"));
	assert!(refusal("medchain claim repay 1").contains("--in-full"));
	let ClaimCommand::Confirm { not_received: true, .. } = claim("confirm 3 --not-received") else {
		panic!("not confirmed")
	};
}

#[test]
fn a_document_of_a_claim_is_found_under_the_salt() {
	let document = |rest: &str| {
		let ClaimCommand::Verify { id: 3, document, salt } = claim(&format!("verify 3 {rest}"))
		else {
			panic!("no document")
		};
		(document, salt)
	};
	let (of, salt) = document(&format!("--commitment {SALT} --salt {SALT}"));
	assert_eq!((of.commitment().unwrap(), salt.read().unwrap()), (Commitment([7; 32]), [7; 32]));
	let (of, _) = document(&format!("--file {} --salt {SALT}", self::document("office-visit")));
	assert_ne!(of.commitment().unwrap(), Commitment([7; 32]));
	assert!(refusal(&format!("medchain claim verify 3 --salt {SALT}")).contains("--file"));
	let line = format!("medchain claim verify 3 --commitment {SALT}");
	assert!(refusal(&line).contains("--salt-file"));
	let ClaimCommand::RemoveAuthorization { id: 3, .. } = claim("remove-authorization 3") else {
		panic!("nothing is removed")
	};
	let ClaimCommand::Resume { id: 3, parties } = claim("resume 3 --signer //Lena --relay //Bob")
	else {
		panic!("nothing is tried again")
	};
	assert!(matches!(parties.delivery(), Ok(Delivery::Send(sender)) if sender.relay.is_some()));
}

#[test]
fn a_claim_is_shown_in_one_form() {
	let show = |rest: &str| {
		let ClaimCommand::Show(args) = claim(&format!("show 3 {rest}")) else { panic!("no show") };
		args
	};
	assert_eq!(show("--fhir eob").payer().unwrap(), 0);
	assert_eq!(show("--fhir claim-response --payer 2").payer().unwrap(), 1);
	let remittance = show("--x12 835 --partners p.json --payer 3");
	assert_eq!((remittance.x12, remittance.payer().unwrap()), (Some(X12Arg::Remittance), 2));
	assert_eq!((remittance.control, remittance.test), (1, false));
	assert!(told(show("--payer 2").payer()).contains("belongs to --fhir and --x12"));
	assert!(refusal("medchain claim show 3 --x12 835").contains("--partners"));
	let both = "medchain claim show 3 --x12 835 --partners p --fhir eob";
	assert!(refusal(both).contains("cannot be used"));
	assert!(refusal("medchain claim show 3 --fhir pdf").contains("claim-response, eob"));
	assert!(refusal("medchain claim show 3 --x12 837 --partners p").contains("835"));
	assert!(refusal("medchain claim show 3 --reversal").contains("--x12"));
	assert!(refusal("medchain claim show 3 --fhir eob --payer 0").contains("--payer"));
	let ClaimCommand::Check835 { .. } = claim("check-835 f.835") else { panic!("no check") };
}

#[test]
fn wrong_claims_are_answered_with_the_argument() {
	let submit = "medchain claim submit --file f";
	assert!(refusal(submit).contains("--salt-file"));
	assert!(refusal(&format!("{submit} --salt 0x00")).contains("this is no salt"));
	assert!(!refusal(&format!("{submit} --salt 0xsecret")).contains("right is 0x and 63"));
	assert!(refusal(&format!("{submit} --salt {SALT} --salt-file f")).contains("cannot be used"));
	assert!(refusal(&format!("{submit} --salt {SALT} --time 25:00")).contains("no time of day"));
	assert!(refusal(&format!("{submit} --salt {SALT} --coverage 4")).contains("Coverage/9876B1=4"));
	let line = format!("submit --file /nowhere.json --salt {SALT}");
	let ClaimCommand::Submit(args) = claim(&line) else { panic!("nothing is sent") };
	assert!(told(args.claim.read(CHAIN, &[ClaimUse::Claim])).contains("/nowhere.json"));
}

#[test]
fn plans_pools_and_coverages_are_read() {
	let Command::Plan(PlanCommand::Pool(PoolCommand::Create { currency: 1, ratio, .. })) =
		parse("medchain plan pool create --currency 1 --ratio 12.5%")
	else {
		panic!("no pool")
	};
	assert_eq!(ratio.0, 1_250);
	let Command::Plan(PlanCommand::Show { version: Some(2), terms: true, .. }) =
		parse("medchain plan show 3 --version 2 --terms")
	else {
		panic!("no plan")
	};
	assert!(refusal("medchain plan show 3 --version 0").contains("--version"));
	assert!(refusal("medchain plan create --pool 1").contains("--file"));
	assert!(refusal("medchain plan pool deposit 1 --amount 1,5").contains("no amount"));
	assert!(refusal("medchain plan pool ratio 1 most").contains("no percentage"));
	assert!(refusal("medchain plan offer 1 Bob").contains("no account"));
	let Command::Coverage(CoverageCommand::Enrol { plan: 3, read, patient: None, parties }) =
		parse("medchain coverage enrol 3 --version 2 --signer //Lena --relay //Bob")
	else {
		panic!("nobody enrols")
	};
	assert_eq!(read.version, Some(2));
	let Command::Coverage(CoverageCommand::Renew { id: 4, read, .. }) =
		parse("medchain coverage renew 4 --signer //Lena")
	else {
		panic!("nothing is renewed")
	};
	assert_eq!(read.version, None);
	let Command::Plan(PlanCommand::Accept { id: 3, read, .. }) =
		parse("medchain plan accept 3 --version 2 --signer //Bob")
	else {
		panic!("nothing is accepted")
	};
	assert_eq!(read.version, Some(2));
	assert!(refusal("medchain plan accept 3 --version 0").contains("--version"));
	let Command::Coverage(CoverageCommand::RemoveTerm { id: 4, .. }) =
		parse("medchain coverage remove-term 4")
	else {
		panic!("nothing is removed")
	};
	let Command::Coverage(CoverageCommand::Refund { id: 4, .. }) =
		parse("medchain coverage refund 4 --signer //Lena --relay //Bob")
	else {
		panic!("nothing comes back")
	};
	assert!(matches!(parties.delivery(), Ok(Delivery::Send(sender)) if sender.relay.is_some()));
	let Command::Coverage(CoverageCommand::Close { id: 4, term: 0, .. }) =
		parse("medchain coverage close 4 0")
	else {
		panic!("nothing is closed")
	};
	assert!(refusal("medchain coverage close 4").contains("<TERM>"));
	assert!(refusal("medchain coverage unname").contains("<SUBSCRIBER>"));
}
