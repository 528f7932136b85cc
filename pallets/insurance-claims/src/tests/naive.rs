//! A second, naive adjudicator: a clerk with a ledger. It shares nothing with the pallet but the
//! written rules: it takes each line to all payers in turn, posts each answer as a row of one book
//! and keeps no counter. What a payer has used up is each time the figure from before the claim
//! plus the sum of a column of its rows so far.

/// Everything an adjudication depends on. The payers stand in the order of benefits.
#[derive(Clone, Debug)]
pub struct Facts {
	pub payers: Vec<PayerFacts>,
	pub lines: Vec<LineFacts>,
	/// When the claim was submitted, in seconds.
	pub now: u64,
	/// Whether the claim has attachments.
	pub attachments: bool,
}

/// One coverage, with what was used up before the claim.
#[derive(Clone, Debug, Default)]
pub struct PayerFacts {
	/// On the day of each line.
	pub in_network: Vec<bool>,
	/// Start of the first term: the enrolment.
	pub first_start: u64,
	/// Start of each term, and the first second after it.
	pub terms: Vec<(u64, u64)>,
	/// The term of the claim.
	pub chosen: Option<usize>,
	pub waiting: u64,
	pub filing: u64,
	pub deductible_max: u128,
	pub oop_max: u128,
	pub limit_max: u128,
	/// Deductible, out of pocket, paid.
	pub used: (u128, u128, u128),
	pub benefits: Vec<BenefitFacts>,
	/// Service and units used in the term.
	pub quantities_used: Vec<(u8, u32)>,
	/// Service and day, once for each use.
	pub days_used: Vec<(u8, u32)>,
	/// Service and latest day of which nobody knows any more.
	pub forgotten: Vec<(u8, u32)>,
}

/// What a plan says of one service. Rates are in ten-thousandths.
#[derive(Clone, Debug, Default)]
pub struct BenefitFacts {
	pub service: u8,
	pub coinsurance: u16,
	/// `None` is not covered there.
	pub out_of_network: Option<u16>,
	pub copay: u128,
	pub ceiling: Option<u128>,
	pub max_quantity: Option<u32>,
	/// Uses, within days.
	pub frequency: Option<(u8, u16)>,
	pub authorization: bool,
	pub attachment: bool,
	pub traced: bool,
}

/// One line, with what is known of it outside the plans.
#[derive(Clone, Debug, Default)]
pub struct LineFacts {
	pub service: u8,
	pub quantity: u32,
	pub unit_price: u128,
	/// What of the price is open at all, if not the whole: an appeal pays what a denial took.
	pub rest: Option<u128>,
	pub serviced: u64,
	/// The fingerprint is known.
	pub duplicate: bool,
	/// The biller is no provider any more.
	pub ineligible: bool,
	pub pack: PackFact,
	/// A review's or an appeal's word, for each payer.
	pub verdicts: Vec<Option<Verdict>>,
	/// For each payer; `Invalid` also if none was given.
	pub authorization: Vec<AuthFact>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PackFact {
	#[default]
	None,
	Good,
	Paid,
	NotDispensed,
	Recalled,
	Expired,
	OtherDay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
	Approved,
	/// The reason's code, and whether the reason is marked CO.
	Denied(&'static str, bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthFact {
	Invalid,
	Good,
	Exceeded,
}

/// What each payer says of each line, and what it counts afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
	/// By payer, then by line.
	pub lines: Vec<Vec<LineAnswer>>,
	/// By payer: deductible, out of pocket and paid after the claim.
	pub used: Vec<(u128, u128, u128)>,
	/// By payer, then by line: units used, whether the plan limits them or not.
	pub units: Vec<Vec<u32>>,
	/// By payer: service and use days that this claim adds.
	pub days: Vec<Vec<(u8, u32)>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineAnswer {
	pub prior: u128,
	pub contractual: u128,
	/// Group and code.
	pub denied: Option<(&'static str, &'static str)>,
	pub denied_amount: u128,
	pub deductible: u128,
	pub coinsurance: u128,
	pub copay: u128,
	pub over_limit: u128,
	pub over_price: u128,
	pub paid: u128,
}

impl LineAnswer {
	/// What counts against the out-of-pocket maximum.
	fn pocket(&self) -> u128 {
		self.deductible + self.coinsurance + self.copay
	}

	/// What leaves the charge for good: the next payer sees only the rest.
	fn gone(&self) -> u128 {
		let co = self.denied.is_some_and(|(group, _)| group == "CO");
		self.paid + self.contractual + if co { self.denied_amount } else { 0 }
	}
}

struct Row {
	payer: usize,
	line: usize,
	says: LineAnswer,
	units: u32,
}

/// The clerk at one line for one payer, with the book so far.
struct Clerk<'a> {
	facts: &'a Facts,
	book: &'a [Row],
	payer: usize,
	line: usize,
}

/// Adjudicates the lines of `facts` by each of its payers in turn.
pub fn adjudicate(facts: &Facts) -> Answer {
	let (payers, lines) = (0..facts.payers.len(), 0..facts.lines.len());
	let mut book = vec![];
	for (line, payer) in lines.flat_map(|line| payers.clone().map(move |payer| (line, payer))) {
		let (says, units) = Clerk { facts, book: &book, payer, line }.says();
		book.push(Row { payer, line, says, units });
	}
	let at = |payer| Clerk { facts, book: &book, payer, line: 0 };
	Answer {
		lines: payers.clone().map(|p| at(p).own().map(|row| row.says.clone()).collect()).collect(),
		used: payers.clone().map(|payer| at(payer).used()).collect(),
		units: payers.clone().map(|p| at(p).own().map(|row| row.units).collect()).collect(),
		days: payers.map(|payer| at(payer).days().collect()).collect(),
	}
}

impl Clerk<'_> {
	/// A column of what earlier payers said of this line.
	fn before(&self, column: fn(&LineAnswer) -> u128) -> u128 {
		let rows = self.book.iter().filter(|r| r.line == self.line && r.payer < self.payer);
		rows.map(|row| column(&row.says)).sum()
	}

