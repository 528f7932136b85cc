//! Benchmarks: every call where it has most to do.
//!
//! Who bills for itself is looked up in more credentials than somebody who acts for it.
//!
//! A claim that waits for a document to be read costs less than one that is paid, but for asking the
//! patient's consent, which is measured apart: nothing is paid, counted or billed; and a claim for which
//! consent is asked always waits, for that or for the reading, since who lifts the one lifts the other
//! (`appeal.rs`). Where somebody keeps a register
//! of packs, each line names one.

use crate::{
	Appeal, AppealKind, Appeals, Approval, Attachment, Attachments, BenchmarkHelper, Benefit,
	Benefits, Call, ClaimId, ClaimLine, ClaimStatus, Claims, Config, Coverages, Days, Debts,
	Frequency, LineDecisions, LineVerdict, Lines, NewClaim, NextClaim, NextCoverage, Origin,
	Pallet, Payee, PayerIndex, PendReason, PlanTerms, Pools, Record, RecordOf, Reports, Term,
	Terms, UseDays, Verdict, DAY, MAX_ATTACHMENTS, MAX_BENEFITS, MAX_COVERAGES, MAX_DAYS,
	MAX_LINES, MAX_SPANS, MAX_SUPPLEMENT_LINES, MAX_USES,
};
use alloc::vec::Vec;
use frame::{
	benchmarking::prelude::*,
	prelude::BoundedVec,
	traits::{Consideration, Footprint, Get},
};
use medchain_support::{
	Amount, BasisPoints, Commitment, CurrencyId, Outcome, RecordAccess, ResourceClass,
	ResourceClasses, Role, ServiceType,
};

const EVIDENCE: Commitment = Commitment([7; 32]);
/// Some thirty years after 1970.
const NOW: u64 = 11_000 * DAY;
/// What a unit costs.
const PRICE: Amount = 1_000_000;
/// What everybody has.
const WEALTH: Amount = PRICE << 30;
const LIMIT: Amount = PRICE << 10;

/// How long a term is: as short as can be, but that lines have a day of service each, in one term.
fn length<T: Config>() -> u64 {
	T::MinTerm::get().max(u64::from(MAX_LINES) * DAY)
}

/// So many terms are over when claims come. The first one, in which the services lie, is as far back
/// as what plans pay for; of older ones nothing is paid, which costs less.
fn terms_over<T: Config>() -> u32 {
	u32::try_from(T::MaxFiling::get() / length::<T>()).expect("it is small")
}

/// When claims come.
fn later<T: Config>() -> u64 {
	NOW + u64::from(terms_over::<T>()) * length::<T>()
}

/// A claim, its patient, its biller, and its insurers in their order.
type Filed<T> = (ClaimId, AccountOf<T>, AccountOf<T>, Vec<AccountOf<T>>);
type AccountOf<T> = <T as frame_system::Config>::AccountId;

fn currency<T: Config>() -> CurrencyId {
	T::BenchmarkHelper::currency()
}

/// An account with a role, money, and what a deposit takes. Once for each name and number.
fn with_role<T: Config>(name: &'static str, n: u32, role: Role) -> T::AccountId {
	let who: T::AccountId = account(name, n, 0);
	T::Deposit::ensure_successful(&who, Footprint::from_parts(64, 65_536));
	T::BenchmarkHelper::give_role(&who, role);
	T::BenchmarkHelper::fund(currency::<T>(), &who, WEALTH);
	who
}

/// Somebody who acts for another account.
fn clerk<T: Config>(organization: &T::AccountId) -> T::AccountId {
	let who = with_role::<T>("clerk", 0, Role::Practitioner);
	T::BenchmarkHelper::affiliate(&who, organization);
	who
}

/// A person whose identity is verified, with money.
fn person<T: Config>() -> T::AccountId {
	let who: T::AccountId = account("person", 0, 0);
	T::BenchmarkHelper::identify(&who);
	T::BenchmarkHelper::fund(currency::<T>(), &who, WEALTH);
	who
}

fn hospital<T: Config>() -> T::AccountId {
	with_role::<T>("hospital", 0, Role::ProviderOrganization)
}

/// Nobody who is concerned.
fn reviewer<T: Config>() -> T::AccountId {
	with_role::<T>("reviewer", 0, Role::IndependentReviewer)
}

/// Benefits that pay a fifth, count units and days, and ask for an authorisation.
fn benefits(count: u32) -> Benefits {
	let every = |service: &ServiceType| Benefit {
		service: *service,
		coinsurance: BasisPoints(8_000),
		out_of_network: None,
		copay: 1,
		ceiling: Some(PRICE - 1),
		max_quantity: Some(u32::MAX),
		frequency: Some(Frequency { uses: MAX_USES, within_days: 30 }),
		authorization: true,
		attachment: false,
		traced: false,
	};
	let count = count.try_into().expect("it is small");
	let all: Vec<_> = ServiceType::ALL.iter().take(count).map(every).collect();
	all.try_into().expect("not too many")
}

fn terms<T: Config>(count: u32) -> PlanTerms {
	PlanTerms {
		deductible: 1,
		out_of_pocket_max: LIMIT,
		annual_limit: LIMIT,
		premium: PRICE,
		length: length::<T>(),
		waiting: 0,
		filing: T::MaxFiling::get(),
		confirm_above: Some(LIMIT),
		daily_lines: Some(1_000),
		outlier: Some(BasisPoints(20_000)),
		benefits: benefits(count),
	}
}

