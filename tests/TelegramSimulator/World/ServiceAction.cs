using System.Text.Json.Serialization;

namespace TelegramParser.TelegramSimulator.World;

/// <summary>What a service message tells.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ChannelCreated), "channel_created")]
[JsonDerivedType(typeof(PostPinned), "post_pinned")]
[JsonDerivedType(typeof(TitleChanged), "title_changed")]
[JsonDerivedType(typeof(PhotoRemoved), "photo_removed")]
[JsonDerivedType(typeof(MembersAdded), "members_added")]
[JsonDerivedType(typeof(AutoDeleteChanged), "auto_delete_changed")]
[JsonDerivedType(typeof(TopicCreated), "topic_created")]
[JsonDerivedType(typeof(MigratedToSupergroup), "migrated_to_supergroup")]
[JsonDerivedType(typeof(MigratedFromGroup), "migrated_from_group")]
public abstract record ServiceAction;

public sealed record ChannelCreated(string Title) : ServiceAction;

/// <summary>The post that was pinned is the one that the service message replies to.</summary>
public sealed record PostPinned : ServiceAction;

public sealed record TitleChanged(string Title) : ServiceAction;

public sealed record PhotoRemoved : ServiceAction;

public sealed record MembersAdded(IReadOnlyList<long> UserIds) : ServiceAction;

/// <param name="Seconds">After how long messages delete themselves; zero for never.</param>
public sealed record AutoDeleteChanged(int Seconds) : ServiceAction;

/// <summary>The first message of a forum's topic.</summary>
public sealed record TopicCreated(string Title) : ServiceAction;

/// <summary>The last message of a basic group that became a supergroup.</summary>
public sealed record MigratedToSupergroup(long ChannelId) : ServiceAction;

/// <summary>The first message of a supergroup that was a basic group.</summary>
public sealed record MigratedFromGroup(string Title, long GroupId) : ServiceAction;
