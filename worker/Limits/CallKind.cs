namespace TelegramParser.Worker.Limits;

/// <summary>Kinds of calls that Telegram limits separately.</summary>
internal enum CallKind
{
    /// <summary>Reading history.</summary>
    History,

    /// <summary>Turning a name or link into a chat.</summary>
    Resolve,

    /// <summary>Joining a channel.</summary>
    Join,

    /// <summary>Sending a message to oneself.</summary>
    Send,

    /// <summary>Logging in.</summary>
    Login,

    /// <summary>Everything else.</summary>
    Other,
}
