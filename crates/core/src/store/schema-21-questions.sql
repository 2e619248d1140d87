-- Questions that entries of several desks raise ----------------------------------------------------------------------------
-- What was touched from outside and is still to be looked at: cards, and what was said of pairs that are asked about
CREATE TABLE l_look (subject BLOB NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
-- Fields for which desks said different things
CREATE TABLE l_asked_field (card BLOB NOT NULL, field INTEGER NOT NULL, PRIMARY KEY (card, field)) STRICT, WITHOUT ROWID;
-- Cards of different desks that are very likely one person's; `subject` is that of what is said about the two
CREATE TABLE l_asked_pair (a BLOB NOT NULL, b BLOB NOT NULL, subject BLOB NOT NULL UNIQUE, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID;
CREATE INDEX l_asked_pair_b ON l_asked_pair (b);
