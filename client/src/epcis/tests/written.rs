//! What is written reads back as the same, with the same hashes.

use super::*;
use crate::{epcis::event::*, fhir::tests::random::Random};

const SEED: u64 = 0x6570_6369_735f_776f;
const EVENTS: usize = 3_000;

fn again(document: &Document) -> Document {
	let text = write_document(document);
	read_document(&text).unwrap_or_else(|refusals| panic!("{refusals}\n{text}"))
}

fn hashes(document: &Document) -> Vec<String> {
	document.events.iter().map(Event::hash).collect()
}

/// An event without what the names of prefixes say, which may change.
fn unprefixed(event: &Event) -> Event {
	fn each(extensions: &mut [Extension]) {
		for extension in extensions {
			extension.name.prefix.clear();
			node(&mut extension.value);
		}
	}
	fn node(value: &mut Node) {
		match value {
			Node::List(items) => items.iter_mut().for_each(node),
			Node::Members(members) => each(members),
			_ => (),
		}
	}
	let mut event = event.clone();
	for place in event.read_point.iter_mut().chain(&mut event.biz_location) {
		each(&mut place.extensions);
	}
	for sensor in &mut event.sensors {
		each(&mut sensor.metadata_extensions);
		each(&mut sensor.extensions);
		sensor.reports.iter_mut().for_each(|report| each(&mut report.extensions));
	}
	if let Some(error) = &mut event.error {
		each(&mut error.extensions);
	}
	if let Some(ilmd) = &mut event.ilmd {
		each(ilmd);
	}
	each(&mut event.extensions);
	event
}

#[test]
fn the_documents_of_the_standard_are_written_as_they_were_read() {
	for (name, _) in HASHES {
		let read = read_document(&document(name)).unwrap();
		let written = again(&read);
		assert_eq!(hashes(&written), hashes(&read), "{name}");
		assert_eq!(written.events, read.events, "{name}");
		assert_eq!(
			(&written.id, &written.sender, &written.receiver, &written.instance_identifier),
			(&read.id, &read.sender, &read.receiver, &read.instance_identifier),
			"{name}"
		);
		for event in &read.events {
			let alone = again(&document_of(vec![event.clone()], event.time));
			assert_eq!(alone.events, std::slice::from_ref(event), "{name}");
		}
	}
}

#[test]
fn all_documents_of_the_standard_make_one() {
	let events: Vec<Event> = HASHES
		.iter()
		.flat_map(|(name, _)| read_document(&document(name)).unwrap().events)
		.collect();
	let all = document_of(events, Instant::parse("2026-05-31T08:30:00Z").unwrap());
	assert_eq!(hashes(&again(&all)), hashes(&all));
	assert!(write_document(&all).starts_with("{\n  \"@context\": [\n    \"https://ref.gs1.org/"));
}

#[test]
fn a_header_keeps_its_prefixes() {
	let mut value: Value = serde_json::from_str(&document("ObjectEvent")).unwrap();
	value["epcisHeader"] = json!({"example:note": "example:word", "number": 1});
	let read = read_document(&value.to_string()).unwrap();
	let written = again(&read);
	assert_eq!(written.header, read.header);
	assert!(written.context.declared().any(|it| it == ("example", "http://ns.example.com/epcis/")));
	assert_eq!(written.events, read.events);
}

#[test]
fn prefixes_do_not_get_into_each_others_way() {
	// A namespace by two prefixes, a prefix for two namespaces, texts that look like prefixes.
	let one = event_of(&[
		("ex:twice", json!("1")),
		("other:twice", json!("2")),
		("ex:text", json!("third:word")),
		("ex:odd", json!("mine:cbv:x")),
		("@context", json!({"mine": "cbv:odd/"})),
	]);
	let other = event_of(&[
		("@context", json!({"ex": "https://else.example.com/", "third": "https://third.org/"})),
		("third:name", json!({"third:inner": ["third:word", "ex:word", "gs1:word"], "bare": 1})),
	]);
	let all = document_of(vec![one, other], Instant::parse("2026-05-31T08:30:00Z").unwrap());
	let written = again(&all);
	assert_eq!(hashes(&written), hashes(&all), "{}", write_document(&all));
	let plain = |document: &Document| document.events.iter().map(unprefixed).collect::<Vec<_>>();
	assert_eq!(plain(&written), plain(&all));
}

#[test]
fn random_events_are_written_as_they_are() {
	let mut random = Random(SEED);
	let created = Instant::parse("2026-05-31T08:30:00Z").unwrap();
	let mut seen = std::collections::HashSet::new();
	for number in 0..EVENTS {
		let events: Vec<Event> = (0..1 + random.below(3)).map(|_| event(&mut random)).collect();
		let all = document_of(events, created);
		let written = again(&all);
		assert_eq!(hashes(&written), hashes(&all), "{number}: {}", write_document(&all));
		let plain =
			|document: &Document| document.events.iter().map(unprefixed).collect::<Vec<_>>();
		assert_eq!(plain(&written), plain(&all), "{number}");
		seen.extend(hashes(&all));
	}
	assert!(seen.len() > EVENTS, "the events differ");
}

