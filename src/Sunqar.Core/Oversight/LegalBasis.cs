using System.Collections.Frozen;
using Sunqar.Core.Acts;

namespace Sunqar.Core.Oversight;

/// <summary>A reason in law for which somebody may look at a person.</summary>
/// <param name="Code">By which acts name it; kept in facts, never reused.</param>
/// <param name="Article">Where it stands.</param>
/// <param name="Reviewed">Who held the row against the law's text and when; an agency's counsel does so before the house is used on real
/// people.</param>
/// <param name="MayAsk">Who may state it.</param>
/// <param name="SecondFor">Of these, who needs a second person.</param>
/// <param name="MayBeUrgent">Whether a look may come before the second person.</param>
/// <param name="NeedsDocument">Whether it speaks of a paper: that has to be among the case's evidence, and the request names its
/// hash.</param>
public sealed record LegalBasis(
    string Code,
    string Title,
    string Article,
    string Reviewed,
    IReadOnlyList<Role> MayAsk,
    IReadOnlyList<Role> SecondFor,
    bool MayBeUrgent,
    bool NeedsDocument = false
);

/// <summary>The one table of legal bases. A basis that it does not know is refused.</summary>
public static class LegalBases
{
    // Laws of Kazakhstan, from memory: the articles are to be confirmed before use.
    private const string NotReviewed = "not yet reviewed by counsel";

    private static readonly Role[] Askers = [Role.Officer, Role.Head];

    public static readonly LegalBasis[] All =
    [
        new(
            "aml-analysis",
            "Analysis of operations reported or found suspicious",
            "Law 191-IV of 2009-08-28 on countering money laundering, art. 16",
            NotReviewed,
            Askers,
            Askers,
            false
        ),
        new(
            "aml-suspension",
            "Suspension of an operation within the time that the law leaves",
            "Law 191-IV of 2009-08-28, art. 13",
            NotReviewed,
            Askers,
            Askers,
            true
        ),
        new(
            "pretrial",
            "Pre-trial investigation that has been registered",
            "Criminal Procedure Code 231-V of 2014-07-04, art. 179",
            NotReviewed,
            Askers,
            Askers,
            true
        ),
        new(
            "court-order",
            "Sanction of an investigating judge; of a head, reviewed by a drawn one afterwards",
            "Criminal Procedure Code 231-V of 2014-07-04, art. 55",
            NotReviewed,
            Askers,
            [Role.Officer],
            false,
            NeedsDocument: true
        ),
        new(
            "own-request",
            "The person's own request or consent",
            "Law 94-V of 2013-05-21 on personal data, art. 8",
            NotReviewed,
            Askers,
            Askers,
            false,
            NeedsDocument: true
        ),
    ];

    private static readonly FrozenDictionary<string, LegalBasis> ByCode = All.ToFrozenDictionary(basis => basis.Code);

    public static LegalBasis? Find(string code) => ByCode.GetValueOrDefault(code);
}
