namespace TelegramParser.TelegramSimulator.Data.Themes;

internal static class HarbourNews
{
    public static readonly Theme Theme = new()
    {
        Username = "harbour_news",
        Title = "Harbour News",
        About = "Ships, berths and weather along the coast, since 1931.",
        Site = "harbour-news.example",
        ReadMore = "Full story",
        Headlines =
        [
            "{ship} leaves {port} after {#3-21} days of repair",
            "{port} opens its new {facility} a month early",
            "Pilots at {port} warn of {weather} until Thursday",
            "Ferry traffic between {port} and {port2} up by {#4-28} percent",
            "{ship} brings {#12-90} thousand tonnes of {cargo} to {port}",
            "Council approves {#2-60} million for the {facility} in {port}",
            "Coast guard tows {ship} to safety off {port2}",
            "Night shift returns to the {facility} of {port}",
        ],
        Details =
        [
            "The harbour master expects normal operation from {#6-9} in the morning.",
            "About {#20-400} containers wait on the quay; none of them holds perishable goods.",
            "{captain} said that the crew of {#9-28} is well and in good spirits.",
            "The load of {cargo} goes on by rail to {port2}, with {#2-6} trains a day.",
            "Residents can see the plans in the town hall until the {#10-28}th.",
            "The tide table for the week has been corrected by {#4-18} minutes.",
        ],
        Hashtags = ["#harbour", "#shipping", "#ferries", "#weather", "#port"],
        Words = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["ship"] = ["MV Northern Light", "the ferry Aurora", "the tug Samson", "MS Calypso", "the schooner Marianne", "Baltic Trader"],
            ["port"] = ["Westhaven", "Port Aldous", "Saltmouth", "Kingsbridge", "Old Harbour"],
            ["port2"] = ["Greywick", "Sandholm", "Eastmere", "Cape Orrin"],
            ["facility"] = ["container terminal", "dry dock", "fish market", "cruise pier", "lock"],
            ["weather"] = ["dense fog", "a strong north-easter", "high swell", "drifting ice"],
            ["cargo"] = ["grain", "timber", "wind turbine blades", "coffee", "steel coils"],
            ["captain"] = ["Captain Ines Halloran", "Captain Tom Weir", "first officer Lena Brandt"],
        },
    };
}
