-- The same fields in plain words: for `IN` a set of six was built and thrown away with every field that was written
DROP INDEX p_card_field_value;
CREATE INDEX p_card_field_value ON p_card_field (field, value, subject)
  WHERE (field = 4 OR field = 5 OR field = 8 OR field = 12 OR field = 15 OR field = 23);
