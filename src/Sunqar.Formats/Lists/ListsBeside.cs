using Sunqar.Core.Facts;
using Sunqar.Core.Registry;

namespace Sunqar.Formats.Lists;

/// <summary>
/// Watchlists of several files that somebody names together, without dates deciding between them: each file's list stands beside the
/// others. Where two call themselves the same, the later one is known by its file too.
/// </summary>
/// <param name="take">What the facts go to.</param>
public sealed class ListsBeside(Action<Fact> take)
{
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>What takes the facts of a file.</summary>
    public Action<Fact> Of(string file) =>
        fact =>
            take(
                fact switch
                {
                    WatchlistEntries entries => entries with { List = Name(entries.List, file) },
                    WatchlistPublished published => published with { List = Name(published.List, file) },
                    _ => fact,
                }
            );

    private string Name(string list, string file) =>
        _files.TryAdd(list, file) || _files[list] == file ? list : $"{list} ({Path.GetFileName(file)})";
}
