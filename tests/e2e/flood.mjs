// Floods of questions and of transactions: blocks keep coming, and the node answers afterwards.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { alice, connect, keyring, submit } from './load.mjs';
import { developmentNode, temporaryFolder, until } from './node.mjs';
import { run } from './run.mjs';

const SECONDS = Number(process.env.MEDCHAIN_FLOOD_SECONDS ?? 30);
const CONNECTIONS = Number(process.env.MEDCHAIN_FLOOD_CONNECTIONS ?? 300);
const TRANSACTIONS = Number(process.env.MEDCHAIN_FLOOD_TRANSACTIONS ?? 4000);
/** Longest interval of blocks at the 99th percentile: three slots. */
const BOUND = 9_000;

// Every key of the state, a run of the runtime, and a whole block.
const QUESTIONS = [
	['state_getPairs', ['0x']],
	['state_getKeysPaged', ['0x', 1000]],
	['state_call', ['Metadata_metadata', '0x']],
	['state_getMetadata', []],
	['chain_getBlock', []],
];

// The node takes a hundred connections.
const BATCH = 50;
const SENDERS = 8;
/** What the node answers about a transaction that is not valid. */
const INVALID = 1010;
const poor = keyring.addFromUri('//Poor');

/** A transaction of its own each time: signing changes the object, and two would become one. */
const remark = (api, signer, nonce) => (
	api.tx.system.remark('0x5a').signAsync(signer, { nonce, era: 0 })
);

const percentile = (values, part) => (
	values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * part) - 1)]
);

await run('flood', 4, async (step) => {
	const node = await developmentNode(temporaryFolder('flood'));
	let api;

	/** Says how far apart the blocks after `first` are, by their own time. */
	const intervals = async (first) => {
		const last = await node.best();
		const times = [];
		for (let number = first; number <= last; number += 1) {
			const at = await api.at(await node.hashOf(number));
			times.push((await at.query.timestamp.now()).toNumber());
		}
		const gaps = times.slice(1).map((time, i) => time - times[i]);
		assert.ok(gaps.length > 3, `only ${gaps.length + 1} blocks`);
		const p99 = percentile(gaps, 0.99);
		assert.ok(p99 <= BOUND, `the 99th percentile of intervals is ${p99} ms`);
		return `${gaps.length} intervals, median ${percentile(gaps, 0.5)} ms, p99 ${p99} ms`;
	};

	await step('a node starts', async () => {
		await node.start();
		api = await connect(node);
		await until('block 2', 30, async () => (await node.best()) >= 2);
	});
	await step(`${CONNECTIONS} clients ask heavy questions for ${SECONDS} s`, async () => {
		const first = await node.best();
		const deadline = Date.now() + SECONDS * 1000;
		let answered = 0;
		let refused = 0;
		await Promise.all(Array.from({ length: CONNECTIONS }, async (_, i) => {
			for (let n = i; Date.now() < deadline; n += 1) {
				const [method, params] = QUESTIONS[n % QUESTIONS.length];
				try {
					const response = await fetch(node.url, {
						method: 'POST',
						headers: { 'Content-Type': 'application/json' },
						body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
						signal: AbortSignal.timeout(Math.max(1, deadline + 5_000 - Date.now())),
					});
					await response.arrayBuffer();
					if (response.ok) {
						answered += 1;
					} else {
						refused += 1;
						await sleep(100);
					}
				} catch {
					refused += 1;
					await sleep(100);
				}
			}
		}));
		assert.ok(answered > 0, 'nobody was answered');
		await until('it answers again', 15, () => node.rpc('system_health'));
		return `${answered} answered, ${refused} refused; ${await intervals(first)}`;
	});
	await step(`${TRANSACTIONS} transactions, half of them not valid`, async () => {
		const first = await node.best();
		const counts = { taken: 0, refused: 0 };
		const since = Date.now();
		let nonce = (await api.rpc.system.accountNextIndex(alice.address)).toNumber();
		// Alice's arrive in the order of their nonces: one that is missing holds up all after it.
		const valid = async () => {
			for (let sent = 0; sent < TRANSACTIONS / 2; sent += BATCH) {
				const signed = [];
				for (let i = 0; i < BATCH; i += 1) {
					signed.push(await remark(api, alice, nonce++));
				}
				await Promise.all(signed.map((transaction) => submit(node, transaction)));
				counts.taken += signed.length;
			}
		};
		const invalid = async () => {
			for (let sent = 0; sent < TRANSACTIONS / 2 / SENDERS; sent += 1) {
				const signed = await remark(api, poor, sent);
				await assert.rejects(submit(node, signed), { code: INVALID }, 'who cannot pay must be refused');
				counts.refused += 1;
			}
		};
		await Promise.all([valid(), ...Array.from({ length: SENDERS }, invalid)]);
		const sent = (Date.now() - since) / 1000;
		await until('all valid ones are in blocks', 60, async () => (
			(await api.query.system.account(alice.address)).nonce.toNumber() === nonce
		));
		const included = (Date.now() - since) / 1000;
		await until('enough blocks to judge', 60, async () => (await node.best()) >= first + 5);
		return `${counts.taken} taken, ${counts.refused} refused within ${sent.toFixed(1)} s, `
			+ `in blocks after ${included.toFixed(1)} s; ${await intervals(first)}`;
	});
	await step('the node is well', async () => {
		const since = Date.now();
		await node.rpc('system_health');
		const took = Date.now() - since;
		const { number } = await node.finalized();
		await until('finality', 30, async () => (await node.finalized()).number >= number + 3);
		await api.disconnect();
		await node.stop();
		return `answers after ${took} ms`;
	});
});
