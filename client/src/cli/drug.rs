//! `medchain drug …`.

mod args;

pub use args::{
	CalledArgs, EventArgs, FolderArgs, LotArgs, PartyArg, PrintArgs, ProofArgs, RecorderArgs,
	ThingArgs,
};

use super::SignerArgs;
use crate::{
	accounts,
	packs::Digest,
	types::drug::{ErrorReason, RecallClass, RecallId, SuspectReason},
};
use args::{digest, sscc, temperature};
pub(crate) use args::{limits, scanned};
use clap::{Args, Subcommand};
use medchain_support::{BizStep, Disposition, Expiry, Gtin, Lot, Serial, Sscc};
use std::path::PathBuf;
use subxt::utils::AccountId32;

/// `drug`.
#[derive(Subcommand)]
pub enum DrugCommand {
	/// Products, and the temperatures that they bear
	#[command(subcommand)]
	Product(ProductCommand),
	/// Lots of a product
	#[command(subcommand)]
	Lot(LotCommand),
	/// Serial numbers
	#[command(subcommand)]
	Serials(SerialsCommand),
	/// Proofs that packs were commissioned by a root; needs no node
	#[command(subcommand)]
	Proof(ProofCommand),
	/// Bring packs of a lot into being: a list of at most 64, or up to 2^24 by the root over them
	Commission(CommissionArgs),
	/// Put packs, stretches or containers into a container
	Pack {
		/// The container: an SSCC
		#[arg(value_parser = sscc)]
		container: Sscc,
		/// What and when
		#[command(flatten)]
		goods: GoodsArgs,
	},
	/// Take items out of a container; all, if none is named
	Unpack {
		/// The container: an SSCC
		#[arg(value_parser = sscc)]
		container: Sscc,
		/// What and when
		#[command(flatten)]
		goods: GoodsArgs,
	},
	/// Put items from one container into another
	Repack {
		/// The container they are in: an SSCC
		#[arg(long, value_name = "SSCC", value_parser = sscc)]
		from: Sscc,
		/// The container they come into: an SSCC
		#[arg(long, value_name = "SSCC", value_parser = sscc)]
		to: Sscc,
		/// What and when
		#[command(flatten)]
		goods: GoodsArgs,
	},
	/// Send items off to a trading partner
	Ship {
		/// To whom: a GLN of the table of partners, or an account
		#[arg(long, value_name = "PARTY")]
		to: PartyArg,
		/// They go back to where they came from, or to their manufacturer
		#[arg(long)]
		returning: bool,
		/// What and when
		#[command(flatten)]
		goods: GoodsArgs,
	},
	/// Take in what was shipped to the signer
	Receive(GoodsArgs),
	/// Send what was shipped to the signer back without taking it in
	Reject(GoodsArgs),
	/// Say that items were not shipped after all, before they are received
	Void(GoodsArgs),
	/// Give a pack to a patient, with a receipt
	Dispense {
		/// Account of the patient; it does not come onto the chain
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		patient: AccountId32,
		/// Where to write the patient's receipt; it is for the patient alone
		#[arg(long, value_name = "FILE")]
		receipt: PathBuf,
		/// Which pack, and when
		#[command(flatten)]
		goods: GoodsArgs,
	},
	/// Take a pack back from a patient; it is set apart
	Return(GoodsArgs),
	/// Set items apart that may not be handed on now
	Quarantine {
		/// Why: suspect or damaged
		#[arg(long, value_name = "REASON", default_value = "suspect")]
		reason: SuspectReason,
		/// What and when
		#[command(flatten)]
		goods: GoodsArgs,
	},
	/// Say that items are no longer set apart
	Clear(GoodsArgs),
	/// Say for good that items are not what they should be
	Illegitimate {
		/// Why: counterfeit, stolen, diverted or unfit
		#[arg(long, value_name = "REASON")]
		reason: SuspectReason,
		/// What and when
		#[command(flatten)]
		goods: GoodsArgs,
	},
	/// Call packs back, wherever they are: a product, a lot, or places of a lot
	Recall {
		/// How dangerous they are: I (serious harm), II or III
		#[arg(long, value_name = "CLASS")]
		class: RecallClass,
		/// Which
		#[command(flatten)]
		called: CalledArgs,
		/// When, and who says so
		#[command(flatten)]
		event: EventArgs,
	},
	/// End a recall
	LiftRecall {
		/// Number of the recall
		id: RecallId,
		/// When, and who says so
		#[command(flatten)]
		event: EventArgs,
	},
	/// List recalls
	Recalls {
		/// Those that ended too
		#[arg(long)]
		all: bool,
	},
	/// Say that items are destroyed, a container with all in it
	Destroy(GoodsArgs),
	/// Take the identity off packs
	Decommission(GoodsArgs),
	/// Make packs of others, which are decommissioned
	Transform {
		/// The product that they become
		#[arg(long, value_name = "GTIN")]
		gtin: Gtin,
		/// Its lot
		#[arg(long, value_name = "LOT")]
		lot: Lot,
		/// File of their serial numbers, one a line
		#[arg(long, value_name = "FILE")]
		serials: PathBuf,
		/// Of what, and when
		#[command(flatten)]
		goods: GoodsArgs,
	},
	/// Let a sensor report for a pack or a container
	BindSensor {
		/// Account of the sensor
		#[arg(value_parser = accounts::account)]
		sensor: AccountId32,
		/// Which item, and when
		#[command(flatten)]
		goods: GoodsArgs,
	},
	/// Let a sensor no longer report for a pack or a container
	UnbindSensor {
		/// Account of the sensor
		#[arg(value_parser = accounts::account)]
		sensor: AccountId32,
		/// Which item, and when
		#[command(flatten)]
		goods: GoodsArgs,
	},
	/// Tell which temperatures a sensor measured at an item; the sensor signs
	Condition {
		/// The lowest, in degrees Celsius, such as 2.5
		#[arg(long, value_name = "DEGREES", value_parser = temperature, allow_hyphen_values = true)]
		min: i32,
		/// The highest, in degrees Celsius
		#[arg(long, value_name = "DEGREES", value_parser = temperature, allow_hyphen_values = true)]
		max: i32,
		/// When it was measured
		#[command(flatten)]
		period: super::PeriodArgs,
		/// Which item, and when
		#[command(flatten)]
		goods: GoodsArgs,
	},
	/// Record that something was seen of items that changes nothing
	Observe {
		/// The step of business: a word of CBV 2.0, such as inspecting
		#[arg(long, value_name = "STEP")]
		step: BizStep,
		/// The condition: a word of CBV 2.0, such as conformant
		#[arg(long, value_name = "DISPOSITION")]
		disposition: Option<Disposition>,
		/// What and when
		#[command(flatten)]
		goods: GoodsArgs,
	},
	/// Declare an event that the signer recorded to be an error
	DeclareError {
		/// Its hash: ni:///sha-256;… or 0x and 64 hexadecimal digits
		#[arg(value_parser = digest)]
		hash: Digest,
		/// Why: incorrect_data or did_not_occur
		#[arg(long, value_name = "REASON")]
		reason: ErrorReason,
		/// Hash of the signer's event that puts it right
		#[arg(long, value_name = "HASH", value_parser = digest)]
		corrective: Option<Digest>,
		/// When, and who says so
		#[command(flatten)]
		event: EventArgs,
	},
	/// Check a pack: whether it is what its print says, and good
	Verify {
		/// The pack
		#[command(flatten)]
		print: PrintArgs,
		/// Proof of a pack that has no entry of its own
		#[command(flatten)]
		proof: ProofArgs,
		/// The receipt that came with it: tells whether it was sold to the patient
		#[arg(long, value_name = "FILE")]
		receipt: Option<PathBuf>,
		/// The patient, whose key the receipt must be for
		#[command(flatten)]
		signer: SignerArgs,
		/// Tell what happened to it
		#[arg(long)]
		pedigree: bool,
	},
	/// Show a pack, a container or a lot
	Show {
		/// What a scanner gives: an element string, a Digital Link address, an EPC URN
		#[arg(value_name = "CODE")]
		code: String,
		/// Where proofs are, of a pack that has no entry of its own
		#[command(flatten)]
		proof: ProofArgs,
	},
	/// Tell what happened to a pack, a container, a lot or a product
	Pedigree {
		/// What a scanner gives: an element string, a Digital Link address, an EPC URN
		#[arg(value_name = "CODE")]
		code: String,
		/// Where proofs are, of a pack that has no entry of its own
		#[command(flatten)]
		proof: ProofArgs,
	},
	/// Record the events of an EPCIS 2.0 document; what the signer recorded before is skipped
	Capture {
		/// The document, JSON-LD
		file: PathBuf,
		/// Only say what each event means, or why it cannot be recorded; nothing is sent
		#[arg(long)]
		check: bool,
		/// Who records it, and where things are kept
		#[command(flatten)]
		by: RecorderArgs,
	},
	/// Write the events that were recorded as an EPCIS 2.0 document; needs no node
	Export {
		/// An event, by its hash; can be repeated. All, if it is left out
		#[arg(long, value_name = "HASH", value_parser = digest)]
		event: Vec<Digest>,
		/// Where events are kept
		#[command(flatten)]
		folder: FolderArgs,
		/// Where to write it; the standard output if it is left out
		#[arg(long, value_name = "FILE")]
		out: Option<PathBuf>,
	},
}

