using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using TelegramParser.Contracts.Channels;
using TelegramParser.Contracts.Schema;

namespace TelegramParser.Contracts.Resources;

/// <summary>What a person asks for: one group, watched for one Telegram user who is a member of it.</summary>
public sealed record GroupMonitorSpec
{
    /// <summary>The TelegramUser in the same namespace that is a member of the group. Immutable.</summary>
    [CelRule("self == oldSelf", "userRef cannot change. Delete this monitor and create another one.")]
    public required UserReference UserRef { get; init; }

    /// <summary>
    /// The group: <c>@name</c>, <c>https://t.me/name</c>, an invite link (<c>https://t.me/+hash</c>) or its numeric id
    /// (<c>-1001234567890</c>, or <c>-123456789</c> for a basic group). The account must be a member.
    /// </summary>
    [RegularExpression(ChannelReference.Pattern)]
    public required string Group { get; init; }

    /// <summary>What makes a message a mention; mentions of the user and replies to the user when absent.</summary>
    public TriggersSpec? Triggers { get; init; }

    /// <summary>How many messages before and after a mention are kept with it.</summary>
    [Range(0, MostContextMessages), DefaultValue(DefaultContextMessages)]
    public int ContextMessages { get; init; } = DefaultContextMessages;

    /// <summary>Stops watching this group. What is written meanwhile is examined when it goes on.</summary>
    public bool Suspend { get; init; }

    /// <summary>Who is told of mentions; nobody when absent. They can be read through the API in any case.</summary>
    public NotifySpec? Notify { get; init; }

    /// <summary>Most of <see cref="ContextMessages"/>.</summary>
    public const int MostContextMessages = 20;

    private const int DefaultContextMessages = 5;
}

/// <summary>What makes a message of a group a mention. Any one of them is enough.</summary>
[CelRule(
    "self.mentions || self.replies || size(self.keywords) > 0 || size(self.patterns) > 0",
    "triggers name nothing to look for. Set mentions or replies, or give keywords or patterns.")]
public sealed record TriggersSpec
{
    /// <summary>The user is mentioned: by username as a whole word, or by name where Telegram links it to the user.</summary>
    public bool Mentions { get; init; } = true;

    /// <summary>The message answers one of the user.</summary>
    public bool Replies { get; init; } = true;

    /// <summary>
    /// Words or phrases, found as whole words whatever their case, with the inflections that Postgres's Russian and English
    /// dictionaries know.
    /// </summary>
    [MaxLength(MostKeywords), ItemLength(1, LongestText)]
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>Regular expressions of .NET without backreferences and lookarounds, as its non-backtracking engine takes them.</summary>
    [MaxLength(MostPatterns), ItemLength(1, LongestText)]
    public IReadOnlyList<string> Patterns { get; init; } = [];

    /// <summary>Most keywords of one monitor.</summary>
    public const int MostKeywords = 100;

    /// <summary>Most patterns of one monitor.</summary>
    public const int MostPatterns = 20;

    /// <summary>Most characters of a keyword or a pattern.</summary>
    public const int LongestText = 500;

    // Matching takes time in proportion to the text; this is for a machine that stands still.
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong with it and what to write instead; null when it can be used.</summary>
    public string? Error()
    {
        if (!Mentions && !Replies && Keywords.Count == 0 && Patterns.Count == 0)
            return "triggers name nothing to look for. Set mentions or replies, or give keywords or patterns.";
        if (Keywords.Count > MostKeywords)
            return $"triggers.keywords has {Keywords.Count} entries. Give at most {MostKeywords}, or make another monitor for the rest.";
        if (Patterns.Count > MostPatterns)
            return $"triggers.patterns has {Patterns.Count} entries. Give at most {MostPatterns}, or make another monitor for the rest.";
        // A manifest may hold null in a list.
        var lengths = Keywords.Concat(Patterns).Select(text => text?.Length ?? 0);
        if (lengths.Where(length => length is 0 or > LongestText).Cast<int?>().FirstOrDefault() is { } odd)
            return $"triggers has a keyword or pattern of {odd} characters. Give 1 to {LongestText}.";
        if (Keywords.FirstOrDefault(keyword => !keyword.Any(char.IsLetterOrDigit)) is { } wordless)
            return $"triggers.keywords: '{wordless}' has no letter or digit. Look for it with a pattern.";
        return Patterns.Select(PatternError).FirstOrDefault(error => error is not null);
    }

    /// <summary>Makes a pattern ready for use, so that no text makes matching slow.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It needs what the non-backtracking engine lacks, or more than it takes.</exception>
    public static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, LongestMatch);

    private static string? PatternError(string pattern)
    {
        try
        {
            Compile(pattern);
            return null;
        }
        catch (ArgumentException e)
        {
            return $"triggers.patterns: '{pattern}' is no regular expression of .NET: {e.Message}";
        }
        catch (NotSupportedException e)
        {
            return $"triggers.patterns: '{pattern}' cannot be used: {e.Message} Write it without backreferences, lookarounds, atomic groups and large counts.";
        }
    }
}

/// <summary>What is so, as the operator last saw it.</summary>
public sealed record GroupMonitorStatus
{
    /// <summary><c>metadata.generation</c> that this status was computed from.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>Conditions <c>Ready</c>, <c>Resolved</c> and <c>Synced</c>.</summary>
    [ListKey("type")]
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>The TelegramUser whose worker was given this monitor first; <c>spec.userRef</c> cannot change from it.</summary>
    public string? User { get; init; }

    /// <summary>The group's chat id, pinned at the first resolve.</summary>
    public long? ChatId { get; init; }

    /// <summary>The group's title.</summary>
    public string? Title { get; init; }

    /// <summary>Mentions found so far.</summary>
    public long MentionsTotal { get; init; }

    /// <summary>Date of the newest mention.</summary>
    public DateTimeOffset? LastMentionTime { get; init; }

    /// <summary>Why the group is not watched, when it is not.</summary>
    public string? LastError { get; init; }
}
