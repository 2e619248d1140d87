-- The search index: beginnings of names as long as people type them, and numbers apart, whose tails would fill it. Of
-- numbers the shortest beginning alone: a longer one begins few tails
DROP TABLE x_find;
CREATE VIRTUAL TABLE x_find USING fts5 (names, born, tokenize = 'unicode61 remove_diacritics 0', prefix = '1 2 3 4 5 6 7 8 9 10');
INSERT INTO x_find (x_find, rank) VALUES ('secure-delete', 1);
CREATE VIRTUAL TABLE x_number USING fts5 (digits, tokenize = 'ascii', prefix = '4');
INSERT INTO x_number (x_number, rank) VALUES ('secure-delete', 1);
