-- Who wants to help says at the door whether they are of age, or when they were born: the day a minor comes of age is kept,
-- until they are in, and no birth date.
ALTER TABLE join_request ADD COLUMN age_told boolean NOT NULL DEFAULT false;
ALTER TABLE join_request ADD COLUMN adult_on date CHECK (adult_on IS NULL OR age_told);
