//! Which calls a load consists of.

use std::{collections::BTreeMap, fmt, str::FromStr};

/// Largest weight of a call in a mix.
const MAX_WEIGHT: u32 = 1_000;

/// A call that a load can send.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Kind {
	/// Coin from one account to another.
	Transfer,
	/// A patient's directive.
	Grant,
	/// A bill, paid in full.
	Pay,
	/// A pack, sent off to another trading partner.
	Ship,
	/// An insurance claim of three lines.
	Claim,
	/// A note that nobody keeps.
	Remark,
}

impl Kind {
	/// All of them.
	pub const ALL: [Self; 6] =
		[Self::Transfer, Self::Grant, Self::Pay, Self::Ship, Self::Claim, Self::Remark];

	/// Its name in a mix.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Transfer => "transfer",
			Self::Grant => "grant",
			Self::Pay => "pay",
			Self::Ship => "ship",
			Self::Claim => "claim",
			Self::Remark => "remark",
		}
	}
}

impl fmt::Display for Kind {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.pad(self.name())
	}
}

/// Calls and how often each comes: `transfer=3,grant=1`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mix(BTreeMap<Kind, u32>);

impl Mix {
	/// Each call with its weight.
	pub fn iter(&self) -> impl Iterator<Item = (Kind, u32)> + '_ {
		self.0.iter().map(|(kind, weight)| (*kind, *weight))
	}

	/// Whether a call is in it.
	pub fn has(&self, kind: Kind) -> bool {
		self.0.contains_key(&kind)
	}

	/// So many calls, evenly mixed.
	pub fn sequence(&self, count: usize) -> Vec<Kind> {
		let total: i64 = self.iter().map(|(_, weight)| i64::from(weight)).sum();
		let mut credits: BTreeMap<Kind, i64> = self.iter().map(|(kind, _)| (kind, 0)).collect();
		let mut next = || {
			for (kind, weight) in self.iter() {
				*credits.entry(kind).or_default() += i64::from(weight);
			}
			let (kind, credit) = credits.iter_mut().max_by_key(|(_, credit)| **credit)?;
			*credit -= total;
			Some(*kind)
		};
		std::iter::from_fn(&mut next).take(count).collect()
	}

	/// How many of so many calls are of each kind.
	pub fn counts(&self, count: usize) -> BTreeMap<Kind, usize> {
		let mut counts: BTreeMap<Kind, usize> = self.iter().map(|(kind, _)| (kind, 0)).collect();
		for kind in self.sequence(count) {
			*counts.entry(kind).or_default() += 1;
		}
		counts
	}

	/// The mean of what is told of each call.
	pub fn mean(&self, of: impl Fn(Kind) -> f64) -> f64 {
		let total: f64 = self.iter().map(|(_, weight)| f64::from(weight)).sum();
		self.iter().map(|(kind, weight)| f64::from(weight) * of(kind)).sum::<f64>() / total
	}
}

impl fmt::Display for Mix {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let parts: Vec<String> = self.iter().map(|(kind, n)| format!("{kind}={n}")).collect();
		f.write_str(&parts.join(","))
	}
}

impl FromStr for Mix {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let mut found = BTreeMap::new();
		for part in text.split(',') {
			let (name, weight) = part.split_once('=').unwrap_or((part, "1"));
			let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name.trim());
			let kind = kind.ok_or_else(|| {
				let known = Kind::ALL.map(Kind::name).join(", ");
				format!("unknown call {name:?}; known are {known}")
			})?;
			let weight = weight.trim().parse().ok().filter(|n| (1..=MAX_WEIGHT).contains(n));
			let weight = weight.ok_or_else(|| {
				format!("{part:?} has no weight; right are 1 to {MAX_WEIGHT}: {name}=3")
			})?;
			if found.insert(kind, weight).is_some() {
				return Err(format!("{kind} stands twice in the mix"));
			}
		}
		Ok(Self(found))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn mix(text: &str) -> Mix {
		text.parse().unwrap()
	}

	#[test]
	fn a_mix_is_read_and_written() {
		assert_eq!(mix("transfer").to_string(), "transfer=1");
		assert_eq!(mix("grant=1, transfer=3").to_string(), "transfer=3,grant=1");
		assert!(mix("ship,claim").has(Kind::Claim) && !mix("ship").has(Kind::Pay));
		for kind in Kind::ALL {
			assert!(mix(kind.name()).has(kind));
		}
	}

	#[test]
	fn a_wrong_mix_is_named() {
		let refusal = |text: &str| text.parse::<Mix>().unwrap_err();
		assert!(refusal("transfers").contains("known are transfer, grant, pay, ship, claim"));
		assert!(refusal("").contains("unknown call"));
		for text in ["grant=0", "grant=x", "grant=", "grant=-1", "grant=1001"] {
			assert!(refusal(text).contains("has no weight"), "{text}");
		}
		assert!(refusal("pay,pay=2").contains("twice"));
	}

	#[test]
	fn calls_come_as_often_as_they_weigh_and_evenly() {
		use Kind::{Grant, Transfer};
		let sequence = mix("transfer=3,grant=1").sequence(8);
		assert_eq!(sequence.iter().filter(|kind| **kind == Grant).count(), 2);
		assert_eq!(sequence[..4].iter().filter(|kind| **kind == Transfer).count(), 3);
		let counts = mix("transfer=2,grant=1,pay=1").counts(4_001);
		assert_eq!(counts.values().sum::<usize>(), 4_001);
		assert!(counts[&Transfer].abs_diff(2_000) <= 1 && counts[&Grant].abs_diff(1_000) <= 1);
		assert!(mix("claim").sequence(0).is_empty());
	}

	#[test]
	fn the_mean_goes_by_weights() {
		let mean = mix("transfer=3,grant=1").mean(|kind| match kind {
			Kind::Transfer => 100.0,
			_ => 500.0,
		});
		assert!((mean - 200.0).abs() < 1e-9);
	}
}
