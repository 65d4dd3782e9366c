using System.Text;
using TelegramParser.Harness.Kubernetes;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Configuration;

namespace TelegramParser.UnitTests.Kubernetes.Configuration;

public sealed class KubeconfigTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly TestPki _pki = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("tgparser-kubeconfig-").FullName;

    public void Dispose()
    {
        _pki.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_current_context_says_where_and_as_whom_with_data_in_the_file()
    {
        var configuration = Load($"""
            apiVersion: v1
            kind: Config
            current-context: work
            contexts:
            - name: work
              context: {"{"}cluster: c, user: u, namespace: team{"}"}
            clusters:
            - name: c
              cluster:
                server: https://k8s.example:6443
                certificate-authority-data: {Base64(_pki.AuthorityPem)}
                tls-server-name: kubernetes
                proxy-url: http://proxy.example:3128
            users:
            - name: u
              user:
                client-certificate-data: {Base64(_pki.ClientCertificatePem)}
                client-key-data: {Base64(_pki.ClientKeyPem)}
            preferences: {"{}"}
            """);
        Assert.Equal(("https://k8s.example:6443/", "team"), (configuration.Server.AbsoluteUri, configuration.Namespace));
        Assert.Equal("CN=test authority", Assert.Single(configuration.CertificateAuthorities!).Subject);
        var certificate = Assert.Single(configuration.ClientCertificate!);
        Assert.Equal(("CN=client", true), (certificate.Subject, certificate.HasPrivateKey));
        Assert.Equal(("kubernetes", "http://proxy.example:3128/"), (configuration.TlsServerName, configuration.Proxy!.AbsoluteUri));
        Assert.False(configuration.InsecureSkipTlsVerify);
        Assert.Null(configuration.Token);
    }

    [Fact]
    public void Paths_are_relative_to_the_file_that_they_are_in()
    {
        Write("ca.crt", _pki.AuthorityPem);
        Write("client.crt", _pki.ClientCertificatePem);
        Write("client.key", _pki.ClientKeyPem);
        Write("token", "from-file\n");
        var configuration = Load(Minimal(
            cluster: "server: https://k8s.example, certificate-authority: ca.crt",
            user: "client-certificate: client.crt, client-key: client.key, tokenFile: token, token: inline"));
        Assert.Single(configuration.CertificateAuthorities!);
        Assert.True(configuration.ClientCertificate![0].HasPrivateKey);
        Assert.Equal("from-file", configuration.Token!.Current);
        Assert.Equal("default", configuration.Namespace);
    }

    [Fact]
    public void Certificates_are_checked_unless_the_file_says_not_to()
    {
        Assert.False(Load(Minimal("server: https://k8s.example", "token: t")).InsecureSkipTlsVerify);
        Assert.True(Load(Minimal("server: https://k8s.example, insecure-skip-tls-verify: true", "token: t")).InsecureSkipTlsVerify);
    }

    [Fact]
    public void Of_several_files_the_first_that_names_something_wins_and_missing_ones_are_passed_over()
    {
        var first = Write("first", """
            current-context: work
            contexts: [{name: work, context: {cluster: c, user: u}}]
            users: [{name: u, user: {token: first}}]
            """);
        var second = Write("second", """
            current-context: other
            clusters: [{name: c, cluster: {server: "https://second.example"}}]
            users: [{name: u, user: {token: second}}]
            """);
        var configuration = Kubeconfig.Load([first, Path.Combine(_folder, "absent"), second]).Configure(context: null, _time);
        Assert.Equal(("second.example", "first"), (configuration.Server.Host, configuration.Token!.Current));
    }

    [Theory]
    [InlineData("server: https://k8s.example", "exec: {command: aws}", "an exec plugin, which is not supported")]
    [InlineData("server: https://k8s.example", "auth-provider: {name: gcp}", "an auth-provider, which is not supported")]
    [InlineData("server: https://k8s.example", "username: me, password: p", "a user name and password, which is not supported")]
    [InlineData("server: https://k8s.example", "as: somebody, token: t", "impersonation (as), which is not supported")]
    [InlineData("server: k8s.example", "token: t", "needs a server that is an http or https address")]
    [InlineData("server: https://k8s.example, certificate-authority: nowhere", "token: t", "certificate-authority of cluster \"c\" cannot be read")]
    [InlineData("server: https://k8s.example, certificate-authority-data: bm90aGluZw==", "token: t", "certificate-authority of cluster \"c\" is not valid")]
    [InlineData("server: https://k8s.example", "client-key-data: bm90aGluZw==", "needs both client-certificate and client-key")]
    public void What_cannot_work_is_refused_in_words(string cluster, string user, string words)
    {
        var error = Assert.Throws<ClientConfigurationException>(() => Load(Minimal(cluster, user)));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_that_is_unknown_is_answered_with_those_that_are_known()
    {
        var path = Write("config", Minimal("server: https://k8s.example", "token: t"));
        var error = Assert.Throws<ClientConfigurationException>(() => Kubeconfig.Load([path]).Configure("prod", _time));
        Assert.Equal("The kubeconfig has no context \"prod\", only: x.", error.Message);
        Assert.Throws<ClientConfigurationException>(() => Load("contexts: []"));
        Assert.Throws<ClientConfigurationException>(() => Kubeconfig.Load([Path.Combine(_folder, "absent")]));
    }

    [Fact]
    public void A_file_that_is_damaged_is_told_by_line_and_never_quoted()
    {
        var error = Assert.Throws<ClientConfigurationException>(() => Load("users:\n- name: u\n  user: [token: hunter2"));
        Assert.Contains("line 3", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pod_finds_its_server_by_environment_and_service_account()
    {
        Write("ca.crt", _pki.AuthorityPem);
        Write("token", "t");
        Write("namespace", "team\n");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["KUBERNETES_SERVICE_HOST"] = "fd00::1",
            ["KUBERNETES_SERVICE_PORT"] = "443",
        };
        Assert.Null(InClusterConfiguration.Find(_ => null, _time, _folder));
        var configuration = InClusterConfiguration.Find(environment.GetValueOrDefault, _time, _folder)!;
        Assert.Equal(("https://[fd00::1]/", "team", "t"), (configuration.Server.AbsoluteUri, configuration.Namespace, configuration.Token!.Current));
        Assert.Single(configuration.CertificateAuthorities!);

        File.Delete(Path.Combine(_folder, "token"));
        Assert.Throws<ClientConfigurationException>(() => InClusterConfiguration.Find(environment.GetValueOrDefault, _time, _folder));
    }

    [Fact]
    public void The_server_is_the_one_named_then_the_environments_then_the_pods_then_the_homes()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        Assert.Contains("KUBECONFIG is not set", Assert.Throws<ClientConfigurationException>(() => Find(null)).Message, StringComparison.Ordinal);

        Directory.CreateDirectory(Path.Combine(_folder, ".kube"));
        Write(".kube/config", Minimal("server: https://home.example", "token: t"));
        Assert.Equal("home.example", Find(null));

        Write("ca.crt", _pki.AuthorityPem);
        Write("token", "t");
        environment["KUBERNETES_SERVICE_HOST"] = "10.96.0.1";
        environment["KUBERNETES_SERVICE_PORT"] = "443";
        Assert.Equal("10.96.0.1", Find(null));
        Assert.Equal("home.example", Find(null, context: "x"));

        environment["KUBECONFIG"] = Write("environment", Minimal("server: https://environment.example", "token: t"));
        Assert.Equal("environment.example", Find(null));
        Assert.Equal("named.example", Find(Write("named", Minimal("server: https://named.example", "token: t"))));

        string Find(string? kubeconfig, string? context = null) => ClientConfigurationLoader.Load(
            kubeconfig, context, _time, environment.GetValueOrDefault, serviceAccount: _folder, home: _folder).Server.Host;
    }

    private static string Minimal(string cluster, string user) => $$"""
        current-context: x
        contexts: [{name: x, context: {cluster: c, user: u} }]
        clusters: [{name: c, cluster: { {{cluster}} } }]
        users: [{name: u, user: { {{user}} } }]
        """;

    private ClientConfiguration Load(string yaml) => Kubeconfig.Load([Write("config", yaml)]).Configure(context: null, _time);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
