using System.Text;
using Sunqar.Core.Decisions;
using Sunqar.Core.Payments;
using Sunqar.Work.Deciding;

namespace Sunqar.Work.Nodes;

/// <summary>
/// What nodes tell each other of payments: questions one way, answers the other, many in a frame, each with the number that the asker gave
/// it. The first byte of a frame is the format's version.
/// </summary>
internal static class NodeFrames
{
    public const byte Version = 1;

    /// <summary>Bytes after which a frame of questions takes no further one.</summary>
    public const int BytesWanted = 256 << 10;

    private const int TextCharactersMax = 4096,
        ReasonsMax = 1024,
        Texts = (int)PersonalText.Ip + 1;

    private const byte IsHistoryFlag = 1;

    public static void WriteQuestion(FrameWriter into, ulong number, DeskTicket ticket)
    {
        into.Number(number);
        into.Byte((byte)ticket.Question);
        if (ticket.Question == DeskQuestion.Reverse)
        {
            into.Text(ticket.Institution);
            into.Text(ticket.Id);
            return;
        }
        into.Byte(ticket.IsHistory ? IsHistoryFlag : (byte)0);
        into.Number((ulong)ticket.Count);
        foreach (var payment in ticket.Payments)
            Write(into, payment);
    }

    /// <summary>The next question, as a ticket of this process.</summary>
    /// <exception cref="InvalidDataException">The frame is none.</exception>
    public static DeskTicket ReadQuestion(ref FrameReader from, out ulong number)
    {
        number = from.Number();
        var question = (DeskQuestion)from.Byte();
        if (question == DeskQuestion.Reverse)
            return DeskTicket.ForReversal(from.Text() ?? "", from.Text() ?? "");
        if (question != DeskQuestion.Decide)
            throw new InvalidDataException("A question of another node is of no kind that nodes ask.");
        var ticket = DeskTicket.Rent();
        ticket.IsHistory = from.Byte() == IsHistoryFlag;
        for (var count = from.Count(DeskTicket.PaymentsMax); count > 0; count--)
        {
            Read(ref from, ticket.Next());
            ticket.AddNext();
        }
        return ticket;
    }

    public static void WriteAnswers(FrameWriter into, ulong number, DeskTicket ticket)
    {
        into.Number(number);
        into.Number((ulong)ticket.Weight);
        foreach (ref readonly var answer in ticket.Answers)
        {
            into.Byte((byte)answer.Status);
            into.Signed(answer.Sequence);
            into.Text(answer.Reason);
            into.Byte(answer.Decision is null ? (byte)0 : (byte)1);
            if (answer.Decision is not { } decision)
                continue;
            into.Byte((byte)decision.Outcome);
            into.Signed(decision.ExpiresUs);
            into.Text(decision.RulebookVersion);
            into.Number((ulong)decision.Reasons.Count);
            foreach (var reason in decision.Reasons)
            {
                into.Text(reason.Rule);
                into.Text(reason.Text);
                into.Text(reason.Observed);
                into.Text(reason.Limit);
                into.Text(reason.Source);
            }
        }
    }

    /// <param name="rulebook">The version that came last: nearly every answer has the same.</param>
    public static DeskAnswer ReadAnswer(ref FrameReader from, ref string rulebook)
    {
        var status = (DeskStatus)from.Byte();
        var sequence = from.Signed();
        var text = from.Text();
        if (from.Byte() == 0)
            return new DeskAnswer(status, null, sequence, text);
        var (outcome, expiresUs) = ((Outcome)from.Byte(), from.Signed());
        if (from.TryText(out var version) && !IsSame(version, rulebook))
            rulebook = Encoding.UTF8.GetString(version);
        var count = from.Count(ReasonsMax);
        var reasons = count == 0 ? [] : new Reason[count];
        for (var i = 0; i < count; i++)
            reasons[i] = new Reason(from.Text()!, from.Text()!, from.Text()!, from.Text()!, from.Text()!);
        return new DeskAnswer(status, new Decision(outcome, reasons, rulebook, expiresUs), sequence, text);
    }

