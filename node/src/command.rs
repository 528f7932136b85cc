//! From the command line to what it asks for.

use crate::{
	chain_spec,
	cli::{Cli, Subcommand},
	ports, sealing, service,
};
use futures::TryFutureExt;
use medchain_runtime::opaque::Block;
use polkadot_sdk::{
	sc_cli::{
		CliConfiguration, DefaultConfigurationValues, Error, Result, Runner, SubstrateCli,
		TransactionPoolType,
	},
	sc_consensus_babe, sc_consensus_grandpa,
	sc_service::{ChainSpec, DatabaseSource, PartialComponents},
};
use std::{path::PathBuf, process, sync::Arc};

/// Exit code of a command line that cannot be understood, as clap has it.
const USAGE: i32 = 2;

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"MedChain Node".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn executable_name() -> String {
		env!("CARGO_PKG_NAME").into()
	}

	fn description() -> String {
		env!("CARGO_PKG_DESCRIPTION").into()
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		env!("CARGO_PKG_HOMEPAGE").into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> std::result::Result<Box<dyn ChainSpec>, String> {
		chain_spec::load(id)
	}
}

/// Does what the command line says.
pub fn run() -> Result<()> {
	let cli = match <Cli as SubstrateCli>::try_from_iter(std::env::args_os()) {
		Ok(cli) => cli,
		// Help and version are no errors and go to standard output.
		Err(error) if !error.use_stderr() => error.exit(),
		Err(error) => {
			eprintln!("{}", usage_error(&error.render().to_string()));
			process::exit(USAGE);
		}
	};

	match &cli.subcommand {
		None => run_node(&cli),
		Some(Subcommand::Key(command)) => command.run(&cli),
		Some(Subcommand::ExportChainSpec(command)) => command.run(cli.load_spec(&command.chain)?),
		Some(Subcommand::BuildSpec(command)) => {
			runner(&cli, command)?.sync_run(|config| command.run(config.chain_spec, config.network))
		}
		Some(Subcommand::CheckBlock(command)) => runner(&cli, command)?.async_run(|config| {
			let parts = service::partial(&config, false)?;
			Ok((command.run(parts.client, parts.import_queue), parts.task_manager))
		}),
		Some(Subcommand::ExportBlocks(command)) => runner(&cli, command)?.async_run(|config| {
			let parts = service::partial(&config, false)?;
			let run = command.run(parts.client, config.database);
			Ok((run.map_err(|error| naming(error, &command.output)), parts.task_manager))
		}),
		Some(Subcommand::ExportState(command)) => runner(&cli, command)?.async_run(|config| {
			let parts = service::partial(&config, false)?;
			Ok((command.run(parts.client, config.chain_spec), parts.task_manager))
		}),
		Some(Subcommand::ImportBlocks(command)) => runner(&cli, command)?.async_run(|config| {
			let parts = service::partial(&config, false)?;
			let run = command.run(parts.client, parts.import_queue);
			Ok((run.map_err(|error| naming(error, &command.input)), parts.task_manager))
		}),
		Some(Subcommand::PurgeChain(command)) => {
			runner(&cli, command)?.sync_run(|config| command.run(config.database))
		}
		Some(Subcommand::Revert(command)) => runner(&cli, command)?.async_run(|config| {
			let PartialComponents { client, task_manager, backend, .. } =
				service::partial(&config, false)?;
			let consensus = Box::new(|client: Arc<service::FullClient>, backend, blocks| {
				sc_consensus_babe::revert(client.clone(), backend, blocks)?;
				sc_consensus_grandpa::revert(client, blocks)?;
				Ok(())
			});
			Ok((command.run(client, backend, Some(consensus)), task_manager))
		}),
		Some(Subcommand::ChainInfo(command)) => {
			runner(&cli, command)?.sync_run(|config| command.run::<Block>(&config))
		}
		#[cfg(feature = "benchmark")]
		Some(Subcommand::Benchmark(command)) => benchmark::run(&cli, command),
	}
}

fn run_node(cli: &Cli) -> Result<()> {
	let mut command = cli.run.clone();
	if cli.sealing.is_some() {
		// A sealed chain has no forks, and the pool that follows forks loses transactions when
		// blocks come one upon the other.
		command.pool_config.pool_type = TransactionPoolType::SingleState;
	}
	let mut runner = runner(cli, &command)?;
	if cli.sealing.is_some() {
		sealing::check(runner.config())?;
	}
	ports::reserve(runner.config_mut())?;
	let sealing = cli.sealing;
	let storage_monitor = cli.storage_monitor.clone();
	runner.run_node_until_exit(|config| async move {
		service::start(config, storage_monitor, sealing).map_err(Error::Service)
	})
}

