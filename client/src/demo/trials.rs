//! A trial from its protocol to a stranger's check: a protocol as CDISC USDM 4.0 that a committee
//! approves, one who is not eligible, one who is, a treatment that nobody can read or bend, forms, a
//! correction, a reaction that cannot wait, an amendment that stops the data until the participant has
//! consented again, and the lock.

use super::{agree, prologue::evidence, Demo, Person};
use crate::{
	consent, credentials,
	error::{Error, Result},
	node, output,
	relay::to_hex,
	trial::{
		calls::{self, Correction},
		chain::Trials,
		forms::{Content, Manifest},
		lists::{SlotList, SlotOpening},
		opening::salt,
		verify::{self, Verdict},
	},
	types::{
		credentials::Assurance,
		drug::Digest,
		trials::{
			events::Captured, AdverseEventId, Assessment, Causality, CriterionKind, DeviationClass,
			FormRef, Masking, Seriousness, SubjectId, SubjectStatus, TrialId, TrialStatus, PALLET,
		},
		ActorRef, BasePolicy, DirectiveTerms, Scope,
	},
	usdm::{self, Choice, Registration},
	wire::OnChain,
};
use medchain_support::{
	randomization::seed_commitment, Action, Commitment, Period, Purpose, ResourceClass,
	ResourceClasses, Role,
};
use std::time::Duration;
use subxt::utils::AccountId32;

/// The protocol, and its amended version.
const PROTOCOL: &str = include_str!("../../documents/trial/protocol.json");
const AMENDED: &str = include_str!("../../documents/trial/protocol-amended.json");
/// Their names for those who look them up.
const PROTOCOL_NAME: &str = "client/documents/trial/protocol.json";
const AMENDED_NAME: &str = "client/documents/trial/protocol-amended.json";

/// The only stratum.
const STRATUM: u16 = 0;
/// The sizes of blocks, in units.
const BLOCKS: [u8; 2] = [2, 3];
/// What the site captures of a visit.
const FORMS: [&str; 3] = ["vital signs", "spirometry", "medication"];
/// The form that was wrong.
const WRONG: u32 = 1;
/// How long the story waits for the beacon, in seconds; and between two looks.
const PATIENCE: u64 = 600;
const LOOK: u64 = 3;

/// Who does research.
pub(super) struct Researchers {
	pub(super) sponsor: Person,
	pub(super) committee: Person,
	pub(super) custodian: Person,
	pub(super) investigator: Person,
	pub(super) laboratory: Person,
	/// Who would take part, and cannot.
	pub(super) candidate: Person,
}

impl Researchers {
	/// New ones.
	pub(super) fn new(person: impl Fn(&str) -> Result<Person>) -> Result<Self> {
		Ok(Self {
			sponsor: person("sponsor")?,
			committee: person("committee")?,
			custodian: person("custodian")?,
			investigator: person("investigator")?,
			laboratory: person("laboratory")?,
			candidate: person("candidate")?,
		})
	}

	/// All of them, with the roles that some have.
	pub(super) fn all(&self) -> [(&'static str, &Person, Option<Role>); 6] {
		[
			("sponsor", &self.sponsor, Some(Role::Sponsor)),
			("ethics committee", &self.committee, Some(Role::EthicsCommittee)),
			("investigator", &self.investigator, Some(Role::Investigator)),
			("laboratory", &self.laboratory, Some(Role::Laboratory)),
			("custodian", &self.custodian, None),
			("candidate", &self.candidate, None),
		]
	}
}

/// A trial whose allocation waits for its beacon.
pub(super) struct Begun {
	trial: TrialId,
	seed: Digest,
	protocol: Registration,
}

fn read(document: &str) -> Result<Registration> {
	Ok(usdm::read(document, &Choice::default())?)
}

/// What the trial collects.
fn classes() -> ResourceClasses {
	ResourceClass::Observation.into()
}

/// Permits a hospital to collect what the trial needs.
fn research(site: AccountId32) -> DirectiveTerms {
	let scope = Scope {
		actors: vec![ActorRef::Organization(site)],
		purposes: OnChain(Purpose::Research.into()),
		actions: OnChain(Action::Collect.into()),
		classes: OnChain(classes()),
		period: OnChain(Period::ALWAYS),
		..Scope::default()
	};
	DirectiveTerms { base: BasePolicy::OptIn, scope, provisions: Vec::new() }
}

impl Demo<'_> {
	/// Registers a trial early: its beacon takes some epochs.
	pub(super) async fn begin_a_trial(&mut self) -> Result<Begun> {
		self.license_researchers().await?;
		let begun = self.register_the_trial().await?;
		self.approve_the_trial(&begun).await?;
		Ok(begun)
	}

