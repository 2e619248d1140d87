-- Orders: on which card, how they stand, what is ordered, what was paid ------------------------------------------
-- Of an order that moved there is a row on each card. `state` is the gravest of the standing steps (domain/order/step.rs),
-- `questioned` when they differ. `terms` is the entry whose terms are shown.
CREATE TABLE p_order (
  subject BLOB NOT NULL, id BLOB NOT NULL, entry BLOB NOT NULL, number TEXT NOT NULL, claim TEXT, placed INTEGER NOT NULL,
  device BLOB NOT NULL, session BLOB NOT NULL, state INTEGER NOT NULL, questioned INTEGER NOT NULL, PRIMARY KEY (subject, id)
) STRICT;
CREATE INDEX p_order_id ON p_order (id);
CREATE INDEX p_order_number ON p_order (number);
CREATE INDEX p_order_placed ON p_order (placed, id);
CREATE INDEX p_order_state ON p_order (state, placed, id);
CREATE INDEX p_order_questioned ON p_order (placed, id) WHERE questioned = 1;
-- Terms that no later terms of the order knew: one, or a question
CREATE TABLE p_order_terms (
  entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, id BLOB NOT NULL, hlc INTEGER NOT NULL, device BLOB NOT NULL,
  seq INTEGER NOT NULL, cito INTEGER NOT NULL, funding INTEGER NOT NULL, counterparty TEXT, referrer TEXT, sampled_at TEXT,
  total INTEGER NOT NULL, list BLOB
) STRICT;
CREATE INDEX p_order_terms_order ON p_order_terms (subject, id);
CREATE TABLE p_order_line (
  terms BLOB NOT NULL, place INTEGER NOT NULL, subject BLOB NOT NULL, code TEXT NOT NULL, name_kk TEXT NOT NULL,
  name_ru TEXT NOT NULL, short TEXT NOT NULL, price INTEGER NOT NULL, fasting INTEGER NOT NULL, hint_kk TEXT, hint_ru TEXT,
  parts TEXT NOT NULL, PRIMARY KEY (terms, place)
) STRICT;
CREATE INDEX p_order_line_subject ON p_order_line (subject);
CREATE TABLE p_order_tube (
  terms BLOB NOT NULL, place INTEGER NOT NULL, at INTEGER NOT NULL, subject BLOB NOT NULL, word TEXT NOT NULL,
  name_kk TEXT NOT NULL, name_ru TEXT NOT NULL, PRIMARY KEY (terms, place, at)
) STRICT;
CREATE INDEX p_order_tube_subject ON p_order_tube (subject);
-- Every step; `stands` 1 while no later step of the order knew it
CREATE TABLE p_order_step (
  entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, id BLOB NOT NULL, state INTEGER NOT NULL, stands INTEGER NOT NULL,
  reason TEXT, other BLOB, receiver INTEGER, who TEXT, wall INTEGER NOT NULL, hlc INTEGER NOT NULL, device BLOB NOT NULL,
  seq INTEGER NOT NULL, session BLOB NOT NULL
) STRICT;
CREATE INDEX p_order_step_order ON p_order_step (subject, id);
CREATE INDEX p_order_step_id ON p_order_step (id);
-- Steps on other cards that a step of this one settles
CREATE TABLE p_order_settled (entry BLOB NOT NULL, settled BLOB NOT NULL, subject BLOB NOT NULL, PRIMARY KEY (entry, settled)) STRICT;
CREATE INDEX p_order_settled_step ON p_order_settled (settled);
CREATE INDEX p_order_settled_subject ON p_order_settled (subject);
-- Paid marks that no later word on payment knew; without an amount the mark was taken back
CREATE TABLE p_order_paid (
  entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, id BLOB NOT NULL, amount INTEGER, receipt TEXT, wall INTEGER NOT NULL,
  hlc INTEGER NOT NULL, device BLOB NOT NULL, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX p_order_paid_order ON p_order_paid (subject, id);
-- How many numbers a desk has given: entries stay counted when their bodies are erased. 576 is order_placed
CREATE INDEX x_graph_numbers ON x_graph (device) WHERE kind = 576;
