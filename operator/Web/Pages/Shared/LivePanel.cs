using System.Security.Cryptography;
using System.Text;
using TelegramParser.Operator.Web.Assets;

namespace TelegramParser.Operator.Web.Pages.Shared;

/// <summary>
/// A part of a page that follows what it shows: the script <c>follow.js</c> fetches it from its source now and then, and puts it
/// in its place when its version has changed. It holds no form token, which differs in each answer: its buttons belong to a
/// form beside it (<see cref="Form.Actions"/>).
/// </summary>
/// <param name="Content">What is shown.</param>
/// <param name="Source">Path and query that answer with the panel alone.</param>
/// <param name="Pause">How long the script waits before it looks again.</param>
/// <param name="News">What a screen reader is told when it changes.</param>
internal sealed record LivePanel(Html Content, string Source, TimeSpan Pause, string News = "")
{
    /// <summary>The script, for the page's head.</summary>
    public static Html Script => Html.Of($"""<script src="{StaticAssets.FollowScript.Url}" defer></script>""");

    /// <summary>Where the script tells that the server is away, and what has changed.</summary>
    public static Html Voices(string offline) => Html.Of($"""
        <p class="offline" id="offline" role="status" hidden>{offline}</p>
        <p class="unseen" id="announcer" aria-live="polite"></p>
        """);

    public Html Render() => Html.Of($"""
        <div class="stack" id="panel" data-step="live" data-version="{Version}" data-source="{Source}" data-pause="{(long)Pause.TotalMilliseconds}" data-news="{News}">
        {Content}
        </div>
        """);

    /// <summary>The answer to the script.</summary>
    public IResult Answer(HttpRequest request) => request.Headers.IfNoneMatch == Version
        ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
        : new PageResult(Render());

    private string Version => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Content} {News} {Pause}")))[..16];
}
