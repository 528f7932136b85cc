//! The binary, driven from outside: what it says to what it cannot do, and that a development
//! chain runs. Nothing leaves the machine.

use medchain_runtime::WASM_BINARY;
use serde_json::{json, Value};
use std::{
	fs,
	io::{Read, Write},
	net::{TcpListener, TcpStream},
	path::PathBuf,
	process::{Child, Command, Output, Stdio},
	sync::atomic::{AtomicU32, Ordering},
	thread::sleep,
	time::{Duration, Instant},
};

/// Longer than any command takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(120);

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const BOB: &str = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
const ALICE_VOTES: &str = "5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu";

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
	fn new() -> Self {
		static COUNT: AtomicU32 = AtomicU32::new(0);
		let name = format!(
			"medchain-node-test-{}-{}",
			std::process::id(),
			COUNT.fetch_add(1, Ordering::Relaxed),
		);
		let path = std::env::temp_dir().join(name);
		fs::create_dir_all(&path).expect("a folder for the test");
		Self(path)
	}

	/// A file in the folder.
	fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
		let path = self.0.join(name);
		fs::write(&path, content).expect("a file for the test");
		path.display().to_string()
	}

	fn path(&self) -> &str {
		self.0.to_str().expect("paths of tests are UTF-8")
	}
}

impl Drop for Folder {
	fn drop(&mut self) {
		let _ = fs::remove_dir_all(&self.0);
	}
}

/// A process that goes when the test ends.
struct Running(Child);

impl Drop for Running {
	fn drop(&mut self) {
		let _ = self.0.kill();
		let _ = self.0.wait();
	}
}

fn node(arguments: &[&str]) -> Command {
	let mut command = Command::new(env!("CARGO_BIN_EXE_medchain-node"));
	command.args(arguments).stdin(Stdio::null()).env_remove("RUST_LOG");
	command
}

/// Runs a command to its end.
fn output(arguments: &[&str]) -> Output {
	let child = node(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
	let mut running = Running(child.expect("the binary starts"));
	// Both pipes are read while the command runs, so that it never waits for a reader.
	let mut out = running.0.stdout.take().expect("piped");
	let stdout = std::thread::spawn(move || {
		let mut bytes = Vec::new();
		out.read_to_end(&mut bytes).map(|_| bytes)
	});
	let mut err = running.0.stderr.take().expect("piped");
	let stderr = std::thread::spawn(move || {
		let mut bytes = Vec::new();
		err.read_to_end(&mut bytes).map(|_| bytes)
	});
	let start = Instant::now();
	let status = loop {
		if let Some(status) = running.0.try_wait().expect("the command can be waited for") {
			break status;
		}
		assert!(start.elapsed() < PATIENCE, "{arguments:?} does not end");
		sleep(Duration::from_millis(20));
	};
	Output {
		status,
		stdout: stdout.join().expect("read").expect("read"),
		stderr: stderr.join().expect("read").expect("read"),
	}
}

/// What a command prints that succeeds.
fn success(arguments: &[&str]) -> String {
	let output = output(arguments);
	let stderr = String::from_utf8_lossy(&output.stderr);
	assert!(output.status.success(), "{arguments:?}: {stderr}");
	String::from_utf8(output.stdout).expect("text")
}

/// The message of a command that fails with `code`: the only line that starts with `error:`.
fn failure(code: i32, arguments: &[&str]) -> String {
	let output = output(arguments);
	let stderr = String::from_utf8(output.stderr).expect("text");
	assert_eq!(output.status.code(), Some(code), "{arguments:?}: {stderr}");
	assert!(!stderr.contains("panicked"), "{arguments:?}: {stderr}");
	let errors: Vec<_> = stderr.lines().filter(|line| line.starts_with("error: ")).collect();
	assert_eq!(errors.len(), 1, "{arguments:?}: {stderr}");
	errors[0]["error: ".len()..].to_string()
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
	let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
	listener.local_addr().expect("an address").port()
}

/// Asks a node by HTTP; `None` if it does not answer yet.
fn ask(port: u16, method: &str, params: Value) -> Option<Value> {
	let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params }).to_string();
	let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
	stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
	let head = format!(
		"POST / HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\n\
		Content-Length: {}\r\nConnection: close\r\n\r\n",
		body.len(),
	);
	stream.write_all(head.as_bytes()).ok()?;
	stream.write_all(body.as_bytes()).ok()?;
	let mut answer = String::new();
	stream.read_to_string(&mut answer).ok()?;
	serde_json::from_str(answer.split("\r\n\r\n").nth(1)?).ok()
}

