//! The closed code lists, each with its set type.
//!
//! A list is an enum whose variants carry the standard's code; its set is a bit set in which
//! variant number `n` is bit `n`. Numbers are stored on chain and never change.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;

/// A code that is not in the list it was looked up in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownCode {
	/// The list, by the name of its type.
	pub list: &'static str,
	/// Its codes.
	pub known: &'static [&'static str],
}

impl fmt::Display for UnknownCode {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "not a code of {}; known are ", self.list)?;
		for (n, code) in self.known.iter().enumerate() {
			if n > 0 {
				f.write_str(", ")?;
			}
			f.write_str(code)?;
		}
		Ok(())
	}
}

impl core::error::Error for UnknownCode {}

macro_rules! vocabulary {
	(
		$(#[$list_doc:meta])* enum $list:ident,
		$(#[$set_doc:meta])* set $set:ident($bits:ty) {
			$( $(#[$doc:meta])* $variant:ident = $number:literal => $code:literal, )+
		}
	) => {
		$(#[$list_doc])*
		#[derive(
			Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, Hash, MaxEncodedLen,
			Ord, PartialEq, PartialOrd, TypeInfo,
		)]
		pub enum $list {
			$( $(#[$doc])* #[codec(index = $number)] $variant = $number, )+
		}

		impl $list {
			/// Every value, in the order of the numbers.
			pub const ALL: &'static [Self] = &[$( Self::$variant, )+];
			/// Every code, in the same order.
			pub const CODES: &'static [&'static str] = &[$( $code, )+];

			/// The standard's code.
			pub const fn code(self) -> &'static str {
				match self {
					$( Self::$variant => $code, )+
				}
			}

			/// The value of a code; codes are case-sensitive.
			pub fn from_code(code: &str) -> Option<Self> {
				match code {
					$( $code => Some(Self::$variant), )+
					_ => None,
				}
			}

			const fn bit(self) -> $bits {
				match self {
					$( Self::$variant => 1 << $number, )+
				}
			}
		}

		impl fmt::Display for $list {
			fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				f.pad(self.code())
			}
		}

		impl FromStr for $list {
			type Err = UnknownCode;

			fn from_str(code: &str) -> Result<Self, UnknownCode> {
				Self::from_code(code)
					.ok_or(UnknownCode { list: stringify!($list), known: Self::CODES })
			}
		}

		$(#[$set_doc])*
		#[derive(
			Clone, Copy, Debug, Decode, DecodeWithMemTracking, Default, Encode, Eq, Hash,
			MaxEncodedLen, PartialEq, TypeInfo,
		)]
		pub struct $set(pub $bits);

		impl $set {
			/// Nothing.
			pub const EMPTY: Self = Self(0);
			/// All that has a code.
			pub const ALL: Self = Self($( (1 << $number) | )+ 0);

			/// Whether nothing is in the set.
			pub const fn is_empty(self) -> bool {
				self.0 == 0
			}

			/// Whether every bit set has a code.
			pub const fn is_known(self) -> bool {
				self.0 & !Self::ALL.0 == 0
			}

			/// Whether `value` is in the set.
			pub const fn contains(self, value: $list) -> bool {
				self.0 & value.bit() != 0
			}

			/// This set and `value`.
			pub const fn with(self, value: $list) -> Self {
				Self(self.0 | value.bit())
			}

			/// What is in either.
			pub const fn union(self, other: Self) -> Self {
				Self(self.0 | other.0)
			}

			/// What is in both.
			pub const fn intersection(self, other: Self) -> Self {
				Self(self.0 & other.0)
			}

			/// What is here and not in `other`.
			pub const fn difference(self, other: Self) -> Self {
				Self(self.0 & !other.0)
			}

			/// The values in the set, in the order of their numbers.
			pub fn iter(self) -> impl Iterator<Item = $list> {
				$list::ALL.iter().copied().filter(move |value| self.contains(*value))
			}
		}

		impl From<$list> for $set {
			fn from(value: $list) -> Self {
				Self::EMPTY.with(value)
			}
		}

		impl FromIterator<$list> for $set {
			fn from_iter<I: IntoIterator<Item = $list>>(values: I) -> Self {
				values.into_iter().fold(Self::EMPTY, Self::with)
			}
		}
	};
}

