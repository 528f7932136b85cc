//! Random terms written and read again, and random R5 documents, against a reading of R5 that is
//! written down here once more: which question gets which answer.

use super::*;
use crate::types::{Provision, Scope};
use serde_json::{json, Value};

const SEED: u64 = 0x6d65_6463_6861_696e;
const TERMS: usize = 4_000;
const DOCUMENTS: usize = 4_000;
const QUESTIONS: usize = 60;

/// A small generator (xorshift64*).
pub(crate) struct Random(pub u64);

impl Random {
	pub(crate) fn below(&mut self, end: usize) -> usize {
		self.0 ^= self.0 >> 12;
		self.0 ^= self.0 << 25;
		self.0 ^= self.0 >> 27;
		let mixed = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
		mixed as usize % end
	}

	pub(crate) fn chance(&mut self, of: usize) -> bool {
		self.below(of) == 0
	}

	pub(crate) fn one<T: Copy>(&mut self, list: &[T]) -> T {
		list[self.below(list.len())]
	}

	/// Up to two values, often none.
	fn some<T: Copy>(&mut self, list: &[T]) -> Vec<T> {
		let count = if self.chance(3) { 1 + self.below(2) } else { 0 };
		(0..count).map(|_| self.one(list)).collect()
	}

	fn period(&mut self) -> Period {
		let start = 1_000 + self.below(5) as u64 * 10;
		let end = start + self.below(5) as u64 * 10;
		match self.below(6) {
			0 => Period::new(start, end),
			1 => Period { start: Some(start), end: None },
			2 => Period { start: None, end: Some(end) },
			_ => Period::ALWAYS,
		}
	}

	fn actor(&mut self) -> ActorRef {
		match self.below(3) {
			0 => ActorRef::Account(other()),
			1 => ActorRef::Organization(hospital()),
			_ => ActorRef::Role(self.one(Role::ALL).into()),
		}
	}

	/// Labels, often with all those below them.
	fn labels(&mut self) -> Sensitivities {
		let labels = Sensitivities::from_iter(self.some(Sensitivity::ALL));
		match self.chance(3) {
			true => labels,
			false => Sensitivity::ALL
				.iter()
				.copied()
				.filter(|below| labels.iter().any(|label| label_covers(label.code(), below.code())))
				.collect(),
		}
	}

	fn scope(&mut self) -> Scope {
		let count = if self.chance(3) { 1 + self.below(2) } else { 0 };
		Scope {
			actors: (0..count).map(|_| self.actor()).collect(),
			purposes: Purposes::from_iter(self.some(Purpose::ALL)).into(),
			actions: Actions::from_iter(self.some(Action::ALL)).into(),
			classes: ResourceClasses::from_iter(self.some(ResourceClass::ALL)).into(),
			sensitivities: self.labels().into(),
			period: self.period().into(),
		}
	}

	fn terms(&mut self) -> DirectiveTerms {
		let base = self.one(&[BasePolicy::OptIn, BasePolicy::OptOut]);
		// Most random scopes are beyond R5: let half of the directives be about everything.
		let scope = match self.chance(2) {
			true => Scope { period: self.period().into(), ..Scope::default() },
			false => self.scope(),
		};
		let exception = match base {
			BasePolicy::OptIn => ProvisionKind::Deny,
			BasePolicy::OptOut => ProvisionKind::Permit,
		};
		let count = self.below(5);
		let provisions = (0..count)
			.map(|_| {
				let mut inner = self.scope();
				if !self.chance(4) {
					inner.period = scope.period;
				}
				let kind = match self.chance(4) {
					true => self.one(&[ProvisionKind::Permit, ProvisionKind::Deny]),
					false => exception,
				};
				Provision { kind, scope: inner }
			})
			.collect();
		DirectiveTerms { base, scope, provisions }
	}

	fn question(&mut self) -> Question {
		Question {
			actor: name(&self.actor()),
			purpose: self.one(Purpose::ALL),
			action: self.one(Action::ALL),
			class: self.one(ResourceClass::ALL),
			label: self.one(Sensitivity::ALL),
			at: 990 + self.below(110) as u64,
		}
	}

	/// A question that the rules of some terms are close to.
	fn question_about(&mut self, terms: &DirectiveTerms) -> Question {
		let mut question = self.question();
		let count = terms.provisions.len();
		let Some(provision) = terms.provisions.get(self.below(count.max(1))) else {
			return question;
		};
		let scope = &provision.scope;
		question.purpose = scope.purposes.iter().next().unwrap_or(question.purpose);
		question.action = scope.actions.iter().next().unwrap_or(question.action);
		question.class = scope.classes.iter().last().unwrap_or(question.class);
		question.label = scope.sensitivities.iter().last().unwrap_or(question.label);
		if let Some(actor) = scope.actors.first() {
			question.actor = name(actor);
		}
		question
	}
}

