using System.Net;
using System.Xml.Linq;
using TelegramParser.Contracts.Control;
using TelegramParser.Harness.Web;
using TelegramParser.Harness.Workers;
using TelegramParser.IntegrationTests.Storage;

namespace TelegramParser.IntegrationTests.Web;

[Collection(PostgresCollection.Name)]
public sealed class LoginApiTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Phone_code_and_password_lead_to_a_session_and_logout_ends_it()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var (_, worker) = await web.AddUserWithWorkerAsync("alice");
        worker.Login.TwoFactorPassword = "  spaces count ";

        var phone = await web.Http.CommandAsync("/users/1/login/phone", new { phone_number = "+1 (555) 000-0001" });
        var code = await web.Http.CommandAsync("/users/1/login/code", new { code = "246-80" });
        var ready = await web.Http.CommandAsync("/users/1/login/password", new { password = "  spaces count " });
        var status = await web.Http.JsonAsync("/users/1/login");
        var ended = await web.Http.CommandAsync("/users/1/logout");

        Assert.Equal("waiting_for_code", (string?)phone["state"]);
        Assert.Equal(5, (int?)phone["code_length"]);
        Assert.Equal("waiting_for_password", (string?)code["state"]);
        Assert.Equal("ready", (string?)ready["state"]);
        Assert.Equal("Alice Liddell", (string?)status["display_name"]);
        Assert.True(status.AsObject().ContainsKey("qr_link"));
        Assert.Equal("logged_out", (string?)ended["state"]);
    }

    [Fact]
    public async Task The_phone_number_of_the_manifest_is_used_when_none_is_given()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        await web.AddUserWithWorkerAsync("alice");

        Assert.Equal("waiting_for_code", (string?)(await web.Http.CommandAsync("/users/1/login/phone"))["state"]);
    }

    [Fact]
    public async Task The_QR_code_is_drawn_as_SVG_while_a_scan_is_awaited()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        await web.AddUserWithWorkerAsync("alice");

        await web.Http.ProblemAsync("/users/1/login/qr.svg", HttpStatusCode.NotFound, "no_qr_code");
        await web.Http.CommandAsync("/users/1/login/qr");
        using var answer = await web.Http.GetAsync("/users/1/login/qr.svg");

        Assert.Equal("image/svg+xml", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("svg", XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root?.Name.LocalName);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("phone", """{"phone_number":"12"}""", "PHONE_NUMBER_INVALID")]
    [InlineData("phone", """{"phone_number":"+15550000666"}""", "PHONE_NUMBER_BANNED")]
    [InlineData("code", """{"code":"11111"}""", "PHONE_CODE_INVALID")]
    [InlineData("code", """{"code":" "}""", "PHONE_CODE_EMPTY")]
    [InlineData("password", """{"password":"wrong"}""", "PASSWORD_HASH_INVALID")]
    public async Task A_refused_step_gives_Telegram_s_own_error(string step, string body, string reason)
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        await web.AddUserWithWorkerAsync("alice");

        var problem = await web.Http.RefusedAsync($"/users/1/login/{step}", HttpStatusCode.UnprocessableEntity, "login_rejected", body);

        Assert.Equal(reason, (string?)problem["reason"]);
    }

    [Theory]
    [InlineData("""{"kode":"1"}""", "invalid_body", HttpStatusCode.BadRequest)]
    [InlineData("""{"code":24680}""", "invalid_body", HttpStatusCode.BadRequest)]
    [InlineData("{", "invalid_body", HttpStatusCode.BadRequest)]
    public async Task A_body_that_is_not_understood_is_refused(string body, string code, HttpStatusCode status)
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        await web.AddUserWithWorkerAsync("alice");

        await web.Http.RefusedAsync("/users/1/login/code", status, code, body);
    }

    [Fact]
    public async Task A_worker_with_another_key_gets_nothing()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var impostor = await web.StartWorkerAsync("alice", web.CredentialsOf("mallory"));
        await web.AddUserAsync("alice", impostor.Url);

        await web.Http.ProblemAsync("/users/1/login", HttpStatusCode.ServiceUnavailable, "worker_untrusted");
        await web.Http.RefusedAsync("/users/1/channels/parse", HttpStatusCode.ServiceUnavailable, "worker_untrusted");
        Assert.Empty(impostor.Parses);
    }

    [Fact]
    public async Task A_worker_that_refuses_the_token_is_told_apart_from_a_user_who_is_not_logged_in()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var own = web.CredentialsOf("alice");
        var worker = await web.StartWorkerAsync("alice", own with { Token = "another" });
        await web.AddUserAsync("alice", worker.Url);

        await web.Http.ProblemAsync("/users/1/login", HttpStatusCode.ServiceUnavailable, "worker_untrusted");
    }

    [Fact]
    public async Task An_address_that_is_not_TLS_is_never_called()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        await web.AddUserAsync("alice", new Uri("http://127.0.0.1:1/"));

        await web.Http.ProblemAsync("/users/1/login", HttpStatusCode.ServiceUnavailable, "worker_unavailable");
    }
}
