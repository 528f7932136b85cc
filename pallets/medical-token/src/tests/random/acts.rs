//! What can be done, on the pallet and in the model, and how it is drawn.

use super::{
	model::{Answer, Model},
	*,
};
use frame::{
	deps::frame_support::{traits::GetCallName, weights::WeightMeter},
	traits::{Dispatchable, Hooks},
};
use medchain_support::billing::{Billing, Payments};

#[derive(Clone, Debug)]
pub enum Act {
	/// A call by governance, or by somebody.
	Call(Option<AccountId>, Call<Test>),
	Transfer {
		coin: CurrencyId,
		from: AccountId,
		to: AccountId,
		amount: u128,
	},
	Bill {
		from: AccountId,
		to: AccountId,
		coin: CurrencyId,
		lines: Lines,
		due: u64,
	},
	Settle {
		bill: BillId,
		payer: AccountId,
		amount: u128,
	},
	PayOut {
		coin: CurrencyId,
		from: AccountId,
		to: AccountId,
		amount: u128,
	},
	Hold {
		coin: CurrencyId,
		owner: AccountId,
		amount: u128,
	},
	Release {
		escrow: u64,
		amount: u128,
	},
	PayHeld {
		escrow: u64,
		to: AccountId,
		amount: u128,
	},
	/// A block with room for so many collections.
	Block {
		room: u64,
	},
	/// The world changes: somebody gains or loses a role.
	Role {
		who: AccountId,
		role: Role,
	},
	/// Somebody begins to act for an organization, or stops.
	Friend {
		who: AccountId,
		of: AccountId,
	},
	/// The chain begins to stand still, or goes on.
	Standstill,
}

type Token = Pallet<Test>;

impl Act {
	pub fn name(&self) -> &'static str {
		match self {
			Act::Call(_, call) => call.get_call_name(),
			Act::Transfer { .. } => "assets.transfer",
			Act::Bill { .. } => "Billing::bill",
			Act::Settle { .. } => "Billing::settle",
			Act::PayOut { .. } => "Payments::pay",
			Act::Hold { .. } => "Payments::hold",
			Act::Release { .. } => "Payments::release",
			Act::PayHeld { .. } => "Payments::pay_held",
			Act::Block { .. } => "on_poll",
			Act::Role { .. } => "role",
			Act::Friend { .. } => "affiliation",
			Act::Standstill => "standstill",
		}
	}

	pub fn on_pallet(self) -> DispatchResult {
		match self {
			Act::Call(who, call) => {
				let origin = who.map_or_else(root, signed);
				let result = RuntimeCall::MedicalToken(call).dispatch(origin);
				result.map(|_| ()).map_err(|refused| refused.error)
			}
			Act::Transfer { coin, from, to, amount } => {
				let id = coin;
				let call = pallet_assets::Call::<Test>::transfer { id, target: to, amount };
				let result = RuntimeCall::Assets(call).dispatch(signed(from));
				result.map(|_| ()).map_err(|refused| refused.error)
			}
			Act::Bill { from, to, coin, lines, due } => {
				<Token as Billing<_>>::bill(&from, &to, coin, &lines, due, DETAIL).map(|_| ())
			}
			Act::Settle { bill, payer, amount } => Token::settle(bill, &payer, amount),
			Act::PayOut { coin, from, to, amount } => {
				<Token as Payments<_>>::pay(coin, &from, &to, amount)
			}
			Act::Hold { coin, owner, amount } => {
				<Token as Payments<_>>::hold(coin, &owner, amount).map(|_| ())
			}
			Act::Release { escrow, amount } => <Token as Payments<_>>::release(escrow, amount),
			Act::PayHeld { escrow, to, amount } => Token::pay_held(escrow, &to, amount),
			Act::Block { room } => {
				let one = <Test as Config>::WeightInfo::collect();
				let look = <Test as Config>::WeightInfo::poll();
				let mut meter = WeightMeter::with_limit(look + one * room);
				Token::on_poll(1, &mut meter);
				Ok(())
			}
			Act::Role { who, role } => {
				use medchain_support::InspectCredentials;
				match <Registry as InspectCredentials<_>>::has_role(&who, role) {
					true => Registry::take_role(&who, role),
					false => Registry::give_role(&who, role),
				}
				Ok(())
			}
			Act::Friend { who, of } => {
				use medchain_support::InspectCredentials;
				match <Registry as InspectCredentials<_>>::is_affiliated(&who, &of) {
					true => Registry::end_affiliation(&who, &of),
					false => Registry::affiliate(&who, &of),
				}
				Ok(())
			}
			Act::Standstill => {
				Standstill::set(!Standstill::get());
				Ok(())
			}
		}
	}

	/// What should come of it, and which instalments a block should report.
	pub fn in_model(&self, model: &mut Model) -> (Answer, Vec<Event<Test>>) {
		let answer = match self {
			Act::Call(who, call) => by_call(model, *who, call),
			Act::Transfer { coin, from, to, amount } => model.transfer(*coin, *from, *to, *amount),
			Act::Bill { from, to, coin, lines, due } => {
				model.issue(*from, *to, *coin, lines, *due, false)
			}
			Act::Settle { bill, payer, amount } => model.pay(*payer, *bill, *amount, true),
			Act::PayOut { coin, from, to, amount } => model.pay_out(*coin, *from, *to, *amount),
			Act::Hold { coin, owner, amount } => model.hold(*coin, *owner, *amount),
			Act::Release { escrow, amount } => model.pay_escrow(*escrow, None, *amount),
			Act::PayHeld { escrow, to, amount } => model.pay_escrow(*escrow, Some(*to), *amount),
			Act::Block { room } => return (Ok(()), model.collect((*room).min(most_in_a_block()))),
			Act::Role { who, role } => {
				if !model.roles.remove(&(*who, *role)) {
					model.roles.insert((*who, *role));
				}
				Ok(())
			}
			Act::Friend { who, of } => {
				if !model.friends.remove(&(*who, *of)) {
					model.friends.insert((*who, *of));
				}
				Ok(())
			}
			Act::Standstill => {
				model.still = !model.still;
				Ok(())
			}
		};
		(answer, Vec::new())
	}
}

