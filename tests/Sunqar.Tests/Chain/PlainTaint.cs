using Sunqar.Core.Chain;
using Sunqar.Core.Registry;

namespace Sunqar.Tests.Chain;

/// <summary>
/// Exposure once more, as plainly as it can be written: the whole chain is replayed, no wallet is left out. First in, first out moves
/// single units; the haircut divides in floating point. The tests hold <see cref="ExposureTrace"/> to it.
/// </summary>
internal static class PlainTaint
{
    public sealed record Move(string From, string To, long Units);

    private readonly record struct Origin(string? Category, int Hop);

    /// <summary>Amount by (category, direction, hop).</summary>
    public static Dictionary<(string, FlowDirection, int), double> Exposure(
        IReadOnlyList<Move> moves,
        string traced,
        IReadOnlyDictionary<string, string> labels,
        TaintMethod method
    )
    {
        var cells = new Dictionary<(string, FlowDirection, int), double>();
        foreach (var direction in (FlowDirection[])[FlowDirection.In, FlowDirection.Out])
        {
            Replay(moves, traced, labels, direction, method == TaintMethod.Fifo ? new Queues() : new Mixes(), cells);
        }
        return cells;
    }

    private static void Replay(
        IReadOnlyList<Move> moves,
        string traced,
        IReadOnlyDictionary<string, string> labels,
        FlowDirection direction,
        IWallets wallets,
        Dictionary<(string, FlowDirection, int), double> cells
    )
    {
        foreach (var move in moves.Where(m => m.From != m.To))
        {
            var sent =
                move.From == traced ? [(new Origin("itself", 0), move.Units)]
                : labels.TryGetValue(move.From, out var source)
                    ? [(direction == FlowDirection.In ? new Origin(source, 0) : default, move.Units)]
                : wallets.Take(move.From, move.Units);
            foreach (var (origin, amount) in sent)
            {
                var further = origin.Category is null ? origin : origin with { Hop = origin.Hop + 1 };
                if (direction == FlowDirection.In && move.To == traced)
                {
                    Count(further.Category ?? "unlabelled", further.Hop, amount);
                }
                else if (direction == FlowDirection.Out && (move.To == traced || labels.ContainsKey(move.To)))
                {
                    if (further.Category is not null)
                        Count(move.To == traced ? "itself" : labels[move.To], further.Hop, amount);
                }
                else if (move.To != traced && !labels.ContainsKey(move.To))
                {
                    wallets.Put(move.To, further, amount);
                }
            }
        }
        foreach (var (origin, amount) in direction == FlowDirection.Out ? wallets.Held() : [])
        {
            if (origin.Category is not null)
                Count("unlabelled", 0, amount);
        }

        void Count(string category, int hop, double amount) =>
            cells[(category, direction, hop)] = cells.GetValueOrDefault((category, direction, hop)) + amount;
    }

    private interface IWallets
    {
        void Put(string wallet, Origin origin, double amount);

        List<(Origin, double)> Take(string wallet, long units);

        IEnumerable<(Origin, double)> Held();
    }

    private sealed class Queues : IWallets
    {
        private readonly Dictionary<string, Queue<Origin>> _units = [];

        public void Put(string wallet, Origin origin, double amount)
        {
            for (var i = 0; i < amount; i++)
                Of(wallet).Enqueue(origin);
        }

        // What was not seen to come in was there before everything else, so it leaves first.
        public List<(Origin, double)> Take(string wallet, long units) =>
            [
                .. Enumerable.Repeat((default(Origin), 1.0), (int)Math.Max(0, units - Of(wallet).Count)),
                .. Enumerable.Range(0, (int)Math.Min(units, Of(wallet).Count)).Select(_ => (Of(wallet).Dequeue(), 1.0)),
            ];

        public IEnumerable<(Origin, double)> Held() => _units.Values.SelectMany(units => units.Select(origin => (origin, 1.0)));

        private Queue<Origin> Of(string wallet) => _units.TryGetValue(wallet, out var queue) ? queue : _units[wallet] = [];
    }

    private sealed class Mixes : IWallets
    {
        private readonly Dictionary<string, Dictionary<Origin, double>> _mixes = [];

        public void Put(string wallet, Origin origin, double amount)
        {
            var mix = _mixes.TryGetValue(wallet, out var known) ? known : _mixes[wallet] = [];
            mix[origin] = mix.GetValueOrDefault(origin) + amount;
        }

        public List<(Origin, double)> Take(string wallet, long units)
        {
            var mix = _mixes.GetValueOrDefault(wallet) ?? [];
            var balance = mix.Values.Sum();
            var share = balance == 0 ? 0 : Math.Min(1, units / balance);
            var taken = mix.Select(held => (held.Key, held.Value * share)).ToList();
            foreach (var origin in mix.Keys.ToList())
                mix[origin] *= 1 - share;
            if (units > balance)
                taken.Add((default, units - balance));
            return taken;
        }

        public IEnumerable<(Origin, double)> Held() => _mixes.Values.SelectMany(mix => mix.Select(held => (held.Key, held.Value)));
    }
}
