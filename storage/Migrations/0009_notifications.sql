-- Events that somebody is to be told of. A row is written with what caused it, and stays until it was delivered and is old.
CREATE TABLE notifications (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id         bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    source_kind     text NOT NULL CHECK (source_kind IN ('ChannelSubscription', 'GroupMonitor')),
    source_name     text NOT NULL,
    target          text NOT NULL CHECK (target IN ('webhook', 'savedMessages')),
    event           text NOT NULL CHECK (event IN ('posts.added', 'mention.found')),
    event_key       text NOT NULL,      -- names what happened: an event is sent to a target under one idempotency key
    payload         text NOT NULL,      -- the very body of every try
    state           text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'delivered', 'dead')),
    attempts        integer NOT NULL DEFAULT 0,
    due_at          timestamptz,        -- not to be tried before; null unless queued
    first_tried_at  timestamptz,        -- it is given up a day after that
    last_error      text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    ended_at        timestamptz,        -- delivered, or given up
    CONSTRAINT notifications_key UNIQUE (user_id, source_kind, source_name, target, event_key)
);
CREATE INDEX notifications_queue ON notifications (user_id, target, source_kind, source_name, due_at, id) WHERE state = 'queued';
CREATE INDEX notifications_by_state ON notifications (user_id, state, id);

-- Up to which message a subscription's posts were handed to the outbox; null while nobody is to be told, 0 until its channel is known.
ALTER TABLE subscriptions ADD COLUMN notified_id bigint;