/// Who wants what, when. A question is about one of each.
#[derive(Debug)]
struct Question {
	actor: String,
	purpose: Purpose,
	action: Action,
	class: ResourceClass,
	label: Sensitivity,
	at: u64,
}

fn name(actor: &ActorRef) -> String {
	match actor {
		ActorRef::Account(account) | ActorRef::Organization(account) => account.to_string(),
		ActorRef::Role(role) => role.code().to_string(),
	}
}

/// The levels of confidentiality, from low to high.
const LEVELS: &str = "ULMNRV";

/// Whether a label in a document is about data with another label, by the words of the standard.
fn label_covers(written: &str, carried: &str) -> bool {
	match (LEVELS.find(written), LEVELS.find(carried)) {
		(Some(written), Some(carried)) => carried <= written,
		_ => written == carried,
	}
}

/// Whether the labels of a rule are such that a document can state them.
fn is_stated(scope: &Scope) -> bool {
	let labels = *scope.sensitivities;
	labels.iter().all(|label| {
		let covered = |below: &&Sensitivity| label_covers(label.code(), below.code());
		Sensitivity::ALL.iter().filter(covered).all(|below| labels.contains(*below))
	})
}

/// What terms answer: permitted, denied, or nothing.
fn terms_say(terms: &DirectiveTerms, question: &Question) -> Option<bool> {
	let covers = |scope: &Scope| {
		(scope.actors.is_empty() || scope.actors.iter().any(|a| name(a) == question.actor))
			&& (scope.purposes.is_empty() || scope.purposes.contains(question.purpose))
			&& (scope.actions.is_empty() || scope.actions.contains(question.action))
			&& (scope.classes.is_empty() || scope.classes.contains(question.class))
			&& (scope.sensitivities.is_empty() || scope.sensitivities.contains(question.label))
			&& scope.period.contains(question.at)
	};
	let any = |kind| terms.provisions.iter().any(|one| one.kind == kind && covers(&one.scope));
	covers(&terms.scope).then(|| {
		!any(ProvisionKind::Deny) && (any(ProvisionKind::Permit) || terms.base == BasePolicy::OptIn)
	})
}

/// What an R5 document answers, by the words of the standard.
fn document_says(document: &Value, question: &Question) -> Option<bool> {
	let items = |value: &Value| value.as_array().cloned().unwrap_or_default();
	let holds = |period: &Value| {
		let edge = |name: &str| {
			period[name].as_str().map(|text| super::super::date::first_second(text).unwrap())
		};
		edge("start").is_none_or(|start| start <= question.at)
			&& edge("end").is_none_or(|end| question.at <= end)
	};
	let matches = |rule: &Value| {
		let among = |list: &Value, code: &str, of: fn(&Value) -> &Value| {
			list.is_null() || items(list).iter().any(|item| of(item) == code)
		};
		among(&rule["actor"], &question.actor, |item| &item["reference"]["identifier"]["value"])
			&& among(&rule["purpose"], question.purpose.code(), |item| &item["code"])
			&& among(&rule["action"], question.action.code(), |item| &item["coding"][0]["code"])
			&& among(&rule["resourceType"], question.class.code(), |item| &item["code"])
			&& (rule["securityLabel"].is_null()
				|| items(&rule["securityLabel"]).iter().any(|item| {
					label_covers(item["code"].as_str().unwrap(), question.label.code())
				})) && holds(&rule["period"])
	};
	let excepted = items(&document["provision"])
		.iter()
		.any(|rule| matches(rule) && !items(&rule["provision"]).iter().any(matches));
	holds(&document["period"]).then(|| (document["decision"] == "permit") != excepted)
}

/// The order in which R5 gives provisions back. It means nothing.
fn permits_first(mut terms: DirectiveTerms) -> DirectiveTerms {
	terms.provisions.sort_by_key(|provision| provision.kind == ProvisionKind::Deny);
	terms
}

