using TelegramParser.Bench.Extraction;

// Rounds before the measured one let both sides compile what they run.
const int Rounds = 3;

// Below this, a page is listed.
const double Poor = 0.8;

if (args is not [var folder, ..])
{
    Console.Error.WriteLine("Say where the data set is: make bench-extraction DATA=folder");
    return 2;
}
var data = new DataSet(folder);
var own = OwnTurn.Run(data, Rounds);
var readability = ReadabilityTurn.Run(data, Rounds);
var scores = data.Pages.ToDictionary(page => page, page => Score.Of(page.ArticleBody, own.Texts[page.Id]));
foreach (var (page, score) in scores.Where(pair => pair.Value.F1 < Poor).OrderBy(pair => pair.Value.F1))
    Console.WriteLine($"below {Poor}: {page.Id} f1={score.F1:F3} precision={score.Precision:F3} recall={score.Recall:F3} {page.Url}");
var mean = Score.Mean(scores.Values);
var other = Score.Mean([.. data.Pages.Select(page => Score.Of(page.ArticleBody, readability.Texts.GetValueOrDefault(page.Id, "")))]);
var speed = data.Pages.Count / own.Seconds;
Console.WriteLine($"f1={mean.F1:F4} precision={mean.Precision:F4} recall={mean.Recall:F4} pages={data.Pages.Count} pages_per_s={speed:F1} "
    + $"peak_rss_mb={own.PeakMb:F0} readability_f1={other.F1:F4} speed_ratio={readability.Seconds / own.Seconds:F2}");
return 0;
