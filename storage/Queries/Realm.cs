using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>What somebody may see: the users of an installation with all that is stored for them, or one of these users.</summary>
/// <param name="Installation">Name of the installation.</param>
/// <param name="UserId">The only user that is seen; all when null.</param>
public sealed record Realm(string Installation, long? UserId = null)
{
    /// <summary>Condition on the table <c>users</c>.</summary>
    internal Statement Users
    {
        get
        {
            Statement isAsked = UserId is { } id ? $"AND users.id = {id}" : Statement.Empty;
            return $"users.installation = {Installation} {isAsked}";
        }
    }
}
