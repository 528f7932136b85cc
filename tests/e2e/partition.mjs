// Four validators on a network that is cut in two and healed: what finality does meanwhile.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import { watchFinality } from './finality.mjs';
import { localValidators, temporaryFolder, until } from './node.mjs';
import { run } from './run.mjs';

const SPLIT_SECONDS = Number(process.env.MEDCHAIN_SPLIT_SECONDS ?? 30);
const NAMES = ['alice', 'bob', 'charlie', 'dave'];

const ip = (...args) => execFileSync('ip', args, { stdio: ['ignore', 'pipe', 'pipe'] });

/**
 * A namespace for each validator, joined by a bridge. A second bridge takes those who are cut off.
 * This machine reaches all of them at all times.
 */
class Cable {
	constructor(count) {
		const id = process.pid;
		// The range for benchmarks of networks, RFC 2544.
		const net = `198.18.${id % 256}`;
		this.bridges = [`mca${id}`, `mcb${id}`];
		this.ends = Array.from({ length: count }, (_, i) => ({
			space: `medchain-${id}-${i + 1}`,
			link: `mc${i + 1}v${id}`,
			host: `${net}.${i + 1}`,
		}));
		this.own = `${net}.254`;
	}

	lay() {
		// Both bridges have one address, so that those behind need not learn a new one.
		const mac = '02:00:00:00:00:fe';
		for (const bridge of this.bridges) {
			ip('link', 'add', bridge, 'address', mac, 'type', 'bridge');
			ip('address', 'add', `${this.own}/32`, 'dev', bridge);
			ip('link', 'set', bridge, 'up');
		}
		for (const { space, link, host } of this.ends) {
			ip('netns', 'add', space);
			ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space);
			ip('-n', space, 'address', 'add', `${host}/24`, 'dev', 'eth0');
			ip('-n', space, 'link', 'set', 'lo', 'up');
			ip('-n', space, 'link', 'set', 'eth0', 'up');
			ip('link', 'set', link, 'up');
		}
		this.join(this.ends, 0);
	}

	/** Plugs the ends into one of the two bridges. */
	join(ends, which) {
		const bridge = this.bridges[which];
		for (const { link, host } of ends) {
			ip('link', 'set', link, 'master', bridge);
			ip('route', 'replace', `${host}/32`, 'dev', bridge, 'src', this.own);
		}
	}

	remove() {
		const commands = [
			...this.ends.map(({ link }) => ['link', 'delete', link]),
			...this.ends.map(({ space }) => ['netns', 'delete', space]),
			...this.bridges.map((bridge) => ['link', 'delete', bridge]),
		];
		for (const command of commands) {
			try {
				ip(...command);
			} catch {
				// It was not made.
			}
		}
	}
}

await run('partition', 5, async (step) => {
	const cable = new Cable(NAMES.length);
	process.on('exit', () => cable.remove());

	await step('a network of namespaces', async () => {
		assert.equal(process.getuid(), 0, 'network namespaces need root');
		try {
			ip('-Version');
		} catch {
			assert.fail('the command `ip` is missing: install iproute2');
		}
		cable.lay();
	});

	const nodes = await localValidators(
		temporaryFolder('partition'),
		NAMES,
		{
			args: ['--unsafe-rpc-external', '--rpc-cors', 'all', '--allow-private-ip'],
			places: cable.ends.map(({ space, host }) => ({ host, wrapper: ['ip', 'netns', 'exec', space] })),
		},
	);
	const sides = [nodes.slice(0, 2), nodes.slice(2)];
	const { checkAgreement, finalizeMore } = watchFinality();
	const finalized = () => Promise.all(nodes.map((node) => node.finalized()));
	const bests = () => Promise.all(nodes.map((node) => node.best()));

	await step('four validators start', async () => {
		await Promise.all(nodes.map((node) => node.start()));
	});
	await step('each sees the three others', async () => {
		await Promise.all(nodes.map((node) => until(
			`${node.name} has three peers`, 60, async () => (await node.peers()) === 3,
		)));
	});
	await step('finality follows on all four', () => finalizeMore(nodes, 3, 60));
	await step('they agree', () => checkAgreement(nodes));

	let before;
	let forks;
	await step(`cut in two, nothing is finalised for ${SPLIT_SECONDS} s, and blocks go on`, async () => {
		cable.join(cable.ends.slice(2), 1);
		// What was sent before the cut may still complete a round.
		await sleep(6_000);
		before = await finalized();
		const bestBefore = await bests();
		await sleep(SPLIT_SECONDS * 1000);
		assert.deepEqual(await finalized(), before, 'half of the validators must not finalise');
		const bestAfter = await bests();
		for (const [i, node] of nodes.entries()) {
			assert.ok(bestAfter[i] > bestBefore[i], `${node.name} must still get blocks`);
		}
		const height = Math.min(...bestAfter);
		forks = await Promise.all(sides.map(([node]) => node.hashOf(height)));
		assert.notEqual(forks[0], forks[1], 'the sides must not hear each other');
		return `finalised ${before.map(({ number }) => number).join(', ')}, `
			+ `best ${bestBefore.join(', ')}, then ${bestAfter.join(', ')}`;
	});
	await step('they agree on what is finalised', () => checkAgreement(nodes));

	await step('healed, finality goes on on all four', async () => {
		const healed = Date.now();
		cable.join(cable.ends.slice(2), 0);
		const goal = await finalizeMore(nodes, SPLIT_SECONDS / 3 + 5, 120);
		return `${goal}, ${((Date.now() - healed) / 1000).toFixed(1)} s after`;
	});
	await step('one chain, and no finalised block was reverted', () => checkAgreement(nodes));
	await step('the nodes end', async () => {
		await Promise.all(nodes.map((node) => node.stop()));
	});
});
