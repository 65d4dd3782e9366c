-- Postgres' parser takes <b> for a tag, which is no word, and all that follows <script> for that tag's content. In a post it is what was written.
CREATE FUNCTION untagged(p_text text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN replace(replace(p_text, '</', '  '), '<', ' ');

-- Nobody indexes meanwhile: with the function as it was, what is stored meanwhile would not be found.
LOCK TABLE post_search, page_search IN SHARE ROW EXCLUSIVE MODE;

CREATE OR REPLACE FUNCTION post_words(p_text text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_tsvector('pg_catalog.russian'::regconfig, untagged(left(p_text, 100000)));

-- What is looked for, in websearch_to_tsquery's language; its words are read as those of texts are.
CREATE FUNCTION post_query(p_query text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN websearch_to_tsquery('pg_catalog.russian'::regconfig, untagged(p_query));

CREATE OR REPLACE FUNCTION matching_posts(p_user_id bigint, p_query text) RETURNS TABLE (post_id bigint) LANGUAGE sql STABLE AS $$
    WITH waiting AS MATERIALIZED (
        SELECT DISTINCT unnest(post_ids) AS id FROM unindexed_posts WHERE user_id = p_user_id
    )
    SELECT found.post_id FROM post_search AS found
    WHERE ARRAY[found.user_id] @> ARRAY[p_user_id] AND found.words @@ post_query(p_query)
      AND found.post_id NOT IN (SELECT id FROM waiting)
    UNION ALL
    SELECT posts.id FROM waiting JOIN posts ON posts.id = waiting.id
    WHERE post_words(posts.text) @@ post_query(p_query)
$$;

-- What is there is indexed anew where it may differ: posts by their users' workers, in pieces, and found at once all the same.
INSERT INTO unindexed_posts (user_id, post_ids)
SELECT user_id, array_agg(id)
FROM (SELECT user_id, id, (row_number() OVER (PARTITION BY user_id ORDER BY id) - 1) / 100 AS piece FROM posts WHERE text LIKE '%<%') AS tagged
GROUP BY user_id, piece;
UPDATE page_search SET words = post_words(concat_ws(E'\n', title, text)) FROM pages
WHERE pages.id = page_search.page_id AND (title LIKE '%<%' OR text LIKE '%<%');
