//! Random sequences of calls against a model of the README's rules.

mod care;
mod conduct;
mod draw;
mod model;

use super::common::*;
use codec::{Decode, Encode};
use draw::Draw;
use frame::{
	deps::{frame_support::traits::GetCallName, sp_runtime::traits::Dispatchable},
	prelude::{BoundedVec, DispatchError},
};
use medchain_support::{
	testing::{Consents as Permits, Dice, Registry},
	Actor, DirectiveRef, ResourceClass, ResourceClasses, Role,
};
use model::{Model, Study};
use std::collections::{BTreeMap, BTreeSet};

type TestError = Error<Test>;

pub const EVERYBODY: [AccountId; 20] = [
	SPONSOR,
	OTHER_SPONSOR,
	MONITOR,
	COMMITTEE,
	REGULATOR,
	CUSTODIAN,
	SITE,
	OTHER_SITE,
	INVESTIGATOR,
	OTHER_INVESTIGATOR,
	NURSE,
	DOCTOR,
	LABORATORY,
	OTHER_DOCTOR,
	FOURTH_DOCTOR,
	ADA,
	BEN,
	CLEO,
	DAN,
	STRANGER,
];
/// The account of a trial's purse.
pub fn purse(id: TrialId) -> AccountId {
	ClinicalTrials::account_of(id)
}

/// Arm, salt and way of a slot, and the root of its list, as the rule has them.
pub fn opening_of(study: &Study, id: TrialId, slot: &Slot) -> (u8, Digest, SlotProof, Digest) {
	let (list, index) = (slot.slot / study.per_list(), slot.slot % study.per_list());
	let beacon = study.seed.and_then(|it| it.beacon).expect("a slot was given").value;
	let key = randomization::list_key(&SEED, &beacon, id, slot.stratum, list);
	let arms = randomization::allocations(&study.design.scheme, &key);
	let salt = |place| randomization::salt(&key, place);
	let leaves: Vec<_> =
		(0..).zip(&arms).map(|(place, arm)| randomization::leaf(*arm, &salt(place))).collect();
	let proof = BoundedVec::truncate_from(proof_of(&leaves, index));
	(arms[index as usize], salt(index), proof, merkle::root(&leaves).expect("there are some"))
}

fn root() -> Vec<u8> {
	frame::deps::sp_io::storage::root(frame::deps::sp_runtime::StateVersion::V1)
}

/// Sends what the model has answered already, and expects the same. Nothing changes on a refusal.
fn agree(who: AccountId, call: &Call<Test>, expected: model::Answer) -> Result<(), String> {
	let before = expected.is_err().then(root);
	let sent = RuntimeCall::ClinicalTrials(call.clone()).dispatch(origin(who));
	let result = sent.map(|_| ()).map_err(|refused| refused.error);
	assert_eq!(result, expected.clone(), "{who}: {call:?}");
	assert!(before.is_none_or(|before| before == root()), "{who}: {call:?} left a trace");
	result.map_err(|reason| match reason {
		DispatchError::Module(reason) => reason.message.unwrap_or_default().into(),
		other => format!("{other:?}"),
	})
}

/// Everybody, as the mock has them.
fn fresh() -> Model {
	let mut model = Model { now: now(), block: 1, ..Default::default() };
	model.roles = ROLES.to_vec();
	model.staff = STAFF.into();
	model.verified = ROLES.iter().map(|it| it.0).chain(PERSONS).chain([CUSTODIAN]).collect();
	model.identified = PERSONS.into();
	model.money = SPONSORS.map(|it| (it, FUNDS)).into();
	model
}

/// What was kept of a map agrees with what is stored. Answers how many entries.
fn same<K: Ord + std::fmt::Debug, V: PartialEq + std::fmt::Debug>(
	what: &str,
	stored: impl Iterator<Item = (K, V)>,
	expected: impl Iterator<Item = (K, V)>,
) -> u64 {
	let (stored, expected): (BTreeMap<K, V>, BTreeMap<K, V>) =
		(stored.collect(), expected.collect());
	assert_eq!(stored, expected, "{what}");
	stored.len() as u64
}

