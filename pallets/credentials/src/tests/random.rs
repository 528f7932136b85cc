//! Random sequences of calls against a model that knows nothing of the pallet: it writes down who
//! said what, and answers from that alone.

use super::*;
use medchain_support::testing::Dice;
use std::collections::BTreeMap;

/// A period that is over, runs, or has not started yet.
fn any_period(dice: &mut Dice, now: u64) -> Period {
	let start = (dice.below(2) == 0).then(|| now + dice.below(40) - 20);
	let end = (dice.below(2) == 0).then(|| now + dice.below(60) - 5);
	Period { start, end }
}

const ROLES: [Role; 4] =
	[Role::Practitioner, Role::Investigator, Role::ProviderOrganization, Role::Pharmacy];

#[derive(Clone, Copy, PartialEq)]
enum Said {
	Good,
	Suspended,
	Revoked,
}

struct Paper {
	subject: AccountId,
	issuer: AccountId,
	/// How often the issuer had been withdrawn when it issued or renewed this.
	era: u32,
	role: Role,
	period: Period,
	said: Said,
}

/// What an issuer may do.
#[derive(Clone)]
struct Right {
	roles: Vec<Role>,
	identities: bool,
	period: Period,
	suspended: bool,
}

#[derive(Default)]
struct Model {
	now: u64,
	rights: BTreeMap<AccountId, Right>,
	eras: BTreeMap<AccountId, u32>,
	papers: BTreeMap<u64, Paper>,
	/// The period, and as what both are in it.
	members: BTreeMap<(AccountId, AccountId), (Period, Role, Role)>,
	persons: BTreeMap<AccountId, (AccountId, u32, Period)>,
	next: u64,
}

fn covers(period: Period, now: u64) -> bool {
	period.start.unwrap_or(0) <= now && now <= period.end.unwrap_or(u64::MAX)
}

fn current(period: Period, now: u64) -> bool {
	let end = period.end.unwrap_or(u64::MAX);
	end >= now && end >= period.start.unwrap_or(0)
}

impl Model {
	fn era(&self, issuer: AccountId) -> u32 {
		self.eras.get(&issuer).copied().unwrap_or_default()
	}

	fn right(&self, issuer: AccountId) -> Option<&Right> {
		self.rights.get(&issuer).filter(|right| !right.suspended && covers(right.period, self.now))
	}

	fn may_give(&self, issuer: AccountId, role: Role) -> bool {
		self.right(issuer).is_some_and(|right| right.roles.contains(&role))
	}

	fn counts(&self, paper: &Paper) -> bool {
		paper.said == Said::Good
			&& covers(paper.period, self.now)
			&& paper.era == self.era(paper.issuer)
			&& self.may_give(paper.issuer, paper.role)
	}

	fn has(&self, who: AccountId, role: Role) -> bool {
		self.papers.values().any(|p| p.subject == who && p.role == role && self.counts(p))
	}

	fn person(&self, who: AccountId) -> Option<Role> {
		[Role::Practitioner, Role::Investigator].into_iter().find(|role| self.has(who, *role))
	}

	fn organization(&self, who: AccountId) -> Option<Role> {
		[Role::ProviderOrganization, Role::Pharmacy].into_iter().find(|role| self.has(who, *role))
	}

	fn is_member(&self, who: AccountId, of: AccountId) -> bool {
		self.members.get(&(who, of)).is_some_and(|(period, person, organization)| {
			covers(*period, self.now) && self.has(who, *person) && self.has(of, *organization)
		})
	}

	/// Whether the subject must live with it.
	fn is_sanction(&self, paper: &Paper) -> bool {
		paper.said != Said::Good
			&& paper.era == self.era(paper.issuer)
			&& self.may_give(paper.issuer, paper.role)
	}

	fn is_identified(&self, who: AccountId) -> bool {
		self.persons.get(&who).is_some_and(|(by, era, period)| {
			covers(*period, self.now)
				&& *era == self.era(*by)
				&& self.right(*by).is_some_and(|right| right.identities)
		})
	}

