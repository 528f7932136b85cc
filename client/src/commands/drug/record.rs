//! Recording events: of commands and of documents.

use super::{consent_node, print};
use crate::{
	calls::Sender,
	cli::{
		drug::{CommissionArgs, EventArgs, FolderArgs, RecorderArgs},
		Cli,
	},
	dates, documents,
	drug::{
		act::{Called, Meaning},
		build::{instant_of, Moment},
		calls,
		capture::{self, info, Failure, Outcome, Recorder},
		interpret::interpret,
		register::{Chain, Register},
		resolve::{Plan, Resolver, Stop},
		store::{document_text, hash_of, text_of, EventStore},
	},
	epcis::{read_document, write_document, Event},
	error::{Error, Result},
	node::{self, Included, Node, Wait},
	output,
	packs::{self, serials, Digest, ProofStore},
	relay::to_hex,
	types::{
		drug::{ErrorReason, EventNumber, RecallId, ScopeInfo},
		events::{Excursion, Recalled, RootCommissioned},
	},
};
use medchain_support::{Gtin, Lot};
use serde_json::{json, Value};
use std::path::Path;
use subxt_signer::sr25519::Keypair;

/// Sends calls to a node.
struct Sending<'a> {
	cli: &'a Cli,
	node: &'a Node,
	signer: &'a Keypair,
	/// Where the last call stands.
	included: Option<Included>,
}

impl Recorder for Sending<'_> {
	type Register = Chain;

	async fn register(&self) -> Result<Chain> {
		Ok(Chain { node: self.node.clone(), at: self.node.best().await? })
	}

	async fn carry_out(&mut self, plan: Plan, meaning: &Meaning) -> Result<Outcome> {
		let (sender, wait) = (Sender::alone(self.signer), self.cli.wait(Wait::Finalized));
		match plan {
			Plan::Record(call) => {
				let done = call.done();
				let call = call.recording(info(meaning));
				let (event, included) = self.node.send(&call, &sender, wait).await?;
				self.included = Some(included);
				Ok(Outcome::Recorded { done, event: event.event })
			}
			Plan::DeclareError(reason, corrective) => {
				let call = calls::declare_error(meaning.hash, reason, corrective);
				let (event, included) = self.node.send(&call, &sender, wait).await?;
				self.included = Some(included);
				Ok(Outcome::DeclaredError(event.event))
			}
			Plan::Recorded(event) => Ok(Outcome::Skipped(event)),
		}
	}
}

/// An event that was recorded, or had been before.
pub(super) struct Done {
	outcome: Outcome,
	included: Option<Included>,
	hash: Digest,
	/// The event, if it could not be kept, and why.
	unkept: Option<(Event, Error)>,
}

/// Makes an event, records it, keeps it, and says so.
pub(super) async fn one(
	cli: &Cli,
	args: &EventArgs,
	make: impl FnOnce(&Moment) -> Result<Event>,
) -> Result<()> {
	attempt(cli, args, make, &mut false).await
}

/// Does the same. Whatever fails, `sent` says whether the event is on the chain, or may come there.
pub(super) async fn attempt(
	cli: &Cli,
	args: &EventArgs,
	make: impl FnOnce(&Moment) -> Result<Event>,
	sent: &mut bool,
) -> Result<()> {
	let signer = args.by.signer.key()?;
	let proofs = args.by.proofs.open()?;
	let node = consent_node(cli).await?;
	let now = node::now(&node.best().await?).await?;
	let event = make(&args.moment(now)?)?;
	let done = record(cli, &node, &args.by, (&signer, &proofs), &event, sent).await?;
	tell(cli, &done, Vec::new(), json!({}))
}

/// Whether what was sent may be recorded although this came back: nobody knows what became of it.
const fn may_happen_yet(error: &Error) -> bool {
	!matches!(error, Error::Input(_) | Error::Dispatch { .. })
}

/// Keeps an event by what became of sending it. Answers with the outcome why it could not be kept: that
/// does not undo what was sent.
fn kept(
	store: &EventStore,
	event: &Event,
	outcome: Result<Outcome>,
	sent: &mut bool,
) -> Result<(Outcome, Option<Error>)> {
	*sent = outcome.as_ref().err().is_none_or(may_happen_yet);
	if !*sent {
		return outcome.map(|outcome| (outcome, None));
	}
	// What may yet come into a block is kept too: nobody else has the event.
	match (outcome, store.keep(event)) {
		(Ok(outcome), kept) => Ok((outcome, kept.err())),
		(Err(error), Ok(())) => Err(error),
		(Err(error), Err(unkept)) => Err(Error::Afterwards(format!(
			"{error}; besides, the event could not be kept ({unkept}): save the document that was \
			 printed, and capture it once the folder can be written"
		))),
	}
}

