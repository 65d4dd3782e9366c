-- The pages behind the links of posts. A page belongs to all users; what a user may read of it is what the user's own posts link to.
CREATE TABLE pages (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    url            text NOT NULL,            -- normalised, at most 4,096 characters
    url_hash       bytea NOT NULL,           -- SHA-256 of url in UTF-8: an index cannot hold 4,096 characters
    host           text NOT NULL,            -- of url
    provider       text NOT NULL,            -- the one that is asked
    state          text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'fetched', 'unsupported', 'failed')),
    reason         text,                     -- of the last try that failed, until one does not
    message        text,
    attempts       integer NOT NULL DEFAULT 0, -- tries that failed, one after another
    due_at         timestamptz DEFAULT now(), -- not to be asked for before; null when there is nothing to do
    wanted_at      timestamptz NOT NULL,     -- date of the newest post that links to it
    at_host        text NOT NULL,            -- whose turn it waits for: host, or where redirects have led
    at_url         text,                     -- where to ask after redirects to another host; null at the beginning
    redirects      integer NOT NULL DEFAULT 0, -- followed to at_url
    -- The answer, and with it what is kept when a later try fails.
    etag           text,
    last_modified  text,
    final_url      text,
    content_type   text,
    size           bigint,                   -- bytes, of what is no page
    charset        text,
    fetched_by     text,                     -- the provider that gave the content, which may be a fall-back
    has_article    boolean,
    truncated      boolean,
    title          text,
    byline         text,
    published_at   timestamptz,
    site           text,
    language       text,
    description    text,
    canonical_url  text,
    lead_image     text,
    text           text,
    markdown       text,
    length         integer,                  -- characters of text
    fetched_at     timestamptz,              -- the content
    checked_at     timestamptz,              -- the last final outcome
    created_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pages_key UNIQUE (url_hash, provider)
);
CREATE INDEX pages_queue ON pages (at_host, wanted_at DESC) WHERE due_at IS NOT NULL;
CREATE INDEX pages_due ON pages (at_host, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX pages_by_host ON pages (host);

-- Turns are taken by host, so that a host is asked by one worker at a time. Hosts are locked before pages, and both in their order.
CREATE TABLE page_hosts (
    host           text PRIMARY KEY,         -- with its port when that is neither 80 nor 443
    turn           bigint NOT NULL DEFAULT 0, -- number of the turn that was taken last
    taken_by       bigint,                   -- the user whose worker has the turn; null when nobody has
    free_at        timestamptz NOT NULL DEFAULT '-infinity', -- end of the turn that is taken, or of the pause after it
    due_at         timestamptz,              -- no page is due before; null when none waits
    wanted_at      timestamptz NOT NULL,     -- of the newest page that waits
    next_at        timestamptz GENERATED ALWAYS AS (CASE WHEN due_at IS NOT NULL THEN greatest(due_at, free_at) END) STORED,
    -- robots.txt
    robots_until   timestamptz,              -- what is known is good until then; null when it was never asked for
    robots_text    text,                     -- null when there is no file, or it could not be read
    robots_reason  text,                     -- why it could not be read; null when it could, or there is none
    robots_message text,
    robots_unreachable_since timestamptz
);
CREATE INDEX page_hosts_queue ON page_hosts (wanted_at DESC, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX page_hosts_next ON page_hosts (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX page_hosts_taken ON page_hosts (taken_by) WHERE taken_by IS NOT NULL;

-- The words of pages for full text search.
CREATE TABLE page_search (
    page_id  bigint PRIMARY KEY REFERENCES pages ON DELETE CASCADE,
    words    tsvector NOT NULL
);
CREATE INDEX page_search_words ON page_search USING gin (words);

-- Both null: not looked at yet.
ALTER TABLE links
    ADD COLUMN page_id bigint REFERENCES pages,
    ADD COLUMN skip text;                    -- why the link is not followed
CREATE INDEX links_by_page ON links (page_id) WHERE page_id IS NOT NULL;

-- Posts with links that were not looked at yet: an entry for each statement that stored some.
CREATE TABLE unfollowed_posts (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id   bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    post_ids  bigint[] NOT NULL
);
CREATE INDEX unfollowed_posts_by_user ON unfollowed_posts (user_id, id);

-- Pages that have lost a link, perhaps the last: an entry for each statement.
CREATE TABLE unlinked_pages (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    page_ids  bigint[] NOT NULL
);

-- Triggers, so that no statement, present, future or of a worker of the version before, stores a link that is never followed.
CREATE FUNCTION note_stored_links() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO unfollowed_posts (user_id, post_ids)
    SELECT posts.user_id, array_agg(posts.id)
    FROM (SELECT DISTINCT post_id FROM stored WHERE page_id IS NULL AND skip IS NULL) AS link JOIN posts ON posts.id = link.post_id
    GROUP BY posts.user_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER note_stored_links AFTER INSERT ON links REFERENCING NEW TABLE AS stored FOR EACH STATEMENT
    EXECUTE FUNCTION note_stored_links();

CREATE FUNCTION forget_page_of_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.page_id := NULL;
    NEW.skip := NULL;
    RETURN NEW;
END
$$;
CREATE TRIGGER forget_page_of_link BEFORE UPDATE OF url ON links FOR EACH ROW WHEN (OLD.url IS DISTINCT FROM NEW.url)
    EXECUTE FUNCTION forget_page_of_link();

CREATE FUNCTION note_edited_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO unfollowed_posts (user_id, post_ids) SELECT user_id, ARRAY[id] FROM posts WHERE id = NEW.post_id;
    IF OLD.page_id IS NOT NULL THEN
        INSERT INTO unlinked_pages (page_ids) VALUES (ARRAY[OLD.page_id]);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER note_edited_link AFTER UPDATE OF url ON links FOR EACH ROW WHEN (OLD.url IS DISTINCT FROM NEW.url)
    EXECUTE FUNCTION note_edited_link();

CREATE FUNCTION note_deleted_links() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO unlinked_pages (page_ids)
    SELECT array_agg(DISTINCT page_id) FROM deleted WHERE page_id IS NOT NULL HAVING count(*) > 0;
    RETURN NULL;
END
$$;
CREATE TRIGGER note_deleted_links AFTER DELETE ON links REFERENCING OLD TABLE AS deleted FOR EACH STATEMENT
    EXECUTE FUNCTION note_deleted_links();

-- Queues pages again, as if they had never been tried; content stays. Answers with how many there are.
CREATE FUNCTION requeue_pages(p_ids bigint[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    hosts text[];
    queued integer;
BEGIN
    WITH locked AS (
        INSERT INTO page_hosts (host, due_at, wanted_at)
        SELECT at_host, now(), max(wanted_at) FROM pages WHERE id = ANY (p_ids) GROUP BY at_host ORDER BY at_host
        ON CONFLICT (host) DO UPDATE
        SET due_at = least(page_hosts.due_at, excluded.due_at), wanted_at = greatest(page_hosts.wanted_at, excluded.wanted_at)
        RETURNING host
    )
    SELECT array_agg(host) INTO hosts FROM locked;

    PERFORM FROM pages WHERE id = ANY (p_ids) ORDER BY url_hash, provider FOR NO KEY UPDATE;
    -- A page that has gone to another host in between is being asked for anyway.
    UPDATE pages SET due_at = now(), attempts = 0, state = CASE state WHEN 'failed' THEN 'queued' ELSE state END
    WHERE id = ANY (p_ids) AND at_host = ANY (hosts);
    GET DIAGNOSTICS queued = ROW_COUNT;
    RETURN queued;
END
$$;

-- Deletes pages that no post links to any more, of the oldest entries of unlinked_pages. Answers with the entries taken.
CREATE FUNCTION delete_unlinked_pages(p_most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    taken integer;
    candidates bigint[];
    unlinked bigint[];
    hosts text[];
BEGIN
    WITH entries AS (
        DELETE FROM unlinked_pages
        WHERE id = ANY (ARRAY(SELECT id FROM unlinked_pages ORDER BY id LIMIT p_most FOR UPDATE SKIP LOCKED))
        RETURNING page_ids
    )
    SELECT count(*), array_agg(page_id) INTO taken, candidates
    FROM entries LEFT JOIN LATERAL unnest(page_ids) AS page_id ON true;

    -- Locked, a page gets no new link; whether it has one is asked after that.
    unlinked := ARRAY(SELECT id FROM pages WHERE id = ANY (candidates) ORDER BY url_hash, provider FOR UPDATE);
    WITH gone AS (
        DELETE FROM pages WHERE id = ANY (unlinked) AND NOT EXISTS (SELECT FROM links WHERE page_id = pages.id)
        RETURNING host
    )
    SELECT array_agg(DISTINCT host) INTO hosts FROM gone;

    hosts := ARRAY(
        SELECT host FROM page_hosts WHERE host = ANY (hosts) AND free_at <= clock_timestamp() ORDER BY host FOR UPDATE SKIP LOCKED);
    DELETE FROM page_hosts
    WHERE host = ANY (hosts)
      AND NOT EXISTS (SELECT FROM pages WHERE pages.host = page_hosts.host)
      AND NOT EXISTS (SELECT FROM pages WHERE pages.at_host = page_hosts.host AND due_at IS NOT NULL);
    RETURN taken;
END
$$;

-- What is stored already, the newest last: the newest entries are taken first.
INSERT INTO unfollowed_posts (user_id, post_ids)
SELECT user_id, array_agg(id)
FROM (
    SELECT user_id, id, (row_number() OVER (PARTITION BY user_id ORDER BY id) - 1) / 200 AS chunk
    FROM posts WHERE EXISTS (SELECT FROM links WHERE post_id = posts.id)
) AS linked
GROUP BY user_id, chunk
ORDER BY user_id, chunk;
