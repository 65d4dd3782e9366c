using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Subscribing;
using TelegramParser.Operator.Web.Dialogs;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Pages.Users;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Subscribing;

/// <summary>
/// The channels that an account is in, to be chosen from. What was chosen becomes a manifest, to be copied or downloaded: the page
/// itself changes nothing, as resources are the only truth of what is read.
/// </summary>
internal sealed class SubscribePages(UserDirectory users, DialogLists dialogs, IAntiforgery antiforgery)
{
    /// <summary>Query parameter: the folder that is shown.</summary>
    public const string FolderParameter = "folder";

    /// <summary>Form field: chat id of a channel that was chosen.</summary>
    public const string ChannelField = "channel";

    public static void Map(IEndpointRouteBuilder app)
    {
        var page = app.MapPages($"{UserUrls.Route}/subscribe");
        page.MapGet("", (string id, HttpContext context, SubscribePages pages) => pages.ShowAsync(id, context));
        page.MapPost("", (string id, HttpContext context, SubscribePages pages) => pages.ChooseAsync(id, context, isDownload: false));
        page.MapPost("/manifest", (string id, HttpContext context, SubscribePages pages) => pages.ChooseAsync(id, context, isDownload: true));
        // Reloading a page that shows an error is a GET of the form's address.
        page.MapGet("/manifest", (string id) => TypedResults.LocalRedirect($"/view/{id}/subscribe"));
    }

    private async Task<IResult> ShowAsync(string id, HttpContext context) =>
        Page(context, await ReadAsync(id, context));

    private async Task<IResult> ChooseAsync(string id, HttpContext context, bool isDownload)
    {
        var view = await ReadAsync(id, context);
        if (!await antiforgery.IsRequestValidAsync(context))
            return Page(context, view with { Error = view.Texts.Common.FormExpired });
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var wanted = form[ChannelField]
            .Select(text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var chat) ? chat : 0)
            .ToHashSet();
        var chosen = view.All.Where(item => item.Subscription is null && wanted.Contains(item.ChatId)).ToList();
        if (chosen.Count == 0)
            return Page(context, view with { Error = view.Error ?? view.Texts.Subscribe.Nothing });
        var key = new ObjectKey(view.User.User.Key.Namespace, view.User.User.Key.Name);
        var manifest = SubscriptionManifests.Join(
            chosen.Select(item => SubscriptionManifests.OfChannel(key, new ManifestChannel(item.ChatId, item.Username, item.Title))));
        return isDownload
            ? TypedResults.File(Encoding.UTF8.GetBytes(manifest), "application/yaml", $"{key.Namespace}-{key.Name}-channels.yaml")
            : Page(context, view with { Chosen = chosen.Select(item => item.ChatId).ToHashSet(), Manifest = manifest });
    }

    // A worker that cannot be asked is told of on the page, which is of use again when it can.
    private async Task<SubscribeView> ReadAsync(string id, HttpContext context)
    {
        var user = await users.RequireAsync(id, context.RequestAborted);
        var view = new SubscribeView(PageTexts.For(context.Request), user)
        {
            Folder = context.Request.Query[FolderParameter] is [{ Length: > 0 } folder] ? folder : null,
        };
        try
        {
            var (report, items) = await dialogs.ListAsync(user, context.RequestAborted);
            return view with { All = items, Folders = report.Folders, IsTruncated = report.Truncated };
        }
        catch (ApiProblem problem)
        {
            return view with { Error = problem.Message };
        }
    }

    private PageResult Page(HttpContext context, SubscribeView view)
    {
        var token = antiforgery.GetAndStoreTokens(context).RequestToken!;
        return new PageResult(
            PageLayout.Render(
                view.Texts,
                $"{view.Texts.Subscribe.Title}: {view.User.User.Key}",
                Html.Of($"""
                    {UserHeading.Render(view.Texts, view.User, UserTab.Subscribe)}
                    {Html.If(view.Error is not null, $"""<p class="notice bad" role="alert">{view.Error}</p>""")}
                    <div class="stack">{SubscribeForm.Render(view, token)}</div>
                    """),
                head: Html.If(view.Manifest is not null, $"{CopyButton.Script}")),
            view.Error is null || HttpMethods.IsGet(context.Request.Method) ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}

/// <summary>What the page shows.</summary>
/// <param name="Texts">Its language.</param>
/// <param name="User">The user.</param>
internal sealed record SubscribeView(PageTexts Texts, UserOverview User)
{
    /// <summary>All that the account is in, by title.</summary>
    public IReadOnlyList<DialogItem> All { get; init; } = [];

    /// <summary>The account's folders.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>The folder that is shown; all when null.</summary>
    public string? Folder { get; init; }

    /// <summary>The account has more chats than were looked at.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>What was chosen, by chat id.</summary>
    public IReadOnlySet<long> Chosen { get; init; } = new HashSet<long>();

    /// <summary>The manifest of what was chosen.</summary>
    public string? Manifest { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; init; }

    /// <summary>Addresses of the user's pages.</summary>
    public UserUrls Urls => new(User.User.Key);
}
