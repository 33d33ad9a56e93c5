using System.Collections.Immutable;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Canvas;

/// <summary>
/// Draws a state: which node each account is in, and which line each transfer. A transfer between two drawn accounts is always shown; one
/// that leads out of the drawing where an expansion asked for it, to a crowd. Where there is no room, nodes that moved least become one of
/// their kind. Nothing is left out of sums by that.
/// </summary>
public sealed class CanvasDrawing
{
    private readonly CanvasGround _ground;
    private readonly CanvasState _state;
    private readonly Dictionary<int, List<CanvasSieve>> _expansions;
    private readonly Dictionary<int, string> _groupOf = [];
    private readonly Dictionary<(string From, string To, Currency Currency, bool IsChain), List<int>> _lines = [];
    private readonly Dictionary<string, SortedSet<int>> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int In, int Out)> _beyond = new(StringComparer.Ordinal);
    private int _walked;

    private CanvasDrawing(CanvasGround ground, CanvasState state)
    {
        (_ground, _state) = (ground, state);
        _expansions = state
            .Expansions.GroupBy(one => one.Account)
            .ToDictionary(one => one.Key, one => one.Select(expansion => expansion.Sieve).ToList());
        foreach (var (name, accounts) in state.Groups)
        {
            foreach (var account in accounts)
                _groupOf[account] = CanvasNames.Group(name);
        }
    }

    /// <summary>Null where too many transfers would have to be looked through.</summary>
    /// <param name="matches">Matched pairs by account, as <see cref="CanvasMatching"/> finds them; null for none.</param>
    public static CanvasPicture? Draw(CanvasGround ground, CanvasState state, CanvasMatching? matches = null)
    {
        var drawing = new CanvasDrawing(ground, state);
        foreach (var account in state.Drawn)
        {
            if (!drawing.Gather(account))
                return null;
        }
        return drawing.Fit(matches?.Of(state, drawing.PlaceOf) ?? []);
    }

    /// <summary>The node that an account is in, before any shortage of room.</summary>
    private string PlaceOf(int account) =>
        _groupOf.TryGetValue(account, out var group) ? group
        : _state.Level == CanvasLevel.Holder && _ground.HolderOf(account) is { } holder ? holder
        : _ground.NameOf(account);

    /// <summary>Takes in the transfers of one drawn account. One between two drawn is met from its sender alone.</summary>
    private bool Gather(int account)
    {
        var (table, sieve, place) = (_ground.Table, _state.Sieve, PlaceOf(account));
        var sent = _ground.Out(account, sieve);
        var received = _ground.In(account, sieve);
        if ((_walked += sent.Length + received.Length) > CanvasLimits.RowsWalkedMax)
            return false;
        Member(place, account);
        var (beyondIn, beyondOut) = _beyond.GetValueOrDefault(place);
        foreach (var row in sent)
        {
            if (!sieve.Passes(_ground, row, CanvasWay.Both))
                continue;
            var to = table.To[row];
            if (_state.Drawn.Contains(to))
                Line(place, PlaceOf(to), row);
            else if (IsAsked(account, row, CanvasWay.Out))
                Line(place, Crowd(CanvasWay.Out, place, to), row);
            else
                beyondOut++;
        }
        foreach (var row in received)
        {
            if (_state.Drawn.Contains(table.From[row]) || !sieve.Passes(_ground, row, CanvasWay.Both))
                continue;
            if (IsAsked(account, row, CanvasWay.In))
                Line(Crowd(CanvasWay.In, place, table.From[row]), place, row);
            else
                beyondIn++;
        }
        _beyond[place] = (beyondIn, beyondOut);
        return true;
    }

    private bool IsAsked(int account, int row, CanvasWay way) =>
        _expansions.TryGetValue(account, out var sieves) && sieves.Any(sieve => sieve.Passes(_ground, row, way));

    private string Crowd(CanvasWay way, string place, int member)
    {
        var crowd = CanvasNames.Crowd(way, place);
        Member(crowd, member);
        return crowd;
    }

    private void Member(string place, int account)
    {
        if (!_members.TryGetValue(place, out var members))
            _members[place] = members = [];
        members.Add(account);
    }

    private void Line(string from, string to, int row)
    {
        var key = (from, to, _ground.Table.CurrencyOf(row), _ground.Table.KindOf(row) == TransferKind.Chain);
        if (!_lines.TryGetValue(key, out var rows))
            _lines[key] = rows = [];
        rows.Add(row);
    }

    /// <summary>Keeps as many nodes as there is room for with their lines: those somebody has to do with first, then those that moved
    /// most.</summary>
    private CanvasPicture Fit(IReadOnlyList<CanvasMatch> matches)
    {
        var ranked = Ranked();
        var matched = matches.Take(CanvasLimits.MatchesMax).ToList();
        int low = 0,
            high = ranked.Count;
        var room = CanvasLimits.ElementsMax - matched.Count;
        if (Count(ranked, high) > room)
        {
            // More nodes never make fewer elements by more than the kinds of rest, so halving finds the most that fit.
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                if (Count(ranked, middle) <= room)
                    low = middle;
                else
                    high = middle - 1;
            }
        }
        var into = Merge(ranked, high);
        return Picture(into, ranked.Count - high, matched, matches.Count - matched.Count);
    }

    private List<string> Ranked()
    {
        var worth = new Dictionary<string, Int128>(StringComparer.Ordinal);
        foreach (var (key, rows) in _lines)
        {
            var sum = (Int128)0;
            foreach (var row in rows)
                sum += _ground.Worth(row);
            worth[key.From] = worth.GetValueOrDefault(key.From) + sum;
            worth[key.To] = worth.GetValueOrDefault(key.To) + sum;
        }
        bool IsHeld(string place) =>
            _state.Marks.ContainsKey(place) || CanvasNames.GroupOf(place) is not null || _members[place].Overlaps(_state.Seeds);
        return
        [
            .. _members
                .Keys.OrderByDescending(IsHeld)
                .ThenByDescending(place => worth.GetValueOrDefault(place))
                .ThenBy(place => place, StringComparer.Ordinal),
        ];
    }

    private Dictionary<string, string> Merge(List<string> ranked, int kept) =>
        ranked.Skip(kept).ToDictionary(place => place, place => CanvasNames.Rest(KindOf(_members[place])), StringComparer.Ordinal);

    private int Count(List<string> ranked, int kept)
    {
        var into = Merge(ranked, kept);
        string In(string place) => into.GetValueOrDefault(place, place);
        var lines = _lines
            .Keys.Select(key => (In(key.From), In(key.To), key.Currency, key.IsChain))
            .Where(key => key.Item1 != key.Item2)
            .Distinct()
            .Count();
        return kept + into.Values.Distinct(StringComparer.Ordinal).Count() + lines;
    }

    private AccountKind KindOf(IEnumerable<int> accounts)
    {
        var kinds = accounts.Select(_ground.Table.Accounts.Kind).Distinct().Take(2).ToList();
        return kinds is [var only] ? only : AccountKind.Unknown;
    }

    private CanvasPicture Picture(Dictionary<string, string> into, int merged, List<CanvasMatch> matches, int matchesLeft)
    {
        string In(string place) => into.GetValueOrDefault(place, place);
        var (inside, lines) = (new Dictionary<string, List<int>>(StringComparer.Ordinal), new List<CanvasFlow>());
        foreach (
            var together in _lines.GroupBy(line => (From: In(line.Key.From), To: In(line.Key.To), line.Key.Currency, line.Key.IsChain))
        )
        {
            var rows = _ground.Table.InTimeOrder(together.SelectMany(line => line.Value));
            var (from, to, currency, isChain) = together.Key;
            if (from == to)
                inside[from] = [.. inside.GetValueOrDefault(from, []), .. rows];
            else
                lines.Add(new CanvasFlow(from, to, isChain, Sum(currency, rows), rows, rows.Any(_state.Ways.Contains)));
        }
        lines =
        [
            .. lines
                .OrderBy(line => line.From, StringComparer.Ordinal)
                .ThenBy(line => line.To, StringComparer.Ordinal)
                .ThenBy(line => line.Sum.Currency)
                .ThenBy(line => line.IsChain),
        ];
        var nodes = Nodes(In, inside);
        matches = Matched(In, matches);
        var bundled = 0;
        if (_state.Level == CanvasLevel.Transfer)
            (lines, bundled) = Unbundled(lines, CanvasLimits.ElementsMax - nodes.Count - matches.Count);
        var all = _lines.Values.SelectMany(rows => rows);
        return new CanvasPicture(
            _state,
            nodes,
            lines,
            matches,
            all.Select(row => _ground.Table.TimeUs[row]).DefaultIfEmpty().Min(),
            all.Select(row => _ground.Table.TimeUs[row]).DefaultIfEmpty().Max(),
            merged,
            bundled,
            matchesLeft
        );
    }

    private List<CanvasNode> Nodes(Func<string, string> into, Dictionary<string, List<int>> inside) =>
        [
            .. _members
                .GroupBy(place => into(place.Key), StringComparer.Ordinal)
                .OrderBy(place => place.Key, StringComparer.Ordinal)
                .Select(place =>
                {
                    int[] accounts = [.. place.SelectMany(one => one.Value).Distinct().Order()];
                    var beyond = place.Select(one => _beyond.GetValueOrDefault(one.Key)).ToList();
                    var sums = inside.GetValueOrDefault(place.Key, []).GroupBy(_ground.Table.CurrencyOf).OrderBy(one => one.Key);
                    return new CanvasNode(
                        place.Key,
                        KindOfNode(place.Key, accounts),
                        KindOf(accounts),
                        accounts,
                        [.. sums.Select(one => Sum(one.Key, [.. one]))],
                        beyond.Sum(one => one.In),
                        beyond.Sum(one => one.Out),
                        _state.Marks.GetValueOrDefault(place.Key, CanvasMark.None)!
                    );
                }),
        ];

    private CanvasNodeKind KindOfNode(string place, int[] accounts) =>
        CanvasNames.IsRest(place) ? CanvasNodeKind.Rest
        : CanvasNames.CrowdOf(place) is not null ? CanvasNodeKind.Crowd
        : CanvasNames.GroupOf(place) is not null ? CanvasNodeKind.Group
        : _state.Level == CanvasLevel.Holder && place != _ground.NameOf(accounts[0]) ? CanvasNodeKind.Holder
        : CanvasNodeKind.Account;

    private static List<CanvasMatch> Matched(Func<string, string> into, List<CanvasMatch> matches) =>
        [
            .. matches
                .GroupBy(match => (Bank: into(match.Bank), Wallet: into(match.Wallet), match.IsSale))
                .Where(together => together.Key.Bank != together.Key.Wallet)
                .Select(together => CanvasMatching.Join(together.Key, [.. together])),
        ];

    private CanvasSum Sum(Currency currency, IReadOnlyList<int> rows)
    {
        var sum = (Int128)0;
        foreach (var row in rows)
            sum += _ground.Table.AmountMicro[row];
        return new CanvasSum(currency, rows.Count, sum);
    }

    /// <summary>Every transfer is a line of its own, the shortest bundles first, as far as there is room.</summary>
    private (List<CanvasFlow> Lines, int Bundled) Unbundled(List<CanvasFlow> lines, int room)
    {
        var (apart, bundled) = (new List<CanvasFlow>(), 0);
        var left = room - lines.Count;
        var opened = new HashSet<CanvasFlow>(ReferenceEqualityComparer.Instance);
        foreach (var line in lines.OrderBy(line => line.Rows.Count))
        {
            if (line.Rows.Count - 1 <= left)
            {
                left -= line.Rows.Count - 1;
                opened.Add(line);
            }
        }
        foreach (var line in lines)
        {
            if (opened.Contains(line))
            {
                apart.AddRange(
                    line.Rows.Select(row =>
                        line with
                        {
                            Rows = [row],
                            Sum = Sum(line.Sum.Currency, [row]),
                            IsWay = _state.Ways.Contains(row),
                        }
                    )
                );
            }
            else
            {
                apart.Add(line);
                bundled += line.Rows.Count;
            }
        }
        return (apart, bundled);
    }
}
