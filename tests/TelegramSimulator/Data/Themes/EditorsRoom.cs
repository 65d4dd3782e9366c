namespace TelegramParser.TelegramSimulator.Data.Themes;

internal static class EditorsRoom
{
    public static readonly Theme Theme = new()
    {
        Username = "",
        Title = "Editors' room",
        About = "Drafts and plans. Please do not forward.",
        Site = "desk.example",
        ReadMore = "Draft",
        Headlines =
        [
            "Front page for {day}: {topic}",
            "{editor} takes the late shift on {day}",
            "Please check the numbers in the piece on {topic}",
            "Photos for {topic} are in, {#6-40} of them usable",
            "Correction needed: {topic}",
        ],
        Details =
        [
            "Deadline is {#14-21}:30, no extensions this time.",
            "{editor} has the contact; call before noon.",
            "We have {#300-900} words and one chart.",
            "The lawyer is fine with paragraph {#2-9}, not with the caption.",
        ],
        Hashtags = ["#planning", "#desk", "#corrections"],
        Words = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["day"] = ["Monday", "Wednesday", "Friday", "the weekend"],
            ["topic"] = ["the ferry timetable", "the rate decision", "the library's reopening", "the heat in June"],
            ["editor"] = ["Robin", "Alma", "Chidi", "Greta"],
        },
    };
}
