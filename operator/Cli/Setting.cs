using System.CommandLine;
using System.Globalization;
using TelegramParser.Contracts.Scheduling;
using TelegramParser.Operator.Configuration;

namespace TelegramParser.Operator.Cli;

/// <summary>
/// An option that is also an environment variable. Its default is in the description and not told to the parser, which
/// would print the variable's value, maybe a password, in the help.
/// </summary>
internal sealed class Setting
{
    private readonly Option<string?> _option;
    private readonly string _variable;
    private readonly string? _fallback;

    /// <summary>Declares the option.</summary>
    /// <param name="name">Name of the option, with dashes.</param>
    /// <param name="variable">Name of the variable.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="fallback">Value when neither is given; none when null.</param>
    public Setting(string name, string variable, string description, string? fallback = null)
    {
        var suffix = fallback is null ? $"[{variable}]" : $"[{variable}; default: {fallback}]";
        _option = new Option<string?>(name) { Description = $"{description} {suffix}", HelpName = name[(name.LastIndexOf('-') + 1)..] };
        (_variable, _fallback) = (variable, fallback);
    }

    /// <summary>The option, with dashes.</summary>
    public string Name => _option.Name;

    /// <summary>Adds the option to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_option);

    /// <summary>The value: of the option, else of the variable, else the default.</summary>
    public string? Find(ParseResult result) =>
        result.GetValue(_option) is { Length: > 0 } given ? given
        : Environment.GetEnvironmentVariable(_variable) is { Length: > 0 } value ? value
        : _fallback;

    /// <summary>The value of a setting that must have one.</summary>
    /// <exception cref="UserErrorException">It has none.</exception>
    public string Require(ParseResult result) =>
        Find(result) ?? throw new UserErrorException($"{_option.Name} is required: give it, or set {_variable}.");

    /// <summary>The values of a setting that is a list, separated by commas; empty when it has none.</summary>
    public IReadOnlyList<string> FindList(ParseResult result) =>
        Find(result)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>The value of a setting that is a positive number.</summary>
    /// <exception cref="UserErrorException">It is not.</exception>
    public double RequireNumber(ParseResult result) =>
        double.TryParse(Require(result), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new UserErrorException($"{_option.Name} is not a positive number.");

    /// <summary>The value of a setting that is <c>on</c> or <c>off</c>.</summary>
    /// <exception cref="UserErrorException">It is neither.</exception>
    public bool RequireSwitch(ParseResult result) => Require(result) switch
    {
        "on" => true,
        "off" => false,
        _ => throw new UserErrorException($"{_option.Name} is on or off."),
    };

    /// <summary>The value of a setting that is a time, as <c>30s</c> or <c>5m</c>.</summary>
    /// <exception cref="UserErrorException">It is not.</exception>
    public TimeSpan RequireDuration(ParseResult result) =>
        Duration.TryParse(Require(result), out var duration) && duration > TimeSpan.Zero
            ? duration
            : throw new UserErrorException($"{_option.Name} is not a time such as 30s or 5m.");
}
