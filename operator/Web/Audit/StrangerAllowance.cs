namespace TelegramParser.Operator.Web.Audit;

/// <summary>
/// How many failed sign-ins are recorded: some at once, then one a minute. Strangers can make as many as they like, and records are kept
/// in a bounded number: they must not push out those of commands.
/// </summary>
internal sealed class StrangerAllowance(TimeProvider time)
{
    /// <summary>Most at once.</summary>
    public const int Most = 20;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private int _left = Most;
    private DateTimeOffset _counted = time.GetUtcNow();

    /// <summary>Whether one more is recorded.</summary>
    public bool Take()
    {
        lock (_gate)
        {
            var earned = (int)Math.Min(Most, (time.GetUtcNow() - _counted) / Every);
            if (earned > 0)
                (_left, _counted) = (Math.Min(Most, _left + earned), time.GetUtcNow());
            return _left > 0 && _left-- > 0;
        }
    }
}
