namespace TelegramParser.Storage.Migrations;

/// <summary>The schema cannot be brought up to date without a person.</summary>
public sealed class MigrationException(string message) : Exception(message);
