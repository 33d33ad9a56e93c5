using System.Buffers;
using System.Text.Unicode;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;

namespace Sunqar.Formats.Payments;

/// <summary>
/// The API's JSON of one payment (docs/payments.md). Reading is strict: unknown fields, repeated fields, nulls and whatever exceeds
/// <see cref="PaymentLimits"/> are refused with the field's name. Keeps a table of texts that repeat, so one thread at a time; make one a
/// thread.
/// </summary>
/// <param name="tokeniser">What a card number becomes at the door; null where none is taken.</param>
public sealed class PaymentJson(ICardTokeniser? tokeniser)
{
    private readonly RepeatedTexts _texts = new();
    private readonly SentPayment _form = new();

    /// <summary>Reads one payment.</summary>
    /// <param name="json">One JSON object in UTF-8, space around it allowed.</param>
    /// <param name="latestUs">Times after this are refused: the clock's plus <see cref="PaymentLimits.AheadUsMax"/> where a bank asks now,
    /// no limit for files.</param>
    public PaymentReading Read(ReadOnlySpan<byte> json, long latestUs = long.MaxValue)
    {
        var refused = Read(json, _form, latestUs);
        var reading = refused ?? (PaymentReading)new PaymentReading.Read(_form.ToPayment());
        _form.Clear();
        return reading;
    }

    /// <summary>Reads one payment into a form that is used again, and allocates nothing but its id.</summary>
    /// <param name="into">Emptied first; where the payment is refused it holds something of it, which the next use or
    /// <see cref="SentPayment.Clear"/> wipes.</param>
    /// <returns>Null where the payment is good.</returns>
    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, long)"/>
    public PaymentReading.Refused? Read(ReadOnlySpan<byte> json, SentPayment into, long latestUs = long.MaxValue)
    {
        into.Clear();
        if (json.Length > PaymentLimits.BytesMax)
        {
            return new PaymentReading.Refused("", 1, "too long", $"at most {PaymentLimits.BytesMax} bytes");
        }
        if (!Utf8.IsValid(json))
        {
            return new PaymentReading.Refused("", 1, "not UTF-8", "one payment as a JSON object in UTF-8");
        }
        return new PaymentParse(json, into, tokeniser, _texts).Run(latestUs);
    }

    /// <summary>Writes one payment as one JSON object without a line end. Reading it gives the same payment.</summary>
    public static void Write(Payment payment, IBufferWriter<byte> output) => PaymentWrite.Write(payment, output);
}
