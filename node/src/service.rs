//! The node's parts and how they hang together.

use crate::{
	authoring::Author,
	checks::Checks,
	equivocation::{self, Watched},
	genesis, rpc,
	sealing::{self, Sealing},
};
use futures::{future::BoxFuture, FutureExt};
use medchain_runtime::{opaque::Block, Hash, RuntimeApi};
use polkadot_sdk::{
	sc_chain_spec::{BuildGenesisBlock, GenesisBlockBuilder},
	sc_client_api::Backend as _,
	sc_client_db::DatabaseSettings,
	sc_consensus::{DefaultImportQueue, LongestChain},
	sc_consensus_babe::{
		self as babe, BabeBlockImport, BabeLink, BabeParams, BabeWorkerHandle, ImportQueueParams,
		SlotProportion,
	},
	sc_consensus_grandpa::{
		self as grandpa, FinalityProofProvider, GrandpaBlockImport, GrandpaParams,
		GrandpaPruningFilter, LinkHalf, SharedVoterState, VotingRulesBuilder,
	},
	sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging,
	sc_executor::WasmExecutor,
	sc_network::{
		config::{FullNetworkConfiguration, NetworkBackendType},
		Litep2pNetworkBackend, NetworkBackend, NetworkWorker,
	},
	sc_network_sync::SyncingService,
	sc_offchain::{OffchainWorkerOptions, OffchainWorkers},
	sc_service::{
		self, BuildNetworkParams, ChainSpec, Configuration, Error as ServiceError,
		KeystoreContainer, PartialComponents, SpawnTasksParams, TFullBackend, TFullClient,
		TaskManager, WarpSyncConfig,
	},
	sc_storage_monitor::{StorageMonitorParams, StorageMonitorService},
	sc_telemetry::{self, Telemetry, TelemetryHandle, TelemetryWorker},
	sc_transaction_pool::{self, TransactionPoolHandle},
	sc_transaction_pool_api::OffchainTransactionPoolFactory,
	sp_blockchain::HeaderBackend,
	sp_consensus_babe::inherents::InherentDataProvider as SlotProvider,
	sp_core::storage::Storage,
	sp_inherents::CreateInherentDataProviders,
	sp_io::SubstrateHostFunctions,
	sp_keystore::KeystorePtr,
	sp_runtime::traits::Block as _,
	sp_timestamp::InherentDataProvider as TimestampProvider,
};
use std::{sync::Arc, time::Duration};

/// Executes the runtime.
pub type Executor = WasmExecutor<SubstrateHostFunctions>;
/// The chain: blocks, state and the runtime's interfaces.
pub type FullClient = TFullClient<Block, RuntimeApi, Executor>;
/// What the chain is stored in.
pub type FullBackend = TFullBackend<Block>;
/// Which head is best.
pub type FullSelectChain = LongestChain<FullBackend, Block>;
/// Where transactions wait.
pub type FullPool = TransactionPoolHandle<Block, FullClient>;
/// What gives blocks their slot and their timestamp.
pub type Clock = Arc<
	dyn CreateInherentDataProviders<
		Block,
		(),
		InherentDataProviders = (SlotProvider, TimestampProvider),
	>,
>;
/// What a new block gets besides: alerts about drug packs.
pub type Inherents = Arc<
	dyn CreateInherentDataProviders<
		Block,
		(),
		InherentDataProviders = (SlotProvider, TimestampProvider, Checks),
	>,
>;
/// How a block gets in: through BABE's rules, then GRANDPA's, then into the database. Who made
/// two blocks in one slot is reported.
pub type FullBlockImport = Watched<
	BabeBlockImport<
		Block,
		FullClient,
		GrandpaBlockImport<FullBackend, Block, FullClient, FullSelectChain>,
		Clock,
		FullSelectChain,
	>,
>;
/// The parts that the subcommands need, too.
pub type Partial = PartialComponents<
	FullClient,
	FullBackend,
	FullSelectChain,
	DefaultImportQueue<Block>,
	FullPool,
	Consensus,
>;

/// Blocks from one kept GRANDPA justification to the next.
const JUSTIFICATION_PERIOD: u32 = 512;
/// How long a vote may take through the network.
const GOSSIP_DURATION: Duration = Duration::from_millis(333);
/// The part of a slot in which a block is put together, as on Polkadot: a full one takes about as long as
/// executing it does, and longer while the pool checks transactions on the same processor.
const PROPOSAL_PORTION: f32 = 2.0 / 3.0;

/// The parts that only a running node needs.
pub struct Consensus {
	block_import: FullBlockImport,
	babe_link: BabeLink<Block>,
	babe_worker: BabeWorkerHandle<Block>,
	grandpa_link: LinkHalf<Block, FullClient, FullSelectChain>,
	clock: Clock,
	raw_spec: Box<dyn ChainSpec>,
	telemetry: Option<Telemetry>,
}

