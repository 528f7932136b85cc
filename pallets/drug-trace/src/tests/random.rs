//! Random sequences of calls against a model that knows single packs only.

mod draw;
mod model;
mod rules;
mod wishes;

use super::*;
use draw::Draw;
use frame::deps::frame_support::traits::GetCallName;
use model::{Model, Node};
use std::sync::LazyLock;

pub const EVERYBODY: [AccountId; 12] = [
	MANUFACTURER,
	OTHER_MANUFACTURER,
	DISTRIBUTOR,
	OTHER_DISTRIBUTOR,
	PHARMACY,
	OTHER_PHARMACY,
	HOSPITAL,
	DOCTOR,
	PATIENT,
	REGULATOR,
	SENSOR,
	STRANGER,
];
/// Those to whom goods are mostly sent.
pub const TRADERS: [AccountId; 9] = [
	MANUFACTURER,
	DISTRIBUTOR,
	DISTRIBUTOR,
	OTHER_DISTRIBUTOR,
	PHARMACY,
	PHARMACY,
	OTHER_PHARMACY,
	HOSPITAL,
	HOSPITAL,
];
pub const REASONS: [SuspectReason; 8] = [
	SuspectReason::Suspect,
	SuspectReason::Excursion,
	SuspectReason::ReturnedByPatient,
	SuspectReason::Damaged,
	SuspectReason::Counterfeit,
	SuspectReason::Stolen,
	SuspectReason::Diverted,
	SuspectReason::Unfit,
];
/// Three products of two manufacturers, and one that nobody makes at first.
pub static GTINS: LazyLock<[Gtin; 4]> = LazyLock::new(|| [1, 2, 3, 4].map(gtin));

/// Does it in both worlds, and expects the same of both. If it did not go through, answers why.
fn act(model: &mut Model, who: AccountId, call: &Call<Test>) -> Result<(), &'static str> {
	let result = sent(who, call.clone());
	let expected = model.act(who, call);
	match (&expected, &result) {
		(Ok(()), Ok(())) => (),
		(Err(reasons), Err(reason)) if reasons.contains(reason) => (),
		_ => panic!("{who}: {call:?}\nexpected {expected:?}\nresult   {result:?}"),
	}
	result.map_err(|reason| match reason {
		DispatchError::Module(reason) => reason.message.unwrap_or_default(),
		_ => "",
	})
}

/// What is stored of a node counts as that of its outermost container: climbs to it.
fn effective(mut custody: Custody<AccountId>) -> Custody<AccountId> {
	let parent = custody.parent;
	let mut last = custody.last;
	while let Some(sscc) = custody.parent {
		custody = stored_container(sscc).custody;
		last = last.max(custody.last);
	}
	Custody { parent, last, ..custody }
}

/// What is stored of a node is what the model says.
fn node_agrees(model: &Model, node: Node, stored: &Custody<AccountId>) {
	let known = &model.things[&node];
	let told = || format!("{node:?}\nstored {stored:?}\nmodel  {known:?}");
	let found = effective(stored.clone());
	assert_eq!(
		(found.holder, found.parent, &found.stage, found.last),
		(known.holder, known.parent, &known.stage, known.last),
		"{}",
		told()
	);
	assert_eq!(stored.hold, known.hold, "{}", told());
	if stored.parent.is_none() {
		assert_eq!(stored.from, known.from, "{}", told());
	}
}

