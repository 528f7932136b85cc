//! Builds the runtime a second time, as Wasm, and says how large it is.

fn main() {
	#[cfg(feature = "std")]
	wasm::build();
}

#[cfg(feature = "std")]
mod wasm {
	use std::{env, fs, path::Path};

	/// The target folder lies outside the checkout, so the builder must be told where the lock file
	/// is.
	const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

	/// The builder's profile for the blob, unless `WASM_BUILD_TYPE` names another: linked as a whole
	/// it is a fifth smaller than linked in parts, and faster.
	const PROFILE: &str = "production";

	/// What cargo is told of that profile: functions' names would be a tenth of the blob, which every
	/// node stores and every upgrade carries. A panic says its place without them.
	const STRIP: (&str, &str) = ("CARGO_PROFILE_PRODUCTION_STRIP", "symbols");

	pub fn build() {
		env::set_var("WASM_BUILD_WORKSPACE_HINT", WORKSPACE);
		if env::var_os("WASM_BUILD_TYPE").is_none() {
			env::set_var("WASM_BUILD_TYPE", PROFILE);
			env::set_var(STRIP.0, STRIP.1);
		}
		let builder = substrate_wasm_builder::WasmBuilder::init_with_defaults();
		#[cfg(feature = "metadata-hash")]
		let builder = builder.enable_metadata_hash("MED", 12);
		builder.build();
		print_size();
	}

	/// The builder leaves the compressed blob three folders above this script's own output.
	fn print_size() {
		let Ok(out) = env::var("OUT_DIR") else { return };
		let blob = "wbuild/medchain-runtime/medchain_runtime.compact.compressed.wasm";
		if let Some(size) = Path::new(&out)
			.ancestors()
			.nth(3)
			.and_then(|target| fs::metadata(target.join(blob)).ok())
			.map(|found| found.len())
		{
			println!("cargo:warning=the Wasm runtime has {size} bytes, compressed");
		}
	}
}