	/// The rest of the trial.
	pub(super) async fn trial(&mut self, begun: Begun) -> Result<()> {
		self.screen_the_ineligible(&begun).await?;
		let subject = self.enrol_the_patient(&begun).await?;
		self.randomize(&begun, subject).await?;
		let manifest = self.capture_forms(&begun, subject).await?;
		self.correct_a_form(&begun, subject, &manifest).await?;
		self.report_a_reaction(&begun, subject).await?;
		self.amend_the_protocol(&begun, subject).await?;
		self.consent_again(&begun, subject).await?;
		self.lock_the_data(&begun, subject).await?;
		self.verify_as_a_stranger(&begun).await
	}

	async fn trials(&self) -> Result<Trials> {
		Trials::best(self.node.clone()).await
	}

	async fn license_researchers(&mut self) -> Result<()> {
		let mut lines = Vec::new();
		for (name, person, role) in self.researchers.all() {
			let paper = evidence(&format!("papers of the {name}"));
			let told = match role {
				Some(role) => {
					let call = credentials::issue(&person.account, role, Period::ALWAYS, paper);
					let (issued, included) = self.send(&call, &self.ministry).await?;
					let place = output::place(&included);
					format!("credential {}: {}, in {place}", issued.credential, role.code())
				}
				None => {
					let call = credentials::verify_patient(
						&person.account,
						Assurance::Substantial,
						Period::ALWAYS,
						paper,
					);
					let (_, included) = self.send(&call, &self.ministry).await?;
					format!("identity verified, in {}", output::place(&included))
				}
			};
			lines.push((name, told));
		}
		let call = credentials::affiliate(&self.researchers.investigator.account, Period::ALWAYS);
		let (_, included) = self.send(&call, &self.hospital).await?;
		lines.push(("at the hospital", format!("investigator, in {}", output::place(&included))));
		let what = "The ministry accredits a sponsor of trials, an ethics committee, an investigator and a \
		            laboratory, and verifies a custodian and a candidate; the hospital takes the investigator in.";
		let check = format!("credential roles {}", self.researchers.sponsor.account);
		self.done(what, &output::pairs(&lines), &check);
		Ok(())
	}

	async fn register_the_trial(&mut self) -> Result<Begun> {
		let protocol = read(PROTOCOL)?;
		let scheme = protocol.scheme(None, &BLOCKS)?;
		let people = (self.researchers.committee.account, self.researchers.custodian.account);
		let design = protocol.design(&scheme, people, 1, classes());
		let call = calls::register_trial(design);
		let (registered, included) = self.send(&call, &self.researchers.sponsor).await?;
		let trial = registered.trial;
		let found = self.trials().await?.trial(trial).await?;
		agree("the trial", &found.status, &TrialStatus::InReview)?;
		agree("masking", &(found.masking != Masking::Open), &true)?;
		let names = protocol.arms.iter().map(|arm| arm.name.as_str()).collect::<Vec<_>>();
		let mut lines = vec![
			("protocol", format!("{PROTOCOL_NAME}, version {}", protocol.version)),
			("title", protocol.title.clone()),
			("trial", trial.to_string()),
			("commitment", to_hex(&protocol.protocol.0)),
			("arms", names.join(", ")),
			("criteria", protocol.criteria.len().to_string()),
			("to be enrolled", protocol.target.to_string()),
		];
		lines.extend(output::receipt(&included));
		let what = "The sponsor registers a trial from its protocol, a CDISC USDM 4.0 document: the chain has \
		            its commitment.";
		self.done(what, &output::pairs(&lines), &format!("trial show {trial}"));
		Ok(Begun { trial, seed: salt()?, protocol })
	}

