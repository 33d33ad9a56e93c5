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

/// <summary>Somebody wrote down what is known or was done; pseudonyms only.</summary>
public sealed record CaseNoted(string CaseId, string Text) : Fact;

/// <summary>Something is to be done in a case by a time, or was done. The last fact of a task says how it stands.</summary>
/// <param name="TaskId">Unique in the case; of a measure's clock the measure's id.</param>
/// <param name="DueUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Officer">The account that it is for; empty for whoever answers for the case.</param>
/// <param name="Result">What came of it; empty before.</param>
public sealed record TaskSet(string CaseId, string TaskId, string Title, long DueUs, string Officer, bool IsDone, string Result) : Fact;

/// <summary>Evidence was received: its bytes are kept under their hash, and whoever took it has it.</summary>
/// <param name="EvidenceId">Unique in the case.</param>
/// <param name="Sha256">Of the bytes as received, 64 hexadecimal digits.</param>
/// <param name="ReceivedFrom">Who handed it over: an institution, an act of search, a member by pseudonym.</param>
public sealed record EvidenceTaken(
    string CaseId,
    string EvidenceId,
    string Title,
    string MediaType,
    string Sha256,
    long Bytes,
    string ReceivedFrom
) : Fact;

/// <summary>Evidence passed from one keeper to another: a link of its chain of custody.</summary>
/// <param name="From">The account or authority that had it.</param>
public sealed record EvidenceHanded(string CaseId, string EvidenceId, string From, string To, string Purpose) : Fact;

/// <summary>Two cases belong together.</summary>
public sealed record CasesRelated(string CaseId, string Other, string Reason) : Fact;

/// <summary>How far a volunteer's exemption is. Kept in facts: never renumber.</summary>
public enum VolunteerStep : byte
{
    None = 0,

    /// <summary>A member came forward and assists.</summary>
    Stated = 1,

    /// <summary>A second person found the conditions met.</summary>
    Granted = 2,

    /// <summary>They are not met.</summary>
    Declined = 3,
}

/// <summary>
/// Article 232-1 of the Criminal Code, in force since 2025-09-16: giving others access to one's account for reward. A first offender who
/// volunteers and assists is exempt.
/// </summary>
/// <param name="Subject">The member, 16 hexadecimal digits.</param>
public sealed record VolunteerStepped(string CaseId, string Subject, VolunteerStep Step, string Ground) : Fact;
