using Microsoft.Extensions.Logging;
using TelegramParser.Storage.Identity;
using TelegramParser.Worker.Hosting;
using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Metrics;
using TelegramParser.Worker.Settings;

namespace TelegramParser.Worker.Session;

/// <summary>What a session has been given for as long as its lease lasts.</summary>
/// <param name="Lease">The user's lease.</param>
/// <param name="User">The user.</param>
/// <param name="Stores">The database.</param>
/// <param name="Board">Where the session shows how it is.</param>
/// <param name="Options">The process's options.</param>
/// <param name="Secrets">The user's secrets.</param>
/// <param name="Loop">Where everything runs.</param>
/// <param name="Metrics">The worker's metrics.</param>
/// <param name="Time">Clock.</param>
/// <param name="Logging">Makes the log of each part.</param>
internal sealed record SessionContext(
    HeldLease Lease, UserRow User, Stores Stores, SessionBoard Board, WorkerOptions Options, SecretFiles Secrets, EventLoop Loop,
    WorkerMetrics Metrics, TimeProvider Time, ILoggerFactory Logging);
