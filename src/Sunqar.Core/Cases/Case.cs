using System.Collections.Immutable;
using Sunqar.Core.Acts;

namespace Sunqar.Core.Cases;

/// <summary>Something that happened in a case.</summary>
/// <param name="AtUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Author">Whose act it was; <c>house</c> for what the engines did.</param>
/// <param name="Text">In words; pseudonyms only.</param>
public sealed record CaseEntry(long AtUs, string Author, string Text);

/// <summary>A case as it stands: an immutable picture, which may be read after the desk has gone on.</summary>
/// <param name="NetworkId">The network that it was opened for; null for one that came from elsewhere.</param>
/// <param name="OpenedUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record Case(
    string Id,
    string Kind,
    string Title,
    string? NetworkId,
    long OpenedUs,
    Int128 TurnoverKztMicro,
    Int128 TurnoverUsdMicro
)
{
    public CaseStatus Status { get; init; }

    public CaseResult Result { get; init; }

    /// <summary>How grave the crime is under which it is qualified; none where nobody recorded it.</summary>
    public CrimeGravity Gravity { get; init; }

    public bool IsOpen => Status != CaseStatus.Closed;

    /// <summary>In words, while it is closed; null while it is open.</summary>
    public string? Outcome => IsOpen ? null : CaseWords.Of(Result);

    /// <summary>Accounts of those who answer for it.</summary>
    public ImmutableSortedSet<string> Officers { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Accounts of those who answer for it or did once.</summary>
    public ImmutableSortedSet<string> Answered { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public ImmutableList<CaseSource> Sources { get; init; } = [];

    /// <summary>Whom it is about: cards, accounts, persons (16 hexadecimal digits), wallets, platforms → role.</summary>
    public ImmutableSortedDictionary<string, string> Members { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, CaseTask> Tasks { get; init; } =
        ImmutableSortedDictionary.Create<string, CaseTask>(StringComparer.Ordinal);

    public ImmutableList<Evidence> Evidence { get; init; } = [];

    /// <summary>Cases that belong to it.</summary>
    public ImmutableSortedSet<string> Related { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Members who came forward under art. 232-1, as far as it is decided.</summary>
    public ImmutableList<Exemption> Exemptions { get; init; } = [];

    /// <summary>What happened, oldest first.</summary>
    public ImmutableList<CaseEntry> Timeline { get; init; } = [];

    public Case Note(Act act, string text) => this with { Timeline = Timeline.Add(new CaseEntry(act.AtUs, act.Author, text)) };
}

/// <summary>The words in which cases are told.</summary>
public static class CaseWords
{
    public static string Of(CaseStatus status) =>
        status switch
        {
            CaseStatus.New => "new",
            CaseStatus.Assigned => "assigned",
            CaseStatus.UnderExamination => "under examination",
            CaseStatus.Waiting => "waiting for an answer",
            CaseStatus.Referred => "referred",
            _ => "closed",
        };

    public static string Of(CrimeGravity gravity) =>
        gravity switch
        {
            CrimeGravity.Medium => "of medium gravity",
            CrimeGravity.Grave => "grave",
            CrimeGravity.EspeciallyGrave => "especially grave",
            _ => "not recorded",
        };

    public static string Of(CaseResult result) =>
        result switch
        {
            CaseResult.MeasuresTaken => "measures taken",
            CaseResult.HandedOver => "handed over",
            CaseResult.NoGrounds => "no grounds",
            CaseResult.Exempted => "exempted under art. 232-1",
            CaseResult.Joined => "joined to another case",
            _ => "closed before this journal",
        };
}
