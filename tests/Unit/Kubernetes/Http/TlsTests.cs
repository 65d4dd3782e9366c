using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Harness.Kubernetes;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Configuration;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Http;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.UnitTests.Kubernetes.Http;

public sealed class TlsTests : IAsyncLifetime, IDisposable
{
    private readonly TestPki _pki = new();
    private ScriptedApiServer _server = null!;

    public async Task InitializeAsync() => _server = await ScriptedApiServer.StartAsync(_pki);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _pki.Dispose();

    [Fact]
    public async Task A_private_authority_is_trusted_and_the_client_certificate_presented()
    {
        await ReadAsync(_server.Configuration with
        {
            CertificateAuthorities = CertificateReader.Authorities(_pki.AuthorityPem),
            ClientCertificate = CertificateReader.WithKey(_pki.ClientCertificatePem, _pki.ClientKeyPem),
        });
        Assert.Equal("CN=client", _server.Requests.Single().ClientCertificate);
    }

    [Fact]
    public async Task A_server_of_another_authority_gets_no_request()
    {
        using var others = new TestPki();
        var configuration = _server.Configuration with
        {
            CertificateAuthorities = CertificateReader.Authorities(others.AuthorityPem),
            Token = new StaticToken("secret"),
        };
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(configuration));
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(configuration with { CertificateAuthorities = null }));
        Assert.Empty(_server.Requests);
        await ReadAsync(configuration with { InsecureSkipTlsVerify = true });
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task The_name_in_the_certificate_is_the_addresss_or_the_one_that_is_configured()
    {
        var configuration = _server.Configuration with
        {
            Server = new Uri($"https://localhost:{_server.Url.Port}"),
            CertificateAuthorities = CertificateReader.Authorities(_pki.AuthorityPem),
        };
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(configuration));
        await ReadAsync(configuration with { TlsServerName = "kubernetes" });
        Assert.Single(_server.Requests);
    }

    private async Task ReadAsync(ClientConfiguration configuration)
    {
        _server.Answer(200, """{"metadata":{"namespace":"ns","name":"a"}}""");
        using var api = new HttpKubernetesApi(
            configuration, new ClientOptions { UserAgent = "tests/1.0" }, new ManualTime(), new Random(1), NullLogger.Instance);
        await api.GetAsync<ConfigMap>(new ObjectKey("ns", "a"), CancellationToken.None);
    }
}
