using Sunqar.Core.Acts;
using Sunqar.Core.Canvas;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Cases.Reports;
using Sunqar.Work.Summaries;

namespace Sunqar.Server.Pages.State;

/// <summary>A line of the queue.</summary>
/// <param name="DueUs">When the next open task is due; <see cref="long.MaxValue"/> where there is none.</param>
/// <param name="Waiting">Measures that wait for a second person.</param>
public sealed record QueueLine(Case Case, long DueUs, int Waiting);

/// <summary>All that the page of a case shows.</summary>
/// <param name="Names">Member → what people see of it.</param>
/// <param name="NowUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record CaseSheet(
    Case Case,
    IReadOnlyDictionary<string, string> Names,
    IReadOnlyList<Measure> Measures,
    IReadOnlyList<AssetBalance> Assets,
    IReadOnlyList<Fm1Standing> Forms,
    long NowUs,
    Actor By
)
{
    /// <summary>Alerts that went into it, as far as they are held.</summary>
    public IReadOnlyList<Alert> Alerts { get; init; } = [];

    /// <summary>What the alerts' payments come to, each counted once: millionths of tenge and of dollars.</summary>
    public (Int128 KztMicro, Int128 UsdMicro) AlertSums { get; init; }

    /// <summary>The case's own turnover; of one that was opened without any, what its alerts' payments come to.</summary>
    public Turnover Turnover =>
        Case.TurnoverKztMicro == 0 && Case.TurnoverUsdMicro == 0
            ? new Turnover(AlertSums.KztMicro, AlertSums.UsdMicro)
            : new Turnover(Case.TurnoverKztMicro, Case.TurnoverUsdMicro);

    /// <summary>The newest version of each canvas that was kept.</summary>
    public IReadOnlyList<KeptCanvas> Canvases { get; init; } = [];

    /// <summary>What an account's holder is called.</summary>
    public Func<string, string> NameOf { get; init; } = account => account;

    /// <summary>A line of the timeline with people's names in place of their accounts' ids.</summary>
    public string Said(string text) =>
        Case.Answered.Aggregate(text, (said, account) => said.Replace(account, NameOf(account), StringComparison.Ordinal));

    /// <summary>Who looked at whom in it: by a grant, named by the names of the case.</summary>
    public IReadOnlyList<CaseEntry> Looks { get; init; } = [];

    /// <summary>What was done and who looked, the newest first.</summary>
    public IEnumerable<(CaseEntry Entry, bool IsLook)> Timeline =>
        Case
            .Timeline.Select(entry => (entry, false))
            .Concat(Looks.Select(entry => (entry, true)))
            .Reverse()
            .OrderByDescending(line => line.Item1.AtUs);

    /// <summary>Accounts that the case may be given to, by name.</summary>
    public IReadOnlyList<string> Givable { get; init; } = [];

    /// <summary>Whether who looks answers for the case.</summary>
    public bool IsMine => Case.Officers.Contains(By.Id);

    public bool MayWork => Case.IsOpen && (By.Role == Role.Head || By.Role == Role.Officer && IsMine);
}

/// <summary>All that the page of a measure shows.</summary>
/// <param name="Target">What it is directed at, as people see it.</param>
/// <param name="EscapedMicro">What left the wallet since it was asked for; null where nothing is watched.</param>
public sealed record MeasureSheet(
    Measure Measure,
    string CaseTitle,
    string Target,
    IReadOnlyList<OutboxMessage> Messages,
    Int128? EscapedMicro,
    long NowUs,
    Actor By
)
{
    public MeasureStatus Status => Measure.StatusAt(NowUs);

    /// <summary>How many were asked for at once.</summary>
    public int Together { get; init; } = 1;

    /// <summary>Addressees that nothing reaches yet.</summary>
    public IReadOnlyList<string> Strangers { get; init; } = [];

    /// <summary>Whether who looks may decide as the second person; the command judges again.</summary>
    public bool MayDecide =>
        Status == MeasureStatus.Requested
        && Measure.Kind.Approvers.Contains(By.Role)
        && By.Id != Measure.RequestedBy
        && (!Measure.Kind.IsApprovedElsewhere || By.Unit != Measure.Unit);
}
