// The demonstration of the command on a chain of its own, from the first hospital to the regulator's view.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { client, developmentNode, temporaryFolder } from './node.mjs';
import { run } from './run.mjs';

await run('demonstration', 30, async (step) => {
	const node = await developmentNode(temporaryFolder('demonstration'));
	let steps;

	await step('a development chain starts', async () => {
		await node.start();
	});
	await step('the demonstration goes as it should', async () => {
		const { stdout } = await promisify(execFile)(client, ['--url', node.ws, '--json', 'demo']);
		steps = stdout.trim().split('\n').map((line) => JSON.parse(line)).filter(({ step: what }) => what);
		assert.ok(steps.length >= 70, `only ${steps.length} steps`);
		return `${steps.length} steps`;
	});
	await step('it shows what it is there for', () => {
		for (const [what, why] of [
			[/proved complete/, 'the audit log is proved complete'],
			[/no cent was made or lost/, 'the books agree'],
			[/the pool pays/, 'an appeal is paid'],
			[/sold to this key/, 'the patient checks a pack'],
			[/calls the lot back/, 'a recall stops a lot'],
			[/nobody can enrol the candidate/, 'eligibility is decided by rule'],
			[/computes every allocation anew/, 'strangers check the arms'],
		]) {
			assert.ok(steps.some((each) => what.test(each.what)), why);
		}
		assert.match(steps.at(-1).what, /the regulator among them, proved complete/);
	});
	await node.stop();
});
