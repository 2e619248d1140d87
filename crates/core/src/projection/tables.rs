//! Which tables are made from the journal, and how.

/// Tables fed by ordered kinds, with their primary key: what replicas must agree on and `state-hash` covers.
pub const ORDERED: &[(&str, &str)] = &[
    ("p_acquaintance", "entry"),
    ("p_backup_key", "entry"),
    ("p_card", "subject"),
    ("p_card_field", "subject, field, entry"),
    ("p_consent", "entry"),
    ("p_consent_annulment", "entry"),
    ("p_consent_answers", "grant_entry, denial"),
    ("p_consent_beats", "grant_entry, denial"),
    ("p_consent_paper", "target"),
    ("p_consent_purpose", "entry, purpose"),
    ("p_desk", "subject"),
    ("p_destroyed", "entry"),
    ("p_device", "entry"),
    ("p_document", "entry"),
    ("p_exchange_key", "entry, holder"),
    ("p_expected", "subject"),
    ("p_expected_day", "subject, entry"),
    ("p_expected_end", "subject, entry"),
    ("p_expected_purged", "entry"),
    ("p_held", "entry"),
    ("p_legacy", "entry"),
    ("p_notice", "subject, id"),
    ("p_notice_sender", "entry"),
    ("p_number", "entry, place"),
    ("p_order", "subject, id"),
    ("p_order_line", "terms, place"),
    ("p_order_paid", "entry"),
    ("p_order_settled", "entry, settled"),
    ("p_order_step", "entry"),
    ("p_order_terms", "entry"),
    ("p_order_tube", "terms, place, at"),
    ("p_organisation", "subject"),
    ("p_phone_checked", "entry"),
    ("p_policy", "entry"),
    ("p_price_list", "entry"),
    ("p_price_list_replaced", "entry, replaced"),
    ("p_price_list_withdrawn", "entry"),
    ("p_price_row", "subject, key"),
    ("p_relation", "subject"),
    ("p_relation_end", "entry"),
    ("p_relation_scope", "subject, scope"),
    ("p_revocation", "entry"),
    ("p_role", "staff"),
    ("p_root", "entry"),
    ("p_service", "entry"),
    ("p_setting", "subject, key"),
    ("p_staff", "subject"),
    ("p_staff_key", "entry"),
    ("p_training", "entry"),
    ("p_tube", "subject"),
];

/// Tables whose rows belong to one folded subject, with the column that names it. The roster's own
/// tables are written whole by `roster::project`.
pub const BY_SUBJECT: &[(&str, &str)] = &[
    ("p_acquaintance", "subject"),
    ("p_backup_key", "subject"),
    ("p_card", "subject"),
    ("p_card_field", "subject"),
    ("p_consent", "subject"),
    ("p_consent_annulment", "subject"),
    ("p_consent_answers", "subject"),
    ("p_consent_beats", "subject"),
    ("p_consent_paper", "subject"),
    ("p_consent_purpose", "subject"),
    ("p_desk", "subject"),
    ("p_destroyed", "subject"),
    ("p_document", "subject"),
    ("p_exchange_key", "subject"),
    ("p_expected", "subject"),
    ("p_expected_day", "subject"),
    ("p_expected_end", "subject"),
    ("p_expected_purged", "subject"),
    ("p_held", "subject"),
    ("p_legacy", "subject"),
    ("p_notice", "subject"),
    ("p_notice_sender", "subject"),
    ("p_number", "subject"),
    ("p_order", "subject"),
    ("p_order_line", "subject"),
    ("p_order_paid", "subject"),
    ("p_order_settled", "subject"),
    ("p_order_step", "subject"),
    ("p_order_terms", "subject"),
    ("p_order_tube", "subject"),
    ("p_organisation", "subject"),
    ("p_phone_checked", "subject"),
    ("p_policy", "subject"),
    ("p_price_list", "subject"),
    ("p_price_list_replaced", "subject"),
    ("p_price_list_withdrawn", "subject"),
    ("p_price_row", "subject"),
    ("p_relation", "subject"),
    ("p_relation_end", "subject"),
    ("p_relation_scope", "subject"),
    ("p_service", "subject"),
    ("p_setting", "subject"),
    ("p_staff", "subject"),
    ("p_training", "subject"),
    ("p_tube", "subject"),
];

/// Caches that are dropped and made again with the tables above: local order allowed, nothing that replicas must agree on.
pub const CACHES: &[&str] = &[
    "x_graph",
    "x_drawer",
    "x_ref",
    "x_tip",
    "x_session",
    "x_seen",
    "x_receipt",
    "x_backup",
    "x_person",
    "x_find",
    "x_number",
];

/// Everything that is dropped and made again.
pub fn rebuilt() -> impl Iterator<Item = &'static str> {
    let ordered = ORDERED.iter().map(|(table, _)| *table);
    ordered.chain(CACHES.iter().copied())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::*;
    use crate::store::Store;

    /// A table that nobody names here would outlive the fold that filled it.
    #[test]
    fn every_table_made_from_the_journal_is_named() {
        let store = Store::memory().unwrap();
        // What a search index keeps its words in is its own.
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB '[px]_*' \
                   AND name NOT GLOB 'x_find_*' AND name NOT GLOB 'x_number_*'";
        let mut rows = store.conn().prepare(sql).unwrap();
        let made = rows.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let made: BTreeSet<String> = made.map(Result::unwrap).collect();
        let named: BTreeSet<String> = rebuilt().map(str::to_owned).collect();
        assert_eq!(made, named);
    }
}
