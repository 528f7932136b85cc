//! What calls are charged: by items, never by packs.

use super::*;

fn announced(call: Call<Test>) -> Weight {
	call.get_dispatch_info().call_weight
}

#[test]
fn a_stretch_costs_the_same_whatever_its_length() {
	build_and_execute(|| {
		let of = |end| {
			let one = Item::Range { lot: 0, portion: 0, start: 0, end };
			announced(shipment(&[one], PHARMACY))
		};
		for end in [2, 1_000, 1_000_000, MAX_LOT_PACKS] {
			assert_eq!(of(end), of(1));
		}
		let root = |count| {
			let event = event();
			announced(Call::commission_root { lot: 0, root: [0; 32], count, event })
		};
		assert_eq!(root(1), root(MAX_LOT_PACKS));
		let recall =
			|scope| announced(Call::recall { scope, class: RecallClass::I, event: event() });
		let stretch = Scope::Range { lot: 0, start: 0, end: 1 };
		assert_eq!(recall(Scope::Lot(0)), recall(stretch));
		assert_eq!(recall(Scope::Lot(0)), recall(Scope::Product(gtin(1))));
	});
}

/// So many packs and so many containers, as calls name them.
fn mixed(packs: u32, boxes: u32) -> Items {
	let pack = core::iter::repeat_n(Item::Pack(PackId([0; 32])), packs as usize);
	let container = core::iter::repeat_n(Item::Container(sscc(1)), boxes as usize);
	BoundedVec::truncate_from(pack.chain(container).collect())
}

/// What each call that takes packs and containers is charged for these.
fn announced_for_all(items: &Items) -> Vec<Weight> {
	let (container, from, to, event) = (sscc(2), sscc(2), sscc(3), event());
	let (items, reason) = (|| items.clone(), SuspectReason::Suspect);
	let calls = [
		Call::pack { container, items: items(), event },
		Call::unpack { container, items: items(), event },
		Call::repack { from, to, items: items(), event },
		Call::ship { items: items(), to: PHARMACY, returning: false, event },
		Call::receive { items: items(), event },
		Call::reject { items: items(), event },
		Call::void_shipment { items: items(), event },
		Call::quarantine { items: items(), reason, event },
		Call::clear { items: items(), event },
		Call::mark_illegitimate { items: items(), reason, event },
		Call::destroy { items: items(), event },
		Call::observe { items: items(), step: BizStep::Storing, disposition: None, event },
	];
	calls.into_iter().map(announced).collect()
}

#[test]
fn packs_and_containers_are_charged_apart() {
	build_and_execute(|| {
		type Needs = ();
		let ship = |packs, boxes| {
			let items = mixed(packs, boxes);
			announced(Call::ship { items, to: PHARMACY, returning: false, event: event() })
		};
		assert_eq!(ship(2, 0), Needs::ship(2));
		assert_eq!(ship(0, 3), Needs::ship_containers(3));
		assert_eq!(ship(2, 3), Needs::ship(2) + Needs::ship_containers(3));
		// What names nothing is refused, but not for nothing.
		assert_eq!(ship(0, 0), Needs::ship(1));
	});
}

#[test]
fn more_items_cost_more_and_each_kind_counts() {
	build_and_execute(|| {
		let of = |packs, boxes| announced_for_all(&mixed(packs, boxes));
		for packs in 0..=MAX_ITEMS {
			for boxes in 0..=MAX_ITEMS - packs {
				let all = of(packs, boxes);
				let one_less = [(packs.saturating_sub(1), boxes), (packs, boxes.saturating_sub(1))];
				let alone = [(packs, 0), (0, boxes)];
				let fewer = one_less.into_iter().chain(alone);
				let fewer = fewer.filter(|(p, b)| (1..packs + boxes).contains(&(p + b)));
				for (p, b) in fewer {
					for (less, more) in of(p, b).into_iter().zip(&all) {
						assert!(
							less.all_lte(*more) && less.any_lt(*more),
							"{p}, {b} of {packs}, {boxes}"
						);
					}
				}
			}
		}
	});
}

/// What a call takes for itself is little beside what as many packs as it can name take: nothing of it is
/// for containers that it could name, but does not.
#[test]
fn one_pack_is_charged_for_one_pack() {
	build_and_execute(|| {
		let (one, most) =
			(announced_for_all(&mixed(1, 0)), announced_for_all(&mixed(MAX_ITEMS, 0)));
		for (one, most) in one.into_iter().zip(most) {
			assert!(one.ref_time() * 8 < most.ref_time(), "{one:?} of {most:?}");
		}
	});
}

/// Whether a container is made or emptied is known only when the call is done: the dearer one is charged.
#[test]
fn a_container_that_is_made_or_emptied_is_charged() {
	build_and_execute(|| {
		type Needs = ();
		let [pack, unpack, repack, ..] = announced_for_all(&mixed(1, 1))[..] else {
			unreachable!("there are twelve");
		};
		let sum =
			|packs: fn(u32) -> Weight, containers: fn(u32) -> Weight| packs(1) + containers(1);
		for (charged, needed) in [
			(
				pack,
				[
					sum(Needs::pack, Needs::pack_containers),
					sum(Needs::pack_new, Needs::pack_new_containers),
				],
			),
			(
				unpack,
				[
					sum(Needs::unpack, Needs::unpack_containers),
					sum(Needs::unpack_all, Needs::unpack_all_containers),
				],
			),
			(
				repack,
				[
					sum(Needs::repack, Needs::repack_containers),
					sum(Needs::repack_all, Needs::repack_all_containers),
				],
			),
		] {
			assert_eq!(charged, needed[0].max(needed[1]));
		}
	});
}

/// What an honest call of the whole way of a lot is charged is the same for one pack and a million.
#[test]
fn what_is_charged_does_not_grow_with_the_lot() {
	let charged = |count: u32| {
		let mut all = Vec::new();
		build_and_execute(|| {
			let lot = empty_lot();
			let mut send = |who, call: Call<Test>| {
				let info = call.get_dispatch_info();
				let done = RuntimeCall::DrugTrace(call).dispatch(signed(who)).unwrap();
				all.push(done.actual_weight.unwrap_or(info.call_weight));
			};
			let event = event;
			send(MANUFACTURER, Call::commission_root { lot, root: [1; 32], count, event: event() });
			let whole = || [Item::Range { lot, portion: 0, start: 0, end: count }];
			send(MANUFACTURER, shipment(&whole(), DISTRIBUTOR));
			send(DISTRIBUTOR, receipt_of(&whole()));
			let all = items(&whole());
			send(DISTRIBUTOR, Call::pack { container: sscc(1), items: all, event: event() });
			send(DISTRIBUTOR, shipment(&[Item::Container(sscc(1))], PHARMACY));
			send(PHARMACY, receipt_of(&[Item::Container(sscc(1))]));
			let scope = Scope::Lot(lot);
			send(MANUFACTURER, Call::recall { scope, class: RecallClass::I, event: event() });
			let all = items(&[Item::Container(sscc(1))]);
			send(PHARMACY, Call::destroy { items: all, event: event() });
		});
		all
	};
	let one = charged(1);
	for count in [1_000, 1_000_000, MAX_LOT_PACKS] {
		assert_eq!(charged(count), one);
	}
}
