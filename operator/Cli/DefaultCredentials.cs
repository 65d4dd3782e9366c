using TelegramParser.Operator.Configuration;

namespace TelegramParser.Operator.Cli;

/// <summary>Telegram credentials of users that name no Secret: variables, since they are secrets.</summary>
internal static class DefaultCredentials
{
    /// <summary>Reads them; null when there are none.</summary>
    /// <exception cref="UserErrorException">Only one of the two is set.</exception>
    public static TelegramCredentials? Read(string idVariable, string hashVariable) =>
        (Environment.GetEnvironmentVariable(idVariable), Environment.GetEnvironmentVariable(hashVariable)) switch
        {
            ({ Length: > 0 } id, { Length: > 0 } hash) => new TelegramCredentials(id, hash),
            (null or "", null or "") => null,
            _ => throw new UserErrorException($"Set both {idVariable} and {hashVariable}, or neither."),
        };
}
