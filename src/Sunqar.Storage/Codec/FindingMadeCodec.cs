using Google.Protobuf.Collections;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Message = Sunqar.Storage.Schema.FindingMade;

namespace Sunqar.Storage.Codec;

internal sealed class FindingMadeCodec() : MessageCodec<FindingMade, Message>(2)
{
    protected override Message ToMessage(FindingMade fact)
    {
        var finding = fact.Finding;
        var message = new Message
        {
            Id = finding.Id,
            Pattern = finding.Pattern,
            Score = finding.Score,
            FirstUs = finding.FirstUs,
            LastUs = finding.LastUs,
            AmountMicroHigh = High(finding.AmountMicro),
            AmountMicroLow = Low(finding.AmountMicro),
            Currency = (uint)finding.Currency,
        };
        message.Transfers.AddRange(finding.Transfers);
        message.Accounts.AddRange(finding.Accounts);
        Fill(message.Roles, finding.Roles);
        Fill(message.Evidence, finding.Evidence);
        return message;
    }

    protected override FindingMade ToFact(Message message) =>
        new(
            new Finding(
                message.Id,
                message.Pattern,
                message.Score,
                [.. message.Transfers],
                [.. message.Accounts],
                Map(message.Roles),
                message.FirstUs,
                message.LastUs,
                new Int128(message.AmountMicroHigh, message.AmountMicroLow),
                (Currency)message.Currency,
                Map(message.Evidence)
            )
        );

    // In order of the name, so that one finding has one encoding.
    private static void Fill(RepeatedField<Schema.Named> field, IReadOnlyDictionary<string, string> map) =>
        field.AddRange(
            map.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => new Schema.Named { Name = entry.Key, Value = entry.Value })
        );

    private static Dictionary<string, string> Map(RepeatedField<Schema.Named> field) =>
        field.ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);
}
