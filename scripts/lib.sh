# shellcheck shell=bash
# What the scripts share. Source it; it runs nothing.
#
# CARGO_TARGET_DIR   where cargo builds; it stays outside the checkout, so that a new clone reuses it
# MEDCHAIN_CACHE     where chains, logs and the target folder live (~/.cache/medchain)
# MEDCHAIN_NODE      a node binary to use in place of the built one

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${MEDCHAIN_CACHE:-$HOME/.cache/medchain}
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/target}
# The parachain's Wasm takes as long as the chain's own, and nothing here runs it but scripts/parachain.
export SKIP_MEDCHAIN_PARACHAIN_RUNTIME_WASM_BUILD=1
export CARGO_TERM_PROGRESS_WHEN=${CARGO_TERM_PROGRESS_WHEN:-auto}
node_binary=${MEDCHAIN_NODE:-$CARGO_TARGET_DIR/release/medchain-node}
# shellcheck disable=SC2034 # for those who source this
client_binary=$CARGO_TARGET_DIR/release/medchain
mkdir -p "$cache"

say() {
	printf '%s\n' "$*"
}

die() {
	printf 'error: %s\n' "$*" >&2
	exit 1
}

# 75 -> "1 min 15 s"
duration() {
	if [ "$1" -ge 60 ]; then
		printf '%d min %02d s' $(($1 / 60)) $(($1 % 60))
	else
		printf '%d s' "$1"
	fi
}

# Milliseconds since 1970; whole seconds with an old bash.
now_ms() {
	if [ -n "${EPOCHREALTIME:-}" ]; then
		local now=${EPOCHREALTIME/[.,]/}
		echo "${now%???}"
	else
		echo "$(date +%s)000"
	fi
}

# step NAME COMMAND...: runs the command under a headline; afterwards says how long it took.
# The times are kept for `step_times`.
step_log=()
step() {
	local name=$1 start=$SECONDS status=0
	shift
	printf '\n=== %s\n' "$name"
	"$@" || status=$?
	local took
	took=$(duration $((SECONDS - start)))
	if [ "$status" -eq 0 ]; then
		printf '=== %s: done in %s\n' "$name" "$took"
		step_log+=("$(printf '%-28s %s' "$name" "$took")")
	else
		printf '=== %s: FAILED (exit code %d) after %s\n' "$name" "$status" "$took"
		step_log+=("$(printf '%-28s %s, failed' "$name" "$took")")
	fi
	return "$status"
}

step_times() {
	printf '\nHow long each step took:\n'
	printf '  %s\n' "${step_log[@]}"
}

have() {
	command -v "$1" >/dev/null 2>&1
}

# Commands that rustup's installer has put where a shell that was open before does not look.
if ! have cargo && [ -x "$HOME/.cargo/bin/cargo" ]; then
	export PATH="$HOME/.cargo/bin:$PATH"
fi

# rpc URL METHOD [PARAMS]: the answer's JSON; fails when nobody answers within ten seconds.
rpc() {
	local params=${3:-[]}
	curl --silent --show-error --fail --noproxy '*' --max-time 10 \
		--header 'Content-Type: application/json' \
		--data "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$2\",\"params\":$params}" "$1"
}

# json_text NAME: the text or number of the first member NAME in the JSON on standard input.
# For flat answers; it knows neither nesting nor escapes.
json_text() {
	sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" | head -n 1
}

# wait_rpc URL PID SECONDS: until the node answers; fails when it ends or time runs out.
wait_rpc() {
	local deadline=$((SECONDS + $3))
	while ! rpc "$1" system_chain >/dev/null 2>&1; do
		kill -0 "$2" 2>/dev/null || return 1
		[ "$SECONDS" -lt "$deadline" ] || return 1
		sleep 0.1
	done
}

# finalized URL: the number of the last finalised block.
finalized() {
	local hash
	hash=$(rpc "$1" chain_getFinalizedHead | json_text result) || return 1
	printf '%d\n' "$(rpc "$1" chain_getHeader "[\"$hash\"]" | json_text number)"
}

# wait_finalized URL NUMBER SECONDS: until block NUMBER is finalised.
wait_finalized() {
	local deadline=$((SECONDS + $3)) number
	until number=$(finalized "$1" 2>/dev/null) && [ "$number" -ge "$2" ]; do
		[ "$SECONDS" -lt "$deadline" ] || return 1
		sleep 0.5
	done
}

# port_taken PORT: whether something listens on the loopback port.
port_taken() {
	(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# stop_pid PID: asks the process to end, and ends it after 15 s.
stop_pid() {
	kill "$1" 2>/dev/null || return 0
	local deadline=$((SECONDS + 15))
	while kill -0 "$1" 2>/dev/null; do
		if [ "$SECONDS" -ge "$deadline" ]; then
			kill -KILL "$1" 2>/dev/null || true
			return 0
		fi
		sleep 0.1
	done
}

# resident_mib PID: the process's resident memory in MiB.
resident_mib() {
	echo $(($(ps -o rss= -p "$1") / 1024))
}

# runtime_size: prints the Wasm runtime's size and fails above the bound of 5 MiB.
runtime_size() {
	local folder=$CARGO_TARGET_DIR/release/wbuild/medchain-runtime bytes compressed
	bytes=$(wc -c <"$folder/medchain_runtime.compact.wasm")
	compressed=$(wc -c <"$folder/medchain_runtime.compact.compressed.wasm")
	say "Wasm runtime: $((bytes / 1024)) KiB, $((compressed / 1024)) KiB compressed"
	[ "$bytes" -le $((5 * 1024 * 1024)) ] || die "the Wasm runtime is larger than 5 MiB"
}

need_node_binary() {
	[ -x "$node_binary" ] ||
		die "no node at $node_binary; build it with 'cargo build --release --workspace', or set MEDCHAIN_NODE"
}

# play FILE [ARGUMENTS]: runs one of the JavaScript tests in place of this shell, by the command `around`.
around=()
play() {
	need_node_binary
	have node || die "Node.js is missing; scripts/setup --tests installs it"
	[ -d "$root/tests/e2e/node_modules" ] ||
		die "the test packages are missing; scripts/setup --tests installs them"
	export MEDCHAIN_NODE=$node_binary
	exec "${around[@]}" node "$root/tests/e2e/$1" "${@:2}"
}
