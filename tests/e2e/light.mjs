// Clients that this project did not write: what polkadot.js apps and polkadot-api read and sign, and a
// light client in this process, which takes no node's word but what the chain's first block leads to.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { u8aToHex } from '@polkadot/util';
import { createClient } from 'polkadot-api';
import { getPolkadotSigner } from 'polkadot-api/signer';
import { getSmProvider } from 'polkadot-api/sm-provider';
import { getWsProvider } from 'polkadot-api/ws';
import { start } from 'smoldot';
import { WebSocket } from 'ws';

import { documentation, encodedCalls, naming } from './metadata.mjs';
import { freePorts, localValidators, temporaryFolder, until } from './node.mjs';
import { run } from './run.mjs';

const keyring = new Keyring({ type: 'sr25519', ss58Format: 42 });
const [alice, clinic, patient] = ['//Alice', '//Eve', '//Ferdie'].map((uri) => keyring.addFromUri(uri));

// Set members as the runtime numbers them (pallets/support, vocabulary.rs).
const TREAT = 1 << 0;
const OBSERVATION = 1n << 4n;
const IMAGING_STUDY = 1n << 16n;

const evidence = `0x${'01'.repeat(32)}`;
const always = { start: undefined, end: undefined };
const anything = { actors: [], purposes: 0, actions: 0, classes: 0n, sensitivities: 0, period: always };
const terms = {
	base: { type: 'OptIn' },
	scope: { ...anything, actors: [{ type: 'Account', value: clinic.address }], purposes: TREAT },
	provisions: [{ kind: { type: 'Deny' }, scope: { ...anything, classes: IMAGING_STUDY } }],
};
const actor = { account: clinic.address, organization: undefined };
const request = {
	purpose: { type: 'Treat' },
	action: { type: 'Access' },
	classes: OBSERVATION | IMAGING_STUDY,
	sensitivities: 0,
};
const requestInCodes = {
	purpose: 'TREAT', action: 'access', classes: ['Observation', 'ImagingStudy'], sensitivities: ['N'],
};

/** Sessions of half a minute. */
const SESSION_SLOTS = 10;

const CODES = { Permit: 'CONSENT_PERMIT', Deny: 'CONSENT_DENY', NoConsent: 'NO_CONSENT' };

/** What polkadot-api has read, with numbers as text and without what is absent. */
const plain = (value) =>
	JSON.parse(JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part)));

const signerOf = (pair) => getPolkadotSigner(pair.publicKey, 'Sr25519', (input) => pair.sign(input));

/** Signs and sends by polkadot-api; returns the result once the transaction is in a finalised block. */
const send = (call, pair) => call.signAndSubmit(signerOf(pair));

/** The content of an event of PatientConsent or Credentials. */
const content = ({ events }, pallet, name) =>
	plain(events.find(({ type, value }) => type === pallet && value.type === name).value.value);

/** A light client of a chain specification, by itself: it shares nothing with another. */
async function lightClient(spec) {
	// As in a browser, which has WebSockets alone.
	const smoldot = start({ maxLogLevel: 1, forbidTcp: true });
	const chain = await smoldot.addChain({ chainSpec: JSON.stringify(spec) });
	const client = createClient(getSmProvider(() => chain));
	return {
		client,
		api: client.getUnsafeApi(),
		end: async () => {
			client.destroy();
			await smoldot.terminate();
		},
	};
}

