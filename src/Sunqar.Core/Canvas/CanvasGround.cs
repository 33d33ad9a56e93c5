using Sunqar.Core.Cases;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Canvas;

/// <summary>
/// What canvases of one case are drawn on: the transfers, and the names that hold in that case. Not for several threads, and not while the
/// transfers grow.
/// </summary>
/// <param name="graph">All transfers that are known.</param>
/// <param name="untilUs">Later transfers are not there, microseconds since 1970-01-01T00:00:00Z: a picture is of a moment.</param>
/// <param name="nameOf">A subject's name in the case: no two are alike.</param>
/// <param name="worthOf">What so many millionths of a currency were worth at a moment, in millionths of a tenge; 0 where no rate
/// tells.</param>
public sealed class CanvasGround(
    TransferGraph graph,
    long untilUs,
    Func<SubjectId, string> nameOf,
    Func<Int128, Currency, long, Int128> worthOf
)
{
    private readonly Dictionary<int, string> _names = [];

    /// <summary>What a subject's name begins with here, so that no wallet or terminal can have it.</summary>
    public const char SubjectMark = '~';

    public TransferGraph Graph => graph;

    public TransferTable Table { get; } = graph.Table;

    public long UntilUs => untilUs;

    /// <summary>An account's name: a subject's is the case's own, anything else goes by its id.</summary>
    public string NameOf(int account)
    {
        if (!_names.TryGetValue(account, out var name))
        {
            var text = Table.Accounts.AsItCame(account);
            _names[account] = name =
                CaseText.IsSubject(text) ? NameOf(Subject(text))
                : CanvasNames.IsReserved(text) ? "id:" + text
                : text;
        }
        return name;
    }

    public string NameOf(SubjectId subject) => SubjectMark + nameOf(subject);

    /// <summary>Who holds an account, by name; null where that is not known.</summary>
    public string? HolderOf(int account) => Table.Accounts.Holder(account) is { IsNone: false } holder ? NameOf(holder) : null;

    /// <summary>What a transfer was worth then, in millionths of a tenge; 0 where no rate tells.</summary>
    public Int128 Worth(int row) => worthOf(Table.AmountMicro[row], Table.CurrencyOf(row), Table.TimeUs[row]);

    internal ReadOnlySpan<int> Out(int account, CanvasSieve sieve) => graph.Out(account, sieve.FromUs, Until(sieve));

    internal ReadOnlySpan<int> In(int account, CanvasSieve sieve) => graph.In(account, sieve.FromUs, Until(sieve));

    private long Until(CanvasSieve sieve) => sieve.ToUs == 0 ? untilUs : Math.Min(sieve.ToUs, untilUs);

    private static SubjectId Subject(string text) =>
        new(ulong.Parse(text, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture));
}
