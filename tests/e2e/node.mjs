// Starting, asking and ending nodes. Every process started here ends with the test that started it.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import {
	closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { base58Encode } from '@polkadot/util-crypto';

const target = process.env.CARGO_TARGET_DIR ?? join(homedir(), '.cache/medchain/target');

/** The node binary under test. */
export const binary = process.env.MEDCHAIN_NODE ?? join(target, 'release/medchain-node');

/** The `medchain` command. */
export const client = process.env.MEDCHAIN_CLIENT ?? join(target, 'release/medchain');

const running = new Set();
const folders = new Set();

/** A folder that goes when the test ends; it stays after a failure, for its logs. */
export function temporaryFolder(name) {
	const folder = mkdtempSync(join(tmpdir(), `medchain-${name}-`));
	folders.add(folder);
	return folder;
}

/**
 * Kills every node; removes the temporary folders unless they shall be kept, as MEDCHAIN_KEEP_LOGS
 * makes it always.
 */
export function cleanUp({ keep = Boolean(process.env.MEDCHAIN_KEEP_LOGS) } = {}) {
	for (const child of running) {
		child.kill('SIGKILL');
	}
	running.clear();
	for (const folder of folders) {
		if (keep) {
			console.error(`logs are kept in ${folder}`);
		} else {
			rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
		}
	}
	folders.clear();
}

for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
	process.on(signal, () => {
		cleanUp();
		process.exit(code);
	});
}
process.on('exit', () => cleanUp());

/**
 * The `medchain` command at a node, of which each call begins with `first`: `command` answers what it
 * prints as JSON, `failed` the end of one that fails.
 */
export function commandAt(node, ...first) {
	const run = (args) => promisify(execFile)(
		client,
		['--url', node.ws, '--wait', 'best', '--json', ...first, ...args.map(String)],
	);
	return {
		command: async (...args) => JSON.parse((await run(args)).stdout),
		failed: (...args) => run(args).then(
			() => assert.fail(`taken: ${args.join(' ')}`),
			(error) => error,
		),
	};
}

/** So many loopback ports that nobody listens on. */
export async function freePorts(count) {
	const servers = await Promise.all(
		Array.from({ length: count }, () => new Promise((resolve, reject) => {
			const server = createServer();
			server.once('error', reject);
			server.listen(0, '127.0.0.1', () => resolve(server));
		})),
	);
	const ports = servers.map((server) => server.address().port);
	await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
	return ports;
}

/** Calls `probe` until it returns something true; the error names what was waited for. */
export async function until(what, seconds, probe, interval = 250) {
	const deadline = Date.now() + seconds * 1000;
	let last;
	for (;;) {
		try {
			const value = await probe();
			if (value) {
				return value;
			}
			last = undefined;
		} catch (error) {
			last = error;
		}
		if (Date.now() > deadline) {
			const reason = last ? `: ${last.message}` : '';
			throw new Error(`${what}: not within ${seconds} s${reason}`);
		}
		await sleep(interval);
	}
}

/** The network key of a number, and the peer id that follows from it. */
export function networkIdentity(number) {
	const seed = Buffer.alloc(32);
	seed.writeUInt32BE(number, 28);
	const key = createPrivateKey({
		key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
		format: 'der',
		type: 'pkcs8',
	});
	const point = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
	const multihash = Buffer.concat([Buffer.from('002408011220', 'hex'), point]);
	return { key: seed.toString('hex'), peer: base58Encode(multihash) };
}

/** A node of the binary under test. */
export class Node {
	/**
	 * `args` are added to those that give the node its folder and ports. `wrapper` is a command that
	 * becomes the node, and `host` the address at which it is then found.
	 */
	constructor({
		name, folder, ports: [rpcPort, p2pPort], identity, args, host = '127.0.0.1', wrapper = [],
	}) {
		Object.assign(this, { name, rpcPort, p2pPort, identity, wrapper });
		this.url = `http://${host}:${rpcPort}`;
		this.ws = `ws://${host}:${rpcPort}`;
		this.address = `/ip4/${host}/tcp/${p2pPort}/p2p/${identity.peer}`;
		this.basePath = join(folder, name);
		this.logFile = join(folder, `${name}.log`);
		this.args = [
			...args,
			'--name', name,
			'--base-path', this.basePath,
			'--rpc-port', String(rpcPort),
			'--listen-addr', `/ip4/${host}/tcp/${p2pPort}`,
			'--node-key', identity.key,
			'--rpc-methods', 'unsafe',
			'--no-mdns',
			'--no-prometheus',
			'--no-telemetry',
		];
	}

