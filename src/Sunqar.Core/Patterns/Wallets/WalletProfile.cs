using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Wallets;

/// <summary>What can be observed of one wallet. Amounts are millionths of a token; times microseconds.</summary>
public readonly record struct WalletProfile
{
    public required int Wallet { get; init; }
    public required int In { get; init; }
    public required int Out { get; init; }
    public required int Senders { get; init; }
    public required int Receivers { get; init; }
    public required Int128 InMicro { get; init; }
    public required Int128 OutMicro { get; init; }

    /// <summary>Share 0..1 of the inflow that comes from known services.</summary>
    public required double InFromServices { get; init; }
    public required double OutToServices { get; init; }

    /// <summary>Share 0..1 of the outflow that goes to the one receiver (all wallets of one service count as one) that takes
    /// most.</summary>
    public required double OutToTop { get; init; }

    /// <summary>The service that takes most of the outflow, or -1 where the one that takes most is no known service.</summary>
    public required int TopService { get; init; }

    /// <summary>The wallet that takes most of the outflow, or -1.</summary>
    public required int TopReceiver { get; init; }

    /// <summary>Whether that wallet also paid this one.</summary>
    public required bool TopPaysBack { get; init; }

    /// <summary>Share 0..1 of the transfers that are whole multiples of 100 tokens.</summary>
    public required double Round { get; init; }

    /// <summary>Share 0..1 of the receivers that had paid in before they were first paid.</summary>
    public required double PaidBefore { get; init; }

    /// <summary>Median by value of how long a token stays, first in first out; -1 where nothing passed through.</summary>
    public required long HoldUs { get; init; }
    public required long FirstUs { get; init; }
    public required long LastUs { get; init; }

    public int Transfers => In + Out;

    /// <summary>Outflow over inflow; 0 without inflow.</summary>
    public double OutOverIn => InMicro == 0 ? 0 : (double)OutMicro / (double)InMicro;

    /// <summary>Conserved flow: the smaller of inflow and outflow over the larger, 0..1.</summary>
    public double PassThrough => InMicro == 0 || OutMicro == 0 ? 0 : Math.Min(OutOverIn, 1 / OutOverIn);
}

/// <summary>
/// Measures wallets one by one over their chain transfers, with its own buffers; not to be shared between threads. What a platform reports
/// of its customers' withdrawals is left out: the chain tells the same movement once more.
/// </summary>
/// <param name="serviceOf">For each account the number of the service that holds it, or -1.</param>
public sealed class WalletProfiler(TransferGraph graph, int[] serviceOf)
{
    private static readonly long RoundMicro = WalletClassifier.Limits.RoundTokens * 1_000_000L;

    private readonly Dictionary<int, (Int128 Micro, long FirstUs)> _senders = [];
    private readonly Dictionary<int, (Int128 Micro, long FirstUs)> _receivers = [];
    private readonly Dictionary<int, Int128> _toService = [];
    private readonly HoldingTime _holding = new();
    private readonly List<int> _entries = [];
    private readonly TransferTable _table = graph.Table;

    public WalletProfile Of(int wallet)
    {
        var entries = Entries(wallet);
        _senders.Clear();
        _receivers.Clear();
        int incoming = 0,
            outgoing = 0,
            round = 0;
        Int128 inMicro = 0,
            outMicro = 0;
        foreach (var entry in entries)
        {
            var goesOut = entry < 0;
            var i = goesOut ? ~entry : entry;
            var micro = _table.AmountMicro[i];
            round += micro > 0 && micro % RoundMicro == 0 ? 1 : 0;
            if (goesOut)
            {
                outgoing++;
                outMicro += micro;
                Count(_receivers, _table.To[i], micro, _table.TimeUs[i]);
            }
            else
            {
                incoming++;
                inMicro += micro;
                Count(_senders, _table.From[i], micro, _table.TimeUs[i]);
            }
        }
        var (topReceiver, topService, topShare) = Top(outMicro);
        return new WalletProfile
        {
            Wallet = wallet,
            In = incoming,
            Out = outgoing,
            Senders = _senders.Count,
            Receivers = _receivers.Count,
            InMicro = inMicro,
            OutMicro = outMicro,
            InFromServices = ServiceShare(_senders, inMicro),
            OutToServices = ServiceShare(_receivers, outMicro),
            TopReceiver = topReceiver,
            TopPaysBack = _senders.ContainsKey(topReceiver),
            TopService = topService,
            OutToTop = topShare,
            Round = entries.Length == 0 ? 0 : (double)round / entries.Length,
            PaidBefore = PaidBefore(),
            HoldUs = Hold(entries),
            FirstUs = entries.Length == 0 ? 0 : TimeOf(entries[0]),
            LastUs = entries.Length == 0 ? 0 : TimeOf(entries[^1]),
        };
    }

