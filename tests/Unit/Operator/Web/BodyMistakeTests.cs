using System.Text.Json;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Tokens;

namespace TelegramParser.UnitTests.Operator.Web;

public sealed class BodyMistakeTests
{
    [Theory]
    [InlineData("""{"name": "n8n"}""", "The body lacks 'scope'")]
    [InlineData("{}", "The body lacks 'name', 'scope'")]
    [InlineData("""{"name": "n8n", "scop": "all"}""", "The body has 'scop', which this route does not know")]
    [InlineData("""{"name": "n8n", "scope": 24680}""", "The body is not the JSON that this route expects (at scope)")]
    [InlineData("""{"name": "n8n", """, "The body is not the JSON that this route expects")]
    public void What_is_wrong_with_a_body_is_told_by_the_names_of_its_members(string body, string told)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(options);
        var mistake = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TokenRequest>(body, options));
        Assert.Equal(told, BodyMistake.Describe(mistake));
    }
}
