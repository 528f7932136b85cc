// The same session key on two running nodes: the double blocks reach the chain, the offender's bond
// is slashed exactly once, and the offender leaves the set.

import assert from 'node:assert/strict';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

import { localValidators, temporaryFolder, until } from './node.mjs';
import { run } from './run.mjs';

const dave = new Keyring({ type: 'sr25519', ss58Format: 42 }).addFromUri('//Dave').address;

/** What is held of Dave by the validator set, as reason and amount. */
async function bondOf(api, at) {
	const holds = await (at ? await api.at(at) : api).query.balances.holds(dave);
	return holds
		.filter(({ id }) => id.isValidatorSet)
		.reduce((sum, { amount }) => sum + amount.toBigInt(), 0n);
}

/** Sessions of half a minute. */
const SESSION_SLOTS = 10;

// Offences have names of 16 bytes.
const BABE_OFFENCE = 'babe:equivocatio';

const names = (list) => list.map(String);

await run('equivocation', 15, async (step) => {
	const nodes = await localValidators(
		temporaryFolder('equivocation'),
		['alice', 'bob', 'charlie', 'dave', 'dave-2'],
		{ sessionSlots: SESSION_SLOTS },
	);
	const twin = nodes.at(-1);
	let api;
	let bond;

	// Events that tell the story, in the order of the finalised blocks.
	const offences = [];
	const slashes = [];
	const removals = [];
	let scanned = 0;
	const scan = async () => {
		const head = (await nodes[0].finalized()).number;
		for (; scanned < head; scanned += 1) {
			const block = scanned + 1;
			const hash = await api.rpc.chain.getBlockHash(block);
			const events = await (await api.at(hash)).query.system.events();
			for (const { event } of events) {
				if (api.events.offences.Offence.is(event)) {
					offences.push({ block, hash, kind: event.data[0].toUtf8() });
				} else if (api.events.validatorSet.Slashed.is(event)) {
					slashes.push({ block, hash, who: String(event.data.who), amount: event.data.amount.toBigInt() });
				} else if (api.events.validatorSet.Removed.is(event)) {
					removals.push({ block, who: String(event.data.who), reason: String(event.data.reason) });
				}
			}
		}
	};

	await step('four validators start', async () => {
		await Promise.all(nodes.slice(0, 4).map((node) => node.start()));
		api = await ApiPromise.create({ provider: new WsProvider(nodes[0].ws), noInitWarn: true });
	});
	await step('finality follows', async () => {
		await until('block 3 is finalised', 60, async () => (await nodes[0].finalized()).number >= 3);
	});
	await step('dave validates and is bonded', async () => {
		assert.ok(names(await api.query.session.validators()).includes(dave));
		bond = await bondOf(api);
		assert.ok(bond > 0n);
		return `${bond} units`;
	});
	await step('a second node makes blocks with dave’s keys', async () => {
		// Without a vote of its own, so that it is the double block that tells.
		twin.args.push('--no-grandpa');
		await twin.start();
		await until('the twin has peers', 30, async () => (await twin.peers()) >= 3);
	});
	await step('the equivocation is reported on chain', async () => {
		await until('an offence', 180, async () => {
			await scan();
			return offences.length > 0;
		}, 1000);
		const [{ block, kind }] = offences;
		assert.equal(kind, BABE_OFFENCE);
		return `${kind} in block ${block}`;
	});
	await step('dave’s bond is slashed', async () => {
		assert.equal(slashes.length, 1);
		const [{ who, amount, hash, block }] = slashes;
		assert.equal(who, dave);
		assert.ok(amount > 0n && amount <= bond);
		assert.equal(await bondOf(api, hash), bond - amount);
		return `${amount} of ${bond} units in block ${block}`;
	});
	await step('dave is removed from the admitted validators', async () => {
		assert.deepEqual(removals.map(({ who, reason }) => [who, reason]), [[dave, 'Equivocated']]);
		assert.ok(!names(await api.query.validatorSet.validators()).includes(dave));
	});
	await step('the second node votes, too', async () => {
		// As long as dave is in the set, it may equivocate in GRANDPA as well.
		await twin.kill();
		twin.args.pop();
		await twin.start();
	});
	await step('dave leaves the active set', async () => {
		await until('a session without dave', 420, async () => {
			const validators = await api.query.session.validators();
			return !names(validators).includes(dave);
		}, 1000);
		return `in session ${await api.query.session.currentIndex()}`;
	});
	await step('finality goes on without dave', async () => {
		const { number } = await nodes[0].finalized();
		await until('finality', 90, async () => (await nodes[0].finalized()).number >= number + 5);
	});
	await step('nobody was slashed again', async () => {
		await scan();
		assert.equal(slashes.length, 1);
		assert.equal(await bondOf(api), bond - slashes[0].amount);
		const kinds = offences.map(({ kind, block }) => `${kind} in block ${block}`);
		await api.disconnect();
		return `${offences.length} offences (${kinds.join(', ')}), 1 slash`;
	});
});
