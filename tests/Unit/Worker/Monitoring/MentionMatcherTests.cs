using TelegramParser.Contracts.Resources;
using TelegramParser.Worker.Monitoring;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.UnitTests.Worker.Monitoring;

/// <summary>What is a mention of account 1001, whose usernames are @ann and @ann_reads.</summary>
public sealed class MentionMatcherTests
{
    private static readonly WatchedAccount Ann = new(1001, ["ann", "ann_reads"]);

    // In the texts, [kind:…] is an entity around what follows the colon.
    [Theory]
    [InlineData("hello @ann", "mention=@ann")]
    [InlineData("@ann", "mention=@ann")]
    [InlineData("@ANN, are you there?", "mention=@ann")]
    [InlineData("[mention:@Ann] look", "mention=@ann")]
    [InlineData("(@ann)", "mention=@ann")]
    [InlineData("ask @ann.", "mention=@ann")]
    [InlineData("привет,@ann!", "mention=@ann")]
    [InlineData("🔥@ann🔥", "mention=@ann")]
    [InlineData("[bold:@ann] and [code:@ann]", "mention=@ann")]
    [InlineData("> [quote:@ann said so]", "mention=@ann")]
    [InlineData("@ann_reads", "mention=@ann_reads")]
    [InlineData("@ann @ann_reads", "mention=@ann mention=@ann_reads")]
    [InlineData("@anna and then @ann", "mention=@ann")]
    [InlineData("@anna", "")]
    [InlineData("[mention:@anna]", "")]
    [InlineData("@ann1", "")]
    [InlineData("@ann_", "")]
    [InlineData("@annа", "")] // The last letter is Cyrillic.
    [InlineData("@joann", "")]
    [InlineData("mail bob@ann", "")]
    [InlineData("[email:bob@ann.example]", "")]
    [InlineData("имя@ann", "")]
    [InlineData("@@ann", "")]
    [InlineData("ann", "")]
    [InlineData("Ann is here", "")]
    [InlineData("[url:https://example.org/@ann]", "")]
    [InlineData("[url:example.org?by=@ann] but @ann too", "mention=@ann")]
    [InlineData("[link:@ann]", "")]
    [InlineData("[link:the book of @ann]", "")]
    [InlineData("example.org/@ann", "")]
    [InlineData("[user 1001:Ann B.] please", "mention=Ann B.")]
    [InlineData("[user 1001:Ann] or [user 1001:Ann]", "mention=Ann")]
    [InlineData("[user 1002:Ann] please", "")]
    [InlineData("[user 1002:@ann] please", "mention=@ann")]
    [InlineData("", "")]
    public void A_name_is_a_mention_when_it_is_the_account_s_and_a_word_of_its_own(string marked, string expected) =>
        Assert.Equal(expected, Match(new TriggersSpec(), marked));

    [Theory]
    [InlineData("order 66", "pattern=order \\d+")]
    [InlineData("Order 66", "")]
    [InlineData("ORDER SIXTY", "pattern=(?i)order [a-z]+")]
    [InlineData("reorder 6", "pattern=order \\d+")]
    [InlineData("nothing", "")]
    public void A_pattern_is_looked_for_anywhere_in_the_text_as_it_is_written(string text, string expected) =>
        Assert.Equal(expected, Match(new TriggersSpec { Mentions = false, Patterns = ["order \\d+", "(?i)order [a-z]+"] }, text));

    [Fact]
    public void A_message_is_found_once_with_all_its_reasons()
    {
        var matcher = new MentionMatcher(new TriggersSpec { Keywords = ["ferry"], Patterns = ["f.rry"] });
        Assert.Equal(
            [new("mention", "@ann"), new("reply"), new("keyword", "ferry"), new("pattern", "f.rry")],
            matcher.Match(Read("@ann the ferry @ann"), isReply: true, ["ferry"], Ann));
    }

    [Fact]
    public void What_is_not_asked_for_is_not_found() => Assert.Empty(
        new MentionMatcher(new TriggersSpec { Mentions = false, Replies = false, Keywords = ["x"] }).Match(Read("@ann [user 1001:Ann]"), isReply: true, [], Ann));

    [Fact]
    public void No_text_makes_a_pattern_slow()
    {
        // A backtracking engine would try 2^10000 ways.
        var matcher = new MentionMatcher(new TriggersSpec { Patterns = ["^(a+)+$"] });
        Assert.Empty(matcher.Match(new FormattedText(new string('a', 10_000) + "!", []), isReply: false, [], Ann));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(a)\\1")]
    [InlineData("(?=a)")]
    [InlineData("")]
    public void A_pattern_that_cannot_be_used_says_so(string pattern) =>
        Assert.StartsWith("triggers", new TriggersSpec { Patterns = [pattern] }.Error(), StringComparison.Ordinal);

    [Fact]
    public void Triggers_that_name_nothing_or_too_much_say_so()
    {
        Assert.Null(new TriggersSpec().Error());
        Assert.Contains("nothing", new TriggersSpec { Mentions = false, Replies = false }.Error(), StringComparison.Ordinal);
        Assert.Contains("101", new TriggersSpec { Keywords = [.. Enumerable.Range(0, 101).Select(i => $"k{i}")] }.Error(), StringComparison.Ordinal);
        Assert.Contains("21", new TriggersSpec { Patterns = [.. Enumerable.Range(0, 21).Select(i => $"p{i}")] }.Error(), StringComparison.Ordinal);
        Assert.Contains("'++'", new TriggersSpec { Keywords = ["++"] }.Error(), StringComparison.Ordinal);
        Assert.Contains("501", new TriggersSpec { Keywords = [new string('a', 501)] }.Error(), StringComparison.Ordinal);
    }

    private static string Match(TriggersSpec triggers, string marked) => string.Join(' ',
        new MentionMatcher(triggers).Match(Read(marked), isReply: false, [], Ann).Select(trigger => $"{trigger.Kind}={trigger.Value}"));

    private static FormattedText Read(string marked)
    {
        var text = "";
        var entities = new List<TextEntity>();
        for (var at = 0; at < marked.Length; at++)
        {
            if (marked[at] != '[')
            {
                text += marked[at];
                continue;
            }
            var colon = marked.IndexOf(':', at);
            var end = marked.IndexOf(']', colon);
            var inside = marked[(colon + 1)..end];
            entities.Add(new TextEntity(text.Length, inside.Length, TypeOf(marked[(at + 1)..colon])));
            text += inside;
            at = end;
        }
        return new FormattedText(text, entities);
    }

    private static TextEntityType TypeOf(string kind) => kind switch
    {
        "mention" => new TextEntityTypeMention(),
        "bold" => new TextEntityTypeBold(),
        "code" => new TextEntityTypeCode(),
        "quote" => new TextEntityTypeBlockQuote(),
        "email" => new TextEntityTypeEmailAddress(),
        "url" => new TextEntityTypeUrl(),
        "link" => new TextEntityTypeTextUrl("https://t.me/ann"),
        _ => new TextEntityTypeMentionName(long.Parse(kind["user ".Length..])),
    };
}
