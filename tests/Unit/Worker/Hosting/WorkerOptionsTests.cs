using TelegramParser.Contracts.Workers;
using TelegramParser.Worker.Hosting;

namespace TelegramParser.UnitTests.Worker.Hosting;

public sealed class WorkerOptionsTests
{
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal)
    {
        [WorkerEnvironment.SettingsFile] = "worker.json",
        [WorkerEnvironment.SecretsFolder] = "secrets",
        [WorkerEnvironment.SessionFolder] = "session",
        [WorkerEnvironment.Database] = "Host=db",
        [WorkerEnvironment.PodUid] = "uid",
    };

    [Fact]
    public void No_private_host_is_open_until_it_is_listed()
    {
        Assert.False(Read().PrivateHosts.Contains("wiki.office.example", 443));
        _environment[WorkerEnvironment.PrivateHosts] = "wiki.office.example";
        Assert.True(Read().PrivateHosts.Contains("wiki.office.example", 443));
    }

    [Fact]
    public void A_list_that_cannot_be_read_keeps_the_worker_from_starting()
    {
        _environment[WorkerEnvironment.PrivateHosts] = "wiki.office.example, *.office.example";
        var error = Assert.Throws<WorkerOptionsException>(Read);
        Assert.Contains(WorkerEnvironment.PrivateHosts, error.Message);
        Assert.Contains("'*.office.example'", error.Message);
    }

    private WorkerOptions Read() => WorkerOptions.FromEnvironment(_environment.GetValueOrDefault);
}
