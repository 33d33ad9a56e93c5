using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>Limits of <see cref="BriefCycles"/>, section <c>brief_cycle</c> of rulebooks/mining.limits.</summary>
[Limits("brief_cycle")]
internal sealed record BriefCycleLimits(int LengthMax, int LongFrom, double EvenMin, double EvenBothWaysMin, int StepsMax);

/// <summary>Cycles of <see cref="BriefMeetings"/> in the order of time, over two accounts and more, pairs that meet again among them. Page:
/// docs/patterns/cycle.md.</summary>
internal sealed class BriefCycles(MiningGround ground, BriefMeetings meetings)
{
    private static readonly BriefCycleLimits Limits = MiningTuning.Shipped.Of<BriefCycleLimits>();

    private readonly List<(int[] Rows, double Even)> _candidates = [];
    private readonly int[] _path = new int[Limits.LengthMax];
    private int _steps;

    /// <summary>Cycles that share no row, the strongest first.</summary>
    public IEnumerable<int[]> Mine()
    {
        foreach (var row in ground.Table.InTimeOrder(meetings.All))
        {
            _path[0] = row;
            _steps = 0;
            if (meetings.In(ground.Table.From[row]).Count > 0)
                Extend(1);
        }
        var taken = new HashSet<int>();
        foreach (
            var (rows, _) in _candidates
                .OrderByDescending(c => c.Rows.Length >= Limits.LongFrom ? c.Rows.Length : 0)
                .ThenByDescending(c => c.Even)
                .ThenBy(c => c.Rows, ground.Table.RunOrder)
        )
        {
            if (rows.Any(taken.Contains))
                continue;
            taken.UnionWith(rows);
            yield return rows;
        }
    }

    private void Extend(int length)
    {
        var table = ground.Table;
        int last = _path[length - 1],
            home = table.From[_path[0]];
        if (meetings.IsPublic(table.To[last]))
            return;
        foreach (var row in meetings.Out(table.To[last]))
        {
            if (table.TimeUs[row] <= table.TimeUs[last])
                continue;
            if (table.TimeUs[row] - table.TimeUs[_path[0]] > BriefShapes.SpanUs(ground) || ++_steps > Limits.StepsMax)
                return;
            _path[length] = row;
            if (table.To[row] == home)
                Take(length + 1);
            else if (length + 1 < Limits.LengthMax && !Met(table.To[row], length))
                Extend(length + 1);
        }
    }

    private bool Met(int account, int length)
    {
        for (var i = 0; i < length; i++)
        {
            if (ground.Table.To[_path[i]] == account)
                return true;
        }
        return false;
    }

    private void Take(int length)
    {
        int[] rows = [.. _path.AsSpan(0, length)];
        var even = Even(rows);
        if (
            (length >= Limits.LongFrom || even >= (length == 2 ? Limits.EvenBothWaysMin : Limits.EvenMin))
            && Conservation.OfCycle(ground, rows) is not null
        )
        {
            _candidates.Add((rows, even));
        }
    }

    /// <summary>The most uneven step's smaller amount over its larger; just enough where currencies differ and more than two pay, as
    /// nothing is known.</summary>
    private double Even(int[] rows)
    {
        var table = ground.Table;
        if (rows.Any(row => table.CurrencyOf(row) != table.CurrencyOf(rows[0])))
            return rows.Length > 2 ? Limits.EvenMin : 0;
        return rows.Zip(
                rows.Skip(1),
                (a, b) =>
                    (double)Math.Min(table.AmountMicro[a], table.AmountMicro[b])
                    / Math.Max(1, Math.Max(table.AmountMicro[a], table.AmountMicro[b]))
            )
            .Min();
    }
}
