//! What a node can ask the runtime.

use crate::{
	configs::consensus::{KeyOwnerProof, SessionSlots},
	types::{AccountId, Balance, Block, BlockNumber, Hash, Header, Nonce},
	Babe, ClinicalTrials, Credentials, DrugTrace, Executive, Grandpa, Historical,
	InherentDataExt as _, InsuranceClaims, MedicalToken, PatientConsent, Runtime, RuntimeCall,
	RuntimeGenesisConfig, SessionKeys, System, TransactionPayment, BABE_GENESIS_CONFIG, VERSION,
};
use alloc::vec::Vec;
use codec::Encode;
use medchain_support::{
	AccessRequest, Actor, Amount, BillId, CurrencyId, Decision, Gtin, Lot, PackId, Roles, Sscc,
};
use pallet_clinical_trials::{
	Allocation, Attestations, Capture, CaptureId, Creditor, CriterionId, Entry, List,
	NumberedQuery, OutstandingEvent, Protocol, Site, SubjectId, SubjectInfo, TrialId, TrialInfo,
	Version,
};
use pallet_credentials::{CredentialId, CredentialInfo, HolderInfo};
use pallet_drug_trace::{
	ContainerInfo, Digest, EventNumber, EventRecord, LotId, LotInfo, PackInfo, PackQuery,
	PedigreeStep, PortionInfo, Recall, RecallId, Subject, Verification,
};
use pallet_insurance_claims::{
	Attachments, ClaimId, ClaimInfo, CoverageInfo, Lines, Payee, Plan, PlanId, PlanTerms, PoolId,
	PoolStatus, Predetermination,
};
use pallet_medical_token::{BillInfo, Obligation, Page, ReserveStatus};
use pallet_patient_consent::{AuditHead, AuditPage, Change, DirectiveInfo, Question};
use polkadot_sdk::{
	frame_support::{
		genesis_builder_helper::{build_state, get_preset},
		traits::{Get, KeyOwnerProofSystem},
		view_functions::{ViewFunctionDispatchError, ViewFunctionId},
		weights::Weight,
	},
	sp_api::impl_runtime_apis,
	sp_core::{crypto::KeyTypeId, OpaqueMetadata},
	sp_genesis_builder::PresetId,
	sp_inherents::{CheckInherentsResult, InherentData},
	sp_runtime::{
		traits::{Block as BlockT, NumberFor},
		transaction_validity::{TransactionSource, TransactionValidity},
		ApplyExtrinsicResult, DispatchError, ExtrinsicInclusionMode,
	},
	sp_session::OpaqueGeneratedSessionKeys,
	sp_version::RuntimeVersion,
	*,
};

impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block);
		}

		fn initialize_block(header: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(data: InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: InherentData,
		) -> CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl crate::batch::BatchBuilder<Block> for Runtime {
		fn apply_extrinsics(
			extrinsics: Vec<<Block as BlockT>::Extrinsic>,
			limit: Weight,
		) -> Vec<ApplyExtrinsicResult> {
			crate::batch::apply(extrinsics, limit)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			tx: <Block as BlockT>::Extrinsic,
			block_hash: Hash,
		) -> TransactionValidity {
			Executive::validate_transaction(source, tx, block_hash)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_consensus_babe::BabeApi<Block> for Runtime {
		fn configuration() -> sp_consensus_babe::BabeConfiguration {
			let epoch = Babe::epoch_config().unwrap_or(BABE_GENESIS_CONFIG);
			sp_consensus_babe::BabeConfiguration {
				slot_duration: Babe::slot_duration(),
				epoch_length: SessionSlots::get(),
				c: epoch.c,
				authorities: Babe::authorities().to_vec(),
				randomness: Babe::randomness(),
				allowed_slots: epoch.allowed_slots,
			}
		}

		fn current_epoch_start() -> sp_consensus_babe::Slot {
			Babe::current_epoch_start()
		}

		fn current_epoch() -> sp_consensus_babe::Epoch {
			Babe::current_epoch()
		}

		fn next_epoch() -> sp_consensus_babe::Epoch {
			Babe::next_epoch()
		}

		fn generate_key_ownership_proof(
			_slot: sp_consensus_babe::Slot,
			authority_id: sp_consensus_babe::AuthorityId,
		) -> Option<sp_consensus_babe::OpaqueKeyOwnershipProof> {
			Historical::prove((sp_consensus_babe::KEY_TYPE, authority_id))
				.map(|proof| sp_consensus_babe::OpaqueKeyOwnershipProof::new(proof.encode()))
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_babe::EquivocationProof<Header>,
			key_owner_proof: sp_consensus_babe::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			let key_owner_proof: KeyOwnerProof = key_owner_proof.decode()?;
			Babe::submit_unsigned_equivocation_report(equivocation_proof, key_owner_proof)
		}
	}

	impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
		fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList {
			Grandpa::grandpa_authorities()
		}

		fn current_set_id() -> sp_consensus_grandpa::SetId {
			pallet_grandpa::CurrentSetId::<Runtime>::get()
		}

		fn generate_key_ownership_proof(
			_set_id: sp_consensus_grandpa::SetId,
			authority_id: sp_consensus_grandpa::AuthorityId,
		) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
			Historical::prove((sp_consensus_grandpa::KEY_TYPE, authority_id))
				.map(|proof| sp_consensus_grandpa::OpaqueKeyOwnershipProof::new(proof.encode()))
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_grandpa::EquivocationProof<
				<Block as BlockT>::Hash,
				NumberFor<Block>,
			>,
			key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			let key_owner_proof: KeyOwnerProof = key_owner_proof.decode()?;
			Grandpa::submit_unsigned_equivocation_report(equivocation_proof, key_owner_proof)
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(
			owner: Vec<u8>,
			seed: Option<Vec<u8>>,
		) -> OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance>
		for Runtime
	{
		fn query_info(
			uxt: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> pallet_transaction_payment_rpc_runtime_api::RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_info(uxt, len)
		}

		fn query_fee_details(
			uxt: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> pallet_transaction_payment::FeeDetails<Balance> {
			TransactionPayment::query_fee_details(uxt, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<
		Block,
		Balance,
		RuntimeCall,
	> for Runtime {
		fn query_call_info(
			call: RuntimeCall,
			len: u32,
		) -> pallet_transaction_payment::RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_call_info(call, len)
		}

		fn query_call_fee_details(
			call: RuntimeCall,
			len: u32,
		) -> pallet_transaction_payment::FeeDetails<Balance> {
			TransactionPayment::query_call_fee_details(call, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl pallet_patient_consent::runtime_api::PatientConsentApi<Block, AccountId> for Runtime {
		fn decide(
			patient: AccountId,
			actor: Actor<AccountId>,
			request: AccessRequest,
		) -> Decision {
			PatientConsent::decide(patient, actor, request)
		}

		fn simulate(
			patient: AccountId,
			change: Change<AccountId>,
			at: Option<u64>,
			questions: Vec<Question<AccountId>>,
		) -> Vec<(Decision, Decision)> {
			PatientConsent::simulate(patient, change, at, questions)
		}

		fn directives(patient: AccountId) -> Vec<DirectiveInfo<AccountId>> {
			PatientConsent::directives(patient)
		}

		fn audit_head(patient: AccountId) -> AuditHead {
			PatientConsent::audit_head(patient)
		}

		fn audit_page(
			patient: AccountId,
			from: u64,
			limit: u32,
		) -> AuditPage<AccountId, BlockNumber> {
			PatientConsent::audit_page(patient, from, limit)
		}
	}

	impl pallet_credentials::runtime_api::CredentialsApi<Block, AccountId> for Runtime {
		fn roles_of(who: AccountId) -> Roles {
			Credentials::roles_of(who)
		}

		fn organizations_of(who: AccountId) -> Vec<AccountId> {
			Credentials::organizations_of(who)
		}

		fn credential(
			subject: AccountId,
			credential: CredentialId,
		) -> Option<CredentialInfo<AccountId>> {
			Credentials::credential(subject, credential)
		}

		fn holder(who: AccountId) -> HolderInfo<AccountId> {
			Credentials::holder(who)
		}
	}

	impl pallet_medical_token::runtime_api::MedicalTokenApi<Block, AccountId> for Runtime {
		fn bill(bill: BillId) -> Option<BillInfo<AccountId>> {
			MedicalToken::bill(bill)
		}

		fn obligations(
			patient: AccountId,
			after: Option<BillId>,
			limit: u32,
		) -> Page<Obligation<AccountId>> {
			MedicalToken::obligations(patient, after, limit)
		}

		fn bills_of(who: AccountId, after: Option<BillId>, limit: u32) -> Page<BillId> {
			MedicalToken::bills_of(who, after, limit)
		}

		fn reserve_status(currency: CurrencyId) -> Option<ReserveStatus<AccountId>> {
			MedicalToken::reserve_status(currency)
		}
	}

	impl pallet_insurance_claims::runtime_api::InsuranceClaimsApi<Block, AccountId> for Runtime {
		fn claim(claim: ClaimId) -> Option<ClaimInfo<AccountId>> {
			InsuranceClaims::claim(claim)
		}

		fn claims_of(
			who: AccountId,
			after: Option<ClaimId>,
			limit: u32,
		) -> pallet_insurance_claims::Page<ClaimId> {
			InsuranceClaims::claims(who, after, limit)
		}

		fn coverages_of(patient: AccountId) -> Vec<CoverageInfo<AccountId>> {
			InsuranceClaims::coverages(patient)
		}

		fn plan(plan: PlanId, version: Option<u32>) -> Option<(Plan, PlanTerms)> {
			InsuranceClaims::plan(plan, version)
		}

		fn pool_status(pool: PoolId) -> Option<PoolStatus<AccountId>> {
			InsuranceClaims::pool(pool)
		}

		fn predetermine(
			submitter: AccountId,
			patient: AccountId,
			organization: Option<AccountId>,
			currency: CurrencyId,
			payee: Payee,
			lines: Lines,
			attachments: Attachments,
		) -> Result<Predetermination<AccountId>, DispatchError> {
			InsuranceClaims::predetermination(
				submitter,
				patient,
				organization,
				currency,
				payee,
				lines,
				attachments,
			)
		}
	}

	impl pallet_drug_trace::runtime_api::DrugTraceApi<Block, AccountId> for Runtime {
		fn verify(query: PackQuery) -> Verification<AccountId> {
			DrugTrace::verification(&query)
		}

		fn pack(pack: PackId) -> Option<PackInfo<AccountId>> {
			DrugTrace::pack_info(pack)
		}

		fn container(container: Sscc) -> Option<ContainerInfo<AccountId>> {
			DrugTrace::container_info(container)
		}

		fn contents(
			container: Sscc,
			after: Option<Subject>,
			limit: u32,
		) -> pallet_drug_trace::Page<Subject> {
			DrugTrace::contents_page(container, after, limit)
		}

		fn lot(gtin: Gtin, lot: Lot) -> Option<LotInfo<AccountId>> {
			let id = pallet_drug_trace::LotOf::<Runtime>::get(gtin, lot)?;
			DrugTrace::lot_info(id)
		}

		fn lot_of(lot: LotId) -> Option<LotInfo<AccountId>> {
			DrugTrace::lot_info(lot)
		}

		fn portions(
			lot: LotId,
			after: Option<u32>,
			limit: u32,
		) -> pallet_drug_trace::Page<PortionInfo<AccountId>, u32> {
			DrugTrace::portions_page(lot, after, limit)
		}

		fn pedigree(
			subject: Subject,
			after: Option<EventNumber>,
			limit: u32,
		) -> pallet_drug_trace::Page<PedigreeStep<AccountId>, EventNumber> {
			DrugTrace::pedigree_page(subject, after, limit)
		}

		fn recalls(
			after: Option<RecallId>,
			limit: u32,
		) -> pallet_drug_trace::Page<(RecallId, Recall<AccountId>), RecallId> {
			DrugTrace::recalls_page(after, limit)
		}

		fn event(hash: Digest, actor: AccountId) -> Option<EventRecord<AccountId>> {
			pallet_drug_trace::Events::<Runtime>::get(hash, actor)
		}
	}

	impl pallet_clinical_trials::runtime_api::ClinicalTrialsApi<Block, AccountId, BlockNumber>
		for Runtime
	{
		fn trial(trial: TrialId) -> Option<TrialInfo<AccountId, BlockNumber>> {
			ClinicalTrials::trial_info(trial)
		}

		fn protocol(trial: TrialId, version: Version) -> Option<Protocol<AccountId>> {
			pallet_clinical_trials::Protocols::<Runtime>::get(trial, version)
		}

		fn site(trial: TrialId, site: AccountId) -> Option<Site<AccountId>> {
			pallet_clinical_trials::Sites::<Runtime>::get(trial, site)
		}

		fn subject(trial: TrialId, subject: SubjectId) -> Option<SubjectInfo<AccountId>> {
			ClinicalTrials::subject_info(trial, subject)
		}

		fn attestations(
			trial: TrialId,
			subject: SubjectId,
		) -> Vec<(CriterionId, Attestations<AccountId>)> {
			ClinicalTrials::attestations_of(trial, subject)
		}

		fn captures(
			trial: TrialId,
			subject: SubjectId,
			after: Option<CaptureId>,
			limit: u32,
		) -> pallet_clinical_trials::Page<Capture<AccountId>, CaptureId> {
			ClinicalTrials::captures_of(trial, subject, after, limit)
		}

		fn open_queries(trial: TrialId, limit: u32) -> Vec<NumberedQuery<AccountId>> {
			ClinicalTrials::open_queries_of(trial, limit)
		}

		fn outstanding_events(
			trial: TrialId,
			only_overdue: bool,
			limit: u32,
		) -> Vec<OutstandingEvent> {
			ClinicalTrials::outstanding_events(trial, only_overdue, limit)
		}

		fn lists(
			trial: TrialId,
			stratum: u16,
			after: Option<u32>,
			limit: u32,
		) -> pallet_clinical_trials::Page<List, u32> {
			ClinicalTrials::lists_of(trial, stratum, after, limit)
		}

		fn allocations(
			trial: TrialId,
			stratum: u16,
			after: Option<u32>,
			limit: u32,
		) -> pallet_clinical_trials::Page<Allocation, u32> {
			ClinicalTrials::allocations_of(trial, stratum, after, limit)
		}

		fn dues(trial: TrialId, creditor: Creditor<AccountId>) -> Amount {
			pallet_clinical_trials::Dues::<Runtime>::get(trial, creditor)
		}

		fn trail(
			trial: TrialId,
			after: Option<u64>,
			limit: u32,
		) -> pallet_clinical_trials::Page<Entry<AccountId>, u64> {
			ClinicalTrials::trail_page(trial, after, limit)
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
			build_state::<RuntimeGenesisConfig>(config)
		}

		fn get_preset(id: &Option<PresetId>) -> Option<Vec<u8>> {
			get_preset::<RuntimeGenesisConfig>(id, crate::genesis::get_preset)
		}

		fn preset_names() -> Vec<PresetId> {
			crate::genesis::preset_names()
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(
			extra: bool,
		) -> (
			Vec<frame_benchmarking::BenchmarkList>,
			Vec<frame_support::traits::StorageInfo>,
		) {
			crate::benchmarks::metadata(extra)
		}

		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			crate::benchmarks::run(config)
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(checks: frame_try_runtime::UpgradeCheckSelect) -> (Weight, Weight) {
			let weight = Executive::try_runtime_upgrade(checks)
				.expect("the upgrade must leave the state as it should be");
			(weight, crate::configs::system::RuntimeBlockWeights::get().max_block)
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> Weight {
			Executive::try_execute_block(block, state_root_check, signature_check, select)
				.expect("the block must leave the state as it should be")
		}
	}
}
