-- The words of posts for full text search, in a table of their own that is filled after the posts are stored: making and
-- indexing them was a third of what storing a post costs.
CREATE TABLE post_search (
    post_id  bigint PRIMARY KEY REFERENCES posts ON DELETE CASCADE,
    words    tsvector NOT NULL
);

-- Posts whose words are not in post_search yet, or are those of an older text: an entry for each statement that stored some.
CREATE TABLE unindexed_posts (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id   bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    post_ids  bigint[] NOT NULL
);
CREATE INDEX unindexed_posts_by_user ON unindexed_posts (user_id, id);

-- Full text in Russian and English at once, as before. Postgres refuses a tsvector of more than 1 MB; no text of Telegram's is so long.
CREATE FUNCTION post_words(p_text text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_tsvector('pg_catalog.russian'::regconfig, left(p_text, 100000));

-- Triggers, so that no statement, present, future or of a worker of the version before, stores what is never found.
CREATE FUNCTION note_stored_posts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO unindexed_posts (user_id, post_ids) SELECT user_id, array_agg(id) FROM stored GROUP BY user_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER note_stored_posts AFTER INSERT ON posts REFERENCING NEW TABLE AS stored FOR EACH STATEMENT
    EXECUTE FUNCTION note_stored_posts();

CREATE FUNCTION note_edited_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO unindexed_posts (user_id, post_ids) VALUES (NEW.user_id, ARRAY[NEW.id]);
    RETURN NULL;
END
$$;
CREATE TRIGGER note_edited_post AFTER UPDATE OF text ON posts FOR EACH ROW WHEN (OLD.text IS DISTINCT FROM NEW.text)
    EXECUTE FUNCTION note_edited_post();

-- A user's posts that a text in websearch_to_tsquery's language fits: by the index, and of those that it does not have yet, by their texts.
CREATE FUNCTION matching_posts(p_user_id bigint, p_query text) RETURNS TABLE (post_id bigint) LANGUAGE sql STABLE AS $$
    WITH waiting AS MATERIALIZED (
        SELECT DISTINCT unnest(post_ids) AS id FROM unindexed_posts WHERE user_id = p_user_id
    )
    SELECT found.post_id FROM post_search AS found
    WHERE found.words @@ websearch_to_tsquery('pg_catalog.russian', p_query) AND found.post_id NOT IN (SELECT id FROM waiting)
    UNION ALL
    SELECT posts.id FROM waiting JOIN posts ON posts.id = waiting.id
    WHERE post_words(posts.text) @@ websearch_to_tsquery('pg_catalog.russian', p_query)
$$;

INSERT INTO post_search (post_id, words) SELECT id, post_words(text) FROM posts;
CREATE INDEX post_search_words ON post_search USING gin (words);
DROP INDEX posts_search;
