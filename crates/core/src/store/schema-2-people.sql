-- Local to this desk: several people at one PC ----------------------------------------------------
CREATE TABLE l_pins (staff BLOB NOT NULL PRIMARY KEY, pin BLOB NOT NULL) STRICT;
