-- The exchange through a store ---------------------------------------------------------------------------------------------
-- With what this desk opens the store where it meets the others. It never leaves the desk and stands in no entry
CREATE TABLE l_store_key (address TEXT NOT NULL PRIMARY KEY, id TEXT NOT NULL, secret TEXT NOT NULL, region TEXT NOT NULL) STRICT, WITHOUT ROWID;
