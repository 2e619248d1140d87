-- Phones from which a code was read back: by whoever was asked, at the desk or over the phone
CREATE TABLE p_phone_checked (
  entry BLOB NOT NULL PRIMARY KEY, subject BLOB NOT NULL, phone TEXT NOT NULL, otp BLOB NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX p_phone_checked_subject ON p_phone_checked (subject, phone);
-- By which code it was given: one says yes once
ALTER TABLE p_consent ADD COLUMN otp BLOB;
CREATE INDEX p_consent_otp ON p_consent (otp) WHERE otp IS NOT NULL;
-- Codes that this desk has sent, for a day: how often one may be sent is counted here. `bound` is what was consented to, `failed` is 1
-- where the gateway certainly sent nothing; moments are in milliseconds since 1970
CREATE TABLE l_otp (
  id BLOB NOT NULL PRIMARY KEY, phone TEXT NOT NULL, digits TEXT NOT NULL, bound BLOB, sent INTEGER NOT NULL,
  wrong INTEGER NOT NULL DEFAULT 0, read INTEGER, failed INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX l_otp_sent ON l_otp (sent);
