//! Access as the consent has it, past it, and against it.

use super::{expect, observation, permit, treatment, Demo, Person};
use crate::{
	consent, credentials, emergency,
	error::{Error, Result},
	output,
	types::{
		events::{AccessDecided, GlassBroken},
		EmergencyReason, Finding,
	},
};
use medchain_support::{
	AccessRequest, Action, Decision, DirectiveRef, Outcome, ResourceClass, ResourceClasses,
	Sensitivity,
};
use subxt::utils::AccountId32;

/// What is needed in the emergency.
const EMERGENCY: EmergencyReason = EmergencyReason::LifeThreatening;

impl Demo<'_> {
	pub(super) async fn treat(&mut self, directive: DirectiveRef) -> Result<()> {
		let expected = permit(Some(directive), observation(), ResourceClasses::EMPTY);
		let what = "The doctor treats for the hospital: access to Observation is permitted.";
		self.ask(true, treatment(observation(), None), expected, what).await
	}

	pub(super) async fn ask_for_too_much(&mut self, directive: DirectiveRef) -> Result<()> {
		let outside = ResourceClasses::from(ResourceClass::Claim);
		let request = treatment(observation().union(outside), None);
		let expected = permit(Some(directive), observation(), outside);
		let what =
			"The doctor asks for Claim too, which the consent does not name: that must be left out.";
		self.ask(true, request, expected, what).await
	}

	pub(super) async fn ask_for_psychiatry(&mut self, directive: DirectiveRef) -> Result<()> {
		let request = treatment(observation(), Some(Sensitivity::Psychiatry));
		let expected = Decision::refuse(Outcome::Deny, Some(directive), &request);
		let what =
			"The doctor asks for the psychiatric finding, which the consent excepts: denied.";
		self.ask(true, request, expected, what).await
	}

	pub(super) async fn ask_as_a_stranger(&mut self) -> Result<()> {
		let request = treatment(observation(), None);
		let expected = Decision::refuse(Outcome::Deny, None, &request);
		let what = "A stranger without a credential asks for the same: denied, and written down.";
		self.ask(false, request, expected, what).await
	}

	pub(super) async fn suspend(&mut self, license: u64) -> Result<()> {
		let call = credentials::suspend(&self.doctor.account, license);
		let (_, included) = self.send(&call, &self.ministry).await?;
		let details = format!("credential {license}, in {}", output::place(&included));
		let check = format!("credential show {}", self.doctor.account);
		self.done("The ministry suspends the doctor's licence.", &details, &check);
		Ok(())
	}

	pub(super) async fn ask_while_suspended(&mut self) -> Result<()> {
		let request = treatment(observation(), None);
		let expected = Decision::refuse(Outcome::Deny, None, &request);
		let what = "The doctor asks again as when it was permitted: denied, for want of a licence.";
		self.ask(true, request, expected, what).await
	}

	pub(super) async fn reinstate(&mut self, license: u64, directive: DirectiveRef) -> Result<()> {
		let call = credentials::reinstate(&self.doctor.account, license);
		let (_, included) = self.send(&call, &self.ministry).await?;
		let (patient, actor) = (self.patient.account, self.doctor_of_hospital());
		let request = treatment(observation(), None);
		let answer = consent::decide(self.node, &patient, &actor, &request).await?;
		expect(&answer.decision, &permit(Some(directive), observation(), ResourceClasses::EMPTY))?;
		let mut lines = output::decision(&answer.decision);
		lines.push(("in", output::place(&included)));
		let check = format!(
			"decide --patient {patient} --actor {} --organization {} --purpose TREAT --action access \
			 --class Observation",
			actor.account, self.hospital.account
		);
		let what = "The ministry reinstates the licence; the node says that the doctor would be \
		            permitted now, and nothing is written.";
		self.done(what, &output::pairs(&lines), &check);
		Ok(())
	}

	/// Returns the number of the review.
	pub(super) async fn break_the_glass(&mut self) -> Result<u64> {
		let expected = permit(None, observation(), ResourceClasses::EMPTY);
		let what = "An emergency: the doctor breaks the glass and sees the psychiatric finding. A \
		            review is opened.";
		match self.emergency(true, expected, what).await? {
			Some(review) => Ok(review),
			None => Err(Error::Demo("a review should be open, and none is".into())),
		}
	}

	pub(super) async fn review(&mut self, review: u64) -> Result<()> {
		let call = emergency::review(review, Finding::Justified);
		let (_, included) = self.send(&call, &self.hospital).await?;
		let found = emergency::review_of(&self.node.best().await?, review).await?;
		let details = output::pairs(&[
			("review", review.to_string()),
			("finding", output::finding(&found)),
			("in", output::place(&included)),
		]);
		let check = format!("consent reviews --patient {}", self.patient.account);
		self.done("The hospital reviews the emergency.", &details, &check);
		Ok(())
	}

	pub(super) async fn break_the_glass_as_a_stranger(&mut self) -> Result<()> {
		let request = treatment(observation(), Some(Sensitivity::Psychiatry));
		let expected = Decision::refuse(Outcome::Deny, None, &request);
		let what =
			"The stranger claims an emergency: denied without a credential, and written down.";
		match self.emergency(false, expected, what).await? {
			None => Ok(()),
			Some(review) => {
				Err(Error::Demo(format!("nothing was to be reviewed, but review {review} is open")))
			}
		}
	}

	pub(super) async fn ask_after_revocation(&mut self) -> Result<()> {
		let request = treatment(observation(), None);
		let expected = Decision::refuse(Outcome::NoConsent, None, &request);
		let what = "The doctor asks again as when it was permitted: no consent any more.";
		self.ask(true, request, expected, what).await
	}

	/// Who asks: the doctor for the hospital, or the stranger for nobody.
	fn asker(&self, doctor: bool) -> (&Person, Option<AccountId32>) {
		match doctor {
			true => (&self.doctor, Some(self.hospital.account)),
			false => (&self.stranger, None),
		}
	}

	/// Asks for access, expects a decision and reports it.
	async fn ask(
		&mut self,
		doctor: bool,
		request: AccessRequest,
		expected: Decision,
		what: &str,
	) -> Result<()> {
		let (asker, organization) = self.asker(doctor);
		let call = consent::access(&self.patient.account, organization, &request);
		let (decided, included) = self.send(&call, asker).await?;
		expect(&decided.decision, &expected)?;
		self.decided(&decided, Vec::new(), &output::place(&included), what);
		Ok(())
	}

	/// Breaks the glass, expects a decision and reports it. Returns the number of the review.
	async fn emergency(
		&mut self,
		doctor: bool,
		expected: Decision,
		what: &str,
	) -> Result<Option<u64>> {
		let (asker, organization) = self.asker(doctor);
		let need = emergency::Need {
			action: Action::Access,
			classes: observation(),
			sensitivities: Sensitivity::Psychiatry.into(),
		};
		let call = emergency::break_glass(&self.patient.account, organization, EMERGENCY, &need);
		let (decided, included) = self.send(&call, asker).await?;
		expect(&decided.decision, &expected)?;
		let review = included.find::<GlassBroken>()?.map(|broken| broken.review);
		let lines = vec![
			("reason", EMERGENCY.code().to_string()),
			("review", review.map_or_else(|| "none".into(), |id| id.to_string())),
		];
		self.decided(&decided, lines, &output::place(&included), what);
		Ok(review)
	}

	pub(super) fn decided(
		&mut self,
		decided: &AccessDecided,
		more: Vec<(&'static str, String)>,
		place: &str,
		what: &str,
	) {
		let mut lines = output::decision(&decided.decision);
		lines.extend(more);
		lines.push(("entry", format!("{}, in {place}", decided.entry)));
		let check =
			format!("audit --patient {} --from {} --limit 1", self.patient.account, decided.entry);
		self.done(what, &output::pairs(&lines), &check);
	}
}
