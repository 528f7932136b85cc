//! Discounts: their order, their caps, to the unit; and the offer for prompt payment.

use super::*;
use crate::discount::{apply, gross, share, spread, Discounted};
use frame::deps::sp_core::U256;
use ServiceType::{Consultation, DiagnosticLab, MriCtScan, Pharmacy};

fn of(id: ProgrammeId, kind: ProgrammeKind, cap: Amount) -> Programme {
	Programme { id, currency: EUR, kind, cap }
}

fn member(rate: u16, cap: Amount) -> Programme {
	of(0, ProgrammeKind::Membership { rate: BasisPoints(rate) }, cap)
}

fn prompt(rate: u16, within: u64, cap: Amount) -> Programme {
	of(0, ProgrammeKind::PromptPay { rate: BasisPoints(rate), within }, cap)
}

fn packed(services: &[(ServiceType, u32)], price: Amount, cap: Amount) -> Programme {
	of(0, package(services, price), cap)
}

/// Package, membership and prompt payment of each line.
fn parts(of: &Discounted) -> Vec<[Amount; 3]> {
	of.lines.iter().map(|line| [line.package, line.membership, line.prompt_pay]).collect()
}

const MAX: Amount = Amount::MAX;

#[test]
fn what_rounding_leaves_goes_to_the_first() {
	for (amount, weights, expected) in [
		(10, &[1, 1, 1][..], &[4, 3, 3][..]),
		(11, &[1, 1, 1, 8], &[1, 1, 1, 8]),
		(2, &[1, 1, 1], &[1, 1, 0]),
		(1, &[0, 0, 5], &[0, 0, 1]),
		(2, &[0, 1, 2], &[0, 1, 1]),
		(99, &[33, 33, 34], &[33, 33, 33]),
		(0, &[0, 0], &[0, 0]),
		(0, &[3, 4], &[0, 0]),
		(0, &[], &[]),
		(7, &[7], &[7]),
		(MAX, &[MAX], &[MAX]),
		(MAX - 1, &[MAX / 2, MAX / 2], &[MAX / 2, MAX / 2]),
		(1, &[MAX - 1, 1], &[1, 0]),
		(MAX - 1, &[1, MAX - 1], &[1, MAX - 2]),
	] {
		// More than all weights cannot be spread over them.
		let whole: Amount = weights.iter().sum();
		let expected = (amount <= whole).then(|| expected.to_vec());
		assert_eq!(spread(amount, weights), expected, "{amount} over {weights:?}");
	}
	assert_eq!(spread(1, &[]), None);
	assert_eq!(spread(1, &[0, 0]), None);
	assert_eq!(spread(1, &[MAX, 1]), None);
}

#[test]
fn shares_are_exact_to_the_largest_amount() {
	assert_eq!(share(MAX, MAX, MAX), Some(MAX));
	assert_eq!(share(MAX, MAX - 1, MAX), Some(MAX - 1));
	assert_eq!(share(MAX, 2, 3), Some(MAX / 3 * 2));
	assert_eq!(share(7, 1, 8), Some(0));
	assert_eq!(share(MAX, 2, 1), None);
	assert_eq!(share(0, 0, 0), None);
}

#[test]
fn package_then_membership_then_prompt_payment() {
	// 1 000 + 2 × 500 + 300 = 2 300; the package costs 1 500 for the first two.
	let lines = [line(Consultation, 1, 1_000), line(DiagnosticLab, 2, 500), line(Pharmacy, 1, 300)];
	let programmes = [
		prompt(1_000, DAY, MAX),
		member(5_000, MAX),
		packed(&[(DiagnosticLab, 2), (Consultation, 1)], 1_500, MAX),
	];
	let applied = apply(&lines, &programmes, MAX).unwrap();
	assert_eq!((applied.gross, applied.discount), (2_300, 500 + 900));
	assert_eq!(applied.prompt_pay, Some((90, DAY)));
	assert_eq!(parts(&applied), [[250, 375, 38], [250, 375, 37], [0, 150, 15]]);
	assert!(applied.lines.iter().map(|billed| billed.line).eq(lines));
}

#[test]
fn of_each_kind_the_one_counts_that_takes_most() {
	let lines = [line(Consultation, 1, 1_000)];
	let visit = [(Consultation, 1)];
	let programmes = [
		member(4_000, 100),
		member(3_000, MAX),
		member(1_000, MAX),
		packed(&visit, 500, 10),
		packed(&visit, 900, MAX),
		packed(&visit, 1_500, MAX),
		prompt(1_000, 9, 5),
		prompt(500, 7, MAX),
		prompt(500, 8, MAX),
	];
	let applied = apply(&lines, &programmes, MAX).unwrap();
	// 100 off for the package, then 30 % of 900, then 5 % of 630, for as long as it may be.
	assert_eq!(parts(&applied), [[100, 270, 31]]);
	assert_eq!((applied.discount, applied.prompt_pay), (370, Some((31, 8))));
}

