using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Telegram.Native;

namespace TelegramParser.Worker.Telegram;

/// <summary>
/// Sees the flood waits that TDLib sleeps through: those of up to 60 seconds never come out as errors, only as lines in
/// TDLib's log. The log is the process's, and a worker has one client.
/// </summary>
public sealed partial class FloodWaitWatch : IDisposable
{
    private static readonly Counter<long> Waits = WorkerMeter.Instance.CreateCounter<long>(
        "tgparser_telegram_slept_flood_waits_total", "{wait}", "Flood waits that TDLib slept through.");

    private readonly EventLoop _loop;
    private readonly Action<SleptFloodWait> _onWait;

    /// <summary>Starts to watch.</summary>
    /// <param name="loop">Where the waits are reported.</param>
    /// <param name="onWait">Gets each wait as it begins, on the loop.</param>
    public FloodWaitWatch(EventLoop loop, Action<SleptFloodWait> onWait)
    {
        _loop = loop;
        _onWait = onWait;
        TdLog.Add(OnLine);
    }

    /// <summary>Ends the watch.</summary>
    public void Dispose() => TdLog.Remove(OnLine);

    /// <summary>Reads a line of TDLib's log; null when it tells of no flood wait.</summary>
    public static SleptFloodWait? Parse(string line) =>
        FloodWait().Match(line) is { Success: true } match
            ? new SleptFloodWait(TimeSpan.FromSeconds(int.Parse(match.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture)))
            : null;

    private void OnLine(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf("FLOOD_WAIT_"u8) < 0 || Parse(Encoding.UTF8.GetString(line)) is not { } wait)
            return;
        Waits.Add(1);
        _loop.Post(() => _onWait(wait));
    }

    [GeneratedRegex(@"\[Error : 420 : FLOOD_WAIT_(?<seconds>\d{1,9})\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FloodWait();
}

/// <summary>A wait that TDLib has begun.</summary>
/// <param name="Duration">How long.</param>
public sealed record SleptFloodWait(TimeSpan Duration);
