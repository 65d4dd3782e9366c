using TelegramParser.Contracts.Resources;

namespace TelegramParser.Operator.Conditions;

/// <summary>Makes the conditions of one object, from those that it had.</summary>
/// <param name="before">The conditions as last written.</param>
/// <param name="generation">Generation of the object now.</param>
/// <param name="now">The time of a transition that happens now.</param>
internal sealed class ConditionList(IReadOnlyList<Condition>? before, long generation, DateTimeOffset now)
{
    // metav1.Time has whole seconds.
    private readonly DateTimeOffset _now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));

    /// <summary>A condition as it was.</summary>
    public Condition? Before(string type) => Find(before, type);

    /// <summary>A condition as it is; its transition time moves only when the status differs.</summary>
    public Condition Make(string type, Finding finding)
    {
        var since = Before(type) is { } old && string.Equals(old.Status, finding.Status, StringComparison.Ordinal)
            ? old.LastTransitionTime
            : _now;
        return new Condition(type, finding.Status, finding.Reason, finding.Message, since, generation);
    }

    /// <summary>One of some conditions.</summary>
    public static Condition? Find(IReadOnlyList<Condition>? conditions, string type) =>
        conditions?.FirstOrDefault(condition => string.Equals(condition.Type, type, StringComparison.Ordinal));
}

/// <summary>What a check found: a condition without type and time.</summary>
/// <param name="Status">One of <see cref="ConditionStatus"/>.</param>
/// <param name="Reason">A constant of <see cref="Reasons"/>.</param>
/// <param name="Message">What is so and what to do.</param>
internal sealed record Finding(string Status, string Reason, string Message)
{
    /// <summary>Whether it is so.</summary>
    public bool IsTrue => Status is ConditionStatus.True;

    /// <summary>It is so.</summary>
    public static Finding True(string reason, string message) => new(ConditionStatus.True, reason, message);

    /// <summary>It is not so.</summary>
    public static Finding False(string reason, string message) => new(ConditionStatus.False, reason, message);

    /// <summary>It is not so, because of a problem.</summary>
    public static Finding False(Problem problem) => False(problem.Reason, problem.Message);

    /// <summary>It cannot be told now.</summary>
    public static Finding Unknown(string reason, string message) => new(ConditionStatus.Unknown, reason, message);

    /// <summary>It cannot be told because Postgres is out of reach.</summary>
    public static Finding NoDatabase { get; } = Unknown(
        Reasons.DatabaseUnavailable, "The state in Postgres cannot be read. What is so is not known until it can.");
}
