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

#[test]
fn more_items_cost_more_and_each_kind_counts() {
	build_and_execute(|| {
		let plain = |count: usize| vec![Item::Pack(PackId([0; 32])); count];
		let boxes = |count: usize| vec![Item::Container(sscc(1)); count];
		let of = |all: &[Item]| announced(shipment(all, PHARMACY));
		assert!(of(&plain(1)).any_lt(of(&plain(2))));
		assert!(of(&boxes(1)).any_lt(of(&boxes(2))));
		assert_eq!(of(&[plain(2), boxes(3)].concat()), <() as WeightInfo>::ship(2, 3));
		let weights = [
			announced(Call::receive { items: items(&boxes(2)), event: event() }),
			announced(Call::unpack { container: sscc(1), items: items(&boxes(2)), event: event() }),
		];
		assert_eq!(weights[0], <() as WeightInfo>::receive(0, 2));
		let (stays, is_empty) =
			(<() as WeightInfo>::unpack(0, 2), <() as WeightInfo>::unpack_all(0, 2));
		assert_eq!(weights[1], stays.max(is_empty));
	});
}

/// Whether a container is made or emptied is known only when the call is done: the dearer one is charged.
#[test]
fn a_container_that_is_made_or_emptied_is_charged() {
	build_and_execute(|| {
		let all = || items(&[Item::Pack(PackId([0; 32])), Item::Container(sscc(2))]);
		let pack = announced(Call::pack { container: sscc(1), items: all(), event: event() });
		let unpack = announced(Call::unpack { container: sscc(1), items: all(), event: event() });
		let (from, to) = (sscc(1), sscc(3));
		let repack = announced(Call::repack { from, to, items: all(), event: event() });
		for (charged, needed) in [
			(pack, [<() as WeightInfo>::pack(1, 1), <() as WeightInfo>::pack_new(1, 1)]),
			(unpack, [<() as WeightInfo>::unpack(1, 1), <() as WeightInfo>::unpack_all(1, 1)]),
			(repack, [<() as WeightInfo>::repack(1, 1), <() as WeightInfo>::repack_all(1, 1)]),
		] {
			assert!(needed.iter().all(|needed| needed.all_lte(charged)));
			assert!(needed.contains(&charged));
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