#[test]
fn random_terms_are_written_and_read_without_loss() {
	let mut random = Random(SEED);
	let (mut written, mut refused, mut asked, mut unstated) = (0, 0, 0, 0);
	for n in 0..TERMS {
		let terms = random.terms();
		let rules = terms.provisions.iter().map(|provision| &provision.scope);
		if !std::iter::once(&terms.scope).chain(rules).all(is_stated) {
			let refusal =
				write_consent(&terms, &patient(), Status::Active, Release::R4).unwrap_err();
			assert!(refusal.path.ends_with(".securityLabel"), "{n}: {refusal}");
			write_consent(&terms, &patient(), Status::Active, Release::R5).unwrap_err();
			unstated += 1;
			continue;
		}
		round_trip(&terms);
		let text = match write_consent(&terms, &patient(), Status::Active, Release::R5) {
			Ok(text) => text,
			Err(refusal) => {
				assert!(refusal.path.starts_with("Consent.provision"), "{n}: {refusal}");
				refused += 1;
				continue;
			}
		};
		let again = read(&text).unwrap_or_else(|e| panic!("{n}: {e}\n{text}"));
		assert_eq!(again, permits_first(terms.clone()), "{n}: {text}");
		round_trip(&again);
		let document: Value = serde_json::from_str(&text).unwrap();
		for _ in 0..QUESTIONS {
			let question = random.question_about(&terms);
			let said = terms_say(&terms, &question);
			assert_eq!(document_says(&document, &question), said, "{n}: {question:?}\n{text}");
			asked += 1;
		}
		written += 1;
	}
	println!(
		"{TERMS} random terms (seed {SEED:#x}): {unstated} refused for their labels, all others \
		 through R4; {written} through R5, where {asked} questions were answered alike; {refused} \
		 refused as R5",
	);
	assert!(written > 500 && refused > 500 && unstated > 100);
}

/// A rule of an R5 document, written by the generator itself.
fn rule(random: &mut Random) -> Value {
	let scope = random.scope();
	let mut rule = json!({});
	let system = |name: &str| format!("http://terminology.hl7.org/CodeSystem/{name}");
	let mut put = |name: &str, items: Vec<Value>| {
		if !items.is_empty() {
			rule[name] = items.into();
		}
	};
	put(
		"purpose",
		(scope.purposes.iter())
			.map(|v| json!({"system": system("v3-ActReason"), "code": v.code()}))
			.collect(),
	);
	put(
		"action",
		(scope.actions.iter())
			.map(|v| json!({"coding": [{"system": system("consentaction"), "code": v.code()}]}))
			.collect(),
	);
	put(
		"resourceType",
		(scope.classes.iter().filter(|class| *class != ResourceClass::Media))
			.map(|v| json!({"system": "http://hl7.org/fhir/fhir-types", "code": v.code()}))
			.collect(),
	);
	put(
		"securityLabel",
		(random.some(Sensitivity::ALL).into_iter())
			.map(|v| {
				let list =
					if LEVELS.contains(v.code()) { "v3-Confidentiality" } else { "v3-ActCode" };
				json!({"system": system(list), "code": v.code()})
			})
			.collect(),
	);
	if random.chance(3) {
		let role = json!({"coding": [{"system": PARTICIPATION_TYPE, "code": "IRCP"}]});
		let who = json!({"system": ACCOUNT_SYSTEM, "value": hospital().to_string()});
		put("actor", vec![json!({"role": role, "reference": {"identifier": who}})]);
	}
	if random.chance(6) {
		rule["period"] = json!({"start": format_instant(1_010), "end": format_instant(1_030)});
	}
	match rule.as_object().is_some_and(|members| members.is_empty()) {
		true => json!({"purpose": [{"system": system("v3-ActReason"), "code": "TREAT"}]}),
		false => rule,
	}
}

#[test]
fn random_documents_are_refused_or_mean_what_they_say() {
	let mut random = Random(SEED);
	let (mut carried, mut nested, mut refused, mut asked) = (0, 0, 0, 0);
	for n in 0..DOCUMENTS {
		let mut document = json!({
			"resourceType": "Consent",
			"status": "active",
			"subject": {"reference": "Patient/x"},
			"decision": random.one(&["permit", "deny"]),
		});
		if random.chance(3) {
			document["period"] =
				json!({"start": format_instant(1_005), "end": format_instant(1_040)});
		}
		let mut rules: Vec<Value> = (0..random.below(4)).map(|_| rule(&mut random)).collect();
		let inner: Vec<Value> = (0..random.below(3)).map(|_| rule(&mut random)).collect();
		for one in &mut rules {
			if !inner.is_empty() && !random.chance(5) {
				one["provision"] = inner.clone().into();
			}
		}
		if !rules.is_empty() {
			document["provision"] = rules.into();
		}
		let terms = match read(&document.to_string()) {
			Ok(terms) => terms,
			Err(refusal) => {
				let element = refusal.path.rsplit('.').next().unwrap();
				assert!(["provision", "period"].contains(&element), "{n}: {refusal}");
				refused += 1;
				continue;
			}
		};
		for _ in 0..QUESTIONS {
			let question = random.question_about(&terms);
			let said = document_says(&document, &question);
			assert_eq!(terms_say(&terms, &question), said, "{n}: {question:?}\n{document}");
			asked += 1;
		}
		nested += usize::from(document["provision"][0]["provision"].is_array());
		carried += 1;
	}
	println!(
		"{DOCUMENTS} random R5 documents (seed {SEED:#x}): {carried} carried ({nested} nested), \
		 {asked} questions answered alike; {refused} refused",
	);
	assert!(nested > 100 && carried > 500 && refused > 500);
}
