using System.Diagnostics;
using System.Globalization;
using TelegramParser.Worker.Enrichment.Extraction;

namespace TelegramParser.Bench.Extraction;

/// <summary>Our extractor on all pages, one after another on one thread.</summary>
internal sealed record OwnTurn(IReadOnlyDictionary<string, string> Texts, double Seconds, double PeakMb)
{
    /// <summary>Time is that of the last round; reading the files does not count.</summary>
    public static OwnTurn Run(DataSet data, int rounds)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var spent = TimeSpan.Zero;
        for (var round = 0; round < rounds; round++)
        {
            spent = TimeSpan.Zero;
            foreach (var page in data.Pages)
            {
                var html = data.ReadHtml(page);
                var started = Stopwatch.GetTimestamp();
                texts[page.Id] = ArticleExtractor.Extract(html, page.Url).Text;
                spent += Stopwatch.GetElapsedTime(started);
            }
        }
        return new OwnTurn(texts, spent.TotalSeconds, ReadPeakMb());
    }

    // What Linux tells of this process, see proc(5).
    private static double ReadPeakMb() =>
        File.ReadLines("/proc/self/status").Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Select(line => double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)).Single() / 1024;
}
