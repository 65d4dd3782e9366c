namespace TelegramParser.Worker.Parsing;

/// <summary>What started a parse, as the database and logs name it.</summary>
internal static class ParseTrigger
{
    /// <summary>The schedule.</summary>
    public const string Schedule = "schedule";

    /// <summary>A person or program, through the REST API.</summary>
    public const string Command = "command";
}