	async fn approve_the_trial(&mut self, begun: &Begun) -> Result<()> {
		let Researchers { sponsor, committee, custodian, investigator, .. } = &self.researchers;
		let trial = begun.trial;
		let open = calls::open_site(trial, self.hospital.account, investigator.account);
		let early = self.refused(&open, sponsor, PALLET, "TrialInReview").await?;
		self.send(&calls::approve(trial, 1, None, None), committee).await?;
		self.send(&open, sponsor).await?;
		let call = calls::commit_seed(trial, seed_commitment(trial, &begun.seed));
		let (_, included) = self.send(&call, custodian).await?;
		let found = self.trials().await?.trial(trial).await?;
		agree("the trial", &found.status, &TrialStatus::Active)?;
		let lines = [
			("before", early),
			("approved by", committee.account.to_string()),
			("site", self.hospital.account.to_string()),
			("seed", format!("committed to by {}", custodian.account)),
			("in", output::place(&included)),
		];
		let what = "Nothing begins before the ethics committee has approved the protocol. Then the hospital \
		            recruits, and a custodian commits to a secret seed, before the chain's randomness is known.";
		self.done(what, &output::pairs(&lines), &format!("trial show {trial}"));
		Ok(())
	}

	/// Lets two who know attest each criterion: as it should be, but for the one at `but`.
	async fn attest_criteria(
		&self,
		begun: &Begun,
		subject: SubjectId,
		but: Option<u8>,
	) -> Result<()> {
		for (number, criterion) in (0u8..).zip(&begun.protocol.criteria) {
			let attester = match number % 2 {
				0 => &self.doctor,
				_ => &self.researchers.laboratory,
			};
			let wanted = criterion.kind == CriterionKind::Inclusion;
			let met = wanted != (but == Some(number));
			let finding = evidence(&format!("finding of {subject} about {}", criterion.identifier));
			let call = calls::attest_criterion(begun.trial, subject, number, met, finding, None);
			self.send(&call, attester).await?;
		}
		Ok(())
	}

	async fn screen(&self, begun: &Begun, participant: AccountId32) -> Result<SubjectId> {
		let site = self.hospital.account;
		let call = calls::screen(begun.trial, participant, site, Some(STRATUM));
		Ok(self.send(&call, &self.researchers.investigator).await?.0.subject)
	}

	async fn status(&self, trial: TrialId, subject: SubjectId) -> Result<SubjectStatus> {
		Ok(self.trials().await?.subject(trial, subject).await?.status)
	}

	async fn screen_the_ineligible(&mut self, begun: &Begun) -> Result<()> {
		let Researchers { candidate, investigator, .. } = &self.researchers;
		let trial = begun.trial;
		let subject = self.screen(begun, candidate.account).await?;
		let terms = research(self.hospital.account);
		let (granted, _) =
			self.send(&consent::grant(&candidate.account, &terms), candidate).await?;
		let first = calls::attest_criterion(trial, subject, 0, true, evidence("finding"), None);
		let unasked = self.refused(&first, &self.doctor, PALLET, "NoConsent").await?;
		self.send(&calls::consent(trial, 1, granted.directive.id), candidate).await?;
		let own = self.refused(&first, investigator, PALLET, "AttesterIsEnroller").await?;
		let last = u8::try_from(begun.protocol.criteria.len().saturating_sub(1));
		let last = last.map_err(|_| Error::Demo("too many criteria".into()))?;
		self.attest_criteria(begun, subject, Some(last)).await?;
		let found = self.status(trial, subject).await?;
		agree("who meets an exclusion criterion", &found, &SubjectStatus::Ineligible)?;
		let enrol = calls::enrol(trial, subject);
		let refused = self.refused(&enrol, investigator, PALLET, "SubjectIneligible").await?;
		let criterion = begun.protocol.criteria.last().map(|it| it.identifier.clone());
		let lines = [
			("participant", format!("{subject} of trial {trial}")),
			("before consent", unasked),
			("by who screened", own),
			("meets", criterion.unwrap_or_default()),
			("so", found.code().to_string()),
			("to enrol anyway", refused),
		];
		let what = "The hospital screens a candidate, who consents. A physician and a laboratory attest each \
		            criterion, and one of exclusion is met: by rule nobody can enrol the candidate.";
		self.done(what, &output::pairs(&lines), &format!("trial subject {trial} {subject}"));
		Ok(())
	}

