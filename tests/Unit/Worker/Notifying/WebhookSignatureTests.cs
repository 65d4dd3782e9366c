using System.Text;
using TelegramParser.Contracts.Notifications;
using TelegramParser.Worker.Notifying.Webhooks;

namespace TelegramParser.UnitTests.Worker.Notifying;

public sealed class WebhookSignatureTests
{
    [Fact]
    public void A_signature_is_that_of_the_standards_example()
    {
        var keys = WebhookKeys.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSignature.Sign(keys, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}"""));
    }

    [Fact]
    public void Each_of_several_keys_signs()
    {
        string Sign(string keys) => WebhookSignature.Sign(WebhookKeys.Parse(keys), "id", "1", "{}");

        Assert.Equal($"{Sign("whsec_bmV3")} {Sign("old")}", Sign("whsec_bmV3\r\n\n old \n"));
    }

    [Fact]
    public void A_key_without_the_prefix_is_its_text() =>
        Assert.Equal(Encoding.UTF8.GetBytes("ключ"), Assert.Single(WebhookKeys.Parse("ключ\n")));

    [Theory]
    [InlineData("", "there is no key in it")]
    [InlineData(" \n ", "there is no key in it")]
    [InlineData("whsec_", "what follows whsec_ is not base64")]
    [InlineData("whsec_s3cret!", "what follows whsec_ is not base64")]
    public void A_key_that_cannot_be_used_is_refused_and_not_repeated(string text, string why) =>
        Assert.Equal(why, Assert.Throws<FormatException>(() => WebhookKeys.Parse(text)).Message);
}
