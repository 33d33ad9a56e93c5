using System.Runtime.InteropServices;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Screening;

/// <summary>A name of a list as the index holds it.</summary>
/// <param name="Reading">As whose name it is read; null where it is one name whosesoever it is.</param>
internal readonly record struct IndexedName(int Party, ListedName Name, int[] Words, NameToken[] Tokens, NameReading? Reading);

/// <summary>A word of the lists: how it sounds, what it weighs, and the names that hold it.</summary>
internal sealed class IndexedWord(string sound)
{
    public string Sound { get; } = sound;

    /// <summary>Whether it is reached from neighbouring keys; a word that is only two others written as one is not.</summary>
    public bool IsNear { get; set; }

    /// <summary>Names with this word.</summary>
    public List<int> Names { get; } = [];

    /// <summary>Names in which two words side by side together are it.</summary>
    public List<int> JoinedNames { get; } = [];

    /// <summary>1 for a rare word, down to a half for one that very many names have.</summary>
    public double Weight { get; set; } = 1;
}

/// <summary>A word under a key, with what tells most unlike words apart without a look at the word: a key may hold thousands.</summary>
internal readonly record struct KeyedWord(int Word, uint First, uint Letters, int Length)
{
    public static KeyedWord Of(int word, string sound) =>
        new(word, NameSkeleton.FirstOf(sound), NameSkeleton.LettersOf(sound), sound.Length);
}

/// <summary>
/// Watchlists ready to be screened against: every name's words by their phonetic key. Immutable; built anew when a list changes, and put in
/// its place in one step. Some 18,000 parties take about a second to build and 60 MB.
/// </summary>
public sealed class ScreeningIndex
{
    private readonly List<IndexedWord> _words = [];
    private readonly Dictionary<string, int> _wordOf = [];
    private readonly Dictionary<ulong, List<KeyedWord>> _byKey = [];
    private readonly List<ulong> _keys = [];
    private readonly List<IndexedName> _names = [];
    private readonly List<(string List, WatchlistEntry Entry)> _parties = [];
    private readonly Dictionary<(string List, string EntryId), int> _partyOf = [];

    private ScreeningIndex(string version) => Version = version;

    /// <summary>Which version of which list it holds: "ofac_sdn 2025-11-19, ...".</summary>
    public string Version { get; }

    public int PartyCount => _parties.Count;

    public int NameCount => _names.Count;

    public int WordCount => _words.Count;

    internal List<IndexedWord> Words => _words;

    internal List<IndexedName> Names => _names;

    /// <summary>A hit as it is kept of a party. Where the party was cleared of all that the entry says, it stays cleared.</summary>
    public ScreenedHit Kept(ScreeningHit hit, string party, ScreeningBook book)
    {
        var entry = _parties[_partyOf[(hit.List, hit.EntryId)]].Entry;
        var whole = EntryMarks.Of(entry);
        var isCleared = book.Cleared(party, hit.List, hit.EntryId, whole) is not null;
        return new(hit.List, hit.EntryId, hit.Score, isCleared ? whole : EntryMarks.Of(entry, hit.Name));
    }

    internal (string List, WatchlistEntry Entry) Party(int party) => _parties[party];

    /// <param name="lists">Each list's name, its version, and its entries.</param>
    public static ScreeningIndex Of(IEnumerable<(string List, string Version, IEnumerable<WatchlistEntry> Entries)> lists)
    {
        var given = lists.ToList();
        var index = new ScreeningIndex(string.Join(", ", given.Select(l => $"{l.List} {l.Version}")));
        foreach (var (list, _, entries) in given)
        {
            foreach (var entry in entries)
            {
                index.Add(list, entry);
            }
        }
        index.Weigh();
        return index;
    }

    /// <summary>All watchlists that a registry has in force.</summary>
    public static ScreeningIndex Of(RegistrySnapshot registry) =>
        Of(
            registry.Watchlists.Select(list =>
                (list, registry.WatchlistVersion(list)!, (IEnumerable<WatchlistEntry>)registry.Watchlist(list))
            )
        );

    /// <summary>The word itself, or -1.</summary>
    internal int WordOf(string sound) => _wordOf.GetValueOrDefault(sound, -1);

    /// <summary>Words under a key of <see cref="NameSkeleton.Keys"/>.</summary>
    internal ReadOnlySpan<KeyedWord> WordsUnder(ulong key) => CollectionsMarshal.AsSpan(_byKey.GetValueOrDefault(key));

    /// <summary>A word that no list has is rare.</summary>
    internal double WeightOf(string sound) => _wordOf.TryGetValue(sound, out var word) ? _words[word].Weight : 1;

    private void Add(string list, WatchlistEntry entry)
    {
        var party = _parties.Count;
        _parties.Add((list, entry));
        _partyOf[(list, entry.Id)] = party;
        foreach (var name in entry.Names)
        {
            foreach (var text in Alternatives(name.Text))
                Add(party, entry.Kind, name, text);
        }
    }

