using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Facts;
using Sunqar.Core.Law;

namespace Sunqar.Core.Oversight;

/// <summary>Personal data came to be where they should not: the authority is notified by a moment of law.</summary>
/// <param name="FoundUs">When it was found, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="People">How many people it touches, as far as known; 0 where nobody knows yet.</param>
/// <param name="What">What happened, in words without identifiers.</param>
/// <param name="DueUs">First moment when the notice is late.</param>
public sealed record BreachRecorded(string BreachId, long FoundUs, long People, string What, long DueUs) : Fact;

/// <summary>The notice of a breach was sent.</summary>
/// <param name="To">The authority.</param>
/// <param name="Reference">By which the letter or message is found again.</param>
public sealed record BreachNotified(string BreachId, string To, string Reference) : Fact;

/// <summary>A breach as it stands; times in microseconds since 1970-01-01T00:00:00Z.</summary>
/// <param name="By">Account of whoever recorded it.</param>
/// <param name="Notices">What was sent, when and by which account, oldest first.</param>
public sealed record Breach(
    BreachRecorded Recorded,
    string By,
    long AtUs,
    IReadOnlyList<(BreachNotified Sent, string By, long AtUs)> Notices
)
{
    public string Id => Recorded.BreachId;

    /// <summary>Whether no notice left in time; one that leaves late leaves it so.</summary>
    public bool IsLate(long nowUs) => (Notices.Count > 0 ? Notices[0].AtUs : nowUs) >= Recorded.DueUs;
}

/// <summary>Breaches and their notices, as a fold over acts.</summary>
public sealed class BreachBook : IActFold
{
    private readonly Dictionary<string, Breach> _breaches = new(StringComparer.Ordinal);

    /// <summary>Every breach, in no order.</summary>
    public IReadOnlyCollection<Breach> All => _breaches.Values;

    public Breach? Find(string id) => _breaches.GetValueOrDefault(id);

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case BreachRecorded recorded:
                _breaches.TryAdd(recorded.BreachId, new Breach(recorded, act.Author, act.AtUs, []));
                break;
            case BreachNotified notified when Find(notified.BreachId) is { } one:
                _breaches[one.Id] = one with { Notices = [.. one.Notices, (notified, act.Author, act.AtUs)] };
                break;
        }
    }
}

/// <summary>Records a breach of personal data: from then on its notice is due.</summary>
/// <param name="FoundUs">When it was found, microseconds since 1970-01-01T00:00:00Z: the term runs from then.</param>
public sealed record RecordBreach(string Key, long FoundUs, long People, string What) : Command(Key, null, "")
{
    /// <summary>The term of the notice: its key in the register of law.</summary>
    public const string Term = "breach.notice";

    public override string Name => "breach.record";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Overseer or Role.Admin))
            return Refused(RefusalKind.Forbidden, "The overseer or an admin records a breach.");
        if (FoundUs > nowUs || FoundUs < nowUs - AccessLimits.HiddenUsMax)
            return Refused(RefusalKind.Invalid, "When was it found? Within the last twelve months.", "found");
        if (People < 0)
            return Refused(RefusalKind.Invalid, "A number of people is not below zero.", "people");
        if (CaseText.Fault(What, CaseText.TextMax) is { } fault)
            return Refused(RefusalKind.Invalid, fault, "what");
        var id = "breach-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(actor.Id + "\n" + Key)).AsSpan(0, 8));
        return Done(id, new BreachRecorded(id, FoundUs, People, What, LawRegister.Shipped.EndUs(Term, FoundUs)));
    }
}

/// <summary>Records that the notice of a breach was sent; further notices may follow it.</summary>
public sealed record NotifyBreach(string Key, string BreachId, string To, string Reference) : Command(Key, null, "")
{
    /// <summary>Notices of one breach.</summary>
    public const int NoticesMax = 100;

    public override string Name => "breach.notify";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Overseer or Role.Admin))
            return Refused(RefusalKind.Forbidden, "The overseer or an admin records a notice.");
        if (state.Of<BreachBook>().Find(BreachId) is not { } breach)
            return Refused(RefusalKind.NotFound, "There is no such breach.", "breach");
        if (CaseText.Fault(To, CaseText.LineMax) is { } fault)
            return Refused(RefusalKind.Invalid, fault, "to");
        if (CaseText.Fault(Reference, CaseText.LineMax) is { } vague)
            return Refused(RefusalKind.Invalid, vague, "reference");
        return breach.Notices.Count >= NoticesMax
            ? Refused(RefusalKind.Limited, $"At most {NoticesMax} notices of one breach.")
            : Done(BreachId, new BreachNotified(BreachId, To, Reference));
    }
}
