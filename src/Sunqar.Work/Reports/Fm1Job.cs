using System.Globalization;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Identity;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Work.Mining;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Reports;

/// <summary>FM-1 reports of a period: threshold operations, and the operations of cases that did not end without grounds.</summary>
public static class Fm1Job
{
    /// <param name="fromUs">First event time, microseconds since 1970-01-01T00:00:00Z.</param>
    /// <param name="untilUs">First event time no longer reported.</param>
    public static IReadOnlyList<Fm1Report> Of(DataFolder folder, long fromUs, long untilUs)
    {
        var journal = folder.Journal;
        var standing = CaseRecord
            .Fold(journal)
            .Cases.Where(one => one is { Opened.NetworkId: not null } && (!one.IsClosed || one.IsClosedWithEffect))
            .ToLookup(one => one.Opened!.NetworkId!, one => one.Id, StringComparer.Ordinal);
        var casesOfFinding = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var members = new HashSet<SubjectId>();
        foreach (var formed in journal.Read<NetworkFormed>(Streams.Cases).Where(formed => standing.Contains(formed.Network.Id)))
        {
            foreach (var finding in formed.Network.Findings)
                Some(casesOfFinding, finding).AddRange(standing[formed.Network.Id]);
            foreach (var member in formed.Network.Roles.Keys.Where(member => member.Length == 16))
            {
                if (ulong.TryParse(member, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id))
                    members.Add(new SubjectId(id));
            }
        }
        var casesOfPayment = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var made in journal.Read<FindingMade>(Streams.Cases))
        {
            if (!casesOfFinding.TryGetValue(made.Finding.Id, out var cases))
                continue;
            foreach (var transfer in made.Finding.Transfers)
                Some(casesOfPayment, transfer).AddRange(cases);
        }
        var lookups = Lookups.Of(journal);
        var pseudonyms = new PseudonymKey(folder.Keys).In(string.Create(CultureInfo.InvariantCulture, $"fm1 {fromUs} {untilUs}"));
        var fold = new Fm1Fold(
            fromUs,
            untilUs,
            new Fm1Lookups(
                payment => casesOfPayment.TryGetValue(payment, out var cases) ? [.. cases.Distinct().Order(StringComparer.Ordinal)] : [],
                members.Contains,
                pseudonyms.Of,
                lookups.Rates,
                code => lookups.Registry.Snapshot.Listings(code) is { Length: > 0 } listings ? listings[^1] : null
            )
        );
        foreach (var recorded in journal.Read(Streams.Payments))
            fold.Apply(recorded.Fact);
        return fold.Reports();
    }

    private static List<string> Some(Dictionary<string, List<string>> of, string key) =>
        of.TryGetValue(key, out var list) ? list : of[key] = [];
}
