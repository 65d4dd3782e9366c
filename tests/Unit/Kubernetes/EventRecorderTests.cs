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
        var recorder = Recorder();
        await recorder.RecordAsync(about, Event.Warning, "Broken", "It is broken.", None);
        await recorder.RecordAsync(about, Event.Warning, "Broken", "It is broken.", None);
        _time.Advance(TimeSpan.FromMinutes(5));
        await Recorder().RecordAsync(about, Event.Warning, "Broken", "It is broken.", None);
        await Recorder().RecordAsync(about, Event.Normal, "Mended", "It works.", None);

        var events = (await EventsAsync()).ToDictionary(e => e.Reason, StringComparer.Ordinal);
        Assert.Equal(2, events.Count);
        Assert.Equal((3, first, _time.GetUtcNow()), (events["Broken"].Count, events["Broken"].FirstTimestamp, events["Broken"].LastTimestamp));
        Assert.Equal((1, Event.Normal, "a"), (events["Mended"].Count, events["Mended"].Type, events["Mended"].InvolvedObject.Name));
    }

    [Fact]
    public async Task An_event_that_the_server_has_forgotten_is_written_anew()
    {
        var about = await _api.CreateAsync(Objects.ConfigMap("a"), None);
        var recorder = Recorder();
        await recorder.RecordAsync(about, Event.Warning, "Broken", "It is broken.", None);
        await _api.DeleteAsync<Event>(Assert.Single(await EventsAsync()).Key, preconditions: null, None);
        await recorder.RecordAsync(about, Event.Warning, "Broken", "It is broken.", None);
        await recorder.RecordAsync(about, Event.Warning, "Broken", "It is broken.", None);
        Assert.Equal(2, Assert.Single(await EventsAsync()).Count);
    }

    [Fact]
    public async Task Events_that_differ_in_their_words_alone_become_one_when_they_are_too_many()
    {
        var about = await _api.CreateAsync(Objects.ConfigMap("a"), None);
        var recorder = Recorder();
        for (var i = 1; i <= 15; i++)
            await recorder.RecordAsync(about, Event.Warning, "Slow", $"It took {i} s.", None);
        await recorder.RecordAsync(about, Event.Warning, "Other", "Not the same reason.", None);
        var events = await EventsAsync();
        Assert.Equal(12, events.Count);
        var combined = Assert.Single(events, e => e.Message.StartsWith("(combined from similar events)", StringComparison.Ordinal));
        Assert.Equal((5, "(combined from similar events): It took 15 s."), (combined.Count, combined.Message));

        _time.Advance(TimeSpan.FromMinutes(11));
        await recorder.RecordAsync(about, Event.Warning, "Slow", "It took 16 s.", None);
        Assert.Contains(await EventsAsync(), e => e.Message == "It took 16 s.");
    }

    [Fact]
    public async Task An_event_that_the_server_refuses_fails_nobody()
    {
        var away = new FlakyApi(_api);
        using var refusing = away.Refusing();
        await new EventRecorder(away, "tests", _time, NullLogger.Instance)
            .RecordAsync(Objects.ConfigMap("a"), Event.Normal, "Reason", "Message", None);
        Assert.Empty(await EventsAsync());
    }

    private async Task<IReadOnlyList<Event>> EventsAsync() => (await _api.ListAsync<Event>(new Selection("ns"), None)).Items;

    private EventRecorder Recorder() => new(_api, "tests", _time, NullLogger.Instance);
}
