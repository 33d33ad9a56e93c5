using System.Numerics;

namespace Sunqar.Core.Screening;

/// <summary>
/// Sets the words of two names against each other and scores the whole. Pairs are taken best first; what is left over counts against the
/// score by its weight, on both sides. A patronymic that only one side gives is hardly held against it; two that differ are. A number is
/// never passed over: where the other side lacks it, the score stays below a hit.
/// </summary>
internal static class NamePairing
{
    private const double ParticleWeight = 0.2,
        TitleWeight = 0.03,
        FormWeight = 0.15,
        CommonWeight = 0.3,
        PatronymicAloneWeight = 0.15,
        FurtherListedWeight = 0.6,
        FurtherAskedWeight = 0.75,
        InitialAloneWeight = 0.3,
        Met = 0.85,
        NumberMissing = 0.75,
        InitialSimilarity = 0.88,
        OtherForm = 0.8,
        Homophone = 0.6,
        RepeatedWeight = 0.2;

    /// <summary>Words that are written as one at most: de la Veguilla, Kim Jong Un.</summary>
    public const int JoinedMax = 3;

    /// <summary>Pairs that have something to do with each other: of two names of 32 words, more than ever were met.</summary>
    private const int PairsMax = 128;

    public readonly record struct Pair(int Asked, int AskedCount, int Listed, int ListedCount, double Similarity);

    public static double WeightOf(NameTokenKind kind, double wordWeight) =>
        kind switch
        {
            NameTokenKind.Particle => ParticleWeight,
            NameTokenKind.Title => TitleWeight,
            NameTokenKind.Form => FormWeight,
            NameTokenKind.Common => CommonWeight,
            _ => wordWeight,
        };

    /// <param name="asked">Words asked for, with the weight of each.</param>
    /// <param name="listed">Words listed, with the weight of each.</param>
    /// <param name="pairs">Filled with the pairs taken; null where nobody wants the explanation.</param>
    /// <param name="isCompany">A further word tells one company from another: Banco Santander, Banco Santander Chile.</param>
    /// <returns>0 to 1.</returns>
    public static double Score(
        IReadOnlyList<NameToken> asked,
        ReadOnlySpan<double> askedWeights,
        IReadOnlyList<NameToken> listed,
        ReadOnlySpan<double> listedWeights,
        List<Pair>? pairs,
        bool isCompany = false
    )
    {
        Span<double> askedLeft = stackalloc double[NameTokens.Max];
        Span<double> listedLeft = stackalloc double[NameTokens.Max];
        askedLeft.Clear();
        listedLeft.Clear();
        askedWeights.CopyTo(askedLeft);
        listedWeights.CopyTo(listedLeft);
        uint askedTaken = 0,
            listedTaken = 0;
        double askedSum = 0,
            listedSum = 0;
        Span<Pair> alike = stackalloc Pair[PairsMax];
        foreach (var best in alike[..Pairs(asked, listed, alike)])
        {
            var (ofBest, ofBestListed) = (Bits(best.Asked, best.AskedCount), Bits(best.Listed, best.ListedCount));
            if ((askedTaken & ofBest) != 0 || (listedTaken & ofBestListed) != 0)
            {
                continue;
            }
            pairs?.Add(best);
            (askedTaken, listedTaken) = (askedTaken | ofBest, listedTaken | ofBestListed);
            for (var i = 0; i < best.AskedCount; i++)
            {
                askedSum += askedLeft[best.Asked + i] * Value(best.Similarity);
            }
            for (var i = 0; i < best.ListedCount; i++)
            {
                listedSum += listedLeft[best.Listed + i] * Value(best.Similarity);
            }
        }
        var patronymicsDiffer = Lacks(asked, askedTaken, NameTokenKind.Patronymic) && Lacks(listed, listedTaken, NameTokenKind.Patronymic);
        // A second or third given name is often left out; a given name and the surname are not.
        var askedWhole = Whole(asked, askedLeft, askedTaken, patronymicsDiffer);
        var listedWhole = Whole(listed, listedLeft, listedTaken, patronymicsDiffer);
        var (isAskedMet, isListedMet) = (askedSum > Met * askedWhole, listedSum > Met * listedWhole);
        if (!isCompany && isAskedMet && BitOperations.PopCount(listedTaken) >= 2)
            listedWhole = Whole(listed, listedLeft, listedTaken, patronymicsDiffer, FurtherListedWeight);
        if (!isCompany && isListedMet && BitOperations.PopCount(askedTaken) >= 2)
            askedWhole = Whole(asked, askedLeft, askedTaken, patronymicsDiffer, FurtherAskedWeight);
        var ofAsked = askedSum / askedWhole;
        var ofListed = listedSum / listedWhole;
        var score = (ofAsked + ofListed) / 2;
        return Lacks(asked, askedTaken, NameTokenKind.Number) || Lacks(listed, listedTaken, NameTokenKind.Number)
            ? Math.Min(score, NumberMissing)
            : score;
    }

    private static uint Bits(int from, int count) => ((1u << count) - 1) << from;

    /// <summary>A word half alike says less than half.</summary>
    private static double Value(double similarity) => Math.Pow(similarity, 1.5);

    private static double Whole(
        IReadOnlyList<NameToken> words,
        ReadOnlySpan<double> weights,
        uint taken,
        bool patronymicsDiffer,
        double further = 1
    )
    {
        var whole = 0.0;
        for (var i = 0; i < words.Count; i++)
        {
            var alone = (taken & (1u << i)) == 0 && words[i].Kind == NameTokenKind.Patronymic && !patronymicsDiffer && words.Count > 1;
            var isFurther = (taken & (1u << i)) == 0 && words[i].Kind == NameTokenKind.Plain && !words[i].IsSyllable;
            whole +=
                alone ? weights[i] * PatronymicAloneWeight
                : isFurther && words[i].Sound.Length == 1 ? weights[i] * InitialAloneWeight
                : isFurther && IsRepeated(words, i) ? weights[i] * RepeatedWeight
                : isFurther ? weights[i] * further
                : weights[i];
        }
        return whole;
    }

