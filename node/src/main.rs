#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod authoring;
mod chain_spec;
mod checks;
mod cli;
mod command;
mod equivocation;
mod genesis;
mod keys_file;
mod ports;
mod rpc;
mod sealing;
mod service;

use polkadot_sdk::{sc_cli, sc_service};
use std::{error::Error, process::ExitCode};

/// Transactions are many small pieces of memory, and blocks are put together while others are checked.
#[cfg(target_os = "linux")]
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("error: {}", one_line(&error));
			ExitCode::FAILURE
		}
	}
}

/// What an error says, its causes included, on one line.
fn one_line(error: &sc_cli::Error) -> String {
	// Where the SDK would put a word like `Other:` before the message, the message is enough.
	let mut text = match error {
		sc_cli::Error::Input(text) => text.clone(),
		sc_cli::Error::Application(error) => error.to_string(),
		sc_cli::Error::Service(sc_service::Error::Other(text)) => text.clone(),
		sc_cli::Error::Service(sc_service::Error::Application(error)) => error.to_string(),
		error => error.to_string(),
	};
	let mut cause = error.source();
	while let Some(error) = cause {
		let said = error.to_string();
		if !text.contains(&said) && !said.ends_with(&text) {
			text = format!("{text}: {said}");
		}
		cause = error.source();
	}
	text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_error_of_many_lines_becomes_one() {
		assert_eq!(one_line(&sc_cli::Error::Input("first\n\tsecond".into())), "first second");
	}

	#[test]
	fn errors_of_the_service_come_without_their_class() {
		let error = sc_service::Error::Other("no luck".into());
		assert_eq!(one_line(&error.into()), "no luck");
		let cause = std::io::Error::other("no space");
		let error = sc_service::Error::Application(cause.into());
		assert_eq!(one_line(&error.into()), "no space");
	}
}
