//! The closed word lists of CBV 2.0 and the GS1 web vocabulary that the chain does not need.

/// A closed list of words.
#[derive(Debug)]
pub(super) struct Words {
	/// What it lists.
	pub name: &'static str,
	/// What stands before a word in the standard's web address of it.
	pub web: &'static str,
	/// The words.
	pub words: &'static [&'static str],
}

/// Kinds of business transactions.
pub(super) const TRANSACTIONS: Words = Words {
	name: "business transaction types",
	web: "https://ref.gs1.org/cbv/BTT-",
	words: &[
		"bol",
		"cert",
		"desadv",
		"inv",
		"pedigree",
		"po",
		"poc",
		"prodorder",
		"recadv",
		"rma",
		"testprd",
		"testres",
		"upevt",
	],
};

/// Kinds of sources and destinations.
pub(super) const TRANSFERS: Words = Words {
	name: "source and destination types",
	web: "https://ref.gs1.org/cbv/SDT-",
	words: &["location", "owning_party", "possessing_party"],
};

/// Why an event is declared to be wrong.
pub(super) const ERROR_REASONS: Words = Words {
	name: "error reasons",
	web: "https://ref.gs1.org/cbv/ER-",
	words: &["did_not_occur", "incorrect_data"],
};

/// Components of a measurement that has several.
pub(super) const COMPONENTS: Words = Words {
	name: "components",
	web: "https://ref.gs1.org/cbv/Comp-",
	words: &[
		"altitude",
		"axial_distance",
		"azimuth",
		"easting",
		"elevation_angle",
		"height",
		"latitude",
		"longitude",
		"northing",
		"polar_angle",
		"spherical_radius",
		"x",
		"y",
		"z",
	],
};

/// What sensors measure.
pub(super) const MEASUREMENTS: Words = Words {
	name: "measurement types",
	web: "https://gs1.org/voc/",
	words: &[
		"AbsoluteHumidity",
		"AbsorbedDose",
		"AbsorbedDoseRate",
		"Acceleration",
		"Altitude",
		"AmountOfSubstance",
		"AmountOfSubstancePerUnitVolume",
		"Angle",
		"AngularAcceleration",
		"AngularMomentum",
		"AngularVelocity",
		"Area",
		"Capacitance",
		"Conductance",
		"Conductivity",
		"Count",
		"Density",
		"Dimensionless",
		"DoseEquivalent",
		"DoseEquivalentRate",
		"DynamicViscosity",
		"ElectricCharge",
		"ElectricCurrent",
		"ElectricCurrentDensity",
		"ElectricFieldStrength",
		"Energy",
		"Exposure",
		"Force",
		"Frequency",
		"Illuminance",
		"Inductance",
		"Irradiance",
		"KinematicViscosity",
		"Length",
		"LinearMomentum",
		"Luminance",
		"LuminousFlux",
		"LuminousIntensity",
		"MagneticFlux",
		"MagneticFluxDensity",
		"MagneticVectorPotential",
		"Mass",
		"MassConcentration",
		"MassFlowRate",
		"MassPerAreaTime",
		"MemoryCapacity",
		"MolalityOfSolute",
		"MolarEnergy",
		"MolarMass",
		"MolarVolume",
		"Power",
		"Pressure",
		"RadiantFlux",
		"RadiantIntensity",
		"Radioactivity",
		"RelativeHumidity",
		"Resistance",
		"Resistivity",
		"SolidAngle",
		"SpecificVolume",
		"Speed",
		"SurfaceDensity",
		"SurfaceTension",
		"Temperature",
		"Time",
		"Torque",
		"Voltage",
		"Volume",
		"VolumeFlowRate",
		"VolumeFraction",
		"VolumetricFlux",
		"Wavenumber",
	],
};

/// What sensors warn of.
pub(super) const ALERTS: Words = Words {
	name: "sensor alert types",
	web: "https://gs1.org/voc/",
	words: &["ALARM_CONDITION", "ERROR_CONDITION"],
};
