using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Authorization;
using TelegramParser.Worker.Telegram.Native;

namespace TelegramParser.UnitTests.Worker.Telegram;

public sealed class TelegramErrorTests
{
    [Theory]
    [InlineData("Too Many Requests: retry after 600", 600)]
    [InlineData("FLOOD_WAIT_31", 31)]
    [InlineData("FLOOD_PREMIUM_WAIT_3", 3)]
    [InlineData("SLOWMODE_WAIT_10", 10)]
    public void A_flood_wait_tells_how_long_it_lasts(string error, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new TelegramException(429, error).RetryAfter);

    [Theory]
    [InlineData("CHANNEL_PRIVATE")]
    [InlineData("Too Many Requests")]
    public void Other_errors_tell_no_time(string error)
    {
        var exception = new TelegramException(400, error);
        Assert.Null(exception.RetryAfter);
        Assert.False(exception.IsFloodWait);
    }

    [Fact]
    public void A_line_of_TDLibs_log_tells_of_a_slept_flood_wait()
    {
        var wait = FloodWaitWatch.Parse("[ 1][t 4][NetQuery.cpp:1][!NetQuery] [Query:[id:1]][Error : 420 : FLOOD_WAIT_4] [delay for 4000.0ms]");
        Assert.Equal(TimeSpan.FromSeconds(4), wait!.Duration);
        Assert.Null(FloodWaitWatch.Parse("[Error : 400 : CHANNEL_PRIVATE]"));
    }

    [Theory]
    [InlineData("[Query:[id:1]][Error : 401 : SESSION_REVOKED] [", "SESSION_REVOKED")]
    [InlineData("[Error : 401 : USER_DEACTIVATED_BAN]", "USER_DEACTIVATED_BAN")]
    [InlineData("[Error : 401 : USER_DEACTIVATED]", "USER_DEACTIVATED")]
    [InlineData("[Error : 406 : AUTH_KEY_DUPLICATED]", "AUTH_KEY_DUPLICATED")]
    [InlineData("[Error : 401 : SESSION_PASSWORD_NEEDED]", null)]
    [InlineData("[Error : 400 : USER_DEACTIVATED]", null)]
    public void A_line_of_TDLibs_log_tells_why_a_session_ends(string line, string? error) => Assert.Equal(error, SessionEndWatch.Parse(line));

    [Theory]
    [InlineData("PHONE_CODE_INVALID", "not the code")]
    [InlineData("PHONE_CODE_EXPIRED", "expired")]
    [InlineData("PASSWORD_HASH_INVALID", "2FA password")]
    [InlineData("API_ID_INVALID", "my.telegram.org")]
    [InlineData("SOMETHING_NEW", "SOMETHING_NEW")]
    public void A_refused_login_is_put_into_words(string error, string words)
    {
        var refused = LoginErrors.Explain(new TelegramException(400, error));
        Assert.Equal(error, refused.Reason);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30, "30 seconds")]
    [InlineData(600, "10 minutes")]
    [InlineData(80_000, "23 hours")]
    public void A_login_in_a_flood_wait_says_how_long_to_wait(int seconds, string words)
    {
        var refused = LoginErrors.Explain(new TelegramException(429, $"Too Many Requests: retry after {seconds}"));
        Assert.Equal(TimeSpan.FromSeconds(seconds), refused.RetryAfter);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("15550000001", "+•••••••••01")]
    [InlineData("+15550000001", "+•••••••••01")]
    public void A_phone_number_shows_its_last_two_digits(string number, string shown) =>
        Assert.Equal(shown, LoginStatusMapper.Mask(number));

    [Fact]
    public void A_missing_library_says_where_it_was_looked_for()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var missing = Assert.Throws<FileNotFoundException>(() => TdLibrary.Find(configured: null, folder));
        Assert.Contains(Path.Combine(folder, "libtdjson.so"), missing.Message, StringComparison.Ordinal);
        Assert.Contains("TGPARSER_TDJSON", missing.Message, StringComparison.Ordinal);

        var configured = Path.Combine(folder, "elsewhere.so");
        Assert.Contains(configured, Assert.Throws<FileNotFoundException>(() => TdLibrary.Find(configured, folder)).Message, StringComparison.Ordinal);
        Directory.Delete(folder);
    }
}
