//! A new runtime whose migration takes many blocks: it goes on where it was, whatever happens between
//! them, nothing else is done meanwhile, and a chain whose migration fails stands still.
//!
//! What is rehearsed: an older runtime kept records under another name, with one key for patient and
//! number.

use super::*;
use crate::mixed::{begin_block, check, world};
use codec::{Decode, Encode};
use medchain_runtime::{
	migrations::rehearsal::{rehearse, Migration, Step},
	Block, Executive, Header, MultiBlockMigrations, UncheckedExtrinsic,
};
use pallet_patient_consent::{RecordOf, Records};
use polkadot_sdk::{
	frame_support::{
		migrations::{MultiStepMigrator, SteppedMigrationError},
		weights::{Weight, WeightMeter},
		Twox64Concat,
	},
	frame_system::LastRuntimeUpgradeInfo,
	pallet_migrations::{Cursor, Event, Historic, MigrationCursor},
	sp_core::H256,
	sp_runtime::{
		traits::{Block as _, Dispatchable},
		ExtrinsicInclusionMode, StateVersion,
	},
};
use std::{
	cell::Cell,
	panic::{catch_unwind, AssertUnwindSafe},
};

const PATIENTS: [Sr25519Keyring; 2] = [Eve, Sr25519Keyring::AliceStash];
/// How many records are to be moved.
const RECORDS: u32 = 40;

#[frame_support::storage_alias]
type OldRecords = StorageMap<
	PatientConsent,
	Twox64Concat,
	(AccountId, pallet_patient_consent::RecordId),
	RecordOf<Runtime>,
>;

thread_local! {
	/// What moving a record weighs.
	static WEIGHT: Cell<Weight> = const { Cell::new(Weight::zero()) };
	/// After how many records it fails.
	static FAILS_AFTER: Cell<u32> = const { Cell::new(u32::MAX) };
}

/// Moves as many records as the weight allows.
fn step(cursor: Option<Vec<u8>>, meter: &mut WeightMeter) -> Step {
	let before = cursor.map_or(Ok(0), |cursor| u32::decode(&mut &cursor[..]));
	let before = before.map_err(|_| SteppedMigrationError::InvalidCursor)?;
	let mut moved = before;
	while meter.try_consume(WEIGHT.get()).is_ok() {
		let Some(((patient, number), record)) = OldRecords::drain().next() else {
			return Ok(None);
		};
		Records::<Runtime>::insert(patient, number, record);
		moved += 1;
		if moved > FAILS_AFTER.get() {
			return Err(SteppedMigrationError::Failed);
		}
	}
	match moved > before {
		true => Ok(Some(moved.encode())),
		false => Err(SteppedMigrationError::InsufficientWeight { required: WEIGHT.get() }),
	}
}

const MIGRATION: Migration = Migration { id: "records", max_steps: None, step };

/// A migration that moves so many records in a block, and fails after so many.
fn migrate(each_block: u64, fails_after: u32) {
	let limit = <Runtime as pallet_migrations::Config>::MaxServiceWeight::get();
	// What finding out what to do weighs is less than a record.
	WEIGHT.set(limit / (each_block + 1));
	FAILS_AFTER.set(fails_after);
	rehearse(vec![MIGRATION]);
}

type Kept = Vec<(AccountId, u32, RecordOf<Runtime>)>;

fn records() -> Kept {
	let mut kept: Kept = Records::<Runtime>::iter().collect();
	kept.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
	kept
}

/// An item as it lies on a disk, with how often it is referred to.
type Item = (Vec<u8>, (Vec<u8>, i32));

/// A state as it lies on a disk.
#[derive(Clone)]
struct Disk {
	raw: Vec<Item>,
	root: H256,
}

impl Disk {
	fn new(mut state: TestExternalities) -> Self {
		state.commit_all().expect("no layer is open");
		let (mut raw, root) = state.into_raw_snapshot();
		raw.sort();
		Self { raw, root }
	}

	/// What a node makes of it that was started anew.
	fn start(&self) -> TestExternalities {
		TestExternalities::from_raw_snapshot(self.raw.clone(), self.root, StateVersion::V1)
	}

	fn look<R>(&self, see: impl FnOnce() -> R) -> R {
		self.start().execute_with(see)
	}

	/// The state behind another block, with what that block is made of.
	fn block(&self, and: impl FnOnce()) -> (Self, ExtrinsicInclusionMode) {
		let mut state = self.start();
		let mode = state.execute_with(|| {
			let mode = begin_block(last_slot() + 1, 0);
			and();
			Executive::finalize_block();
			mode
		});
		(Self::new(state), mode)
	}
}

fn last_slot() -> u64 {
	pallet_timestamp::Now::<Runtime>::get() / medchain_runtime::units::SLOT_DURATION
}

