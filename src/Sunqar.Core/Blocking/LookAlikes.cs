namespace Sunqar.Core.Blocking;

/// <summary>How a name imitates a brand.</summary>
public enum Imitation : byte
{
    None = 0,

    /// <summary>The brand's name under another suffix: <c>bybit.top</c>.</summary>
    OtherSuffix = 1,

    /// <summary>Letters that look like the brand's: <c>byb1t.com</c>, <c>bуbit.com</c> with a Cyrillic letter.</summary>
    Homoglyph = 2,

    /// <summary>The brand's name with words around it: <c>bybit-bonus.com</c>.</summary>
    AddedWords = 3,

    /// <summary>A letter more, less, other or swapped: <c>byibt.com</c>.</summary>
    Typo = 4,
}

/// <summary>A name that is taken for a brand's.</summary>
/// <param name="Brand">The brand's own domain.</param>
/// <param name="Owner">Whose brand it is: a platform's code, or an order's id where the brand is a blocked site's.</param>
/// <param name="Why">In words for the officer who decides.</param>
public sealed record LookAlike(DomainName Domain, string Brand, string Owner, Imitation Imitation, string Why);

/// <summary>A brand that others imitate: a licensed platform's, or a blocked site that comes back under other names.</summary>
public readonly record struct Brand(DomainName Domain, string Owner);

/// <summary>
/// Finds names that imitate brands. It proposes and decides nothing: an officer looks, an order blocks. Made once for a set of brands; each
/// name is then compared with all of them by a few look-ups, whatever their number. Immutable, for any number of threads.
/// </summary>
public sealed class LookAlikes
{
    /// <summary>Shorter brands are found only where they stand alone: too much looks like them by chance.</summary>
    private const int ContainedMin = 6;

    /// <summary>A brand of at least so many letters is found with one letter wrong; of <see cref="TwoTyposMin"/>, with two.</summary>
    private const int TypoMin = 5;

    /// <summary>Of a shorter brand a letter is taken for another only where the two lie side by side on a keyboard: too many words are one
    /// letter apart.</summary>
    private const int AnyLetterMin = 7;

    private const int TwoTyposMin = 9;

    /// <summary>A brand of so many letters stands in a longer word by no chance; of <see cref="LongMin"/>, with no more than
    /// <see cref="FewLetters"/> beside it: metamaskcn.</summary>
    private const int DistinctMin = 9,
        LongMin = 8,
        FewLetters = 2;

    private readonly PublicSuffixes _suffixes;
    private readonly HashSet<string> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _skeletons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Entry>> _shortened = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> _labelSpans;
    private readonly int _labelMax;

    public LookAlikes(PublicSuffixes suffixes, IEnumerable<Brand> brands)
    {
        (_suffixes, _labelSpans) = (suffixes, _labels.GetAlternateLookup<ReadOnlySpan<char>>());
        foreach (var brand in brands.OrderBy(brand => brand.Domain))
        {
            if (suffixes.Registrable(brand.Domain) is not { } registrable)
                continue;
            _own.Add(registrable);
            var label = Unicode(registrable[..registrable.IndexOf('.', StringComparison.Ordinal)]);
            if (label.Length < 3 || !_labels.TryAdd(label, new Entry(label, registrable, brand.Owner)))
                continue;
            var entry = _labels[label];
            _labelMax = Math.Max(_labelMax, label.Length);
            _skeletons.TryAdd(Confusables.Squeezed(Confusables.Skeleton(label)), entry);
            if (label.Length < TypoMin)
                continue;
            foreach (var shorter in Shortened(label, label.Length >= TwoTyposMin ? 2 : 1))
            {
                if (!_shortened.TryGetValue(shorter, out var entries))
                    _shortened[shorter] = entries = [];
                entries.Add(entry);
            }
        }
    }

    private sealed record Entry(string Label, string Domain, string Owner);

