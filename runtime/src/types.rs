//! The types that everything else is written in.

use crate::{Runtime, RuntimeCall};
use polkadot_sdk::{
	sp_runtime::{
		generic,
		traits::{BlakeTwo256, IdentifyAccount, Verify},
		MultiAddress, MultiSignature,
	},
	*,
};

/// sr25519, ed25519 or ECDSA.
pub type Signature = MultiSignature;
/// A public key, or what stands for one.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// Amounts of MED, in units of 10⁻¹².
pub type Balance = u128;
/// Number of transactions an account has sent.
pub type Nonce = u32;
/// Hash of blocks and state.
pub type Hash = sp_core::H256;
/// Number of a block.
pub type BlockNumber = u32;
/// How transactions name accounts.
pub type Address = MultiAddress<AccountId, ()>;
/// Header of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;

/// What a transaction carries beside its call. Its fee can be paid in a currency that has a rate.
pub type TxExtension = (
	frame_system::AuthorizeCall<Runtime>,
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckMortality<Runtime>,
	frame_system::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
	pallet_asset_tx_payment::ChargeAssetTxPayment<Runtime>,
	frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	frame_system::WeightReclaim<Runtime>,
);

/// What a call carries that another account relays and pays. Its nonce is the signer's own, so
/// that it cannot be sent twice; it runs out, and of each signer only so many are taken.
pub type MetaTxExtension = (
	pallet_verify_signature::VerifySignature<Runtime>,
	pallet_meta_tx::MetaTxMarker<Runtime>,
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	pallet_sponsorship::CheckShortLived<Runtime>,
	frame_system::CheckNonce<Runtime>,
	pallet_sponsorship::LimitRate<Runtime>,
);

/// A transaction as it comes in.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// What is signed.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;
