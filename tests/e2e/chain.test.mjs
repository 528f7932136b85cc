// A development chain, driven from outside by @polkadot/api and plain JSON-RPC.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { after, before, describe, test } from 'node:test';

import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';
import { Metadata, TypeRegistry } from '@polkadot/types';
import { compactToU8a, hexToU8a, stringToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a } from '@polkadot/util-crypto';

import { claimsByCommand } from './claims.mjs';
import { drugsByCommand } from './drugs.mjs';
import { cleanUp, client, developmentNode, temporaryFolder, until } from './node.mjs';
import { trialsByCommand } from './trials.mjs';

const keyring = new Keyring({ type: 'sr25519', ss58Format: 42 });
const alice = keyring.addFromUri('//Alice');
const bob = keyring.addFromUri('//Bob');
const MED = 1_000_000_000_000n;

// Set members as the runtime numbers them (pallets/support, vocabulary.rs).
const TREAT = 1 << 0;
const OBSERVATION = 1 << 4;
const IMAGING_STUDY = 1 << 16;

const NOTHING = {
	actors: [],
	purposes: 0,
	actions: 0,
	classes: 0,
	sensitivities: 0,
	period: { start: null, end: null },
};
const REQUEST = { purpose: 'Treat', action: 'Access', classes: OBSERVATION, sensitivities: 0 };
const REQUEST_IN_CODES = { purpose: 'TREAT', action: 'access', classes: ['Observation'], sensitivities: ['N'] };