/// All that is stored is as the model says; of the trails the newest entries, or all. Answers how many
/// entries were compared.
fn books_agree(model: &Model, whole: bool) -> u64 {
	assert_eq!(NextTrial::<Test>::get() as usize, model.trials.len());
	assert_eq!(Waiting::<Test>::get().into_inner(), model.waiting);
	let mut seen = model.waiting.len() as u64;
	let studies = || (0..).zip(&model.trials);
	let people = || {
		studies().flat_map(|(id, study)| (0..).zip(&study.people).map(move |(no, it)| (id, no, it)))
	};
	for (id, study) in studies() {
		let stored = Trials::<Test>::get(id).expect("it is kept");
		let Design {
			committee, custodian, phase, masking, scheme, strata, classes, visits, ..
		} = &study.design;
		assert_eq!(
			(stored.sponsor, stored.committee, stored.custodian, stored.phase, stored.masking),
			(study.sponsor, *committee, *custodian, *phase, *masking)
		);
		assert_eq!(
			(&stored.scheme, stored.strata, stored.classes, stored.visits, stored.currency),
			(scheme, *strata, *classes, *visits, study.design.currency)
		);
		assert_eq!(
			(stored.status, stored.versions as usize, stored.current, stored.registered_at),
			(study.status, study.versions.len(), study.current, study.registered_at)
		);
		assert_eq!(
			(stored.suspension, stored.termination, stored.lock, stored.results, stored.seed),
			(
				study.suspension.clone(),
				study.termination.clone(),
				study.lock,
				study.results,
				study.seed
			)
		);
		assert_eq!(
			(stored.subjects as usize, stored.enrolled, stored.open_queries, stored.owed),
			(study.people.len(), study.enrolled(), study.open_queries(), study.owed())
		);
		assert_eq!(stored.deviations as usize, study.deviations.len());
		assert_eq!(Rules::<Test>::get(id), study.design.payments);
		let length = study.trail.len();
		assert_eq!(TrailLength::<Test>::get(id) as usize, length, "trail of {id}");
		let start = if whole { 0 } else { length.saturating_sub(2) };
		for number in start..length {
			let stored = Trail::<Test>::get(id, number as u64);
			assert_eq!(stored.as_ref(), Some(&study.trail[number]), "trail of {id}");
		}
		assert_eq!(
			Money::balance(EUR, &purse(id)),
			model.money.get(&purse(id)).copied().unwrap_or(0)
		);
		seen += 3 + (length - start) as u64;
	}
	for who in EVERYBODY {
		assert_eq!(Money::balance(EUR, &who), model.money.get(&who).copied().unwrap_or(0));
	}
	seen += same(
		"protocols",
		Protocols::<Test>::iter().map(|(id, version, it)| ((id, version), it)),
		studies().flat_map(|(id, study)| {
			(1..).zip(&study.versions).map(move |(version, it)| ((id, version), it.clone()))
		}),
	);
	seen += same(
		"sites",
		Sites::<Test>::iter().map(|(id, site, it)| ((id, site), it)),
		studies().flat_map(|(id, study)| {
			study.sites.iter().map(move |(site, (investigator, open))| {
				let (investigator, open) = (*investigator, *open);
				((id, *site), Site { investigator, open, enrolled: study.enrolled_at(*site) })
			})
		}),
	);
	seen += same(
		"subjects",
		Subjects::<Test>::iter().map(|(id, no, it)| ((id, no), it)),
		people().map(|(id, no, it)| {
			let subject = Subject {
				participant: it.participant,
				site: it.site,
				enroller: it.enroller,
				status: it.status,
				stratum: it.stratum,
				enrolled_at: it.enrolled_at,
				slot: it.slot,
				arm: it.arm,
				frozen: it.frozen,
				visits: it.visits.iter().map(|it| 1 << it).sum(),
				consents: it.consents.len() as u32,
				captures: it.captures.len() as u32,
				queries: it.queries.len() as u32,
				adverse_events: it.events.len() as u32,
			};
			((id, no), subject)
		}),
	);
	seen += same(
		"accounts",
		SubjectOf::<Test>::iter().map(|(id, who, no)| ((id, who), no)),
		people().map(|(id, no, it)| ((id, it.participant), no)),
	);
	for participant in PERSONS {
		let pairs = [INVESTIGATOR, OTHER_INVESTIGATOR]
			.into_iter()
			.flat_map(|investigator| [SITE, OTHER_SITE].map(|site| (investigator, site)));
		for (investigator, site) in pairs {
			let all = Permits::accesses(&participant, &Actor::of(investigator, site));
			let found: Vec<_> = all
				.iter()
				.map(|(_, said)| said.based_on.filter(|_| said.redact.is_empty()).map(|by| by.id))
				.collect();
			let asked = model.asked.get(&(participant, investigator, site));
			assert_eq!(&found, asked.unwrap_or(&Vec::new()), "asked about {participant}");
			seen += found.len() as u64;
		}
	}
	macro_rules! numbered {
		($what:literal, $storage:ident, $field:ident) => {
			seen += same(
				$what,
				$storage::<Test>::iter(),
				people().flat_map(|(id, no, person)| {
					(0u32..).zip(&person.$field).map(move |(at, it)| ((id, no, at), it.clone()))
				}),
			);
		};
	}
	numbered!("consents", Consents, consents);
	numbered!("captures", Captures, captures);
	numbered!("queries", Queries, queries);
	numbered!("adverse events", AdverseEvents, events);
	seen += same(
		"attestations",
		Attested::<Test>::iter().map(|(key, it)| (key, it.into_inner())),
		people().flat_map(|(id, no, person)| {
			person.attested.iter().map(move |(at, it)| ((id, no, *at), it.clone()))
		}),
	);
	seen += same(
		"forms",
		Forms::<Test>::iter(),
		people().flat_map(|(id, no, person)| {
			person.forms.iter().map(move |(at, it)| ((id, no, *at), it.clone()))
		}),
	);
	seen += same(
		"open queries",
		OpenQueries::<Test>::iter().map(|(id, key, ())| ((id, key), ())),
		people().flat_map(|(id, no, person)| {
			let open = |it: &(u32, &Query<AccountId>)| it.1.status != QueryStatus::Closed;
			(0..).zip(&person.queries).filter(open).map(move |(at, _)| ((id, (no, at)), ()))
		}),
	);
	seen += same(
		"outstanding",
		Outstanding::<Test>::iter().map(|(id, key, due)| ((id, key), due)),
		people().flat_map(|(id, no, person)| {
			(0..).zip(&person.events).filter_map(move |(at, it)| {
				it.due.filter(|_| it.forwarded.is_none()).map(|due| ((id, (no, at)), due))
			})
		}),
	);
	seen += same(
		"unblindings",
		Unblindings::<Test>::iter().map(|(id, no, it)| ((id, no), it)),
		people().filter_map(|(id, no, it)| Some(((id, no), it.unblinding.clone()?))),
	);
	seen += same(
		"deviations",
		Deviations::<Test>::iter().map(|(id, at, it)| ((id, at), it)),
		studies().flat_map(|(id, study)| {
			(0..).zip(&study.deviations).map(move |(at, it)| ((id, at), it.clone()))
		}),
	);
	seen += same(
		"dues",
		Dues::<Test>::iter().map(|(id, creditor, it)| ((id, creditor.encode()), it)),
		studies().flat_map(|(id, study)| {
			study.dues.iter().map(move |(creditor, it)| ((id, creditor.clone()), *it))
		}),
	);
	seen += same(
		"lists",
		Lists::<Test>::iter(),
		studies().flat_map(|(id, study)| {
			study.lists.iter().flat_map(move |(stratum, all)| {
				(0..).zip(all).map(move |(at, it)| ((id, *stratum, at), *it))
			})
		}),
	);
	seen += same(
		"slots",
		Slots::<Test>::iter(),
		studies().flat_map(|(id, study)| {
			study.slots.iter().flat_map(move |(stratum, all)| {
				(0..).zip(all).map(move |(at, it)| ((id, *stratum, at), *it))
			})
		}),
	);
	seen += same(
		"strata",
		Strata::<Test>::iter().map(|(id, stratum, it)| ((id, stratum), (it.lists, it.slots))),
		studies().flat_map(|(id, study)| {
			study.lists.iter().map(move |(stratum, all)| {
				let slots = study.slots.get(stratum).map_or(0, |it| it.len() as u32);
				((id, *stratum), (all.len() as u32, slots))
			})
		}),
	);
	seen
}

