using System.Globalization;
using TelegramParser.Contracts.Channels;
using TelegramParser.Operator.Configuration;
using TelegramParser.Storage.Identity;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TelegramParser.Operator.Importing;

/// <summary>Who in this installation a user of the older system is, and which channels its channels are.</summary>
/// <param name="Users">Users here by their numbers there.</param>
/// <param name="Channels">Chat ids by what channels are called there, in lower case; null for channels that are left out.</param>
internal sealed record ImportMap(IReadOnlyDictionary<long, UserKey> Users, IReadOnlyDictionary<string, long?> Channels)
{
    private const string Skip = "skip";

    /// <summary>Reads a mapping file, and pairs such as <c>7=default:alice</c>, which win.</summary>
    /// <param name="file">Path of the file; none when null.</param>
    /// <param name="users">Pairs.</param>
    /// <param name="installation">The installation that the users are in.</param>
    /// <exception cref="UserErrorException">Something of it cannot be read.</exception>
    public static ImportMap Read(string? file, IReadOnlyList<string> users, string installation)
    {
        var byNumber = new Dictionary<long, UserKey>();
        var byName = new Dictionary<string, long?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (section, name, value) in file is null ? [] : Entries(file))
        {
            if (section is "users")
                AddUser(byNumber, name, value, installation);
            else
                byName[NameOf(name)] = ChatIdOf(name, value);
        }
        foreach (var pair in users)
        {
            var separator = pair.IndexOf('=', StringComparison.Ordinal);
            if (separator < 0)
                throw new UserErrorException($"--user {pair} is not number=namespace:name, such as 7=default:alice.");
            AddUser(byNumber, pair[..separator], pair[(separator + 1)..], installation);
        }
        return new ImportMap(byNumber, byName);
    }

    /// <summary>What a channel is called when case, <c>@</c> and links are left aside.</summary>
    public static string NameOf(string channel)
    {
        try
        {
            return ChannelReference.Parse(channel) is Username username ? username.Name : channel.Trim();
        }
        catch (FormatException)
        {
            return channel.Trim().TrimStart('@');
        }
    }

    private static void AddUser(Dictionary<long, UserKey> users, string number, string user, string installation)
    {
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            throw new UserErrorException($"'{number}' is not a user's number in the older database (users.id).");
        if (user.Split(':') is not [{ Length: > 0 } ns, { Length: > 0 } name])
            throw new UserErrorException($"'{user}' is not namespace:name of a TelegramUser, such as default:alice.");
        users[id] = new UserKey(installation, ns, name);
    }

    private static long? ChatIdOf(string name, string value)
    {
        if (value is Skip)
            return null;
        return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && id != 0
            ? id > 0 ? ChatId.OfChannel(id) : id
            : throw new UserErrorException($"'{value}' of channel {name} is neither a numeric id, such as -1001234567890, nor {Skip}.");
    }

    private static IEnumerable<(string Section, string Name, string Value)> Entries(string file)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(Cli.CommonSettings.ReadFile(file)));
        }
        catch (YamlException e)
        {
            throw new UserErrorException($"{file}:{e.Start.Line} is not valid YAML: {e.Message}", e);
        }
        foreach (var section in Mapping(file, stream.Documents.Count == 0 ? new YamlMappingNode() : stream.Documents[0].RootNode))
        {
            if (section.Key is not YamlScalarNode { Value: "users" or "channels" } name)
                throw new UserErrorException($"{file}:{section.Key.Start.Line}: there are 'users' and 'channels' here, and not '{section.Key}'.");
            foreach (var (key, value) in Mapping(file, section.Value))
                yield return (name.Value, key.ToString(), value.ToString());
        }
    }

    private static YamlMappingNode Mapping(string file, YamlNode node) =>
        node as YamlMappingNode ?? throw new UserErrorException($"{file}:{node.Start.Line} is not a mapping of names to values.");
}
