//! Command lines about drug packs that are right, and what is said of others.

use super::{args::*, *};
use crate::{
	cli::{Cli, Command},
	drug::{act::Called, build::PartyName, Thing},
	packs::ProofStore,
};
use clap::Parser;

const PACK: &str = "(01)09521141012345(21)A1b2";

fn parse(line: &str) -> std::result::Result<DrugCommand, String> {
	let cli = Cli::try_parse_from(line.split_whitespace()).map_err(|e| e.to_string())?;
	match cli.command {
		Command::Drug(command) => Ok(command),
		_ => Err("another command".into()),
	}
}

fn refusal(line: &str) -> String {
	match parse(line) {
		Ok(_) => panic!("{line} is refused"),
		Err(error) => error,
	}
}

#[test]
fn goods_are_named_as_a_scanner_gives_them() {
	let (gtin, serial): (Gtin, Serial) =
		("09521141012345".parse().unwrap(), "A1b2".parse().unwrap());
	for code in [
		PACK,
		"010952114101234521A1b2",
		"https://id.gs1.org/01/09521141012345/21/A1b2",
		"urn:epc:id:sgtin:9521141.001234.A1b2",
	] {
		assert_eq!(thing(code), Ok(Thing::Pack(gtin, serial)), "{code}");
	}
	let sscc = "106141412345678908".parse().unwrap();
	assert_eq!(thing("(00)106141412345678908"), Ok(Thing::Container(sscc)));
	let packs = Thing::Packs(gtin, "L1".parse().unwrap(), 500);
	assert_eq!(thing("(01)09521141012345(10)L1(30)500"), Ok(packs));
	for wrong in
		["", "x", "(01)09521141012345", "(01)09521141012345(10)L1", "(01)09521141012346(21)1"]
	{
		assert!(thing(wrong).is_err(), "{wrong}");
	}
	assert_eq!(args::sscc("106141412345678908"), Ok(sscc));
	assert_eq!(args::sscc("urn:epc:id:sscc:0614141.1234567890"), Ok(sscc));
	assert!(args::sscc("106141412345678901").unwrap_err().contains("check digit"));
}

#[test]
fn temperatures_and_places_are_read() {
	for (text, thousandths) in
		[("2", 2_000), ("-20", -20_000), ("8.5", 8_500), ("-0.125", -125), ("0.001", 1)]
	{
		assert_eq!(temperature(text), Ok(thousandths), "{text}");
	}
	for wrong in ["", "-", "8,5", "8.", ".5", "1.2345", "warm", "1234567", "+8"] {
		assert!(temperature(wrong).is_err(), "{wrong}");
	}
	assert_eq!(places("100-200"), Ok((100, 200)));
	for wrong in ["", "100", "200-100", "7-7", "a-b", "-1-2"] {
		assert!(places(wrong).is_err(), "{wrong}");
	}
}

#[test]
fn a_shipment_names_its_consignee_and_its_goods() {
	let line =
		format!("medchain drug ship --to //Bob --item {PACK} --item {PACK} --signer //Alice");
	let Ok(DrugCommand::Ship { to, returning, goods }) = parse(&line) else { panic!("no ship") };
	assert!(matches!(to.0, PartyName::Account(_)) && !returning);
	assert_eq!(goods.things.things().unwrap().len(), 2);
	let line = format!("medchain drug ship --to 0614141000005 --returning --item {PACK}");
	let Ok(DrugCommand::Ship { to, returning, .. }) = parse(&line) else { panic!("no ship") };
	assert!(matches!(to.0, PartyName::Gln(_)) && returning);
	let wrong = format!("medchain drug ship --to 0614141000006 --item {PACK}");
	assert!(refusal(&wrong).contains("check digit"));
	assert!(refusal("medchain drug ship --to //Bob --item (01)1").contains("--item"));
	let Ok(DrugCommand::Receive(goods)) = parse("medchain drug receive") else { panic!("none") };
	let error = goods.things.things().unwrap_err().to_string();
	assert!(error.contains("--item CODE"), "{error}");
}

