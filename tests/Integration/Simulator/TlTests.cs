using TelegramParser.TelegramSimulator.Tl;

namespace TelegramParser.IntegrationTests.Simulator;

public sealed class TlTests
{
    private static readonly TlSchema Schema = TlSchema.Load(SchemaFiles.Locate());

    [Fact]
    public void The_schema_is_of_the_layer_that_TDLib_speaks() => Assert.Equal(227, Schema.Layer);

    [Fact]
    public void An_object_comes_back_as_it_was_written()
    {
        var written = new TlObject("message")
        {
            ["post"] = true,
            ["id"] = 7,
            ["peer_id"] = new TlObject("peerChannel") { ["channel_id"] = 1_500_000_001L },
            ["date"] = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
            ["message"] = "Ahoy, ⚓!",
            ["entities"] = new[] { new TlObject("messageEntityTextUrl") { ["offset"] = 1, ["length"] = 2, ["url"] = new string('u', 300) } },
            ["grouped_id"] = long.MaxValue,
        };

        var read = TlDecoder.Decode(Schema, new TlReader(TlEncoder.Encode(Schema, written)));

        Assert.Equal("message", read.Name);
        Assert.True(read.Bool("post"));
        Assert.False(read.Bool("silent"));
        Assert.Equal(7, read.Int("id"));
        Assert.Equal(1_500_000_001L, read.Object("peer_id")!.Long("channel_id"));
        Assert.Equal(1_700_000_000, read.Int("date"));
        Assert.Equal("Ahoy, ⚓!", read.Text("message"));
        Assert.Equal(new string('u', 300), Assert.Single(read.List<TlObject>("entities")).Text("url"));
        Assert.Equal(long.MaxValue, read.Long("grouped_id"));
        Assert.Null(read["edit_date"]);
    }

    [Fact]
    public void What_is_mandatory_and_missing_is_written_as_empty()
    {
        var written = new TlObject("channel") { ["id"] = 1L, ["title"] = "T" };

        var read = TlDecoder.Decode(Schema, new TlReader(TlEncoder.Encode(Schema, written)));

        Assert.Equal("chatPhotoEmpty", read.Object("photo")!.Name);
        Assert.Equal(0, read.Int("date"));
    }

    [Fact]
    public void Fields_that_share_a_flag_are_written_together()
    {
        var written = new TlObject("pollAnswerVoters") { ["option"] = new byte[] { 1 }, ["voters"] = 5 };

        var bytes = new TlReader(TlEncoder.Encode(Schema, written));
        var read = TlDecoder.Decode(Schema, bytes);

        Assert.Equal(5, read.Int("voters"));
        Assert.Empty(read.List<TlObject>("recent_voters"));
        Assert.Equal(0, bytes.Rest.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(253)]
    [InlineData(254)]
    [InlineData(70_000)]
    public void Bytes_of_any_length_end_on_a_word(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);

        var written = new TlWriter().Bytes(bytes).ToArray();

        Assert.Equal(0, written.Length % 4);
        Assert.Equal(bytes, new TlReader(written).Bytes());
    }

    [Fact]
    public void An_unknown_constructor_is_named_in_the_error()
    {
        var error = Assert.Throws<TlFormatException>(() => TlDecoder.Decode(Schema, new TlReader(new byte[] { 1, 2, 3, 4 })));

        Assert.Contains("04030201", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_without_a_schema_is_named_with_those_that_there_are()
    {
        var schemas = SchemaSet.Load([SchemaFiles.Locate()]);

        var error = Assert.Throws<SchemaException>(() => schemas.Of(229));

        Assert.Contains("229", error.Message, StringComparison.Ordinal);
        Assert.Contains("227", error.Message, StringComparison.Ordinal);
    }
}
