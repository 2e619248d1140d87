-- How long intakes take at this desk: when a form was begun, when it was last worked on and how long it lay aside; of
-- those that were carried out the day and the seconds, and nobody
ALTER TABLE l_drafts ADD COLUMN began_at INTEGER;
ALTER TABLE l_drafts ADD COLUMN worked_at INTEGER;
ALTER TABLE l_drafts ADD COLUMN aside_ms INTEGER NOT NULL DEFAULT 0;
CREATE TABLE l_intake (id INTEGER NOT NULL PRIMARY KEY, day TEXT NOT NULL, seconds INTEGER NOT NULL) STRICT;
CREATE INDEX l_intake_day ON l_intake (day, seconds);
-- Whose value it is stands in the index too: everybody's birth date or ИИН is read without opening a card's rows. Of the
-- fields those that are looked up by their value (query::card::BY_VALUE): each of the others is a page more to write
DROP INDEX p_card_field_value;
CREATE INDEX p_card_field_value ON p_card_field (field, value, subject) WHERE field IN (4, 5, 8, 12, 15, 23);
