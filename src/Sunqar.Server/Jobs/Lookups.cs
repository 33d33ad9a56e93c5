using Sunqar.Core.Facts;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Storage.Journal;

namespace Sunqar.Server.Jobs;

/// <summary>What decisions and mining look up: registers, labels, rates. A fold over the registry stream and the imports.</summary>
public sealed class Lookups
{
    /// <summary>Enough units that rounding the probe to minor units costs less than a millionth.</summary>
    private const long UnitsOfProbe = 100_000;

    private readonly List<WalletLabel> labels = [];

    private Lookups()
    {
    }

    public RegistryFold Registry { get; } = new();

    public RateTable Rates { get; } = new();

    public IReadOnlyList<WalletLabel> Labels => labels;

    /// <summary>Set where the journal holds a simulated country.</summary>
    public CountrySimulated? Simulated { get; private set; }

    public static Lookups Of(IJournal journal)
    {
        var lookups = new Lookups();
        foreach (var recorded in journal.Read(Streams.Registry).Concat(new ImportGate().Pass(journal.Read(Streams.Imports))))
        {
            lookups.Apply(recorded.Fact);
        }
        return lookups;
    }

    /// <summary>Folds one fact in.</summary>
    public void Apply(Fact fact)
    {
        Registry.Apply(fact);
        switch (fact)
        {
            case RatePublished rate:
                Rates.Add(rate);
                break;
            case CountrySimulated simulated:
                Simulated = simulated;
                break;
            case LabelsAttributed attributed:
                labels.AddRange(attributed.Labels);
                break;
        }
    }

    /// <summary>
    /// A sum in another currency at the rate of a moment, in millionths; zero where no rate is known, because a summary must not stop for it.
    /// </summary>
    public Int128 ValueMicro(Int128 micro, Currency from, Currency to, long timeUs)
    {
        // One unit is converted and scaled, since a network's sum may lie beyond what one payment can.
        var unit = new Money(UnitsOfProbe * from.MinorUnitsPerUnit(), from == Currency.None ? Currency.Kzt : from);
        var value = Rates.Convert(unit, to, timeUs, Rounding.HalfEven);
        return value.Outcome == ConversionOutcome.Converted ? micro * value.Money.AmountMicro / (UnitsOfProbe * (Int128)1_000_000) : 0;
    }
}
