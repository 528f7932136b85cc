//! What the pallet remembers.

use frame::deps::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod storage {
	/// The products.
	#[pallet::storage]
	pub type Products<T: Config> =
		StorageMap<_, Blake2_128Concat, Gtin, Product<T::AccountId, T::Deposit>>;

	/// The lots.
	#[pallet::storage]
	pub type Lots<T: Config> =
		StorageMap<_, Twox64Concat, LotId, LotRecord<T::AccountId, T::Deposit>>;

	/// The number of each lot, by product and what is printed.
	#[pallet::storage]
	pub type LotOf<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, Gtin, Blake2_128Concat, Lot, LotId>;

	/// Number of the next lot.
	#[pallet::storage]
	pub type NextLot<T: Config> = StorageValue<_, LotId, ValueQuery>;

	/// The packs that have an entry of their own.
	#[pallet::storage]
	pub type Packs<T: Config> = StorageMap<_, Blake2_128Concat, PackId, Pack<T::AccountId>>;

	/// The packs that were commissioned by a root and were never touched alone, in stretches with one
	/// custody: by lot, from the last to the first.
	#[pallet::storage]
	pub type Portions<T: Config> =
		StorageDoubleMap<_, Twox64Concat, LotId, Identity, PortionKey, Portion<T::AccountId>>;

	/// The packs that were commissioned by a root and now have an entry of their own, by lot and place.
	#[pallet::storage]
	pub type Touched<T: Config> =
		StorageDoubleMap<_, Twox64Concat, LotId, Twox64Concat, u32, PackId>;

	/// The containers.
	#[pallet::storage]
	pub type Containers<T: Config> =
		StorageMap<_, Blake2_128Concat, Sscc, Container<T::AccountId, T::Deposit>>;

	/// What lies directly in each container.
	#[pallet::storage]
	pub type Children<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, Sscc, Blake2_128Concat, Subject, ()>;

	/// The recalls, lifted ones too.
	#[pallet::storage]
	pub type Recalls<T: Config> = StorageMap<_, Twox64Concat, RecallId, Recall<T::AccountId>>;

	/// Number of the next recall.
	#[pallet::storage]
	pub type NextRecall<T: Config> = StorageValue<_, RecallId, ValueQuery>;

	/// The sensors that report for packs and containers.
	#[pallet::storage]
	pub type Sensors<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		Subject,
		Blake2_128Concat,
		T::AccountId,
		Binding<T::AccountId>,
	>;

	/// The recorded events, by hash and actor: nobody takes an event away from its actor by recording its
	/// hash first.
	#[pallet::storage]
	pub type Events<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		Digest,
		Blake2_128Concat,
		T::AccountId,
		EventRecord<T::AccountId>,
	>;

	/// The recorded events, by number.
	#[pallet::storage]
	pub type EventOf<T: Config> = StorageMap<_, Twox64Concat, EventNumber, (Digest, T::AccountId)>;

	/// Number of the next event. Benchmarks do not count it: however many events a block has, the database
	/// reads and writes it once.
	#[pallet::storage]
	#[pallet::whitelist_storage]
	pub type NextEvent<T: Config> = StorageValue<_, EventNumber, ValueQuery>;

	/// What happened to each subject, in the order of the events. Of stretches it stands under their lot.
	#[pallet::storage]
	pub type Trail<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, Subject, Identity, StepKey, Step>;

	/// When the last alert about each pack was raised, in seconds since 1970.
	#[pallet::storage]
	pub type LastAlert<T: Config> = StorageMap<_, Blake2_128Concat, PackId, u64>;

	/// The block of the last alert: there is at most one in each.
	#[pallet::storage]
	pub type AlertBlock<T: Config> = StorageValue<_, BlockNumberFor<T>>;
}
