// A validator moves to another machine with new keys: they make the blocks, the old ones do not.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { alice, connect } from './load.mjs';
import {
	developmentNode, freePorts, networkIdentity, Node, temporaryFolder, until,
} from './node.mjs';
import { run } from './run.mjs';

const hex = (bytes) => `0x${Buffer.from(bytes).toString('hex')}`;

/** How many blocks the node says that it has made. */
const made = (node) => readFileSync(node.logFile, 'utf8').split('Prepared block for proposing').length - 1;

await run('keys', 6, async (step) => {
	const folder = temporaryFolder('keys');
	const old = await developmentNode(folder);
	const fresh = new Node({
		name: 'fresh',
		folder,
		ports: await freePorts(2),
		identity: networkIdentity(2),
		args: ['--chain', 'dev', '--validator', '--force-authoring', '--bootnodes', old.address],
	});
	let api;
	let set;

	/** Sends the call as Alice; the name of the error that it met, or the session it was in. */
	const send = (call) => new Promise((resolve, reject) => {
		call.signAndSend(alice, ({ dispatchError, isError, status }) => {
			if (isError) {
				reject(new Error(`not taken: ${status}`));
			} else if (status.isInBlock) {
				resolve(dispatchError?.isModule ? api.registry.findMetaError(dispatchError.asModule).name : dispatchError);
			}
		}).catch(reject);
	});
	const session = async () => (await api.query.session.currentIndex()).toNumber();

	await step('a validator and a second machine start', async () => {
		await old.start();
		await fresh.start();
		api = await connect(old);
		await until('they are peers', 30, async () => (await fresh.peers()) === 1);
		await until('block 2 is finalised there', 60, async () => (await fresh.finalized()).number >= 2);
	});
	await step('keys without the owner’s proof are refused', async () => {
		const { keys, proof } = await fresh.rpc('author_rotateKeysWithOwner', hex(new Uint8Array(32)));
		const error = await send(api.tx.session.setKeys(keys, proof));
		assert.equal(error, 'InvalidProof');
	});
	await step('keys of the second machine are set with proof', async () => {
		const { keys, proof } = await fresh.rpc('author_rotateKeysWithOwner', hex(alice.publicKey));
		assert.equal(await send(api.tx.session.setKeys(keys, proof)), undefined);
		assert.equal((await api.query.session.nextKeys(alice.address)).unwrap().toHex(), keys);
		assert.ok(await fresh.rpc('author_hasSessionKeys', keys));
		set = await session();
		return `session ${set}`;
	});
	await step('two sessions later the new keys make the blocks, the old ones none', async () => {
		await until('the session after next', 150, async () => (await session()) >= set + 2, 1000);
		await until('the second machine makes a block', 30, () => made(fresh) > 0);
		const before = [made(old), made(fresh)];
		const { number } = await fresh.finalized();
		await until('finality', 40, async () => (await fresh.finalized()).number >= number + 4);
		const after = [made(old), made(fresh)];
		assert.equal(after[0], before[0], 'the old keys still make blocks');
		assert.ok(after[1] > before[1]);
		return `session ${await session()}, ${after[1]} blocks by the new keys`;
	});
	await step('the old machine is switched off; blocks and finality go on', async () => {
		await api.disconnect();
		await old.stop();
		const { number } = await fresh.finalized();
		await until('finality', 40, async () => (await fresh.finalized()).number >= number + 3);
		await fresh.stop();
	});
});
