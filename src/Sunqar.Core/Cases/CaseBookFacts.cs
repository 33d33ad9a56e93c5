using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases;

/// <summary>What a case is made of. Kept in facts: never renumber.</summary>
public enum SourceKind : byte
{
    None = 0,
    Alert = 1,
    Finding = 2,
    Network = 3,

    /// <summary>An institution's report, a citizen's word, a foreign FIU's letter.</summary>
    Report = 4,
}

/// <summary>Something that was found, and whom it is about.</summary>
/// <param name="Id">The alert's, finding's or network's.</param>
/// <param name="Members">Cards, accounts, persons (as 16 hexadecimal digits), wallets, terminals, platforms → role.</param>
public sealed record CaseSource(SourceKind Kind, string Id, IReadOnlyDictionary<string, string> Members);

/// <summary>Something that was found belongs to a case from now on.</summary>
public sealed record CaseJoined(string CaseId, CaseSource Source) : Fact;

/// <summary>An officer answers for a case, or no longer does.</summary>
/// <param name="Officer">The account's id.</param>
public sealed record CaseAssigned(string CaseId, string Officer, bool Assigned) : Fact;

/// <summary>A case passed to another status.</summary>
/// <param name="Result"><see cref="CaseResult.None"/> unless it was closed.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record CaseMoved(string CaseId, CaseStatus From, CaseStatus To, CaseResult Result, string Reason) : Fact;
