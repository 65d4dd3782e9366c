using System.CommandLine;
using System.Text.Json.Nodes;
using TelegramParser.Harness.Helm;
using TelegramParser.Operator.Cli;
using TelegramParser.Operator.Setup;
using TelegramParser.Telemetry.Logging;

namespace TelegramParser.UnitTests.Charts;

public sealed class OperatorPodTests
{
    private static readonly string[] Everything =
        ["telegram.existingSecret=a", "proxy.existingSecret=b", "worker.imagePullSecrets=[c]", "worker.storage.storageClass=fast"];

    private const string TokenFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    [Fact]
    public async Task Only_the_containers_that_speak_to_the_API_server_have_its_token()
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.With());
        var pod = rendering.Pods[$"Deployment {HelmChart.FullName}"];
        var volumes = pod["volumes"]!.AsArray().Where(HoldsToken).Select(volume => (string)volume!["name"]!).ToList();
        Assert.Equal(["api-access"], volumes);
        Assert.Equal(
            ["secrets", "operator"],
            Containers(pod).Where(container => MountsOf(container).Any(mount => (string?)mount["name"] == "api-access")).Select(NameOf));
        // The web server's is that of another account, which may do less.
        Assert.Equal(
            ["web"],
            Containers(pod).Where(container => MountsOf(container).Any(mount => (string?)mount["name"] == "web-api-access")).Select(NameOf));
        Assert.Equal($"{HelmChart.FullName}-web-token", (string?)HelmRendering.At(pod, "volumes[web-api-access].secret.secretName"));
        Assert.All(
            Containers(pod).SelectMany(MountsOf).Where(mount => (string?)mount["name"] is "api-access" or "web-api-access"),
            mount => Assert.Equal((TokenFolder, true), ((string?)mount["mountPath"], (bool?)mount["readOnly"])));
        Assert.All(
            rendering.Pods.Where(other => !other.Key.StartsWith("Deployment", StringComparison.Ordinal)),
            other => Assert.DoesNotContain(other.Value["volumes"]!.AsArray(), HoldsToken));
    }

    [Fact]
    public async Task The_token_volume_holds_what_a_service_account_folder_holds()
    {
        var pod = (await HelmChart.RenderAsync(ChartValues.With())).Pods[$"Deployment {HelmChart.FullName}"];
        var sources = HelmRendering.At(pod, "volumes[api-access].projected.sources")!.AsArray();
        Assert.Equal("token", (string?)HelmRendering.At(sources[0], "serviceAccountToken.path"));
        Assert.Equal(
            ("kube-root-ca.crt", "ca.crt"),
            ((string?)HelmRendering.At(sources[1], "configMap.name"), (string?)HelmRendering.At(sources[1], "configMap.items[0].path")));
        Assert.Equal("namespace", (string?)HelmRendering.At(sources[2], "downwardAPI.items[0].path"));
    }

    [Fact]
    public async Task Secrets_come_first_then_the_schema_then_operator_and_web_server()
    {
        var pod = (await HelmChart.RenderAsync(ChartValues.With())).Pods[$"Deployment {HelmChart.FullName}"];
        Assert.Equal(["secrets", "migrate"], pod["initContainers"]!.AsArray().Select(NameOf));
        Assert.Equal(["operator", "web"], pod["containers"]!.AsArray().Select(NameOf));
        Assert.Equal(["secrets", "migrate", "run", "web"], Containers(pod).Select(container => (string?)container["args"]!.AsArray().Single()));
    }

    [Fact]
    public async Task Each_container_connects_under_the_role_that_is_meant_for_it()
    {
        var pod = (await HelmChart.RenderAsync(ChartValues.With())).Pods[$"Deployment {HelmChart.FullName}"];
        Assert.Equal(["TGPARSER_DATABASE=migrate-url", "TGPARSER_OPERATOR_DATABASE=operator-url", "TGPARSER_WEB_DATABASE=web-url", "TGPARSER_WORKER_DATABASE=worker-url"], From("initContainers[migrate]"));
        Assert.Equal(["TGPARSER_CONTROL_KEY=control-key", "TGPARSER_DATABASE=operator-url", "TGPARSER_WORKER_DATABASE=worker-url"], From("containers[operator]"));
        Assert.Equal(["TGPARSER_API_TOKEN=api-token", "TGPARSER_CONTROL_KEY=control-key", "TGPARSER_DATABASE=web-url"], From("containers[web]"));
        Assert.Empty(From("initContainers[secrets]"));

        IEnumerable<string> From(string container) => HelmRendering.At(pod, $"{container}.env")!.AsArray()
            .Where(variable => HelmRendering.At(variable, "valueFrom.secretKeyRef") is not null)
            .Select(variable => $"{variable!["name"]}={HelmRendering.At(variable, "valueFrom.secretKeyRef.key")}")
            .Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("postgres.enabled=true", $"{HelmChart.FullName}-database", $"{HelmChart.FullName}-postgres.{HelmChart.Namespace}.svc")]
    [InlineData("database.existingSecret=db", null, null)]
    public async Task The_database_Secret_is_made_for_the_bundled_Postgres_alone(string setting, string? secret, string? host)
    {
        var pod = (await HelmChart.RenderAsync(ChartValues.Of(setting))).Pods[$"Deployment {HelmChart.FullName}"];
        Assert.Equal(secret, (string?)HelmRendering.At(pod, "initContainers[secrets].env[TGPARSER_DATABASE_SECRET].value"));
        Assert.Equal(host, (string?)HelmRendering.At(pod, "initContainers[secrets].env[TGPARSER_DATABASE_HOST].value"));
        Assert.Equal($"{HelmChart.FullName}-keys", (string?)HelmRendering.At(pod, "initContainers[secrets].env[TGPARSER_KEYS_SECRET].value"));
    }

    [Fact]
    public async Task What_is_read_from_the_Secrets_is_what_the_operator_puts_into_them()
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.With());
        var read = rendering.Pods.Values.SelectMany(Containers)
            .SelectMany(container => container["env"]?.AsArray() ?? [])
            .Select(variable => HelmRendering.At(variable, "valueFrom.secretKeyRef"))
            .OfType<JsonNode>()
            .ToLookup(reference => (string)reference["name"]!, reference => (string)reference["key"]!, StringComparer.Ordinal);
        Assert.Equal(2, read.Count);
        Assert.Equal(InstallationSecrets.Keys().Keys.Order(), read[$"{HelmChart.FullName}-keys"].Distinct().Order());
        Assert.Equal(InstallationSecrets.OfDatabase("host").Keys.Order(), read[$"{HelmChart.FullName}-database"].Distinct().Order());

        var postgres = rendering.Pods[$"StatefulSet {HelmChart.FullName}-postgres"];
        Assert.Equal(InstallationSecrets.Owner, (string?)HelmRendering.At(postgres, "containers[postgres].env[POSTGRES_USER].value"));
        Assert.Equal(InstallationSecrets.Database, (string?)HelmRendering.At(postgres, "containers[postgres].env[POSTGRES_DB].value"));
    }

    [Fact]
    public async Task Values_of_the_charts_own_Secrets_roll_the_pod()
    {
        var checksums = new HashSet<string?>(StringComparer.Ordinal);
        foreach (var hash in new[] { "0123456789abcdef0123456789abcdef", "1123456789abcdef0123456789abcdef" })
        {
            var rendering = await HelmChart.RenderAsync(ChartValues.With("telegram.apiId=1", $"telegram.apiHash={hash}"));
            checksums.Add((string?)rendering.One("Deployment")["spec"]!["template"]!["metadata"]!["annotations"]!["checksum/secrets"]);
        }
        Assert.Equal(2, checksums.Count);
        Assert.DoesNotContain(null, checksums);
    }

    [Theory]
    [InlineData("replicas=1", null)]
    [InlineData("replicas=2", "kubernetes.io/hostname")]
    public async Task Replicas_keep_off_each_others_nodes(string setting, string? key)
    {
        var pod = (await HelmChart.RenderAsync(ChartValues.With(setting))).Pods[$"Deployment {HelmChart.FullName}"];
        Assert.Equal(
            key,
            (string?)HelmRendering.At(pod, "affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey"));
    }

    [Theory]
    [InlineData("initContainers[secrets]")]
    [InlineData("initContainers[migrate]")]
    [InlineData("containers[operator]")]
    [InlineData("containers[web]")]
    public async Task Every_variable_is_one_that_the_verb_knows(string path)
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.With(Everything));
        var container = HelmRendering.At(rendering.Pods[$"Deployment {HelmChart.FullName}"], path)!;
        Command[] verbs = [SecretsCommand.Build(), MigrateCommand.Build(), RunCommand.Build(), WebCommand.Build()];
        var verb = verbs.Single(verb => verb.Name == (string?)container["args"]![0]);
        var help = string.Join('\n', [verb.Description, .. verb.Options.Select(option => option.Description)]);
        Assert.All(
            container["env"]!.AsArray().Select(variable => (string)variable!["name"]!).Except([LoggingSetup.FormatVariable, LoggingSetup.LevelVariable]),
            name => Assert.Matches($@"\b{name}\b", help));
    }

    [Fact]
    public async Task Helms_test_asks_the_API()
    {
        var pod = (await HelmChart.RenderAsync(ChartValues.With("service.port=80"))).Pods[$"Pod {HelmChart.FullName}-test"];
        var arguments = pod["containers"]!.AsArray().Single()!["args"]!.AsArray().Select(argument => (string)argument!).ToList();
        Assert.Equal(["probe", "--url", $"http://{HelmChart.FullName}:80/healthz"], arguments);
        Assert.Empty(ProbeCommand.Build().Parse(arguments.Skip(1).ToArray()).Errors);
    }

    [Fact]
    public async Task Variables_are_set_once()
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.With(Everything));
        Assert.All(
            rendering.Pods.Values.SelectMany(Containers),
            container => Assert.Distinct((container["env"]?.AsArray() ?? []).Select(variable => (string)variable!["name"]!)));
    }

    private static bool HoldsToken(JsonNode? volume) =>
        (volume!["projected"]?["sources"]?.AsArray() ?? []).Any(source => source!["serviceAccountToken"] is not null);

    private static IEnumerable<JsonNode> Containers(JsonObject pod) =>
        new[] { "initContainers", "containers" }.SelectMany(list => pod[list]?.AsArray() ?? []).Select(container => container!);

    private static IEnumerable<JsonNode> MountsOf(JsonNode container) => (container["volumeMounts"]?.AsArray() ?? []).Select(mount => mount!);

    private static string? NameOf(JsonNode? container) => (string?)container!["name"];
}
