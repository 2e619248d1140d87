-- Backups: the key of the sheet to which they are encrypted, those that were made, how the last attempt ended here
CREATE TABLE p_backup_key (
  entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, root_sign BLOB NOT NULL, recipient BLOB NOT NULL, signature BLOB NOT NULL
) STRICT;
CREATE TABLE x_backup (
  entry BLOB NOT NULL PRIMARY KEY, device BLOB NOT NULL, file TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 BLOB NOT NULL,
  entries INTEGER NOT NULL, session BLOB NOT NULL, wall INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX x_backup_device ON x_backup (device, wall);
CREATE TABLE l_backup (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), tried_at INTEGER NOT NULL, outcome TEXT) STRICT;