await run('light', 8, async (step) => {
	const folder = temporaryFolder('light');
	// Three of the four validators of the chain `local` are enough to finalise. At the end one is alone.
	const nodes = await localValidators(folder, ['alice', 'bob', 'charlie'], { sessionSlots: SESSION_SLOTS });
	const [node] = nodes;
	const [port] = await freePorts(1);
	const listen = `/ip4/127.0.0.1/tcp/${port}/ws`;
	node.args.push('--listen-addr', listen, '--force-authoring');

	await step('three validators start and finalise', async () => {
		await Promise.all(nodes.map((each) => each.start()));
		await until('a block is finalised', 90, async () => (await node.finalized()).number > 0);
	});

	const api = await ApiPromise.create({ provider: new WsProvider(node.ws), noInitWarn: true });
	const full = createClient(getWsProvider(node.ws, { websocketClass: WebSocket }));
	const papi = full.getUnsafeApi();

	await step('everything of our pallets that apps show is documented', () => {
		const { counts, missing } = documentation(api);
		assert.deepEqual(missing, []);
		return Object.entries(counts).map(([kind, count]) => `${count} ${kind}`).join(', ');
	});
	await step('every type has a name, and so has all in it', () => {
		const { types, nameless } = naming(api);
		assert.deepEqual(nameless, []);
		return `${types} structs and enums`;
	});
	await step('both libraries read every call, and write it the same from its names', async () => {
		const calls = encodedCalls(api);
		const names = new Set();
		for (const encoded of calls) {
			const hex = u8aToHex(encoded);
			const { section, method, args } = api.registry.createType('Call', encoded);
			const written = api.tx[section][method](...args.map((argument) => argument.toJSON()));
			assert.equal(written.method.toHex(), hex, `${section}.${method} of @polkadot/api`);

			const { decodedCall: { type, value } } = await papi.txFromCallData(encoded);
			const name = `${type}.${value.type}`;
			assert.equal(u8aToHex(await papi.tx[type][value.type](value.value).getEncodedData()), hex, name);
			names.add(name);
		}
		return `${names.size} calls in ${calls.length} forms`;
	});

	let asked;
	await step('what polkadot-api signs is finalised, and its events and errors have names', async () => {
		// Alice is accredited for everything.
		const role = { type: 'ProviderOrganization' };
		const [issued, granted, refused] = await Promise.all([
			send(papi.tx.Credentials.issue({ subject: clinic.address, role, period: always, evidence }), alice),
			send(papi.tx.PatientConsent.grant({ patient: patient.address, terms }), patient),
			send(papi.tx.PatientConsent.revoke({
				patient: clinic.address, directive: 7, status: { type: 'Inactive' },
			}), clinic),
		]);
		assert.deepEqual(content(issued, 'Credentials', 'CredentialIssued').role, role);
		const directive = { id: 0, version: 1 };
		assert.deepEqual(content(granted, 'PatientConsent', 'DirectiveGranted').directive, directive);
		assert.deepEqual(plain(refused.dispatchError), {
			type: 'Module', value: { type: 'PatientConsent', value: { type: 'DirectiveNotFound' } },
		});

		asked = await send(papi.tx.PatientConsent.access({ patient: patient.address, request }), clinic);
		assert.deepEqual(content(asked, 'PatientConsent', 'AccessDecided').decision, {
			outcome: { type: 'Permit' },
			based_on: directive,
			permitted: String(OBSERVATION),
			redact: String(IMAGING_STUDY),
		});
		return `block ${asked.block.number}`;
	});
	await step('@polkadot/api reads the decision in names', async () => {
		const entry = (await api.query.patientConsent.auditLog(patient.address, 0)).unwrap().toHuman();
		assert.deepEqual([entry.capacity, entry.request.purpose, entry.request.action], ['Actor', 'Treat', 'Access']);
		assert.deepEqual([entry.decision.outcome, entry.decision.basedOn], ['Permit', { id: '0', version: '1' }]);
		const now = await api.call.patientConsentApi.decide(
			patient.address, actor, { ...requestInCodes, purpose: 'Treat', action: 'Access', classes: 16, sensitivities: 0 },
		);
		assert.equal(now.outcome.toString(), 'Permit');
	});

	const spec = JSON.parse(readFileSync(join(folder, 'local.json'), 'utf8'));
	spec.bootNodes = [`${listen}/p2p/${node.identity.peer}`];
	const key = api.query.patientConsent.auditLog.key(patient.address, 0);
	const question = [patient.address, actor, request];

	/** Waits until a light client has finalised what was asked, and reads it there: it has proofs of all. */
	const readDecision = async ({ client, api: light }) => {
		const { number, hash } = await until('the light client gets to the decision', 60, async () => {
			const block = await client.getFinalizedBlock();
			if (block.number < asked.block.number) {
				return undefined;
			}
			// Older blocks are let go as newer ones are finalised.
			client.hodlBlock(block.hash);
			return block;
		});
		assert.equal(hash, await node.hashOf(number), 'it finalised another block than the node');

		assert.equal(await client.rawQuery(key, { at: hash }), await node.rpc('state_getStorage', key, hash));
		const entry = await light.query.PatientConsent.AuditLog.getValue(patient.address, 0n, { at: hash });
		assert.equal(entry.actor.account, clinic.address);
		assert.equal(entry.decision.outcome.type, 'Permit');

		// It runs the runtime itself.
		const decision = await light.view.PatientConsent.decide(...question, { at: hash });
		const told = await node.rpc('medchain_consentDecision', patient.address, clinic.address, requestInCodes, hash);
		assert.equal(CODES[decision.outcome.type], told.decision);
		assert.deepEqual(plain(decision.based_on ?? null), told.basedOn);
		return `${told.decision} in block ${number}`;
	};

	let light;
	await step('a light client syncs from the first block and reads the decision with proofs', async () => {
		light = await lightClient(spec);
		const decided = await readDecision(light);
		assert.match(decided, /^CONSENT_PERMIT/);
		return decided;
	});
	await step('what it sends is finalised: the patient revokes, and it reads the refusal', async () => {
		const revoke = { patient: patient.address, directive: 0, status: { type: 'Inactive' } };
		const { ok, block } = await send(light.api.tx.PatientConsent.revoke(revoke), patient);
		assert.ok(ok);
		const { outcome } = await light.api.view.PatientConsent.decide(...question);
		assert.equal(outcome.type, 'NoConsent');
		return `block ${block.number}`;
	});

	await step('with another first block it finds nobody and says nothing', async () => {
		const other = structuredClone(spec);
		const { top } = other.genesis.raw;
		delete top[Object.keys(top)[0]];
		const { client, end } = await lightClient(other);
		const first = await Promise.race([client.getFinalizedBlock(), client._request('system_health', [])]);
		assert.deepEqual(first, { isSyncing: true, peers: 0, shouldHavePeers: true });
		await end();
	});

	await step('a short specification with a checkpoint is enough', async () => {
		const { stateRoot } = await node.rpc('chain_getHeader', await node.hashOf(0));
		// Light clients take a checkpoint from the third session on.
		await until('the third session is finalised', 140, async () => {
			const finalized = await api.at(await api.rpc.chain.getFinalizedHead());
			return (await finalized.query.session.currentIndex()).toNumber() >= 2;
		});
		const checkpoint = await node.rpc('sync_state_genSyncSpec', true);
		const short = { ...checkpoint, bootNodes: spec.bootNodes, genesis: { stateRootHash: stateRoot } };
		const fast = await lightClient(short);
		const decided = await readDecision(fast);
		assert.match(decided, /^NO_CONSENT/);
		await fast.end();
		return `${JSON.stringify(short).length} bytes instead of ${JSON.stringify(spec).length}; ${decided}`;
	});

	await step('what one validator says alone does not convince it', async () => {
		const [, bob, charlie] = nodes;
		await Promise.all([bob.kill(), charlie.kill()]);
		const again = await papi.tx.PatientConsent.grant({ patient: patient.address, terms }).sign(signerOf(patient));
		await node.rpc('author_submitExtrinsic', u8aToHex(again));
		const outcome = async (at) => (await light.api.view.PatientConsent.decide(...question, { at })).outcome.type;
		await until('the one validator permits', 120, async () => await outcome('best') === 'Permit');
		// Three validators would have finalised it by then.
		await sleep(10_000);
		assert.equal(await outcome('finalized'), 'NoConsent');
		await light.end();
	});

	await api.disconnect();
	full.destroy();
});
