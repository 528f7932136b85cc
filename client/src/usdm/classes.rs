//! The classes of USDM 4.0 of which something is read, with all their members.

use super::element::{
	Class,
	Kind::{Flag, List, Number, Object, Text},
};

macro_rules! classes {
	($(
		$( #[doc = $doc:literal] )+
		$class:ident $name:literal {
			$( $required:ident: $required_kind:ident, )*
			$( ? $optional:ident: $optional_kind:ident, )*
		}
	)+) => {
		$(
			$( #[doc = $doc] )+
			pub(super) const $class: Class = Class {
				name: $name,
				required: &[
					("id", Text),
					("instanceType", Text),
					$( (stringify!($required), $required_kind), )*
				],
				optional: &[
					("extensionAttributes", List),
					$( (stringify!($optional), $optional_kind), )*
				],
			};
		)+
	};
}

/// The document.
pub(super) const WRAPPER: Class = Class {
	name: "Wrapper",
	required: &[("study", Object), ("usdmVersion", Text)],
	optional: &[("systemName", Text), ("systemVersion", Text)],
};

/// A study, which alone may do without an identifier.
pub(super) const STUDY: Class = Class {
	name: "Study",
	required: &[("instanceType", Text), ("name", Text)],
	optional: &[
		("id", Text),
		("extensionAttributes", List),
		("description", Text),
		("label", Text),
		("versions", List),
		("documentedBy", List),
	],
};

classes! {
	/// A version of a study's definition: its protocol.
	STUDY_VERSION "StudyVersion" {
		versionIdentifier: Text,
		rationale: Text,
		studyIdentifiers: List,
		titles: List,
		? documentVersionIds: List,
		? dateValues: List,
		? amendments: List,
		? businessTherapeuticAreas: List,
		? referenceIdentifiers: List,
		? studyDesigns: List,
		? eligibilityCriterionItems: List,
		? narrativeContentItems: List,
		? abbreviations: List,
		? roles: List,
		? organizations: List,
		? studyInterventions: List,
		? administrableProducts: List,
		? medicalDevices: List,
		? productOrganizationRoles: List,
		? biomedicalConcepts: List,
		? bcCategories: List,
		? bcSurrogates: List,
		? dictionaries: List,
		? conditions: List,
		? notes: List,
	}
	/// The design of an interventional study.
	INTERVENTIONAL_STUDY_DESIGN "InterventionalStudyDesign" {
		name: Text,
		arms: List,
		studyCells: List,
		rationale: Text,
		epochs: List,
		population: Object,
		eligibilityCriteria: List,
		model: Object,
		? label: Text,
		? description: Text,
		? studyType: Object,
		? studyPhase: Object,
		? therapeuticAreas: List,
		? characteristics: List,
		? encounters: List,
		? activities: List,
		? elements: List,
		? estimands: List,
		? indications: List,
		? studyInterventionIds: List,
		? objectives: List,
		? scheduleTimelines: List,
		? biospecimenRetentions: List,
		? documentVersionIds: List,
		? analysisPopulations: List,
		? notes: List,
		? subTypes: List,
		? intentTypes: List,
		? blindingSchema: Object,
	}
	/// A code of a list.
	CODE "Code" {
		code: Text,
		codeSystem: Text,
		codeSystemVersion: Text,
		decode: Text,
	}
	/// A code of CDISC's lists, with those of others.
	ALIAS_CODE "AliasCode" {
		standardCode: Object,
		? standardCodeAliases: List,
	}
	/// A title.
	STUDY_TITLE "StudyTitle" {
		text: Text,
		type: Object,
	}
	/// An identifier that an organisation gave.
	STUDY_IDENTIFIER "StudyIdentifier" {
		text: Text,
		scopeId: Text,
	}
	/// An organisation.
	ORGANIZATION "Organization" {
		name: Text,
		type: Object,
		identifierScheme: Text,
		identifier: Text,
		? label: Text,
		? legalAddress: Object,
		? managedSites: List,
	}
	/// What people or organisations do in a study.
	STUDY_ROLE "StudyRole" {
		name: Text,
		code: Object,
		? label: Text,
		? description: Text,
		? appliesToIds: List,
		? assignedPersons: List,
		? organizationIds: List,
		? masking: Object,
		? notes: List,
	}
	/// Whether who has a role does not know the arms.
	MASKING "Masking" {
		text: Text,
		isMasked: Flag,
	}
	/// A date of approval or effect.
	GOVERNANCE_DATE "GovernanceDate" {
		name: Text,
		type: Object,
		dateValue: Text,
		geographicScopes: List,
		? label: Text,
		? description: Text,
	}
	/// An arm.
	STUDY_ARM "StudyArm" {
		name: Text,
		type: Object,
		dataOriginDescription: Text,
		dataOriginType: Object,
		? label: Text,
		? description: Text,
		? populationIds: List,
		? notes: List,
	}
	/// What USDM has no member for.
	EXTENSION_ATTRIBUTE "ExtensionAttribute" {
		url: Text,
		? valueString: Text,
		? valueBoolean: Flag,
		? valueInteger: Number,
		? valueId: Text,
		? valueQuantity: Object,
		? valueRange: Object,
		? valueCode: Object,
		? valueAliasCode: Object,
		? valueExtensionClass: Object,
	}
	/// A criterion, by its place in a design.
	ELIGIBILITY_CRITERION "EligibilityCriterion" {
		name: Text,
		category: Object,
		identifier: Text,
		criterionItemId: Text,
		? label: Text,
		? description: Text,
		? nextId: Text,
		? previousId: Text,
		? notes: List,
	}
	/// What a criterion says.
	ELIGIBILITY_CRITERION_ITEM "EligibilityCriterionItem" {
		name: Text,
		text: Text,
		? label: Text,
		? description: Text,
		? dictionaryId: Text,
		? notes: List,
	}
	/// Who is to take part.
	STUDY_DESIGN_POPULATION "StudyDesignPopulation" {
		name: Text,
		includesHealthySubjects: Flag,
		? label: Text,
		? description: Text,
		? plannedEnrollmentNumber: Object,
		? plannedCompletionNumber: Object,
		? plannedSex: List,
		? criterionIds: List,
		? plannedAge: Object,
		? notes: List,
		? cohorts: List,
	}
	/// A part of who is to take part.
	STUDY_COHORT "StudyCohort" {
		name: Text,
		includesHealthySubjects: Flag,
		? label: Text,
		? description: Text,
		? plannedEnrollmentNumber: Object,
		? plannedCompletionNumber: Object,
		? plannedSex: List,
		? criterionIds: List,
		? plannedAge: Object,
		? notes: List,
		? characteristics: List,
		? indicationIds: List,
	}
	/// How many, or how much.
	QUANTITY "Quantity" {
		value: Number,
		? unit: Object,
	}
	/// From how much to how much.
	RANGE "Range" {
		minValue: Object,
		maxValue: Object,
		isApproximate: Flag,
	}
	/// A visit, or another contact.
	ENCOUNTER "Encounter" {
		name: Text,
		type: Object,
		? label: Text,
		? description: Text,
		? previousId: Text,
		? nextId: Text,
		? scheduledAtId: Text,
		? environmentalSettings: List,
		? contactModes: List,
		? transitionStartRule: Object,
		? transitionEndRule: Object,
		? notes: List,
	}
	/// An amendment.
	STUDY_AMENDMENT "StudyAmendment" {
		name: Text,
		number: Text,
		summary: Text,
		primaryReason: Object,
		changes: List,
		geographicScopes: List,
		? label: Text,
		? description: Text,
		? secondaryReasons: List,
		? impacts: List,
		? enrollments: List,
		? dateValues: List,
		? previousId: Text,
		? notes: List,
	}
	/// Why a study was amended.
	STUDY_AMENDMENT_REASON "StudyAmendmentReason" {
		code: Object,
		? otherReason: Text,
	}
}