fn pass(model: &mut Model, blocks: u64) {
	pass_blocks(blocks);
	model.pass(blocks);
}

/// Roles, staff and permissions come and go; the randomness of the chain becomes known.
fn weather(dice: &mut Dice, model: &mut Model) {
	match dice.below(12) {
		0 => {
			let (who, role) = dice.one_of(&ROLES);
			if model.has(who, role) {
				Registry::take_role(&who, role);
				model.roles.retain(|it| *it != (who, role));
			}
		}
		1 => {
			let (who, organization) = dice.one_of(&STAFF);
			Registry::end_affiliation(&who, &organization);
			model.staff.remove(&(who, organization));
		}
		2 => {
			let who = dice.one_of(&[CUSTODIAN, DOCTOR, LABORATORY, ADA, DAN]);
			Registry::unverify(&who);
			model.verified.remove(&who);
			model.identified.remove(&who);
		}
		3 => {
			let pair = dice.one_of(&[(DOCTOR, SPONSOR), (NURSE, SPONSOR), (CUSTODIAN, SITE)]);
			Registry::affiliate(&pair.0, &pair.1);
			model.staff.insert(pair);
		}
		4 => {
			let (participant, at) = (dice.one_of(&PERSONS), dice.below(2) as usize);
			let (investigator, site) = [(INVESTIGATOR, SITE), (OTHER_INVESTIGATOR, OTHER_SITE)][at];
			let some = ResourceClasses::EMPTY.with(ResourceClass::Observation);
			let classes = dice.one_of(&[Some(some), None, Some(CLASSES)]);
			permitted(model, participant, investigator, site, classes, 6);
		}
		5 | 6 => {
			let since = model.block + dice.below(14);
			model.dealt = ([dice.below(256) as u8; 32], since);
			Dealt::set(model.dealt.0, since);
		}
		_ => restore(model),
	}
	pass(model, 1 + dice.below(3));
}

