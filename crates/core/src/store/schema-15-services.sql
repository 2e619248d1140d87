-- Services and prices: versions of the list with their rows, amendments of one service from a day on, tubes ----
-- `found` is what is searched: code and names, folded. `parts` are codes with a space between.
CREATE TABLE p_price_list (
  entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, name TEXT NOT NULL, valid_from TEXT NOT NULL, count INTEGER NOT NULL,
  hlc INTEGER NOT NULL, device BLOB NOT NULL, seq INTEGER NOT NULL, session BLOB NOT NULL, wall INTEGER NOT NULL
) STRICT;
CREATE INDEX p_price_list_day ON p_price_list (valid_from);
CREATE TABLE p_price_list_replaced (
  entry BLOB NOT NULL, subject BLOB NOT NULL, replaced BLOB NOT NULL, PRIMARY KEY (entry, replaced)
) STRICT;
CREATE INDEX p_price_list_replaced_by ON p_price_list_replaced (replaced);
CREATE TABLE p_price_list_withdrawn (entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, reason TEXT NOT NULL) STRICT;
CREATE INDEX p_price_list_withdrawn_subject ON p_price_list_withdrawn (subject);
CREATE TABLE p_price_row (
  subject BLOB NOT NULL, key TEXT NOT NULL, entry BLOB NOT NULL, code TEXT NOT NULL, name_kk TEXT NOT NULL,
  name_ru TEXT NOT NULL, short TEXT NOT NULL, tube TEXT, price INTEGER NOT NULL, fasting INTEGER NOT NULL, hint_kk TEXT,
  hint_ru TEXT, parts TEXT NOT NULL, found TEXT NOT NULL, PRIMARY KEY (subject, key)
) STRICT;
-- A row without a name is a service that is not offered from the day on
CREATE TABLE p_service (
  entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, list BLOB NOT NULL, from_day TEXT NOT NULL, key TEXT NOT NULL,
  hlc INTEGER NOT NULL, device BLOB NOT NULL, seq INTEGER NOT NULL, code TEXT NOT NULL, name_kk TEXT, name_ru TEXT, short TEXT,
  tube TEXT, price INTEGER, fasting INTEGER, hint_kk TEXT, hint_ru TEXT, parts TEXT, found TEXT, reason TEXT
) STRICT;
CREATE INDEX p_service_subject ON p_service (subject);
CREATE INDEX p_service_list ON p_service (list, key);
CREATE TABLE p_tube (
  subject BLOB NOT NULL PRIMARY KEY, entry BLOB NOT NULL, code TEXT NOT NULL, name_kk TEXT NOT NULL, name_ru TEXT NOT NULL,
  used INTEGER NOT NULL
) STRICT;
