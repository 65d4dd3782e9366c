-- Groups that are watched for a user, and what was found in them. Message ids are the server's.
CREATE TABLE group_monitors (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id           bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    name              text NOT NULL,
    group_name        text NOT NULL,   -- as the resource writes it
    chat_id           bigint REFERENCES channels, -- pinned at the first resolve; groups are among the channels, by their kind
    active            boolean NOT NULL DEFAULT true,
    suspended         boolean NOT NULL DEFAULT false,
    cursor            bigint,          -- highest message id up to which everything was examined; null before the first look
    reason            text,            -- why it is not watched; null when it is
    message           text,
    examined_at       timestamptz,     -- when the cursor was last known to be at the group's head
    mentions_total    bigint NOT NULL DEFAULT 0,
    last_mention_at   timestamptz,
    CONSTRAINT group_monitors_key UNIQUE (user_id, name)
);

CREATE TABLE mentions (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id       bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    monitor_id    bigint NOT NULL REFERENCES group_monitors ON DELETE CASCADE,
    chat_id       bigint NOT NULL,
    message_id    bigint NOT NULL,
    date          timestamptz NOT NULL,
    topic_id      bigint,             -- of a forum
    topic         text,               -- its name
    sender        jsonb,              -- {"type": "user" | "chat", "user_id" | "chat_id", "name", "username"}, as far as it is known
    text          text NOT NULL,
    entities      jsonb,
    reply_to      jsonb,
    permalink     text,
    triggers      jsonb NOT NULL,     -- [{"kind": "mention" | "reply" | "keyword" | "pattern", "value": …}], each once; a reply has no value
    after_wanted  integer NOT NULL,   -- messages after it that are still to come
    found_at      timestamptz NOT NULL DEFAULT now(),
    notified_at   timestamptz,        -- handed to the outbox, or nobody was to be told
    CONSTRAINT mentions_key UNIQUE (monitor_id, chat_id, message_id)
);
CREATE INDEX mentions_by_date ON mentions (user_id, date, id);
CREATE INDEX mentions_to_notify ON mentions (user_id, id) WHERE notified_at IS NULL;
CREATE INDEX mentions_unfinished ON mentions (monitor_id, message_id) WHERE after_wanted > 0;

-- Messages around a mention; those with a lower id than the mention's came before it.
CREATE TABLE mention_context (
    mention_id  bigint NOT NULL REFERENCES mentions ON DELETE CASCADE,
    message_id  bigint NOT NULL,
    date        timestamptz NOT NULL,
    sender      jsonb,
    text        text NOT NULL,
    PRIMARY KEY (mention_id, message_id)
);
