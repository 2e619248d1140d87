-- Questions that entries of other desks raise. How far bodies were looked through, by their row: for fields, and for
-- cards of one person, of which those that were here before are not asked about ------------------------------------------
CREATE TABLE l_looked (one INTEGER PRIMARY KEY CHECK (one = 1), bodies INTEGER NOT NULL, people INTEGER NOT NULL) STRICT;
INSERT INTO l_looked (one, bodies, people) SELECT 1, 0, coalesce(max(rowid), 0) FROM j_bodies;
-- What may have to be asked; whether it still has to, the tables of the fold say each time
CREATE TABLE l_asked_card (card BLOB NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE l_asked_pair (a BLOB NOT NULL, b BLOB NOT NULL, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID;
