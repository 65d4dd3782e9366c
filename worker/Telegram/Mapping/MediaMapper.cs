using System.Text.Json;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Telegram.Mapping;

/// <summary>The kind of a message's media and what is known of it, without the file itself.</summary>
internal static class MediaMapper
{
    /// <summary>Kind and description; no kind for mere text, no description for a kind that is not read.</summary>
    internal static (string? Kind, MediaJson? Media) Map(MessageContent content) => content switch
    {
        MessageText { LinkPreview: null } => (null, null),
        MessageText { LinkPreview: { } preview } => ("link_preview", Map(preview)),
        MessageRichMessage => ("rich_message", null),
        MessagePhoto photo => ("photo", Map(photo.Photo) with { Spoiler = photo.HasSpoiler.NullIfFalse() }),
        MessageVideo video => ("video", Map(video.Video) with { Spoiler = video.HasSpoiler.NullIfFalse() }),
        MessageAudio { Audio: var audio } => ("audio", Map(audio)),
        MessageVoiceNote { VoiceNote: var voice } => ("voice", Map(voice)),
        MessageVideoNote { VideoNote: var note } => ("video_note", Map(note)),
        MessageDocument { Document: var document } => ("document", Map(document)),
        MessageAnimation animation => ("animation", Map(animation.Animation) with { Spoiler = animation.HasSpoiler.NullIfFalse() }),
        MessageSticker { Sticker: var sticker } => ("sticker", Map(sticker)),
        MessageAnimatedEmoji { Emoji: var emoji } => ("animated_emoji", new MediaJson { Emoji = emoji }),
        MessageDice dice => ("dice", new MediaJson { Emoji = dice.Emoji, Value = dice.Value }),
        MessagePoll { Poll: var poll } => ("poll", Map(poll)),
        MessageLocation { Location: var location } => ("location", Map(location)),
        MessageVenue { Venue: var venue } => ("venue", Map(venue)),
        MessageContact { Contact: var contact } => ("contact", Map(contact)),
        MessageStory story => ("story", new MediaJson { ChatId = story.StoryPosterChatId, StoryId = story.StoryId }),
        MessageChecklist { List: var list } => ("checklist", Map(list)),
        MessagePaidMedia { StarCount: var stars } => ("paid_media", new MediaJson { Stars = stars }),
        MessageOther { Type: var type } => (NameOf(type), null),
        _ => (null, null),
    };

    // messageChatChangeTitle -> chat_change_title
    private static string NameOf(string type) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(type.StartsWith("message", StringComparison.Ordinal) ? type[7..] : type);

    private static MediaJson Map(LinkPreview preview) => new()
    {
        Url = preview.Url,
        DisplayUrl = preview.DisplayUrl.NullIfEmpty(),
        SiteName = preview.SiteName.NullIfEmpty(),
        Title = preview.Title.NullIfEmpty(),
        Description = preview.Description.Text.NullIfEmpty(),
        Author = preview.Author.NullIfEmpty(),
    };

    private static MediaJson Map(Photo photo) =>
        photo.Sizes.MaxBy(size => (long)size.Width * size.Height) is not { } largest ? new MediaJson() : new MediaJson
        {
            Size = SizeOf(largest.File),
            Width = largest.Width,
            Height = largest.Height,
        };

    private static MediaJson Map(Video video) => new()
    {
        FileName = video.FileName.NullIfEmpty(),
        MimeType = video.MimeType.NullIfEmpty(),
        Size = SizeOf(video.File),
        Width = video.Width.NullIfZero(),
        Height = video.Height.NullIfZero(),
        Duration = video.Duration,
    };

    private static MediaJson Map(Audio audio) => new()
    {
        FileName = audio.FileName.NullIfEmpty(),
        MimeType = audio.MimeType.NullIfEmpty(),
        Size = SizeOf(audio.File),
        Duration = audio.Duration,
        Title = audio.Title.NullIfEmpty(),
        Performer = audio.Performer.NullIfEmpty(),
    };

    private static MediaJson Map(VoiceNote voice) => new()
    {
        MimeType = voice.MimeType.NullIfEmpty(),
        Size = SizeOf(voice.File),
        Duration = voice.Duration,
    };

    private static MediaJson Map(VideoNote note) => new()
    {
        Size = SizeOf(note.File),
        Width = note.Length.NullIfZero(),
        Height = note.Length.NullIfZero(),
        Duration = note.Duration,
    };

    private static MediaJson Map(Document document) => new()
    {
        FileName = document.FileName.NullIfEmpty(),
        MimeType = document.MimeType.NullIfEmpty(),
        Size = SizeOf(document.File),
    };

    private static MediaJson Map(Animation animation) => new()
    {
        FileName = animation.FileName.NullIfEmpty(),
        MimeType = animation.MimeType.NullIfEmpty(),
        Size = SizeOf(animation.File),
        Width = animation.Width.NullIfZero(),
        Height = animation.Height.NullIfZero(),
        Duration = animation.Duration,
    };

    private static MediaJson Map(Sticker sticker) => new()
    {
        Emoji = sticker.Emoji.NullIfEmpty(),
        Format = sticker.Format switch
        {
            StickerFormatWebp => "webp",
            StickerFormatTgs => "tgs",
            StickerFormatWebm => "webm",
            _ => null,
        },
        Size = SizeOf(sticker.File),
        Width = sticker.Width.NullIfZero(),
        Height = sticker.Height.NullIfZero(),
    };

    private static MediaJson Map(Poll poll) => new()
    {
        Question = poll.Question.Text,
        Options = [.. poll.Options.Select(option => option.Text.Text)],
        PollType = poll.Type is PollTypeQuiz ? "quiz" : "regular",
        Anonymous = poll.IsAnonymous,
        MultipleAnswers = poll.AllowsMultipleAnswers,
    };

    /// <summary>How a poll stands.</summary>
    internal static PollJson Results(Poll poll) => new(poll.TotalVoterCount, poll.IsClosed)
    {
        // Telegram hides the votes of an open poll from those who have not voted.
        Votes = poll.IsClosed || poll.Options.Any(option => option.VoterCount > 0)
            ? [.. poll.Options.Select(option => option.VoterCount)]
            : null,
        CorrectOptions = (poll.Type as PollTypeQuiz)?.CorrectOptionIds is { Count: > 0 } correct ? correct : null,
        Explanation = (poll.Type as PollTypeQuiz)?.Explanation?.Text.NullIfEmpty(),
    };

    private static MediaJson Map(Location location) => new()
    {
        Latitude = location.Latitude,
        Longitude = location.Longitude,
    };

    private static MediaJson Map(Venue venue) => Map(venue.Location) with
    {
        Title = venue.Title.NullIfEmpty(),
        Address = venue.Address.NullIfEmpty(),
        Provider = venue.Provider.NullIfEmpty(),
    };

    private static MediaJson Map(Contact contact) => new()
    {
        PhoneNumber = contact.PhoneNumber.NullIfEmpty(),
        FirstName = contact.FirstName.NullIfEmpty(),
        LastName = contact.LastName.NullIfEmpty(),
        UserId = contact.UserId.NullIfZero(),
    };

    private static MediaJson Map(Checklist list) => new()
    {
        Title = list.Title.Text.NullIfEmpty(),
        Tasks = [.. list.Tasks.Select(task => task.Text.Text)],
    };

    private static long? SizeOf(Api.File file) => (file.Size == 0 ? file.ExpectedSize : file.Size).NullIfZero();
}
