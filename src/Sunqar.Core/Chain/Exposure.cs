using Sunqar.Core.Registry;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Chain;

/// <summary>How value that mixes in a wallet is told apart when it leaves.</summary>
public enum TaintMethod : byte
{
    /// <summary>In proportion to what the wallet holds.</summary>
    Haircut = 0,

    /// <summary>What came first leaves first.</summary>
    Fifo = 1,
}

/// <summary>What amounts of transfers are.</summary>
public enum AmountsAre : byte
{
    /// <summary>Units of one token: what leaves a wallet came in.</summary>
    Units = 0,

    /// <summary>Values at the time, as of many tokens in dollars: what leaves may be worth more or less than what came in.</summary>
    Values = 1,
}

/// <summary>One way that value took between a labelled wallet and the traced one.</summary>
/// <param name="AmountMicro">How much of the last transfer is of this origin, millionths of a unit.</param>
/// <param name="Labelled">The labelled wallet; null for the traced wallet itself.</param>
/// <param name="Wallets">Account numbers in the order in which value moved; where the way is longer than is shown, its end.</param>
/// <param name="Rows">The transfers between them.</param>
public sealed record ExposurePath(long AmountMicro, Attributed? Labelled, IReadOnlyList<int> Wallets, IReadOnlyList<int> Rows);

/// <summary>What a wallet has to do with one category of services, at one distance.</summary>
/// <param name="Category">Of the first labelled wallet that value met; or <see cref="Exposure.Unlabelled"/>,
/// <see cref="Exposure.Itself"/>.</param>
/// <param name="Hop">Transfers between the labelled wallet and the traced one: 1 is direct. 0 for <see cref="Exposure.Unlabelled"/>. The
/// largest hop that is told apart stands for that many or more.</param>
/// <param name="AmountMicro">Millionths of a unit.</param>
/// <param name="Percent">Of all that the wallet received (in) or sent (out).</param>
/// <param name="ConfidencePercent">How sure the labels are, 0 to 100: the mean over the value that came over the shown ways; 0 without a
/// label.</param>
/// <param name="Examples">The largest ways.</param>
public sealed record ExposureCell(
    string Category,
    FlowDirection Direction,
    int Hop,
    Int128 AmountMicro,
    double Percent,
    int ConfidencePercent,
    IReadOnlyList<ExposurePath> Examples
);

/// <summary>Following a wallet's value through unlabelled wallets.</summary>
/// <param name="HopsMax">Hops after which value is no longer told apart by distance.</param>
/// <param name="DustMicro">Parts of a transfer smaller than this are not told apart by the haircut.</param>
[Limits("exposure")]
public sealed record ExposureLimits(int HopsMax, long DustMicro);

/// <summary>
/// Exposure of a wallet (reference: algorithms, "Chain"): value followed through unlabelled wallets to the first labelled one, by category,
/// direction and hop. The cells of one direction add up to all that the wallet received or sent.
/// </summary>
/// <param name="ReceivedMicro">All that the wallet received, millionths of a unit.</param>
/// <param name="SentMicro">All that it sent.</param>
/// <param name="Cells">In before out, by amount, the largest first.</param>
public sealed record Exposure(Int128 ReceivedMicro, Int128 SentMicro, IReadOnlyList<ExposureCell> Cells)
{
    /// <summary>Value whose origin (in) lies outside the file or in no labelled wallet; value that has reached no labelled wallet yet
    /// (out).</summary>
    public const string Unlabelled = "unlabelled";

    /// <summary>Value that the traced wallet sent and received again.</summary>
    public const string Itself = "itself";
}
