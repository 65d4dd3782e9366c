using System.CommandLine;
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

    /// <summary>The options.</summary>
    public IEnumerable<Setting> All => [_image, _pullPolicy, _pullSecrets, _storageSize, _storageClass];

    /// <summary>The controllers' options with these.</summary>
    public OperatorOptions Read(ParseResult result, OperatorOptions options) => options with
    {
        WorkerImage = _image.Require(result),
        WorkerImagePullPolicy = _pullPolicy.Find(result) switch
        {
            null => null,
            "Always" or "IfNotPresent" or "Never" => _pullPolicy.Find(result),
            _ => throw new UserErrorException($"{_pullPolicy.Name} is Always, IfNotPresent or Never."),
        },
        WorkerImagePullSecrets =
            _pullSecrets.Find(result)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
        WorkerStorageSize = _storageSize.Require(result),
        WorkerStorageClass = _storageClass.Find(result),
    };
}
