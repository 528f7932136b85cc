//! The command line.

use crate::sealing::Sealing;
use polkadot_sdk::{sc_cli, sc_storage_monitor};

/// `medchain-node` without a subcommand runs a node.
#[derive(Debug, clap::Parser)]
pub struct Cli {
	/// What to do instead of running a node.
	#[command(subcommand)]
	pub subcommand: Option<Subcommand>,

	/// How to run the node.
	#[clap(flatten)]
	pub run: sc_cli::RunCmd,

	/// When to stop for want of disk space.
	#[clap(flatten)]
	pub storage_monitor: sc_storage_monitor::StorageMonitorParams,

	/// Seal blocks without consensus: `instant` (one for each transaction) or `interval=MS`.
	///
	/// For development chains with one validator. Blocks are final as soon as they are sealed.
	/// No other node can follow such a chain.
	#[arg(long, value_name = "MODE")]
	pub sealing: Option<Sealing>,
}

/// Everything but running a node.
#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
	/// Make, inspect and insert keys.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),

	/// Write a chain specification.
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// Write a chain specification; superseded by export-chain-spec.
	BuildSpec(sc_cli::BuildSpecCmd),

	/// Execute a block of the database again and check it.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Write blocks to a file.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Write the state at a block as a chain specification.
	ExportState(sc_cli::ExportStateCmd),

	/// Read blocks from a file.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Remove the database of a chain.
	PurgeChain(sc_cli::PurgeChainCmd),

	/// Take back the last blocks, as far as they are not final.
	Revert(sc_cli::RevertCmd),

	/// Show the head of the chain in the database.
	ChainInfo(sc_cli::ChainInfoCmd),

	/// Measure pallets, blocks and the machine.
	#[cfg(feature = "benchmark")]
	#[command(subcommand)]
	Benchmark(BenchmarkCmd),
}

/// The benchmarks. None needs benchmarking code in the runtime that the node serves.
#[cfg(feature = "benchmark")]
#[derive(Debug, clap::Subcommand)]
pub enum BenchmarkCmd {
	/// Measure the calls of pallets, in a runtime built with `runtime-benchmarks`.
	Pallet(frame_benchmarking_cli::PalletCmd),

	/// Measure what a block and a transaction cost before they do anything.
	Overhead(frame_benchmarking_cli::OverheadCmd),

	/// Measure blocks of the database and compare them with their weight.
	Block(frame_benchmarking_cli::BlockCmd),

	/// Measure what reading and writing an item of the state costs, in a database on disk.
	Storage(frame_benchmarking_cli::StorageCmd),

	/// Measure this machine and compare it with the reference hardware.
	Machine(frame_benchmarking_cli::MachineCmd),
}
