-- Papers of orders among what is to be printed, and which kinds are printed when an intake is saved -------------------------
ALTER TABLE l_print ADD COLUMN order_id BLOB;
-- Words of the tubes to be labelled, a line each; none is every one
ALTER TABLE l_print ADD COLUMN tubes TEXT;
ALTER TABLE l_printer ADD COLUMN with_save INTEGER NOT NULL DEFAULT 1;
