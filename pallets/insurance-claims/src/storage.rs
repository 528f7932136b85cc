//! What the pallet remembers.

use frame::deps::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod storage {
	/// The pools.
	#[pallet::storage]
	pub type Pools<T: Config> = StorageMap<_, Twox64Concat, PoolId, Pool<T::AccountId>>;

	/// The pool of each insurer and currency.
	#[pallet::storage]
	pub type PoolOf<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, CurrencyId, PoolId>;

	/// Number of the next pool.
	#[pallet::storage]
	pub type NextPool<T: Config> = StorageValue<_, PoolId, ValueQuery>;

	/// The plans.
	#[pallet::storage]
	pub type Plans<T: Config> = StorageMap<_, Twox64Concat, PlanId, Plan>;

	/// The terms of each plan in each version.
	#[pallet::storage]
	pub type PlanVersions<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PlanId, Twox64Concat, u32, PlanTerms>;

	/// Number of the next plan.
	#[pallet::storage]
	pub type NextPlan<T: Config> = StorageValue<_, PlanId, ValueQuery>;

	/// The providers of each plan's network: those to whom it was offered, those who belong to it, and
	/// those whose services of then can still be claimed.
	#[pallet::storage]
	pub type Contracts<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PlanId, Blake2_128Concat, T::AccountId, Contract>;

	/// Who may insure a person beside that person: beneficiary and subscriber.
	#[pallet::storage]
	pub type Subscribers<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Blake2_128Concat, T::AccountId, ()>;

	/// The coverages.
	#[pallet::storage]
	pub type Coverages<T: Config> = StorageMap<_, Twox64Concat, CoverageId, Coverage<T::AccountId>>;

	/// Number of the next coverage.
	#[pallet::storage]
	pub type NextCoverage<T: Config> = StorageValue<_, CoverageId, ValueQuery>;

	/// The terms of each coverage.
	#[pallet::storage]
	pub type Terms<T: Config> =
		StorageDoubleMap<_, Twox64Concat, CoverageId, Twox64Concat, TermNumber, Term>;

	/// The coverages of each person, in their order of benefits.
	#[pallet::storage]
	pub type CoveragesOf<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		BoundedVec<CoverageId, ConstU32<MAX_COVERAGES>>,
		ValueQuery,
	>;

	/// Units of a service that were used in a term, where the plan limits them.
	#[pallet::storage]
	pub type Units<T: Config> = StorageNMap<
		_,
		(
			Key<Twox64Concat, CoverageId>,
			Key<Twox64Concat, TermNumber>,
			Key<Twox64Concat, ServiceType>,
		),
		u32,
		ValueQuery,
	>;

	/// Days on which a service was used, where the plan limits how often; the latest [`MAX_DAYS`] of
	/// them.
	#[pallet::storage]
	pub type Days<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		CoverageId,
		Twox64Concat,
		ServiceType,
		UseDays,
		ValueQuery,
	>;

	/// Lines that a biller was paid by a pool for one day of service.
	#[pallet::storage]
	pub type DailyLines<T: Config> = StorageNMap<
		_,
		(Key<Twox64Concat, PoolId>, Key<Blake2_128Concat, T::AccountId>, Key<Twox64Concat, u32>),
		u32,
		ValueQuery,
	>;

	/// Lines that were decided, each under its fingerprints, with its claim.
	#[pallet::storage]
	pub type Fingerprints<T: Config> = StorageMap<_, Identity, Fingerprint, ClaimId>;

	/// Drug packs that were paid, with the claim.
	#[pallet::storage]
	pub type PaidPacks<T: Config> = StorageMap<_, Blake2_128Concat, PackId, ClaimId>;

	/// The claims, with what each payer does with them.
	#[pallet::storage]
	pub type Claims<T: Config> = StorageMap<_, Twox64Concat, ClaimId, RecordOf<T>>;

	/// Number of the next claim. Benchmarks do not count it: however many claims a block has, the database
	/// reads and writes it once.
	#[pallet::storage]
	#[pallet::whitelist_storage]
	pub type NextClaim<T: Config> = StorageValue<_, ClaimId, ValueQuery>;

	/// The claims of each patient and of each biller. In the order of their numbers: the key is the
	/// number with its highest byte first.
	#[pallet::storage]
	pub type ClaimsOf<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Identity, [u8; 8], ()>;

	/// The appeals, by claim, payer and kind.
	#[pallet::storage]
	pub type Appeals<T: Config> = StorageNMap<
		_,
		(Key<Twox64Concat, ClaimId>, Key<Twox64Concat, PayerIndex>, Key<Twox64Concat, AppealKind>),
		Appeal<T::AccountId>,
	>;

	/// The reports of fraud, by claim.
	#[pallet::storage]
	pub type Reports<T: Config> = StorageMap<_, Twox64Concat, ClaimId, Report<T::AccountId>>;

	/// The prior authorisations.
	#[pallet::storage]
	pub type Authorizations<T: Config> =
		StorageMap<_, Twox64Concat, AuthorizationId, Authorization<T::AccountId, T::Deposit>>;

	/// Number of the next prior authorisation.
	#[pallet::storage]
	pub type NextAuthorization<T: Config> = StorageValue<_, AuthorizationId, ValueQuery>;

	/// What a biller owes a pool.
	#[pallet::storage]
	pub type Debts<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		PoolId,
		Blake2_128Concat,
		T::AccountId,
		Amount,
		ValueQuery,
	>;
}
