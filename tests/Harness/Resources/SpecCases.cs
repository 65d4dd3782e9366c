namespace TelegramParser.Harness.Resources;

/// <summary>Good and bad specs, against which the schemas, the rules and the controllers' own checks are held.</summary>
public static class SpecCases
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<SpecCase> All { get; } =
    [
        User("an empty spec", "{}", Refusal.None),
        User("everything", """
            {"credentialsSecretRef":{"name":"mine"},"login":{"method":"PhoneCode","phoneNumber":"+15550000001"},
             "schedule":{"cron":"*/5 9-17 * * MON-FRI","timeZone":"Europe/Berlin"},"suspend":true,
             "proxy":{"type":"Mtproto","server":"proxy.example","port":443,"secretRef":{"name":"proxy"}}}
            """, Refusal.None),
        User("a proxy without a Secret", """{"proxy":{"type":"Socks5","server":"10.0.0.1","port":1080}}""", Refusal.None),
        User("an interval of several units", """{"schedule":{"interval":"1d12h"}}""", Refusal.None),
        User("an unknown login method", """{"login":{"method":"Sms"}}""", Refusal.Schema, "spec.login.method"),
        User("a number in national form", """{"login":{"phoneNumber":"0155512345"}}""", Refusal.Schema, "spec.login.phoneNumber"),
        User("a number that is a number", """{"login":{"phoneNumber":15550000001}}""", Refusal.Schema, "spec.login.phoneNumber"),
        User("a phone login without a number", """{"login":{"method":"PhoneCode"}}""", Refusal.Rule, "phoneNumber is needed"),
        User("a nameless Secret", """{"credentialsSecretRef":{"name":""}}""", Refusal.Schema, "spec.credentialsSecretRef.name"),
        User("a Secret by nothing", """{"credentialsSecretRef":{}}""", Refusal.Schema, "spec.credentialsSecretRef.name"),
        User("an interval in words", """{"schedule":{"interval":"15 minutes"}}""", Refusal.Schema, "spec.schedule.interval"),
        User("an interval without a unit", """{"schedule":{"interval":"15"}}""", Refusal.Schema, "spec.schedule.interval"),
        User("an empty interval", """{"schedule":{"interval":""}}""", Refusal.Schema, "spec.schedule.interval"),
        User("units in the wrong order", """{"schedule":{"interval":"30m1h"}}""", Refusal.Schema, "spec.schedule.interval"),
        User("an interval that is too short", """{"schedule":{"interval":"1s"}}""", Refusal.Controller, "The shortest is 10s"),
        User("an interval that is too long", """{"schedule":{"interval":"32d"}}""", Refusal.Controller, "the longest 31d"),
        User("a cron of four fields", """{"schedule":{"cron":"* * * *"}}""", Refusal.Schema, "spec.schedule.cron"),
        User("a cron of six fields", """{"schedule":{"cron":"0 * * * * *"}}""", Refusal.Schema, "spec.schedule.cron"),
        User("a minute that no hour has", """{"schedule":{"cron":"61 * * * *"}}""", Refusal.Controller, "outside 0-59"),
        User("a day that never comes", """{"schedule":{"cron":"0 0 30 2 *"}}""", Refusal.Controller, "never comes due"),
        User("an empty time zone", """{"schedule":{"cron":"0 * * * *","timeZone":""}}""", Refusal.Schema, "spec.schedule.timeZone"),
        User("a time zone of nowhere", """{"schedule":{"cron":"0 * * * *","timeZone":"Mars/Olympus"}}""", Refusal.Controller, "Mars/Olympus"),
        User("two schedules", """{"schedule":{"interval":"15m","cron":"* * * * *"}}""", Refusal.Rule, "either 'interval'"),
        User("a schedule of nothing", """{"schedule":{}}""", Refusal.Rule, "'interval' (such as 15m)"),
        User("an interval in a time zone", """{"schedule":{"interval":"15m","timeZone":"UTC"}}""", Refusal.Rule, "'timeZone' goes with 'cron' only"),
        User("an unknown proxy", """{"proxy":{"type":"Http","server":"p","port":1}}""", Refusal.Schema, "spec.proxy.type"),
        User("a proxy without a port", """{"proxy":{"type":"Socks5","server":"p"}}""", Refusal.Schema, "spec.proxy.port"),
        User("a proxy's port that is none", """{"proxy":{"type":"Socks5","server":"p","port":70000}}""", Refusal.Schema, "spec.proxy.port"),
        User("a proxy nowhere", """{"proxy":{"type":"Socks5","server":"","port":1}}""", Refusal.Schema, "spec.proxy.server"),
        User("a proxy's nameless Secret", """{"proxy":{"type":"Socks5","server":"p","port":1,"secretRef":{"name":""}}}""", Refusal.Schema, "spec.proxy.secretRef.name"),
        User("an Mtproto proxy without its secret", """{"proxy":{"type":"Mtproto","server":"p","port":1}}""", Refusal.Rule, "secretRef is needed"),
        User("tolerations", """
            {"worker":{"tolerations":[{"key":"spot","operator":"Exists","effect":"NoExecute","tolerationSeconds":60},{"key":"pool","value":"telegram"},{"operator":"Exists"}]}}
            """, Refusal.None),
        User("a toleration of nothing", """{"worker":{"tolerations":[{"effect":"NoSchedule"}]}}""", Refusal.Rule, "A toleration without a key needs operator Exists"),
        User("a toleration of any value with a value", """{"worker":{"tolerations":[{"key":"a","operator":"Exists","value":"b"}]}}""", Refusal.Rule, "with operator Exists has no value"),
        User("a toleration for a time that does not evict", """{"worker":{"tolerations":[{"key":"a","effect":"NoSchedule","tolerationSeconds":60}]}}""", Refusal.Rule, "goes with effect NoExecute only"),

        Subscription("the least", "", Refusal.None),
        Subscription("everything", """
            ,"join":true,"schedule":{"interval":"1h30m"},"suspend":true,"backfill":{"limit":0},"refresh":{"window":"0s","interval":"31d"},
             "enrichment":{"enabled":false,"provider":"Crawl4AI","maxLinksPerPost":50}
            """, Refusal.None),
        Subscription("a retention", ""","retention":{"days":36500}""", Refusal.None),
        Subscription("a retention of nothing", ""","retention":{}""", Refusal.Schema, "spec.retention.days"),
        Subscription("a retention of no day", ""","retention":{"days":0}""", Refusal.Schema, "spec.retention.days"),
        User("a retention", """{"retention":{"days":1}}""", Refusal.None),
        User("a retention beyond all posts", """{"retention":{"days":36501}}""", Refusal.Schema, "spec.retention.days"),
        User("a retention in words", """{"retention":{"days":"30"}}""", Refusal.Schema, "spec.retention.days"),
        Subscription("an enrichment of nothing", ""","enrichment":{}""", Refusal.None),
        Subscription("no links", ""","enrichment":{"maxLinksPerPost":0}""", Refusal.None),
        Subscription("a backfill by time", ""","backfill":{"since":"2026-01-31T00:00:00Z"}""", Refusal.None),
        Channel("https://t.me/s/telegram", Refusal.None),
        Channel("t.me/durov?single", Refusal.None),
        Channel("https://t.me/+AbCdEf_123-4", Refusal.None),
        Channel("https://telegram.me/joinchat/AbCdEf_123-4", Refusal.None),
        Channel("https://t.me/c/1234567890/17", Refusal.None),
        Channel("-1001234567890", Refusal.None),
        Channel(" @telegram ", Refusal.None),
        Channel("", Refusal.Schema, "spec.channel"),
        Channel("telegram", Refusal.Schema, "spec.channel"),
        Channel("not a channel", Refusal.Schema, "spec.channel"),
        Channel("@ab", Refusal.Schema, "spec.channel"),
        Channel("@1st_channel", Refusal.Schema, "spec.channel"),
        Channel("https://example.com/telegram", Refusal.Schema, "spec.channel"),
        Channel("12345678901234567", Refusal.Schema, "spec.channel"),
        Channel("0", Refusal.Controller, "is not a channel"),
        new("no user", SubscriptionKind, """{"channel":"@telegram"}""", Refusal.Schema, "spec.userRef"),
        new("a nameless user", SubscriptionKind, """{"channel":"@telegram","userRef":{"name":""}}""", Refusal.Schema, "spec.userRef.name"),
        new("no channel", SubscriptionKind, """{"userRef":{"name":"alice"}}""", Refusal.Schema, "spec.channel"),
        Subscription("a word for a switch", ""","join":"yes" """, Refusal.Schema, "spec.join"),
        Subscription("a bad schedule", ""","schedule":{"interval":"x"}""", Refusal.Schema, "spec.schedule.interval"),
        Subscription("two schedules", ""","schedule":{"interval":"15m","cron":"* * * * *"}""", Refusal.Rule, "either 'interval'"),
        Subscription("an interval in a time zone", ""","schedule":{"interval":"15m","timeZone":"UTC"}""", Refusal.Rule, "'timeZone' goes with 'cron' only"),
        Subscription("two backfills", ""","backfill":{"limit":1,"since":"2026-01-31T00:00:00Z"}""", Refusal.Rule, "either 'limit'"),
        Subscription("a backfill of nothing", ""","backfill":{}""", Refusal.Rule, "'limit' (a number of posts)"),
        Subscription("a negative backfill", ""","backfill":{"limit":-1}""", Refusal.Schema, "spec.backfill.limit"),
        Subscription("a backfill beyond all posts", ""","backfill":{"limit":2147483648}""", Refusal.Schema, "spec.backfill.limit"),
        Subscription("a backfill since a day", ""","backfill":{"since":"2026-01-31"}""", Refusal.Schema, "spec.backfill.since"),
        Subscription("a window in words", ""","refresh":{"window":"soon"}""", Refusal.Schema, "spec.refresh.window"),
        Subscription("a window that is too short", ""","refresh":{"window":"30m"}""", Refusal.Controller, "Give 1h to 365d, or 0s"),
        Subscription("rounds too often", ""","refresh":{"interval":"5m"}""", Refusal.Controller, "The shortest is 15m"),
        Subscription("an unknown provider", ""","enrichment":{"provider":"Firefox"}""", Refusal.Schema, "spec.enrichment.provider"),
        Subscription("a provider in another case", ""","enrichment":{"provider":"builtin"}""", Refusal.Schema, "spec.enrichment.provider"),
        Subscription("a word for enrichment's switch", ""","enrichment":{"enabled":"on"}""", Refusal.Schema, "spec.enrichment.enabled"),
        Subscription("more links than are followed", ""","enrichment":{"maxLinksPerPost":51}""", Refusal.Schema, "spec.enrichment.maxLinksPerPost"),
        Subscription("fewer links than none", ""","enrichment":{"maxLinksPerPost":-1}""", Refusal.Schema, "spec.enrichment.maxLinksPerPost"),
        Subscription("webhook and Saved Messages", ""","notify":{"webhook":{"url":"https://hooks.example/x"},"savedMessages":true}""", Refusal.None),
        Subscription("a notification to nobody", ""","notify":{}""", Refusal.Rule, "notify names nobody to tell"),
        Subscription("a webhook nowhere", ""","notify":{"webhook":{}}""", Refusal.Rule, "needs a 'url'"),
        Subscription("a webhook of no host", ""","notify":{"webhook":{"url":"https://:0"}}""", Refusal.Controller, "is not a web address"),

        Monitor("the least", "", Refusal.None),
        Monitor("everything", """
            ,"triggers":{"mentions":false,"replies":true,"keywords":["harbour","\"free port\"","гавань"],"patterns":["(?i)\\bINV-\\d{4,}\\b"]},
             "contextMessages":20,"suspend":true,"notify":{"webhook":{"url":"https://hooks.example/x","secretRef":{"name":"hook"}},"savedMessages":true}
            """, Refusal.None),
        Monitor("triggers of nothing", ""","triggers":{}""", Refusal.None),
        Monitor("keywords alone", ""","triggers":{"mentions":false,"replies":false,"keywords":["harbour"]}""", Refusal.None),
        Monitor("no context", ""","contextMessages":0""", Refusal.None),
        Monitor("a URL in the Secret", ""","notify":{"webhook":{"secretRef":{"name":"hook"}}}""", Refusal.None),
        Monitor("Saved Messages alone", ""","notify":{"savedMessages":true}""", Refusal.None),
        new("a basic group's id", MonitorKind, """{"userRef":{"name":"alice"},"group":"-123456789"}""", Refusal.None),
        new("no user", MonitorKind, """{"group":"@harbour"}""", Refusal.Schema, "spec.userRef"),
        new("no group", MonitorKind, """{"userRef":{"name":"alice"}}""", Refusal.Schema, "spec.group"),
        new("a group in words", MonitorKind, """{"userRef":{"name":"alice"},"group":"the harbour"}""", Refusal.Schema, "spec.group"),
        new("a group of no id", MonitorKind, """{"userRef":{"name":"alice"},"group":"0"}""", Refusal.Controller, "is not a group"),
        Monitor("no trigger", ""","triggers":{"mentions":false,"replies":false}""", Refusal.Rule, "triggers name nothing to look for"),
        Monitor("an empty keyword", ""","triggers":{"keywords":[""]}""", Refusal.Schema, "spec.triggers.keywords"),
        Monitor("a keyword of no word", ""","triggers":{"keywords":["harbour","!?"]}""", Refusal.Controller, "'!?' has no letter or digit"),
        Monitor("a keyword that is a book", $$""","triggers":{"keywords":["{{new string('a', 501)}}"]}""", Refusal.Schema, "spec.triggers.keywords"),
        Monitor("too many keywords", $$""","triggers":{"keywords":[{{Many(101)}}]}""", Refusal.Schema, "spec.triggers.keywords"),
        Monitor("an empty pattern", ""","triggers":{"patterns":[""]}""", Refusal.Schema, "spec.triggers.patterns"),
        Monitor("a pattern that is a book", $$""","triggers":{"patterns":["{{new string('a', 501)}}"]}""", Refusal.Schema, "spec.triggers.patterns"),
        Monitor("too many patterns", $$""","triggers":{"patterns":[{{Many(21)}}]}""", Refusal.Schema, "spec.triggers.patterns"),
        Monitor("a pattern that is none", ""","triggers":{"patterns":["(harbour"]}""", Refusal.Controller, "is no regular expression"),
        Monitor("a pattern with a backreference", ""","triggers":{"patterns":["(a)\\1"]}""", Refusal.Controller, "without backreferences"),
        Monitor("a pattern with a lookahead", ""","triggers":{"patterns":["a(?=b)"]}""", Refusal.Controller, "without backreferences"),
        Monitor("a pattern that explodes", ""","triggers":{"patterns":["((a{0,1000}){0,1000}){0,1000}"]}""", Refusal.Controller, "large counts"),
        Monitor("a negative context", ""","contextMessages":-1""", Refusal.Schema, "spec.contextMessages"),
        Monitor("a context that is the group", ""","contextMessages":21""", Refusal.Schema, "spec.contextMessages"),
        Monitor("a notification to nobody", ""","notify":{}""", Refusal.Rule, "notify names nobody to tell"),
        Monitor("a webhook nowhere", ""","notify":{"webhook":{}}""", Refusal.Rule, "needs a 'url'"),
        Monitor("a webhook by mail", ""","notify":{"webhook":{"url":"mailto:alice@example.org"}}""", Refusal.Schema, "spec.notify.webhook.url"),
        Monitor("a webhook of no host", ""","notify":{"webhook":{"url":"https://:0"}}""", Refusal.Controller, "is not a web address"),
        Monitor("a webhook's nameless Secret", ""","notify":{"webhook":{"secretRef":{"name":""}}}""", Refusal.Schema, "spec.notify.webhook.secretRef.name"),
    ];

    private const string MonitorKind = "GroupMonitor";
    private const string UserKind = "TelegramUser";
    private const string SubscriptionKind = "ChannelSubscription";

    private static SpecCase User(string what, string spec, Refusal by, string told = "") => new(what, UserKind, spec, by, told);

    private static SpecCase Subscription(string what, string more, Refusal by, string told = "") =>
        new(what, SubscriptionKind, $$"""{"userRef":{"name":"alice"},"channel":"@telegram"{{more}}}""", by, told);

    private static SpecCase Monitor(string what, string more, Refusal by, string told = "") =>
        new(what, MonitorKind, $$"""{"userRef":{"name":"alice"},"group":"@harbour"{{more}}}""", by, told);

    private static string Many(int count) => string.Join(',', Enumerable.Range(0, count).Select(number => $"\"w{number}\""));

    private static SpecCase Channel(string channel, Refusal by, string told = "") =>
        new($"channel '{channel}'", SubscriptionKind, $$"""{"userRef":{"name":"alice"},"channel":"{{channel}}"}""", by, told);
}