	/// What this payer said of lines so far.
	fn own(&self) -> impl Iterator<Item = &Row> {
		self.book.iter().filter(|row| row.payer == self.payer)
	}

	/// Deductible, out of pocket and paid of this payer: before the claim and so far.
	fn used(&self) -> (u128, u128, u128) {
		let before = self.facts.payers[self.payer].used;
		self.own().map(|row| &row.says).fold(before, |used, says| {
			(used.0 + says.deductible, used.1 + says.pocket(), used.2 + says.paid)
		})
	}

	/// Service and day of each use in this claim.
	fn days(&self) -> impl Iterator<Item = (u8, u32)> + '_ {
		let uses = self.own().filter(|row| row.says.paid + row.says.pocket() > 0);
		let lines = uses.map(|row| &self.facts.lines[row.line]);
		lines.map(|line| (line.service, (line.serviced / 86_400) as u32))
	}

	/// Whether some stretch of days around this one has no room for one more use.
	fn too_often(&self, uses: u8, within: u16) -> bool {
		let (of, to) = (&self.facts.lines[self.line], &self.facts.payers[self.payer]);
		let (day, within) = ((of.serviced / 86_400) as i64, i64::from(within));
		let all = to.days_used.iter().copied().chain(self.days());
		let lost = |lost: &&(u8, u32)| lost.0 == of.service && day - i64::from(lost.1) < within;
		if to.forgotten.iter().any(|it| lost(&it)) {
			return true;
		}
		let days: Vec<i64> = all.filter(|u| u.0 == of.service).map(|u| u.1.into()).collect();
		(day - within + 1..=day).any(|start| {
			let inside = days.iter().filter(|used| (start..start + within).contains(used));
			inside.count() >= uses.into()
		})
	}

	/// Group and code of the first reason that holds and is not set aside.
	fn denial(&self) -> Option<(&'static str, &'static str)> {
		let (of, to) = (&self.facts.lines[self.line], &self.facts.payers[self.payer]);
		let benefit = to.benefits.iter().find(|benefit| benefit.service == of.service);
		let needs = |what: fn(&BenefitFacts) -> bool| benefit.is_some_and(what);
		let term = to.chosen.map(|term| to.terms[term]);
		let inside = term.is_some_and(|(start, end)| (start..end).contains(&of.serviced));
		let late = of.serviced.saturating_add(to.filing) < self.facts.now;
		let waits = of.serviced < to.first_start.saturating_add(to.waiting);
		let verdict = of.verdicts.get(self.payer).copied().flatten();
		let approved = verdict == Some(Verdict::Approved);
		let (refused, word, marked) = match verdict {
			Some(Verdict::Denied(code, co)) => (true, code, co),
			_ => (false, "", false),
		};
		let fault = marked || ["16", "18", "29", "197", "198", "252"].contains(&word);
		let given = of.authorization.get(self.payer).copied().unwrap_or(AuthFact::Invalid);
		let authorized = |is: AuthFact| needs(|b| b.authorization) && given == is;
		let inside_network = to.in_network[self.line];
		let uncovered = !inside_network && needs(|b| b.out_of_network.is_none());
		let unattached = !self.facts.attachments && needs(|b| b.attachment);
		let often = benefit.and_then(|b| b.frequency).is_some_and(|(n, w)| self.too_often(n, w));
		let untraced = of.pack == PackFact::None && needs(|b| b.traced);
		let lost =
			[PackFact::NotDispensed, PackFact::Recalled, PackFact::Expired, PackFact::OtherDay];
		// holds, reason, an approval sets it aside, provider's doing, even without a contract
		let list = [
			(of.serviced < to.first_start, "26", false, false, false),
			(!inside, "27", false, false, false),
			(waits, "179", false, false, false),
			(late, "29", true, true, false),
			(of.ineligible, "B7", false, true, true),
			(of.duplicate, "18", false, true, true),
			(of.pack == PackFact::Paid, "18", false, true, true),
			(lost.contains(&of.pack), "16", true, true, true),
			(untraced, "16", true, true, false),
			(refused, word, false, fault, word == "18"),
			(benefit.is_none(), "204", false, false, false),
			(uncovered, "242", true, false, false),
			(authorized(AuthFact::Invalid), "197", true, true, false),
			(authorized(AuthFact::Exceeded), "198", true, true, false),
			(unattached, "252", true, true, false),
			(often, "151", true, false, false),
		];
		let ground = list.into_iter().find(|ground| ground.0 && !(ground.2 && approved))?;
		let bound = inside_network && self.before(|says| says.paid) == 0;
		let co = ground.4 || (ground.3 && bound);
		Some((if co { "CO" } else { "PR" }, ground.1))
	}

	/// What this payer says of the line, and the units that it uses.
	fn says(&self) -> (LineAnswer, u32) {
		let (of, to) = (&self.facts.lines[self.line], &self.facts.payers[self.payer]);
		let quantity = u128::from(of.quantity);
		let whole = of.unit_price.checked_mul(quantity).expect("a valid line");
		let charge = of.rest.unwrap_or(whole);
		let benefit = to.benefits.iter().find(|benefit| benefit.service == of.service);
		let prior = self.before(LineAnswer::gone);
		let mut open = charge - prior;
		let mut says = LineAnswer { prior, denied: self.denial(), ..Default::default() };

		// The contract: what the biller may collect from all. What it bears itself is not reduced.
		let ceiling = benefit.and_then(|benefit| benefit.ceiling).unwrap_or(of.unit_price);
		let price = of.unit_price.min(ceiling);
		let allowed = price * quantity;
		let inside = to.in_network[self.line];
		let reduced = inside && !matches!(says.denied, Some(("CO", _)));
		let bound = if reduced { allowed } else { charge };
		let mut due = take(&mut open, bound.saturating_sub(self.before(|says| says.paid)));
		says.contractual = open;
		if says.denied.is_some() {
			return (LineAnswer { denied_amount: due, ..says }, 0);
		}

		// The payer's own calculation: the allowed amount is cut into slices.
		let benefit = benefit.expect("a line without benefit is denied");
		let (deductible, pocket, paid) = self.used();
		let pocket_left = to.oop_max.saturating_sub(pocket);
		let so_far = self.own().map(|row| (self.facts.lines[row.line].service, row.units));
		let all = to.quantities_used.iter().copied().chain(so_far);
		let spent: u128 = all.filter(|used| used.0 == of.service).map(|u| u128::from(u.1)).sum();
		let left = |max: u32| u128::from(max).saturating_sub(spent).min(quantity);
		let units = benefit.max_quantity.map_or(quantity, left);
		let mut covered = price * units;
		let over_quantity = allowed - covered;
		let copay = take(&mut covered, benefit.copay.min(pocket_left));
		let deductible_left = to.deductible_max.saturating_sub(deductible);
		let deductible = take(&mut covered, deductible_left.min(pocket_left - copay));
		let abroad = benefit.out_of_network.filter(|_| !inside);
		let share = ten_thousandths(covered, abroad.unwrap_or(benefit.coinsurance));
		let coinsurance = take(&mut covered, share.min(pocket_left - copay - deductible));
		let pays = take(&mut covered, to.limit_max.saturating_sub(paid));
		let over_price = if inside { 0 } else { charge.saturating_sub(allowed) };

		// What of it becomes true: what is due is spent, slice after slice.
		says.paid = take(&mut due, pays);
		says.deductible = take(&mut due, deductible);
		says.coinsurance = take(&mut due, coinsurance);
		says.copay = take(&mut due, copay);
		says.over_limit = take(&mut due, over_quantity + covered);
		says.over_price = take(&mut due, over_price);
		assert_eq!(due, 0, "every unit of the charge has a reason");
		let is_use = says.paid + says.pocket() > 0;
		(says, if is_use { units as u32 } else { 0 })
	}
}

