//! The council, root, and several who act as one.

use super::*;
use codec::Encode;
use medchain_runtime::{configs::governance::CouncilInstance, Multisig};
use polkadot_sdk::{
	frame_support::weights::Weight,
	pallet_asset_rate, pallet_collective, pallet_multisig, pallet_preimage, pallet_scheduler,
	pallet_tx_pause, pallet_whitelist,
	sp_core::H256,
	sp_runtime::{
		traits::{BlakeTwo256, Hash as _},
		FixedU128,
	},
};

/// The council of the local network.
const COUNCIL: [Sr25519Keyring; 3] = [Alice, Bob, Charlie];

type Motions = pallet_collective::Call<Runtime, CouncilInstance>;

/// Something harmless that only few may do.
fn decision() -> RuntimeCall {
	crate::consensus::decision()
}

/// The name of a call that nobody here sends.
fn derivative() -> pallet_tx_pause::RuntimeCallNameOf<Runtime> {
	let short = |name: &[u8]| name.to_vec().try_into().expect("it is short");
	(short(b"Utility"), short(b"as_derivative"))
}

impl Mix {
	pub fn governance(&mut self) -> Option<Wish> {
		match self.dice.below(12) {
			0..=4 => self.motion(),
			5..=7 => self.together(),
			8 => {
				let pause = pallet_tx_pause::Call::pause { full_name: derivative() };
				let unpause = pallet_tx_pause::Call::unpause { ident: derivative() };
				by_root(if self.one_in(2) { pause } else { unpause })
			}
			9 => {
				let (asset_kind, rate) =
					(Box::new(EUR), FixedU128::from_u32(1 + self.dice.below(9) as u32));
				by_root(match pallet_asset_rate::ConversionRateToNative::<Runtime>::get(EUR) {
					None => pallet_asset_rate::Call::create { asset_kind, rate },
					Some(_) if self.one_in(8) => pallet_asset_rate::Call::remove { asset_kind },
					Some(_) => pallet_asset_rate::Call::update { asset_kind, rate },
				})
			}
			10 => {
				let when = System::block_number() + 1 + self.dice.below(5) as u32;
				let call = Box::new(decision());
				by_root(pallet_scheduler::Call::schedule {
					when,
					maybe_periodic: None,
					priority: 0,
					call,
				})
			}
			_ => {
				let bytes = self.fresh_hash().to_vec();
				let call_hash = H256::from(self.fresh_hash());
				match self.dice.below(3) {
					0 => by(self.anybody(), pallet_preimage::Call::note_preimage { bytes }),
					1 => {
						let known = pallet_preimage::RequestStatusFor::<Runtime>::iter().next()?;
						let (hash, pallet_preimage::RequestStatus::Unrequested { ticket, .. }) =
							known
						else {
							return None;
						};
						by_account(ticket.0, pallet_preimage::Call::unnote_preimage { hash })
					}
					_ => by_root(pallet_whitelist::Call::whitelist_call { call_hash }),
				}
			}
		}
	}

	/// The council moves, votes and closes.
	fn motion(&mut self) -> Option<Wish> {
		let who = self.dice.one_of(&COUNCIL);
		let moved = pallet_collective::Proposals::<Runtime, CouncilInstance>::get();
		let proposal = decision();
		let length_bound = proposal.encoded_size() as u32;
		let Some(hash) = moved.first().copied() else {
			let proposal = Box::new(proposal);
			return by(who, Motions::propose { threshold: 2, proposal, length_bound });
		};
		let index = pallet_collective::ProposalCount::<Runtime, CouncilInstance>::get() - 1;
		match self.one_in(3) {
			true => {
				let proposal_weight_bound = Weight::from_parts(10_000_000_000, 1_000_000);
				by(
					who,
					Motions::close {
						proposal_hash: hash,
						index,
						proposal_weight_bound,
						length_bound,
					},
				)
			}
			false => by(who, Motions::vote { proposal: hash, index, approve: !self.one_in(4) }),
		}
	}

	/// Two of the three of the council act as one account.
	fn together(&mut self) -> Option<Wish> {
		let who = self.dice.one_of(&COUNCIL);
		let mut others: Vec<AccountId> =
			COUNCIL.into_iter().filter(|other| *other != who).map(account).collect();
		others.sort();
		let mut every: Vec<AccountId> = COUNCIL.map(account).to_vec();
		every.sort();
		let call: RuntimeCall = frame_system::Call::remark_with_event { remark: vec![1] }.into();
		let address = Multisig::multi_account_id(&every, 2);
		let hash = BlakeTwo256::hash(&call.encode()).0;
		let opened = pallet_multisig::Multisigs::<Runtime>::get(address, hash);
		if opened.as_ref().is_some_and(|opened| opened.depositor == account(who)) {
			return None;
		}
		by(
			who,
			pallet_multisig::Call::as_multi {
				threshold: 2,
				other_signatories: others,
				maybe_timepoint: opened.map(|opened| opened.when),
				call: Box::new(call),
				max_weight: Weight::from_parts(1_000_000_000, 100_000),
			},
		)
	}
}
