//! Nobody has more calls relayed in a while than the runtime allows.

use crate::{
	types::{Window, WindowOf},
	Config, Pallet, WeightInfo, Windows,
};
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame::{
	deps::sp_runtime::traits::{AsSystemOriginSigner, Implication, ValidateResult},
	prelude::*,
	traits::Contains,
};

impl<T: Config> Pallet<T> {
	/// The window of `who` that is not over.
	pub(crate) fn current(who: &T::AccountId) -> Option<WindowOf<T>> {
		let now = frame_system::Pallet::<T>::block_number();
		Windows::<T>::get(who).filter(|window| now.saturating_sub(window.start) < T::Window::get())
	}

	/// How many calls of `who` can be relayed still.
	pub(crate) fn left(who: &T::AccountId) -> u32 {
		let used = Self::current(who).map_or(0, |window| window.count);
		T::MaxPerWindow::get().saturating_sub(used)
	}

	/// Counts a call, in place of a window that is over.
	fn count(who: &T::AccountId) {
		let window = match Self::current(who) {
			Some(Window { start, count }) => Window { start, count: count.saturating_add(1) },
			None => Window { start: frame_system::Pallet::<T>::block_number(), count: 1 },
		};
		Windows::<T>::insert(who, window);
	}
}

/// Takes at most [`Config::MaxPerWindow`] calls of a signer in [`Config::Window`] blocks.
///
/// It stands behind the extension that makes the signer the origin, and last of all: a call
/// is counted after everything else has let it pass. Calls of [`Config::Uncounted`] are not counted, nor
/// refused for the count. It takes no data and adds nothing to what is signed.
///
/// # Errors
/// - `UnknownOrigin` if nobody has signed, or the signature is verified further back only.
/// - `Call` if the call is none of [`Config::Calls`].
/// - `Future` if the signer has had as many calls relayed as it can: the same call may pass when
///   the next window opens. [`Pallet::window`] says when.
#[derive(
	CloneNoBound,
	DebugNoBound,
	Decode,
	DecodeWithMemTracking,
	DefaultNoBound,
	Encode,
	EqNoBound,
	PartialEqNoBound,
	TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct LimitRate<T>(PhantomData<T>);

impl<T> LimitRate<T> {
	/// The extension.
	pub const fn new() -> Self {
		Self(PhantomData)
	}
}

impl<T: Config + Send + Sync> TransactionExtension<T::RuntimeCall> for LimitRate<T>
where
	T::RuntimeOrigin: AsSystemOriginSigner<T::AccountId>,
{
	const IDENTIFIER: &'static str = "LimitRate";
	type Implicit = ();
	/// Who signed, if the call counts.
	type Val = Option<T::AccountId>;
	type Pre = ();

	fn weight(&self, _: &T::RuntimeCall) -> Weight {
		T::WeightInfo::limit_rate()
	}

	fn validate(
		&self,
		origin: T::RuntimeOrigin,
		call: &T::RuntimeCall,
		_: &DispatchInfoOf<T::RuntimeCall>,
		_: usize,
		_: Self::Implicit,
		_: &impl Implication,
		_: TransactionSource,
	) -> ValidateResult<Self::Val, T::RuntimeCall> {
		let signer =
			origin.as_system_origin_signer().ok_or(InvalidTransaction::UnknownOrigin)?.clone();
		ensure!(T::Calls::contains(call), InvalidTransaction::Call);
		let counted = !T::Uncounted::contains(call);
		ensure!(!counted || Pallet::<T>::left(&signer) > 0, InvalidTransaction::Future);
		Ok((ValidTransaction::default(), counted.then_some(signer), origin))
	}

	fn prepare(
		self,
		signer: Self::Val,
		_: &T::RuntimeOrigin,
		_: &T::RuntimeCall,
		_: &DispatchInfoOf<T::RuntimeCall>,
		_: usize,
	) -> Result<Self::Pre, TransactionValidityError> {
		if let Some(signer) = signer {
			Pallet::<T>::count(&signer);
		}
		Ok(())
	}
}
