using Sunqar.Core.Registry;

namespace Sunqar.Core.Screening;

/// <summary>
/// Asks a <see cref="ScreeningIndex"/> who may be meant by a name. Words that sound near the asked ones lead to the names that hold them;
/// only names of which enough is met are paired word by word. Holds scratch memory: one for each thread.
/// </summary>
public sealed class Screener(ScreeningIndex index)
{
    /// <summary>Scores from here up are hits, chosen on generated spellings of OFAC's names (docs/results.md).</summary>
    public const int HitMin = 85;

    /// <summary>Most hits that an answer carries.</summary>
    public const int HitsMax = 20;

    /// <summary>Characters of a name that may be asked for.</summary>
    public const int NameMax = 500;

    /// <summary>A name is paired when so much of what was asked for may be in it.</summary>
    private const double MetMin = 0.6;

    /// <summary>Sounds that are remembered with the words near them.</summary>
    private const int NearMax = 10_000;

    private const double OtherKind = 0.9,
        OtherBirth = 0.8,
        WeakAlias = 0.95;

    private readonly double[] _met = new double[index.NameCount];
    private readonly int[] _metBy = new int[index.NameCount];
    private readonly long[] _seen = new long[index.WordCount];
    private readonly List<ulong> _keys = [];
    private readonly List<int> _touched = [];
    private readonly Dictionary<int, (double Score, int Name, List<NameToken> Asked)> _best = [];

    private long _asked;
    private readonly Dictionary<(string, bool), int[]> _near = [];

    /// <summary>Word pairs and name pairs compared since the screener was made: the counted work of a benchmark.</summary>
    public (long Words, long Names) Compared { get; private set; }

    /// <summary>Whether a text holds a letter or digit: what holds none names nobody, and that nobody is met would say nothing.</summary>
    public static bool IsName(string text) => NameText.Words(text).Count > 0;

    /// <summary>The hits, best first.</summary>
    /// <exception cref="ArgumentException">The name is longer than <see cref="NameMax"/>.</exception>
    public IReadOnlyList<ScreeningHit> Screen(in ScreeningQuestion question, int scoreMin = HitMin)
    {
        if (question.Name.Length > NameMax)
        {
            throw new ArgumentException($"A name of more than {NameMax} characters.", nameof(question));
        }
        _best.Clear();
        var (asPerson, asCompany) = NameTokens.Readings(question.Name);
        if (ReferenceEquals(asPerson, asCompany))
        {
            Look(asPerson, null, question);
        }
        else
        {
            Look(asPerson, NameReading.Person, question);
            Look(asCompany, NameReading.Company, question);
        }
        var birth = question.Birth;
        return
        [
            .. _best
                .Where(b => Percent(b.Value.Score) >= scoreMin)
                .OrderByDescending(b => b.Value.Score)
                .ThenBy(b => b.Key)
                .Take(HitsMax)
                .Select(b => Hit(b.Key, b.Value.Name, b.Value.Asked, b.Value.Score, birth)),
        ];
    }

    /// <summary>Compares with the names that were read so, or with all.</summary>
    private void Look(List<NameToken> asked, NameReading? reading, in ScreeningQuestion question)
    {
        Span<double> weights = stackalloc double[NameTokens.Max];
        var whole = 0.0;
        var hasName = asked.Any(a => a.IsName);
        for (var i = 0; i < asked.Count; i++)
        {
            weights[i] = NamePairing.WeightOf(asked[i].Kind, index.WeightOf(asked[i].Sound));
            whole += IsMet(asked[i], hasName) ? weights[i] : 0;
        }
        Meet(asked, weights);
        foreach (var name in _touched)
        {
            if (_met[name] >= MetMin * whole && (reading is null || index.Names[name].Reading is not { } listed || listed == reading))
            {
                Pair(name, asked, weights[..asked.Count], question);
            }
            (_met[name], _metBy[name]) = (0, 0);
        }
        _touched.Clear();
    }

    /// <summary>What the index is asked for: small words only where there is nothing else, and an initial may be any word.</summary>
    private static bool IsMet(NameToken token, bool hasName) =>
        !hasName || (token.Kind is NameTokenKind.Plain or NameTokenKind.Number && !token.IsInitials);

    /// <summary>Counts for every listed name how much of what was asked for it may hold.</summary>
    private void Meet(List<NameToken> asked, ReadOnlySpan<double> weights)
    {
        for (var i = 0; i < asked.Count; i++)
        {
            // Small words alone lead to thousands of names, and to none that their other words do not lead to.
            if (!asked[i].IsName && asked.Any(a => a.IsName))
            {
                continue;
            }
            Meet(asked[i].Sound, asked[i].Kind == NameTokenKind.Number, i + 1, weights[i], joined: true);
            foreach (var other in asked[i].Others ?? [])
                Meet(other, isNumber: false, i + 1, weights[i], joined: true);
        }
        var by = asked.Count;
        for (var count = 2; count <= NamePairing.JoinedMax; count++)
        {
            for (var first = 0; first + count <= asked.Count; first++)
            {
                by++;
                if (ScreeningIndex.Joined(asked, first, count) is not { } one)
                    continue;
                var weight = 0.0;
                foreach (var part in weights.Slice(first, count))
                    weight += part;
                Meet(one, isNumber: false, by, weight, joined: false);
            }
        }
    }