	async fn enrol_the_patient(&mut self, begun: &Begun) -> Result<SubjectId> {
		let (trial, patient) = (begun.trial, self.patient.account);
		let subject = self.screen(begun, patient).await?;
		let terms = research(self.hospital.account);
		let (granted, _) = self.sponsor(&consent::grant(&patient, &terms)).await?;
		let directive = *granted.directive;
		let (_, included) = self.sponsor(&calls::consent(trial, 1, directive.id)).await?;
		self.attest_criteria(begun, subject, None).await?;
		let found = self.status(trial, subject).await?;
		agree("who meets all criteria", &found, &SubjectStatus::Enrolled)?;
		let mut lines = vec![
			("participant", format!("{subject} of trial {trial}")),
			("by", output::directive_name(&directive)),
			("so", found.code().to_string()),
		];
		lines.extend(output::receipt(&included));
		let what = "The patient permits research by a directive and consents to the protocol; the hospital pays. \
		            With the last attestation the patient is enrolled by rule.";
		self.done(what, &output::pairs(&lines), &format!("trial subject {trial} {subject}"));
		Ok(subject)
	}

	/// Waits until the chain has drawn the trial's beacon.
	async fn beacon(&self, trial: TrialId) -> Result<Digest> {
		for _ in 0..PATIENCE / LOOK {
			let seed = self.trials().await?.trial(trial).await?.seed;
			if let Some(beacon) = seed.and_then(|seed| seed.beacon) {
				return Ok(beacon.value);
			}
			tokio::time::sleep(Duration::from_secs(LOOK)).await;
		}
		Err(Error::Demo(format!(
			"the chain has drawn no beacon in {} minutes: its epochs are too long for this story, \
			 which a development chain can play",
			PATIENCE / 60
		)))
	}

	async fn randomize(&mut self, begun: &Begun, subject: SubjectId) -> Result<()> {
		let Researchers { custodian, investigator, .. } = &self.researchers;
		let Begun { trial, seed, protocol } = begun;
		let beacon = self.beacon(*trial).await?;
		let give = calls::randomize(*trial, subject);
		let early = self.refused(&give, investigator, PALLET, "NoSealedSlot").await?;
		let scheme = protocol.scheme(None, &BLOCKS)?;
		let list = SlotList::new(&scheme, (seed, &beacon), *trial, STRATUM, 0)?;
		self.send(&calls::seal_list(*trial, STRATUM, list.root()), custodian).await?;
		let (given, included) = self.send(&give, investigator).await?;

		let trials = self.trials().await?;
		let known = trials.subject(*trial, subject).await?;
		agree("the arm on the chain", &known.arm, &None)?;
		let slot = known.slot.ok_or_else(|| Error::Demo("there should be a slot".into()))?;
		// The pharmacy gets it off chain.
		let opening = SlotOpening::new(&scheme, (seed, &beacon), (*trial, subject), &slot)?;
		let sealed = trials.lists(*trial, STRATUM).await?;
		let root = sealed.first().map(|list| &list.root);
		opening.check_against(&scheme, Some(&slot), root).map_err(Error::Demo)?;
		let siblings = opening.siblings.clone();
		let disclose = calls::disclose(*trial, subject, opening.arm, opening.salt, siblings);
		let masked = self.refused(&disclose, custodian, PALLET, "Masked").await?;
		let findings = verify::verify(&trials.evidence(*trial).await?, None)?;
		agree("the verdict before the lock", &findings.verdict, &Verdict::Undecided)?;
		let mut lines = vec![
			("without a list", early),
			("beacon", to_hex(&beacon)),
			("list", format!("sealed with {}", to_hex(&list.root()))),
			("slot", format!("{} of stratum {}", given.slot, given.stratum)),
			(
				"arm",
				"not on the chain; the pharmacy has it, with a proof of the sealed list".into(),
			),
			("to disclose it", masked),
		];
		lines.extend(output::receipt(&included));
		let what = "The chain has drawn a beacon that nobody knew before. The custodian seals a list from seed and \
		            beacon, and the patient gets the next slot: nobody chose the arm, and the chain does not know it.";
		self.done(what, &output::pairs(&lines), &format!("trial verify-randomization {trial}"));
		Ok(())
	}

