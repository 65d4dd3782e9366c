using System.Text.Json;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Worker.Telegram.Api;
using TelegramParser.Worker.Telegram.Authorization;

namespace TelegramParser.UnitTests.Worker.Telegram;

public sealed class LoginStatusMapperTests
{
    [Theory]
    [InlineData("""{"@type":"authorizationStateWaitPhoneNumber"}""", Reasons.LoginRequired)]
    [InlineData("""{"@type":"authorizationStateWaitRegistration"}""", Reasons.PhoneNotRegistered)]
    [InlineData("""{"@type":"authorizationStateWaitEmailAddress"}""", Reasons.EmailCodeRequired)]
    [InlineData("""{"@type":"authorizationStateWaitEmailCode"}""", Reasons.EmailCodeRequired)]
    [InlineData("""{"@type":"authorizationStateWaitPremiumPurchase"}""", Reasons.PremiumRequired)]
    public void Each_dead_end_of_a_login_has_its_own_reason_and_another_way_in(string json, string reason)
    {
        var update = (UpdateAuthorizationState)JsonSerializer.Deserialize(
            $$"""{"@type":"updateAuthorizationState","authorization_state":{{json}} }""", TdApiJson.Default.TdUpdate)!;

        var status = LoginStatusMapper.Map(update.AuthorizationState)!;

        Assert.Equal((SessionState.WaitingForLogin, reason), (status.State, status.Reason));
        Assert.NotEmpty(status.Message!);
    }

    [Theory]
    [InlineData("AUTH_KEY_DUPLICATED", Reasons.SessionDuplicated)]
    [InlineData("USER_DEACTIVATED", Reasons.AccountBanned)]
    [InlineData("USER_DEACTIVATED_BAN", Reasons.AccountBanned)]
    [InlineData("SESSION_EXPIRED", Reasons.SessionRevoked)]
    [InlineData(null, Reasons.SessionRevoked)]
    public void A_session_that_Telegram_has_ended_tells_why(string? error, string reason) =>
        Assert.Equal((SessionState.LoggedOut, reason), (LoginStatusMapper.EndedByTelegram(error).State, LoginStatusMapper.EndedByTelegram(error).Reason));
}
