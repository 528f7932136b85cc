//! What can be done, on the pallet and in the model.

use super::{
	cases::Side,
	model::{Answer, Model},
	*,
};
use frame::deps::frame_support::traits::GetCallName;

#[derive(Clone, Debug)]
pub enum Act {
	/// A call by somebody.
	Call(AccountId, Call<Test>),
	/// Somebody comes to money from elsewhere.
	Mint { coin: CurrencyId, who: AccountId, amount: u128 },
	/// An account is frozen, or no longer.
	Freeze { coin: CurrencyId, who: AccountId },
	/// Somebody gains or loses a role.
	Role { who: AccountId, role: Role },
	/// Somebody begins to act for an organisation, or stops.
	Friend { who: AccountId, of: AccountId },
	/// Somebody's identity is verified, or no longer.
	Person(AccountId),
	/// A patient says which documents an insurer may read.
	Consent { patient: AccountId, insurer: AccountId, may: Vec<ResourceClass> },
	/// The register of packs says something else.
	Pack { pack: SoldPack, biller: AccountId, patient: AccountId, state: Dispensing },
	/// Somebody pays of a bill.
	Pay { bill: u64, payer: AccountId, amount: u128 },
	/// A biller gives back what was paid of a bill.
	Refund { bill: u64, payer: AccountId, amount: u128 },
	/// A biller takes a bill back, by itself.
	Cancel(u64),
}

type Tills = Money;

impl Act {
	pub fn name(&self) -> &'static str {
		match self {
			Act::Call(_, call) => call.get_call_name(),
			Act::Mint { .. } => "money.mint",
			Act::Freeze { .. } => "money.freeze",
			Act::Role { .. } => "registry.role",
			Act::Friend { .. } => "registry.affiliate",
			Act::Person(_) => "registry.identify",
			Act::Consent { .. } => "consent.answer",
			Act::Pack { .. } => "packs.set",
			Act::Pay { .. } => "bill.pay",
			Act::Refund { .. } => "bill.refund",
			Act::Cancel(_) => "bill.cancel",
		}
	}

	pub fn on_pallet(self, model: &Model) -> DispatchResult {
		match self {
			Act::Call(who, call) => return sent(who, call),
			Act::Mint { coin, who, amount } => Money::deposit(coin, &who, amount),
			Act::Freeze { coin, who } => match model.till.frozen.contains(&(coin, who)) {
				true => Money::thaw(coin, &who),
				false => Money::freeze(coin, &who),
			},
			Act::Role { who, role } => match model.is(who, role) {
				true => Registry::take_role(&who, role),
				false => Registry::give_role(&who, role),
			},
			Act::Friend { who, of } => match model.friends.contains(&(who, of)) {
				true => Registry::end_affiliation(&who, &of),
				false => Registry::affiliate(&who, &of),
			},
			Act::Person(who) => match model.persons.contains(&who) {
				true => Registry::unverify(&who),
				false => Registry::identify(&who),
			},
			Act::Consent { patient, insurer, may } => {
				let actor = Actor::alone(insurer);
				let by = DirectiveRef { id: 1, version: 1 };
				match may.is_empty() {
					true => Consents::deny(&patient, &actor, by),
					false => Consents::permit(&patient, &actor, may.into_iter().collect(), by),
				}
			}
			Act::Pack { pack, biller, patient, state } => {
				Packs::set(pack, &biller, &patient, state)
			}
			Act::Pay { bill, payer, amount } => {
				<Tills as Billing<_>>::settle(bill, &payer, amount)?
			}
			Act::Refund { bill, payer, amount } => Money::refund(bill, &payer, amount)?,
			Act::Cancel(bill) => <Tills as Billing<AccountId>>::cancel(bill)?,
		}
		Ok(())
	}

	/// What should come of it. What fails changes nothing but the money that had moved by then.
	pub fn in_model(&self, model: &mut Model) -> Answer {
		let before = model.clone();
		let answer = self.try_in_model(model);
		if answer.is_err() {
			let till = core::mem::take(&mut model.till);
			*model = Model { till, ..before };
		}
		answer
	}

	fn try_in_model(&self, model: &mut Model) -> Answer {
		match self.clone() {
			Act::Call(who, call) => return by_call(model, who, call),
			Act::Mint { coin, who, amount } => {
				model.till.give(coin, who, amount);
				*model.made.entry(coin).or_default() += amount;
			}
			Act::Freeze { coin, who } => {
				if !model.till.frozen.remove(&(coin, who)) {
					model.till.frozen.insert((coin, who));
				}
			}
			Act::Role { who, role } => {
				if !model.roles.remove(&(who, role)) {
					model.roles.insert((who, role));
				}
			}
			Act::Friend { who, of } => {
				if !model.friends.remove(&(who, of)) {
					model.friends.insert((who, of));
				}
			}
			Act::Person(who) => {
				if !model.persons.remove(&who) {
					model.persons.insert(who);
				}
			}
			Act::Consent { patient, insurer, may } => {
				model.consents.insert((patient, insurer), may);
			}
			Act::Pack { pack, biller, patient, state } => {
				model.packs.insert((pack, biller, patient), state);
			}
			Act::Pay { bill, payer, amount } => return model.till.settle(bill, payer, amount),
			Act::Refund { bill, payer, amount } => return model.till.refund(bill, payer, amount),
			Act::Cancel(bill) => return model.till.cancel(bill),
		}
		Ok(())
	}
}