/// Asks until the answer pleases.
fn wait_for<T>(what: &str, mut answer: impl FnMut() -> Option<T>) -> T {
	let start = Instant::now();
	loop {
		if let Some(answer) = answer() {
			return answer;
		}
		assert!(start.elapsed() < PATIENCE, "{what} does not come");
		sleep(Duration::from_millis(100));
	}
}

/// The number of the last final block.
fn finalized(port: u16) -> Option<u64> {
	let head = ask(port, "chain_getFinalizedHead", json!([]))?["result"].clone();
	let header = ask(port, "chain_getHeader", json!([head]))?;
	u64::from_str_radix(header["result"]["number"].as_str()?.strip_prefix("0x")?, 16).ok()
}

/// The specification of the local chain.
fn local_spec() -> Value {
	let spec = success(&["export-chain-spec", "--chain", "local"]);
	serde_json::from_str(&spec).expect("a specification is JSON")
}

fn keys_file() -> Value {
	json!({
		"name": "A Chain",
		"id": "a_chain",
		"validators": [{ "account": ALICE, "babe": BOB, "grandpa": ALICE_VOTES }],
		"council": [BOB],
		"balances": [[ALICE, "20000000000000000"], [BOB, 1_000_000_000_000_u64]],
	})
}

/// Whether the binary was built without a runtime, as linters do; it then has no chains to run.
fn no_runtime() -> bool {
	WASM_BINARY.is_none()
}

#[test]
fn help_and_version_succeed() {
	assert!(success(&["--help"]).contains("--sealing <MODE>"));
	assert!(
		success(&["--version"]).starts_with(concat!("medchain-node ", env!("CARGO_PKG_VERSION")))
	);
	let help = success(&["help"]);
	for command in [
		"key",
		"export-chain-spec",
		"check-block",
		"import-blocks",
		"export-blocks",
		"export-state",
		"purge-chain",
		"revert",
		"chain-info",
	] {
		assert!(help.contains(command), "{command} is missing");
	}
	assert!(success(&["key", "inspect", "//Alice"]).contains(ALICE));
}

#[test]
fn bad_arguments_are_refused() {
	assert!(failure(2, &["--devv"]).starts_with("unexpected argument '--devv' found; tip: "));
	assert_eq!(
		failure(2, &["--dev", "--port", "x"]),
		"invalid value 'x' for '--port <PORT>': invalid digit found in string (see --help)",
	);
	assert_eq!(
		failure(2, &["--dev", "--sealing", "interval=0"]),
		"invalid value 'interval=0' for '--sealing <MODE>': the interval must be a whole number of \
		milliseconds, at least 1 (see --help)",
	);
	assert!(failure(2, &["--database", "rocksdb"]).contains("[possible values: paritydb, auto,"));
	assert!(failure(2, &["no-such-command"]).starts_with("unrecognized subcommand"));
	assert!(failure(1, &["--dev", "--name", "a@b"]).contains("a@b"));
}

#[test]
fn unknown_chains_are_refused() {
	let name_one = "which chain? give --dev, or --chain dev|local|staging=KEYS|SPEC";
	assert_eq!(failure(1, &[]), name_one);
	assert_eq!(
		failure(1, &["--chain", "nowhere", "--tmp"]),
		"chain `nowhere` is neither dev, local, staging=KEYS nor the path of a file",
	);
}

#[test]
fn broken_chain_specifications_are_refused() {
	let folder = Folder::new();
	let path = folder.file("spec.json", "{ \"name\": ");
	let error = failure(1, &["--chain", &path, "--tmp"]);
	assert!(error.starts_with(&format!("chain spec {path}: ")) && error.contains("EOF"), "{error}");

	let path = folder.file("spec.json", "");
	let error = failure(1, &["--chain", &path, "--tmp"]);
	assert!(error.starts_with(&format!("chain spec {path}: ")), "{error}");

	let error = failure(1, &["--chain", folder.path(), "--tmp"]);
	assert!(error.starts_with(&format!("chain spec {}: ", folder.path())), "{error}");

	let path = folder.file("spec.json", "{ \"name\": \"A Chain\" }");
	let error = failure(1, &["--chain", &path, "--tmp"]);
	assert!(error.contains("missing field"), "{error}");
}