vocabulary! {
	/// What an account is accredited to be.
	enum Role,
	/// A set of roles.
	set Roles(u32) {
		/// A person who treats patients.
		Practitioner = 0 => "Practitioner",
		/// A hospital, practice or other provider.
		ProviderOrganization = 1 => "ProviderOrganization",
		/// A pharmacy.
		Pharmacy = 2 => "Pharmacy",
		/// A laboratory.
		Laboratory = 3 => "Laboratory",
		/// A health insurer or other payer.
		Insurer = 4 => "Insurer",
		/// A maker of medicinal products.
		Manufacturer = 5 => "Manufacturer",
		/// A wholesale distributor of medicinal products.
		Distributor = 6 => "Distributor",
		/// An ethics committee (ICH E6: IRB/IEC).
		EthicsCommittee = 7 => "EthicsCommittee",
		/// The sponsor of a clinical trial.
		Sponsor = 8 => "Sponsor",
		/// An investigator of a clinical trial.
		Investigator = 9 => "Investigator",
		/// An issuer of a reserve-backed currency.
		TokenIssuer = 10 => "TokenIssuer",
		/// An auditor of a currency's reserves.
		ReserveAuditor = 11 => "ReserveAuditor",
		/// A lender for care.
		Lender = 12 => "Lender",
		/// A supervising authority.
		Regulator = 13 => "Regulator",
		/// An independent reviewer of an insurer's decisions.
		IndependentReviewer = 14 => "IndependentReviewer",
	}
}

impl Roles {
	/// The roles of people.
	pub const PERSONS: Self = Self::EMPTY.with(Role::Practitioner).with(Role::Investigator);
	/// The roles of organisations.
	pub const ORGANIZATIONS: Self = Self::ALL.difference(Self::PERSONS);
}

vocabulary! {
	/// Why data are wanted: HL7 v3 PurposeOfUse. A code stands for itself alone, not for the
	/// codes below it in the standard's hierarchy: a permit for `TREAT` is none for `ETREAT`.
	enum Purpose,
	/// A set of purposes.
	set Purposes(u32) {
		/// Treatment.
		Treat = 0 => "TREAT",
		/// Emergency treatment.
		EmergencyTreat = 1 => "ETREAT",
		/// Healthcare payment.
		Payment = 2 => "HPAYMT",
		/// Healthcare operations.
		Operations = 3 => "HOPERAT",
		/// Healthcare research.
		Research = 4 => "HRESCH",
		/// Public health.
		PublicHealth = 5 => "PUBHLTH",
		/// Request of the patient.
		PatientRequest = 6 => "PATRQT",
		/// Care management.
		CareManagement = 7 => "CAREMGT",
		/// Claim attachment.
		ClaimAttachment = 8 => "CLMATTCH",
		/// Coverage authorisation.
		CoverageAuthorization = 9 => "COVAUTH",
		/// Clinical trial research.
		ClinicalTrial = 10 => "CLINTRCH",
		/// Request of the family.
		FamilyRequest = 11 => "FAMRQT",
		/// Power of attorney.
		PowerOfAttorney = 12 => "PWATRNY",
		/// Legal.
		Legal = 13 => "HLEGAL",
		/// Accreditation.
		Accreditation = 14 => "HACCRED",
		/// Quality improvement.
		QualityImprovement = 15 => "HQUALIMP",
		/// Marketing.
		Marketing = 16 => "HMARKT",
	}
}

vocabulary! {
	/// What is to be done with the data: FHIR consent-action.
	enum Action,
	/// A set of actions.
	set Actions(u8) {
		/// Gather or acquire.
		Collect = 0 => "collect",
		/// Retrieve.
		Access = 1 => "access",
		/// Use for the purpose.
		Use = 2 => "use",
		/// Pass on to others.
		Disclose = 3 => "disclose",
		/// Correct.
		Correct = 4 => "correct",
	}
}

vocabulary! {
	/// A class of records: FHIR resource-types.
	enum ResourceClass,
	/// A set of resource classes.
	set ResourceClasses(u64) {
		/// Demographics.
		Patient = 0 => "Patient",
		/// Allergies and intolerances.
		AllergyIntolerance = 1 => "AllergyIntolerance",
		/// Problems and diagnoses.
		Condition = 2 => "Condition",
		/// Procedures.
		Procedure = 3 => "Procedure",
		/// Measurements and findings.
		Observation = 4 => "Observation",
		/// Reports of diagnostics.
		DiagnosticReport = 5 => "DiagnosticReport",
		/// Vaccinations.
		Immunization = 6 => "Immunization",
		/// Prescriptions.
		MedicationRequest = 7 => "MedicationRequest",
		/// Supplies of medication.
		MedicationDispense = 8 => "MedicationDispense",
		/// Administrations of medication.
		MedicationAdministration = 9 => "MedicationAdministration",
		/// Medication as reported.
		MedicationStatement = 10 => "MedicationStatement",
		/// Plans of care.
		CarePlan = 11 => "CarePlan",
		/// Teams of care.
		CareTeam = 12 => "CareTeam",
		/// Encounters.
		Encounter = 13 => "Encounter",
		/// References to documents.
		DocumentReference = 14 => "DocumentReference",
		/// Composed documents.
		Composition = 15 => "Composition",
		/// Imaging studies.
		ImagingStudy = 16 => "ImagingStudy",
		/// Family history.
		FamilyMemberHistory = 17 => "FamilyMemberHistory",
		/// Orders of services.
		ServiceRequest = 18 => "ServiceRequest",
		/// Specimens.
		Specimen = 19 => "Specimen",
		/// Devices.
		Device = 20 => "Device",
		/// Goals of care.
		Goal = 21 => "Goal",
		/// Clinical assessments.
		ClinicalImpression = 22 => "ClinicalImpression",
		/// Answers to questionnaires.
		QuestionnaireResponse = 23 => "QuestionnaireResponse",
		/// Communications.
		Communication = 24 => "Communication",
		/// Appointments.
		Appointment = 25 => "Appointment",
		/// Insurance coverage.
		Coverage = 26 => "Coverage",
		/// Claims.
		Claim = 27 => "Claim",
		/// Explanations of benefit.
		ExplanationOfBenefit = 28 => "ExplanationOfBenefit",
		/// Consents.
		Consent = 29 => "Consent",
		/// Participation in research.
		ResearchSubject = 30 => "ResearchSubject",
		/// Genomic and other molecular sequences.
		MolecularSequence = 31 => "MolecularSequence",
		/// Images, videos and audio.
		Media = 32 => "Media",
	}
}

