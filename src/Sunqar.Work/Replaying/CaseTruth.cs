using System.Globalization;
using Sunqar.Core.Cases;
using Sunqar.Core.Identity;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Storage.Journal;
using Sunqar.Work.Mining;

namespace Sunqar.Work.Replaying;

/// <summary>
/// What closed cases say was right to ask about: a payment is *known* when it stands in a finding of a network whose case is closed, or
/// when its sender or recipient is a member of one. An open case is a question and says nothing yet; and what was found and closed is not
/// all there is: a rule that sees further looks worse than it is.
/// </summary>
public sealed class CaseTruth
{
    private readonly HashSet<string> _payments = new(StringComparer.Ordinal);
    private readonly HashSet<SubjectId> _members = [];

    /// <summary>Networks with a closed case.</summary>
    public int Networks { get; private set; }

    public static CaseTruth Of(IJournal journal)
    {
        var truth = new CaseTruth();
        var cases = CaseRecord
            .Fold(journal)
            .Cases.Where(c => c.IsClosed && c.Opened?.NetworkId is not null)
            .Select(c => c.Opened!.NetworkId!)
            .ToHashSet(StringComparer.Ordinal);
        var findings = new HashSet<string>(StringComparer.Ordinal);
        foreach (
            var formed in journal.Read<NetworkFormed>(Streams.Cases).Where(f => cases.Contains(f.Network.Id)).DistinctBy(f => f.Network.Id)
        )
        {
            truth.Networks++;
            findings.UnionWith(formed.Network.Findings);
            foreach (var member in formed.Network.Roles.Keys)
            {
                // Bank nodes bear the subject's id; wallets and terminals are other texts.
                if (member.Length == 16 && ulong.TryParse(member, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id))
                    truth._members.Add(new SubjectId(id));
            }
        }
        foreach (var made in journal.Read<FindingMade>(Streams.Cases).Where(m => findings.Contains(m.Finding.Id)))
            truth._payments.UnionWith(made.Finding.Transfers);
        return truth;
    }

    /// <summary>The payment belongs to a network with a closed case.</summary>
    public bool Knows(in SealedPayment payment) => _payments.Contains(payment.Id) || Knows(payment.Sender) || Knows(payment.Recipient);

    private bool Knows(in SealedParty party) =>
        _members.Contains(party.Card) || _members.Contains(party.Account) || _members.Contains(party.Person);
}
