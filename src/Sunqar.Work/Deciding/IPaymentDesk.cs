using Sunqar.Core.Payments;
using Sunqar.Work.Time;

namespace Sunqar.Work.Deciding;

/// <summary>Where payments are put to be decided: the desk itself, or a node's way to the desk of the node that leads. For any number of
/// askers.</summary>
public interface IPaymentDesk
{
    /// <summary>The time that payments are judged by.</summary>
    SteadyClock Clock { get; }

    /// <summary>Why nothing is answered now; null where it is.</summary>
    string? Trouble { get; }

    /// <inheritdoc cref="DecisionDesk.IsBusyForBatches"/>
    bool IsBusyForBatches { get; }

    /// <inheritdoc cref="DecisionDesk.TryAsk(DeskTicket, out ValueTask)"/>
    bool TryAsk(DeskTicket ticket, out ValueTask answered);

    /// <inheritdoc cref="DecisionDesk.TryAskOfBatch"/>
    bool TryAskOfBatch(DeskTicket ticket, out ValueTask answered);

    /// <summary>So many payments found no room.</summary>
    void CountRefused(int payments);

    /// <summary>Decides one payment.</summary>
    ValueTask<DeskAnswer> DecideAsync(Payment payment);

    /// <inheritdoc cref="DecisionDesk.ReverseAsync"/>
    ValueTask<DeskAnswer> ReverseAsync(string institution, string id);
}