/// The older chain on its last block, and the records that the newer one is to have.
fn old_chain() -> (Disk, Kept) {
	let mut state = world();
	let kept = state.execute_with(|| {
		for number in 0..RECORDS {
			let patient = account(PATIENTS[number as usize % PATIENTS.len()]);
			let register = pallet_patient_consent::Call::register_record {
				patient,
				class: ResourceClass::Observation,
				sensitivities: Sensitivities::EMPTY,
				commitment: Commitment([number as u8; 32]),
				locator: vec![number as u8; 20].try_into().expect("it is short"),
			};
			assert_ok!(crate::insurance::send(Dave, register));
		}
		let kept = records();
		for (patient, number, record) in Records::<Runtime>::drain() {
			OldRecords::insert((patient, number), record);
		}
		let former =
			LastRuntimeUpgradeInfo { spec_version: 0.into(), spec_name: "medchain".into() };
		frame_system::LastRuntimeUpgrade::<Runtime>::put(former);
		kept
	});
	assert_eq!(kept.len(), RECORDS as usize);
	(Disk::new(state), kept)
}

/// The new runtime's first blocks, as many as are wished.
fn blocks(mut disk: Disk, count: u32) -> Disk {
	for _ in 0..count {
		(disk, _) = disk.block(|| {});
	}
	disk
}

/// All is as it would be without another form of it, and people are served again.
fn assert_done(disk: &Disk, kept: &Kept) {
	disk.look(|| {
		assert!(records() == *kept, "records were lost, or changed");
		assert_eq!(OldRecords::iter_keys().count(), 0);
		assert!(!MultiBlockMigrations::ongoing());
		check();
	});
	let (_, mode) = disk.block(|| {});
	assert_eq!(mode, ExtrinsicInclusionMode::AllExtrinsics);
}

fn is_stuck() -> bool {
	matches!(Cursor::<Runtime>::get(), Some(MigrationCursor::Stuck))
}

fn events() -> Vec<Event<Runtime>> {
	let all = System::read_events_no_consensus();
	all.filter_map(|record| match record.event {
		medchain_runtime::RuntimeEvent::MultiBlockMigrations(event) => Some(event),
		_ => None,
	})
	.collect()
}

/// A node is started anew between any two blocks, and each block is made twice, as on a fork that is
/// given up.
#[test]
fn however_much_a_block_takes_the_end_is_the_same() {
	let (old, kept) = old_chain();
	for each_block in [1, 3, 7, 39, 40, 1_000] {
		migrate(each_block, u32::MAX);
		let mut disk = old.clone();
		let mut count = 0u32;
		loop {
			let (fork, _) = disk.block(|| {});
			let (next, _) = disk.block(|| {});
			assert_eq!(fork.root, next.root, "a block says different things");
			disk = next;
			count += 1;
			let (moved, ongoing) =
				disk.look(|| (records().len() as u64, MultiBlockMigrations::ongoing()));
			assert_eq!(moved, (u64::from(count) * each_block).min(RECORDS.into()));
			if !ongoing {
				break;
			}
		}
		println!("{each_block} records a block: {count} blocks");
		// That nothing is left is seen when there is weight for one more.
		assert_eq!(u64::from(count), u64::from(RECORDS) / each_block + 1);
		assert_done(&disk, &kept);
	}
}

#[test]
fn what_is_begun_again_ends_the_same() {
	let (old, kept) = old_chain();
	migrate(7, u32::MAX);
	let half = blocks(old, 3);
	let mut state = half.start();
	state.execute_with(|| {
		let root = RuntimeOrigin::root();
		assert_ok!(MultiBlockMigrations::force_set_active_cursor(root, 0, None, None));
	});
	let disk = blocks(Disk::new(state), 3);
	assert_done(&disk, &kept);
}

/// A block of the inherents and, if one is named, a transaction, on top of this state: whether a node
/// takes it.
fn takes_block(disk: &Disk, transaction: Option<RuntimeCall>) -> bool {
	let mut extrinsics = Vec::new();
	let mut maker = disk.start();
	let header: Header = maker.execute_with(|| {
		let slot = last_slot() + 1;
		begin_block(slot, 0);
		let inherents = crate::consensus::inherents(slot).into_iter();
		extrinsics.extend(inherents.map(UncheckedExtrinsic::new_bare));
		if let Some(call) = transaction {
			let signed = crate::asset_fees::transaction(Bob, call, None);
			assert_ok!(Executive::apply_extrinsic(signed.clone()));
			extrinsics.push(signed);
		}
		Executive::finalize_block()
	});
	let block = Block::new(header, extrinsics);
	let mut state = disk.start();
	let taken = catch_unwind(AssertUnwindSafe(|| {
		state.execute_with(|| Executive::execute_block(block.into()));
	}));
	taken.is_ok()
}

