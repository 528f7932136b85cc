// A validator moves to another machine with new keys, another one is admitted and released: who has
// left makes no blocks, and gets the bond and the deposit of the keys back when nothing can be
// reported any more.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { alice, connect, keyring } from './load.mjs';
import {
	chainFile, developmentNode, freePorts, networkIdentity, Node, sessionsOf, temporaryFolder, until,
} from './node.mjs';
import { run } from './run.mjs';

/** Short sessions: most of the time is spent waiting for the one after next. */
const SESSION_SLOTS = 6;
const MED = 1_000_000_000_000n;

const bob = keyring.addFromUri('//Bob');
const hex = (bytes) => `0x${Buffer.from(bytes).toString('hex')}`;

/** How many blocks the node says that it has made. */
const made = (node) => readFileSync(node.logFile, 'utf8').split('Prepared block for proposing').length - 1;

/** Session keys made on the node, with the proof that they are the owner's. */
const rotate = (node, owner) => node.rpc('author_rotateKeysWithOwner', hex(owner));

await run('rotation', 8, async (step) => {
	const folder = temporaryFolder('rotation');
	const chain = await chainFile(folder, 'dev', sessionsOf(SESSION_SLOTS));
	const old = await developmentNode(folder, ['--chain', chain]);
	const [fresh, other] = await Promise.all(['fresh', 'other'].map(async (name, i) => new Node({
		name,
		folder,
		ports: await freePorts(2),
		identity: networkIdentity(i + 2),
		args: ['--chain', chain, '--validator', '--force-authoring', '--bootnodes', old.address],
	})));
	let api;
	let since;

	const nameOf = (error) => (
		error.isModule ? api.registry.findMetaError(error.asModule).name : String(error)
	);
	/** Sends the call; the name of the error that it met, also in the council, if there was one. */
	const send = (call, who = alice) => new Promise((resolve, reject) => {
		// Valid for ever: blocks of a chain that runs ahead are soon too old to refer to.
		call.signAndSend(who, { era: 0 }, ({ dispatchError, events, isError, status }) => {
			if (isError) {
				reject(new Error(`not taken: ${status}`));
			} else if (status.isInBlock || status.isFinalized) {
				const motion = events.find(({ event }) => api.events.council.Executed.is(event))?.event.data;
				const error = dispatchError ?? (motion?.result.isErr ? motion.result.asErr : undefined);
				resolve(error && nameOf(error));
			}
		}).catch(reject);
	});
	/** Alice is the whole council: what she moves is carried out at once. */
	const decide = (call) => send(api.tx.council.propose(1, call, call.method.encodedLength));
	const session = async () => (await api.query.session.currentIndex()).toNumber();
	const sessionAfterNext = () => until(
		`session ${since + 2}`, 100, async () => (await session()) >= since + 2, 500,
	);
	const active = async () => (await api.query.session.validators()).map(String);
	/** What is held of Bob, in MED. */
	const held = async () => Object.fromEntries(
		(await api.query.balances.holds(bob.address))
			.map(({ id, amount }) => [id.type, Number(amount.toBigInt() / MED)]),
	);
	const finality = async (count) => {
		const { number } = await fresh.finalized();
		await until('finality', 60, async () => (await fresh.finalized()).number >= number + count);
	};

	await step('a validator and two more machines start', async () => {
		await old.start();
		await Promise.all([fresh.start(), other.start()]);
		api = await connect(fresh);
		await until('block 2 is finalised everywhere', 60, async () => {
			const heads = await Promise.all([fresh, other].map((node) => node.finalized()));
			return heads.every(({ number }) => number >= 2);
		});
	});
	await step('keys without the owner’s proof are refused', async () => {
		const { keys, proof } = await rotate(fresh, new Uint8Array(32));
		assert.equal(await send(api.tx.session.setKeys(keys, proof)), 'InvalidProof');
	});
	await step('Alice sets keys of the second machine, with proof', async () => {
		const { keys, proof } = await rotate(fresh, alice.publicKey);
		assert.equal(await send(api.tx.session.setKeys(keys, proof)), undefined);
		assert.equal((await api.query.session.nextKeys(alice.address)).unwrap().toHex(), keys);
		assert.ok(await fresh.rpc('author_hasSessionKeys', keys));
	});
	await step('Bob bonds, sets keys of the third, and is admitted', async () => {
		const { keys, proof } = await rotate(other, bob.publicKey);
		assert.equal(await send(api.tx.validatorSet.bond(10_000n * MED), bob), undefined);
		assert.equal(await decide(api.tx.validatorSet.admit(bob.address)), 'NoKeys');
		assert.equal(await send(api.tx.session.setKeys(keys, proof), bob), undefined);
		assert.equal(await decide(api.tx.validatorSet.admit(bob.address)), undefined);
		assert.deepEqual(await held(), { Session: 1, ValidatorSet: 10_000 });
		since = await session();
		return `session ${since}`;
	});
	await step('from the session after next both make blocks, the old keys none', async () => {
		await sessionAfterNext();
		assert.deepEqual(await active(), [alice.address, bob.address]);
		await until('both make a block', 60, () => made(fresh) > 0 && made(other) > 0);
		const before = made(old);
		await finality(4);
		assert.equal(made(old), before, 'the old keys still make blocks');
		return `session ${await session()}, ${made(fresh)} and ${made(other)} blocks by the new keys`;
	});
	await step('Bob is released, the old machine is switched off; blocks and finality go on', async () => {
		await old.stop();
		assert.equal(await decide(api.tx.validatorSet.release(bob.address)), undefined);
		since = await session();
		await finality(2);
		return `session ${since}`;
	});
	await step('from the session after next Bob makes no blocks', async () => {
		await sessionAfterNext();
		assert.deepEqual(await active(), [alice.address]);
		await until('Alice makes a block', 30, async () => made(fresh) > 0);
		const before = [made(fresh), made(other)];
		await finality(4);
		assert.ok(made(fresh) > before[0]);
		assert.equal(made(other), before[1], 'who was released still makes blocks');
	});
	await step('Bob’s machine is switched off; the chain goes on, and keeps its last validator', async () => {
		await other.stop();
		await finality(3);
		assert.equal(await decide(api.tx.validatorSet.release(alice.address)), 'TooFewValidators');
	});
	await step('the bond stays held', async () => {
		assert.equal(await send(api.tx.validatorSet.withdraw(), bob), 'StillBonded');
		assert.deepEqual(await held(), { Session: 1, ValidatorSet: 10_000 });
		await api.disconnect();
		await fresh.stop();
	});
	await step('on a chain that runs ahead of the clock it comes back', async () => {
		// Bob is admitted and released in one, before he is active: one machine alone seals this chain.
		const ahead = await developmentNode(temporaryFolder('ahead'), [
			'--chain', await chainFile(folder, 'dev', sessionsOf(2)), '--sealing', 'interval=50',
		]);
		await ahead.start();
		api = await connect(ahead);
		const { keys, proof } = await rotate(ahead, bob.publicKey);
		assert.equal(await send(api.tx.validatorSet.bond(10_000n * MED), bob), undefined);
		assert.equal(await send(api.tx.session.setKeys(keys, proof), bob), undefined);
		const { admit, release } = api.tx.validatorSet;
		const both = api.tx.utility.batchAll([admit(bob.address), release(bob.address)]);
		assert.equal(await decide(both), undefined);
		since = await session();
		const sessions = api.consts.validatorSet.bondingSessions.toNumber();
		assert.equal(await send(api.tx.validatorSet.withdraw(), bob), 'StillBonded');
		await until(`${sessions} sessions`, 120, async () => (await session()) >= since + sessions);
		assert.equal(await send(api.tx.validatorSet.withdraw(), bob), undefined);
		assert.deepEqual(await held(), {});
		assert.ok((await api.query.session.nextKeys(bob.address)).isNone);
		await api.disconnect();
		await ahead.stop();
		return `${sessions} sessions`;
	});
});
