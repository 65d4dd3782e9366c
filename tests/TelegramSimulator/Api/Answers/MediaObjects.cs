using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api.Answers;

/// <summary>What posts show besides text, as TL. The files themselves do not exist: only their descriptions are served.</summary>
internal static class MediaObjects
{
    private const int Dc = 2;
    private static readonly byte[] FileReference = [1];

    /// <param name="id">The id of the file, page or poll: clients want it unique.</param>
    public static TlObject? Of(Media? media, long id, DateTimeOffset date) => media switch
    {
        null => null,
        Photo photo => new TlObject("messageMediaPhoto") { ["photo"] = Of(photo, id, date) },
        WebPage page => new TlObject("messageMediaWebPage") { ["webpage"] = Of(page, id) },
        Poll poll => PollObjects.Media(poll, id),
        Document file => File(id, date, file.MimeType, file.Size, FileName(file.FileName)),
        Video video => File(id, date, "video/mp4", video.Size, Attributes(video), "video"),
        Audio audio => File(id, date, "audio/mpeg", audio.Size, Attributes(audio)),
        Voice voice => File(id, date, "audio/ogg", voice.Size, Attributes(voice), "voice"),
        _ => throw new NotSupportedException(media.GetType().Name),
    };

    private static TlObject Of(Photo photo, long id, DateTimeOffset date) => new("photo")
    {
        ["id"] = id,
        ["access_hash"] = id,
        ["file_reference"] = FileReference,
        ["date"] = date,
        ["dc_id"] = Dc,
        ["sizes"] = new[]
        {
            new TlObject("photoSize") { ["type"] = "x", ["w"] = photo.Width, ["h"] = photo.Height, ["size"] = photo.Size },
        },
    };

    private static TlObject Of(WebPage page, long id) => new("webPage")
    {
        ["id"] = id,
        ["url"] = page.Url,
        ["display_url"] = page.Url[(page.Url.IndexOf("//", StringComparison.Ordinal) + 2)..],
        ["type"] = "article",
        ["site_name"] = page.SiteName,
        ["title"] = page.Title,
        ["description"] = page.Description,
    };

    private static TlObject File(
        long id, DateTimeOffset date, string mimeType, long size, TlObject[] attributes, string? flag = null)
    {
        var media = new TlObject("messageMediaDocument")
        {
            ["document"] = new TlObject("document")
            {
                ["id"] = id,
                ["access_hash"] = id,
                ["file_reference"] = FileReference,
                ["date"] = date,
                ["mime_type"] = mimeType,
                ["size"] = size,
                ["dc_id"] = Dc,
                ["attributes"] = attributes,
            },
        };
        if (flag is not null)
            media[flag] = true;
        return media;
    }

    private static TlObject[] FileName(string name) => [new("documentAttributeFilename") { ["file_name"] = name }];

    private static TlObject[] Attributes(Video video) =>
    [
        new("documentAttributeVideo")
        {
            ["supports_streaming"] = true,
            ["duration"] = video.Duration,
            ["w"] = video.Width,
            ["h"] = video.Height,
        },
    ];

    private static TlObject[] Attributes(Audio audio) =>
    [
        new("documentAttributeAudio")
        {
            ["duration"] = audio.Duration,
            ["title"] = audio.Title,
            ["performer"] = audio.Performer,
        },
        .. FileName($"{audio.Performer} - {audio.Title}.mp3"),
    ];

    private static TlObject[] Attributes(Voice voice) =>
        [new("documentAttributeAudio") { ["voice"] = true, ["duration"] = voice.Duration }];
}
