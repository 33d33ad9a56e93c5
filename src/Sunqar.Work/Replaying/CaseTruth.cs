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
/// when its sender or recipient is a member of one; *innocent* where all that is known is that a case about it was closed without grounds.
/// An open case is a question and says nothing yet, and one that was joined to another says what that other says; and what was found and
/// closed is not all there is: a rule that sees further looks worse than it is.
/// </summary>
public sealed class CaseTruth
{
    private readonly Side _taken = new();
    private readonly Side _innocent = new();

    /// <summary>Networks with a case that was closed, and not for want of grounds.</summary>
    public int Networks => _taken.Networks;

    /// <summary>Networks whose case was closed because nothing spoke for an offence.</summary>
    public int InnocentNetworks => _innocent.Networks;

    public static CaseTruth Of(IJournal journal)
    {
        var truth = new CaseTruth();
        var cases = CaseRecord
            .Fold(journal)
            .Cases.Where(c => c.IsClosed && c.Result != CaseResult.Joined && c.Opened?.NetworkId is not null)
            .ToLookup(c => c.Opened!.NetworkId!, c => c.Result == CaseResult.NoGrounds, StringComparer.Ordinal);
        var findings = new Dictionary<string, Side>(StringComparer.Ordinal);
        foreach (
            var formed in journal.Read<NetworkFormed>(Streams.Cases).Where(f => cases.Contains(f.Network.Id)).DistinctBy(f => f.Network.Id)
        )
        {
            var side = cases[formed.Network.Id].All(isInnocent => isInnocent) ? truth._innocent : truth._taken;
            side.Add(formed.Network);
            foreach (var finding in formed.Network.Findings.Where(id => side == truth._taken || !findings.ContainsKey(id)))
                findings[finding] = side;
        }
        foreach (var made in journal.Read<FindingMade>(Streams.Cases))
        {
            if (findings.TryGetValue(made.Finding.Id, out var side))
                side.Payments.UnionWith(made.Finding.Transfers);
        }
        return truth;
    }

    /// <summary>The payment belongs to a network with a closed case.</summary>
    public bool Knows(in SealedPayment payment) => _taken.Holds(payment);

    /// <summary>All that closed cases say of it is that nothing spoke for an offence.</summary>
    public bool IsInnocent(in SealedPayment payment) => !_taken.Holds(payment) && _innocent.Holds(payment);

    private sealed class Side
    {
        private readonly HashSet<SubjectId> _members = [];

        public HashSet<string> Payments { get; } = new(StringComparer.Ordinal);

        public int Networks { get; private set; }

        public void Add(Network network)
        {
            Networks++;
            foreach (var member in network.Roles.Keys)
            {
                // Bank nodes bear the subject's id; wallets and terminals are other texts.
                if (member.Length == 16 && ulong.TryParse(member, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id))
                    _members.Add(new SubjectId(id));
            }
        }

        public bool Holds(in SealedPayment payment) => Payments.Contains(payment.Id) || Holds(payment.Sender) || Holds(payment.Recipient);

        private bool Holds(in SealedParty party) =>
            _members.Contains(party.Card) || _members.Contains(party.Account) || _members.Contains(party.Person);
    }
}
