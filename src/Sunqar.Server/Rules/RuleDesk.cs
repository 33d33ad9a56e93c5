using System.Collections.Concurrent;
using Sunqar.Core.Acts;
using Sunqar.Core.Decisions;
using Sunqar.Core.Publishing;
using Sunqar.Core.Rulebook;
using Sunqar.Server.Entrance;
using Sunqar.Storage.Journal;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Rules;

/// <summary>What a check of a text says: its faults, or how the tests beside its rules ended.</summary>
/// <param name="Rulebook">Null where the text has faults.</param>
internal sealed record RuleCheck(IReadOnlyList<RulebookFault> Faults, LoadedRulebook? Rulebook, IReadOnlyList<RuleTestResult> Tests);

/// <summary>Reads rulebooks for pages: what a version says, and whether a text is one. A text and its tests are limited by the language
/// itself. Compiling one takes a good part of a second, so at
/// most two are compiled at the same time, and what is in force is kept.</summary>
internal sealed class RuleDesk(ActDoor acts, CaseDoor cases) : IDisposable
{
    private const int KeptMax = 4;

    private readonly SemaphoreSlim _places = new(2);
    private readonly ConcurrentDictionary<string, RuleCheck> _kept = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string?> _old = new(StringComparer.Ordinal);

    /// <summary>All rulebooks that were in force, and what is asked for; null while the journal is replayed.</summary>
    public T? Read<T>(Func<RulebookRoll, ProposalBook, T> read)
        where T : class? => acts.Current?.Read(state => read(state.Of<RulebookRoll>(), state.Of<ProposalBook>()));

    public long NowUs => acts.Current?.NowUs ?? 0;

    /// <summary>Checks a text; null where too many are being checked.</summary>
    public async Task<RuleCheck?> CheckAsync(string text, TimeSpan patience, CancellationToken cancel)
    {
        var version = LoadedRulebook.VersionOf(text);
        if (_kept.TryGetValue(version, out var kept))
            return kept;
        if (!await _places.WaitAsync(patience, cancel))
            return null;
        try
        {
            var check = await Task.Run(() => Of(text, cancel), cancel);
            // What is in force is asked for again and again; drafts are not.
            if (_kept.Count < KeptMax && Read((roll, _) => roll.Current)?.Version == version)
                _kept[version] = check;
            return check;
        }
        finally
        {
            _places.Release();
        }
    }

    internal static RuleCheck Of(string text, CancellationToken cancel)
    {
        switch (LoadedRulebook.Load(text))
        {
            case RulebookRefused refused:
                return new RuleCheck(refused.Faults, null, []);
            case RulebookLoaded { Rulebook: var rulebook }:
                var tests = new List<RuleTestResult>();
                foreach (var result in RuleTestRun.Run(rulebook))
                {
                    cancel.ThrowIfCancellationRequested();
                    tests.Add(result);
                }
                return new RuleCheck([], rulebook, tests);
            default:
                throw new InvalidOperationException("No such reading.");
        }
    }

    /// <summary>The text of a version that decided once: one of the roll, or one that a release of before shipped, which the stream of
    /// payments holds. Null where there is none.</summary>
    public async Task<string?> TextOfAsync(string version, CancellationToken cancel)
    {
        if (Read((roll, _) => roll.Find(version)) is { } known)
            return known.Text;
        if (version.Length != 32 || !version.All(char.IsAsciiHexDigitLower) || cases.Folder is not { } folder)
            return null;
        if (_old.TryGetValue(version, out var old))
            return old;
        await _places.WaitAsync(cancel);
        try
        {
            return await Task.Run(
                () =>
                {
                    // All of the stream's at once, so that nobody has it walked again for each version he makes up.
                    foreach (var published in folder.Journal.Read<RulebookPublished>(Streams.Payments))
                        _old[published.Version] = published.Text;
                    return _old.Count < 1_000 ? _old.GetOrAdd(version, (string?)null) : _old.GetValueOrDefault(version);
                },
                cancel
            );
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>A text as forms send it, with line ends and an end as texts have them.</summary>
    public static string Plain(string text) => text.ReplaceLineEndings("\n").Trim() + "\n";

    public void Dispose() => _places.Dispose();
}
