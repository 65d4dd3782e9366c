using System.Text;
using TelegramParser.Storage.Outbox;
using TelegramParser.Storage.Posts;
using TelegramParser.Worker.Notifying.SavedMessages;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.UnitTests.Worker.Notifying;

public sealed class SavedTextTests
{
    [Fact]
    public void A_note_says_where_who_what_and_how_to_get_there()
    {
        var (text, count) = SavedText.Join([SavedNote.Of(Mention("@ann,\n  the ferry?"))]);

        Assert.Equal(1, count);
        Assert.Equal("Team › Ferries\nBob: @ann, the ferry?\nhttps://t.me/team/9", text.Text);
        Assert.Equal(new TextEntity(0, 14, new TextEntityTypeBold()), Assert.Single(text.Entities));
    }

    [Fact]
    public void Of_many_posts_the_first_are_shown_and_the_rest_counted()
    {
        var (text, _) = SavedText.Join([SavedNote.Of(Posts(100, "news"))]);

        Assert.Equal(6, text.Text.Split("https://t.me/").Length - 1);
        Assert.EndsWith("\n+ 94", text.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_longest_note_fits_into_a_message_and_what_does_not_fit_besides_it_waits()
    {
        var endless = string.Concat(Enumerable.Repeat("🙂", 10_000));
        var posts = Posts(100, endless);
        var longest = SavedNote.Of(posts with
        {
            Title = endless,
            Posts = [.. posts.Posts.Select(post => post with { Post = post.Post with { AuthorSignature = endless, Permalink = $"https://t.me/{new string('a', 115)}" } })],
        });

        var (text, count) = SavedText.Join([longest, longest, longest]);

        Assert.Equal(1, count);
        Assert.InRange(text.Text.Length, 2000, SavedText.Longest);
        Assert.DoesNotContain("\uFFFD", Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Titles_are_marked_where_they_stand()
    {
        var (text, count) = SavedText.Join([SavedNote.Of(Mention("one")), SavedNote.Of(Posts(2, "two")), SavedNote.Of(Mention("three"))]);

        Assert.Equal(3, count);
        Assert.Equal(["Team › Ferries", "Harbour 🙂", "Team › Ferries"], text.Entities.Select(title => text.Text.Substring(title.Offset, title.Length)));
    }

    [Fact]
    public void A_note_comes_back_from_the_outbox_as_it_was()
    {
        var note = SavedNote.Of(Posts(8, "Паром \"A\" & <b> 🙂"));

        Assert.Equal(SavedText.Join([note]).Text.Text, SavedText.Join([SavedNote.Parse(note.ToJson())]).Text.Text);
        Assert.Contains("Паром", note.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_post_without_text_is_named_by_its_media()
    {
        var (text, _) = SavedText.Join([SavedNote.Of(Posts(1, "", "photo"))]);

        Assert.Contains("\n[photo]\n", text.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_message_can_be_made_for_another_chat_than_ones_own()
    {
        var me = new User(7, "Ann", "", Usernames: null);
        Chat Of(ChatType type) => new(7, type, "", HasProtectedContent: false, LastMessage: null);
        foreach (var other in new[] { Of(new ChatTypePrivate(8)), Of(new ChatTypeBasicGroup(7)), Of(new ChatTypeSupergroup(7, IsChannel: true)) })
            Assert.Throws<ArgumentException>(() => SendMessage.ToSavedMessages(me, other, FormattedText.Empty));

        Assert.Equal(7, SendMessage.ToSavedMessages(me, Of(new ChatTypePrivate(7)), FormattedText.Empty).ChatId);
        Assert.Empty(typeof(SendMessage).GetConstructors());
    }

    private static NewMention Mention(string text) => new()
    {
        Id = 1,
        Monitor = "team",
        ChatId = -1007,
        Title = "Team",
        Topic = "Ferries",
        MessageId = 9,
        Date = DateTimeOffset.UnixEpoch,
        SenderJson = """{"type": "user", "user_id": 5, "name": "Bob", "username": "bob_b"}""",
        Text = text,
        TriggersJson = "[]",
        Permalink = "https://t.me/team/9",
        ContextJson = "[]",
    };

    private static NewPosts Posts(int count, string text, string? media = null) => new(
        1, "news", -1008, "Harbour 🙂", "harbour", 0, count,
        [.. Enumerable.Range(1, count).Select(id => new NewPost(id, new PostRecord
        {
            MessageId = id,
            Date = DateTimeOffset.UnixEpoch,
            Kind = "message",
            Text = text,
            MediaKind = media,
            Permalink = $"https://t.me/harbour/{id}",
        }, []))]);
}