/// An insurer with a pool and a plan of the same number.
fn plan<T: Config>(n: u32) -> (T::AccountId, u32) {
	T::BenchmarkHelper::set_now(NOW);
	let insurer = with_role::<T>("insurer", n, Role::Insurer);
	let pool = Pallet::<T>::do_create_pool(&insurer, currency::<T>(), BasisPoints::WHOLE)
		.expect("the first of this insurer");
	Pallet::<T>::do_deposit(&insurer, pool, WEALTH / 2).expect("the insurer is rich");
	let plan = Pallet::<T>::do_create_plan(&insurer, pool, terms::<T>(MAX_BENEFITS))
		.expect("the terms are sound");
	(insurer, plan)
}

/// A person with so many coverages, and a hospital in the networks of all.
fn insured<T: Config>(payers: u32) -> (T::AccountId, T::AccountId, Vec<T::AccountId>) {
	T::BenchmarkHelper::set_now(NOW);
	let (person, hospital) = (person::<T>(), hospital::<T>());
	let mut insurers = Vec::new();
	for n in 0..payers {
		let (insurer, plan) = plan::<T>(n);
		Pallet::<T>::do_offer_contract(&insurer, plan, &hospital).expect("it is a provider");
		Pallet::<T>::do_accept_contract(&hospital, plan, 1).expect("it was offered");
		Pallet::<T>::do_enrol(&person, plan, 1, &person).expect("the person is rich");
		insurers.push(insurer);
	}
	(person, hospital, insurers)
}

/// The provider has belonged to a plan's network so often, each time for a second. Answers how often.
fn join_and_leave<T: Config>(
	plan: u32,
	insurer: &T::AccountId,
	provider: &T::AccountId,
	times: u32,
) -> usize {
	for _ in 0..times {
		Pallet::<T>::do_offer_contract(insurer, plan, provider).expect("it is a provider");
		Pallet::<T>::do_accept_contract(provider, plan, 1).expect("it was offered");
		Pallet::<T>::do_end_contract(provider, plan, provider).expect("it was accepted");
	}
	times.try_into().expect("it is small")
}

fn change_plan<T: Config>(plan: u32, change: impl FnOnce(&mut PlanTerms)) {
	crate::PlanVersions::<T>::mutate(plan, 1, |terms| change(terms.as_mut().expect("it is there")));
}

/// As many days as are remembered, none of which hinders a use from the present on.
fn days() -> Vec<u32> {
	let near = u32::from(MAX_USES - 1);
	let today = u32::try_from(NOW / DAY).expect("it is small");
	(0..MAX_DAYS - near).chain(today - near..today).collect()
}

/// These days, and another one that is forgotten.
fn used(days: Vec<u32>) -> UseDays {
	UseDays { forgotten: Some(0), days: BoundedVec::truncate_from(days) }
}

/// The first payer has authorised it.
fn authorization<T: Config>(
	service: ServiceType,
	hospital: &T::AccountId,
	first: &T::AccountId,
) -> u64 {
	let id =
		Pallet::<T>::do_request_authorization(hospital, hospital, 0, service, 10, PRICE, EVIDENCE)
			.expect("the person is covered");
	let approval = Approval { quantity: 10, until: NOW + length::<T>() };
	Pallet::<T>::do_answer_authorization(first, id, Some(approval)).expect("it waits");
	id
}

/// Services on a day each, of a class each; it is later. The first payer has authorised them, whose
/// authorisations the others do not ask for. The hospital owes a little to each.
fn lines<T: Config>(count: u32, hospital: &T::AccountId, first: &T::AccountId) -> Lines {
	let lines = services::<T>(count, hospital, first);
	for pool in Pools::<T>::iter_keys().collect::<Vec<_>>() {
		Debts::<T>::insert(pool, hospital, 1);
		if pool > 0 {
			let relax = |benefit: &mut Benefit| benefit.authorization = false;
			change_plan::<T>(pool, |terms| terms.benefits.iter_mut().for_each(relax));
		}
	}
	grow_old::<T>();
	lines
}

/// Services on a day each, of a class each, with a pack each, which the first payer has authorised.
fn services<T: Config>(count: u32, hospital: &T::AccountId, first: &T::AccountId) -> Lines {
	let mut lines = Vec::new();
	let patient = account("person", 0, 0);
	let count = count.try_into().expect("it is small");
	for (n, service) in (0u8..).zip(ServiceType::ALL.iter().copied()).take(count) {
		for coverage in 0..NextCoverage::<T>::get() {
			Days::<T>::insert(coverage, service, used(days()));
		}
		// Packs are sold on the day of service.
		let serviced = NOW + u64::from(n) * DAY;
		T::BenchmarkHelper::set_now(serviced);
		let pack = T::BenchmarkHelper::sell(n, hospital, &patient);
		T::BenchmarkHelper::set_now(NOW);
		lines.push(ClaimLine {
			service,
			item: Commitment([n; 32]),
			quantity: 1,
			unit_price: PRICE,
			serviced,
			pack,
			authorization: Some(authorization::<T>(service, hospital, first)),
		});
	}
	lines.try_into().expect("not too many")
}

