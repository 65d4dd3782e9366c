namespace TelegramParser.TelegramSimulator.Data.Themes;

internal static class OpenSourceWeekly
{
    public static readonly Theme Theme = new()
    {
        Username = "open_source_weekly",
        Title = "Open Source Weekly",
        About = "Releases, maintainers, and the bugs that taught us something.",
        Site = "open-source-weekly.example",
        ReadMore = "Release notes",
        Headlines =
        [
            "{project} {#2-9}.{#0-14} is out: {feature}",
            "{project} drops {old}, and nobody misses it",
            "How {project} halved its build time",
            "A {#4-7}-year-old bug in {project}, found by {finder}",
            "{project} moves to a release every {#2-8} weeks",
            "{maintainer} hands {project} over to a team of {#3-7}",
        ],
        Details =
        [
            "The change is {#40-900} lines, most of them tests.",
            "Upgrading takes one command; the old format is read for two more versions.",
            "{#30-400} people contributed, {#5-60} of them for the first time.",
            "{maintainer}: \"Please read the migration guide. I wrote it on a train.\"",
            "Memory use falls by {#8-45} percent in the benchmark that ships with it.",
        ],
        Hashtags = ["#opensource", "#release", "#maintainers", "#performance"],
        Words = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["project"] = ["Tidepool", "Lanternfish", "Kettle", "Mossgreen", "Paperboat", "Ferrous"],
            ["feature"] = ["faster cold starts", "a real error page", "streaming everywhere", "reproducible builds"],
            ["old"] = ["XML settings", "the plugin registry", "its own allocator", "the splash screen"],
            ["finder"] = ["a fuzzer", "a student", "a customer's fax machine", "a leap second"],
            ["maintainer"] = ["Noor van Dijk", "Sam Adeyemi", "Kateřina Malá"],
        },
    };
}
