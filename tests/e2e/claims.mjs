// Plans, coverages and claims on a running chain, by the `medchain` command alone: what the demonstration
// does not show. Two payers, a claim in the place of another, documents and consent, drug packs, appeals,
// versions of plans, refunds that are owed.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { commandAt, temporaryFolder } from './node.mjs';

const MED = 1_000_000_000_000n;
const HPAYMT = 1 << 2;
const SALT = `0x${'07'.repeat(32)}`;
const evidence = `0x${'01'.repeat(32)}`;
const always = { start: null, end: null };
const NOT_PERMITTED = 3;

/** The terms of a plan that pays for these. */
const plan = (benefits) => ({
	currency: 'EUR',
	premium: '60.00',
	length: '365d',
	filing: '90d',
	outOfPocketMax: '500.00',
	annualLimit: '5000.00',
	benefits,
});

/** An amount in minor units, as it is typed. */
const eur = (units) => `${Math.floor(units / 100)}.${String(units % 100).padStart(2, '0')} EUR`;

/**
 * Plays it. `send(call, signer)` sends by @polkadot/api what only prepares the ground; `alice` may all
 * that governance may.
 */
export async function claimsByCommand({ api, node, send, keyring, alice }) {
	const uri = (name) => `//Claims${name}`;
	const [insurer, second, clinic, judge, person, bank, auditor] =
		['Insurer', 'Second', 'Clinic', 'Judge', 'Person', 'Bank', 'Auditor']
			.map((name) => keyring.addFromUri(uri(name)));
	const folder = temporaryFolder('claims');
	const { command, failed } = commandAt(node);
	/** The same by somebody. */
	const by = (name, ...args) => command(...args, '--signer', uri(name));
	const refused = async (message, name, ...args) =>
		assert.match((await failed(...args, '--signer', uri(name))).stderr, message);
	const file = (name, value) => {
		const path = join(folder, name);
		writeFileSync(path, JSON.stringify(value));
		return path;
	};
	const now = async () => Math.floor((await api.query.timestamp.now()).toNumber() / 1_000);

	// People, and money.
	const issue = (who, role) => api.tx.credentials.issue(who.address, role, always, evidence);
	await send(api.tx.utility.batchAll([
		...[insurer, second, clinic, judge, person, bank, auditor]
			.map((who) => api.tx.balances.transferKeepAlive(who.address, 1_000n * MED)),
		issue(insurer, 'Insurer'),
		issue(second, 'Insurer'),
		issue(clinic, 'ProviderOrganization'),
		issue(judge, 'IndependentReviewer'),
		issue(bank, 'TokenIssuer'),
		issue(auditor, 'ReserveAuditor'),
		api.tx.credentials.verifyPatient(person.address, 'High', always, evidence),
	]), alice);
	const terms = { requiredRatio: 10_000, attestationLifetime: 86_400, minRedemption: 1 };
	const register = api.tx.medicalToken.registerCurrency('EUR', bank.address, terms);
	await send(api.tx.council.propose(1, register, register.method.encodedLength), alice);
	const currency = (await command('currency', 'list')).find(({ issuer }) => issuer === bank.address).id;
	await send(api.tx.medicalToken.attestReserves(currency, 10_000_000, await now(), evidence), auditor);
	await send(api.tx.utility.batchAll([insurer, second, clinic, person]
		.map((who) => api.tx.medicalToken.mint(currency, who.address, 1_000_000))), bank);

	// Two insurers, each with a pool and a plan.
	const offer = async (name, deposit, benefits) => {
		const { pool } = await by(name, 'plan', 'pool', 'create', '--currency', currency, '--ratio', '10%');
		await by(name, 'plan', 'pool', 'deposit', pool, '--amount', deposit);
		const terms = file(`${name}.json`, plan(benefits));
		const { plan: id } = await by(name, 'plan', 'create', '--pool', pool, '--file', terms);
		return { pool, plan: id, terms };
	};
	const first = await offer('Insurer', '3000.00 EUR', [
		{ service: '98', coinsurance: '20%' },
		{ service: '48', attachment: true },
		{ service: '88', traced: true },
	]);
	const other = await offer('Second', '1000.00 EUR', [{ service: '98', outOfNetwork: '0%' }]);

	// Who agrees to a plan names the version that was read.
	await by('Insurer', 'plan', 'offer', first.plan, clinic.address);
	await by('Insurer', 'plan', 'amend', first.plan, '--file', first.terms);
	await refused(/in version 2/, 'Clinic', 'plan', 'accept', first.plan, '--version', 1);
	await by('Clinic', 'plan', 'accept', first.plan, '--version', 2);
	const { provider } = await command('plan', 'show', first.plan, '--provider', clinic.address);
	assert.deepEqual([provider.contract, provider.spans.length], ['accepted', 1]);
	await refused(/in version 2/, 'Person', 'coverage', 'enrol', first.plan, '--version', 3);
	const stale = api.tx.insuranceClaims.enrol(first.plan, 1, person.address);
	await assert.rejects(send(stale, person), /VersionChanged/);
	const { coverage } = await by('Person', 'coverage', 'enrol', first.plan, '--version', 2);
	const { coverage: later } = await by('Person', 'coverage', 'enrol', other.plan);
	const covered = await command('coverage', 'list', '--patient', person.address);
	assert.deepEqual(covered.map(({ id, term }) => [id, term.version]), [[coverage, 2], [later, 1]]);
	await refused(/TooEarly/, 'Person', 'coverage', 'renew', coverage);

	// A claim is a document.
	const genesis = api.genesisHash.toHex();
	const time = new Date(await now() * 1_000).toISOString();
	const coding = (system, code) => ({ coding: [{ system, code }] });
	const account = (type, who) =>
		({ type, identifier: { system: 'urn:medchain:account', value: who.address } });
	const named = (type, kind, id) =>
		({ type, identifier: { system: `urn:medchain:${kind}`, value: `${genesis}/${id}` } });
	const claim = (name, items, more = {}) => [
		'--file', file(`${name}.json`, {
			resourceType: 'Claim',
			status: 'active',
			use: 'claim',
			type: coding('http://terminology.hl7.org/CodeSystem/claim-type', 'professional'),
			created: time,
			priority: coding('http://terminology.hl7.org/CodeSystem/processpriority', 'normal'),
			patient: account('Patient', person),
			provider: account('Organization', clinic),
			insurance: [{ sequence: 1, focal: true, coverage: named('Coverage', 'coverage', coverage) }],
			item: items.map(([service, code, value, extension], place) => ({
				sequence: place + 1,
				category: coding('https://x12.org/codes/service-type-codes', service),
				productOrService: coding('http://www.ama-assn.org/go/cpt', code),
				servicedDate: time.slice(0, 10),
				unitPrice: { value, currency: 'EUR' },
				...(extension && { extension: [extension] }),
			})),
			...more,
		}),
		'--salt', SALT,
		'--time', time.slice(11, 19),
	];

	// The second payer pays what the first leaves.
	const visit = claim('visit', [['98', '99213', 100]]);
	const checked = await command('claim', 'check', ...visit);
	assert.deepEqual([checked.paid, checked.patientShare], ['10000', '0']);
	const submitted = await by('Clinic', 'claim', 'submit', ...visit);
	assert.deepEqual([submitted.status, submitted.paid, submitted.bill], ['adjudicated', '10000', null]);
	const { payers } = await command('claim', 'show', submitted.claim);
	assert.deepEqual(payers.map(({ paid, lines: [line] }) => [paid, line.inNetwork, line.prior]), [
		['8000', true, '0'],
		['2000', false, '8000'],
	]);
	const answer = await command('claim', 'show', submitted.claim, '--fhir', 'claim-response', '--payer', 2);
	assert.match(answer.disposition, /^20\.00 EUR of 100\.00 EUR are paid/);

	// A claim in the place of another: what was paid goes back first.
	const related = [{
		claim: named('Claim', 'claim', submitted.claim),
		relationship: coding('http://terminology.hl7.org/CodeSystem/ex-relatedclaimrelationship', 'prior'),
	}];
	const replacement = claim('replacement', [['98', '99213', 90]], { related });
	assert.match((await failed('claim', 'check', ...replacement)).stderr, /free only once it is taken back/);
	const replaced = await by('Clinic', 'claim', 'submit', ...replacement);
	assert.deepEqual([replaced.status, replaced.paid], ['adjudicated', '9000']);
	assert.equal((await command('claim', 'status', submitted.claim)).status, 'reversed');
	const { origin } = await command('claim', 'show', replaced.claim);
	assert.deepEqual(origin, { replaces: submitted.claim });

	// A claim with a document waits for consent, then for the insurer.
	const record = `0x${'09'.repeat(32)}`;
	const supportingInfo = [{
		sequence: 1,
		category: { text: 'letter' },
		valueReference: {
			type: 'DocumentReference',
			identifier: { system: 'urn:medchain:record-commitment', value: record },
		},
	}];
	const stay = await by('Clinic', 'claim', 'submit', ...claim('stay', [['48', '99221', 300]], { supportingInfo }));
	assert.match(stay.next, /claim resume/);
	const { pend, attachments } = await command('claim', 'show', stay.claim);
	assert.deepEqual([pend.reason, pend.payer], ['consent-missing', 1]);
	assert.notEqual(attachments[0].commitment, record, 'nobody finds it among the records');
	const found = await command('claim', 'verify', stay.claim, '--commitment', record, '--salt', SALT);
	assert.deepEqual([found.genuine, found.document, found.class], [true, 1, 'DocumentReference']);
	const unknown = await failed('claim', 'verify', stay.claim, '--commitment', evidence, '--salt', SALT);
	assert.equal(unknown.code, NOT_PERMITTED);
	const scope = {
		actors: [{ Account: insurer.address }], purposes: HPAYMT, actions: 0, classes: 0, sensitivities: 0, period: always,
	};
	await send(api.tx.patientConsent.grant(person.address, { base: 'OptIn', scope, provisions: [] }), person);
	const resumed = await by('Person', 'claim', 'resume', stay.claim);
	assert.match(resumed.next, /claim review/);
	const reviewed = await by('Insurer', 'claim', 'review', stay.claim, '--approve', 1);
	assert.deepEqual([reviewed.status, reviewed.paid], ['adjudicated', '30000']);

	// A pack needs its receipt. One that nobody made is denied, and an appeal can grant it.
	const pack = { url: 'urn:medchain:pack', valueString: '010590123412345721A1b2' };
	const drugs = claim('drug', [['88', '00093-7424', 40, pack]]);
	await refused(/has no receipt/, 'Clinic', 'claim', 'submit', ...drugs);
	const receipt = file('receipt.json', {
		pack: '0x5f31dae16cfb1612a825c066d00d271d148352689c76a9c5e086ea1abee97b0b',
		opening: `0x${'09'.repeat(32)}`,
	});
	const drug = await by('Clinic', 'claim', 'submit', ...drugs, '--receipt', receipt);
	assert.deepEqual([drug.status, drug.paid, drug.patientShare], ['adjudicated', '0', '0']);
	const denied = await command('claim', 'show', drug.claim);
	assert.deepEqual(denied.payers[0].lines[0].denied, { group: 'CO', carc: '16', reason: 'pack-not-dispensed' });
	await by('Clinic', 'claim', 'appeal', drug.claim, '--payer', 1, '--evidence', evidence);
	await refused(/waits for a decision/, 'Person', 'claim', 'appeal', drug.claim, '--evidence', evidence);
	await refused(/of kind biller/, 'Judge', 'claim', 'decide-appeal', drug.claim, '--kind', 'patient', '--overturn', 1);
	const decided = await by('Judge', 'claim', 'decide-appeal', drug.claim, '--overturn', 1);
	const [supplement] = decided.supplements;
	const granted = await command('claim', 'show', supplement);
	assert.deepEqual([granted.status, granted.paid, granted.payee], ['adjudicated', '4000', 'provider']);
	const { appeals } = await command('claim', 'show', drug.claim);
	assert.deepEqual(appeals.map(({ payer, kind, lines, supplements }) => ({ payer, kind, lines, supplements })), [
		{ payer: 1, kind: 'biller', lines: [1], supplements: [supplement] },
	]);
	await refused(/biller could appeal still/, 'Clinic', 'claim', 'appeal', drug.claim, '--evidence', evidence);

	// What was asked and not answered can be taken back.
	const asked = await by('Clinic', 'claim', 'authorize', '--coverage', coverage, '--line', '98:1:50.00', '--evidence', evidence);
	await by('Clinic', 'claim', 'remove-authorization', asked.id);
	assert.match((await failed('claim', 'authorization', asked.id)).stderr, /no authorisation/);

	// A refund that the pool cannot pay is owed, and nobody takes it out.
	const pool = () => command('plan', 'pool', 'show', other.pool);
	await by('Second', 'plan', 'pool', 'withdraw', other.pool, '--amount', eur(Number((await pool()).free)));
	const cancelled = await by('Person', 'coverage', 'cancel', later);
	assert.deepEqual([cancelled.paid, Number(cancelled.refund) > 4_000], [false, true]);
	assert.deepEqual([(await pool()).owed, (await pool()).free], [cancelled.refund, '0']);
	await refused(/PoolShort/, 'Person', 'coverage', 'refund', later);
	await by('Insurer', 'plan', 'pool', 'deposit', other.pool, '--amount', '50.00 EUR');
	const refund = await by('Person', 'coverage', 'refund', later);
	assert.equal(refund.amount, cancelled.refund);
	assert.equal((await pool()).owed, '0');
	// The plan has paid, so its limits are not had anew.
	await refused(/LimitsUsed/, 'Person', 'coverage', 'enrol', other.plan);
	await refused(/TooEarly|NotClosed/, 'Person', 'coverage', 'remove-term', later);
}
