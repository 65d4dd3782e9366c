using TelegramParser.Harness.Pages;
using TelegramParser.Worker.Egress;
using TelegramParser.Worker.Enrichment.Fetching;
using TelegramParser.Worker.Enrichment.Fetching.Robots;

namespace TelegramParser.IntegrationTests.Enrichment;

/// <summary>Links are written by strangers. None of theirs reaches a machine that is not on the public internet.</summary>
public sealed class SsrfTests
{
    /// <summary>Addresses of every range that is not global.</summary>
    private static readonly string[] NotPublic =
    [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254", "100.100.100.200", "127.0.0.1", "127.1.2.3",
        "168.63.129.16", "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.0.192",
        "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "192.175.48.1", "198.18.0.1",
        "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:8.8.8.8",
        "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::1", "64:ff9b:1::a00:1",
        "100::1", "100:0:0:1::1", "2001::1", "2001:0:7f00:1::", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::",
        "2002:a00:1::1", "2002:a9fe:a9fe::", "2620:4f:8000::1", "3ffe::1", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00::1",
        "fd00:ec2::254", "fd20:ce::254", "fe80::1", "fe80::a9fe:a9fe", "febf::1", "fec0::1", "ff02::1", "ff0e::1",
    ];

    /// <summary>URLs of a kind of their own, with the reason of their refusal.</summary>
    private static readonly (string Url, string Reason)[] Tricks =
    [
        // Other spellings of 127.0.0.1 and of the metadata address: decimal, octal, hex, short, padded, mixed.
        ("http://2130706433/", FetchReasons.BlockedAddress), ("http://0x7f000001/", FetchReasons.BlockedAddress),
        ("http://017700000001/", FetchReasons.BlockedAddress), ("http://0177.0.0.1/", FetchReasons.BlockedAddress),
        ("http://0x7f.0.0.1/", FetchReasons.BlockedAddress), ("http://127.1/", FetchReasons.BlockedAddress),
        ("http://127.0.1/", FetchReasons.BlockedAddress), ("http://0x7F.0.0.0x1/", FetchReasons.BlockedAddress),
        ("http://00000000177.1/", FetchReasons.BlockedAddress), ("http://127.0.0.1./", FetchReasons.BlockedAddress),
        ("http://2852039166/", FetchReasons.BlockedAddress), ("http://0xa9fea9fe/", FetchReasons.BlockedAddress),
        ("http://0251.0376.0251.0376/", FetchReasons.BlockedAddress), ("http://0/", FetchReasons.BlockedAddress),
        ("http://169.254.43518/", FetchReasons.BlockedAddress), ("http://[::ffff:7f00:1]/", FetchReasons.BlockedAddress),
        ("http://[0:0:0:0:0:ffff:127.0.0.1]/", FetchReasons.BlockedAddress),
        // Unicode that is an address or a local name once it is folded.
        ("http://127。0。0。1/", FetchReasons.BlockedAddress), ("http://１２７.0.0.1/", FetchReasons.BlockedAddress),
        ("http://127\u00AD.0.0.1/", FetchReasons.BlockedAddress), ("http://ｌｏｃａｌｈｏｓｔ/", FetchReasons.BlockedAddress),
        ("http://256.1.1.1/", FetchReasons.InvalidUrl), ("http://4294967296/", FetchReasons.InvalidUrl), ("http://1.2.3.4.5/", FetchReasons.InvalidUrl),
        // Names that mean a machine of the own network.
        ("http://localhost/", FetchReasons.BlockedAddress), ("http://localhost./", FetchReasons.BlockedAddress),
        ("http://LOCALHOST/", FetchReasons.BlockedAddress), ("http://postgres/", FetchReasons.BlockedAddress),
        // User information, which makes one host look like another.
        ("http://example.com@127.0.0.1/", FetchReasons.BlockedUserInfo), ("http://user:pass@example.com/", FetchReasons.BlockedUserInfo),
        ("http://example.com%2F@127.0.0.1/", FetchReasons.BlockedUserInfo),
        // Other ports and schemes.
        ("http://example.com:8080/", FetchReasons.BlockedPort), ("http://example.com:22/", FetchReasons.BlockedPort),
        ("https://example.com:6443/", FetchReasons.BlockedPort), ("http://example.com:10250/", FetchReasons.BlockedPort),
        ("http://127.0.0.1:5432/", FetchReasons.BlockedPort), ("http://example.com:0/", FetchReasons.BlockedPort),
        ("ftp://example.com/", FetchReasons.BlockedScheme), ("file:///etc/passwd", FetchReasons.BlockedScheme),
        ("gopher://example.com/", FetchReasons.BlockedScheme), ("ws://example.com/", FetchReasons.BlockedScheme),
        ("data:text/html,hello", FetchReasons.BlockedScheme), ("javascript:alert(1)", FetchReasons.BlockedScheme),
    ];

