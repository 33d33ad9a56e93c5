using System.Collections.Frozen;
using Sunqar.Core.Acts;
using Sunqar.Core.Law;

namespace Sunqar.Core.Oversight;

/// <summary>A reason in law for which somebody may look at a person.</summary>
/// <param name="Code">By which acts name it; kept in facts, never reused.</param>
/// <param name="LawKey">Its line in the register of law.</param>
/// <param name="MayAsk">Who may state it.</param>
/// <param name="SecondFor">Of these, who needs a second person.</param>
/// <param name="MayBeUrgent">Whether a look may come before the second person.</param>
/// <param name="NeedsDocument">Whether it speaks of a paper: that has to be among the case's evidence, and the request names its
/// hash.</param>
public sealed record LegalBasis(
    string Code,
    string Title,
    string LawKey,
    IReadOnlyList<Role> MayAsk,
    IReadOnlyList<Role> SecondFor,
    bool MayBeUrgent,
    bool NeedsDocument = false
)
{
    /// <summary>Where it stands in the law, and whether anybody has reviewed that.</summary>
    public string Article => LawRegister.Shipped.Newest(LawKey).Citation;
}

/// <summary>The one table of legal bases. A basis that it does not know is refused.</summary>
public static class LegalBases
{
    private static readonly Role[] Askers = [Role.Officer, Role.Head];

    public static readonly LegalBasis[] All =
    [
        new("aml-analysis", "Analysis of operations reported or found suspicious", "analysis", Askers, Askers, false),
        new("aml-suspension", "Suspension of an operation within the time that the law leaves", "suspension.report", Askers, Askers, true),
        new("pretrial", "Pre-trial investigation that has been registered", "investigation.pretrial", Askers, Askers, true),
        new(
            "court-order",
            "Sanction of an investigating judge; of a head, reviewed by a drawn one afterwards",
            "seizure.sanction",
            Askers,
            [Role.Officer],
            false,
            NeedsDocument: true
        ),
        new("own-request", "The person's own request", "personal.request", Askers, Askers, false, NeedsDocument: true),
    ];

    private static readonly FrozenDictionary<string, LegalBasis> ByCode = All.ToFrozenDictionary(basis => basis.Code);

    public static LegalBasis? Find(string code) => ByCode.GetValueOrDefault(code);
}
