//! Drug packs and clinical trials.

use super::*;
use medchain_runtime::{ClinicalTrials, DrugTrace};
use medchain_support::{randomization, Expiry, Gtin, PackId, Serial, SoldPack, Sscc};
use pallet_clinical_trials::{
	Assessment, Call as Trials, Causality, Creditor, DeviationClass, FormRef, Seriousness,
	SubjectStatus,
};
use pallet_drug_trace::{
	Call as Drugs, ErrorReason, EventInfo, Item, Items, Pack, Reading, RecallClass,
	Scope as Recalled, Serials, Stage, Subject, SuspectReason,
};
use polkadot_sdk::sp_runtime::traits::{BlakeTwo256, Hash as _};

/// Every receipt opens with it.
pub const OPENING: [u8; 32] = [4; 32];
/// Every list is made from it.
const TRIAL_SEED: [u8; 32] = [5; 32];

/// A product with a lot, and a trial that its committee has before it.
pub fn prepare() {
	assert_ok!(DrugTrace::register_product(signed(CharlieStash), gtin(), None));
	assert_ok!(crate::insurance::send(CharlieStash, lot()));
	let design = crate::trials::design();
	assert_ok!(ClinicalTrials::register_trial(signed(Bob), design));
	assert_ok!(crate::insurance::send(Charlie, approval(0, 1)));
}

fn gtin() -> Gtin {
	"05901234123457".parse().expect("a GTIN")
}

fn lot() -> Drugs<Runtime> {
	let expiry = Expiry::from_days((now() / DAY) as u16 + 400);
	let number = pallet_drug_trace::NextLot::<Runtime>::get();
	Drugs::create_lot {
		gtin: gtin(),
		lot: format!("L{number}").parse().expect("it is short"),
		expiry,
	}
}

fn approval(trial: u32, version: u32) -> Trials<Runtime> {
	Trials::approve { trial, version, until: None, conditions: None }
}

/// All that have been seen alone.
pub fn packs() -> Vec<(PackId, Pack<AccountId>)> {
	pallet_drug_trace::Packs::<Runtime>::iter().collect()
}

impl Mix {
	fn event(&mut self) -> EventInfo {
		EventInfo { hash: self.fresh_hash(), time: now(), place: None }
	}

	fn new_serials(&mut self) -> Serials {
		let count = 1 + self.dice.below(4);
		let serials = (0..count)
			.map(|_| self.fresh().to_string().parse::<Serial>().expect("it is short"))
			.collect();
		Serials::truncate_from(serials)
	}

