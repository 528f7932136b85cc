//! What the pallet remembers.

use frame::deps::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod storage {
	/// The currencies.
	#[pallet::storage]
	pub type Currencies<T: Config> =
		StorageMap<_, Twox64Concat, CurrencyId, Currency<T::AccountId>>;

	/// The currency of each code and issuer.
	#[pallet::storage]
	pub type CurrencyOf<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Twox64Concat, CurrencyCode, CurrencyId>;

	/// Number of the next currency.
	#[pallet::storage]
	pub type NextCurrency<T: Config> = StorageValue<_, CurrencyId, ValueQuery, ConstU32<1>>;

	/// Accounts that neither send nor receive a currency.
	#[pallet::storage]
	pub type Frozen<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		CurrencyId,
		Blake2_128Concat,
		T::AccountId,
		Freeze<T::AccountId>,
	>;

	/// Tokens that are to be paid out.
	#[pallet::storage]
	pub type Redemptions<T: Config> =
		StorageMap<_, Twox64Concat, RedemptionId, Redemption<T::AccountId>>;

	/// Number of the next redemption.
	#[pallet::storage]
	pub type NextRedemption<T: Config> = StorageValue<_, RedemptionId, ValueQuery>;

	/// Tokens that other pallets keep aside.
	#[pallet::storage]
	pub type Escrows<T: Config> = StorageMap<_, Twox64Concat, EscrowId, Escrow<T::AccountId>>;

	/// Number of the next escrow.
	#[pallet::storage]
	pub type NextEscrow<T: Config> = StorageValue<_, EscrowId, ValueQuery>;

	/// The discounts of each provider.
	#[pallet::storage]
	pub type DiscountsOf<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Discounts<T::Deposit>>;

	/// Number of the next discount programme.
	#[pallet::storage]
	pub type NextProgramme<T: Config> = StorageValue<_, ProgrammeId, ValueQuery>;

	/// Patients in programmes.
	#[pallet::storage]
	pub type Members<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		ProgrammeId,
		Blake2_128Concat,
		T::AccountId,
		Membership<T::AccountId, T::Deposit>,
	>;

	/// The bills.
	#[pallet::storage]
	pub type Bills<T: Config> =
		StorageMap<_, Twox64Concat, BillId, BillRecord<T::AccountId, T::Deposit>>;

	/// Number of the next bill. Benchmarks do not count it: however many bills a block has, the database
	/// reads and writes it once.
	#[pallet::storage]
	#[pallet::whitelist_storage]
	pub type NextBill<T: Config> = StorageValue<_, BillId, ValueQuery>;

	/// The bills of each patient and of each provider. In the order of their numbers: the key is the
	/// number with its highest byte first.
	#[pallet::storage]
	pub type BillsOf<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Identity, [u8; 8], ()>;

	/// The instalments to collect, by the second when that is to be done, highest byte first: the
	/// first key is the first in time. Each open mandate stands here once.
	#[pallet::storage]
	pub type Debits<T: Config> =
		StorageNMap<_, (Key<Identity, [u8; 8]>, Key<Twox64Concat, BillId>), ()>;
}
