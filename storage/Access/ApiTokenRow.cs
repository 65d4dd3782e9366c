using Npgsql;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Access;

/// <summary>An API token, without its secret.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">What people call it.</param>
/// <param name="User">The only user that it opens; null opens all of the installation.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When.</param>
public sealed record ApiTokenRow(long Id, string Name, ApiTokenUser? User, string CreatedBy, DateTimeOffset CreatedAt)
{
    /// <summary><c>namespace/name</c> of the Secret that it comes from; null when it was made through the API.</summary>
    public string? SecretRef { get; init; }

    /// <summary>When it ends; never when null.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last used, at most a minute late.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    internal static Fragment Columns { get; } = new(
        """
        api_tokens.id, api_tokens.name AS token_name, api_tokens.user_id, api_tokens.secret_ref, api_tokens.created_by, api_tokens.created_at,
        api_tokens.expires_at, api_tokens.last_used_at, api_tokens.installation, users.namespace, users.name
        """);

    internal static ApiTokenRow Read(NpgsqlDataReader row) => new(
        row.Get<long>("id"),
        row.Get<string>("token_name"),
        row.Get<long?>("user_id") is { } user ? new ApiTokenUser(user, UserKey.Read(row)) : null,
        row.Get<string>("created_by"),
        row.Get<DateTimeOffset>("created_at"))
    {
        SecretRef = row.Get<string?>("secret_ref"),
        ExpiresAt = row.Get<DateTimeOffset?>("expires_at"),
        LastUsedAt = row.Get<DateTimeOffset?>("last_used_at"),
    };
}

/// <summary>The user that a token opens.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Key">Its resource.</param>
public sealed record ApiTokenUser(long Id, UserKey Key);

/// <summary>The token that a Secret of Kubernetes holds.</summary>
/// <param name="SecretRef"><c>namespace/name</c> of the Secret.</param>
/// <param name="Hash">Hash of its secret.</param>
/// <param name="User">The only user that it opens; null opens all of the installation.</param>
/// <param name="ExpiresAt">When it ends; never when null.</param>
public sealed record SecretToken(string SecretRef, byte[] Hash, UserKey? User, DateTimeOffset? ExpiresAt);

/// <summary>A token to be made.</summary>
/// <param name="Installation">Name of the installation.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Hash">Hash of its secret.</param>
/// <param name="UserId">The only user that it opens; null opens all of the installation.</param>
/// <param name="CreatedBy">Who makes it.</param>
/// <param name="ExpiresAt">When it ends; never when null.</param>
public sealed record NewApiToken(
    string Installation, string Name, byte[] Hash, long? UserId, string CreatedBy, DateTimeOffset? ExpiresAt);
