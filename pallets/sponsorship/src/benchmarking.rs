//! Benchmarks: the extension on the last call that a window takes.

use crate::{Config, LimitRate, Pallet, Window, Windows};
use alloc::vec;
use frame::{
	benchmarking::prelude::*,
	deps::frame_support::dispatch::DispatchInfo,
	traits::{AsSystemOriginSigner, AsTransactionAuthorizedOrigin, Dispatchable, Get},
};

#[benchmarks(where
	T: Send + Sync,
	T::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
	T::RuntimeOrigin: AsSystemOriginSigner<T::AccountId> + AsTransactionAuthorizedOrigin,
)]
mod benches {
	use super::*;

	#[benchmark]
	fn limit_rate() {
		let signer: T::AccountId = account("signer", 0, 0);
		let count = T::MaxPerWindow::get().saturating_sub(1);
		let start = frame_system::Pallet::<T>::block_number();
		Windows::<T>::insert(&signer, Window { start, count });
		let call: T::RuntimeCall = frame_system::Call::remark { remark: vec![] }.into();
		let info = DispatchInfo::default();

		#[block]
		{
			LimitRate::<T>::new()
				.test_run(RawOrigin::Signed(signer.clone()).into(), &call, &info, 0, 0, |_| {
					Ok(().into())
				})
				.expect("the window takes one call more")
				.expect("nothing is dispatched");
		}
		assert_eq!(Pallet::<T>::remaining(signer), 0);
	}

	impl_benchmark_test_suite!(
		Pallet,
		frame::testing_prelude::TestState::new_empty(),
		crate::mock::Test
	);
}