/// Goods, and the event about them.
#[derive(Args)]
pub struct GoodsArgs {
	/// What
	#[command(flatten)]
	pub things: ThingArgs,
	/// When, where, and who says so
	#[command(flatten)]
	pub event: EventArgs,
}

/// `drug product`.
#[derive(Subcommand)]
pub enum ProductCommand {
	/// Make a product known; who does so first is its manufacturer
	Register {
		/// Its GTIN
		gtin: Gtin,
		/// What it bears
		#[command(flatten)]
		limits: LimitsArgs,
		/// The manufacturer
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Say anew which temperatures a product bears; any, if none is named
	Limits {
		/// Its GTIN
		gtin: Gtin,
		/// What it bears
		#[command(flatten)]
		limits: LimitsArgs,
		/// The manufacturer
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Let another manufacturer take a product over
	Offer {
		/// Its GTIN
		gtin: Gtin,
		/// Account that may accept it; that of its manufacturer: nobody, an offer is withdrawn
		#[arg(long, value_name = "ACCOUNT", value_parser = accounts::account)]
		to: AccountId32,
		/// The manufacturer, or a regulator
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Take a product over that was offered
	Accept {
		/// Its GTIN
		gtin: Gtin,
		/// Who takes it over, a manufacturer
		#[command(flatten)]
		signer: SignerArgs,
	},
}

/// Temperatures that a product bears.
#[derive(Args)]
pub struct LimitsArgs {
	/// The lowest temperature it bears, in degrees Celsius, such as 2
	#[arg(long, value_name = "DEGREES", value_parser = temperature, requires = "max",
		allow_hyphen_values = true)]
	pub min: Option<i32>,
	/// The highest temperature it bears, in degrees Celsius, such as 8
	#[arg(long, value_name = "DEGREES", value_parser = temperature, requires = "min",
		allow_hyphen_values = true)]
	pub max: Option<i32>,
}

