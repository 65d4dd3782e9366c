using Microsoft.Extensions.Options;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Assets;
using TelegramParser.Operator.Web.Audit;
using TelegramParser.Operator.Web.Channels;
using TelegramParser.Operator.Web.Dialogs;
using TelegramParser.Operator.Web.Enrichment;
using TelegramParser.Operator.Web.Feeds;
using TelegramParser.Operator.Web.Groups;
using TelegramParser.Operator.Web.Login;
using TelegramParser.Operator.Web.Mentions;
using TelegramParser.Operator.Web.Pages;
using TelegramParser.Operator.Web.Pages.Groups;
using TelegramParser.Operator.Web.Pages.Mentions;
using TelegramParser.Operator.Web.Pages.Charts;
using TelegramParser.Operator.Web.Pages.Overview;
using TelegramParser.Operator.Web.Pages.Posts;
using TelegramParser.Operator.Web.Pages.Subscribing;
using TelegramParser.Operator.Web.Pages.Tokens;
using TelegramParser.Operator.Web.Pages.Users;
using TelegramParser.Operator.Web.Notifications;
using TelegramParser.Operator.Web.Parsing;
using TelegramParser.Operator.Web.Posts;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Operator.Web.Retention;
using TelegramParser.Operator.Web.Security;
using TelegramParser.Operator.Web.Security.Cluster;
using TelegramParser.Operator.Web.Stats;
using TelegramParser.Operator.Web.Tokens;
using TelegramParser.Operator.Web.Unstored;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Operator.Web.Workers;
using TelegramParser.Operator.Workers;
using TelegramParser.Storage;
using TelegramParser.Storage.Access;
using TelegramParser.Storage.Enrichment;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Runs;

namespace TelegramParser.Operator.Web;

/// <summary>The web sidecar: REST API, its documentation and the pages for people, on one port.</summary>
public static class WebHost
{
    /// <summary>
    /// Builds the server; <c>StartAsync</c> or <c>RunAsync</c> starts it, and <c>Urls</c> then tells the address in use.
    /// Configuration comes from <paramref name="options"/> alone: no environment variable or file is read.
    /// </summary>
    /// <exception cref="OptionsValidationException">Options are missing or contradict each other.</exception>
    public static WebApplication Build(WebOptions options)
    {
        var valid = options.Validated();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(WebHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        valid.Logging?.Invoke(builder.Logging);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaximumBody;
            kestrel.Listen(valid.Endpoint);
        });
        AddServices(builder.Services, valid);
        var app = builder.Build();
        Use(app);
        Map(app, valid);
        return app;
    }

    /// <summary>Builds the server and starts it.</summary>
    /// <exception cref="OptionsValidationException">Options are missing or contradict each other.</exception>
    /// <exception cref="UserErrorException">Another program listens at the address.</exception>
    internal static async Task<WebApplication> StartAsync(WebOptions options, CancellationToken cancellationToken)
    {
        ListenCheck.Demand(options.Validated().Endpoint, "--listen");
        var app = Build(options);
        await app.StartAsync(cancellationToken);
        return app;
    }

    // Bytes. The largest body is a password.
    private const long MaximumBody = 16 * 1024;

    // A request may wait for a parse for minutes; the parse goes on in its worker.
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(5);

    // Connections to Postgres: reads are short, so a few serve many requests.
    private const int MaximumConnections = 10;

    private static void AddServices(IServiceCollection services, WebOptions options)
    {
        services.AddRoutingCore();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTime);
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.AddSingleton(options);
        services.AddSingleton(options.TimeProvider);
        services.AddSingleton(_ => Database.Open(options.Database, "operator-web", MaximumConnections));
        services.AddSingleton<Migrator>();
        services.AddSingleton<UserQueries>();
        services.AddSingleton<ChannelQueries>();
        services.AddSingleton<PostQueries>();
        services.AddSingleton<PageQueries>();
        services.AddSingleton<PageRetryStore>();
        services.AddSingleton<PostPartsQueries>();
        services.AddSingleton<UnstoredQueries>();
        services.AddSingleton<MonitorQueries>();
        services.AddSingleton<MentionQueries>();
        services.AddSingleton<NotificationQueries>();
        services.AddSingleton<StatsQueries>();
        services.AddSingleton<EnrichmentStatsQueries>();
        services.AddSingleton<RetentionQueries>();
        services.AddSingleton<ResourceWriter>();
        services.AddSingleton<RunQueries>();
        services.AddSingleton<RunStore>();
        services.AddSingleton<ApiTokenStore>();
        services.AddSingleton<AuditStore>();
        services.AddHostedService<AuditPruner>();
        services.AddSingleton<UserDirectory>();
        services.AddSingleton<ClusterReviews>();
        services.AddSingleton<ClusterScope>();
        services.AddSingleton(provider => new ControlClient(
            options.Installation, options.ControlKey, options.TimeProvider, provider.GetRequiredService<ILogger<ControlClient>>()));
        services.AddSingleton<WorkerClient>();
        services.AddSingleton<DialogLists>();
        services.AddSingleton<EnrichmentWaker>();
        services.AddSingleton<ParseRuns>();
        services.AddSingleton<TokenMaker>();
        services.AddSingleton<LoginPages>();
        services.AddSingleton<DailyCounts>();
        services.AddSingleton<OverviewPage>();
        services.AddSingleton<UserPages>();
        services.AddSingleton<PostPages>();
        services.AddSingleton<GroupsPage>();
        services.AddSingleton<MentionPages>();
        services.AddSingleton<SubscribePages>();
        services.AddSingleton<TokenPages>();
        Access.Add(services, options);
        OpenApiDocument.Add(services, options);
    }

    private static void Use(WebApplication app)
    {
        ResponseHeaders.Use(app, OpenApiDocument.BrowserPath);
        app.UseMiddleware<AuditMiddleware>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<RequestOriginGuard>();
        OpenApiDocument.Use(app);
        app.UseRouting();
        Access.Use(app);
        app.Use(QueryGuard.InvokeAsync);
    }

    private static void Map(WebApplication app, WebOptions options)
    {
        app.MapHealthApi();
        app.MapUsersApi();
        app.MapChannelsApi();
        app.MapDialogsApi();
        app.MapPostsApi();
        app.MapPostExportApi();
        app.MapFeedsApi();
        app.MapEnrichmentApi();
        app.MapUnstoredApi();
        app.MapGroupsApi();
        app.MapMentionsApi();
        app.MapRetentionApi();
        app.MapNotificationsApi();
        app.MapStatsApi();
        app.MapEnrichmentStatsApi();
        app.MapParseApi();
        app.MapLoginApi();
        app.MapTokensApi();
        app.MapAuditApi();
        OpenApiDocument.Map(app);
        StaticAssets.Map(app);
        OverviewPage.Map(app);
        UserPages.Map(app);
        PostPages.Map(app);
        GroupsPage.Map(app);
        MentionPages.Map(app);
        SubscribePages.Map(app);
        TokenPages.Map(app);
        LoginPages.Map(app);
        if (options.ApiToken is not null)
            SignInPage.Map(app);
    }
}
