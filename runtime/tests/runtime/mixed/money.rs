//! Tokens, bills and insurance.

use super::*;
use medchain_runtime::{InsuranceClaims, MedicalToken};
use medchain_support::{BasisPoints, BillLine, CurrencyCode, PackId, ServiceType, SoldPack};
use pallet_insurance_claims::{
	AppealKind, Approval, Call as Claims, ClaimLine, ClaimStatus, Payee as ClaimPayee, Reason,
	Verdict,
};
use pallet_medical_token::{
	Bill, BillStatus, Call as Money, CurrencyTerms, DisputeReason, FreezeReason, Mandate,
	PauseReason, PlanTerms, ProgrammeKind,
};

/// A second currency, and tokens of both for all.
pub fn prepare() {
	let terms = CurrencyTerms {
		required_ratio: BasisPoints::WHOLE,
		attestation_lifetime: 30 * DAY,
		min_redemption: 100,
	};
	let code = CurrencyCode::from_code("USD").expect("a code of the standard");
	assert_ok!(MedicalToken::register_currency(RuntimeOrigin::root(), code, account(Bob), terms));
	// An attestation is newer than the one before it.
	polkadot_sdk::pallet_timestamp::Now::<Runtime>::mutate(|now| *now += 1_000);
	for currency in [EUR, USD] {
		attest(currency);
		for who in EVERYBODY {
			let to = account(who);
			assert_ok!(MedicalToken::mint(signed(Bob), currency, to, 1_000_000));
		}
	}
	// The insurer can insure all of them many times.
	let capital = 20_000_000;
	assert_ok!(MedicalToken::mint(signed(Bob), EUR, account(Two), 2 * capital));
	assert_ok!(InsuranceClaims::deposit(signed(Two), 0, capital));
	let (_, terms) = InsuranceClaims::plan(0, None).expect("there is one");
	let careful = pallet_insurance_claims::PlanTerms {
		confirm_above: Some(4_000),
		daily_lines: Some(4),
		outlier: Some(BasisPoints::WHOLE),
		..terms
	};
	assert_ok!(InsuranceClaims::amend_plan(signed(Two), 0, careful));
	for who in PATIENTS.into_iter().filter(|who| *who != Eve) {
		assert_ok!(InsuranceClaims::enrol(signed(who), 0, 2, account(who)));
	}
}

/// Charlie counts the reserves.
pub fn attest(currency: CurrencyId) {
	let reserves = 1_000_000_000_000;
	assert_ok!(MedicalToken::attest_reserves(signed(Charlie), currency, reserves, now(), EVIDENCE));
}

impl Mix {
	fn currency(&mut self) -> CurrencyId {
		self.dice.one_of(&[EUR, EUR, EUR, USD])
	}

	pub fn billing(&mut self) -> Option<Wish> {
		match self.dice.below(3) {
			0 => self.tokens(),
			_ => self.bills(),
		}
	}

	fn tokens(&mut self) -> Option<Wish> {
		let currency = self.currency();
		let amount = 100 + self.amount();
		let who = self.anybody();
		let mut open = pallet_medical_token::Redemptions::<Runtime>::iter_keys();
		let redemption = open.next().unwrap_or_default();
		match self.dice.below(20) {
			0..=4 => by(Bob, Money::mint { currency, to: account(who), amount }),
			5 => by(
				Charlie,
				Money::attest_reserves {
					currency,
					reserves: 1_000_000_000_000 + amount,
					as_of: now(),
					evidence: EVIDENCE,
				},
			),
			6..=8 => by(who, Money::request_redemption { currency, amount }),
			9..=10 => by(Bob, Money::complete_redemption { redemption, evidence: EVIDENCE }),
			11 => by(who, Money::expire_redemption { redemption }),
			12 => by(
				Ferdie,
				Money::freeze { currency, who: account(who), reason: FreezeReason::Fraud },
			),
			13 if self.one_in(3) => by(Ferdie, Money::thaw { currency, who: account(who) }),
			14 if self.one_in(4) => {
				by(Ferdie, Money::pause { currency, reason: PauseReason::Supervision })
			}
			15..=18 => by(
				who,
				polkadot_sdk::pallet_assets::Call::transfer {
					id: currency.into(),
					target: account(self.anybody()).into(),
					amount,
				},
			),
			_ => None,
		}
	}

