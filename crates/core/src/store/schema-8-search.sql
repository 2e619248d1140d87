-- The search index: the day of a card's last visit, and beginnings of words up to those that people type ----
DROP TABLE x_person;
CREATE TABLE x_person (subject BLOB NOT NULL PRIMARY KEY, id INTEGER NOT NULL UNIQUE, wall INTEGER NOT NULL) STRICT;
CREATE INDEX x_person_wall ON x_person (wall, id);
DROP TABLE x_find;
CREATE VIRTUAL TABLE x_find USING fts5 (names, digits, born, tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3 4 5 6');
INSERT INTO x_find (x_find, rank) VALUES ('secure-delete', 1);
