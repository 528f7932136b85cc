//! No call that was signed lies about for ever.

use crate::Config;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame::{
	deps::{
		frame_system::CheckMortality,
		sp_runtime::{
			generic::Era,
			traits::{Implication, ValidateResult},
		},
	},
	prelude::*,
};

/// [`CheckMortality`] that takes no immortal call, and none that lives longer than
/// [`Config::MaxLifetime`].
///
/// It is encoded, signed and named as `CheckMortality`, and is described by its type in the
/// metadata: what can sign the one can sign the other.
///
/// # Errors
/// `AncientBirthBlock` if the era is immortal or too long, and, as with `CheckMortality`, if the
/// hash of its first block is not known. A call whose era is over was signed over the hash of
/// another block than the one it is compared with: the signature does not fit (`BadProof`), or that
/// block is the present one, which has no hash yet (`AncientBirthBlock`).
#[derive(Clone, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq)]
pub struct CheckShortLived<T: Config + Send + Sync>(CheckMortality<T>);

impl<T: Config + Send + Sync> From<Era> for CheckShortLived<T> {
	fn from(era: Era) -> Self {
		Self(CheckMortality::from(era))
	}
}

impl<T: Config + Send + Sync> core::fmt::Debug for CheckShortLived<T> {
	fn fmt(&self, f: &mut core::fmt::Formatter) -> core::fmt::Result {
		write!(f, "CheckShortLived({:?})", self.0 .0)
	}
}

impl<T: Config + Send + Sync> TypeInfo for CheckShortLived<T> {
	type Identity = CheckMortality<T>;

	fn type_info() -> scale_info::Type {
		CheckMortality::<T>::type_info()
	}
}

impl<T: Config + Send + Sync> TransactionExtension<T::RuntimeCall> for CheckShortLived<T> {
	const IDENTIFIER: &'static str = CheckMortality::<T>::IDENTIFIER;
	type Implicit = T::Hash;
	type Val = ();
	type Pre = ();

	fn implicit(&self) -> Result<Self::Implicit, TransactionValidityError> {
		self.0.implicit()
	}

	/// That of `CheckMortality`: one comparison more does not count.
	fn weight(&self, call: &T::RuntimeCall) -> Weight {
		self.0.weight(call)
	}

	fn validate(
		&self,
		origin: T::RuntimeOrigin,
		call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		len: usize,
		birth_hash: Self::Implicit,
		implication: &impl Implication,
		source: TransactionSource,
	) -> ValidateResult<Self::Val, T::RuntimeCall> {
		let short = match self.0 .0 {
			Era::Immortal => false,
			Era::Mortal(period, _) => period <= T::MaxLifetime::get().saturated_into::<u64>(),
		};
		ensure!(short, InvalidTransaction::AncientBirthBlock);
		self.0.validate(origin, call, info, len, birth_hash, implication, source)
	}

	impl_tx_ext_default!(T::RuntimeCall; prepare);
}