	fn count(&self, who: AccountId) -> usize {
		self.papers.values().filter(|paper| paper.subject == who).count()
	}

	fn active(&self, who: AccountId, role: Role) -> usize {
		let active = |p: &&Paper| p.subject == who && p.role == role && p.said == Said::Good;
		self.papers.values().filter(active).count()
	}

	/// Makes a random call on the pallet and says whether the model expects it to succeed;
	/// if so, the model writes it down.
	fn call(&mut self, dice: &mut Dice) -> (usize, bool, DispatchResult) {
		let kind = dice.below(32) as usize;
		let who = dice.one_of(&EVERYBODY);
		let issuer = dice.one_of(&EVERYBODY[..3]);
		let id = match kind {
			// One that can be reinstated, if there is any.
			15..=17 => {
				self.papers.iter().find(|(_, p)| p.said == Said::Suspended).map(|(id, _)| *id)
			}
			_ => None,
		}
		.unwrap_or(self.next.saturating_sub(1 + dice.below(6)));
		let now = self.now;
		let paper = |model: &Self| model.papers.get(&id).map(|p| (p.subject, p.issuer, p.said));
		// Mostly the right subject and issuer, so that most calls get somewhere.
		let subject = match paper(self) {
			Some((subject, _, _)) if dice.below(8) > 0 => subject,
			_ => who,
		};
		let signer = match paper(self) {
			Some((_, issuer, _)) if dice.below(4) > 0 => issuer,
			_ => issuer,
		};
		let own = |model: &Self| {
			model.papers.get(&id).is_some_and(|p| p.subject == subject && p.issuer == signer)
		};
		match kind {
			0 => {
				let roles: Vec<Role> = ROLES.into_iter().filter(|_| dice.below(3) > 0).collect();
				let identities = dice.below(2) == 0;
				let period =
					if dice.below(3) == 0 { any_period(dice, now) } else { Period::ALWAYS };
				let expected = (identities || !roles.is_empty()) && current(period, now);
				let result = Credentials::accredit(
					root(),
					issuer,
					roles.iter().copied().collect(),
					identities,
					period,
				);
				if expected {
					let suspended = self.rights.get(&issuer).is_some_and(|r| r.suspended);
					self.rights.insert(issuer, Right { roles, identities, period, suspended });
				}
				(0, expected, result)
			}
			1 if dice.below(2) == 0 => {
				let expected = self.rights.get(&issuer).is_some_and(|right| !right.suspended);
				if expected {
					self.rights.get_mut(&issuer).unwrap().suspended = true;
				}
				(1, expected, Credentials::suspend_accreditation(root(), issuer))
			}
			1 | 2 => {
				let expected = self.rights.get(&issuer).is_some_and(|right| right.suspended);
				if expected {
					self.rights.get_mut(&issuer).unwrap().suspended = false;
				}
				(2, expected, Credentials::reinstate_accreditation(root(), issuer))
			}
			3 if dice.below(4) == 0 => {
				let expected = self.rights.remove(&issuer).is_some();
				if expected {
					*self.eras.entry(issuer).or_default() += 1;
				}
				(3, expected, Credentials::withdraw_accreditation(root(), issuer))
			}
			3..=10 => {
				let role = match issuer {
					MINISTRY if dice.below(4) > 0 => Role::ProviderOrganization,
					_ if dice.below(4) > 0 => Role::Practitioner,
					_ => dice.one_of(&ROLES),
				};
				let period =
					if dice.below(2) == 0 { Period::ALWAYS } else { any_period(dice, now) };
				let expected = self.may_give(issuer, role)
					&& current(period, now)
					&& self.count(who) < 4
					&& self.active(who, role) < 2
					&& !self
						.papers
						.values()
						.any(|p| p.subject == who && p.issuer == issuer && p.role == role);
				if expected {
					let era = self.era(issuer);
					let said = Said::Good;
					let paper = Paper { subject: who, issuer, era, role, period, said };
					self.papers.insert(self.next, paper);
					self.next += 1;
				}
				(4, expected, Credentials::issue(signed(issuer), who, role, period, EVIDENCE))
			}
			11 | 12 => {
				let end = (dice.below(3) > 0).then(|| now + dice.below(60) - 5);
				let expected = own(self) && {
					let paper = &self.papers[&id];
					paper.said != Said::Revoked
						&& self.may_give(signer, paper.role)
						&& current(Period { end, ..paper.period }, now)
				};
				if expected {
					let era = self.era(signer);
					let paper = self.papers.get_mut(&id).unwrap();
					paper.era = era;
					paper.period.end = end;
				}
				(5, expected, Credentials::renew(signed(signer), subject, id, end))
			}
			13 | 14 => {
				let expected = own(self) && self.papers[&id].said == Said::Good;
				if expected {
					self.papers.get_mut(&id).unwrap().said = Said::Suspended;
				}
				(6, expected, Credentials::suspend(signed(signer), subject, id))
			}
			15..=17 => {
				let expected = own(self)
					&& self.papers[&id].said == Said::Suspended
					&& self.may_give(signer, self.papers[&id].role)
					&& self.active(subject, self.papers[&id].role) < 2;
				if expected {
					self.papers.get_mut(&id).unwrap().said = Said::Good;
				}
				(7, expected, Credentials::reinstate(signed(signer), subject, id))
			}
			18 => {
				let governance = dice.below(4) == 0;
				let there = self.papers.get(&id).is_some_and(|p| p.subject == subject);
				let expected =
					there && (governance || own(self)) && self.papers[&id].said != Said::Revoked;
				if expected {
					self.papers.get_mut(&id).unwrap().said = Said::Revoked;
				}
				let origin = if governance { root() } else { signed(signer) };
				(8, expected, Credentials::revoke(origin, subject, id))
			}
			19 => {
				let caller = if dice.below(4) == 0 { subject } else { signer };
				let there = self.papers.get(&id).is_some_and(|p| p.subject == subject);
				let expected = there && {
					let paper = &self.papers[&id];
					let waits = paper.said == Said::Good
						&& current(paper.period, now)
						&& !covers(paper.period, now);
					match caller == subject {
						true => caller == paper.issuer || !self.is_sanction(paper),
						false => caller == paper.issuer && !self.counts(paper) && !waits,
					}
				};
				if expected {
					self.papers.remove(&id);
				}
				(9, expected, Credentials::remove(signed(caller), subject, id))
			}
			20..=26 => {
				let person = dice.one_of(&[DOCTOR, OTHER_DOCTOR, HOSPITAL]);
				let period =
					if dice.below(2) == 0 { Period::ALWAYS } else { any_period(dice, now) };
				let full = self.members.keys().filter(|(p, _)| *p == person).count() >= 3;
				let roles = self.person(person).zip(self.organization(issuer));
				let expected = issuer != person
					&& roles.is_some()
					&& current(period, now)
					&& (!full || self.members.contains_key(&(person, issuer)));
				if let (true, Some((as_person, as_organization))) = (expected, roles) {
					self.members.insert((person, issuer), (period, as_person, as_organization));
				}
				(10, expected, Credentials::affiliate(signed(issuer), person, period))
			}
			27 => {
				let (person, issuer) = match self.members.keys().next() {
					Some(pair) if dice.below(4) > 0 => *pair,
					_ => (dice.one_of(&[DOCTOR, OTHER_DOCTOR, HOSPITAL]), issuer),
				};
				let caller = dice.one_of(&[person, issuer, who]);
				let expected = (caller == person || caller == issuer)
					&& self.members.remove(&(person, issuer)).is_some();
				(11, expected, Credentials::end_affiliation(signed(caller), person, issuer))
			}
			28 | 29 => {
				let period = any_period(dice, now);
				let of_another = self.is_identified(who) && self.persons[&who].0 != issuer;
				let expected = self.right(issuer).is_some_and(|right| right.identities)
					&& current(period, now)
					&& !of_another;
				if expected {
					self.persons.insert(who, (issuer, self.era(issuer), period));
				}
				let result = Credentials::verify_patient(
					signed(issuer),
					who,
					Assurance::Low,
					period,
					EVIDENCE,
				);
				(12, expected, result)
			}
			_ => {
				let caller = (dice.below(4) > 0).then(|| dice.one_of(&[who, issuer]));
				let expected = self
					.persons
					.get(&who)
					.is_some_and(|(by, _, _)| caller.is_none_or(|c| c == who || c == *by));
				if expected {
					self.persons.remove(&who);
				}
				let origin = caller.map_or_else(root, signed);
				(13, expected, Credentials::end_verification(origin, who))
			}
		}
	}

