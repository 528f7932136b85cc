//! What can go wrong, in one line each.

use crate::{fees::Cost, fhir::Refusal, output};
use std::{error::Error as StdError, fmt, time::Duration};
use subxt::{
	error::{
		BackendError, DispatchError, ExtrinsicError, RpcError, TransactionEventsError,
		TransactionProgressError,
	},
	rpcs,
};

/// The result of this library's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error. Its text is one line that says what was wrong and what would be right.
#[derive(Debug)]
pub enum Error {
	/// What the user gave is wrong.
	Input(String),
	/// A document cannot be expressed.
	Document(Refusal),
	/// No connection to a node.
	Connection {
		/// Where it was looked for.
		url: String,
		/// Why there is none.
		reason: String,
	},
	/// The node did not answer, or not what was expected.
	Node(String),
	/// The node answered with an error of JSON-RPC.
	Rpc {
		/// The code of the error.
		code: i32,
		/// The node's words.
		message: String,
	},
	/// The node did not take the transaction.
	Refused(String),
	/// The transaction is in a block and failed.
	Dispatch {
		/// `Pallet.Error`.
		name: String,
		/// What the metadata says about it.
		meaning: String,
	},
	/// A call that somebody else sent failed, and was paid all the same.
	Relayed {
		/// Why it failed.
		error: Box<Error>,
		/// The number of its block.
		block: u64,
		/// What it cost whom.
		cost: Option<Cost>,
	},
	/// The transaction did not get where it was waited for.
	Timeout {
		/// Hash of the transaction.
		transaction: String,
		/// What was waited for.
		waited_for: &'static str,
		/// How long.
		after: Duration,
	},
	/// What was sent is on the chain, or may come there yet, and something failed afterwards.
	Afterwards(String),
	/// The audit log contradicts its commitment.
	Audit(String),
	/// A step of the demonstration gave another outcome than it should.
	Demo(String),
}

impl fmt::Display for Error {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Input(text)
			| Self::Node(text)
			| Self::Refused(text)
			| Self::Afterwards(text)
			| Self::Audit(text)
			| Self::Demo(text) => write!(f, "{}", one_line(text)),
			Self::Document(refusal) => write!(f, "{}", one_line(&refusal.to_string())),
			Self::Connection { url, reason } => write!(
				f,
				"no node answers at {url} ({}); start one, or name another with --url",
				one_line(reason),
			),
			Self::Rpc { message, .. } => write!(f, "the node answers: {}", one_line(message)),
			Self::Dispatch { name, meaning } if meaning.is_empty() => {
				write!(f, "the chain refuses it: {name}")
			}
			Self::Dispatch { name, meaning } => {
				write!(f, "the chain refuses it: {name}: {}", one_line(meaning))
			}
			Self::Relayed { error, block, cost } => {
				let text = error.to_string();
				write!(f, "{}; in block {block}", text.trim_end_matches('.'))?;
				cost.iter().try_for_each(|cost| write!(f, ", cost {}", output::cost(cost)))
			}
			Self::Timeout { transaction, waited_for, after } => write!(
				f,
				"transaction {transaction} was not {waited_for} after {} s; it may still be, so look \
				 before you send it again (longer: --timeout)",
				after.as_secs(),
			),
		}
	}
}

impl StdError for Error {}