	fn bills(&mut self) -> Option<Wish> {
		let programme = {
			let next = pallet_medical_token::NextProgramme::<Runtime>::get();
			self.recent(next) as _
		};
		let currency = self.currency();
		let patient = account(self.patient());
		if self.one_in(8) {
			return match self.dice.below(6) {
				0 => by(
					Dave,
					Money::add_programme { currency, kind: self.programme(), cap: self.amount() },
				),
				1 => by(Dave, Money::end_programme { programme }),
				2..=3 => by(Dave, Money::enrol { programme, patient, until: now() + 20 * DAY }),
				4 => by(Dave, Money::end_membership { programme, patient }),
				_ => by(Dave, Money::set_discount_cap { cap: BasisPoints(5_000) }),
			};
		}
		if self.one_in(3) {
			let lines = (0..1 + self.dice.below(4))
				.map(|_| BillLine {
					service: self.dice.one_of(&[
						ServiceType::Consultation,
						ServiceType::Pharmacy,
						ServiceType::Hospital,
					]),
					quantity: 1 + self.dice.below(3) as u32,
					unit_price: self.amount(),
				})
				.collect::<Vec<_>>()
				.try_into()
				.expect("four");
			let due = now() + self.dice.below(30 * DAY);
			return by(Dave, Money::issue { patient, currency, lines, due, detail: EVIDENCE });
		}
		let mut bill = self.recent(pallet_medical_token::NextBill::<Runtime>::get());
		let wanted = self.dice.below(4);
		if wanted < 3 {
			// One on which something waits for an answer, or which was paid.
			let is_wanted = |bill: &Bill<AccountId>| match wanted {
				0 => bill.dispute.as_ref().is_some_and(|dispute| !dispute.resolved),
				1 => bill.plan.as_ref().is_some_and(|plan| !plan.accepted),
				_ => bill.paid > bill.refunded,
			};
			let is_open = |bill: &Bill<AccountId>| wanted == 2 || bill.status == BillStatus::Issued;
			bill = pallet_medical_token::Bills::<Runtime>::iter()
				.find(|(_, record)| is_open(&record.bill) && is_wanted(&record.bill))
				.map_or(bill, |(bill, _)| bill);
		}
		let known = MedicalToken::bill(bill)?;
		let (patient, provider) = (known.bill.patient.clone(), known.bill.provider.clone());
		let amount = match self.dice.below(3) {
			0 => known.payable,
			_ => self.amount().min(known.outstanding),
		}
		.max(1);
		let terms = known.bill.plan.map_or(
			PlanTerms {
				instalments: 1 + self.dice.below(4) as u16,
				first_due: now() + 5 * DAY + self.dice.below(20 * DAY),
				interval: 1 + self.dice.below(DAY),
			},
			|plan| plan.terms,
		);
		let mandate = Mandate { per_debit: 100_000, total: 1_000_000, until: now() + 100 * DAY };
		match self.dice.below(18) {
			0..=3 => by_account(patient, Money::pay { bill, amount }),
			4 => by(self.anybody(), Money::pay { bill, amount }),
			5 => by_account(provider, Money::write_off { bill, amount }),
			6..=7 => {
				let payment = known.bill.payments.first()?;
				let (payer, left) = (payment.payer.clone(), payment.amount - payment.refunded);
				by_account(provider, Money::refund { bill, payer, amount: amount.min(left) })
			}
			8 => by_account(provider, Money::cancel { bill, as_error: self.one_in(2) }),
			9..=11 if known.bill.dispute.as_ref().is_some_and(|dispute| !dispute.resolved) => {
				// The patient gives in, or the provider gives all back.
				let all = known.outstanding + known.bill.paid - known.bill.refunded;
				let (who, credit) = match self.one_in(2) {
					true => (patient, 0),
					false => (provider, all),
				};
				by_account(who, Money::resolve { bill, credit })
			}
			9..=10 => {
				by_account(patient, Money::dispute { bill, reason: DisputeReason::WrongAmount })
			}
			12 if self.one_in(3) => by_account(provider, Money::remove { bill }),
			12..=13 => by_account(provider, Money::propose_plan { bill, terms }),
			14 if known.bill.plan.is_some() => {
				let mandate = Some(mandate);
				by_account(patient, Money::accept_plan { bill, terms, mandate })
			}
			15 if known.bill.plan.is_some() => {
				let instalments = terms.instalments;
				by_account(patient, Money::authorize_debit { bill, instalments, mandate })
			}
			16 if known.bill.plan.is_some() => by_account(patient, Money::revoke_mandate { bill }),
			_ => None,
		}
	}