/// What making blocks takes.
pub struct Workshop {
	/// Takes the new blocks in.
	pub block_import: FullBlockImport,
	/// Puts blocks together.
	pub proposer: Author,
	/// The chain.
	pub client: Arc<FullClient>,
	/// Where transactions wait.
	pub pool: Arc<FullPool>,
	/// Which block to build on.
	pub select_chain: FullSelectChain,
	/// What BABE knows of epochs.
	pub babe_link: BabeLink<Block>,
	/// The author's keys.
	pub keystore: KeystorePtr,
	/// What gives the blocks their time, and alerts.
	pub inherents: Inherents,
}

/// Opens the database and builds what stands on it. `sealed` says that blocks get their time from
/// [`sealing::clock`], which the import of blocks has to agree with.
pub fn partial(config: &Configuration, sealed: bool) -> Result<Partial, ServiceError> {
	let telemetry = config
		.telemetry_endpoints
		.clone()
		.filter(|endpoints| !endpoints.is_empty())
		.map(|endpoints| {
			let worker = TelemetryWorker::new(16)?;
			let telemetry = worker.handle().new_telemetry(endpoints);
			Ok::<_, sc_telemetry::Error>((worker, telemetry))
		})
		.transpose()?;
	let handle = telemetry.as_ref().map(|(_, telemetry)| telemetry.handle());

	let (raw_spec, (client, backend, keystore_container, task_manager)) =
		open(config, handle.clone())?;
	let client = Arc::new(client);
	let telemetry = telemetry.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});

	let select_chain = LongestChain::new(backend.clone());
	let transaction_pool = Arc::new(
		sc_transaction_pool::Builder::new(
			task_manager.spawn_essential_handle(),
			client.clone(),
			config.role.is_authority().into(),
		)
		.with_options(config.transaction_pool.clone())
		.with_prometheus(config.prometheus_registry())
		.build(),
	);

	let (grandpa_import, grandpa_link) = grandpa::block_import(
		client.clone(),
		JUSTIFICATION_PERIOD,
		&client,
		select_chain.clone(),
		handle.clone(),
	)?;
	let babe_config = babe::configuration(&*client)?;
	let slot_duration = babe_config.slot_duration();
	let clock: Clock = if sealed {
		sealing::clock(client.clone(), slot_duration)
	} else {
		Arc::new(move |_: Hash, ()| async move {
			let time = TimestampProvider::from_system_time();
			let slot = SlotProvider::from_timestamp_and_slot_duration(*time, slot_duration);
			Ok((slot, time))
		})
	};
	let (block_import, babe_link) = babe::block_import(
		babe_config,
		grandpa_import.clone(),
		client.clone(),
		clock.clone(),
		select_chain.clone(),
		equivocation::no_reports(),
	)?;
	let block_import =
		Watched::new(block_import, client.clone(), select_chain.clone(), transaction_pool.clone());
	let (import_queue, babe_worker) = babe::import_queue(ImportQueueParams {
		link: babe_link.clone(),
		block_import: block_import.clone(),
		justification_import: Some(Box::new(grandpa_import)),
		client: client.clone(),
		slot_duration,
		spawner: &task_manager.spawn_essential_handle(),
		registry: config.prometheus_registry(),
		telemetry: handle,
	})?;

	Ok(PartialComponents {
		client,
		backend,
		task_manager,
		keystore_container,
		select_chain,
		import_queue,
		transaction_pool,
		other: Consensus {
			block_import,
			babe_link,
			babe_worker,
			grandpa_link,
			clock,
			raw_spec,
			telemetry,
		},
	})
}

type Opened = (FullClient, Arc<FullBackend>, KeystoreContainer, TaskManager);

/// Opens the database, or starts one from the genesis of the chain specification. Also gives the
/// specification with its state written down.
fn open(
	config: &Configuration,
	telemetry: Option<TelemetryHandle>,
) -> Result<(Box<dyn ChainSpec>, Opened), ServiceError> {
	let executor: Executor = sc_service::new_wasm_executor(&config.executor);
	let backend = sc_service::new_db_backend(DatabaseSettings {
		// Warp sync proves finality with the justifications at changes of the voters.
		pruning_filters: vec![Arc::new(GrandpaPruningFilter)],
		..config.db_config()
	})
	.map_err(|error| format!("cannot open the database in {}: {error}", database(config)))?;
	let storage = genesis::storage(config.chain_spec.as_ref(), &executor)
		.map_err(|error| format!("chain `{}`: {error}", config.chain_spec.id()))?;
	refuse_foreign(config, &backend, &storage, &executor)?;
	let mut raw_spec = config.chain_spec.cloned_box();
	raw_spec.set_storage(storage.clone());
	let genesis_block = GenesisBlockBuilder::new_with_storage(
		storage,
		!config.no_genesis(),
		backend.clone(),
		executor.clone(),
	)?;
	let opened = sc_service::new_full_parts_with_genesis_builder(
		config,
		telemetry,
		executor,
		backend,
		genesis_block,
		false,
	)?;
	Ok((raw_spec, opened))
}