/// Moves up to `most` out of `pot`.
fn take(pot: &mut u128, most: u128) -> u128 {
	let amount = most.min(*pot);
	*pot -= amount;
	amount
}

/// `amount` × `rate` ÷ 10 000 rounded down, by long division with digits to the base 2^64.
fn ten_thousandths(amount: u128, rate: u16) -> u128 {
	let high = (amount >> 64) * u128::from(rate);
	let low = (amount & u128::from(u64::MAX)) * u128::from(rate);
	((high / 10_000) << 64) + (((high % 10_000) << 64) + low) / 10_000
}

mod examples {
	use super::*;

	const DAY: u64 = 86_400;

	macro_rules! says {
		($($field:ident $is:expr),*) => { LineAnswer { $($field: $is,)* ..Default::default() } };
	}

	/// In network for the days 100 to 464, 20 % (40 % outside), no caps.
	fn plan(change: impl Fn(&mut PayerFacts, &mut BenefitFacts)) -> PayerFacts {
		let mut benefit = BenefitFacts { service: 1, coinsurance: 2_000, ..Default::default() };
		benefit.out_of_network = Some(4_000);
		let mut payer =
			PayerFacts { in_network: vec![true; 9], chosen: Some(0), ..Default::default() };
		(payer.first_start, payer.terms) = (100 * DAY, vec![(100 * DAY, 465 * DAY)]);
		(payer.filing, payer.oop_max, payer.limit_max) = (90 * DAY, u128::MAX, u128::MAX);
		change(&mut payer, &mut benefit);
		payer.benefits.push(benefit);
		payer
	}

