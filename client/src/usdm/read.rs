//! A document becomes a registration.

use super::{
	canonical::canonical,
	classes::*,
	codes::{self, Coded, EFFECTIVE_DATE, MASKED_ROLES, OFFICIAL_TITLE, SPONSOR},
	criterion_commitment,
	element::{ordered, Class, Element, Object},
	Amendment, Arm, Choice, Eligibility, Identifier, Refusal, Registration, CRITERIA,
	SHARE_EXTENSION,
};
use crate::{
	json::Json,
	types::trials::{MAX_ARMS, MAX_CRITERIA, MAX_VISITS},
};
use medchain_support::{randomization::MAX_SHARE, Commitment};
use sp_crypto_hashing::blake2_256;

/// Levels of a document below which it is not read.
const MAX_DEPTH: usize = 128;
/// Most amendments of one version.
const MAX_AMENDMENTS: usize = 256;

/// Reads what a protocol says. Choose a version and a design where there are several.
pub fn read(document: &str, choice: &Choice<'_>) -> Result<Registration, Refusal> {
	let json = Json::parse(document, MAX_DEPTH)
		.map_err(|e| Refusal { path: "$".into(), reason: format!("no JSON document: {e}") })?;
	let root = Element::root(&json);
	let wrapper = root.members(&WRAPPER)?;
	let release = wrapper.require("usdmVersion")?;
	if release.text()? != "4.0" && !release.text()?.starts_with("4.0.") {
		return Err(release.refuse(format!("{:?} is not read; right is 4.0", release.text()?)));
	}
	let study = wrapper.require("study")?.of(&STUDY)?;
	let name = study.text("name")?.to_owned();
	let version = version(&study, choice.version)?;
	let design = design(&version, choice.design)?;

	let canonical = canonical(&json, &root.path)?;
	let protocol = Commitment(blake2_256(canonical.as_bytes()));
	let key = blake2_256(&[CRITERIA, canonical.as_bytes()].concat());

	let organizations = version.objects("organizations", &ORGANIZATION)?;
	let roles = version.objects("roles", &STUDY_ROLE)?;
	let sponsor = sponsor(&version, &roles, &organizations)?;
	let population = design.require("population")?.of(&STUDY_DESIGN_POPULATION)?;
	Ok(Registration {
		name,
		title: title(&version)?,
		identifiers: identifiers(&version, &sponsor, &organizations)?,
		sponsor: sponsor.text("name")?.to_owned(),
		version: version.text("versionIdentifier")?.to_owned(),
		date: date(&version)?,
		amendments: amendments(&version)?,
		phase: codes::phase(&design)?,
		masking: codes::masking(&design, masked(&version, &design, &roles)?)?,
		arms: arms(&design)?,
		criteria: criteria(&version, &design, &population, &key)?,
		target: target(&population)?,
		visits: visits(&design)?,
		protocol,
		key,
	})
}

/// The one of a list that is chosen, or the only one. `names` are the members by which it is chosen.
fn chosen<'a>(
	of: &Object<'a>,
	list: &str,
	names: [&str; 2],
	choice: Option<&str>,
) -> Result<Element<'a>, Refusal> {
	let element = of.require(list)?;
	let items = element.list()?;
	let mut known = Vec::with_capacity(items.len());
	let mut found = Vec::new();
	for item in &items {
		let [first, second] = names.map(|name| item.name(name));
		let (first, second) = (first?, second?);
		if choice.is_none_or(|choice| first == Some(choice) || second == Some(choice)) {
			found.push(item);
		}
		known.extend(first.or(second).map(|name| format!("{name:?}")));
	}
	match (found.as_slice(), choice) {
		([item], _) => Ok((*item).clone()),
		([], None) => Err(element.refuse("the list is empty")),
		(_, None) => Err(element.refuse(format!("choose one of {}", known.join(", ")))),
		([], Some(choice)) => {
			Err(element.refuse(format!("none is {choice:?}; known are {}", known.join(", "))))
		}
		(_, Some(choice)) => Err(element.refuse(format!("several are {choice:?}"))),
	}
}

fn version<'a>(study: &Object<'a>, choice: Option<&str>) -> Result<Object<'a>, Refusal> {
	chosen(study, "versions", ["versionIdentifier", "id"], choice)?.of(&STUDY_VERSION)
}

fn design<'a>(version: &Object<'a>, choice: Option<&str>) -> Result<Object<'a>, Refusal> {
	let design = chosen(version, "studyDesigns", ["name", "id"], choice)?;
	let class = design.instance_type()?;
	if class.text()? == "ObservationalStudyDesign" {
		return Err(class.refuse("an observational study allocates nobody to arms"));
	}
	design.of(&INTERVENTIONAL_STUDY_DESIGN)
}

/// The object that a reference names.
fn referred<'o, 'a>(
	reference: &Element<'a>,
	objects: &'o [Object<'a>],
	what: &str,
) -> Result<&'o Object<'a>, Refusal> {
	let id = reference.text()?;
	let found = objects.iter().find(|object| object.text("id") == Ok(id));
	found.ok_or_else(|| reference.refuse(format!("{id:?} is the id of no {what}")))
}