	pub fn goods(&mut self) -> Option<Wish> {
		let event = self.event();
		let next = pallet_drug_trace::NextLot::<Runtime>::get();
		let lot_id = self.recent(next.into()) as u32;
		if self.one_in(5) {
			return match self.dice.below(12) {
				0 if next < 12 => by(CharlieStash, lot()),
				1..=9 => {
					let serials = self.new_serials();
					by(CharlieStash, Drugs::commission { lot: lot_id, serials, event })
				}
				10 => {
					let scope = Recalled::Lot(lot_id);
					by(CharlieStash, Drugs::recall { scope, class: RecallClass::II, event })
				}
				_ => {
					let next = pallet_drug_trace::NextRecall::<Runtime>::get();
					let recall = self.recent(next.into()) as _;
					by(CharlieStash, Drugs::lift_recall { recall, event })
				}
			};
		}
		let all = packs();
		if all.is_empty() {
			return None;
		}
		let place = self.dice.below(all.len() as u64) as usize;
		let (id, pack) = all[place].clone();
		let item = match pack.custody.parent {
			Some(container) if !self.one_in(6) => Item::Container(container),
			_ => Item::Pack(id),
		};
		let found = DrugTrace::pack_of(id)?;
		let holder = found.custody.holder.clone();
		let mut items = vec![item.clone()];
		// Others of the same holder.
		for (other, pack) in all {
			if other != id && pack.custody.holder == holder && self.one_in(6) && items.len() < 4 {
				items.push(Item::Pack(other));
			}
		}
		let alone = Items::truncate_from(vec![item.clone()]);
		let items = if self.one_in(3) { Items::truncate_from(items) } else { alone };
		let container = Sscc::from_body(1 + self.dice.below(40)).expect("it is small");
		let reason = SuspectReason::Suspect;
		let subject = Subject::Pack(id);
		let sensor = account(self.anybody());
		match found.custody.stage {
			Stage::InTransit { to, .. } => match self.dice.below(8) {
				0..=5 => by_account(to, Drugs::receive { items, event }),
				6 => by_account(to, Drugs::reject { items, event }),
				_ => by_account(holder, Drugs::void_shipment { items, event }),
			},
			Stage::Held if found.custody.hold.is_some() => match self.dice.below(4) {
				0 => by_account(holder, Drugs::destroy { items, event }),
				1 => by(Ferdie, Drugs::mark_illegitimate { items, reason, event }),
				_ => by_account(holder, Drugs::clear { items, event }),
			},
			Stage::Held => match self.dice.below(20) {
				0..=5 if holder != account(Dave) => {
					let to = account(self.dice.one_of(&[Dave, Dave, DaveStash, CharlieStash]));
					by_account(holder, Drugs::ship { items, to, returning: false, event })
				}
				0..=6 => {
					let patient = account(self.patient());
					let receipt = SoldPack { id, opening: OPENING }.receipt(&patient);
					by_account(holder, Drugs::dispense { item: Item::Pack(id), receipt, event })
				}
				7..=8 => by_account(holder, Drugs::pack { container, items, event }),
				9 => {
					let container = found.custody.parent?;
					let items = Items::truncate_from(vec![Item::Pack(id)]);
					by_account(holder, Drugs::unpack { container, items, event })
				}
				10 => {
					let from = found.custody.parent?;
					let items = Items::truncate_from(vec![Item::Pack(id)]);
					by_account(holder, Drugs::repack { from, to: container, items, event })
				}
				11 => by_account(holder, Drugs::quarantine { items, reason, event }),
				12 if self.one_in(3) => by_account(holder, Drugs::decommission { items, event }),
				13 => by_account(holder, Drugs::bind_sensor { item: subject, sensor, event }),
				14 => by_account(holder, Drugs::unbind_sensor { item: subject, sensor, event }),
				15 => {
					let reading = Reading { from: now(), to: now(), min: 4_000, max: 5_000 };
					by_account(sensor, Drugs::report_condition { item: subject, reading, event })
				}
				16 => by_account(
					holder,
					Drugs::observe {
						items,
						step: medchain_support::BizStep::Storing,
						disposition: None,
						event,
					},
				),
				17 => {
					let mut hash = [7; 32];
					let before = self.dice.below(u64::from(self.fresh)) as u32;
					hash[..4].copy_from_slice(&before.to_le_bytes());
					let reason = ErrorReason::IncorrectData;
					by_account(holder, Drugs::declare_error { hash, reason, corrective: None })
				}
				18 => by_account(
					holder,
					Drugs::transform {
						inputs: items,
						lot: lot_id,
						serials: self.new_serials(),
						event,
					},
				),
				_ => None,
			},
			Stage::Dispensed if self.one_in(3) => {
				by(Dave, Drugs::accept_return { pack: id, event })
			}
			_ => None,
		}
	}

	pub fn trial(&mut self) -> Option<Wish> {
		let next = pallet_clinical_trials::NextTrial::<Runtime>::get();
		if next < 6 && self.one_in(30) {
			return by(Bob, Trials::register_trial { design: crate::trials::design() });
		}
		let trial = self.dice.below(next.into()) as u32;
		match self.one_in(3) {
			true => self.conduct(trial),
			false => self.subject(trial),
		}
	}

	/// What is done to a trial as a whole.
	fn conduct(&mut self, trial: u32) -> Option<Wish> {
		let known = ClinicalTrials::trial_info(trial)?;
		let why = Commitment(self.fresh_hash());
		let (site, investigator) = (account(Dave), account(One));
		let commitment = randomization::seed_commitment(trial, &TRIAL_SEED);
		let last = self.one_in(20);
		match self.dice.below(24) {
			0..=1 if known.versions > known.current => by(Charlie, approval(trial, known.versions)),
			2 if last => {
				by(Charlie, Trials::disapprove { trial, version: known.versions, reason: why })
			}
			3 if self.one_in(4) => by(
				Bob,
				Trials::amend_protocol {
					trial,
					protocol: why,
					criteria: crate::trials::design().criteria,
					target: 10,
				},
			),
			4..=6 => by(Bob, Trials::open_site { trial, site, investigator }),
			7 if last => by(Bob, Trials::close_site { trial, site }),
			8 if last => by(Charlie, Trials::suspend { trial, reason: why }),
			9 => by(Charlie, Trials::resume { trial }),
			10 if last => by(Bob, Trials::close_accrual { trial }),
			11 if last => by(Bob, Trials::terminate { trial, reason: why }),
			12 if last => by(Bob, Trials::lock { trial }),
			13 if last => by(Bob, Trials::publish_results { trial, results: why }),
			14 if known.seed.is_none() => by(Ferdie, Trials::commit_seed { trial, commitment }),
			15..=16 => {
				let beacon = known.seed?.beacon?;
				let key = randomization::list_key(&TRIAL_SEED, &beacon.value, trial, 0, 0);
				let scheme = crate::trials::design().scheme;
				let root = randomization::list_root(&scheme, &key).expect("the scheme is right");
				by(Ferdie, Trials::seal_list { trial, stratum: 0, root })
			}
			17 if last => by(Ferdie, Trials::reveal_seed { trial, seed: TRIAL_SEED }),
			18 if last => by(Alice, Trials::check_list { trial, stratum: 0, list: 0 }),
			19..=20 => by(Bob, Trials::fund { trial, amount: 1_000 + self.amount() }),
			21 => {
				let creditor = match self.dice.below(2) {
					0 => Creditor::Site(site),
					_ => Creditor::Participant(self.dice.below(4) as u32),
				};
				by(self.anybody(), Trials::pay_dues { trial, creditor })
			}
			22 if last => by(Bob, Trials::reclaim { trial, amount: self.amount() }),
			23 => by(
				One,
				Trials::report_deviation {
					trial,
					site,
					subject: None,
					class: DeviationClass::Major,
					detail: why,
				},
			),
			_ => None,
		}
	}

