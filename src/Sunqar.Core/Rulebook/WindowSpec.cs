using Sunqar.Core.Payments;

namespace Sunqar.Core.Rulebook;

/// <summary>
/// The entries that some windows of a rulebook share: those over the same keys and the same payments, whatever they compute and for how
/// long. Two rulebooks with the same <see cref="Text"/> mean the same entries.
/// </summary>
public sealed class StoreSpec
{
    internal StoreSpec(string text, uint kinds, bool includingBlocked, Func<Frame, bool>? filter, Func<Frame, WindowKey> key, bool isWide)
    {
        IsWide = isWide;
        (BaseText, Kinds, IncludingBlocked, Filter, Key) = (text, kinds, includingBlocked, filter, key);
    }

    /// <summary>Keys, filter, value and distinct value in canonical form.</summary>
    public string Text => $"{BaseText} value {ValueText ?? "none"} distinct {DistinctText ?? "none"}";

    /// <summary>How long the longest window looks back, microseconds.</summary>
    public long PeriodUs { get; internal set; }

    /// <summary>Blocked payments are entries too.</summary>
    public bool IncludingBlocked { get; }

    /// <summary>Bit per <see cref="PaymentKind"/> that the filter may let in.</summary>
    internal uint Kinds { get; }

    /// <summary>Entries that no answer tells apart any more are kept as their sum.</summary>
    internal bool IsOfAllTime { get; init; }

    /// <summary>Keys are of 128 bits: a text's, or several together; else each is one id.</summary>
    internal bool IsWide { get; }

    internal string BaseText { get; }

    internal string? ValueText { get; set; }

    internal string? DistinctText { get; set; }

    internal Func<Frame, bool>? Filter { get; }

    internal Func<Frame, WindowKey> Key { get; }

    internal Func<Frame, long>? Value { get; set; }

    internal Func<Frame, ulong>? Distinct { get; set; }

    /// <summary>How many windows count distinct values over this store.</summary>
    internal int DistinctWindows { get; set; }
}

/// <summary>One key that a payment asks a store for; windows that ask the same share the search.</summary>
/// <param name="IsStoreKey">The key asked for is the one the payment itself would be kept by.</param>
internal sealed record LookupSpec(int Store, string Text, Func<Frame, WindowKey> Key, bool IsStoreKey);

/// <param name="ByTime">The aggregate is of the entries' times, not of their values.</param>
/// <param name="DistinctIndex">Which of the store's distinct windows this is; of several months the first of as many.</param>
internal sealed record WindowSpec(
    string Text,
    int Store,
    int Lookup,
    Aggregate Aggregate,
    bool ByTime,
    WindowPeriod Period,
    bool BeforeThis,
    int DistinctIndex
);
