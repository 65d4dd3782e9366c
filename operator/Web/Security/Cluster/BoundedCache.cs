using System.Diagnostics.CodeAnalysis;

namespace TelegramParser.Operator.Web.Security.Cluster;

/// <summary>Remembers answers for a short time, and never more than so many of them.</summary>
/// <param name="most">Most answers; when there are more, all are forgotten and asked for again.</param>
/// <param name="time">Clock of their end.</param>
internal sealed class BoundedCache<TKey, TValue>(int most, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, (TValue Value, DateTimeOffset Ends)> _answers = [];

    /// <summary>The answer, if it is remembered and has not ended.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_gate)
        {
            var isKnown = _answers.TryGetValue(key, out var answer) && answer.Ends > time.GetUtcNow();
            value = isKnown ? answer.Value : default;
            return isKnown;
        }
    }

    /// <summary>Remembers an answer.</summary>
    public void Put(TKey key, TValue value, TimeSpan lifetime)
    {
        lock (_gate)
        {
            if (_answers.Count >= most)
                _answers.Clear();
            _answers[key] = (value, time.GetUtcNow() + lifetime);
        }
    }
}
