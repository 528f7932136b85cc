// A development chain, killed under load again and again: what it has finalised stays.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { alice, connect, keyring, load } from './load.mjs';
import { developmentNode, temporaryFolder, until } from './node.mjs';
import { run } from './run.mjs';

const KILLS = Number(process.env.MEDCHAIN_KILLS ?? 10);
const GIFT = 7_000_000_000_000n;

const friend = keyring.addFromUri('//Friend').address;

await run('restarts', Math.max(10, KILLS), async (step) => {
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
			const loading = load(node, api, state).catch((error) => {
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
