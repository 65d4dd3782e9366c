namespace TelegramParser.TelegramSimulator.World;

/// <summary>
/// An account's own box: messages of its basic groups, and those to itself. Each is a change of the box, whose number is 1 before the first
/// (https://core.telegram.org/api/updates).
/// </summary>
public sealed class MessageBox
{
    private readonly Lock _lock = new();
    private readonly List<BoxedMessage> _messages = [];

    /// <summary>Number of the last change.</summary>
    public int Pts
    {
        get { lock (_lock) return _messages.Count + 1; }
    }

    /// <summary>What was added after a change.</summary>
    public IReadOnlyList<BoxedMessage> After(int pts)
    {
        lock (_lock)
            return [.. _messages.Skip(Math.Max(0, pts - 1))];
    }

    /// <summary>Adds a message.</summary>
    /// <returns>The number of this change.</returns>
    internal int Add(BoxedMessage message)
    {
        lock (_lock)
        {
            _messages.Add(message);
            return _messages.Count + 1;
        }
    }
}

/// <summary>A message in a box.</summary>
/// <param name="Post">The message.</param>
/// <param name="Group">Where it stands; null for one of the account to itself.</param>
public sealed record BoxedMessage(Post Post, BasicGroup? Group);