/// All packs, containers, lots, recalls and events are as the model says. Answers how many.
fn books_agree(model: &Model) -> u64 {
	let mut seen = BTreeSet::new();
	for (id, pack) in Packs::<Test>::iter() {
		let Pack { lot, place, custody, sale, sold, .. } = pack;
		let leaf = model.leaves.get(&(lot, place)).expect("the model knows it");
		assert_eq!((leaf.id, leaf.touched, leaf.sold), (id, true, sold), "{lot} {place}");
		assert_eq!(leaf.sale, sale, "{lot} {place}");
		node_agrees(model, Node::Pack(lot, place), &custody);
		assert!(seen.insert(Node::Pack(lot, place)), "{lot} {place} is there twice");
	}
	for (lot, key, portion) in Portions::<Test>::iter() {
		for place in start_of(key)..portion.end {
			let leaf = model.leaves.get(&(lot, place)).expect("the model knows it");
			assert!(!leaf.touched, "{lot} {place}");
			node_agrees(model, Node::Pack(lot, place), &portion.custody);
			assert!(seen.insert(Node::Pack(lot, place)), "{lot} {place} is there twice");
		}
		assert_eq!(model.stretch(lot, start_of(key)), Some(portion.end), "{lot}");
	}
	for (sscc, container) in Containers::<Test>::iter() {
		let node = Node::Box(sscc);
		node_agrees(model, node, &container.custody);
		seen.insert(node);
		let counts = model.packs_of(node);
		let hulls = &model.crates[&sscc].hulls;
		let found: BTreeMap<_, _> =
			container.contents.iter().map(|it| (it.lot, ((it.first, it.last), it.count))).collect();
		let expected: BTreeMap<_, _> =
			hulls.iter().map(|(lot, hull)| (*lot, (*hull, counts[lot]))).collect();
		assert_eq!(found, expected, "{sscc}");
		assert_eq!(container.height, model.crates[&sscc].height, "{sscc}");
	}
	assert!(seen.iter().eq(model.things.keys()), "something is missing");
	for (number, made) in (0..).zip(&model.lots) {
		let stored = stored_lot(number);
		let mut tally = Tally { commissioned: made.size, ..Default::default() };
		for (node, custody) in &model.things {
			if !matches!(node, Node::Pack(lot, _) if *lot == number) {
				continue;
			}
			match custody.stage {
				Stage::Dispensed => tally.dispensed += 1,
				Stage::Destroyed => tally.destroyed += 1,
				Stage::Decommissioned => tally.decommissioned += 1,
				_ => (),
			}
		}
		assert_eq!(stored.tally, tally, "lot {number}");
		assert_eq!((stored.gtin, stored.lot, stored.expiry), (made.gtin, made.text, made.expiry));
		let source = stored.source.map(|it| (it.lot, it.first, it.last));
		assert_eq!(source, model.source_of(number), "lot {number}");
	}
	for (gtin, made) in &model.products {
		let stored = Products::<Test>::get(gtin).expect("it is kept");
		let heir = stored.offer.map(|it| (it.to, it.by_regulator));
		assert_eq!((stored.manufacturer, heir), (made.who, made.heir), "{gtin}");
	}
	assert_eq!(NextRecall::<Test>::get() as usize, model.recalls.len());
	for (id, recall) in (0..).zip(&model.recalls) {
		let stored = Recalls::<Test>::get(id).expect("it is kept");
		let found = (stored.scope, stored.by, stored.by_regulator, stored.lifted.is_none());
		let expected = (recall.scope, recall.by, recall.official, recall.open);
		assert_eq!(found, expected, "recall {id}");
	}
	assert_eq!(Events::<Test>::iter_keys().count(), model.events.len());
	for ((hash, actor), declared) in &model.events {
		let record = Events::<Test>::get(hash, actor).expect("it is recorded");
		assert_eq!(record.error.is_some(), *declared);
	}
	(seen.len() + model.events.len() + model.recalls.len()) as u64
}

