// What the metadata tell of our pallets: what apps show as help, and the names by which they show values.

import { u8aConcat } from '@polkadot/util';

const OURS = [
	'ValidatorSet', 'Sponsorship', 'PatientConsent', 'Credentials', 'MedicalToken', 'InsuranceClaims',
	'DrugTrace', 'ClinicalTrials',
];

const isEmpty = (docs) => docs.join('').trim() === '';

/** Our pallets. */
function pallets({ runtimeMetadata }) {
	return runtimeMetadata.asLatest.pallets.filter(({ name }) => OURS.includes(name.toString()));
}

/** The runtime APIs of our pallets. */
function runtimeApis({ runtimeMetadata }) {
	return runtimeMetadata.asLatest.apis
		.filter(({ name }) => OURS.some((pallet) => name.eq(`${pallet}Api`)));
}

/** The variants behind a pallet's calls, events or errors. */
function variants({ runtimeMetadata }, type) {
	const { lookup } = runtimeMetadata.asLatest;
	return type.isSome ? lookup.getSiType(type.unwrap().type).def.asVariant.variants : [];
}

/** How many items of each kind our pallets have, and what of them is not documented. */
export function documentation(api) {
	const counts = {};
	const missing = [];
	const check = (kind, where, { docs, name }, without = []) => {
		counts[kind] = (counts[kind] ?? 0) + 1;
		if (isEmpty(docs)) {
			missing.push(`${kind}: ${where}.${name}`);
		}
		missing.push(...without.map((field) => `${kind}: ${where}.${name}, ${field.name}`));
	};

	for (const pallet of pallets(api)) {
		const { name: where, storage, constants, viewFunctions } = pallet;
		for (const call of variants(api, pallet.calls)) {
			// The text of a call tells its arguments.
			const text = call.docs.join('\n');
			check('calls', where, call, call.fields.filter(({ name }) => !text.includes(`\`${name.unwrap()}\``)));
		}
		for (const event of variants(api, pallet.events)) {
			check('events', where, event, event.fields.filter(({ docs }) => isEmpty(docs)));
		}
		variants(api, pallet.errors).forEach((error) => check('errors', where, error));
		storage.unwrapOr({ items: [] }).items.forEach((item) => check('storage items', where, item));
		constants.forEach((constant) => check('constants', where, constant));
		viewFunctions.forEach((view) => check('view functions', where, view));
	}
	for (const { name: where, methods } of runtimeApis(api)) {
		methods.forEach((method) => check('runtime API methods', where, method));
	}
	return { counts, missing };
}

/** How many structs and enums our pallets use, and which of them would be shown without names. */
export function naming(api) {
	const { lookup } = api.runtimeMetadata.asLatest;
	const seen = new Set();
	const nameless = [];
	let types = 0;

	const visit = (id, from) => {
		if (seen.has(id.toNumber())) {
			return;
		}
		seen.add(id.toNumber());
		const { def, path } = lookup.getSiType(id);
		const name = path.join('::') || from;
		// A single field without a name is a new type, which is shown as what it holds.
		const fields = (of, list) => {
			if (list.length > 1 && list.some((field) => field.name.isNone)) {
				nameless.push(`fields of ${of}`);
			}
			list.forEach((field) => visit(field.type, of));
		};
		if (def.isComposite || def.isVariant) {
			types += 1;
			const shown = api.registry.lookup.getTypeDef(id.toNumber()).lookupName ?? '';
			if (path.isEmpty || /^(Lookup|Tuple)\d/.test(shown)) {
				nameless.push(`a type in ${from}`);
			}
		}
		if (def.isComposite) {
			fields(name, def.asComposite.fields);
		} else if (def.isVariant) {
			if (def.asVariant.variants.isEmpty) {
				nameless.push(`variants of ${name}`);
			}
			def.asVariant.variants.forEach((variant) => fields(`${name}::${variant.name}`, variant.fields));
		} else if (def.isTuple) {
			def.asTuple.forEach((part) => visit(part, from));
		} else if (def.isSequence || def.isArray || def.isCompact) {
			visit(def.inner.type, from);
		}
	};

	for (const pallet of pallets(api)) {
		const { name: where, calls, events, errors, storage, constants } = pallet;
		for (const part of [calls, events, errors]) {
			if (part.isSome) {
				visit(part.unwrap().type, where);
			}
		}
		for (const { name, type } of storage.unwrapOr({ items: [] }).items) {
			visit(type.isPlain ? type.asPlain : type.asMap.value, `${where}.${name}`);
		}
		constants.forEach(({ name, type }) => visit(type, `${where}.${name}`));
	}
	const views = pallets(api).map(({ name, viewFunctions }) => ({ name, methods: viewFunctions }));
	for (const { name: where, methods } of [...views, ...runtimeApis(api)]) {
		for (const { name, inputs, output } of methods) {
			inputs.forEach(({ type }) => visit(type, `${where}.${name}`));
			visit(output, `${where}.${name}`);
		}
	}
	return { types, nameless };
}

/**
 * Values of a type, encoded: together they hold every variant of each enum in it, and lists with and
 * without a member. Each differs from the first in one place.
 */
function samples(lookup, id) {
	const { def } = lookup.getSiType(id);
	const together = (fields) => {
		const each = fields.map((field) => samples(lookup, field));
		const usual = each.map(([first]) => first);
		const others = each.flatMap((list, place) => list.slice(1).map((value) => usual.with(place, value)));
		return [usual, ...others].map((values) => u8aConcat(...values));
	};
	const one = Uint8Array.of(1);
	if (def.isComposite) {
		return together(def.asComposite.fields.map(({ type }) => type));
	}
	if (def.isTuple) {
		return together([...def.asTuple]);
	}
	if (def.isVariant) {
		return def.asVariant.variants.flatMap(({ index, fields }) =>
			together(fields.map(({ type }) => type)).map((value) => u8aConcat([index.toNumber()], value)));
	}
	if (def.isSequence) {
		// Lengths and compact numbers have four times their value.
		const lists = samples(lookup, def.asSequence.type).map((member) => u8aConcat([4], member));
		return [Uint8Array.of(0), ...lists];
	}
	if (def.isArray) {
		const [member] = samples(lookup, def.asArray.type);
		return [u8aConcat(...Array(def.asArray.len.toNumber()).fill(member))];
	}
	if (def.isCompact) {
		return [Uint8Array.of(4)];
	}
	if (def.asPrimitive.isBool) {
		return [Uint8Array.of(0), one];
	}
	// Numbers are named by their bits: `U32`, `I16`.
	return [u8aConcat(one, new Uint8Array(Number(def.asPrimitive.type.slice(1)) / 8 - 1))];
}

/** Calls of our pallets, encoded: each call there is, with every variant of each enum in it. */
export function encodedCalls(api) {
	const { lookup } = api.runtimeMetadata.asLatest;
	return pallets(api).filter(({ calls }) => calls.isSome).flatMap(({ index, calls }) =>
		samples(lookup, calls.unwrap().type).map((call) => u8aConcat([index.toNumber()], call)));
}
