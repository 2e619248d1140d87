-- Desks that were introduced here ------------------------------------------------------------------------------------------
-- To whom a manager here lets keys be sealed although no entry of theirs is here yet. It never leaves the desk
CREATE TABLE l_introduced (device BLOB NOT NULL PRIMARY KEY, x25519 BLOB NOT NULL) STRICT, WITHOUT ROWID;
