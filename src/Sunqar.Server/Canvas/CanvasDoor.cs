using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Work.Registers;

namespace Sunqar.Server.Canvas;

/// <summary>The transfers that canvases are drawn from; they come when the folder has been mined.</summary>
public sealed class CanvasDoor
{
    private volatile Opening? _opening;

    /// <param name="gate">Held by whoever adds transfers, and while a picture is drawn.</param>
    /// <param name="Registry">What is known of wallets by now.</param>
    private sealed record Opening(
        TransferGraph Graph,
        Func<Int128, Currency, long, Int128> WorthOf,
        Func<RegistrySnapshot> Registry,
        Lock Gate
    );

    internal void Open(TransferGraph graph, Lookups lookups, Lock gate) =>
        Open(
            graph,
            (micro, currency, timeUs) => lookups.ValueMicro(micro, currency, Currency.Kzt, timeUs),
            gate,
            () => lookups.Registry.Snapshot
        );

    internal void Open(
        TransferGraph graph,
        Func<Int128, Currency, long, Int128> worthOf,
        Lock gate,
        Func<RegistrySnapshot>? registry = null
    ) => _opening = new Opening(graph, worthOf, registry ?? (() => RegistrySnapshot.Empty), gate);

    /// <summary>Reads the transfers and the register while no transfer is added; null while there are none yet.</summary>
    internal T? Trace<T>(Func<TransferGraph, RegistrySnapshot, T> read)
        where T : class
    {
        if (_opening is not { } opening)
            return null;
        lock (opening.Gate)
        {
            return read(opening.Graph, opening.Registry());
        }
    }

    /// <summary>Reads the transfers while none is added; null while there are none yet.</summary>
    internal T? Read<T>(Func<TransferGraph, Func<Int128, Currency, long, Int128>, T> read)
        where T : class
    {
        if (_opening is not { } opening)
            return null;
        lock (opening.Gate)
        {
            return read(opening.Graph, opening.WorthOf);
        }
    }
}
