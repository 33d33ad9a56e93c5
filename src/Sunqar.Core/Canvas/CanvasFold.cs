using System.Collections.Immutable;
using Sunqar.Core.Cases;

namespace Sunqar.Core.Canvas;

/// <summary>
/// A canvas is a fold over its steps: undoing one is folding without it, so that nothing but the steps need be kept. The same steps over
/// the same transfers give the same state. A name that no step before has drawn is refused, so nobody reaches an account but from the
/// case's own.
/// </summary>
/// <param name="seeds">Accounts that the case may begin with, by name.</param>
public sealed class CanvasFold(CanvasGround ground, IReadOnlyDictionary<string, int> seeds)
{
    private readonly Dictionary<string, int> _met = new(StringComparer.Ordinal);
    private int _walked;

    public CanvasOutcome Fold(IReadOnlyList<CanvasStep> steps)
    {
        if (steps.Count > CanvasLimits.StepsMax)
            return new CanvasOutcome.Refused(CanvasLimits.StepsMax, $"A canvas has at most {CanvasLimits.StepsMax} steps.");
        var state = CanvasState.Empty;
        for (var at = 0; at < steps.Count; at++)
        {
            var (next, fault) = Take(state, steps[at]);
            if (fault is null && next!.Drawn.Count > CanvasLimits.AccountsMax)
                fault = $"A canvas holds at most {CanvasLimits.AccountsMax} accounts: draw fewer, or narrow the filter.";
            if (fault is null && _walked > CanvasLimits.RowsWalkedMax)
                fault = "So many transfers are not looked through for a picture: narrow the filter by time.";
            if (fault is not null)
                return new CanvasOutcome.Refused(at, fault);
            state = next!;
        }
        return new CanvasOutcome.Folded(state);
    }

    private (CanvasState?, string?) Take(CanvasState state, CanvasStep step)
    {
        if (step.Nodes.Count > CanvasLimits.NodesOfStepMax || step.Places.Count > CanvasLimits.NodesOfStepMax)
            return Unfit($"A step names at most {CanvasLimits.NodesOfStepMax} nodes.");
        return step.Act switch
        {
            CanvasAct.Seed => Seed(state, step),
            CanvasAct.Draw => Draw(state, step),
            CanvasAct.Ungroup => state.Groups.ContainsKey(step.Text)
                ? (state with { Groups = state.Groups.Remove(step.Text) }, null)
                : Unfit("There is no such group."),
            CanvasAct.Level => step.Number is >= 0 and <= (int)CanvasLevel.Holder
                ? (state with { Level = (CanvasLevel)step.Number }, null)
                : Unfit("There is no such level."),
            CanvasAct.Sift => (state with { Sieve = step.Sieve }, null),
            CanvasAct.Pin or CanvasAct.Free or CanvasAct.Colour or CanvasAct.Note => Mark(state, step),
            _ => WithAccounts(state, step),
        };
    }

    private (CanvasState?, string?) WithAccounts(CanvasState state, CanvasStep step)
    {
        var named = new List<ImmutableSortedSet<int>>();
        foreach (var node in step.Nodes)
        {
            var accounts = Accounts(state, node);
            if (accounts.IsEmpty)
                return Unfit("That is not on the canvas.");
            named.Add(accounts);
        }
        if (named.Count == 0)
            return Unfit("A step like this names a node.");
        ImmutableSortedSet<int> all = [.. named.SelectMany(one => one)];
        switch (step.Act)
        {
            case CanvasAct.Expand:
                return step.Number is >= 0 and <= CanvasLimits.ExpandMax
                    ? (all.Aggregate(state, (now, account) => Expand(now, account, step)), null)
                    : Unfit($"An expansion draws at most {CanvasLimits.ExpandMax}.");
            case CanvasAct.Collapse:
                return (all.Aggregate(state, Collapse), null);
            case CanvasAct.Remove:
                return all.Count < state.Drawn.Count ? (Without(state, all), null) : Unfit("Something has to stay on the canvas.");
            case CanvasAct.Group:
                if (CaseText.Fault(step.Text, CanvasLimits.TextMax) is { } fault)
                    return Unfit(fault);
                var groups = state.Groups.ToImmutableSortedDictionary(
                    group => group.Key,
                    group => group.Key == step.Text ? group.Value : group.Value.Except(all),
                    StringComparer.Ordinal
                );
                groups = groups.SetItem(step.Text, groups.GetValueOrDefault(step.Text, []).Union(all));
                return (state with { Groups = groups.RemoveRange(groups.Where(g => g.Value.IsEmpty).Select(g => g.Key)) }, null);
            case CanvasAct.Path:
                return Path(state, step, named);
            default:
                return Unfit("There is no such step.");
        }
    }

