using TelegramParser.Storage.Identity;

namespace TelegramParser.Storage.Sessions;

/// <summary>Outcome of pinning a Telegram account to a user.</summary>
public abstract record PinOutcome
{
    private PinOutcome()
    {
    }

    /// <summary>The account is this user's.</summary>
    public sealed record Pinned : PinOutcome;

    /// <summary>The user was first logged in to another account.</summary>
    /// <param name="ExpectedTelegramId">That account.</param>
    public sealed record Mismatch(long ExpectedTelegramId) : PinOutcome;

    /// <summary>Another TelegramUser of the installation has this account.</summary>
    /// <param name="User">That user.</param>
    public sealed record ClaimedBy(UserKey User) : PinOutcome;
}
