using System.Collections.Concurrent;

namespace TelegramParser.TelegramSimulator.World;

/// <summary>Everything that the simulated Telegram holds: accounts, people, channels, faults, and a record of the calls.</summary>
public sealed class SimulatedWorld(TimeProvider time)
{
    private readonly ConcurrentDictionary<long, User> _users = new();
    private readonly ConcurrentDictionary<long, Account> _accounts = new();
    private readonly ConcurrentDictionary<long, Channel> _channels = new();

    /// <summary>Called after a channel's posts have changed, on the thread that changed them.</summary>
    internal Action<Channel, ChannelUpdate> ChannelChanged { get; set; } = (_, _) => { };

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
        return _channels[info.Id] = new Channel(info, time, (channel, update) => ChannelChanged(channel, update));
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

    public Channel? ChannelByInvite(string hash) => _channels.Values.FirstOrDefault(
        channel => string.Equals(channel.Info.InviteHash, hash, StringComparison.Ordinal));

    private static bool IsNamed(string? name, string wanted) => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);

    private static string Digits(string? phone) => string.Concat((phone ?? "").Where(char.IsAsciiDigit));
}
