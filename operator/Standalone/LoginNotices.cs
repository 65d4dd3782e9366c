using Microsoft.Extensions.Logging;
using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Caching;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.Standalone;

/// <summary>Tells the person at the terminal which users need a login, and where.</summary>
internal sealed partial class LoginNotices
{
    private readonly Informer<TelegramUser> _users;
    private readonly string _baseUrl;
    private readonly ILogger _logger;

    public LoginNotices(IKubernetesApi api, string baseUrl, TimeProvider time, ILogger logger)
    {
        (_baseUrl, _logger) = (baseUrl.TrimEnd('/'), logger);
        _users = new Informer<TelegramUser>(api, new Selection(), time, logger);
        _users.OnChange(Notice);
    }

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _users.RunAsync(cancellationToken);

    private void Notice(ObjectChange<TelegramUser> change)
    {
        var (before, after) = (Authorized(change.Before), Authorized(change.After));
        if (after is null || string.Equals(before?.Status, after.Status, StringComparison.Ordinal))
            return;
        var user = change.After!.Metadata;
        if (after.Status is ConditionStatus.False)
            Log.LoginNeeded(_logger, user.Name, $"{_baseUrl}/login/{user.Namespace}:{user.Name}");
        else if (after.Status is ConditionStatus.True)
            Log.LoggedIn(_logger, user.Name);
    }

    private static Condition? Authorized(TelegramUser? user) =>
        ConditionList.Find(user?.Status?.Conditions, ConditionTypes.Authorized);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{User} needs a login: open {Url}")]
        public static partial void LoginNeeded(ILogger logger, string user, string url);

        [LoggerMessage(Level = LogLevel.Information, Message = "{User} is logged in.")]
        public static partial void LoggedIn(ILogger logger, string user);
    }
}
