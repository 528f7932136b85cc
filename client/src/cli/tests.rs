//! Command lines that are right, and what is said of others.

use super::{args::mapping, *};
use clap::CommandFactory;
use medchain_support::Sensitivity;

fn parse(line: &str) -> std::result::Result<Cli, clap::Error> {
	Cli::try_parse_from(line.split_whitespace())
}

/// What is said of a wrong line.
fn refusal(line: &str) -> String {
	match parse(line) {
		Ok(_) => panic!("{line} is refused"),
		Err(error) => {
			assert_eq!(error.exit_code(), 2, "{line}");
			error.to_string()
		}
	}
}

#[test]
fn the_command_line_is_consistent() {
	Cli::command().debug_assert();
}

#[test]
fn a_request_is_read_with_its_codes() {
	let line = "medchain access --patient //Charlie --purpose TREAT --action access
		--class Observation,Condition --class Claim --sensitivity PSY --signer //Bob
		--organization //Dave";
	let Ok(Cli { command: Command::Access(args), .. }) = parse(line) else { panic!("no access") };
	let request = args.request.request();
	assert_eq!(request.classes.iter().count(), 3);
	assert!(request.sensitivities.contains(Sensitivity::Psychiatry));
	assert_eq!(args.organization.map(Ok), Some(accounts::account("//Dave")));
}

#[test]
fn unknown_codes_are_answered_with_the_known_ones() {
	let decide = "medchain decide --patient //Charlie --actor //Bob --action access
		--class Observation --purpose";
	assert!(refusal(&format!("{decide} treat")).contains("known are TREAT"));
	let break_glass = "medchain consent break-glass --patient //Charlie --action access
		--class Observation --reason";
	assert!(refusal(&format!("{break_glass} boredom")).contains("known are life-threatening"));
	let issue = "medchain credential issue //Bob --evidence-file f --role";
	assert!(refusal(&format!("{issue} Wizard")).contains("known are Practitioner"));
	assert!(refusal("medchain consent review 0 fine").contains("justified, unjustified"));
	assert!(refusal("medchain consent answer 0 maybe").contains("accept, decline"));
}

#[test]
fn bad_arguments_are_named() {
	let issue = "medchain credential issue //Bob --role Practitioner";
	assert!(refusal(&format!("{issue} --evidence 0x00")).contains("64 hexadecimal digits"));
	assert!(refusal(issue).contains("--evidence"), "evidence is needed");
	let bad_date = format!("{issue} --evidence-file x --until tomorrow");
	assert!(refusal(&bad_date).contains("2026-05-31"));
	let register = "medchain record register --patient //Eve --class Observation --locator x";
	assert!(refusal(register).contains("--file"), "content is needed");
	let long = format!("{register}{} --file f", "x".repeat(64));
	assert!(refusal(&long).contains("is no locator"));
	assert!(refusal("medchain council vote 0x12 0").contains("is no hash"));
	assert!(refusal("medchain consent simulate --patient //Eve").contains("--file"));
	let both = "medchain consent simulate --revoke 1 --replaces 2";
	assert!(refusal(both).contains("cannot be used with"));
	assert!(refusal("medchain consent reviews").contains("--practitioner"));
}

#[test]
fn a_period_does_not_end_before_it_starts() {
	let line = "medchain credential affiliate //Bob --from 2026-06-01 --until 2026-05-31";
	let Ok(Cli {
		command: Command::Credential(CredentialCommand::Affiliate { period, .. }), ..
	}) = parse(line)
	else {
		panic!("no affiliation")
	};
	assert!(period.period().unwrap_err().to_string().contains("ends before it starts"));
}

#[test]
fn grant_and_revoke_wait_for_finality_unless_told_otherwise() {
	let cli = parse("medchain demo").ok().unwrap();
	assert_eq!(cli.wait(Wait::Finalized), Wait::Finalized);
	let cli = parse("medchain demo --wait best").ok().unwrap();
	assert_eq!(cli.wait(Wait::Finalized), Wait::Best);
}