    /// <summary>Brands that are compared with.</summary>
    public int BrandCount => _labels.Count;

    /// <summary>The brand that a name imitates, by the plainest way that it does; null where it imitates none, or is a brand's
    /// own.</summary>
    public LookAlike? Find(DomainName domain)
    {
        if (_suffixes.Registrable(domain) is not { } registrable || _own.Contains(registrable))
            return null;
        var labels = domain.Ascii[..^(registrable.Length - registrable.IndexOf('.', StringComparison.Ordinal))].Split('.');
        // The registered label says most; labels below it are where imitators on free hosting put the brand.
        for (var i = labels.Length - 1; i >= 0; i--)
        {
            if (Find(domain, Unicode(labels[i]), isRegistered: i == labels.Length - 1) is { } found)
                return found;
        }
        return null;
    }

    private LookAlike? Find(DomainName domain, string label, bool isRegistered)
    {
        if (isRegistered && _labels.TryGetValue(label, out var same))
            return new LookAlike(domain, same.Domain, same.Owner, Imitation.OtherSuffix, $"the name of {same.Domain} under another suffix");
        // Not registered, it may still stand in front of a stranger's domain: metamask.io.example.net.
        if (!isRegistered && label.Length >= ContainedMin && Named(label, ContainedMin) is { } inFront)
            return Added(domain, inFront, label);
        var skeleton = Confusables.Squeezed(Confusables.Skeleton(label));
        if (_skeletons.TryGetValue(skeleton, out var looks) && looks.Label != label && label.Length >= 4)
            return new LookAlike(domain, looks.Domain, looks.Owner, Imitation.Homoglyph, $"looks like {looks.Domain}: {label}");
        return Words(domain, label) ?? Typo(domain, label, skeleton);
    }

    private LookAlike? Words(DomainName domain, string label)
    {
        var tokens = label.Split('-', StringSplitOptions.RemoveEmptyEntries);
        foreach (var token in tokens.OrderByDescending(token => token.Length))
        {
            var isAlone = tokens.Length == 1;
            if (!isAlone && Named(token, 4) is { } named)
                return Added(domain, named, label);
            if (
                !isAlone
                && token.Length >= TypoMin
                && _skeletons.TryGetValue(Confusables.Squeezed(Confusables.Skeleton(token)), out var looks)
                && looks.Label != token
            )
            {
                return new LookAlike(
                    domain,
                    looks.Domain,
                    looks.Owner,
                    Imitation.Homoglyph,
                    $"looks like {looks.Domain} with words around it: {label}"
                );
            }
            // The longest brand within the token; a short one only where a bait word is all that stands beside it.
            for (var length = Math.Min(_labelMax, token.Length - 1); length >= 4; length--)
            {
                for (var from = 0; from + length <= token.Length; from++)
                {
                    if (!_labelSpans.TryGetValue(token.AsSpan(from, length), out var within))
                        continue;
                    if (!IsPlain(within.Label) && IsBeside(token, from, length))
                        return Added(domain, within, label);
                }
            }
        }
        return null;
    }

    private Entry? Named(string token, int lengthMin) =>
        token.Length >= lengthMin && !IsPlain(token) ? _labels.GetValueOrDefault(token) : null;

    /// <summary>A brand that is a bait word is not told from one; one of several words, such as trustwallet, is.</summary>
    private static bool IsPlain(string label) => label.Length < LongMin ? BaitWords.IsBait(label) : BaitWords.IsWord(label);

    private static bool IsBeside(string token, int from, int length)
    {
        var (before, after) = (token[..from], token[(from + length)..]);
        var isBait = (before.Length == 0 || BaitWords.IsBait(before)) && (after.Length == 0 || BaitWords.IsBait(after));
        return isBait && (length >= ContainedMin || length == 5 && token.Length >= 9)
            || length >= DistinctMin
            || length >= LongMin && before.Length + after.Length <= FewLetters
            || length >= ContainedMin && (before.Length == 0 || after.Length == 0) && (BaitWords.Starts(after) || BaitWords.Ends(before));
    }

