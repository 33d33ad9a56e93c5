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
        PatronymicAloneWeight = 0.15,
        FurtherNameWeight = 0.6,
        NumberMissing = 0.75,
        InitialSimilarity = 0.75;

    /// <summary>Pairs that have something to do with each other: of two names of 32 words, more than ever were met.</summary>
    private const int PairsMax = 128;

    public readonly record struct Pair(int Asked, int AskedCount, int Listed, int ListedCount, double Similarity);

    public static double WeightOf(NameTokenKind kind, double wordWeight) => kind == NameTokenKind.Particle ? ParticleWeight : wordWeight;

    /// <param name="asked">Words asked for, with the weight of each.</param>
    /// <param name="listed">Words listed, with the weight of each.</param>
    /// <param name="pairs">Filled with the pairs taken; null where nobody wants the explanation.</param>
    /// <returns>0 to 1.</returns>
    public static double Score(
        IReadOnlyList<NameToken> asked,
        ReadOnlySpan<double> askedWeights,
        IReadOnlyList<NameToken> listed,
        ReadOnlySpan<double> listedWeights,
        List<Pair>? pairs
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
        var ofAsked = askedSum / Whole(asked, askedLeft, askedTaken, patronymicsDiffer);
        // A second or third given name is often left out; a given name and the surname are not.
        var further =
            BitOperations.PopCount(listedTaken) >= 2 && askedSum > 0.9 * Whole(asked, askedLeft, askedTaken, patronymicsDiffer)
                ? FurtherNameWeight
                : 1;
        var ofListed = listedSum / Whole(listed, listedLeft, listedTaken, patronymicsDiffer, further);
        var score = (ofAsked + ofListed) / 2;
        return Lacks(asked, askedTaken, NameTokenKind.Number) || Lacks(listed, listedTaken, NameTokenKind.Number)
            ? Math.Min(score, NumberMissing)
            : score;
    }

    private static uint Bits(int from, int count) => (count == 1 ? 1u : 3u) << from;

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
            var isFurther = (taken & (1u << i)) == 0 && words[i].Kind == NameTokenKind.Plain;
            whole +=
                alone ? weights[i] * PatronymicAloneWeight
                : isFurther ? weights[i] * further
                : weights[i];
        }
        return whole;
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
            for (var j = 0; j < listed.Count && count < pairs.Length - 3; j++)
            {
                Keep(pairs, ref count, new(i, 1, j, 1, Similarity(asked[i], listed[j])));
                if (
                    i + 1 < asked.Count
                    && IsLongAs(asked[i], asked[i + 1], listed[j])
                    && ScreeningIndex.Joined(asked[i], asked[i + 1]) is { } two
                )
                {
                    Keep(pairs, ref count, new(i, 2, j, 1, Sounds(two, listed[j].Sound)));
                }
                if (
                    j + 1 < listed.Count
                    && IsLongAs(listed[j], listed[j + 1], asked[i])
                    && ScreeningIndex.Joined(listed[j], listed[j + 1]) is { } one
                )
                {
                    Keep(pairs, ref count, new(i, 1, j, 2, Sounds(asked[i].Sound, one)));
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

    /// <summary>Two words side by side may be the one: it begins as the first does, and is about as long as both.</summary>
    private static bool IsLongAs(NameToken first, NameToken second, NameToken one) =>
        one.Sound.Length > 4
        && one.Sound[0] == first.Sound[0]
        && Math.Abs(first.Sound.Length + second.Sound.Length - one.Sound.Length) <= 2;

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
        if (a.Sound.Length == 1 || b.Sound.Length == 1)
        {
            return a.Sound[0] != b.Sound[0] ? 0
                : a.Sound.Length == b.Sound.Length ? 1
                : InitialSimilarity;
        }
        var similarity = Sounds(a.Sound, b.Sound);
        // A father's name beside a first name or surname of the same stem: Nurlan and Nurlanuly.
        return (a.Kind == NameTokenKind.Patronymic) == (b.Kind == NameTokenKind.Patronymic)
            ? similarity
            : Math.Max(similarity * 0.85, Sounds(a.Whole, b.Whole));
    }

    private static double Sounds(string a, string b) => a == b ? 1 : TokenDistance.Similarity(a, b);
}
