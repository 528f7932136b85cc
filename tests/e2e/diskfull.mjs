// A node whose disk fills up ends and says so; with space again its chain is intact.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { connect, load } from './load.mjs';
import { developmentNode, temporaryFolder, until } from './node.mjs';
import { run } from './run.mjs';

const DISK_MIB = 512;

/** The node ends by itself when less is free than this, unless it is 0. */
const THRESHOLD_MIB = 128;

/** Writes into the file until only so much is free; returns the file's size in MiB. */
function fill(file, leaveMib) {
	const out = openSync(file, 'a');
	try {
		for (const size of [1 << 20, 1 << 12]) {
			try {
				while (leaveMib === 0 || freeMib(file) > leaveMib) {
					writeSync(out, Buffer.alloc(size, 1));
				}
			} catch (error) {
				assert.equal(error.code, 'ENOSPC');
			}
		}
	} finally {
		closeSync(out);
	}
	return Math.round(statSync(file).size / (1 << 20));
}

/** How much is free on the file's disk. */
function freeMib(file) {
	const { bavail, bsize } = statfsSync(file);
	return bavail * bsize / (1 << 20);
}

await run('diskfull', 4, async (step) => {
	const node = await developmentNode(temporaryFolder('diskfull'));
	const ballast = join(node.basePath, 'ballast');
	const takeAway = () => {
		try {
			execFileSync('umount', ['--lazy', node.basePath], { stdio: 'ignore' });
		} catch {
			// It was not mounted.
		}
	};
	// Before the folder is removed, also when the test is interrupted.
	for (const event of ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP']) {
		process.prependListener(event, takeAway);
	}
	let head;
	let logged;

	await step(`a disk of ${DISK_MIB} MiB`, async () => {
		assert.equal(process.getuid(), 0, 'mounting a disk in memory needs root: use scripts/diskfull');
		mkdirSync(node.basePath);
		execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m`, 'tmpfs', node.basePath]);
	});
	// The database is mapped into memory: where the disk has no page left for it, the system ends
	// the node with SIGBUS, before it can say anything. The watch over the disk is there to come first.
	for (const [what, leaveMib, threshold, expected] of [
		['space is short', THRESHOLD_MIB / 2, THRESHOLD_MIB, /^exit code [1-9]/],
		['no byte is free and nobody watches', 0, 0, /^(SIGBUS|exit code [1-9])/],
	]) {
		await step(`a node runs that ends below ${threshold} MiB`, async () => {
			node.args.push('--db-storage-threshold', String(threshold));
			await node.start();
			const { number } = await node.finalized();
			await until('finality', 60, async () => (await node.finalized()).number >= number + 3);
		});
		await step(`${what}: the node ends`, async () => {
			logged = readFileSync(node.logFile, 'utf8').length;
			const api = await connect(node);
			head = await node.finalized();
			const state = { over: false, sent: 0 };
			const loading = load(node, api, state).catch(() => {});
			const since = Date.now();
			const size = fill(ballast, leaveMib);
			let end;
			node.ended.then((how) => (end = how));
			try {
				while (end === undefined && Date.now() - since < 90_000) {
					head = await node.finalized().catch(() => head);
					await sleep(200);
				}
			} finally {
				state.over = true;
				await Promise.race([loading, sleep(2_000)]);
				await api.disconnect().catch(() => {});
			}
			assert.ok(end !== undefined, 'the node still runs with a full disk');
			assert.match(end, expected, `it ended by ${end}:\n${node.logTail()}`);
			return `${end} ${((Date.now() - since) / 1000).toFixed(1)} s after ${size} MiB of ballast, `
				+ `finalised block ${head.number}`;
		});
		if (threshold > 0) {
			await step(`${what}: its log says why`, async () => {
				const line = readFileSync(node.logFile, 'utf8').slice(logged).split('\n')
					.find((text) => /dropped below threshold|no space left|os error 28/i.test(text));
				assert.ok(line, `no line about space:\n${node.logTail()}`);
				return line.slice(0, 160);
			});
		}
		await step(`${what}: with space again it starts, its chain intact`, async () => {
			rmSync(ballast);
			const took = await node.start();
			assert.equal(await node.hashOf(head.number), head.hash, 'a finalised block is another one');
			let now = await node.finalized();
			if (threshold > 0) {
				assert.ok(now.number >= head.number, `finalised block ${now.number} is below ${head.number}`);
			}
			// What the system ended had no time to write down which block was final last.
			await until('the same block is final again', 60, async () => {
				now = await node.finalized();
				return now.number >= head.number;
			});
			assert.equal(await node.hashOf(head.number), head.hash, 'another block was made final');
			await until('finality goes on', 60, async () => (
				(await node.finalized()).number >= now.number + 3
			));
			return `answered after ${took} ms at finalised block ${now.number}`;
		});
		await node.stop();
		node.args.splice(-2);
	}
	await step('the disk is taken away', async () => {
		execFileSync('umount', [node.basePath]);
	});
});
