using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.Times;

namespace Sunqar.Core.Queue;

/// <summary>Who was given what, and when.</summary>
/// <param name="By">The account that gave it.</param>
/// <param name="AtUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record WorkOwner(string Officer, string By, long AtUs);

/// <summary>Something that somebody did.</summary>
/// <param name="AtUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Command">By the command's name.</param>
/// <param name="Answer">The id of what was made or changed, as the act says.</param>
public sealed record DayEntry(long AtUs, string Command, string? CaseId, string Answer);

/// <summary>Who answers for work that no room of its own gives to anybody, and what each person did today, as a fold over acts.</summary>
public sealed class QueueBook : IActFold
{
    /// <summary>Acts of one person and day that are listed; those beyond are counted.</summary>
    public const int DayEntriesMax = 200;

    private readonly Dictionary<(WorkKind Kind, string Id), WorkOwner> _owners = [];
    private readonly Dictionary<string, Day> _days = new(StringComparer.Ordinal);

    /// <summary>What one account did on the last local day on which it did something.</summary>
    private sealed class Day
    {
        public DateOnly Date { get; set; }

        public string LastKey { get; set; } = "";

        public int Count { get; set; }

        public List<DayEntry> Entries { get; } = [];
    }

    /// <summary>Null where nobody answers for it.</summary>
    public WorkOwner? OwnerOf(WorkKind kind, string itemId) => _owners.GetValueOrDefault((kind, itemId));

    /// <summary>What an account did on the local day of a moment, oldest first, and how many acts that were.</summary>
    public (IReadOnlyList<DayEntry> Entries, int Count) Today(string account, long nowUs) =>
        _days.TryGetValue(account, out var day) && day.Date == LocalTime.Kazakhstan.Day(nowUs) ? ([.. day.Entries], day.Count) : ([], 0);

    public void Apply(Act act, Fact what)
    {
        if (what is WorkGiven given)
        {
            if (given.Officer.Length == 0)
                _owners.Remove((given.Kind, given.ItemId));
            else
                _owners[(given.Kind, given.ItemId)] = new WorkOwner(given.Officer, act.Author, act.AtUs);
        }
        if (act.Refusal is null && IsWork(act))
            Note(act);
    }

    /// <summary>Coming, going and opening pages is no work; what institutions and the house do is nobody's day.</summary>
    private static bool IsWork(Act act) =>
        act.Role is not (Role.Nobody or Role.System or Role.Bank or Role.Platform or Role.Citizen)
        && !act.Command.StartsWith("people.sign-", StringComparison.Ordinal)
        && act.Command != "access.look";

    private void Note(Act act)
    {
        if (!_days.TryGetValue(act.Author, out var day))
            _days[act.Author] = day = new Day();
        var date = LocalTime.Kazakhstan.Day(act.AtUs);
        if (day.Date != date)
        {
            (day.Date, day.LastKey, day.Count) = (date, "", 0);
            day.Entries.Clear();
        }
        // An act comes once for each of its facts.
        if (day.LastKey == act.Key)
            return;
        day.LastKey = act.Key;
        day.Count++;
        if (day.Entries.Count == DayEntriesMax)
            day.Entries.RemoveAt(0);
        day.Entries.Add(new DayEntry(act.AtUs, act.Command, act.CaseId, act.Answer));
    }
}