#[test]
fn the_cap_of_all_stops_the_last_first() {
	let lines = [line(Consultation, 1, 1_000)];
	let programmes =
		[packed(&[(Consultation, 1)], 800, MAX), member(5_000, MAX), prompt(5_000, 9, MAX)];
	for (cap, expected, offer) in [
		(1_000, [200, 400, 200], Some((200, 9))),
		(799, [200, 400, 199], Some((199, 9))),
		(600, [200, 400, 0], None),
		(300, [200, 100, 0], None),
		(150, [150, 0, 0], None),
		(0, [0, 0, 0], None),
	] {
		let applied = apply(&lines, &programmes, cap).unwrap();
		assert_eq!((parts(&applied), applied.prompt_pay), (vec![expected], offer), "{cap}");
		assert_eq!(applied.discount, expected[0] + expected[1]);
	}
}

#[test]
fn a_package_is_exactly_its_services() {
	let services = [(Consultation, 2), (MriCtScan, 1)];
	let off =
		|lines: &[BillLine]| apply(lines, &[packed(&services, 100, MAX)], MAX).unwrap().discount;
	let (visit, scan) = (line(Consultation, 1, 50), line(MriCtScan, 1, 70));
	assert_eq!(off(&[line(Consultation, 2, 50), scan]), 70);
	// Over several lines and at several prices, and with other services beside.
	assert_eq!(off(&[visit, scan, line(Consultation, 1, 60)]), 80);
	assert_eq!(off(&[visit, scan, line(Pharmacy, 3, 500), visit]), 70);
	for no_match in [
		&[visit, scan][..],
		&[visit, visit],
		&[visit, visit, visit, scan],
		&[visit, visit, scan, scan],
		&[scan, line(Pharmacy, 2, 50)],
	] {
		assert_eq!(off(no_match), 0, "{no_match:?}");
	}
	// It costs no more than its parts.
	assert_eq!(off(&[line(Consultation, 2, 10), scan]), 0);
	assert_eq!(off(&[line(Consultation, 2, 15), scan]), 0);
	assert_eq!(off(&[line(Consultation, 2, 16), scan]), 2);
	// Quantities add up beyond what one line can hold.
	let many = [(Consultation, u32::MAX)];
	let applied =
		apply(&[line(Consultation, u32::MAX, 1), visit], &[packed(&many, 0, MAX)], MAX).unwrap();
	assert_eq!(applied.discount, 0);
}

#[test]
fn discounts_are_exact_at_nothing_one_and_the_largest_amount() {
	for (amount, rate, off) in [
		(0, 10_000, 0),
		(1, 9_999, 0),
		(1, 10_000, 1),
		(10_000, 1, 1),
		(9_999, 1, 0),
		(MAX, 10_000, MAX),
		(MAX, 5_000, MAX / 2),
		(MAX, 1, MAX / 10_000),
	] {
		let lines = [line(Pharmacy, 1, amount)];
		let applied = apply(&lines, &[member(rate, MAX)], MAX).unwrap();
		assert_eq!((applied.gross, applied.discount), (amount, off));
		let applied = apply(&lines, &[prompt(rate, 3, MAX)], MAX).unwrap();
		assert_eq!(applied.prompt_pay, (off > 0).then_some((off, 3)));
	}
	let too_much = [line(Pharmacy, 1, MAX), line(Pharmacy, 1, 1)];
	assert_eq!((gross(&too_much), apply(&too_much, &[], MAX)), (None, None));
	let too_much = [line(Pharmacy, 2, MAX / 2 + 1)];
	assert_eq!((gross(&too_much), apply(&too_much, &[], MAX)), (None, None));
	assert_eq!(gross(&[line(Pharmacy, 2, MAX / 2), line(Pharmacy, 1, 1)]), Some(MAX));
	assert_eq!(apply(&[], &[member(1, 1)], MAX).unwrap().gross, 0);
}

/// `amount × part / whole` with room for the product.
fn wide_share(amount: Amount, part: Amount, whole: Amount) -> Amount {
	(U256::from(amount) * U256::from(part) / U256::from(whole)).as_u128()
}

