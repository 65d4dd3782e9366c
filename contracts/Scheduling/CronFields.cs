using System.Globalization;
using System.Text.RegularExpressions;

namespace TelegramParser.Contracts.Scheduling;

/// <summary>The five fields of crontab(5), checked, and their translation to Quartz's seven-field language.</summary>
internal sealed partial record CronFields(string Minute, string Hour, string DayOfMonth, string Month, string DayOfWeek)
{
    private static readonly string[] DayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private static readonly string[] MonthNames =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    public static CronFields Parse(string expression)
    {
        var parts = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length != 5)
        {
            throw new ScheduleException(
                $"cron '{expression}' has {parts.Length} fields; it needs five: minute, hour, day of month, month, day of week.");
        }
        return new CronFields(
            Check(expression, parts[0], "minute", 0, 59, []),
            Check(expression, parts[1], "hour", 0, 23, []),
            Check(expression, parts[2], "day of month", 1, 31, []),
            Check(expression, parts[3], "month", 1, 12, MonthNames),
            Check(expression, parts[4], "day of week", 0, 7, DayNames));
    }

    /// <summary>The hour is a wildcard.</summary>
    public bool EveryHour => Hour == "*";

    /// <summary>One expression, or two when day of month and day of week are alternatives.</summary>
    public IEnumerable<string> ToQuartz()
    {
        var anyDay = DayOfMonth == "*";
        var anyWeekday = DayOfWeek == "*";
        if (!anyDay || anyWeekday)
            yield return $"0 {Minute} {Hour} {DayOfMonth} {Month} ?";
        if (!anyWeekday)
            yield return $"0 {Minute} {Hour} ? {Month} {DayOfWeek}";
    }

    // Every field is written out as a plain list of numbers, so that steps and ranges mean what crontab(5) says.
    private static string Check(string expression, string field, string name, int low, int high, string[] names)
    {
        if (field == "*")
            return field;
        var values = new SortedSet<int>();
        foreach (var item in field.Split(','))
        {
            var match = Item().Match(item);
            if (!match.Success)
                throw Wrong($"'{item}' is not a number, range or step");
            var step = match.Groups["step"] is { Success: true } s ? Number(s.Value) : 1;
            if (step < 1)
                throw Wrong($"the step in '{item}' must be at least 1");
            var from = match.Groups["from"] is { Success: true } f ? Number(f.Value) : low;
            var to = match.Groups["to"] is { Success: true } t ? Number(t.Value)
                : match.Groups["from"].Success && !match.Groups["step"].Success ? from
                : high;
            if (from < low || to > high || from > to)
                throw Wrong($"'{item}' is outside {low}-{high}");
            for (var value = from; value <= to; value += step)
                values.Add(value);
        }
        return names == DayNames
            ? string.Join(',', values.Select(v => DayNames[v % 7]).Distinct(StringComparer.Ordinal))
            : string.Join(',', values);

        int Number(string text)
        {
            var index = Array.FindIndex(names, n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase));
            if (index >= 0)
                return index + (names == MonthNames ? 1 : 0);
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Wrong($"'{text}' is not a number or name");
        }

        ScheduleException Wrong(string what) =>
            new($"cron '{expression}' has a wrong {name}: {what}.");
    }

    [GeneratedRegex(@"^(\*|(?<from>\w+)(-(?<to>\w+))?)(/(?<step>\d{1,4}))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Item();
}
