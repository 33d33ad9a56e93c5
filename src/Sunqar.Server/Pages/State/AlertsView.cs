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

    /// <summary>Those that list a payment.</summary>
    public IReadOnlyList<Alert> Listing(string institution, string paymentId) =>
        [.. Alerts.Where(alert => alert.Payments.Any(one => one.Id == paymentId && one.Institution == institution))];

    /// <summary>Those that wait for a look.</summary>
    public IReadOnlyList<Alert> Shown { get; } = [.. Alerts.Where(alert => alert.SuppressedBy is null)];
}

/// <summary>An alert with what people did about it.</summary>
/// <param name="Closing">How it was closed; null while it waits for somebody.</param>
/// <param name="Owner">The account that has it; empty for nobody.</param>
/// <param name="CaseId">The case that it went into; null for none.</param>
public sealed record AlertLine(Alert Alert, AlertClosing? Closing, string Owner, string? CaseId)
{
    /// <summary>It waits for somebody.</summary>
    public bool IsOpen => Closing is null && CaseId is null && Alert.SuppressedBy is null;

    /// <summary>In words: open, in a case, closed and how, silenced.</summary>
    public string Status =>
        CaseId is not null ? "in a case"
        : Closing is { } closing ? "closed: " + AlertWords.Of(closing.Closed.Outcome)
        : Alert.SuppressedBy is not null ? "silenced"
        : Owner.Length > 0 ? "taken"
        : "new";
}

/// <summary>All that the page of an alert shows.</summary>
/// <param name="Entries">What was done about it, oldest first.</param>
/// <param name="Others">Other alerts about the same subject that are still held.</param>
/// <param name="Past">How alerts about it were closed that are held no more.</param>
/// <param name="Names">What an account's holder is called.</param>
public sealed record AlertSheet(
    AlertLine Line,
    AlertsView View,
    IReadOnlyList<CaseEntry> Entries,
    IReadOnlyList<AlertLine> Others,
    IReadOnlyList<AlertClosing> Past,
    Func<string, string> Names,
    Core.Acts.Actor By,
    long NowUs
);