#[test]
fn meanwhile_only_inherents_come_into_a_block() {
	let (old, kept) = old_chain();
	migrate(7, u32::MAX);
	let remark = || Some(frame_system::Call::remark { remark: vec![1] }.into());
	let mut disk = old;
	let mut refused = 0;
	loop {
		let (next, mode) = disk.block(|| {});
		assert!(takes_block(&disk, None), "a block of inherents is refused");
		let ongoing = disk.look(MultiBlockMigrations::ongoing) || refused == 0;
		assert_eq!(mode == ExtrinsicInclusionMode::OnlyInherents, ongoing);
		assert_eq!(takes_block(&disk, remark()), !ongoing);
		if !ongoing {
			break;
		}
		refused += 1;
		disk = next;
	}
	println!("{refused} blocks without transactions");
	assert_eq!(refused, RECORDS / 7 + 1);
	assert_done(&disk, &kept);
}

#[test]
fn what_was_done_once_is_not_done_again() {
	let (old, kept) = old_chain();
	migrate(1_000, u32::MAX);
	let mut state = blocks(old, 1).start();
	state.execute_with(|| {
		let former =
			LastRuntimeUpgradeInfo { spec_version: 0.into(), spec_name: "medchain".into() };
		frame_system::LastRuntimeUpgrade::<Runtime>::put(former);
		assert_eq!(Historic::<Runtime>::iter().count(), 1);
	});
	let again = blocks(Disk::new(state), 1);
	again.look(|| {
		let skipped = Event::MigrationSkipped { index: 0 };
		assert!(events().contains(&skipped), "{:?}", events());
	});
	assert_done(&again, &kept);
}

/// What the feature try-runtime makes a panic of.
#[cfg(not(feature = "try-runtime"))]
mod failing {
	use super::*;

	/// The chain makes blocks of inherents, for ever, and keeps what was moved before.
	fn assert_stands_still(disk: Disk, moved: usize) {
		let remark = || Some(frame_system::Call::remark { remark: vec![1] }.into());
		let later = blocks(disk, 5);
		later.look(|| {
			assert!(is_stuck());
			assert_eq!(records().len(), moved);
			assert_eq!(OldRecords::iter_keys().count(), RECORDS as usize - moved);
		});
		assert!(takes_block(&later, None));
		assert!(!takes_block(&later, remark()));
	}

	#[test]
	fn a_chain_whose_migration_fails_stands_still() {
		let (old, _) = old_chain();
		migrate(7, 10);
		let disk = blocks(old, 2);
		disk.look(|| {
			assert!(is_stuck());
			assert!(events().contains(&Event::UpgradeFailed), "{:?}", events());
		});
		// Of the step that failed nothing stays.
		assert_stands_still(disk, 7);
	}

	#[test]
	fn a_migration_that_takes_too_long_has_failed() {
		let (old, _) = old_chain();
		migrate(7, u32::MAX);
		rehearse(vec![Migration { max_steps: Some(2), ..MIGRATION }]);
		let disk = blocks(old, 4);
		assert_stands_still(disk, 21);
	}

	#[test]
	fn an_upgrade_on_top_of_one_that_goes_on_fails() {
		let (old, _) = old_chain();
		migrate(7, u32::MAX);
		let mut state = blocks(old, 2).start();
		state.execute_with(|| {
			let former =
				LastRuntimeUpgradeInfo { spec_version: 0.into(), spec_name: "medchain".into() };
			frame_system::LastRuntimeUpgrade::<Runtime>::put(former);
		});
		assert_stands_still(blocks(Disk::new(state), 1), 14);
	}

	/// No transaction frees a chain that stands still; what the council scheduled before does.
	#[test]
	fn what_was_scheduled_before_frees_a_chain_that_stands_still() {
		let (old, kept) = old_chain();
		migrate(7, 10);
		let mut state = old.start();
		state.execute_with(|| {
			let again = pallet_migrations::Call::force_set_active_cursor {
				index: 0,
				inner_cursor: None,
				started_at: None,
			};
			let schedule = pallet_scheduler::Call::schedule {
				when: System::block_number() + 6,
				maybe_periodic: None,
				priority: 0,
				call: Box::new(again.into()),
			};
			assert_ok!(RuntimeCall::from(schedule).dispatch(RuntimeOrigin::root()));
		});
		let stuck = blocks(Disk::new(state), 5);
		assert!(stuck.look(is_stuck));
		migrate(1_000, u32::MAX);
		assert_done(&blocks(stuck, 1), &kept);
	}
}
