using System.CommandLine;
using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Operator.Configuration;

namespace TelegramParser.Operator.Cli;

/// <summary>What all workers' pods have in common.</summary>
internal sealed class WorkerPodSettings
{
    private readonly Setting _image = new("--worker-image", "TGPARSER_WORKER_IMAGE", "Image of the worker.", "telegram-parser-worker");
    private readonly Setting _pullPolicy = new(
        "--worker-image-pull-policy", "TGPARSER_WORKER_IMAGE_PULL_POLICY", "Always, IfNotPresent or Never; the cluster's own rule if not given.");
    private readonly Setting _pullSecrets = new(
        "--worker-image-pull-secrets", "TGPARSER_WORKER_IMAGE_PULL_SECRETS",
        "Secrets that the image is pulled with, separated by commas; each user's namespace needs them.");
    private readonly Setting _storageSize = new(
        "--worker-storage-size", "TGPARSER_WORKER_STORAGE_SIZE", "Size of the session volume of users that ask for none.", "1Gi");
    private readonly Setting _storageClass = new(
        "--worker-storage-class", "TGPARSER_WORKER_STORAGE_CLASS", "Storage class of those volumes; the cluster's default if not given.");
    private readonly Setting _requests = new(
        "--worker-requests", "TGPARSER_WORKER_REQUESTS", "What is reserved for workers of users that do not say: a=b,c=d, or none.", "cpu=10m,memory=128Mi");
    private readonly Setting _limits = new(
        "--worker-limits", "TGPARSER_WORKER_LIMITS", "What those workers do not exceed: a=b,c=d, or none.", "memory=512Mi");

    private readonly Setting _maxUnavailable = new(
        "--max-unavailable", "TGPARSER_MAX_UNAVAILABLE", "Most workers that are not ready at a time because their pods are replaced.", "10");
    private readonly Setting _networkPolicies = new(
        "--network-policies", "TGPARSER_NETWORK_POLICIES", "on: workers accept connections of the web server and of Prometheus only; off: of everybody.", "on");
    private readonly Setting _webSelector = new(
        "--web-selector", "TGPARSER_WEB_SELECTOR", "Labels of the pods that may command workers, in the operator's namespace: a=b,c=d.",
        "app.kubernetes.io/name=telegram-parser-operator");
    private readonly Setting _prometheusSelector = new(
        "--prometheus-selector", "TGPARSER_PROMETHEUS_SELECTOR", "Labels of the pods, in any namespace, that may read workers' metrics; any: all pods.",
        "app.kubernetes.io/name=prometheus");

    /// <summary>The options.</summary>
    public IEnumerable<Setting> All =>
    [
        _image, _pullPolicy, _pullSecrets, _storageSize, _storageClass, _requests, _limits, _maxUnavailable, _networkPolicies, _webSelector,
        _prometheusSelector,
    ];

    /// <summary>The controllers' options with these.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="options">The other options.</param>
    /// <param name="operatorNamespace">The operator's own namespace.</param>
    public OperatorOptions Read(ParseResult result, OperatorOptions options, string operatorNamespace) => options with
    {
        WorkerImage = _image.Require(result),
        WorkerImagePullPolicy = _pullPolicy.Find(result) switch
        {
            null => null,
            "Always" or "IfNotPresent" or "Never" => _pullPolicy.Find(result),
            _ => throw new UserErrorException($"{_pullPolicy.Name} is Always, IfNotPresent or Never."),
        },
        WorkerImagePullSecrets = _pullSecrets.FindList(result),
        WorkerStorageSize = Quantity.Parse(_storageSize.Require(result)) > 0
            ? _storageSize.Require(result)
            : throw new UserErrorException($"{_storageSize.Name} is not a size such as 1Gi."),
        WorkerStorageClass = _storageClass.Find(result),
        WorkerResources = Resources(result),
        MaxUnavailable = (int)Math.Max(_maxUnavailable.RequireNumber(result), 1),
        Network = _networkPolicies.RequireSwitch(result)
            ? new WorkerNetwork
            {
                OperatorNamespace = operatorNamespace,
                OperatorLabels = Labels(_webSelector, result),
                PrometheusLabels = _prometheusSelector.Require(result) is "any" ? NoLabels : Labels(_prometheusSelector, result),
            }
            : null,
    };

    private ResourceRequirements Resources(ParseResult result)
    {
        var (requests, limits) = (Quantities(_requests, result), Quantities(_limits, result));
        foreach (var (name, amount) in requests)
        {
            if (limits.TryGetValue(name, out var limit) && Quantity.Parse(amount) > Quantity.Parse(limit))
                throw new UserErrorException($"{_requests.Name}: {name} {amount} is more than its limit {limit} ({_limits.Name}).");
        }
        return new ResourceRequirements { Requests = requests, Limits = limits };
    }

    private static Dictionary<string, string> Quantities(Setting setting, ParseResult result)
    {
        if (setting.Require(result) is "none")
            return new(StringComparer.Ordinal);
        var quantities = Pairs(setting, result, "quantities such as cpu=100m,memory=256Mi");
        foreach (var (name, amount) in quantities)
        {
            if (Quantity.Parse(amount) is null)
                throw new UserErrorException($"{setting.Name}: '{amount}' of {name} is not a quantity. Write it as 100m or 256Mi.");
        }
        return quantities;
    }

    private static Dictionary<string, string> NoLabels { get; } = new(StringComparer.Ordinal);

    private static Dictionary<string, string> Labels(Setting setting, ParseResult result) => Pairs(setting, result, "labels such as a=b,c=d");

    private static Dictionary<string, string> Pairs(Setting setting, ParseResult result, string what)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in setting.Require(result).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (pair.Split('=') is not [{ Length: > 0 } name, var value])
                throw new UserErrorException($"{setting.Name} is not a list of {what}.");
            pairs[name] = value;
        }
        return pairs;
    }
}
