using TelegramParser.Operator.Web.Login;
using TelegramParser.Storage.Identity;

namespace TelegramParser.Operator.Web.Pages.Users;

/// <summary>Addresses of the pages of one user.</summary>
internal sealed record UserUrls(UserKey User)
{
    /// <summary>Template of <see cref="Page"/>.</summary>
    public const string Route = "/view/{id}";

    /// <summary>Its channels and parses.</summary>
    public string Page => $"/view/{User}";

    public string Posts => $"{Page}/posts";

    public string Groups => $"{Page}/groups";

    public string Mentions => $"{Page}/mentions";

    public string Subscribe => $"{Page}/subscribe";

    public string Login => LoginPages.Url(User);

    /// <summary>Takes a form: parse now.</summary>
    public string Parse => $"{Page}/parse";

    /// <summary>Takes a form: try again to store what could not be stored.</summary>
    public string Retry => $"{Page}/retry";

    public string Panel(long? run) => $"{Page}/panel{Query(run)}";

    /// <summary>The page, following a run.</summary>
    public string PageOf(long run) => Page + Query(run);

    private static string Query(long? run) => run is null ? "" : $"?{UserPages.RunParameter}={run}";
}