    private static LookAlike Added(DomainName domain, Entry brand, string label) =>
        new(domain, brand.Domain, brand.Owner, Imitation.AddedWords, $"the name of {brand.Domain} with words around it: {label}");

    private LookAlike? Typo(DomainName domain, string label, string skeleton)
    {
        foreach (var token in Candidates(label, skeleton))
        {
            if (
                token.Length < (token.Length == label.Length ? TypoMin - 1 : TypoMin)
                || token.Length > _labelMax + 1
                || BaitWords.IsBait(token)
            )
            {
                continue;
            }
            foreach (var shorter in Shortened(token, token.Length >= TwoTyposMin - 1 ? 2 : 1))
            {
                foreach (var entry in _shortened.GetValueOrDefault(shorter) ?? [])
                {
                    var wrong = Distance(token, entry.Label);
                    if (wrong == 0 && token.Length == label.Length)
                        continue;
                    // People notice a wrong first letter; imitators know.
                    if (IsSlip(token, entry.Label, wrong) && (token[0] == entry.Label[0] || skeleton[0] == entry.Label[0]))
                    {
                        return new LookAlike(
                            domain,
                            entry.Domain,
                            entry.Owner,
                            Imitation.Typo,
                            $"{(wrong == 1 ? "one letter" : $"{wrong} letters")} off {entry.Domain}: {token}"
                        );
                    }
                }
            }
        }
        return null;
    }

    /// <summary>What may be a brand with a slip: the label, its parts, what it looks like, and what bait words leave of it.</summary>
    private static IEnumerable<string> Candidates(string label, string skeleton)
    {
        yield return label.Replace("-", "", StringComparison.Ordinal);
        var parts = label.Split('-', StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts.Length > 1 ? parts : [])
            yield return part;
        if (skeleton != label && skeleton.Length >= TwoTyposMin)
            yield return skeleton;
        foreach (var part in parts)
        {
            if (BaitWords.Stripped(part) is { Length: >= TwoTyposMin } bare && bare.Length < part.Length)
                yield return bare;
        }
    }

    /// <summary>Whether somebody could come to it by a slip, or read over it.</summary>
    private static bool IsSlip(string token, string brand, int wrong)
    {
        if (wrong > 1)
            return wrong == 2 && brand.Length >= TwoTyposMin && Math.Abs(token.Length - brand.Length) <= 1;
        if (token.Length != brand.Length || brand.Length >= AnyLetterMin)
            return true;
        var at = token.AsSpan().CommonPrefixLength(brand);
        var isSwapped = at + 1 < token.Length && token[at] == brand[at + 1] && token[at + 1] == brand[at];
        return at == token.Length || isSwapped || Keyboard.AreNeighbours(token[at], brand[at]);
    }

    private static string Unicode(string label) =>
        DomainName.TryParse(label + ".com", out var name, out _) ? name.ToUnicode()[..^4] : label;

    /// <summary>The text and what is left of it without one letter, or without two: two texts that are so many letters apart meet in one of
    /// these (Garbe's symmetric delete).</summary>
    private static HashSet<string> Shortened(string text, int letters)
    {
        var all = new HashSet<string>(StringComparer.Ordinal) { text };
        for (HashSet<string> last = all; letters > 0; letters--)
        {
            var next = new HashSet<string>(StringComparer.Ordinal);
            foreach (var one in last)
            {
                for (var i = 0; i < one.Length; i++)
                    next.Add(one.Remove(i, 1));
            }
            all.UnionWith(next);
            last = next;
        }
        return all;
    }

    /// <summary>Letters put in, left out, changed or swapped with the next (Damerau and Levenshtein, optimal string alignment).</summary>
    internal static int Distance(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, last, row) = (last, row, before);
        }
        return last[b.Length];
    }
}