/// Products, and a few lots with packs.
fn opening(draw: &mut Dice, model: &mut Model, fresh: &mut u64) {
	for (maker, gtin) in
		[MANUFACTURER, MANUFACTURER, OTHER_MANUFACTURER].into_iter().zip(GTINS.iter())
	{
		let call = Call::register_product { gtin: *gtin, limits: Some(COOL) };
		assert_eq!(act(model, maker, &call), Ok(()));
	}
	for _ in 0..3 + draw.below(3) {
		let (who, call) = Draw { dice: draw, model, fresh }.lot();
		let _ = act(model, who, &call);
	}
	for _ in 0..4 {
		let wish = Draw { dice: draw, model, fresh }.commission();
		if let Some((who, call)) = wish {
			let _ = act(model, who, &call);
		}
	}
}

/// Errors that random calls do not meet, and where they are tested.
const ELSEWHERE: [&str; 7] = [
	"NumbersExhausted", // commission.rs
	"LotFull",          // commission.rs
	"TooManyBatches",   // commission.rs
	"AlertTooSoon",     // alerts.rs
	"TooManyRecalls",   // recalls.rs
	"TooDeep",          // containers.rs
	"TooManyLots",      // containers.rs
];

fn all_errors() -> Vec<String> {
	use frame::deps::scale_info::{TypeDef, TypeInfo};
	let TypeDef::Variant(all) = <TestError as TypeInfo>::type_info().type_def else {
		panic!("an enum")
	};
	all.variants.iter().map(|it| it.name.to_string()).filter(|it| !it.starts_with("__")).collect()
}

#[test]
fn random_sequences_agree_with_a_model() {
	const SEED: u64 = 0x7472_6163_6531_3230;
	const RUNS: u64 = 500;
	const CALLS: u64 = 240;
	let mut dice = Dice::new(SEED);
	let mut well = BTreeMap::<&str, u64>::new();
	let mut refusals = BTreeMap::<&str, u64>::new();
	let mut ways = BTreeMap::<(&str, &str), u64>::new();
	let mut compared = 0;
	for run in 0..RUNS {
		build_and_execute(|| {
			let mut model = Model { now: now(), ..Default::default() };
			let mut fresh = 0;
			opening(&mut dice, &mut model, &mut fresh);
			for number in 0..CALLS {
				model.now += match dice.below(40) {
					0 => dice.below(2 * DAY),
					1..=9 => 0,
					_ => dice.below(HOUR),
				};
				set_now(model.now);
				let mut draw = Draw { dice: &mut dice, model: &model, fresh: &mut fresh };
				let Some((mut who, mut call)) = draw.wish() else { continue };
				if draw.dice.below(10) < 3 {
					draw.spoil(&mut who, &mut call);
				}
				let name = call.get_call_name();
				match act(&mut model, who, &call) {
					Ok(()) => *well.entry(name).or_default() += 1,
					Err(reason) => {
						*refusals.entry(reason).or_default() += 1;
						*ways.entry((name, reason)).or_default() += 1;
					}
				}
				compared += books_agree(&model);
				// What is violated stays in the trails, and is found at the end too.
				if number % 30 == 0 {
					check_state().unwrap_or_else(|error| panic!("run {run}: {error:?}"));
				}
			}
		});
	}
	let (fine, refused): (u64, u64) = (well.values().sum(), refusals.values().sum());
	println!(
		"{RUNS} runs of {CALLS} calls, seed {SEED:#x}: {fine} went through, {refused} were refused \
		 in {} ways, {compared} entries agreed; through: {well:#?}; refused: {refusals:#?}",
		ways.len()
	);
	let names = Call::<Test>::get_call_names();
	assert_eq!(names.len(), 30);
	for name in names.iter().filter(|name| **name != "raise_alert") {
		let times = well.get(name).copied().unwrap_or_default();
		assert!(times >= 100, "{name} goes through seldom: {times}");
	}
	assert!(fine * 10 >= (fine + refused) * 6, "too much is refused: {refused} of {fine}");
	for name in all_errors() {
		let times = refusals.get(&*name).copied().unwrap_or_default();
		let elsewhere = ELSEWHERE.contains(&&*name);
		assert!(elsewhere || times >= 10, "{name} is seldom met: {times}");
	}
}
