-- Identity. A TelegramUser is its installation, namespace and name; the row outlives the resource (orphaned_at), so that
-- a recreated resource resumes where it was. telegram_id is pinned by the first login.
CREATE TABLE users (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    installation  text NOT NULL,
    namespace     text NOT NULL,
    name          text NOT NULL,
    telegram_id   bigint,
    username      text,
    display_name  text,
    suspended     boolean NOT NULL DEFAULT false,
    orphaned_at   timestamptz,
    created_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT users_key UNIQUE (installation, namespace, name),
    CONSTRAINT users_account_key UNIQUE (installation, telegram_id)
);

-- One row a user: the lease (holder, epoch, expires_at) and what its holder last reported.
CREATE TABLE sessions (
    user_id        bigint PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    holder         text,
    epoch          bigint NOT NULL DEFAULT 0,
    expires_at     timestamptz NOT NULL DEFAULT '-infinity',
    control_url    text,
    state          text NOT NULL DEFAULT 'Unknown',
    reason         text,
    message        text,
    connection     text,
    settings_hash  text,
    event_loop_id  text,
    started_at     timestamptz,
    updated_at     timestamptz NOT NULL DEFAULT now()
);

-- The fence: the first statement of every transaction in which a worker writes. It fails when the lease is not this
-- worker's any more; otherwise the share lock makes a takeover wait until the transaction has ended.
CREATE PROCEDURE hold_lease(p_user_id bigint, p_holder text, p_epoch bigint) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM sessions
    WHERE user_id = p_user_id AND holder = p_holder AND epoch = p_epoch AND expires_at > clock_timestamp()
    FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'user %: the session''s lease is not held with epoch %', p_user_id, p_epoch
            USING ERRCODE = 'TGP01';
    END IF;
END
$$;

CREATE TABLE flood_waits (
    user_id  bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    method   text NOT NULL,
    until    timestamptz NOT NULL,
    PRIMARY KEY (user_id, method)
);

-- Channels are the same for every user: chat_id is the Bot API's and TDLib's form, -100 and the channel's id.
CREATE TABLE channels (
    chat_id       bigint PRIMARY KEY,
    title         text NOT NULL,
    username      text,
    kind          text NOT NULL,
    member_count  integer,
    updated_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX channels_username ON channels (lower(username));

-- How far a user has read a channel. Message ids are the server's.
CREATE TABLE user_channels (
    user_id             bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    chat_id             bigint NOT NULL REFERENCES channels,
    cursor              bigint NOT NULL DEFAULT 0,      -- highest message id examined
    backfill_low_id     bigint,                         -- lowest message id examined going backwards
    backfill_low_date   timestamptz,
    backfill_count      integer NOT NULL DEFAULT 0,     -- messages examined going backwards
    backfill_exhausted  boolean NOT NULL DEFAULT false, -- the channel's first message was reached
    posts_total         bigint NOT NULL DEFAULT 0,
    created_at          timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, chat_id)
);

CREATE TABLE subscriptions (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id          bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    name             text NOT NULL,
    channel          text NOT NULL,   -- as the resource writes it
    chat_id          bigint,          -- pinned at the first resolve
    active           boolean NOT NULL DEFAULT true,
    suspended        boolean NOT NULL DEFAULT false,
    reason           text,
    message          text,
    last_run_at      timestamptz,
    last_success_at  timestamptz,
    next_run_at      timestamptz,
    failures         integer NOT NULL DEFAULT 0,
    CONSTRAINT subscriptions_key UNIQUE (user_id, name),
    FOREIGN KEY (user_id, chat_id) REFERENCES user_channels
);
CREATE UNIQUE INDEX subscriptions_channel ON subscriptions (user_id, chat_id) WHERE active;

CREATE TABLE posts (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id           bigint NOT NULL,
    chat_id           bigint NOT NULL,
    message_id        bigint NOT NULL,
    date              timestamptz NOT NULL,
    edit_date         timestamptz,
    kind              text NOT NULL CHECK (kind IN ('message', 'service')),
    text              text NOT NULL,
    entities          jsonb,
    media_kind        text,
    media             jsonb,
    album_id          bigint,
    reply_to          jsonb,
    forward           jsonb,
    author_signature  text,
    sender            jsonb,
    views             integer,
    forwards          integer,
    replies           integer,
    reactions         jsonb,
    permalink         text,
    deleted_at        timestamptz,
    stored_at         timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT posts_key UNIQUE (user_id, chat_id, message_id),
    FOREIGN KEY (user_id, chat_id) REFERENCES user_channels ON DELETE CASCADE
);
CREATE INDEX posts_by_date ON posts (user_id, date, id);
CREATE INDEX posts_by_channel ON posts (user_id, chat_id, date, id);

