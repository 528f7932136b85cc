//! What each payer does with each line of a claim: the rules, and nothing else. Nothing is read from
//! storage here and nothing is written; a predetermination runs the same code as a claim.
//!
//! Payers come in their order of benefits. Each looks at every line by its own plan, and then pays at
//! most what the payers before it have left to the patient:
//!
//! 1. A line can be **denied** as a whole; the first reason of a fixed order counts.
//! 2. The **price** of a unit counts up to the plan's ceiling. Within the network of the day of service
//!    the rest is the biller's ([`LineResult::contractual`], CO 45), elsewhere the patient's (PR 45).
//! 3. **Units** beyond those of a term are the patient's (PR 119).
//! 4. Of what is left, the patient pays the **copay** (PR 3), then what is open of the **deductible**
//!    (PR 1), then the **coinsurance** on the rest (PR 2, rounded down), until the **out-of-pocket
//!    maximum** is reached.
//! 5. The plan pays the rest, up to the **limit** of the term (beyond: PR 119).
//! 6. A later payer pays at most what is still open; what was settled before it is OA 23. What it
//!    leaves open is split over its own reasons in the order deductible, coinsurance, copay, limit,
//!    price.
//!
//! Each line changes the counters for the next: the deductible, what the patient paid, what the plan
//! paid, the units, the days of use and the authorised units.

use crate::{
	AuthorizationId, Benefit, ClaimLine, Group, LineResult, PlanTerms, Reason, Term, Verdict,
};
use alloc::vec::Vec;
use medchain_support::{Amount, BasisPoints, ServiceType};

/// What is known of a payer before it sees the first line.
#[derive(Clone, Debug)]
pub struct Payer {
	/// The terms of its plan, in the version of the term.
	pub terms: PlanTerms,
	/// Of each line, in their order: whether the biller belonged to its network on that day.
	pub in_network: Vec<bool>,
	/// When the coverage began.
	pub enrolled_at: u64,
	/// The term of the claim, with what was used of it.
	pub term: Option<Term>,
	/// Units used in the term, of each class of service that the claim names.
	pub units: Vec<(ServiceType, u32)>,
	/// Days of use, of each class of service that the claim names.
	pub days: Vec<(ServiceType, u32)>,
	/// The latest day of use that is not remembered, of each class of which there is one.
	pub forgotten: Vec<(ServiceType, u32)>,
	/// Authorised units that are left to this biller.
	pub grants: Vec<Grant>,
}

/// What a prior authorisation leaves.
#[derive(Clone, Copy, Debug)]
pub struct Grant {
	/// Its number.
	pub id: AuthorizationId,
	/// The class of service it is for.
	pub service: ServiceType,
	/// Units left.
	pub quantity: u32,
	/// Most that one may cost.
	pub unit_price: Amount,
	/// First and last second of service.
	pub valid: (u64, u64),
}

/// What is known of a line before the first payer sees it.
#[derive(Clone, Debug)]
pub struct Line {
	/// The line as it was claimed.
	pub claimed: ClaimLine,
	/// Quantity × unit price.
	pub charge: Amount,
	/// A fault that no payer pays for: a duplicate, something wrong with the pack, or with the biller.
	pub fault: Option<Reason>,
	/// What people decided about it, for each payer that somebody decided for.
	pub verdicts: Vec<(usize, Verdict)>,
}

/// All that an adjudication depends on.
#[derive(Clone, Debug)]
pub struct Facts {
	/// When the claim came, in seconds.
	pub submitted_at: u64,
	/// Whether documents came with it.
	pub attachments: bool,
	/// The payers, in their order.
	pub payers: Vec<Payer>,
	/// The lines, in theirs.
	pub lines: Vec<Line>,
}

/// What is still open of a line's charge, and who has paid of it.
#[derive(Clone, Copy, Debug)]
struct Open {
	rest: Amount,
	paid: Amount,
}

/// What of a payer's promises is used up: before the claim, and by each line of it.
struct Used {
	/// The term's counters.
	term: Option<Counters>,
	units: Vec<(ServiceType, u32)>,
	/// Days of use of the claim alone.
	days: Vec<(ServiceType, u32)>,
	grants: Vec<Grant>,
}