const THINGS: [&str; 8] = [
	"urn:epc:id:sgtin:0614141.107346.2017",
	"https://id.gs1.org/01/10614141073464/21/2018",
	"urn:epc:id:sscc:0614141.1234567890",
	"https://example.com/00/106141412345678908",
	"urn:epc:id:giai:4000001.12345",
	"urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
	"https://example.com/thing/7",
	"ex:thing",
];
const CLASSES: [&str; 3] = [
	"urn:epc:class:lgtin:4012345.012345.998877",
	"urn:epc:idpat:sgtin:4012345.098765.*",
	"https://id.gs1.org/01/04012345123456/10/998877",
];
const TEXTS: [&str; 8] =
	["", "plain", "7.10", "ex:word", "one:two:three", "https://x.org/a:b", " spaced ", "é\"\n"];
const NAMESPACES: [&str; 4] =
	["https://ns.example.com/", "http://other.example.com/#", "urn:x:", "urn:epcglobal:cbv:mda:"];
const PREFIXES: [&str; 5] = ["ex", "other", "ns1", "cbvmda", "urn"];

fn some<T>(random: &mut Random, most: usize, mut one: impl FnMut(&mut Random) -> T) -> Vec<T> {
	(0..random.below(most + 1)).map(|_| one(random)).collect()
}

fn maybe<T>(random: &mut Random, one: impl FnOnce(&mut Random) -> T) -> Option<T> {
	match random.chance(2) {
		true => Some(one(random)),
		false => None,
	}
}

fn things(random: &mut Random) -> Vec<String> {
	let mut things = some(random, 3, |random| random.one(&THINGS).to_string());
	things.sort();
	things.dedup();
	things
}

fn at_least_one(random: &mut Random) -> Vec<String> {
	match things(random) {
		none if none.is_empty() => vec![THINGS[0].into()],
		things => things,
	}
}

fn time(random: &mut Random) -> Instant {
	let text = format!(
		"20{:02}-0{}-1{}T0{}:30:0{}.{}{}",
		10 + random.below(80),
		1 + random.below(9),
		random.below(10),
		random.below(10),
		random.below(10),
		random.below(1_000_000),
		random.one(&["Z", "+02:00", "-11:30"])
	);
	Instant::parse(&text).unwrap()
}

fn decimal(random: &mut Random) -> Decimal {
	let text = format!("{}.{}", random.below(5_000), random.below(1_000));
	Decimal::plain(&text).unwrap()
}

fn node_of(random: &mut Random, depth: usize) -> Node {
	match random.below(if depth == 0 { 3 } else { 5 }) {
		0 => Node::Text(random.one(&TEXTS).into()),
		1 => Node::Number(decimal(random)),
		2 => Node::Bool(random.chance(2)),
		3 => Node::List(some(random, 3, |random| node_of(random, depth - 1))),
		_ => Node::Members(extensions(random, depth - 1, true)),
	}
}

fn extensions(random: &mut Random, depth: usize, inside: bool) -> Vec<Extension> {
	let mut bare = std::collections::HashSet::new();
	let mut all = some(random, 3, |random| {
		let local = random.one(&["a", "b", "c:d"]);
		let name = match inside && random.chance(3) {
			true => Name::bare(random.one(&["a", "b", "c"])),
			false => Name {
				namespace: random.one(&NAMESPACES).into(),
				local: local.into(),
				prefix: random.one(&PREFIXES).into(),
			},
		};
		Extension { name, value: node_of(random, depth) }
	});
	// A name without a prefix cannot stand twice.
	all.retain(|it| !it.name.namespace.is_empty() || bare.insert(it.name.local.clone()));
	all
}

fn conditions(random: &mut Random) -> Vec<Term<Disposition>> {
	let at = random.below(Disposition::ALL.len());
	let mut terms = some(random, 2, |random| match random.below(4) {
		0 => Term::Other("ex:odd".into()),
		step => Term::Standard(Disposition::ALL[(at + step) % Disposition::ALL.len()]),
	});
	terms.dedup();
	terms.truncate(2);
	terms
}

fn place(random: &mut Random) -> Place {
	Place {
		id: random
			.one(&["urn:epc:id:sgln:0614141.00777.0", "https://x.org/414/0614141008889"])
			.into(),
		extensions: extensions(random, 1, false),
	}
}