	/// The pallet answers every question as the model does. Returns how many were asked.
	fn agrees(&self) -> u64 {
		let mut asked = 0;
		for who in EVERYBODY {
			for role in ROLES {
				assert_eq!(has(who, role), self.has(who, role), "{who} as {role}");
				asked += 1;
			}
			for of in EVERYBODY {
				assert_eq!(is_affiliated(who, of), self.is_member(who, of), "{who} of {of}");
				asked += 1;
			}
			let roles: Roles = ROLES.into_iter().filter(|role| self.has(who, *role)).collect();
			assert_eq!(Credentials::roles_of(who), roles);
			for several in ROLES.windows(3) {
				let several: Roles = several.iter().copied().collect();
				let holds = !roles.intersection(several).is_empty();
				let told = <Credentials as InspectCredentials<_>>::has_any_role(&who, several);
				assert_eq!(told, holds, "{who} as one of {several:?}");
			}
			assert_eq!(is_identified(who), self.is_identified(who), "{who} identified");
			let verified = match self.count(who) {
				0 => self.is_identified(who),
				_ => !roles.is_empty(),
			};
			assert_eq!(is_verified(who), verified, "{who} verified");
			asked += 3;
		}
		asked
	}
}

#[test]
fn random_sequences_agree_with_a_model() {
	const SEED: u64 = 0x7768_6f69_7377_686f;
	const RUNS: u64 = 500;
	const CALLS: u64 = 200;
	let mut dice = Dice::new(SEED);
	let mut done = [0u32; 14];
	let mut refused = 0u32;
	let mut asked = 0;
	for _ in 0..RUNS {
		build_and_execute(|| {
			let right = |roles: &[Role], identities| Right {
				roles: roles.to_vec(),
				identities,
				period: Period::ALWAYS,
				suspended: false,
			};
			let mut model = Model {
				now: NOW,
				rights: [
					(MINISTRY, right(&[Role::ProviderOrganization, Role::Pharmacy], true)),
					(HOSPITAL, right(&[Role::Practitioner, Role::Investigator], true)),
					(OTHER_HOSPITAL, right(&[Role::Practitioner], false)),
				]
				.into(),
				..Default::default()
			};
			for call in 0..CALLS {
				model.now = NOW + call / 4;
				set_now(model.now);
				let (kind, expected, result) = model.call(&mut dice);
				assert_eq!(result.is_ok(), expected, "call {call} of kind {kind}: {result:?}");
				done[kind] += u32::from(expected);
				refused += u32::from(!expected);
				assert_eq!(NextCredential::<Test>::get(), model.next);
				if call % 10 == 0 {
					asked += model.agrees();
				}
				if call % 50 == 0 {
					check_state().unwrap();
				}
			}
		});
	}
	println!(
		"{RUNS} runs of {CALLS} calls, seed {SEED:#x}: {asked} answers agreed; calls that went \
		 through by kind {done:?}, refused {refused}"
	);
	assert!(done.iter().all(|count| *count > 300), "the calls are lopsided: {done:?}");
}
