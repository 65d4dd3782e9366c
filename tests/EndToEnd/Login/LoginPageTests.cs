using Microsoft.Playwright;
using TelegramParser.Contracts.Control;
using TelegramParser.EndToEndTests.Browser;
using TelegramParser.Harness.Web;
using TelegramParser.Harness.Workers;
using TelegramParser.Storage.Sessions;

namespace TelegramParser.EndToEndTests.Login;

/// <summary>A person logs in, in a real browser; the test plays Telegram and the phone.</summary>
[Collection(BrowserCollection.Name)]
public sealed class LoginPageTests(BrowserFixture fixture)
{
    private const string Address = "/login/default:alice";

    [Fact]
    public async Task A_QR_code_is_shown_renews_itself_and_logs_in_when_scanned()
    {
        await using var scene = await SceneAsync();
        await scene.Watched.GoAsync(Address);
        await scene.Watched.PictureAsync("login-choose");

        await scene.Page.GetByRole(AriaRole.Button, new() { Name = "Show QR code" }).ClickAsync();
        var code = scene.Page.GetByAltText("QR code for logging in to Telegram");
        await Expect(code).ToBeVisibleAsync();
        await scene.Watched.PictureAsync("login-qr");
        var first = await code.GetAttributeAsync("src");
        scene.Worker.Login.RenewQr();
        await Expect(code).Not.ToHaveAttributeAsync("src", first!);
        scene.Worker.Login.ScanQr();

        await Expect(Heading(scene, "Logged in")).ToBeFocusedAsync();
        await Expect(scene.Page.GetByText("Alice Liddell")).ToBeVisibleAsync();
        await scene.Watched.PictureAsync("login-ready");
        await scene.Watched.AssertCalmAsync();
    }

