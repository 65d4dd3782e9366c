using System.Text.Json;
using System.Text.Json.Serialization;

namespace TelegramParser.Operator.Web.Pages.Posts;

/// <summary>An entity of a post as it is stored; offset and length in UTF-16 code units. Nothing in it is to be trusted.</summary>
internal sealed record TextStyle(string Type, int Offset, int Length)
{
    /// <summary>Where a <c>text_link</c> leads.</summary>
    public string? Url { get; init; }

    /// <summary>The entities of a post or a version; none when there are none.</summary>
    public static IReadOnlyList<TextStyle> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, TextStyleJson.Default.IReadOnlyListTextStyle) ?? [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<TextStyle>))]
internal sealed partial class TextStyleJson : JsonSerializerContext;
