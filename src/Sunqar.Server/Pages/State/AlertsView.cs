using Sunqar.Core.Cases;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;

namespace Sunqar.Server.Pages.State;

/// <summary>The alerts at one moment, suppressed ones among them.</summary>
/// <param name="Forgotten">Alerts that were let go because too many came after them.</param>
/// <param name="NamesIn">The names that people have in one alert, by its id.</param>
public sealed record AlertsView(IReadOnlyList<Alert> Alerts, long Forgotten, Func<string, Pseudonyms> NamesIn)
{
    public static AlertsView Empty { get; } = new([], 0, _ => throw new InvalidOperationException("Nobody is in no alert."));

    /// <summary>What a subject is called in an alert.</summary>
    public string Name(Alert alert, SubjectId subject) => subject.IsNone ? "–" : NamesIn(alert.Id).Of(subject);

    /// <summary>One alert, suppressed or not; null where there is none of that id.</summary>
    public Alert? Find(string id) => Alerts.FirstOrDefault(alert => alert.Id == id);

    /// <summary>Those that wait for a look.</summary>
    public IReadOnlyList<Alert> Shown { get; } = [.. Alerts.Where(alert => alert.SuppressedBy is null)];
}
