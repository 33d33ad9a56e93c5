using Sunqar.Work.Mining;
using Sunqar.Work.Reports;
using Sunqar.Work.Summaries;

namespace Sunqar.Server.Pages.State;

/// <summary>Where single networks, their transfers and cases come from: the folds themselves, asked when a page is.</summary>
public interface IConsoleDetails
{
    ValueTask<NetworkDetail?> NetworkAsync(string id, CancellationToken cancel);

    ValueTask<TransferPage?> TransfersAsync(string networkId, TransferFilter filter, CancellationToken cancel);

    ValueTask<CaseDetail?> CaseAsync(string id, CancellationToken cancel);
}

/// <summary>All that the console shows at one moment.</summary>
public sealed record ConsoleContent(
    RunSummary? Summary,
    IReadOnlyList<NetworkView> Networks,
    AnnualBook? Years,
    IReadOnlyList<CaseView> Cases,
    IConsoleDetails? Details
)
{
    public static ConsoleContent Empty { get; } = new(null, [], null, [], null);
}

/// <summary>
/// The console's state as the process that folds the journal publishes it: each publication replaces the whole content at once, so a
/// page never mixes two moments.
/// </summary>
public sealed class LiveConsoleState : IConsoleState
{
    private volatile ConsoleContent _content = ConsoleContent.Empty;
    private volatile MinedNetworks? _forming;
    private volatile AlertsView _alerts = AlertsView.Empty;

    public ProgressBoard Progress { get; } = new();

    public RunSummary? Summary => _content.Summary;

    public IReadOnlyList<NetworkView> Networks => _forming?.Networks ?? _content.Networks;

    public AnnualBook? Years => _content.Years;

    public IReadOnlyList<CaseView> Cases => _content.Cases;

    public AlertsView Alerts => _alerts;

    /// <summary>Shows these alerts from now on.</summary>
    public void Publish(AlertsView alerts) => _alerts = alerts;

    /// <summary>Lists these networks from now on: all that there are, as they form and grow while the server runs. Those of before, which
    /// cases may be about, keep their pages.</summary>
    internal void Publish(FoundNetworks forming) => _forming = ConsoleFilling.Views(forming, _forming);

    /// <summary>Shows <paramref name="content"/> from now on. Networks are sorted by the publisher.</summary>
    public void Publish(ConsoleContent content) => _content = content;

    /// <summary>Shows a mined folder from now on.</summary>
    internal void Publish(MinedFolder folder, AnnualBook years, RunSummary summary) => Publish(ConsoleFilling.Of(folder, years, summary));

    public ValueTask<NetworkDetail?> NetworkAsync(string id, CancellationToken cancel) =>
        _forming?.Network(id) is { } forming ? new(forming) : _content.Details?.NetworkAsync(id, cancel) ?? default;

    public ValueTask<TransferPage?> TransfersAsync(string networkId, TransferFilter filter, CancellationToken cancel) =>
        _forming?.Transfers(networkId, filter) is { } page
            ? new(page)
            : _content.Details?.TransfersAsync(networkId, filter, cancel) ?? default;

    public ValueTask<CaseDetail?> CaseAsync(string id, CancellationToken cancel) => _content.Details?.CaseAsync(id, cancel) ?? default;
}