/// Each coverage has had as many terms as one is looked for among, so that what was served in its first
/// one here is as far back as what plans pay for.
fn grow_old<T: Config>() {
	let newest = Pallet::<T>::terms_back();
	let served = newest.saturating_sub(terms_over::<T>() + 1);
	for coverage in 0..NextCoverage::<T>::get() {
		let first = Terms::<T>::take(coverage, 0).expect("it has begun");
		for number in 0..=newest {
			let later = |time: u64| {
				(time + u64::from(number) * length::<T>())
					.saturating_sub(u64::from(served) * length::<T>())
			};
			let (start, end) = (later(first.start), later(first.end));
			Terms::<T>::insert(coverage, number, Term { start, end, ..first.clone() });
		}
		Coverages::<T>::mutate(coverage, |known| {
			known.as_mut().expect("it is there").current = newest;
		});
	}
	T::BenchmarkHelper::set_now(later::<T>());
}

fn attachments() -> Attachments {
	let document = Attachment { class: ResourceClass::Procedure, commitment: EVIDENCE };
	(0..MAX_ATTACHMENTS).map(|_| document).collect::<Vec<_>>().try_into().expect("not too many")
}

fn claim<T: Config>(person: &T::AccountId, lines: Lines) -> NewClaim<T::AccountId> {
	NewClaim {
		patient: person.clone(),
		organization: None,
		currency: currency::<T>(),
		payee: Payee::Provider,
		lines,
		attachments: attachments(),
		replaces: None,
	}
}

/// A claim of so many lines with all payers, after `change` to the plan of the first.
fn filed<T: Config>(count: u32, change: impl FnOnce(&mut PlanTerms)) -> Filed<T> {
	let (person, hospital, insurers) = insured::<T>(MAX_COVERAGES);
	change_plan::<T>(0, change);
	let lines = lines::<T>(count, &hospital, &insurers[0]);
	let id = Pallet::<T>::do_submit(&hospital, claim::<T>(&person, lines)).expect("sound").id;
	(id, person, hospital, insurers)
}

/// A decided claim for which all payers have paid, and which has cut the refund of a term that was
/// cancelled since.
fn decided<T: Config>(count: u32) -> Filed<T> {
	let filed = filed::<T>(count, |_| ());
	assert_paid::<T>(filed.0);
	for (coverage, number, term) in Terms::<T>::iter().collect::<Vec<_>>() {
		Terms::<T>::insert(coverage, number, Term { deducted: term.paid, ..term });
	}
	filed
}

/// A claim that waits for the first payer; all lines were approved for the others.
fn waiting<T: Config>(count: u32, change: impl FnOnce(&mut PlanTerms)) -> Filed<T> {
	let filed = filed::<T>(count, change);
	assert!(pended::<T>(filed.0).is_some());
	approve::<T>(filed.0, 1);
	filed
}

/// A claim that waits for the patient.
fn unconfirmed<T: Config>(count: u32) -> Filed<T> {
	let filed = waiting::<T>(count, |terms| terms.confirm_above = Some(0));
	assert_eq!(pended::<T>(filed.0), Some(PendReason::Confirmation));
	filed
}

/// All lines were approved for the payers from this one on.
fn approve<T: Config>(id: ClaimId, from: PayerIndex) {
	Claims::<T>::mutate(id, |record| {
		let details = &mut record.as_mut().expect("it is stored").details;
		for payer in (from..).take_while(|payer| u32::from(*payer) < MAX_COVERAGES) {
			for (line, _) in (0..).zip(details.lines.clone()) {
				details.decide(LineVerdict { line, payer, verdict: Verdict::Approve });
			}
		}
	});
}

/// A claim of which the first payer has denied the last line because it comes too often, which the
/// patient bears, and all others because nothing was authorised, which the hospital bears.
fn denied<T: Config>(count: u32) -> Filed<T> {
	let (person, hospital, insurers) = insured::<T>(MAX_COVERAGES);
	let mut lines = lines::<T>(count, &hospital, &insurers[0]).into_inner();
	let last = lines.pop().expect("there is one");
	lines.iter_mut().for_each(|line| line.authorization = None);
	lines.push(last);
	Days::<T>::insert(0, last.service, used((last.day() - MAX_DAYS..last.day()).collect()));
	let new = claim::<T>(&person, lines.try_into().expect("not too many"));
	let id = Pallet::<T>::do_submit(&hospital, new).expect("sound").id;
	let answers = record::<T>(id).answers;
	assert!(answers[0].paid == 0 && answers[0].lines.iter().all(|line| line.denied.is_some()));
	(id, person, hospital, insurers)
}

/// The places of so many lines.
fn places(count: u32) -> BoundedVec<u8, ConstU32<MAX_LINES>> {
	let count = count.try_into().expect("it is small");
	(0..count).collect::<Vec<_>>().try_into().expect("not too many")
}

fn record<T: Config>(id: ClaimId) -> RecordOf<T> {
	Claims::<T>::get(id).expect("it is stored")
}

fn pended<T: Config>(id: ClaimId) -> Option<PendReason> {
	match record::<T>(id).claim.status {
		ClaimStatus::Pended(pend) => Some(pend.reason),
		_ => None,
	}
}