fn title(version: &Object<'_>) -> Result<String, Refusal> {
	let mut official = None;
	for title in version.objects("titles", &STUDY_TITLE)? {
		if Coded::read(&title.require("type")?)?.is(OFFICIAL_TITLE) {
			let text = title.require("text")?;
			if official.is_some() {
				return Err(text.refuse("a second official title"));
			}
			official = Some(text.text()?.to_owned());
		}
	}
	official.ok_or_else(|| {
		version.missing("titles", format!("none is the official title, {OFFICIAL_TITLE}"))
	})
}

/// The organisation of the only role of a sponsor.
fn sponsor<'a>(
	version: &Object<'a>,
	roles: &[Object<'a>],
	organizations: &[Object<'a>],
) -> Result<Object<'a>, Refusal> {
	let mut sponsor = None;
	for role in roles {
		let code = role.require("code")?;
		if !Coded::read(&code)?.is(SPONSOR) {
			continue;
		}
		if sponsor.is_some() {
			return Err(code.refuse("a second sponsor"));
		}
		let organization = match role.list("organizationIds")?.as_slice() {
			[organization] => referred(organization, organizations, "organization")?.clone(),
			_ => {
				return Err(role.missing("organizationIds", "a sponsor is exactly one organization"))
			}
		};
		sponsor = Some(organization);
	}
	sponsor
		.ok_or_else(|| version.missing("roles", format!("none is that of the sponsor, {SPONSOR}")))
}

/// How many kinds of people do not know the arms.
fn masked(
	version: &Object<'_>,
	design: &Object<'_>,
	roles: &[Object<'_>],
) -> Result<usize, Refusal> {
	let (version, design) = (version.text("id")?, design.text("id")?);
	let mut kinds = [false; MASKED_ROLES.len()];
	for role in roles {
		let Some(masking) = role.get("masking") else { continue };
		let is_masked = masking.of(&MASKING)?.require("isMasked")?.flag()?;
		let applies = role.list("appliesToIds")?;
		let applies: Vec<&str> = applies.iter().map(Element::text).collect::<Result<_, _>>()?;
		let is_here = applies.is_empty() || applies.iter().any(|id| [version, design].contains(id));
		let code = Coded::read(&role.require("code")?)?;
		for (kind, masked) in MASKED_ROLES.iter().zip(&mut kinds) {
			*masked |= is_masked && is_here && code.is(kind);
		}
	}
	Ok(kinds.into_iter().filter(|masked| *masked).count())
}

fn identifiers(
	version: &Object<'_>,
	sponsor: &Object<'_>,
	organizations: &[Object<'_>],
) -> Result<Vec<Identifier>, Refusal> {
	let (mut own, mut others) = (Vec::new(), Vec::new());
	for identifier in version.objects("studyIdentifiers", &STUDY_IDENTIFIER)? {
		let scope = identifier.require("scopeId")?;
		let organization = referred(&scope, organizations, "organization")?;
		let read = Identifier {
			text: identifier.text("text")?.to_owned(),
			organization: organization.text("name")?.to_owned(),
		};
		match organization.path == sponsor.path {
			true if !own.is_empty() => return Err(scope.refuse("a second one of the sponsor")),
			true => own.push(read),
			false => others.push(read),
		}
	}
	if own.is_empty() {
		return Err(version.missing("studyIdentifiers", "none is the sponsor's"));
	}
	own.extend(others);
	Ok(own)
}

fn date(version: &Object<'_>) -> Result<Option<String>, Refusal> {
	let mut effective = None;
	for date in version.objects("dateValues", &GOVERNANCE_DATE)? {
		let value = date.require("dateValue")?;
		let day = chrono::NaiveDate::parse_from_str(value.text()?, "%Y-%m-%d");
		if day.is_err() || value.text()?.len() != "2026-05-31".len() {
			return Err(value.refuse(format!("{:?} is no day such as 2026-05-31", value.text()?)));
		}
		if Coded::read(&date.require("type")?)?.is(EFFECTIVE_DATE) {
			effective.get_or_insert(value.text()?.to_owned());
		}
	}
	Ok(effective)
}

/// The objects of a list in their order, of which there are not too many.
fn bounded<'a>(
	of: &Object<'a>,
	list: &str,
	class: &Class,
	bound: usize,
) -> Result<Vec<Object<'a>>, Refusal> {
	let count = of.list(list)?.len();
	if count > bound {
		return Err(of.missing(list, format!("{count} are too many; at most {bound} are right")));
	}
	ordered(of.objects(list, class)?)
}

