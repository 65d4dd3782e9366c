using System.Text;

namespace TelegramParser.Worker.Enrichment.Fetching;

/// <summary>Headers as servers sent them, which is not always as they should be.</summary>
internal static class ResponseHeaders
{
    // Longer ones are kept by nobody's server, and would be stored with each page.
    private const int MaxValidatorCharacters = 512;

    /// <summary>A header's value, several joined by commas; null when it is not there.</summary>
    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values)
        || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    /// <summary>Media type in lower case, empty when there is none, and the charset that is named with it.</summary>
    public static (string MediaType, string? Charset) ContentType(this HttpResponseMessage response)
    {
        if (response.Header("Content-Type") is not { } value)
            return ("", null);
        var parts = value.Split([';', ','], StringSplitOptions.TrimEntries);
        var charset = parts.Skip(1).FirstOrDefault(part => part.StartsWith("charset=", StringComparison.OrdinalIgnoreCase));
        return (parts[0].ToLowerInvariant(), charset?["charset=".Length..].Trim('"', '\'', ' '));
    }

    /// <summary>Validators that can be sent back; null when there are none.</summary>
    public static PageValidators? Validators(this HttpResponseMessage response)
    {
        var (tag, date) = (Usable(response.Header("ETag")), Usable(response.Header("Last-Modified")));
        return tag is null && date is null ? null : new PageValidators(tag, date);
    }

    /// <summary>How long the server asks to wait, at most a week; null when it does not.</summary>
    public static TimeSpan? RetryAfter(this HttpResponseMessage response, DateTimeOffset now)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => (TimeSpan?)null,
        };
        return wait is { } span ? TimeSpan.FromTicks(Math.Clamp(span.Ticks, 0, TimeSpan.FromDays(7).Ticks)) : null;
    }

    private static string? Usable(string? validator) =>
        validator is { Length: > 0 and <= MaxValidatorCharacters } && Ascii.IsValid(validator) && !validator.Any(char.IsControl)
            ? validator
            : null;
}