	async fn capture_forms(&mut self, begun: &Begun, subject: SubjectId) -> Result<Manifest> {
		let forms = FORMS.iter().map(|form| {
			let said = format!("{form} of participant {subject} at baseline");
			Ok(Content::of((*form).into(), salt()?, said.as_bytes()))
		});
		let manifest = Manifest::new(begun.trial, subject, 0, forms.collect::<Result<Vec<_>>>()?)?;
		let count = manifest.count();
		let call = calls::capture(begun.trial, subject, 0, manifest.root, count);
		let (_, included) = self.send(&call, &self.researchers.investigator).await?;
		agree("the capture", &included.event::<Captured>()?.capture, &0)?;
		for place in 0..count {
			manifest.proof(place)?.check().map_err(Error::Demo)?;
		}
		let mut lines = vec![
			("forms", FORMS.join(", ")),
			("root", to_hex(&manifest.root)),
			("proofs", "each form is proved by its salt and the way to the root, offline".into()),
		];
		lines.extend(output::receipt(&included));
		let what =
			"The site captures the forms of a visit by one root; their content stays at the site.";
		self.done(
			what,
			&output::pairs(&lines),
			&format!("trial subject {} {subject}", begun.trial),
		);
		Ok(manifest)
	}

	async fn correct_a_form(
		&mut self,
		begun: &Begun,
		subject: SubjectId,
		manifest: &Manifest,
	) -> Result<()> {
		let Researchers { sponsor, investigator, .. } = &self.researchers;
		let trial = begun.trial;
		let form = FormRef { capture: 0, index: WRONG };
		let proof = manifest.proof(WRONG)?;
		let text = evidence("query: is the volume in litres?");
		let (asked, _) = self.send(&calls::open_query(trial, subject, form, text), sponsor).await?;
		let old = proof.content.commitment;
		let new = Content::of("spirometry".into(), salt()?, b"2.9 l").commitment;
		let correction = || Correction {
			old,
			new,
			reason: evidence("reason: millilitres were written as litres"),
			proof: proof.siblings.clone(),
		};
		let call = calls::correct(trial, subject, form, correction());
		let touched = self.refused(&call, sponsor, PALLET, "SponsorStaff").await?;
		let (_, included) = self.send(&call, investigator).await?;
		let answer = evidence("answer: corrected");
		self.send(&calls::answer_query(trial, subject, asked.query, answer), investigator).await?;
		self.send(&calls::close_query(trial, subject, asked.query), sponsor).await?;
		let again = self.refused(&call, investigator, PALLET, "WrongContent").await?;
		let mut lines = vec![
			("form", format!("{} of capture 0", proof.content.file)),
			("old", to_hex(&old.0)),
			("new", to_hex(&new.0)),
			("by the sponsor", touched),
			("from the old again", again),
		];
		lines.extend(output::receipt(&included));
		let what = "The sponsor asks about a form, and the site corrects it: old, new, who, when and why stay in \
		            the trail. The sponsor cannot touch the site's data.";
		self.done(what, &output::pairs(&lines), &format!("trial trail {trial}"));
		Ok(())
	}

