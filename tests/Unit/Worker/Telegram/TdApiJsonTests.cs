using System.Text;
using System.Text.Json;
using TelegramParser.Worker.Telegram.Api;
using TelegramParser.Worker.Telegram.Native;

namespace TelegramParser.UnitTests.Worker.Telegram;

public sealed class TdApiJsonTests
{
    public static TheoryData<Type> Functions => [.. typeof(ITdFunction<>).Assembly.GetTypes()
        .Where(type => type.GetInterfaces().Any(IsFunction))];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_function_and_its_result_have_json(Type function)
    {
        var result = function.GetInterfaces().Single(IsFunction).GetGenericArguments()[0];
        Assert.NotNull(TdApiJson.Default.GetTypeInfo(function));
        Assert.NotNull(TdApiJson.Default.GetTypeInfo(result));
    }

    [Fact]
    public void A_request_carries_its_type_its_number_and_its_parameters_in_snake_case()
    {
        var json = Encoding.UTF8.GetString(TdRequestJson.Write(new GetChatHistory(-1001, 5, -99, 100), 7));
        Assert.Equal(
            """{"@type":"getChatHistory","@extra":7,"chat_id":-1001,"from_message_id":5,"offset":-99,"limit":100,"only_local":false}""" + "\0",
            json);
    }

    [Fact]
    public void A_request_without_parameters_is_an_object_too() =>
        Assert.Equal("{\"@type\":\"getMe\",\"@extra\":1}\0", Encoding.UTF8.GetString(TdRequestJson.Write(new GetMe(), 1)));

    [Fact]
    public void A_nested_parameter_carries_its_type()
    {
        var json = Encoding.UTF8.GetString(TdRequestJson.Write(
            new AddProxy(new Proxy("127.0.0.1", 443, new ProxyTypeMtproto("00")), Enable: true), 1));
        Assert.Contains("""{"@type":"proxyTypeMtproto","secret":"00"}""", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_envelope_is_what_stands_first_and_last()
    {
        var envelope = TdEnvelope.Read("""{"@type":"ok","nested":{"@extra":9},"@extra":3,"@client_id":2}"""u8);
        Assert.Equal(new TdEnvelope("ok", 2, 3), envelope);
        Assert.Null(TdEnvelope.Read("""{"@type":"updateOption","@client_id":2}"""u8).RequestId);
        Assert.Null(TdEnvelope.Read("""{"@type":"update","nested":{"a":1,"@extra":9},"@client_id":2}"""u8).RequestId);
        Assert.Equal(
            new TdEnvelope("update", 2, null),
            TdEnvelope.Read("""{"@type":"update","text":"said \",\"@extra\":9,\"@client_id\":9","@client_id":2}"""u8));
    }

    [Fact]
    public void An_update_of_an_unknown_kind_is_read_as_the_base()
    {
        var update = JsonSerializer.Deserialize("""{"@type":"updateOfTomorrow","x":{"y":[1]}}""", TdApiJson.Default.TdUpdate)!;
        Assert.Equal(typeof(TdUpdate), update.GetType());
    }

    [Fact]
    public void Unknown_kinds_inside_a_message_do_not_make_it_unreadable()
    {
        var message = JsonSerializer.Deserialize(
            """
            {"@type":"message","id":1048576,"sender_id":{"@type":"messageSenderOfTomorrow"},"chat_id":-1,"date":1,
             "forward_info":{"@type":"messageForwardInfo","origin":{"@type":"messageOriginOfTomorrow"},"date":2},
             "content":{"@type":"messageOfTomorrow","text":{"@type":"x"}},"reply_markup":{"@type":"replyMarkupOfTomorrow"}}
            """, TdApiJson.Default.Message)!;
        Assert.Equal(new MessageOther("messageOfTomorrow"), message.Content);
        Assert.Equal(new MessageOrigin(), message.ForwardInfo!.Origin);
    }

    [Fact]
    public void Numbers_of_64_bits_arrive_as_text()
    {
        var message = JsonSerializer.Deserialize(
            """{"@type":"message","media_album_id":"9223372036854775807","content":{"@type":"messageText","text":{"text":"","entities":[]}}}""",
            TdApiJson.Default.Message)!;
        Assert.Equal(long.MaxValue, message.MediaAlbumId);
    }

    [Fact]
    public void Secrets_do_not_show_in_text()
    {
        object[] secrets =
        [
            new CheckAuthenticationCode("hunter2"), new CheckAuthenticationPassword("hunter2"),
            new SetAuthenticationPhoneNumber("hunter2"), new ProxyTypeMtproto("hunter2"),
            new ProxyTypeSocks5("hunter2", "hunter2"), new AuthorizationStateWaitOtherDeviceConfirmation("hunter2"),
            new AuthenticationCodeInfo("hunter2", new AuthenticationCodeTypeSms()),
            new UpdateAuthorizationState(new AuthorizationStateWaitOtherDeviceConfirmation("hunter2")),
            new AddProxy(new Proxy("server", 1, new ProxyTypeMtproto("hunter2")), Enable: true),
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain("hunter2", secret.ToString(), StringComparison.Ordinal));
    }

    private static bool IsFunction(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ITdFunction<>);
}