    private (CanvasState?, string?) Seed(CanvasState state, CanvasStep step)
    {
        var accounts = new List<int>();
        foreach (var name in step.Nodes)
        {
            if (!seeds.TryGetValue(name, out var account))
                return Unfit("The case does not name that.");
            accounts.Add(account);
        }
        return (Meet(state, accounts) with { Seeds = state.Seeds.Union(accounts) }, null);
    }

    private CanvasState Meet(CanvasState state, IEnumerable<int> accounts)
    {
        var drawn = state.Drawn.ToBuilder();
        foreach (var account in accounts)
        {
            drawn.Add(account);
            _met[ground.NameOf(account)] = account;
        }
        return state with { Drawn = drawn.ToImmutable() };
    }

    /// <summary>The accounts behind a node's name: an account, a group, or a person; none where it is not drawn.</summary>
    private ImmutableSortedSet<int> Accounts(CanvasState state, string node)
    {
        if (_met.TryGetValue(node, out var account) && state.Drawn.Contains(account))
            return [account];
        if (CanvasNames.GroupOf(node) is { } group && state.Groups.TryGetValue(group, out var members))
            return members.Intersect(state.Drawn);
        return node.StartsWith(CanvasGround.SubjectMark) ? [.. state.Drawn.Where(one => ground.HolderOf(one) == node)] : [];
    }

    private CanvasState Expand(CanvasState state, int account, CanvasStep step)
    {
        var moved = new Dictionary<int, (Int128 Worth, int Transfers)>();
        foreach (var (row, other) in new CanvasRows(ground, state.Sieve, step.Sieve).Of(account, ref _walked))
        {
            if (state.Drawn.Contains(other))
                continue;
            var before = moved.GetValueOrDefault(other);
            moved[other] = (before.Worth + ground.Worth(row), before.Transfers + 1);
        }
        var most = moved
            .OrderByDescending(one => one.Value.Worth)
            .ThenByDescending(one => one.Value.Transfers)
            .ThenBy(one => ground.Table.Accounts.AsItCame(one.Key), StringComparer.Ordinal)
            .Take(step.Number)
            .Select(one => one.Key);
        return Meet(state, most) with { Expansions = state.Expansions.Add(new CanvasExpansion(account, step.Sieve)) };
    }

    private CanvasState Collapse(CanvasState state, int account)
    {
        var leaves = new SortedSet<int>();
        foreach (var (_, other) in new CanvasRows(ground, CanvasSieve.All, CanvasSieve.All).Of(account, ref _walked))
        {
            if (state.Drawn.Contains(other) && !state.Seeds.Contains(other) && !leaves.Contains(other) && HangsOn(state, other, account))
                leaves.Add(other);
        }
        return Without(state with { Expansions = state.Expansions.RemoveAll(one => one.Account == account) }, [.. leaves]);
    }

    /// <summary>Whether nothing drawn deals with it but one account.</summary>
    private bool HangsOn(CanvasState state, int account, int only)
    {
        foreach (var (_, other) in new CanvasRows(ground, CanvasSieve.All, CanvasSieve.All).Of(account, ref _walked))
        {
            if (other != only && state.Drawn.Contains(other))
                return false;
        }
        return true;
    }

