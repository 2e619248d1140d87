-- The journal as a person reads it: every entry in a drawer of who, where, what and how it ended. Drawers are few, so a
-- page of any filter is a merge of the newest of some drawers, each read from one index; `first` and `last` bound their
-- clocks, so that most drawers are not opened at all.
CREATE TABLE x_drawer (
  id INTEGER NOT NULL PRIMARY KEY, device BLOB NOT NULL, staff BLOB NOT NULL, doing INTEGER NOT NULL, outcome INTEGER NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, UNIQUE (device, staff, doing, outcome)
) STRICT;
ALTER TABLE x_graph ADD COLUMN drawer INTEGER NOT NULL DEFAULT 0;
CREATE INDEX x_graph_drawer ON x_graph (drawer, hlc);
