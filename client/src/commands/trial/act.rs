//! What sponsors, committees, sites, attesters and participants do.

use super::{deliver, of_subject, of_trial, plain, print_done, send, trials, who};
use crate::{
	amounts::{told, Typed},
	cli::{trial::TrialCommand, Cli},
	currency,
	error::{Error, Result},
	output::instant,
	relay::to_hex,
	trial::calls,
	types::trials::{
		events::{SubjectDecided, TrialEvent},
		Creditor, SubjectId, TrialId,
	},
};
use medchain_support::{Amount, CurrencyCode};
use serde_json::json;

/// An act about a trial as a whole.
pub(super) async fn trial(cli: &Cli, command: &TrialCommand) -> Result<()> {
	use TrialCommand as T;
	match command {
		T::Approve { trial, version, until, conditions, signer } => {
			let conditions = conditions.given()?;
			let call = calls::approve(*trial, *version, *until, conditions);
			let what = format!("version {version} of trial {trial}");
			let value = json!({
				"trial": trial,
				"version": version,
				"until": until.map(instant),
				"conditions": conditions.map(|it| to_hex(&it.0)),
			});
			plain(cli, call, signer, ("approved", what), value).await
		}
		T::Disapprove { trial, version, reason, signer } => {
			let call = calls::disapprove(*trial, *version, reason.commit()?);
			let what = format!("version {version} of trial {trial}");
			let value = json!({ "trial": trial, "version": version });
			plain(cli, call, signer, ("disapproved", what), value).await
		}
		T::OpenSite { trial, site, investigator, signer } => {
			let call = calls::open_site(*trial, *site, *investigator);
			let what = format!("{site} for trial {trial}");
			let value = json!({ "trial": trial, "site": site, "investigator": investigator });
			plain(cli, call, signer, ("opened", what), value).await
		}
		T::CloseSite { trial, site, signer } => {
			let call = calls::close_site(*trial, *site);
			let what = format!("{site} for trial {trial}");
			plain(cli, call, signer, ("closed", what), json!({ "trial": trial, "site": site }))
				.await
		}
		T::CloseAccrual(args) => {
			let call = calls::close_accrual(args.trial);
			of_trial(cli, call, &args.signer, "closed to accrual", args.trial).await
		}
		T::Suspend(args) => {
			let call = calls::suspend(args.trial, args.text.commit()?);
			of_trial(cli, call, &args.signer, "suspended", args.trial).await
		}
		T::Resume(args) => {
			let call = calls::resume(args.trial);
			of_trial(cli, call, &args.signer, "resumed", args.trial).await
		}
		T::Terminate(args) => {
			let call = calls::terminate(args.trial, args.text.commit()?);
			of_trial(cli, call, &args.signer, "terminated", args.trial).await
		}
		T::Lock(args) => {
			let call = calls::lock(args.trial);
			let (event, included) = send(cli, &call, &args.signer.key()?).await?;
			let lines = vec![
				("locked", format!("trial {}", args.trial)),
				("entries of the trail", event.entries.to_string()),
			];
			let value = json!({ "trial": args.trial, "entries": event.entries });
			print_done(cli, lines, value, &included);
			Ok(())
		}
		T::Publish(args) => {
			let results = args.text.commit()?;
			let call = calls::publish_results(args.trial, results);
			let what = format!("results of trial {}, {}", args.trial, to_hex(&results.0));
			let value = json!({ "trial": args.trial, "results": to_hex(&results.0) });
			plain(cli, call, &args.signer, ("published", what), value).await
		}
		T::Fund(args) => {
			let (amount, code) = amount_of(cli, args.trial, &args.amount).await?;
			let call = calls::fund(args.trial, amount);
			let what = format!("{} for trial {}", told(amount, code), args.trial);
			let value = json!({ "trial": args.trial, "amount": amount.to_string() });
			plain(cli, call, &args.signer, ("paid in", what), value).await
		}
		T::Reclaim(args) => {
			let (amount, code) = amount_of(cli, args.trial, &args.amount).await?;
			let call = calls::reclaim(args.trial, amount);
			let what = format!("{} from trial {}", told(amount, code), args.trial);
			let value = json!({ "trial": args.trial, "amount": amount.to_string() });
			plain(cli, call, &args.signer, ("taken back", what), value).await
		}
		T::PayDues { trial, creditor, signer } => {
			let creditor = creditor.creditor()?;
			let code = code_of(cli, *trial).await?;
			let call = calls::pay_dues(*trial, creditor);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let to = match creditor {
				Creditor::Site(site) => site.to_string(),
				Creditor::Participant(subject) => who(*trial, subject),
			};
			let lines = vec![("paid", told(event.amount, code)), ("to", to)];
			let value = json!({
				"trial": trial,
				"to": creditor,
				"amount": event.amount.to_string(),
			});
			print_done(cli, lines, value, &included);
			Ok(())
		}
		T::ReportDeviation { trial, site, subject, class, detail, signer } => {
			let call = calls::report_deviation(*trial, *site, *subject, *class, detail.commit()?);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let lines =
				vec![("deviation", format!("{} of trial {trial}, {class}", event.deviation))];
			let value = json!({
				"trial": trial,
				"deviation": event.deviation,
				"subject": subject,
				"class": class,
			});
			print_done(cli, lines, value, &included);
			Ok(())
		}
		_ => Ok(()),
	}
}

