-- What a later version may do while workers of this one run: new columns have a default, and new tables are nobody's yet.
ALTER TABLE posts ADD COLUMN next_version boolean NOT NULL DEFAULT false;
CREATE TABLE next_version (post_id bigint PRIMARY KEY);
