using TelegramParser.Harness.Time;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Simulator;

public sealed class ChannelTests
{
    private readonly Channel _channel = new SimulatedWorld(TimeProvider.System).Add(new ChannelInfo { Id = 1, Title = "T", Username = "t" });

    [Theory]
    [InlineData(0, 0, 3, new[] { 10, 9, 8 })]
    [InlineData(8, 0, 3, new[] { 7, 6, 4 })]
    [InlineData(8, -1, 3, new[] { 8, 7, 6 })]
    [InlineData(8, -99, 100, new[] { 10, 9, 8, 7 })]
    [InlineData(5, -3, 3, new[] { 8, 7, 6 })]
    [InlineData(1, 0, 3, new int[0])]
    [InlineData(3, 1, 9, new[] { 1 })]
    public void A_window_starts_below_its_offset_and_skips_deleted_ids(int offsetId, int addOffset, int limit, int[] expected)
    {
        LoadTen();
        _channel.Delete([5]);

        var page = _channel.History(new HistoryWindow(offsetId, AddOffset: addOffset, Limit: limit));

        Assert.Equal(expected, page.Posts.Select(post => post.Id));
        Assert.Equal(9, page.Total);
    }

    [Fact]
    public void A_window_can_be_bounded_by_ids_and_by_date()
    {
        LoadTen();

        Assert.Equal([7, 6], _channel.History(new HistoryWindow(MaxId: 8, MinId: 5)).Posts.Select(post => post.Id));
        Assert.Equal([3, 2, 1], _channel.History(new HistoryWindow(OffsetDate: 4)).Posts.Select(post => post.Id));
    }

    [Fact]
    public void Pts_grows_by_one_for_each_post_that_is_published_edited_or_deleted()
    {
        LoadTen();
        var before = _channel.Pts;

        _channel.Publish(new Post { Text = "new" });
        _channel.Edit(11, post => post with { Text = "newer" });
        _channel.Delete([3, 4, 99]);

        var difference = _channel.Difference(before, limit: 100);
        Assert.Equal(before + 4, difference.Pts);
        Assert.Equal(
            [(ChannelUpdateKind.New, before + 1, 1), (ChannelUpdateKind.Edited, before + 2, 1), (ChannelUpdateKind.Deleted, before + 4, 2)],
            difference.Updates.Select(update => (update.Kind, update.Pts, update.PtsCount)));
        Assert.NotNull(_channel.Find(11)!.EditDate);
    }

    [Fact]
    public void A_difference_is_too_long_beyond_the_limit_and_before_the_log()
    {
        LoadTen();
        var start = _channel.Pts;
        for (var i = 0; i < 3; i++)
            _channel.Publish(new Post { Text = "new" });

        Assert.False(_channel.Difference(start, limit: 3).IsTooLong);
        Assert.True(_channel.Difference(start, limit: 2).IsTooLong);
        Assert.True(_channel.Difference(start - 1, limit: 100).IsTooLong);
        Assert.Empty(_channel.Difference(_channel.Pts, limit: 100).Updates);
    }

    [Fact]
    public void Ids_of_deleted_posts_are_not_used_again()
    {
        LoadTen();
        _channel.Delete([10]);

        Assert.Equal(11, _channel.Publish(new Post { Text = "next" }).Id);
        Assert.Throws<ArgumentException>(() => _channel.Publish(new Post { Id = 10 }));
    }

    [Fact]
    public void A_flood_wait_counts_down_and_ends()
    {
        var time = new ManualTime();
        var faults = new Faults(time);
        faults.AddFloodWait("messages.getHistory", seconds: 30, phone: "+1");

        Assert.Equal("FLOOD_WAIT_30", faults.Hit("messages.getHistory", "+1", "a")?.Error);
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("FLOOD_WAIT_10", faults.Hit("messages.getHistory", "+1", "a")?.Error);
        Assert.Null(faults.Hit("messages.getHistory", "+2", "a"));
        Assert.Null(faults.Hit("users.getUsers", "+1", "a"));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(faults.Hit("messages.getHistory", "+1", "a"));
    }

    [Fact]
    public void A_fault_with_a_count_hits_so_many_calls()
    {
        var faults = new Faults(TimeProvider.System);
        faults.Add(new Fault { Method = "*", Code = 500, Error = "BUSY", Times = 2 });

        Assert.NotNull(faults.Hit("a", phone: null, "c"));
        Assert.NotNull(faults.Hit("b", phone: null, "c"));
        Assert.Null(faults.Hit("a", phone: null, "c"));
    }

    private void LoadTen()
    {
        for (var id = 1; id <= 10; id++)
            _channel.Load(new Post { Text = $"post {id}", Date = DateTimeOffset.FromUnixTimeSeconds(id) });
    }
}