/// That all was done which a claim can have done: each payer has paid for each line, in cash and
/// against a debt, and the patient is billed.
fn assert_paid<T: Config>(id: ClaimId) {
	assert_settled::<T>(id, 1);
}

/// All payers have paid a claim, and each kept so much back of it.
fn assert_settled<T: Config>(id: ClaimId, withheld: Amount) {
	let Record { claim, answers, .. } = record::<T>(id);
	assert_eq!(claim.status, ClaimStatus::Adjudicated);
	assert!(claim.bill.is_some());
	for answer in answers {
		assert!(answer.lines.iter().all(|line| line.paid > 0 && line.units > 0));
		assert!(answer.withheld == withheld && answer.paid > 1);
	}
}

fn status<T: Config>(id: ClaimId) -> Option<ClaimStatus> {
	Claims::<T>::get(id).map(|record| record.claim.status)
}

/// An appeal about a claim that was decided.
fn insert_appeal<T: Config>(
	id: ClaimId,
	(payer, kind): (PayerIndex, AppealKind),
	supplements: Vec<ClaimId>,
) {
	let appeal = Appeal {
		appellant: record::<T>(id).claim.patient,
		lines: places(MAX_LINES),
		evidence: EVIDENCE,
		filed_at: later::<T>(),
		decided_at: Some(later::<T>()),
		supplements: BoundedVec::truncate_from(supplements),
	};
	Appeals::<T>::insert((id, payer, kind), appeal);
}

/// Every appeal that there can be about a claim, but for this one, each decided and paid by so many
/// claims that are as long as it.
fn appeal_all_but<T: Config>(id: ClaimId, open: (PayerIndex, AppealKind), supplements: usize) {
	let payers = (0..).take_while(|payer| u32::from(*payer) < MAX_COVERAGES);
	for payer in payers {
		for kind in AppealKind::ALL.into_iter().filter(|kind| (payer, *kind) != open) {
			let mut paid = Vec::new();
			for _ in 0..supplements {
				let mut copy = record::<T>(id);
				copy.claim.payee = Payee::Patient;
				copy.claim.origin = Origin::Appeal { claim: id, payer };
				let number = Pallet::<T>::next_number::<NextClaim<T>>().expect("there are many");
				Claims::<T>::insert(number, copy);
				paid.push(number);
			}
			insert_appeal::<T>(id, (payer, kind), paid);
		}
	}
}

/// The patient was paid by the insurers: who takes the claim back bills the patient for it.
fn pay_to_patient<T: Config>(id: ClaimId) {
	Claims::<T>::mutate(id, |record| {
		record.as_mut().expect("it is stored").claim.payee = Payee::Patient;
	});
}

