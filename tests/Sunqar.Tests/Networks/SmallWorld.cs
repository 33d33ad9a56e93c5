using System.Text;
using Sunqar.Core.Chain;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Tests.Networks;

/// <summary>A hand-made world: transfers by name, minutes since its first midnight, amounts in whole tenge or tokens.</summary>
internal sealed class SmallWorld
{
    /// <summary>2026-01-01T00:00:00Z.</summary>
    public const long StartUs = 1_767_225_600_000_000;

    public const long TengePerToken = 500;

    private readonly TransferTableBuilder _builder = new();
    private ulong _dice;
    private int _next;

    public SmallWorld(ulong seed = 1) => _dice = seed;

    public ServiceLabels Labels { get; } = new();

    /// <summary>The id of the transfer added last.</summary>
    public string LastId { get; private set; } = "";

    public string Add(TransferKind kind, string from, string to, double minutes, double amount)
    {
        LastId = $"t{_next++}";
        _builder.Add(new TransferRow
        {
            Id = Encoding.UTF8.GetBytes(LastId), TimeUs = StartUs + (long)(minutes * 60_000_000), From = Encoding.UTF8.GetBytes(from), To = Encoding.UTF8.GetBytes(to),
            AmountMicro = (long)Math.Round(amount * 1_000_000), Currency = kind == TransferKind.Chain ? Currency.Usdt : Currency.Kzt, Kind = kind,
        });
        return LastId;
    }

    public string Card(string from, string to, double minutes, double tenge) => Add(TransferKind.CardTransfer, from, to, minutes, tenge);

    public string Cash(string card, string atm, double minutes, double tenge) => Add(TransferKind.CashWithdrawal, card, atm, minutes, tenge);

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

    public TransferGraph Graph() => TransferGraph.Build(_builder.Build());

    public static RateTable Rates()
    {
        var rates = new RateTable();
        rates.Add(new RatePublished(Currency.Usdt, Currency.Kzt, TengePerToken, 1, 0, "test"));
        return rates;
    }

    public IReadOnlyList<Finding> Mine()
    {
        var graph = Graph();
        return [.. NetworkMiner.Mine(graph, new MiningContext(Labels, Rates())).Select(s => s.Name(graph.Table))];
    }
}