fn permitted(
	model: &mut Model,
	participant: AccountId,
	investigator: AccountId,
	site: AccountId,
	classes: Option<ResourceClasses>,
	id: u32,
) {
	let (actor, by) = (Actor::of(investigator, site), DirectiveRef { id, version: 1 });
	match classes {
		Some(classes) => Permits::permit(&participant, &actor, classes, by),
		None => Permits::deny(&participant, &actor, by),
	}
	model.permits.insert((participant, investigator, site), (classes, id));
}

/// Everybody is who they were at the start, and permits what they did.
fn restore(model: &mut Model) {
	for (who, role) in ROLES {
		Registry::verify(&who);
		Registry::give_role(&who, role);
	}
	for (who, organization) in [(DOCTOR, SPONSOR), (NURSE, SPONSOR), (CUSTODIAN, SITE)] {
		Registry::end_affiliation(&who, &organization);
	}
	for (who, organization) in STAFF {
		Registry::affiliate(&who, &organization);
	}
	Registry::verify(&CUSTODIAN);
	PERSONS.iter().for_each(Registry::identify);
	let everybody = fresh();
	model.roles = everybody.roles;
	model.staff = everybody.staff;
	model.verified = everybody.verified;
	model.identified = everybody.identified;
	for who in PERSONS {
		for (investigator, site) in [(INVESTIGATOR, SITE), (OTHER_INVESTIGATOR, OTHER_SITE)] {
			permitted(model, who, investigator, site, Some(CLASSES), 5);
		}
	}
}

/// A trial of both sites, as far as the dice say: with sealed lists, with participants.
fn scene(dice: &mut Dice, model: &mut Model) {
	let far = dice.below(4);
	let go = |model: &mut Model, who, call: Call<Test>| {
		let expected = model.act(who, &call);
		assert_eq!(agree(who, &call, expected), Ok(()), "{call:?}");
	};
	let trial = TRIAL;
	let masking = dice.one_of(&[Masking::Open, Masking::Double]);
	let target = dice.one_of(&[3, 4, 100]);
	let design = Design { masking, target, ..design() };
	go(model, SPONSOR, Call::register_trial { design });
	let (until, conditions) = (None, Some(WHY));
	go(model, COMMITTEE, Call::approve { trial, version: 1, until, conditions });
	if far == 0 {
		return;
	}
	let site = Call::open_site { trial, site: SITE, investigator: INVESTIGATOR };
	go(model, SPONSOR, site);
	go(model, SPONSOR, Call::fund { trial, amount: 20_000 });
	if far == 1 {
		return;
	}
	let commitment = randomization::seed_commitment(trial, &SEED);
	go(model, CUSTODIAN, Call::commit_seed { trial, commitment });
	model.dealt = (DEALT, model.block + BEACON_DELAY + 1);
	Dealt::set(DEALT, model.dealt.1);
	pass(model, 1);
	for stratum in [0, 1] {
		let root = randomization::list_root(&scheme(), &key(stratum, 0)).expect("it has arms");
		go(model, CUSTODIAN, Call::seal_list { trial, stratum, root });
	}
	if far == 2 {
		return;
	}
	for (subject, participant) in (0..).zip([ADA, BEN]) {
		let stratum = Some(0);
		let screen = Call::screen { trial, participant, site: SITE, stratum };
		go(model, INVESTIGATOR, screen);
		go(model, participant, Call::consent { trial, version: 1, directive: 5 });
		for (who, criterion, met) in [(DOCTOR, 0, true), (LABORATORY, 1, false)] {
			let (evidence, until) = (WHY, None);
			let call = Call::attest_criterion { trial, subject, criterion, met, evidence, until };
			go(model, who, call);
		}
	}
	go(model, INVESTIGATOR, Call::randomize { trial, subject: 0 });
	if dice.below(2) == 0 {
		return;
	}
	// A third is found eligible while the site is closed.
	let screen = Call::screen { trial, participant: CLEO, site: SITE, stratum: Some(1) };
	go(model, INVESTIGATOR, screen);
	go(model, CLEO, Call::consent { trial, version: 1, directive: 5 });
	go(model, SPONSOR, Call::close_site { trial, site: SITE });
	for (criterion, met) in [(0, true), (1, false)] {
		let (subject, evidence, until) = (2, WHY, None);
		let call = Call::attest_criterion { trial, subject, criterion, met, evidence, until };
		go(model, OTHER_DOCTOR, call);
	}
	go(model, SPONSOR, Call::open_site { trial, site: SITE, investigator: INVESTIGATOR });
}