/// How many collections the configured weight has room for.
fn most_in_a_block() -> u64 {
	let room = CollectionWeight::get() - <Test as Config>::WeightInfo::poll();
	room.checked_div_per_component(&<Test as Config>::WeightInfo::collect()).unwrap()
}

fn by_call(model: &mut Model, who: Option<AccountId>, call: &Call<Test>) -> Answer {
	let governed = matches!(call, Call::register_currency { .. } | Call::set_terms { .. });
	if governed != who.is_none() {
		return Err(vec![DispatchError::BadOrigin]);
	}
	let who = who.unwrap_or_default();
	match call.clone() {
		Call::register_currency { code, issuer, terms } => model.register(code, issuer, &terms),
		Call::set_terms { currency, terms } => model.set_terms(currency, &terms),
		Call::attest_reserves { currency, reserves, as_of, .. } => {
			model.attest(who, currency, reserves, as_of)
		}
		Call::mint { currency, to, amount } => model.mint(who, currency, to, amount),
		Call::request_redemption { currency, amount } => model.request(who, currency, amount),
		Call::complete_redemption { redemption, .. } => model.complete(who, redemption),
		Call::expire_redemption { redemption } => model.expire(redemption),
		Call::freeze { currency, who: whose, .. } => model.block(who, currency, whose),
		Call::thaw { currency, who: whose } => model.unblock(who, currency, whose),
		Call::pause { currency, .. } => model.stop(who, currency, true),
		Call::resume { currency } => model.stop(who, currency, false),
		Call::add_programme { currency, kind, cap } => model.add_scheme(who, currency, &kind, cap),
		Call::end_programme { programme } => model.end_scheme(who, programme),
		Call::enrol { programme, patient, until } => model.enrol(who, programme, patient, until),
		Call::end_membership { programme, patient } => model.leave(who, programme, patient),
		Call::set_discount_cap { cap } => model.set_cap(who, cap),
		Call::issue { patient, currency, lines, due, .. } => {
			model.issue(who, patient, currency, &lines, due, true)
		}
		Call::pay { bill, amount } => model.pay(who, bill, amount, false),
		Call::write_off { bill, amount } => model.write_off(who, bill, amount),
		Call::refund { bill, payer, amount } => model.refund(who, bill, payer, amount),
		Call::cancel { bill, as_error } => model.cancel(who, bill, as_error),
		Call::dispute { bill, .. } => model.dispute(who, bill),
		Call::resolve { bill, credit } => model.resolve(who, bill, credit),
		Call::remove { bill } => model.remove(bill),
		Call::propose_plan { bill, terms } => model.propose(who, bill, terms),
		Call::accept_plan { bill, terms, mandate } => model.accept(who, bill, terms, mandate),
		Call::authorize_debit { bill, instalments, mandate } => {
			model.authorize(who, bill, instalments, mandate)
		}
		Call::revoke_mandate { bill } => model.revoke(who, bill),
		other => panic!("the model does not know {other:?}"),
	}
}
