using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Cases;

/// <summary>What came of an alert. Kept in facts: never renumber.</summary>
public enum AlertOutcome : byte
{
    /// <summary>It is open; of a fact: it was opened again.</summary>
    None = 0,

    /// <summary>What was seen has an innocent explanation, which the note names.</summary>
    Innocent = 1,

    /// <summary>The rule met what it looks for, and it is worth nobody's time.</summary>
    Trivial = 2,

    /// <summary>The data it rests on is wrong.</summary>
    WrongData = 3,

    /// <summary>The same was looked into already.</summary>
    Known = 4,

    /// <summary>It went on to somebody outside: a bank was told, a report was filed.</summary>
    PassedOn = 5,
}

/// <summary>Somebody closed an alert, or opened it again (<see cref="AlertOutcome.None"/>).</summary>
/// <param name="Subject">Whom it is about, so that the subject's later alerts can say what came of this one.</param>
/// <param name="InputHash">The alert's at that moment: payments that come later open it again.</param>
public sealed record AlertClosed(string AlertId, SubjectId Subject, string Rule, AlertOutcome Outcome, string Note, string InputHash)
    : Fact;

/// <summary>Somebody wrote something down about an alert; pseudonyms only.</summary>
public sealed record AlertNoted(string AlertId, string Text) : Fact;

/// <summary>How an alert was closed.</summary>
/// <param name="By">The account.</param>
/// <param name="AtUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record AlertClosing(AlertClosed Closed, string By, long AtUs);

/// <summary>What people did about alerts, as a fold over acts. The alerts themselves are another fold's
/// (<see cref="AlertFold"/>).</summary>
public sealed class AlertLife : IActFold
{
    /// <summary>Entries of one alert that are kept; older ones are in the log.</summary>
    public const int EntriesMax = 100;

    private readonly Dictionary<string, AlertClosing> _closed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<CaseEntry>> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<SubjectId, List<AlertClosing>> _ofSubject = [];

    /// <summary>How an alert was closed last, while it has not been opened again; null where nobody closed it.</summary>
    public AlertClosing? ClosingOf(string alertId) => _closed.GetValueOrDefault(alertId);

    /// <summary>Whether an alert waits for nobody: it was closed, and nothing came to it since.</summary>
    public bool IsClosed(Alert alert) => ClosingOf(alert.Id)?.Closed.InputHash == alert.InputHash;

    /// <summary>What was done about an alert, oldest first.</summary>
    public IReadOnlyList<CaseEntry> EntriesOf(string alertId) => _entries.GetValueOrDefault(alertId) ?? [];

    /// <summary>How a subject's alerts were closed, oldest first.</summary>
    public IReadOnlyList<AlertClosing> Closings(SubjectId subject) => _ofSubject.GetValueOrDefault(subject) ?? [];

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case AlertClosed { Outcome: AlertOutcome.None } opened:
                _closed.Remove(opened.AlertId);
                Note(opened.AlertId, act, $"Opened again: {opened.Note}");
                break;
            case AlertClosed closed:
                var closing = new AlertClosing(closed, act.Author, act.AtUs);
                _closed[closed.AlertId] = closing;
                if (!_ofSubject.TryGetValue(closed.Subject, out var all))
                    _ofSubject[closed.Subject] = all = [];
                all.Add(closing);
                Note(closed.AlertId, act, $"Closed, {AlertWords.Of(closed.Outcome)}: {closed.Note}");
                break;
            case AlertNoted noted:
                Note(noted.AlertId, act, noted.Text);
                break;
        }
    }

    private void Note(string alertId, Act act, string text)
    {
        if (!_entries.TryGetValue(alertId, out var entries))
            _entries[alertId] = entries = [];
        if (entries.Count == EntriesMax)
            entries.RemoveAt(0);
        entries.Add(new CaseEntry(act.AtUs, act.Author, text));
    }
}

/// <summary>The words in which the ends of alerts are told.</summary>
public static class AlertWords
{
    public static string Of(AlertOutcome outcome) =>
        outcome switch
        {
            AlertOutcome.Innocent => "innocent explanation",
            AlertOutcome.Trivial => "true, and worth nobody's time",
            AlertOutcome.WrongData => "the data is wrong",
            AlertOutcome.Known => "looked into before",
            AlertOutcome.PassedOn => "passed on outside",
            _ => "open",
        };
}
