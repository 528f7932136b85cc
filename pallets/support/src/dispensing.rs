//! Drug packs: what a register of packs says about one that somebody wants to be paid for.

use crate::{gs1::MAX_CHARACTERS, Commitment, Gtin, Serial};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_crypto_hashing::blake2_256;

/// The identity of one serialised drug pack: blake2-256 over the GS1 element string
/// `01<GTIN-14>21<serial>`, in ASCII, without brackets or separators. The GTIN has all its 14 digits,
/// leading zeros too; the serial is as it is printed, in its own case. Lot and expiry are no part of
/// it.
///
/// Pack `05901234123457` with serial `A1b2` is the digest of `010590123412345721A1b2`.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
)]
pub struct PackId(pub [u8; 32]);

impl PackId {
	/// The identity of the pack with this GTIN and serial number.
	pub fn of(gtin: &Gtin, serial: &Serial) -> Self {
		let mut text = [0; 2 + Gtin::DIGITS + 2 + MAX_CHARACTERS];
		let mut length = 0usize;
		let gtin = gtin.digits();
		for part in [&b"01"[..], &gtin, b"21", serial.as_bytes()] {
			let end = length.saturating_add(part.len());
			if let Some(place) = text.get_mut(length..end) {
				place.copy_from_slice(part);
			}
			length = end;
		}
		Self(blake2_256(text.get(..length).unwrap_or_default()))
	}
}

impl From<[u8; 32]> for PackId {
	fn from(bytes: [u8; 32]) -> Self {
		Self(bytes)
	}
}

impl AsRef<[u8]> for PackId {
	fn as_ref(&self) -> &[u8] {
		&self.0
	}
}

/// A pack with what proves to whom it was sold. The register of packs holds the
/// [receipt](SoldPack::receipt) alone, which tells nobody who the patient is; who was handed the
/// opening can show it.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
)]
pub struct SoldPack {
	/// Which pack.
	pub id: PackId,
	/// The salt of the receipt: 32 random bytes, new at every sale.
	pub opening: [u8; 32],
}

impl SoldPack {
	/// What a receipt is computed over first, so that it is no other digest.
	const RECEIPT: [u8; 13] = *b"medchain/sale";

	/// The receipt of the sale to `patient`: blake2-256 over the ASCII text `medchain/sale`, the 32
	/// bytes of the pack's identity, the patient's account in SCALE (32 bytes, as accounts mostly
	/// are) and the 32 bytes of the opening.
	pub fn receipt<AccountId: Encode>(&self, patient: &AccountId) -> Commitment {
		(Self::RECEIPT, self.id, patient, self.opening).using_encoded(blake2_256).into()
	}
}

/// What is known of a pack, seen from one provider and one patient. If several hold, the answer is
/// [`Recalled`](Dispensing::Recalled), else [`Dispensed`](Dispensing::Dispensed), else
/// [`Expired`](Dispensing::Expired).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum Dispensing {
	/// This provider dispensed it to this patient.
	#[codec(index = 0)]
	Dispensed {
		/// When, in seconds since 1970: as the provider said then.
		at: u64,
	},
	/// The register knows the pack, but this provider did not dispense it to this patient.
	#[codec(index = 1)]
	NotDispensed,
	/// It is under a recall now, dispensed or not.
	#[codec(index = 2)]
	Recalled,
	/// Its expiry date is over, and this provider did not dispense it to this patient.
	#[codec(index = 3)]
	Expired,
	/// The register does not know the pack.
	#[codec(index = 4)]
	Unknown,
}

/// What a register of drug packs answers.
pub trait InspectDispensing<AccountId> {
	/// What is known now of `pack`, for which `provider` wants to be paid and which it says it gave
	/// to `patient`. It was given to the patient if the receipt of the sale is that of `pack` and
	/// `patient`. Writes nothing.
	fn inspect(pack: &SoldPack, provider: &AccountId, patient: &AccountId) -> Dispensing;
}

