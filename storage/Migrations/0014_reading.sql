-- Who follows a user's posts by their numbers must miss none. Numbers are given when a post is inserted, not when it is committed, so
-- two transactions of one worker could commit them in the other order. Now they take turns: the first statement of each transaction in
-- which a worker writes, of one of the version before as well, locks the lease's row for itself. Telegram's pace is far below that of
-- such transactions.
CREATE OR REPLACE PROCEDURE hold_lease(p_user_id bigint, p_holder text, p_epoch bigint) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM sessions
    WHERE user_id = p_user_id AND holder = p_holder AND epoch = p_epoch AND expires_at > clock_timestamp()
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'user %: the session''s lease is not held with epoch %', p_user_id, p_epoch
            USING ERRCODE = 'TGP01';
    END IF;
END
$$;
CREATE INDEX posts_by_number ON posts (user_id, id);

-- Whose words they are, in the index as well: what is looked for is often in the posts of many users.
DROP INDEX post_search_words;
ALTER TABLE post_search ADD COLUMN user_id bigint;
UPDATE post_search SET user_id = posts.user_id FROM posts WHERE posts.id = post_search.post_id;
ALTER TABLE post_search ALTER COLUMN user_id SET NOT NULL;
-- An array, since GIN has no operators for a number without an extension.
CREATE INDEX post_search_words ON post_search USING gin ((ARRAY[user_id]), words);

-- A worker of the version before does not say whose they are.
CREATE FUNCTION note_searched_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT user_id INTO STRICT NEW.user_id FROM posts WHERE id = NEW.post_id;
    RETURN NEW;
END
$$;
CREATE TRIGGER note_searched_user BEFORE INSERT ON post_search FOR EACH ROW WHEN (NEW.user_id IS NULL)
    EXECUTE FUNCTION note_searched_user();

CREATE OR REPLACE FUNCTION matching_posts(p_user_id bigint, p_query text) RETURNS TABLE (post_id bigint) LANGUAGE sql STABLE AS $$
    WITH waiting AS MATERIALIZED (
        SELECT DISTINCT unnest(post_ids) AS id FROM unindexed_posts WHERE user_id = p_user_id
    )
    SELECT found.post_id FROM post_search AS found
    WHERE ARRAY[found.user_id] @> ARRAY[p_user_id] AND found.words @@ websearch_to_tsquery('pg_catalog.russian', p_query)
      AND found.post_id NOT IN (SELECT id FROM waiting)
    UNION ALL
    SELECT posts.id FROM waiting JOIN posts ON posts.id = waiting.id
    WHERE post_words(posts.text) @@ websearch_to_tsquery('pg_catalog.russian', p_query)
$$;
