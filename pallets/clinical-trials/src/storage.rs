//! What the pallet remembers.

use frame::deps::frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod storage {
	/// The trials.
	#[pallet::storage]
	pub type Trials<T: Config> = StorageMap<_, Twox64Concat, TrialId, TrialOf<T>>;

	/// Number of the next trial.
	#[pallet::storage]
	pub type NextTrial<T: Config> = StorageValue<_, TrialId, ValueQuery>;

	/// The rules of payment of each trial that pays.
	#[pallet::storage]
	pub type Rules<T: Config> = StorageMap<_, Twox64Concat, TrialId, PaymentRules, ValueQuery>;

	/// The versions of each trial's protocol.
	#[pallet::storage]
	pub type Protocols<T: Config> =
		StorageDoubleMap<_, Twox64Concat, TrialId, Twox64Concat, Version, Protocol<T::AccountId>>;

	/// The sites of each trial, by their organisations.
	#[pallet::storage]
	pub type Sites<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		TrialId,
		Blake2_128Concat,
		T::AccountId,
		Site<T::AccountId>,
	>;

	/// The participants of each trial.
	#[pallet::storage]
	pub type Subjects<T: Config> =
		StorageDoubleMap<_, Twox64Concat, TrialId, Twox64Concat, SubjectId, Subject<T::AccountId>>;

	/// The newest number of each participant in each trial.
	#[pallet::storage]
	pub type SubjectOf<T: Config> =
		StorageDoubleMap<_, Twox64Concat, TrialId, Blake2_128Concat, T::AccountId, SubjectId>;

	/// The consents of each participant, numbered from 0.
	#[pallet::storage]
	pub type Consents<T: Config> = StorageNMap<
		_,
		(Key<Twox64Concat, TrialId>, Key<Twox64Concat, SubjectId>, Key<Twox64Concat, u32>),
		ConsentRecord,
	>;

	/// What is attested of each participant, by criterion.
	#[pallet::storage]
	pub type Attested<T: Config> = StorageNMap<
		_,
		(Key<Twox64Concat, TrialId>, Key<Twox64Concat, SubjectId>, Key<Twox64Concat, CriterionId>),
		Attestations<T::AccountId>,
		ValueQuery,
	>;

	/// How many lists of each stratum are sealed, and how many slots given.
	#[pallet::storage]
	pub type Strata<T: Config> =
		StorageDoubleMap<_, Twox64Concat, TrialId, Twox64Concat, u16, Stratum, ValueQuery>;

	/// The sealed lists, by trial, stratum and number.
	#[pallet::storage]
	pub type Lists<T: Config> = StorageNMap<
		_,
		(Key<Twox64Concat, TrialId>, Key<Twox64Concat, u16>, Key<Twox64Concat, u32>),
		List,
	>;

	/// Who has which slot, by trial, stratum and slot.
	#[pallet::storage]
	pub type Slots<T: Config> = StorageNMap<
		_,
		(Key<Twox64Concat, TrialId>, Key<Twox64Concat, u16>, Key<Twox64Concat, u32>),
		SubjectId,
	>;

	/// The trials that wait for their beacon, each with the block of the commitment, in its order.
	#[pallet::storage]
	pub type Waiting<T: Config> =
		StorageValue<_, BoundedVec<(TrialId, BlockNumberFor<T>), T::MaxWaiting>, ValueQuery>;

	/// The participants whose arm was asked for in an emergency.
	#[pallet::storage]
	pub type Unblindings<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		TrialId,
		Twox64Concat,
		SubjectId,
		Unblinding<T::AccountId>,
	>;

	/// The captures of each participant's data.
	#[pallet::storage]
	pub type Captures<T: Config> = StorageNMap<
		_,
		(Key<Twox64Concat, TrialId>, Key<Twox64Concat, SubjectId>, Key<Twox64Concat, CaptureId>),
		Capture<T::AccountId>,
	>;

	/// The forms that were corrected, or compared with their source.
	#[pallet::storage]
	pub type Forms<T: Config> = StorageNMap<
		_,
		(Key<Twox64Concat, TrialId>, Key<Twox64Concat, SubjectId>, Key<Twox64Concat, FormRef>),
		Form<T::AccountId>,
	>;

	/// The queries about each participant's data.
	#[pallet::storage]
	pub type Queries<T: Config> = StorageNMap<
		_,
		(Key<Twox64Concat, TrialId>, Key<Twox64Concat, SubjectId>, Key<Twox64Concat, QueryId>),
		Query<T::AccountId>,
	>;

	/// The queries that are not closed: an index of [`Queries`].
	#[pallet::storage]
	pub type OpenQueries<T: Config> =
		StorageDoubleMap<_, Twox64Concat, TrialId, Twox64Concat, (SubjectId, QueryId), ()>;

	/// The adverse events of each participant.
	#[pallet::storage]
	pub type AdverseEvents<T: Config> = StorageNMap<
		_,
		(
			Key<Twox64Concat, TrialId>,
			Key<Twox64Concat, SubjectId>,
			Key<Twox64Concat, AdverseEventId>,
		),
		AdverseEvent<T::AccountId>,
	>;

	/// The adverse events that sponsors have to forward, with the last second for it: an index of
	/// [`AdverseEvents`].
	#[pallet::storage]
	pub type Outstanding<T: Config> =
		StorageDoubleMap<_, Twox64Concat, TrialId, Twox64Concat, (SubjectId, AdverseEventId), u64>;

	/// The deviations of each trial.
	#[pallet::storage]
	pub type Deviations<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		TrialId,
		Twox64Concat,
		DeviationId,
		Deviation<T::AccountId>,
	>;

	/// What each trial owes whom, in minor units of its currency.
	#[pallet::storage]
	pub type Dues<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		TrialId,
		Blake2_128Concat,
		Creditor<T::AccountId>,
		Amount,
		ValueQuery,
	>;

	/// The audit trail of each trial: entries from 0 without gaps.
	#[pallet::storage]
	pub type Trail<T: Config> =
		StorageDoubleMap<_, Twox64Concat, TrialId, Twox64Concat, u64, Entry<T::AccountId>>;

	/// How many entries each trail has.
	#[pallet::storage]
	pub type TrailLength<T: Config> = StorageMap<_, Twox64Concat, TrialId, u64, ValueQuery>;
}
