//! One file a theme. Every test runs in `build_and_execute`, which checks the invariants
//! afterwards.

mod bonds;
mod genesis;
mod idleness;
mod invariants;
mod membership;
mod offences;
mod random;
mod sessions;

use crate::{mock::*, *};
use frame::{prelude::*, testing_prelude::*};

type TestError = Error<Test>;

fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

fn bonded(who: AccountId) {
	assert_ok!(ValidatorSet::bond(signed(who), MINIMUM_BOND));
}

fn admitted(who: AccountId) {
	bonded(who);
	give_keys(who);
	assert_ok!(ValidatorSet::admit(root(), who));
}

fn removed(who: AccountId, reason: RemovalReason) -> Event<Test> {
	Event::Removed { who, reason }
}
