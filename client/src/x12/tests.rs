//! Remittances that are written, and what the checker says of them and of others.

use super::*;
use crate::types::claims::{
	tests::{claim, supplement, Random},
	ClaimInfo, ClaimStatus, Denial, Group, Origin, Reason,
};
use std::{collections::BTreeMap, fs, path::Path};

const SEED: u64 = 0x0038_3335_206f_7574;
const FILES: usize = 1_000;

fn remittance<'a>(decisions: Vec<Decision<'a>>) -> Remittance<'a> {
	let partner = |id: &str| TradingPartner { qualifier: "ZZ".into(), id: id.into() };
	Remittance {
		sender: partner("DAVEMUTUAL"),
		receiver: partner("STELISABETH"),
		payer: Payer {
			name: "Dave Mutual".into(),
			tax_id: "935665544".into(),
			street: "10 South Avenue".into(),
			city: "Rapid City".into(),
			state: "SD".into(),
			postal_code: "57701".into(),
			country: String::new(),
			contact: Contact { name: "Remittance desk".into(), telephone: "6055550123".into() },
		},
		payee: Payee { name: "St Elisabeth Hospital".into(), npi: "1234567893".into() },
		control: 907,
		created: 1_795_421_400,
		paid_on: 1_795_392_000,
		trace: "block-4711".into(),
		test: true,
		code: "EUR".parse().unwrap(),
		decisions,
	}
}

fn decision(claim: &ClaimInfo, payer: usize, event: Event) -> Decision<'_> {
	Decision { claim, payer, event }
}

fn written(decisions: Vec<Decision<'_>>) -> String {
	write_remittance(&remittance(decisions)).unwrap()
}

/// The segments of a file by their names.
fn segments<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
	let lines = text.lines().map(|line| line.trim_end_matches('~'));
	lines.filter(|line| line.split('*').next() == Some(name)).collect()
}

fn findings(text: &str) -> Vec<String> {
	check(text).unwrap().findings.iter().map(ToString::to_string).collect()
}

