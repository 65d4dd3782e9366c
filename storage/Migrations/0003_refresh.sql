-- When the last complete refresh of a user's posts of a channel began; null before the first.
ALTER TABLE user_channels ADD COLUMN refreshed_at timestamptz;

-- Votes of a poll, and what its end brings: they change without an edit, so they are not part of the post's versions.
ALTER TABLE posts ADD COLUMN poll jsonb;
