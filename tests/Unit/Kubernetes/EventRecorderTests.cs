using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.InMemory;

namespace TelegramParser.UnitTests.Kubernetes;

public sealed class EventRecorderTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualTime _time = new();
    private readonly InMemoryApi _api;

    public EventRecorderTests() => _api = new InMemoryApi(_time);

    [Fact]
    public async Task The_same_event_again_counts_up_the_first_one_in_a_later_process_too()
    {
        var about = await _api.CreateAsync(Objects.ConfigMap("a"), None);
        var first = _time.GetUtcNow();
        await Recorder().RecordAsync(about, Event.Warning, "Broken", "It is broken.", None);
        _time.Advance(TimeSpan.FromMinutes(5));
        await Recorder().RecordAsync(about, Event.Warning, "Broken", "It is broken.", None);
        await Recorder().RecordAsync(about, Event.Normal, "Mended", "It works.", None);

        var events = (await _api.ListAsync<Event>(new Selection("ns"), None)).Items.ToDictionary(e => e.Reason, StringComparer.Ordinal);
        Assert.Equal(2, events.Count);
        Assert.Equal((2, first, _time.GetUtcNow()), (events["Broken"].Count, events["Broken"].FirstTimestamp, events["Broken"].LastTimestamp));
        Assert.Equal((1, Event.Normal, "a"), (events["Mended"].Count, events["Mended"].Type, events["Mended"].InvolvedObject.Name));
    }

    [Fact]
    public async Task An_event_that_the_server_refuses_fails_nobody()
    {
        var nameless = new ConfigMap();
        await Recorder().RecordAsync(nameless, Event.Normal, "Reason", "Message", None);
        Assert.Empty((await _api.ListAsync<Event>(new Selection(), None)).Items);
    }

    private EventRecorder Recorder() => new(_api, "tests", _time, NullLogger.Instance);
}
