// A clinical trial by the `medchain` command alone, from its protocol to the check by strangers, with what the
// demonstration does not show: strata, sites, an emergency, proofs of forms, graver events, money, CDISC ODM.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { commandAt, temporaryFolder, until } from './node.mjs';

const MED = 1_000_000_000_000n;
const DAY = 86_400;
const RESEARCH = { purposes: 1 << 4, actions: 1 << 0, classes: 1 << 4, sensitivities: 0 };
const documents = fileURLToPath(new URL('../../client/documents/trial', import.meta.url));
const evidence = `0x${'01'.repeat(32)}`;
const always = { start: null, end: null };
const [ERROR, NOT_GOOD] = [1, 3];

/** Who takes part, with the role that is issued; an identity is verified of those without one. */
const ROLES = {
	Sponsor: 'Sponsor', Ethics: 'EthicsCommittee', Clinic: 'ProviderOrganization', Branch: 'ProviderOrganization',
	Ines: 'Investigator', Ivo: 'Investigator', Nurse: 'Practitioner', Monitor: 'Practitioner',
	Doctor: 'Practitioner', Lab: 'Laboratory', Bank: 'TokenIssuer', Auditor: 'ReserveAuditor',
	Keeper: null, Finn: null, Eve: null, Gus: null,
};
const STAFF = [['Clinic', 'Ines'], ['Clinic', 'Nurse'], ['Branch', 'Ivo'], ['Sponsor', 'Monitor']];

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const iso = (second) => new Date(second * 1_000).toISOString().replace('.000Z', 'Z');

