//! The laboratory: its description, staff names, desks, policies, settings.

use super::codec::{Sig, body};
use crate::id::{Hash, OrgId};

body! {
    /// The operator as consent must name it (Law 94-V art. 8(4)(1)).
    OrganisationDescribed {
        /// Kazakh name.
        name_kk: String,
        /// Russian name.
        name_ru: String,
        /// 1 БИН of a legal entity, 2 ИИН of an entrepreneur.
        number_kind: u8,
        /// The number itself.
        number: String,
        /// Kazakh address.
        address_kk: String,
        /// Russian address.
        address_ru: String,
        /// E.164.
        phone: String,
        /// For withdrawals and questions.
        email: String,
    }
}

body! {
    /// One version of the privacy policy, in both languages; readable for ever.
    PolicyPublished {
        /// Document code.
        code: String,
        /// Revision, as printed.
        revision: String,
        /// First day on which it applies, `YYYY-MM-DD`.
        effective_from: String,
        /// Title, Kazakh.
        title_kk: String,
        /// Title, Russian.
        title_ru: String,
        /// Text, Kazakh.
        text_kk: String,
        /// Text, Russian.
        text_ru: String,
        /// Years after the last visit during which consent lasts.
        years: u8,
        /// Where the current version stands on the web.
        url: Option<String>,
    }
}

body! {
    /// A member of staff by name.
    StaffDescribed {
        /// Surname, name, patronymic as signed on paper.
        name: String,
    }
}

body! {
    /// A desk by name.
    DeviceDescribed {
        /// What people call it.
        name: String,
        /// The site where it stands.
        site: String,
    }
}

body! {
    /// A setting of the laboratory.
    SettingChanged {
        /// Stable name.
        key: String,
        /// New value.
        value: String,
    }
}

body! {
    /// To which key backups are encrypted: that of the recovery sheet, vouched for by its root.
    BackupKeyNamed {
        /// The root whose sheet it is.
        root_sign: Hash,
        /// X25519 key of the sheet's age identity.
        recipient: Hash,
        /// The root's, over [`backup_key_bytes`].
        signature: Sig,
    }
}

/// What a root signs to name the key of its backups.
pub fn backup_key_bytes(org: OrgId, recipient: &Hash) -> Vec<u8> {
    [b"tirkeu/v1/backup-key\0".as_slice(), &org.0, &recipient.0].concat()
}
