namespace TelegramParser.Kubernetes.Api;

/// <summary>Objects as they were at one moment.</summary>
/// <param name="Items">The objects.</param>
/// <param name="ResourceVersion">The moment: where a watch goes on from.</param>
public sealed record ResourceList<T>(IReadOnlyList<T> Items, string ResourceVersion);

/// <summary>Kinds of <see cref="WatchEvent{T}"/>.</summary>
public enum WatchEventType
{
    /// <summary>The object is new, or is selected now.</summary>
    Added,

    /// <summary>The object has changed.</summary>
    Modified,

    /// <summary>The object is gone, or is no more selected.</summary>
    Deleted,

    /// <summary>Nothing happened to selected objects until this resource version.</summary>
    Bookmark,
}

/// <summary>One change.</summary>
/// <param name="Type">What happened.</param>
/// <param name="ResourceVersion">Where a watch goes on from.</param>
/// <param name="Object">The object after the change, or as it last was; null with a bookmark.</param>
public sealed record WatchEvent<T>(WatchEventType Type, string ResourceVersion, T? Object);
