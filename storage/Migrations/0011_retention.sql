-- How long posts are kept, as the resources say; null for ever. The operator writes it.
ALTER TABLE users
    ADD COLUMN retention_days integer,
    ADD COLUMN retention_due_at timestamptz; -- when posts that are too old are removed next; null when nothing is to be removed
ALTER TABLE subscriptions ADD COLUMN retention_days integer; -- instead of the user's

-- Posts before this instant were removed, and are not stored again; null when none were.
ALTER TABLE user_channels ADD COLUMN retained_since timestamptz;

-- What was removed because it was too old: a row for each run and channel of which something was.
CREATE TABLE removals (
    user_id     bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    run_at      timestamptz NOT NULL, -- when the run was due
    chat_id     bigint NOT NULL,
    posts       bigint NOT NULL,
    oldest      timestamptz NOT NULL, -- dates of the oldest and the newest of them
    newest      timestamptz NOT NULL,
    removed_at  timestamptz NOT NULL DEFAULT now(), -- the last of them
    PRIMARY KEY (user_id, run_at, chat_id)
);
