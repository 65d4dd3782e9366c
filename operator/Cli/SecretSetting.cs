using System.CommandLine;
using TelegramParser.Operator.Configuration;

namespace TelegramParser.Operator.Cli;

/// <summary>
/// A secret: a variable that holds it, or an option or variable with the path of a file that does. No option holds it: others on the
/// machine see command lines.
/// </summary>
/// <param name="file">The path of the file.</param>
/// <param name="variable">The variable with the secret itself.</param>
internal sealed class SecretSetting(Setting file, string variable)
{
    /// <summary>The option of the file.</summary>
    public Setting File => file;

    /// <summary>The secret and where it is from; null when there is none. White space at its ends is not part of it.</summary>
    /// <exception cref="UserErrorException">The file cannot be read.</exception>
    public (string Value, string Source)? Find(ParseResult result)
    {
        if (file.Find(result) is { } path)
            return (CommonSettings.ReadFile(path).Trim(), path);
        return Environment.GetEnvironmentVariable(variable)?.Trim() is { Length: > 0 } value ? (value, variable) : null;
    }

    /// <summary>A secret that must be there.</summary>
    /// <exception cref="UserErrorException">It is not.</exception>
    public (string Value, string Source) Require(ParseResult result) =>
        Find(result) ?? throw new UserErrorException($"{file.Name} is required: give it, or set {variable}.");
}
