//! `medchain drug …`.

mod look;
mod master;
mod record;

use super::{consent_node, print, print_done, send};
use crate::{
	cli::{
		drug::{DrugCommand, GoodsArgs, LotCommand, ProofCommand, SerialsCommand},
		Cli,
	},
	documents,
	drug::{build::Moment, receipt::Receipt, Thing},
	epcis::Event,
	error::{Error, Result},
	packs::serials,
	types::drug::Reading,
};
use std::process::ExitCode;

/// Does what the command line says.
pub async fn run(cli: &Cli, command: &DrugCommand) -> Result<ExitCode> {
	use DrugCommand as D;
	match command {
		D::Product(command) => master::product(cli, command).await?,
		D::Lot(LotCommand::Create { lot, expiry, signer }) => {
			master::create_lot(cli, lot, *expiry, &signer.key()?).await?
		}
		D::Lot(LotCommand::Show { lot }) => look::lot(cli, lot).await?,
		D::Serials(SerialsCommand::Generate { count, length, out }) => {
			master::generate(cli, *count, *length, out)?
		}
		D::Proof(ProofCommand::Make { lot, serials, start, serial, out }) => {
			master::make_proofs(cli, lot, (serials, *start), serial, out)?
		}
		D::Proof(ProofCommand::Check { file }) => return master::check_proof(cli, file),
		D::Commission(args) => record::commission(cli, args).await?,
		D::Pack { container, goods } => {
			about(cli, goods, |moment, things| Ok(moment.pack(container, things))).await?
		}
		D::Unpack { container, goods } => {
			let things = goods.things.given()?;
			let make = |moment: &Moment| Ok(moment.unpack(container, &things));
			record::one(cli, &goods.event, make).await?;
		}
		D::Repack { from, to, goods } => {
			about(cli, goods, |moment, things| Ok(moment.repack(from, to, things))).await?
		}
		D::Ship { to, returning, goods } => {
			let make =
				|moment: &Moment, things: &[Thing]| Ok(moment.ship(things, &to.0, *returning));
			about(cli, goods, make).await?
		}
		D::Receive(goods) => about(cli, goods, |moment, things| Ok(moment.receive(things))).await?,
		D::Reject(goods) => about(cli, goods, |moment, things| Ok(moment.reject(things))).await?,
		D::Void(goods) => about(cli, goods, |moment, things| Ok(moment.void(things))).await?,
		D::Dispense { patient, receipt, goods } => {
			let (gtin, serial) = goods.things.pack()?;
			let mut opening = [0; 32];
			serials::random(&mut opening)?;
			let made = Receipt::of(gtin, serial, *patient, opening);
			// It is written first: a pack whose receipt is lost cannot be shown to be the patient's.
			documents::write_new(receipt, &made.written()?)?;
			let make = |moment: &Moment| Ok(moment.dispense(&gtin, &serial, &made.receipt.0));
			let mut sent = false;
			let done = record::attempt(cli, &goods.event, make, &mut sent).await;
			if !sent {
				// What was not dispensed needs no receipt; if it cannot be removed, it says nothing.
				let _ = std::fs::remove_file(receipt);
			}
			done?;
		}
		D::Return(goods) => {
			let (gtin, serial) = goods.things.pack()?;
			record::one(cli, &goods.event, |moment| Ok(moment.take_back(&gtin, &serial))).await?;
		}
		D::Quarantine { reason, goods } => {
			about(cli, goods, |moment, things| Ok(moment.quarantine(things, *reason))).await?
		}
		D::Clear(goods) => about(cli, goods, |moment, things| Ok(moment.clear(things))).await?,
		D::Illegitimate { reason, goods } => {
			if !reason.is_illegitimate() {
				return Err(Error::Input(format!(
					"--reason {reason}: that is not final; right are counterfeit, stolen, diverted and unfit"
				)));
			}
			let make =
				|moment: &Moment, things: &[Thing]| Ok(moment.mark_illegitimate(things, *reason));
			about(cli, goods, make).await?
		}
		D::Recall { class, called, event } => {
			let called = called.called();
			record::one(cli, event, |moment| Ok(moment.recall(&called, *class))).await?;
		}
		D::LiftRecall { id, event } => record::lift_recall(cli, *id, event).await?,
		D::Recalls { all } => look::recalls(cli, *all).await?,
		D::Destroy(goods) => about(cli, goods, |moment, things| Ok(moment.destroy(things))).await?,
		D::Decommission(goods) => {
			about(cli, goods, |moment, things| Ok(moment.decommission(things))).await?
		}
		D::Transform { gtin, lot, serials, goods } => {
			let serials = serials::read(serials)?;
			let make = |moment: &Moment, things: &[Thing]| {
				Ok(moment.transform(things, gtin, lot, &serials))
			};
			about(cli, goods, make).await?
		}
		D::BindSensor { sensor, goods } => {
			let item = goods.things.one()?;
			record::one(cli, &goods.event, |moment| Ok(moment.bind_sensor(&item, sensor))).await?;
		}
		D::UnbindSensor { sensor, goods } => {
			let item = goods.things.one()?;
			record::one(cli, &goods.event, |moment| Ok(moment.unbind_sensor(&item, sensor)))
				.await?;
		}
		D::Condition { min, max, period, goods } => {
			let item = goods.things.one()?;
			let period = period.period()?;
			if min > max {
				return Err(Error::Input("--min is above --max; right is the lowest first".into()));
			}
			let make = |moment: &Moment| {
				let now = u64::try_from(moment.time.seconds()).unwrap_or_default();
				let to = period.end.unwrap_or(now);
				let from = period.start.unwrap_or(to);
				moment.condition(&item, &Reading { from, to, min: *min, max: *max })
			};
			record::one(cli, &goods.event, make).await?;
		}
		D::Observe { step, disposition, goods } => {
			let make =
				|moment: &Moment, things: &[Thing]| Ok(moment.observe(things, *step, *disposition));
			about(cli, goods, make).await?
		}
		D::DeclareError { hash, reason, corrective, event } => {
			record::declare_error(cli, hash, *reason, *corrective, event).await?
		}
		D::Verify { print, proof, receipt, signer, pedigree } => {
			return look::verify(cli, print, proof, receipt.as_deref(), signer, *pedigree).await
		}
		D::Show { code, proof } => look::show(cli, code, proof).await?,
		D::Pedigree { code, proof } => look::pedigree(cli, code, proof).await?,
		D::Capture { file, check, by } => record::capture(cli, file, *check, by).await?,
		D::Export { event, folder, out } => record::export(cli, event, folder, out.as_deref())?,
	}
	Ok(ExitCode::SUCCESS)
}

/// Records an event about goods.
async fn about(
	cli: &Cli,
	goods: &GoodsArgs,
	make: impl FnOnce(&Moment, &[Thing]) -> Result<Event>,
) -> Result<()> {
	let things = goods.things.things()?;
	record::one(cli, &goods.event, |moment| make(moment, &things)).await?;
	Ok(())
}
