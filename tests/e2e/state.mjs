// Reads a raw chain specification and writes it with many more accounts: a state as large as that of a chain
// in use, on which the cost of the database can be measured.
//
//   node tests/e2e/state.mjs SPEC.json ACCOUNTS > LARGE.json

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';

const [file, count] = [process.argv[2], Number(process.argv[3])];
if (!file || !Number.isSafeInteger(count) || count < 1) {
	console.error('error: name a raw chain specification and a number of accounts');
	process.exit(1);
}
const spec = JSON.parse(readFileSync(file, 'utf8'));
const { top } = spec.genesis.raw;

// `System.Account`: the hashes of the two names, a hash of the account, the account.
const prefix = '0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9';
// No transaction yet, kept alive by its balance of 1 MED, nothing held or frozen.
const number = (value, bytes) => {
	const buffer = Buffer.alloc(bytes);
	buffer.writeBigUInt64LE(BigInt(value));
	return buffer.toString('hex');
};
const account = `0x${'00'.repeat(8)}01000000${'00'.repeat(4)}`
	+ `${number(1_000_000_000_000, 16)}${'00'.repeat(32)}${number(0, 15)}80`;

const [head, tail] = JSON.stringify({
	...spec,
	genesis: { ...spec.genesis, raw: { ...spec.genesis.raw, top: '@' } },
}).split('"@"');
const write = async (text) => process.stdout.write(text) || once(process.stdout, 'drain');

await write(`${head}{${Object.entries(top).map(([key, value]) => `"${key}":"${value}"`).join(',')}`);
for (let i = 0; i < count; i += 1) {
	const id = createHash('sha256').update(`account ${i}`).digest('hex');
	const hash = createHash('md5').update(id).digest('hex');
	await write(`,"${prefix}${hash}${id}":"${account}"`);
}
await write(`}${tail}`);
