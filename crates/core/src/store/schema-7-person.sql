-- Who answered for the person: the ground on which a consent was given; absent when the person gave it
ALTER TABLE p_consent ADD COLUMN giver_basis INTEGER;
-- Denials on other cards of the person that a consent answers
CREATE TABLE p_consent_answers (
  grant_entry BLOB NOT NULL, denial BLOB NOT NULL, subject BLOB NOT NULL, PRIMARY KEY (grant_entry, denial)
) STRICT;
CREATE INDEX p_consent_answers_subject ON p_consent_answers (subject);
