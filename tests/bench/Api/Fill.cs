using Npgsql;

namespace TelegramParser.Bench.Api;

/// <summary>Posts of several users and channels, made by Postgres itself, with their words indexed and pages behind some of their links.</summary>
internal static class Fill
{
    /// <summary>Users; each has posts of all channels.</summary>
    public const int Users = 5;

    /// <summary>Channels, <c>-1001</c> and so on.</summary>
    public const int Channels = 10;

    /// <summary>Words <c>rare0</c> and so on, each in as many posts.</summary>
    public const int RareWords = 1000;

    /// <summary>Words <c>common0</c> and so on, each in as many posts.</summary>
    public const int CommonWords = 10;

    /// <summary>Fills a database that holds nothing.</summary>
    /// <param name="database">The database.</param>
    /// <param name="installation">Whose users they are.</param>
    /// <param name="posts">Posts of all users together; a year's.</param>
    public static Task RunAsync(NpgsqlDataSource database, string installation, int posts) => ExecuteAsync(
        database,
        $"""
        INSERT INTO users (installation, namespace, name) SELECT '{installation}', 'default', 'user-' || n FROM generate_series(1, {Users}) AS n;
        INSERT INTO sessions (user_id, state) SELECT id, 'Ready' FROM users;
        INSERT INTO channels (chat_id, title, username, kind) SELECT ('-100' || n)::bigint, 'Channel ' || n, 'channel_' || n, 'channel' FROM generate_series(1, {Channels}) AS n;
        INSERT INTO user_channels (user_id, chat_id, posts_total) SELECT users.id, chat_id, {posts / Users / Channels} FROM users, channels;
        INSERT INTO subscriptions (user_id, name, channel, chat_id) SELECT user_id, 'sub' || chat_id, '@c' || chat_id, chat_id FROM user_channels;
        -- What triggers would note is done below.
        ALTER TABLE posts DISABLE TRIGGER USER;
        ALTER TABLE links DISABLE TRIGGER USER;
        DROP INDEX post_search_words;
        INSERT INTO posts (user_id, chat_id, message_id, date, kind, text, views)
        SELECT n % {Users} + 1, ('-100' || n / {Users} % {Channels} + 1)::bigint, n, now() - ({posts} - n) * interval '365 days' / {posts}, 'message',
               'Новости рынка номер ' || n || ' rare' || (hashint4(n) & 2147483647) % {RareWords} || ' common' || (hashint4(n + 1) & 2147483647) % {CommonWords}
               || repeat(' слово из обычного поста, как их бывает много', 3), n % 5000
        FROM generate_series(1, {posts}) AS n;
        INSERT INTO post_search (post_id, user_id, words) SELECT id, user_id, post_words(text) FROM posts;
        CREATE INDEX post_search_words ON post_search USING gin ((ARRAY[user_id]), words);
        INSERT INTO pages (url, url_hash, host, provider, state, due_at, wanted_at, at_host, has_article, title, text, length)
        SELECT 'https://h' || n % 500 || '.example/' || n, sha256(n::text::bytea), 'h' || n % 500 || '.example', 'Builtin', 'fetched', NULL, now(),
               'h' || n % 500 || '.example', true, 'Page ' || n, 'rare' || n % {RareWords} || repeat(' текст страницы', 50), 800
        FROM generate_series(1, {posts / 20}) AS n;
        INSERT INTO page_search (page_id, words) SELECT id, post_words(text) FROM pages;
        INSERT INTO links (post_id, position, url, kind, page_id)
        SELECT id, 0, 'https://h.example/' || id, 'url', id / 10 % {posts / 20} + 1 FROM posts WHERE id % 10 = 0;
        ALTER TABLE posts ENABLE TRIGGER USER;
        ALTER TABLE links ENABLE TRIGGER USER;
        VACUUM ANALYZE;
        """);

    /// <summary>A post of 1 MB of words that is not indexed yet, of the first user.</summary>
    public static Task AddUnindexedAsync(NpgsqlDataSource database) => ExecuteAsync(
        database,
        """
        INSERT INTO posts (user_id, chat_id, message_id, date, kind, text)
        SELECT 1, -1001, 2000000000, now(), 'message', (SELECT left(string_agg('word' || n || ' слово' || n, ' '), 1000000) FROM generate_series(1, 100000) AS n)
        """);

    private static async Task ExecuteAsync(NpgsqlDataSource database, string script)
    {
        // VACUUM does not run beside other statements of one call.
        foreach (var statement in script.Split(";\n"))
        {
            await using var command = database.CreateCommand(statement);
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync();
        }
    }
}
