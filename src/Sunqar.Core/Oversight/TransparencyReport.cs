using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.Times;

namespace Sunqar.Core.Oversight;

/// <summary>What the yearly report counts, as a fold: looks by legal basis and unit, requests and answers by kind and unit. A local year is
/// over when it is; nothing changes it afterwards.</summary>
public sealed class ReportBook : IActFold
{
    /// <summary>The tables of a report. Each is made fit to be published by itself; no number of one is a sum of another's.</summary>
    public static readonly string[] Tables = ["looks", "requests", "answers"];

    private readonly Dictionary<(int Year, string Table), SortedDictionary<(string Row, string Unit), long>> _counts = [];
    private readonly SortedDictionary<int, ReportPublished> _published = [];

    /// <summary>Reports as they were published, by year.</summary>
    public IReadOnlyDictionary<int, ReportPublished> Published => _published;

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case Looked { Fields: not LookFields.None } looked:
                Count(act, "looks", act.Basis, looked.Subjects.Count);
                break;
            case GrantRequested request:
                Count(act, "requests", request.IsUrgent ? "urgent" : "ordinary", 1);
                break;
            case GrantApproved:
                Count(act, "answers", "allowed", 1);
                break;
            case GrantDeclined when act.Role == Role.Head && act.Command == AnswerGrant.CommandName:
                Count(act, "answers", "declined", 1);
                break;
            case GrantReviewed review:
                Count(act, "answers", review.IsJustified ? "reviewed" : "found unjustified", 1);
                break;
            case ReportPublished published:
                _published.TryAdd(published.Year, published);
                break;
        }
    }

    private void Count(Act act, string table, string row, long count)
    {
        var place = (LocalTime.Kazakhstan.Year(act.AtUs), table);
        if (!_counts.TryGetValue(place, out var counts))
            _counts[place] = counts = [];
        counts[(row, act.Unit)] = counts.GetValueOrDefault((row, act.Unit)) + count;
    }

    /// <summary>A year's tables as they may be published.</summary>
    internal IEnumerable<ReportCell> Cells(int year)
    {
        foreach (var table in Tables)
        {
            var counts = _counts.GetValueOrDefault((year, table)) ?? [];
            string[] rows = [.. counts.Keys.Select(key => key.Row).Distinct().Order(StringComparer.Ordinal)];
            string[] units = [.. counts.Keys.Select(key => key.Unit).Distinct().Order(StringComparer.Ordinal)];
            var numbers = new long[rows.Length, units.Length];
            foreach (var ((row, unit), count) in counts)
                numbers[Array.IndexOf(rows, row), Array.IndexOf(units, unit)] = count;
            var published = SmallNumbers.Publish(numbers);
            for (var i = 0; i <= rows.Length; i++)
            {
                for (var j = 0; j <= units.Length; j++)
                {
                    yield return new ReportCell(
                        $"{table}/{(i == rows.Length ? "all" : rows[i])}",
                        j == units.Length ? "all" : units[j],
                        published[i, j]
                    );
                }
            }
        }
    }
}

/// <summary>The overseer publishes the report of a year that is over: once, and it stands. So nobody learns anything from how two reports
/// about one year differ.</summary>
public sealed record PublishReport(string Key, int Year) : Command(Key, null, "")
{
    public override string Name => "oversight.publish";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role != Role.Overseer)
            return Refused(RefusalKind.Forbidden, "The overseer alone publishes it.");
        if (Year < 2020 || Year >= LocalTime.Kazakhstan.Year(nowUs))
            return Refused(RefusalKind.Conflict, "A year's report is published when the year is over.", "year");
        var book = state.Of<ReportBook>();
        return book.Published.ContainsKey(Year)
            ? Refused(RefusalKind.Conflict, "This year's report has been published, and stands.", "year")
            : Done($"report {Year}", new ReportPublished(Year, [.. book.Cells(Year)]));
    }
}
