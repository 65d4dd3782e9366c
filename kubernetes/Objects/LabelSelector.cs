namespace TelegramParser.Kubernetes.Objects;

/// <summary>Selects objects by labels: all of <see cref="MatchLabels"/> must be there with these values.</summary>
public sealed record LabelSelector
{
    /// <summary>Selects every object.</summary>
    public static LabelSelector Everything { get; } = new();

    /// <summary>Labels and the values that they must have.</summary>
    public IReadOnlyDictionary<string, string> MatchLabels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether an object with these labels is selected.</summary>
    public bool Matches(IReadOnlyDictionary<string, string>? labels) => MatchLabels.All(wanted =>
        labels is not null && labels.TryGetValue(wanted.Key, out var value)
        && string.Equals(value, wanted.Value, StringComparison.Ordinal));

    /// <summary>The selector as a query parameter has it: <c>a=b,c=d</c>.</summary>
    public override string ToString() => string.Join(',', MatchLabels.Select(label => $"{label.Key}={label.Value}"));
}
