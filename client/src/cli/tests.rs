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
