// A test as a script: a line a step, and a summary that scripts/test counts.

import { cleanUp } from './node.mjs';

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/**
 * Runs the body, which calls `step(name, work)`. A step that fails ends the test. What a step
 * returns is printed behind its name.
 */
export async function run(name, boundMinutes, body) {
	const started = Date.now();
	let passed = 0;
	const finish = (failed) => {
		console.log(`${name}: ${passed} passed, ${failed} failed (${seconds(started)})`);
		cleanUp(failed > 0 ? { keep: true } : {});
		process.exit(failed > 0 ? 1 : 0);
	};
	setTimeout(() => {
		console.error(`not ok - the test did not end within ${boundMinutes} minutes`);
		finish(1);
	}, boundMinutes * 60_000).unref();

	process.once('beforeExit', () => {
		console.error('not ok - the step waits for something that cannot happen any more');
		finish(1);
	});

	const step = async (what, work) => {
		const since = Date.now();
		try {
			const detail = await work();
			passed += 1;
			console.log(`ok - ${what}${detail ? `: ${detail}` : ''} (${seconds(since)})`);
		} catch (error) {
			console.log(`not ok - ${what} (${seconds(since)})`);
			throw error;
		}
	};

	try {
		await body(step);
		finish(0);
	} catch (error) {
		console.error(error.stack ?? String(error));
		finish(1);
	}
}
