using System.Collections.Concurrent;
using System.Text;

namespace TelegramParser.Harness.Secrets;

/// <summary>
/// Every secret that this run has given to somebody. What the programs print is searched for all of them when they end, so that a
/// secret in a log fails the test whose program it was.
/// </summary>
public static class KnownSecrets
{
    // Anything shorter may well be a part of another word, ...
    private const int Unmistakable = 8;

    // ... and anything shorter than a login code a word.
    private const int Shortest = 5;

    private static readonly string[] NamesOfSecrets = ["HASH", "KEY", "TOKEN", "PASSWORD", "SECRET"];

    // A login code may be the number of a process, too.
    private static readonly string[] NumbersFollow = ["process ", "pid=", "pid "];

    private static readonly ConcurrentDictionary<string, string> Values = new(StringComparer.Ordinal);

    /// <summary>Adds a secret.</summary>
    /// <param name="name">What it is; this is told when it is found, the secret is not.</param>
    /// <param name="value">The secret. Of several lines, such as a key in PEM, each is one.</param>
    public static void Add(string name, string value)
    {
        foreach (var line in value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Length >= Shortest && !line.StartsWith("-----", StringComparison.Ordinal))
                Values.TryAdd(line, name);
        }
    }

    /// <summary>Adds a phone number; masked, it is no secret.</summary>
    /// <param name="phone">With its plus.</param>
    public static void AddPhone(string phone) => Add("a phone number", phone.TrimStart('+'));

    /// <summary>Adds what is secret of a variable that a program is given: all of it, or a password or proxy secret in it.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value.</param>
    public static void AddVariable(string name, string value)
    {
        if (value.Length > 0 && Array.Exists(NamesOfSecrets, end => name.EndsWith($"_{end}", StringComparison.Ordinal)))
            Add(name, value);
        const string password = "Password=";
        // Not by Npgsql's own reader: some tests give what is no connection string.
        foreach (var part in value.Split(';').Where(part => part.StartsWith(password, StringComparison.OrdinalIgnoreCase)))
            Add($"the password in {name}", part[password.Length..]);
        if (Uri.TryCreate(value, UriKind.Absolute, out var url) && url.UserInfo.Split(':') is [_, var given])
            Add($"the password in {name}", Uri.UnescapeDataString(given));
        const string secret = "?secret=";
        if (value.IndexOf(secret, StringComparison.Ordinal) is >= 0 and var at)
            Add($"the secret in {name}", value[(at + secret.Length)..]);
    }

    /// <summary>Adds what is secret in a Kubernetes Secret, judged by its keys as by names of variables.</summary>
    /// <param name="name">Name of the Secret.</param>
    /// <param name="data">Its keys and values.</param>
    public static void AddSecret(string name, IReadOnlyDictionary<string, byte[]>? data)
    {
        foreach (var (key, value) in data ?? new Dictionary<string, byte[]>(StringComparer.Ordinal))
            AddVariable($"{name}_{key}".Replace('-', '_').ToUpperInvariant(), Encoding.UTF8.GetString(value));
    }

    /// <summary>The secrets in some lines, by their names, each with its line; the secrets themselves are taken out.</summary>
    public static IReadOnlyList<string> FindIn(IEnumerable<string> lines) =>
    [
        .. from line in lines
           from secret in Values
           where Holds(line, secret.Key)
           select $"{secret.Value}: {line.Replace(secret.Key, "<it>", StringComparison.Ordinal)}",
    ];

    /// <summary>Fails when one of them is in a program's log.</summary>
    /// <param name="program">Whose log.</param>
    /// <param name="lines">The log.</param>
    /// <exception cref="InvalidOperationException">There is a secret in it; the message says which and where.</exception>
    public static void Verify(string program, IEnumerable<string> lines)
    {
        if (FindIn(lines) is { Count: > 0 } found)
            throw new InvalidOperationException($"The log of {program} holds secrets:\n{string.Join('\n', found)}");
    }

    private static bool Holds(string line, string secret)
    {
        if (secret.Length >= Unmistakable)
            return line.Contains(secret, StringComparison.Ordinal);
        for (var at = line.IndexOf(secret, StringComparison.Ordinal); at >= 0; at = line.IndexOf(secret, at + 1, StringComparison.Ordinal))
        {
            var before = line[..at];
            var after = line[(at + secret.Length)..];
            var isAlone = (before.Length == 0 || !IsPartOfNumber(before[^1])) && (after.Length == 0 || !IsPartOfNumber(after[0]) || after is ['.'] or ['.', ' ', ..]);
            if (isAlone && !Array.Exists(NumbersFollow, word => before.EndsWith(word, StringComparison.Ordinal)))
                return true;
        }
        return false;
    }

    private static bool IsPartOfNumber(char c) => char.IsLetterOrDigit(c) || c is '.' or ':' or '-' or '_';
}
