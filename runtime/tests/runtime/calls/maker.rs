//! Makes encodings of calls from the registry of types that the metadata carry.

use super::*;
use codec::{Compact, Decode, Encode};
use medchain_support::{Gln, Gtin, Sscc};
use polkadot_sdk::frame_support::weights::Weight;
use scale_info::{
	form::PortableForm, MetaType, PortableRegistry, Registry, TypeDef, TypeDefPrimitive, Variant,
};
use std::collections::{BTreeMap, BTreeSet};

/// How deep types may lie in each other before the shortest way out is taken.
const DEPTH: u32 = 24;
/// How often another encoding is made where one keeps no bound of its type.
const TRIES: u32 = 2_000;
/// How often a list of a length is tried before it is taken for too long.
const TRIES_OF_A_LENGTH: u32 = 300;
/// From where on a list is long enough, whatever its bound.
const LONGEST: u32 = 1 << 16;
/// A type without values.
const NEVER: u32 = u32::MAX;

/// A call by the names of its pallet and its own.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct CallName {
	pub pallet: String,
	pub call: String,
}

/// Makes values of the runtime's types.
pub struct Maker {
	registry: PortableRegistry,
	/// The type `RuntimeCall`.
	calls: u32,
	/// How many types a value of each lies over at least.
	depths: Vec<u32>,
	dice: Dice,
	/// How long each list is that has a bound, by the type that bounds it; any length if none is said.
	lengths: BTreeMap<u32, u32>,
	/// Those of them that were made since this was emptied.
	met: BTreeSet<u32>,
	/// The type that bounds the list which is made next.
	bounded_by: Option<u32>,
	/// How long lists are that have no bound of their own, where everything is as large as it can be; any
	/// length if none is said.
	unbounded: Option<u32>,
	/// Whether calls in calls are of any kind, or the least there is.
	any_inner_call: bool,
}

impl Maker {
	pub fn new(seed: u64) -> Self {
		let mut registry = Registry::new();
		let calls = registry.register_type(&MetaType::new::<RuntimeCall>()).id;
		let registry = PortableRegistry::from(registry);
		let depths = depths(&registry);
		Self {
			registry,
			calls,
			depths,
			dice: Dice::new(seed),
			lengths: BTreeMap::new(),
			met: BTreeSet::new(),
			bounded_by: None,
			unbounded: None,
			any_inner_call: true,
		}
	}

	pub fn dice(&mut self) -> &mut Dice {
		&mut self.dice
	}

	fn definition(&self, id: u32) -> TypeDef<PortableForm> {
		self.registry.resolve(id).expect("the registry is closed").type_def.clone()
	}

	fn variants(&self, id: u32) -> Vec<Variant<PortableForm>> {
		let TypeDef::Variant(definition) = self.definition(id) else {
			panic!("calls are variants")
		};
		definition.variants
	}

	/// Every call of every pallet.
	pub fn every_call(&self) -> Vec<CallName> {
		let mut all = Vec::new();
		for pallet in self.variants(self.calls) {
			for call in self.variants(pallet.fields[0].ty.id) {
				all.push(CallName { pallet: pallet.name.clone(), call: call.name });
			}
		}
		all
	}

	/// An encoding of this call that the runtime takes.
	pub fn encoding(&mut self, name: &CallName) -> Vec<u8> {
		self.attempt(name, TRIES)
			.unwrap_or_else(|| panic!("no encoding of {name:?} in {TRIES} tries"))
	}

	/// Encodings of this call whose lists are as long as the runtime takes them; lists without a bound
	/// of their own, which the block bounds, and calls in calls are short.
	pub fn longest_encodings(&mut self, name: &CallName, count: usize) -> Vec<Vec<u8>> {
		self.largest_encodings(name, count, None)
	}

	/// The same, and if it is said how long lists without a bound are, with what can be left out there and
	/// most numbers as large as they can be.
	pub fn largest_encodings(
		&mut self,
		name: &CallName,
		count: usize,
		unbounded: Option<u32>,
	) -> Vec<Vec<u8>> {
		self.any_inner_call = false;
		self.unbounded = unbounded;
		self.met.clear();
		for _ in 0..count {
			self.encoding(name);
		}
		for bounded in self.met.clone() {
			self.find_bound(name, bounded);
		}
		let found = (0..count).map(|_| self.encoding(name)).collect();
		self.lengths.clear();
		self.unbounded = None;
		self.any_inner_call = true;
		found
	}

	/// Says from now on how long a list can be: doubles its length until no call is taken any more,
	/// and halves the step then.
	fn find_bound(&mut self, name: &CallName, bounded: u32) {
		let (mut length, mut step) = (0, 1);
		let mut rising = true;
		while step > 0 {
			self.lengths.insert(bounded, length + step);
			let taken = (0..TRIES_OF_A_LENGTH).any(|_| {
				self.met.clear();
				self.attempt(name, 1).is_some() && self.met.contains(&bounded)
			});
			if taken {
				length += step;
			}
			rising &= taken && length < LONGEST;
			step = if rising { step * 2 } else { step / 2 };
		}
		self.lengths.insert(bounded, length);
	}