	fn programme(&mut self) -> ProgrammeKind {
		match self.dice.below(3) {
			0 => ProgrammeKind::PromptPay { rate: BasisPoints(300), within: 5 * DAY },
			1 => ProgrammeKind::Membership { rate: BasisPoints(1_500) },
			_ => ProgrammeKind::Package {
				services: vec![(ServiceType::Consultation, 2)].try_into().expect("one"),
				price: 500,
			},
		}
	}

	pub fn insurance(&mut self) -> Option<Wish> {
		match self.dice.below(10) {
			0..=2 => self.submission(),
			3..=6 => self.claim(),
			7..=8 => self.coverage(),
			_ => self.pool(),
		}
	}

	fn submission(&mut self) -> Option<Wish> {
		let lines = (0..1 + self.dice.below(3)).map(|_| self.line()).collect::<Vec<_>>();
		by(
			Dave,
			Claims::submit {
				patient: account(self.patient()),
				organization: None,
				currency: EUR,
				payee: self.dice.one_of(&[
					ClaimPayee::Provider,
					ClaimPayee::Provider,
					ClaimPayee::Patient,
				]),
				lines: lines.try_into().expect("three"),
				attachments: Default::default(),
				replaces: None,
			},
		)
	}

	/// A service of late; drugs with a pack that was sold, if there is one.
	fn line(&mut self) -> ClaimLine {
		let service = self.dice.one_of(&[
			ServiceType::Consultation,
			ServiceType::Consultation,
			ServiceType::Hospital,
		]);
		let sold = self.sold_pack();
		// Now and then what is looked at.
		let dear = if self.one_in(8) { 10 } else { 1 };
		ClaimLine {
			service: if sold.is_some() { ServiceType::Pharmacy } else { service },
			item: Commitment(self.fresh_hash()),
			quantity: 1 + self.dice.below(2) as u32,
			unit_price: dear * self.amount(),
			serviced: now() - self.dice.below(3_600),
			pack: sold,
			authorization: None,
		}
	}

	fn sold_pack(&mut self) -> Option<SoldPack> {
		if !self.one_in(4) {
			return None;
		}
		let id: PackId = goods::packs()
			.into_iter()
			.find(|(_, pack)| pack.sale.is_some() && self.one_in(3))
			.map(|(id, _)| id)?;
		Some(SoldPack { id, opening: goods::OPENING })
	}

	fn claim(&mut self) -> Option<Wish> {
		let claim = match self.dice.below(4) {
			0 => {
				let mut appeals = pallet_insurance_claims::Appeals::<Runtime>::iter();
				let ((claim, _, _), _) = appeals.find(|(_, appeal)| appeal.decided_at.is_none())?;
				claim
			}
			1 => {
				let mut claims = pallet_insurance_claims::Claims::<Runtime>::iter();
				let waits = |status| matches!(status, ClaimStatus::Pended(_));
				let (claim, _) = claims.find(|(_, record)| waits(record.claim.status))?;
				claim
			}
			_ => self.recent(pallet_insurance_claims::NextClaim::<Runtime>::get()),
		};
		let known = InsuranceClaims::claim(claim)?;
		let (patient, biller) = (known.claim.patient.clone(), known.claim.submitter.clone());
		let every = 0..known.lines.len() as u8;
		let lines = every.clone().filter(|_| self.one_in(2)).collect::<Vec<_>>();
		let lines = if lines.is_empty() { vec![0] } else { lines };
		let pended = matches!(known.claim.status, ClaimStatus::Pended(_));
		match self.dice.below(16) {
			0..=3 if pended => {
				let decisions = every
					.map(|line| match self.one_in(3) {
						true => (line, Verdict::Deny(Reason::NotNecessary)),
						false => (line, Verdict::Approve),
					})
					.collect::<Vec<_>>();
				by(Two, Claims::review { claim, decisions: decisions.try_into().expect("few") })
			}
			4..=5 if pended => {
				by_account(patient, Claims::confirm_service { claim, received: !self.one_in(4) })
			}
			6 if pended => by(self.anybody(), Claims::resume { claim }),
			7 => by_account(
				if self.one_in(2) { patient } else { biller },
				Claims::appeal {
					claim,
					payer: 0,
					lines: lines.try_into().expect("few"),
					evidence: EVIDENCE,
				},
			),
			8..=9 => {
				let open = known.appeals.iter().find(|(_, _, appeal)| appeal.decided_at.is_none());
				let (payer, kind, lines) = match open {
					Some((payer, kind, appeal)) => (*payer, *kind, appeal.lines.to_vec()),
					None if self.one_in(4) => (0, AppealKind::Silence, lines),
					None => return None,
				};
				let overturned: Vec<u8> = lines.into_iter().filter(|_| self.one_in(2)).collect();
				let overturned = overturned.try_into().expect("few");
				by(Ferdie, Claims::decide_appeal { claim, payer, kind, overturned })
			}
			10 => by_account(biller, Claims::reverse { claim }),
			11 => by_account(patient, Claims::report_fraud { claim, evidence: EVIDENCE }),
			12 if known.report.is_some() => {
				by(Ferdie, Claims::decide_fraud { claim, found: self.one_in(2) })
			}
			13 if pended => by_account(biller, Claims::withdraw_claim { claim }),
			14 if self.one_in(4) => by_account(biller, Claims::remove { claim }),
			_ => None,
		}
	}