#[test]
fn a_recall_is_of_a_product_a_lot_or_places() {
	let of = |rest: &str| {
		let line = format!("medchain drug recall --class I --gtin 09521141012345 {rest}");
		let Ok(DrugCommand::Recall { class, called, .. }) = parse(&line) else { panic!("{rest}") };
		assert_eq!(class, RecallClass::I);
		called.called()
	};
	let (gtin, lot): (Gtin, Lot) = ("09521141012345".parse().unwrap(), "L1".parse().unwrap());
	assert_eq!(of(""), Called::Product(gtin));
	assert_eq!(of("--lot L1"), Called::Lot(gtin, lot));
	assert_eq!(of("--lot L1 --places 5-9"), Called::Places(gtin, lot, 5, 9));
	let line = "medchain drug recall --class I --gtin 09521141012345 --places 5-9";
	assert!(refusal(line).contains("--lot"));
	let line = "medchain drug recall --class IV --gtin 09521141012345";
	assert!(refusal(line).contains("I, II, III"));
}

#[test]
fn a_pack_is_verified_by_what_is_printed() {
	let of = |rest: &str| {
		let line = format!("medchain drug verify {rest}");
		let Ok(DrugCommand::Verify { print, .. }) = parse(&line) else { panic!("{rest}") };
		print.print(&ProofStore::default())
	};
	let read = of("(01)09521141012345(17)270531(10)L1(21)A1b2").unwrap();
	assert_eq!(read.lot.unwrap().as_str(), "L1");
	assert_eq!(read.expiry.unwrap().to_string(), "2027-05-31");
	let same = of("--gtin 09521141012345 --serial A1b2 --lot L1 --expiry 2027-05-31").unwrap();
	assert_eq!(same, read);
	assert_eq!(of(&format!("{PACK} --lot L1 --expiry 2027-05-31")).unwrap(), read);
	let error = of("(01)09521141012345(10)L1(21)A1b2 --lot L2").unwrap_err().to_string();
	assert!(error.contains("--lot L2, but the code says L1"), "{error}");
	let error = of("(00)106141412345678908").unwrap_err().to_string();
	assert!(error.contains("names no pack"), "{error}");
	assert!(refusal("medchain drug verify").contains("CODE"));
	assert!(refusal("medchain drug verify --gtin 09521141012345").contains("--serial"));
}

#[test]
fn a_document_tells_the_time_and_the_place_of_its_events() {
	let line = "medchain drug capture a.json --check --store b --partners c --signer //Alice";
	assert!(matches!(parse(line), Ok(DrugCommand::Capture { check: true, .. })));
	for other in ["--time 2026-05-31", "--place 0614141000005"] {
		let error = refusal(&format!("medchain drug capture a.json {other}"));
		assert!(error.contains("unexpected argument"), "{error}");
	}
}

#[test]
fn limits_have_both_ends() {
	let of = |rest: &str| parse(&format!("medchain drug product limits 09521141012345 {rest}"));
	assert!(of("").is_ok() && of("--min -20 --max -15.5").is_ok());
	assert!(of("--min 2").is_err());
	assert_eq!(limits(None, None).unwrap(), None);
	assert_eq!(limits(Some(2_000), Some(8_000)).unwrap().unwrap().max, 8_000);
	assert!(limits(Some(8), Some(2)).unwrap_err().to_string().contains("--min is above"));
}

#[test]
fn products_change_hands() {
	let of = |rest: &str| parse(&format!("medchain drug product {rest}"));
	assert!(of("offer 09521141012345 --to //Bob").is_ok());
	assert!(of("accept 09521141012345").is_ok());
	assert!(of("offer 09521141012345").is_err(), "offered to nobody");
	assert!(of("accept 09521141012346").is_err(), "the check digit is wrong");
}

#[test]
fn hashes_of_events_are_read() {
	let digits = "07".repeat(32);
	let line = format!(
		"medchain drug declare-error ni:///sha-256;{digits}?ver=CBV2.0 --reason did_not_occur
		 --corrective 0x{digits}"
	);
	let Ok(DrugCommand::DeclareError { hash, reason, corrective, .. }) = parse(&line) else {
		panic!("no error")
	};
	assert_eq!((hash, corrective, reason), ([7; 32], Some([7; 32]), ErrorReason::DidNotOccur));
	let line = "medchain drug declare-error 0x07 --reason did_not_occur";
	assert!(refusal(line).contains("is no event hash"));
	let line = "medchain drug observe --step dancing --item (00)106141412345678908";
	assert!(refusal(line).contains("--step"));
}
