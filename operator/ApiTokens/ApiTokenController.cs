using System.Text;
using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;
using TelegramParser.Storage.Access;
using TelegramParser.Storage.Identity;

namespace TelegramParser.Operator.ApiTokens;

/// <summary>
/// Brings the tokens of the REST API to the Secrets that ask for them (<see cref="TokenSecret"/>): makes what a Secret lacks, records its hash, and
/// revokes the token when the Secret goes or asks for something that cannot be given.
/// </summary>
internal sealed class ApiTokenController(
    IKubernetesApi api, Caches caches, IUserRecords records, EventRecorder events, OperatorOptions options, TimeProvider time)
{
    private static readonly TimeSpan UserWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ListWait = TimeSpan.FromSeconds(30);

    /// <summary>One reconciliation.</summary>
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (caches.Secrets.FindToken(key) is not { Metadata.DeletionTimestamp: null } secret)
        {
            await records.RemoveTokenAsync(key.ToString(), cancellationToken);
            return default;
        }
        TokenSecret asked;
        try
        {
            asked = TokenSecret.Read(secret, options.OwnNamespace);
        }
        catch (FormatException e)
        {
            await RefuseAsync(secret, Reasons.InvalidSpec, e.Message, cancellationToken);
            return default;
        }
        if (asked.Secret is null)
        {
            await GiveAsync(secret, cancellationToken);
            return default;
        }
        var token = new SecretToken(key.ToString(), ApiTokenSecret.Hash(asked.Secret), UserOf(asked), asked.ExpiresAt);
        if (await records.PutTokenAsync(token, cancellationToken))
            return default;
        await RefuseAsync(
            secret, Reasons.UserNotFound,
            $"There is no TelegramUser {asked.User}, or another Secret has the same token. The token opens nothing until that is mended.", cancellationToken);
        return new ReconcileResult(UserWait);
    }

    /// <summary>Queues the tokens that are known, so that those whose Secret went while nobody looked are revoked.</summary>
    public async Task QueueKnownAsync(Action<ObjectKey> queue, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                foreach (var parts in (await records.ListTokensAsync(cancellationToken)).Select(known => known.Split('/')))
                {
                    if (options.Watches(parts[0]))
                        queue(new ObjectKey(parts[0], parts[1]));
                }
                return;
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The observation feed tells of a database that is out of reach.
                await Task.Delay(ListWait, time, cancellationToken);
            }
        }
    }

    private UserKey? UserOf(TokenSecret asked) =>
        asked.User is { } user ? new UserKey(options.Installation, user.Namespace, user.Name) : null;

    private async Task RefuseAsync(Secret secret, string reason, string message, CancellationToken cancellationToken)
    {
        await records.RemoveTokenAsync(secret.Key.ToString(), cancellationToken);
        await events.RecordAsync(secret, Event.Warning, reason, message, cancellationToken);
    }

    // The change of the Secret brings it here again.
    private Task GiveAsync(Secret secret, CancellationToken cancellationToken) => api.ApplyAsync(
        new Secret
        {
            Metadata = new ObjectMeta { Namespace = secret.Metadata.Namespace, Name = secret.Metadata.Name, Uid = secret.Metadata.Uid },
            Data = new Dictionary<string, byte[]>(StringComparer.Ordinal) { [TokenSecret.DataKey] = Encoding.UTF8.GetBytes(ApiTokenSecret.New()) },
        },
        Annotations.Operator,
        cancellationToken);
}