/// Refuses a database that was started from another genesis than that of `config`.
fn refuse_foreign(
	config: &Configuration,
	backend: &Arc<FullBackend>,
	storage: &Storage,
	executor: &Executor,
) -> Result<(), ServiceError> {
	let Some(stored) = backend.blockchain().hash(0)? else { return Ok(()) };
	let (block, _) = GenesisBlockBuilder::<Block, _, _>::new_with_storage(
		storage.clone(),
		false,
		backend.clone(),
		executor.clone(),
	)?
	.build_genesis_block()?;
	let expected = block.hash();
	if stored != expected {
		let path = database(config);
		let id = config.chain_spec.id();
		return Err(ServiceError::Other(format!(
			"the database in {path} belongs to another chain: its genesis is {stored:?}, that of \
			`{id}` is {expected:?}; choose another --base-path, or remove it with purge-chain",
		)));
	}
	Ok(())
}

/// Where the database is.
fn database(config: &Configuration) -> String {
	config.database.path().map_or("memory".into(), |path| path.display().to_string())
}

/// Starts a node with the network that `config` asks for.
pub fn start(
	config: Configuration,
	storage_monitor: StorageMonitorParams,
	sealing: Option<Sealing>,
) -> Result<TaskManager, ServiceError> {
	match config.network.network_backend {
		NetworkBackendType::Litep2p => {
			start_on::<Litep2pNetworkBackend>(config, storage_monitor, sealing)
		}
		NetworkBackendType::Libp2p => {
			start_on::<NetworkWorker<Block, Hash>>(config, storage_monitor, sealing)
		}
	}
}