/// One of our documents.
fn document(name: &str) -> String {
	let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("documents/remittance").join(name);
	fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn a_claim_of_two_payers_becomes_two_files() {
	let claim = claim();
	let mut other = Vec::new();
	for (payer, name) in [(0, "first-payer.835"), (1, "second-payer.835")] {
		let text = written(vec![decision(&claim, payer, Event::Payment)]);
		if text != document(name) {
			println!("-- {name}\n{text}-- end");
			other.push(name);
		}
		let checked = check(&text).unwrap();
		assert_eq!((checked.transactions, checked.claims, checked.services), (1, 1, 2));
		assert_eq!(checked.findings, [], "{name}");
	}
	assert_eq!(other, [""; 0], "these documents are written otherwise");
}

#[test]
fn a_reversal_takes_the_payment_back() {
	let decided = claim();
	let reversed = ClaimInfo { status: ClaimStatus::Reversed, ..decided.clone() };
	let text = written(vec![decision(&reversed, 0, Event::Reversal)]);
	assert_eq!(segments(&text, "CLP"), ["CLP*7*22*-150.00*-90.00**12*7-1"]);
	assert_eq!(
		segments(&text, "CAS")[..2],
		["CAS*CO*45*-20.00", "CAS*PR*1*-10.00**2*-15.00**3*-5.00"]
	);
	assert_eq!(segments(&text, "PLB"), ["PLB*1234567893*20261231*72:7-1*-90.00"]);
	assert!(text.contains("BPR*H*0.00*C*NON*"), "{text}");
	assert_eq!(findings(&text), [""; 0]);

	// A void claim leaves a debt, and the next payment is withheld.
	let void = ClaimInfo { status: ClaimStatus::Voided, ..decided.clone() };
	let next = ClaimInfo { id: 8, origin: Origin::Replaces(7), ..decided };
	let text =
		written(vec![decision(&void, 0, Event::Reversal), decision(&next, 0, Event::Payment)]);
	let both = "PLB*1234567893*20261231*WO:7-1*-90.00*WO:8-1*10.00";
	assert_eq!(segments(&text, "PLB"), [both]);
	assert_eq!(segments(&text, "CLP")[1], "CLP*8*1*150.00*90.00*40.00*12*8-1**7");
	assert_eq!(segments(&text, "REF")[2], "REF*F8*7-1");
	assert!(text.contains("BPR*I*80.00*C*CHK*"), "{text}");
	assert_eq!(findings(&text), [""; 0]);
}

#[test]
fn a_claim_whose_lines_are_denied_was_processed() {
	let mut denied = claim();
	denied.payers.truncate(1);
	for (line, result) in denied.lines.iter().zip(&mut denied.payers[0].lines) {
		*result = crate::types::claims::LineResult {
			denied: Some(Denial { group: Group::Patient, reason: Reason::BeforeCoverage }),
			denied_amount: line.charge().unwrap(),
			..Default::default()
		};
	}
	(denied.payers[0].paid, denied.payers[0].withheld, denied.paid) = (0, 0, 0);
	let text = written(vec![decision(&denied, 0, Event::Payment)]);
	assert_eq!(segments(&text, "CLP"), ["CLP*7*1*150.00*0.00*150.00*12*7-1"]);
	assert_eq!(segments(&text, "CAS"), ["CAS*PR*26*120.00", "CAS*PR*26*30.00"]);
	assert_eq!(segments(&text, "AMT"), [""; 0]);
	assert_eq!(findings(&text), [""; 0]);
}

#[test]
fn a_supplement_is_of_the_payer_that_had_denied() {
	let supplement = supplement();
	let text = written(vec![decision(&supplement, 0, Event::Payment)]);
	assert_eq!(segments(&text, "CLP"), ["CLP*7*2*30.00*24.00*6.00*12*7-2"]);
	assert_eq!(segments(&text, "SVC"), ["SVC*ZZ:98*30.00*24.00**1"], "what was still open of it");
	assert_eq!(findings(&text), [""; 0]);
}

#[test]
fn each_currency_has_its_own_decimals_and_only_dollars_go_unnamed() {
	let claim = claim();
	for (code, named, paid) in [("USD", 0, "80.00"), ("JPY", 1, "8000"), ("KWD", 1, "8.000")] {
		let mut remittance = remittance(vec![decision(&claim, 0, Event::Payment)]);
		remittance.code = code.parse().unwrap();
		let text = write_remittance(&remittance).unwrap();
		assert_eq!(segments(&text, "CUR").len(), named, "{code}");
		assert!(text.contains(&format!("BPR*I*{paid}*C")), "{text}");
		assert_eq!(findings(&text), [""; 0]);
	}
}

#[test]
fn random_decisions_balance() {
	let mut random = Random(SEED);
	let (mut claims, mut services, mut reversals, mut withheld) = (0, 0, 0, 0);
	for file in 0..FILES {
		let mut decided: Vec<ClaimInfo> =
			(0..1 + random.below(8) as u64).map(|id| random.claim(id)).collect();
		let payer = random.below(3);
		let mut decisions = Vec::new();
		for claim in &mut decided {
			claim.status =
				random.one(&[ClaimStatus::Adjudicated, ClaimStatus::Reversed, ClaimStatus::Voided]);
			// One insurer in each file.
			claim.payers.iter_mut().for_each(|payer| payer.insurer = claim.biller);
		}
		for claim in decided.iter().filter(|claim| claim.payers.len() > payer) {
			let taken_back = claim.status != ClaimStatus::Adjudicated;
			let event = if taken_back {
				random.one(&[Event::Payment, Event::Reversal])
			} else {
				Event::Payment
			};
			decisions.push(decision(claim, payer, event));
			reversals += usize::from(event == Event::Reversal);
			withheld += usize::from(claim.payers[payer].withheld > 0);
		}
		if decisions.is_empty() {
			continue;
		}
		let mut remittance = remittance(decisions);
		remittance.code = random.one(&["EUR", "USD", "JPY", "KWD"]).parse().unwrap();
		let text = write_remittance(&remittance).unwrap();
		let checked = check(&text).unwrap();
		assert_eq!(checked.findings, [], "file {file}: {text}");
		assert_eq!(checked.claims, remittance.decisions.len());
		claims += checked.claims;
		services += checked.services;

		// One digit of one amount more, and it is seen.
		let broken = with_another_amount(&text, &mut random);
		assert_ne!(check(&broken).unwrap().findings, [], "file {file}: {broken}");
	}
	println!("{FILES} files: {claims} claims, {services} services, {reversals} reversals, {withheld} withheld");
	assert!(claims > FILES && services > 5_000 && reversals > 500 && withheld > 500);
}

/// The text with one more minor unit in one amount that counts.
fn with_another_amount(text: &str, random: &mut Random) -> String {
	let counted =
		[("BPR", 2), ("CLP", 3), ("CLP", 4), ("SVC", 2), ("SVC", 3), ("CAS", 3), ("PLB", 4)];
	let mut lines: Vec<Vec<&str>> =
		text.lines().map(|line| line.trim_end_matches('~').split('*').collect()).collect();
	let places: Vec<(usize, usize)> = lines
		.iter()
		.enumerate()
		.flat_map(|(n, line)| {
			counted.iter().filter(|(name, _)| line[0] == *name).map(move |(_, at)| (n, *at))
		})
		.collect();
	let (line, at) = random.one(&places);
	let amount = lines[line][at];
	let last = if amount.ends_with('9') { "8" } else { "9" };
	let other = format!("{}{last}", &amount[..amount.len() - 1]);
	lines[line][at] = &other;
	lines.iter().map(|line| format!("{}~\n", line.join("*"))).collect()
}

#[test]
fn what_does_not_add_up_is_told_by_its_element() {
	let claim = claim();
	let good = written(vec![decision(&claim, 0, Event::Payment)]);
	for (from, to, element, told) in [
		("SE*27*0001", "SE*26*0001", "SE01", "counts \"26\" segments, but there are 27"),
		("SE*27*0001", "SE*27*0002", "SE02", "is \"0002\", but the header's is \"0001\""),
		("GE*1*907", "GE*2*907", "GE01", "counts \"2\" transaction sets"),
		("GE*1*907", "GE*1*908", "GE02", "the header's is \"907\""),
		("IEA*1*", "IEA*x*", "IEA01", "counts \"x\" groups"),
		("IEA*1*000000907", "IEA*1*907", "IEA02", "the header's is \"000000907\""),
		(
			"BPR*I*80.00",
			"BPR*I*80.01",
			"BPR02",
			"pays 80.01, but claims less provider adjustments come to 80",
		),
		("BPR*I*80.00", "BPR*I*", "BPR02", "is missing"),
		("BPR*I*80.00", "BPR*I*8O.00", "BPR02", "\"8O.00\" is no amount"),
		(
			"*150.00*90.00*",
			"*150.00*90.01*",
			"CLP04",
			"pays 90.01, but charge less adjustments come to 90",
		),
		("*150.00*90.00*", "*151.00*91.00*", "CLP03", "charges 151, but its services 150"),
		(
			"*90.00*40.00*",
			"*90.00*41.00*",
			"CLP05",
			"leaves 41 to the patient, but its adjustments 40",
		),
		(
			"*120.00*70.00*",
			"*120.00*71.00*",
			"SVC03",
			"pays 71, but charge less adjustments come to 70",
		),
		("SVC*ZZ:98*", "SVC*ZZ>98*", "SVC01", "no qualifier and code"),
		("CAS*CO*45*20.00", "CAS*CX*45*20.00", "CAS01", "no group"),
		("CAS*CO*45*20.00", "CAS*CO**20.00", "CAS02", "has no reason"),
		("CAS*CO*45*20.00", "CAS*CO*45", "CAS03", "is missing"),
		("*20261123~\nTRN", "*20261131~\nTRN", "BPR16", "\"20261131\" is no day"),
		("DTM*472*20261121", "DTM*472", "DTM02", "has no date"),
		("ST*835*", "ST*837*", "ST01", "\"837\" is another transaction set"),
		("ST*835*0001~\n", "", "SE", "closes what was not opened"),
		("GE*1*907~\nIEA*1*000000907~\n", "", "GE", "missing at the end"),
		("LX*1~\n", "LX*1~\nSVC*ZZ:1*0*0~\nCAS*CO*45*0~\n", "SVC", "outside of a claim"),
	] {
		assert!(good.contains(from), "{from}: {good}");
		let findings = check(&good.replacen(from, to, 1)).unwrap().findings;
		let found = findings
			.iter()
			.any(|finding| finding.element == element && finding.reason.contains(told));
		assert!(found, "{from} to {to}: {findings:?}");
	}
	assert!(check("no file").unwrap_err().contains("begins with the segment ISA"));
}

#[test]
fn what_cannot_be_remitted_is_refused_by_its_part() {
	type Change = fn(&mut Remittance<'_>);
	let decided = claim();
	let one = || vec![decision(&decided, 0, Event::Payment)];
	let changes: [(Change, &str, &str); 25] = [
		(|r| r.sender.qualifier.clear(), "sender.qualifier", "2 to 2 characters"),
		(|r| r.receiver.id = "x".repeat(16), "receiver.id", "2 to 15 characters"),
		(|r| r.receiver.id = "A*B".into(), "receiver.id", "'*'"),
		(|r| r.payer.name.clear(), "payer.name", "1 to 60"),
		(|r| r.payer.name = "Münchner".into(), "payer.name", "'ü'"),
		(|r| r.payer.name = " Dave".into(), "payer.name", "without spaces"),
		(|r| r.payer.tax_id = "93-5665544".into(), "payer.tax_id", "9 digits"),
		(|r| r.payer.street = "a~b".into(), "payer.street", "'~'"),
		(|r| r.payer.city = "X".into(), "payer.city", "2 to 30"),
		(|r| r.payer.state = "South Dakota".into(), "payer.state", "2 to 2"),
		(|r| r.payer.postal_code.clear(), "payer.postal_code", "3 to 15"),
		(|r| r.payer.country = "USA".into(), "payer.country", "2 to 2"),
		(|r| r.payer.contact.name = "a:b".into(), "payer.contact.name", "':'"),
		(|r| r.payer.contact.telephone = "+1 605".into(), "payer.contact.telephone", "digits"),
		(|r| r.payee.name = "^".into(), "payee.name", "'^'"),
		(|r| r.payee.npi = "123".into(), "payee.npi", "10 digits"),
		(|r| r.trace.clear(), "trace", "1 to 50"),
		(|r| r.control = 0, "control", "1 to 999999999"),
		(|r| r.control = 1_000_000_000, "control", "1 to 999999999"),
		(|r| r.created = u64::MAX, "created", "year 9999"),
		(|r| r.paid_on = 253_402_300_800, "paid_on", "year 9999"),
		(|r| r.decisions.clear(), "decisions", "at least one"),
		(|r| r.decisions.push(r.decisions[0]), "decisions[1]", "claim 7 is told twice"),
		(|r| r.decisions[0].payer = 2, "decisions[0].payer", "no payer 3; 2 have decided"),
		(
			|r| r.decisions[0].event = Event::Reversal,
			"decisions[0].event",
			"claim 7 is adjudicated",
		),
	];
	for (change, path, reason) in changes {
		let mut changed = remittance(one());
		change(&mut changed);
		let refusal = write_remittance(&changed).expect_err(path);
		assert_eq!(refusal.path, path, "{refusal}");
		assert!(refusal.reason.contains(reason), "{refusal}");
	}

	type ClaimChange = fn(&mut ClaimInfo);
	let others: [(ClaimChange, &str, &str); 8] = [
		(|c| c.biller = c.patient, "decisions[1]", "another provider than claim 7"),
		(|c| c.payers[0].insurer = c.patient, "decisions[1]", "another insurer"),
		(|c| c.currency = 2, "decisions[1]", "another currency"),
		(
			|c| c.payee = crate::types::claims::Payee::Patient,
			"decisions[1].claim",
			"pays the patient",
		),
		(|c| c.charge += 1, "decisions[1]", "claim 8 does not add up"),
		(
			|c| (c.status, c.payers, c.paid) = (ClaimStatus::Pended, Vec::new(), 0),
			"decisions[1].payer",
			"claim 8 waits",
		),
		(|c| c.submitted_at = u64::MAX, "decisions[1]", "year 9999"),
		(|c| c.lines[1].serviced = u64::MAX, "decisions[1].claim.lines[1]", "year 9999"),
	];
	for (change, path, reason) in others {
		let mut other = ClaimInfo { id: 8, ..decided.clone() };
		change(&mut other);
		let both = vec![decision(&decided, 0, Event::Payment), decision(&other, 0, Event::Payment)];
		let refusal = write_remittance(&remittance(both)).expect_err(path);
		assert_eq!(refusal.path, path, "{refusal}");
		assert!(refusal.reason.contains(reason), "{refusal}");
	}

	let mut huge = decided.clone();
	huge.lines.truncate(1);
	huge.payers.truncate(1);
	huge.lines[0].unit_price = 10_u128.pow(18);
	let result = crate::types::claims::LineResult { paid: 10_u128.pow(18), ..Default::default() };
	huge.payers[0].lines = vec![result];
	(huge.payers[0].paid, huge.charge, huge.paid) = (result.paid, result.paid, result.paid);
	let refusal =
		write_remittance(&remittance(vec![decision(&huge, 0, Event::Payment)])).unwrap_err();
	assert!(refusal.reason.contains("more than the 18 digits"), "{refusal}");
}

/// The published examples, and what is wrong with each. Both add up.
const PUBLISHED: [(&str, usize, usize, &[&str]); 2] = [
	("managed-care", 2, 2, &["segment 4, BPR16: \"20002316\" is no day"]),
	(
		"secondary-payment",
		2,
		2,
		&[
			"segment 4, BPR16: has no date",
			"segment 29, SVC01: \"HC>12345>26\" is no qualifier and code",
			"segment 34, SVC01: \"HC>66543>26\" is no qualifier and code",
		],
	),
];

#[test]
fn published_examples_add_up_and_have_these_faults() {
	// A relative path starts at the root of the repository.
	let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
	let named =
		["MEDCHAIN_SAMPLES", "MEDCHAIN_STANDARDS_DATA"].map(|name| std::env::var(name).ok());
	let data = named.into_iter().flatten().next().unwrap_or_else(|| "../shared/data".into());
	let folder = root.join(&data).join("x12-835");
	if !folder.is_dir() {
		println!("no published 835 at {data}: skipped (MEDCHAIN_SAMPLES names their folder)");
		return;
	}
	for (name, claims, services, faults) in PUBLISHED {
		let path = folder.join(format!("{name}.835"));
		let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
		let checked = check(&text).unwrap();
		let found: Vec<String> = checked.findings.iter().map(ToString::to_string).collect();
		println!("{name}: {} claims, {} services, {found:?}", checked.claims, checked.services);
		assert_eq!((checked.transactions, checked.claims, checked.services), (1, claims, services));
		assert_eq!(found, faults, "{name}");
	}
}

#[test]
fn segments_of_a_file_stand_in_the_order_of_the_guide() {
	let claim = claim();
	let text = written(vec![decision(&claim, 1, Event::Payment)]);
	let order = [
		"ISA", "GS", "ST", "BPR", "TRN", "CUR", "DTM", "N1", "N3", "N4", "PER", "N1", "LX", "CLP",
		"NM1", "DTM", "SVC", "DTM", "CAS", "CAS", "REF", "AMT", "SVC", "DTM", "CAS", "CAS", "REF",
		"SE", "GE", "IEA",
	];
	let names: Vec<&str> = text.lines().filter_map(|line| line.split(['*', '~']).next()).collect();
	assert_eq!(names, order);
	let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
	names.iter().for_each(|name| *counts.entry(name).or_default() += 1);
	assert_eq!(counts["SVC"], claim.lines.len());
	assert!(!text.contains("WO"), "nothing was withheld");
}