/// Records an event and keeps it.
async fn record(
	cli: &Cli,
	node: &Node,
	args: &RecorderArgs,
	(signer, proofs): (&Keypair, &ProofStore),
	event: &Event,
	sent: &mut bool,
) -> Result<Done> {
	let (partners, store) = (args.partners()?, args.folder.open()?);
	let meaning = interpret(event, 0).map_err(|refusal| Error::Input(refusal.to_string()))?;
	let mut sending = Sending { cli, node, signer, included: None };
	let register = sending.register().await?;
	let account = signer.public_key().into();
	let mut resolver = Resolver::new(&register, proofs, &partners, account, 0);
	let plan = resolver.plan(&meaning).await.map_err(Error::from)?;
	let outcome = sending.carry_out(plan, &meaning).await;
	let kept = kept(&store, event, outcome, sent);
	if let Err(Error::Afterwards(_)) = &kept {
		print_document(cli, event);
	}
	let (outcome, unkept) = kept?;
	let unkept = unkept.map(|error| (event.clone(), error));
	Ok(Done { outcome, included: sending.included, hash: meaning.hash, unkept })
}

/// Prints an event that could not be kept: nobody else has it.
fn print_document(cli: &Cli, event: &Event) {
	print(cli, || document_text(event), || json!({ "unkept": document_text(event) }));
}

/// What is said when an event is on the chain and could not be kept.
fn afterwards(number: EventNumber, error: &Error) -> Error {
	Error::Afterwards(format!(
		"event {number} IS on the chain, do not record it again; but it could not be kept here \
		 ({error}): save the document that was printed, and once the folder can be written, \
		 medchain drug capture FILE keeps it"
	))
}