#[test]
fn an_act_of_the_demonstration_is_named_or_all_are_listed() {
	let act = |line| match parse(line).ok().unwrap().command {
		Command::Demo(DemoArgs { act, list }) => (act, list),
		_ => panic!("no demonstration"),
	};
	assert_eq!(act("medchain demo"), (None, false));
	assert_eq!(act("medchain demo --act drugs"), (Some(Act::Drugs), false));
	assert_eq!(act("medchain demo --list"), (None, true));
	for line in ["medchain demo --act drug", "medchain demo --list --act drugs"] {
		assert!(parse(line).is_err(), "{line}");
	}
}

#[test]
fn references_are_mapped_to_accounts() {
	let (reference, account) = mapping("urn:x?a=b=//Bob").unwrap();
	assert_eq!(reference, "urn:x?a=b");
	assert_eq!(Ok(account), accounts::account("//Bob"));
	assert!(mapping("Organization/f001").unwrap_err().contains("maps nothing"));
	assert!(mapping("Organization/f001=5F").unwrap_err().contains("no account"));
}

#[test]
fn a_patient_is_the_signer_unless_a_guardian_names_one() {
	let parties = |line: &str| match parse(line) {
		Ok(Cli { command: Command::Consent(ConsentCommand::Revoke { parties, .. }), .. }) => {
			parties
		}
		_ => panic!("no revocation"),
	};
	let of = |line: &str| {
		let parties = parties(line);
		let delivery = parties.delivery().unwrap();
		let paid_by_another = matches!(&delivery, Delivery::Send(sender) if sender.relay.is_some());
		(Ok(parties.patient(&delivery)), paid_by_another)
	};
	let alone = "medchain consent revoke 0 --signer //Eve";
	assert_eq!(of(alone), (accounts::account("//Eve"), false));
	let sponsored = format!("{alone} --patient //Ferdie --relay //Bob");
	assert_eq!(of(&sponsored), (accounts::account("//Ferdie"), true));
	assert!(matches!(
		parties(&format!("{alone} --estimate")).delivery(),
		Ok(Delivery::Estimate(_))
	));
	assert!(matches!(
		parties(&format!("{alone} --sign-only f")).delivery(),
		Ok(Delivery::SignOnly(..))
	));
	assert!(refusal(&format!("{alone} --sign-only f --relay //Bob")).contains("cannot be used"));
	let wrong = parties(&format!("{alone} --relay nonsense")).delivery();
	assert!(wrong.err().unwrap().to_string().contains("--relay"));
}

#[test]
fn a_release_of_fhir_is_r4_or_r5() {
	let shown = |line: &str| match parse(line) {
		Ok(Cli { command: Command::Consent(ConsentCommand::Show { form, .. }), .. }) => form.fhir(),
		_ => panic!("nothing to show"),
	};
	let show = "medchain consent show 0 --patient //Eve";
	assert_eq!(shown(show).unwrap(), None);
	assert_eq!(shown(&format!("{show} --format fhir")).unwrap(), Some(Release::R4));
	assert_eq!(shown(&format!("{show} --format fhir --release r5")).unwrap(), Some(Release::R5));
	assert!(refusal(&format!("{show} --format fhir --release r6")).contains("r4, r5"));
	assert!(refusal(&format!("{show} --release r5")).contains("--format"));
	let table = shown(&format!("{show} --format table --release r5")).unwrap_err();
	assert!(table.to_string().contains("--format fhir"));
	assert!(refusal("medchain audit --patient //Eve --release r5").contains("--format"));
	let Ok(Cli { command: Command::Consent(ConsentCommand::Report { document, .. }), .. }) =
		parse("medchain consent report --file f --signer //Eve")
	else {
		panic!("no report")
	};
	assert_eq!(document.release, None, "it is found out");
}

#[test]
fn a_report_needs_no_patient() {
	let report = |line: &str| match parse(line) {
		Ok(Cli { command: Command::Consent(ConsentCommand::Report { document, .. }), .. }) => {
			document.report(None).unwrap()
		}
		_ => panic!("no report"),
	};
	let documents = concat!(env!("CARGO_MANIFEST_DIR"), "/documents");
	let map =
		"--actor Organization/st-elisabeth-hospital=//Bob --actor Patient/lena-hartmann=//Lena";
	let line = format!("medchain consent report --file {documents}/hospital-treatment.json {map}");
	assert!(report(&line).terms.is_some());
}

