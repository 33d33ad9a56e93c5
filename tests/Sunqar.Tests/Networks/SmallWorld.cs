using System.Text;
using Sunqar.Core.Chain;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Live;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Tests.Networks;

/// <summary>A hand-made world: transfers by name, minutes since its first midnight, amounts in whole tenge or tokens.</summary>
internal sealed class SmallWorld
{
    /// <summary>2026-01-01T00:00:00Z.</summary>
    public const long StartUs = 1_767_225_600_000_000;

    public const long TengePerToken = 500;

    private readonly List<(string Id, TransferKind Kind, string From, string To, long TimeUs, long Micro)> _rows = [];
    private ulong _dice;

    public SmallWorld(ulong seed = 1) => _dice = seed;

    public ServiceLabels Labels { get; } = new();

    public string Add(TransferKind kind, string from, string to, double minutes, double amount)
    {
        var id = $"t{_rows.Count}";
        _rows.Add((id, kind, from, to, StartUs + (long)(minutes * 60_000_000), (long)Math.Round(amount * 1_000_000)));
        return id;
    }

    public string Card(string from, string to, double minutes, double tenge) => Add(TransferKind.CardTransfer, from, to, minutes, tenge);

    public string Cash(string card, string atm, double minutes, double tenge) =>
        Add(TransferKind.CashWithdrawal, card, atm, minutes, tenge);

    public string Chain(string from, string to, double minutes, double tokens) => Add(TransferKind.Chain, from, to, minutes, tokens);

    /// <summary>A draw of 0..below-1 (splitmix64); tests need luck that is the same on every run.</summary>
    public int Draw(int below)
    {
        unchecked
        {
            _dice += 0x9E3779B97F4A7C15;
            var z = (_dice ^ (_dice >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)((z ^ (z >> 31)) % (ulong)below);
        }
    }

    /// <param name="backwards">Hands the rows over in the opposite order, so that every account gets another number.</param>
    public TransferGraph Graph(bool backwards = false)
    {
        var builder = new TransferTableBuilder();
        foreach (var (id, kind, from, to, timeUs, micro) in backwards ? Enumerable.Reverse(_rows) : _rows)
        {
            builder.Add(
                new TransferRow
                {
                    Id = Encoding.UTF8.GetBytes(id),
                    TimeUs = timeUs,
                    From = Encoding.UTF8.GetBytes(from),
                    To = Encoding.UTF8.GetBytes(to),
                    AmountMicro = micro,
                    Currency = kind == TransferKind.Chain ? Currency.Usdt : Currency.Kzt,
                    Kind = kind,
                }
            );
        }
        return TransferGraph.Build(builder.Build());
    }

    public static RateTable Rates()
    {
        var rates = new RateTable();
        rates.Add(new RatePublished(Currency.Usdt, Currency.Kzt, TengePerToken, 1, 0, "test"));
        return rates;
    }

    public IReadOnlyList<Finding> Mine(bool backwards = false)
    {
        var graph = Graph(backwards);
        return [.. Networks(graph, new MiningContext(Labels, Rates())).Select(s => s.Name(graph.Table))];
    }

    /// <summary>The networks that ship, over a graph that stands still.</summary>
    public static IReadOnlyList<Sighting> Networks(TransferGraph graph, MiningContext context) =>
        TypologyTable.Shipped.Networks.Mine(new MiningGround(graph, WindowUs, null, context), 0);

    /// <summary>The same over transfers that keep coming.</summary>
    public static LiveMining LiveNetworks() => new(TypologyTable.Shipped.Networks, WindowUs, MiningLimits.None, 0);

    private const long WindowUs = 30 * 86_400_000_000L;
}
