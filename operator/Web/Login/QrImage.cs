using System.Text;
using QRCoder;

namespace TelegramParser.Operator.Web.Login;

/// <summary>Draws a login link as a QR code: black on white with its quiet zone, so that it scans on a dark page too.</summary>
internal static class QrImage
{
    public const string ContentType = "image/svg+xml";

    private const int PixelsPerModule = 8;

    public static string Svg(string link)
    {
        using var code = QRCodeGenerator.GenerateQrCode(link, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        return svg.GetGraphic(
            PixelsPerModule, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }

    /// <summary>The drawing as the source of an image, so that it needs no second request.</summary>
    public static string DataUri(string link) =>
        $"data:{ContentType};base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(Svg(link)))}";
}
