using TelegramParser.Scenarios.Kubernetes;

namespace TelegramParser.KubernetesTests;

[Collection(ClusterCollection.Name)]
public sealed class ClusterReadTests(ClusterContractServer server) : ReadContractTests(server), IClassFixture<ClusterContractServer>;

[Collection(ClusterCollection.Name)]
public sealed class ClusterWriteTests(ClusterContractServer server) : WriteContractTests(server), IClassFixture<ClusterContractServer>;

[Collection(ClusterCollection.Name)]
public sealed class ClusterDeletionTests(ClusterContractServer server) : DeletionContractTests(server), IClassFixture<ClusterContractServer>;
