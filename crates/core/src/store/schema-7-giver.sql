-- Who answered for the person: the ground on which a consent was given; absent when the person gave it
ALTER TABLE p_consent ADD COLUMN giver_basis INTEGER;
