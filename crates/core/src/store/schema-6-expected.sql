-- People who are expected: what was booked, on which day, how it ended, and whose data are gone ----
CREATE TABLE p_expected (
  subject BLOB NOT NULL PRIMARY KEY, entry BLOB NOT NULL, planned_on TEXT NOT NULL, surname TEXT, name TEXT, patronymic TEXT,
  iin TEXT, birth_date TEXT, phone TEXT, booker TEXT, payer TEXT, counterparty TEXT, services TEXT, list TEXT
) STRICT;
CREATE INDEX p_expected_iin ON p_expected (iin);
CREATE INDEX p_expected_list ON p_expected (list);
CREATE TABLE p_expected_day (subject BLOB NOT NULL, entry BLOB NOT NULL, day TEXT NOT NULL, PRIMARY KEY (subject, entry)) STRICT;
CREATE INDEX p_expected_day_day ON p_expected_day (day);
CREATE TABLE p_expected_end (
  subject BLOB NOT NULL, entry BLOB NOT NULL, card BLOB, reason TEXT, PRIMARY KEY (subject, entry)
) STRICT;
CREATE INDEX p_expected_end_card ON p_expected_end (card);
CREATE TABLE p_expected_purged (entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL) STRICT;
CREATE INDEX p_expected_purged_subject ON p_expected_purged (subject);
