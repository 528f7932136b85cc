// A development chain with thousands of plans whose instalments are all due in the same second: blocks
// keep coming in time, and each instalment is collected once.
//
// MEDCHAIN_PLANS says how many, 10,000 unless told otherwise. Not part of scripts/test: it takes a
// quarter of an hour, half of it to make the plans.

import assert from 'node:assert/strict';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

import { developmentNode, temporaryFolder, until } from './node.mjs';
import { run } from './run.mjs';

const PLANS = Number(process.env.MEDCHAIN_PLANS ?? 10_000);
const BATCH = 100;
const SLOT = 3;
const PRICE = 1_000n;
const INSTALMENTS = 2;
/** Seconds from one instalment to the next: time for the first to be worked off. */
const INTERVAL = 180;

const keyring = new Keyring({ type: 'sr25519', ss58Format: 42 });
const [alice, bank, auditor, hospital, patient] = ['//Alice', '//Bank', '//Auditor', '//Hospital', '//Patient']
	.map((uri) => keyring.addFromUri(uri));
const evidence = `0x${'07'.repeat(32)}`;
const always = { start: null, end: null };

await run('instalments', 60, async (step) => {
	const node = await developmentNode(
		temporaryFolder('instalments'),
		['--pool-limit', '20000', '--pool-kbytes', '200000'],
	);
	await node.start();
	const api = await ApiPromise.create({ provider: new WsProvider(node.ws), noInitWarn: true });
	const nonces = new Map();

	const now = async () => (await api.query.timestamp.now()).toNumber() / 1_000;

	/** Sends calls of one account, each in its own transaction; ends when all are in blocks. */
	const send = async (who, calls) => {
		for (const call of calls) {
			const nonce = nonces.get(who.address)
				?? (await api.rpc.system.accountNextIndex(who.address)).toNumber();
			nonces.set(who.address, nonce + 1);
			const signed = await call.signAsync(who, { nonce, era: 0 });
			await api.rpc.author.submitExtrinsic(signed);
		}
		const last = nonces.get(who.address);
		await until('all calls are in blocks', 900, async () =>
			(await api.query.system.account(who.address)).nonce.toNumber() >= last, 1_000);
	};

	/** The same in batches, of which all must succeed. */
	const sendMany = async (who, calls) => {
		const batches = [];
		for (let i = 0; i < calls.length; i += BATCH) {
			batches.push(api.tx.utility.batchAll(calls.slice(i, i + BATCH)));
		}
		await send(who, batches);
	};

	const decide = (call) => send(alice, [api.tx.council.propose(1, call, call.method.encodedLength)]);
	const numbers = Array.from({ length: PLANS }, (_, i) => i);
	const total = PRICE * BigInt(PLANS);

	await step('a currency, a hospital and a patient', async () => {
		const issue = (who, role) => api.tx.credentials.issue(who.address, role, always, evidence);
		await send(alice, [
			...[bank, auditor, hospital, patient]
				.map((who) => api.tx.balances.transferKeepAlive(who.address, 20_000_000_000_000_000n)),
			issue(bank, 'TokenIssuer'),
			issue(auditor, 'ReserveAuditor'),
			issue(hospital, 'ProviderOrganization'),
		]);
		const terms = { requiredRatio: 10_000, attestationLifetime: 86_400, minRedemption: 1 };
		await decide(api.tx.medicalToken.registerCurrency('EUR', bank.address, terms));
		const asOf = Math.floor(await now());
		await send(auditor, [api.tx.medicalToken.attestReserves(1, total * 2n, asOf, evidence)]);
		await send(bank, [api.tx.medicalToken.mint(1, patient.address, total + 1n)]);
		assert.equal((await api.query.assets.account(1, patient.address)).unwrap().balance.toBigInt(), total + 1n);
		return `${total} cents`;
	});

	// Three calls for each plan: a block holds more than a hundred of all three.
	const firstDue = Math.floor(await now()) + Math.ceil((PLANS * SLOT) / 100) + 120;
	const terms = { instalments: INSTALMENTS, firstDue, interval: INTERVAL };
	const lines = [{ service: 'Consultation', quantity: 1, unitPrice: PRICE }];
	const mandate = { perDebit: PRICE, total: PRICE, until: firstDue + 86_400 };

	await step(`${PLANS} bills with plans`, async () => {
		await sendMany(hospital, numbers.map(() =>
			api.tx.medicalToken.issue(patient.address, 1, lines, firstDue, evidence)));
		await sendMany(hospital, numbers.map((bill) => api.tx.medicalToken.proposePlan(bill, terms)));
		assert.equal((await api.query.medicalToken.nextBill()).toNumber(), PLANS);
	});

	await step('all are accepted, with mandates', async () => {
		await sendMany(patient, numbers.map((bill) => api.tx.medicalToken.acceptPlan(bill, terms, mandate)));
		const waiting = await api.query.medicalToken.debits.keys();
		assert.equal(waiting.length, PLANS, 'all mandates wait');
		const left = firstDue - await now();
		assert.ok(left > 0, `the first instalments are due already, since ${-left} s`);
		return `${Math.round(left)} s before they are due`;
	});

	/** Follows blocks from second `due` on, until all are collected; answers what was seen. */
	const follow = async (due, number) => {
		await until('the instalments are due', 1_800, async () => (await now()) >= due, 500);
		let block = (await api.rpc.chain.getHeader()).number.toNumber();
		while (block > 1) {
			const hash = await api.rpc.chain.getBlockHash(block - 1);
			if ((await (await api.at(hash)).query.timestamp.now()).toNumber() / 1_000 < due) {
				break;
			}
			block -= 1;
		}
		const seen = new Set();
		const perBlock = [];
		const times = [];
		while (seen.size < PLANS) {
			await until(`block ${block}`, 60, async () => (await node.best()) >= block);
			const at = await api.at(await api.rpc.chain.getBlockHash(block));
			times.push((await at.query.timestamp.now()).toNumber());
			let collected = 0;
			for (const { event } of await at.query.system.events()) {
				assert.ok(!api.events.medicalToken.InstalmentFailed.is(event), String(event));
				if (api.events.medicalToken.InstalmentCollected.is(event)) {
					const [bill, instalment, amount] = event.data;
					assert.equal(instalment.toNumber(), number);
					assert.equal(amount.toBigInt(), PRICE / BigInt(INSTALMENTS));
					assert.ok(!seen.has(bill.toNumber()), `bill ${bill} was collected twice`);
					seen.add(bill.toNumber());
					collected += 1;
				}
			}
			perBlock.push(collected);
			assert.ok(perBlock.length < PLANS, 'the backlog does not shrink');
			block += 1;
		}
		const gaps = times.slice(1).map((time, i) => (time - times[i]) / 1_000);
		const longest = Math.max(0, ...gaps);
		assert.ok(longest < 2 * SLOT, `a block took ${longest} s`);
		return `${seen.size} collected in ${perBlock.length} blocks, at most ${Math.max(...perBlock)} in one; `
			+ `longest time between blocks ${longest} s`;
	};

	await step('the first instalments, all due in one second', () => follow(firstDue, 1));
	await step('the second', () => follow(firstDue + INTERVAL, 2));

	await step('every cent is where it belongs', async () => {
		const balance = async (who) =>
			(await api.query.assets.account(1, who.address)).unwrap().balance.toBigInt();
		assert.equal(await balance(hospital), total);
		assert.equal(await balance(patient), 1n);
		assert.equal((await api.query.medicalToken.debits.keys()).length, 0);
		return `${total} cents`;
	});

	await api.disconnect();
	await node.stop();
});
