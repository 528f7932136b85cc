//! Products that change hands.

use super::*;

fn offer(to: AccountId) -> Call<Test> {
	Call::offer_product { gtin: gtin(1), to }
}

fn accept() -> Call<Test> {
	Call::accept_product { gtin: gtin(1) }
}

fn stored() -> (AccountId, Option<Offer<AccountId>>) {
	let product = Products::<Test>::get(gtin(1)).expect("it is there");
	(product.manufacturer, product.offer)
}

#[test]
fn a_product_changes_hands_when_it_is_accepted() {
	build_and_execute(|| {
		refused(MANUFACTURER, offer(OTHER_MANUFACTURER), TestError::ProductNotFound);
		refused(OTHER_MANUFACTURER, accept(), TestError::ProductNotFound);
		let (lot, pack) = at_pharmacy(1);
		for who in [OTHER_MANUFACTURER, PHARMACY, STRANGER] {
			refused(who, offer(OTHER_MANUFACTURER), TestError::NotManufacturer);
		}
		refused(OTHER_MANUFACTURER, accept(), TestError::NotOffered);
		events();
		done(MANUFACTURER, offer(OTHER_MANUFACTURER));
		let (gtin, to, by) = (gtin(1), Some(OTHER_MANUFACTURER), MANUFACTURER);
		assert_eq!(events(), [Event::ProductOffered { gtin, to, by }]);
		let offered = Some(Offer { to: OTHER_MANUFACTURER, by_regulator: false });
		assert_eq!(stored(), (MANUFACTURER, offered.clone()));
		assert_eq!(DrugTrace::lot_info(lot).unwrap().product.offer, offered);
		for who in [MANUFACTURER, PHARMACY] {
			refused(who, accept(), TestError::NotOffered);
		}
		let (old, new) = (held_by(MANUFACTURER), held_by(OTHER_MANUFACTURER));
		done(OTHER_MANUFACTURER, accept());
		let (from, manufacturer) = (MANUFACTURER, OTHER_MANUFACTURER);
		assert_eq!(events(), [Event::ProductAccepted { gtin, from, manufacturer }]);
		assert_eq!(stored(), (OTHER_MANUFACTURER, None));
		refused(OTHER_MANUFACTURER, accept(), TestError::NotOffered);
		let deposit = held_by(OTHER_MANUFACTURER) - new;
		assert!(deposit > 0);
		assert_eq!(old - held_by(MANUFACTURER), deposit);

		// Its lots are made by another now; what they hold stays where it is.
		assert_eq!(stored_lot(lot).owner, MANUFACTURER);
		let serials = || BoundedVec::truncate_from(serials(50, 1));
		let more = || Call::commission { lot, serials: serials(), event: event() };
		refused(MANUFACTURER, more(), TestError::NotManufacturer);
		done(OTHER_MANUFACTURER, more());
		assert_eq!(stored_pack(pack).custody.holder, PHARMACY);
		done(PHARMACY, return_to(&[Item::Pack(pack)], OTHER_MANUFACTURER));
	});
}

#[test]
fn an_offer_is_withdrawn_or_made_to_another() {
	build_and_execute(|| {
		product(1);
		done(MANUFACTURER, offer(PHARMACY));
		refused(PHARMACY, accept(), TestError::NotManufacturer);
		done(MANUFACTURER, offer(OTHER_MANUFACTURER));
		refused(PHARMACY, accept(), TestError::NotOffered);
		events();
		done(MANUFACTURER, offer(MANUFACTURER));
		let (gtin, by) = (gtin(1), MANUFACTURER);
		assert_eq!(events(), [Event::ProductOffered { gtin, to: None, by }]);
		assert_eq!(stored(), (MANUFACTURER, None));
		refused(OTHER_MANUFACTURER, accept(), TestError::NotOffered);
		// Who is no manufacturer now neither offers nor accepts.
		done(MANUFACTURER, offer(OTHER_MANUFACTURER));
		Registry::take_role(&MANUFACTURER, Role::Manufacturer);
		refused(MANUFACTURER, offer(MANUFACTURER), TestError::NotManufacturer);
		Registry::take_role(&OTHER_MANUFACTURER, Role::Manufacturer);
		refused(OTHER_MANUFACTURER, accept(), TestError::NotManufacturer);
	});
}

#[test]
fn a_regulator_takes_a_product_from_who_should_not_have_it() {
	build_and_execute(|| {
		product(1);
		done(MANUFACTURER, offer(STRANGER));
		done(REGULATOR, offer(OTHER_MANUFACTURER));
		let offered = Some(Offer { to: OTHER_MANUFACTURER, by_regulator: true });
		assert_eq!(stored(), (MANUFACTURER, offered));
		for to in [MANUFACTURER, STRANGER] {
			refused(MANUFACTURER, offer(to), TestError::NotAuthorized);
		}
		done(REGULATOR, offer(MANUFACTURER));
		done(MANUFACTURER, offer(OTHER_MANUFACTURER));
		done(REGULATOR, offer(OTHER_MANUFACTURER));
		Registry::unverify(&MANUFACTURER);
		done(OTHER_MANUFACTURER, accept());
		assert_eq!(stored(), (OTHER_MANUFACTURER, None));
	});
}

#[test]
fn who_cannot_pay_the_deposit_takes_nothing_over() {
	build_and_execute(|| {
		product(1);
		Registry::verify(&PATIENT);
		Registry::give_role(&PATIENT, Role::Manufacturer);
		done(MANUFACTURER, offer(PATIENT));
		let before = storage_root();
		assert!(sent(PATIENT, accept()).is_err());
		assert_eq!(storage_root(), before);
		assert_eq!(stored().0, MANUFACTURER);
	});
}

#[test]
fn what_another_called_back_is_lifted_by_a_regulator() {
	build_and_execute(|| {
		let gtin = product(1);
		let lift = |recall| Call::lift_recall { recall, event: event() };
		let recall = || {
			let scope = Scope::Product(gtin);
			Call::recall { scope, class: RecallClass::II, event: event() }
		};
		done(MANUFACTURER, recall());
		done(MANUFACTURER, offer(OTHER_MANUFACTURER));
		done(OTHER_MANUFACTURER, accept());
		for who in [MANUFACTURER, OTHER_MANUFACTURER] {
			refused(who, lift(0), TestError::NotAuthorized);
		}
		refused(MANUFACTURER, recall(), TestError::NotAuthorized);
		done(OTHER_MANUFACTURER, recall());
		done(OTHER_MANUFACTURER, lift(1));
		done(REGULATOR, lift(0));
	});
}
