//! Accounts, relayed calls, and what keeps the world going.

use super::*;
use codec::Encode;
use medchain_runtime::units::MED;
use pallet_credentials::Call as Who;
use pallet_medical_token::Call as Money;
use polkadot_sdk::{
	pallet_balances, pallet_meta_tx, pallet_proxy, pallet_utility,
	sp_runtime::{generic::Era, traits::Dispatchable},
};

pub fn tell(call: impl Into<RuntimeCall>, origin: RuntimeOrigin) {
	let _ = call.into().dispatch(origin);
}

/// Whoever lost a role or all money gets it back, and what was stopped goes on; else in the end nothing
/// would happen any more.
pub fn put_in_order() {
	for who in EVERYBODY {
		if Balances::free_balance(account(who)) < 100_000 * MED {
			let (who, new_free) = (account(who).into(), 1_000_000 * MED);
			tell(pallet_balances::Call::force_set_balance { who, new_free }, RuntimeOrigin::root());
		}
		for currency in [EUR, USD] {
			tell(Money::thaw { currency, who: account(who) }, signed(Ferdie));
		}
	}
	for (who, role) in ROLES {
		if engine::has(who, role) {
			continue;
		}
		let subject = account(who);
		for known in pallet_credentials::Holders::<Runtime>::get(&subject).credentials {
			let (subject, credential) = (subject.clone(), known.id);
			let reinstate = Who::reinstate { subject: subject.clone(), credential };
			tell(reinstate, signed(Alice));
			if !engine::has(who, role) && known.role == role {
				tell(Who::revoke { subject: subject.clone(), credential }, signed(Alice));
				tell(Who::remove { subject, credential }, signed(Alice));
			}
		}
		if !engine::has(who, role) {
			let (period, evidence) = (Period::ALWAYS, EVIDENCE);
			tell(Who::issue { subject, role, period, evidence }, signed(Alice));
		}
	}
	for who in PATIENTS {
		let (assurance, period) = (pallet_credentials::Assurance::High, Period::ALWAYS);
		if !care::is_identified(who) {
			let patient = account(who);
			tell(
				Who::verify_patient { patient, assurance, period, evidence: EVIDENCE },
				signed(Alice),
			);
		}
	}
	for person in [EveStash, One] {
		if !Credentials::organizations_of(account(person)).contains(&account(Dave)) {
			let person = account(person);
			tell(Who::affiliate { person, period: Period::ALWAYS }, signed(Dave));
		}
	}
	for currency in [EUR, USD] {
		tell(Money::resume { currency }, signed(Ferdie));
		let (reserves, evidence) = (1_000_000_000_000, EVIDENCE);
		tell(
			Money::attest_reserves { currency, reserves, as_of: now(), evidence },
			signed(Charlie),
		);
	}
	crate::consensus::put_in_order();
}

impl Mix {
	pub fn accounts(&mut self) -> Option<Wish> {
		let (who, other) = (self.anybody(), self.anybody());
		let value = u128::from(1 + self.dice.below(1_000)) * MED / 10;
		match self.dice.below(10) {
			0..=2 => by(
				who,
				pallet_balances::Call::transfer_allow_death { dest: account(other).into(), value },
			),
			3 => by(who, pallet_balances::Call::burn { value, keep_alive: true }),
			4 => by(
				who,
				pallet_proxy::Call::add_proxy {
					delegate: account(other).into(),
					proxy_type: Default::default(),
					delay: 0,
				},
			),
			5 => {
				let (proxies, _) =
					polkadot_sdk::pallet_proxy::Proxies::<Runtime>::get(account(who));
				let delegate = proxies.first()?.delegate.clone();
				let (inner_by, call) = self.consent().or_else(|| self.billing())?;
				let By::Account(real) = inner_by else { return None };
				let (real, call) = match real == account(who) {
					true => (real, Box::new(call)),
					false => return None,
				};
				let force_proxy_type = None;
				by_account(
					delegate,
					pallet_proxy::Call::proxy { real: real.into(), force_proxy_type, call },
				)
			}
			6 => by(who, pallet_proxy::Call::remove_proxies {}),
			_ => {
				let mut calls = Vec::new();
				let mut sender = None;
				for _ in 0..12 {
					let found = match self.dice.below(3) {
						0 => self.billing(),
						1 => self.goods(),
						_ => self.trial(),
					};
					let Some((By::Account(found_by), call)) = found else { continue };
					if *sender.get_or_insert(found_by.clone()) == found_by {
						calls.push(call);
					}
				}
				by_account(sender?, pallet_utility::Call::force_batch { calls })
			}
		}
	}

	/// What a patient signs and the hospital relays.
	pub fn relayed(&mut self) -> Option<Wish> {
		let (who, call) = (0..12).find_map(|_| {
			let (By::Account(sender), call) = self.consent()? else { return None };
			let who = PATIENTS.into_iter().find(|patient| account(*patient) == sender)?;
			Some((who, call))
		})?;
		let nonce = System::account_nonce(account(who));
		let before = u64::from(System::block_number() - 1);
		let meta_tx = crate::sponsorship::meta_tx_of(call, who, nonce, Era::mortal(64, before));
		let meta_tx_encoded_len = meta_tx.encoded_size() as u32;
		by(Dave, pallet_meta_tx::Call::dispatch { meta_tx: Box::new(meta_tx), meta_tx_encoded_len })
	}
}
