//! Words that MedChain adds to EPCIS documents, where the standard has none.

use crate::{
	epcis::{event::Name, Event, Extension, Node},
	fhir::ACCOUNT_SYSTEM,
};
use subxt::utils::AccountId32;

/// Their namespace.
pub const NAMESPACE: &str = "https://medchain.example/epcis/";
/// The prefix by which documents call it.
pub const PREFIX: &str = "medchain";
/// Namespace of CBV's master data, such as `lotNumber`.
pub const MASTER_DATA: &str = "urn:epcglobal:cbv:mda:";

/// What a patient's receipt commits to: `0x` and 64 hexadecimal digits.
pub const RECEIPT: &str = "receipt";
/// Why items are held back, such as `counterfeit`.
pub const REASON: &str = "reason";
/// How dangerous recalled goods are: `I`, `II` or `III`.
pub const RECALL_CLASS: &str = "recallClass";
/// Number of the recall that is lifted.
pub const RECALL: &str = "recall";
/// The stretch of a lot that is called back, or its first place and the first after it: `100-200`.
pub const PLACES: &str = "places";
/// The container out of which things were put into another.
pub const FROM: &str = "from";
/// The root over the packs of a batch.
pub const ROOT: &str = "root";

/// A word with a value.
pub fn extension(local: &str, value: &str) -> Extension {
	let name = Name { namespace: NAMESPACE.into(), local: local.into(), prefix: PREFIX.into() };
	Extension { name, value: Node::Text(value.into()) }
}

/// A word of CBV's master data with a value.
pub fn master_data(local: &str, value: &str) -> Extension {
	let name = Name { namespace: MASTER_DATA.into(), local: local.into(), prefix: "cbvmda".into() };
	Extension { name, value: Node::Text(value.into()) }
}

/// The text of a word in a namespace, if it is there.
pub fn find<'a>(extensions: &'a [Extension], namespace: &str, local: &str) -> Option<String> {
	let found: &'a Extension =
		extensions.iter().find(|it| it.name.namespace == namespace && it.name.local == local)?;
	match &found.value {
		Node::Text(text) => Some(text.clone()),
		Node::Number(number) => Some(number.to_string()),
		_ => None,
	}
}

/// What an event says by a word of MedChain.
pub fn of_event(event: &Event, local: &str) -> Option<String> {
	find(&event.extensions, NAMESPACE, local)
}

/// An account as an address in a document.
pub fn account_address(account: &AccountId32) -> String {
	format!("{ACCOUNT_SYSTEM}:{account}")
}

/// The account that an address in a document names.
pub fn account_of(address: &str) -> Option<AccountId32> {
	address.strip_prefix(ACCOUNT_SYSTEM)?.strip_prefix(':')?.parse().ok()
}
