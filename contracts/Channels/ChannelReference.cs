using System.Globalization;
using System.Text.RegularExpressions;

namespace TelegramParser.Contracts.Channels;

/// <summary>
/// How a person names a channel: <c>@name</c>, a <c>t.me</c> link, an invite link or a numeric id.
/// </summary>
public abstract partial record ChannelReference
{
    // https://core.telegram.org/method/account.checkUsername: 5 to 32 of a-z, 0-9 and underscores; 4 are sold on Fragment.
    private const string NameText = "[A-Za-z][A-Za-z0-9_]{2,31}";
    private const string HashText = "[A-Za-z0-9_-]{6,64}";
    private const string IdText = "-?[0-9]{1,16}";
    private const string Site = "(https?://)?(www\\.)?(t|telegram)\\.(me|dog)/";
    private const string BeforeName = $"(@|{Site}(s/)?)";
    private const string BeforeHash = $"{Site}(joinchat/|\\+)";
    private const string BeforeId = $"{Site}c/";
    private const string AfterName = "/?(\\?.*)?";
    private const string AfterId = "(/[0-9]+)?/?";

    /// <summary>Any of the forms.</summary>
    public const string Pattern =
        $"^\\s*({BeforeName}{NameText}{AfterName}|{BeforeHash}{HashText}/?|{BeforeId}[0-9]{{1,13}}{AfterId}|{IdText})\\s*$";

    /// <summary>Reads a reference.</summary>
    /// <exception cref="FormatException">The text is none of the forms; the message lists them.</exception>
    public static ChannelReference Parse(string text)
    {
        var reference = text.Trim();
        if (Invite().Match(reference) is { Success: true } invite)
            return new InviteLink($"https://t.me/+{invite.Groups["hash"].Value}");
        if (Name().Match(reference) is { Success: true } name)
            return new Username(name.Groups["name"].Value);
        if (PrivateLink().Match(reference) is { Success: true } link)
            return new ChatId(ChatId.OfChannel(long.Parse(link.Groups["id"].Value, CultureInfo.InvariantCulture)));
        if (Id().IsMatch(reference) && long.TryParse(reference, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && id != 0)
            return new ChatId(id > 0 ? ChatId.OfChannel(id) : id);
        throw new FormatException(
            $"channel '{text}' is not a channel. Write @name, https://t.me/name, an invite link (https://t.me/+hash) or a numeric id (-1001234567890).");
    }

    [GeneratedRegex($"^{BeforeName}(?<name>{NameText}){AfterName}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();

    [GeneratedRegex($"^{BeforeHash}(?<hash>{HashText})/?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Invite();

    [GeneratedRegex($"^{BeforeId}(?<id>[0-9]{{1,13}}){AfterId}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PrivateLink();

    [GeneratedRegex($"^{IdText}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id();
}

/// <summary>A public channel's username.</summary>
/// <param name="Name">Without <c>@</c>.</param>
public sealed record Username(string Name) : ChannelReference
{
    /// <inheritdoc/>
    public override string ToString() => "@" + Name;
}

/// <summary>A private channel's invite link.</summary>
/// <param name="Link">In the form <c>https://t.me/+hash</c>.</param>
public sealed record InviteLink(string Link) : ChannelReference
{
    /// <inheritdoc/>
    public override string ToString() => Link;
}

/// <summary>A channel that the account knows already, by number.</summary>
/// <param name="Id">Chat id in the Bot API's form, <c>-100…</c> for channels and supergroups.</param>
public sealed record ChatId(long Id) : ChannelReference
{
    // The Bot API and TDLib number channels and supergroups below this.
    private const long ChannelBase = -1000000000000;

    /// <summary>Chat id of a channel id.</summary>
    /// <param name="channelId">Telegram's channel id, positive.</param>
    public static long OfChannel(long channelId) => ChannelBase - channelId;

    /// <summary>Channel id of a chat id, or null when the chat is no channel or supergroup.</summary>
    public static long? ToChannelId(long chatId) => chatId < ChannelBase ? ChannelBase - chatId : null;

    /// <inheritdoc/>
    public override string ToString() => Id.ToString(CultureInfo.InvariantCulture);
}