	async fn report_a_reaction(&mut self, begun: &Begun, subject: SubjectId) -> Result<()> {
		let Researchers { sponsor, investigator, .. } = &self.researchers;
		let trial = begun.trial;
		let now = node::now(&self.node.best().await?).await?;
		let assessment = Assessment {
			seriousness: Seriousness::Hospitalization,
			causality: Causality::Possible,
			expected: false,
			aware: now,
			detail: OnChain(evidence("report of a bronchospasm")),
		};
		let call = calls::report_adverse_event(trial, subject, now, assessment);
		let (reported, included) = self.send(&call, investigator).await?;
		agree("lateness", &reported.late, &false)?;
		let due = reported.due.ok_or_else(|| {
			Error::Demo("a suspected unexpected serious reaction should be forwarded".into())
		})?;
		let event: AdverseEventId = reported.event;
		let open = self.trials().await?.outstanding(trial, false).await?;
		agree("events to be forwarded", &open.len(), &1)?;
		let report = evidence("report to the authority");
		let call = calls::forward_adverse_event(trial, subject, event, report);
		let (forwarded, _) = self.send(&call, sponsor).await?;
		agree("lateness", &forwarded.late, &false)?;
		let mut lines = vec![
			(
				"event",
				format!(
					"{event} of participant {subject}: hospitalised, unexpected, possibly caused"
				),
			),
			("to be forwarded by", output::instant(due)),
			("forwarded", "in time".into()),
		];
		lines.extend(output::receipt(&included));
		let what = "The patient has a serious reaction that nobody expected. The site reports it, and the sponsor \
		            forwards it to the authority before the chain's deadline.";
		self.done(what, &output::pairs(&lines), &format!("trial events {trial}"));
		Ok(())
	}

	/// A capture of one form of the second visit.
	fn second_visit(&self, begun: &Begun, subject: SubjectId) -> Result<Manifest> {
		let said = format!("vital signs of participant {subject} in week 4");
		let form = Content::of("vital signs".into(), salt()?, said.as_bytes());
		Manifest::new(begun.trial, subject, 1, vec![form])
	}

	async fn amend_the_protocol(&mut self, begun: &Begun, subject: SubjectId) -> Result<()> {
		let Researchers { sponsor, committee, investigator, .. } = &self.researchers;
		let trial = begun.trial;
		let amended = read(AMENDED)?;
		let criteria = amended.chain_criteria();
		let call = calls::amend_protocol(trial, amended.protocol, criteria, amended.target);
		let (submitted, _) = self.send(&call, sponsor).await?;
		agree("the version", &submitted.version, &2)?;
		let (_, included) = self.send(&calls::approve(trial, 2, None, None), committee).await?;
		let next = self.second_visit(begun, subject)?;
		let call = calls::capture(trial, subject, 1, next.root, next.count());
		let blocked = self.refused(&call, investigator, PALLET, "ConsentOutdated").await?;
		let mut lines = vec![
			("protocol", format!("{AMENDED_NAME}, version {}", amended.version)),
			("commitment", to_hex(&amended.protocol.0)),
			("next visit", blocked),
		];
		lines.extend(output::receipt(&included));
		let what = "The sponsor amends the protocol, and the committee approves it: from now on no data are \
		            captured of who has not consented to the new version.";
		self.done(what, &output::pairs(&lines), &format!("trial show {trial}"));
		Ok(())
	}