	/// An encoding that the runtime takes, if one of so many is that.
	fn attempt(&mut self, name: &CallName, tries: u32) -> Option<Vec<u8>> {
		let find = |variants: Vec<Variant<PortableForm>>, name: &str| {
			variants.into_iter().find(|variant| variant.name == name).expect("it is known")
		};
		let pallet = find(self.variants(self.calls), &name.pallet);
		let call = find(self.variants(pallet.fields[0].ty.id), &name.call);
		(0..tries).find_map(|_| {
			let mut bytes = vec![pallet.index, call.index];
			for field in &call.fields {
				self.make(field.ty.id, DEPTH, &mut bytes);
			}
			RuntimeCall::decode(&mut &bytes[..]).ok().map(|_| bytes)
		})
	}

	fn make(&mut self, id: u32, depth: u32, bytes: &mut Vec<u8>) {
		let found = self.registry.resolve(id).expect("the registry is closed");
		let name = found.path.segments.last().cloned().unwrap_or_default();
		let definition = found.type_def.clone();
		let below = depth.saturating_sub(1);
		if let Some(known) = self.known(&name) {
			return bytes.extend(known);
		}
		if id == self.calls && !self.any_inner_call {
			let least = frame_system::Call::remark { remark: Vec::new() };
			return bytes.extend(RuntimeCall::from(least).encode());
		}
		let bounded_by = self.bounded_by.take();
		match definition {
			TypeDef::Composite(composite) => {
				self.bounded_by = name.contains("Bounded").then_some(id);
				for field in composite.fields {
					self.make(field.ty.id, below, bytes);
				}
			}
			TypeDef::Variant(definition) => {
				let mut variants = definition.variants;
				if name == "Option" && self.unbounded.is_some() {
					variants.retain(|variant| variant.name == "Some");
				}
				let variant = self.variant(variants, depth);
				bytes.push(variant.index);
				for field in variant.fields {
					self.make(field.ty.id, below, bytes);
				}
			}
			TypeDef::Sequence(sequence) => {
				let item = sequence.type_param.id;
				self.met.extend(bounded_by);
				let longest = match bounded_by {
					Some(bound) => self.lengths.get(&bound).copied(),
					None => self.unbounded,
				};
				let length = match depth {
					0 => 0,
					_ if self.depths[item as usize] == NEVER => 0,
					_ => longest.unwrap_or_else(|| self.dice.one_of(&[0u32, 1, 1, 2, 3, 8, 20])),
				};
				Compact(length).encode_to(bytes);
				// Of long lists all items are equal: what one of many would not be taken for is rare.
				let mut items = Vec::new();
				for place in 0..length {
					if place == 0 || longest.is_none() {
						items.clear();
						self.make(item, below, &mut items);
					}
					bytes.extend(&items);
				}
			}
			TypeDef::Array(array) => {
				// Arrays are hashes and the like, of which some must be equal.
				let start = bytes.len();
				if self.dice.below(2) == 0 && self.is_byte(array.type_param.id) {
					let byte = self.dice.below(3) as u8;
					bytes.resize(start + array.len as usize, byte);
				} else {
					for _ in 0..array.len {
						self.make(array.type_param.id, below, bytes);
					}
				}
			}
			TypeDef::Tuple(tuple) => {
				for field in tuple.fields {
					self.make(field.id, below, bytes);
				}
			}
			TypeDef::Primitive(primitive) => self.primitive(&primitive, bytes),
			TypeDef::Compact(compact) => self.compact(compact.type_param.id, bytes),
			TypeDef::BitSequence(_) => panic!("no call has bits in a row"),
		}
	}

	fn is_byte(&self, id: u32) -> bool {
		matches!(self.definition(id), TypeDef::Primitive(TypeDefPrimitive::U8))
	}

	/// One of the variants that have values; where no depth is left, one that needs little of it.
	fn variant(
		&mut self,
		variants: Vec<Variant<PortableForm>>,
		depth: u32,
	) -> Variant<PortableForm> {
		let needs = |variant: &Variant<PortableForm>| {
			variant.fields.iter().map(|field| self.depths[field.ty.id as usize]).max().unwrap_or(0)
		};
		let least =
			variants.iter().map(needs).min().expect("a type without values is not asked for");
		let possible: Vec<usize> = variants
			.iter()
			.enumerate()
			.filter(|(_, variant)| needs(variant) != NEVER && needs(variant) <= depth.max(least))
			.map(|(place, _)| place)
			.collect();
		let place = self.dice.one_of(&possible);
		variants.into_iter().nth(place).expect("it was counted")
	}

	/// What chance alone hardly meets: accounts of somebody, and keys with their check digit.
	fn known(&mut self, name: &str) -> Option<Vec<u8>> {
		let body = self.dice.one_of(&[0, 1, 2, 590_123_412_345]);
		let key = match name {
			"AccountId32" => self.account().encode(),
			// Nobody has another.
			"MultiAddress" if self.unbounded.is_some() => (0u8, self.account()).encode(),
			"Gtin" => Gtin::from_body(body).expect("it is small").encode(),
			"Sscc" => Sscc::from_body(body).expect("it is small").encode(),
			"Gln" => Gln::from_body(body).expect("it is small").encode(),
			// What a caller says that another call takes: none where that is the least call.
			"Weight" if !self.any_inner_call => Weight::zero().encode(),
			"Lot" | "Serial" => "8".repeat(self.dice.one_of(&[1, 2, 20])).encode(),
			_ => return None,
		};
		Some(key)
	}

