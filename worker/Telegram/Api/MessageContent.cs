using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Telegram.Api;

/// <summary>What a message holds. A kind that has no record here becomes <see cref="MessageOther"/>.</summary>
[JsonConverter(typeof(MessageContentConverter))]
public abstract record MessageContent;

/// <summary>Text, with the preview of a page.</summary>
public sealed record MessageText(FormattedText Text, LinkPreview? LinkPreview) : MessageContent;

/// <summary>A photo.</summary>
public sealed record MessagePhoto(Photo Photo, FormattedText Caption, bool HasSpoiler) : MessageContent;

/// <summary>A video.</summary>
public sealed record MessageVideo(Video Video, FormattedText Caption, bool HasSpoiler) : MessageContent;

/// <summary>Music.</summary>
public sealed record MessageAudio(Audio Audio, FormattedText Caption) : MessageContent;

/// <summary>A voice message.</summary>
public sealed record MessageVoiceNote(VoiceNote VoiceNote, FormattedText Caption) : MessageContent;

/// <summary>A round video message.</summary>
public sealed record MessageVideoNote(VideoNote VideoNote) : MessageContent;

/// <summary>A file.</summary>
public sealed record MessageDocument(Document Document, FormattedText Caption) : MessageContent;

/// <summary>A silent video that repeats.</summary>
public sealed record MessageAnimation(Animation Animation, FormattedText Caption, bool HasSpoiler) : MessageContent;

/// <summary>A sticker.</summary>
public sealed record MessageSticker(Sticker Sticker) : MessageContent;

/// <summary>An emoji that moves: the whole text of the message.</summary>
public sealed record MessageAnimatedEmoji(string Emoji) : MessageContent;

/// <summary>A die or another random value.</summary>
public sealed record MessageDice(string Emoji, int Value) : MessageContent;

/// <summary>A poll or quiz.</summary>
public sealed record MessagePoll(Poll Poll, FormattedText? Description) : MessageContent;

/// <summary>A point on the map.</summary>
public sealed record MessageLocation(Location Location) : MessageContent;

/// <summary>A place with a name.</summary>
public sealed record MessageVenue(Venue Venue) : MessageContent;

/// <summary>A contact.</summary>
public sealed record MessageContact(Contact Contact) : MessageContent;

/// <summary>A story.</summary>
public sealed record MessageStory(long StoryPosterChatId, int StoryId) : MessageContent;

/// <summary>A list of tasks.</summary>
public sealed record MessageChecklist(Checklist List) : MessageContent;

/// <summary>Media that is to be paid for.</summary>
public sealed record MessagePaidMedia(long StarCount, FormattedText Caption) : MessageContent;

/// <summary>A message laid out in blocks, as far as its text.</summary>
public sealed record MessageRichMessage(FormattedText Text) : MessageContent;

/// <summary>Content of another kind, a service message or one that has no text.</summary>
/// <param name="Type">TDLib's name, such as <c>messageChatChangeTitle</c>.</param>
public sealed record MessageOther(string Type) : MessageContent;
