//! Builds the runtime a second time, as Wasm, and says how large it is: as `runtime/build.rs` does.

fn main() {
	#[cfg(feature = "std")]
	wasm::build();
}

#[cfg(feature = "std")]
mod wasm {
	use std::{env, fs, path::Path};

	/// The target folder lies outside the checkout, so the builder must be told where the lock file
	/// is.
	const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

	/// Linked as a whole, and without functions' names.
	const PROFILE: [(&str, &str); 2] =
		[("WASM_BUILD_TYPE", "production"), ("CARGO_PROFILE_PRODUCTION_STRIP", "symbols")];

	pub fn build() {
		env::set_var("WASM_BUILD_WORKSPACE_HINT", WORKSPACE);
		if env::var_os(PROFILE[0].0).is_none() {
			for (name, value) in PROFILE {
				env::set_var(name, value);
			}
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
		let blob =
			"wbuild/medchain-parachain-runtime/medchain_parachain_runtime.compact.compressed.wasm";
		if let Some(size) = Path::new(&out)
			.ancestors()
			.nth(3)
			.and_then(|target| fs::metadata(target.join(blob)).ok())
			.map(|found| found.len())
		{
			println!("cargo:warning=the parachain's Wasm runtime has {size} bytes, compressed");
		}
	}
}