/// Knows no pack.
impl<AccountId> InspectDispensing<AccountId> for () {
	fn inspect(_: &SoldPack, _: &AccountId, _: &AccountId) -> Dispensing {
		Dispensing::Unknown
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_unit_register_knows_no_pack() {
		let pack = SoldPack { id: PackId([1; 32]), opening: [2; 32] };
		let state = <() as InspectDispensing<u64>>::inspect(&pack, &1, &2);
		assert_eq!(state, Dispensing::Unknown);
	}

	#[test]
	fn states_keep_their_numbers() {
		let dispensed = Dispensing::Dispensed { at: 5 };
		assert_eq!(dispensed.encode(), [0, 5, 0, 0, 0, 0, 0, 0, 0]);
		assert_eq!(Dispensing::decode(&mut &dispensed.encode()[..]), Ok(dispensed));
		let states = [
			Dispensing::NotDispensed,
			Dispensing::Recalled,
			Dispensing::Expired,
			Dispensing::Unknown,
		];
		for (number, state) in (1u8..).zip(states) {
			assert_eq!(state.encode(), [number]);
			assert_eq!(Dispensing::decode(&mut &[number][..]), Ok(state));
		}
		assert!(Dispensing::decode(&mut &[5][..]).is_err());
	}

	#[test]
	fn a_pack_is_the_digest_of_its_element_string() {
		for (gtin, serial) in [
			("05901234123457", "A1b2"),
			("96385074", "1"),
			("9521141012345", "!\"%&'()*+,-./:;<=>?_"),
		] {
			let (gtin, serial): (Gtin, Serial) = (gtin.parse().unwrap(), serial.parse().unwrap());
			let text = format!("01{gtin}21{serial}");
			assert_eq!(PackId::of(&gtin, &serial).0, blake2_256(text.as_bytes()), "{text}");
		}
		let [pack, other] = ["A1b2", "a1b2"]
			.map(|serial| PackId::of(&"05901234123457".parse().unwrap(), &serial.parse().unwrap()));
		assert_ne!(pack, other, "case counts");
		// What any other program computes: `printf 010590123412345721A1b2 | b2sum -l 256`.
		let digest = "5f31dae16cfb1612a825c066d00d271d148352689c76a9c5e086ea1abee97b0b";
		assert_eq!(pack.0.map(|byte| format!("{byte:02x}")).concat(), digest);
	}

	#[test]
	fn a_pack_is_its_32_bytes() {
		let pack = PackId::from([7; 32]);
		assert_eq!((pack.encode(), pack.as_ref()), (vec![7; 32], &[7; 32][..]));
		assert_eq!(PackId::max_encoded_len(), 32);
	}

	#[test]
	fn a_receipt_is_the_digest_of_pack_patient_and_opening() {
		let pack = SoldPack { id: PackId([7; 32]), opening: [9; 32] };
		let patient = [2u8; 32];
		let receipt = pack.receipt(&patient);
		// What any other program computes over the 109 bytes, with `b2sum -l 256`.
		let digest = "77b85e1de09b1892790f1b87c0492a9789531a271c9e8a5b766fd265c62fee5b";
		assert_eq!(receipt.0.map(|byte| format!("{byte:02x}")).concat(), digest);

		let others = [
			SoldPack { id: PackId([8; 32]), ..pack }.receipt(&patient),
			SoldPack { opening: [8; 32], ..pack }.receipt(&patient),
			pack.receipt(&[3u8; 32]),
		];
		assert!(others.iter().all(|other| *other != receipt));
	}

	#[test]
	fn a_sold_pack_is_the_pack_and_the_opening() {
		let pack = SoldPack { id: PackId([7; 32]), opening: [9; 32] };
		assert_eq!(pack.encode(), [[7; 32], [9; 32]].concat());
		assert_eq!(SoldPack::max_encoded_len(), 64);
	}
}
