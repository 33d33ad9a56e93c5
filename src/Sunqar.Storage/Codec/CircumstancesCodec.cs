using Sunqar.Core.Identity;
using Sunqar.Core.Payments;

namespace Sunqar.Storage.Codec;

/// <summary>What a payment says around who pays whom, as one message inside it; nothing at all where it says nothing.</summary>
internal static class CircumstancesCodec
{
    /// <summary>Its field in the message of a decided payment.</summary>
    public const int FieldNumber = 29;

    public static void Write(WireWriter wire, in Circumstances around)
    {
        if (around.IsNone)
            return;
        var mark = wire.BeginMessage(FieldNumber);
        wire.Text(1, around.Category);
        wire.Text(2, around.Purpose);
        wire.Text(3, around.TerminalCountry);
        wire.Fixed64(4, around.Ip.Value);
        wire.Fixed64(5, around.SenderPhone.Value);
        wire.Fixed64(6, around.RecipientPhone.Value);
        Write(wire, 7, around.Sender);
        Write(wire, 10, around.Recipient);
        wire.EndMessage(mark);
    }

    private static void Write(WireWriter wire, int field, in Background party)
    {
        wire.Text(field, party.Country);
        wire.UInt32(field + 1, Number(party.Registered));
        wire.UInt32(field + 2, Number(party.Opened));
    }

    public static Circumstances Read(ReadOnlySpan<byte> body)
    {
        var around = default(Circumstances);
        var (sender, recipient) = (default(Background), default(Background));
        var wire = new WireReader(body);
        for (var field = wire.NextField(); field != 0; field = wire.NextField())
        {
            switch (field)
            {
                case 1:
                    around = around with { Category = TextPool.Shared.Get(wire.Bytes()) };
                    break;
                case 2:
                    around = around with { Purpose = TextPool.Shared.Get(wire.Bytes()) };
                    break;
                case 3:
                    around = around with { TerminalCountry = TextPool.Shared.Get(wire.Bytes()) };
                    break;
                case 4:
                    around = around with { Ip = new SubjectId(wire.Fixed64()) };
                    break;
                case 5:
                    around = around with { SenderPhone = new SubjectId(wire.Fixed64()) };
                    break;
                case 6:
                    around = around with { RecipientPhone = new SubjectId(wire.Fixed64()) };
                    break;
                case >= 7 and <= 9:
                    sender = Read(field - 7, ref wire, sender);
                    break;
                case >= 10 and <= 12:
                    recipient = Read(field - 10, ref wire, recipient);
                    break;
                default:
                    wire.Skip();
                    break;
            }
        }
        return around with { Sender = sender, Recipient = recipient };
    }

    private static Background Read(int part, ref WireReader wire, in Background party) =>
        part switch
        {
            0 => party with { Country = TextPool.Shared.Get(wire.Bytes()) },
            1 => party with { Registered = Day(wire.UInt32()) },
            _ => party with { Opened = Day(wire.UInt32()) },
        };

    private static uint Number(DateOnly? day) => day is { } known ? (uint)known.DayNumber + 1 : 0;

    private static DateOnly? Day(uint number) =>
        number == 0 ? null
        : number - 1 <= (uint)DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)(number - 1))
        : throw new InvalidDataException("A day beyond the calendar.");
}
