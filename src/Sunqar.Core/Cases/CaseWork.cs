using System.Collections.Immutable;

namespace Sunqar.Core.Cases;

/// <summary>Something to be done in a case by a time.</summary>
/// <param name="DueUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Officer">The account that it is for; empty for whoever answers for the case.</param>
public sealed record CaseTask(string Id, string Title, long DueUs, string Officer, bool IsDone, string Result)
{
    public bool IsLate(long nowUs) => !IsDone && nowUs >= DueUs;

    /// <summary>The fact that leaves it as it is.</summary>
    public TaskSet Set(string caseId) => new(caseId, Id, Title, DueUs, Officer, IsDone, Result);
}

/// <summary>A link of a chain of custody.</summary>
/// <param name="From">Who had it before: a source outside for the first link, then an account or an authority.</param>
public sealed record CustodyLink(long AtUs, string From, string To, string Purpose);

/// <summary>A piece of evidence, and who had it when.</summary>
public sealed record Evidence(string Id, string Title, string MediaType, string Sha256, long Bytes, ImmutableList<CustodyLink> Custody)
{
    /// <summary>Who has it now.</summary>
    public string Keeper => Custody[^1].To;
}

/// <summary>A member who came forward.</summary>
/// <param name="By">Who noted it; a second person grants it.</param>
public sealed record Exemption(string Subject, VolunteerStep Step, string Ground, string By);
