using TelegramParser.Harness.Helm;

namespace TelegramParser.UnitTests.Charts;

public sealed class SchemaTests
{
    [Theory]
    [InlineData("posgres.enabled=true", "'posgres' not allowed")]
    [InlineData("image.tga='9'", "/image", "'tga' not allowed")]
    [InlineData("replicas='2'", "/replicas", "want integer")]
    [InlineData("replicas=-1", "/replicas", "minimum")]
    [InlineData("image.tag=15", "/image/tag", "want string")]
    [InlineData("image.digest=md5:1", "/image/digest", "sha256")]
    [InlineData("image.pullPolicy=Sometimes", "/image/pullPolicy", "'Always', 'IfNotPresent', 'Never'")]
    [InlineData("postgres.userId=0", "/postgres/userId", "minimum")]
    [InlineData("worker.storage.size=big", "/worker/storage/size", "does not match pattern")]
    [InlineData("watch.allNamespaces='yes'", "/watch/allNamespaces", "want boolean")]
    [InlineData("ingress.enabled=true", "/ingress/hosts", "minItems")]
    [InlineData("service.type=ExternalName", "/service/type", "'ClusterIP'")]
    [InlineData("telegram.apiId=0", "/telegram/apiId")]
    [InlineData("podLabels.x=1", "/podLabels/x", "want string")]
    [InlineData("web.extraEnv=[{value: a}]", "/web/extraEnv/0", "'name'")]
    [InlineData("enrichment.userAgent='(hidden)'", "/enrichment/userAgent", "does not match pattern")]
    [InlineData("enrichment.privateHosts=['*.office.example']", "/enrichment/privateHosts/0", "does not match pattern")]
    [InlineData("enrichment.enabled='on'", "/enrichment/enabled", "want boolean")]
    [InlineData("log.level=Verbose", "/log/level", "'Debug'")]
    public async Task A_wrong_value_is_refused_by_its_path(string setting, params string[] told)
    {
        var result = await HelmChart.TemplateAsync(ChartValues.With(setting));
        Assert.NotEqual(0, result.ExitCode);
        Assert.All(told, part => Assert.Contains(part, result.Errors, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("There is no database", "postgres.enabled=false")]
    [InlineData("name two databases", "database.existingSecret=db")]
    [InlineData("contradict each other", "watch.allNamespaces=true", "watch.namespace=x")]
    [InlineData("two sets of credentials", "telegram.existingSecret=a", "telegram.apiId=1")]
    [InlineData("go together", "telegram.apiId=1")]
    [InlineData("go together", "telegram.apiHash=0123456789abcdef0123456789abcdef")]
    [InlineData("a token for no server", "enrichment.crawl4ai.tokenSecretRef.name=c")]
    [InlineData("name two proxies", "proxy.existingSecret=a", "proxy.url=socks5://h:1")]
    public async Task Values_that_do_not_go_together_are_refused_with_what_to_do(string told, params string[] settings)
    {
        var result = await HelmChart.TemplateAsync(ChartValues.With(settings));
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(told, result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("telegram.apiHash is not 32 hex digits", "telegram.apiId=1", "telegram.apiHash=hunter2")]
    [InlineData("enrichment.crawl4ai.url is not the URL of a server", "enrichment.crawl4ai.url=http://hunter2@crawl4ai:11235")]
    [InlineData("enrichment.crawl4ai.url is not the URL of a server", "enrichment.crawl4ai.url=http://crawl4ai:11235?token=hunter2")]
    [InlineData("proxy.url is not a proxy's URL", "proxy.url=http://me:hunter2@host:1080")]
    [InlineData("proxy.url is not a proxy's URL", "proxy.url=socks5://me:hunter2@host")]
    [InlineData("proxy.url is not a proxy's URL", "proxy.url=mtproto://hunter2@host:443")]
    public async Task A_wrong_secret_is_refused_without_being_repeated(string told, params string[] settings)
    {
        var result = await HelmChart.TemplateAsync(ChartValues.With(settings));
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(told, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Output + result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proxy.url=mtproto://host:443?secret=dd00000000000000000000000000000000")]
    [InlineData("proxy.url=mtproto://host:443/?secret=ab")]
    [InlineData("proxy.url=socks5://host:1080")]
    [InlineData("proxy.url='socks5://me:p%40ss:word@[2001:db8::1]:1080/'")]
    [InlineData("podSecurityContext.runAsUser=null")]
    [InlineData("podDisruptionBudget.maxUnavailable=2", "replicas=5")]
    public async Task Values_that_are_right_are_taken(params string[] settings)
    {
        var result = await HelmChart.TemplateAsync(ChartValues.With(settings));
        Assert.Equal("", result.Errors);
        Assert.Equal(0, result.ExitCode);
    }
}
