//! The attacks themselves, each by its name in the document: what was done, and what it leaves.

use ed25519_dalek::SigningKey;

use crate::audit::is_body_kept;
use crate::audit::lab::{Dice, Lab, Person, described, removed, role, staff_key};
use crate::event::{Event, desk, kinds::Role};
use crate::id::{DeviceId, Hash, Id, OrgId, SessionId};
use crate::journal::export::Record;
use crate::journal::{Draft, Entry};

/// A laboratory of two desks; the first one's journal is attacked.
pub struct Scene {
    pub lab: Lab,
    /// The registrar's session that is open at the end.
    open: SessionId,
    /// First entry of the second session, which is closed.
    second: usize,
    /// First entry after the open session began.
    third: usize,
    pub paper: u64,
    pub witnessed: u64,
    pub keychain: u64,
}

/// What the attacker leaves behind.
pub struct Left {
    pub org: OrgId,
    pub desk: DeviceId,
    pub records: Vec<Record>,
    /// The attacker has put the anchor file back as well.
    pub anchor_file: Option<(u64, Hash)>,
}

pub fn scene() -> Scene {
    let mut lab = Lab::found(7);
    let (manager, registrar) = (lab.manager.clone(), lab.registrar.clone());
    let mut patients = Vec::new();
    let b = lab.enrol(&[registrar.clone(), manager]);
    let paper = lab.desks[0].head().0;
    let second = lab.desks[0].chain.len();
    let session = lab.desks[0].open(&mut lab.dice, &registrar);
    for _ in 0..4 {
        lab.act(0, session, &mut patients);
    }
    let witnessed = lab.desks[0].head().0;
    let first = lab.desks[0].clone();
    lab.desks[b].pull(&first);
    let there = lab.desks[b].open(&mut lab.dice, &registrar);
    lab.act(b, there, &mut patients);
    lab.desks[b].close(&mut lab.dice, &registrar, there);
    lab.desks[b].witness(&mut lab.dice);
    let other = lab.desks[b].clone();
    lab.desks[0].pull(&other);
    lab.act(0, session, &mut patients);
    lab.desks[0].close(&mut lab.dice, &registrar, session);
    lab.desks[0].witness(&mut lab.dice);
    lab.desks[0].checkpoint(&mut lab.dice);
    let open = lab.desks[0].open(&mut lab.dice, &registrar);
    let third = lab.desks[0].chain.len();
    for _ in 0..2 {
        lab.act(0, open, &mut patients);
    }
    let keychain = lab.desks[0].head().0;
    for _ in 0..4 {
        lab.act(0, open, &mut patients);
    }
    Scene {
        lab,
        open,
        second,
        third,
        paper,
        witnessed,
        keychain,
    }
}

impl Scene {
    pub fn chain(&self) -> &[Entry] {
        &self.lab.desks[0].chain
    }

    fn leave(&self, records: Vec<Record>) -> Left {
        Left {
            org: self.lab.org,
            desk: self.lab.desks[0].device,
            records,
            anchor_file: None,
        }
    }

    fn records(&self, change: impl FnOnce(&mut Vec<Record>)) -> Left {
        let mut records = self.chain().iter().map(Record::from).collect();
        change(&mut records);
        self.leave(records)
    }

    fn entries(&self, entries: &[Entry]) -> Left {
        self.leave(entries.iter().map(Record::from).collect())
    }

    /// Everything from an entry on signed anew with some key, after a change.
    fn resigned(
        &self,
        from: usize,
        key: &SigningKey,
        mut change: impl FnMut(usize, &mut Draft),
    ) -> Vec<Entry> {
        let mut chain = self.chain()[..from].to_vec();
        for (at, entry) in self.chain().iter().enumerate().skip(from) {
            let mut draft = redraft(entry);
            draft.prev = chain.last().map_or(Hash::ZERO, Entry::hash);
            change(at, &mut draft);
            chain.push(draft.sign(key).unwrap());
        }
        chain
    }

