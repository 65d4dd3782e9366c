using TelegramParser.Contracts.Workers;

namespace TelegramParser.Worker.Settings;

/// <summary>The worker's secrets, read from their folder whenever they are needed so that a rotation is picked up.</summary>
internal sealed class SecretFiles(string folder)
{
    public int ApiId => int.TryParse(Required(WorkerSecrets.ApiId), out var id) && id > 0
        ? id
        : throw new SettingsException($"{WorkerSecrets.ApiId} in the credentials Secret is not a positive number. Copy it from https://my.telegram.org.");

    public string ApiHash => Required(WorkerSecrets.ApiHash);

    public string? Password => Optional(WorkerSecrets.Password);

    public string ControlToken => Required(WorkerSecrets.ControlToken);

    public string ControlKeyPem => Required(WorkerSecrets.ControlKey);

    public string? ProxySecret => Optional(WorkerSecrets.ProxySecret);

    public string? ProxyUsername => Optional(WorkerSecrets.ProxyUsername);

    public string? ProxyPassword => Optional(WorkerSecrets.ProxyPassword);

    public string? Crawl4AiToken => Optional(WorkerSecrets.Crawl4AiToken);

    /// <summary>A secret of a webhook; null when it is not there.</summary>
    /// <param name="prefix">What the names of its Secret's files begin with.</param>
    /// <param name="key">A key of <see cref="WebhookSecrets"/>.</param>
    public string? Webhook(string prefix, string key) => Optional(WebhookSecrets.File(prefix, key));

    public byte[] SessionKey
    {
        get
        {
            var key = new byte[32];
            return Convert.TryFromBase64String(Required(WorkerSecrets.SessionKey), key, out var length) && length == key.Length
                ? key
                : throw new SettingsException($"{WorkerSecrets.SessionKey} is not 32 bytes in base64.");
        }
    }

    private string Required(string name) =>
        Optional(name) ?? throw new SettingsException($"The secret '{name}' is missing or empty.");

    private string? Optional(string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } value ? value : null;
    }
}

/// <summary>A setting or secret that cannot be used; the message holds its name, never its value.</summary>
internal sealed class SettingsException(string message) : Exception(message);
