using System.Text.Json;
using TelegramParser.Harness.Cluster;
using TelegramParser.Harness.Time;

namespace TelegramParser.KubernetesTests;

/// <summary>What other tests count on: names, volumes and images of tests/cluster, in pods under the restricted profile.</summary>
[Collection(ClusterCollection.Name)]
public sealed class TestClusterTests(ClusterFixture fixture) : IAsyncLifetime
{
    private readonly string _ns = $"tgparser-pods-{Guid.NewGuid():N}";

    private KubernetesCluster Cluster => fixture.Cluster;

    public Task InitializeAsync() => Cluster.KubectlAsync("create", "namespace", _ns);

    public Task DisposeAsync() => Cluster.KubectlAsync("delete", "namespace", _ns, "--wait=false");

    [Fact]
    public async Task Postgres_keeps_its_data_in_its_volume_and_is_found_by_name()
    {
        await Cluster.ApplyAsync(Postgres, _ns);
        await RolledOutAsync();
        await Cluster.ApplyAsync(Program("migrate", "telegram-parser-operator", "migrate"), _ns);
        await EndsAsync("migrate", "Succeeded");
        Assert.Contains("Applied 0001_initial", await LogsAsync("migrate"), StringComparison.Ordinal);

        await Cluster.KubectlAsync("-n", _ns, "delete", "pod", "db-0");
        await RolledOutAsync();
        Assert.Contains("posts", await PsqlAsync("\\dt"), StringComparison.Ordinal);

        await Cluster.KubectlAsync("-n", _ns, "delete", "statefulset", "db");
        await Cluster.KubectlAsync("-n", _ns, "delete", "pvc", "--all");
        await Eventually.SeeAsync(async () => !(await Cluster.KubectlAsync("get", "pv", "-o", "jsonpath={.items[*].spec.claimRef.namespace}"))
            .Contains(_ns, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_workers_image_starts_the_worker()
    {
        await Cluster.ApplyAsync(Program("worker", "telegram-parser-worker"), _ns);
        await EndsAsync("worker", "Failed");
        Assert.StartsWith("The worker cannot start: TGPARSER_SETTINGS is not set.", await LogsAsync("worker"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_simulator_is_reached_from_here()
    {
        await Cluster.ApplyAsync(Simulator, _ns);
        await Cluster.KubectlAsync("-n", _ns, "wait", "--for=condition=Ready", "pod/simulator", "--timeout=120s");
        await using var control = await Cluster.ForwardAsync(_ns, "pod/simulator", 8080);
        using var http = new HttpClient();
        using var accounts = JsonDocument.Parse(await http.GetStringAsync(new Uri(control.Url, "accounts")));
        Assert.Equal(2, accounts.RootElement.GetArrayLength());
    }

    private Task RolledOutAsync() => Cluster.KubectlAsync("-n", _ns, "rollout", "status", "statefulset/db", "--timeout=120s");

    private Task EndsAsync(string pod, string phase) => Eventually.SeeAsync(
        () => Cluster.KubectlAsync("-n", _ns, "get", "pod", pod, "-o", "jsonpath={.status.phase}"), seen => seen == phase, TimeSpan.FromMinutes(2));

    private Task<string> LogsAsync(string pod) => Cluster.KubectlAsync("-n", _ns, "logs", pod);

    private Task<string> PsqlAsync(string command) =>
        Cluster.KubectlAsync("-n", _ns, "exec", "db-0", "--", "env", "PGPASSWORD=secret", "psql", "-h", "db", "-U", "postgres", "-c", command);

    private static string Program(string name, string image, params string[] arguments) =>
        $$$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{{name}}}}
        spec:
          restartPolicy: Never
          automountServiceAccountToken: false
          securityContext: {{{Restricted}}}
          containers:
            - name: {{{name}}}
              image: local.test/{{{image}}}:dev
              args: {{{JsonSerializer.Serialize(arguments)}}}
              env: [{name: TGPARSER_DATABASE, value: "postgres://postgres:secret@db-0.db/postgres"}]
              securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
              volumeMounts: [{name: tmp, mountPath: /tmp}]
          volumes: [{name: tmp, emptyDir: {}}]
        """;

    private const string Restricted = "{runAsNonRoot: true, runAsUser: 10001, fsGroup: 10001, seccompProfile: {type: RuntimeDefault}}";

    private const string Simulator =
        $$$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: simulator}
        spec:
          securityContext: {{{Restricted}}}
          containers:
            - name: simulator
              image: local.test/telegram-simulator:dev
              args: [--demo]
              readinessProbe: {httpGet: {path: /healthz, port: 8080}, periodSeconds: 1}
        """;

    private const string Postgres =
        $$$"""
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec: {clusterIP: None, selector: {app: db}, ports: [{port: 5432, protocol: TCP}]}
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec:
          serviceName: db
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec:
              securityContext: {{{Restricted}}}
              containers:
                - name: postgres
                  image: local.test/postgres:15
                  env:
                    - {name: POSTGRES_PASSWORD, value: secret}
                    - {name: PGDATA, value: /var/lib/postgresql/data/pgdata}
                  readinessProbe: {exec: {command: [pg_isready, -h, 127.0.0.1]}, periodSeconds: 1}
                  securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
                  volumeMounts:
                    - {name: data, mountPath: /var/lib/postgresql/data}
                    - {name: tmp, mountPath: /tmp}
                    - {name: tmp, mountPath: /run/postgresql}
              volumes: [{name: tmp, emptyDir: {}}]
          volumeClaimTemplates:
            - metadata: {name: data}
              spec:
                accessModes: [ReadWriteOnce]
                resources: {requests: {storage: 1Gi}}
        """;
}
