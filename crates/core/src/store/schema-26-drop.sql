-- Files with ready orders that lay in this desk's folder, by the SHA-256 of what stands in them: no name, no place. `next` is the
-- row with which the desk goes on, none at the end; `fault` is the code of what stands against the file as a whole; `looked` is 1
-- once a person has looked at what the desk did not understand. `at` is when it was written last, in milliseconds since 1970
CREATE TABLE l_drop (
  hash BLOB NOT NULL PRIMARY KEY, at INTEGER NOT NULL, next INTEGER, marked INTEGER NOT NULL DEFAULT 0,
  already INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0, fault TEXT, looked INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX l_drop_at ON l_drop (at);
