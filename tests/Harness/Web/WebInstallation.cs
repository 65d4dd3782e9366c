using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Secrets;
using TelegramParser.Harness.Workers;
using TelegramParser.Operator.Web;
using TelegramParser.Storage;
using TelegramParser.Storage.Access;
using TelegramParser.Storage.Identity;

namespace TelegramParser.Harness.Web;

/// <summary>The real web sidecar on a free port, over a database of its own, with workers that a test plays.</summary>
public sealed class WebInstallation : IAsyncDisposable
{
    /// <summary>Name of the installation.</summary>
    public const string Name = "tests";

    private readonly WebApplication _app;
    private readonly WebOptions _options;
    private readonly List<ScriptedWorker> _workers = [];
    private readonly SearchedLog _log = new("the web server");

    private WebInstallation(WebOptions options, Action<WebApplication>? extend)
    {
        _options = options;
        _app = WebHost.Build(options);
        _app.Services.GetRequiredService<ILoggerFactory>().AddProvider(_log);
        KnownSecrets.Add("the control key", Convert.ToBase64String(options.ControlKey.Span));
        KnownSecrets.Add("the API token", options.ApiToken ?? "");
        extend?.Invoke(_app);
        Database = Storage.Database.Open(options.Database, "tests", maxPoolSize: 5);
    }

    /// <summary>The installation's database.</summary>
    public NpgsqlDataSource Database { get; }

    /// <summary>Address of the server.</summary>
    public Uri Url => new(_app.Urls.Single());

    /// <summary>Every route that is served.</summary>
    public IReadOnlyList<RouteEndpoint> Routes =>
        [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];

    /// <summary>Talks to the server as a program does.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>Starts a server.</summary>
    /// <param name="cluster">Where its database is made.</param>
    /// <param name="change">Changes the options, which are those of standalone mode.</param>
    /// <param name="migrated">Whether the database has its tables.</param>
    /// <param name="extend">Adds routes to it.</param>
    public static async Task<WebInstallation> StartAsync(
        PostgresCluster cluster, Func<WebOptions, WebOptions>? change = null, bool migrated = true,
        Action<WebApplication>? extend = null)
    {
        var options = new WebOptions
        {
            Installation = Name,
            Database = migrated ? await cluster.CreateDatabaseAsync() : await cluster.CreateEmptyDatabaseAsync(),
            ControlKey = Enumerable.Range(1, ControlCredentials.KeyLength).Select(i => (byte)i).ToArray(),
            Listen = "127.0.0.1:0",
        };
        var installation = new WebInstallation(change is null ? options : change(options), extend);
        await installation._app.StartAsync();
        installation.Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = installation.Url };
        return installation;
    }

    /// <summary>Talks to the server with a token of its own.</summary>
    public HttpClient With(string token) => new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = Url,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    /// <summary>Makes a token.</summary>
    /// <param name="userId">The only user that it opens; null opens all.</param>
    /// <returns>Its number and its secret.</returns>
    public async Task<(long Id, string Secret)> AddTokenAsync(long? userId)
    {
        var secret = ApiTokenSecret.New();
        KnownSecrets.Add("an API token", secret);
        var token = await new ApiTokenStore(Database).CreateAsync(
            new NewApiToken(_options.Installation, "test", ApiTokenSecret.Hash(secret), userId, "a test", ExpiresAt: null), default);
        return (token.Id, secret);
    }

    /// <summary>What the worker of a user proves itself with.</summary>
    public ControlCredentials CredentialsOf(string user)
    {
        var credentials = ControlCredentials.Derive(_options.ControlKey.Span, _options.Installation, "default", user);
        KnownSecrets.Add("a worker's control token", credentials.Token);
        return credentials;
    }

    /// <summary>Starts a worker for a user; it is stopped with the installation.</summary>
    public async Task<ScriptedWorker> StartWorkerAsync(string user, ControlCredentials? credentials = null)
    {
        var worker = await ScriptedWorker.StartAsync(credentials ?? CredentialsOf(user));
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Makes a user as its worker would leave it.</summary>
    public Task<SeededUser> AddUserAsync(
        string name, Uri? control = null, bool suspended = false, SessionState state = SessionState.Ready) =>
        SeededUser.CreateAsync(Database, new UserKey(_options.Installation, "default", name), control, suspended, state);

    /// <summary>Makes a user whose worker answers.</summary>
    public async Task<(SeededUser User, ScriptedWorker Worker)> AddUserWithWorkerAsync(
        string name, SessionState state = SessionState.Ready)
    {
        var worker = await StartWorkerAsync(name);
        return (await AddUserAsync(name, worker.Url, state: state), worker);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        await Database.DisposeAsync();
        _log.Verify();
    }
}
