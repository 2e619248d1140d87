-- Schema 1. Prefixes: j_ journal (append-only), p_ projections (dropped and rebuilt), x_ caches
-- (rebuilt from the journal, outside state-hash), k_ keys, l_ local to this desk (never exchanged).

-- Journal ---------------------------------------------------------------------------------------
CREATE TABLE j_entries (
  device      BLOB NOT NULL CHECK (length(device) = 16),
  seq         INTEGER NOT NULL CHECK (seq >= 0),
  hash        BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  header      BLOB NOT NULL,
  signature   BLOB NOT NULL CHECK (length(signature) = 64),
  received_at INTEGER NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT;
CREATE TABLE j_bodies (
  entry BLOB NOT NULL PRIMARY KEY REFERENCES j_entries (hash),
  body  BLOB NOT NULL
) STRICT;
CREATE TABLE j_erasing (entry BLOB NOT NULL PRIMARY KEY) STRICT;
CREATE TABLE j_evidence (
  hash        BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
  device      BLOB NOT NULL,
  seq         INTEGER NOT NULL,
  header      BLOB NOT NULL,
  signature   BLOB NOT NULL,
  received_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER j_entries_no_update BEFORE UPDATE ON j_entries BEGIN SELECT RAISE(ABORT, 'journal entries never change'); END;
CREATE TRIGGER j_entries_no_delete BEFORE DELETE ON j_entries BEGIN SELECT RAISE(ABORT, 'journal entries never go'); END;
CREATE TRIGGER j_evidence_no_update BEFORE UPDATE ON j_evidence BEGIN SELECT RAISE(ABORT, 'evidence never changes'); END;
CREATE TRIGGER j_evidence_no_delete BEFORE DELETE ON j_evidence BEGIN SELECT RAISE(ABORT, 'evidence never goes'); END;
CREATE TRIGGER j_bodies_no_update BEFORE UPDATE ON j_bodies BEGIN SELECT RAISE(ABORT, 'bodies never change'); END;
CREATE TRIGGER j_bodies_only_erasure BEFORE DELETE ON j_bodies
  WHEN NOT EXISTS (SELECT 1 FROM j_erasing WHERE entry = OLD.entry)
  BEGIN SELECT RAISE(ABORT, 'a body goes only by an act of destruction'); END;

-- Graph of entries: what waits, what counts, who is cited ------------------------------------------
CREATE TABLE x_graph (
  hash       BLOB NOT NULL PRIMARY KEY,
  device     BLOB NOT NULL,
  seq        INTEGER NOT NULL,
  subject    BLOB NOT NULL,
  kind       INTEGER NOT NULL,
  kind_ver   INTEGER NOT NULL,
  flags      INTEGER NOT NULL,
  hlc        INTEGER NOT NULL,
  wall       INTEGER NOT NULL,
  session    BLOB NOT NULL,
  batch_left INTEGER NOT NULL,
  ordered    INTEGER NOT NULL,
  status     INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX x_graph_chain ON x_graph (device, seq);
CREATE INDEX x_graph_session ON x_graph (device, session, seq);
CREATE INDEX x_graph_subject ON x_graph (subject, ordered);
CREATE INDEX x_graph_unsettled ON x_graph (status) WHERE status <> 1;
CREATE TABLE x_ref (entry BLOB NOT NULL, cited BLOB NOT NULL, PRIMARY KEY (entry, cited)) STRICT, WITHOUT ROWID;
CREATE INDEX x_ref_cited ON x_ref (cited);
CREATE TABLE x_tip (subject BLOB NOT NULL, entry BLOB NOT NULL, PRIMARY KEY (subject, entry)) STRICT, WITHOUT ROWID;
CREATE TABLE x_session (
  device     BLOB NOT NULL,
  session    BLOB NOT NULL,
  staff      BLOB NOT NULL,
  opened_seq INTEGER NOT NULL,
  closed_seq INTEGER,
  roster     BLOB NOT NULL,
  PRIMARY KEY (device, session)
) STRICT, WITHOUT ROWID;

-- Projections of ordered kinds: state-hash covers exactly these ---------------------------------------
CREATE TABLE p_root (entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, root_sign BLOB NOT NULL, root_seal BLOB NOT NULL) STRICT;
CREATE TABLE p_device (
  device BLOB NOT NULL, entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL,
  ed25519 BLOB NOT NULL, x25519 BLOB NOT NULL, site INTEGER NOT NULL, prefix INTEGER NOT NULL
) STRICT;
CREATE TABLE p_revocation (entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, device BLOB NOT NULL, last_seq INTEGER) STRICT;
CREATE TABLE p_role (staff BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, role INTEGER NOT NULL) STRICT;
CREATE TABLE p_staff_key (
  entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, staff BLOB NOT NULL, device BLOB NOT NULL,
  ed25519 BLOB NOT NULL, x25519 BLOB NOT NULL
) STRICT;
CREATE TABLE p_staff (subject BLOB NOT NULL PRIMARY KEY, entry BLOB NOT NULL, name TEXT NOT NULL) STRICT;
CREATE TABLE p_desk (subject BLOB NOT NULL PRIMARY KEY, entry BLOB NOT NULL, name TEXT NOT NULL, site TEXT NOT NULL) STRICT;
CREATE TABLE p_organisation (
  subject BLOB NOT NULL PRIMARY KEY, entry BLOB NOT NULL, name_kk TEXT NOT NULL, name_ru TEXT NOT NULL,
  number_kind INTEGER NOT NULL, number TEXT NOT NULL, address_kk TEXT NOT NULL, address_ru TEXT NOT NULL,
  phone TEXT NOT NULL, email TEXT NOT NULL
) STRICT;
CREATE TABLE p_setting (subject BLOB NOT NULL, key TEXT NOT NULL, entry BLOB NOT NULL, value TEXT NOT NULL, PRIMARY KEY (subject, key)) STRICT;
CREATE TABLE p_policy (
  entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, code TEXT NOT NULL, revision TEXT NOT NULL,
  effective_from TEXT NOT NULL, title_kk TEXT NOT NULL, title_ru TEXT NOT NULL, text_kk TEXT NOT NULL, text_ru TEXT NOT NULL,
  years INTEGER NOT NULL, url TEXT
) STRICT;
CREATE TABLE p_card (
  subject BLOB NOT NULL PRIMARY KEY, entry BLOB NOT NULL, wall INTEGER NOT NULL, device BLOB NOT NULL
) STRICT;
CREATE INDEX p_card_day ON p_card (device, wall);
CREATE TABLE p_card_field (
  subject BLOB NOT NULL, field INTEGER NOT NULL, entry BLOB NOT NULL, hlc INTEGER NOT NULL, device BLOB NOT NULL,
  seq INTEGER NOT NULL, value TEXT, PRIMARY KEY (subject, field, entry)
) STRICT;
CREATE INDEX p_card_field_value ON p_card_field (field, value);
CREATE TABLE p_consent (
  entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, act INTEGER NOT NULL, has_body INTEGER NOT NULL,
  valid_until TEXT, given_on TEXT, policy BLOB, channel INTEGER, hlc INTEGER NOT NULL, device BLOB NOT NULL, seq INTEGER NOT NULL,
  wall INTEGER NOT NULL
) STRICT;
CREATE INDEX p_consent_subject ON p_consent (subject);
CREATE TABLE p_consent_purpose (entry BLOB NOT NULL, purpose INTEGER NOT NULL, subject BLOB NOT NULL, PRIMARY KEY (entry, purpose)) STRICT;
CREATE INDEX p_consent_purpose_subject ON p_consent_purpose (subject);
CREATE TABLE p_consent_beats (
  grant_entry BLOB NOT NULL, denial BLOB NOT NULL, subject BLOB NOT NULL, PRIMARY KEY (grant_entry, denial)
) STRICT;
CREATE INDEX p_consent_beats_subject ON p_consent_beats (subject);
CREATE TABLE p_consent_annulment (entry BLOB NOT NULL PRIMARY KEY, target BLOB NOT NULL, subject BLOB NOT NULL, reason TEXT NOT NULL) STRICT;
CREATE INDEX p_consent_annulment_target ON p_consent_annulment (target);
CREATE INDEX p_consent_annulment_subject ON p_consent_annulment (subject);
CREATE TABLE p_destroyed (entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, basis INTEGER NOT NULL, act TEXT NOT NULL) STRICT;
CREATE INDEX p_destroyed_subject ON p_destroyed (subject);
CREATE TABLE p_held (entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, kind INTEGER NOT NULL) STRICT;
CREATE INDEX p_held_subject ON p_held (subject);

-- Projections of set kinds: outside state-hash ------------------------------------------------------
CREATE TABLE x_seen (
  entry BLOB NOT NULL, subject BLOB NOT NULL, kind INTEGER NOT NULL, device BLOB NOT NULL, session BLOB NOT NULL,
  wall INTEGER NOT NULL, PRIMARY KEY (entry, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX x_seen_subject ON x_seen (subject, wall);
CREATE TABLE x_receipt (entry BLOB NOT NULL PRIMARY KEY, act BLOB NOT NULL, device BLOB NOT NULL, erased INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX x_receipt_act ON x_receipt (act);

-- Search ----------------------------------------------------------------------------------------
CREATE TABLE x_person (subject BLOB NOT NULL PRIMARY KEY, id INTEGER NOT NULL UNIQUE) STRICT;
CREATE VIRTUAL TABLE x_find USING fts5 (names, digits, born, tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3 4');
INSERT INTO x_find (x_find, rank) VALUES ('secure-delete', 1);

-- Local to this desk ------------------------------------------------------------------------------
CREATE TABLE l_drafts (
  id BLOB NOT NULL PRIMARY KEY, staff BLOB NOT NULL, form TEXT NOT NULL, subject BLOB, initials TEXT NOT NULL,
  json TEXT NOT NULL, saved_at INTEGER NOT NULL
) STRICT;
CREATE TABLE l_done (draft BLOB NOT NULL PRIMARY KEY, answer TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE TABLE l_fold (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT;
CREATE TABLE k_pending_kit (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), secret BLOB NOT NULL, ask TEXT NOT NULL) STRICT;