    public static TheoryData<string, string> Urls()
    {
        var urls = new TheoryData<string, string>();
        foreach (var address in NotPublic)
            urls.Add($"http://{(address.Contains(':') ? $"[{address}]" : address)}/", FetchReasons.BlockedAddress);
        foreach (var (url, reason) in Tricks)
            urls.Add(url, reason);
        return urls;
    }

    public static TheoryData<string> Answers() => [.. NotPublic];

    /// <summary>Answers that mix public addresses with others.</summary>
    public static TheoryData<string[]> Mixtures() =>
        [.. NotPublic.SelectMany(address => new[] { new[] { "93.184.215.14", address }, [address, "2606:2800:21f:cb07::1"] })];

    [Fact]
    public async Task What_is_public_arrives()
    {
        await using var scene = FetchScene.Start();
        scene.Resolver.Answer("six.example", "2606:2800:21f:cb07::1");
        foreach (var url in (string[])["http://example.com/", "http://8.8.8.8/", "http://134744072/", "http://[2606:4700::6810:84e5]/", "http://six.example/"])
            Assert.IsType<FetchOutcome.Fetched>(await scene.FetchAsync(url));
        Assert.Equal(
            ["93.184.215.14:80", "8.8.8.8:80", "8.8.8.8:80", "[2606:4700::6810:84e5]:80", "[2606:2800:21f:cb07::1]:80"], scene.Connector.Wanted);
        Assert.Equal(5, scene.Server.Connections);
    }

    [Theory]
    [MemberData(nameof(Urls))]
    public async Task A_url_that_leads_inside_makes_no_connection(string url, string reason)
    {
        await using var scene = FetchScene.Start();
        var failed = await scene.FailAsync(url);
        Assert.Equal(reason, failed.Reason);
        Assert.False(failed.MayPass);
        Assert.Equal(0, scene.Server.Connections);
        Assert.Empty(scene.Resolver.Asked);
    }