    private static CanvasState Without(CanvasState state, ImmutableSortedSet<int> accounts)
    {
        var groups = state.Groups.ToImmutableSortedDictionary(g => g.Key, g => g.Value.Except(accounts), StringComparer.Ordinal);
        return state with
        {
            Drawn = state.Drawn.Except(accounts),
            Seeds = state.Seeds.Except(accounts),
            Expansions = state.Expansions.RemoveAll(one => accounts.Contains(one.Account)),
            Groups = groups.RemoveRange(groups.Where(g => g.Value.IsEmpty).Select(g => g.Key)),
        };
    }

    private (CanvasState?, string?) Draw(CanvasState state, CanvasStep step)
    {
        if (CanvasNames.CrowdOf(step.Text) is not var (way, node) || Accounts(state, node) is not { IsEmpty: false } accounts)
            return Unfit("There is no such crowd.");
        var wanted = step.Nodes.ToHashSet(StringComparer.Ordinal);
        var found = new SortedSet<int>();
        foreach (var member in CanvasRows.Crowd(ground, state, accounts, way, ref _walked))
        {
            if (wanted.Remove(ground.NameOf(member)))
                found.Add(member);
        }
        return wanted.Count > 0 ? Unfit("The crowd has no such member.") : (Meet(state, found), null);
    }

    private (CanvasState?, string?) Path(CanvasState state, CanvasStep step, List<ImmutableSortedSet<int>> ends)
    {
        if (ends is not [var from, var to] || step.Number is < 1 or > CanvasLimits.HopsMax || from.Overlaps(to))
            return Unfit($"A way leads from one node to another over at most {CanvasLimits.HopsMax} transfers.");
        var ways = new CanvasWays(ground, state.Sieve).Find(from, to, step.Number, ref _walked);
        if (ways.Count == 0)
            return Unfit($"No way of at most {step.Number} transfers leads there, each after the one before.");
        var rows = ways.SelectMany(way => way).ToList();
        var accounts = rows.SelectMany(row => new[] { ground.Table.From[row], ground.Table.To[row] });
        return (Meet(state, accounts) with { Ways = state.Ways.Union(rows) }, null);
    }

    private (CanvasState?, string?) Mark(CanvasState state, CanvasStep step)
    {
        var names = step.Act == CanvasAct.Pin ? step.Places.Select(place => place.Node) : step.Nodes;
        if (names.FirstOrDefault(name => !IsNamed(state, name)) is not null)
            return Unfit("That is not on the canvas.");
        if (step.Act == CanvasAct.Colour && step.Number is < 0 or > CanvasLimits.ColoursMax)
            return Unfit("There is no such colour.");
        if (step.Act == CanvasAct.Note && step.Text.Length > 0 && CaseText.Fault(step.Text, CanvasLimits.TextMax) is { } fault)
            return Unfit(fault);
        if (step.Places.Any(place => Math.Abs((long)place.X) > CanvasLimits.PlaceMax || Math.Abs((long)place.Y) > CanvasLimits.PlaceMax))
            return Unfit("That is too far away.");
        var marks = state.Marks.ToBuilder();
        CanvasMark Of(string name) => marks.GetValueOrDefault(name, CanvasMark.None)!;
        foreach (var place in step.Act == CanvasAct.Pin ? step.Places : [])
            marks[place.Node] = Of(place.Node) with { IsPinned = true, X = place.X, Y = place.Y };
        foreach (var name in step.Act == CanvasAct.Pin ? [] : step.Nodes)
        {
            marks[name] = step.Act switch
            {
                CanvasAct.Free => Of(name) with { IsPinned = false, X = 0, Y = 0 },
                CanvasAct.Colour => Of(name) with { Colour = step.Number },
                _ => Of(name) with { Note = step.Text },
            };
            if (marks[name] == CanvasMark.None)
                marks.Remove(name);
        }
        return (state with { Marks = marks.ToImmutable() }, null);
    }

    private bool IsNamed(CanvasState state, string name) =>
        CanvasNames.IsRest(name) || !Accounts(state, CanvasNames.CrowdOf(name) is var (_, node) ? node : name).IsEmpty;

    private static (CanvasState?, string?) Unfit(string reason) => (null, reason);
}
