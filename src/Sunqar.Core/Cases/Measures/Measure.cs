using System.Collections.Immutable;

namespace Sunqar.Core.Cases.Measures;

/// <summary>A step that was taken.</summary>
/// <param name="AtUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record StepTaken(MeasureStep Step, long AtUs, string Author, string Reason, string Reference);

/// <summary>A measure as it stands: an immutable picture.</summary>
/// <param name="RequestedBy">The account that asked.</param>
/// <param name="Basis">The legal basis as stated.</param>
/// <param name="RequestedUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record Measure(MeasureRequested Request, string RequestedBy, string Unit, string Basis, long RequestedUs)
{
    public string Id => Request.MeasureId;

    public string CaseId => Request.CaseId;

    /// <summary>The first measure that was asked for in the same act: several asked for at once are decided at once. Its own id where it
    /// was asked for alone.</summary>
    public string Group { get; init; } = Request.MeasureId;

    public MeasureKind Kind => MeasureKinds.Of(Request.Kind);

    /// <summary>As its steps left it; <see cref="StatusAt"/> sees the clock too.</summary>
    public MeasureStatus Stepped { get; init; } = MeasureStatus.Requested;

    public ImmutableList<StepTaken> Steps { get; init; } = [];

    public long ApprovedUs { get; init; }

    /// <summary>When the chain, a partner or a document confirmed it; 0 before.</summary>
    public long ConfirmedUs { get; init; }

    /// <summary>What was caught, as the confirmation says; millionths.</summary>
    public Int128 CaughtMicro { get; init; }

    public bool IsAppealed { get; init; }

    /// <summary>First moment when it is no longer in force; <see cref="long.MaxValue"/> where only lifting ends it.</summary>
    public long UntilUs => ApprovedUs == 0 ? long.MaxValue : Request.UntilUs(ApprovedUs);

    public MeasureStatus StatusAt(long nowUs) =>
        Stepped == MeasureStatus.Requested && nowUs >= Request.DecideByUs || Stepped.IsInForce() && nowUs >= UntilUs
            ? MeasureStatus.Expired
            : Stepped;
}
