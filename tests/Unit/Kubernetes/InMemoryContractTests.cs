using TelegramParser.Scenarios.Kubernetes;

namespace TelegramParser.UnitTests.Kubernetes;

/// <summary>The in-memory API server, under the contract.</summary>
public sealed class InMemoryReadTests(InMemoryContractServer server) : ReadContractTests(server), IClassFixture<InMemoryContractServer>;

public sealed class InMemoryWriteTests(InMemoryContractServer server) : WriteContractTests(server), IClassFixture<InMemoryContractServer>;

public sealed class InMemoryDeletionTests(InMemoryContractServer server) : DeletionContractTests(server), IClassFixture<InMemoryContractServer>;
