//! What a bill's line is for.

use crate::vocabulary::UnknownCode;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

vocabulary! {
	/// The class of a billed service: X12 service type codes, those of X12 270/271.
	///
	/// Only wide classes are here, for a bill is public. A class whose name alone tells an illness
	/// (mental health, oncology, maternity, dialysis and the like) is left out on purpose: such a
	/// service is billed under its wider class, and what it was stays behind the bill's commitment.
	///
	/// In FHIR it is `Invoice.lineItem.chargeItemCodeableConcept`, with [`ServiceType::SYSTEM`].
	enum ServiceType,
	/// A set of service classes.
	set ServiceTypes(u32) {
		/// Medical care.
		MedicalCare = 0 => "1",
		/// Surgery.
		Surgical = 1 => "2",
		/// Consultation.
		Consultation = 2 => "3",
		/// Diagnostic X-ray.
		DiagnosticXRay = 3 => "4",
		/// Diagnostic laboratory work.
		DiagnosticLab = 4 => "5",
		/// Medical equipment, bought.
		DurableMedicalEquipmentPurchase = 5 => "12",
		/// Medical equipment, rented.
		DurableMedicalEquipmentRental = 6 => "18",
		/// Anything that a health plan covers: what is billed as a whole.
		HealthBenefitPlanCoverage = 7 => "30",
		/// Dental care.
		DentalCare = 8 => "35",
		/// Care at home.
		HomeHealthCare = 9 => "42",
		/// Hospital care of any kind.
		Hospital = 10 => "47",
		/// Hospital care with a stay.
		HospitalInpatient = 11 => "48",
		/// Hospital care without a stay.
		HospitalOutpatient = 12 => "50",
		/// Long-term care.
		LongTermCare = 13 => "54",
		/// Transport for a medical reason.
		MedicallyRelatedTransportation = 14 => "56",
		/// Magnetic resonance or computed tomography.
		MriCtScan = 15 => "62",
		/// Hearing test.
		AudiologyExam = 16 => "71",
		/// Emergency services.
		EmergencyServices = 17 => "86",
		/// Pharmacy.
		Pharmacy = 18 => "88",
		/// Visit at a practice.
		ProfessionalVisitOffice = 19 => "98",
		/// Eyes and glasses.
		Vision = 20 => "AL",
		/// Physical therapy.
		PhysicalTherapy = 21 => "PT",
	}
}

impl ServiceType {
	/// The code system's identifier in FHIR.
	pub const SYSTEM: &'static str = "https://x12.org/codes/service-type-codes";

	/// The standard's name of the class, for people.
	pub const fn display(self) -> &'static str {
		match self {
			Self::MedicalCare => "Medical Care",
			Self::Surgical => "Surgical",
			Self::Consultation => "Consultation",
			Self::DiagnosticXRay => "Diagnostic X-Ray",
			Self::DiagnosticLab => "Diagnostic Lab",
			Self::DurableMedicalEquipmentPurchase => "Durable Medical Equipment Purchase",
			Self::DurableMedicalEquipmentRental => "Durable Medical Equipment Rental",
			Self::HealthBenefitPlanCoverage => "Health Benefit Plan Coverage",
			Self::DentalCare => "Dental Care",
			Self::HomeHealthCare => "Home Health Care",
			Self::Hospital => "Hospital",
			Self::HospitalInpatient => "Hospital - Inpatient",
			Self::HospitalOutpatient => "Hospital - Outpatient",
			Self::LongTermCare => "Long Term Care",
			Self::MedicallyRelatedTransportation => "Medically Related Transportation",
			Self::MriCtScan => "MRI/CAT Scan",
			Self::AudiologyExam => "Audiology Exam",
			Self::EmergencyServices => "Emergency Services",
			Self::Pharmacy => "Pharmacy",
			Self::ProfessionalVisitOffice => "Professional (Physician) Visit - Office",
			Self::Vision => "Vision (Optometry)",
			Self::PhysicalTherapy => "Physical Therapy",
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_code_maps_both_ways() {
		for (number, service) in ServiceType::ALL.iter().enumerate() {
			assert_eq!(service.encode(), [number as u8], "numbers run without gaps");
			assert_eq!(ServiceType::decode(&mut &[number as u8][..]), Ok(*service));
			assert_eq!(ServiceType::from_code(service.code()), Some(*service));
			assert_eq!(ServiceType::from_str(service.code()), Ok(*service));
			assert_eq!(ServiceType::CODES[number], service.code());
			assert_eq!(service.to_string(), service.code());
			assert_eq!(ServiceTypes::from(*service).iter().collect::<Vec<_>>(), [*service]);
		}
		assert!(ServiceType::decode(&mut &[ServiceType::ALL.len() as u8][..]).is_err());
		assert_eq!(ServiceType::ALL.iter().copied().collect::<ServiceTypes>(), ServiceTypes::ALL);
		assert!(ServiceTypes::ALL.is_known() && !ServiceTypes(!0).is_known());
	}

	#[test]
	fn codes_and_names_are_those_of_the_standard() {
		let listed: Vec<_> =
			ServiceType::ALL.iter().map(|service| (service.code(), service.display())).collect();
		assert_eq!(
			listed,
			[
				("1", "Medical Care"),
				("2", "Surgical"),
				("3", "Consultation"),
				("4", "Diagnostic X-Ray"),
				("5", "Diagnostic Lab"),
				("12", "Durable Medical Equipment Purchase"),
				("18", "Durable Medical Equipment Rental"),
				("30", "Health Benefit Plan Coverage"),
				("35", "Dental Care"),
				("42", "Home Health Care"),
				("47", "Hospital"),
				("48", "Hospital - Inpatient"),
				("50", "Hospital - Outpatient"),
				("54", "Long Term Care"),
				("56", "Medically Related Transportation"),
				("62", "MRI/CAT Scan"),
				("71", "Audiology Exam"),
				("86", "Emergency Services"),
				("88", "Pharmacy"),
				("98", "Professional (Physician) Visit - Office"),
				("AL", "Vision (Optometry)"),
				("PT", "Physical Therapy"),
			]
		);
	}

	#[test]
	fn classes_that_tell_an_illness_are_unknown() {
		// Chemotherapy, maternity, dialysis, mental health, substance abuse, cancer; then no codes.
		for code in ["78", "69", "76", "MH", "A4", "AI", "87", "", "01", "al", "999"] {
			assert_eq!(ServiceType::from_code(code), None, "{code}");
			let error = ServiceType::from_str(code).unwrap_err();
			assert_eq!((error.list, error.known), ("ServiceType", ServiceType::CODES));
		}
	}
}
