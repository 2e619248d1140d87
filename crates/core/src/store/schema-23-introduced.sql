-- Desks that were introduced here ------------------------------------------------------------------------------------------
-- To whom a manager here lets keys be sealed although no entry of theirs is here yet, and until when, in milliseconds
-- since 1970. It never leaves the desk
CREATE TABLE l_introduced (device BLOB NOT NULL PRIMARY KEY, x25519 BLOB NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
-- Evidence is asked for desk by desk where it is passed on
CREATE INDEX j_evidence_chain ON j_evidence (device, seq, hash);
