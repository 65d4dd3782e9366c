namespace TelegramParser.Kubernetes.Patches;

/// <summary>A patch does not fit what it is applied to.</summary>
internal sealed class PatchMismatchException(string message) : Exception(message);
