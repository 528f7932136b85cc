//! What was sent stays sent, whatever fails afterwards.

use super::*;
use crate::drug::Thing;
use medchain_support::{BizStep, Disposition};
use std::{fs, path::PathBuf};

fn folder(name: &str) -> PathBuf {
	let folder =
		std::env::temp_dir().join(format!("medchain-record-{}-{name}", std::process::id()));
	let _ = fs::remove_dir_all(&folder);
	folder
}

fn event() -> Event {
	let moment = Moment { time: instant_of(1_780_000_000).unwrap(), place: None };
	let (gtin, serial) = ("09521141012345".parse().unwrap(), "S0".parse().unwrap());
	moment.observe(&[Thing::Pack(gtin, serial)], BizStep::Inspecting, Some(Disposition::Conformant))
}

const RECORDED: Outcome = Outcome::Recorded { done: "dispensed", event: 7 };

fn timeout() -> Error {
	let after = std::time::Duration::from_secs(1);
	Error::Timeout { transaction: "0x07".into(), waited_for: "final", after }
}

#[test]
fn a_store_that_cannot_be_written_does_not_undo_what_was_sent() {
	let (folder, event) = (folder("unwritable"), event());
	let store = EventStore::open(&folder).unwrap();
	let digits = to_hex(&event.digest());
	// Nothing can be put in the place of a folder.
	fs::create_dir(folder.join(format!("{}.json", digits.get(2..).unwrap()))).unwrap();
	let mut sent = false;
	let (outcome, unkept) = kept(&store, &event, Ok(RECORDED), &mut sent).unwrap();
	assert_eq!((outcome, sent), (RECORDED, true));
	let told = afterwards(7, &unkept.unwrap()).to_string();
	assert!(told.contains("event 7 IS on the chain") && told.contains("drug capture"), "{told}");

	sent = false;
	let error = kept(&store, &event, Err(timeout()), &mut sent).unwrap_err();
	assert!(sent && matches!(error, Error::Afterwards(_)), "{error}");
	let told = error.to_string();
	assert!(told.contains("may still be") && told.contains("could not be kept"), "{told}");
	fs::remove_dir_all(folder).unwrap();
}

#[test]
fn only_what_the_chain_refused_was_not_sent() {
	let (folder, event) = (folder("sent"), event());
	let store = EventStore::open(&folder).unwrap();
	let refused = Error::Dispatch { name: "DrugTrace.NotHolder".into(), meaning: String::new() };
	let mut sent = true;
	assert!(kept(&store, &event, Err(refused), &mut sent).is_err());
	assert!(!sent && store.find(&event.digest()).unwrap().is_none());
	assert!(kept(&store, &event, Err(timeout()), &mut sent).is_err());
	assert!(sent && store.find(&event.digest()).unwrap().is_some());
	fs::remove_dir_all(folder).unwrap();
}

#[test]
fn packs_without_proofs_are_told_with_the_command_that_makes_them() {
	let (gtin, lot) = ("09521141012345".parse().unwrap(), "L1".parse().unwrap());
	let error = Error::Input("cannot write".into());
	let key = (gtin, lot, 500);
	let told = without_proofs(key, Path::new("a.txt"), Path::new("proofs"), &error).to_string();
	assert!(told.contains("ARE on the chain, from place 500 on"), "{told}");
	let (_, command) = told.split_once("): ").unwrap();
	let parsed = <Cli as clap::Parser>::try_parse_from(command.split_whitespace());
	assert!(parsed.is_ok(), "{command}");
}

#[test]
fn an_export_that_lacks_events_fails_and_names_their_files() {
	let folder = folder("export");
	let store = EventStore::open(&folder).unwrap();
	store.keep(&event()).unwrap();
	fs::write(folder.join("torn.json"), "{").unwrap();
	let (document, broken) = store.export(&[], event().time).unwrap();
	assert_eq!(document.events, [event()]);
	let told = incomplete(&broken).to_string();
	assert!(told.contains("not complete") && told.contains("torn.json"), "{told}");
	fs::remove_dir_all(folder).unwrap();
}

#[test]
fn an_event_that_failed_is_told_with_its_field_or_its_hash() {
	let hash = hash_of(&[7; 32]);
	let stop = Stop::Failed(Error::Dispatch { name: "DrugTrace.X".into(), meaning: "".into() });
	let told = failure_json(&Failure { event: 3, hash: [7; 32], stop });
	assert_eq!((told["event"].as_u64(), told["hash"].as_str()), (Some(3), Some(hash.as_str())));
	assert!(told["reason"].as_str().unwrap().contains("DrugTrace.X"), "{told}");
	let (field, reason) = ("epcList[0]".into(), "unknown".into());
	let rule = crate::epcis::Rule::Known;
	let refusal = crate::epcis::Refusal { event: Some(3), field, rule, reason };
	let told = failure_json(&Failure { event: 3, hash: [7; 32], stop: Stop::Refused(refusal) });
	assert_eq!(
		(told["field"].as_str(), told["rule"].as_str()),
		(Some("epcList[0]"), Some("known"))
	);
}