fn start_on<Network: NetworkBackend<Block, Hash>>(
	config: Configuration,
	storage_monitor: StorageMonitorParams,
	sealing: Option<Sealing>,
) -> Result<TaskManager, ServiceError> {
	let PartialComponents {
		client,
		backend,
		mut task_manager,
		keystore_container,
		select_chain,
		import_queue,
		transaction_pool,
		other:
			Consensus {
				block_import,
				babe_link,
				babe_worker,
				grandpa_link,
				clock,
				raw_spec,
				mut telemetry,
			},
	} = partial(&config, sealing.is_some())?;

	if let Some(path) = config.database.path() {
		let spawner = task_manager.spawn_essential_handle();
		StorageMonitorService::try_spawn(storage_monitor, path.into(), &spawner)
			.map_err(|error| ServiceError::Application(error.into()))?;
	}

	let registry = config.prometheus_registry().cloned();
	let metrics = Network::register_notification_metrics(registry.as_ref());
	let mut net_config =
		FullNetworkConfiguration::<_, _, Network>::new(&config.network, registry.clone());
	let genesis_hash = client.info().genesis_hash;
	let grandpa_protocol = grandpa::protocol_standard_name(&genesis_hash, &config.chain_spec);
	let (grandpa_set, grandpa_notifications) = grandpa::grandpa_peers_set_config::<_, Network>(
		grandpa_protocol.clone(),
		metrics.clone(),
		net_config.peer_store_handle(),
	);
	let votes = !config.disable_grandpa && sealing.is_none();
	if votes {
		// A protocol that nobody listens to would keep every peer away.
		net_config.add_notification_protocol(grandpa_set);
	}
	let warp_sync = grandpa::warp_proof::NetworkProvider::new(
		backend.clone(),
		grandpa_link.shared_authority_set().clone(),
		Vec::new(),
	);
	let (network, system_rpc_tx, tx_handler_controller, sync_service, _) =
		sc_service::build_network(BuildNetworkParams {
			config: &config,
			net_config,
			client: client.clone(),
			transaction_pool: transaction_pool.clone(),
			spawn_handle: task_manager.spawn_handle(),
			spawn_essential_handle: task_manager.spawn_essential_handle(),
			import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: Some(WarpSyncConfig::WithProvider(Arc::new(warp_sync))),
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;

	if config.offchain_worker.enabled {
		let workers = OffchainWorkers::new(OffchainWorkerOptions {
			runtime_api_provider: client.clone(),
			keystore: Some(keystore_container.keystore()),
			offchain_db: backend.offchain_storage(),
			transaction_pool: Some(OffchainTransactionPoolFactory::new(transaction_pool.clone())),
			network_provider: Arc::new(network.clone()),
			is_validator: config.role.is_authority(),
			enable_http_requests: true,
			custom_extensions: |_| Vec::new(),
		})?;
		let run = workers.run(client.clone(), task_manager.spawn_handle()).boxed();
		task_manager.spawn_handle().spawn("offchain-workers-runner", "offchain-worker", run);
	}

	let role = config.role;
	let name = config.network.node_name.clone();
	let force_authoring = config.force_authoring;
	let shared_voter_state = SharedVoterState::empty();
	let checks = Checks::default();
	let sources = rpc::Sources {
		client: client.clone(),
		checks: checks.clone(),
		pool: transaction_pool.clone(),
		select_chain: select_chain.clone(),
		raw_spec,
		keystore: keystore_container.keystore(),
		babe_worker,
		authority_set: grandpa_link.shared_authority_set().clone(),
		voter_state: shared_voter_state.clone(),
		justifications: grandpa_link.justification_stream(),
		finality_proofs: FinalityProofProvider::new_for_service(
			backend.clone(),
			Some(grandpa_link.shared_authority_set().clone()),
		),
	};
	sc_service::spawn_tasks(SpawnTasksParams {
		config,
		client: client.clone(),
		backend,
		task_manager: &mut task_manager,
		keystore: keystore_container.keystore(),
		transaction_pool: transaction_pool.clone(),
		rpc_builder: Box::new(move |executor| {
			rpc::module(&sources, executor).map_err(ServiceError::Application)
		}),
		network: network.clone(),
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync_service.clone(),
		telemetry: telemetry.as_mut(),
		tracing_execute_block: None,
	})?;

	if role.is_authority() {
		let handle = telemetry.as_ref().map(Telemetry::handle);
		let workshop = Workshop {
			block_import,
			proposer: Author::new(
				task_manager.spawn_handle(),
				client.clone(),
				transaction_pool.clone(),
				registry.as_ref(),
				handle.clone(),
			),
			client,
			pool: transaction_pool.clone(),
			select_chain,
			babe_link,
			keystore: keystore_container.keystore(),
			inherents: inherents(clock, checks),
		};
		let (name, author) = match sealing {
			Some(sealing) => ("sealing", sealing::task(sealing, workshop)?),
			None => {
				let author = author(workshop, sync_service.clone(), force_authoring, handle)?;
				("babe-proposer", author)
			}
		};
		let spawner = task_manager.spawn_essential_handle();
		spawner.spawn_blocking(name, "block-authoring", author);
	}

	if votes {
		// Without keys the voter casts no votes and still keeps up with those of others.
		let keystore = role.is_authority().then(|| keystore_container.keystore());
		let voter = grandpa::run_grandpa_voter(GrandpaParams {
			config: grandpa::Config {
				gossip_duration: GOSSIP_DURATION,
				justification_generation_period: JUSTIFICATION_PERIOD,
				observer_enabled: false,
				local_role: role,
				name: Some(name),
				keystore,
				telemetry: telemetry.as_ref().map(Telemetry::handle),
				protocol_name: grandpa_protocol,
			},
			link: grandpa_link,
			network,
			sync: sync_service,
			notification_service: grandpa_notifications,
			voting_rule: VotingRulesBuilder::default().build(),
			prometheus_registry: registry,
			shared_voter_state,
			telemetry: telemetry.as_ref().map(Telemetry::handle),
			offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(transaction_pool),
		})?;
		let spawner = task_manager.spawn_essential_handle();
		spawner.spawn_blocking("grandpa-voter", None, voter);
	}

	Ok(task_manager)
}

/// The time of a new block, and the alerts that wait for one. Blocks that come in are checked against
/// the time alone.
fn inherents(clock: Clock, checks: Checks) -> Inherents {
	Arc::new(move |parent: Hash, ()| {
		let (clock, checks) = (clock.clone(), checks.clone());
		async move {
			let (slot, time) = clock.create_inherent_data_providers(parent, ()).await?;
			Ok((slot, time, checks))
		}
	})
}

/// The task that makes blocks in this node's slots.
fn author(
	workshop: Workshop,
	sync_service: Arc<SyncingService<Block>>,
	force_authoring: bool,
	telemetry: Option<TelemetryHandle>,
) -> Result<BoxFuture<'static, ()>, ServiceError> {
	let worker = babe::start_babe(BabeParams {
		keystore: workshop.keystore,
		client: workshop.client,
		select_chain: workshop.select_chain,
		env: workshop.proposer,
		block_import: workshop.block_import,
		sync_oracle: sync_service.clone(),
		justification_sync_link: sync_service,
		create_inherent_data_providers: workshop.inherents,
		force_authoring,
		backoff_authoring_blocks: Some(BackoffAuthoringOnFinalizedHeadLagging::default()),
		babe_link: workshop.babe_link,
		block_proposal_slot_portion: SlotProportion::new(PROPOSAL_PORTION),
		max_block_proposal_slot_portion: None,
		telemetry,
	})?;
	Ok(worker.boxed())
}
