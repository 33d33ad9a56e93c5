namespace Sunqar.Core.Cases.Measures;

/// <summary>Where a measure stands; <see cref="Expired"/> follows from the clock, the others from its steps.</summary>
public enum MeasureStatus : byte
{
    Requested = 0,
    Rejected = 1,
    Withdrawn = 2,

    /// <summary>A second person agreed; it is on its way.</summary>
    Approved = 3,

    /// <summary>Whoever carries it out has it.</summary>
    Sent = 4,
    Confirmed = 5,
    Refused = 6,
    Lifted = 7,

    /// <summary>Nobody decided in time, or its time is over.</summary>
    Expired = 8,
}

/// <summary>Which step leads from which status to which. docs/cases.md shows the table.</summary>
public static class MeasureTransitions
{
    /// <summary>Where the step leads; null where it may not be taken. Objections change nothing by themselves.</summary>
    public static MeasureStatus? Next(MeasureStatus from, MeasureStep step) =>
        (from, step) switch
        {
            (MeasureStatus.Requested, MeasureStep.Approve) => MeasureStatus.Approved,
            (MeasureStatus.Requested, MeasureStep.Reject) => MeasureStatus.Rejected,
            (MeasureStatus.Requested, MeasureStep.Withdraw) => MeasureStatus.Withdrawn,
            (MeasureStatus.Approved, MeasureStep.Send) => MeasureStatus.Sent,
            (MeasureStatus.Sent, MeasureStep.Confirm) => MeasureStatus.Confirmed,
            (MeasureStatus.Approved or MeasureStatus.Sent, MeasureStep.Refuse) => MeasureStatus.Refused,
            (MeasureStatus.Approved or MeasureStatus.Sent or MeasureStatus.Confirmed, MeasureStep.Lift or MeasureStep.Grant) =>
                MeasureStatus.Lifted,
            (MeasureStatus.Approved or MeasureStatus.Sent or MeasureStatus.Confirmed, MeasureStep.Appeal or MeasureStep.Uphold) => from,
            (MeasureStatus.Confirmed, MeasureStep.TakeBack) => MeasureStatus.Sent,
            _ => null,
        };

    /// <summary>It is on its way or carried out, so a case about it cannot be over.</summary>
    public static bool IsPending(this MeasureStatus status) =>
        status is MeasureStatus.Requested or MeasureStatus.Approved or MeasureStatus.Sent;

    /// <summary>It binds somebody.</summary>
    public static bool IsInForce(this MeasureStatus status) =>
        status is MeasureStatus.Approved or MeasureStatus.Sent or MeasureStatus.Confirmed;
}
