using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Storage.Journal;

namespace Sunqar.Server.Jobs;

/// <summary>What decisions and mining look up: registers, labels, rates. A fold over the registry stream.</summary>
public sealed class Lookups
{
    private readonly List<WalletLabel> labels = [];

    private Lookups()
    {
    }

    public RegistryFold Registry { get; } = new();

    public RateTable Rates { get; } = new();

    public IReadOnlyList<WalletLabel> Labels => labels;

    public static Lookups Of(IJournal journal)
    {
        var lookups = new Lookups();
        foreach (var recorded in journal.Read(Streams.Registry))
        {
            lookups.Apply(recorded.Fact);
        }
        return lookups;
    }

    /// <summary>Folds one fact in.</summary>
    public void Apply(Core.Facts.Fact fact)
    {
        Registry.Apply(fact);
        switch (fact)
        {
            case RatePublished rate:
                Rates.Add(rate);
                break;
            case LabelsAttributed attributed:
                labels.AddRange(attributed.Labels);
                break;
        }
    }
}
