using System.Net;

namespace TelegramParser.Harness.Network;

/// <summary>
/// A network of its own for a process, tied to ours by three cables that can be cut one by one: packets then vanish, and
/// neither side is told, as in a partition. Its addresses are from 198.18.0.0/15, which RFC 2544 keeps for tests.
/// </summary>
public sealed class NetworkNamespace : IAsyncDisposable
{
    /// <summary>The name by which programs in it find Postgres.</summary>
    public const string PostgresHost = "postgres.test";

    private static int _made;

    private readonly string _name;

    private NetworkNamespace(string name, int number)
    {
        _name = name;
        Control = new Cable(name, number, "c", 0);
        Postgres = new Cable(name, number, "p", 1);
        Telegram = new Cable(name, number, "t", 2);
    }

    /// <summary>The way of the test's own commands.</summary>
    public Cable Control { get; }

    /// <summary>The way to Postgres.</summary>
    public Cable Postgres { get; }

    /// <summary>The way to Telegram.</summary>
    public Cable Telegram { get; }

    /// <summary>The command that becomes a program in this network.</summary>
    public IEnumerable<string> Launcher => ["ip", "netns", "exec", _name];

    /// <summary>Makes the network.</summary>
    /// <exception cref="InvalidOperationException">This machine does not let us; the message says what is needed.</exception>
    public static async Task<NetworkNamespace> CreateAsync()
    {
        var number = Interlocked.Increment(ref _made);
        var network = new NetworkNamespace($"tgp{Environment.ProcessId}n{number}", number);
        try
        {
            await Ip.RunAsync("netns", "add", network._name);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException(
                "A network namespace could not be made. Tests that cut connections need the program ip (Debian: apt-get install " +
                $"iproute2) and root, or CAP_NET_ADMIN and CAP_SYS_ADMIN in a container. {e.Message}", e);
        }
        try
        {
            await Ip.RunAsync("-n", network._name, "link", "set", "dev", "lo", "up");
            foreach (var cable in new[] { network.Control, network.Postgres, network.Telegram })
                await cable.LayAsync();
            Directory.CreateDirectory(network.Files);
            // Names are found here or not at all.
            await File.WriteAllTextAsync(Path.Combine(network.Files, "resolv.conf"), "");
            network.MovePostgres(network.Postgres.Outside);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has <see cref="PostgresHost"/> lead to another address; to none when null.</summary>
    // In place: programs that run have this very file for their /etc/hosts.
    public void MovePostgres(IPAddress? to) => File.WriteAllText(Path.Combine(Files, "hosts"), to is null ? "" : $"{to} {PostgresHost}\n");

    /// <inheritdoc/>
    // The cables go with the namespace.
    public async ValueTask DisposeAsync()
    {
        await Ip.RunAsync("netns", "delete", _name);
        if (Directory.Exists(Files))
            Directory.Delete(Files, recursive: true);
    }

    // Where ip-netns looks for files that stand for those of /etc.
    private string Files => Path.Combine("/etc/netns", _name);
}

/// <summary>A pair of interfaces, one in our network and one in the namespace.</summary>
public sealed class Cable
{
    private readonly string _namespace;
    private readonly string _outer;
    private readonly string _inner;

    internal Cable(string name, int number, string letter, int index)
    {
        (_namespace, _outer, _inner) = (name, name + letter, letter);
        // A /30 a cable; the process id keeps test runs that go on at the same time apart.
        var subnet = (Environment.ProcessId % 256 * 128) + (number * 4) + index;
        Outside = Address(subnet, 1);
        Inside = Address(subnet, 2);
    }

    /// <summary>Our end: where the process in the namespace reaches us.</summary>
    public IPAddress Outside { get; }

    /// <summary>The namespace's end: where we reach the process.</summary>
    public IPAddress Inside { get; }

    /// <summary>From now on packets vanish.</summary>
    public Task CutAsync() => Ip.RunAsync("link", "set", "dev", _outer, "down");

    /// <summary>Packets pass again.</summary>
    public Task MendAsync() => Ip.RunAsync("link", "set", "dev", _outer, "up");

    internal async Task LayAsync()
    {
        await Ip.RunAsync("link", "add", _outer, "type", "veth", "peer", "name", _inner, "netns", _namespace);
        await Ip.RunAsync("address", "add", $"{Outside}/30", "dev", _outer);
        await Ip.RunAsync("-n", _namespace, "address", "add", $"{Inside}/30", "dev", _inner);
        await Ip.RunAsync("link", "set", "dev", _outer, "up");
        await Ip.RunAsync("-n", _namespace, "link", "set", "dev", _inner, "up");
    }

    private static IPAddress Address(int subnet, int host)
    {
        var address = (198u << 24) + (18u << 16) + (uint)((subnet * 4) + host);
        return new IPAddress([(byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address]);
    }
}