/// How far a term's caps are reached.
#[derive(Clone, Copy)]
struct Counters {
	limit: Amount,
	paid: Amount,
	deductible: Amount,
	out_of_pocket: Amount,
}

impl Used {
	fn before(payer: &Payer) -> Self {
		let term = payer.term.as_ref().map(|term| Counters {
			limit: term.limit,
			paid: term.paid,
			deductible: term.deductible,
			out_of_pocket: term.out_of_pocket,
		});
		Self { term, units: payer.units.clone(), days: Vec::new(), grants: payer.grants.clone() }
	}
}

/// A line before a payer.
struct Asked<'a> {
	facts: &'a Facts,
	payer: &'a Payer,
	line: &'a Line,
	/// What the payer's plan does for such a service.
	benefit: Option<&'a Benefit>,
	/// Whether the biller belonged to the payer's network.
	in_network: bool,
	/// What somebody decided about it for this payer.
	verdict: Option<Verdict>,
	open: Open,
}

/// What each payer does with each line.
pub fn adjudicate(facts: &Facts) -> Vec<Vec<LineResult>> {
	let mut open: Vec<_> =
		facts.lines.iter().map(|line| Open { rest: line.charge, paid: 0 }).collect();
	let mut answers = Vec::new();
	for (place, payer) in facts.payers.iter().enumerate() {
		let mut used = Used::before(payer);
		let mut answer = Vec::new();
		for (number, (line, open)) in facts.lines.iter().zip(&mut open).enumerate() {
			let verdict = line.verdicts.iter().rev().find(|(whose, _)| *whose == place);
			let asked = Asked {
				facts,
				payer,
				line,
				benefit: payer.terms.benefit(line.claimed.service),
				in_network: payer.in_network.get(number).copied().unwrap_or_default(),
				verdict: verdict.map(|(_, verdict)| *verdict),
				open: *open,
			};
			let result = asked.answer(&mut used);
			open.rest = patient_share(&result);
			open.paid = open.paid.saturating_add(result.paid);
			answer.push(result);
		}
		answers.push(answer);
	}
	answers
}

/// What a payer leaves to the patient.
pub fn patient_share(result: &LineResult) -> Amount {
	let denied = match result.denied {
		Some((Group::Patient, _)) => result.denied_amount,
		_ => 0,
	};
	[result.deductible, result.coinsurance, result.copay, result.over_limit, result.over_price]
		.into_iter()
		.fold(denied, Amount::saturating_add)
}

/// What the biller may collect from nobody, because of its contract or its fault.
pub fn write_off(result: &LineResult) -> Amount {
	let denied = match result.denied {
		Some((Group::Contractual, _)) => result.denied_amount,
		_ => 0,
	};
	result.contractual.saturating_add(denied)
}

/// Whether a line counts as a use of its service: somebody pays for it as covered.
pub fn is_use(result: &LineResult) -> bool {
	result.denied.is_none()
		&& [result.paid, result.deductible, result.coinsurance, result.copay]
			.iter()
			.any(|amount| *amount > 0)
}

