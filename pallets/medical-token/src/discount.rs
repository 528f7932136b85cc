//! Discounts by rule. Of each kind of programme the one counts that takes most; a package comes first,
//! then a membership on what is left, then prompt payment on what is left then.

use crate::{BilledLine, Programme, ProgrammeKind};
use alloc::{collections::BTreeMap, vec::Vec};
use frame::deps::sp_arithmetic::{helpers_128bit::multiply_by_rational_with_rounding, Rounding};
use medchain_support::{Amount, BillLine, ServiceType};

/// A bill with its discounts.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Discounted {
	/// The lines, each with its share of the discounts.
	pub lines: Vec<BilledLine>,
	/// All lines without discounts.
	pub gross: Amount,
	/// What package and membership take off.
	pub discount: Amount,
	/// What prompt payment takes off, and for how many seconds that is offered.
	pub prompt_pay: Option<(Amount, u64)>,
}

/// `amount × part / whole`, rounded down. None if it is too large to count, or of nothing.
pub fn share(amount: Amount, part: Amount, whole: Amount) -> Option<Amount> {
	match whole {
		0 => None,
		_ => multiply_by_rational_with_rounding(amount, part, whole, Rounding::Down),
	}
}

/// Splits `amount` in proportion to `weights`, to the unit: what rounding leaves goes to the first
/// parts that are not used up. No part is larger than its weight if `amount` is not larger than all.
pub fn spread(amount: Amount, weights: &[Amount]) -> Option<Vec<Amount>> {
	let whole = sum(weights.iter().copied())?;
	if whole == 0 {
		return (amount == 0).then(|| weights.iter().map(|_| 0).collect());
	}
	let mut parts = Vec::with_capacity(weights.len());
	for weight in weights {
		parts.push(share(amount, *weight, whole)?);
	}
	let mut rest = amount.checked_sub(sum(parts.iter().copied())?)?;
	for (part, weight) in parts.iter_mut().zip(weights) {
		if rest > 0 && *part < *weight {
			*part = part.checked_add(1)?;
			rest = rest.checked_sub(1)?;
		}
	}
	(rest == 0).then_some(parts)
}

fn sum(mut amounts: impl Iterator<Item = Amount>) -> Option<Amount> {
	amounts.try_fold(0, |sum: Amount, amount| sum.checked_add(amount))
}

/// What the lines come to; none if that cannot be counted.
pub fn gross(lines: &[BillLine]) -> Option<Amount> {
	lines.iter().try_fold(0, |sum: Amount, line| sum.checked_add(line.gross()?))
}

/// Applies `programmes`, all of which the patient is entitled to, to `lines`. Together they take off at
/// most `cap`. None if the lines come to more than can be counted.
pub fn apply(lines: &[BillLine], programmes: &[Programme], cap: Amount) -> Option<Discounted> {
	let prices = lines.iter().map(BillLine::gross).collect::<Option<Vec<_>>>()?;
	let gross = sum(prices.iter().copied())?;

	let packages = programmes.iter().map(|programme| package(lines, &prices, programme));
	let (covered, package) = packages
		.flatten()
		.max_by_key(|(_, off)| *off)
		.unwrap_or_else(|| (prices.iter().map(|_| 0).collect(), 0));
	let package = spread(package.min(cap), &covered)?;
	let left = less(&prices, &package)?;
	let cap = cap.checked_sub(sum(package.iter().copied())?)?;

	let base = sum(left.iter().copied())?;
	let off = programmes.iter().filter_map(|programme| match programme.kind {
		ProgrammeKind::Membership { rate } => Some(rate.of(base)?.min(programme.cap)),
		_ => None,
	});
	let membership = spread(off.max().unwrap_or(0).min(cap), &left)?;
	let left = less(&left, &membership)?;
	let cap = cap.checked_sub(sum(membership.iter().copied())?)?;

	let base = sum(left.iter().copied())?;
	let offers = programmes.iter().filter_map(|programme| match programme.kind {
		ProgrammeKind::PromptPay { rate, within } => {
			Some((rate.of(base)?.min(programme.cap).min(cap), within))
		}
		_ => None,
	});
	let prompt_pay = offers.max().filter(|(off, _)| *off > 0);
	let prompt = spread(prompt_pay.map_or(0, |(off, _)| off), &left)?;

	let discount = sum(package.iter().chain(&membership).copied())?;
	let shares = package.into_iter().zip(membership).zip(prompt);
	let lines = lines
		.iter()
		.zip(shares)
		.map(|(line, ((package, membership), prompt_pay))| BilledLine {
			line: *line,
			package,
			membership,
			prompt_pay,
		})
		.collect();
	Some(Discounted { lines, gross, discount, prompt_pay })
}

fn less(from: &[Amount], what: &[Amount]) -> Option<Vec<Amount>> {
	from.iter().zip(what).map(|(from, what)| from.checked_sub(*what)).collect()
}

/// The prices of the lines that a package covers, nothing for the others, and what it takes off.
fn package(
	lines: &[BillLine],
	prices: &[Amount],
	programme: &Programme,
) -> Option<(Vec<Amount>, Amount)> {
	let ProgrammeKind::Package { services, price } = &programme.kind else { return None };
	let mut billed = BTreeMap::<ServiceType, u64>::new();
	for line in lines {
		let quantity = billed.entry(line.service).or_default();
		*quantity = quantity.saturating_add(line.quantity.into());
	}
	let matches = services
		.iter()
		.all(|(service, quantity)| billed.get(service) == Some(&u64::from(*quantity)));
	if !matches {
		return None;
	}
	let covers = |line: &BillLine| services.iter().any(|(service, _)| *service == line.service);
	let covered: Vec<Amount> = lines
		.iter()
		.zip(prices)
		.map(|(line, price)| if covers(line) { *price } else { 0 })
		.collect();
	let off = sum(covered.iter().copied())?.saturating_sub(*price).min(programme.cap);
	Some((covered, off))
}
