using System.Net.Http.Json;
using System.Text.Json;
using TelegramParser.Harness.Secrets;
using TelegramParser.Harness.Time;
using TelegramParser.TelegramSimulator;

namespace TelegramParser.Harness.Standalone;

/// <summary>Plays people who log in through the REST API, with a phone that only the simulator knows.</summary>
public sealed class RestLogins(HttpClient api, Simulator telegram)
{
    /// <summary>Scans the QR code.</summary>
    public async Task ByQrAsync(string user, string phone, CancellationToken ct)
    {
        await SeeStateAsync(user, "waiting_for_login", ct);
        await PostAsync(user, "qr", null, ct);
        var login = await SeeStateAsync(user, "waiting_for_qr_scan", ct);
        telegram.AcceptLogin(login.GetProperty("qr_link").GetString()!, phone);
        await SeeStateAsync(user, "ready", ct);
    }

    /// <summary>Types the code, and the password when there is one.</summary>
    public async Task ByCodeAsync(string user, string code, string? password, CancellationToken ct)
    {
        KnownSecrets.Add("a login code", code);
        await SeeStateAsync(user, "waiting_for_login", ct);
        await PostAsync(user, "phone", new { }, ct);
        await SeeStateAsync(user, "waiting_for_code", ct);
        await PostAsync(user, "code", new { code }, ct);
        if (password is not null)
        {
            KnownSecrets.Add("a 2FA password", password);
            await SeeStateAsync(user, "waiting_for_password", ct);
            await PostAsync(user, "password", new { password }, ct);
        }
        await SeeStateAsync(user, "ready", ct);
    }

    private Task<JsonElement> SeeStateAsync(string user, string state, CancellationToken ct) => Eventually.SeeAsync(
        async () =>
        {
            using var answer = await api.GetAsync($"/users/{user}/login", ct);
            // Until the worker is up this answers 503.
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>(ct) : default;
        },
        login => login.ValueKind == JsonValueKind.Object && login.GetProperty("state").GetString() == state,
        TimeSpan.FromMinutes(2));

    private async Task PostAsync(string user, string step, object? body, CancellationToken ct)
    {
        using var answer = await api.PostAsJsonAsync($"/users/{user}/login/{step}", body, ct);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"Login of {user}: {await answer.Content.ReadAsStringAsync(ct)}");
    }
}
