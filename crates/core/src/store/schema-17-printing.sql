-- Printing, of this desk alone: which printer takes a kind of paper, the size of its labels, what is not printed yet ------
CREATE TABLE l_printer (kind TEXT NOT NULL PRIMARY KEY, printer TEXT, copies INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE l_label (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), width INTEGER NOT NULL, height INTEGER NOT NULL, dpi INTEGER NOT NULL
) STRICT;
-- What is asked for, never the bytes: they are made anew, with an entry of their own. `said` is a code or the spooler's words
CREATE TABLE l_print (
  id BLOB NOT NULL PRIMARY KEY, kind TEXT NOT NULL, document INTEGER NOT NULL, card BLOB NOT NULL, entry BLOB,
  asked_at INTEGER NOT NULL, printer TEXT, job INTEGER, state TEXT NOT NULL, said TEXT
) STRICT;
CREATE INDEX l_print_card ON l_print (card);
