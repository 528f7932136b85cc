//! What the tests of every theme share.

use super::*;
use frame::{deps::sp_runtime::traits::Dispatchable, traits::fungible::InspectHold as _};
pub use medchain_support::{
	testing::{Consents, Dice, Money, Packs, Registry},
	Amount, BasisPoints, BillLine, Commitment, CurrencyId, Dispensing, PackId, ResourceClass, Role,
	ServiceType, SoldPack,
};

pub type TestError = Error<Test>;

/// Commitment to reasons or evidence.
pub const EVIDENCE: Commitment = Commitment([7; 32]);
/// A pack with the opening of its receipt.
pub const fn sold(number: u8) -> SoldPack {
	SoldPack { id: PackId([number; 32]), opening: [0; 32] }
}

/// What is put into a new pool.
pub const CAPITAL: Amount = 100_000_000;
/// Of the plan of [`terms`].
pub const LIMIT: Amount = 1_000_000;
pub const PREMIUM: Amount = 36_500;
pub const DEDUCTIBLE: Amount = 10_000;
pub const POCKET: Amount = 50_000;
pub const CEILING: Amount = 20_000;
pub const COPAY: Amount = 500;
pub const LENGTH: u64 = 365 * DAY;
pub const FILING: u64 = 90 * DAY;
/// Shares of the patient, within the network and elsewhere.
pub const COINSURANCE: BasisPoints = BasisPoints(2_000);
pub const ELSEWHERE: BasisPoints = BasisPoints(4_000);

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Sends a call as a transaction does: what fails changes nothing of the chain's storage.
pub fn sent(who: AccountId, call: Call<Test>) -> DispatchResult {
	let sent = RuntimeCall::InsuranceClaims(call).dispatch(signed(who));
	sent.map(|_| ()).map_err(|refused| refused.error)
}

/// A benefit with [`COPAY`], [`COINSURANCE`], [`ELSEWHERE`] and [`CEILING`], and no other limits.
pub fn benefit(service: ServiceType) -> Benefit {
	Benefit {
		service,
		coinsurance: COINSURANCE,
		out_of_network: Some(ELSEWHERE),
		copay: COPAY,
		ceiling: Some(CEILING),
		max_quantity: None,
		frequency: None,
		authorization: false,
		attachment: false,
		traced: false,
	}
}

/// A benefit that pays all, whatever it costs.
pub fn full_benefit(service: ServiceType) -> Benefit {
	Benefit {
		coinsurance: BasisPoints::ZERO,
		out_of_network: Some(BasisPoints::ZERO),
		copay: 0,
		ceiling: None,
		..benefit(service)
	}
}

/// Benefits as plans take them.
pub fn benefits(benefits: &[Benefit]) -> Benefits {
	Benefits::try_from(benefits.to_vec()).expect("not too many")
}

/// A plan with the figures above for consultations, hospital care and pharmacy.
pub fn terms() -> PlanTerms {
	PlanTerms {
		deductible: DEDUCTIBLE,
		out_of_pocket_max: POCKET,
		annual_limit: LIMIT,
		premium: PREMIUM,
		length: LENGTH,
		waiting: 0,
		filing: FILING,
		confirm_above: None,
		daily_lines: None,
		outlier: None,
		benefits: benefits(&[
			benefit(ServiceType::Consultation),
			benefit(ServiceType::Hospital),
			benefit(ServiceType::Pharmacy),
		]),
	}
}

/// A plan that pays all of consultations, hospital care and pharmacy, up to [`LIMIT`].
pub fn full_terms() -> PlanTerms {
	PlanTerms {
		deductible: 0,
		benefits: benefits(&[
			full_benefit(ServiceType::Consultation),
			full_benefit(ServiceType::Hospital),
			full_benefit(ServiceType::Pharmacy),
		]),
		..terms()
	}
}

/// A pool of this insurer in this currency, with the least ratio and no money.
pub fn empty_pool(insurer: AccountId, currency: CurrencyId) -> PoolId {
	let id = NextPool::<Test>::get();
	assert_ok!(InsuranceClaims::create_pool(signed(insurer), currency, MIN_RATIO));
	id
}

/// A pool of this insurer in euro, with [`CAPITAL`].
pub fn pool_of(insurer: AccountId) -> PoolId {
	let id = empty_pool(insurer, EUR);
	assert_ok!(InsuranceClaims::deposit(signed(insurer), id, CAPITAL));
	id
}

/// A pool of the insurer in euro, with [`CAPITAL`].
pub fn pool() -> PoolId {
	pool_of(INSURER)
}

/// A plan of this pool, open to people.
pub fn plan_of(pool: PoolId, terms: PlanTerms) -> PlanId {
	let id = NextPlan::<Test>::get();
	let insurer = stored_pool(pool).insurer;
	assert_ok!(InsuranceClaims::create_plan(signed(insurer), pool, terms));
	id
}

/// A plan of a new pool of the insurer.
pub fn plan(terms: PlanTerms) -> PlanId {
	plan_of(pool(), terms)
}

/// The newest version of a plan.
pub fn version_of(plan: PlanId) -> u32 {
	Plans::<Test>::get(plan).expect("there is such a plan").version
}

/// Takes a provider into the network of a plan.
pub fn contract(plan: PlanId, provider: AccountId) {
	let insurer = insurer_of(plan);
	assert_ok!(InsuranceClaims::offer_contract(signed(insurer), plan, provider));
	assert_ok!(InsuranceClaims::accept_contract(signed(provider), plan, version_of(plan)));
}

