namespace TelegramParser.Storage.Sessions;

/// <summary>What a worker shows with every write: it fails once another holder, or the same one again, took the lease.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="Holder">Who holds the lease: the pod's UID.</param>
/// <param name="Epoch">Grows with each acquisition.</param>
public sealed record LeaseToken(long UserId, string Holder, long Epoch);

/// <summary>Outcome of an attempt to take a lease.</summary>
/// <param name="Token">The lease, when it was taken.</param>
/// <param name="HeldBy">The other holder, when it was not.</param>
/// <param name="ExpiresAt">When the lease of whoever holds it now expires, by the database's clock.</param>
/// <param name="RemainingByDatabase">How long that is from now, by the database's clock.</param>
public sealed record LeaseAttempt(
    LeaseToken? Token, string? HeldBy, DateTimeOffset ExpiresAt, TimeSpan RemainingByDatabase);

/// <summary>A write was refused, and nothing of it stored: the lease has expired or is another's.</summary>
public sealed class LeaseLostException(LeaseToken token, Exception? cause = null)
    : Exception($"The session lease of user {token.UserId} (epoch {token.Epoch}) is lost.", cause);