#[test]
fn what_is_wrong_with_a_command_line_is_told_in_one_line() {
	for line in [
		"medchain consent grant",
		"medchain consent grant --fil x",
		"medchain consent list --url",
		"medchain consnt",
		"medchain consent answer 0 maybe",
		"medchain consent simulate --revoke 1 --replaces 2",
	] {
		let told = one_line(&refusal(line));
		assert!(told.starts_with("error: ") && told.ends_with("; see --help"), "{told}");
		assert!(!told.contains('\n') && !told.contains("Usage"), "{told}");
	}
	assert!(one_line(&refusal("medchain consent grant")).contains("--file <FILE>"));
	let maybe = one_line(&refusal("medchain consent answer 0 maybe"));
	assert!(maybe.contains("known are accept, decline"), "{maybe}");
}

#[test]
fn a_log_is_read_or_disclosed() {
	let Ok(Cli { command: Command::Audit(args), .. }) = parse("medchain audit --patient //Eve")
	else {
		panic!("no audit")
	};
	assert!(args.command.is_none() && args.patient.is_some());
	let Ok(Cli { command: Command::Audit(args), .. }) =
		parse("medchain audit disclosure --patient //Eve")
	else {
		panic!("no disclosure")
	};
	assert!(args.command.is_some());
	assert!(refusal("medchain audit").contains("--patient"));
}

/// The arguments of `bill issue`.
fn issue(line: &str) -> bill::IssueArgs {
	match parse(line) {
		Ok(Cli { command: Command::Bill(BillCommand::Issue(args)), .. }) => args,
		Ok(_) => panic!("no bill: {line}"),
		Err(error) => panic!("{error}"),
	}
}

#[test]
fn a_bill_is_issued_by_an_invoice_or_by_lines() {
	let invoice =
		concat!(env!("CARGO_MANIFEST_DIR"), "/documents/invoice/hospital-stay.json").to_string();
	let map =
		"--actor Organization/st-elisabeth-hospital=//Bob --actor Patient/lena-hartmann=//Charlie";
	let args = issue(&format!("medchain bill issue --file {invoice} {map}"));
	let Ok(bill::Billed::Invoice(read)) = args.billed() else { panic!("no invoice") };
	assert_eq!(Ok(read.provider), accounts::account("//Bob"));
	assert_eq!(args.due(read.due).unwrap(), 1_801_439_999);
	let of_file = args.detail().unwrap();
	assert_eq!(of_file, crate::records::commitment(&std::fs::read(&invoice).unwrap()));
	let other = issue(&format!("medchain bill issue --file {invoice} {map} --due 2027-02-01"));
	assert!(other.due(read.due).unwrap_err().to_string().contains("--due contradicts"));

	let line = "medchain bill issue --patient //Lena --currency 1 --line 98:1:80.00 --line 5:4:40";
	let args = issue(&format!("{line} --due 2027-01-31 --detail 0x{}", "ab".repeat(32)));
	let Ok(bill::Billed::Lines(patient, 1, lines)) = args.billed() else { panic!("no lines") };
	assert_eq!(Ok(patient), accounts::account("//Lena"));
	let eur = medchain_support::CurrencyCode::from_code("EUR").unwrap();
	let prices: Vec<u128> = lines.iter().map(|line| line.of(eur).unwrap().unit_price).collect();
	assert_eq!(prices, [8_000, 4_000]);
	assert_eq!(args.detail().unwrap().0, [0xab; 32]);
	let bare = issue(line);
	assert!(bare.detail().unwrap_err().to_string().contains("--detail"));
	assert!(bare.due(None).unwrap_err().to_string().contains("--due"));
}

