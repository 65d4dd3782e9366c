-- URLs that redirect: a page that has moved takes its target's URL, or becomes the page that has it already; here is what it was
-- called before. So links to a page and to what leads there are links to one page.
CREATE TABLE page_aliases (
    url_hash  bytea NOT NULL,                -- of the URL that redirects, as in pages
    provider  text NOT NULL,
    host      text NOT NULL,                 -- of that URL
    page_id   bigint NOT NULL REFERENCES pages ON DELETE CASCADE,
    noted_at  timestamptz NOT NULL DEFAULT now(), -- when it redirected last; it is asked again a day later, if it is wanted
    PRIMARY KEY (url_hash, provider)
);
CREATE INDEX page_aliases_by_page ON page_aliases (page_id);
CREATE INDEX page_aliases_by_host ON page_aliases (host);

-- A page redirects to a URL: it takes that one's place, or becomes the page that has it already. The caller has locked both hosts, so
-- that meanwhile no page of that URL comes to be, and the page gets no new links.
CREATE FUNCTION move_page(p_id bigint, p_url text, p_host text, p_redirects integer, p_refresh_after interval) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    hash bytea := sha256(convert_to(p_url, 'UTF8'));
    mover record;
    target bigint;
BEGIN
    SELECT url_hash, provider, host, wanted_at INTO mover FROM pages WHERE id = p_id;
    LOOP
        target := coalesce(
            (SELECT id FROM pages WHERE url_hash = hash AND provider = mover.provider),
            (SELECT page_id FROM page_aliases
             WHERE url_hash = hash AND provider = mover.provider AND noted_at > now() - p_refresh_after));
        EXIT WHEN target IS NULL OR target = p_id;
        PERFORM FROM pages WHERE id IN (p_id, target) ORDER BY url_hash, provider FOR UPDATE;
        -- What an alias leads to may have moved on meanwhile.
        EXIT WHEN EXISTS (SELECT FROM pages WHERE id = target);
    END LOOP;

    IF target IS NULL OR target = p_id THEN
        -- Also where a redirect comes back to where the page was before: the count of redirects ends a circle.
        DELETE FROM page_aliases WHERE url_hash = hash AND provider = mover.provider;
        UPDATE pages
        SET url = p_url, url_hash = hash, host = p_host, at_host = p_host, at_url = NULL, redirects = p_redirects, due_at = clock_timestamp(),
            -- They tell versions of the other URL apart.
            etag = NULL, last_modified = NULL
        WHERE id = p_id;
        target := p_id;
    ELSE
        UPDATE links SET page_id = target WHERE page_id = p_id;
        UPDATE page_aliases SET page_id = target WHERE page_id = p_id;
        DELETE FROM pages WHERE id = p_id;
        UPDATE pages
        SET wanted_at = greatest(wanted_at, mover.wanted_at),
            (state, attempts, due_at) = (
                SELECT CASE WHEN is_old AND state = 'failed' THEN 'queued' ELSE state END,
                       CASE WHEN is_old THEN 0 ELSE attempts END,
                       CASE WHEN is_old THEN clock_timestamp() ELSE due_at END
                FROM (SELECT due_at IS NULL AND at_host = p_host AND checked_at < now() - p_refresh_after AS is_old) AS age)
        WHERE id = target;
    END IF;
    IF mover.url_hash <> hash THEN
        INSERT INTO page_aliases (url_hash, provider, host, page_id) VALUES (mover.url_hash, mover.provider, mover.host, target)
        ON CONFLICT (url_hash, provider) DO UPDATE SET page_id = excluded.page_id, noted_at = excluded.noted_at;
    END IF;
    UPDATE page_hosts
    SET due_at = least(page_hosts.due_at, page.due_at), wanted_at = greatest(page_hosts.wanted_at, page.wanted_at)
    FROM pages AS page
    WHERE page.id = target AND page.at_host = p_host AND page.due_at IS NOT NULL AND page_hosts.host = p_host;
END
$$;

-- As before; with a page go the hosts of what redirected to it.
CREATE OR REPLACE FUNCTION delete_unlinked_pages(p_most integer) RETURNS integer LANGUAGE plpgsql AS $$
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
    unlinked := ARRAY(SELECT id FROM pages WHERE id = ANY (unlinked) AND NOT EXISTS (SELECT FROM links WHERE page_id = pages.id));
    hosts := ARRAY(
        SELECT host FROM pages WHERE id = ANY (unlinked)
        UNION
        SELECT host FROM page_aliases WHERE page_id = ANY (unlinked));
    DELETE FROM pages WHERE id = ANY (unlinked);

    hosts := ARRAY(
        SELECT host FROM page_hosts WHERE host = ANY (hosts) AND free_at <= clock_timestamp() ORDER BY host FOR UPDATE SKIP LOCKED);
    DELETE FROM page_hosts
    WHERE host = ANY (hosts)
      AND NOT EXISTS (SELECT FROM pages WHERE pages.host = page_hosts.host)
      AND NOT EXISTS (SELECT FROM page_aliases WHERE page_aliases.host = page_hosts.host)
      AND NOT EXISTS (SELECT FROM pages WHERE pages.at_host = page_hosts.host AND due_at IS NOT NULL);
    RETURN taken;
END
$$;
