namespace TelegramParser.TelegramSimulator.Data.Themes;

internal static class ScienceDaily
{
    public static readonly Theme Theme = new()
    {
        Username = "science_daily",
        Title = "Science Daily Digest",
        About = "One paper a day, in plain words.",
        Site = "science-digest.example",
        ReadMore = "The paper, explained",
        Headlines =
        [
            "{instrument} sees {object} in a new light",
            "{animal} remember faces for {#3-20} years, study finds",
            "A {material} that heals its own cracks",
            "How {animal} find their way home over {#200-4000} kilometres",
            "{object} is {#2-40} percent heavier than thought",
            "Old idea, new data: {method} works after all",
            "Researchers print {material} thinner than a hair",
        ],
        Details =
        [
            "The team compared {#40-900} samples from {#3-12} countries.",
            "The effect is small, about {#2-9} percent, but it holds in all groups.",
            "Data and code are public; {researcher} invites everyone to check.",
            "It took {#2-11} years and {#2-6} failed prototypes.",
            "{researcher}: \"We were looking for something else entirely.\"",
            "Next, the group wants to repeat the measurement at sea.",
        ],
        Hashtags = ["#science", "#physics", "#biology", "#space", "#openscience"],
        Words = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["instrument"] = ["A telescope in Chile", "A balloon over Antarctica", "The new spectrometer in Lund", "A swarm of small satellites"],
            ["object"] = ["a quiet star", "the moon Enceladus", "a nearby dwarf galaxy", "the Crab Nebula"],
            ["animal"] = ["ravens", "sea turtles", "bumblebees", "eels", "elephants"],
            ["material"] = ["glass", "concrete", "silk", "ceramic"],
            ["method"] = ["counting whales from space", "cooling with sound", "reading burnt scrolls", "weighing smoke"],
            ["researcher"] = ["Dr. Amara Nwosu", "Prof. Elif Demir", "Dr. Henrik Solberg"],
        },
    };
}
