using TelegramParser.Harness.Time;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Simulator;

public sealed class ClientLogTests
{
    private const long Key = 0xabc;

    private readonly ManualTime _time = new();
    private readonly ClientLog _log;
    private readonly DateTimeOffset _start;

    public ClientLogTests()
    {
        _log = new ClientLog(_time);
        _start = _time.GetUtcNow();
    }

    [Fact]
    public void A_client_is_present_from_its_first_message_to_the_end_of_its_last_connection()
    {
        var (main, download) = (new object(), new object());
        _log.Hear(main, Key, "one");
        _log.Hear(download, Key, "one");
        Wait(5);
        _log.End(main);
        Assert.Null(Assert.Single(_log.All).Until);
        Wait(5);
        _log.End(download);

        var presence = Assert.Single(_log.All);
        Assert.Equal(("0000000000000abc", "one", _start, _start.AddSeconds(10)), (presence.Key, presence.Client, presence.Since, presence.Until!.Value));
        Assert.Equal(1, _log.MostAtOnce);
    }

    [Fact]
    public void One_client_after_another_is_no_overlap()
    {
        Speak("one", seconds: 3);
        _log.End("one");
        Speak("two", seconds: 3);

        Assert.Empty(_log.Overlaps);
        Assert.Equal(1, _log.MostAtOnce);
    }

    [Fact]
    public void Clients_of_two_keys_do_not_overlap()
    {
        _log.Hear("one", Key, "one");
        _log.Hear("two", Key + 1, "two");
        Wait(1);
        _log.Hear("one", Key, "one");

        Assert.Empty(_log.Overlaps);
        Assert.Equal(1, _log.MostAtOnce);
    }

    [Fact]
    public void A_frozen_client_overlaps_from_its_waking_to_its_last_word()
    {
        Speak("one", seconds: 3);
        Wait(60);
        Speak("two", seconds: 3);
        Assert.Empty(_log.Overlaps);
        Assert.Equal(2, _log.MostAtOnce);

        Wait(60);
        var waking = _time.GetUtcNow();
        _log.Hear("one", Key, "one");
        _time.Advance(TimeSpan.FromMilliseconds(400));
        _log.Hear("one", Key, "one");
        _log.End("one");

        var overlap = Assert.Single(_log.Overlaps);
        Assert.Equal(("one", "two", waking), (overlap.Earlier, overlap.Later, overlap.Since));
        Assert.Equal(TimeSpan.FromMilliseconds(400), overlap.Duration);
    }

    [Fact]
    public void An_overlap_ends_with_the_later_client()
    {
        Speak("one", seconds: 2);
        _log.Hear("two", Key, "two");
        Wait(1);
        _log.Hear("one", Key, "one");
        _log.End("two");
        Wait(5);
        _log.Hear("one", Key, "one");

        Assert.True(Assert.Single(_log.Overlaps).Duration <= TimeSpan.FromSeconds(1));
    }

    private void Speak(string client, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            _log.Hear(client, Key, client);
            Wait(1);
        }
    }

    private void Wait(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
