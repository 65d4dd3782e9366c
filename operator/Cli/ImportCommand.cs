using System.CommandLine;
using Npgsql;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Importing;
using TelegramParser.Operator.Subscribing;
using TelegramParser.Storage;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Importing;

namespace TelegramParser.Operator.Cli;

/// <summary><c>operator import</c>: moves users, channels and posts in from an older system's Postgres.</summary>
internal sealed class ImportCommand
{
    private readonly Setting _from = new("--from", "TGPARSER_IMPORT_FROM", "The older system's Postgres: a postgres:// URL or an Npgsql connection string. It is only read.");
    private readonly Setting _database = CommonSettings.Database();
    private readonly Setting _installation = CommonSettings.Installation();
    private readonly Setting _source = new("--source", "TGPARSER_IMPORT_SOURCE", "Name under which progress is kept; that of the older database if not given.");
    private readonly Setting _map = new("--map", "TGPARSER_IMPORT_MAP", "YAML file: 'users:' with number: namespace:name, 'channels:' with name: numeric id, or skip.");
    private readonly Setting _manifests = new("--manifests", "TGPARSER_IMPORT_MANIFESTS", "Folder to write a file of TelegramUser and ChannelSubscription manifests to for each user.");
    private readonly Option<string[]> _users = new("--user") { Description = "A user there and here, such as 7=default:alice. May be repeated.", HelpName = "number=namespace:name" };
    private readonly Option<string[]> _names = new("--name") { Description = "What a table or column is called there, such as posts.text=content. May be repeated.", HelpName = "expected=actual" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Check all, tell what there is to import, and store nothing." };
    private readonly Option<bool> _again = new("--again") { Description = "Read all rows again. Posts that are there stay as they are." };

    /// <summary>The verb.</summary>
    public static Command Build() => new ImportCommand().ToCommand();

    private Command ToCommand()
    {
        var command = new Command("import", "Move users, channels and posts in from an older system's Postgres. What ends on the way goes on from there.")
        {
            _users, _names, _dryRun, _again,
        };
        foreach (var setting in new[] { _from, _database, _installation, _source, _map, _manifests })
            setting.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var map = ImportMap.Read(_map.Find(result), result.GetValue(_users) ?? [], _installation.Require(result));
        await using var older = OperatorDatabase.Open(_from.Require(result), "tgparser-import", maxPoolSize: 2);
        await using var database = OperatorDatabase.Open(_database.Require(result), "tgparser-import", maxPoolSize: 2);
        try
        {
            if (await new Migrator(database).PendingAsync(cancellation) is { Count: > 0 })
                throw new UserErrorException("The database's schema is not up to date: run 'operator migrate' first.");
            var old = await OldDatabase.OpenAsync(older, new OldNames(result.GetValue(_names) ?? []), cancellation);
            var (store, users) = (new ImportStore(database), new UserStore(database));
            var plan = await ImportPlan.MakeAsync(old, store, users, map, cancellation);
            var source = _source.Find(result) ?? await old.NameAsync(cancellation);
            var import = new Import(old, store, users, source, TimeProvider.System, result.InvocationConfiguration.Output.WriteLine);
            if (result.GetValue(_dryRun))
            {
                await import.RehearseAsync(plan, result.GetValue(_again), cancellation);
                return;
            }
            await import.RunAsync(plan, result.GetValue(_again), cancellation);
            if (_manifests.Find(result) is { } folder)
                await WriteAsync(folder, plan, result.InvocationConfiguration.Output.WriteLine, cancellation);
        }
        catch (OldSchemaException e)
        {
            throw new UserErrorException($"{e.Message} docs/import.md lists what is expected; for what is called otherwise, give --name expected=actual.", e);
        }
        catch (Exception e) when (e is FormatException or ImportConflictException)
        {
            throw new UserErrorException(e.Message, e);
        }
        catch (NpgsqlException e)
        {
            throw new UserErrorException($"Postgres cannot be used: {e.Message}. What was imported so far is kept; start again to go on.", e);
        }
    }

    private static async Task WriteAsync(string folder, IReadOnlyList<PlannedUser> plan, Action<string> tell, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        foreach (var user in plan)
        {
            var key = new ObjectKey(user.Key.Namespace, user.Key.Name);
            var channels = user.Followed.Select(channel => channel.Row).DistinctBy(row => row.ChatId)
                .Select(row => SubscriptionManifests.OfChannel(key, new ManifestChannel(row.ChatId, row.Username, row.Title)));
            var file = Path.Combine(folder, $"{key.Namespace}-{key.Name}.yaml");
            await File.WriteAllTextAsync(file, SubscriptionManifests.Join([SubscriptionManifests.OfUser(key), .. channels]), cancellation);
            tell($"Wrote {file}.");
        }
    }
}
