using Sunqar.Core.Payments;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>Limits of <see cref="Conservation"/>, section <c>conservation</c> of rulebooks/mining.limits.</summary>
[Limits("conservation")]
internal sealed record ConservationLimits(int MiddleTimesMax, int WholeTimesMax);

/// <summary>
/// Bounds within which value is handed on where a shape claims that it is. Page: docs/patterns/conservation.md. Amounts are compared within
/// one currency only; those of which none is stated are of one unknown currency.
/// </summary>
internal static class Conservation
{
    internal static readonly ConservationLimits Limits = MiningTuning.Shipped.Of<ConservationLimits>();

    /// <summary>What one step brings against what the next takes on.</summary>
    public static Flow Step(MiningGround ground, int rowIn, int rowOut) => Of(ground, [rowIn], [rowOut]);

    public static Flow Of(MiningGround ground, IEnumerable<int> rowsIn, IEnumerable<int> rowsOut)
    {
        var flow = new Flow(ground);
        flow.Add(rowsIn, rowsOut);
        return flow;
    }

    /// <summary>The largest step of a cycle against its smallest; null where it is not conserved.</summary>
    /// <param name="rows">Along the flow.</param>
    public static Flow? OfCycle(MiningGround ground, IReadOnlyList<int> rows)
    {
        var amounts = ground.Table.AmountMicro;
        int least = rows[0],
            most = rows[0];
        var whole = Of(ground, rows, []);
        for (var i = 0; i < rows.Count; i++)
        {
            if (!Step(ground, rows[i], rows[(i + 1) % rows.Count]).IsWithin(Limits.MiddleTimesMax))
                return null;
            least = amounts[rows[i]] < amounts[least] ? rows[i] : least;
            most = amounts[rows[i]] > amounts[most] ? rows[i] : most;
        }
        if (!whole.IsKnown)
            return whole;
        var spread = Step(ground, most, least);
        return spread.IsWithin(Limits.MiddleTimesMax) ? spread : null;
    }
}

/// <summary>What came in and what was handed on, millionths of a unit of one currency.</summary>
internal struct Flow(MiningGround ground)
{
    private Int128 _brought,
        _taken;
    private Currency? _currency;
    private bool _isMixed;

    /// <summary>Whether both are of one currency.</summary>
    public readonly bool IsKnown => !_isMixed;

    public void Add(IEnumerable<int> rowsIn, IEnumerable<int> rowsOut)
    {
        foreach (var row in rowsIn)
        {
            _brought += Counted(row);
        }
        foreach (var row in rowsOut)
        {
            _taken += Counted(row);
        }
    }

    /// <summary>Whether neither is more than so many times the other; nothing is held against what cannot be compared.</summary>
    public readonly bool IsWithin(int times) => !IsKnown || Int128.Min(_brought, _taken) * times >= Int128.Max(_brought, _taken);

    /// <summary>The smaller over the larger, as evidence shows it.</summary>
    public readonly string Text =>
        !IsKnown ? "not comparable: several currencies"
        : _brought == _taken ? "1"
        : Sightings.Text((double)Int128.Min(_brought, _taken) / (double)Int128.Max(_brought, _taken));

    private Int128 Counted(int row)
    {
        var stated = ground.Table.CurrencyOf(row);
        _isMixed |= _currency is { } other && other != stated;
        _currency = stated;
        return ground.Table.AmountMicro[row];
    }
}
