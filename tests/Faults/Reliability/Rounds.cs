namespace TelegramParser.FaultTests.Reliability;

/// <summary>How often faults are repeated: TGPARSER_FAULT_ROUNDS times as often as in <c>make test</c>, by <c>make faults</c>.</summary>
internal static class Rounds
{
    /// <summary>A number of faults, for this run.</summary>
    public static int Of(int times) => times * Factor;

    /// <summary>Whether this is no run of <c>make test</c>, and may take longer.</summary>
    public static bool AreMany => Factor > 1;

    private static int Factor { get; } = int.TryParse(Environment.GetEnvironmentVariable("TGPARSER_FAULT_ROUNDS"), out var factor) && factor > 0 ? factor : 1;
}