    private void Meet(string sound, bool isNumber, int by, double weight, bool joined)
    {
        if (isNumber)
        {
            if (index.WordOf(sound) is >= 0 and var same)
            {
                Count(index.Words[same].Names, by, weight);
            }
            return;
        }
        foreach (var near in Near(sound, joined))
        {
            Count(index.Words[near].Names, by, weight);
            Count(joined ? index.Words[near].JoinedNames : [], by, weight);
        }
    }

    /// <summary>Words that sound so, or nearly; remembered, for many people have the same names.</summary>
    private int[] Near(string sound, bool joined)
    {
        if (_near.TryGetValue((sound, joined), out var known))
        {
            return known;
        }
        var asked = KeyedWord.Of(-1, sound);
        var found = new List<int>();
        _keys.Clear();
        NameSkeleton.Keys(sound, joined, _keys);
        _asked++;
        foreach (var key in _keys)
        {
            foreach (var near in index.WordsUnder(key))
            {
                if (!TokenDistance.MayBeAlike(near, asked) || _seen[near.Word] == _asked)
                {
                    continue;
                }
                _seen[near.Word] = _asked;
                Compared = (Compared.Words + 1, Compared.Names);
                if (index.Words[near.Word].Sound is var listed && (listed == sound || TokenDistance.Similarity(listed, sound) > 0))
                {
                    found.Add(near.Word);
                }
            }
        }
        if (_near.Count == NearMax)
        {
            _near.Clear();
        }
        return _near[(sound, joined)] = [.. found];
    }

    private void Count(List<int> names, int by, double weight)
    {
        foreach (var name in names)
        {
            if (_metBy[name] == 0)
            {
                _touched.Add(name);
            }
            if (_metBy[name] != by)
            {
                _met[name] += weight;
                _metBy[name] = by;
            }
        }
    }

    private void Pair(int number, List<NameToken> asked, ReadOnlySpan<double> weights, in ScreeningQuestion question)
    {
        Compared = (Compared.Words, Compared.Names + 1);
        var name = index.Names[number];
        var score = Score(name, asked, weights, null);
        var entry = index.Party(name.Party).Entry;
        score *= name.Name.IsWeak ? WeakAlias : 1;
        score *= IsOtherKind(question.Kind, entry.Kind) ? OtherKind : 1;
        score *= BirthDates.Compare(question.Birth, entry.Birth) == BirthAgreement.Different ? OtherBirth : 1;
        if (!_best.TryGetValue(name.Party, out var best) || score > best.Score)
        {
            _best[name.Party] = (score, number, asked);
        }
    }

    private static bool IsOtherKind(WatchlistPartyKind asked, WatchlistPartyKind listed) =>
        asked != WatchlistPartyKind.Unknown && listed != WatchlistPartyKind.Unknown && asked != listed;

    private double Score(IndexedName name, List<NameToken> asked, ReadOnlySpan<double> weights, List<NamePairing.Pair>? pairs)
    {
        Span<double> listedWeights = stackalloc double[NameTokens.Max];
        for (var i = 0; i < name.Tokens.Length; i++)
        {
            listedWeights[i] = NamePairing.WeightOf(name.Tokens[i].Kind, index.Words[name.Words[i]].Weight);
        }
        return NamePairing.Score(
            asked,
            weights,
            name.Tokens,
            listedWeights[..name.Tokens.Length],
            pairs,
            name.Reading == NameReading.Company
        );
    }

    private static int Percent(double score) => (int)Math.Round(score * 100, MidpointRounding.ToZero);

    private ScreeningHit Hit(int party, int number, List<NameToken> asked, double score, string? birth)
    {
        var (list, entry) = index.Party(party);
        var name = index.Names[number];
        Span<double> weights = stackalloc double[NameTokens.Max];
        for (var i = 0; i < asked.Count; i++)
        {
            weights[i] = NamePairing.WeightOf(asked[i].Kind, index.WeightOf(asked[i].Sound));
        }
        var pairs = new List<NamePairing.Pair>();
        Score(name, asked, weights[..asked.Count], pairs);
        return new(
            list,
            entry.Id,
            name.Name.Text,
            entry.Names[0].Text,
            entry.Kind,
            entry.Programs,
            Percent(score),
            BirthDates.Compare(birth, entry.Birth),
            Explanation.Of(asked, weights, name, index, pairs)
        );
    }
}

/// <summary>Dates of birth as lists give them: a day, a year, or a range first/last.</summary>
internal static class BirthDates
{
    /// <summary>Lists give many dates as "about": a year off is not held against a match.</summary>
    private const int YearsApartMax = 1;

    public static BirthAgreement Compare(string? asked, IReadOnlyList<string> listed)
    {
        if (asked is not { Length: >= 4 } || !int.TryParse(asked.AsSpan(0, 4), out var year) || listed.Count == 0)
        {
            return BirthAgreement.NotCompared;
        }
        var best = BirthAgreement.Different;
        foreach (var birth in listed)
        {
            if (asked.Length == 10 && birth == asked)
            {
                return BirthAgreement.Same;
            }
            if (IsNear(year, birth))
            {
                best = BirthAgreement.SameYear;
            }
        }
        return best;
    }

    private static bool IsNear(int year, string birth)
    {
        var to = birth.IndexOf('/') is >= 0 and var slash ? birth.AsSpan(slash + 1) : birth;
        return birth.Length < 4
            || to.Length < 4
            || !int.TryParse(birth.AsSpan(0, 4), out var first)
            || !int.TryParse(to[..4], out var last)
            || (year >= first - YearsApartMax && year <= last + YearsApartMax);
    }
}