/// The runner of a command, on ParityDB.
fn runner<C, V>(cli: &Cli, command: &C) -> Result<Runner<Cli>>
where
	C: CliConfiguration<V>,
	V: DefaultConfigurationValues,
{
	let mut runner = cli.create_runner(command).map_err(explain)?;
	let config = runner.config_mut();
	// The other database that `auto` would look for is not built in.
	if let DatabaseSource::Auto { paritydb_path, .. } = &config.database {
		config.database = DatabaseSource::ParityDb { path: paritydb_path.clone() };
	}
	Ok(runner)
}

/// Says which file could not be read or written.
fn naming(error: Error, file: &Option<PathBuf>) -> Error {
	match (error, file) {
		(Error::Io(error), Some(file)) => Error::Input(format!("{}: {error}", file.display())),
		(error, _) => error,
	}
}

/// Puts a message of many lines into one.
fn explain(error: Error) -> Error {
	match error {
		Error::NetworkKeyNotFound(path) => Error::Input(format!(
			"there is no network key at {}, and a validator needs one that stays; make it with \
			`{} key generate-node-key --file PATH` and give --node-key-file PATH, or let the node \
			make one with --unsafe-force-node-key-generation",
			path.display(),
			Cli::executable_name(),
		)),
		error => error,
	}
}

/// What clap says, on one line: its message and its tips without the usage.
fn usage_error(message: &str) -> String {
	let mut text = String::new();
	for line in message.lines().map(str::trim).filter(|line| !line.is_empty()) {
		if line.starts_with("Usage:") || line.starts_with("For more information") {
			break;
		}
		match (text.is_empty(), line.starts_with("tip:")) {
			(true, _) => {}
			(false, true) => text.push_str("; "),
			(false, false) => text.push(' '),
		}
		text.push_str(line);
	}
	format!("{text} (see --help)")
}

/// The benchmarks.
#[cfg(feature = "benchmark")]
mod benchmark {
	use super::*;
	use crate::cli::BenchmarkCmd;
	use frame_benchmarking_cli::SUBSTRATE_REFERENCE_HARDWARE;
	use polkadot_sdk::{
		sc_cli::{LoggerBuilder, SharedParams},
		sp_runtime::traits::HashingFor,
	};

	/// The commands that take a runtime from a file need no chain and no configuration.
	pub fn run(cli: &Cli, command: &BenchmarkCmd) -> Result<()> {
		match command {
			BenchmarkCmd::Pallet(command) => {
				let spec = prepare(&command.shared_params)?;
				command.run_with_spec::<HashingFor<Block>, ()>(spec)
			}
			BenchmarkCmd::Overhead(command) => {
				let spec = prepare(&command.shared_params)?;
				command.run_with_default_builder_and_spec::<Block, ()>(spec)
			}
			BenchmarkCmd::Block(command) => runner(cli, command)?.sync_run(|config| {
				// The tasks live as long as the parts.
				let parts = service::partial(&config, false)?;
				command.run(parts.client.clone())
			}),
			BenchmarkCmd::Storage(command) => runner(cli, command)?.sync_run(|config| {
				let parts = service::partial(&config, false)?;
				let backend = parts.backend.clone();
				command.run(
					config,
					parts.client.clone(),
					backend.expose_db(),
					backend.expose_storage(),
					backend.expose_shared_trie_cache(),
				)
			}),
			BenchmarkCmd::Machine(command) => runner(cli, command)?
				.sync_run(|config| command.run(&config, SUBSTRATE_REFERENCE_HARDWARE.clone())),
		}
	}

	/// Starts the log and loads the chain, if there is one.
	fn prepare(params: &SharedParams) -> Result<Option<Box<dyn ChainSpec>>> {
		LoggerBuilder::new(params.log_filters().join(",")).init()?;
		let chain = params.chain.as_deref().or(params.dev.then_some("dev"));
		Ok(chain.map(chain_spec::load).transpose()?)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn usage_errors_are_one_line() {
		let said = |arguments: &[&str]| {
			let arguments = [&["medchain-node"], arguments].concat();
			let error = <Cli as SubstrateCli>::try_from_iter(arguments).expect_err("refused");
			usage_error(&error.render().to_string())
		};
		assert_eq!(
			said(&["--sealing", "never"]),
			"error: invalid value 'never' for '--sealing <MODE>': expected `instant` or \
			`interval=MS`, MS being milliseconds (see --help)",
		);
		assert_eq!(
			said(&["--network-backend", "tcp"]),
			"error: invalid value 'tcp' for '--network-backend <NETWORK_BACKEND>' \
			[possible values: libp2p, litep2p] (see --help)",
		);
		let unknown = said(&["--devv"]);
		assert!(
			unknown.starts_with("error: unexpected argument '--devv' found; tip: "),
			"{unknown}"
		);
		assert_eq!(unknown.lines().count(), 1);
	}
}
