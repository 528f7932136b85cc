// Load for a development chain: transactions of Alice's.

import { setTimeout as sleep } from 'node:timers/promises';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

export const keyring = new Keyring({ type: 'sr25519', ss58Format: 42 });
export const alice = keyring.addFromUri('//Alice');
const bob = keyring.addFromUri('//Bob').address;

/** The node's interface over one connection, which breaks when the node ends. */
export async function connect(node) {
	const provider = new WsProvider(node.ws, false);
	await provider.connect();
	await provider.isReady;
	return ApiPromise.create({ provider, noInitWarn: true, throwOnConnect: true });
}

/** Sends a signed transaction. Unlike @polkadot/api it writes nothing about one that is refused. */
export const submit = (node, transaction) => node.rpc('author_submitExtrinsic', transaction.toHex());

/** Sends transfers and remarks from Alice, some hundred a second, until it is told to end. */
export async function load(node, api, state) {
	let nonce = (await api.rpc.system.accountNextIndex(alice.address)).toNumber();
	// Signing changes the object: each transaction needs its own.
	const calls = [
		() => api.tx.balances.transferKeepAlive(bob, 1_000_000_000n),
		() => api.tx.system.remark(`0x${'5a'.repeat(1024)}`),
	];
	while (!state.over) {
		const signed = await Promise.all(Array.from(
			{ length: 20 },
			(_, i) => calls[i % calls.length]().signAsync(alice, { nonce: nonce++, era: 0 }),
		));
		await Promise.all(signed.map((transaction) => submit(node, transaction)));
		state.sent += signed.length;
		await sleep(40);
	}
}
