using TelegramParser.Storage.Posts;

namespace TelegramParser.Worker.Enrichment.Links;

/// <summary>A link of a post, and what is to be done with it.</summary>
/// <param name="Position">Its place among the post's links, as stored.</param>
/// <param name="Link">As the post has it.</param>
/// <param name="Url">The page that it leads to, normalised; null when it is none that could be asked for.</param>
/// <param name="Skip">Why it is not followed, one of <see cref="LinkSkips"/>; null when it is.</param>
internal sealed record SelectedLink(int Position, LinkRecord Link, Uri? Url, string? Skip);