    private static bool IsSame(ReadOnlySpan<byte> ascii, string text) => Ascii.Equals(ascii, text);

    private static void Write(FrameWriter into, SentPayment payment)
    {
        into.Text(payment.Id);
        into.Byte((byte)payment.Kind);
        into.Signed(payment.TimeUs);
        into.Signed(payment.Amount.MinorUnits);
        into.Number((ulong)payment.Amount.Currency);
        into.Text(payment.Institution);
        into.Byte((byte)((payment.HasSender ? 1 : 0) | (payment.HasRecipient ? 2 : 0) | (payment.Quantity is null ? 0 : 4)));
        into.Byte((byte)(Coded(payment.SenderConfirmed) | (Coded(payment.RecipientConfirmed) << 2)));
        if (payment.Quantity is { } quantity)
            into.Wide(quantity);
        foreach (
            var text in (ReadOnlySpan<string?>)
                [
                    payment.Terminal,
                    payment.City,
                    payment.WalletChain,
                    payment.WalletAddress,
                    payment.Platform,
                    payment.Asset,
                    payment.Category,
                    payment.Purpose,
                    payment.TerminalCountry,
                ]
        )
        {
            into.Text(text);
        }
        Write(into, payment.SenderBackground);
        Write(into, payment.RecipientBackground);
        for (var text = 0; text < Texts; text++)
        {
            if (payment.Has((PersonalText)text))
                into.Text(payment[(PersonalText)text]);
            else
                into.Byte(0);
        }
    }

    private static void Read(ref FrameReader from, SentPayment payment)
    {
        payment.Clear();
        payment.Id = from.Text() ?? "";
        payment.Kind = (PaymentKind)from.Byte();
        payment.TimeUs = from.Signed();
        payment.Amount = new Money(from.Signed(), (Currency)from.Count(ushort.MaxValue));
        payment.Institution = from.Text() ?? "";
        var flags = from.Byte();
        (payment.HasSender, payment.HasRecipient) = ((flags & 1) != 0, (flags & 2) != 0);
        var confirmed = from.Byte();
        (payment.SenderConfirmed, payment.RecipientConfirmed) = (Confirmed(confirmed & 3), Confirmed(confirmed >> 2));
        payment.Quantity = (flags & 4) != 0 ? from.Wide() : null;
        (payment.Terminal, payment.City) = (from.Text(), from.Text());
        (payment.WalletChain, payment.WalletAddress) = (from.Text(), from.Text());
        (payment.Platform, payment.Asset) = (from.Text(), from.Text());
        (payment.Category, payment.Purpose, payment.TerminalCountry) = (from.Text(), from.Text(), from.Text());
        (payment.SenderBackground, payment.RecipientBackground) = (ReadBackground(ref from), ReadBackground(ref from));
        for (var text = 0; text < Texts; text++)
        {
            if (!from.TryText(out var coded))
                continue;
            if (coded.Length > TextCharactersMax)
                throw new InvalidDataException("A text of another node's payment is above its limit.");
            payment.Keep((PersonalText)text, Encoding.UTF8.GetChars(coded, payment.Room(coded.Length)));
        }
    }

    private static void Write(FrameWriter into, in Background background)
    {
        into.Text(background.Country);
        into.Number((ulong)(background.Registered?.DayNumber + 1 ?? 0));
        into.Number((ulong)(background.Opened?.DayNumber + 1 ?? 0));
    }

    private static Background ReadBackground(ref FrameReader from) => new(from.Text(), ReadDay(ref from), ReadDay(ref from));

    private static DateOnly? ReadDay(ref FrameReader from) =>
        from.Count(DateOnly.MaxValue.DayNumber + 1) is > 0 and var day ? DateOnly.FromDayNumber(day - 1) : null;

    private static int Coded(bool? value) =>
        value switch
        {
            null => 0,
            false => 1,
            true => 2,
        };

    private static bool? Confirmed(int coded) =>
        coded switch
        {
            0 => null,
            1 => false,
            2 => true,
            _ => throw new InvalidDataException("A payment of another node says neither yes nor no."),
        };
}
