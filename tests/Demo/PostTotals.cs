using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TelegramParser.Demo;

/// <summary>Watches the number of stored posts through the REST API.</summary>
internal sealed class PostTotals(HttpClient api)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private long _last;

    /// <summary>Waits for the first post.</summary>
    public async Task WaitForFirstAsync(CancellationToken ct)
    {
        while ((_last = await ReadAsync(ct)) == 0)
            await Task.Delay(LookEvery, ct);
    }

    /// <summary>Every later change: the total, and what was added.</summary>
    public async IAsyncEnumerable<(long Total, long Added)> ChangesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            await Task.Delay(LookEvery, ct);
            var total = await ReadAsync(ct);
            if (total == _last)
                continue;
            yield return (total, total - _last);
            _last = total;
        }
    }

    private async Task<long> ReadAsync(CancellationToken ct)
    {
        var stats = await api.GetFromJsonAsync<JsonElement>("/stats", ct);
        return stats.GetProperty("posts_total").GetInt64();
    }
}
