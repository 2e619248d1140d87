//! The first entries of a desk: a new organisation, a further desk, a new incarnation.

use ed25519_dalek::SigningKey;

use super::drafts::put_pending_kit;
use super::session::By;
use super::{App, Line};
use crate::decide::believed;
use crate::decide::patient::KIT_UNCONFIRMED;
use crate::domain::rights::Action;
use crate::error::{Error, Refusal};
use crate::event::codec::Sig;
use crate::event::desk::{self, reason};
use crate::event::kinds::Role;
use crate::event::{lab, roster};
use crate::id::{DeviceId, Hash, StaffId, SubjectId};
use crate::journal::tagged_hash;
use crate::projection::tips;
use crate::query;
use crate::vault::Kit;

/// Version of the program, as genesis and checkpoints name it.
pub const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// Keys and numbers with which a desk begins.
#[derive(Debug, Clone)]
pub struct Founding {
    /// Ed25519 half of the root.
    pub root_sign: Hash,
    /// X25519 half of the root.
    pub root_seal: Hash,
    /// X25519 key of the desk.
    pub device_x25519: Hash,
    /// Number of the site.
    pub site: u16,
    /// Number prefix, 100–999.
    pub prefix: u16,
    /// The person who begins.
    pub staff: StaffId,
    /// Their Ed25519 key on this desk.
    pub staff_ed25519: Hash,
    /// Their X25519 key on this desk.
    pub staff_x25519: Hash,
}

