using System.Collections.Concurrent;

namespace TelegramParser.TelegramSimulator.World;

/// <summary>Everything that the simulated Telegram holds: accounts, people, channels, faults, and a record of the calls.</summary>
public sealed class SimulatedWorld(TimeProvider time)
{
    private readonly ConcurrentDictionary<long, User> _users = new();
    private readonly ConcurrentDictionary<long, Account> _accounts = new();
    private readonly ConcurrentDictionary<long, Channel> _channels = new();
    private readonly ConcurrentDictionary<long, BasicGroup> _groups = new();
    private readonly ConcurrentDictionary<long, SavedMessages> _saved = new();
    private readonly ConcurrentDictionary<long, MessageBox> _boxes = new();
    private int _lastBoxPostId;

    /// <summary>Called after a channel's posts have changed, on the thread that changed them.</summary>
    internal Action<Channel, ChannelUpdate> ChannelChanged { get; set; } = (_, _) => { };

    /// <summary>Called when what a channel is has changed, with the users who are told.</summary>
    internal Action<Channel, IReadOnlyList<long>> ChannelDescribed { get; set; } = (_, _) => { };

    /// <summary>Called after a message was put into an account's box, with its number there.</summary>
    internal Action<Account, BoxedMessage, int> MessageBoxed { get; set; } = (_, _, _) => { };

    public UpdateDelivery Updates { get; } = new();

    public Faults Faults { get; } = new(time);

    public Network Network { get; } = new();

    public CallLog Calls { get; } = new(time);

    /// <summary>Who used which authorization key, and when.</summary>
    public ClientLog Clients { get; } = new(time);

    public IReadOnlyList<User> Users => [.. _users.Values.OrderBy(user => user.Id)];

    public IReadOnlyList<Account> Accounts => [.. _accounts.Values.OrderBy(account => account.User.Id)];

    public IReadOnlyList<Channel> Channels => [.. _channels.Values.OrderBy(channel => channel.Id)];

    public void Add(User user) => _users[user.Id] = user;

    public void Add(Account account)
    {
        Add(account.User);
        _accounts[account.User.Id] = account;
    }

    public Channel Add(ChannelInfo info)
    {
        if (info.CreatedAt == default)
            info = info with { CreatedAt = time.GetUtcNow() };
        return _channels[info.Id] = new Channel(
            info, time, (channel, update) => ChannelChanged(channel, update), (channel, users) => ChannelDescribed(channel, users));
    }

    public BasicGroup AddGroup(long id, string title) =>
        _groups[id] = new BasicGroup(id, title, time, NextBoxPostId, Deliver);

    /// <summary>Makes a basic group a supergroup, which has its members.</summary>
    /// <exception cref="ArgumentException">It is one already.</exception>
    public Channel Migrate(BasicGroup group, long channelId)
    {
        if (group.MigratedTo is not null)
            throw new ArgumentException($"{group.Title} is a supergroup already.", nameof(group));
        var channel = Add(new ChannelInfo { Id = channelId, Title = group.Title, IsGroup = true, MigratedFrom = group.Id });
        foreach (var member in group.Members)
            channel.Join(member);
        group.MigrateTo(channel);
        channel.Publish(new Post { Action = new MigratedFromGroup(group.Title, group.Id) });
        ChannelDescribed(channel, channel.Members);
        return channel;
    }

    /// <summary>Gives a channel a username; whoever has it loses it.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="username">Without the "@"; null makes the channel private.</param>
    public void Rename(Channel channel, string? username)
    {
        if (username is not null && ChannelByName(username) is { } holder && holder != channel)
            holder.Change(info => info with { Username = null });
        channel.Change(info => info with { Username = username });
    }

    public User? UserById(long id) => _users.GetValueOrDefault(id);

    public User? UserByName(string username) => _users.Values.FirstOrDefault(user => IsNamed(user.Username, username));

    public Account? AccountById(long id) => _accounts.GetValueOrDefault(id);

    /// <param name="phone">With or without the "+".</param>
    public Account? AccountByPhone(string? phone)
    {
        var digits = Digits(phone);
        return _accounts.Values.FirstOrDefault(account => string.Equals(Digits(account.Phone), digits, StringComparison.Ordinal));
    }

    public Channel? ChannelById(long id) => _channels.GetValueOrDefault(id);

    /// <param name="username">With or without the "@".</param>
    public Channel? ChannelByName(string username) =>
        _channels.Values.FirstOrDefault(channel => IsNamed(channel.Info.Username, username.TrimStart('@')));

    public Channel? ChannelByNameOrId(string nameOrId) => long.TryParse(nameOrId, out var id) ? ChannelById(id) : ChannelByName(nameOrId);

    public IReadOnlyList<BasicGroup> Groups => [.. _groups.Values.OrderBy(group => group.Id)];

    public BasicGroup? GroupById(long id) => _groups.GetValueOrDefault(id);

    /// <summary>The channel that an invite link opens, and the link; null when it is unknown, revoked or expired.</summary>
    public (Channel Channel, Invite Invite)? InviteByHash(string hash)
    {
        var now = time.GetUtcNow();
        foreach (var channel in _channels.Values)
        {
            IEnumerable<Invite> invites = channel.Info.InviteHash is { } first ? [new Invite(first), .. channel.Info.Invites] : channel.Info.Invites;
            if (invites.FirstOrDefault(invite => string.Equals(invite.Hash, hash, StringComparison.Ordinal)) is { } found)
                return found.IsRevoked || found.ExpiresAt <= now ? null : (channel, found);
        }
        return null;
    }

    /// <summary>What an account has sent to itself.</summary>
    public SavedMessages SavedMessagesOf(long userId) => _saved.GetOrAdd(userId, _ => new SavedMessages(time, NextBoxPostId, BoxOf(userId)));

    /// <summary>Messages of an account's basic groups and to itself.</summary>
    public MessageBox BoxOf(long userId) => _boxes.GetOrAdd(userId, _ => new MessageBox());

    private void Deliver(long userId, BoxedMessage message)
    {
        var pts = BoxOf(userId).Add(message);
        if (AccountById(userId) is { } account)
            MessageBoxed(account, message, pts);
    }

    // Messages of basic groups and of users are in their members' own boxes.
    private int NextBoxPostId() => Interlocked.Increment(ref _lastBoxPostId);

    private static bool IsNamed(string? name, string wanted) => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);

    private static string Digits(string? phone) => string.Concat((phone ?? "").Where(char.IsAsciiDigit));
}
