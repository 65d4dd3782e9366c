using System.Text;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Kubernetes;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.TelegramUsers;

namespace TelegramParser.UnitTests.Operator;

public sealed class DesiredChildrenTests
{
    private static StatefulSet Set(OperatorOptions options, TelegramUser user) =>
        DesiredStatefulSet.Build(options, user, SessionVolume.Wanted(options, user));

    private static Dictionary<string, string?> Environment(StatefulSet set) =>
        Assert.Single(set.Spec.Template.Spec.Containers).Env!.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Given = new(StringComparer.Ordinal) { [WorkerSecrets.ApiId] = "12345" };

    [Fact]
    public void Children_belong_to_their_user()
    {
        var user = Samples.User();
        ObjectMeta[] children =
        [
            DesiredConfigMap.Build(user, Settings()!).Metadata,
            DesiredSecret.Build(Samples.Options, user, "key", Given).Metadata,
            Set(Samples.Options, user).Metadata,
        ];
        Assert.All(children, child =>
        {
            Assert.Equal(("default", "alice-worker"), (child.Namespace, child.Name));
            Assert.Equal(("TelegramUser", "alice", "uid-of-alice"), Assert.Single(child.OwnerReferences!) is var o ? (o.Kind, o.Name, o.Uid) : default);
            Assert.Equal("alice", child.Labels![ChildNames.UserLabel]);
        });
    }