/// Who vouches for a new incarnation of a desk.
pub enum Voucher<'a> {
    /// The recovery root, used for a `purpose` of [`desk::KitUsed`].
    Root(&'a SigningKey, u8),
    /// A manager, with a key that the roster knows.
    Manager(StaffId, &'a SigningKey),
}

impl App {
    /// The first desk of a new organisation: one commit, every roster entry signed by the root.
    pub fn found(&mut self, root: &SigningKey, begin: &Founding) -> Result<(), Error> {
        let org = self.org;
        let mut lines = vec![Line::new(
            self.device,
            genesis(reason::NEW, None, vec![], vec![]),
        )];
        lines.push(Line::new(
            org,
            roster::OrgFounded {
                root_sign: begin.root_sign,
                root_seal: begin.root_seal,
                signer: None,
                signature: Sig([0; 64]),
            },
        ));
        lines.extend(self.enrolment(begin, None));
        self.write(&By::Voucher(root), lines).map(drop)
    }

    /// A further desk of a known organisation, enrolled by a manager elsewhere: its chain begins.
    pub fn join(&mut self, enrolment: Hash) -> Result<(), Error> {
        let roster = tips(self.store.conn(), self.org)?;
        let line = Line::new(
            self.device,
            genesis(reason::NEW, Some(enrolment), vec![], roster),
        );
        self.write(&By::Desk, vec![line]).map(drop)
    }

    /// A new incarnation, vouched for by the root or a manager: cites the heads of what went before.
    pub fn reincarnate(
        &mut self,
        voucher: &Voucher<'_>,
        begin: &Founding,
        predecessors: Vec<(DeviceId, u64, Hash)>,
    ) -> Result<(), Error> {
        // Where it meets others is said anew, and with what a store is opened.
        self.forget_store_keys("")?;
        let roster = tips(self.store.conn(), self.org)?;
        let genesis = genesis(reason::RESTORED, None, predecessors, roster);
        let mut lines = vec![Line::new(self.device, genesis)];
        match voucher {
            Voucher::Root(key, purpose) => {
                lines.extend(self.enrolment(begin, None));
                let purpose = *purpose;
                lines.push(Line::new(self.device, desk::KitUsed { purpose }));
                self.write(&By::Voucher(key), lines).map(drop)
            }
            Voucher::Manager(staff, key) => {
                let [enrolled, _, keys] = self.enrolment(begin, Some(*staff));
                lines.extend([enrolled, keys]);
                self.write(&By::Voucher(key), lines).map(drop)
            }
        }
    }

    /// The organisation's new root, vouched for by the old one.
    pub fn replace_root(
        &mut self,
        old: &SigningKey,
        new: &SigningKey,
        root_seal: Hash,
    ) -> Result<(), Error> {
        let line = self.root_replaced((new, root_seal), None);
        self.write(&By::Voucher(old), vec![line]).map(drop)
    }

    /// The organisation's new root on a manager's word: the sheet is lost, so nobody can sign with it. The secret of the new
    /// one is kept in the same transaction, for a sheet that counts and is nowhere would end every backup.
    ///
    /// # Errors
    /// `locked`, `not-allowed`; `kit-unconfirmed` while another one waits to be typed back.
    pub fn replace_lost_root(&mut self, kit: &Kit, ask: &[u8]) -> Result<(), Error> {
        let staff = self.allowed(Action::ReplaceKit)?.staff;
        believed(&self.facts()?)?;
        if self.pending_kit()?.is_some() {
            return Err(Refusal::new(KIT_UNCONFIRMED).into());
        }
        let root = kit.root();
        let line = self.root_replaced((&root.sign, Hash(root.public().seal)), Some(staff));
        let kept = self.transact(
            &By::Session,
            |_, _, _| Ok(((), vec![line])),
            |tx, (), _| Ok(put_pending_kit(tx, kit.secret(), ask)?),
        );
        kept.map(drop)
    }

    fn root_replaced(
        &self,
        (new, root_seal): (&SigningKey, Hash),
        signer: Option<StaffId>,
    ) -> Line {
        use ed25519_dalek::Signer;
        let root_sign = Hash(new.verifying_key().to_bytes());
        let proof = roster::new_root_bytes(self.org, &root_sign, &root_seal);
        let body = roster::RootReplaced {
            root_sign,
            root_seal,
            new_root_signature: Sig(new.sign(&proof).to_bytes()),
            signer,
            signature: Sig([0; 64]),
        };
        Line::new(self.org, body)
    }

    /// Stops a desk by the kit, in a manager's session: nothing that a desk signs undoes it.
    pub fn revoke_by_kit(
        &mut self,
        root: &SigningKey,
        device: DeviceId,
        last_seq: Option<u64>,
    ) -> Result<(), Error> {
        self.allowed(Action::RevokeDesk)?;
        let body = roster::DeviceRevoked {
            device,
            last_seq,
            signer: None,
            signature: Sig([0; 64]),
        };
        self.write(&By::Kit(root), vec![Line::new(self.org, body)])
            .map(drop)
    }

    fn enrolment(&self, begin: &Founding, signer: Option<StaffId>) -> [Line; 3] {
        let signature = Sig([0; 64]);
        [
            Line::new(
                self.org,
                roster::DeviceEnrolled {
                    device: self.device,
                    ed25519: Hash(self.key.verifying_key().to_bytes()),
                    x25519: begin.device_x25519,
                    site: begin.site,
                    prefix: begin.prefix,
                    signer,
                    signature,
                },
            ),
            Line::new(
                self.org,
                roster::RoleSet {
                    staff: begin.staff,
                    role: Role::Manager as u8,
                    signer,
                    signature,
                },
            ),
            Line::new(
                self.org,
                roster::StaffKeyAdded {
                    staff: begin.staff,
                    device: self.device,
                    ed25519: begin.staff_ed25519,
                    x25519: begin.staff_x25519,
                    signer,
                    signature,
                },
            ),
        ]
    }

    /// Names of the first person, the desk and the organisation: written in the first session.
    pub fn describe(
        &mut self,
        staff_name: &str,
        desk: lab::DeviceDescribed,
        organisation: Option<lab::OrganisationDescribed>,
    ) -> Result<(), Error> {
        for action in [
            Action::DescribeStaff,
            Action::DescribeDesk,
            Action::DescribeOrganisation,
        ] {
            self.allowed(action)?;
        }
        let staff = self.session()?.staff;
        let mut lines = vec![
            Line::new(
                staff,
                lab::StaffDescribed {
                    name: staff_name.to_owned(),
                },
            ),
            Line::new(self.device, desk),
        ];
        if let Some(organisation) = organisation {
            lines.push(Line::new(
                setting_subject(self.org, "organisation"),
                organisation,
            ));
        }
        self.write(&By::Session, lines).map(drop)
    }

    /// Names another desk, or this one anew.
    pub fn describe_desk(
        &mut self,
        device: DeviceId,
        desk: lab::DeviceDescribed,
    ) -> Result<(), Error> {
        self.allowed(Action::DescribeDesk)?;
        self.write(&By::Session, vec![Line::new(device, desk)])
            .map(drop)
    }

    /// Keeps a setting of the laboratory.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), Error> {
        self.set_at(setting_subject(self.org, "desk"), key, value)
    }

    /// Sets something of a group of settings.
    pub fn set_at(&mut self, subject: SubjectId, key: &str, value: &str) -> Result<(), Error> {
        self.allowed(Action::ChangeSettings)?;
        let body = lab::SettingChanged {
            key: key.to_owned(),
            value: value.to_owned(),
        };
        self.write(&By::Session, vec![Line::new(subject, body)])
            .map(drop)
    }

    /// What was set of a group of settings.
    pub fn setting_of(&self, subject: SubjectId, key: &str) -> Result<Option<String>, Error> {
        Ok(query::lab::setting_of(self.conn(), subject, key)?)
    }
}

fn genesis(
    reason: u8,
    enrolment: Option<Hash>,
    predecessors: Vec<(DeviceId, u64, Hash)>,
    roster: Vec<Hash>,
) -> desk::Genesis {
    desk::Genesis {
        reason,
        enrolment,
        predecessors,
        roster,
        program: PROGRAM.to_owned(),
    }
}

/// The subject of a group of settings: the same on every desk of the organisation.
pub fn setting_subject(org: crate::id::OrgId, group: &str) -> SubjectId {
    let hash = tagged_hash(b"tirkeu/v1/setting\0", &[&org.0, group.as_bytes()]);
    let mut id = [0; 16];
    id.copy_from_slice(&hash.0[..16]);
    crate::id::Id(id)
}
