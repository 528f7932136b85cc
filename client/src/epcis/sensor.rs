//! What sensors told, in `sensorElementList`.

use super::{
	event::{Reading, SensorElement, SensorReport},
	field::{Field, Fields},
	words::{Words, ALERTS, COMPONENTS, MEASUREMENTS},
	Rule,
};

/// How a field is read.
#[derive(Clone, Copy)]
enum Kind {
	Time,
	Address,
	Number,
	Bool,
	Bytes,
	Text,
	Word(&'static Words),
}

/// The fields of `sensorMetadata`, in the order of the standard.
const METADATA: [(&str, Kind); 8] = [
	("time", Kind::Time),
	("startTime", Kind::Time),
	("endTime", Kind::Time),
	("deviceID", Kind::Address),
	("deviceMetadata", Kind::Address),
	("rawData", Kind::Address),
	("dataProcessingMethod", Kind::Address),
	("bizRules", Kind::Address),
];

/// The fields of `sensorReport`, in the order of the standard.
const REPORT: [(&str, Kind); 24] = [
	("type", Kind::Word(&MEASUREMENTS)),
	("exception", Kind::Word(&ALERTS)),
	("deviceID", Kind::Address),
	("deviceMetadata", Kind::Address),
	("rawData", Kind::Address),
	("dataProcessingMethod", Kind::Address),
	("bizRules", Kind::Address),
	("time", Kind::Time),
	("microorganism", Kind::Address),
	("chemicalSubstance", Kind::Address),
	("value", Kind::Number),
	("component", Kind::Word(&COMPONENTS)),
	("stringValue", Kind::Text),
	("booleanValue", Kind::Bool),
	("hexBinaryValue", Kind::Bytes),
	("uriValue", Kind::Address),
	("minValue", Kind::Number),
	("maxValue", Kind::Number),
	("meanValue", Kind::Number),
	("sDev", Kind::Number),
	("percRank", Kind::Number),
	("percValue", Kind::Number),
	("uom", Kind::Text),
	("coordinateReferenceSystem", Kind::Address),
];

impl Kind {
	fn read(self, field: &Field<'_>) -> Option<Reading> {
		Some(match self {
			Self::Time => Reading::Time(field.instant()?),
			Self::Address => Reading::Address(field.address()?),
			Self::Number => Reading::Number(field.number()?),
			Self::Bool => Reading::Bool(field.boolean()?),
			Self::Text => Reading::Text(field.text()?.into()),
			Self::Word(words) => Reading::Word(field.word_of(words)?),
			Self::Bytes => {
				let digits = field.text()?;
				match digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
					true => Reading::Bytes(digits.into()),
					false => {
						return field.refuse(
							Rule::Format,
							format!("{digits:?} has other than hexadecimal digits"),
						)
					}
				}
			}
		})
	}
}

fn take(fields: &mut Fields<'_>, known: &[(&'static str, Kind)]) -> Vec<(&'static str, Reading)> {
	let mut read = Vec::new();
	for (name, kind) in known {
		if let Some(value) = fields.take(name).and_then(|field| kind.read(&field)) {
			read.push((*name, value));
		}
	}
	read
}

/// Reads an element of `sensorElementList`.
pub(super) fn element(field: &Field<'_>) -> Option<SensorElement> {
	let mut fields = field.fields()?;
	let mut element = SensorElement::default();
	if let Some(mut metadata) = fields.take("sensorMetadata").and_then(|field| field.fields()) {
		element.has_metadata = true;
		element.metadata = take(&mut metadata, &METADATA);
		element.metadata_extensions = metadata.extensions();
		let time = |name: &str| {
			element.metadata.iter().find_map(|(known, value)| match value {
				Reading::Time(instant) if *known == name => Some(*instant),
				_ => None,
			})
		};
		if let (Some(start), Some(end)) = (time("startTime"), time("endTime")) {
			if end < start {
				let reason = "is before startTime";
				metadata.missing::<()>("endTime", Rule::Combination, reason);
			}
		}
	}
	if let Some(reports) = fields.require("sensorReport") {
		element.reports = reports.each(report);
		if element.reports.is_empty() {
			let _: Option<()> =
				reports.refuse(Rule::Required, "there is no report; right is one at least");
		}
	}
	element.extensions = fields.extensions();
	Some(element)
}

fn report(field: &Field<'_>) -> Option<SensorReport> {
	let mut fields = field.fields()?;
	let read = take(&mut fields, &REPORT);
	let report = SensorReport { fields: read, extensions: fields.extensions() };
	if !has_member(field, "type") {
		return fields.missing("type", Rule::Required, "required, but missing");
	}
	Some(report)
}

fn has_member(field: &Field<'_>, name: &str) -> bool {
	match field.value {
		super::Json::Object(members) => members.iter().any(|(known, _)| known == name),
		_ => false,
	}
}
