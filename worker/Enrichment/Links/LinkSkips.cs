namespace TelegramParser.Worker.Enrichment.Links;

/// <summary>Why a link is not followed. They are stored with the link and part of the API.</summary>
internal static class LinkSkips
{
    /// <summary>Not a URL, or a longer one than pages have.</summary>
    public const string InvalidUrl = nameof(InvalidUrl);

    /// <summary>Neither http nor https: <c>tg://</c>, <c>mailto:</c>, <c>ton://</c>, …</summary>
    public const string OtherScheme = nameof(OtherScheme);

    /// <summary>A user name or password is in it.</summary>
    public const string UserInfo = nameof(UserInfo);

    /// <summary>Another port than 80 and 443.</summary>
    public const string OtherPort = nameof(OtherPort);

    /// <summary>A post, channel, bot or sticker set on Telegram itself.</summary>
    public const string TelegramLink = nameof(TelegramLink);

    /// <summary>An earlier link of the post leads to the same page.</summary>
    public const string Duplicate = nameof(Duplicate);

    /// <summary>The post has more links than are followed.</summary>
    public const string OverLimit = nameof(OverLimit);

    /// <summary>The subscription, or the installation, has enrichment turned off, or the channel is not subscribed to any more.</summary>
    public const string Disabled = nameof(Disabled);
}