impl Asked<'_> {
	fn answer(&self, used: &mut Used) -> LineResult {
		let result = match (self.denial(used), self.benefit) {
			(None, Some(benefit)) => self.cover(benefit, used),
			// `denial` has a reason where there is no benefit.
			(reason, _) => self.deny(reason.unwrap_or(Reason::NotInPlan)),
		};
		let prior = self.line.charge.saturating_sub(self.open.rest);
		LineResult { prior, in_network: self.in_network, ..result }
	}

	/// Whether the service was given while the coverage lasted (CARC 26, 27, 179).
	fn outside_of_coverage(&self) -> Option<Reason> {
		let (payer, serviced) = (self.payer, self.line.claimed.serviced);
		if serviced < payer.enrolled_at {
			return Some(Reason::BeforeCoverage);
		}
		if !payer.term.as_ref().is_some_and(|term| term.contains(serviced)) {
			return Some(Reason::AfterCoverage);
		}
		(serviced < payer.enrolled_at.saturating_add(payer.terms.waiting))
			.then_some(Reason::WaitingPeriod)
	}

	/// Why the payer denies the line; the first reason of this order counts. What somebody has
	/// approved is denied only for what no approval changes ([`Reason::yields_to_approval`]).
	fn denial(&self, used: &Used) -> Option<Reason> {
		let Self { facts, payer, line, benefit, in_network, verdict, .. } = *self;
		let approved = verdict == Some(Verdict::Approve);
		let stands = |reason: &Reason| !approved || !reason.yields_to_approval();
		let late = facts.submitted_at.saturating_sub(line.claimed.serviced) > payer.terms.filing;
		let untraced = benefit.is_some_and(|benefit| benefit.traced) && line.claimed.pack.is_none();
		let reasons = [
			self.outside_of_coverage(),
			late.then_some(Reason::FilingLimit),
			line.fault,
			untraced.then_some(Reason::LacksInformation),
		];
		if let Some(reason) = reasons.into_iter().flatten().find(stands) {
			return Some(reason);
		}
		if let Some(Verdict::Deny(reason)) = verdict {
			return Some(reason);
		}
		let Some(benefit) = benefit else { return Some(Reason::NotInPlan) };
		let foreign = !in_network && benefit.out_of_network.is_none();
		let reasons = [
			foreign.then_some(Reason::OutOfNetwork),
			self.unauthorized(benefit, used),
			(benefit.attachment && !facts.attachments).then_some(Reason::AttachmentRequired),
			self.is_too_frequent(benefit, used).then_some(Reason::Frequency),
		];
		reasons.into_iter().flatten().find(stands)
	}

	/// Whether a prior authorisation is missing (CARC 197) or does not reach (198).
	fn unauthorized(&self, benefit: &Benefit, used: &Used) -> Option<Reason> {
		if !benefit.authorization {
			return None;
		}
		let claimed = &self.line.claimed;
		match self.grant(used) {
			None => Some(Reason::AuthorizationAbsent),
			Some(grant)
				if grant.quantity < claimed.quantity || grant.unit_price < claimed.unit_price =>
			{
				Some(Reason::AuthorizationExceeded)
			}
			Some(_) => None,
		}
	}

	/// The authorisation that the line names, if it is for such a service on this day.
	fn grant<'u>(&self, used: &'u Used) -> Option<&'u Grant> {
		let claimed = &self.line.claimed;
		let id = claimed.authorization?;
		used.grants.iter().find(|grant| {
			let (from, until) = grant.valid;
			grant.id == id
				&& grant.service == claimed.service
				&& (from..=until).contains(&claimed.serviced)
		})
	}

	/// Whether some stretch of the plan's days with this one in it has as many uses already as the
	/// plan covers. Each such stretch begins with a use or with this day. Of a stretch of which a
	/// part is not remembered, nobody knows that it has not.
	fn is_too_frequent(&self, benefit: &Benefit, used: &Used) -> bool {
		let Some(frequency) = benefit.frequency else { return false };
		let (day, within) = (self.line.claimed.day(), u32::from(frequency.within_days));
		let of_service = |known: &&(ServiceType, u32)| known.0 == benefit.service;
		let mut forgotten = self.payer.forgotten.iter().filter(of_service);
		if forgotten.any(|(_, last)| day < last.saturating_add(within)) {
			return true;
		}
		let uses: Vec<_> = self
			.payer
			.days
			.iter()
			.chain(&used.days)
			.filter(of_service)
			.map(|(_, used)| *used)
			.collect();
		let full = |start: u32| {
			let inside = |at: u32| at >= start && at.saturating_sub(start) < within;
			inside(day)
				&& uses.iter().filter(|used| inside(**used)).count() >= usize::from(frequency.uses)
		};
		full(day) || uses.iter().any(|start| full(*start))
	}

	/// What stays open when the biller may collect `most` at all from everybody.
	fn under_contract(&self, most: Amount) -> Amount {
		self.open.rest.min(most.saturating_sub(self.open.paid))
	}

	fn deny(&self, reason: Reason) -> LineResult {
		let group = reason.group(self.in_network, self.open.paid == 0);
		let claimed = &self.line.claimed;
		let rest = match self.benefit {
			Some(benefit) if self.in_network && group == Group::Patient => {
				self.under_contract(allowed(claimed, benefit, claimed.quantity))
			}
			_ => self.open.rest,
		};
		LineResult {
			contractual: self.open.rest.saturating_sub(rest),
			denied: Some((group, reason)),
			denied_amount: rest,
			..Default::default()
		}
	}

	fn cover(&self, benefit: &Benefit, used: &mut Used) -> LineResult {
		let (claimed, terms) = (&self.line.claimed, &self.payer.terms);
		let Some(term) = used.term.as_mut() else { return LineResult::default() };

		// Price and units.
		let known = used.units.iter_mut().find(|(service, _)| *service == benefit.service);
		let left = benefit.max_quantity.map_or(u32::MAX, |most| {
			most.saturating_sub(known.as_ref().map_or(0, |(_, known)| *known))
		});
		let units = claimed.quantity.min(left);
		let allowed_price = allowed(claimed, benefit, claimed.quantity);
		let eligible = allowed(claimed, benefit, units);
		let beyond_units = allowed_price.saturating_sub(eligible);
		let beyond_price = self.line.charge.saturating_sub(allowed_price);

		// What the plan would do alone.
		let mut pocket = terms.out_of_pocket_max.saturating_sub(term.out_of_pocket);
		let mut rest = eligible;
		let mut from_patient = |most: Amount| {
			let share = most.min(rest).min(pocket);
			rest = rest.saturating_sub(share);
			pocket = pocket.saturating_sub(share);
			share
		};
		let copay = from_patient(benefit.copay);
		let deductible = from_patient(terms.deductible.saturating_sub(term.deductible));
		let rate = match benefit.out_of_network {
			Some(rate) if !self.in_network => rate,
			_ => benefit.coinsurance,
		};
		let after_deductible = eligible.saturating_sub(copay).saturating_sub(deductible);
		let coinsurance = from_patient(share_of(rate, after_deductible));
		let payable = rest.min(term.limit.saturating_sub(term.paid));
		let beyond_limit = rest.saturating_sub(payable);

		// What is left of it after the payers before.
		let most = if self.in_network { allowed_price } else { self.line.charge };
		let collectable = self.under_contract(most);
		let paid = payable.min(collectable);
		let mut to_patient = collectable.saturating_sub(paid);
		let mut take = |most: Amount| {
			let part = most.min(to_patient);
			to_patient = to_patient.saturating_sub(part);
			part
		};
		let mut result = LineResult {
			contractual: self.open.rest.saturating_sub(collectable),
			deductible: take(deductible),
			coinsurance: take(coinsurance),
			copay: take(copay),
			over_limit: take(beyond_units.saturating_add(beyond_limit)),
			over_price: take(beyond_price),
			paid,
			..Default::default()
		};

		// The counters for the next line.
		term.deductible = term.deductible.saturating_add(result.deductible);
		term.paid = term.paid.saturating_add(paid);
		term.out_of_pocket = [result.deductible, result.coinsurance, result.copay]
			.into_iter()
			.fold(term.out_of_pocket, Amount::saturating_add);
		if !is_use(&result) {
			return result;
		}
		result.units = units;
		match known {
			Some((_, known)) => *known = known.saturating_add(units),
			None => used.units.push((benefit.service, units)),
		}
		used.days.push((benefit.service, claimed.day()));
		if benefit.authorization {
			let named =
				used.grants.iter_mut().find(|grant| Some(grant.id) == claimed.authorization);
			if let Some(grant) = named {
				result.granted = claimed.quantity.min(grant.quantity);
				grant.quantity = grant.quantity.saturating_sub(result.granted);
			}
		}
		result
	}
}

/// Units at the price that counts.
fn allowed(line: &ClaimLine, benefit: &Benefit, units: u32) -> Amount {
	let price = line.unit_price.min(benefit.ceiling.unwrap_or(Amount::MAX));
	price.saturating_mul(units.into())
}

/// A share of an amount, rounded down.
fn share_of(rate: BasisPoints, amount: Amount) -> Amount {
	rate.of(amount).unwrap_or(Amount::MAX)
}