/// Hands out one unit after the other: what is left over once each has its share rounded down.
fn naive_spread(amount: Amount, weights: &[Amount]) -> Vec<Amount> {
	let whole: Amount = weights.iter().sum();
	if whole == 0 {
		return vec![0; weights.len()];
	}
	let mut parts: Vec<_> =
		weights.iter().map(|weight| wide_share(amount, *weight, whole)).collect();
	while parts.iter().sum::<Amount>() < amount {
		// One unit more than the share, at most, to each.
		let next = (0..parts.len())
			.find(|at| {
				parts[*at] < weights[*at] && parts[*at] == wide_share(amount, weights[*at], whole)
			})
			.expect("somebody has room");
		parts[next] += 1;
	}
	parts
}

/// What `apply` must answer, line by line and kind by kind.
fn naive(lines: &[BillLine], programmes: &[Programme], cap: Amount) -> Discounted {
	let price = |line: &BillLine| line.unit_price * Amount::from(line.quantity);
	let mut left: Vec<Amount> = lines.iter().map(price).collect();
	let gross: Amount = left.iter().sum();
	let mut room = cap;
	let mut take = |off: Amount, over: &[Amount], left: &mut Vec<Amount>| {
		let parts = naive_spread(off.min(room), over);
		for (left, part) in left.iter_mut().zip(&parts) {
			*left -= part;
			room -= part;
		}
		(parts, room)
	};

	let mut best = (0, vec![0; lines.len()]);
	for programme in programmes {
		let ProgrammeKind::Package { services, price } = &programme.kind else { continue };
		let mut prices = vec![0; lines.len()];
		let mut fits = true;
		for (service, wanted) in services {
			let mut there = 0u64;
			for (at, line) in lines.iter().enumerate().filter(|(_, it)| it.service == *service) {
				there += u64::from(line.quantity);
				prices[at] = left[at];
			}
			fits = fits && there == u64::from(*wanted);
		}
		let sum: Amount = prices.iter().sum();
		let off = if sum > *price { (sum - price).min(programme.cap) } else { 0 };
		if fits && off >= best.0 {
			best = (off, prices);
		}
	}
	let (packages, _) = take(best.0, &best.1, &mut left);

	let base: Amount = left.iter().sum();
	let rates = |programme: &Programme| match programme.kind {
		ProgrammeKind::Membership { rate } => {
			wide_share(base, rate.0.into(), 10_000).min(programme.cap)
		}
		_ => 0,
	};
	let off = programmes.iter().map(rates).max().unwrap_or(0);
	let over = left.clone();
	let (memberships, room) = take(off, &over, &mut left);

	let base: Amount = left.iter().sum();
	let mut offer = (0, 0);
	for programme in programmes {
		if let ProgrammeKind::PromptPay { rate, within } = programme.kind {
			let off = wide_share(base, rate.0.into(), 10_000).min(programme.cap).min(room);
			offer = offer.max((off, within));
		}
	}
	let prompts = naive_spread(offer.0, &left);
	let discount = packages.iter().sum::<Amount>() + memberships.iter().sum::<Amount>();
	let lines = lines.iter().enumerate().map(|(at, line)| BilledLine {
		line: *line,
		package: packages[at],
		membership: memberships[at],
		prompt_pay: prompts[at],
	});
	Discounted {
		lines: lines.collect(),
		gross,
		discount,
		prompt_pay: (offer.0 > 0).then_some(offer),
	}
}

/// An amount of any size up to this many bits.
fn amount(dice: &mut Dice, bits: u64) -> Amount {
	let wide = Amount::from(dice.roll()) << 64 | Amount::from(dice.roll());
	wide >> (128 - dice.below(bits + 1)).min(127)
}

#[test]
fn spreading_is_as_slow_reckoning_says() {
	let mut dice = Dice::new(0x0073_7072);
	for round in 0..5_000 {
		let bits = if round % 2 == 0 { 6 } else { 123 };
		let weights: Vec<_> = (0..dice.below(9)).map(|_| amount(&mut dice, bits)).collect();
		let whole: Amount = weights.iter().sum();
		let part = match dice.below(4) {
			0 => whole,
			1 => whole.saturating_sub(1),
			_ => amount(&mut dice, 128) % (whole + 1),
		};
		let spread = spread(part, &weights).expect("no more than all");
		assert_eq!(spread, naive_spread(part, &weights), "{part} over {weights:?}");
		assert_eq!(spread.iter().sum::<Amount>(), part);
	}
}