#[test]
fn random_sequences_agree_with_a_model() {
	const SEED: u64 = 0x7472_6961_6c73_3230;
	const RUNS: u64 = 500;
	const CALLS: u64 = 200;
	let mut dice = Dice::new(SEED);
	let mut well = BTreeMap::<&str, u64>::new();
	let mut ways = BTreeMap::<(&str, String), u64>::new();
	let mut compared = 0;
	for run in 0..RUNS {
		build_and_execute(|| {
			let mut model = fresh();
			restore(&mut model);
			scene(&mut dice, &mut model);
			for number in 0..CALLS {
				if dice.below(8) == 0 {
					weather(&mut dice, &mut model);
				}
				model.now += match dice.below(40) {
					0 => dice.below(9 * 86_400),
					1..=9 => 0,
					_ => dice.below(3_600),
				};
				set_now(model.now);
				let wrong = dice.below(3) == 0;
				let mut draw = Draw { dice: &mut dice, model: &mut model };
				// What the model refuses leaves it as it is: another wish is tried.
				let mut kind = draw.kind();
				let mut tries = 0;
				let (who, call, expected) = loop {
					let (who, call) = draw.wish(kind);
					let many =
						matches!(call, Call::register_trial { .. }) && draw.model.trials.len() > 3;
					if many && tries < 80 {
						kind = draw.kind();
						tries += 1;
						continue;
					}
					let expected = draw.model.act(who, &call);
					if wrong || expected.is_ok() || tries > 80 {
						break (who, call, expected);
					}
					tries += 1;
					if tries % 12 == 0 {
						kind = draw.kind();
					}
				};
				let name = call.get_call_name();
				match agree(who, &call, expected) {
					Ok(()) => *well.entry(name).or_default() += 1,
					Err(reason) => *ways.entry((name, reason)).or_default() += 1,
				}
				compared += books_agree(&model, number + 1 == CALLS);
				if number % 20 == 0 {
					check_state().unwrap_or_else(|error| panic!("run {run}: {error:?}"));
				}
			}
		});
	}
	let (fine, refused): (u64, u64) = (well.values().sum(), ways.values().sum());
	let reasons: BTreeSet<_> = ways.keys().map(|it| &it.1).collect();
	println!(
		"{RUNS} runs of {CALLS} calls, seed {SEED:#x}: {fine} went through, {refused} were refused \
		 in {} ways for {} reasons, {compared} entries agreed; through: {well:#?}; refused: \
		 {reasons:?}",
		ways.len(),
		reasons.len(),
	);
	for name in Call::<Test>::get_call_names() {
		assert!(well.get(name).is_some_and(|times| *times >= 20), "{name} goes through seldom");
	}
	assert!(fine >= 60_000, "too much is refused: {refused}");
	assert!(refused >= 30_000, "too little is refused: {refused}");
	assert!(ways.len() >= 380, "few ways to be refused: {}", ways.len());
	assert!(compared >= 6_000_000, "little was compared: {compared}");
}
