//! `medchain load`.

use super::{connect, print};
use crate::{
	cli::{load::LoadArgs, Cli},
	error::Result,
	load,
	node::Wait,
	output,
};

pub(super) async fn run(cli: &Cli, args: &LoadArgs) -> Result<()> {
	let settings = args.settings(cli.wait(Wait::Best))?;
	let node = connect(cli).await?;
	let report = load::run(&node, &settings).await?;
	print(cli, || output::load::load(&report), || output::load::load_json(&report));
	Ok(())
}