	fn line(quantity: u32, unit_price: u128, day: u64) -> LineFacts {
		LineFacts { service: 1, quantity, unit_price, serviced: day * DAY, ..Default::default() }
	}

	fn ask(payers: &[&PayerFacts], lines: &[LineFacts]) -> Answer {
		let payers = payers.iter().copied().cloned().collect();
		adjudicate(&Facts { payers, lines: lines.to_vec(), now: 210 * DAY, attachments: false })
	}

	#[test]
	fn deductible_then_coinsurance_rounded_down() {
		// 1 500 − 500 = 1 000 left; 10 003 − 1 000 = 9 003; 20 % is 1 800.6, so 1 800; rest 7 203.
		let plan = plan(|p, _| (p.deductible_max, p.used) = (1_500, (500, 600, 0)));
		let answer = ask(&[&plan], &[line(1, 10_003, 200)]);
		assert_eq!(answer.lines, [[says!(deductible 1_000, coinsurance 1_800, paid 7_203)]]);
		assert_eq!(answer.used, [(1_500, 3_400, 7_203)]);
		// 99.99 % of the largest amount is itself less a ten-thousandth, which is not whole.
		assert_eq!(ten_thousandths(u128::MAX, 9_999), u128::MAX - u128::MAX / 10_000 - 1);
	}

	#[test]
	fn copay_above_the_eligible() {
		// The copay of 800 takes all of the 500; nothing is left to share or to pay.
		let plan = plan(|_, b| b.copay = 800);
		assert_eq!(ask(&[&plan], &[line(1, 500, 200)]).lines, [[says!(copay 500)]]);
	}

