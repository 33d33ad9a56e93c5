using Sunqar.Formats.Iso8583;
using Sunqar.Server.Api;
using Sunqar.Server.Entrance;
using Sunqar.Work.Deciding;

namespace Sunqar.Server.Gateways;

/// <summary>The reply to a message, its length in front: there at once, or when it is decided. Null bytes where none is due.</summary>
internal readonly record struct Iso8583Reply(byte[]? Now, Task<byte[]>? Later);

/// <summary>What one institution's messages become: questions to the desk, and replies (docs/iso8583.md). For any number of
/// connections.</summary>
internal sealed class Iso8583Desk(Iso8583Address address, DeskDoor door, Action<string> warn)
{
    private (DeskDoor.Opening Opening, IsoPayments Payments)? _current;

    /// <summary>Answers a message. It is not looked at after the call has returned.</summary>
    public Iso8583Reply Answer(ReadOnlySpan<byte> bytes)
    {
        var isWhole = IsoMessage.TryRead(bytes, out var message, out var fault);
        if (IsoReply.To(message, isWhole) is not { } reply)
            return default;
        if (!isWhole)
            return Now(reply.Answer(fault));
        if (door.Current is not { } opening)
            return Now(reply.Answer(ResponseCodes.Inoperative));
        door.PaymentsCome();
        return PaymentsOf(opening).Read(message, opening.Payments.Clock.NowUs()) switch
        {
            IsoPaymentReading.Refused refused => Now(reply.Answer(refused.Fault)),
            IsoPaymentReading.Asked when !door.Rates.TryTake(address.Institution, 1) => Now(reply.Answer(ResponseCodes.Inoperative)),
            IsoPaymentReading.Asked asked => Tell(reply, opening.Payments.DecideAsync(asked.Payment), isReversal: false, asked.IsAdvice),
            IsoPaymentReading.Undone undone => Tell(
                reply,
                opening.Payments.ReverseAsync(address.Institution, undone.Id),
                isReversal: true,
                isAdvice: false
            ),
            _ => Now(reply.Answer(ResponseCodes.Approved)),
        };
    }

    private Iso8583Reply Now(IsoMessageBuilder reply) => new(Frame(reply), null);

    /// <summary>Every reply goes out through here, and is counted by its field 39.</summary>
    private byte[] Frame(IsoMessageBuilder reply)
    {
        door.Meters.Answered("iso8583", reply.Text(39)!);
        return reply.ToFrame();
    }

    private IsoPayments PaymentsOf(DeskDoor.Opening opening)
    {
        if (_current is not { } current || current.Opening != opening)
        {
            current = (opening, new IsoPayments(address.Institution, address.Number, opening.Tokeniser));
            _current = current;
        }
        return current.Payments;
    }

    private Iso8583Reply Tell(IsoMessageBuilder reply, ValueTask<DeskAnswer> asked, bool isReversal, bool isAdvice)
    {
        if (!asked.IsCompletedSuccessfully)
            return new Iso8583Reply(null, TellAsync(reply, asked, isReversal, isAdvice));
        // The desk said no at once: so do we. A decision, however quick, keeps its turn.
        var answer = asked.Result;
        var told = Tell(reply, answer, isReversal, isAdvice);
        return answer.IsDecision ? new Iso8583Reply(null, Task.FromResult(Frame(told))) : Now(told);
    }

    private async Task<byte[]> TellAsync(IsoMessageBuilder reply, ValueTask<DeskAnswer> asked, bool isReversal, bool isAdvice)
    {
        try
        {
            return Frame(Tell(reply, await asked, isReversal, isAdvice));
        }
        catch (Exception error)
        {
            // A bug must not cost the peer its connection; the message's content stays out of the log.
            warn($"iso8583 {address.Institution}: a message could not be answered ({error.GetType().Name})");
            return Frame(reply.Answer(ResponseCodes.Malfunction));
        }
    }

    private static IsoMessageBuilder Tell(IsoMessageBuilder reply, in DeskAnswer answer, bool isReversal, bool isAdvice) =>
        !answer.IsDecision ? reply.Answer(CodeOf(answer.Status))
        : isReversal ? reply.Answer(ResponseCodes.Approved)
        : reply.Answer(answer.Decision!, answer.Status == DeskStatus.Duplicate, isAdvice);

    private static string CodeOf(DeskStatus status) =>
        status switch
        {
            DeskStatus.Busy => ResponseCodes.Inoperative,
            DeskStatus.TooLate => ResponseCodes.FormatError,
            DeskStatus.Conflict => ResponseCodes.DuplicateTransmission,
            DeskStatus.Unknown => ResponseCodes.NoRecord,
            _ => ResponseCodes.Malfunction,
        };
}
