//! Equivocations in BABE and GRANDPA, proved with real keys: slashed exactly once.

use super::*;
use codec::Encode;
use finality_grandpa::{Equivocation, Prevote};
use medchain_runtime::{
	configs::governance::TreasuryAccount, units::MED, Babe, Balance, Grandpa, Header, Historical,
};
use polkadot_sdk::{
	frame_support::traits::KeyOwnerProofSystem,
	sp_consensus_babe::{
		self,
		digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest},
	},
	sp_consensus_grandpa,
	sp_core::{ed25519, sr25519, Pair, H256},
	sp_runtime::{traits::Header as _, Digest, DigestItem},
};

const BOND: Balance = 10_000 * MED;

fn babe_pair(who: Sr25519Keyring) -> sr25519::Pair {
	who.pair()
}

fn grandpa_pair(who: Sr25519Keyring) -> ed25519::Pair {
	ed25519::Pair::from_string(&format!("//{who}"), None).expect("a development key")
}

/// Dave makes two blocks in one slot.
fn two_blocks(slot: u64) -> sp_consensus_babe::EquivocationProof<Header> {
	let pair = babe_pair(Dave);
	let header = |root: u8| {
		let digest = Digest {
			logs: vec![DigestItem::babe_pre_digest(PreDigest::SecondaryPlain(
				SecondaryPlainPreDigest { authority_index: 3, slot: slot.into() },
			))],
		};
		let mut header =
			Header::new(1, H256::zero(), H256::repeat_byte(root), H256::zero(), digest);
		let seal = pair.sign(header.hash().as_ref());
		header.digest_mut().push(DigestItem::babe_seal(seal.into()));
		header
	};
	sp_consensus_babe::EquivocationProof {
		offender: pair.public().into(),
		slot: slot.into(),
		first_header: header(1),
		second_header: header(2),
	}
}

/// Dave votes for two blocks in one round.
fn two_votes(round: u64) -> sp_consensus_grandpa::EquivocationProof<H256, u32> {
	let pair = grandpa_pair(Dave);
	let vote = |target: u8| {
		let prevote = Prevote { target_hash: H256::repeat_byte(target), target_number: 1 };
		let payload = sp_consensus_grandpa::localized_payload(
			round,
			0,
			&finality_grandpa::Message::Prevote(prevote.clone()),
		);
		(prevote, sp_consensus_grandpa::AuthoritySignature::from(pair.sign(&payload)))
	};
	sp_consensus_grandpa::EquivocationProof::new(
		0,
		sp_consensus_grandpa::Equivocation::Prevote(Equivocation {
			round_number: round,
			identity: pair.public().into(),
			first: vote(1),
			second: vote(2),
		}),
	)
}

fn report_blocks(slot: u64) -> bool {
	let owner = Historical::prove((sp_consensus_babe::KEY_TYPE, babe_pair(Dave).public().encode()));
	Babe::report_equivocation_unsigned(
		RuntimeOrigin::none(),
		Box::new(two_blocks(slot)),
		owner.expect("Dave validates"),
	)
	.is_ok()
}

fn report_votes(round: u64) -> bool {
	let owner =
		Historical::prove((sp_consensus_grandpa::KEY_TYPE, grandpa_pair(Dave).public().encode()));
	Grandpa::report_equivocation_unsigned(
		RuntimeOrigin::none(),
		Box::new(two_votes(round)),
		owner.expect("Dave validates"),
	)
	.is_ok()
}

fn assert_slashed_once() {
	assert_eq!(ValidatorSet::bond_of(&account(Dave)), BOND - BOND / 4);
	assert_eq!(Balances::free_balance(TreasuryAccount::get()), BOND / 4);
	assert_eq!(ValidatorSet::validators(), [Alice, Bob, Charlie].map(account));
	assert_eq!(Session::disabled_validators(), [3]);
}

#[test]
fn two_blocks_in_a_slot_cost_a_quarter_of_the_bond_once() {
	chain("local_testnet").execute_with(|| {
		assert!(report_blocks(7));
		assert_slashed_once();
		assert!(!report_blocks(7), "the same report twice");
		assert_slashed_once();
		assert!(report_blocks(8), "another equivocation of the same tenure");
		assert_slashed_once();
	});
}

#[test]
fn two_votes_in_a_round_cost_a_quarter_of_the_bond_once() {
	chain("local_testnet").execute_with(|| {
		assert!(report_votes(1));
		assert_slashed_once();
		assert!(!report_votes(1), "the same report twice");
		assert!(report_votes(2), "another equivocation of the same tenure");
		assert_slashed_once();
	});
}

#[test]
fn blocks_and_votes_together_cost_no_more() {
	chain("local_testnet").execute_with(|| {
		assert!(report_votes(1));
		assert!(report_blocks(1));
		assert_slashed_once();
		Session::rotate_session();
		Session::rotate_session();
		assert_eq!(Session::validators(), [Alice, Bob, Charlie].map(account));
	});
}

#[test]
fn an_honest_validator_cannot_be_accused() {
	chain("local_testnet").execute_with(|| {
		let owner =
			Historical::prove((sp_consensus_babe::KEY_TYPE, babe_pair(Dave).public().encode()))
				.expect("Dave validates");
		let mut same_block_twice = two_blocks(7);
		same_block_twice.second_header = same_block_twice.first_header.clone();
		let mut unsigned = two_blocks(7);
		unsigned.second_header.state_root = H256::repeat_byte(9);
		for forged in [same_block_twice, unsigned] {
			assert!(Babe::report_equivocation_unsigned(
				RuntimeOrigin::none(),
				Box::new(forged),
				owner.clone(),
			)
			.is_err());
		}
		assert_eq!(ValidatorSet::bond_of(&account(Dave)), BOND);
	});
}

#[test]
fn equivocations_can_be_reported_for_as_long_as_the_bond_is_held() {
	chain("local_testnet").execute_with(|| {
		use medchain_runtime::configs::consensus::{ReportLongevity, BONDING_SESSIONS};
		use polkadot_sdk::frame_support::traits::Get;
		assert_eq!(ReportLongevity::get(), 20 * u64::from(BONDING_SESSIONS));
		assert_eq!(
			<<Runtime as pallet_grandpa::Config>::MaxSetIdSessionEntries as Get<u64>>::get(),
			u64::from(BONDING_SESSIONS),
		);
	});
}