/// The currency in which a trial pays.
async fn code_of(cli: &Cli, id: TrialId) -> Result<CurrencyCode> {
	let trials = trials(cli).await?;
	match trials.trial(id).await?.purse {
		Some(purse) => currency::code(&trials.at, purse.currency).await,
		None => {
			Err(Error::Input(format!("trial {id} has no purse: it was registered without --pay")))
		}
	}
}

/// A typed amount in minor units of a trial's currency.
async fn amount_of(cli: &Cli, id: TrialId, typed: &Typed) -> Result<(Amount, CurrencyCode)> {
	let code = code_of(cli, id).await?;
	Ok((typed.of(code, "--amount").map_err(Error::Input)?, code))
}

/// An act about a participant.
pub(super) async fn participant(cli: &Cli, command: &TrialCommand) -> Result<()> {
	use TrialCommand as T;
	match command {
		T::Screen { trial, participant, site, stratum, signer } => {
			let call = calls::screen(*trial, *participant, *site, *stratum);
			let (event, included) = send(cli, &call, &signer.key()?).await?;
			let lines = vec![("screened", who(*trial, event.subject))];
			let value = json!({ "trial": trial, "subject": event.subject, "stratum": stratum });
			print_done(cli, lines, value, &included);
			Ok(())
		}
		T::Consent(args) => {
			let delivery = args.parties.delivery()?;
			let call = calls::consent(args.trial, args.version, args.directive);
			if let Some((event, included)) = deliver(cli, &call, &delivery).await? {
				let lines = vec![
					("consented", format!("version {} of trial {}", args.version, args.trial)),
					("by directive", args.directive.to_string()),
				];
				let value = json!({
					"trial": args.trial,
					"version": args.version,
					"directive": args.directive,
					"consent": event.consent,
				});
				print_done(cli, lines, value, &included);
			}
			Ok(())
		}
		T::Attest(args) => {
			let (trial, subject) = (args.subject.trial, args.subject.subject);
			let evidence = args.subject.text.commit()?;
			let call = calls::attest_criterion(
				trial,
				subject,
				args.criterion,
				args.met,
				evidence,
				args.until,
			);
			let (_, included) = send(cli, &call, &args.subject.signer.key()?).await?;
			let decided = included.find::<SubjectDecided>()?.map(|event| event.status);
			let met = if args.met { "met" } else { "not met" };
			let mut lines = vec![
				("attested", format!("criterion {} is {met}", args.criterion)),
				("of", who(trial, subject)),
			];
			lines.extend(decided.map(|status| ("which is now", status.code().to_string())));
			let value = json!({
				"trial": trial,
				"subject": subject,
				"criterion": args.criterion,
				"met": args.met,
				"decided": decided,
			});
			print_done(cli, lines, value, &included);
			Ok(())
		}
		T::SetStratum { subject: args, stratum } => {
			let reason = args.text.commit()?;
			let call = calls::set_stratum(args.trial, args.subject, *stratum, reason);
			let what = format!("{stratum} of {}", who(args.trial, args.subject));
			let value = json!({ "trial": args.trial, "subject": args.subject, "stratum": stratum });
			plain(cli, call, &args.signer, ("stratum", what), value).await
		}
		T::Enrol(args) => {
			let call = calls::enrol(args.trial, args.subject);
			let (_, included) = send(cli, &call, &args.signer.key()?).await?;
			let decided = included.find::<SubjectDecided>()?.map(|event| event.status);
			let status = decided.map_or("as before", |status| status.code());
			let lines = vec![("participant", who(args.trial, args.subject)), ("is", status.into())];
			let value = json!({ "trial": args.trial, "subject": args.subject, "decided": decided });
			print_done(cli, lines, value, &included);
			Ok(())
		}
		T::Randomize(args) => {
			let call = calls::randomize(args.trial, args.subject);
			let (event, included) = send(cli, &call, &args.signer.key()?).await?;
			let lines = vec![
				("randomised", who(args.trial, args.subject)),
				("slot", format!("{} of stratum {}", event.slot, event.stratum)),
			];
			let value = json!({
				"trial": args.trial,
				"subject": args.subject,
				"stratum": event.stratum,
				"slot": event.slot,
			});
			print_done(cli, lines, value, &included);
			Ok(())
		}
		T::Complete(args) => {
			let call = calls::complete(args.trial, args.subject);
			let which = (args.trial, args.subject);
			of_subject(cli, call, &args.signer, "completed", which).await
		}
		T::Withdraw(args) => {
			let delivery = args.parties.delivery()?;
			let call = calls::withdraw(args.trial, args.subject, args.reason.commit()?);
			if let Some((TrialEvent { .. }, included)) = deliver(cli, &call, &delivery).await? {
				let lines = vec![("withdrawn", who(args.trial, args.subject))];
				let value = json!({ "trial": args.trial, "subject": args.subject });
				print_done(cli, lines, value, &included);
			}
			Ok(())
		}
		T::Unblind(args) => {
			let call = calls::unblind(args.trial, args.subject, args.text.commit()?);
			let which = (args.trial, args.subject);
			of_subject(cli, call, &args.signer, "asked for the arm of", which).await
		}
		T::AnswerUnblinding(args) => {
			let call = calls::answer_unblinding(args.trial, args.subject, args.text.commit()?);
			let which = (args.trial, args.subject);
			of_subject(cli, call, &args.signer, "handed out the arm of", which).await
		}
		T::Freeze(args) => {
			let call = calls::freeze(args.trial, args.subject);
			let which = (args.trial, args.subject);
			of_subject(cli, call, &args.signer, "frozen", which).await
		}
		T::Unfreeze(args) => {
			let call = calls::unfreeze(args.trial, args.subject);
			let which = (args.trial, args.subject);
			of_subject(cli, call, &args.signer, "no longer frozen", which).await
		}
		T::ReportEvent { subject: args, onset, assessment } => {
			let assessment = assessment.assessment(args.text.commit()?);
			let call = calls::report_adverse_event(args.trial, args.subject, *onset, assessment);
			let (event, included) = send(cli, &call, &args.signer.key()?).await?;
			let mut lines = vec![
				("adverse event", format!("{} of {}", event.event, who(args.trial, args.subject))),
				("reported", if event.late { "late" } else { "in time" }.into()),
			];
			lines.extend(due(event.due));
			let value = json!({
				"trial": args.trial,
				"subject": args.subject,
				"event": event.event,
				"late": event.late,
				"due": event.due.map(instant),
			});
			print_done(cli, lines, value, &included);
			Ok(())
		}
		T::FollowUp { subject: args, event: number, assessment } => {
			let assessment = assessment.assessment(args.text.commit()?);
			let call = calls::follow_up(args.trial, args.subject, *number, assessment);
			let (event, included) = send(cli, &call, &args.signer.key()?).await?;
			let mut lines = followed(args.trial, args.subject, *number, "judged anew");
			lines.extend(due(event.due));
			let value = json!({
				"trial": args.trial,
				"subject": args.subject,
				"event": number,
				"due": event.due.map(instant),
			});
			print_done(cli, lines, value, &included);
			Ok(())
		}
		T::ForwardEvent { subject: args, event: number } => {
			let report = args.text.commit()?;
			let call = calls::forward_adverse_event(args.trial, args.subject, *number, report);
			let (event, included) = send(cli, &call, &args.signer.key()?).await?;
			let mut lines = followed(args.trial, args.subject, *number, "forwarded");
			lines.push(("which was", if event.late { "late" } else { "in time" }.into()));
			let value = json!({
				"trial": args.trial,
				"subject": args.subject,
				"event": number,
				"late": event.late,
			});
			print_done(cli, lines, value, &included);
			Ok(())
		}
		_ => Ok(()),
	}
}

fn followed(
	trial: TrialId,
	subject: SubjectId,
	number: u32,
	done: &'static str,
) -> Vec<(&'static str, String)> {
	vec![(done, format!("adverse event {number} of {}", who(trial, subject)))]
}

fn due(due: Option<u64>) -> Option<(&'static str, String)> {
	due.map(|due| ("to be forwarded by", instant(due)))
}
