using Sunqar.Core.Cases;
using Sunqar.Core.Networks;
using Sunqar.Core.Payments;
using Sunqar.Storage.Schema;

namespace Sunqar.Storage.Codec;

internal sealed class NetworkFormedCodec() : MessageCodec<Core.Networks.NetworkFormed, Schema.NetworkFormed>(20)
{
    protected override Schema.NetworkFormed ToMessage(Core.Networks.NetworkFormed fact)
    {
        var network = fact.Network;
        var message = new Schema.NetworkFormed
        {
            Id = network.Id,
            Kind = network.Kind,
            Score = network.Score,
            TurnoverKztMicro = WideCodec.Of(network.TurnoverKztMicro),
            TurnoverUsdMicro = WideCodec.Of(network.TurnoverUsdMicro),
            FirstUs = network.FirstUs,
            LastUs = network.LastUs,
            Transfers = network.Transfers,
        };
        message.Findings.AddRange(network.Findings);
        message.Roles.AddRange(
            network.Roles.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new Named { Name = r.Key, Value = r.Value })
        );
        message.Flow.AddRange(
            network.Flow.Select(part => new Schema.FlowPart
            {
                From = part.From,
                To = part.To,
                Transfers = part.Transfers,
                AmountMicro = WideCodec.Of(part.AmountMicro),
                Currency = (uint)part.Currency,
            })
        );
        message.Platforms.AddRange(network.Platforms);
        message.Story.AddRange(network.Story);
        return message;
    }

    protected override Core.Networks.NetworkFormed ToFact(Schema.NetworkFormed message) =>
        new(
            new Network(
                message.Id,
                message.Kind,
                message.Score,
                [.. message.Findings],
                message.Roles.ToDictionary(r => r.Name, r => r.Value, StringComparer.Ordinal),
                WideCodec.Value(message.TurnoverKztMicro),
                WideCodec.Value(message.TurnoverUsdMicro),
                message.FirstUs,
                message.LastUs,
                message.Transfers,
                [
                    .. message.Flow.Select(p => new Core.Patterns.FlowPart(
                        p.From,
                        p.To,
                        p.Transfers,
                        WideCodec.Value(p.AmountMicro),
                        (Currency)p.Currency
                    )),
                ],
                [.. message.Platforms],
                [.. message.Story]
            )
        );
}

internal sealed class CaseOpenedCodec() : MessageCodec<Core.Cases.CaseOpened, Schema.CaseOpened>(21)
{
    protected override Schema.CaseOpened ToMessage(Core.Cases.CaseOpened fact) =>
        new()
        {
            CaseId = fact.CaseId,
            Kind = fact.Kind,
            Title = fact.Title,
            NetworkId = fact.NetworkId ?? "",
            OpenedUs = fact.OpenedUs,
            TurnoverKztMicro = WideCodec.Of(fact.TurnoverKztMicro),
            TurnoverUsdMicro = WideCodec.Of(fact.TurnoverUsdMicro),
        };

    protected override Core.Cases.CaseOpened ToFact(Schema.CaseOpened message) =>
        new(
            message.CaseId,
            message.Kind,
            message.Title,
            OrNull(message.NetworkId),
            message.OpenedUs,
            WideCodec.Value(message.TurnoverKztMicro),
            WideCodec.Value(message.TurnoverUsdMicro)
        );
}

internal sealed class CaseClosedCodec() : MessageCodec<Core.Cases.CaseClosed, Schema.CaseClosed>(22)
{
    protected override Schema.CaseClosed ToMessage(Core.Cases.CaseClosed fact) =>
        new()
        {
            CaseId = fact.CaseId,
            Year = fact.Year,
            Kind = fact.Kind,
            Title = fact.Title,
            ClosedUs = fact.ClosedUs,
            TurnoverUsdMicro = WideCodec.Of(fact.TurnoverUsdMicro),
            SeizedUsdtMicro = WideCodec.Of(fact.SeizedUsdtMicro),
            FrozenUsdtMicro = WideCodec.Of(fact.FrozenUsdtMicro),
            RecoveredUsdtMicro = WideCodec.Of(fact.RecoveredUsdtMicro),
            Sites = fact.Sites,
            CashKztMicro = WideCodec.Of(fact.CashKztMicro),
        };

    protected override Core.Cases.CaseClosed ToFact(Schema.CaseClosed message) =>
        new(
            message.CaseId,
            message.Year,
            message.Kind,
            message.Title,
            message.ClosedUs,
            WideCodec.Value(message.TurnoverUsdMicro),
            WideCodec.Value(message.SeizedUsdtMicro),
            WideCodec.Value(message.FrozenUsdtMicro),
            WideCodec.Value(message.RecoveredUsdtMicro),
            message.Sites,
            WideCodec.Value(message.CashKztMicro)
        );
}

/// <summary>128-bit integers as the schema carries them.</summary>
internal static class WideCodec
{
    public static Wide Of(Int128 value) => unchecked(new Wide { High = (ulong)(value >> 64), Low = (ulong)value });

    /// <summary>An absent one is 0.</summary>
    public static Int128 Value(Wide? wide) => wide is null ? 0 : new Int128(wide.High, wide.Low);
}
