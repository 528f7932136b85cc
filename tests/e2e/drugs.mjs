// The way of drug packs by the `medchain` command alone, as the client's README shows it: a lot by its
// root, a pallet, a sale with its receipt, a copy and an invented serial number, a recall; and EPCIS
// documents in and out.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import { commandAt, temporaryFolder } from './node.mjs';

const MED = 1_000_000_000_000n;
const GTIN = '09521141012345';
const PALLET = '(00)106141412345678908';
const documents = fileURLToPath(new URL('../../client/documents/drug', import.meta.url));
const evidence = `0x${'01'.repeat(32)}`;
const always = { start: null, end: null };
const NOT_GOOD = 3;

/** Plays it. `send(call, signer)` sends by @polkadot/api; `alice` may all that governance may. */
export async function drugsByCommand({ api, node, send, keyring, alice }) {
	const uri = (name) => `//Drugs${name}`;
	const [maker, pharmacy] = ['Maker', 'Pharmacy'].map((name) => keyring.addFromUri(uri(name)));
	const folder = temporaryFolder('drugs');
	const at = (name) => join(folder, name);
	const { command: drug, failed } = commandAt(node, 'drug');
	/** By somebody. */
	const by = (name, ...args) => drug(...args, '--signer', uri(name));
	/** By somebody, who has a folder for what it records. */
	const event = (name, ...args) => by(name, ...args, '--store', at(name));
	const issue = (who, role) => api.tx.credentials.issue(who.address, role, always, evidence);
	await send(api.tx.utility.batchAll([
		...[maker, pharmacy].map((who) => api.tx.balances.transferKeepAlive(who.address, 1_000n * MED)),
		issue(maker, 'Manufacturer'),
		issue(pharmacy, 'Pharmacy'),
	]), alice);

	// Documents of the two: each event once, however often they are captured.
	await by('Maker', 'product', 'register', GTIN, '--min', 2, '--max', 8);
	await by('Maker', 'lot', 'create', '--gtin', GTIN, '--lot', 'L1', '--expiry', '2028-05-31');
	const [clinicPlace, makerPlace] = Object.keys(JSON.parse(readFileSync(join(documents, 'partners.json'), 'utf8')));
	const partners = at('partners.json');
	writeFileSync(partners, JSON.stringify({ [clinicPlace]: pharmacy.address, [makerPlace]: maker.address }));
	const nextEvent = async () => (await api.query.drugTrace.nextEvent()).toNumber();
	const capture = async (name, document, store = name) => {
		const found = await drug('capture', document, '--partners', partners,
			'--signer', uri(name), '--store', at(store));
		assert.ok(found.complete);
		return found.events.map(({ number, hash }) => ({ number, hash }));
	};
	for (const [name, document] of [['Maker', 'manufacturer.json'], ['Pharmacy', 'pharmacy.json']]) {
		const events = await capture(name, join(documents, document));
		const before = await nextEvent();
		assert.deepEqual(await capture(name, join(documents, document)), events);
		// What comes out again has the same hashes.
		await drug('export', '--store', at(name), '--out', at(document));
		assert.deepEqual(await capture(name, at(document), `${name}-again`), events);
		assert.equal(await nextEvent(), before, 'nothing was recorded anew');
	}

	// A lot by its root, on a pallet to the pharmacy.
	await by('Maker', 'lot', 'create', '--gtin', GTIN, '--lot', 'L2', '--expiry', '2028-05-31');
	await drug('serials', 'generate', '--count', 1_000, '--out', at('serials'));
	const made = await event('Maker', 'commission', '--gtin', GTIN, '--lot', 'L2',
		'--root', at('serials'), '--proofs', at('maker'));
	assert.deepEqual([made.count, made.start], [1_000, 0]);
	await event('Maker', 'pack', PALLET.slice(4), '--item', `(01)${GTIN}(10)L2(30)1000`);
	await event('Maker', 'ship', '--to', pharmacy.address, '--item', PALLET);
	await event('Pharmacy', 'receive', '--item', PALLET);
	await event('Pharmacy', 'unpack', PALLET.slice(4));

	// Serial numbers, of which one is sold.
	const [sold, kept] = readFileSync(at('serials'), 'utf8').split('\n');
	const code = (serial) => `(01)${GTIN}(21)${serial}`;
	mkdirSync(at('proofs'));
	for (const serial of [sold, kept]) {
		await drug('proof', 'make', '--gtin', GTIN, '--lot', 'L2', '--serials', at('serials'),
			'--serial', serial, '--out', at('proofs'));
	}
	const person = keyring.addFromUri(uri('Person'));
	const receipt = at('receipt.json');
	await event('Pharmacy', 'dispense', '--item', code(sold), '--patient', person.address,
		'--receipt', receipt, '--proofs', at('proofs'));
	assert.ok(existsSync(receipt));

	// The patient's own check, and those of others.
	const mine = await drug('verify', code(sold), '--receipt', receipt, '--signer', uri('Person'));
	assert.deepEqual([mine.verdict, mine.soldToYou, mine.sold], ['dispensed', true, 1]);
	const copy = await failed('verify', code(sold));
	assert.equal(copy.code, NOT_GOOD);
	assert.match(JSON.parse(copy.stdout).told, /copy/);
	const good = await drug('verify', code(kept), '--lot', 'L2', '--proofs', at('proofs'));
	assert.deepEqual([good.verdict, good.good], ['verified', true]);
	const invented = await failed('verify', code('INVENTED'), '--lot', 'L2');
	assert.equal(invented.code, NOT_GOOD);
	assert.equal(JSON.parse(invented.stdout).verdict, 'proof-needed');
	// Nobody sells it twice.
	const again = await failed('dispense', '--item', code(sold), '--patient', person.address,
		'--receipt', at('again.json'), '--signer', uri('Pharmacy'), '--store', at('Pharmacy'));
	assert.match(again.stderr, /AlreadyDispensed/);
	assert.ok(!existsSync(at('again.json')), 'nothing was sold, so nothing is left of it');

	// A recall stops the rest.
	await event('Maker', 'recall', '--class', 'I', '--gtin', GTIN, '--lot', 'L2');
	const recalled = await failed('verify', code(kept), '--lot', 'L2', '--proofs', at('proofs'));
	assert.equal(JSON.parse(recalled.stdout).verdict, 'recalled');
	const late = await failed('dispense', '--item', code(kept), '--patient', person.address,
		'--receipt', at('late.json'), '--proofs', at('proofs'), '--signer', uri('Pharmacy'),
		'--store', at('Pharmacy'));
	assert.match(late.stderr, /Recalled/);

	// What commands recorded is an EPCIS document too, whose events have the hashes of the chain.
	const before = await nextEvent();
	for (const [name, who, steps] of [
		['Maker', maker, ['commissioning', 'packing', 'shipping', 'holding']],
		['Pharmacy', pharmacy, ['receiving', 'unpacking', 'dispensing']],
	]) {
		const document = at(`${name}.json`);
		await drug('export', '--store', at(name), '--out', document);
		const { eventList } = JSON.parse(readFileSync(document, 'utf8')).epcisBody;
		assert.deepEqual(eventList.slice(-steps.length).map(({ bizStep }) => bizStep), steps);
		for (const { number, hash } of await capture(name, document, `${name}-anew`)) {
			// As CBV writes it: `ni:///sha-256;…?ver=CBV2.0`.
			const [digits] = hash.match(/[0-9a-f]{64}/);
			const stored = (await api.query.drugTrace.events(`0x${digits}`, who.address)).unwrap();
			assert.equal(stored.number.toNumber(), number);
		}
	}
	assert.equal(await nextEvent(), before, 'nothing was recorded anew');
}
