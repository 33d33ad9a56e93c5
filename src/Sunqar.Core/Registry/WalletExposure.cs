using System.Collections.Immutable;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Registry;

/// <summary>Which way value is followed.</summary>
public enum FlowDirection : byte
{
    /// <summary>Where the wallet's value came from.</summary>
    In = 0,

    /// <summary>Where the wallet's value went.</summary>
    Out = 1,
}

/// <summary>How much of a wallet's value has to do with one category of wallets, at one distance.</summary>
/// <param name="Category">One of <see cref="RiskCategories"/>.</param>
/// <param name="Hop">Transfers between the wallet and the first of that category: 1 is direct; 0: the wallet itself is said to be
/// one.</param>
/// <param name="ShareMicro">Millionths of all that the wallet received (in) or sent (out); 0 takes back what its source said
/// before.</param>
/// <param name="ConfidencePercent">How sure the category is, 0 to 100 (<see cref="LabelConfidence"/>).</param>
public readonly record struct ExposureShare(string Category, FlowDirection Direction, int Hop, int ShareMicro, int ConfidencePercent);

/// <summary>What one source says of a wallet. No shares: its value was followed and met nobody.</summary>
/// <param name="Chain">tron, ethereum, bitcoin; empty where the source does not say.</param>
public sealed record WalletExposure(string Chain, string Address, IReadOnlyList<ExposureShare> Shares);

/// <summary>
/// A source says to what wallets are exposed, as of a day; one fact carries a run of them. It takes the place of what the same source said
/// of the same wallets before, unless that was newer; of other wallets and by other sources all stays as it was, only older.
/// </summary>
/// <param name="Source"><see cref="OwnTracing"/>, or the name of somebody's list.</param>
/// <param name="AsOfUs">What was known by then, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record WalletsExposed(string Source, long AsOfUs, IReadOnlyList<WalletExposure> Wallets) : Fact
{
    /// <summary>The source of what this house followed on the chain by itself.</summary>
    public const string OwnTracing = "tracing";
}

/// <summary>
/// The whole of a chain was looked at: every wallet within reach of a high-risk one has its exposure stated ahead of this fact, as of this
/// time; all others met nobody. Statements of <see cref="WalletsExposed.OwnTracing"/> that stand hold as of this time too.
/// </summary>
/// <param name="Chain">tron, ethereum, bitcoin.</param>
/// <param name="AsOfUs">The chain's last transfer that was seen, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record ChainSurveyed(string Chain, long AsOfUs) : Fact;

/// <summary>One source's word on a wallet.</summary>
/// <param name="AsOfUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record ExposureStatement(string Source, long AsOfUs, IReadOnlyList<ExposureShare> Shares)
{
    /// <summary>The wallet's value was followed; a list that merely names the wallet says nothing of that.</summary>
    public bool IsMeasured { get; } = Shares.Count == 0 || Shares.Any(share => share.Hop > 0);

    /// <summary>The house followed it by itself.</summary>
    public bool IsOwn { get; } = Source == WalletsExposed.OwnTracing;
}

/// <summary>A question to exposures: by which categories, within which distance, how sure.</summary>
/// <param name="Hops">The largest distance that counts, 0 to <see cref="HopsMax"/>.</param>
/// <param name="ConfidencePercent">What is less sure does not count.</param>
public sealed record ExposureAsked(ImmutableArray<string> Categories, int Hops, int ConfidencePercent)
{
    /// <summary>Beyond this many transfers nothing is kept for decisions: innocent value mixes in.</summary>
    public const int HopsMax = 3;
}

/// <summary>All that sources say of one wallet's exposure. Answers allocate nothing.</summary>
public sealed record ExposureRecord(ImmutableArray<ExposureStatement> Statements)
{
    public static readonly ExposureRecord Nothing = new([]);

    /// <summary>
    /// The largest share that one source tells, in or out; shares of several sources are not added, since they speak of the same value. Of
    /// any age: what was seen once is not unseen because nobody looked again.
    /// </summary>
    /// <param name="surveyedUs">When the wallet's chain was surveyed last, <see cref="long.MinValue"/> for never.</param>
    /// <param name="ofUs">As of when its source says so; <see cref="long.MinValue"/> where none says anything of it.</param>
    /// <returns>Millionths, at most 1,000,000.</returns>
    public long Share(ExposureAsked asked, long surveyedUs, out long ofUs)
    {
        (var most, ofUs) = (0L, long.MinValue);
        foreach (var statement in Statements)
        {
            var share = ShareOf(statement, asked);
            var saidUs = statement.IsOwn ? Math.Max(statement.AsOfUs, surveyedUs) : statement.AsOfUs;
            if (share > most || (share == most && share > 0 && saidUs > ofUs))
                (most, ofUs) = (share, saidUs);
        }
        return most;
    }

    /// <summary>When the wallet's value was followed last; <see cref="long.MinValue"/> where it never was.</summary>
    public long MeasuredUs(long surveyedUs)
    {
        var latest = surveyedUs;
        foreach (var statement in Statements)
        {
            if (statement.IsMeasured && statement.AsOfUs > latest)
                latest = statement.AsOfUs;
        }
        return latest;
    }

    /// <summary>With a source's word in the place of its earlier one; itself where that was newer.</summary>
    internal ExposureRecord With(ExposureStatement statement)
    {
        for (var i = 0; i < Statements.Length; i++)
        {
            if (Statements[i].Source != statement.Source)
                continue;
            return Statements[i].AsOfUs > statement.AsOfUs ? this : new ExposureRecord(Statements.SetItem(i, statement));
        }
        return new ExposureRecord(Statements.Add(statement));
    }

    private static long ShareOf(ExposureStatement statement, ExposureAsked asked)
    {
        long cameIn = 0,
            wentOut = 0;
        for (var i = 0; i < statement.Shares.Count; i++)
        {
            var share = statement.Shares[i];
            if (share.Hop > asked.Hops || share.ConfidencePercent < asked.ConfidencePercent || !asked.Categories.Contains(share.Category))
                continue;
            if (share.Direction == FlowDirection.In)
                cameIn += share.ShareMicro;
            else
                wentOut += share.ShareMicro;
        }
        return Math.Min(1_000_000, Math.Max(cameIn, wentOut));
    }
}
