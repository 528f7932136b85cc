# shellcheck shell=bash
# What scripts/weights and scripts/capacity share: a node with the `benchmark` command, and runtimes in files.
# Source it after lib.sh; it runs nothing.

bench_dir=${CARGO_TARGET_DIR}-bench
# shellcheck disable=SC2034 # for those who source this
bench_node=$bench_dir/release/medchain-node
target=wasm32v1-none

# build_runtime FEATURE: the runtime in Wasm; it lies where `runtime_file FEATURE` says.
build_runtime() {
	local toolchain
	# shellcheck disable=SC2154 # of lib.sh
	toolchain=$(sed -n 's/^WASM_BUILD_TOOLCHAIN = "\(.*\)"$/\1/p' "$root/.cargo/config.toml" 2>/dev/null || true)
	# As runtime/build.rs has the runtime built: what is measured is what runs.
	CARGO_PROFILE_RELEASE_PANIC=abort CARGO_PROFILE_RELEASE_LTO=fat \
		CARGO_PROFILE_RELEASE_CODEGEN_UNITS=1 CARGO_TARGET_DIR=$bench_dir/$1 \
		RUSTFLAGS='-C link-arg=--export-table -C link-arg=--export=__heap_base -C link-arg=--import-memory --cfg substrate_runtime' \
		cargo ${toolchain:++"$toolchain"} rustc --release --target "$target" --crate-type cdylib \
		-p medchain-runtime --no-default-features --features "$1"
}

# runtime_file FEATURE: where the runtime built with it lies.
runtime_file() {
	printf '%s\n' "$bench_dir/$1/$target/release/medchain_runtime.wasm"
}

build_bench_node() {
	SKIP_WASM_BUILD=1 CARGO_TARGET_DIR=$bench_dir \
		cargo build --release -p medchain-node --features benchmark
}
