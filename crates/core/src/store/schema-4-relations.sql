-- Cards that belong together, and papers filed after their act -------------------------------------
CREATE TABLE p_relation (
  subject BLOB NOT NULL PRIMARY KEY, entry BLOB NOT NULL, relation INTEGER NOT NULL, a BLOB NOT NULL, b BLOB NOT NULL,
  basis INTEGER NOT NULL, document TEXT, valid_until TEXT
) STRICT;
CREATE INDEX p_relation_a ON p_relation (a);
CREATE INDEX p_relation_b ON p_relation (b);
CREATE TABLE p_relation_end (entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, a BLOB, b BLOB) STRICT;
CREATE INDEX p_relation_end_subject ON p_relation_end (subject);
CREATE TABLE p_relation_scope (subject BLOB NOT NULL, scope INTEGER NOT NULL, PRIMARY KEY (subject, scope)) STRICT;
CREATE TABLE p_consent_paper (target BLOB NOT NULL PRIMARY KEY, entry BLOB NOT NULL, subject BLOB NOT NULL, paper TEXT NOT NULL) STRICT;
CREATE INDEX p_consent_paper_subject ON p_consent_paper (subject);
