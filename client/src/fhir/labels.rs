//! Which labels a security label in a consent covers.
//!
//! `Consent.provision.securityLabel` says more than it writes, in R4 and in R5. A level of
//! confidentiality is a high-water mark: `R` is about what is labelled `R` or lower. For other
//! labels subsumption counts: a code is about itself and all codes below it. On chain a label
//! stands for itself alone. Therefore reading adds what a code covers, and writing takes only sets
//! that miss nothing of it. Both kinds of provisions, those that permit and those that deny, use
//! the element in the same sense.
//!
//! A request for access is no document: its labels are those that the data carry.

use medchain_support::{Sensitivities, Sensitivity};

/// A code, and the code directly above it.
///
/// Levels of confidentiality: HL7 Terminology, CodeSystem v3-Confidentiality 5.0.0, whose
/// definitions state one total order. Sensitivities: HL7 Terminology, CodeSystem v3-ActCode 11.0.0,
/// property `subsumedBy`, below `_ActInformationSensitivityPolicy`. That concept stands directly
/// above the sensitivities that have no row here. None of the vocabulary's sensitivities stands
/// above another: what joins five of them is `SPI`, which the vocabulary does not have.
const ABOVE: [(&str, &str); 10] = [
	("U", "L"),
	("L", "M"),
	("M", "N"),
	("N", "R"),
	("R", "V"),
	("BH", "SPI"),
	("MH", "SPI"),
	("PSY", "SPI"),
	("PSYTHPN", "SPI"),
	("SUD", "SPI"),
];

/// The codes above a code, from near to far.
fn above(label: Sensitivity) -> impl Iterator<Item = &'static str> {
	let next = |code: &str| ABOVE.iter().find(|(lower, _)| *lower == code).map(|(_, upper)| *upper);
	std::iter::successors(next(label.code()), move |code| next(code))
}

/// What a label covers: itself and the labels below it.
fn covered(label: Sensitivity) -> Sensitivities {
	let is_below = |lower: &Sensitivity| above(*lower).any(|upper| upper == label.code());
	Sensitivity::ALL.iter().copied().filter(is_below).collect::<Sensitivities>().with(label)
}

/// What the labels of a document cover.
pub(super) fn closure(labels: Sensitivities) -> Sensitivities {
	labels.iter().map(covered).fold(Sensitivities::EMPTY, Sensitivities::union)
}

/// The fewest labels that cover exactly a set. Where no labels do, one that would cover more than
/// the set, and the first label that it would add.
pub(super) fn fewest(set: Sensitivities) -> Result<Sensitivities, (Sensitivity, Sensitivity)> {
	let too_wide = set.iter().find_map(|label| {
		let more = covered(label).difference(set).iter().next()?;
		Some((label, more))
	});
	if let Some(pair) = too_wide {
		return Err(pair);
	}
	let others = |label: Sensitivity| closure(set.difference(label.into()));
	Ok(set.iter().filter(|label| !others(*label).contains(*label)).collect())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn set(codes: &str) -> Sensitivities {
		codes.split_whitespace().map(|code| code.parse::<Sensitivity>().unwrap()).collect()
	}

	#[test]
	fn a_level_covers_the_lower_ones() {
		for (level, covers) in [
			("U", "U"),
			("L", "U L"),
			("M", "U L M"),
			("N", "U L M N"),
			("R", "U L M N R"),
			("V", "U L M N R V"),
		] {
			assert_eq!(closure(set(level)), set(covers), "{level}");
			assert_eq!(fewest(set(covers)), Ok(set(level)), "{level}");
		}
	}

	#[test]
	fn a_sensitivity_covers_itself_for_no_other_of_ours_is_below_it() {
		for label in Sensitivity::ALL.iter().filter(|label| label.code().len() > 1) {
			assert_eq!(covered(*label), (*label).into(), "{label}");
		}
	}

	#[test]
	fn the_table_is_a_forest() {
		for (n, (lower, upper)) in ABOVE.iter().enumerate() {
			assert!(ABOVE[..n].iter().all(|(other, _)| other != lower), "{lower} stands once");
			assert_ne!(lower, upper);
			let label = lower.parse().unwrap();
			assert!(above(label).take(ABOVE.len() + 1).count() <= ABOVE.len(), "{lower} in a ring");
		}
	}

	#[test]
	fn what_codes_cover_is_written_by_the_fewest_and_read_again() {
		assert_eq!(fewest(Sensitivities::EMPTY), Ok(Sensitivities::EMPTY));
		assert_eq!(fewest(set("U L M PSY HIV")), Ok(set("M PSY HIV")));
		assert_eq!(fewest(set("N")), Err((Sensitivity::Normal, Sensitivity::Unrestricted)));
		assert_eq!(fewest(set("U L N PSY")), Err((Sensitivity::Normal, Sensitivity::Moderate)));
		for bits in (0..=Sensitivities::ALL.0).step_by(211) {
			let closed = closure(Sensitivities(bits));
			assert_eq!(closure(closed), closed);
			let few = fewest(closed).unwrap();
			assert_eq!(closure(few), closed);
			assert_eq!(fewest(Sensitivities(bits)).is_ok(), closed.0 == bits, "{bits:#b}");
		}
	}
}
