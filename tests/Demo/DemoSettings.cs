using System.Globalization;
using TelegramParser.Harness;

namespace TelegramParser.Demo;

/// <summary>What <c>make run</c> was told by the environment.</summary>
internal sealed record DemoSettings
{
    /// <summary>Port of the REST API and the pages.</summary>
    public int Port { get; init; } = 8010;

    /// <summary>Folder of everything that is kept.</summary>
    public required string Data { get; init; }

    /// <summary>Credentials of the real Telegram; without them the simulator is used.</summary>
    public string? ApiId { get; init; }

    /// <summary>Goes with <see cref="ApiId"/>.</summary>
    public string? ApiHash { get; init; }

    /// <summary>Manifests to run instead of the examples.</summary>
    public string? Manifests { get; init; }

    /// <summary>Whether the real Telegram is used.</summary>
    public bool IsReal => ApiId is not null;

    /// <summary>Reads the environment.</summary>
    /// <exception cref="InvalidOperationException">A value is wrong or one of a pair is missing.</exception>
    public static DemoSettings FromEnvironment()
    {
        var (id, hash) = (Get("TELEGRAM_API_ID"), Get("TELEGRAM_API_HASH"));
        if (id is null != hash is null)
            throw new InvalidOperationException("Set both TELEGRAM_API_ID and TELEGRAM_API_HASH, from https://my.telegram.org, or neither.");
        return new DemoSettings
        {
            ApiId = id,
            ApiHash = hash,
            Manifests = Get("MANIFESTS") is not { } manifests ? null
                : Directory.Exists(manifests) ? manifests
                : throw new InvalidOperationException($"MANIFESTS={manifests}: there is no such folder. Begin with a copy of examples/demo."),
            Data = Path.Combine(Repository.Root, ".data", id is null ? "demo" : "telegram"),
            Port = Get("PORT") is not { } port ? 8010
                : int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536 ? number
                : throw new InvalidOperationException($"PORT={port} is not a port. Give a number such as 8020."),
        };
    }

    private static string? Get(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
