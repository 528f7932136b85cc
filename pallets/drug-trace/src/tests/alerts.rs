//! Packs that were verified suspiciously often.

use super::*;
use crate::{AlertData, INHERENT_IDENTIFIER};
use frame::deps::{frame_support::inherent::ProvideInherent, sp_inherents::InherentData};

fn raise(pack: PackId) -> DispatchResult {
	let call = RuntimeCall::DrugTrace(Call::raise_alert { pack, places: 7 });
	call.dispatch(RuntimeOrigin::none()).map(|_| ()).map_err(|refused| refused.error)
}

fn next_block() {
	System::set_block_number(System::block_number() + 1);
}

fn told(data: AlertData) -> Option<Call<Test>> {
	let mut all = InherentData::new();
	all.put_data(INHERENT_IDENTIFIER, &data).unwrap();
	DrugTrace::create_inherent(&all)
}

#[test]
fn an_alert_only_tells() {
	build_and_execute(|| {
		let (_, pack) = at_pharmacy(1);
		let before = stored_pack(pack);
		events();
		assert_eq!(raise(pack), Ok(()));
		assert_eq!(events(), [Event::Alert { pack, places: 7 }]);
		assert_eq!(stored_pack(pack), before);
		assert_eq!(LastAlert::<Test>::get(pack), Some(now()));
		let query =
			PackQuery { gtin: gtin(1), serial: serial(1), lot: None, expiry: None, proof: None };
		let answer = DrugTrace::verification(&query);
		assert_eq!((answer.verdict, answer.alert), (Verdict::Verified, Some(now())));
		done(PHARMACY, dispensing(Item::Pack(pack)));
	});
}

#[test]
fn an_untouched_pack_is_told_of_too() {
	build_and_execute(|| {
		let lot = empty_lot();
		rooted(lot, 1, 4);
		let (pack, before) = (pack_id(1, 2), portions(lot));
		assert_eq!(raise(pack), Ok(()));
		assert_eq!((LastAlert::<Test>::get(pack), portions(lot)), (Some(now()), before));
		let Item::Untouched { serial, proof, .. } = untouched(lot, 1) else { unreachable!() };
		let (proof, text) = (Some(PackProof { place: 1, proof }), Some(stored_lot(lot).lot));
		let query = PackQuery { gtin: gtin_of(lot), serial, lot: text, expiry: None, proof };
		let answer = DrugTrace::verification(&query);
		assert_eq!((answer.pack, answer.alert), (pack, Some(now())));
	});
}

#[test]
fn alerts_come_from_block_authors_alone() {
	build_and_execute(|| {
		let (_, pack) = at_pharmacy(1);
		for who in [MANUFACTURER, REGULATOR, PHARMACY] {
			let sent = sent(who, Call::raise_alert { pack, places: 7 });
			assert_eq!(sent, Err(DispatchError::BadOrigin));
		}
		assert!(DrugTrace::is_inherent(&Call::raise_alert { pack, places: 7 }));
		assert!(!DrugTrace::is_inherent(&dispensing(Item::Pack(pack))));
	});
}

#[test]
fn there_is_one_alert_a_block_and_one_in_a_while_about_a_pack() {
	build_and_execute(|| {
		let lot = empty_lot();
		let packs = commissioned(lot, 1, 2);
		assert_eq!(raise(packs[0]), Ok(()));
		assert_eq!(raise(packs[1]), Err(TestError::AlertTooSoon.into()));
		next_block();
		assert_eq!(raise(packs[0]), Err(TestError::AlertTooSoon.into()));
		assert_eq!(raise(packs[1]), Ok(()));
		next_block();
		wait(ALERT_PERIOD - 1);
		assert_eq!(raise(packs[0]), Err(TestError::AlertTooSoon.into()));
		wait(1);
		assert_eq!(raise(packs[0]), Ok(()));
	});
}

#[test]
fn an_author_tells_the_first_that_can_be_told() {
	build_and_execute(|| {
		let lot = empty_lot();
		let packs = commissioned(lot, 1, 3);
		assert_eq!(raise(packs[0]), Ok(()));
		next_block();
		let all = vec![(packs[0], 8), (packs[1], 7), (packs[2], 6)];
		assert_eq!(told(all), Some(Call::raise_alert { pack: packs[1], places: 7 }));
		assert_eq!(told(vec![(packs[0], 8)]), None);
		assert_eq!(told(vec![]), None);
		assert_eq!(DrugTrace::create_inherent(&InherentData::new()), None);
		let mut wrong = InherentData::new();
		wrong.put_data(INHERENT_IDENTIFIER, &77u8).unwrap();
		assert_eq!(DrugTrace::create_inherent(&wrong), None);
	});
}
