-- Internal documents, who has read them, trainings; versions whose place was taken the same day --------
ALTER TABLE p_policy ADD COLUMN replaced INTEGER NOT NULL DEFAULT 0;
CREATE TABLE p_document (
  entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, code TEXT NOT NULL, revision TEXT NOT NULL,
  effective_from TEXT NOT NULL, title_kk TEXT NOT NULL, title_ru TEXT NOT NULL, text_kk TEXT NOT NULL, text_ru TEXT NOT NULL,
  replaced INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE p_acquaintance (
  entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, document BLOB NOT NULL, revision TEXT NOT NULL,
  language INTEGER NOT NULL, device BLOB NOT NULL, session BLOB NOT NULL, wall INTEGER NOT NULL
) STRICT;
CREATE INDEX p_acquaintance_subject ON p_acquaintance (subject);
CREATE TABLE p_training (
  entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, topic TEXT NOT NULL, held_on TEXT NOT NULL, held_by TEXT NOT NULL
) STRICT;