#[test]
fn discounts_are_as_slow_reckoning_says() {
	let mut dice = Dice::new(0x6469_7363);
	let services = [Consultation, DiagnosticLab, MriCtScan, Pharmacy];
	let mut seen = [0; 4];
	for _ in 0..5_000 {
		let bits = dice.one_of(&[0, 4, 12, 60, 110]);
		let lines: Vec<_> = (0..1 + dice.below(6))
			.map(|_| {
				let quantity = 1 + dice.below(4) as u32;
				line(dice.one_of(&services), quantity, amount(&mut dice, bits))
			})
			.collect();
		let whole = gross(&lines).expect("not too much");
		let rate = |dice: &mut Dice| BasisPoints(1 + dice.below(10_000) as u16);
		let programmes: Vec<_> = (0..dice.below(9))
			.map(|id| {
				let kind = match dice.below(3) {
					0 => ProgrammeKind::Membership { rate: rate(&mut dice) },
					1 => {
						let within = dice.below(3);
						ProgrammeKind::PromptPay { rate: rate(&mut dice), within }
					}
					_ => {
						let some: Vec<ServiceType> = dice.some_of(&services);
						let wanted = some.iter().map(|service| {
							let there = lines.iter().filter(|line| line.service == *service);
							let there: u32 = there.map(|line| line.quantity).sum();
							(*service, there.max(1) + u32::from(dice.below(8) == 0))
						});
						package(&wanted.collect::<Vec<_>>(), amount(&mut dice, bits + 1))
					}
				};
				let cap = match dice.below(3) {
					0 => 1 + amount(&mut dice, bits),
					_ => MAX,
				};
				of(id, kind, cap)
			})
			.collect();
		let cap = match dice.below(3) {
			0 => amount(&mut dice, 128) % (whole + 1),
			_ => whole,
		};
		let applied = apply(&lines, &programmes, cap).expect("not too much");
		assert_eq!(applied, naive(&lines, &programmes, cap), "{lines:?} {programmes:?} {cap}");
		let offered = applied.prompt_pay.map_or(0, |(off, _)| off);
		assert!(applied.discount + offered <= cap.min(whole));
		let sum = |of: fn(&BilledLine) -> Amount| applied.lines.iter().map(of).sum::<Amount>();
		seen[0] += u32::from(sum(|line| line.package) > 0);
		seen[1] += u32::from(sum(|line| line.membership) > 0);
		seen[2] += u32::from(offered > 0);
		seen[3] += u32::from(applied.discount + offered == cap && cap < whole && cap > 0);
	}
	// Each kind was there often, and the cap was met.
	assert!(seen.iter().all(|count| *count > 300), "{seen:?}");
}

#[test]
fn a_bill_shows_its_discounts_line_by_line() {
	build_and_execute(|| {
		currency();
		programme(package(&[(Consultation, 1)], 80));
		membership(1_000);
		prompt_pay(500, DAY);
		let id = bill(&[line(Consultation, 1, 100), line(Pharmacy, 3, 40)]);
		let info = MedicalToken::bill(id).expect("there is one");
		// 80 and 120 are left, 8 and 12 of that off, then 5 % of 180.
		let off: Vec<_> =
			info.lines.iter().map(|it| [it.package, it.membership, it.prompt_pay]).collect();
		assert_eq!(off, [[20, 8, 4], [0, 12, 5]]);
		assert_eq!((info.bill.gross, info.bill.discount), (220, 40));
		assert_eq!((info.outstanding, info.payable), (180, 171));
		let offer = PromptPay { discount: 9, until: NOW + DAY, taken: false };
		assert_eq!(info.bill.prompt_pay, Some(offer));
		assert_ok!(MedicalToken::pay(signed(PATIENT), id, 171));
		assert_eq!(balance(HOSPITAL), FUNDS + 171);
	});
}

#[test]
fn prompt_payment_settles_to_the_last_second() {
	build_and_execute(|| {
		currency();
		prompt_pay(1_000, DAY);
		let (early, late) = (bill_of(1_000), bill_of(1_000));
		set_now(NOW + DAY);
		assert_eq!((payable(early), payable(late)), (900, 900));
		assert_noop!(MedicalToken::pay(signed(PATIENT), early, 901), TestError::Overpayment);
		assert_noop!(MedicalToken::pay(signed(PATIENT), early, 1_000), TestError::Overpayment);
		events();
		assert_ok!(MedicalToken::pay(signed(PATIENT), early, 900));
		let paid = Event::BillPaid { bill: early, payer: PATIENT, amount: 900, outstanding: 0 };
		assert_eq!(events(), [paid, Event::BillBalanced { bill: early }]);
		let offer = PromptPay { discount: 100, until: NOW + DAY, taken: true };
		assert_eq!(stored(early).prompt_pay, Some(offer));

		set_now(NOW + DAY + 1);
		assert_eq!(payable(late), 1_000);
		assert_ok!(MedicalToken::pay(signed(PATIENT), late, 900));
		assert_eq!((stored(late).outstanding(), stored(late).status), (100, BillStatus::Issued));
		assert_ok!(MedicalToken::pay(signed(PATIENT), late, 100));
		assert_eq!(stored(late).prompt_taken(), 0);
		assert_eq!(balance(PATIENT), FUNDS - 1_900);
	});
}

