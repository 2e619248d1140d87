//! All histories of at most five acts of consent on three desks, against a definition written independently.
//!
//! **What is counted.** A history is a set of acts on three named desks with, for each act, the set of acts
//! that its desk knew. Knowledge is causally closed (who knows an act knows what that act knew, because an
//! entry waits until its refs are there) and contains everything that the desk itself did before. An act is a
//! grant, a denial, or an annulment of any known act, annulments among them (those must have no effect).
//! A history can be told in several total orders; it is counted once, in the order that always tells next
//! the free act of the smallest desk: an act may follow acts unknown to it only when those are of smaller
//! desks. Histories of 0…5 acts: 1 + 6 + 66 + 1 106 + 25 620 + 771 906 = 798 705.
//!
//! **What is compared.** On one side the fold in miniature: each act cites the *tips* of what was known,
//! ancestors are carried along the refs, the facts go to [`permitted`]. On the other the definition: "known
//! to" is found by a search through the refs from each act, the rule is written with quantifiers over the
//! acts themselves, sharing nothing with the first.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{ConsentFacts, Denial, DenialKind, Giver, Grant, Purpose, Purposes, permitted};
use crate::id::Hash;

/// What an act does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// A grant of the purpose.
    Grant,
    /// A withdrawal or refusal of it.
    Denial,
    /// «Ошибочно внесено», naming an act by its place.
    Annulment(usize),
}

/// One act of a history.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Act {
    /// 0–2.
    pub(crate) desk: u8,
    /// Bit i: the i-th act was known.
    pub(crate) known: u8,
    /// What it does.
    pub(crate) what: What,
    /// False: the body was erased.
    pub(crate) body: bool,
}

/// Calls `visit` with every history of at most `most` acts, each once.
pub(crate) fn every(most: usize, visit: &mut impl FnMut(&[Act])) {
    extend(&mut Vec::with_capacity(most), most, visit);
}

fn extend(acts: &mut Vec<Act>, most: usize, visit: &mut impl FnMut(&[Act])) {
    visit(acts);
    let count = acts.len();
    if count == most {
        return;
    }
    for desk in 0..3 {
        let own = acts.iter().rposition(|act| act.desk == desk);
        let needed = own.map_or(0, |at| acts[at].known | 1 << at);
        for known in 0..1u8 << count {
            if known & needed != needed || !closed(acts, known) || !first_order(acts, desk, known) {
                continue;
            }
            let targets = (0..count)
                .filter(|at| known >> at & 1 == 1)
                .map(What::Annulment);
            for what in [What::Grant, What::Denial]
                .into_iter()
                .chain(targets)
                .collect::<Vec<_>>()
            {
                acts.push(Act {
                    desk,
                    known,
                    what,
                    body: true,
                });
                extend(acts, most, visit);
                acts.pop();
            }
        }
    }
}

fn closed(acts: &[Act], known: u8) -> bool {
    acts.iter()
        .enumerate()
        .all(|(at, act)| known >> at & 1 == 0 || act.known & !known == 0)
}

/// The acts told since the last one that is known are all of smaller desks.
fn first_order(acts: &[Act], desk: u8, known: u8) -> bool {
    let since = 8 - known.leading_zeros() as usize;
    acts[since..].iter().all(|act| act.desk < desk)
}

/// The places of the acts that an act cites: those known that no other known act cites as known.
pub(crate) fn refs(acts: &[Act], at: usize) -> impl Iterator<Item = usize> {
    let known = acts[at].known;
    let covered = (0..at)
        .filter(|other| known >> other & 1 == 1)
        .fold(0, |covered, other| covered | acts[other].known);
    (0..at).filter(move |other| (known & !covered) >> other & 1 == 1)
}

/// An identifier for the act at a place.
fn id(at: usize) -> Hash {
    Hash([u8::try_from(at).unwrap_or(u8::MAX); 32])
}

const PURPOSE: Purpose = Purpose::Service;