    [Fact]
    public void The_secret_holds_what_was_given_the_key_that_exists_and_what_is_derived()
    {
        var secret = DesiredSecret.Build(Samples.Options, Samples.User(), "the session key", Given);
        var control = ControlCredentials.Derive(Samples.Options.ControlKey.Span, "test", "default", "alice");
        var text = secret.Data!.ToDictionary(file => file.Key, file => Encoding.UTF8.GetString(file.Value), StringComparer.Ordinal);
        Assert.Equal("12345", text[WorkerSecrets.ApiId]);
        Assert.Equal("the session key", text[WorkerSecrets.SessionKey]);
        Assert.Equal(control.Token, text[WorkerSecrets.ControlToken]);
        Assert.Equal(control.PrivateKeyPem, text[WorkerSecrets.ControlKey]);
        Assert.Equal("Host=db;Password=dbsecret", text[DesiredSecret.DatabaseUrl]);
        Assert.DoesNotContain("session key", secret.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_installation_says_of_linked_pages_reaches_the_worker()
    {
        var options = Samples.Options with
        {
            Enrichment = new WorkerEnrichment
            {
                Enabled = false, UserAgent = "desk/1", RespectRobots = false, PrivateHosts = "wiki.office.example",
                Crawl4AiUrl = new Uri("http://crawl4ai:11235"), Crawl4AiToken = "crawl-secret",
            },
        };
        var env = Environment(Set(options, Samples.User()));
        Assert.Equal("off", env[WorkerEnvironment.Enrichment]);
        Assert.Equal("desk/1", env[WorkerEnvironment.UserAgent]);
        Assert.Equal("off", env[WorkerEnvironment.Robots]);
        Assert.Equal("wiki.office.example", env[WorkerEnvironment.PrivateHosts]);
        Assert.Equal("http://crawl4ai:11235", env[WorkerEnvironment.Crawl4AiUrl]);
        Assert.DoesNotContain("crawl-secret", env.Values);
        var secret = DesiredSecret.Build(options, Samples.User(), "key", Given);
        Assert.Equal("crawl-secret", Encoding.UTF8.GetString(secret.Data![WorkerSecrets.Crawl4AiToken]));
        Assert.DoesNotContain("crawl-secret", options.Enrichment.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_is_told_nothing_of_linked_pages_that_it_does_by_itself()
    {
        Assert.Empty(new WorkerEnrichment().Variables());
        Assert.DoesNotContain(WorkerSecrets.Crawl4AiToken, DesiredSecret.Build(Samples.Options, Samples.User(), "key", Given).Data!.Keys);
    }

    [Fact]
    public void A_new_session_key_is_32_random_bytes()
    {
        var keys = Enumerable.Range(0, 2)
            .Select(_ => DesiredSecret.SessionKeyOf(DesiredSecret.WithNewSessionKey(Samples.User()))!)
            .ToList();
        Assert.All(keys, key => Assert.Equal(32, Convert.FromBase64String(key).Length));
        Assert.NotEqual(keys[0], keys[1]);
    }

    [Fact]
    public void The_statefulset_changes_with_no_setting_and_no_suspension()
    {
        var plain = Set(Samples.Options, Samples.User());
        var other = Set(Samples.Options, Samples.User(spec: new()
        {
            Suspend = true,
            Schedule = new() { Interval = "1h" },
            Login = new() { Method = LoginMethod.PhoneCode, PhoneNumber = "+15550000001" },
        }));
        Assert.Equal(1, other.Spec.Replicas);
        Assert.Equal(KubernetesJson.ToNode(plain)!.ToJsonString(), KubernetesJson.ToNode(other)!.ToJsonString());
    }

    [Fact]
    public void The_pod_finds_its_files_and_holds_no_secret_in_its_manifest()
    {
        var set = Set(Samples.Options, Samples.User());
        var container = Assert.Single(set.Spec.Template.Spec.Containers);
        var env = container.Env!.ToDictionary(variable => variable.Name, StringComparer.Ordinal);
        var mounts = container.VolumeMounts!.ToDictionary(mount => mount.Name, mount => mount.MountPath, StringComparer.Ordinal);
        Assert.Equal($"{mounts["settings"]}/worker.json", env[WorkerEnvironment.SettingsFile].Value);
        Assert.Equal(mounts["secrets"], env[WorkerEnvironment.SecretsFolder].Value);
        Assert.Equal(mounts["session"], env[WorkerEnvironment.SessionFolder].Value);
        Assert.Equal("metadata.uid", env[WorkerEnvironment.PodUid].ValueFrom!.FieldRef!.FieldPath);
        Assert.Equal(("alice-worker", DesiredSecret.DatabaseUrl), env[WorkerEnvironment.Database].ValueFrom!.SecretKeyRef is { } r ? (r.Name, r.Key) : default);
        Assert.False(set.Spec.Template.Spec.AutomountServiceAccountToken);
        Assert.DoesNotContain("dbsecret", KubernetesJson.ToNode(set)!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("uid-of-alice", Assert.Single(Assert.Single(set.Spec.VolumeClaimTemplates!).Metadata.OwnerReferences!).Uid);
    }

    [Fact]
    public void The_pod_keeps_to_the_restricted_level()
    {
        var pod = KubernetesJson.ToNode(Set(Samples.Options, Samples.User()).Spec.Template.Spec)!.AsObject();
        Assert.Empty(RestrictedPod.Violations(pod));
        Assert.Equal(ChildNames.ServiceAccount, pod["serviceAccountName"]!.GetValue<string>());
        Assert.False(DesiredServiceAccount.Build("default").AutomountServiceAccountToken);
    }

    [Fact]
    public void The_pod_is_as_the_installation_and_the_user_say()
    {
        var options = Samples.Options with
        {
            WorkerImage = "registry/worker:1", WorkerImagePullPolicy = "Always", WorkerImagePullSecrets = ["pull"],
        };
        var spec = new TelegramUserSpec
        {
            Storage = new() { Size = "2Gi", ClassName = "fast" },
            Worker = new()
            {
                Resources = new() { Limits = Given },
                NodeSelector = Given,
                Tolerations = [new() { Key = "spot", Operator = TolerationOperator.Exists, Effect = TaintEffect.NoSchedule }],
            },
        };
        var set = Set(options, Samples.User(spec: spec));
        var (pod, container) = (set.Spec.Template.Spec, set.Spec.Template.Spec.Containers[0]);
        Assert.Equal(("registry/worker:1", "Always", "pull"), (container.Image, container.ImagePullPolicy, pod.ImagePullSecrets![0].Name));
        Assert.Equal((Given, Given), (container.Resources!.Limits, pod.NodeSelector));
        Assert.Null(container.Resources.Requests);
        Assert.Equal(new PodToleration { Key = "spot", Operator = "Exists", Effect = "NoSchedule" }, Assert.Single(pod.Tolerations!));
        Assert.Equal(new SessionVolume("2Gi", "fast"), SessionVolume.Of(set));
    }

    [Theory]
    [InlineData("2Gi", null, null)]
    [InlineData("2048Mi", "slow", null)]
    [InlineData(null, null, null)]
    [InlineData("3Gi", null, "asks for 3Gi of any class, but the session volume was made with 2Gi of class slow")]
    [InlineData(null, "fast", "any size of class fast")]
    public void Another_volume_than_there_is_is_told(string? size, string? className, string? expected)
    {
        var user = Samples.User(spec: new() { Storage = new() { Size = size, ClassName = className } });
        var problem = SessionVolume.Mismatch(user, new SessionVolume("2Gi", "slow"));
        Assert.Equal(expected is null ? null : Reasons.StorageImmutable, problem?.Reason);
        Assert.Contains(expected ?? "", problem?.Message ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("default", null)]
    [InlineData("elsewhere", "default")]
    public void Workers_accept_the_operator_s_commands_and_prometheus_alone(string ns, string? operatorNamespace)
    {
        var network = new WorkerNetwork { OperatorNamespace = "default", OperatorLabels = Given, PrometheusLabels = Given };
        var policy = DesiredNetworkPolicy.Build(network, ns).Spec;
        Assert.Equal(ChildNames.WorkerLabels, policy.PodSelector.MatchLabels);
        Assert.Equal([8443, 9090], policy.Ingress!.Select(rule => Assert.Single(rule.Ports!).Port));
        var control = Assert.Single(policy.Ingress![0].From!);
        Assert.Equal(Given, control.PodSelector!.MatchLabels);
        Assert.Equal(operatorNamespace, control.NamespaceSelector?.MatchLabels["kubernetes.io/metadata.name"]);
        Assert.Empty(Assert.Single(policy.Ingress[1].From!).NamespaceSelector!.MatchLabels);
    }

    [Fact]
    public void The_settings_hold_the_user_and_its_subscriptions_by_name()
    {
        var user = Samples.User(spec: new() { Suspend = true, Schedule = new() { Interval = "1h" }, Retention = new() { Days = 30 } });
        var subscription = Samples.Subscription("b", "@durov");
        subscription = subscription with { Spec = subscription.Spec with { Join = true, Backfill = new() { Limit = 7 }, Refresh = new() { Window = "7d" }, Retention = new() { Days = 7 } } };
        var settings = DesiredSettings.Build(Samples.Options, user, invalid: false, [subscription, Samples.Subscription("a")], _ => true, lastGood: null)!;
        Assert.Equal(("test", "default", "alice", true, "1h"), (settings.Installation, settings.Namespace, settings.Name, settings.Suspend, settings.Schedule?.Interval));
        Assert.Equal(["a", "b"], settings.Subscriptions.Select(entry => entry.Name));
        Assert.Equal(("@durov", true, 7, "7d"), settings.Subscriptions[1] is var s ? (s.Channel, s.Join, s.Backfill?.Limit, s.Refresh?.Window) : default);
        Assert.Equal((30, null, 7), (settings.Retention?.Days, settings.Subscriptions[0].Retention, settings.Subscriptions[1].Retention?.Days));
        Assert.Equal(WorkerSettingsJson.Hash(settings), WorkerSettingsJson.Hash(DesiredConfigMap.SettingsOf(DesiredConfigMap.Build(user, settings))!));
    }

    [Fact]
    public void A_users_own_proxy_goes_before_the_default_one()
    {
        var options = Samples.Options with
        {
            DefaultProxy = new DefaultProxy(new ProxySettings(ProxyType.Mtproto, "default", 1), Given),
        };
        var own = new TelegramUserSpec { Proxy = new() { Type = ProxyType.Socks5, Server = "own", Port = 2 } };
        Assert.Equal("default", Build(new TelegramUserSpec()).Proxy!.Server);
        Assert.Equal(new ProxySettings(ProxyType.Socks5, "own", 2), Build(own).Proxy);

        WorkerSettings Build(TelegramUserSpec spec) =>
            DesiredSettings.Build(options, Samples.User(spec: spec), invalid: false, [], _ => true, lastGood: null)!;
    }

    [Fact]
    public void What_turns_bad_keeps_its_last_good_version_and_disturbs_nothing_else()
    {
        var good = Settings(Samples.Subscription("a"), Samples.Subscription("b", "@durov"));
        var bad = Samples.Subscription("b", "no channel");
        var settings = Settings(good, [Samples.Subscription("a", "@telegram_two"), bad])!;
        Assert.Equal([("a", "@telegram_two"), ("b", "@durov")], settings.Subscriptions.Select(entry => (entry.Name, entry.Channel)));
    }

    [Fact]
    public void What_is_deleted_goes()
    {
        var good = Settings(Samples.Subscription("a"), Samples.Subscription("b", "@durov"));
        var settings = DesiredSettings.Build(
            Samples.Options, Samples.User(), invalid: false, [Samples.Subscription("a")], name => name is "a", good)!;
        Assert.Equal("a", Assert.Single(settings.Subscriptions).Name);
    }

    [Fact]
    public void A_bad_user_keeps_its_last_good_settings_while_its_subscriptions_go_on_changing()
    {
        var good = Settings(Samples.Subscription("a"));
        var settings = DesiredSettings.Build(
            Samples.Options,
            Samples.User(spec: new() { Schedule = new() { Interval = "bad" } }),
            invalid: true,
            [Samples.Subscription("a"), Samples.Subscription("b", "@durov")],
            _ => true,
            good)!;
        Assert.Null(settings.Schedule);
        Assert.Equal(["a", "b"], settings.Subscriptions.Select(entry => entry.Name));
    }

    [Fact]
    public void A_bad_user_without_good_settings_gets_none() =>
        Assert.Null(DesiredSettings.Build(Samples.Options, Samples.User(), invalid: true, [], _ => true, lastGood: null));

    [Fact]
    public void Credentials_come_from_the_users_secret_trimmed_of_the_newline_that_editors_leave()
    {
        var user = Samples.User(spec: new() { CredentialsSecretRef = new() { Name = "mine" } });
        var secret = Samples.Secret("mine", ("api-id", "777\n"), ("api-hash", "ffffffffffffffffffffffffffffffff\n"), ("password", "pass word\n"));
        var (files, problem) = WorkerCredentials.Collect(Samples.Options, user, name => name is "mine" ? secret : null);
        Assert.Null(problem);
        Assert.Equal(
            ("777", "ffffffffffffffffffffffffffffffff", "pass word"),
            (files![WorkerSecrets.ApiId], files[WorkerSecrets.ApiHash], files[WorkerSecrets.Password]));
    }

    [Fact]
    public void Missing_credentials_are_named_and_their_values_are_not_shown()
    {
        var named = Samples.User(spec: new() { CredentialsSecretRef = new() { Name = "mine" } });
        Assert.Contains("'mine' does not exist", ProblemOf(Samples.Options, named, secret: null), StringComparison.Ordinal);
        var wrong = ProblemOf(Samples.Options, named, Samples.Secret("mine", ("api-id", "1"), ("api-hash", "abc-secret")));
        Assert.Contains("api-hash", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("abc-secret", wrong, StringComparison.Ordinal);
        Assert.Contains("no default", ProblemOf(Samples.Options with { DefaultCredentials = null }, Samples.User(), secret: null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_proxys_secret_becomes_files_and_a_missing_one_is_named()
    {
        var user = Samples.User(spec: new() { Proxy = new() { Type = ProxyType.Mtproto, Server = "p", Port = 1, SecretRef = new() { Name = "proxy" } } });
        var (files, _) = WorkerCredentials.Collect(Samples.Options, user, _ => Samples.Secret("proxy", ("secret", "00ff")));
        Assert.Equal("00ff", files![WorkerSecrets.ProxySecret]);
        Assert.Contains("'proxy'", ProblemOf(Samples.Options, user, secret: null), StringComparison.Ordinal);
    }

    private static string ProblemOf(OperatorOptions options, TelegramUser user, Secret? secret)
    {
        var (files, problem) = WorkerCredentials.Collect(options, user, _ => secret);
        Assert.Null(files);
        Assert.Equal(Reasons.CredentialsMissing, problem!.Reason);
        return problem.Message;
    }

    private static WorkerSettings? Settings(params ChannelSubscription[] subscriptions) =>
        Settings(lastGood: null, subscriptions);

    private static WorkerSettings? Settings(
        WorkerSettings? lastGood, ChannelSubscription[] subscriptions) =>
        DesiredSettings.Build(Samples.Options, Samples.User(), invalid: false, subscriptions, _ => true, lastGood);
}