/// Says what became of an event.
fn tell(cli: &Cli, done: &Done, more: Vec<(&'static str, String)>, mut value: Value) -> Result<()> {
	if let Some((event, _)) = &done.unkept {
		value["unkept"] = json!(document_text(event));
	}
	let number = say(cli, done, more, value)?;
	match &done.unkept {
		None => Ok(()),
		Some((event, error)) => {
			if !cli.json {
				output::say(&document_text(event));
			}
			Err(afterwards(number, error))
		}
	}
}

/// Says what became of an event. Answers its number.
fn say(
	cli: &Cli,
	done: &Done,
	more: Vec<(&'static str, String)>,
	mut value: Value,
) -> Result<EventNumber> {
	let (what, number) = match &done.outcome {
		Outcome::Recorded { done, event } => (*done, *event),
		Outcome::Skipped(event) => ("recorded before", *event),
		Outcome::DeclaredError(event) => ("declared an error", *event),
		Outcome::Understood(_) | Outcome::DependsOn(_) => {
			return Err(Error::Input("nothing was sent".into()));
		}
	};
	let mut lines = vec![(what, format!("event {number}")), ("hash", hash_of(&done.hash))];
	lines.extend(more);
	value["event"] = json!(number);
	value["done"] = json!(what);
	value["hash"] = json!(hash_of(&done.hash));
	if let Some(included) = &done.included {
		if let Some(recalled) = included.find::<Recalled>()? {
			lines.push(("recall", recalled.recall.to_string()));
			value["recall"] = json!(recalled.recall);
		}
		if let Some(excursion) = included.find::<Excursion>()? {
			let told =
				format!("product {} does not bear it; the goods are held back", *excursion.gtin);
			lines.push(("excursion", told));
			value["excursion"] = json!(excursion.gtin.to_string());
		}
		super::print_done(cli, lines, value, included);
		return Ok(number);
	}
	print(cli, || output::pairs(&lines), || value);
	Ok(number)
}

pub(super) async fn commission(cli: &Cli, args: &CommissionArgs) -> Result<()> {
	let (gtin, lot) = (args.lot.gtin, args.lot.lot);
	let Some(root) = &args.root else {
		let Some(list) = &args.serials else {
			return Err(Error::Input("give --serials FILE or --root FILE".into()));
		};
		let list = serials::read(list)?;
		let make = |moment: &Moment| Ok(moment.commission(&gtin, &lot, None, &list));
		return one(cli, &args.event, make).await;
	};
	let list = serials::read(root)?;
	let tree = packs::store::tree(&gtin, &list)?;
	let event = &args.event;
	let signer = event.by.signer.key()?;
	let node = consent_node(cli).await?;
	let now = node::now(&node.best().await?).await?;
	let made = event.moment(now)?.commission_root(&gtin, &lot, None, tree.count(), &tree.root());
	// The folder may be there only from now on.
	let proofs = ProofStore::default();
	let done = record(cli, &node, &event.by, (&signer, &proofs), &made, &mut false).await?;
	let mut lines = vec![("packs", tree.count().to_string()), ("root", to_hex(&tree.root()))];
	let mut value = json!({ "count": tree.count(), "root": to_hex(&tree.root()) });
	let found = match &done.included {
		Some(included) => included.find::<RootCommissioned>()?,
		None => None,
	};
	let mut unwritten = None;
	if let Some(RootCommissioned { start, .. }) = found {
		lines.push(("start", start.to_string()));
		value["start"] = json!(start);
		if let Some(folder) = event.by.proofs.folder() {
			match packs::store::write(folder, (gtin, lot, start), &list, true) {
				Ok(path) => {
					lines.push(("proofs", path.display().to_string()));
					value["proofs"] = json!(path.display().to_string());
				}
				Err(error) => {
					unwritten = Some(without_proofs((gtin, lot, start), root, folder, &error));
				}
			}
		}
	}
	// What is on the chain is told first.
	let told = tell(cli, &done, lines, value);
	match (told, unwritten) {
		(told, None) => told,
		(Ok(()), Some(error)) => Err(error),
		(Err(one), Some(other)) => Err(Error::Afterwards(format!("{other}; and {one}"))),
	}
}

/// What is said when packs are on the chain and their batch could not be written.
fn without_proofs(
	(gtin, lot, start): (Gtin, Lot, u32),
	list: &Path,
	folder: &Path,
	error: &Error,
) -> Error {
	// A description in the same folder may tell another place.
	let (list, folder) = (list.display(), folder.display());
	Error::Afterwards(format!(
		"the packs ARE on the chain, from place {start} on, do not commission them again; but their \
		 proofs could not be written ({error}): medchain drug proof make --gtin {gtin} --lot {lot} \
		 --serials {list} --start {start} --out {folder}-{start}"
	))
}

pub(super) async fn lift_recall(cli: &Cli, id: RecallId, args: &EventArgs) -> Result<()> {
	let node = consent_node(cli).await?;
	let chain = Chain { at: node.best().await?, node };
	let recalls = chain.recalls().await?;
	let recall = recalls
		.iter()
		.find(|recall| recall.id == id)
		.ok_or_else(|| Error::Input(format!("the chain has no recall {id}")))?;
	let known = async |lot| {
		chain.lot_of(lot).await?.ok_or_else(|| Error::Node(format!("the chain has no lot {lot}")))
	};
	let called = match recall.scope {
		ScopeInfo::Product(gtin) => Called::Product(gtin),
		ScopeInfo::Lot(lot) => {
			let lot = known(lot).await?;
			Called::Lot(lot.gtin, lot.lot)
		}
		ScopeInfo::Range { lot, start, end } => {
			let lot = known(lot).await?;
			Called::Places(lot.gtin, lot.lot, start, end)
		}
	};
	one(cli, args, |moment| Ok(moment.lift_recall(id, &called))).await
}

pub(super) async fn declare_error(
	cli: &Cli,
	hash: &Digest,
	reason: ErrorReason,
	corrective: Option<Digest>,
	args: &EventArgs,
) -> Result<()> {
	let store = args.by.folder.open()?;
	if let Some(known) = store.find(hash)? {
		let make = |moment: &Moment| Ok(moment.declare_error(&known, reason, corrective));
		return one(cli, args, make).await;
	}
	// Of an event whose document is elsewhere, the chain is told by the hash.
	let signer = args.by.signer.key()?;
	let call = calls::declare_error(*hash, reason, corrective);
	let (event, included) = super::send(cli, &call, &signer).await?;
	let done = Done {
		outcome: Outcome::DeclaredError(event.event),
		included: Some(included),
		hash: *hash,
		unkept: None,
	};
	tell(cli, &done, Vec::new(), json!({}))
}

pub(super) async fn capture(
	cli: &Cli,
	file: &Path,
	check: bool,
	args: &RecorderArgs,
) -> Result<()> {
	let named = |e: String| Error::Input(format!("{}: {e}", file.display()));
	let document = read_document(&text_of(file)?).map_err(|e| named(e.to_string()))?;
	let (proofs, partners) = (args.proofs.open()?, args.partners()?);
	if !check {
		// What cannot be said is told before anybody signs.
		capture::meanings(&document, &partners).map_err(|e| named(e.to_string()))?;
	}
	let signer = args.signer.key()?;
	let account = signer.public_key().into();
	let node = consent_node(cli).await?;
	let store = match check {
		true => None,
		false => Some(args.folder.open()?),
	};
	let mut told: Vec<(usize, Outcome)> = Vec::new();
	let mut unkept: Vec<String> = Vec::new();
	let keep = |number: usize, outcome: &Outcome| {
		told.push((number, outcome.clone()));
		if let (Some(store), Some(event)) = (&store, document.events.get(number)) {
			let kept = store.keep(event);
			unkept.extend(kept.err().map(|error| format!("event {number}: {error}")));
		}
	};
	let captured = match check {
		true => {
			let chain = Chain { at: node.best().await?, node: node.clone() };
			capture::check(&chain, &document, &proofs, &partners, account, keep).await
		}
		false => {
			let mut sending = Sending { cli, node: &node, signer: &signer, included: None };
			capture::capture(&mut sending, &document, &proofs, &partners, account, keep).await
		}
	};
	let failed: Vec<Value> = match &captured {
		Ok(()) => Vec::new(),
		Err(failures) => failures.0.iter().map(failure_json).collect(),
	};
	let rows = told.iter().filter_map(|(number, outcome)| {
		let event = document.events.get(*number)?;
		let (what, event_number) = match outcome {
			Outcome::Recorded { done, event } => (done.to_string(), Some(*event)),
			Outcome::Skipped(event) => ("recorded before, skipped".into(), Some(*event)),
			Outcome::DeclaredError(event) => ("declared an error".into(), Some(*event)),
			Outcome::Understood(call) => (format!("would be {call}"), None),
			Outcome::DependsOn(earlier) => (format!("depends on event {earlier}"), None),
		};
		Some((*number, event.kind.name(), what, event_number, event.hash()))
	});
	let rows: Vec<_> = rows.collect();
	print(
		cli,
		|| {
			let mut table = output::Table::new(&["EVENT", "TYPE", "DONE", "NUMBER", "HASH"]);
			for (number, kind, what, event, hash) in &rows {
				table.row(vec![
					number.to_string(),
					kind.to_string(),
					what.clone(),
					event.map_or("-".into(), |event| event.to_string()),
					hash.clone(),
				]);
			}
			table.to_string()
		},
		|| {
			let events = rows.iter().map(|(number, kind, what, event, hash)| {
				json!({
					"event": number,
					"type": kind,
					"done": what,
					"number": event,
					"hash": hash,
				})
			});
			json!({
				"events": events.collect::<Vec<_>>(),
				"complete": failed.is_empty() && unkept.is_empty(),
				"failed": failed,
				"unkept": unkept,
			})
		},
	);
	let unkept = match unkept.is_empty() {
		true => None,
		false => Some(Error::Afterwards(format!(
			"{}: {} events ARE on the chain, but could not be kept here ({}): once the folder can be \
			 written, capture the document again; what is recorded is skipped, and kept",
			file.display(),
			unkept.len(),
			unkept.join("; ")
		))),
	};
	match (captured, unkept) {
		(Ok(()), None) => Ok(()),
		(Ok(()), Some(unkept)) => Err(unkept),
		(Err(failures), None) => Err(named(failures.to_string())),
		(Err(failures), Some(unkept)) => {
			Err(Error::Afterwards(format!("{failures}; and {unkept}")))
		}
	}
}

/// An event that failed: its number in the document, its hash, and why.
fn failure_json(failure: &Failure) -> Value {
	let mut value = json!({
		"event": failure.event,
		"hash": hash_of(&failure.hash),
		"reason": failure.to_string(),
	});
	if let Stop::Refused(refusal) = &failure.stop {
		value["field"] = json!(refusal.field);
		value["rule"] = json!(refusal.rule.name());
		value["reason"] = json!(refusal.reason);
	}
	value
}

pub(super) fn export(
	cli: &Cli,
	events: &[Digest],
	folder: &FolderArgs,
	out: Option<&Path>,
) -> Result<()> {
	let (document, broken) = folder.open()?.export(events, instant_of(dates::now())?)?;
	let text = write_document(&document);
	match out {
		None => output::say(&text),
		Some(path) => {
			documents::write_new(path, &text)?;
			let (count, file) = (document.events.len(), path.display().to_string());
			print(
				cli,
				|| output::pairs(&[("written", format!("{count} events")), ("file", file.clone())]),
				|| json!({ "events": count, "file": file, "complete": broken.is_empty() }),
			);
		}
	}
	match broken.is_empty() {
		true => Ok(()),
		false => Err(incomplete(&broken)),
	}
}

/// What is said when an export lacks events.
fn incomplete(broken: &[Error]) -> Error {
	let files: Vec<_> = broken.iter().map(ToString::to_string).collect();
	Error::Input(format!(
		"the document is not complete, {} files of events do not read: {}. To mend one, capture the \
		 document of its event again",
		files.len(),
		files.join("; ")
	))
}

#[cfg(test)]
mod tests;
