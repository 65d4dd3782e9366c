namespace TelegramParser.Worker.Monitoring;

/// <summary>Why a message is a mention.</summary>
/// <param name="Kind">One of <see cref="TriggerKinds"/>.</param>
/// <param name="Value">The name, keyword or pattern that was found; null of a reply.</param>
internal sealed record Trigger(string Kind, string? Value = null);

/// <summary>Values of <see cref="Trigger.Kind"/>.</summary>
internal static class TriggerKinds
{
    /// <summary>The user is named.</summary>
    public const string Mention = "mention";

    /// <summary>A message of the user is answered.</summary>
    public const string Reply = "reply";

    /// <summary>A keyword is in the text.</summary>
    public const string Keyword = "keyword";

    /// <summary>A pattern fits the text.</summary>
    public const string Pattern = "pattern";
}

/// <summary>The account that is watched for.</summary>
/// <param name="Id">Id at Telegram.</param>
/// <param name="Usernames">All of its names in use, without <c>@</c>.</param>
internal sealed record WatchedAccount(long Id, IReadOnlyList<string> Usernames);
