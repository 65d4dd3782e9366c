using System.Text.Json;

namespace TelegramParser.Operator.Web.Pages.Posts;

/// <summary>Reads JSON of a post, in which any field may be missing.</summary>
internal static class JsonFields
{
    /// <summary>A text that is not empty, or null.</summary>
    public static string? Text(this JsonElement element, string name) =>
        Field(element, name, JsonValueKind.String)?.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>A whole number, or null.</summary>
    public static long? Number(this JsonElement element, string name) =>
        Field(element, name, JsonValueKind.Number) is { } field && field.TryGetInt64(out var number) ? number : null;

    /// <summary>The members of a list; none when it is missing.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        Field(element, name, JsonValueKind.Array)?.EnumerateArray() ?? Enumerable.Empty<JsonElement>();

    private static JsonElement? Field(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var field) && field.ValueKind == kind ? field : null;
}