    /// <summary>Lists put two names of one party into one field: "Al-Qa'ida/Islamic Army". Each is a name, and the whole too.</summary>
    private static string[] Alternatives(string name)
    {
        var parts = name.Split('/', StringSplitOptions.TrimEntries);
        return parts.Length > 1 && parts.All(part => part.Count(char.IsLetter) >= AlternativeMin) ? [name, .. parts] : [name];
    }

    private void Add(int party, WatchlistPartyKind kind, ListedName name, string text)
    {
        var (person, company) = NameTokens.Readings(text);
        // Whose kind the list does not tell is read both ways where that makes a difference.
        var isOne = ReferenceEquals(person, company);
        if (kind == WatchlistPartyKind.Unknown && isOne)
            Add(party, name, person, null);
        else if (kind is WatchlistPartyKind.Individual or WatchlistPartyKind.Unknown)
            Add(party, name, person, NameReading.Person);
        if (kind != WatchlistPartyKind.Individual && !(kind == WatchlistPartyKind.Unknown && isOne))
            Add(party, name, company, NameReading.Company);
    }

    private void Add(int party, ListedName name, List<NameToken> tokens, NameReading? reading)
    {
        if (tokens.Count == 0)
        {
            return;
        }
        var number = _names.Count;
        var words = new int[tokens.Count];
        for (var i = 0; i < tokens.Count; i++)
        {
            words[i] = Word(tokens[i].Sound, tokens[i].Kind == NameTokenKind.Number, isNear: true);
            Once(_words[words[i]].Names, number);
            foreach (var other in tokens[i].Others ?? [])
                Once(_words[Word(other, isNumber: false, isNear: true)].Names, number);
            for (var count = 2; count <= NamePairing.JoinedMax && i + count <= tokens.Count; count++)
            {
                if (Joined(tokens, i, count) is { } joined)
                    Once(_words[Word(joined, isNumber: false, isNear: false)].JoinedNames, number);
            }
        }
        _names.Add(new(party, name, words, [.. tokens], reading));
    }

    /// <summary>Binladen and bin Laden, Нур Султан and Нурсултан, Kim Jong Un and Kimjongun: how words side by side sound as one; null
    /// where they never are one.</summary>
    internal static string? Joined(IReadOnlyList<NameToken> words, int first, int count)
    {
        var length = 0;
        for (var i = first; i < first + count; i++)
        {
            length += words[i].Whole.Length;
            if (words[i].Kind is NameTokenKind.Number or NameTokenKind.Title || (i > first && words[i].Kind == NameTokenKind.Patronymic))
                return null;
        }
        // Three long words are three names.
        if (length > (count == 2 ? 40 : ThreeMax) || (words[first].Kind == NameTokenKind.Form))
            return null;
        var joined = words[first].Whole;
        for (var i = first + 1; i < first + count; i++)
            joined += joined[^1] == words[i].Whole[0] ? words[i].Whole[1..] : words[i].Whole;
        // N. Nazarbayev is not Nazarbayev.
        for (var i = first; i < first + count; i++)
        {
            if (words[i].Whole.Length == joined.Length)
                return null;
        }
        return joined;
    }

    /// <summary>Letters of a name that stands behind a stroke; fewer are a part of a word, as in A/S.</summary>
    private const int AlternativeMin = 5;

    /// <summary>Letters that three words together may have to be written as one.</summary>
    private const int ThreeMax = 14;

    private static void Once(List<int> names, int name)
    {
        if (names.Count == 0 || names[^1] != name)
        {
            names.Add(name);
        }
    }

    private int Word(string sound, bool isNumber, bool isNear)
    {
        if (!_wordOf.TryGetValue(sound, out var word))
        {
            word = _words.Count;
            _words.Add(new IndexedWord(sound));
            _wordOf[sound] = word;
            Store(word, near: false);
        }
        if (isNear && !isNumber && !_words[word].IsNear)
        {
            _words[word].IsNear = true;
            Store(word, near: true);
        }
        return word;
    }

    /// <summary>Under its own key at first, later under its neighbours'.</summary>
    private void Store(int word, bool near)
    {
        _keys.Clear();
        var keyed = KeyedWord.Of(word, _words[word].Sound);
        NameSkeleton.Keys(_words[word].Sound, near, _keys);
        foreach (var key in near ? _keys.Skip(1).Distinct() : _keys)
        {
            if (!_byKey.TryGetValue(key, out var words))
            {
                _byKey[key] = words = [];
            }
            words.Add(keyed);
        }
    }

    /// <summary>A word that a thousandth of all names hold weighs three quarters, one that a hundredth hold a half.</summary>
    private void Weigh()
    {
        foreach (var word in _words)
        {
            var share = Math.Max(1.0, word.Names.Count) / Math.Max(10_000, _names.Count);
            word.Weight = Math.Clamp(-0.25 * Math.Log10(share), 0.5, 1);
        }
    }
}