    /// <summary>The same word stands elsewhere in the name: Sergey Sergey Shoigu.</summary>
    private static bool IsRepeated(IReadOnlyList<NameToken> words, int at)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (i != at && words[i].Sound == words[at].Sound)
                return true;
        }
        return false;
    }

    private static bool Lacks(IReadOnlyList<NameToken> words, uint taken, NameTokenKind kind)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if ((taken & (1u << i)) == 0 && words[i].Kind == kind)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Every pair of words that have something to do with each other, the best first.</summary>
    private static int Pairs(IReadOnlyList<NameToken> asked, IReadOnlyList<NameToken> listed, Span<Pair> pairs)
    {
        var count = 0;
        for (var i = 0; i < asked.Count; i++)
        {
            for (var j = 0; j < listed.Count && count < pairs.Length - 1 - 4 * JoinedMax; j++)
            {
                Keep(pairs, ref count, new(i, 1, j, 1, Similarity(asked[i], listed[j])));
                for (var words = 2; words <= JoinedMax; words++)
                {
                    if (AreInitials(asked[i], listed, j, words))
                        Keep(pairs, ref count, new(i, 1, j, words, InitialSimilarity));
                    if (AreInitials(listed[j], asked, i, words))
                        Keep(pairs, ref count, new(i, words, j, 1, InitialSimilarity));
                    if (IsLongAs(asked, i, words, listed[j]) && ScreeningIndex.Joined(asked, i, words) is { } one)
                        Keep(pairs, ref count, new(i, words, j, 1, Sounds(one, listed[j].Sound)));
                    if (IsLongAs(listed, j, words, asked[i]) && ScreeningIndex.Joined(listed, j, words) is { } other)
                        Keep(pairs, ref count, new(i, 1, j, words, Sounds(asked[i].Sound, other)));
                }
            }
        }
        pairs[..count]
            .Sort(
                static (x, y) =>
                    y.Similarity.CompareTo(x.Similarity) is not 0 and var order ? order : (x.Asked, x.Listed).CompareTo((y.Asked, y.Listed))
            );
        return count;
    }

    /// <summary>JP stands for Jean-Paul: letters without a vowel that are the first ones of so many words.</summary>
    private static bool AreInitials(NameToken one, IReadOnlyList<NameToken> words, int first, int count)
    {
        if (!one.IsInitials || one.Sound.Length != count || first + count > words.Count)
            return false;
        for (var i = 0; i < count; i++)
        {
            if (words[first + i].Sound[0] != one.Sound[i] || words[first + i].Kind != NameTokenKind.Plain)
                return false;
        }
        return true;
    }

    /// <summary>Words side by side may be the one: it begins as the first does, and is about as long as all.</summary>
    private static bool IsLongAs(IReadOnlyList<NameToken> words, int first, int count, NameToken one)
    {
        if (first + count > words.Count || one.Sound.Length < 2 || one.Sound[0] != words[first].Sound[0])
            return false;
        var length = 0;
        for (var i = first; i < first + count; i++)
            length += words[i].Whole.Length;
        return Math.Abs(length - one.Sound.Length) <= 2;
    }

    private static void Keep(Span<Pair> pairs, ref int count, Pair pair)
    {
        if (pair.Similarity > 0)
        {
            pairs[count++] = pair;
        }
    }

    public static double Similarity(NameToken a, NameToken b)
    {
        if (a.Kind == NameTokenKind.Number || b.Kind == NameTokenKind.Number)
        {
            return a.Kind == b.Kind && a.Sound == b.Sound ? 1 : 0;
        }
        if (IsKnown(a.Kind) || IsKnown(b.Kind))
        {
            return a.Kind == b.Kind
                ? a.Sound == b.Sound
                    ? 1
                    : a.Kind == NameTokenKind.Form
                        ? OtherForm
                        : 0
                : a.Whole == b.Whole
                    ? 1
                    : 0;
        }
        if (a.IsSyllable && b.IsSyllable)
        {
            return a.Text == b.Text ? 1
                : a.Sound == b.Sound ? Homophone
                : 0;
        }
        if (a.Sound.Length == 1 || b.Sound.Length == 1)
        {
            return a.Sound[0] != b.Sound[0] ? 0
                : a.Sound.Length == b.Sound.Length ? 1
                : InitialSimilarity;
        }
        var similarity = Sounds(a, b);
        // A father's name beside a first name or surname of the same stem: Nurlan and Nurlanuly.
        return (a.Kind == NameTokenKind.Patronymic) == (b.Kind == NameTokenKind.Patronymic)
            ? similarity
            : Math.Max(similarity * 0.85, Sounds(a.Whole, b.Whole));
    }

    private static bool IsKnown(NameTokenKind kind) =>
        kind is NameTokenKind.Particle or NameTokenKind.Title or NameTokenKind.Form or NameTokenKind.Common;

    /// <summary>The best of all that the words may sound like.</summary>
    private static double Sounds(NameToken a, NameToken b)
    {
        var best = Sounds(a.Sound, b.Sound);
        foreach (var other in a.Others ?? [])
            best = Math.Max(best, Sounds(other, b.Sound));
        foreach (var other in b.Others ?? [])
            best = Math.Max(best, Sounds(a.Sound, other));
        return best;
    }

    private static double Sounds(string a, string b) => a == b ? 1 : TokenDistance.Similarity(a, b);
}
