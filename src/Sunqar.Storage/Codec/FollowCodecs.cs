using Sunqar.Core.Chain;

namespace Sunqar.Storage.Codec;

internal sealed class TokenEventsSeenCodec() : MessageCodec<TokenEventsSeen, Schema.TokenEventsSeen>(23)
{
    protected override Schema.TokenEventsSeen ToMessage(TokenEventsSeen fact)
    {
        var message = new Schema.TokenEventsSeen();
        message.Events.AddRange(
            fact.Events.Select(happened => new Schema.TokenEvent
            {
                Id = happened.Id,
                Chain = happened.Chain,
                Token = happened.Token,
                Kind = (uint)happened.Kind,
                Wallet = happened.Wallet,
                UnitsHigh = High(happened.Units),
                UnitsLow = Low(happened.Units),
                TimeUs = happened.TimeUs,
            })
        );
        return message;
    }

    protected override TokenEventsSeen ToFact(Schema.TokenEventsSeen message) =>
        new(
            message
                .Events.Select(happened => new TokenEvent(
                    happened.Id,
                    happened.Chain,
                    happened.Token,
                    (TokenEventKind)happened.Kind,
                    happened.Wallet,
                    new Int128(happened.UnitsHigh, happened.UnitsLow),
                    happened.TimeUs
                ))
                .ToArray()
        );
}

internal sealed class ChainReadCodec() : MessageCodec<ChainRead, Schema.ChainRead>(24)
{
    protected override Schema.ChainRead ToMessage(ChainRead fact)
    {
        var message = new Schema.ChainRead
        {
            Chain = fact.Chain,
            Token = fact.Token,
            FromBlock = fact.FromBlock,
            ToBlock = fact.ToBlock,
        };
        foreach (var block in fact.Recent)
        {
            var read = new Schema.ReadBlock { Number = block.Number, Hash = block.Hash };
            read.Ids.AddRange(block.Ids);
            message.Recent.Add(read);
        }
        return message;
    }

    protected override ChainRead ToFact(Schema.ChainRead message) =>
        new(
            message.Chain,
            message.Token,
            message.FromBlock,
            message.ToBlock,
            message.Recent.Select(block => new ReadBlock(block.Number, block.Hash, [.. block.Ids])).ToArray()
        );
}

internal sealed class ChainRolledBackCodec() : MessageCodec<ChainRolledBack, Schema.ChainRolledBack>(25)
{
    protected override Schema.ChainRolledBack ToMessage(ChainRolledBack fact)
    {
        var message = new Schema.ChainRolledBack
        {
            Chain = fact.Chain,
            Token = fact.Token,
            ToBlock = fact.ToBlock,
        };
        message.Ids.AddRange(fact.Ids);
        return message;
    }

    protected override ChainRolledBack ToFact(Schema.ChainRolledBack message) =>
        new(message.Chain, message.Token, message.ToBlock, [.. message.Ids]);
}
