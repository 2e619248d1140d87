//! Which tables are made from the journal, and how.

/// Tables fed by ordered kinds, with their primary key: what replicas must agree on and `state-hash` covers.
pub const ORDERED: &[(&str, &str)] = &[
    ("p_card", "subject"),
    ("p_card_field", "subject, field, entry"),
    ("p_consent", "entry"),
    ("p_consent_annulment", "entry"),
    ("p_consent_beats", "grant_entry, denial"),
    ("p_consent_purpose", "entry, purpose"),
    ("p_desk", "subject"),
    ("p_destroyed", "entry"),
    ("p_device", "entry"),
    ("p_held", "entry"),
    ("p_organisation", "subject"),
    ("p_policy", "entry"),
    ("p_revocation", "entry"),
    ("p_role", "staff"),
    ("p_root", "entry"),
    ("p_setting", "subject, key"),
    ("p_staff", "subject"),
    ("p_staff_key", "entry"),
];

/// Tables whose rows belong to one folded subject, with the column that names it. The roster's own
/// tables are written whole by `roster::project`.
pub const BY_SUBJECT: &[(&str, &str)] = &[
    ("p_card", "subject"),
    ("p_card_field", "subject"),
    ("p_consent", "subject"),
    ("p_consent_annulment", "subject"),
    ("p_consent_beats", "subject"),
    ("p_consent_purpose", "subject"),
    ("p_desk", "subject"),
    ("p_destroyed", "subject"),
    ("p_held", "subject"),
    ("p_organisation", "subject"),
    ("p_policy", "subject"),
    ("p_setting", "subject"),
    ("p_staff", "subject"),
];

/// Everything that is dropped and made again.
pub const REBUILT: &[&str] = &[
    "p_card",
    "p_card_field",
    "p_consent",
    "p_consent_annulment",
    "p_consent_beats",
    "p_consent_purpose",
    "p_desk",
    "p_destroyed",
    "p_device",
    "p_held",
    "p_organisation",
    "p_policy",
    "p_revocation",
    "p_role",
    "p_root",
    "p_setting",
    "p_staff",
    "p_staff_key",
    "x_graph",
    "x_ref",
    "x_tip",
    "x_session",
    "x_seen",
    "x_receipt",
    "x_person",
    "x_find",
];
