namespace TelegramParser.TelegramSimulator.World;

/// <summary>A person as others see them.</summary>
public sealed record User
{
    public required long Id { get; init; }

    public required string FirstName { get; init; }

    public string? LastName { get; init; }

    /// <summary>Without the "@".</summary>
    public string? Username { get; init; }
}

/// <summary>A person who can log in to the simulator.</summary>
public sealed record Account
{
    /// <summary>International format, "+15550000001".</summary>
    public required string Phone { get; init; }

    /// <summary>The login code that the simulator "sends".</summary>
    public string Code { get; init; } = "12345";

    /// <summary>The 2FA password; null for none.</summary>
    public string? Password { get; init; }

    public required User User { get; init; }

    /// <summary>Folders of the chat list.</summary>
    public IReadOnlyList<ChatFolder> Folders { get; init; } = [];
}

/// <summary>A folder of an account's chat list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Channels">Ids of the channels in it.</param>
public sealed record ChatFolder(string Name, IReadOnlyList<long> Channels);
