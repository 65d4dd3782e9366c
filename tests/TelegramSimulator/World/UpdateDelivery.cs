namespace TelegramParser.TelegramSimulator.World;

/// <summary>How clients learn what happened.</summary>
public sealed class UpdateDelivery
{
    private volatile int _longestDifference = int.MaxValue;
    private volatile bool _arePushed = true;

    /// <summary>Whether members are told of changes at once; when not, clients learn only what they ask for.</summary>
    public bool ArePushed
    {
        get => _arePushed;
        set => _arePushed = value;
    }

    /// <summary>How many changes a channel's difference holds at most, however many the client takes; more are too long.</summary>
    public int LongestDifference
    {
        get => _longestDifference;
        set => _longestDifference = value;
    }
}
