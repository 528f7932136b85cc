//! What the patient says, and what comes out in the end.

use super::{observation, Demo};
use crate::{
	audit::{self, Disclosure},
	consent, documents,
	error::{Error, Result},
	fhir::Actors,
	output, simulate,
	types::{Change, DirectiveTerms, EndStatus},
};
use medchain_support::{DirectiveRef, Outcome};

/// The document that the patient signs.
const DOCUMENT: &str = include_str!("../../documents/hospital-treatment-without-psychiatry.json");
/// Its name for those who look it up.
const DOCUMENT_NAME: &str = "client/documents/hospital-treatment-without-psychiatry.json";
/// The hospital in it.
const HOSPITAL: &str = "Organization/st-elisabeth-hospital";
/// The patient in it.
const PATIENT: &str = "Patient/lena-hartmann";

impl Demo<'_> {
	/// Returns the terms that the patient is about to grant.
	pub(super) async fn simulate(&mut self) -> Result<DirectiveTerms> {
		let patient = self.patient.account;
		let named = [(HOSPITAL, self.hospital.account), (PATIENT, patient)];
		let actors = Actors::from(named.map(|(name, account)| (name.to_string(), account)));
		let terms = documents::read_consent(DOCUMENT, patient, &actors, None)?;
		let at = self.node.best().await?;
		let in_force = consent::directives(&at, &patient).await?;
		let change = Change { replaces: None, terms: Some(terms.clone()) };
		let found = simulate::simulate(&at, &patient, &in_force, &change).await?;
		let hospital = self.hospital.account;
		let as_expected = !found.effects.is_empty()
			&& found.effects.iter().all(|effect| {
				effect.askers.iter().all(|asker| asker.is_of(&hospital))
					&& effect.lost.is_empty()
					&& !effect.gained.intersection(observation()).is_empty()
			});
		if !as_expected {
			return Err(Error::Demo(format!(
				"the hospital alone should gain Observation; the simulation says {}",
				output::simulation_json(&found)
			)));
		}
		let details = format!("{DOCUMENT_NAME}\n{}", output::simulation(&found));
		let check = format!(
			"consent simulate --file {DOCUMENT_NAME} --actor {HOSPITAL}={} \
			 --actor {PATIENT}={patient} --patient {patient}",
			self.hospital.account
		);
		let what = "Before signing, the patient looks at what a FHIR R4 Consent would change.";
		self.done(what, &details, &check);
		Ok(terms)
	}

	pub(super) async fn grant(&mut self, terms: &DirectiveTerms) -> Result<DirectiveRef> {
		let patient = self.patient.account;
		let (granted, included) = self.sponsor(&consent::grant(&patient, terms)).await?;
		let mut lines = vec![("granted", output::directive_name(&granted.directive))];
		lines.extend(output::terms(terms));
		lines.extend(output::receipt(&included));
		let check =
			format!("consent show {} --patient {patient} --format fhir", granted.directive.id);
		let what = "The patient signs the consent; the hospital sends it and pays.";
		self.done(what, &output::pairs(&lines), &check);
		Ok(*granted.directive)
	}

	pub(super) async fn revoke(&mut self, directive: DirectiveRef) -> Result<()> {
		let patient = self.patient.account;
		let call = consent::revoke(&patient, directive.id, EndStatus::Inactive);
		let (revoked, included) = self.sponsor(&call).await?;
		if *revoked.directive != directive {
			return Err(Error::Demo(format!(
				"{} was revoked instead",
				output::directive_name(&revoked.directive)
			)));
		}
		let mut lines = vec![("revoked", output::directive_name(&directive))];
		lines.extend(output::receipt(&included));
		let check = format!(
			"consent show {} --version {} --patient {patient}",
			directive.id, directive.version
		);
		let what = "The patient revokes the consent; again the hospital pays.";
		self.done(what, &output::pairs(&lines), &check);
		Ok(())
	}

	pub(super) async fn disclose(&mut self) -> Result<()> {
		let patient = self.patient.account;
		let report = audit::disclosure(&self.node.best().await?, &patient).await?;
		let outcomes: Vec<_> =
			report.log.entries.iter().map(|entry| entry.entry.decision.outcome).collect();
		let expected = [
			Outcome::Permit,
			Outcome::Permit,
			Outcome::Deny,
			Outcome::Deny,
			Outcome::Deny,
			Outcome::Permit,
			Outcome::Deny,
			Outcome::NoConsent,
		];
		let reviewed = report.reviews.values().filter(|review| review.finding.is_some()).count();
		if outcomes != expected || reviewed != 1 {
			let codes = |outcomes: &[Outcome]| {
				outcomes.iter().map(|outcome| outcome.code()).collect::<Vec<_>>().join(", ")
			};
			return Err(Error::Demo(format!(
				"the log should hold {} and one review; it holds {} and {reviewed}",
				codes(&expected),
				codes(&outcomes)
			)));
		}
		let what = "The patient learns who saw what, who was refused and why, proved complete.";
		self.disclosed(&report, what);
		Ok(())
	}

	/// A step that ends with the patient's disclosure report.
	pub(super) fn disclosed(&mut self, report: &Disclosure, what: &str) {
		let check = format!("audit disclosure --patient {}", self.patient.account);
		self.done(what, &output::disclosure_report(report), &check);
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::types::ActorRef;
	use std::time::{SystemTime, UNIX_EPOCH};
	use subxt::utils::AccountId32;

	#[test]
	fn the_document_grants_to_the_hospital() {
		let [patient, hospital] = [AccountId32([1; 32]), AccountId32([2; 32])];
		let named = [(HOSPITAL, hospital), (PATIENT, patient)];
		let actors = Actors::from(named.map(|(name, account)| (name.to_string(), account)));
		let terms = documents::read_consent(DOCUMENT, patient, &actors, None).unwrap();
		assert_eq!(terms.scope.actors, [ActorRef::Organization(hospital)]);
		let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
		assert!(terms.scope.period.contains(now), "the document is in force");
	}
}
