using TelegramParser.TelegramSimulator.Tl;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>help.*: what clients ask before anything else.</summary>
internal sealed class HelpApi(TimeProvider time, Func<int> port)
{
    private const int DefaultDc = 2;
    private const int DcCount = 5;

    public void Register(ApiMethods methods)
    {
        methods.Open("help.getConfig", Config);
        methods.Open("help.getAppConfig", _ => new TlObject("help.appConfigNotModified"));
        methods.Open("help.getNearestDc", _ => new TlObject("nearestDc")
        {
            ["country"] = "XX",
            ["this_dc"] = DefaultDc,
            ["nearest_dc"] = DefaultDc,
        });
    }

    /// <summary>The config must name the client's own data centre and be complete, else TDLib asks for it again and again.</summary>
    private TlObject Config(ApiCall call)
    {
        var dc = Math.Abs(call.Session.Connection?.Dc ?? 0);
        var now = time.GetUtcNow();
        return new TlObject("config")
        {
            ["date"] = now,
            ["expires"] = now.AddHours(1),
            ["this_dc"] = dc is > 0 and <= DcCount ? dc : DefaultDc,
            ["dc_options"] = Enumerable.Range(1, DcCount).Select(id => new TlObject("dcOption")
            {
                ["id"] = id,
                ["ip_address"] = "127.0.0.1",
                ["port"] = port(),
            }),
            ["dc_txt_domain_name"] = "localhost",
            ["chat_size_max"] = 200,
            ["megagroup_size_max"] = 200_000,
            ["forwarded_count_max"] = 100,
            ["online_update_period_ms"] = 210_000,
            ["offline_blur_timeout_ms"] = 5_000,
            ["offline_idle_timeout_ms"] = 30_000,
            ["online_cloud_timeout_ms"] = 300_000,
            ["notify_cloud_delay_ms"] = 30_000,
            ["notify_default_delay_ms"] = 1_500,
            ["push_chat_period_ms"] = 60_000,
            ["push_chat_limit"] = 2,
            ["edit_time_limit"] = 172_800,
            ["revoke_time_limit"] = int.MaxValue,
            ["revoke_pm_time_limit"] = int.MaxValue,
            ["rating_e_decay"] = 2_419_200,
            ["stickers_recent_limit"] = 30,
            ["channels_read_media_period"] = 604_800,
            ["call_receive_timeout_ms"] = 20_000,
            ["call_ring_timeout_ms"] = 90_000,
            ["call_connect_timeout_ms"] = 30_000,
            ["call_packet_timeout_ms"] = 10_000,
            ["me_url_prefix"] = "https://t.me/",
            ["caption_length_max"] = 1_024,
            ["message_length_max"] = 4_096,
            ["webfile_dc_id"] = 4,
        };
    }
}
