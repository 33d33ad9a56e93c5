using Sunqar.Core.Chain;
using Message = Sunqar.Storage.Schema.ChainSeen;

namespace Sunqar.Storage.Codec;

internal sealed class ChainSeenCodec() : MessageCodec<ChainSeen, Message>(3)
{
    protected override Message ToMessage(ChainSeen fact)
    {
        var message = new Message();
        foreach (var transfer in fact.Transfers)
        {
            message.Transfers.Add(
                new Schema.TokenTransfer
                {
                    Id = transfer.Id,
                    Chain = transfer.Chain,
                    Token = transfer.Token,
                    From = transfer.From,
                    To = transfer.To,
                    UnitsHigh = High(transfer.Units),
                    UnitsLow = Low(transfer.Units),
                    Decimals = transfer.Decimals,
                    TimeUs = transfer.TimeUs,
                    FromTag = transfer.FromTag ?? "",
                    ToTag = transfer.ToTag ?? "",
                }
            );
        }
        return message;
    }

    protected override ChainSeen ToFact(Message message) =>
        new(
            message
                .Transfers.Select(transfer => new TokenTransfer(
                    transfer.Id,
                    transfer.Chain,
                    transfer.Token,
                    transfer.From,
                    transfer.To,
                    new Int128(transfer.UnitsHigh, transfer.UnitsLow),
                    transfer.Decimals,
                    transfer.TimeUs,
                    OrNull(transfer.FromTag),
                    OrNull(transfer.ToTag)
                ))
                .ToArray()
        );
}