describe('a development chain', { timeout: 2_400_000 }, () => {
	let node;
	let api;

	before(async () => {
		node = await developmentNode(temporaryFolder('e2e'), [
			// The archive calls are there for nodes that keep everything.
			'--state-pruning', 'archive', '--blocks-pruning', 'archive',
		]);
		const took = await node.start();
		console.log(`RPC answered ${took} ms after the start`);
		api = await ApiPromise.create({
			provider: new WsProvider(node.ws),
			noInitWarn: true,
			// In what a fee is paid: the number of a currency.
			types: { TAssetConversion: 'Option<u32>' },
		});
	});

	after(async () => {
		await api?.disconnect();
		await node?.stop();
		cleanUp();
	});

	/** Signs and sends; returns the events once the transaction is in a block. */
	const send = (call, signer, options = {}) => new Promise((resolve, reject) => {
		call.signAndSend(signer, options, ({ status, dispatchError, events, isError }) => {
			if (dispatchError) {
				const name = dispatchError.isModule
					? api.registry.findMetaError(dispatchError.asModule).name
					: String(dispatchError);
				reject(new Error(`the call failed: ${name}`));
			} else if (isError) {
				reject(new Error(`the transaction was not taken: ${status.type}`));
			} else if (status.isInBlock) {
				resolve(events.map(({ event }) => event));
			}
		}).catch(reject);
	});

	/** The signer's call as a call of `metaTx.dispatch`, which anybody can send and pay. */
	const relayable = async (call, signer) => {
		const version = Uint8Array.of(0);
		const birth = await api.rpc.chain.getHeader();
		const current = birth.number.toNumber();
		const era = api.createType('ExtrinsicEra', { current, period: 64 }).toU8a();
		const nonce = compactToU8a((await api.query.system.account(signer.address)).nonce);
		const { specVersion, transactionVersion } = api.runtimeVersion;
		const signed = u8aConcat(
			version,
			call.method.toU8a(),
			era,
			nonce,
			stringToU8a('_meta_tx'),
			specVersion.toU8a(),
			transactionVersion.toU8a(),
			api.genesisHash,
			birth.hash,
		);
		const signature = signer.sign(blake2AsU8a(signed), { withType: true });
		const verifySignature = u8aConcat(Uint8Array.of(1), signature, signer.publicKey);
		const metaTx = u8aConcat(call.method.toU8a(), version, verifySignature, era, nonce);
		const length = api.createType('u32', metaTx.length).toU8a();
		const dispatch = u8aConcat(api.tx.metaTx.dispatch.callIndex, metaTx, length);
		return api.tx(api.createType('Call', dispatch));
	};

	/** Alice, whom the preset accredits for everything, vouches for a role or a person. */
	const always = { start: null, end: null };
	const evidence = `0x${'01'.repeat(32)}`;
	const give = (who, role) => send(api.tx.credentials.issue(who, role, always, evidence), alice);
	const verify = (who) => send(api.tx.credentials.verifyPatient(who, 'High', always, evidence), alice);

	const free = async (who) => (await api.query.system.account(who)).data.free.toBigInt();

	test('it says what it is', async () => {
		const properties = await node.rpc('system_properties');
		assert.deepEqual(properties, { ss58Format: 42, tokenDecimals: 12, tokenSymbol: 'MED' });
		assert.equal(api.runtimeVersion.specName.toString(), 'medchain');
		assert.equal(api.consts.babe.expectedBlockTime.toNumber(), 3000);
	});

	for (const version of [14, 15, 16]) {
		test(`metadata V${version} decodes`, async () => {
			const argument = `0x${Buffer.from([version, 0, 0, 0]).toString('hex')}`;
			const answer = await node.rpc('state_call', 'Metadata_metadata_at_version', argument);
			const registry = new TypeRegistry();
			const bytes = registry.createType('Option<Bytes>', hexToU8a(answer)).unwrap();
			const metadata = new Metadata(registry, u8aToHex(bytes));
			assert.equal(metadata.version, version);
			const pallets = metadata.asLatest.pallets.map(({ name }) => name.toString());
			for (const pallet of [
				'System', 'Babe', 'Grandpa', 'Session', 'Balances', 'ValidatorSet', 'Council',
				'MetaTx', 'SafeMode', 'TxPause', 'PatientConsent',
			]) {
				assert.ok(pallets.includes(pallet), `no pallet ${pallet} in ${pallets}`);
			}
		});
	}

	test('no account holds unlimited power', () => {
		assert.equal(api.tx.sudo, undefined);
	});

	test('the JSON-RPC has what wallets, light clients and operators need', async () => {
		const { methods } = await node.rpc('rpc_methods');
		for (const method of [
			'chainHead_v1_follow',
			'chainHead_v1_storage',
			'archive_v1_body',
			'archive_v1_call',
			'archive_v1_finalizedHeight',
			'archive_v1_genesisHash',
			'archive_v1_hashByHeight',
			'archive_v1_header',
			'archive_v1_storage',
			'transaction_v1_broadcast',
			'transaction_v1_stop',
			'chainSpec_v1_chainName',
			'chainSpec_v1_genesisHash',
			'chainSpec_v1_properties',
			'author_rotateKeysWithOwner',
			'babe_epochAuthorship',
			'grandpa_roundState',
			'medchain_consentDecision',
			'payment_queryInfo',
			'sync_state_genSyncSpec',
			'system_accountNextIndex',
		]) {
			assert.ok(methods.includes(method), `no method ${method}`);
		}
	});

	test('the new JSON-RPC answers', async () => {
		const genesis = await node.hashOf(0);
		assert.equal(await node.rpc('chainSpec_v1_genesisHash'), genesis);
		assert.equal(await node.rpc('archive_v1_genesisHash'), genesis);
		assert.deepEqual(await node.rpc('archive_v1_hashByHeight', 0), [genesis]);
	});

	test('blocks are finalised', async () => {
		const { number } = await node.finalized();
		const took = await until('three more blocks', 60, async () =>
			(await node.finalized()).number >= number + 3);
		assert.ok(took);
		const { best } = await node.rpc('grandpa_roundState');
		assert.equal(best.totalWeight, 1);
		const authorship = await node.rpc('babe_epochAuthorship');
		assert.ok(alice.address in authorship, 'Alice authors nothing in this epoch');
	});

	test('a light client gets a checkpoint', async () => {
		const spec = await node.rpc('sync_state_genSyncSpec', true);
		assert.ok(spec.lightSyncState.finalizedBlockHeader.startsWith('0x'));
	});

	test('session keys come with a proof of their owner', async () => {
		const { keys, proof } = await node.rpc('author_rotateKeysWithOwner', u8aToHex(alice.publicKey));
		assert.equal(keys.length, 2 + 2 * 64, 'a BABE key and a GRANDPA key');
		assert.ok(await node.rpc('author_hasSessionKeys', keys));
		await send(api.tx.session.setKeys(keys, proof), alice);
		const next = await api.query.session.nextKeys(alice.address);
		assert.equal(u8aToHex(next.unwrap().toU8a()), keys);
	});

	test('session keys with the proof of another owner are refused', async () => {
		const { keys, proof } = await node.rpc('author_rotateKeysWithOwner', u8aToHex(bob.publicKey));
		await assert.rejects(send(api.tx.session.setKeys(keys, proof), alice), /InvalidProof/);
	});

	test('a transfer goes in', async () => {
		const carol = keyring.addFromUri('//Carol').address;
		const events = await send(api.tx.balances.transferKeepAlive(carol, 5n * MED), alice);
		assert.ok(events.some((event) => api.events.balances.Transfer.is(event)));
		assert.equal(await free(carol), 5n * MED);
	});

	test('a fee is paid in a currency that has a rate', async () => {
		// Alice is the whole council: what she moves is carried out at once.
		const decide = async (call) => {
			const events = await send(api.tx.council.propose(1, call, call.method.encodedLength), alice);
			const { data } = events.find((event) => api.events.council.Executed.is(event));
			assert.ok(data.result.isOk, String(data.result));
		};
		const euro = 978;
		const create = api.tx.assets.forceCreate(euro, alice.address, true, 1);
		await decide(api.tx.whitelist.whitelistCall(create.method.hash));
		await decide(api.tx.whitelist.dispatchWhitelistedCallWithPreimage(create.method));
		const payer = keyring.addFromUri('//Euro');
		await send(api.tx.assets.mint(euro, payer.address, 10_000), alice);

		const remark = () => send(api.tx.system.remarkWithEvent('0x07'), payer, { assetId: euro });
		await assert.rejects(remark(), /Inability to pay/, 'there is no rate yet');
		await decide(api.tx.assetRate.create(euro, 10n ** 30n / 20_000n));
		const events = await remark();
		assert.ok(events.some((event) => api.events.system.Remarked.is(event)));
		const { data } = events.find((event) => api.events.assetTxPayment.AssetTxFeePaid.is(event));
		assert.equal(data.who.toString(), payer.address);
		assert.equal(data.assetId.unwrap().toNumber(), euro);

		const fee = data.actualFee.toNumber();
		assert.ok(fee > 10 && fee < 1_000, `the fee is ${fee} cents`);
		const euros = async (who) => (await api.query.assets.account(euro, who)).unwrap().balance.toNumber();
		assert.equal(await euros(payer.address), 10_000 - fee);
		assert.equal(await euros(alice.address), fee, 'the author gets it');
		assert.equal(await free(payer.address), 0n);
	});

	test('a consent is granted, decides, is revoked, and decides no more', async () => {
		const patient = keyring.addFromUri('//Patient');
		await send(api.tx.balances.transferKeepAlive(patient.address, 100n * MED), alice);
		await give(bob.address, 'ProviderOrganization');

		const terms = {
			base: 'OptIn',
			scope: { ...NOTHING, actors: [{ Account: bob.address }], purposes: TREAT },
			provisions: [{ kind: 'Deny', scope: { ...NOTHING, classes: IMAGING_STUDY } }],
		};
		const before = await free(patient.address);
		const granted = await send(api.tx.patientConsent.grant(patient.address, terms), patient);
		const grant = granted.find((event) => api.events.patientConsent.DirectiveGranted.is(event));
		assert.deepEqual(grant.data.directive.toJSON(), { id: 0, version: 1 });
		assert.ok(await free(patient.address) < before, 'a deposit is held');

		const decide = (request = REQUEST_IN_CODES, actor = bob.address) =>
			node.rpc('medchain_consentDecision', patient.address, actor, request);
		const { at, ...permit } = await decide();
		assert.deepEqual(permit, {
			decision: 'CONSENT_PERMIT',
			basedOn: { id: 0, version: 1 },
			permitted: ['Observation'],
			redact: [],
		});
		assert.match(at, /^0x[0-9a-f]{64}$/);

		const partial = await decide({ ...REQUEST_IN_CODES, classes: ['Observation', 'ImagingStudy'] });
		assert.equal(partial.decision, 'CONSENT_PERMIT');
		assert.deepEqual(partial.redact, ['ImagingStudy']);
		const research = await decide({ ...REQUEST_IN_CODES, purpose: 'HRESCH' });
		assert.equal(research.decision, 'NO_CONSENT');

		const access = async () => {
			const events = await send(api.tx.patientConsent.access(patient.address, null, REQUEST), bob);
			const { data } = events.find((event) => api.events.patientConsent.AccessDecided.is(event));
			return [data.entry.toNumber(), data.decision.outcome.toString()];
		};
		assert.deepEqual(await access(), [0, 'Permit']);

		await send(api.tx.patientConsent.revoke(patient.address, 0, 'Inactive'), patient);
		assert.equal((await decide()).decision, 'NO_CONSENT');
		assert.deepEqual(await access(), [1, 'NoConsent']);
		const head = await api.query.patientConsent.auditHeads(patient.address);
		assert.equal(head.length.toNumber(), 2);

		// What was permitted then is still so in the block of then.
		const past = await node.rpc('medchain_consentDecision', patient.address, bob.address, REQUEST_IN_CODES, at);
		assert.equal(past.decision, 'CONSENT_PERMIT');
	});

	test('directives and audit log are told in the codes of the standards', async () => {
		const patient = keyring.addFromUri('//Told');
		await verify(patient.address);
		const stranger = keyring.addFromUri('//Dave');
		await send(api.tx.patientConsent.access(patient.address, null, REQUEST), stranger);
		const terms = { base: 'OptIn', scope: { ...NOTHING, actors: [{ Role: 'Pharmacy' }], purposes: TREAT }, provisions: [] };
		await send(await relayable(api.tx.patientConsent.grant(patient.address, terms), patient), bob);

		const { directives } = await node.rpc('medchain_consentDirectives', patient.address);
		assert.equal(directives.length, 1);
		assert.equal(directives[0].policy, 'OPTIN');
		assert.deepEqual(directives[0].scope.purposes, ['TREAT']);

		const page = await node.rpc('medchain_auditPage', patient.address);
		assert.equal(page.length, 1);
		assert.match(page.commitment, /^0x[0-9a-f]{64}$/);
		const [{ number, actor, capacity, request, answer }] = page.entries;
		assert.equal(number, 0);
		assert.deepEqual(actor, { account: stranger.address, organization: null });
		assert.deepEqual(capacity, { as: 'actor' });
		assert.deepEqual(request.classes, ['Observation']);
		assert.equal(answer.decision, 'CONSENT_DENY', 'nobody vouches for the stranger');
		await assert.rejects(node.rpc('medchain_auditPage', patient.address, 0, 101), { code: -32602, message: /limit/ });
	});

	test('a patient without money signs, a hospital relays and pays, once', async () => {
		const patient = keyring.addFromUri('//Relayed');
		await verify(patient.address);
		const terms = { base: 'OptIn', scope: { ...NOTHING, purposes: TREAT }, provisions: [] };
		const call = await relayable(api.tx.patientConsent.grant(patient.address, terms), patient);

		const before = await free(bob.address);
		const events = await send(call, bob);
		const { data } = events.find((event) => api.events.metaTx.Dispatched.is(event));
		assert.ok(data.result.isOk, String(data.result));
		const book = await api.query.patientConsent.books(patient.address);
		assert.equal(book.directives.length, 1);
		const { data: balance } = await api.query.system.account(patient.address);
		assert.equal(balance.free.toBigInt() + balance.reserved.toBigInt(), 0n, 'the patient puts nothing down');
		const paid = events.find((event) => api.events.transactionPayment.TransactionFeePaid.is(event));
		assert.equal(before - await free(bob.address), paid.data.actualFee.toBigInt(), 'the hospital sees its cost');

		await assert.rejects(send(call, bob), /Stale/);
		const revoke = api.tx.patientConsent.revoke(patient.address, 0, 'Inactive');
		await send(await relayable(revoke, patient), bob);
		const { directives } = await node.rpc('medchain_consentDirectives', patient.address);
		assert.deepEqual(directives, []);
	});

	test('a bad question names what is wrong', async () => {
		const ask = (patient, request) =>
			node.rpc('medchain_consentDecision', patient, bob.address, { ...REQUEST_IN_CODES, ...request });
		for (const [patient, request, message] of [
			['nobody', {}, /patient/],
			[alice.address, { purpose: 'CURIOSITY' }, /purpose.*TREAT/s],
			[alice.address, { action: 'sell' }, /action.*disclose/s],
			[alice.address, { classes: ['Gossip'] }, /class.*Observation/s],
			[alice.address, { classes: [] }, /class/],
			[alice.address, { sensitivities: ['X'] }, /sensitivit.*PSY/s],
		]) {
			await assert.rejects(ask(patient, request), { code: -32602, message });
		}
	});

	test('what the demonstration does not show of claims goes through the command', async () => {
		await claimsByCommand({ api, node, send, keyring, alice });
	});

	test('packs go their way by the command, and by documents', async () => {
		await drugsByCommand({ api, node, send, keyring, alice });
	});

	test('a trial goes from its protocol to the check by strangers, by the command', async () => {
		await trialsByCommand({ api, node, send, keyring, alice });
	});

	test('the command says what is wrong with what it gets', async () => {
		const refused = async (...words) => {
			const failure = await promisify(execFile)(client, ['--url', node.ws, '--wait', 'best', ...words]).then(
				() => assert.fail(`taken: ${words.join(' ')}`),
				(error) => error,
			);
			assert.equal(failure.stdout, '');
			return failure.stderr;
		};
		const nonce = async () => (await api.rpc.system.accountNextIndex(alice.address)).toNumber();
		const before = await nonce();
		const issue = ['credential', 'issue', '//Bob', '--evidence', `0x${'00'.repeat(32)}`, '--signer', '//Alice'];
		assert.match(await refused(...issue, '--role', 'Physician'), /Practitioner|practitioner/);
		assert.match(await refused(...issue, '--role', 'Practitioner', '--from', '2030-01-02', '--until', '2030-01-01'), /2030|period|before/i);
		assert.match(await refused('record', 'show', '77', '--patient', '//Alice'), /77/);
		assert.match(await refused('consent', 'grant', '--file', import.meta.filename, '--signer', '//Alice'), /JSON/);
		assert.equal(await nonce(), before, 'nothing was sent');
		assert.match(await refused('consent', 'revoke', '77', '--signer', '//Alice'), /DirectiveNotFound/);
		assert.match(
			await refused('consent', 'review', '77', 'justified', '--signer', '//Alice'),
			/ReviewNotFound/,
		);
	});

	test('fees are known beforehand', async () => {
		const { partialFee } = await api.tx.patientConsent.revoke(alice.address, 0, 'Inactive').paymentInfo(alice);
		const fee = partialFee.toBigInt();
		assert.ok(fee > 0n && fee < MED, `the fee is ${fee}`);
	});
});
