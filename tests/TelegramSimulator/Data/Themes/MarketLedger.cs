namespace TelegramParser.TelegramSimulator.Data.Themes;

internal static class MarketLedger
{
    public static readonly Theme Theme = new()
    {
        Username = "market_ledger",
        Title = "Market Ledger",
        About = "What moved today, and why. No advice, just the ledger.",
        Site = "market-ledger.example",
        ReadMore = "Read the note",
        Headlines =
        [
            "{company} beats forecasts, shares up {#2-14} percent",
            "{company} cuts its outlook for the {quarter} quarter",
            "Copper closes {#1-5} percent higher on {reason}",
            "Bond yields slip on {reason}",
            "{company} to buy {company2} for {#2-48} billion",
            "Freight rates fall for the {#3-9}th week in a row",
            "Central bank of {country} holds rates, hints at {reason}",
            "Wheat at a {#3-14}-month low after {reason}",
            "{company2} prices its share offering at {#11-94}",
        ],
        Details =
        [
            "Volume was {#12-80} percent above the average of thirty days.",
            "Analysts had expected a margin of {#8-31} percent.",
            "The board meets again on the {#3-27}th.",
            "Revenue came in at {#2-90} billion, against {#2-90} billion a year ago.",
            "The spread to {country} narrowed to {#30-180} basis points.",
            "{analyst} calls the move \"overdue, and not over\".",
        ],
        Hashtags = ["#markets", "#earnings", "#rates", "#commodities", "#deals"],
        Words = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["company"] = ["Norvik Steel", "Helios Semiconductors", "Bright & Daughters", "Transalpine Rail", "Pelagic Foods", "Quarrystone"],
            ["company2"] = ["Lumen Grid", "Ostara Health", "Fjord Robotics", "Maple Street Bank"],
            ["quarter"] = ["second", "third", "fourth"],
            ["reason"] = ["shrinking inventories", "a softer dollar", "stronger factory orders", "easing shipping costs", "rain in the growing regions"],
            ["country"] = ["Norway", "Canada", "Chile", "Japan", "Poland"],
            ["analyst"] = ["Mira Castellan of Westgate Research", "Jonas Okafor of Halden Capital", "Priya Raman of the Ledger's own desk"],
        },
    };
}