#[test]
fn chains_without_a_genesis_that_works_are_refused() {
	if no_runtime() {
		return;
	}
	let folder = Folder::new();
	let chain = |spec: &Value| folder.file("spec.json", spec.to_string());
	let ports = ["--port", "0", "--rpc-port", "0", "--no-prometheus", "--tmp", "--chain"];
	let refusal = |spec: &Value| {
		let path = chain(spec);
		failure(1, &[ports.as_slice(), &[&path]].concat())
	};

	let mut spec = local_spec();
	spec["genesis"]["runtimeGenesis"]["patch"]["session"]["keys"][0] = json!("nobody");
	let error = refusal(&spec);
	assert!(error.starts_with("chain `medchain_local_testnet`: "), "{error}");

	let mut spec = local_spec();
	spec["genesis"]["runtimeGenesis"]["patch"]["noSuchPallet"] = json!({});
	let error = refusal(&spec);
	assert!(error.contains("noSuchPallet"), "{error}");

	let mut spec = local_spec();
	spec["genesis"]["runtimeGenesis"]["code"] = json!("0x00");
	refusal(&spec);

	let mut spec = local_spec();
	spec["genesis"] = json!({ "raw": { "top": {}, "childrenDefault": {} } });
	refusal(&spec);

	let mut spec = local_spec();
	spec["genesis"] = json!({ "roh": {} });
	let error = refusal(&spec);
	assert!(error.contains("unknown variant `roh`"), "{error}");
}

#[test]
fn the_local_chain_has_four_authorities() {
	if no_runtime() {
		return;
	}
	let spec = local_spec();
	assert_eq!(spec["id"], "medchain_local_testnet");
	assert_eq!(spec["chainType"], "Local");
	assert_eq!(
		spec["properties"],
		json!({ "tokenSymbol": "MED", "tokenDecimals": 12, "ss58Format": 42 }),
	);
	let genesis = &spec["genesis"]["runtimeGenesis"]["patch"];
	let keys = genesis["session"]["keys"].as_array().expect("a list of keys");
	assert_eq!(keys.len(), 4);
	assert_eq!(keys[0][0], ALICE);
	assert_eq!(keys[0][2], json!({ "babe": ALICE, "grandpa": ALICE_VOTES }));
	assert_eq!(genesis["validatorSet"]["validators"].as_array().map(Vec::len), Some(4));

	let folder = Folder::new();
	let path = folder.file("raw.json", "");
	success(&["export-chain-spec", "--chain", "local", "--raw", "--output", &path]);
	let raw: Value =
		serde_json::from_slice(&fs::read(&path).expect("written")).expect("a specification");
	assert!(raw["genesis"]["raw"]["top"]["0x3a636f6465"].is_string(), "the code is missing");
}

#[test]
fn staging_is_built_from_a_keys_file() {
	if no_runtime() {
		return;
	}
	let folder = Folder::new();
	let chain = format!("staging={}", folder.file("keys.json", keys_file().to_string()));
	let spec: Value = serde_json::from_str(&success(&["export-chain-spec", "--chain", &chain]))
		.expect("a specification");
	assert_eq!((&spec["name"], &spec["id"]), (&json!("A Chain"), &json!("a_chain")));
	assert_eq!(spec["chainType"], "Live");
	let genesis = &spec["genesis"]["runtimeGenesis"]["patch"];
	assert_eq!(
		genesis["session"]["keys"],
		json!([[ALICE, ALICE, { "babe": BOB, "grandpa": ALICE_VOTES }]]),
	);
	assert_eq!(genesis["council"]["members"], json!([BOB]));
	// The runtime takes the genesis.
	success(&["export-chain-spec", "--raw", "--chain", &chain]);
}

#[test]
fn keys_files_with_mistakes_are_refused() {
	let folder = Folder::new();
	let missing = folder.0.join("keys.json").display().to_string();
	let refusal = |path: &str| {
		let chain = format!("staging={path}");
		let prefix = format!("keys file {path}: ");
		let error = failure(1, &["export-chain-spec", "--chain", &chain]);
		error.strip_prefix(&prefix).unwrap_or_else(|| panic!("{error}")).to_string()
	};
	assert!(refusal(&missing).starts_with("cannot be read: No such file"));
	assert!(refusal(&folder.file("keys.json", "[")).starts_with("is no JSON: "));
	let mut keys = keys_file();
	keys["validators"][0]["grandpa"] = json!("5Grw");
	assert_eq!(
		refusal(&folder.file("keys.json", keys.to_string())),
		"validators[0].grandpa: `5Grw` is no public key; write SS58, or 0x and 64 hexadecimal digits",
	);
	let mut keys = keys_file();
	keys.as_object_mut().expect("an object").remove("council");
	assert_eq!(
		refusal(&folder.file("keys.json", keys.to_string())),
		"the file: field `council` is missing",
	);
}