#[test]
fn prompt_payment_can_follow_parts() {
	build_and_execute(|| {
		currency();
		prompt_pay(1_000, DAY);
		let (soon, late) = (bill_of(1_000), bill_of(1_000));
		for bill in [soon, late] {
			assert_ok!(MedicalToken::pay(signed(PATIENT), bill, 500));
			assert_ok!(MedicalToken::pay(signed(INSURER), bill, 399));
			assert_eq!((stored(bill).outstanding(), payable(bill)), (101, 1));
			assert_noop!(MedicalToken::pay(signed(PATIENT), bill, 2), TestError::Overpayment);
		}
		assert_ok!(MedicalToken::pay(signed(PATIENT), soon, 1));
		assert_eq!((stored(soon).status, stored(soon).paid), (BillStatus::Balanced, 900));
		set_now(NOW + DAY + 1);
		assert_eq!(payable(late), 101);
		assert_ok!(MedicalToken::pay(signed(PATIENT), late, 101));
		assert_eq!((stored(late).status, stored(late).paid), (BillStatus::Balanced, 1_000));
	});
}

#[test]
fn a_plan_ends_the_offer_when_it_is_accepted() {
	build_and_execute(|| {
		currency();
		prompt_pay(1_000, DAY);
		let id = bill_of(1_000);
		let terms = PlanTerms { instalments: 2, first_due: NOW + DAY, interval: DAY };
		assert_ok!(MedicalToken::propose_plan(signed(HOSPITAL), id, terms));
		assert_eq!(payable(id), 900);
		assert_ok!(MedicalToken::accept_plan(signed(PATIENT), id, terms, None));
		assert_eq!(payable(id), 1_000);
		assert_ok!(MedicalToken::pay(signed(PATIENT), id, 900));
		assert_eq!(stored(id).outstanding(), 100);
		// Less than the discount is left now, and is owed all the same.
		assert_ok!(MedicalToken::write_off(signed(HOSPITAL), id, 99));
		assert_eq!((stored(id).outstanding(), stored(id).status), (1, BillStatus::Issued));
	});
}

#[test]
fn a_write_off_that_leaves_no_more_than_the_offer_takes_it() {
	for (written_off, taken) in [(900, Some(100)), (950, Some(50)), (999, Some(1)), (1_000, None)] {
		build_and_execute(|| {
			currency();
			prompt_pay(1_000, DAY);
			let id = bill_of(1_000);
			events();
			assert_ok!(MedicalToken::write_off(signed(HOSPITAL), id, written_off));
			assert_eq!(
				events(),
				[
					Event::BillWrittenOff { bill: id, amount: written_off },
					Event::BillBalanced { bill: id }
				]
			);
			let bill = stored(id);
			assert_eq!((bill.status, bill.closed_at), (BillStatus::Balanced, Some(NOW)));
			assert_eq!(bill.written_off, written_off);
			assert_eq!(bill.prompt_taken(), taken.unwrap_or(0));
			assert_eq!(bill.prompt_pay.map(|offer| offer.taken), Some(taken.is_some()));
		});
	}
	build_and_execute(|| {
		currency();
		prompt_pay(1_000, DAY);
		let id = bill_of(1_000);
		assert_ok!(MedicalToken::write_off(signed(HOSPITAL), id, 899));
		assert_eq!((stored(id).status, payable(id)), (BillStatus::Issued, 1));
		// The offer is over: what is left is owed.
		set_now(NOW + DAY + 1);
		assert_ok!(MedicalToken::write_off(signed(HOSPITAL), id, 100));
		assert_eq!((stored(id).status, payable(id)), (BillStatus::Issued, 1));
	});
}

#[test]
fn an_offer_of_all_balances_the_bill_at_once() {
	build_and_execute(|| {
		currency();
		prompt_pay(10_000, DAY);
		let id = bill_of(1_000);
		let bill = stored(id);
		assert_eq!((bill.status, bill.prompt_taken()), (BillStatus::Balanced, 1_000));
		assert_noop!(MedicalToken::pay(signed(PATIENT), id, 1), TestError::BillClosed);
	});
}