	#[test]
	fn out_of_pocket_cap_in_the_middle() {
		// 1 000 − 700 = 300 left: copay 50, then the deductible of 200, then 50 left for the
		// coinsurance, which would be 20 % of 1 750 = 350. Paid 2 000 − 300. Then nothing is left.
		// A deductible of 900 ends at 250 = 300 − 50 and leaves nothing for the coinsurance.
		let mut plan = plan(|p, b| (p.oop_max, p.used.1, b.copay) = (1_000, 700, 50));
		plan.deductible_max = 200;
		let first = says!(copay 50, deductible 200, coinsurance 50, paid 1_700);
		let answer = ask(&[&plan], &[line(1, 2_000, 200), line(1, 2_000, 201)]);
		assert_eq!(answer.lines, [[first, says!(paid 2_000)]]);
		plan.deductible_max = 900;
		let first = says!(copay 50, deductible 250, paid 1_700);
		assert_eq!(ask(&[&plan], &[line(1, 2_000, 200)]).lines, [[first]]);
	}

	#[test]
	fn annual_limit_in_the_middle() {
		// 5 000 − 1 000 = 4 000 left. 4 000 − 800 = 3 200 paid; then 800 of 3 200; then none.
		let plan = plan(|p, _| (p.limit_max, p.used) = (5_000, (0, 0, 1_000)));
		let answer = ask(&[&plan], &[line(1, 4_000, 200), line(1, 4_000, 201), line(1, 10, 202)]);
		let (first, last) =
			(says!(coinsurance 800, paid 3_200), says!(coinsurance 2, over_limit 8));
		let middle = says!(coinsurance 800, over_limit 2_400, paid 800);
		assert_eq!(answer.lines, [[first, middle, last]]);
		assert_eq!(answer.used, [(0, 1_602, 5_000)]);
	}

	#[test]
	fn ceiling_in_and_out_of_network() {
		// 3 × 120 = 360, allowed 3 × 100 = 300, 60 above. 20 % of 300 = 60; outside 40 % = 120.
		let inside = plan(|_, b| b.ceiling = Some(100));
		let outside = PayerFacts { in_network: vec![false; 9], ..inside.clone() };
		let bound = says!(contractual 60, coinsurance 60, paid 240);
		assert_eq!(ask(&[&inside], &[line(3, 120, 200)]).lines, [[bound]]);
		let free = says!(coinsurance 120, over_price 60, paid 180);
		assert_eq!(ask(&[&outside], &[line(3, 120, 200)]).lines, [[free]]);
	}

	#[test]
	fn quantity_of_the_term() {
		// 10 − 7 = 3 of 5 units at 100: 300, 20 % = 60, 240 paid, 200 beyond. Then 0 of 1.
		let plan = plan(|p, b| (b.max_quantity, p.quantities_used) = (Some(10), vec![(1, 7)]));
		let answer = ask(&[&plan], &[line(5, 100, 200), line(1, 100, 201)]);
		let first = says!(coinsurance 60, over_limit 200, paid 240);
		assert_eq!(answer.lines, [[first, says!(over_limit 100)]]);
		assert_eq!((answer.units, answer.days), (vec![vec![3, 0]], vec![vec![(1, 200)]]));
	}

	#[test]
	fn frequency_on_neighbouring_dates() {
		// One use in 30 days, day 150 used: 121 to 179 are too near, 120 and 180 are not.
		let plan = plan(|p, b| (b.frequency, p.days_used) = (Some((1, 30)), vec![(1, 150)]));
		let denied = |day| ask(&[&plan], &[line(1, 100, day)]).lines[0][0].denied;
		assert_eq!([120, 180].map(denied), [None, None]);
		assert_eq!([121, 150, 179].map(denied), [Some(("PR", "151")); 3]);
	}

	#[test]
	fn frequency_within_the_claim() {
		// Two uses in 10 days: 200 and 203 fill 200 to 209; 209 is denied, so 201 to 210 has one.
		let plan = plan(|_, b| b.frequency = Some((2, 10)));
		let answer = ask(&[&plan], &[200, 203, 209, 210].map(|day| line(1, 100, day)));
		assert_eq!(answer.days, [[(1, 200), (1, 203), (1, 210)]]);
	}