#[test]
fn busy_ports_are_refused() {
	if no_runtime() {
		return;
	}
	let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
	let port = listener.local_addr().expect("an address").port();
	let busy = port.to_string();

	assert_eq!(
		failure(1, &["--dev", "--port", "0", "--no-prometheus", "--rpc-port", &busy]),
		format!("RPC port {port} on 127.0.0.1 is in use; choose another with --rpc-port"),
	);
	assert_eq!(
		failure(1, &["--dev", "--port", "0", "--rpc-port", "0", "--prometheus-port", &busy]),
		format!(
			"Prometheus port {port} on 127.0.0.1 is in use; choose another with --prometheus-port, \
			or --no-prometheus",
		),
	);
	for backend in ["litep2p", "libp2p"] {
		let address = format!("/ip4/127.0.0.1/tcp/{port}");
		let network = ["--network-backend", backend, "--listen-addr", &address];
		let others = ["--dev", "--rpc-port", "0", "--no-prometheus"];
		assert_eq!(
			failure(1, &[others.as_slice(), &network].concat()),
			format!(
				"network port {port} on 127.0.0.1 is in use; choose another with --port or \
				--listen-addr",
			),
		);
	}
}

#[test]
fn databases_of_other_chains_are_refused() {
	if no_runtime() {
		return;
	}
	let folder = Folder::new();
	let base = folder.0.join("base").display().to_string();
	let mut spec = local_spec();
	let ours = folder.file("ours.json", spec.to_string());
	spec["genesis"]["runtimeGenesis"]["patch"]["council"]["members"] = json!([BOB]);
	let theirs = folder.file("theirs.json", spec.to_string());

	success(&["export-state", "--chain", &ours, "--base-path", &base]);
	success(&["export-state", "--chain", &ours, "--base-path", &base]);
	for command in [
		["export-state", "--chain", &theirs, "--base-path", &base].as_slice(),
		&["--rpc-port=0", "--port=0", "--no-prometheus", "--chain", &theirs, "--base-path", &base],
	] {
		let error = failure(1, command);
		assert!(error.starts_with("the database in "), "{error}");
		assert!(error.contains(&base) && error.contains("belongs to another chain"), "{error}");
		assert!(error.contains("choose another --base-path"), "{error}");
	}

	success(&["purge-chain", "-y", "--chain", &theirs, "--base-path", &base]);
	success(&["export-state", "--chain", &theirs, "--base-path", &base]);
}

#[test]
fn broken_databases_are_refused() {
	if no_runtime() {
		return;
	}
	let folder = Folder::new();
	let path = "chains/medchain_local_testnet/paritydb/full";
	let database = folder.0.join(path);
	fs::create_dir_all(&database).expect("a folder");
	fs::write(database.join("metadata"), "not a database").expect("a file");
	let error = failure(1, &["export-state", "--chain", "local", "--base-path", folder.path()]);
	assert!(error.starts_with("cannot open the database in "), "{error}");

	let file = folder.file("file", "");
	let error = failure(1, &["export-state", "--chain", "local", "--base-path", &file]);
	assert!(error.starts_with("cannot open the database in "), "{error}");
}

#[test]
fn blocks_come_from_files_that_exist() {
	if no_runtime() {
		return;
	}
	let folder = Folder::new();
	let base = ["--chain", "local", "--base-path", folder.path()];
	let missing = folder.0.join("missing/blocks").display().to_string();
	for command in ["import-blocks", "export-blocks"] {
		let error = failure(1, &[&[command, missing.as_str()], base.as_slice()].concat());
		assert!(error.starts_with(&format!("{missing}: No such file")), "{error}");
	}
	assert_eq!(failure(1, &[&["check-block", "999"], base.as_slice()].concat()), "Unknown block");
}

#[test]
fn validators_need_a_network_key_that_stays() {
	if no_runtime() {
		return;
	}
	let folder = Folder::new();
	let error = failure(1, &["--chain", "local", "--alice", "--base-path", folder.path()]);
	assert!(error.starts_with("there is no network key at "), "{error}");
	assert!(error.contains("key generate-node-key --file"), "{error}");
}

#[test]
fn sealing_is_for_authors_of_development_chains() {
	if no_runtime() {
		return;
	}
	assert_eq!(
		failure(1, &["--chain", "local", "--tmp", "--sealing", "instant"]),
		"--sealing is for development chains; `medchain_local_testnet` is none, `--dev` is",
	);
	assert_eq!(
		failure(1, &["--chain", "dev", "--tmp", "--sealing", "instant"]),
		"--sealing needs a node that makes blocks; add --validator or --dev",
	);
}