	/// Mostly of those who have something.
	fn account(&mut self) -> AccountId {
		match self.dice.below(20) {
			0 => AccountId::new([self.dice.below(256) as u8; 32]),
			_ => account(self.keyring()),
		}
	}

	pub fn keyring(&mut self) -> Sr25519Keyring {
		use Sr25519Keyring::{Ferdie, One, Two};
		self.dice.one_of(&[Alice, Bob, Charlie, Dave, Eve, Ferdie, One, Two])
	}

	/// Small numbers, which are those of something, and the ends of the range.
	fn integer(&mut self, bits: u32) -> u128 {
		let most = u128::MAX >> (128 - bits);
		let any = u128::from(self.dice.roll()) << 64 | u128::from(self.dice.roll());
		match self.dice.below(8) {
			0..=3 if self.unbounded.is_some() => most,
			0..=3 => u128::from(self.dice.below(4)),
			4 => (any % 1_000_000) & most,
			5 => most - u128::from(self.dice.below(2)),
			6 => 1_800_000_000 & most,
			_ => any & most,
		}
	}

	fn primitive(&mut self, primitive: &TypeDefPrimitive, bytes: &mut Vec<u8>) {
		use TypeDefPrimitive::*;
		let bits = match primitive {
			Bool => return bytes.push(self.dice.below(2) as u8),
			Char => return u32::from('m').encode_to(bytes),
			Str => return "medchain".encode_to(bytes),
			U8 | I8 => 8,
			U16 | I16 => 16,
			U32 | I32 => 32,
			U64 | I64 => 64,
			U128 | I128 => 128,
			U256 | I256 => return bytes.extend([self.integer(128), 0].encode()),
		};
		let value = self.integer(bits).to_le_bytes();
		bytes.extend(&value[..bits as usize / 8]);
	}

	/// Compact are whole numbers, alone or wrapped.
	fn compact(&mut self, id: u32, bytes: &mut Vec<u8>) {
		let bits = match self.definition(id) {
			TypeDef::Primitive(TypeDefPrimitive::U8) => 8,
			TypeDef::Primitive(TypeDefPrimitive::U16) => 16,
			TypeDef::Primitive(TypeDefPrimitive::U32) => 32,
			TypeDef::Primitive(TypeDefPrimitive::U64) => 64,
			TypeDef::Primitive(TypeDefPrimitive::U128) => 128,
			TypeDef::Composite(composite) => return self.compact(composite.fields[0].ty.id, bytes),
			TypeDef::Tuple(tuple) if tuple.fields.is_empty() => return,
			other => panic!("{other:?} has no compact form"),
		};
		Compact(self.integer(bits)).encode_to(bytes);
	}

	/// The bytes with one of them another, some of them missing, or some more.
	pub fn mutated(&mut self, bytes: &[u8]) -> Vec<u8> {
		let mut changed = bytes.to_vec();
		let place = self.dice.below(bytes.len() as u64) as usize;
		match self.dice.below(6) {
			0 => changed.truncate(place),
			1 => changed.extend((0..self.dice.below(40)).map(|byte| byte as u8)),
			2 => drop(changed.remove(place)),
			3 => changed.insert(place, self.dice.below(256) as u8),
			4 => changed[place] = self.dice.one_of(&[0, 1, 3, 0x7f, 0x80, 0xfc, 0xff]),
			_ => changed[place] ^= 1 << self.dice.below(8),
		}
		changed
	}
}

/// How many types a value of each type lies over at least; [`NEVER`] where there is no value.
fn depths(registry: &PortableRegistry) -> Vec<u32> {
	let mut depths = vec![NEVER; registry.types.len()];
	loop {
		let before = depths.clone();
		for (id, known) in registry.types.iter().enumerate() {
			let of = |id: u32| before[id as usize];
			let most = |ids: &mut dyn Iterator<Item = u32>| ids.map(of).max().unwrap_or(0);
			let below = match &known.ty.type_def {
				TypeDef::Composite(composite) => {
					most(&mut composite.fields.iter().map(|field| field.ty.id))
				}
				TypeDef::Variant(definition) => definition
					.variants
					.iter()
					.map(|variant| most(&mut variant.fields.iter().map(|field| field.ty.id)))
					.min()
					.unwrap_or(NEVER),
				TypeDef::Array(array) => of(array.type_param.id),
				TypeDef::Tuple(tuple) => most(&mut tuple.fields.iter().map(|field| field.id)),
				TypeDef::Sequence(_)
				| TypeDef::Primitive(_)
				| TypeDef::Compact(_)
				| TypeDef::BitSequence(_) => 0,
			};
			depths[id] = below.saturating_add(1);
		}
		if depths == before {
			return depths;
		}
	}
}