/// The fold in miniature: ancestors carried along the refs, in the order of telling.
pub(crate) fn folded(acts: &[Act]) -> ConsentFacts {
    let mut facts = ConsentFacts::default();
    let mut ancestors = [0u8; 8];
    let mut annulled = 0u8;
    for (at, act) in acts.iter().enumerate() {
        ancestors[at] = refs(acts, at).fold(0, |all, parent| all | ancestors[parent] | 1 << parent);
        match act.what {
            What::Annulment(target) if act.body && ancestors[at] >> target & 1 == 1 => {
                annulled |= 1 << target
            }
            _ => {}
        }
    }
    for (at, act) in acts.iter().enumerate() {
        let annulled = annulled >> at & 1 == 1;
        match act.what {
            What::Grant => facts.grants.push(Grant {
                id: id(at),
                purposes: BTreeSet::from([PURPOSE]),
                policy: None,
                valid_until: None,
                given_on: None,
                giver: Giver::Person,
                annulled,
                body_present: act.body,
                known_denials: (0..at)
                    .filter(|other| {
                        ancestors[at] >> other & 1 == 1 && acts[*other].what == What::Denial
                    })
                    .map(id)
                    .collect(),
                answers: BTreeSet::new(),
            }),
            What::Denial => facts.denials.push(Denial {
                id: id(at),
                kind: DenialKind::Withdrawn,
                purposes: if act.body {
                    Purposes::of_denial(&[PURPOSE.code()])
                } else {
                    Purposes::All
                },
                annulled,
            }),
            What::Annulment(_) => {}
        }
    }
    facts
}

/// Known to, by search: can `from` be left along refs and `to` be reached?
fn reaches(parents: &[Vec<usize>], from: usize, to: usize) -> bool {
    parents[from]
        .iter()
        .any(|parent| *parent == to || reaches(parents, *parent, to))
}

/// The rule as the law reads it, over the acts themselves.
pub(crate) fn by_definition(acts: &[Act]) -> bool {
    let parents: Vec<Vec<usize>> = (0..acts.len()).map(|at| refs(acts, at).collect()).collect();
    let all = || 0..acts.len();
    let annulled = |act: usize| {
        !matches!(acts[act].what, What::Annulment(_))
            && all().any(|by| {
                acts[by].body && acts[by].what == What::Annulment(act) && reaches(&parents, by, act)
            })
    };
    all().any(|grant| {
        acts[grant].what == What::Grant
            && acts[grant].body
            && !annulled(grant)
            && all().all(|denial| {
                acts[denial].what != What::Denial
                    || annulled(denial)
                    || reaches(&parents, grant, denial)
            })
    })
}

fn some_day() -> NaiveDate {
    NaiveDate::default()
}

#[test]
fn on_every_history_of_five_acts_on_three_desks_the_rule_is_its_definition() {
    let mut counts = [0u32; 6];
    let mut permissions = 0u32;
    every(5, &mut |acts| {
        let rule = permitted(&folded(acts), PURPOSE, some_day());
        assert_eq!(rule, by_definition(acts), "{acts:?}");
        counts[acts.len()] += 1;
        permissions += u32::from(rule);
    });
    assert_eq!(
        counts,
        [1, 6, 66, 1_106, 25_620, 771_906],
        "no history is left out or told twice"
    );
    assert_eq!(counts.iter().sum::<u32>(), 798_705);
    assert!(
        permissions > 100_000 && permissions < 700_000,
        "both answers occur: {permissions}"
    );
}

#[test]
fn with_any_bodies_erased_the_rule_is_its_definition_and_erasing_never_grants_by_a_grant() {
    every(4, &mut |acts| {
        for erased in 1..1u8 << acts.len() {
            let mut acts = acts.to_vec();
            for (at, act) in acts.iter_mut().enumerate() {
                act.body = erased >> at & 1 == 0;
            }
            assert_eq!(
                permitted(&folded(&acts), PURPOSE, some_day()),
                by_definition(&acts),
                "{acts:?}"
            );
            let grants_erased = acts.iter().all(|act| act.what != What::Grant || !act.body);
            assert!(
                !grants_erased || !by_definition(&acts),
                "no grant with a body, no permission: {acts:?}"
            );
        }
    });
}

#[test]
fn what_is_cited_leads_to_exactly_what_was_known() {
    every(4, &mut |acts| {
        let parents: Vec<Vec<usize>> = (0..acts.len()).map(|at| refs(acts, at).collect()).collect();
        for at in 0..acts.len() {
            for other in 0..acts.len() {
                assert_eq!(
                    reaches(&parents, at, other),
                    acts[at].known >> other & 1 == 1,
                    "{acts:?}"
                );
            }
        }
    });
}

#[test]
fn a_denial_made_apart_is_never_overruled_by_a_grant_that_did_not_know_it() {
    every(4, &mut |acts| {
        let Some((last, before)) = acts.split_last() else {
            return;
        };
        if last.what == What::Denial && permitted(&folded(acts), PURPOSE, some_day()) {
            // Nothing can know the last act; so the only way out would be an error of the rule.
            panic!("a denial just made must deny: {before:?} then {last:?}");
        }
    });
}