-- Full text in Russian and English at once: the configuration stems words in Cyrillic as Russian, where it takes yo for
-- ye as most writers do, and words in ASCII as English.
CREATE INDEX posts_search ON posts USING gin (to_tsvector('russian', text));

-- What a post said before each of its edits.
CREATE TABLE post_versions (
    post_id      bigint NOT NULL REFERENCES posts ON DELETE CASCADE,
    version      integer NOT NULL,
    text         text NOT NULL,
    entities     jsonb,
    media_kind   text,
    media        jsonb,
    edit_date    timestamptz,
    recorded_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (post_id, version)
);

-- A trigger, so that no statement, present or future, overwrites a text without keeping it.
CREATE FUNCTION keep_post_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO post_versions (post_id, version, text, entities, media_kind, media, edit_date)
    SELECT OLD.id, coalesce(max(version), 0) + 1, OLD.text, OLD.entities, OLD.media_kind, OLD.media, OLD.edit_date
    FROM post_versions WHERE post_id = OLD.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER keep_post_version AFTER UPDATE OF text, entities, media_kind, media ON posts FOR EACH ROW
    WHEN ((OLD.text, OLD.entities, OLD.media_kind, OLD.media)
          IS DISTINCT FROM (NEW.text, NEW.entities, NEW.media_kind, NEW.media))
    EXECUTE FUNCTION keep_post_version();

CREATE TABLE links (
    post_id   bigint NOT NULL REFERENCES posts ON DELETE CASCADE,
    position  integer NOT NULL,
    url       text NOT NULL,
    kind      text NOT NULL,
    PRIMARY KEY (post_id, position)
);

-- Messages that were read but could not be stored: recorded and passed by, never lost in silence. raw is text and not
-- jsonb, which refuses some of what brings a message here.
CREATE TABLE unstored_messages (
    user_id        bigint NOT NULL,
    chat_id        bigint NOT NULL,
    message_id     bigint NOT NULL,
    error          text NOT NULL,
    raw            text,
    first_seen_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, chat_id, message_id),
    FOREIGN KEY (user_id, chat_id) REFERENCES user_channels ON DELETE CASCADE
);

CREATE TABLE parse_runs (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    installation  text NOT NULL,
    scope         text NOT NULL CHECK (scope IN ('all', 'user', 'channel')),
    trigger       text NOT NULL,
    requested_by  text,
    started_at    timestamptz NOT NULL DEFAULT now(),
    finished_at   timestamptz
);

CREATE TABLE parse_run_users (
    run_id       bigint NOT NULL REFERENCES parse_runs ON DELETE CASCADE,
    user_id      bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    status       text NOT NULL DEFAULT 'running',
    posts_added  bigint NOT NULL DEFAULT 0,
    error        text,
    started_at   timestamptz,
    finished_at  timestamptz,
    PRIMARY KEY (run_id, user_id)
);
CREATE INDEX parse_run_users_by_user ON parse_run_users (user_id, run_id);

CREATE TABLE parses (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id           bigint REFERENCES parse_runs ON DELETE SET NULL,
    user_id          bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    subscription_id  bigint NOT NULL REFERENCES subscriptions ON DELETE CASCADE,
    chat_id          bigint,
    trigger          text NOT NULL CHECK (trigger IN ('schedule', 'command')),
    started_at       timestamptz NOT NULL DEFAULT now(),
    finished_at      timestamptz,
    status           text NOT NULL DEFAULT 'running',
    posts_added      bigint NOT NULL DEFAULT 0,
    reason           text,
    error            text
);
CREATE INDEX parses_by_user ON parses (user_id, started_at);
CREATE INDEX parses_by_run ON parses (run_id) WHERE run_id IS NOT NULL;
CREATE INDEX parses_by_subscription ON parses (subscription_id);
CREATE INDEX parses_unfinished ON parses (user_id) WHERE finished_at IS NULL;