    /// More entries at the end, by whoever holds the desk's key.
    fn with(&self, more: impl FnOnce(&mut Lab, SessionId)) -> Left {
        let mut lab = self.lab.clone();
        more(&mut lab, self.open);
        self.entries(&lab.desks[0].chain)
    }
}

fn redraft(entry: &Entry) -> Draft {
    let h = entry.header().clone();
    Draft {
        org: h.org,
        device: h.device,
        seq: h.seq,
        prev: h.prev,
        hlc: h.hlc,
        wall: h.wall,
        kind: h.kind,
        kind_ver: h.kind_ver,
        flags: h.flags,
        class: h.class,
        batch_left: h.batch_left,
        session: h.session,
        subject: h.subject,
        refs: h.refs,
        body: entry.body().unwrap().clone(),
    }
}

/// Index of an entry that is the only one of its commit, at or after `from`, with a body that is not kept.
fn single(scene: &Scene, from: usize) -> usize {
    let chain = scene.chain();
    (from..chain.len())
        .find(|at| {
            let h = chain[*at].header();
            h.batch_left == 0 && chain[at - 1].header().batch_left == 0 && !is_body_kept(h.kind)
        })
        .unwrap()
}

/// An attack by its name in the document, and what it leaves.
pub type Attack = (&'static str, fn(&Scene) -> Left);

pub fn attacks() -> Vec<Attack> {
    vec![
        ("none", |s| s.records(|_| {})),
        ("header-byte", |s| {
            s.records(|r| r[s.second + 1].header[90] ^= 1)
        }),
        ("signature-byte", |s| {
            s.records(|r| r[s.second + 1].signature[3] ^= 1)
        }),
        ("body-byte", |s| {
            s.records(|r| r[s.second + 1].body.as_mut().unwrap()[20] ^= 1)
        }),
        ("body-swapped", |s| {
            s.records(|r| {
                let other = r[s.second + 2].body.clone();
                r[s.second + 1].body = other;
            })
        }),
        ("body-erased", |s| {
            s.records(|r| r[single(s, s.second)].body = None)
        }),
        ("kept-body-removed", |s| {
            s.records(|r| r[s.second].body = None)
        }),
        ("entry-deleted", |s| {
            s.records(|r| drop(r.remove(s.second + 1)))
        }),
        ("entries-swapped", |s| {
            s.records(|r| r.swap(s.second + 1, s.second + 2))
        }),
        ("entry-inserted", |s| {
            s.records(|r| {
                let at = single(s, s.second);
                let mut draft = redraft(&s.chain()[at]);
                draft.class = 1;
                let forged = draft.sign(&SigningKey::from_bytes(&[9; 32])).unwrap();
                r.insert(at, Record::from(&forged));
            })
        }),
        ("entry-replaced-other-key", |s| {
            s.records(|r| {
                let mut draft = redraft(&s.chain()[s.second + 1]);
                draft.wall.ms += 1;
                r[s.second + 1] =
                    Record::from(&draft.sign(&SigningKey::from_bytes(&[9; 32])).unwrap());
            })
        }),
        ("tail-other-key", |s| {
            s.entries(
                &s.resigned(s.second, &SigningKey::from_bytes(&[9; 32]), |_, d| {
                    d.wall.ms += 1
                }),
            )
        }),
        ("last-entry-deleted", |s| {
            s.records(|r| {
                let mut len = r.len() - 1;
                while s.chain()[len - 1].header().batch_left > 0 {
                    len -= 1;
                }
                r.truncate(len);
            })
        }),
        ("tail-deleted", |s| {
            s.records(|r| r.truncate(usize::try_from(s.paper).unwrap()))
        }),
        ("all-deleted", |s| s.records(Vec::clear)),
        ("old-copy-with-its-anchor", |s| {
            let mut left = s.records(|r| r.truncate(usize::try_from(s.paper).unwrap()));
            let head = &s.chain()[usize::try_from(s.paper).unwrap() - 1];
            left.anchor_file = Some((head.header().seq, head.hash()));
            left
        }),
        ("open-session-rewritten-device-key", |s| {
            let key = s.lab.desks[0].key.clone();
            s.entries(&s.resigned(s.third, &key, |_, d| d.wall.ms += 3_600_000))
        }),
        ("closed-session-rewritten-device-key", |s| {
            let key = s.lab.desks[0].key.clone();
            s.entries(&s.resigned(s.second + 1, &key, |_, d| d.wall.ms += 3_600_000))
        }),
        ("chain-rewritten-device-key", |s| {
            rebuilt(s, |lab, len| {
                while lab.desks[0].chain.len() < len {
                    let body = desk::SignInFailed {
                        attempts: 1,
                        first_ms: 1,
                        last_ms: 2,
                    };
                    let (key, device) = (lab.desks[0].key.clone(), lab.desks[0].device);
                    lab.desks[0].commit(&mut lab.dice, Id::ZERO, &key, vec![(body.into(), device)]);
                }
            })
        }),
        ("chain-rewritten-device-and-own-key", |s| {
            rebuilt(s, |lab, len| {
                let manager = lab.manager.clone();
                let session = lab.desks[0].open(&mut lab.dice, &manager);
                while lab.desks[0].chain.len() < len {
                    lab.act(0, session, &mut Vec::new());
                }
            })
        }),
        ("session-invented", |s| {
            s.with(|lab, _| {
                let mut thief = lab.registrar.clone();
                thief.key = lab.desks[0].key.clone();
                invent(lab, &thief);
            })
        }),
        ("session-invented-with-new-key", |s| {
            s.with(|lab, session| {
                let mut thief = lab.manager.clone();
                thief.key = lab.desks[0].key.clone();
                let event = staff_key(&thief, lab.desks[0].device, Some(thief.staff));
                let (key, org) = (thief.key.clone(), lab.org);
                lab.desks[0].commit(&mut lab.dice, session, &key, vec![(event.into(), org)]);
            })
        }),
        ("session-end-forged", |s| {
            s.with(|lab, session| {
                let mut thief = lab.registrar.clone();
                thief.key = lab.desks[0].key.clone();
                lab.desks[0].close(&mut lab.dice, &thief, session);
            })
        }),
        ("entry-after-session-end", |s| {
            s.with(|lab, session| {
                let registrar = lab.registrar.clone();
                lab.desks[0].close(&mut lab.dice, &registrar, session);
                lab.act(0, session, &mut Vec::new());
            })
        }),
        ("entry-after-crash", |s| {
            s.with(|lab, session| {
                lab.desks[0].crash(&mut lab.dice, session);
                lab.act(0, session, &mut Vec::new());
            })
        }),
        ("role-not-held", |s| {
            s.with(|lab, session| {
                let (key, subject) = (lab.desks[0].key.clone(), lab.dice.id());
                lab.desks[0].commit(
                    &mut lab.dice,
                    session,
                    &key,
                    vec![(described().into(), subject)],
                );
            })
        }),
        ("role-self-given", |s| {
            s.with(|lab, _| {
                let registrar = lab.registrar.clone();
                let (org, key) = (lab.org, lab.desks[0].key.clone());
                let event = role(&registrar, Role::Manager, None);
                lab.desks[0].commit(&mut lab.dice, Id::ZERO, &key, vec![(event.into(), org)]);
            })
        }),
        ("roster-of-before", |s| {
            s.with(|lab, _| {
                let (manager, registrar) = (lab.manager.clone(), lab.registrar.clone());
                let (org, before) = (lab.org, lab.desks[0].tips(lab.org));
                let session = lab.desks[0].open(&mut lab.dice, &manager);
                let event = removed(&registrar, Some(manager.staff));
                lab.desks[0].commit(
                    &mut lab.dice,
                    session,
                    &manager.key,
                    vec![(event.into(), org)],
                );
                lab.desks[0].close(&mut lab.dice, &manager, session);
                lab.desks[0].open_under(&mut lab.dice, &registrar, before);
            })
        }),
        ("role-in-another-session", |s| {
            s.with(|lab, session| {
                let (manager, registrar) = (lab.manager.clone(), lab.registrar.clone());
                let event = role(&registrar, Role::Manager, Some(manager.staff));
                let org = lab.org;
                lab.desks[0].commit(
                    &mut lab.dice,
                    session,
                    &manager.key,
                    vec![(event.into(), org)],
                );
            })
        }),
        ("class-changed", |s| {
            s.entries(&s.resigned(s.third, &s.lab.desks[0].key, |_, d| d.class = 7))
        }),
        ("hlc-back", |s| {
            s.entries(&s.resigned(s.third, &s.lab.desks[0].key, |at, d| {
                if at == s.third + 1 {
                    d.hlc.0 -= 1 << 40;
                }
            }))
        }),
        ("hlc-beyond", |s| {
            s.records(|r| r[s.third].header[76] |= 0x80)
        }),
        ("commit-torn-inside", |s| {
            s.with(|lab, session| {
                let device = lab.desks[0].device;
                let event = Event::from(crate::event::disclosure::ListOpened { list: 1 });
                let draft = lab.desks[0].draft(&mut lab.dice, session, &event, session, 1);
                lab.desks[0].store(draft);
                let event = Event::from(desk::SignInFailed {
                    attempts: 1,
                    first_ms: 1,
                    last_ms: 2,
                });
                let draft = lab.desks[0].draft(&mut lab.dice, Id::ZERO, &event, device, 0);
                lab.desks[0].store(draft);
            })
        }),
        ("commit-torn-at-the-end", |s| {
            s.records(|r| {
                let last = (0..r.len())
                    .rev()
                    .find(|at| s.chain()[*at].header().batch_left > 0)
                    .unwrap();
                r.truncate(last + 1);
            })
        }),
        ("fork", |s| {
            s.records(|r| {
                let mut draft = redraft(&s.chain()[s.third]);
                draft.wall.ms += 1;
                r.push(Record::from(&draft.sign(&s.lab.desks[0].key).unwrap()));
            })
        }),
        ("foreign-entry", |s| {
            s.entries(&s.resigned(s.third, &s.lab.desks[0].key, |_, d| d.org = Id([9; 16])))
        }),
        ("foreign-journal", |_| {
            let other = Lab::found(8);
            let desk = &other.desks[0];
            Left {
                org: other.org,
                desk: desk.device,
                records: desk.chain.iter().map(Record::from).collect(),
                anchor_file: None,
            }
        }),
        ("newer-header", |s| s.records(|r| r[s.third].header[3] = 2)),
        ("newer-kind", |s| {
            s.with(|lab, session| {
                let event = Event::from(crate::event::disclosure::ListOpened { list: 1 });
                let mut draft = lab.desks[0].draft(&mut lab.dice, session, &event, session, 0);
                draft.kind = 0x03BF;
                lab.desks[0].store(draft);
            })
        }),
    ]
}

/// A session without the person's knowledge.
fn invent(lab: &mut Lab, thief: &Person) {
    lab.desks[0].open(&mut lab.dice, thief);
}

/// The founding commit as it was, everything after it written anew to the same length.
fn rebuilt(scene: &Scene, fill: impl FnOnce(&mut Lab, usize)) -> Left {
    let mut lab = Lab::found(7);
    lab.dice = Dice::new(99);
    fill(&mut lab, scene.chain().len());
    assert_eq!(
        lab.desks[0].chain[4],
        scene.chain()[4],
        "the founding commit is the same"
    );
    scene.entries(&lab.desks[0].chain)
}