    [Fact]
    public async Task A_phone_number_and_a_code_log_in_after_a_wrong_try_of_each()
    {
        await using var scene = await SceneAsync();
        await scene.Watched.GoAsync(Address);

        await scene.Page.GetByText("Use a phone number instead").ClickAsync();
        var phone = scene.Page.GetByLabel("Phone number");
        await phone.FillAsync("12");
        await phone.PressAsync("Enter");
        await Expect(scene.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not a phone number in international form");
        await Expect(phone).ToBeFocusedAsync();
        await Expect(phone).ToHaveValueAsync("12");
        await scene.Watched.PictureAsync("login-phone-wrong");
        await phone.FillAsync("+1 555 000 0001");
        await phone.PressAsync("Enter");
        await Expect(Heading(scene, "Enter the code")).ToBeVisibleAsync();
        await scene.Watched.PictureAsync("login-code");
        var code = scene.Page.GetByLabel("Code", new() { Exact = true });
        await Expect(code).ToBeFocusedAsync();
        await code.FillAsync("11111");
        await code.PressAsync("Enter");
        await Expect(scene.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("That code is not right");
        await Expect(code).ToBeFocusedAsync();
        await scene.Watched.PictureAsync("login-code-wrong");
        await code.FillAsync(ScriptedLogin.RightCode);
        await code.PressAsync("Enter");

        await Expect(Heading(scene, "Logged in")).ToBeVisibleAsync();
        await Expect(scene.Page).ToHaveURLAsync(new Uri(scene.Web.Url, Address).ToString());
        await scene.Watched.AssertCalmAsync();
    }

    [Fact]
    public async Task The_2FA_password_is_asked_for_and_a_wrong_one_is_explained()
    {
        await using var scene = await SceneAsync();
        scene.Worker.Login.TwoFactorPassword = "correct horse";
        scene.Worker.Login.RenewQr();
        await scene.Watched.GoAsync(Address);
        scene.Worker.Login.ScanQr();

        var password = scene.Page.GetByLabel("Password");
        await Expect(password).ToBeFocusedAsync();
        await Expect(scene.Page.GetByText("Your hint: the usual one")).ToBeVisibleAsync();
        await scene.Watched.PictureAsync("login-password");
        await password.FillAsync("wrong");
        await password.PressAsync("Enter");
        await Expect(scene.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("That password is not right");
        await Expect(password).ToHaveValueAsync("");
        await scene.Watched.PictureAsync("login-password-wrong");
        await password.FillAsync("correct horse");
        await password.PressAsync("Enter");

        await Expect(Heading(scene, "Logged in")).ToBeVisibleAsync();
        await scene.Watched.AssertCalmAsync();
    }

    [Fact]
    public async Task After_a_QR_code_has_expired_there_is_a_way_to_a_new_one()
    {
        await using var scene = await SceneAsync();
        scene.Worker.Login.RenewQr();
        await scene.Watched.GoAsync(Address);
        await Expect(Heading(scene, "Scan with your phone")).ToBeVisibleAsync();
        scene.Worker.Login.ExpireQr();

        await Expect(scene.Page.GetByText("That QR code has expired")).ToBeVisibleAsync();
        await scene.Watched.PictureAsync("login-qr-expired");
        await scene.Page.GetByRole(AriaRole.Button, new() { Name = "Show QR code" }).ClickAsync();

        await Expect(Heading(scene, "Scan with your phone")).ToBeVisibleAsync();
        await scene.Watched.AssertCalmAsync();
    }

    [Fact]
    public async Task What_is_being_typed_survives_a_renewed_QR_code()
    {
        await using var scene = await SceneAsync();
        scene.Worker.Login.RenewQr();
        await scene.Watched.GoAsync(Address);
        await scene.Page.GetByText("Use a phone number instead").ClickAsync();
        var phone = scene.Page.GetByLabel("Phone number");
        await phone.FillAsync("+1 555");
        var code = scene.Page.GetByAltText("QR code for logging in to Telegram");
        var first = await code.GetAttributeAsync("src");
        scene.Worker.Login.RenewQr();

        await Expect(code).Not.ToHaveAttributeAsync("src", first!);
        await Expect(phone).ToHaveValueAsync("+1 555");
        await Expect(phone).ToBeFocusedAsync();
        await scene.Watched.AssertCalmAsync();
    }

    [Fact]
    public async Task A_flood_wait_says_how_long_it_lasts()
    {
        await using var scene = await SceneAsync();
        scene.Worker.Login.FloodWait = 600;
        await scene.Watched.GoAsync(Address);
        await scene.Page.GetByText("Use a phone number instead").ClickAsync();
        await scene.Page.GetByLabel("Phone number").FillAsync("+15550000001");
        await scene.Page.GetByRole(AriaRole.Button, new() { Name = "Send code" }).ClickAsync();

        await Expect(scene.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Telegram asks to wait. Try again in 10 minutes.");
        await scene.Watched.PictureAsync("login-flood-wait");
        await scene.Watched.AssertCalmAsync();
    }

    [Fact]
    public async Task Logging_out_is_asked_for_twice_and_leads_back()
    {
        await using var scene = await SceneAsync();
        scene.Worker.Login.ScanQr();
        await scene.Watched.GoAsync(Address);
        await scene.Page.GetByText("Log out…").ClickAsync();
        await Expect(scene.Page.GetByText("Stored posts stay")).ToBeVisibleAsync();
        await scene.Page.GetByRole(AriaRole.Button, new() { Name = "Log out of Telegram" }).ClickAsync();

        await Expect(Heading(scene, "Logged out")).ToBeVisibleAsync();
        await Expect(scene.Page.GetByRole(AriaRole.Button, new() { Name = "Show QR code" })).ToBeVisibleAsync();
        await scene.Watched.PictureAsync("login-logged-out");
        await scene.Watched.AssertCalmAsync();
    }

    [Theory]
    [InlineData(SessionState.LoggedOut, "SessionRevoked", "Telegram ended the session")]
    [InlineData(SessionState.LoggedOut, "AccountBanned", "Telegram has banned or deleted this account")]
    [InlineData(SessionState.Refused, "AccountMismatch", "This account cannot be used here")]
    [InlineData(SessionState.Refused, "AccountClaimed", "This account cannot be used here")]
    [InlineData(SessionState.Starting, null, "Starting")]
    [InlineData(SessionState.WaitingForLease, "SessionHeld", "Waiting for the session")]
    [InlineData(SessionState.LoggingOut, null, "Logging out")]
    [InlineData(SessionState.Failed, "SessionKeyMissing", "The Telegram client cannot start")]
    public async Task Every_state_explains_itself_and_moves_on_when_it_changes(SessionState state, string? reason, string title)
    {
        await using var scene = await SceneAsync();
        scene.Worker.Login.Status = new LoginStatus { State = state, Reason = reason, Message = "The worker’s own words." };
        await scene.Watched.GoAsync(Address);

        await Expect(Heading(scene, title)).ToBeVisibleAsync();
        await scene.Watched.PictureAsync($"state-{state}-{reason}".ToLowerInvariant());
        scene.Worker.Login.ScanQr();
        await Expect(Heading(scene, "Logged in")).ToBeVisibleAsync();
        await scene.Watched.AssertCalmAsync();
    }

    [Fact]
    public async Task A_worker_that_is_down_is_shown_and_found_again_at_its_new_address()
    {
        await using var scene = await SceneAsync();
        await scene.Worker.DisposeAsync();
        await scene.Watched.GoAsync(Address);
        await Expect(Heading(scene, "The worker does not answer")).ToBeVisibleAsync();
        await scene.Watched.PictureAsync("login-worker-down");

        var next = await scene.Web.StartWorkerAsync("alice");
        await scene.Alice.ReportAsync(new SessionReport(SessionState.WaitingForLogin, ControlUrl: next.Url.ToString()));

        await Expect(Heading(scene, "Log in to Telegram")).ToBeVisibleAsync();
        await scene.Watched.AssertCalmAsync();
    }

    [Fact]
    public async Task Everything_works_without_scripts()
    {
        await using var scene = await SceneAsync(new BrowserNewContextOptions { Locale = "en-GB", JavaScriptEnabled = false });
        scene.Worker.Login.TwoFactorPassword = "correct horse";
        await scene.Watched.GoAsync(Address);
        await scene.Page.GetByRole(AriaRole.Button, new() { Name = "Show QR code" }).ClickAsync();
        await Expect(scene.Page.GetByAltText("QR code for logging in to Telegram")).ToBeVisibleAsync();
        scene.Worker.Login.ScanQr();

        // The page reloads itself while it waits for the phone.
        var password = scene.Page.GetByLabel("Password");
        await Expect(password).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await password.FillAsync("correct horse");
        await scene.Page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();

        await Expect(Heading(scene, "Logged in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_form_of_a_page_that_was_open_too_long_is_not_sent()
    {
        await using var scene = await SceneAsync();
        await scene.Watched.GoAsync(Address);
        await scene.Page.Context.ClearCookiesAsync();
        await scene.Page.GetByRole(AriaRole.Button, new() { Name = "Show QR code" }).ClickAsync();

        await Expect(scene.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("open for too long");
        Assert.Equal(SessionState.WaitingForLogin, scene.Worker.Login.Status.State);
        await scene.Page.GetByRole(AriaRole.Button, new() { Name = "Show QR code" }).ClickAsync();
        await Expect(Heading(scene, "Scan with your phone")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough()
    {
        await using var scene = await SceneAsync();
        await scene.Watched.GoAsync(Address);
        await scene.Page.Keyboard.PressAsync("Tab");
        await Expect(scene.Page.GetByRole(AriaRole.Link, new() { Name = "Telegram parser" })).ToBeFocusedAsync();
        await scene.Page.Keyboard.PressAsync("Tab");
        await Expect(scene.Page.GetByRole(AriaRole.Button, new() { Name = "Show QR code" })).ToBeFocusedAsync();
        await scene.Page.Keyboard.PressAsync("Enter");

        await Expect(Heading(scene, "Scan with your phone")).ToBeVisibleAsync();
        await scene.Watched.AssertCalmAsync();
    }

    [Theory]
    [InlineData("en-GB", ColorScheme.Dark, 1280, 800, "Scan with your phone")]
    [InlineData("ru-RU", ColorScheme.Light, 1280, 800, "Отсканируйте телефоном")]
    [InlineData("en-GB", ColorScheme.Light, 360, 740, "Scan with your phone")]
    [InlineData("ru-RU", ColorScheme.Dark, 390, 844, "Отсканируйте телефоном")]
    public async Task It_reads_well_by_night_on_a_phone_and_in_Russian(
        string locale, ColorScheme scheme, int width, int height, string title)
    {
        await using var scene = await SceneAsync(new BrowserNewContextOptions
        {
            Locale = locale, ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        var look = $"{locale}-{scheme}-{width}".ToLowerInvariant();
        await scene.Watched.GoAsync(Address);
        await scene.Watched.PictureAsync($"look-choose-{look}");
        await scene.Watched.AssertCalmAsync();
        scene.Worker.Login.RenewQr();
        await Expect(Heading(scene, title)).ToBeVisibleAsync();
        await scene.Watched.PictureAsync($"look-qr-{look}");
        await scene.Watched.AssertCalmAsync();
        scene.Worker.Login.ScanQr();
        await Expect(scene.Page.GetByText("Alice Liddell")).ToBeVisibleAsync();
        await scene.Watched.PictureAsync($"look-ready-{look}");
        await scene.Watched.AssertCalmAsync();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private static IPageAssertions Expect(IPage page) => Assertions.Expect(page);

    private static ILocator Heading(Scene scene, string title) =>
        scene.Page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1, Exact = true });

    private async Task<Scene> SceneAsync(BrowserNewContextOptions? options = null)
    {
        var web = await WebInstallation.StartAsync(fixture.Cluster);
        var (alice, worker) = await web.AddUserWithWorkerAsync("alice", SessionState.WaitingForLogin);
        return new Scene(web, alice, worker, await WatchedPage.OpenAsync(fixture.Browser, web.Url, options));
    }

    private sealed record Scene(WebInstallation Web, SeededUser Alice, ScriptedWorker Worker, WatchedPage Watched) : IAsyncDisposable
    {
        public IPage Page => Watched.Page;

        public async ValueTask DisposeAsync()
        {
            await Watched.DisposeAsync();
            await Web.DisposeAsync();
        }
    }
}