    [Theory]
    [MemberData(nameof(Urls))]
    public async Task A_redirect_that_leads_inside_is_not_followed(string url, string reason)
    {
        // As the name that is redirected from is public, exactly one connection is made, to it.
        await using var scene = FetchScene.Start((_, reply) => reply.RedirectAsync(Header(url)));
        var failed = await scene.FailAsync("http://example.com/");
        Assert.Equal(reason, failed.Reason);
        Assert.Equal(1, scene.Server.Connections);
        Assert.Equal(["93.184.215.14:80"], scene.Connector.Wanted);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_name_with_an_address_inside_makes_no_connection(string address)
    {
        await using var scene = FetchScene.Start();
        scene.Resolver.Answer("news.example", address);
        Assert.Equal(FetchReasons.BlockedAddress, (await scene.FailAsync("http://news.example/")).Reason);
        Assert.Equal(FetchReasons.BlockedAddress, (await scene.FailAsync("https://news.example/")).Reason);
        Assert.Equal(0, scene.Server.Connections);
        Assert.Equal(2, scene.Resolver.Asked.Count);
    }

    [Theory]
    [MemberData(nameof(Mixtures))]
    public async Task A_name_with_public_and_other_addresses_is_refused_as_a_whole(string[] addresses)
    {
        await using var scene = FetchScene.Start();
        scene.Resolver.Answer("news.example", addresses);
        Assert.Equal(FetchReasons.BlockedAddress, (await scene.FailAsync("http://news.example/")).Reason);
        Assert.Equal(0, scene.Server.Connections);
    }

    [Fact]
    public async Task An_answer_that_changes_between_check_and_use_changes_nothing()
    {
        await using var scene = FetchScene.Start();
        scene.Resolver.Answer("rebinding.example", "93.184.215.14");
        scene.Resolver.Answer("rebinding.example", "127.0.0.1");
        Assert.IsType<FetchOutcome.Fetched>(await scene.FetchAsync("http://rebinding.example/"));
        Assert.Equal(["rebinding.example."], scene.Resolver.Asked);
        Assert.Equal(["93.184.215.14:80"], scene.Connector.Wanted);

        Assert.Equal(FetchReasons.BlockedAddress, (await scene.FailAsync("http://rebinding.example/")).Reason);
        Assert.Equal(1, scene.Server.Connections);
    }

    [Fact]
    public async Task A_redirect_to_the_same_host_is_resolved_and_checked_again()
    {
        await using var scene = FetchScene.Start((_, reply) => reply.RedirectAsync("/next"));
        scene.Resolver.Answer("rebinding.example", "93.184.215.14");
        scene.Resolver.Answer("rebinding.example", "169.254.169.254");
        Assert.Equal(FetchReasons.BlockedAddress, (await scene.FailAsync("http://rebinding.example/")).Reason);
        Assert.Equal(1, scene.Server.Connections);
        Assert.Equal(["93.184.215.14:80"], scene.Connector.Wanted);
    }

    [Fact]
    public async Task A_robots_file_is_asked_for_behind_the_same_guard()
    {
        await using var scene = FetchScene.Start((_, reply) => reply.RedirectAsync("http://169.254.169.254/latest/meta-data"));
        scene.Resolver.Answer("inside.example", "10.0.0.1");
        foreach (var (url, connections) in ((string, int)[])[("http://inside.example/page", 0), ("http://10.0.0.1/page", 0), ("http://example.com/page", 1)])
        {
            var before = scene.Server.Connections;
            var answer = await scene.Fetcher.FetchRobotsAsync(new Uri(url), CancellationToken.None);
            var unreachable = Assert.IsType<RobotsAnswer.Unreachable>(answer);
            Assert.Equal(FetchReasons.BlockedAddress, unreachable.Failure.Reason);
            Assert.Equal(connections, scene.Server.Connections - before);
        }
    }

    [Fact]
    public async Task The_real_connector_makes_no_connection_to_this_machine_either()
    {
        await using var server = PageServer.Start((_, reply) => reply.HtmlAsync("<p>secret</p>"));
        var fetcher = new PageFetcher(
            new FetcherOptions(), new AddressGuard(PrivateHosts.None), new SystemResolver(), new TcpConnector(), TimeProvider.System);
        foreach (var host in (string[])["127.0.0.1", "localhost", "localhost.localdomain", "[::1]", "0.0.0.0"])
        {
            var outcome = await fetcher.FetchAsync(new FetchRequest(new Uri($"http://{host}:{server.Port}/")), CancellationToken.None);
            Assert.Equal(FetchReasons.BlockedPort, Assert.IsType<FetchOutcome.Failed>(outcome).Reason);
        }
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task Only_the_very_host_and_port_that_an_administrator_has_listed_may_be_private()
    {
        await using var server = PageServer.Start((_, reply) => reply.HtmlAsync("<p>ours</p>"));
        var listed = PrivateHosts.Parse($"127.0.0.1:{server.Port}");
        var fetcher = new PageFetcher(
            new FetcherOptions(), new AddressGuard(listed), new SystemResolver(), new TcpConnector(), TimeProvider.System);
        foreach (var url in (string[])[$"http://127.0.0.2:{server.Port}/", $"http://localhost:{server.Port}/", "http://127.0.0.1/", $"http://[::ffff:127.0.0.1]:{server.Port}/"])
            Assert.IsType<FetchOutcome.Failed>(await fetcher.FetchAsync(new FetchRequest(new Uri(url)), CancellationToken.None));
        Assert.Equal(0, server.Connections);

        var page = await fetcher.FetchAsync(new FetchRequest(new Uri($"http://127.0.0.1:{server.Port}/")), CancellationToken.None);
        Assert.Equal("<p>ours</p>", Assert.IsType<FetchOutcome.Fetched>(page).Html);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("100.100.100.200")]
    [InlineData("fd00:ec2::254")]
    [InlineData("0.0.0.0")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("224.0.0.1")]
    public async Task Not_even_a_listed_host_may_have_an_address_that_is_nobodys(string address)
    {
        await using var scene = FetchScene.Start(privateHosts: PrivateHosts.Parse("wiki.office.example"));
        scene.Resolver.Answer("wiki.office.example", "10.1.2.3");
        scene.Resolver.Answer("wiki.office.example", address);
        Assert.IsType<FetchOutcome.Fetched>(await scene.FetchAsync("http://wiki.office.example/"));
        Assert.Equal(FetchReasons.BlockedAddress, (await scene.FailAsync("http://wiki.office.example/")).Reason);
        Assert.Equal(["10.1.2.3:80"], scene.Connector.Wanted);
    }

    // Servers write a Location in raw bytes of UTF-8.
    private static string Header(string url) => System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(url));
}
