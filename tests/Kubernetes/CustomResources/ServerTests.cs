namespace TelegramParser.KubernetesTests.CustomResources;

[Collection(ClusterCollection.Name)]
public sealed class ClusterAdmissionTests(ClusterResources server) : AdmissionTests(server), IClassFixture<ClusterResources>;

[Collection(ClusterCollection.Name)]
public sealed class ClusterKubectlTests(ClusterResources server) : KubectlTests(server), IClassFixture<ClusterResources>;

[Collection(CrdServerCollection.Name)]
public sealed class CrdServerAdmissionTests(CrdServerResources server) : AdmissionTests(server), IClassFixture<CrdServerResources>;

[Collection(CrdServerCollection.Name)]
public sealed class CrdServerKubectlTests(CrdServerResources server) : KubectlTests(server), IClassFixture<CrdServerResources>;
