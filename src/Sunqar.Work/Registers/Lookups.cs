using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Registers;

/// <summary>What decisions look up, at one moment of the journal. It never changes: a newer one takes its place in one step.</summary>
/// <param name="AsOf">The moment: how far each stream was taken in.</param>
/// <param name="Published">Every rate with the place where it was recorded.</param>
public sealed record LookupsPicture(IRegistryView Registry, RateTable Rates, LookupsTaken AsOf, IReadOnlyList<RecordedFact> Published)
{
    /// <summary>The rates as they were known at an earlier moment: what was counted in windows then was counted at them.</summary>
    public RateTable RatesAsOf(LookupsTaken moment)
    {
        if (Published.All(rate => Lookups.IsTaken(rate, moment)))
            return Rates;
        var rates = new RateTable();
        foreach (var rate in Published.Where(rate => Lookups.IsTaken(rate, moment)))
            rates.Add((RatePublished)rate.Fact);
        return rates;
    }
}

/// <summary>What decisions and mining look up: registers, labels, rates. A fold over the registry stream and the imports, in the order in
/// which they were recorded.</summary>
public sealed class Lookups
{
    /// <summary>Enough units that rounding the probe to minor units costs less than a millionth.</summary>
    private const long UnitsOfProbe = 100_000;

    private readonly List<WalletLabel> _labels = [];
    private readonly ImportGate _gate = new();
    private IReadOnlyList<RecordedFact> _published = [];
    private long _registryNext;
    private long _importsNext;

    private Lookups() { }

    public RegistryFold Registry { get; } = new();

    /// <summary>Never changed once it is here: new rates come with a new table.</summary>
    public RateTable Rates { get; private set; } = new();

    public IReadOnlyList<WalletLabel> Labels => _labels;

    /// <summary>Set where the journal holds a simulated country.</summary>
    public CountrySimulated? Simulated { get; private set; }

    /// <summary>All of it as it stands now, for other threads.</summary>
    public LookupsPicture Picture => new(Registry.Snapshot, Rates, new LookupsTaken(_registryNext, _importsNext), _published);

    public static Lookups Of(IJournal journal)
    {
        var lookups = new Lookups();
        lookups.Advance(journal);
        return lookups;
    }

    /// <summary>Every fact that may matter here, with imports as their completion lets them through; by the time of recording, and where
    /// that is the same, registers first.</summary>
    internal static IEnumerable<RecordedFact> Recorded(IEnumerable<RecordedFact> registry, IEnumerable<RecordedFact> imports) =>
        registry.Concat(imports.Where(recorded => IsLookedUp(recorded.Fact))).OrderBy(recorded => recorded.RecordedUs);

    /// <summary>Folds in what came since.</summary>
    /// <returns>False where nothing did that a decision could see.</returns>
    public bool Advance(IJournal journal)
    {
        var (registry, imports) = (journal.Head(Streams.Registry).Next, journal.Head(Streams.Imports).Next);
        if (registry == _registryNext && imports == _importsNext)
            return false;
        var facts = Recorded(
                journal.Read(Streams.Registry, _registryNext).TakeWhile(r => r.Sequence < registry),
                _gate.Pass(journal.Read(Streams.Imports, _importsNext).TakeWhile(r => r.Sequence < imports))
            )
            .ToList();
        (_registryNext, _importsNext) = (registry, imports);
        var rates = facts.Where(recorded => recorded.Fact is RatePublished).ToList();
        if (rates.Count > 0)
            (Rates, _published) = (new RateTable(Rates), [.. _published, .. rates]);
        var isNew = false;
        foreach (var recorded in facts)
            isNew |= Apply(recorded.Fact);
        return isNew;
    }

    /// <summary>The fact was taken in at that moment.</summary>
    internal static bool IsTaken(in RecordedFact recorded, LookupsTaken moment) =>
        recorded.Sequence < (recorded.Stream == Streams.Registry ? moment.RegistryNext : moment.ImportsNext);

    /// <summary>Transfers come by the million and are nothing to look up.</summary>
    private static bool IsLookedUp(Fact fact) =>
        fact is not (TransfersImported or SubjectIntroduced or SubjectNamed or Core.Chain.ChainSeen);

    private bool Apply(Fact fact)
    {
        var isNew = Registry.Apply(fact);
        switch (fact)
        {
            case RatePublished rate:
                Rates.Add(rate);
                isNew = true;
                break;
            case CountrySimulated simulated:
                Simulated = simulated;
                break;
            case LabelsAttributed attributed:
                _labels.AddRange(attributed.Labels);
                break;
        }
        return isNew;
    }

    /// <summary>
    /// A sum in another currency at the rate of a moment, in millionths; zero where no rate is known, because a summary must not stop for
    /// it; of an unstated currency none ever is.
    /// </summary>
    public Int128 ValueMicro(Int128 micro, Currency from, Currency to, long timeUs)
    {
        // One unit is converted and scaled, since a network's sum may lie beyond what one payment can.
        var unit = new Money(UnitsOfProbe * from.MinorUnitsPerUnit(), from);
        var value = Rates.Convert(unit, to, timeUs, Rounding.HalfEven);
        return value.Outcome == ConversionOutcome.Converted ? micro * value.Money.AmountMicro / (UnitsOfProbe * (Int128)1_000_000) : 0;
    }
}
