namespace TelegramParser.Contracts.Resources;

/// <summary>API group, version and kinds of the project's custom resources.</summary>
public static class ResourceNames
{
    /// <summary>API group of all custom resources.</summary>
    public const string Group = "tgparser.io";

    /// <summary>Served version.</summary>
    public const string Version = "v1alpha1";

    /// <summary><c>apiVersion</c> as manifests write it.</summary>
    public const string ApiVersion = Group + "/" + Version;

    /// <summary>Kind of a Telegram account that the operator runs a worker for.</summary>
    public const string TelegramUser = nameof(TelegramUser);

    /// <summary>Kind of one channel that a Telegram user follows.</summary>
    public const string ChannelSubscription = nameof(ChannelSubscription);

    /// <summary>Kind of one group that is watched for a Telegram user.</summary>
    public const string GroupMonitor = nameof(GroupMonitor);
}