#[test]
fn a_sealed_chain_runs_and_answers() {
	if no_runtime() {
		return;
	}
	let port = free_port();
	let rpc = port.to_string();
	let arguments =
		["--dev", "--sealing=interval=100", "--no-prometheus", "--port=0", "--rpc-port", &rpc];
	let child = node(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
	let mut running = Running(child.expect("the binary starts"));
	// More blocks than slots in the time that passes: sealing does not wait for the clock.
	let height = wait_for("finality", || finalized(port).filter(|number| *number > 20));
	wait_for("more finality", || finalized(port).filter(|number| *number > height));

	let request = json!({ "purpose": "TREAT", "action": "access", "classes": ["Observation"] });
	let answer = ask(port, "medchain_consentDecision", json!([ALICE, BOB, request]))
		.expect("the node answers");
	let result = &answer["result"];
	// Nobody vouches for Bob.
	assert_eq!(result["decision"], "CONSENT_DENY", "{answer}");
	assert_eq!(result["basedOn"], Value::Null);
	assert_eq!((&result["permitted"], &result["redact"]), (&json!([]), &json!(["Observation"])));
	assert_eq!(result["at"].as_str().map(str::len), Some(66));

	let genesis = ask(port, "chain_getBlockHash", json!([0])).expect("the node answers");
	let at = &genesis["result"];
	let answer = ask(port, "medchain_consentDecision", json!([ALICE, BOB, request, at]))
		.expect("the node answers");
	assert_eq!(answer["result"]["at"], *at);

	let request = json!({ "purpose": "FUN", "action": "access", "classes": ["Observation"] });
	let answer = ask(port, "medchain_consentDecision", json!([ALICE, BOB, request]))
		.expect("the node answers");
	assert_eq!(answer["error"]["code"], -32602);
	let message = answer["error"]["message"].as_str().expect("a message");
	assert!(message.starts_with("request.purpose: `FUN` is not a code of Purpose; known are TREAT"));

	let nowhere = format!("0x{}", "00".repeat(32));
	let request = json!({ "purpose": "TREAT", "action": "access", "classes": ["Observation"] });
	let answer = ask(port, "medchain_consentDecision", json!([ALICE, BOB, request, nowhere]))
		.expect("the node answers");
	assert_eq!(answer["error"]["code"], -32602);
	assert_eq!(answer["error"]["message"], format!("at: the node knows no block {nowhere}"),);

	for (method, argument, nothing) in [
		("medchain_claim", json!(0), json!({ "claim": null })),
		("medchain_claimsOf", json!(ALICE), json!({ "claims": [], "next": null })),
		("medchain_coverages", json!(ALICE), json!({ "coverages": [] })),
		("medchain_plan", json!(0), json!({ "plan": null })),
		("medchain_pool", json!(0), json!({ "pool": null })),
	] {
		let mut answer = ask(port, method, json!([argument])).expect("the node answers");
		let result = answer["result"].as_object_mut().expect(method);
		assert!(result.remove("at").is_some(), "{method}");
		assert_eq!(Value::Object(result.clone()), nothing, "{method}");
	}
	let line = json!({
		"service": "3",
		"item": nowhere,
		"quantity": 1,
		"unitPrice": "100",
		"serviced": 0,
	});
	let claim = json!({ "patient": BOB, "currency": 1, "payee": "provider", "lines": [line] });
	let answer =
		ask(port, "medchain_predetermine", json!([ALICE, claim])).expect("the node answers");
	let error = (&answer["error"]["code"], &answer["error"]["message"]);
	assert_eq!(error, (&json!(-32602), &json!("claim: who bills holds no role of a provider")));

	let methods = ask(port, "rpc_methods", json!([])).expect("the node answers");
	let methods: Vec<_> = methods["result"]["methods"]
		.as_array()
		.expect("a list")
		.iter()
		.filter_map(Value::as_str)
		.collect();
	for method in [
		"system_accountNextIndex",
		"payment_queryInfo",
		"babe_epochAuthorship",
		"grandpa_proveFinality",
		"grandpa_subscribeJustifications",
		"sync_state_genSyncSpec",
		"author_rotateKeysWithOwner",
		"chainHead_v1_follow",
		"chainSpec_v1_chainName",
		"transaction_v1_broadcast",
		"medchain_consentDecision",
		"medchain_bill",
		"medchain_claim",
		"medchain_claimsOf",
		"medchain_coverages",
		"medchain_plan",
		"medchain_pool",
		"medchain_predetermine",
	] {
		assert!(methods.contains(&method), "{method} is missing");
	}
	assert!(running.0.try_wait().expect("the node can be waited for").is_none(), "it stopped");
}
