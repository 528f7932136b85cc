// Four validators: what finality does while some of them are gone.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { watchFinality } from './finality.mjs';
import { localValidators, temporaryFolder, until } from './node.mjs';
import { run } from './run.mjs';

const HALT_SECONDS = 25;

await run('network', 8, async (step) => {
	const nodes = await localValidators(temporaryFolder('network'), ['alice', 'bob', 'charlie', 'dave']);
	const [alice, bob, charlie, dave] = nodes;

	const { checkAgreement, finalizeMore } = watchFinality();

	await step('four validators start', async () => {
		const times = await Promise.all(nodes.map((node) => node.start()));
		return `slowest answers after ${Math.max(...times)} ms`;
	});
	await step('each sees the three others', async () => {
		await Promise.all(nodes.map((node) => until(
			`${node.name} has three peers`, 60, async () => (await node.peers()) === 3,
		)));
	});
	await step('finality follows on all four', () => finalizeMore(nodes, 5, 60));
	await step('they agree', () => checkAgreement(nodes));

	await step('dave is killed; finality goes on', async () => {
		await dave.kill();
		return finalizeMore([alice, bob, charlie], 5, 90);
	});
	await step('the three agree', () => checkAgreement([alice, bob, charlie]));

	await step(`charlie is killed; nothing is finalised for ${HALT_SECONDS} s`, async () => {
		await charlie.kill();
		// Votes that charlie had sent may still complete a round.
		await sleep(6_000);
		const before = await Promise.all([alice.finalized(), bob.finalized()]);
		const bestBefore = Math.max(await alice.best(), await bob.best());
		await sleep(HALT_SECONDS * 1000);
		const after = await Promise.all([alice.finalized(), bob.finalized()]);
		assert.deepEqual(after, before, 'two of four validators must not finalise');
		const best = Math.max(await alice.best(), await bob.best());
		assert.ok(best > bestBefore, 'two of four validators must still make blocks');
		return `finalised block stays ${after[0].number}, best block went from ${bestBefore} to ${best}`;
	});
	await step('the two agree', () => checkAgreement([alice, bob]));

	await step('charlie and dave restart with their data; finality resumes', async () => {
		await Promise.all([charlie.start(), dave.start()]);
		return finalizeMore(nodes, 5, 120);
	});
	await step('all four agree, also on what was finalised before', () => checkAgreement(nodes));
});