vocabulary! {
	/// A label that data carry: HL7 v3 Confidentiality (one letter) and
	/// InformationSensitivityPolicy.
	enum Sensitivity,
	/// A set of labels.
	set Sensitivities(u32) {
		/// Unrestricted.
		Unrestricted = 0 => "U",
		/// Low.
		Low = 1 => "L",
		/// Moderate.
		Moderate = 2 => "M",
		/// Normal.
		Normal = 3 => "N",
		/// Restricted.
		Restricted = 4 => "R",
		/// Very restricted.
		VeryRestricted = 5 => "V",
		/// Substance abuse.
		SubstanceAbuse = 6 => "ETH",
		/// Genetic disease.
		GeneticDisease = 7 => "GDIS",
		/// HIV/AIDS.
		Hiv = 8 => "HIV",
		/// Psychiatry disorder.
		Psychiatry = 9 => "PSY",
		/// Psychotherapy note.
		PsychotherapyNote = 10 => "PSYTHPN",
		/// Sexual assault, abuse or domestic violence.
		SexualAssault = 11 => "SDV",
		/// Sexuality and reproductive health.
		Sexuality = 12 => "SEX",
		/// Sexually transmitted disease.
		SexuallyTransmitted = 13 => "STD",
		/// Sickle cell.
		SickleCell = 14 => "SCA",
		/// Mental health.
		MentalHealth = 15 => "MH",
		/// Behavioural health.
		BehavioralHealth = 16 => "BH",
		/// Substance use disorder.
		SubstanceUse = 17 => "SUD",
		/// Taboo: the patient's own wish.
		Taboo = 18 => "TBOO",
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Codes map both ways, numbers are the codec's, and every set knows its members.
	macro_rules! check_list {
		($test:ident, $list:ident, $set:ident) => {
			#[test]
			fn $test() {
				for (number, value) in $list::ALL.iter().enumerate() {
					assert_eq!(value.encode(), [number as u8], "numbers run without gaps");
					assert_eq!($list::from_code(value.code()), Some(*value));
					assert_eq!($list::from_str(value.code()), Ok(*value));
					assert_eq!($list::CODES[number], value.code());
					assert!($set::ALL.contains(*value));
					assert_eq!($set::from(*value).iter().collect::<Vec<_>>(), [*value]);
				}
				assert_eq!($list::ALL.iter().copied().collect::<$set>(), $set::ALL);
				assert!($set::ALL.is_known() && $set::EMPTY.is_known() && $set::EMPTY.is_empty());
				assert!(!$set(!0).is_known());
				assert_eq!($list::from_code("no such code"), None);
				let error = $list::from_str("").unwrap_err().to_string();
				assert!(error.contains(stringify!($list)) && error.contains($list::CODES[0]));
			}
		};
	}

	check_list!(roles, Role, Roles);
	check_list!(purposes, Purpose, Purposes);
	check_list!(actions, Action, Actions);
	check_list!(resource_classes, ResourceClass, ResourceClasses);
	check_list!(sensitivities, Sensitivity, Sensitivities);

	#[test]
	fn a_role_is_of_people_or_of_organizations() {
		assert_eq!(Roles::PERSONS.union(Roles::ORGANIZATIONS), Roles::ALL);
		assert!(Roles::PERSONS.intersection(Roles::ORGANIZATIONS).is_empty());
		for role in [Role::Insurer, Role::Regulator, Role::IndependentReviewer] {
			assert!(Roles::ORGANIZATIONS.contains(role), "{role}");
		}
	}

	#[test]
	fn sets_have_the_usual_algebra() {
		let read = Actions::from_iter([Action::Access, Action::Use]);
		let write = Actions::from_iter([Action::Use, Action::Correct]);
		assert_eq!(read.intersection(write), Action::Use.into());
		assert_eq!(read.difference(write), Action::Access.into());
		assert_eq!(read.union(write).iter().count(), 3);
	}

	#[test]
	fn codes_are_case_sensitive() {
		assert_eq!(Purpose::from_code("TREAT"), Some(Purpose::Treat));
		assert_eq!(Purpose::from_code("treat"), None);
	}
}