	#[test]
	fn co_leaves_nothing_and_pr_goes_on() {
		// No authorisation, ceiling 90 of 100. In network CO: all 100 written off, nothing for the
		// second. Outside PR: all 100 go on, the second pays 80 %; its ceiling of 120 is not reached.
		let mut first = plan(|_, b| (b.authorization, b.ceiling) = (true, Some(90)));
		let second = plan(|_, b| b.ceiling = Some(120));
		let ask = |first: &_| ask(&[first, &second], &[line(1, 100, 200)]).lines;
		let denied = |group| says!(denied Some((group, "197")), denied_amount 100);
		assert_eq!(ask(&first), [[denied("CO")], [says!(prior 100)]]);
		first.in_network = vec![false; 9];
		assert_eq!(ask(&first), [[denied("PR")], [says!(coinsurance 20, paid 80)]]);
	}

	#[test]
	fn contract_price_of_a_denied_line() {
		// Day 99 is before the coverage, the waiting ends with day 106, 465 is after the term. The
		// contract holds all the same: 100 − 90 = 10 written off, 90 for the patient.
		let plan = plan(|p, b| (p.waiting, p.filing, b.ceiling) = (7 * DAY, 999 * DAY, Some(90)));
		let ask = |day| ask(&[&plan], &[line(1, 100, day)]).lines[0][0].clone();
		for (day, code) in [(99, "26"), (100, "179"), (106, "179"), (465, "27")] {
			let denied = says!(contractual 10, denied Some(("PR", code)), denied_amount 90);
			assert_eq!(ask(day), denied);
		}
		assert_eq!(ask(107), says!(contractual 10, coinsurance 18, paid 72));
	}

	#[test]
	fn second_payer_pays_the_copay_of_the_first() {
		// First: copay 200, 20 % of 800 = 160, pays 640, leaves 360. Second alone would pay 800 of
		// 1 000, so it pays the 360; of its own 200 coinsurance nothing comes true.
		let answer = ask(&[&plan(|_, b| b.copay = 200), &plan(|_, _| ())], &[line(1, 1_000, 200)]);
		let first = says!(copay 200, coinsurance 160, paid 640);
		assert_eq!(answer.lines, [[first], [says!(prior 640, paid 360)]]);
		assert_eq!(answer.used, [(0, 360, 640), (0, 0, 360)]);
	}

	#[test]
	fn second_payer_with_a_lower_ceiling() {
		// 10 × 100. First at 90: 100 off, 20 % of 900 = 180, pays 720, leaves 180. Second at 80:
		// 800 − 720 = 80 may still be collected, 100 off. Its own: deductible 750, 20 % of 50 = 10,
		// pays 40; of the 40 left the deductible takes all.
		let first = plan(|_, b| b.ceiling = Some(90));
		let second = plan(|p, b| (p.deductible_max, b.ceiling) = (750, Some(80)));
		let answer = ask(&[&first, &second], &[line(10, 100, 200)]);
		let said = says!(prior 820, contractual 100, deductible 40, paid 40);
		assert_eq!(answer.lines[0], [says!(contractual 100, coinsurance 180, paid 720)]);
		assert_eq!((&answer.lines[1], answer.used[1]), (&vec![said], (40, 40, 40)));
	}

	#[test]
	fn what_an_approval_sets_aside() {
		// Filed ten days late, traced without a pack, out of network without a rate: all set
		// aside, 20 % of 100. A known fingerprint is not, and it is CO without a contract.
		let mut plan = plan(|_, b| (b.out_of_network, b.traced) = (None, true));
		(plan.in_network, plan.filing) = (vec![false; 9], 0);
		let mut line =
			LineFacts { verdicts: vec![Some(Verdict::Approved); 2], ..line(1, 100, 200) };
		assert_eq!(ask(&[&plan], &[line.clone()]).lines, [[says!(coinsurance 20, paid 80)]]);
		line.duplicate = true;
		let denied = says!(denied Some(("CO", "18")), denied_amount 100);
		let second = says!(denied Some(("CO", "18")), prior 100);
		assert_eq!(ask(&[&plan, &plan], &[line]).lines, [[denied], [second]]);
	}
}
