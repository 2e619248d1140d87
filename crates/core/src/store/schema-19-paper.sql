-- Numbers set aside for a day without the program: one row each, in the order of the sheet -------------------------------------
CREATE TABLE p_number (
  entry BLOB NOT NULL, subject BLOB NOT NULL, place INTEGER NOT NULL, number TEXT NOT NULL, device BLOB NOT NULL,
  session BLOB NOT NULL, wall INTEGER NOT NULL, PRIMARY KEY (entry, place)
) STRICT;
CREATE INDEX p_number_subject ON p_number (subject);
CREATE INDEX p_number_number ON p_number (number);
-- 587 is numbers_reserved, 586 order_entered
CREATE INDEX x_graph_reserved ON x_graph (device) WHERE kind = 587;
CREATE INDEX x_graph_entered ON x_graph (device, wall) WHERE kind = 586;
CREATE INDEX p_order_entry ON p_order (entry);
-- Sets whose sheets were asked for at this desk, and when last
CREATE TABLE l_set (subject BLOB NOT NULL PRIMARY KEY, printed_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
