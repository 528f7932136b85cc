//! What the tests of every theme share.

use super::*;
use frame::{
	deps::sp_runtime::traits::Dispatchable,
	traits::{fungible::InspectHold as _, fungibles::hold::Inspect as _},
};
pub use medchain_support::{
	testing::{Dice, Registry},
	Amount, BasisPoints, BillId, BillLine, Commitment, CurrencyCode, CurrencyId, Role, ServiceType,
};

pub type TestError = Error<Test>;

/// The first currency that is registered.
pub const EUR: CurrencyId = 1;
/// What each of [`FUNDED`] holds at the start, in cents.
pub const FUNDS: Amount = 1_000_000;
pub const FUNDED: [AccountId; 4] = [PATIENT, OTHER_PATIENT, INSURER, HOSPITAL];
/// More than what is issued.
pub const RESERVES: Amount = 10_000_000;
pub const LIFETIME: u64 = 90 * DAY;
pub const TERMS: CurrencyTerms = CurrencyTerms {
	required_ratio: BasisPoints::WHOLE,
	attestation_lifetime: LIFETIME,
	min_redemption: 100,
};
pub const EVIDENCE: Commitment = Commitment([7; 32]);
pub const DETAIL: Commitment = Commitment([8; 32]);
/// Seconds from issue to the due date of what [`bill`] issues.
pub const TERM: u64 = 30 * DAY;

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

/// Sends a call as a transaction does: what fails changes nothing.
pub fn sent(who: AccountId, call: Call<Test>) -> DispatchResult {
	let sent = RuntimeCall::MedicalToken(call).dispatch(signed(who));
	sent.map(|_| ()).map_err(|refused| refused.error)
}

pub fn code(code: &str) -> CurrencyCode {
	CurrencyCode::from_code(code).expect("it is a code")
}

/// Registers the bank's euro without tokens, and answers its number.
pub fn bare_currency() -> CurrencyId {
	let id = NextCurrency::<Test>::get();
	assert_ok!(MedicalToken::register_currency(root(), code("EUR"), BANK, TERMS));
	id
}

/// Attests reserves of a currency as of the present.
pub fn attest(currency: CurrencyId, reserves: Amount) {
	let now = MedicalToken::now();
	assert_ok!(MedicalToken::attest_reserves(signed(AUDITOR), currency, reserves, now, EVIDENCE));
}

/// Registers the bank's euro, attests [`RESERVES`], mints [`FUNDS`] to each of [`FUNDED`], and
/// answers its number: [`EUR`] if it is the first.
pub fn currency() -> CurrencyId {
	let id = bare_currency();
	attest(id, RESERVES);
	for who in FUNDED {
		assert_ok!(MedicalToken::mint(signed(BANK), id, who, FUNDS));
	}
	events();
	id
}

pub fn line(service: ServiceType, quantity: u32, unit_price: Amount) -> BillLine {
	BillLine { service, quantity, unit_price }
}

/// Lines as the calls take them.
pub fn lines(lines: &[BillLine]) -> Lines {
	Lines::try_from(lines.to_vec()).expect("not too many")
}

/// The hospital bills `patient` in euro, due after [`TERM`], and answers the bill's number.
pub fn bill_to(patient: AccountId, of: &[BillLine]) -> BillId {
	let id = NextBill::<Test>::get();
	let due = MedicalToken::now() + TERM;
	assert_ok!(MedicalToken::issue(signed(HOSPITAL), patient, EUR, lines(of), due, DETAIL));
	id
}

/// The hospital bills the patient in euro, due after [`TERM`], and answers the bill's number.
pub fn bill(of: &[BillLine]) -> BillId {
	bill_to(PATIENT, of)
}

/// A bill of one line that comes to `amount`.
pub fn bill_of(amount: Amount) -> BillId {
	bill(&[line(ServiceType::Consultation, 1, amount)])
}

/// A bill as it is stored.
pub fn stored(id: BillId) -> Bill<AccountId> {
	Bills::<Test>::get(id).expect("there is such a bill").bill
}

/// What settles a bill now.
pub fn payable(id: BillId) -> Amount {
	stored(id).payable(MedicalToken::now())
}

/// Free euro cents of an account.
pub fn balance(who: AccountId) -> Amount {
	Assets::balance(EUR, who)
}

/// Adds a programme of the hospital in euro that takes off as much as it likes, and answers its
/// number.
pub fn programme(kind: ProgrammeKind) -> ProgrammeId {
	let id = NextProgramme::<Test>::get();
	assert_ok!(MedicalToken::add_programme(signed(HOSPITAL), EUR, kind, Amount::MAX));
	id
}

/// The hospital takes off this share of what is paid within so many seconds.
pub fn prompt_pay(rate: u16, within: u64) -> ProgrammeId {
	programme(ProgrammeKind::PromptPay { rate: BasisPoints(rate), within })
}

/// Takes the patient into a new programme of the hospital with this share, for the time being.
pub fn membership(rate: u16) -> ProgrammeId {
	let id = programme(ProgrammeKind::Membership { rate: BasisPoints(rate) });
	assert_ok!(MedicalToken::enrol(signed(HOSPITAL), id, PATIENT, u64::MAX));
	id
}

/// One price of the hospital for these services and quantities.
pub fn package(services: &[(ServiceType, u32)], price: Amount) -> ProgrammeKind {
	let services = BoundedVec::try_from(services.to_vec()).expect("not too many");
	ProgrammeKind::Package { services, price }
}

pub fn freeze(who: AccountId) {
	let reason = FreezeReason::CourtOrder;
	assert_ok!(MedicalToken::freeze(signed(REGULATOR), EUR, who, reason));
}

pub fn pause() {
	assert_ok!(MedicalToken::pause(signed(REGULATOR), EUR, PauseReason::SecurityIncident));
}

/// Euro cents that an account has and cannot use.
pub fn on_hold(who: AccountId) -> Amount {
	AssetsHolder::total_balance_on_hold(EUR, &who)
}

/// Sends the unit that stayed with each of these to the stranger: at the end of a test, only what
/// [`EVERYBODY`] has is counted.
pub fn empty(accounts: impl IntoIterator<Item = AccountId>) {
	for who in accounts {
		assert_eq!(balance(who), 1, "one unit stays with {who}");
		assert_ok!(Assets::transfer(signed(who), EUR, STRANGER, 1));
	}
}

/// All euro cents there are.
pub fn supply() -> Amount {
	Assets::total_supply(EUR)
}

/// The chain's own coin that a provider has put down for what is stored.
pub fn deposit(who: AccountId) -> u64 {
	Balances::balance_on_hold(&StoredReason::get(), &who)
}

/// Gives the stranger, who has no coin, a role.
pub fn poor(role: Role) -> AccountId {
	Registry::give_role(&STRANGER, role);
	STRANGER
}
