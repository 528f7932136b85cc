// What finality promises: what was finalised once is never another block.

import assert from 'node:assert/strict';

import { until } from './node.mjs';

/** Remembers what any node has called finalised. */
export function watchFinality() {
	// Hashes by number.
	const history = new Map();

	return {
		/** Each node's finalised chain must agree with all that was ever finalised. */
		async checkAgreement(among) {
			for (const node of among) {
				const { number } = await node.finalized();
				const hashes = await node.rpc('chain_getBlockHash', [...Array(number + 1).keys()]);
				for (const [height, hash] of hashes.entries()) {
					assert.equal(
						hash,
						history.get(height) ?? hash,
						`${node.name} finalised another block ${height}`,
					);
					history.set(height, hash);
				}
			}
			return `${history.size - 1} finalised blocks agree on ${among.length} nodes`;
		},

		/** Waits until each node has finalised `count` blocks more than the furthest has now. */
		async finalizeMore(among, count, within) {
			const heads = await Promise.all(among.map((node) => node.finalized()));
			const goal = Math.max(...heads.map((head) => head.number)) + count;
			await Promise.all(among.map((node) => until(
				`${node.name} finalises block ${goal}`,
				within,
				async () => (await node.finalized()).number >= goal,
			)));
			return `block ${goal}`;
		},
	};
}
