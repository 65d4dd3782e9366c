using Microsoft.Playwright;
using TelegramParser.EndToEndTests.Browser;
using static Microsoft.Playwright.Assertions;

namespace TelegramParser.EndToEndTests.Pages;

/// <summary>Every page in both languages and themes, on a desktop and on a phone.</summary>
[Collection(BrowserCollection.Name)]
public sealed class LookTests(BrowserFixture fixture)
{
    [Theory]
    [InlineData("en-GB", ColorScheme.Light, 1280)]
    [InlineData("ru-RU", ColorScheme.Light, 1280)]
    [InlineData("en-GB", ColorScheme.Dark, 1280)]
    [InlineData("ru-RU", ColorScheme.Dark, 390)]
    [InlineData("en-GB", ColorScheme.Light, 360)]
    public async Task Every_page_is_readable_named_and_in_order_in_every_look(string locale, ColorScheme scheme, int width)
    {
        var look = $"{locale}-{scheme}-{width}".ToLowerInvariant();
        var isRussian = locale == "ru-RU";
        await using var scene = await PagesScene.StartAsync(fixture);
        await scene.AddOthersAsync();
        await scene.AddRichPostsAsync();
        await scene.AddMentionsAsync();
        await scene.AddRetentionAsync();
        await scene.AddTokensAsync();
        await using var watched = await WatchedPage.OpenAsync(fixture.Browser, scene.Web.Url, new BrowserNewContextOptions
        {
            Locale = locale, ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });

        await SeeAsync("/", "overview", isRussian ? "Нужно ваше участие" : "Needs you");
        await SeeAsync("/view/default:alice", "user", isRussian ? "Последние парсинги" : "Recent parses");
        await SeeAsync("/view/default:alice?days=3", "user-retention", isRussian ? "Вернуться к настройке" : "Back to the setting");
        await SeeAsync("/access", "access", isRussian ? "Новый токен" : "New token");
        await SeeAsync("/view/default:alice/posts", "posts", isRussian ? "До правок (1)" : "Before the edits (1)");
        await SeeAsync("/view/default:alice/posts?q=ferry+late", "posts-found", isRussian ? "Показать все" : "Show all");
        await SeeAsync("/view/default:alice/groups", "groups", isRussian ? "Сейчас под наблюдением: 2 из 4." : "Watched now: 2 of 4.");
        await SeeAsync("/view/default:alice/mentions", "mentions", isRussian ? "Раньше" : "Older mentions");
        await SeeAsync("/view/default:alice/mentions/41", "mention", isRussian ? "До него" : "Before it");

        async Task SeeAsync(string path, string name, string text)
        {
            await watched.GoAsync(path);
            await Expect(watched.Page.GetByText(text, new() { Exact = true })).ToBeVisibleAsync();
            await watched.Page.AssertTabOrderAsync();
            await watched.Page.EvaluateAsync("document.querySelectorAll('details').forEach((fold) => fold.open = true); document.activeElement.blur()");
            await watched.Page.AssertAccessibleAsync();
            await watched.AssertCalmAsync();
            await watched.PictureAsync($"{name}-{look}");
        }
    }
}