    /// <summary>The wallet's chain transfers in order of time: the row where it comes in, its complement where it goes out.</summary>
    private ReadOnlySpan<int> Entries(int wallet)
    {
        _entries.Clear();
        var incoming = graph.In(wallet);
        var outgoing = graph.Out(wallet);
        for (int i = 0, o = 0; i < incoming.Length || o < outgoing.Length; )
        {
            var takeIn = o == outgoing.Length || (i < incoming.Length && _table.InTime(incoming[i], outgoing[o]) <= 0);
            var row = takeIn ? incoming[i++] : outgoing[o++];
            if (IsOnChain(_table, row))
            {
                _entries.Add(takeIn ? row : ~row);
            }
        }
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_entries);
    }

    /// <summary>Whether a row is a token transfer seen on a chain.</summary>
    public static bool IsOnChain(TransferTable table, int row) => table.KindOf(row) == TransferKind.Chain;

    private static void Count(Dictionary<int, (Int128 Micro, long FirstUs)> side, int other, long micro, long timeUs)
    {
        ref var sum = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(side, other, out var known);
        sum = (sum.Micro + micro, known ? sum.FirstUs : timeUs);
    }

    private double ServiceShare(Dictionary<int, (Int128 Micro, long FirstUs)> side, Int128 total)
    {
        Int128 sum = 0;
        foreach (var (other, value) in side)
        {
            sum += serviceOf[other] >= 0 ? value.Micro : 0;
        }
        return total == 0 ? 0 : (double)sum / (double)total;
    }

    private (int Receiver, int Service, double Share) Top(Int128 outMicro)
    {
        _toService.Clear();
        int receiver = -1,
            service = -1;
        Int128 receiverMicro = -1,
            serviceMicro = -1;
        foreach (var (other, value) in _receivers)
        {
            if (value.Micro > receiverMicro || (value.Micro == receiverMicro && other < receiver))
            {
                (receiver, receiverMicro) = (other, value.Micro);
            }
            if (serviceOf[other] is >= 0 and var s)
            {
                var sum = _toService[s] = _toService.GetValueOrDefault(s) + value.Micro;
                if (sum > serviceMicro || (sum == serviceMicro && s < service))
                {
                    (service, serviceMicro) = (s, sum);
                }
            }
        }
        if (outMicro == 0)
        {
            return (receiver, -1, 0);
        }
        return serviceMicro >= receiverMicro
            ? (receiver, service, (double)serviceMicro / (double)outMicro)
            : (receiver, -1, (double)receiverMicro / (double)outMicro);
    }

    private double PaidBefore()
    {
        var paid = 0;
        foreach (var (other, value) in _receivers)
        {
            paid += _senders.TryGetValue(other, out var sent) && sent.FirstUs < value.FirstUs ? 1 : 0;
        }
        return _receivers.Count == 0 ? 0 : (double)paid / _receivers.Count;
    }

    private long TimeOf(int entry) => _table.TimeUs[entry < 0 ? ~entry : entry];

    private long Hold(ReadOnlySpan<int> entries)
    {
        _holding.Clear();
        foreach (var entry in entries)
        {
            if (entry >= 0)
                _holding.In(_table.TimeUs[entry], _table.AmountMicro[entry]);
            else
                _holding.Out(_table.TimeUs[~entry], _table.AmountMicro[~entry]);
        }
        return _holding.MedianUs();
    }
}
