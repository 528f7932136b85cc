//! All consent taken back, a regulator who asks, and the patient who sees it.

use super::{expect, observation, prologue::evidence, treatment, Demo, Person};
use crate::{
	audit, consent, credentials,
	error::{Error, Result},
	output,
	types::EndStatus,
};
use medchain_support::{AccessRequest, Action, Decision, Outcome, Period, Purpose, Role};
use subxt::utils::AccountId32;

impl Demo<'_> {
	pub(super) async fn supervision(&mut self) -> Result<()> {
		let patient = self.patient.account;
		let before = audit::disclosure(&self.node.best().await?, &patient).await?.log.head.length;
		self.license_the_regulator().await?;
		self.revoke_all().await?;
		let research = AccessRequest {
			purpose: Purpose::Research,
			action: Action::Collect,
			..treatment(observation(), None)
		};
		let health =
			AccessRequest { purpose: Purpose::PublicHealth, ..treatment(observation(), None) };
		let hospital = Some(self.hospital.account);
		let what = "The doctor asks to treat: no consent.";
		self.refuse(|demo| &demo.doctor, hospital, treatment(observation(), None), what).await?;
		let what = "The doctor asks to collect for research: no consent.";
		self.refuse(|demo| &demo.doctor, hospital, research, what).await?;
		let what =
			"The regulator asks for public health: it has no way round consent, and its asking \
		            is written down.";
		self.refuse(|demo| &demo.regulator, None, health, what).await?;
		self.see_who_asked(before).await
	}

	async fn license_the_regulator(&mut self) -> Result<()> {
		let regulator = self.regulator.account;
		let paper = evidence("mandate of the regulator");
		let call = credentials::issue(&regulator, Role::Regulator, Period::ALWAYS, paper);
		let (issued, included) = self.send(&call, &self.ministry).await?;
		let place = output::place(&included);
		let details = format!("credential {}: Regulator, in {place}", issued.credential);
		let check = format!("credential roles {regulator}");
		self.done("The ministry appoints a regulator.", &details, &check);
		Ok(())
	}

	/// The patient takes back whatever directive is in force.
	async fn revoke_all(&mut self) -> Result<()> {
		let patient = self.patient.account;
		let mut lines = Vec::new();
		for directive in consent::directives(&self.node.best().await?, &patient).await? {
			let call = consent::revoke(&patient, directive.id, EndStatus::Inactive);
			let (revoked, included) = self.sponsor(&call).await?;
			lines.push(("revoked", output::directive_name(&revoked.directive)));
			lines.push(("in", output::place(&included)));
		}
		let left = consent::directives(&self.node.best().await?, &patient).await?.len();
		if left > 0 {
			return Err(Error::Demo(format!("no directive should be left, and {left} are")));
		}
		lines.push(("in force", "none".into()));
		let check = format!("consent list --patient {patient}");
		let what = "The patient takes back all consent that is in force.";
		self.done(what, &output::pairs(&lines), &check);
		Ok(())
	}

	/// Somebody asks and hears that there is no consent.
	async fn refuse(
		&mut self,
		who: impl Fn(&Self) -> &Person,
		organization: Option<AccountId32>,
		request: AccessRequest,
		what: &str,
	) -> Result<()> {
		let call = consent::access(&self.patient.account, organization, &request);
		let (decided, included) = self.send(&call, who(self)).await?;
		expect(&decided.decision, &Decision::refuse(Outcome::NoConsent, None, &request))?;
		self.decided(&decided, Vec::new(), &output::place(&included), what);
		Ok(())
	}

	/// The log has grown by who has just asked, and by nobody else.
	async fn see_who_asked(&mut self, before: u64) -> Result<()> {
		let patient = self.patient.account;
		let report = audit::disclosure(&self.node.best().await?, &patient).await?;
		let new = report.log.entries.iter().filter(|one| one.number >= before);
		let told: Vec<_> = new.map(|one| one.entry.actor.account).collect();
		let asked = [self.doctor.account, self.doctor.account, self.regulator.account];
		if told != asked {
			return Err(Error::Demo(format!(
				"the log should have grown by {} entries, the regulator's last; it has {}",
				asked.len(),
				told.len()
			)));
		}
		let what = "The patient sees all who asked, the regulator among them, proved complete.";
		self.disclosed(&report, what);
		Ok(())
	}
}