/** Plays it. `send(call, signer)` sends by @polkadot/api what only prepares the ground. */
export async function trialsByCommand({ api, node, send, keyring, alice }) {
	const uri = (name) => `//Trials${name}`;
	const people = Object.fromEntries(Object.keys(ROLES).map((name) => [name, keyring.addFromUri(uri(name))]));
	const address = (name) => people[name].address;
	const folder = temporaryFolder('trials');
	const at = (name) => join(folder, name);
	const { command, failed } = commandAt(node);
	const trial = (...args) => command('trial', ...args);
	let id;
	/** An act of somebody in the trial. */
	const act = (name, what, ...args) => trial(what, id, ...args, '--signer', uri(name));
	/** That the chain refuses it with an error of the pallet, or the command with these words. */
	const refuses = async (reason, name, what, ...args) => {
		const { code, stdout, stderr } = await failed('trial', what, ...args, '--signer', uri(name));
		assert.deepEqual([code, stdout], [ERROR, ''], stderr);
		assert.match(stderr, reason instanceof RegExp ? reason : new RegExp(`ClinicalTrials\\.${reason}:`));
	};
	const denied = (reason, name, what, ...args) => refuses(reason, name, what, id, ...args);
	/** That a check finds something that is not as it should be. */
	const unsound = async (reason, ...args) => {
		const { code, stdout } = await failed('trial', ...args);
		assert.equal(code, NOT_GOOD);
		assert.match(JSON.parse(stdout).reason, reason);
	};
	/** A text that stays off chain, and what the chain has of it. */
	const said = (text) => ['--text', text, '--opening', at(`${text}.json`)];
	const committed = (text) => read(at(`${text}.json`)).commitment;
	const shown = () => trial('show', id, '--site', address('Clinic'), '--site', address('Branch'));
	const subject = (number) => trial('subject', id, number);
	const now = async () => Math.floor((await api.query.timestamp.now()).toNumber() / 1_000);

	// People, and money.
	await send(api.tx.utility.batchAll(Object.entries(ROLES).flatMap(([name, role]) => [
		api.tx.balances.transferKeepAlive(address(name), 1_000n * MED),
		role
			? api.tx.credentials.issue(address(name), role, always, evidence)
			: api.tx.credentials.verifyPatient(address(name), 'High', always, evidence),
	])), alice);
	for (const [organization, member] of STAFF) {
		await send(api.tx.credentials.affiliate(address(member), always), people[organization]);
	}
	const terms = { requiredRatio: 10_000, attestationLifetime: DAY, minRedemption: 1 };
	const register = api.tx.medicalToken.registerCurrency('EUR', address('Bank'), terms);
	await send(api.tx.council.propose(1, register, register.method.encodedLength), alice);
	const currency = (await command('currency', 'list')).find(({ issuer }) => issuer === address('Bank')).id;
	await send(api.tx.medicalToken.attestReserves(currency, 1_000_000, await now(), evidence), people.Auditor);
	await send(api.tx.medicalToken.mint(currency, address('Sponsor'), 200_000), people.Bank);
	const balance = async (name) => (await command('currency', 'balance', currency, '--account', address(name))).balance;

	// A protocol becomes a trial; before its approval nothing begins.
	const registered = await trial('register', '--usdm', join(documents, 'protocol.json'),
		'--committee', address('Ethics'), '--custodian', address('Keeper'), '--blocks', '2,3', '--strata', 2,
		'--classes', 'Observation', '--currency', currency, '--pay', 'enrolment:site:50.00',
		'--pay', 'visit-0:participant:25.00', '--signer', uri('Sponsor'));
	id = registered.trial;
	assert.deepEqual([registered.version, registered.target, registered.criteria], [1, 240, 5]);
	assert.deepEqual(registered.visits, ['Baseline', 'Week 4', 'Week 12', 'Follow-up']);
	const clinic = ['--site', address('Clinic'), '--investigator', address('Ines')];
	await denied('TrialInReview', 'Sponsor', 'open-site', ...clinic);
	await denied('NotCommittee', 'Sponsor', 'approve', '--version', 1);
	const approved = await act('Ethics', 'approve', '--version', 1, '--until', '2099-12-31', ...said('Yearly report'));
	assert.deepEqual([approved.until, approved.conditions], ['2099-12-31T23:59:59Z', committed('Yearly report')]);
	const text = ['check-text', at('Yearly report.json'), '--commitment'];
	assert.equal((await trial(...text, approved.conditions)).genuine, true);
	await unsound(/another/, ...text, evidence);

	// Sites, and the custodian's seed, whose beacon nobody knows yet.
	await act('Sponsor', 'open-site', ...clinic);
	await act('Sponsor', 'open-site', '--site', address('Branch'), '--investigator', address('Ivo'));
	await trial('seed', 'new', at('seed'));
	await denied('NotCustodian', 'Sponsor', 'commit-seed', '--seed-file', at('seed'));
	const { commitment } = await act('Keeper', 'commit-seed', '--seed-file', at('seed'));
	await denied(/beacon .* is not drawn yet/, 'Keeper', 'seal-list', '--seed-file', at('seed'), '--stratum', 1);
	await act('Sponsor', 'close-site', '--site', address('Branch'));
	const open = await shown();
	assert.deepEqual([open.status, open.code, open.seed.commitment], ['active', 'active', commitment]);
	assert.deepEqual(open.sites.map(({ site }) => site.open), [true, false]);
	await act('Sponsor', 'fund', '--amount', '1000.00 EUR');

	// Who takes part is decided by rule.
	const criteria = open.protocols[0].criteria.map(({ kind }) => kind);
	assert.deepEqual(criteria, ['inclusion', 'inclusion', 'inclusion', 'exclusion', 'exclusion']);
	const attest = (number, criterion, met) =>
		['attest', number, '--criterion', criterion, met ? '--met' : '--not-met', '--commitment', evidence];
	/** Screens somebody, who consents, and of whom all criteria are as they should be but that of `but`. */
	const screen = async (name, wanted, { but, stratum = [] } = {}) => {
		const scope = { actors: [{ Organization: address('Clinic') }], ...RESEARCH, period: always };
		const permit = api.tx.patientConsent.grant(address(name), { base: 'OptIn', scope, provisions: [] });
		const granted = api.events.patientConsent.DirectiveGranted;
		const { data } = (await send(permit, people[name])).find((event) => granted.is(event));
		const directive = data.directive.id.toNumber();
		const site = ['--participant', address(name), '--site', address('Clinic')];
		const { subject: number } = await act('Ines', 'screen', ...site, ...stratum);
		await denied('NoConsent', 'Doctor', ...attest(number, 0, true));
		const consented = await act(name, 'consent', '--version', 1, '--directive', directive);
		assert.deepEqual([consented.version, consented.directive, consented.consent], [1, directive, 0]);
		await denied('AttesterIsEnroller', 'Ines', ...attest(number, 0, true));
		const decided = [];
		for (const [criterion, kind] of criteria.entries()) {
			const met = (kind === 'inclusion') !== (criterion === but);
			decided.push((await act(criterion % 2 ? 'Lab' : 'Doctor', ...attest(number, criterion, met))).decided);
		}
		assert.deepEqual(decided, [null, null, null, null, wanted]);
		return { number, directive };
	};
	await denied('SiteClosed', 'Ivo', 'screen', '--participant', address('Finn'), '--site', address('Branch'));
	const { number: finn } = await screen('Finn', 'ineligible', { but: 4 });
	await denied('SubjectIneligible', 'Ines', 'enrol', finn);
	const { number: eve, directive } = await screen('Eve', 'enrolled');
	await denied('AttesterOfSponsor', 'Monitor', 'set-stratum', eve, '--stratum', 1, ...said('Born in 1950'));
	await act('Doctor', 'set-stratum', eve, '--stratum', 1, ...said('Born in 1950'));
	const { number: gus } = await screen('Gus', 'enrolled', { stratum: ['--stratum', 1] });
	const enrolled = await subject(eve);
	assert.deepEqual([enrolled.status, enrolled.code, enrolled.stratum], ['enrolled', 'on-study', 1]);

	// Slots are given in order out of a sealed list; who reads the chain reads no arm.
	const beacon = await until('the beacon', 600, async () => (await shown()).seed.beacon, 3_000);
	assert.ok(beacon.since > open.seed.at, 'nobody knew it at the commitment');
	await denied('NoSealedSlot', 'Ines', 'randomize', eve);
	const { sealed } = await act('Keeper', 'seal-list', '--seed-file', at('seed'), '--stratum', 1);
	for (const [slot, number] of [eve, gus].entries()) {
		const given = await act('Ines', 'randomize', number);
		assert.deepEqual([given.stratum, given.slot, (await subject(number)).arm], [1, slot, null]);
	}
	await trial('opening', id, eve, '--seed-file', at('seed'), '--out', at('arm'));
	const opening = read(at('arm'));
	assert.equal(opening.root, sealed[0].root);
	const checked = await trial('check-opening', at('arm'));
	assert.deepEqual([checked.genuine, checked.arm], [true, opening.arm]);
	writeFileSync(at('swapped'), JSON.stringify({ ...opening, arm: 1 - opening.arm }));
	await unsound(/do not lead from arm/, 'check-opening', at('swapped'));
	await denied('Masked', 'Keeper', 'disclose', eve, '--seed-file', at('seed'));

	// An emergency: who asked and why comes first, the arm stays off chain.
	await denied('NotUnblinder', 'Sponsor', 'unblind', gus, ...said('Curious'));
	await act('Ines', 'unblind', gus, ...said('Anaphylaxis'));
	await act('Keeper', 'answer-unblinding', gus, ...said('Told Ines'));
	const { unblinding: { by, reason, answer } } = await subject(gus);
	assert.deepEqual([by, reason, answer.commitment], [address('Ines'), ...['Anaphylaxis', 'Told Ines'].map(committed)]);
	await act('Gus', 'withdraw', gus, ...said('Afraid'));

	// Forms: three by one root, and one alone; each is proved by itself.
	const [mended, ...forms] = ['labs-2.xml', 'vitals.xml', 'labs.xml', 'drugs.xml'].map(at);
	[mended, ...forms].forEach((form) => writeFileSync(form, `<form>${form}</form>`));
	const manifest = at('baseline.json');
	const baseline = ['--visit', 0, '--form', ...forms, '--manifest'];
	await denied('SubjectWithdrawn', 'Nurse', 'capture', gus, ...baseline, at('gus.json'));
	await denied('SponsorStaff', 'Monitor', 'capture', eve, ...baseline, at('sponsor.json'));
	const captured = await act('Nurse', 'capture', eve, ...baseline, manifest);
	assert.deepEqual([captured.capture, captured.count, captured.root], [0, 3, read(manifest).root]);
	const single = await act('Nurse', 'capture', eve, '--visit', 1, '--form', forms[0], '--manifest', at('week-4.json'));
	assert.deepEqual([single.capture, single.count], [1, 1]);
	await trial('prove-form', '--manifest', manifest, '--form', 'labs.xml', '--out', at('labs.proof'));
	const proof = ['verify-form', at('labs.proof'), '--on-chain', '--file'];
	const proved = await trial(...proof, forms[1]);
	assert.deepEqual([proved.sound, proved.capture, proved.form, proved.root], [true, 0, 1, captured.root]);
	await unsound(/another than was captured/, ...proof, forms[0]);

	// The sponsor compares and asks; only the site corrects, which asks for another comparison.
	const labs = ['--manifest', manifest, '--form', 'labs.xml'];
	await refuses(/is not what form 1 of capture 0 says/, 'Monitor', 'verify-source', ...labs, '--file', mended);
	await trial('verify-source', ...labs, '--file', forms[1], '--signer', uri('Monitor'));
	const { query } = await act('Monitor', 'query', eve, '--about', '0/1', ...said('In litres?'));
	const { queries: [asked] } = await trial('queries', id);
	assert.deepEqual([asked.query, asked.status, asked.text], [query, 'open', committed('In litres?')]);
	writeFileSync(at('copy.json'), readFileSync(manifest));
	const correction = ['--form', 'labs.xml', '--with', mended, ...said('Millilitres')];
	await refuses('SponsorStaff', 'Monitor', 'correct', '--manifest', at('copy.json'), ...correction);
	const corrected = await trial('correct', '--manifest', manifest, ...correction, '--signer', uri('Nurse'));
	assert.equal(corrected.verificationVoided, true);
	const labsForm = read(manifest).forms[1];
	assert.deepEqual([corrected.old, corrected.new], [labsForm.captured.commitment, labsForm.corrections[0].commitment]);
	await act('Nurse', 'answer-query', eve, '--query', query, ...said('Corrected'));
	await act('Monitor', 'close-query', eve, '--query', query);
	assert.deepEqual(await trial('queries', id), { open: 0, queries: [] });

	// A serious reaction is forwarded in time, and sooner when it becomes graver; late ones are told.
	const began = await now() - 2 * DAY;
	const judged = (code, aware) => ['--causality', 'possible', '--seriousness', code, '--aware', iso(aware)];
	const onset = ['report-event', eve, '--onset', iso(began)];
	const reaction = await act('Nurse', ...onset, ...judged('hospitalization', began + 2 * DAY), ...said('Bronchospasm'));
	const [{ at: reported, assessment }] = (await subject(eve)).adverseEvents;
	assert.deepEqual([reaction.event, reaction.late, reaction.due], [0, false, iso(reported + 15 * DAY)]);
	assert.equal(assessment.detail, committed('Bronchospasm'));
	const graver = ['follow-up', eve, '--event', 0, ...judged('life-threatening', began + 2 * DAY), ...said('Intubated')];
	const { due } = await act('Nurse', ...graver);
	const [waiting] = await trial('events', id);
	assert.deepEqual([waiting.subject, waiting.event, iso(waiting.due), waiting.isOverdue], [eve, 0, due, false]);
	assert.ok(due <= iso(await now() + 7 * DAY) && due > iso(await now() + 6 * DAY), due);
	await denied('NotSponsorStaff', 'Nurse', 'forward-event', eve, '--event', 0, ...said('CIOMS form'));
	assert.equal((await act('Monitor', 'forward-event', eve, '--event', 0, ...said('CIOMS form'))).late, false);
	assert.deepEqual(await trial('events', id), []);
	const late = await act('Nurse', ...onset, ...judged('hospitalization', began), '--expected', ...said('Fall'));
	assert.deepEqual([late.event, late.late, late.due], [1, true, null]);
	const deviation = ['--site', address('Clinic'), '--subject', eve, '--class', 'major', ...said('Visit missed')];
	await act('Nurse', 'report-deviation', ...deviation);
	const [missed] = await trial('deviations', id);
	assert.deepEqual([missed.subject, missed.class, missed.detail], [eve, 'major', committed('Visit missed')]);

	// An amendment stops the data until the participant has consented again; freezing does too.
	const amended = await act('Sponsor', 'amend', '--usdm', join(documents, 'protocol-amended.json'));
	assert.deepEqual([amended.version, amended.protocol === registered.protocol], [2, false]);
	await act('Ethics', 'approve', '--version', 2);
	const next = ['capture', eve, '--visit', 2, '--manifest', at('week-12.json')];
	await denied('ConsentOutdated', 'Nurse', ...next, '--form', forms[0]);
	const consent = ['consent', '--directive', directive, '--relay', uri('Clinic'), '--version'];
	await denied('WrongVersion', 'Eve', ...consent, 1);
	assert.equal((await act('Eve', ...consent, 2)).consent, 1);
	await act('Monitor', 'freeze', eve);
	await denied('DataFrozen', 'Nurse', ...next);
	await act('Monitor', 'unfreeze', eve);
	assert.equal((await act('Nurse', ...next)).capture, 2, 'the manifest that could not be sent before');
	const { captures } = await subject(eve);
	assert.deepEqual(captures.map(({ version, visit }) => [version, visit]), [[1, 0], [1, 1], [2, 2]]);

	// The lock waits for all queries; nothing changes after it.
	await act('Nurse', 'complete', eve);
	await denied('TrialActive', 'Sponsor', 'lock');
	await act('Sponsor', 'close-accrual');
	await act('Monitor', 'query', eve, '--about', '2/0', ...said('Who measured?'));
	await denied('QueriesOpen', 'Sponsor', 'lock');
	await act('Monitor', 'close-query', eve, '--query', 1);
	await denied('TrialClosedToAccrual', 'Keeper', 'reveal-seed', '--seed-file', at('seed'));
	assert.equal((await trial('verify-randomization', id)).verdict, 'undecided');
	assert.equal((await trial('verify-randomization', id, '--seed-file', at('seed'))).verdict, 'sound');
	const { entries } = await act('Sponsor', 'lock');
	await denied('TrialLocked', 'Nurse', 'report-deviation', ...deviation);
	await refuses('TrialLocked', 'Nurse', 'correct', ...labs, '--with', forms[1], ...said('Too late'));

	// Strangers check every allocation, and the list on the chain.
	await act('Keeper', 'disclose', eve, '--seed-file', at('seed'));
	assert.equal((await subject(eve)).arm, opening.arm);
	await act('Keeper', 'reveal-seed', '--seed-file', at('seed'));
	assert.equal((await act('Doctor', 'check-list', '--stratum', 1, '--list', 0)).verified, true);
	const { verdict, faults, unchecked, lists: [{ arms, ...list }] } = await trial('verify-randomization', id);
	assert.deepEqual([verdict, faults, unchecked, arms.reduce((sum, count) => sum + count)], ['sound', [], [], 2]);
	const found = { rootAgrees: true, given: 2, slots: 48, disclosed: 1, agree: 1, status: 'verified' };
	assert.deepEqual(list, { stratum: 1, list: 0, ...found });

	// What is owed is paid, and the rest goes back but for the cent that keeps an account.
	await act('Doctor', 'pay-dues', '--site', address('Clinic'));
	await act('Doctor', 'pay-dues', '--participant', eve);
	await denied('NotOver', 'Sponsor', 'reclaim', '--amount', '875.00 EUR');
	assert.equal((await act('Sponsor', 'publish', ...said('Study report'))).results, committed('Study report'));
	await denied('PurseShort', 'Sponsor', 'reclaim', '--amount', '875.00 EUR');
	await act('Sponsor', 'reclaim', '--amount', '874.99 EUR');
	assert.deepEqual(await Promise.all(['Clinic', 'Eve', 'Sponsor'].map(balance)), ['10000', '2500', '187499']);

	// The trail tells all of it, and so does the ODM document.
	const end = await shown();
	assert.deepEqual([end.status, end.lock.entries, end.entries], ['published', entries, entries + 1]);
	const trail = await trial('trail', id);
	assert.deepEqual(trail.map(({ number }) => number), [...Array(entries + 1).keys()]);
	const acts = (wanted) => trail.flatMap(({ who, act }) => (wanted in act ? [{ who, ...act[wanted] }] : []));
	const { form: place, old, new: right } = corrected;
	const change = { subject: eve, form: place, old, new: right, reason: committed('Millilitres') };
	assert.deepEqual(acts('corrected'), [{ who: address('Nurse'), ...change }]);
	assert.deepEqual(acts('decided').map(({ status }) => status), ['ineligible', 'enrolled', 'enrolled']);
	assert.deepEqual(acts('consented').map(({ who }) => who), ['Finn', 'Eve', 'Gus', 'Eve'].map(address));
	assert.equal((await trial('trail', id, '--odm', at('trail.xml'))).entries, entries + 1);
	const xml = readFileSync(at('trail.xml'), 'utf8');
	const all = (pattern) => [...xml.matchAll(pattern)].map(([, found]) => found);
	assert.deepEqual(all(/<SourceID>trail\/(\d+)</g).map(Number), trail.map(({ number }) => number));
	assert.deepEqual(all(/<UserRef UserOID="USER\.(\w+)"/g), trail.map(({ who }) => who));
	assert.deepEqual(all(/<DateTimeStamp>([^<]+)</g), trail.map(({ at }) => iso(at)));
	assert.deepEqual(all(/ State="(\w+)"/g), ['Open', 'Answered', 'Closed', 'Open', 'Closed']);
	const texts = ['In litres?', 'Corrected', 'In litres?', 'Who measured?', 'Who measured?'];
	assert.deepEqual(all(/<Query [^>]*>\s*<Value>(\w+)</g), texts.map(committed));
}
