using Sunqar.Core.Chain;
using Sunqar.Core.Facts;
using Sunqar.Core.Registry;
using Sunqar.Formats;
using Sunqar.Formats.Chain;
using Sunqar.Formats.Lists;
using Sunqar.Formats.Transfers;

namespace Sunqar.Cli.Verbs;

/// <summary>Who stands behind wallets, from files that a person names; what is wrong with one is said on stderr.</summary>
internal static class LabelFiles
{
    /// <param name="labels">Tag packs, actor packs, registries.</param>
    /// <param name="transfers">Exports, whose tags are read too.</param>
    public static bool Read(string[] labels, string[] transfers, Attribution attribution) =>
        ReadLabels(labels, attribution) && ReadTags(transfers, attribution);

    /// <param name="clusters">What the verb <c>clusters</c> wrote.</param>
    public static bool ReadClusters(string[] clusters, Attribution attribution)
    {
        foreach (var file in clusters)
        {
            if (ClusterJson.Read(file, attribution.Add) is { } bad)
            {
                Console.Error.WriteLine($"sunqar: {bad}");
                return false;
            }
        }
        return true;
    }

    /// <summary>Actors before labels: a label may name one.</summary>
    private static bool ReadLabels(string[] files, Attribution attribution)
    {
        var labels = new List<WalletLabel>();
        foreach (var file in files)
        {
            if (Facts(file) is not { } facts)
                return false;
            facts.ForEach(fact => Learn(fact, labels, attribution));
        }
        labels.ForEach(attribution.Add);
        return true;
    }

    /// <summary>What a list says; null after a message where it cannot be taken. A mistyped address could match nothing, so its label is
    /// left out, and said; anything else that cannot be read refuses the file.</summary>
    public static List<Fact>? Facts(string file)
    {
        var (facts, bad) = (new List<Fact>(), new List<BadInput>());
        var refused =
            (ListFile.Read(file, null, facts.Add, bad.Add) as ListFileOutcome.Refused)?.Why ?? bad.Find(one => one.Field != "address");
        if (refused is not null)
        {
            Console.Error.WriteLine($"sunqar: {refused}");
            return null;
        }
        bad.ForEach(one => Console.Error.WriteLine($"sunqar: {one}; this label was left out"));
        return facts;
    }

    private static void Learn(Fact fact, List<WalletLabel> labels, Attribution attribution)
    {
        switch (fact)
        {
            case LabelsAttributed attributed:
                labels.AddRange(attributed.Labels);
                break;
            case ActorsDescribed described:
                described.Actors.ToList().ForEach(attribution.Add);
                break;
            case PlatformsListed listed:
                listed.Listings.ToList().ForEach(attribution.Add);
                break;
        }
    }

    private static bool ReadTags(string[] files, Attribution attribution)
    {
        foreach (var file in files)
        {
            if (TransferFile.ReadTags(file, attribution.AddTag) is TransferFileOutcome.Refused refused)
            {
                Console.Error.WriteLine($"sunqar: {refused.Why}");
                return false;
            }
        }
        return true;
    }
}
