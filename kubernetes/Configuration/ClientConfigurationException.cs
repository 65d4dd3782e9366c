namespace TelegramParser.Kubernetes.Configuration;

/// <summary>The way to an API server is not described well: the message says what a person must correct.</summary>
public sealed class ClientConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
