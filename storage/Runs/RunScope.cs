namespace TelegramParser.Storage.Runs;

/// <summary>What a parse run covers.</summary>
public static class RunScope
{
    /// <summary>All users of the installation.</summary>
    public const string All = "all";

    /// <summary>All channels of one user.</summary>
    public const string User = "user";

    /// <summary>One channel of one user.</summary>
    public const string Channel = "channel";
}

/// <summary>What started a parse.</summary>
public static class ParseTrigger
{
    /// <summary>The schedule.</summary>
    public const string Schedule = "schedule";

    /// <summary>A command through the REST API.</summary>
    public const string Command = "command";
}
