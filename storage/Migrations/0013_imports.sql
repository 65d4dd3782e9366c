-- What was moved in from an older system's database: how far the posts of each of its users were read.
CREATE TABLE imports (
    source         text NOT NULL,             -- names the older database
    user_id        bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    old_user_id    bigint NOT NULL,
    last_id        bigint NOT NULL DEFAULT 0, -- highest id of a row that was read
    rows_read      bigint NOT NULL DEFAULT 0,
    posts_added    bigint NOT NULL DEFAULT 0,
    rows_joined    bigint NOT NULL DEFAULT 0, -- their post was there already
    rows_unusable  bigint NOT NULL DEFAULT 0, -- without message id or date
    updated_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, user_id, old_user_id)
);

-- The highest message id that was imported. As long as the cursor equals it, no parse has read further, and an import may move both.
ALTER TABLE user_channels ADD COLUMN imported_to bigint;
