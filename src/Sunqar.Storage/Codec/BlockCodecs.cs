using Sunqar.Core.Blocking;

namespace Sunqar.Storage.Codec;

internal sealed class BlockRequestedCodec() : MessageCodec<BlockRequested, Schema.BlockRequested>(100)
{
    protected override Schema.BlockRequested ToMessage(BlockRequested fact)
    {
        var message = new Schema.BlockRequested
        {
            OrderId = fact.OrderId,
            Ground = (uint)fact.Ground,
            Evidence = fact.Evidence,
            ExpiresUs = fact.ExpiresUs,
        };
        message.Domains.AddRange(fact.Domains);
        return message;
    }

    protected override BlockRequested ToFact(Schema.BlockRequested message) =>
        new(message.OrderId, [.. message.Domains], (BlockGround)message.Ground, message.Evidence, message.ExpiresUs);
}

internal sealed class BlockApprovedCodec() : MessageCodec<BlockApproved, Schema.BlockApproved>(101)
{
    protected override Schema.BlockApproved ToMessage(BlockApproved fact) => new() { OrderId = fact.OrderId };

    protected override BlockApproved ToFact(Schema.BlockApproved message) => new(message.OrderId);
}

internal sealed class BlockRejectedCodec() : MessageCodec<BlockRejected, Schema.BlockRejected>(102)
{
    protected override Schema.BlockRejected ToMessage(BlockRejected fact) => new() { OrderId = fact.OrderId, Reason = fact.Reason };

    protected override BlockRejected ToFact(Schema.BlockRejected message) => new(message.OrderId, message.Reason);
}

internal sealed class BlockLiftedCodec() : MessageCodec<BlockLifted, Schema.BlockLifted>(103)
{
    protected override Schema.BlockLifted ToMessage(BlockLifted fact)
    {
        var message = new Schema.BlockLifted { OrderId = fact.OrderId, Reason = fact.Reason };
        message.Domains.AddRange(fact.Domains);
        return message;
    }

    protected override BlockLifted ToFact(Schema.BlockLifted message) => new(message.OrderId, [.. message.Domains], message.Reason);
}
