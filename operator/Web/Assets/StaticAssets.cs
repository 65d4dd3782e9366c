using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;

namespace TelegramParser.Operator.Web.Assets;

/// <summary>
/// The pages' own files, embedded in the program so that they are there from any folder. Their addresses hold a hash of
/// the content: a browser keeps them for good and never mixes two versions.
/// </summary>
internal static class StaticAssets
{
    public static readonly Asset Style = Load("site.css", "text/css; charset=utf-8");
    public static readonly Asset FollowScript = Load("follow.js", "text/javascript; charset=utf-8");
    public static readonly Asset CopyScript = Load("copy.js", "text/javascript; charset=utf-8");
    public static readonly Asset Icon = Load("icon.svg", "image/svg+xml");

    private static readonly FrozenDictionary<string, Asset> ByUrl =
        new[] { Style, FollowScript, CopyScript, Icon }.ToFrozenDictionary(asset => asset.Url, StringComparer.Ordinal);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/assets/{hash}/{name}", Results<FileContentHttpResult, NotFound> (HttpContext context) =>
        {
            if (!ByUrl.TryGetValue(context.Request.Path, out var asset))
                return TypedResults.NotFound();
            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return TypedResults.Bytes(asset.Content, asset.ContentType);
        }).AllowAnonymous().ExcludeFromDescription();

    private static Asset Load(string name, string contentType)
    {
        var resource = $"{typeof(StaticAssets).Namespace}.{name}";
        using var stream = typeof(StaticAssets).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The program was built without {resource}.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..12];
        return new Asset($"/assets/{hash}/{name}", contentType, content);
    }
}

/// <summary>One file.</summary>
/// <param name="Url">Path under which it is served.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record Asset(string Url, string ContentType, byte[] Content);
