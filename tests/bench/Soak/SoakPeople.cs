namespace TelegramParser.Bench.Soak;

/// <summary>Who reads what: each user has channels of their own, and one that everybody reads.</summary>
internal static class SoakPeople
{
    /// <summary>The user whose worker is never killed, and is measured.</summary>
    public const string Steady = "steady";

    /// <summary>The code that every account is sent.</summary>
    public const string Code = "12345";

    private const string Shared = "shared_news";
    private static readonly string[] Names = [Steady, "anna", "boris", "clara"];

    /// <summary>All users; the first is <see cref="Steady"/>.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>The username of every channel.</summary>
    public static IEnumerable<string> Channels => [Shared, .. Names.SelectMany(OwnChannels)];

    /// <summary>The account's phone number.</summary>
    public static string PhoneOf(string user) => $"+1555000010{Array.IndexOf(Names, user)}";

    /// <summary>The channels that a user reads, by their usernames.</summary>
    public static IEnumerable<string> ChannelsOf(string user) => [Shared, .. OwnChannels(user)];

    /// <summary>What a person would apply for a user.</summary>
    public static string ManifestOf(string user) =>
        $"""
        apiVersion: tgparser.io/v1alpha1
        kind: TelegramUser
        metadata:
          name: {user}
        spec:
          login:
            method: PhoneCode
            phoneNumber: "{PhoneOf(user)}"
          schedule:
            interval: 15s
        {string.Concat(ChannelsOf(user).Select(channel => SubscriptionOf(user, channel)))}
        """;

    private static string[] OwnChannels(string user) => [$"{user}_daily", $"{user}_weekly"];

    private static string SubscriptionOf(string user, string channel) =>
        $"""
        ---
        apiVersion: tgparser.io/v1alpha1
        kind: ChannelSubscription
        metadata:
          name: {user}-{channel.Replace('_', '-')}
        spec:
          userRef:
            name: {user}
          channel: "@{channel}"
          backfill:
            limit: 1000000
          refresh:
            window: 3d
            interval: 15m

        """;
}
