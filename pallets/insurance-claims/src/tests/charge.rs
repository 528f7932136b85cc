//! What a claim is charged for: the usual course, or all that there can be.

use super::*;
use claims::*;

/// What a claim of the hospital was charged for.
fn charged(new: NewClaim<AccountId>) -> Weight {
	let NewClaim { patient, organization, currency, payee, lines, attachments, replaces } = new;
	let call =
		Call::submit { patient, organization, currency, payee, lines, attachments, replaces };
	let most = call.get_dispatch_info().call_weight;
	let done = RuntimeCall::InsuranceClaims(call).dispatch(signed(HOSPITAL)).unwrap();
	let charged = done.actual_weight.unwrap();
	assert!(charged.all_lte(most), "nobody pays more than was announced");
	charged
}

/// Whether a claim of the hospital was charged for the usual course alone: for less if its lines name neither
/// packs nor authorisations.
fn is_usual(new: NewClaim<AccountId>) -> bool {
	let count = new.lines.len() as u32;
	let plain = new.lines.iter().all(|line| line.pack.is_none() && line.authorization.is_none());
	let charged = charged(new);
	let usual = match plain {
		true => <() as WeightInfo>::submit_plain(count),
		false => <() as WeightInfo>::submit(count),
	};
	let all = <() as WeightInfo>::submit_to_all(count);
	assert!(usual.all_lt(all), "the usual course is the cheapest");
	assert!(charged == usual || charged == all, "{charged}");
	charged == usual
}

fn visit_at(serviced: u64) -> NewClaim<AccountId> {
	claim(&[ClaimLine { serviced, ..visit(1_000) }])
}

#[test]
fn one_insurer_and_its_newest_term() {
	build_and_execute(|| {
		let (_, id) = covered(full_terms());
		assert!(is_usual(claim(&[visit(1_000), stay(2_000)])));
		// A claim that waits is not charged more.
		leave(0, 10);
		assert!(is_usual(claim(&[drug(1_000)])));
		assert_eq!(pended(1), Some(PendReason::PoolShort));
		leave(0, LIMIT);
		// The next term is sold already: the running one has to be looked for.
		set_now(NOW + LENGTH - 1);
		assert_ok!(InsuranceClaims::renew(signed(PATIENT), id, 1));
		assert!(!is_usual(visit_at(NOW + DAY)));
		set_now(NOW + LENGTH + DAY);
		assert!(is_usual(visit_at(NOW + LENGTH)));
		assert!(!is_usual(visit_at(NOW + LENGTH - 2 * DAY)));
	});
}

#[test]
fn asking_for_consent_is_charged_if_it_was_asked() {
	build_and_execute(|| {
		let mut terms = full_terms();
		terms.benefits[0].attachment = true;
		covered(terms);
		let attached = |line| NewClaim {
			attachments: documents(ResourceClass::Observation),
			..claim(&[line])
		};
		let usual = <() as WeightInfo>::submit_plain(1);
		assert_eq!(charged(attached(stay(1_000))), usual);
		let asking = <() as WeightInfo>::ask_consent().saturating_mul(MAX_COVERAGES.into());
		assert_eq!(charged(attached(visit(1_000))), usual.saturating_add(asking));
		assert_eq!(pended(1), Some(PendReason::ConsentMissing));
	});
}

#[test]
fn whoever_is_asked_counts_also_without_paying() {
	build_and_execute(|| {
		covered(full_terms());
		let other = empty_pool(OTHER_INSURER, JPY);
		leave(other, LIMIT);
		let elsewhere = plan_of(other, full_terms());
		Money::deposit(JPY, &PATIENT, FUNDS);
		cover(elsewhere, PATIENT);
		assert!(!is_usual(claim(&[visit(1_000)])));
		assert_eq!(answers(0), 1);
	});
}

#[test]
fn a_debt_is_kept_back() {
	build_and_execute(|| {
		covered(full_terms());
		InsuranceClaims::add_debt(0, &HOSPITAL, 1_500);
		assert!(!is_usual(claim(&[visit(1_000)])));
		assert!(!is_usual(claim(&[stay(1_000)])), "the rest of the debt");
		assert!(is_usual(claim(&[drug(1_000)])), "nothing is owed any more");
	});
}