/// `drug lot`.
#[derive(Subcommand)]
pub enum LotCommand {
	/// Make a lot, without packs
	Create {
		/// Which
		#[command(flatten)]
		lot: LotArgs,
		/// Last day of use, such as 2027-05-31
		#[arg(long, value_name = "DATE")]
		expiry: Expiry,
		/// The manufacturer
		#[command(flatten)]
		signer: SignerArgs,
	},
	/// Show a lot: its batches, its stretches, and what became of its packs
	Show {
		/// Which
		#[command(flatten)]
		lot: LotArgs,
	},
}

/// `drug serials`.
#[derive(Subcommand)]
pub enum SerialsCommand {
	/// Write random serial numbers that nobody can guess to a file; needs no node
	Generate {
		/// How many
		#[arg(long, value_name = "NUMBER")]
		count: u32,
		/// How many characters each has
		#[arg(long, value_name = "NUMBER", default_value_t = 16)]
		length: usize,
		/// The file, which must not exist
		#[arg(long, value_name = "FILE")]
		out: PathBuf,
	},
}

/// `drug proof`.
#[derive(Subcommand)]
pub enum ProofCommand {
	/// Make the tree over a list of serial numbers: the description of the batch, or proofs of single
	/// packs
	Make {
		/// Of which lot
		#[command(flatten)]
		lot: LotArgs,
		/// File of all serial numbers of the batch, one a line, in the order of commissioning
		#[arg(long, value_name = "FILE")]
		serials: PathBuf,
		/// Place of the first in the lot
		#[arg(long, value_name = "NUMBER", default_value_t = 0)]
		start: u32,
		/// A pack of which to write a proof; can be repeated. The whole batch, if it is left out
		#[arg(long, value_name = "SERIAL")]
		serial: Vec<Serial>,
		/// The folder
		#[arg(long, value_name = "DIR")]
		out: PathBuf,
	},
	/// Check that a proof leads to its root
	Check {
		/// The file
		file: PathBuf,
	},
}

/// `drug commission`.
#[derive(Args)]
pub struct CommissionArgs {
	/// Into which lot
	#[command(flatten)]
	pub lot: LotArgs,
	/// File of at most 64 serial numbers, one a line: each pack gets an entry of its own
	#[arg(long, value_name = "FILE", required_unless_present = "root", conflicts_with = "root")]
	pub serials: Option<PathBuf>,
	/// File of up to 2^24 serial numbers, one a line: the chain gets the root over them. With --proofs,
	/// the batch is kept there
	#[arg(long, value_name = "FILE")]
	pub root: Option<PathBuf>,
	/// When, where, and who says so
	#[command(flatten)]
	pub event: EventArgs,
}

#[cfg(test)]
mod tests;