/// So many lines of a claim are paid after appeals, five of them at a time, by one payer after the
/// other.
fn supplement_lines<T: Config>(id: ClaimId, hospital: &T::AccountId, count: u32) {
	let Record { claim: known, details, .. } = record::<T>(id);
	let mut count = count.try_into().expect("it is small");
	for (payer, coverage) in (0..).zip(details.coverages) {
		let mut kinds = [AppealKind::Biller, AppealKind::Patient].into_iter();
		for half in details.lines.chunks(10) {
			let mut paid = Vec::new();
			for lines in half.chunks(5) {
				let lines: Vec<_> = lines.iter().copied().take(count).collect();
				if lines.is_empty() {
					continue;
				}
				count -= lines.len();
				let lines = Lines::truncate_from(lines);
				let new = NewClaim {
					attachments: Default::default(),
					..claim::<T>(&known.patient, lines)
				};
				let (mut claim, mut details, _) = Pallet::<T>::draft(hospital, new).expect("sound");
				claim.payee = Payee::Patient;
				claim.origin = Origin::Appeal { claim: id, payer };
				details.coverages = BoundedVec::truncate_from(Vec::from([coverage]));
				for (line, _) in (0..).zip(details.lines.clone()) {
					details.decide(LineVerdict { line, payer: 0, verdict: Verdict::Approve });
				}
				let find = Pallet::<T>::search(&details.lines);
				let insurances = Pallet::<T>::insurances(&details.coverages, claim.currency, find);
				let filed = Pallet::<T>::file((claim, details, insurances)).expect("sound").id;
				assert!(record::<T>(filed).answers[0].lines.iter().all(|line| line.paid > 0));
				paid.push(filed);
			}
			insert_appeal::<T>(id, (payer, kinds.next().expect("two halves")), paid);
		}
	}
	assert_eq!(count, 0);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn create_pool() {
		T::BenchmarkHelper::set_now(NOW);
		let insurer = with_role::<T>("insurer", 0, Role::Insurer);

		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), currency::<T>(), BasisPoints::WHOLE);

		assert!(Pools::<T>::contains_key(0));
	}

	#[benchmark]
	fn set_ratio() {
		let (insurer, _) = plan::<T>(0);
		Pallet::<T>::do_set_ratio(&insurer, 0, T::MinReserveRatio::get()).expect("it may fall");

		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), 0, BasisPoints::WHOLE);

		assert_eq!(Pools::<T>::get(0).expect("it is there").ratio, BasisPoints::WHOLE);
	}

	#[benchmark]
	fn deposit() {
		let (insurer, _) = plan::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), 0, PRICE);

		let pool = Pools::<T>::get(0).expect("it is there");
		assert!(Pallet::<T>::spendable(0, &pool) >= WEALTH / 2 + PRICE - 1);
	}

	#[benchmark]
	fn withdraw() {
		let (insurer, _) = plan::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), 0, PRICE);

		let pool = Pools::<T>::get(0).expect("it is there");
		assert!(Pallet::<T>::spendable(0, &pool) < WEALTH / 2);
	}

	#[benchmark]
	fn create_plan(b: Linear<1, MAX_BENEFITS>) {
		let (insurer, _) = plan::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), 0, terms::<T>(b));

		assert!(crate::Plans::<T>::contains_key(1));
	}

	#[benchmark]
	fn amend_plan(b: Linear<1, MAX_BENEFITS>) {
		let (insurer, plan) = plan::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), plan, terms::<T>(b));

		assert!(crate::PlanVersions::<T>::contains_key(plan, 2));
	}

	#[benchmark]
	fn set_enrolment() {
		let (insurer, plan) = plan::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), plan, false);

		assert!(!crate::Plans::<T>::get(plan).expect("it is there").open);
	}

	#[benchmark]
	fn offer_contract() {
		let (insurer, plan) = plan::<T>(0);
		let hospital = hospital::<T>();
		join_and_leave::<T>(plan, &insurer, &hospital, MAX_SPANS - 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), plan, hospital.clone());

		let contract = crate::Contracts::<T>::get(plan, &hospital).expect("it was offered");
		assert_eq!(contract.offered, Some(1));
	}

	#[benchmark]
	fn accept_contract() {
		let (insurer, plan) = plan::<T>(0);
		let hospital = hospital::<T>();
		let spans = join_and_leave::<T>(plan, &insurer, &hospital, MAX_SPANS - 1);
		Pallet::<T>::do_offer_contract(&insurer, plan, &hospital).expect("it is a provider");

		#[extrinsic_call]
		_(RawOrigin::Signed(hospital.clone()), plan, 1);

		let contract = crate::Contracts::<T>::get(plan, &hospital).expect("it was accepted");
		assert!(contract.is_open() && contract.spans.len() == spans + 1);
	}

	#[benchmark]
	fn end_contract() {
		let (insurer, plan) = plan::<T>(0);
		let hospital = hospital::<T>();
		join_and_leave::<T>(plan, &insurer, &hospital, MAX_SPANS - 1);
		Pallet::<T>::do_offer_contract(&insurer, plan, &hospital).expect("it is a provider");
		Pallet::<T>::do_accept_contract(&hospital, plan, 1).expect("it was offered");

		#[extrinsic_call]
		_(RawOrigin::Signed(insurer), plan, hospital.clone());

		let contract = crate::Contracts::<T>::get(plan, &hospital).expect("it was accepted");
		assert!(!contract.is_open());
	}

	#[benchmark]
	fn name_subscriber() {
		let (person, other) = (person::<T>(), account::<T::AccountId>("other", 0, 0));

		#[extrinsic_call]
		_(RawOrigin::Signed(person.clone()), other.clone());

		assert!(crate::Subscribers::<T>::contains_key(&person, &other));
	}

	#[benchmark]
	fn unname_subscriber() {
		let (person, other) = (person::<T>(), account::<T::AccountId>("other", 0, 0));
		Pallet::<T>::do_name_subscriber(&person, &other).expect("named once");

		#[extrinsic_call]
		_(RawOrigin::Signed(person.clone()), other.clone());

		assert!(!crate::Subscribers::<T>::contains_key(&person, &other));
	}

	/// In the place of a coverage that is long over, of as many as there can be.
	#[benchmark]
	fn enrol() {
		let (person, ..) = insured::<T>(MAX_COVERAGES);
		let (_, plan) = plan::<T>(MAX_COVERAGES);
		grow_old::<T>();
		for (number, term) in Terms::<T>::iter_prefix(0).collect::<Vec<_>>() {
			let (start, end) = (0, 1);
			let over = Term { start, end, sold_until: end, closed: true, ..term };
			Terms::<T>::insert(0, number, over);
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(person.clone()), plan, 1, person.clone());

		let new = u64::from(MAX_COVERAGES);
		assert_eq!(crate::CoveragesOf::<T>::get(&person), (1..=new).collect::<Vec<_>>());
	}

	#[benchmark]
	fn renew() {
		let (person, ..) = insured::<T>(1);
		T::BenchmarkHelper::set_now(NOW + length::<T>());

		#[extrinsic_call]
		_(RawOrigin::Signed(person), 0, 1);

		assert!(Terms::<T>::contains_key(0, 1));
	}

	#[benchmark]
	fn cancel() {
		let (person, ..) = insured::<T>(1);
		T::BenchmarkHelper::set_now(NOW + length::<T>() - DAY);
		Pallet::<T>::do_renew(&person, 0, 1).expect("it is time");

		#[extrinsic_call]
		_(RawOrigin::Signed(person), 0);

		assert!(Terms::<T>::get(0, 0).expect("it is there").cancelled);
		assert_eq!(Coverages::<T>::get(0).expect("it is there").refund_due, 0);
	}

	#[benchmark]
	fn collect_refund() {
		let (person, ..) = insured::<T>(1);
		Coverages::<T>::mutate(0, |known| {
			known.as_mut().expect("it is there").refund_due = PRICE;
		});
		Pools::<T>::mutate(0, |known| known.as_mut().expect("it is there").owed = PRICE);

		#[extrinsic_call]
		_(RawOrigin::Signed(person), 0);

		assert_eq!(Coverages::<T>::get(0).expect("it is there").refund_due, 0);
	}

	#[benchmark]
	fn close_term() {
		let (person, ..) = insured::<T>(1);
		T::BenchmarkHelper::set_now(NOW + length::<T>() + Pallet::<T>::longest_claim() + 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(person), 0, 0);

		assert!(Terms::<T>::get(0, 0).expect("it is there").closed);
	}

	/// The last one of a person who has other coverages, with all that can be counted, while a claim
	/// is kept that came in later.
	#[benchmark]
	fn remove_term() {
		let (person, hospital, _) = insured::<T>(MAX_COVERAGES);
		let end = NOW + length::<T>();
		let closing = end + Pallet::<T>::longest_claim() + 1;
		let removal =
			(end + T::Retention::get() + 1).max(closing).max(end + T::RenewalGrace::get() + 1);
		T::BenchmarkHelper::set_now(closing);
		Pallet::<T>::do_close_term(0, 0).expect("all is over");
		for service in ServiceType::ALL.iter().copied() {
			crate::Units::<T>::insert((0, 0, service), 1);
			Days::<T>::insert(0, service, used(days()));
		}
		T::BenchmarkHelper::set_now(removal);
		let line = ClaimLine {
			service: ServiceType::Hospital,
			item: EVIDENCE,
			quantity: 1,
			unit_price: PRICE,
			serviced: removal,
			pack: None,
			authorization: None,
		};
		let item = |n: u8| ClaimLine { item: Commitment([n; 32]), ..line };
		let lines = (0..).take(MAX_LINES as usize).map(item).collect();
		Pallet::<T>::do_submit(&hospital, claim::<T>(&person, Lines::truncate_from(lines)))
			.expect("sound");

		#[extrinsic_call]
		_(RawOrigin::Signed(person), 0);

		assert!(!Coverages::<T>::contains_key(0) && !Terms::<T>::contains_key(0, 0));
		assert_eq!(Days::<T>::iter_prefix(0).count(), 0);
	}

	#[benchmark]
	fn request_authorization() {
		let (_, hospital, _) = insured::<T>(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(hospital), 0, None, ServiceType::Hospital, 1, PRICE, EVIDENCE);

		assert!(crate::Authorizations::<T>::contains_key(0));
	}

	#[benchmark]
	fn answer_authorization() {
		let (_, hospital, insurers) = insured::<T>(1);
		let clerk = clerk::<T>(&insurers[0]);
		let service = ServiceType::Hospital;
		Pallet::<T>::do_request_authorization(&hospital, &hospital, 0, service, 1, PRICE, EVIDENCE)
			.expect("the person is covered");
		let approval = Approval { quantity: 1, until: NOW + length::<T>() };

		#[extrinsic_call]
		_(RawOrigin::Signed(clerk), 0, Some(approval));

		let known = crate::Authorizations::<T>::get(0).expect("it is there");
		assert_ne!(known.status, crate::AuthorizationStatus::Requested);
	}

	#[benchmark]
	fn remove_authorization() {
		let (_, hospital, _) = insured::<T>(1);
		let clerk = clerk::<T>(&hospital);
		let service = ServiceType::Hospital;
		Pallet::<T>::do_request_authorization(&hospital, &hospital, 0, service, 1, PRICE, EVIDENCE)
			.expect("the person is covered");

		#[extrinsic_call]
		_(RawOrigin::Signed(clerk), 0);

		assert!(!crate::Authorizations::<T>::contains_key(0));
	}

	/// The usual course: one insurer, in whose newest term the services lie, and nobody who owes
	/// anything.
	#[benchmark]
	fn submit(l: Linear<1, MAX_LINES>) {
		let (person, hospital, insurers) = insured::<T>(1);
		let lines = services::<T>(l, &hospital, &insurers[0]);
		T::BenchmarkHelper::set_now(NOW + length::<T>());
		let to = Payee::Provider;

		#[extrinsic_call]
		_(
			RawOrigin::Signed(hospital),
			person,
			None,
			currency::<T>(),
			to,
			lines,
			attachments(),
			None,
		);

		assert_settled::<T>(0, 0);
	}

	/// The same without packs and authorisations.
	#[benchmark]
	fn submit_plain(l: Linear<1, MAX_LINES>) {
		let (person, hospital, insurers) = insured::<T>(1);
		let lines: Vec<_> = services::<T>(l, &hospital, &insurers[0])
			.into_iter()
			.map(|line| ClaimLine { pack: None, authorization: None, ..line })
			.collect();
		change_plan::<T>(0, |terms| {
			terms.benefits.iter_mut().for_each(|benefit| benefit.authorization = false);
		});
		T::BenchmarkHelper::set_now(NOW + length::<T>());

		#[extrinsic_call]
		submit(
			RawOrigin::Signed(hospital),
			person,
			None,
			currency::<T>(),
			Payee::Provider,
			lines.try_into().expect("as many as before"),
			attachments(),
			None,
		);

		assert_settled::<T>(0, 0);
	}

	/// For a patient with as many insurers as there can be, to whom the biller owes something, and all
	/// of whom insured the patient in an older term.
	#[benchmark]
	fn submit_to_all(l: Linear<1, MAX_LINES>) {
		let (person, hospital, insurers) = insured::<T>(MAX_COVERAGES);
		let lines = lines::<T>(l, &hospital, &insurers[0]);

		#[extrinsic_call]
		submit(
			RawOrigin::Signed(hospital),
			person,
			None,
			currency::<T>(),
			Payee::Provider,
			lines,
			attachments(),
			None,
		);

		assert_paid::<T>(0);
	}

	/// Of a patient with as many directives as there can be, about as many documents.
	#[benchmark]
	fn ask_consent() {
		T::BenchmarkHelper::set_now(NOW);
		let (insurer, _) = plan::<T>(0);
		let patient = person::<T>();
		let classes: ResourceClasses = attachments().iter().map(|it| it.class).collect();
		T::BenchmarkHelper::permit(&patient, &insurer, classes);
		let decision;

		#[block]
		{
			decision = Pallet::<T>::ask(T::Consent::access, &patient, &insurer, &attachments());
		}

		assert_eq!((decision.outcome, decision.permitted), (Outcome::Permit, classes));
	}

	#[benchmark]
	fn review(l: Linear<1, MAX_LINES>) {
		// What is beyond the ceiling is looked at.
		let outlier = Some(BasisPoints::WHOLE);
		let (id, _, _, insurers) = waiting::<T>(l, |terms| terms.outlier = outlier);
		assert_eq!(pended::<T>(id), Some(PendReason::PriceOutlier));
		let clerk = clerk::<T>(&insurers[0]);
		let decisions = places(l).into_iter().map(|line| (line, Verdict::Approve));
		let decisions = LineDecisions::truncate_from(decisions.collect());

		#[extrinsic_call]
		_(RawOrigin::Signed(clerk), id, decisions);

		assert_paid::<T>(id);
	}

	#[benchmark]
	fn resume(l: Linear<1, MAX_LINES>) {
		let (person, hospital, insurers) = insured::<T>(MAX_COVERAGES);
		let lines = lines::<T>(l, &hospital, &insurers[0]);
		// The last payer cannot pay.
		let last = MAX_COVERAGES - 1;
		let pool = Pools::<T>::get(last).expect("it is there");
		let all = Pallet::<T>::spendable(last, &pool) - Pallet::<T>::floor(&pool);
		Pallet::<T>::do_withdraw_money(&insurers[2], last, all).expect("it stays solvent");
		Pools::<T>::mutate(last, |pool| pool.as_mut().expect("it is there").open += LIMIT);
		let new = claim::<T>(&person, lines);
		let id = Pallet::<T>::do_submit(&hospital, new).expect("sound").id;
		assert_eq!(pended::<T>(id), Some(PendReason::PoolShort));
		Pallet::<T>::do_deposit(&insurers[2], last, 2 * LIMIT).expect("it is rich");
		approve::<T>(id, 0);
		insert_appeal::<T>(id, (2, AppealKind::Silence), Vec::new());
		let clerk = clerk::<T>(&insurers[2]);

		#[extrinsic_call]
		_(RawOrigin::Signed(clerk), id);

		assert_paid::<T>(id);
	}

	#[benchmark]
	fn confirm_service(l: Linear<1, MAX_LINES>) {
		let (id, person, ..) = unconfirmed::<T>(l);
		insert_appeal::<T>(id, (0, AppealKind::Silence), Vec::new());

		#[extrinsic_call]
		_(RawOrigin::Signed(person), id, true);

		assert_paid::<T>(id);
	}

	#[benchmark]
	fn appeal() {
		let (id, _, hospital, _) = denied::<T>(MAX_LINES);
		let clerk = clerk::<T>(&hospital);
		let (payer, kind) = (0, AppealKind::Biller);
		appeal_all_but::<T>(id, (payer, kind), 0);
		// All that the patient may have appealed is another line.
		Appeals::<T>::mutate((id, payer, AppealKind::Patient), |other| {
			other.as_mut().expect("it is there").lines = Default::default();
		});

		#[extrinsic_call]
		_(RawOrigin::Signed(clerk), id, payer, places(MAX_LINES), EVIDENCE);

		assert!(Appeals::<T>::contains_key((id, payer, kind)));
	}

	/// Of a claim that was not decided in time.
	#[benchmark]
	fn decide_appeal(l: Linear<1, MAX_LINES>) {
		let (id, person, ..) = unconfirmed::<T>(l);
		T::BenchmarkHelper::set_now(later::<T>() + T::ReviewPeriod::get() + 1);
		Pallet::<T>::do_appeal(&person, id, 0, places(l), EVIDENCE).expect("it is overdue");
		let reviewer = reviewer::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(reviewer), id, 0, AppealKind::Silence, places(l));

		assert_paid::<T>(id);
	}

	/// An appeal that leads to two supplements, where all others had done so before.
	#[benchmark]
	fn supplement(l: Linear<2, MAX_LINES>) {
		let (id, person, ..) = denied::<T>(l);
		let (payer, kind) = (0, AppealKind::Patient);
		Pallet::<T>::do_appeal(&person, id, payer, places(l), EVIDENCE).expect("all was denied");
		appeal_all_but::<T>(id, (payer, kind), 2);
		// They have paid nothing of these lines, so that all is left.
		let next = NextClaim::<T>::get();
		for before in id + 1..next {
			Claims::<T>::mutate(before, |record| {
				let answers = &mut record.as_mut().expect("it is stored").answers;
				answers
					.iter_mut()
					.flat_map(|answer| &mut answer.lines)
					.for_each(|line| line.paid = 0);
			});
		}
		let reviewer = reviewer::<T>();

		#[extrinsic_call]
		decide_appeal(RawOrigin::Signed(reviewer), id, payer, kind, places(l));

		assert_eq!(NextClaim::<T>::get(), next + 2);
		for paid in next..next + 2 {
			assert!(record::<T>(paid).claim.paid > 0);
		}
	}

	#[benchmark]
	fn reverse(l: Linear<1, MAX_LINES>) {
		let (id, _, hospital, _) = decided::<T>(l);
		pay_to_patient::<T>(id);
		insert_appeal::<T>(id, (0, AppealKind::Silence), Vec::new());
		appeal_all_but::<T>(id, (0, AppealKind::Silence), 0);
		let bill = record::<T>(id).claim.bill;

		#[extrinsic_call]
		_(RawOrigin::Signed(hospital), id);

		assert_ne!(record::<T>(id).claim.bill, bill);
		assert_eq!(status::<T>(id), Some(ClaimStatus::Reversed));
	}

	#[benchmark]
	fn report_fraud() {
		let (id, _, _, insurers) = decided::<T>(MAX_LINES);
		let clerk = clerk::<T>(&insurers[2]);

		#[extrinsic_call]
		_(RawOrigin::Signed(clerk), id, EVIDENCE);

		assert!(Reports::<T>::contains_key(id));
	}

	#[benchmark]
	fn decide_fraud(l: Linear<1, MAX_LINES>) {
		let (id, _, _, insurers) = decided::<T>(l);
		pay_to_patient::<T>(id);
		Pallet::<T>::do_report_fraud(&insurers[0], id, EVIDENCE).expect("it is concerned");
		let reviewer = reviewer::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(reviewer), id, true);

		assert_eq!(status::<T>(id), Some(ClaimStatus::Voided));
	}

	/// The same of the longest claim, with so many lines that were paid after appeals.
	#[benchmark]
	fn void_supplements(l: Linear<1, MAX_SUPPLEMENT_LINES>) {
		let (id, _, hospital, insurers) = decided::<T>(MAX_LINES);
		supplement_lines::<T>(id, &hospital, l);
		pay_to_patient::<T>(id);
		let next = NextClaim::<T>::get();
		Pallet::<T>::do_report_fraud(&insurers[0], id, EVIDENCE).expect("it is concerned");
		let reviewer = reviewer::<T>();

		#[extrinsic_call]
		decide_fraud(RawOrigin::Signed(reviewer), id, true);

		for void in id..next {
			assert_eq!(status::<T>(void), Some(ClaimStatus::Voided));
		}
	}

	#[benchmark]
	fn repay() {
		plan::<T>(0);
		let hospital = hospital::<T>();
		Debts::<T>::insert(0, &hospital, PRICE);

		#[extrinsic_call]
		_(RawOrigin::Signed(hospital.clone()), 0, PRICE);

		assert_eq!(Debts::<T>::get(0, hospital), 0);
	}

	#[benchmark]
	fn withdraw_claim() {
		let (id, _, hospital, _) = unconfirmed::<T>(MAX_LINES);
		let clerk = clerk::<T>(&hospital);
		insert_appeal::<T>(id, (0, AppealKind::Silence), Vec::new());
		appeal_all_but::<T>(id, (0, AppealKind::Silence), 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(clerk), id);

		assert_eq!(status::<T>(id), Some(ClaimStatus::Withdrawn));
	}

	#[benchmark]
	fn remove(l: Linear<1, MAX_LINES>) {
		let (id, _, hospital, insurers) = decided::<T>(l);
		Pallet::<T>::do_report_fraud(&insurers[0], id, EVIDENCE).expect("it is concerned");
		Pallet::<T>::do_decide_fraud(&reviewer::<T>(), id, false).expect("nobody has decided");
		let clerk = clerk::<T>(&hospital);
		insert_appeal::<T>(id, (0, AppealKind::Silence), Vec::new());
		appeal_all_but::<T>(id, (0, AppealKind::Silence), 0);
		// Each of the others was paid by two claims that are gone.
		let mut gone = NextClaim::<T>::get()..;
		for (payer, kind, _) in Pallet::<T>::appeals_of(id) {
			if kind != AppealKind::Silence {
				insert_appeal::<T>(id, (payer, kind), gone.by_ref().take(2).collect());
			}
		}
		T::BenchmarkHelper::set_now(later::<T>() + T::Retention::get() + 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(clerk), id);

		assert!(status::<T>(id).is_none());
	}

	impl_benchmark_test_suite!(
		Pallet,
		frame::testing_prelude::TestState::new_empty(),
		crate::mock::Test
	);
}
