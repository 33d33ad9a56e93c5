using System.Text;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Storage.Codec;

internal sealed class TransfersImportedCodec() : MessageCodec<TransfersImported, Schema.TransfersImported>(16)
{
    protected override Schema.TransfersImported ToMessage(TransfersImported fact)
    {
        var message = new Schema.TransfersImported();
        foreach (var transfer in fact.Transfers)
        {
            var row = new Schema.ImportedTransfer
            {
                Id = transfer.Id,
                TimeUs = transfer.TimeUs,
                FromAccount = transfer.From.Account.Value,
                ToAccount = transfer.To.Account.Value,
                AmountMicro = transfer.AmountMicro,
                Currency = (uint)transfer.Currency,
                Kind = (uint)transfer.Kind,
            };
            if (transfer.From.Open is { } from)
                row.FromOpen = from;
            if (transfer.To.Open is { } to)
                row.ToOpen = to;
            message.Transfers.Add(row);
        }
        return message;
    }

    protected override TransfersImported ToFact(Schema.TransfersImported message) =>
        new(
            message
                .Transfers.Select(row => new ImportedTransfer(
                    row.Id,
                    row.TimeUs,
                    new TransferEnd(new SubjectId(row.FromAccount), row.HasFromOpen ? row.FromOpen : null),
                    new TransferEnd(new SubjectId(row.ToAccount), row.HasToOpen ? row.ToOpen : null),
                    row.AmountMicro,
                    (Currency)row.Currency,
                    (TransferKind)row.Kind
                ))
                .ToArray()
        );
}

/// <summary>Carries another fact whole, so it is written by hand around that fact's own codec.</summary>
internal sealed class ImportPartCodec() : FactCodec(17, typeof(ImportPart))
{
    public override void Write(Fact fact, WireWriter wire)
    {
        var part = (ImportPart)fact;
        var mark = wire.BeginMessage(Number);
        wire.Text(1, part.Import);
        wire.Fixed64(2, part.Attempt);
        wire.Int64(3, part.Part);
        var content = wire.BeginMessage(4);
        FactCodecs.Write(part.Content, wire);
        wire.EndMessage(content);
        wire.EndMessage(mark);
    }

    public override Fact Read(ReadOnlySpan<byte> body)
    {
        var (import, attempt, number, content) = ("", 0UL, 0, default(Fact));
        var wire = new WireReader(body);
        for (var field = wire.NextField(); field != 0; field = wire.NextField())
        {
            switch (field)
            {
                case 1:
                    import = Encoding.UTF8.GetString(wire.Bytes());
                    break;
                case 2:
                    attempt = wire.Fixed64();
                    break;
                case 3:
                    number = (int)wire.Int64();
                    break;
                case 4:
                    content = FactCodecs.Read(wire.Bytes());
                    break;
                default:
                    wire.Skip();
                    break;
            }
        }
        return new ImportPart(import, attempt, number, content ?? throw WireReader.Malformed());
    }
}

internal sealed class ImportCompletedCodec() : MessageCodec<ImportCompleted, Schema.ImportCompleted>(18)
{
    protected override Schema.ImportCompleted ToMessage(ImportCompleted fact) =>
        new()
        {
            Import = fact.Import,
            Attempt = fact.Attempt,
            Format = fact.Format,
            Rows = fact.Rows,
            LeftOut = fact.LeftOut,
            Skipped = fact.Skipped,
            Parts = fact.Parts,
            Currency = fact.Currency,
        };

    protected override ImportCompleted ToFact(Schema.ImportCompleted message) =>
        new(
            message.Import,
            message.Attempt,
            message.Format,
            message.Rows,
            message.LeftOut,
            message.Skipped,
            message.Parts,
            message.Currency
        );
}
