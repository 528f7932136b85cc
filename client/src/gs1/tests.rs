//! What scanners give, in each of its forms.

use super::*;

const GTIN: &str = "09521141012345";

fn read(text: &str) -> Scan {
	scan(text, 2026).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

fn told(text: &str) -> String {
	scan(text, 2026).unwrap_err().to_string()
}

fn pack() -> Scan {
	Scan {
		gtin: Some(GTIN.parse().unwrap()),
		serial: Some("A1/b2".parse().unwrap()),
		lot: Some("L-7".parse().unwrap()),
		expiry: Some("2027-03-31".parse().unwrap()),
		..Scan::default()
	}
}

#[test]
fn one_pack_is_read_from_every_form() {
	for text in [
		"]d201095211410123451727033110L-7\u{1d}21A1/b2",
		"]C10109521141012345172703311\u{30}L-7\u{1d}21A1/b2",
		"0109521141012345\u{1d}10L-7\u{1d}1727033121A1/b2\u{1d}",
		"\u{1d}010952114101234521A1/b2\u{1d}10L-7\u{1d}17270331",
		"]Q301095211410123451727030021A1/b2\u{1d}10L-7",
		"(01)09521141012345(17)270331(10)L-7(21)A1/b2",
		"]d2(01) 09521141012345 (21)A1/b2 (10)L-7 (17)270331",
		"https://id.gs1.org/01/09521141012345/10/L-7/21/A1%2Fb2?17=270331",
		"http://example.com/any/where/gtin/9521141012345/lot/L-7/ser/A1%2fb2/?exp=270331&linkType=all",
		" ]d2 010952114101234510L-7\u{1d}\u{1d}1727033121A1/b2\u{1d}\u{1d}\r\n",
		"\t( 01 )09521141012345 ( 17) 270331 (10 )L-7 (21)A1/b2 ",
		"HTTPS://ID.GS1.ORG/01/09521141012345/10/L-7/21/A1%2Fb2?17=270331",
		"]Q1https://example.com/01/09521141012345/21/A1%2Fb2?10=L-7&17=270331#top",
	] {
		assert_eq!(read(text), pack(), "{text:?}");
	}
	let id = PackId::of(&GTIN.parse().unwrap(), &"A1/b2".parse().unwrap());
	assert_eq!((pack().pack(), Scan::default().pack()), (Some(id), None));
}

#[test]
fn pallets_places_and_all_else_are_read() {
	let pallet = read("]C100106141412345678908\u{1d}02095211410123453748\u{1d}4149529999999993");
	assert_eq!(pallet.sscc.unwrap().to_string(), "106141412345678908");
	assert_eq!(pallet.gln.unwrap().to_string(), "9529999999993");
	assert_eq!(
		pallet.others,
		[("02", GTIN), ("37", "48")].map(|(ai, value)| (ai.to_string(), value.to_string()))
	);
	assert_eq!(read("]E09521141012345").gtin, pack().gtin);
	assert_eq!(read("(417)9529999999993").party.unwrap().to_string(), "9529999999993");
	let weighed = read("0109521141012345310300125011260531");
	assert_eq!(weighed.others[0], ("3103".into(), "001250".into()));
	assert_eq!(weighed.others[1], ("11".into(), "260531".into()));
	for urn in
		["urn:epc:id:sgtin:952114.1101234.A1%2Fb2", "URN:EPC:ID:SGTIN:952114.1101234.A1%2Fb2"]
	{
		assert_eq!(read(urn).serial, pack().serial);
	}
	assert_eq!(read("urn:epc:id:sscc:0614141.1234567890").sscc, pallet.sscc);
}

#[test]
fn a_bracket_in_a_value_is_part_of_it() {
	let read = read("(01)09521141012345(21)A(b)(999)c(10)L");
	assert_eq!(read.serial.unwrap().as_str(), "A(b)(999)c");
	assert_eq!(read.lot.unwrap().as_str(), "L");
}

#[test]
fn what_is_wrong_is_told_with_its_identifier_and_place() {
	let mut wrong = Vec::new();
	for (text, error) in [
		("", "at character 1: there is nothing to read"),
		("]d2", "at character 4: there is nothing to read"),
		("]A0123", "at character 1: symbology ]A0 carries no GS1 data"),
		("0109521141012346", "(01) at character 3: the check digit of the GTIN is 6; 5 would fit"),
		("]d20109521141012346", "(01) at character 6: the check digit"),
		("010952114101234", "(01) at character 3: its value has 13, right are 14 digits"),
		("010952114101234X21a", "(01) at character 16: a digit is right here"),
		("01095211410123452112345678901234567890123", "(21) at character 19: its value has 23"),
		("01095211410123452112345678901234567890123", "a separator (FNC1) may be missing"),
		("010952114101234510L 7", "(10) at character 20: a letter, a digit"),
		("010952114101234510\u{1d}21x", "(10) at character 19: its value has 0"),
		("010952114101234517271332", "(17) at character 19: the expiry date is no day"),
		("010952114101234505x", "at character 17: no GS1 application identifier begins here"),
		("0109521141012345310X", "at character 17: no GS1 application identifier begins here"),
		("21a\u{1d}21b", "(21) at character 7: it stood before with another value"),
		("(01)09521141012345(18)x", "(01) at character 19: a digit is right here"),
		("(1)x", "at character 1: no GS1 application identifier begins here"),
		("0109521141012345\u{e9}", "at character 17: no GS1 application identifier"),
		("10\u{e9}", "(10) at character 3: a letter"),
		("https://example.com/01/123", "does not end with a GS1 key"),
		("https://example.com/", "does not end with a GS1 key"),
		("https://a.b/01/09521141012346", "(01) at character 29: the check digit is 6, 5 would"),
		("https://a.b/01/09521141012345/21/a%2", "(21) at character 34: % is not followed"),
		("https://a.b/01/09521141012345/21/a%0A", "(21) at character 34: %0A is no printable"),
		("https://a.b/01/09521141012345?17=2713", "(17) at character 34: expiry date of the wrong"),
		("urn:epc:id:nothing:1.2.3", "at character 9: no scheme"),
		("urn:epc:id:sgtin:06141.10734600.1", "(01) at character 18: a company prefix has 6 to 12"),
		("urn:epc:id:sgtin:0614141.10734.1", "(01) at character 18: prefix and reference have 13"),
		("urn:epc:id:sgtin:0614141.107346", "(01) at character 18: a part is missing"),
		("urn:epc:id:sgtin:0614141.107346.a b", "(21) at character 19: a character"),
	] {
		let told = told(text);
		let right = told.contains(error);
		wrong.extend((!right).then(|| format!("{text:?}: {told}, not {error}")));
	}
	assert!(wrong.is_empty(), "{wrong:#?}");
	let repeated = read("(21)a(21)a");
	assert_eq!(repeated.serial.unwrap().as_str(), "a", "the same twice is no contradiction");
}

#[test]
fn a_separator_that_a_scanner_writes_as_text_is_no_part_of_a_serial_number() {
	for text in ["<GS>", "{GS}", "<FNC1>", "^]", "\\x1d", "\\x1D", "\u{241d}", "<gs>"] {
		for code in [
			format!("010952114101234521A1{text}1727033110L-7"),
			format!("]d2010952114101234510L-7{text}21A1"),
			format!("(01)09521141012345(21)A1{text}(10)L-7"),
		] {
			let told = told(&code);
			assert!(told.contains(&format!("as the text {text}; set it to send")), "{told}");
			assert!(told.contains("type --gtin, --serial and --lot"), "{told}");
		}
	}
}

#[test]
fn a_date_at_the_end_of_a_serial_number_is_warned_of() {
	for (text, warning) in [
		(
			"010952114101234521A117270331",
			"the serial number A117270331 ends like (17)270331, an expiry",
		),
		("010952114101234510L-711260131", "the lot L-711260131 ends like (11)260131, a production"),
	] {
		let read = read(text);
		assert_eq!(read.warnings.len(), 1, "{text}");
		assert!(read.warnings[0].starts_with(warning), "{:?}", read.warnings);
	}
	for text in [
		"010952114101234521A117270331\u{1d}10L",
		"010952114101234521A117271331",
		"010952114101234521A118270331",
		"01095211410123452117270331",
		"(01)09521141012345(21)A117270331",
	] {
		assert!(read(text).warnings.is_empty(), "{text}");
	}
}

#[test]
fn people_are_told_what_they_have_scanned() {
	for (text, part) in [
		("09521141012345", "a GTIN without a serial number; a pack is (01)09521141012345(21)"),
		(" 09521141012345\n", "at character 2: this is a GTIN without a serial number"),
		("09521141012346", "no GS1 application identifier begins here"),
		("\u{1d}\u{1d}", "there is nothing to read"),
		("https://id.gs1.org/ARHjxHEwJQ", "may be a compressed address, which is not read"),
		("https://a.b/01/09521141012345/EkZnGbyqzp", "may be a compressed address"),
		(
			"https://a.b/01/09521141012345/21/S7/10/L7",
			"(10) at character 37: it stands in the wrong place; right is the order /22/ (cpv), /10/ (lot), \
			 /21/ (ser)",
		),
		("https://a.b/01/09521141012345/21/S7/21/S7", "(21) at character 37: it stands in the wrong"),
	] {
		let told = told(text);
		assert!(told.contains(part), "{text:?}: {told}");
	}
	assert!(!told("https://example.com/about").contains("compressed"));
	assert!(!told("https://example.com/1234567890123").contains("compressed"));
}

#[test]
fn no_text_makes_the_reader_panic() {
	let texts = [
		"]d201095211410123451727033110L-7\u{1d}21A1/b2",
		"(01)09521141012345(17)270331(10)L-7(21)A1/b2",
		"https://id.gs1.org/01/09521141012345/10/L-7/21/A1%2Fb2?17=270331",
		"urn:epc:id:itip:4012345.011111.01.02.987",
	];
	for text in texts {
		for at in 0..text.len() {
			for other in ["", "\u{e9}", "%", "(", "9", "\u{1d}", ".", "/"] {
				let changed = format!("{}{other}{}", &text[..at], &text[at + 1..]);
				let _ = scan(&changed, 2026);
				let _ = scan(&text[..at], 2026);
				let _ = Identifier::read(&changed);
			}
		}
	}
}

fn link(text: &str) -> Option<String> {
	Identifier::read(text)
		.unwrap_or_else(|error| panic!("{text}: {error}"))
		.map(|identifier| identifier.link())
}

#[test]
fn urns_become_canonical_links() {
	for (urn, path) in [
		(
			"id:sgtin:0614141.812345.6789%2F%26%25%22!%3F()",
			"01/80614141123458/21/6789%2F%26%25%22%21%3F%28%29",
		),
		("id:sgtin:415056789012.0.987654", "01/04150567890128/21/987654"),
		("id:sgtin:0614141.107346.20.17", "01/10614141073464/21/20.17"),
		("class:lgtin:4012345.012345.Lot987", "01/04012345123456/10/Lot987"),
		("idpat:sgtin:4012345.066666.*", "01/04012345666663"),
		("id:sscc:4012345.3111111111", "00/340123451111111111"),
		("id:sgln:4012345.00005.122", "414/4012345000054/254/122"),
		("id:sgln:4012345.00005.0", "414/4012345000054"),
		("id:pgln:999999999999.", "417/9999999999994"),
		("id:pgln:4000001.00000", "417/4000001000005"),
		("id:grai:4012345.00022.334455", "8003/04012345000221334455"),
		("idpat:grai:4012345.66666.*", "8003/04012345666663"),
		("id:giai:4012345.ABC345", "8004/4012345ABC345"),
		("id:gsrn:4012345.0000006765", "8018/401234500000067657"),
		("id:gsrnp:4012345.0000000007", "8017/401234500000000074"),
		("id:gdti:4012345.00009.PO-4711", "253/4012345000092PO-4711"),
		("id:gdti:987659999999..9", "253/98765999999929"),
		("id:sgcn:4012345.99999.44", "255/401234599999044"),
		("id:ginc:0614141.xyz47%2F11", "401/0614141xyz47%2F11"),
		("id:gsin:4012345.222333444", "402/40123452223334442"),
		("id:itip:4012345.011111.01.02.987", "8006/040123451111180102/21/987"),
		("idpat:itip:4012345.012345.01.02.*", "8006/040123451234560102"),
		(
			"id:upui:1234567.098765.51qIgY)%3C%26Jp3*j7'SDB",
			"01/01234567987651/235/51qIgY%29%3C%26Jp3%2Aj7'SDB",
		),
		(
			"id:cpi:0614141.11111111111111-A%23%2F.1234",
			"8010/061414111111111111111-A%23%2F/8011/1234",
		),
		("idpat:cpi:4012345.ABC.*", "8010/4012345ABC"),
	] {
		let found = link(&format!("urn:epc:{urn}")).unwrap();
		assert_eq!(found, format!("https://id.gs1.org/{path}"), "{urn}");
		assert_eq!(link(&found).as_ref(), Some(&found), "a canonical link stays");
	}
}

#[test]
fn links_keep_the_closest_level_alone() {
	for (address, path) in [
		(
			"https://example.com/gtin/09780345418913/21/765tz?abc=211121",
			"01/09780345418913/21/765tz",
		),
		("https://x.org/01/09780345418913/22/v1/10/L/21/s", "01/09780345418913/21/s"),
		("https://x.org/01/09780345418913/10/L/235/t", "01/09780345418913/235/t"),
		("https://x.org/01/09780345418913/22/v1", "01/09780345418913"),
		("http://x.org/01/9780345418913/", "01/09780345418913"),
		("https://x.org/01/01/09780345418913", "01/09780345418913"),
		("https://x.org/414/4012345000054/254/12?x=1#y", "414/4012345000054/254/12"),
		("https://x.org/party/4000001000005", "417/4000001000005"),
		("HTTPS://ID.GS1.ORG/01/09780345418913/21/AbC", "01/09780345418913/21/AbC"),
		("Http://X.org/414/4012345000054", "414/4012345000054"),
		("URN:EPC:id:sgtin:4012345.066666.AbC", "01/04012345666663/21/AbC"),
		("Urn:Epc:Class:Lgtin:4012345.012345.Lot987", "01/04012345123456/10/Lot987"),
	] {
		assert_eq!(link(address).unwrap(), format!("https://id.gs1.org/{path}"), "{address}");
	}
	for other in [
		"https://example.com/",
		"https://example.com/01",
		"https://example.com/archive/01/2024",
		"https://example.com/01/09780345418913/about",
		"https://example.com/01/09780345418913/21/s/10/L",
		"http://transaction.acme.com/po/12345678",
		"urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
		"urn:epc:id:gid:95100000.12345.400",
		"URN:EPC:ID:GID:95100000.12345.400",
		"no address",
	] {
		assert_eq!(link(other), None, "{other}");
	}
	assert!(Identifier::read("https://x.org/01/09780345418914").is_err());
	assert!(
		Identifier::read("https://x.org/8006/040123451111190102").is_err(),
		"inner check digit"
	);
}

#[test]
fn identifiers_are_written_as_urns_and_read_again() {
	for urn in [
		"urn:epc:id:sgtin:0614141.107346.20%2F17",
		"urn:epc:class:lgtin:0614141.107346.L%227",
		"urn:epc:idpat:sgtin:0614141.107346.*",
		"urn:epc:id:sscc:0614141.1234567890",
		"urn:epc:id:sgln:0614141.00777.0",
		"urn:epc:id:sgln:0614141.00777.Dock*4",
		"urn:epc:id:pgln:0614141.00777",
	] {
		let identifier = Identifier::read(urn).unwrap().unwrap();
		assert_eq!(identifier.urn(7).as_deref(), Some(urn));
		let epc = identifier.epc().unwrap();
		assert_eq!(Identifier::from(&epc), identifier);
		for prefix in 6..=12 {
			let written = identifier.urn(prefix).unwrap();
			assert_eq!(Identifier::read(&written).unwrap().unwrap(), identifier, "{written}");
		}
		assert_eq!((identifier.urn(5), identifier.urn(13)), (None, None));
	}
	let asset = Identifier::read("urn:epc:id:grai:4012345.00022.3").unwrap().unwrap();
	assert_eq!((asset.epc(), asset.urn(7)), (None, None));
	assert_eq!(asset.to_string(), "https://id.gs1.org/8003/040123450002213");
}
