-- Cards of old lists: from which list, as of which day, and which row it was; the cards of a day without them ----
CREATE TABLE p_legacy (
  entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, source TEXT NOT NULL, as_of TEXT NOT NULL, row BLOB NOT NULL
) STRICT;
CREATE INDEX p_legacy_subject ON p_legacy (subject);
CREATE INDEX p_legacy_row ON p_legacy (row);
ALTER TABLE p_card ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;
DROP INDEX p_card_day;
CREATE INDEX p_card_day ON p_card (device, wall) WHERE imported = 0;
-- Who has whose name and birth date, in one look
ALTER TABLE x_person ADD COLUMN namesake TEXT;
CREATE INDEX x_person_namesake ON x_person (namesake);