/// Several lines as one.
fn one_line(text: &str) -> String {
	text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of the error at the bottom, which says what really happened.
pub(crate) fn innermost(error: &(dyn StdError + 'static)) -> String {
	let mut error = error;
	while let Some(source) = error.source() {
		error = source;
	}
	let text = error.to_string();
	let mut told = text.as_str();
	while let Some(rest) =
		["RPC error: ", "client error: "].iter().find_map(|layer| told.strip_prefix(layer))
	{
		told = rest;
	}
	told.to_string()
}

impl From<Refusal> for Error {
	fn from(refusal: Refusal) -> Self {
		Self::Document(refusal)
	}
}

impl From<rpcs::Error> for Error {
	fn from(error: rpcs::Error) -> Self {
		match error {
			rpcs::Error::User(error) => {
				let data = error.data.as_ref().map(|data| data.get().trim_matches('"').to_string());
				let message = match data.filter(|data| !error.message.contains(data.as_str())) {
					Some(data) => format!("{}: {data}", error.message),
					None => error.message,
				};
				Self::Rpc { code: error.code, message }
			}
			other => Self::Node(format!("the node does not answer: {}", innermost(&other))),
		}
	}
}

impl From<BackendError> for Error {
	fn from(error: BackendError) -> Self {
		match error {
			BackendError::Rpc(RpcError::ClientError(error)) => error.into(),
			other => Self::Node(other.to_string()),
		}
	}
}

impl From<ExtrinsicError> for Error {
	fn from(error: ExtrinsicError) -> Self {
		match error {
			ExtrinsicError::ErrorSubmittingTransaction(error)
			| ExtrinsicError::TransactionStatusStreamError(error) => match Self::from(error) {
				Self::Rpc { message, .. } => {
					Self::Refused(format!("the node does not take the transaction: {message}"))
				}
				other => other,
			},
			ExtrinsicError::EncodeError(error) => Self::Node(format!(
				"the chain's metadata does not fit this client ({error}); use a client of the \
				 chain's version"
			)),
			other => Self::Node(other.to_string()),
		}
	}
}

impl From<TransactionProgressError> for Error {
	fn from(error: TransactionProgressError) -> Self {
		match error {
			TransactionProgressError::CannotGetNextProgressUpdate(error) => error.into(),
			other => Self::Refused(other.to_string()),
		}
	}
}

impl From<TransactionEventsError> for Error {
	fn from(error: TransactionEventsError) -> Self {
		match error {
			TransactionEventsError::ExtrinsicFailed(error) => error.into(),
			other => Self::Node(other.to_string()),
		}
	}
}

impl From<DispatchError> for Error {
	fn from(error: DispatchError) -> Self {
		match error {
			DispatchError::Module(module) => match module.details() {
				Ok(details) => Self::Dispatch {
					name: format!("{}.{}", details.pallet.name(), details.variant.name),
					meaning: details.variant.docs.join(" "),
				},
				Err(_) => Self::Dispatch { name: module.to_string(), meaning: String::new() },
			},
			DispatchError::Token(token) => {
				Self::Dispatch { name: format!("Token.{token:?}"), meaning: token.to_string() }
			}
			other => Self::Dispatch { name: format!("{other:?}"), meaning: other.to_string() },
		}
	}
}

macro_rules! node_errors {
	($( $error:ident, )+) => {
		$(
			impl From<subxt::error::$error> for Error {
				fn from(error: subxt::error::$error) -> Self {
					Self::Node(innermost(&error))
				}
			}
		)+
	};
}

// Errors of reading: a node that went away, or metadata that does not fit.
node_errors! {
	ConstantError,
	EventsError,
	OnlineClientAtBlockError,
	OnlineClientError,
	RuntimeApiError,
	StorageError,
	StorageValueError,
	ViewFunctionError,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_error_is_one_line() {
		for error in [
			Error::Input("a\n  b".into()),
			Error::Document(Refusal { path: "Consent.x".into(), reason: "c\nd".into() }),
			Error::Connection { url: "ws://x".into(), reason: "no\nroute".into() },
			Error::Rpc { code: -32602, message: "unknown\ncode".into() },
			Error::Dispatch { name: "P.E".into(), meaning: "It\nfailed.".into() },
			Error::Relayed { error: Box::new(Error::Input("e\nf".into())), block: 1, cost: None },
			Error::Timeout {
				transaction: "0x00".into(),
				waited_for: "in a block",
				after: Duration::from_secs(5),
			},
		] {
			assert!(!error.to_string().contains('\n'), "{error}");
		}
	}

	#[test]
	fn a_relayed_call_that_fails_tells_what_it_cost_whom() {
		let payer = subxt::utils::AccountId32([7; 32]);
		let error = Box::new(Error::Dispatch { name: "P.E".into(), meaning: "No.".into() });
		let cost = Some(Cost { payer, fee: 1_500_000_000_000, currency: None });
		let told = Error::Relayed { error, block: 9, cost }.to_string();
		let expected = format!("refuses it: P.E: No; in block 9, cost 1.5 MED, paid by {payer}");
		assert!(told.ends_with(&expected), "{told}");
	}

	#[test]
	fn the_nodes_data_are_told_once() {
		let error = |data: &str| {
			let data = serde_json::value::RawValue::from_string(data.to_string()).unwrap();
			Error::from(rpcs::Error::User(rpcs::UserError {
				code: 1010,
				message: "Invalid Transaction".into(),
				data: Some(data),
			}))
			.to_string()
		};
		assert_eq!(
			error("\"Inability to pay some fees\""),
			"the node answers: Invalid Transaction: Inability to pay some fees",
		);
		assert_eq!(error("\"Transaction\""), "the node answers: Invalid Transaction");
	}
}
