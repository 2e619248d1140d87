-- The exchange: for whom which key is sealed, and what this desk knows of every place where it exchanges ------------------------
CREATE TABLE p_exchange_key (
  entry BLOB NOT NULL, subject BLOB NOT NULL, key BLOB NOT NULL, hlc INTEGER NOT NULL, holder BLOB NOT NULL,
  enc BLOB NOT NULL, sealed BLOB NOT NULL, tag BLOB NOT NULL, PRIMARY KEY (entry, holder)
) STRICT;
CREATE INDEX p_exchange_key_subject ON p_exchange_key (subject);
CREATE INDEX p_exchange_key_holder ON p_exchange_key (holder);
-- Where frames lie: a folder, a store. `consents` is how far entries were looked through for a late consent.
CREATE TABLE l_place (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, met_at INTEGER, consents INTEGER NOT NULL DEFAULT 0) STRICT;
-- Segments that were read or written there, with the tag of their bodies as they were then
CREATE TABLE l_segment (
  place INTEGER NOT NULL, name TEXT NOT NULL, device BLOB NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, tag TEXT NOT NULL,
  PRIMARY KEY (place, name)
) STRICT, WITHOUT ROWID;
-- Acts of destruction that were carried out there
CREATE TABLE l_swept (place INTEGER NOT NULL, act BLOB NOT NULL, PRIMARY KEY (place, act)) STRICT, WITHOUT ROWID;
-- Whose bodies, which are here, lie there withheld: of a relation both cards
CREATE TABLE l_withheld (
  place INTEGER NOT NULL, name TEXT NOT NULL, seq INTEGER NOT NULL, subject BLOB NOT NULL, PRIMARY KEY (place, name, seq, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX l_withheld_subject ON l_withheld (place, subject);