fn by_call(model: &mut Model, who: AccountId, call: Call<Test>) -> Answer {
	match call {
		Call::create_pool { currency, ratio } => model.create_pool(who, currency, ratio),
		Call::set_ratio { pool, ratio } => model.set_ratio(who, pool, ratio),
		Call::deposit { pool, amount } => model.put_in(who, pool, amount),
		Call::withdraw { pool, amount } => model.take_out(who, pool, amount),
		Call::create_plan { pool, terms } => model.create_plan(who, pool, terms),
		Call::amend_plan { plan, terms } => model.amend_plan(who, plan, terms),
		Call::set_enrolment { plan, open } => model.set_enrolment(who, plan, open),
		Call::offer_contract { plan, provider } => model.offer(who, plan, provider),
		Call::accept_contract { plan, version } => model.accept(who, plan, version),
		Call::end_contract { plan, provider } => model.end(who, plan, provider),
		Call::name_subscriber { subscriber } => model.name(who, subscriber),
		Call::unname_subscriber { subscriber } => model.unname(who, subscriber),
		Call::enrol { plan, version, beneficiary } => model.enrol(who, plan, version, beneficiary),
		Call::renew { coverage, version } => model.renew(who, coverage, version),
		Call::cancel { coverage } => model.cancel(who, coverage),
		Call::collect_refund { coverage } => model.collect(coverage),
		Call::close_term { coverage, term } => model.close(coverage, term),
		Call::remove_term { coverage } => model.remove_term(coverage),
		Call::request_authorization {
			coverage,
			organization,
			service,
			quantity,
			unit_price,
			evidence: _,
		} => model.ask(who, organization, coverage, (service, quantity, unit_price)),
		Call::answer_authorization { authorization, answer } => {
			model.grant(who, authorization, answer)
		}
		Call::remove_authorization { authorization } => model.drop_permit(who, authorization),
		Call::submit { patient, organization, currency, payee, lines, attachments, replaces } => {
			let new =
				NewClaim { patient, organization, currency, payee, lines, attachments, replaces };
			model.submit(who, &new)
		}
		Call::review { claim, decisions } => model.review(who, claim, &decisions),
		Call::resume { claim } => model.resume(who, claim),
		Call::confirm_service { claim, received } => model.confirm(who, claim, received),
		Call::appeal { claim, payer, lines, evidence: _ } => {
			model.appeal(who, claim, payer, &lines)
		}
		Call::decide_appeal { claim, payer, kind, overturned } => {
			let all = [Side::Silence, Side::Biller, Side::Patient];
			let side = all.into_iter().find(|side| side.kind() == kind).expect("it is one of them");
			model.decide_appeal(who, claim, (payer, side), &overturned)
		}
		Call::reverse { claim } => model.reverse(who, claim),
		Call::report_fraud { claim, evidence: _ } => model.report(who, claim),
		Call::decide_fraud { claim, found } => model.decide_fraud(who, claim, found),
		Call::repay { pool, amount } => model.repay(who, pool, amount),
		Call::withdraw_claim { claim } => model.withdraw(who, claim),
		Call::remove { claim } => model.remove(claim),
		other => panic!("the model does not know {other:?}"),
	}
}
