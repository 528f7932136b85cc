//! What changes the state when the runtime is upgraded.

/// Run at once, before the first block of the new runtime.
pub type SingleBlock = ();

/// Run in steps over as many blocks as they need. Benchmarks use mocked ones.
#[cfg(not(feature = "runtime-benchmarks"))]
pub type MultiBlock = ();
