namespace TelegramParser.Kubernetes.Configuration;

/// <summary>
/// A token in a file that somebody else rotates, as the kubelet does with service account tokens. It is read again after a
/// minute, and at once when the server refuses it.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="time">Clock of reading again.</param>
public sealed class FileToken(string path, TimeProvider time) : ITokenSource
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private string? _token;
    private long _read;

    /// <inheritdoc/>
    /// <exception cref="ClientConfigurationException">The file was never readable or has no token.</exception>
    public string Current
    {
        get
        {
            lock (_gate)
            {
                if (_token is null || time.GetElapsedTime(_read) >= Lifetime)
                    Read();
                return _token!;
            }
        }
    }

    /// <inheritdoc/>
    public bool Refused(string token)
    {
        lock (_gate)
        {
            if (_token == token)
                Read();
            return _token != token;
        }
    }

    // A file that cannot be read for a moment leaves the last token in use: it may be good for long.
    private void Read()
    {
        try
        {
            var text = File.ReadAllText(path).Trim();
            _token = text.Length > 0 ? text : _token
                ?? throw new ClientConfigurationException($"The token file {path} is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_token is null)
                throw new ClientConfigurationException($"The token file {path} cannot be read: {e.Message}", e);
        }
        _read = time.GetTimestamp();
    }
}
