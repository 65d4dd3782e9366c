using TelegramParser.Harness.Helm;
using TelegramParser.Harness.Yaml;

namespace TelegramParser.UnitTests.Charts;

/// <summary>A value of the chart, what it may be other than its default, and where that shows.</summary>
/// <param name="Path">The value, such as <c>image.tag</c>.</param>
/// <param name="Value">Another value than its default, as YAML.</param>
/// <param name="Kind">Kind of the object where it shows.</param>
/// <param name="Where">Path in that object; empty for the object as a whole.</param>
/// <param name="Expected">What is there then, as JSON; null for nothing.</param>
/// <param name="Name">The object's name, if it is not the full name.</param>
/// <param name="Context">Further values that it needs, separated by semicolons.</param>
public sealed record ChartSwitch(
    string Path, string Value, string Kind, string Where, string? Expected, string? Name = null, string Context = "")
{
    private const string Pod = "spec.template.spec";
    private const string Operator = Pod + ".containers[operator]";
    private const string Web = Pod + ".containers[web]";
    private const string Database = Pod + ".containers[postgres]";
    private const string Full = HelmChart.FullName;
    private const string Postgres = $"{Full}-postgres";
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Resources = """{"requests":{"cpu":"1","memory":"2Gi"},"limits":{"memory":"3Gi"}}""";
    private const string Env = """[{"name":"HTTPS_PROXY","value":"http://proxy:3128"}]""";
    private const string From = """[{"namespaceSelector":{"matchLabels":{"team":"news"}}}]""";
    private const string Crawl4Ai = "http://crawl4ai.pages.svc:11235";
    private const string Strings = """{"example.com/a":"b"}""";
    private const string Ingress = "ingress.enabled=true;ingress.hosts=[{host: a.example}]";
    private const string Alerts = "alerts.create=always";
    private const string Spread = """[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"ScheduleAnyway"}]""";

    /// <summary>One for each value of values.yaml.</summary>
    public static IReadOnlyList<ChartSwitch> All { get; } =
    [
        new("fullnameOverride", "parser", "Deployment", "metadata.name", "\"parser\"", Name: "parser"),
        new("installation", "second", "Deployment", $"{Web}.env[TGPARSER_INSTALLATION].value", "\"second\""),
        new("replicas", "2", "Deployment", "spec.replicas", "2"),

        new("image.repository", "example.com/op", "Deployment", $"{Operator}.image", "\"example.com/op:0.1.0\""),
        new("image.tag", "'9'", "Deployment", $"{Pod}.initContainers[migrate].image", "\"telegram-parser-operator:9\""),
        new("image.digest", Digest, "Deployment", $"{Web}.image", $"\"telegram-parser-operator@{Digest}\""),
        new("image.pullPolicy", "Always", "Deployment", $"{Operator}.imagePullPolicy", "\"Always\""),
        new("imagePullSecrets", "[{name: a}]", "Deployment", $"{Pod}.imagePullSecrets[0].name", "\"a\""),

        new("worker.image.repository", "w", "Deployment", OperatorEnv("TGPARSER_WORKER_IMAGE"), "\"w:0.1.0\""),
        new("worker.image.tag", "'9'", "Deployment", OperatorEnv("TGPARSER_WORKER_IMAGE"), "\"telegram-parser-worker:9\""),
        new("worker.image.digest", Digest, "Deployment", OperatorEnv("TGPARSER_WORKER_IMAGE"), $"\"telegram-parser-worker@{Digest}\""),
        new("worker.image.pullPolicy", "Never", "Deployment", OperatorEnv("TGPARSER_WORKER_IMAGE_PULL_POLICY"), "\"Never\""),
        new("worker.imagePullSecrets", "[a, b]", "Deployment", OperatorEnv("TGPARSER_WORKER_IMAGE_PULL_SECRETS"), "\"a,b\""),
        new("worker.storage.size", "2Gi", "Deployment", OperatorEnv("TGPARSER_WORKER_STORAGE_SIZE"), "\"2Gi\""),
        new("worker.storage.storageClass", "fast", "Deployment", OperatorEnv("TGPARSER_WORKER_STORAGE_CLASS"), "\"fast\""),
        new("worker.resources.requests.cpu", "1", "Deployment", OperatorEnv("TGPARSER_WORKER_REQUESTS"), "\"cpu=1,memory=128Mi\""),
        new("worker.resources.requests.memory", "1Gi", "Deployment", OperatorEnv("TGPARSER_WORKER_REQUESTS"), "\"cpu=10m,memory=1Gi\""),
        new("worker.resources.limits.memory", "null", "Deployment", OperatorEnv("TGPARSER_WORKER_LIMITS"), "\"none\""),
        new("worker.maxUnavailable", "3", "Deployment", OperatorEnv("TGPARSER_MAX_UNAVAILABLE"), "\"3\""),

        new("watch.namespace", "accounts", "Deployment", OperatorEnv("TGPARSER_WATCH_NAMESPACE"), "\"accounts\""),
        new("watch.allNamespaces", "true", "Deployment", OperatorEnv("TGPARSER_WATCH_NAMESPACE"), "\"\""),
        new("rbac.create", "false", "Role", "", null),
        new("rbac.aggregateToUserRoles", "true", "ClusterRole", "rules[0].apiGroups", """["tgparser.io"]""", Name: $"telegram-{Full}-edit"),
        new("serviceAccount.create", "false", "ServiceAccount", "", null),
        new("serviceAccount.name", "robot", "Deployment", $"{Pod}.serviceAccountName", "\"robot\""),
        new("serviceAccount.annotations", Strings, "ServiceAccount", "metadata.annotations", Strings),

        new("crds.install", "false", "CustomResourceDefinition", "", null, Name: "telegramusers.tgparser.io"),
        new("keys.secretName", "mine", "Deployment", $"{Web}.env[TGPARSER_API_TOKEN].valueFrom.secretKeyRef.name", "\"mine\""),
        new("database.existingSecret", "db", "Deployment", $"{Web}.env[TGPARSER_DATABASE].valueFrom.secretKeyRef.name", "\"db\"",
            Context: "postgres.enabled=false"),

        new("postgres.enabled", "false", "StatefulSet", "", null, Name: Postgres, Context: "database.existingSecret=db"),
        new("postgres.image.repository", "pg", "StatefulSet", $"{Database}.image", "\"pg:15\"", Name: Postgres),
        new("postgres.image.tag", "15-bookworm", "StatefulSet", $"{Database}.image", "\"postgres:15-bookworm\"", Name: Postgres),
        new("postgres.image.digest", Digest, "StatefulSet", $"{Database}.image", $"\"postgres@{Digest}\"", Name: Postgres),
        new("postgres.image.pullPolicy", "Never", "StatefulSet", $"{Database}.imagePullPolicy", "\"Never\"", Name: Postgres),
        new("postgres.userId", "10001", "StatefulSet", $"{Pod}.securityContext.fsGroup", "10001", Name: Postgres),
        new("postgres.storage.size", "9Gi", "StatefulSet", "spec.volumeClaimTemplates[0].spec.resources.requests.storage", "\"9Gi\"", Name: Postgres),
        new("postgres.storage.storageClass", "fast", "StatefulSet", "spec.volumeClaimTemplates[0].spec.storageClassName", "\"fast\"", Name: Postgres),
        new("postgres.resources", Resources, "StatefulSet", $"{Database}.resources", Resources, Name: Postgres),

        new("telegram.existingSecret", "app", "Deployment", $"{Operator}.env[TGPARSER_API_HASH].valueFrom.secretKeyRef.name", "\"app\""),
        new("telegram.apiId", "12345678", "Secret", "stringData.api-id", "\"12345678\"", Name: $"{Full}-telegram",
            Context: "telegram.apiHash=0123456789abcdef0123456789abcdef"),
        new("telegram.apiHash", "0123456789abcdef0123456789abcdef", "Secret", "stringData.api-hash",
            "\"0123456789abcdef0123456789abcdef\"", Name: $"{Full}-telegram", Context: "telegram.apiId=1"),
        new("proxy.existingSecret", "px", "Deployment", $"{Operator}.env[TGPARSER_DEFAULT_PROXY].valueFrom.secretKeyRef.name", "\"px\""),
        new("proxy.url", "socks5://u:p@host:1080", "Secret", "stringData.url", "\"socks5://u:p@host:1080\"", Name: $"{Full}-proxy"),

        new("enrichment.enabled", "false", "Deployment", OperatorEnv("TGPARSER_ENRICHMENT"), "\"off\""),
        new("enrichment.userAgent", "'desk/1 (+https://desk.example)'", "Deployment", OperatorEnv("TGPARSER_USER_AGENT"),
            "\"desk/1 (+https://desk.example)\""),
        new("enrichment.respectRobots", "false", "Deployment", OperatorEnv("TGPARSER_ROBOTS"), "\"off\""),
        new("enrichment.privateHosts", "[wiki.office.example, '[fd12::5]:443']", "Deployment", OperatorEnv("TGPARSER_PRIVATE_HOSTS"),
            "\"wiki.office.example,[fd12::5]:443\""),
        new("enrichment.crawl4ai.url", Crawl4Ai, "Deployment", OperatorEnv("TGPARSER_CRAWL4AI_URL"), $"\"{Crawl4Ai}\""),
        new("enrichment.crawl4ai.tokenSecretRef.name", "c", "Deployment", $"{Operator}.env[TGPARSER_CRAWL4AI_TOKEN].valueFrom.secretKeyRef",
            """{"name":"c","key":"token"}""", Context: $"enrichment.crawl4ai.url={Crawl4Ai}"),
        new("enrichment.crawl4ai.tokenSecretRef.key", "k", "Deployment", $"{Operator}.env[TGPARSER_CRAWL4AI_TOKEN].valueFrom.secretKeyRef.key",
            "\"k\"", Context: $"enrichment.crawl4ai.url={Crawl4Ai};enrichment.crawl4ai.tokenSecretRef.name=c"),

        new("log.format", "json", "Deployment", OperatorEnv("TGPARSER_LOG_FORMAT"), "\"json\""),
        new("log.level", "Debug", "Deployment", $"{Web}.env[TGPARSER_LOG_LEVEL].value", "\"Debug\""),
        new("operator.resources", Resources, "Deployment", $"{Operator}.resources", Resources),
        new("operator.requestsPerSecond", "7.5", "Deployment", OperatorEnv("TGPARSER_REQUESTS_PER_SECOND"), "\"7.5\""),
        new("operator.extraEnv", Env, "Deployment", OperatorEnv("HTTPS_PROXY"), "\"http://proxy:3128\""),
        new("web.publicUrl", "https://tg.example", "Deployment", $"{Web}.env[TGPARSER_PUBLIC_URL].value", "\"https://tg.example\""),
        new("web.requestsPerMinute", "60", "Deployment", $"{Web}.env[TGPARSER_REQUESTS_PER_MINUTE].value", "\"60\""),
        new("web.auditDays", "7", "Deployment", $"{Web}.env[TGPARSER_AUDIT_DAYS].value", "\"7\""),
        new("web.resources", Resources, "Deployment", $"{Web}.resources", Resources),
        new("web.writeResources", "false", "Deployment", $"{Web}.env[TGPARSER_WRITE_RESOURCES].value", "\"off\""),
        new("web.kubernetesTokens.enabled", "true", "ClusterRole", "rules[0].resources", """["tokenreviews"]""", Name: $"telegram-{Full}-reviews-web"),
        new("web.kubernetesTokens.audiences", "[a, b]", "Deployment", $"{Web}.env[TGPARSER_TOKEN_AUDIENCES].value", "\"a,b\"",
            Context: "web.kubernetesTokens.enabled=true"),
        new("web.extraEnv", Env, "Deployment", $"{Web}.env[HTTPS_PROXY].value", "\"http://proxy:3128\""),

        new("service.type", "NodePort", "Service", "spec.type", "\"NodePort\""),
        new("service.port", "80", "Service", "spec.ports[http].port", "80"),
        new("service.nodePort", "30080", "Service", "spec.ports[http].nodePort", "30080", Context: "service.type=NodePort"),
        new("service.annotations", Strings, "Service", "metadata.annotations", Strings),
        new("metrics.enabled", "false", "Service", "", null, Name: $"{Full}-metrics"),
        new("metrics.annotations", Strings, "Service", "metadata.annotations", Strings, Name: $"{Full}-metrics"),

        new("monitors.create", "always", "PodMonitor", "spec.podMetricsEndpoints[0].port", "\"metrics\"", Name: $"{Full}-workers"),
        new("monitors.interval", "15s", "ServiceMonitor", "spec.endpoints[1].interval", "\"15s\"", Context: "monitors.create=always"),
        new("monitors.labels", """{"release":"prom"}""", "ServiceMonitor", "metadata.labels.release", "\"prom\"", Context: "monitors.create=always"),
        new("alerts.create", "always", "PrometheusRule", "spec.groups[WorkerDown].rules[0].alert", "\"WorkerDown\""),
        new("alerts.objectLabels", """{"release":"prom"}""", "PrometheusRule", "metadata.labels.release", "\"prom\"", Context: Alerts),
        new("alerts.configMap", "true", "ConfigMap", "metadata.name", $"\"{Full}-rules\"", Name: $"{Full}-rules"),
        new("alerts.labels", "{team: news}", "PrometheusRule", "spec.groups[WorkerDown].rules[0].labels.team", "\"news\"", Context: Alerts),
        new("alerts.runbookUrl", "https://wiki.example/", "PrometheusRule", "spec.groups[WorkerDown].rules[0].annotations.runbook_url",
            "\"https://wiki.example/WorkerDown.md\"", Context: Alerts),
        new("alerts.evaluationInterval", "15s", "PrometheusRule", "spec.groups[WorkerDown].interval", "\"15s\"", Context: Alerts),
        .. AlertRules(),
        new("dashboards.enabled", "true", "ConfigMap", "metadata.name", $"\"{Full}-dashboard-user\"", Name: $"{Full}-dashboard-user"),
        new("dashboards.labels.grafana_dashboard", "'yes'", "ConfigMap", "metadata.labels.grafana_dashboard", "\"yes\"",
            Name: $"{Full}-dashboard-user", Context: "dashboards.enabled=true"),
        new("dashboards.annotations", """{"folder":"news"}""", "ConfigMap", "metadata.annotations", """{"folder":"news"}""",
            Name: $"{Full}-dashboard-user", Context: "dashboards.enabled=true"),

        new("ingress.enabled", "true", "Ingress", "spec.rules[0].http.paths[0].path", "\"/\"", Context: "ingress.hosts=[{host: a.example}]"),
        new("ingress.className", "nginx", "Ingress", "spec.ingressClassName", "\"nginx\"", Context: Ingress),
        new("ingress.annotations", Strings, "Ingress", "metadata.annotations", Strings, Context: Ingress),
        new("ingress.hosts", "[{host: b.example, paths: [{path: /x, pathType: Exact}]}]", "Ingress",
            "spec.rules[0].http.paths[0].pathType", "\"Exact\"", Context: "ingress.enabled=true"),
        new("ingress.tls", "[{secretName: t, hosts: [a.example]}]", "Ingress", "spec.tls[0].secretName", "\"t\"", Context: Ingress),

        new("networkPolicy.enabled", "false", "NetworkPolicy", "", null),
        new("networkPolicy.webFrom", From, "NetworkPolicy", "spec.ingress[0].from[0].namespaceSelector.matchLabels.team", "\"news\""),
        new("networkPolicy.prometheusSelector", "app=prom", "Deployment", OperatorEnv("TGPARSER_PROMETHEUS_SELECTOR"), "\"app=prom\""),
        new("podDisruptionBudget.enabled", "false", "PodDisruptionBudget", "", null, Context: "replicas=2"),
        new("podDisruptionBudget.maxUnavailable", "50%", "PodDisruptionBudget", "spec.maxUnavailable", "\"50%\"", Context: "replicas=2"),

        new("podAnnotations", """{"team":"news"}""", "Deployment", "spec.template.metadata.annotations.team", "\"news\""),
        new("podLabels", """{"team":"news"}""", "Deployment", "spec.template.metadata.labels.team", "\"news\""),
        new("priorityClassName", "high", "Deployment", $"{Pod}.priorityClassName", "\"high\""),
        new("terminationGracePeriodSeconds", "45", "Deployment", $"{Pod}.terminationGracePeriodSeconds", "45"),
        new("nodeSelector", """{"disk":"ssd"}""", "Deployment", $"{Pod}.nodeSelector", """{"disk":"ssd"}"""),
        new("tolerations", """[{"operator":"Exists"}]""", "Deployment", $"{Pod}.tolerations", """[{"operator":"Exists"}]"""),
        new("affinity", """{"nodeAffinity":{}}""", "Deployment", $"{Pod}.affinity", """{"nodeAffinity":{}}"""),
        new("topologySpreadConstraints", Spread, "Deployment", $"{Pod}.topologySpreadConstraints", Spread),
        new("podSecurityContext", "{runAsUser: 20001}", "Deployment", $"{Pod}.securityContext.runAsUser", "20001"),
        new("securityContext", "{runAsUser: 20001}", "Deployment", $"{Web}.securityContext.runAsUser", "20001"),
    ];

    /// <summary>The values beside which it stands.</summary>
    public IReadOnlyList<string> Beside { get; } = Context.Split(';', StringSplitOptions.RemoveEmptyEntries);

    // Each value of each alert.
    private static IEnumerable<ChartSwitch> AlertRules() =>
        from alert in HelmChart.DefaultValues()["alerts"]!["rules"]!.AsObject()
        let rule = $"spec.groups[{alert.Key}].rules[0]"
        from field in alert.Value!.AsObject()
        let path = $"alerts.rules.{alert.Key}.{field.Key}"
        select field.Key switch
        {
            "enabled" => new ChartSwitch(path, "false", "PrometheusRule", $"spec.groups[{alert.Key}]", null, Context: Alerts),
            "threshold" => new ChartSwitch(path, "7777", "PrometheusRule", $"{rule}.expr", Expression(alert.Key, "7777"), Context: Alerts),
            _ => new ChartSwitch(path, "99m", "PrometheusRule", field.Key == "for" ? $"{rule}.for" : $"{rule}.labels.severity", "\"99m\"", Context: Alerts),
        };

    private static string Expression(string alert, string threshold) =>
        YamlJson.Documents(File.ReadAllText(System.IO.Path.Combine(HelmChart.Folder, "rules", $"{alert}.yaml"))).Single()["expr"]!.ToJsonString()
            .Replace("$job", Full, StringComparison.Ordinal).Replace("$threshold", threshold, StringComparison.Ordinal);

    private static string OperatorEnv(string name) => $"{Operator}.env[{name}].value";

    /// <inheritdoc/>
    public override string ToString() => $"{Path}={Value}";
}
