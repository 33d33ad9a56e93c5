using Sunqar.Core.Facts;

namespace Sunqar.Core.Acts;

/// <summary>Somebody asked for an act that one person does not do alone; nothing has happened yet.</summary>
/// <param name="ProposalId">Derived from author and key.</param>
/// <param name="About">What it is about: an account, a platform, a partner; never a person's name. One proposal about it waits at a
/// time.</param>
/// <param name="Said">What would happen, in a sentence without personal data.</param>
/// <param name="Seconds">Of which roles the second person may be.</param>
/// <param name="ExpiresUs">From this moment on nobody agrees to it; microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Comes">What it comes to once a second person agrees.</param>
public sealed record ActProposed(
    string ProposalId,
    string About,
    string Said,
    IReadOnlyList<Role> Seconds,
    long ExpiresUs,
    IReadOnlyList<Fact> Comes
) : Fact;

/// <summary>A second person agreed, and what was asked for follows in the same act; or did not, and nothing follows.</summary>
public sealed record ProposalJudged(string ProposalId, bool Agrees, string Reason) : Fact;

/// <summary>A fact that says since when it holds: of one that waited for a second person, since that person agreed.</summary>
public interface IHoldsSince
{
    /// <summary>The same, from a moment on; microseconds since 1970-01-01T00:00:00Z.</summary>
    Fact Since(long nowUs);
}

/// <summary>A proposal as it stands.</summary>
/// <param name="Command">By which command it was asked for.</param>
/// <param name="By">Who asked; role and unit are those of that moment.</param>
/// <param name="AtUs">When, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record Proposal(ActProposed Asked, string Command, Actor By, string? CaseId, string Basis, long AtUs, ProposalJudged? Judged)
{
    public string Id => Asked.ProposalId;

    /// <summary>Whether a second person can still say something.</summary>
    public bool Waits(long nowUs) => Judged is null && nowUs < Asked.ExpiresUs;
}

/// <summary>What waits for a second person, and what became of it: a fold over acts.</summary>
public sealed class ProposalBook : IActFold
{
    private readonly Dictionary<string, Proposal> _proposals = new(StringComparer.Ordinal);

    /// <summary>Every proposal, in no order.</summary>
    public IReadOnlyCollection<Proposal> All => _proposals.Values;

    public Proposal? Find(string id) => _proposals.GetValueOrDefault(id);

    /// <summary>Whether something that was asked for by this command about this waits.</summary>
    public bool Waits(string command, string about, long nowUs) =>
        _proposals.Values.Any(one => one.Command == command && one.Asked.About == about && one.Waits(nowUs));

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case ActProposed asked:
                _proposals[asked.ProposalId] = new Proposal(asked, act.Command, act.Actor, act.CaseId, act.Basis, act.AtUs, null);
                break;
            case ProposalJudged judged when _proposals.TryGetValue(judged.ProposalId, out var one):
                _proposals[one.Id] = one with { Judged = judged };
                break;
        }
    }
}