	/** Starts the process and waits until it answers; returns after how many milliseconds. */
	async start(seconds = 180) {
		if (!existsSync(binary)) {
			throw new Error(`no node at ${binary}; build it, or set MEDCHAIN_NODE`);
		}
		const started = Date.now();
		const log = openSync(this.logFile, 'a');
		const [command, ...args] = [...this.wrapper, binary, ...this.args];
		const child = spawn(command, args, { stdio: ['ignore', log, log] });
		closeSync(log);
		this.child = child;
		running.add(child);
		this.ended = new Promise((resolve) => {
			child.once('error', (error) => resolve(error.message));
			child.once('exit', (code, signal) => {
				running.delete(child);
				resolve(signal ?? `exit code ${code}`);
			});
		});
		let end;
		this.ended.then((how) => (end = how));
		await until(`${this.name} answers RPC`, seconds, async () => {
			if (end === undefined) {
				return this.rpc('system_health');
			}
			return true;
		}, 50);
		if (end !== undefined) {
			throw new Error(`${this.name} ended at its start (${end}):\n${this.logTail()}`);
		}
		return Date.now() - started;
	}

	/** Ends the process as a power cut would. */
	async kill() {
		this.child.kill('SIGKILL');
		await this.ended;
	}

	/** Asks the process to end. */
	async stop() {
		this.child.kill('SIGTERM');
		const timer = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
		await this.ended;
		clearTimeout(timer);
	}

	/** The last lines of the log. */
	logTail(lines = 15) {
		return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
	}

	/** A JSON-RPC call. */
	async rpc(method, ...params) {
		const response = await fetch(this.url, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
			signal: AbortSignal.timeout(60_000),
		});
		const answer = await response.json();
		if (answer.error) {
			throw Object.assign(new Error(`${method}: ${answer.error.message}`), answer.error);
		}
		return answer.result;
	}

	/** Number and hash of the last finalised block. */
	async finalized() {
		const hash = await this.rpc('chain_getFinalizedHead');
		const { number } = await this.rpc('chain_getHeader', hash);
		return { number: Number(number), hash };
	}

	/** Number of the best block. */
	async best() {
		return Number((await this.rpc('chain_getHeader')).number);
	}

	/** Hash of block `number` on the best chain. */
	hashOf(number) {
		return this.rpc('chain_getBlockHash', number);
	}

	/** Number of peers. */
	async peers() {
		return (await this.rpc('system_health')).peers;
	}
}

/**
 * The raw specification of the chain `name`, as operators share it: no node has to build the genesis.
 * `change` may first change what makes up the genesis: its `code` and, as a `patch`, its state.
 */
export async function chainFile(folder, name, change) {
	const file = join(folder, `${name}.json`);
	const write = (...chain) => promisify(execFile)(
		binary, ['export-chain-spec', '--output', file, '--chain', ...chain],
	);
	if (change === undefined) {
		await write(name, '--raw');
		return file;
	}
	await write(name);
	const spec = JSON.parse(readFileSync(file, 'utf8'));
	change(spec.genesis.runtimeGenesis);
	writeFileSync(file, JSON.stringify(spec));
	await write(file, '--raw');
	return file;
}

/** A change of the genesis that makes sessions shorter than a minute, which is 20 slots. */
export const sessionsOf = (slots) => ({ patch }) => {
	patch.validatorSet.sessionSlots = slots;
};

/**
 * Validators of the chain `local`, by the names of the development accounts; not started yet.
 * `places` says of each where it runs, as `host` and `wrapper`.
 */
export async function localValidators(folder, names, { args = [], places = [], sessionSlots } = {}) {
	const chain = await chainFile(folder, 'local', sessionSlots && sessionsOf(sessionSlots));
	const ports = await freePorts(names.length * 2);
	const nodes = names.map((name, i) => new Node({
		name,
		folder,
		ports: ports.slice(i * 2, i * 2 + 2),
		identity: networkIdentity(i + 1),
		...places[i],
		// A second node of the same account is named `dave-2`.
		args: ['--chain', chain, `--${name.split('-')[0]}`, ...args],
	}));
	for (const node of nodes) {
		const others = nodes.filter((other) => other !== node);
		node.args.push('--bootnodes', ...others.map((other) => other.address));
	}
	return nodes;
}

/** A development chain of one node; not started yet. */
export async function developmentNode(folder, args = []) {
	return new Node({
		name: 'dev',
		folder,
		ports: await freePorts(2),
		identity: networkIdentity(1),
		args: ['--dev', ...args],
	});
}
