namespace TelegramParser.Storage.Roles;

/// <summary>A role must be made or changed by a person; the message has the SQL, without a password.</summary>
public sealed class RoleException(string message, Exception cause) : Exception(message, cause);
