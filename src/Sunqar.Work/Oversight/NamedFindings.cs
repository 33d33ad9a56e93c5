using Sunqar.Core.Cases;
using Sunqar.Core.Networks;
using Sunqar.Core.Oversight;
using Sunqar.Core.Patterns;

namespace Sunqar.Work.Oversight;

/// <summary>Findings as files show them: people by the names that they have in the finding's case, or, where it belongs to none, in the
/// finding alone.</summary>
public static class NamedFindings
{
    public static IEnumerable<Finding> Shown(IEnumerable<Finding> findings, IEnumerable<Network> networks, Func<string, Pseudonyms> names)
    {
        var caseOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var network in networks)
        {
            foreach (var finding in network.Findings)
                caseOf.TryAdd(finding, CaseOpened.About(network, 0).CaseId);
        }
        return findings.Select(finding => Shown(finding, names(caseOf.GetValueOrDefault(finding.Id, finding.Id))));
    }

    private static Finding Shown(Finding finding, Pseudonyms names)
    {
        var shown = SubjectText.Shown(names, finding.Accounts.Concat(finding.Roles.Keys));
        return finding with
        {
            Accounts = [.. finding.Accounts.Select(shown)],
            Roles = finding.Roles.ToDictionary(role => shown(role.Key), role => role.Value, StringComparer.Ordinal),
        };
    }
}
