-- Messages ------------------------------------------------------------------------------------------------------------------
-- How each stands (domain/notice/state.rs), and what was sent last: `to_masked`, `text` and what follows are of that attempt
CREATE TABLE p_notice (
  subject BLOB NOT NULL, id BLOB NOT NULL, entry BLOB NOT NULL, order_id BLOB NOT NULL, number TEXT NOT NULL, about INTEGER NOT NULL,
  channel INTEGER NOT NULL, shared INTEGER NOT NULL, again BLOB, reason TEXT, queued INTEGER NOT NULL, device BLOB NOT NULL,
  session BLOB NOT NULL, state INTEGER NOT NULL, attempt INTEGER NOT NULL, pulled INTEGER NOT NULL, since INTEGER NOT NULL, cause TEXT,
  sent INTEGER, sent_by BLOB, ticket INTEGER, gateway TEXT, sender_name TEXT, to_masked TEXT, language TEXT, template TEXT, text TEXT, parts INTEGER,
  gateway_id TEXT, price TEXT, PRIMARY KEY (subject, id)
) STRICT;
CREATE INDEX p_notice_state ON p_notice (state, since, id);
CREATE INDEX p_notice_order ON p_notice (order_id);
CREATE INDEX p_notice_sent ON p_notice (sent) WHERE sent IS NOT NULL;
-- Desks that were said to send it and that no later word knew: one, or nobody sends. `taken` is when it was taken over
CREATE TABLE p_notice_sender (
  entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, id BLOB NOT NULL, device BLOB NOT NULL, taken INTEGER
) STRICT;
CREATE INDEX p_notice_sender_notice ON p_notice_sender (subject, id);
-- Through what this desk sends, with the keys of it: they stand in no entry and never leave the desk. `form` is JSON, `account`
-- says whose messages can be asked for, `failed` counts those that failed one after the other
CREATE TABLE l_channel (
  channel INTEGER NOT NULL PRIMARY KEY, gateway TEXT NOT NULL, form TEXT NOT NULL, secret TEXT NOT NULL, account TEXT NOT NULL,
  failed INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0,
  paused_until INTEGER NOT NULL DEFAULT 0, cause TEXT, balance TEXT
) STRICT;
-- When this desk tries a message once more, or asks the gateway what became of it, in milliseconds since 1970, and where it
-- went: the gateway asks for the address again. It goes when the message has come to its end, or with the card
CREATE TABLE l_notice (
  subject BLOB NOT NULL, id BLOB NOT NULL, tries INTEGER NOT NULL, next INTEGER NOT NULL, address TEXT, account TEXT,
  PRIMARY KEY (subject, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX l_notice_next ON l_notice (next);
-- E-mail addresses are looked up too: who shares one
DROP INDEX p_card_field_value;
CREATE INDEX p_card_field_value ON p_card_field (field, value, subject)
  WHERE (field = 4 OR field = 5 OR field = 8 OR field = 12 OR field = 15 OR field = 22 OR field = 23);
