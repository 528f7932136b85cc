// A new node joins a running network by warp sync, and knows what the others know.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { xxhashAsHex } from '@polkadot/util-crypto';

import { localChain, localValidators, networkIdentity, Node, freePorts, temporaryFolder, until } from './node.mjs';
import { run } from './run.mjs';

const BLOCKS = Number(process.env.MEDCHAIN_SYNC_BLOCKS ?? 25);

// `System::BlockHash` and so on begin with the hashes of two names.
const storageKey = (pallet, item) => xxhashAsHex(pallet, 128) + xxhashAsHex(item, 128).slice(2);

await run('sync', 5, async (step) => {
	const folder = temporaryFolder('sync');
	const nodes = await localValidators(folder, ['alice', 'bob', 'charlie']);
	const [alice] = nodes;
	const late = new Node({
		name: 'late',
		folder,
		ports: await freePorts(2),
		identity: networkIdentity(9),
		args: [
			'--chain', await localChain(folder), '--sync', 'warp',
			'--bootnodes', ...nodes.map((node) => node.address),
		],
	});

	await step('three of four validators start', async () => {
		await Promise.all(nodes.map((node) => node.start()));
	});
	await step(`block ${BLOCKS} is finalised`, async () => {
		await until('finality', BLOCKS * 8 + 30, async () => (await alice.finalized()).number >= BLOCKS);
	});
	await step('a new node reaches the head by warp sync', async () => {
		const started = Date.now();
		await late.start();
		const goal = (await alice.finalized()).number;
		await until(`the new node finalises block ${goal}`, 90, async () => (
			(await late.finalized()).number >= goal
		));
		assert.match(readFileSync(late.logFile, 'utf8'), /Warp sync is complete/);
		return `block ${goal} after ${((Date.now() - started) / 1000).toFixed(1)} s`;
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
