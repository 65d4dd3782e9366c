namespace TelegramParser.Harness;

/// <summary>The middle of some values: what a single turn on a busy machine does not move.</summary>
public static class Median
{
    /// <summary>Of an even number of values the mean of the two in the middle.</summary>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
