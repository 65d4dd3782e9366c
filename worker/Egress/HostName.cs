using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TelegramParser.Worker.Egress;

/// <summary>
/// Hosts in one form: lower case, punycode, IPv4 addresses in four decimal numbers, IPv6 addresses without brackets as RFC 5952
/// has them, no dot at the end.
/// </summary>
internal static class HostName
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = false };

    /// <summary>The host in that form; null when it can be none.</summary>
    /// <remarks>
    /// As browsers do, a name that ends in a number is an address in any of its spellings (<c>0x7f.1</c>, <c>2130706433</c>) or
    /// nothing. The platform's tables for Unicode are not there (invariant globalization): full-width letters, ignorable signs
    /// and letters of Cyrillic with a mark apart are folded here, all else is taken as it is written.
    /// </remarks>
    public static string? Normalize(string host)
    {
        var inBrackets = host is ['[', .., ']'];
        if (inBrackets)
            host = host[1..^1];
        if (inBrackets || host.Contains(':', StringComparison.Ordinal))
            return IPAddress.TryParse(host, out var v6) && v6.AddressFamily is AddressFamily.InterNetworkV6 ? v6.ToString() : null;
        string name;
        try
        {
            name = Idn.GetAscii(Fold(host)).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
        name = name.EndsWith('.') ? name[..^1] : name;
        if (name.Length is 0 or > 253 || !name.All(IsHostCharacter) || name.Split('.').Any(label => label.Length is 0 or > 63))
            return null;
        if (!EndsInNumber(name))
            return name;
        return IPAddress.TryParse(name, out var v4) && v4.AddressFamily is AddressFamily.InterNetwork ? v4.ToString() : null;
    }

    private static bool IsHostCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';

    // https://url.spec.whatwg.org/#ends-in-a-number-checker
    private static bool EndsInNumber(string name)
    {
        var last = name.AsSpan()[(name.LastIndexOf('.') + 1)..];
        return !last.ContainsAnyExceptInRange('0', '9')
            || (last.StartsWith("0x", StringComparison.Ordinal) && !last[2..].ContainsAnyExcept("0123456789abcdef"));
    }

    private static string Fold(string host)
    {
        if (Ascii.IsValid(host))
            return host;
        var folded = new StringBuilder(host.Length);
        foreach (var c in host)
        {
            switch (c)
            {
                case '\u00AD' or '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF':
                    break;
                case '\u3002' or '\uFF0E' or '\uFF61':
                    folded.Append('.');
                    break;
                case >= '\uFF01' and <= '\uFF5E':
                    folded.Append((char)(c - 0xFEE0));
                    break;
                case '\u0306' when folded is { Length: > 0 } && folded[^1] is 'и' or 'И':
                    folded[^1] = 'й';
                    break;
                case '\u0308' when folded is { Length: > 0 } && folded[^1] is 'е' or 'Е':
                    folded[^1] = 'ё';
                    break;
                default:
                    folded.Append(c);
                    break;
            }
        }
        return folded.ToString().ToLowerInvariant();
    }
}