fn amendments(version: &Object<'_>) -> Result<Vec<Amendment>, Refusal> {
	let amendments = bounded(version, "amendments", &STUDY_AMENDMENT, MAX_AMENDMENTS)?;
	let read = amendments.into_iter().map(|amendment| {
		let reason = amendment.require("primaryReason")?.of(&STUDY_AMENDMENT_REASON)?;
		let code = reason.require("code")?.of(&CODE)?;
		Ok(Amendment {
			number: amendment.text("number")?.to_owned(),
			summary: amendment.text("summary")?.to_owned(),
			reason: reason.text_of("otherReason")?.unwrap_or(code.text("decode")?).to_owned(),
		})
	});
	read.collect()
}

fn arms(design: &Object<'_>) -> Result<Vec<Arm>, Refusal> {
	let arms = bounded(design, "arms", &STUDY_ARM, MAX_ARMS)?;
	if arms.is_empty() {
		return Err(design.missing("arms", "at least one is needed"));
	}
	let arms: Vec<Arm> = arms
		.into_iter()
		.map(|arm| Ok(Arm { name: arm.text("name")?.to_owned(), share: share(&arm)? }))
		.collect::<Result<_, _>>()?;
	let stated = arms.iter().filter(|arm| arm.share.is_some()).count();
	if stated != 0 && stated != arms.len() {
		let reason = format!("some have the extension {SHARE_EXTENSION}, and some have not");
		return Err(design.missing("arms", reason));
	}
	Ok(arms)
}

fn share(arm: &Object<'_>) -> Result<Option<u8>, Refusal> {
	let mut share = None;
	for extension in arm.objects("extensionAttributes", &EXTENSION_ATTRIBUTE)? {
		let url = extension.require("url")?;
		if url.text()? != SHARE_EXTENSION {
			continue;
		}
		if share.is_some() {
			return Err(url.refuse("it stands twice"));
		}
		let value = extension.require("valueInteger")?;
		let found = u8::try_from(value.count()?).ok().filter(|share| *share <= MAX_SHARE);
		share = Some(found.ok_or_else(|| {
			value.refuse(format!("an arm's share is a number from 1 to {MAX_SHARE}"))
		})?);
	}
	Ok(share)
}

fn criteria(
	version: &Object<'_>,
	design: &Object<'_>,
	population: &Object<'_>,
	key: &[u8; 32],
) -> Result<Vec<Eligibility>, Refusal> {
	let items = version.objects("eligibilityCriterionItems", &ELIGIBILITY_CRITERION_ITEM)?;
	let criteria = bounded(design, "eligibilityCriteria", &ELIGIBILITY_CRITERION, MAX_CRITERIA)?;
	if criteria.is_empty() {
		return Err(design.missing("eligibilityCriteria", "at least one is needed"));
	}
	for cohort in population.objects("cohorts", &STUDY_COHORT)? {
		if let [first, ..] = cohort.list("criterionIds")?.as_slice() {
			return Err(first.refuse("the chain has no criteria of a cohort alone"));
		}
	}
	let mut used = Vec::with_capacity(criteria.len());
	for reference in population.list("criterionIds")? {
		used.push(referred(&reference, &criteria, "criterion of this design")?.path.clone());
	}
	let mut texts: Vec<String> = Vec::with_capacity(criteria.len());
	let read = criteria.into_iter().map(|criterion| {
		if !used.is_empty() && !used.contains(&criterion.path) {
			return Err(criterion.missing("id", "the population does not name this criterion"));
		}
		let reference = criterion.require("criterionItemId")?;
		let item = referred(&reference, &items, "criterion's item")?;
		if texts.contains(&item.path) {
			return Err(reference.refuse("another criterion has the same item"));
		}
		texts.push(item.path.clone());
		let kind = codes::category(&criterion)?;
		let (identifier, text) = (criterion.text("identifier")?, item.text("text")?);
		Ok(Eligibility {
			kind,
			identifier: identifier.to_owned(),
			text: text.to_owned(),
			commitment: criterion_commitment(key, kind, identifier, text),
		})
	});
	read.collect()
}

/// How many are to be enrolled; of a range, the most.
fn target(population: &Object<'_>) -> Result<u32, Refusal> {
	let planned = population.require("plannedEnrollmentNumber")?;
	let quantity = match planned.instance_type()?.text()? {
		"Range" => {
			let range = planned.of(&RANGE)?;
			let [least, most] = [range.require("minValue")?, range.require("maxValue")?];
			if quantity(&least)? > quantity(&most)? {
				return Err(planned.refuse("its least is more than its most"));
			}
			most
		}
		_ => planned,
	};
	self::quantity(&quantity)
}

/// A number of people.
fn quantity(element: &Element<'_>) -> Result<u32, Refusal> {
	let quantity = element.of(&QUANTITY)?;
	match quantity.get("unit") {
		Some(unit) => Err(unit.refuse("people are counted without a unit")),
		None => quantity.require("value")?.count(),
	}
}

fn visits(design: &Object<'_>) -> Result<Vec<String>, Refusal> {
	let visits = bounded(design, "encounters", &ENCOUNTER, MAX_VISITS.into())?;
	visits.into_iter().map(|visit| Ok(visit.text("name")?.to_owned())).collect()
}