	fn coverage(&mut self) -> Option<Wish> {
		let coverage = self.recent(pallet_insurance_claims::NextCoverage::<Runtime>::get());
		let known = pallet_insurance_claims::Coverages::<Runtime>::get(coverage);
		let authorization =
			self.recent(pallet_insurance_claims::NextAuthorization::<Runtime>::get());
		let who = self.patient();
		let plans = pallet_insurance_claims::NextPlan::<Runtime>::get();
		let plan = self.dice.below(plans.into()) as u32;
		let version = newest(plan);
		let subscriber = known.map_or(account(who), |known| known.subscriber);
		match self.dice.below(14) {
			0..=2 => {
				let beneficiary = account(if self.one_in(12) { self.patient() } else { who });
				by(who, Claims::enrol { plan, version, beneficiary })
			}
			3 => by_account(subscriber, Claims::renew { coverage, version }),
			4 if self.one_in(2) => by_account(subscriber, Claims::cancel { coverage }),
			5 => by_account(subscriber, Claims::collect_refund { coverage }),
			6 if self.one_in(2) => by(Two, Claims::close_term { coverage, term: 0 }),
			7 if self.one_in(2) => by(Two, Claims::remove_term { coverage }),
			8 => by(who, Claims::name_subscriber { subscriber: account(self.patient()) }),
			9 => by(who, Claims::unname_subscriber { subscriber: account(self.patient()) }),
			10..=11 => by(
				Dave,
				Claims::request_authorization {
					coverage,
					organization: None,
					service: ServiceType::Consultation,
					quantity: 1,
					unit_price: self.amount(),
					evidence: EVIDENCE,
				},
			),
			12 => {
				let approval = Approval { quantity: 1, until: now() + 10 * DAY };
				let answer = Some(approval).filter(|_| !self.one_in(3));
				by(Two, Claims::answer_authorization { authorization, answer })
			}
			_ => by(Dave, Claims::remove_authorization { authorization }),
		}
	}

	fn pool(&mut self) -> Option<Wish> {
		let pool = 0;
		let amount = self.amount();
		let provider = account(Dave);
		let plan = 0;
		match self.dice.below(14) {
			0..=3 => by(Two, Claims::deposit { pool, amount: 10 * amount }),
			4..=5 => by(Two, Claims::withdraw { pool, amount }),
			6..=7 if !self.one_in(3) => {
				let (_, terms) = InsuranceClaims::plan(plan, None)?;
				by(Two, Claims::create_plan { pool, terms })
			}
			6 => {
				let ratio = BasisPoints(500 + self.dice.below(1_000) as u16);
				by(Two, Claims::set_ratio { pool, ratio })
			}
			7 => {
				let (_, mut terms) = InsuranceClaims::plan(plan, None)?;
				terms.premium = 100 + amount;
				terms.length = 30 * DAY;
				by(Two, Claims::amend_plan { plan, terms })
			}
			8 => by(Two, Claims::set_enrolment { plan, open: !self.one_in(4) }),
			9..=10 => {
				let plans = pallet_insurance_claims::NextPlan::<Runtime>::get();
				let plan = plans.saturating_sub(1 + self.dice.below(2) as u32);
				by(Two, Claims::offer_contract { plan, provider })
			}
			11..=12 => {
				let plans = pallet_insurance_claims::NextPlan::<Runtime>::get();
				let plan = plans.saturating_sub(1 + self.dice.below(2) as u32);
				by(Dave, Claims::accept_contract { plan, version: newest(plan) })
			}
			_ => match self.one_in(2) {
				true => by(Two, Claims::end_contract { plan, provider }),
				false => by(Dave, Claims::repay { pool, amount }),
			},
		}
	}
}

fn newest(plan: pallet_insurance_claims::PlanId) -> u32 {
	InsuranceClaims::plan(plan, None).map_or(0, |(plan, _)| plan.version)
}
