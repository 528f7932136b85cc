// What a chain of one validator carries on this machine: transactions a second at saturation, call by call,
// beside transfers; the same transfers under the SDK's default weights; and what full blocks weigh beside the
// time they take.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

import { chainFile, client, developmentNode, temporaryFolder } from './node.mjs';
import { run } from './run.mjs';

const execute = promisify(execFile);
const SECONDS = Number(process.env.MEDCHAIN_LOAD_SECONDS ?? 45);
const MIXES = (process.env.MEDCHAIN_LOAD_MIXES ?? 'transfer,grant,ship,pay,claim').split(',');
/** Full blocks that are executed again. */
const BLOCKS = 4;
/** The node with the command that executes blocks again, and the runtime with the SDK's weights. */
const { MEDCHAIN_BENCH_NODE: benchmarks, MEDCHAIN_SDK_RUNTIME: sdkRuntime } = process.env;

const ROOM = ['--pool-limit', '65536', '--pool-kbytes', '262144'];
const ARCHIVE = ['--state-pruning', 'archive', '--blocks-pruning', 'archive'];

/** Loads a new chain with one kind of call; answers the report and the node, which has ended. */
async function load(mix, folder, runtime) {
	const chain = await chainFile(folder, 'dev', runtime && ((genesis) => {
		genesis.code = `0x${readFileSync(runtime).toString('hex')}`;
	}));
	const node = await developmentNode(folder, [...ROOM, ...ARCHIVE, '--chain', chain]);
	await node.start();
	try {
		const { stdout } = await execute(
			client,
			['--url', node.ws, '--json', 'load', '--mix', mix, '--duration', String(SECONDS)],
			{ maxBuffer: 1 << 28, timeout: 15 * 60_000 },
		);
		return { node, chain, report: JSON.parse(stdout) };
	} finally {
		await node.stop();
	}
}

/** Full blocks executed again: what they weigh, over the time they take. */
async function weighed({ node, chain, report }) {
	const { firstBlock, lastBlock } = report.saturated;
	// The first ones fill what the node keeps in memory.
	const to = lastBlock - 1;
	const from = Math.max(firstBlock, to - BLOCKS + 1);
	const { stdout, stderr } = await execute(benchmarks, [
		'benchmark', 'block', '--chain', chain, '--base-path', node.basePath,
		...ARCHIVE, '--from', String(from), '--to', String(to), '--repeat', '5',
	], { maxBuffer: 1 << 26 });
	const blocks = [...`${stdout}${stderr}`.matchAll(/with\s+(\d+) tx used\s+([\d.]+)%/g)]
		.map(([, transactions, share]) => ({ transactions: Number(transactions), ratio: 100 / Number(share) }));
	assert.equal(blocks.length, to - from + 1, `blocks ${from} to ${to}`);
	// The block that ends a session is declared full by the SDK, and holds no transactions.
	const full = blocks.filter(({ transactions }) => transactions > 1);
	assert.ok(full.length > 0, `blocks ${from} to ${to} hold nothing`);
	return full.map(({ ratio }) => ratio);
}

const fixed = (value, digits = 2) => (value ?? NaN).toFixed(digits);
const range = (values) => (
	values.length > 0 ? `${fixed(Math.min(...values))} to ${fixed(Math.max(...values))}` : ''
);

await run('capacity', 40, async (step) => {
	const rows = [];
	const measure = async (name, mix, runtime) => {
		const loaded = await load(mix, temporaryFolder(`capacity-${name}`), runtime);
		const { counts, saturated } = loaded.report;
		assert.ok(saturated, `${name}: the chain was not saturated`);
		assert.equal(counts.dropped, 0, `${name}: dropped`);
		assert.equal(counts.failed, 0, `${name}: ${JSON.stringify(loaded.report.failures)}`);
		const ratios = benchmarks && !runtime ? await weighed(loaded) : [];
		const row = {
			name,
			rate: saturated.throughput.includedPerSecond,
			final: saturated.throughput.finalizedPerSecond,
			inBlock: saturated.transactionsPerBlock.mean,
			fullness: saturated.fullness.mean,
			interval: saturated.intervalSlots.p99,
			seconds: loaded.report.toBest.p50,
			ratios,
		};
		rows.push(row);
		return `${fixed(row.rate, 0)} a second, ${fixed(row.inBlock, 0)} in a block, ${fixed(100 * row.fullness, 0)} % full, `
			+ `interval p99 ${fixed(row.interval)} slots${ratios.length > 0 ? `, weight / time ${range(ratios)}` : ''}`;
	};
	for (const mix of MIXES) {
		await step(mix, () => measure(mix, mix));
	}
	if (sdkRuntime) {
		await step('transfer with the weights and blocks of the SDK', () => measure('sdk', 'transfer', sdkRuntime));
	}
	const transfers = rows.find(({ name }) => name === 'transfer')?.rate;
	console.log('\n| load | a second | beside transfers | final a second | in a block | full | interval p99 | weight ÷ time |');
	console.log('|---|---|---|---|---|---|---|---|');
	for (const row of rows) {
		console.log(`| ${row.name} | ${fixed(row.rate, 0)} | ${fixed(row.rate / transfers)} | ${fixed(row.final, 0)} | ${
			fixed(row.inBlock, 0)} | ${fixed(100 * row.fullness, 0)} % | ${fixed(row.interval)} | ${range(row.ratios)} |`);
	}
});