#[test]
fn wrong_bills_are_answered_with_the_argument() {
	assert!(refusal("medchain bill issue").contains("--file"));
	let lines = "medchain bill issue --line";
	assert!(refusal(&format!("{lines} 98:1:80")).contains("--patient"));
	let whole = "--patient //Eve --currency 1";
	assert!(refusal(&format!("{lines} 98:1 {whole}")).contains("98:1:60.00"));
	assert!(refusal(&format!("{lines} MH:1:80 {whole}")).contains("not a code of ServiceType"));
	assert!(refusal(&format!("{lines} 98:0:80 {whole}")).contains("no quantity"));
	assert!(refusal(&format!("{lines} 98:1:8,0 {whole}")).contains("no amount"));
	assert!(refusal("medchain bill pay 1").contains("--in-full"));
	assert!(refusal("medchain bill pay 1 --in-full --amount 1").contains("cannot be used"));
	assert!(refusal("medchain bill pay 1 --amount 12,50").contains("--amount"));
	assert!(refusal("medchain bill dispute 1 --reason boredom").contains("not-received"));
	let propose = "medchain bill plan propose 1 --instalments 3 --first-due 2027-01-31 --every";
	assert!(refusal(&format!("{propose} month")).contains("no span of time"));
	let accept = "medchain bill plan accept 1 --instalments 3 --first-due 2027-01-31 --every 30d";
	assert!(refusal(&format!("{accept} --per-debit 10")).contains("--total"));
	assert!(refusal(&format!("{accept} --total 10")).contains("--per-debit"));
	let add = "medchain bill discount add --currency 1 --cap 10";
	assert!(refusal(add).contains("--prompt-pay"));
	assert!(refusal(&format!("{add} --prompt-pay 3%")).contains("--within"));
	assert!(
		refusal(&format!("{add} --prompt-pay 3 --within 14d --membership 5")).contains("cannot")
	);
	assert!(refusal(&format!("{add} --package 10")).contains("--service"));
	assert!(refusal(&format!("{add} --membership 1000%")).contains("no percentage"));
	assert!(refusal("medchain currency mint 1 --to //Eve --amount 1.2.3").contains("no amount"));
	assert!(refusal("medchain currency freeze 1 //Eve --reason spite").contains("court-order"));
	let register = "medchain currency register eur --issuer //Bob --ratio 100 --lifetime 90d
		--min-redemption 10";
	assert!(refusal(register).contains("ISO 4217"));
}

#[test]
fn programmes_and_mandates_are_read_in_their_currency() {
	use crate::types::money::ProgrammeKind;
	let eur = medchain_support::CurrencyCode::from_code("EUR").unwrap();
	let kind = |rest: &str| {
		let line = format!("medchain bill discount add --currency 1 --cap 10 {rest}");
		match parse(&line) {
			Ok(Cli {
				command:
					Command::Bill(BillCommand::Discount(bill::DiscountCommand::Add { kind, .. })),
				..
			}) => kind.kind(eur),
			Ok(_) => panic!("no programme"),
			Err(error) => panic!("{error}"),
		}
	};
	let ProgrammeKind::PromptPay { rate, within } = kind("--prompt-pay 3% --within 14d").unwrap()
	else {
		panic!("no prompt payment")
	};
	assert_eq!((rate.0 .0, within), (300, 14 * 24 * 60 * 60));
	assert!(matches!(kind("--membership 50"), Ok(ProgrammeKind::Membership { .. })));
	let ProgrammeKind::Package { services, price } =
		kind("--package 99 --service 5:2 --service 98:1").unwrap()
	else {
		panic!("no package")
	};
	assert_eq!((services.len(), price), (2, 9_900));
	assert!(kind("--package 1.005 --service 5:2").unwrap_err().to_string().contains("--package"));

	let accept = |rest: &str| {
		let line = format!(
			"medchain bill plan accept 1 --instalments 3 --first-due 2027-01-31 --every 30d {rest}"
		);
		match parse(&line) {
			Ok(Cli {
				command: Command::Bill(BillCommand::Plan(bill::PlanCommand::Accept { mandate, .. })),
				..
			}) => mandate.mandate(eur),
			_ => panic!("no plan: {line}"),
		}
	};
	assert_eq!(accept("").unwrap(), None);
	let given = accept("--per-debit 50.00 --total 150 --until 2027-06-30").unwrap().unwrap();
	assert_eq!((given.per_debit, given.total), (5_000, 15_000));
}

#[test]
fn fees_can_be_paid_in_a_currency_by_every_command() {
	for line in ["medchain --fee-currency 3 demo", "medchain bill pay 1 --in-full --fee-currency 3"]
	{
		let Ok(cli) = parse(line) else { panic!("{line}") };
		assert_eq!(cli.options().fee_currency, Some(3));
	}
	assert_eq!(parse("medchain demo").ok().unwrap().options().fee_currency, None);
}
