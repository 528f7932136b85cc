// A development chain, killed under load again and again: what it has finalised stays.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

import { developmentNode, temporaryFolder, until } from './node.mjs';
import { run } from './run.mjs';

const KILLS = Number(process.env.MEDCHAIN_KILLS ?? 10);
const GIFT = 7_000_000_000_000n;

const keyring = new Keyring({ type: 'sr25519', ss58Format: 42 });
const alice = keyring.addFromUri('//Alice');
const bob = keyring.addFromUri('//Bob').address;
const friend = keyring.addFromUri('//Friend').address;

async function connect(node) {
	const provider = new WsProvider(node.ws, false);
	await provider.connect();
	await provider.isReady;
	return ApiPromise.create({ provider, noInitWarn: true, throwOnConnect: true });
}

/** Sends transfers and remarks from Alice, some hundred a second, until it is told to end. */
async function load(api, state) {
	let nonce = (await api.rpc.system.accountNextIndex(alice.address)).toNumber();
	const calls = [
		api.tx.balances.transferKeepAlive(bob, 1_000_000_000n),
		api.tx.system.remark(`0x${'5a'.repeat(1024)}`),
	];
	while (!state.over) {
		const signed = await Promise.all(Array.from(
			{ length: 20 },
			(_, i) => calls[i % calls.length].signAsync(alice, { nonce: nonce++, era: 0 }),
		));
		await Promise.all(signed.map((transaction) => api.rpc.author.submitExtrinsic(transaction)));
		state.sent += signed.length;
		await sleep(40);
	}
}

await run('restarts', 10, async (step) => {
	const node = await developmentNode(temporaryFolder('restarts'));
	let finalized = 0;
	let early;

	/** Transfers a gift and waits until the block that holds it is finalised. */
	const give = async (api) => {
		await new Promise((resolve, reject) => {
			api.tx.balances.transferKeepAlive(friend, GIFT).signAndSend(alice, (result) => {
				if (result.dispatchError || result.isError) {
					reject(new Error(`the transfer failed: ${result.dispatchError ?? result.status}`));
				} else if (result.isFinalized) {
					resolve();
				}
			}).catch(reject);
		});
	};

	const startAndCheck = async () => {
		const took = await node.start();
		const head = await node.finalized();
		assert.ok(head.number >= finalized, `finalised block ${head.number} is below ${finalized}`);
		if (early !== undefined) {
			assert.equal(await node.hashOf(1), early, 'block 1 has another hash than before');
		}
		return { took, head };
	};

	for (let kill = 1; kill <= KILLS; kill += 1) {
		await step(`kill ${kill} of ${KILLS}`, async () => {
			const { took, head } = await startAndCheck();
			const api = await connect(node);
			if (early === undefined) {
				await give(api);
				early = await node.hashOf(1);
			}
			const { data } = await api.query.system.account(friend);
			assert.equal(data.free.toBigInt(), GIFT, 'the gift is not there');

			const state = { over: false, sent: 0 };
			const loading = load(api, state).catch((error) => {
				// The connection breaks when the node dies.
				assert.ok(state.over, `the load failed before the kill: ${error.message}`);
			});
			const goal = Math.max(head.number, (await node.finalized()).number) + 2;
			const reached = await Promise.race([
				until(`block ${goal} is finalised`, 60, async () => {
					finalized = (await node.finalized()).number;
					return finalized >= goal;
				}, 50),
				loading.then(() => false),
			]);
			assert.ok(reached, 'the load ended before the kill');
			state.over = true;
			await node.kill();
			await Promise.race([loading, sleep(2_000)]);
			await api.disconnect().catch(() => {});
			return `answered after ${took} ms at finalised block ${head.number}, `
				+ `killed at ${finalized} after ${state.sent} transactions`;
		});
	}

	await step('the chain is whole after the last kill', async () => {
		const { took, head } = await startAndCheck();
		const api = await connect(node);
		const { data } = await api.query.system.account(friend);
		assert.equal(data.free.toBigInt(), GIFT, 'the gift is not there');
		await until('finality goes on', 60, async () => (await node.finalized()).number >= head.number + 2);
		await api.disconnect();
		await node.stop();
		return `answered after ${took} ms, finalised block ${head.number}`;
	});
});
