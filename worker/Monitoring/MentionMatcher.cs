using System.Text;
using System.Text.RegularExpressions;
using TelegramParser.Contracts.Resources;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Monitoring;

/// <summary>Tells why a message is a mention, by its text alone and what is known of it. Asks nobody.</summary>
internal sealed class MentionMatcher(TriggersSpec triggers)
{
    // Telegram's longest texts are a few thousand characters.
    private const int LongestText = 16_384;

    private readonly List<(string Text, Regex Regex)> _patterns = [.. triggers.Patterns.Select(pattern => (pattern, TriggersSpec.Compile(pattern)))];

    /// <summary>Whether it matters what messages answer.</summary>
    public bool WantsReplies => triggers.Replies;

    /// <summary>Words that are to be looked for by others.</summary>
    public IReadOnlyList<string> Keywords => triggers.Keywords;

    /// <summary>Every reason why the message is a mention; none when it is none.</summary>
    /// <param name="text">Its text or caption.</param>
    /// <param name="isReply">Whether it answers a message of the account.</param>
    /// <param name="keywords">Keywords that were found in it.</param>
    /// <param name="account">The account that is watched for.</param>
    public IReadOnlyList<Trigger> Match(FormattedText text, bool isReply, IEnumerable<string> keywords, WatchedAccount account)
    {
        var found = new List<Trigger>();
        if (triggers.Mentions)
            found.AddRange(Names(text, account).Select(name => new Trigger(TriggerKinds.Mention, name)));
        if (triggers.Replies && isReply)
            found.Add(new Trigger(TriggerKinds.Reply));
        found.AddRange(keywords.Select(keyword => new Trigger(TriggerKinds.Keyword, keyword)));
        found.AddRange(_patterns.Where(pattern => Fits(pattern.Regex, text.Text)).Select(pattern => new Trigger(TriggerKinds.Pattern, pattern.Text)));
        return [.. found.Distinct()];
    }

    /// <summary>Where the text names the account: by a name that Telegram links to it, or by a username that is a word of its own.</summary>
    private static IEnumerable<string> Names(FormattedText text, WatchedAccount account)
    {
        foreach (var entity in text.Entities)
        {
            if (entity.Type is TextEntityTypeMentionName { UserId: var id } && id == account.Id)
                yield return text.Text.Substring(entity.Offset, entity.Length);
        }
        var links = text.Entities.Where(entity => entity.Type is TextEntityTypeUrl or TextEntityTypeTextUrl or TextEntityTypeEmailAddress).ToList();
        foreach (var name in account.Usernames.Select(username => "@" + username))
        {
            if (Occurrences(text.Text, name).Any(at => IsWord(text.Text, at, name.Length) && !links.Exists(link => Overlap(link, at, name.Length))))
                yield return name;
        }
    }

    private static IEnumerable<int> Occurrences(string text, string name)
    {
        for (var at = 0; (at = text.IndexOf(name, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += name.Length)
            yield return at;
    }

    // "bob@ann", "@@ann" and "site/@ann" are other things than "@ann".
    private static bool IsWord(string text, int at, int length)
    {
        Rune.DecodeLastFromUtf16(text.AsSpan(0, at), out var before, out _);
        Rune.DecodeFromUtf16(text.AsSpan(at + length), out var after, out _);
        return (at == 0 || !(IsNamePart(before) || before.Value is '@' or '/')) && (at + length == text.Length || !IsNamePart(after));
    }

    private static bool IsNamePart(Rune rune) => Rune.IsLetterOrDigit(rune) || rune.Value == '_';

    private static bool Overlap(TextEntity link, int at, int length) => link.Offset < at + length && at < link.Offset + link.Length;

    private static bool Fits(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text.Length > LongestText ? text[..LongestText] : text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
