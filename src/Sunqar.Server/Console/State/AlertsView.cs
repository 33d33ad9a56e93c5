using Sunqar.Core.Cases;

namespace Sunqar.Server.Pages.State;

/// <summary>The alerts at one moment, suppressed ones among them.</summary>
/// <param name="Forgotten">Alerts that were let go because too many came after them.</param>
public sealed record AlertsView(IReadOnlyList<Alert> Alerts, long Forgotten)
{
    public static AlertsView Empty { get; } = new([], 0);

    /// <summary>One alert, suppressed or not; null where there is none of that id.</summary>
    public Alert? Find(string id) => Alerts.FirstOrDefault(alert => alert.Id == id);

    /// <summary>Those that wait for a look.</summary>
    public IReadOnlyList<Alert> Shown { get; } = [.. Alerts.Where(alert => alert.SuppressedBy is null)];
}