/// `beneficiary` is insured and `subscriber` pays, who was named before if it is somebody else.
pub fn cover_by(subscriber: AccountId, plan: PlanId, beneficiary: AccountId) -> CoverageId {
	let id = NextCoverage::<Test>::get();
	if subscriber != beneficiary && !Subscribers::<Test>::contains_key(beneficiary, subscriber) {
		assert_ok!(InsuranceClaims::name_subscriber(signed(beneficiary), subscriber));
	}
	assert_ok!(InsuranceClaims::enrol(signed(subscriber), plan, version_of(plan), beneficiary));
	id
}

/// The person is insured by itself.
pub fn cover(plan: PlanId, who: AccountId) -> CoverageId {
	cover_by(who, plan, who)
}

/// The patient is insured by a plan with these terms, and the hospital belongs to its network.
pub fn covered(terms: PlanTerms) -> (PlanId, CoverageId) {
	let plan = plan(terms);
	contract(plan, HOSPITAL);
	let coverage = cover(plan, PATIENT);
	events();
	(plan, coverage)
}

/// A pool as it is stored.
pub fn stored_pool(id: PoolId) -> Pool<AccountId> {
	Pools::<Test>::get(id).expect("there is such a pool")
}

/// A coverage as it is stored.
pub fn stored_coverage(id: CoverageId) -> Coverage<AccountId> {
	Coverages::<Test>::get(id).expect("there is such a coverage")
}

/// A term as it is stored.
pub fn stored_term(id: CoverageId, term: TermNumber) -> Term {
	Terms::<Test>::get(id, term).expect("there is such a term")
}

pub fn insurer_of(plan: PlanId) -> AccountId {
	stored_pool(Plans::<Test>::get(plan).expect("there is such a plan").pool).insurer
}

/// What lies on the account of a pool, with the unit that keeps it alive.
pub fn pool_balance(id: PoolId) -> Amount {
	Money::balance(stored_pool(id).currency, &InsuranceClaims::account_of(id))
}

/// What a pool can pay.
pub fn pool_money(id: PoolId) -> Amount {
	InsuranceClaims::spendable(id, &stored_pool(id))
}

/// Euro cents of an account.
pub fn balance(who: AccountId) -> Amount {
	Money::balance(EUR, &who)
}

/// Leaves so much in a pool to pay with.
pub fn leave(id: PoolId, amount: Amount) {
	let (account, insurer) = (InsuranceClaims::account_of(id), stored_pool(id).insurer);
	let currency = stored_pool(id).currency;
	let there = pool_money(id);
	if there > amount {
		assert_ok!(<Money as medchain_support::Payments<AccountId>>::pay(
			currency,
			&account,
			&insurer,
			there - amount
		));
	} else if there < amount {
		// The first unit stays with the account.
		let unit = Money::MINIMUM.saturating_sub(pool_balance(id));
		Money::deposit(currency, &account, amount - there + unit);
	}
	assert_eq!(pool_money(id), amount);
}

/// The patient's code of an item, by a number.
pub fn item(number: u8) -> Commitment {
	Commitment([number; 32])
}

/// What is known of a pack that was dispensed now.
pub fn dispensed() -> Dispensing {
	Dispensing::Dispensed { at: InsuranceClaims::now() }
}

/// A line served now, of the item with the number of its class.
pub fn line(service: ServiceType, quantity: u32, unit_price: Amount) -> ClaimLine {
	ClaimLine {
		service,
		item: item(service as u8),
		quantity,
		unit_price,
		serviced: InsuranceClaims::now(),
		pack: None,
		authorization: None,
	}
}

/// Lines as the calls take them.
pub fn lines(lines: &[ClaimLine]) -> Lines {
	Lines::try_from(lines.to_vec()).expect("not too many")
}

/// The hospital claims these lines for the patient in euro, to be paid itself, and answers the
/// claim's number.
pub fn submit(of: &[ClaimLine]) -> ClaimId {
	submit_by(HOSPITAL, PATIENT, of)
}

/// `biller` claims these lines for `patient` in euro, to be paid itself.
pub fn submit_by(biller: AccountId, patient: AccountId, of: &[ClaimLine]) -> ClaimId {
	let id = NextClaim::<Test>::get();
	assert_ok!(InsuranceClaims::submit(
		signed(biller),
		patient,
		None,
		EUR,
		Payee::Provider,
		lines(of),
		Default::default(),
		None
	));
	id
}

/// A claim as it is stored.
pub fn stored_claim(id: ClaimId) -> Claim<AccountId> {
	stored_record(id).claim
}

/// All that is stored of a claim under its number.
pub fn stored_record(id: ClaimId) -> RecordOf<Test> {
	Claims::<Test>::get(id).expect("there is such a claim")
}

/// How many payers have answered a claim.
pub fn answers(id: ClaimId) -> usize {
	stored_record(id).answers.len()
}

/// Changes what is stored of a claim.
pub fn change_record(id: ClaimId, change: impl FnOnce(&mut RecordOf<Test>)) {
	Claims::<Test>::mutate(id, |record| change(record.as_mut().expect("there is such a claim")));
}

/// What a payer does with a claim.
pub fn answer(id: ClaimId, payer: PayerIndex) -> Adjudication {
	stored_record(id).answers.get(usize::from(payer)).expect("this payer has answered").clone()
}

/// Why a claim waits, if it does.
pub fn pended(id: ClaimId) -> Option<PendReason> {
	match stored_claim(id).status {
		ClaimStatus::Pended(pend) => Some(pend.reason),
		_ => None,
	}
}

/// The chain's own coin that a biller has put down for its claims.
pub fn deposit_of(who: AccountId) -> u64 {
	Balances::balance_on_hold(&ClaimReason::get(), &who)
}

/// Lets so many seconds go by.
pub fn wait(seconds: u64) {
	set_now(InsuranceClaims::now() + seconds);
}
