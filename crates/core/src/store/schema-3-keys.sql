-- Local to this desk: keys of people to whom the present database key was never sealed -------------
CREATE TABLE l_past_keys (ed25519 BLOB NOT NULL PRIMARY KEY CHECK (length(ed25519) = 32)) STRICT;
