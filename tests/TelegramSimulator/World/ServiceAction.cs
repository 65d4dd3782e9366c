using System.Text.Json.Serialization;

namespace TelegramParser.TelegramSimulator.World;

/// <summary>What a service message tells.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ChannelCreated), "channel_created")]
[JsonDerivedType(typeof(PostPinned), "post_pinned")]
[JsonDerivedType(typeof(TitleChanged), "title_changed")]
public abstract record ServiceAction;

public sealed record ChannelCreated(string Title) : ServiceAction;

/// <summary>The post that was pinned is the one that the service message replies to.</summary>
public sealed record PostPinned : ServiceAction;

public sealed record TitleChanged(string Title) : ServiceAction;
