using Sunqar.Formats.Iso8583;
using Sunqar.Server.Api;
using Sunqar.Server.Deciding;

namespace Sunqar.Server.Gateways;

/// <summary>What one institution's messages become: questions to the desk, and replies (docs/iso8583.md). For any number of connections.</summary>
internal sealed class Iso8583Desk(Iso8583Address address, DeskDoor door, Action<string> warn)
{
    private (DeskDoor.Opening Opening, IsoPayments Payments)? _current;

    /// <summary>The reply to a message, its length in front; null where none is due. The message is not looked at after the call has returned.</summary>
    public ValueTask<byte[]?> AnswerAsync(ReadOnlySpan<byte> bytes)
    {
        var isWhole = IsoMessage.TryRead(bytes, out var message, out var fault);
        if (IsoReply.To(message) is not { } reply) return new((byte[]?)null);
        if (!isWhole) return new(reply.Answer(fault).ToFrame());
        if (door.Current is not { } opening) return new(reply.Answer(ResponseCodes.Inoperative).ToFrame());
        return PaymentsOf(opening).Read(message, opening.Desk.Clock.NowUs()) switch
        {
            IsoPaymentReading.Refused refused => new(reply.Answer(refused.Fault).ToFrame()),
            IsoPaymentReading.Asked asked => DecideAsync(opening, asked, reply),
            IsoPaymentReading.Undone undone => ReverseAsync(opening, undone.Id, reply),
            _ => new(reply.Answer(ResponseCodes.Approved).ToFrame()),
        };
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

    private async ValueTask<byte[]?> DecideAsync(DeskDoor.Opening opening, IsoPaymentReading.Asked asked, IsoMessageBuilder reply)
    {
        if (!door.Rates.TryTake(address.Institution, 1)) return reply.Answer(ResponseCodes.Inoperative).ToFrame();
        try
        {
            var answer = await opening.Desk.DecideAsync(asked.Payment);
            return (answer.IsDecision
                ? reply.Answer(answer.Decision!, answer.Status == DeskStatus.Duplicate, asked.IsAdvice)
                : reply.Answer(CodeOf(answer.Status))).ToFrame();
        }
        catch (Exception error)
        {
            return Failed(reply, error);
        }
    }

    private async ValueTask<byte[]?> ReverseAsync(DeskDoor.Opening opening, string id, IsoMessageBuilder reply)
    {
        try
        {
            var answer = await opening.Desk.ReverseAsync(address.Institution, id);
            return reply.Answer(answer.IsDecision ? ResponseCodes.Approved : CodeOf(answer.Status)).ToFrame();
        }
        catch (Exception error)
        {
            return Failed(reply, error);
        }
    }

    /// <summary>A bug must not cost the peer its connection; the message's content stays out of the log.</summary>
    private byte[] Failed(IsoMessageBuilder reply, Exception error)
    {
        warn($"iso8583 {address.Institution}: a message could not be answered ({error.GetType().Name})");
        return reply.Answer(ResponseCodes.Malfunction).ToFrame();
    }

    private static string CodeOf(DeskStatus status) => status switch
    {
        DeskStatus.Busy => ResponseCodes.Inoperative,
        DeskStatus.Conflict => ResponseCodes.DuplicateTransmission,
        DeskStatus.Unknown => ResponseCodes.NoRecord,
        _ => ResponseCodes.Malfunction,
    };
}
