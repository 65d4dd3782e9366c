using System.Diagnostics;

namespace TelegramParser.Demo;

/// <summary>Tells a person what goes on, a line a step, with the seconds since the start.</summary>
internal sealed class Progress
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>One step.</summary>
    public void Step(string what) => Console.WriteLine($"[{_clock.Elapsed.TotalSeconds,5:F1} s] {what}");

    /// <summary>Text that stands for itself.</summary>
    public static void Text(string text) => Console.WriteLine(text);
}