	async fn consent_again(&mut self, begun: &Begun, subject: SubjectId) -> Result<()> {
		let trial = begun.trial;
		let known = self.trials().await?.subject(trial, subject).await?;
		let consented = known.consented.ok_or_else(|| Error::Demo("no consent is known".into()))?;
		let call = calls::consent(trial, 2, consented.directive.id);
		let (_, included) = self.sponsor(&call).await?;
		let next = self.second_visit(begun, subject)?;
		let capture = calls::capture(trial, subject, 1, next.root, next.count());
		let (_, captured) = self.send(&capture, &self.researchers.investigator).await?;
		agree("the capture", &captured.event::<Captured>()?.capture, &1)?;
		let mut lines = vec![
			("consent", "to version 2, beside the one to version 1".into()),
			("next visit", "captured".to_string()),
		];
		lines.extend(output::receipt(&included));
		let what = "The patient consents to the new version, and the next visit is captured.";
		self.done(what, &output::pairs(&lines), &format!("trial subject {trial} {subject}"));
		Ok(())
	}

	async fn lock_the_data(&mut self, begun: &Begun, subject: SubjectId) -> Result<()> {
		let Researchers { sponsor, investigator, .. } = &self.researchers;
		let trial = begun.trial;
		self.send(&calls::complete(trial, subject), investigator).await?;
		self.send(&calls::close_accrual(trial), sponsor).await?;
		let (asked, _) = self
			.send(
				&calls::open_query(
					trial,
					subject,
					FormRef { capture: 1, index: 0 },
					evidence("query: who measured?"),
				),
				sponsor,
			)
			.await?;
		let lock = calls::lock(trial);
		let open = self.refused(&lock, sponsor, PALLET, "QueriesOpen").await?;
		self.send(&calls::close_query(trial, subject, asked.query), sponsor).await?;
		let (locked, included) = self.send(&lock, sponsor).await?;
		let late = calls::report_deviation(
			trial,
			self.hospital.account,
			Some(subject),
			DeviationClass::Minor,
			evidence("a visit out of its window"),
		);
		let refused = self.refused(&late, investigator, PALLET, "TrialLocked").await?;
		let results: Commitment = evidence("clinical study report");
		self.send(&calls::publish_results(trial, results), sponsor).await?;
		let mut lines = vec![
			("with a query open", open),
			("entries of the trail", locked.entries.to_string()),
			("afterwards", refused),
			("results", to_hex(&results.0)),
		];
		lines.extend(output::receipt(&included));
		let what = "The patient is through. The data are locked when no query is open and no reaction waits; then \
		            nothing changes any more, and the sponsor commits to the results.";
		self.done(what, &output::pairs(&lines), &format!("trial trail {trial} --odm trail.xml"));
		Ok(())
	}

	async fn verify_as_a_stranger(&mut self, begun: &Begun) -> Result<()> {
		let trial = begun.trial;
		let call = calls::reveal_seed(trial, begun.seed);
		self.send(&call, &self.researchers.custodian).await?;
		let findings = verify::verify(&self.trials().await?.evidence(trial).await?, None)?;
		agree("the verdict", &findings.verdict, &Verdict::Sound)?;
		let (_, included) =
			self.send(&calls::check_list(trial, STRATUM, 0), &self.stranger).await?;
		let trail = self.trials().await?.trail(trial, 0).await?;
		let mut lines = vec![
			("randomisation", findings.told()),
			("trail", format!("{} entries without a gap", trail.len())),
		];
		lines.extend(output::receipt(&included));
		let what = "The custodian reveals the seed. A stranger computes every allocation anew from the chain \
		            alone, and lets the chain check the sealed list too.";
		self.done(what, &output::pairs(&lines), &format!("trial verify-randomization {trial}"));
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_documents_tell_a_masked_trial_and_its_amendment() {
		let (first, second) = (read(PROTOCOL).unwrap(), read(AMENDED).unwrap());
		assert_ne!(first.masking, Masking::Open);
		assert_eq!(first.arms.len(), 2);
		assert_ne!(first.protocol, second.protocol);
		assert!(first.visits.len() >= 2);
		let last = first.criteria.last().unwrap();
		assert_eq!(last.kind, CriterionKind::Exclusion, "the candidate meets one of exclusion");
		first.scheme(None, &BLOCKS).unwrap();
	}
}