	/// What is done to one who takes part.
	fn subject(&mut self, trial: u32) -> Option<Wish> {
		let count = pallet_clinical_trials::Subjects::<Runtime>::iter_prefix(trial).count() as u64;
		let version = ClinicalTrials::trial_info(trial)?.current;
		if count == 0 || self.one_in(12) {
			let (participant, site) = (account(self.patient()), account(Dave));
			return by(One, Trials::screen { trial, participant, site, stratum: Some(0) });
		}
		let subject = self.dice.below(count) as u32;
		let known = pallet_clinical_trials::Subjects::<Runtime>::get(trial, subject)?;
		let participant = known.participant.clone();
		let reason = Commitment(self.fresh_hash());
		let consents = PatientConsent::directives(participant.clone());
		let directive = consents.first().map_or(0, |directive| directive.id);
		if known.status == SubjectStatus::Screening || known.consents < version || self.one_in(12) {
			return match self.one_in(2) {
				true => by_account(participant, Trials::consent { trial, version, directive }),
				false => by(
					Two,
					Trials::attest_criterion {
						trial,
						subject,
						criterion: 0,
						met: !self.one_in(12),
						evidence: reason,
						until: None,
					},
				),
			};
		}
		let form =
			FormRef { capture: self.dice.below(u64::from(known.captures.max(1))) as u32, index: 0 };
		let assessment = Assessment {
			seriousness: Seriousness::Hospitalization,
			causality: Causality::Possible,
			expected: self.one_in(2),
			aware: now(),
			detail: reason,
		};
		let query = self.dice.below(u64::from(known.queries.max(1))) as _;
		let event = self.dice.below(3) as _;
		let last = self.one_in(12);
		match self.dice.below(22) {
			0..=1 => by(One, Trials::enrol { trial, subject }),
			2..=4 if known.status == SubjectStatus::Enrolled => {
				by(One, Trials::randomize { trial, subject })
			}
			5 if last => by_account(participant, Trials::withdraw { trial, subject, reason }),
			6 if last => by(One, Trials::complete { trial, subject }),
			7 if last => by(One, Trials::unblind { trial, subject, reason }),
			8 if last => by(Ferdie, Trials::answer_unblinding { trial, subject, answer: reason }),
			9..=12 => {
				let visit = self.dice.below(2) as u8;
				// A form whose content is known, so that it can be corrected.
				let root = BlakeTwo256::hash(&EVIDENCE.0).0;
				by(One, Trials::capture { trial, subject, visit, root, count: 1 })
			}
			13..=14 if known.captures > 0 => by(
				One,
				Trials::correct {
					trial,
					subject,
					form,
					proof: Default::default(),
					old: EVIDENCE,
					new: reason,
					reason,
				},
			),
			15 if known.captures > 0 => {
				by(Bob, Trials::open_query { trial, subject, form, text: reason })
			}
			16 if known.queries > 0 => {
				by(One, Trials::answer_query { trial, subject, query, answer: reason })
			}
			17 if known.queries > 0 => by(Bob, Trials::close_query { trial, subject, query }),
			18 if known.captures > 0 => by(
				Bob,
				Trials::verify_source {
					trial,
					subject,
					form,
					content: EVIDENCE,
					proof: Default::default(),
				},
			),
			19 => {
				let freeze = Trials::freeze { trial, subject };
				by(Bob, if known.frozen { Trials::unfreeze { trial, subject } } else { freeze })
			}
			20 => {
				let onset = now() - self.dice.below(DAY);
				by(One, Trials::report_adverse_event { trial, subject, onset, assessment })
			}
			21 => match self.one_in(2) {
				true => by(One, Trials::follow_up { trial, subject, event, assessment }),
				false => {
					by(Bob, Trials::forward_adverse_event { trial, subject, event, report: reason })
				}
			},
			_ => None,
		}
	}
}
