using System.Collections.Immutable;

namespace Sunqar.Core.Canvas;

/// <summary>The rows of an account that pass two sieves: the canvas's own and an expansion's.</summary>
internal readonly struct CanvasRows(CanvasGround ground, CanvasSieve canvas, CanvasSieve expansion)
{
    /// <summary>Each with who is at its other end.</summary>
    /// <param name="walked">Counts the rows looked at.</param>
    public List<(int Row, int Other)> Of(int account, ref int walked)
    {
        var (passed, table) = (new List<(int, int)>(), ground.Table);
        var sent = ground.Out(account, canvas);
        var received = ground.In(account, canvas);
        walked += sent.Length + received.Length;
        if (walked > CanvasLimits.RowsWalkedMax)
            return passed;
        foreach (var row in sent)
        {
            if (canvas.Passes(ground, row, CanvasWay.Both) && expansion.Passes(ground, row, CanvasWay.Out))
                passed.Add((row, table.To[row]));
        }
        foreach (var row in received)
        {
            if (canvas.Passes(ground, row, CanvasWay.Both) && expansion.Passes(ground, row, CanvasWay.In))
                passed.Add((row, table.From[row]));
        }
        return passed;
    }

    /// <summary>Who is in the crowd of some accounts: whom their expansions reach and nobody drew.</summary>
    public static SortedSet<int> Crowd(
        CanvasGround ground,
        CanvasState state,
        ImmutableSortedSet<int> accounts,
        CanvasWay way,
        ref int walked
    )
    {
        var members = new SortedSet<int>();
        foreach (var expansion in state.Expansions.Where(one => accounts.Contains(one.Account)))
        {
            foreach (var (row, other) in new CanvasRows(ground, state.Sieve, expansion.Sieve).Of(expansion.Account, ref walked))
            {
                var isOut = ground.Table.From[row] == expansion.Account;
                if (isOut == (way == CanvasWay.Out) && !state.Drawn.Contains(other))
                    members.Add(other);
            }
        }
        return members;
    }
}
