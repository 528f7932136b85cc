// A new node joins a running network by warp sync, and knows what the others know.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { xxhashAsHex } from '@polkadot/util-crypto';

import {
	binary, freePorts, localValidators, networkIdentity, Node, temporaryFolder, until,
} from './node.mjs';
import { run } from './run.mjs';

const BLOCKS = Number(process.env.MEDCHAIN_SYNC_BLOCKS ?? 25);

/** Sessions of a quarter of a minute: who is absent for four of them is removed. */
const SESSION_SLOTS = 5;

// Warp sync of the SDK gives up when the block that it goes to follows directly on one that changes the
// authorities, as the first of each session does. docs/operators.md says what to do: start again.
const TRIES = 5;

// `System::BlockHash` and so on begin with the hashes of two names.
const storageKey = (pallet, item) => xxhashAsHex(pallet, 128) + xxhashAsHex(item, 128).slice(2);

/** The number of the set of authorities whose votes count, and how many they are. */
const authorities = async (node) => {
	const { setId, best } = await node.rpc('grandpa_roundState');
	return { setId, count: best.totalWeight };
};

await run('sync', Math.max(8, BLOCKS / 10), async (step) => {
	const folder = temporaryFolder('sync');
	const nodes = await localValidators(folder, ['alice', 'bob', 'charlie'], { sessionSlots: SESSION_SLOTS });
	const [alice] = nodes;
	const chain = join(folder, 'local.json');
	const late = new Node({
		name: 'late',
		folder,
		ports: await freePorts(2),
		identity: networkIdentity(9),
		args: [
			'--chain', chain, '--sync', 'warp',
			'--bootnodes', ...nodes.map((node) => node.address),
		],
	});

	await step('three of four validators start', async () => {
		await Promise.all(nodes.map((node) => node.start()));
	});
	await step(`block ${BLOCKS} is finalised`, async () => {
		await until('finality', BLOCKS * 8 + 30, async () => (await alice.finalized()).number >= BLOCKS);
	});
	// A new set of authorities is what a proof of finality has to show.
	await step('the fourth, who never came, is no longer one of the authorities', async () => {
		await until('a set of three', 240, async () => (await authorities(alice)).count === 3);
		const { number } = await alice.finalized();
		await until('finality', 60, async () => (await alice.finalized()).number >= number + 3);
		return `block ${number}, set ${(await authorities(alice)).setId}`;
	});
	await step('a new node reaches the head by warp sync', async () => {
		for (let tries = 1; tries <= TRIES; tries += 1) {
			const started = Date.now();
			await late.start();
			const goal = (await alice.finalized()).number;
			const logged = () => readFileSync(late.logFile, 'utf8');
			await until(`the new node finalises block ${goal}, or gives up`, 90, async () => (
				(await late.finalized()).number >= goal || logged().includes('State sync failed')
			));
			if (!logged().includes('State sync failed')) {
				assert.match(logged(), /Warp sync is complete/);
				return `block ${goal} after ${((Date.now() - started) / 1000).toFixed(1)} s, try ${tries}`;
			}
			await late.stop();
			execFileSync(
				binary, ['purge-chain', '-y', '--chain', chain, '--base-path', late.basePath], { stdio: 'ignore' },
			);
			rmSync(late.logFile);
		}
		assert.fail(`it gave up ${TRIES} times`);
	});
	await step('its state at the finalised block is that of the others', async () => {
		const { number, hash } = await late.finalized();
		await until('alice finalises it, too', 30, async () => (await alice.finalized()).number >= number);
		const ask = (node) => Promise.all([
			node.rpc('chain_getHeader', hash),
			node.rpc('state_getStorage', storageKey('Balances', 'TotalIssuance'), hash),
			node.rpc('state_getStorageHash', '0x3a636f6465', hash),
		]);
		const [mine, theirs] = await Promise.all([ask(late), ask(alice)]);
		assert.deepEqual(mine, theirs);
		assert.ok(mine.every(Boolean), 'the state must hold the values');
		return `block ${number}, state root ${mine[0].stateRoot}`;
	});
	await step('it follows', async () => {
		const { number } = await late.finalized();
		await until('finality', 60, async () => (await late.finalized()).number >= number + 3);
	});
	await step('blocks from before it came follow in the background', async () => {
		const height = Math.floor(BLOCKS / 2);
		const hash = await alice.hashOf(height);
		await until('an old block', 60, async () => Boolean(await late.rpc('chain_getBlock', hash)));
		return `block ${height}`;
	});
	await step('the nodes end', async () => {
		await Promise.all([late, ...nodes].map((node) => node.stop()));
	});
});
