//! What a node can ask the runtime about drug packs.

// The macro repeats the bound on each function.
#![allow(clippy::multiple_bound_locations)]

use crate::types::{
	ContainerInfo, Digest, EventNumber, EventRecord, LotId, LotInfo, PackInfo, PackQuery, Page,
	PedigreeStep, PortionInfo, Recall, RecallId, Subject, Verification,
};
use codec::Codec;
use medchain_support::{Gtin, Lot, PackId, Sscc};

frame::deps::sp_api::decl_runtime_apis! {
	/// Questions about packs, containers, lots and recalls. Pages hold at most
	/// [`MAX_PAGE`](crate::MAX_PAGE) entries, and begin after what `after` names.
	pub trait DrugTraceApi<AccountId: Codec> {
		/// Whether a pack is what its print says, and good.
		fn verify(query: PackQuery) -> Verification<AccountId>;

		/// A pack that has an entry of its own.
		fn pack(pack: PackId) -> Option<PackInfo<AccountId>>;

		/// A container.
		fn container(container: Sscc) -> Option<ContainerInfo<AccountId>>;

		/// What lies directly in a container.
		fn contents(container: Sscc, after: Option<Subject>, limit: u32) -> Page<Subject>;

		/// A lot, by what is printed.
		fn lot(gtin: Gtin, lot: Lot) -> Option<LotInfo<AccountId>>;

		/// A lot, by its number.
		fn lot_of(lot: LotId) -> Option<LotInfo<AccountId>>;

		/// The portions of a lot, from the last to the first. `after` is the first place of one.
		fn portions(lot: LotId, after: Option<u32>, limit: u32) -> Page<PortionInfo<AccountId>, u32>;

		/// What happened to a subject, the oldest first: its own events, those of its lot before it had an
		/// entry of its own, and those of the containers it was in, while it was. `after` is the number of
		/// an event. A page may have fewer entries than asked for, or none, and still a next one:
		/// [`MAX_PEDIGREE_READS`](crate::MAX_PEDIGREE_READS).
		fn pedigree(
			subject: Subject,
			after: Option<EventNumber>,
			limit: u32,
		) -> Page<PedigreeStep<AccountId>, EventNumber>;

		/// All recalls, in the order of their numbers, lifted ones too.
		fn recalls(
			after: Option<RecallId>,
			limit: u32,
		) -> Page<(RecallId, Recall<AccountId>), RecallId>;

		/// An event, by its hash and who recorded it.
		fn event(hash: Digest, actor: AccountId) -> Option<EventRecord<AccountId>>;
	}
}
