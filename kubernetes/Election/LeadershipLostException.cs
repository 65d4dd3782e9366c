namespace TelegramParser.Kubernetes.Election;

/// <summary>Another process may lead by now: this one must end at once.</summary>
public sealed class LeadershipLostException(string message) : Exception(message);