fn transfers(random: &mut Random, words: &[&str], typed: bool) -> Vec<Transfer> {
	some(random, 2, |random| Transfer {
		kind: match typed || random.chance(2) {
			true => Some(random.one(words).into()),
			false => None,
		},
		id: random.one(&THINGS).into(),
	})
}

fn sensor(random: &mut Random) -> SensorElement {
	let has_metadata = random.chance(2);
	let time = time(random);
	SensorElement {
		has_metadata,
		metadata: match has_metadata {
			true => vec![
				("time", Reading::Time(time)),
				("deviceID", Reading::Address(random.one(&THINGS).into())),
			],
			false => Vec::new(),
		},
		metadata_extensions: match has_metadata {
			true => extensions(random, 1, false),
			false => Vec::new(),
		},
		reports: (0..1 + random.below(2))
			.map(|_| SensorReport {
				fields: vec![
					(
						"type",
						Reading::Word(random.one(&["https://gs1.org/voc/Speed", "ex:kind"]).into()),
					),
					("value", Reading::Number(decimal(random))),
					("component", Reading::Word("https://ref.gs1.org/cbv/Comp-x".into())),
					("stringValue", Reading::Text("cbv:not-resolved".into())),
					("booleanValue", Reading::Bool(true)),
					("hexBinaryValue", Reading::Bytes("00ff".into())),
				],
				extensions: extensions(random, 1, false),
			})
			.collect(),
		extensions: extensions(random, 2, false),
	}
}

fn quantities(random: &mut Random) -> Vec<Quantity> {
	some(random, 2, |random| {
		let quantity = maybe(random, decimal);
		let unit = quantity.as_ref().filter(|_| random.chance(2)).map(|_| "KGM".to_string());
		Quantity { class: random.one(&CLASSES).into(), quantity, unit }
	})
}

/// An event as the reader could have given it.
pub(super) fn event(random: &mut Random) -> Event {
	let kind = random.one(&EventType::ALL);
	let action = random.one(&Action::ALL);
	let mut event = Event {
		kind,
		time: time(random),
		time_zone: random.one(&["+02:00", "-06:00", "+00:00"]).into(),
		record_time: maybe(random, time),
		id: maybe(random, |_| "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6".into()),
		certificates: some(random, 2, |random| random.one(&THINGS).into()),
		error: maybe(random, |random| ErrorDeclaration {
			time: time(random),
			reason: maybe(random, |random| {
				random.one(&["https://ref.gs1.org/cbv/ER-incorrect_data", "ex:reason"]).into()
			}),
			corrective: things(random),
			extensions: extensions(random, 1, false),
		}),
		parent: None,
		epcs: Vec::new(),
		inputs: Vec::new(),
		children: Vec::new(),
		quantities: Vec::new(),
		child_quantities: Vec::new(),
		input_quantities: Vec::new(),
		outputs: Vec::new(),
		output_quantities: Vec::new(),
		action: Some(action),
		transformation: None,
		biz_step: maybe(random, |random| match random.chance(4) {
			true => Term::Other("ex:step".into()),
			false => Term::Standard(random.one(BizStep::ALL)),
		}),
		disposition: maybe(random, |random| Term::Standard(random.one(Disposition::ALL))),
		set: conditions(random),
		unset: Vec::new(),
		read_point: maybe(random, place),
		biz_location: maybe(random, place),
		transactions: transfers(random, &["https://ref.gs1.org/cbv/BTT-po", "ex:kind"], false),
		sources: transfers(random, &["https://ref.gs1.org/cbv/SDT-location"], true),
		destinations: transfers(random, &["https://ref.gs1.org/cbv/SDT-owning_party"], true),
		sensors: some(random, 2, sensor),
		ilmd: None,
		extensions: extensions(random, 3, false),
	};
	match kind {
		EventType::Object => {
			event.epcs = at_least_one(random);
			event.quantities = quantities(random);
			event.ilmd = (action == Action::Add)
				.then(|| maybe(random, |random| extensions(random, 2, false)))
				.flatten();
		}
		EventType::Aggregation | EventType::Association => {
			event.parent = Some(random.one(&THINGS).into());
			event.children = at_least_one(random);
			event.child_quantities = quantities(random);
		}
		EventType::Transaction => {
			event.transactions.push(Transfer { kind: None, id: "ex:order".into() });
			event.parent = maybe(random, |random| random.one(&THINGS).into());
			match event.parent {
				Some(_) => event.epcs = things(random),
				None => event.epcs = at_least_one(random),
			}
			event.quantities = quantities(random);
		}
		EventType::Transformation => {
			event.action = None;
			event.inputs = at_least_one(random);
			event.input_quantities = quantities(random);
			event.outputs = at_least_one(random);
			event.output_quantities = quantities(random);
			event.transformation = maybe(random, |_| "ex:transformation".into());
			event.ilmd = maybe(random, |random| extensions(random, 2, false));
		}
	}
	event
}
