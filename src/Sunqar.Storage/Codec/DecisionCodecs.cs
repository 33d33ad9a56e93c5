using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Publishing;
using Sunqar.Core.Registry;

namespace Sunqar.Storage.Codec;

internal sealed class PaymentReversedCodec() : FactCodec(6, typeof(PaymentReversed))
{
    public override void Write(Fact fact, WireWriter wire)
    {
        var reversed = (PaymentReversed)fact;
        PaymentAtTime.Write(wire, Number, reversed.Payment, reversed.Decision, reversed.TimeUs);
    }

    public override Fact Read(ReadOnlySpan<byte> body)
    {
        var (decided, timeUs) = PaymentAtTime.Read(body);
        return new PaymentReversed(decided.Payment, decided.Decision, timeUs);
    }
}

internal sealed class HoldLapsedCodec() : FactCodec(7, typeof(HoldLapsed))
{
    public override void Write(Fact fact, WireWriter wire)
    {
        var lapsed = (HoldLapsed)fact;
        PaymentAtTime.Write(wire, Number, lapsed.Payment, null, lapsed.TimeUs);
    }

    public override Fact Read(ReadOnlySpan<byte> body)
    {
        var (decided, timeUs) = PaymentAtTime.Read(body);
        return new HoldLapsed(decided.Payment, timeUs);
    }
}

/// <summary>The two facts that carry a payment again: the payment's own message, and a time.</summary>
internal static class PaymentAtTime
{
    public static void Write(WireWriter wire, int number, in SealedPayment payment, Decision? decision, long timeUs)
    {
        var mark = wire.BeginMessage(number);
        var inner = wire.BeginMessage(1);
        PaymentDecidedCodec.WritePayment(wire, in payment);
        if (decision is not null)
            PaymentDecidedCodec.WriteDecision(wire, decision);
        CircumstancesCodec.Write(wire, payment.Circumstances);
        wire.EndMessage(inner);
        wire.SFixed64(2, timeUs);
        wire.EndMessage(mark);
    }

    public static (PaymentDecided Decided, long TimeUs) Read(ReadOnlySpan<byte> body)
    {
        PaymentDecided? decided = null;
        var timeUs = 0L;
        var wire = new WireReader(body);
        for (var field = wire.NextField(); field != 0; field = wire.NextField())
        {
            if (field == 1)
                decided = PaymentDecidedCodec.ReadDecided(wire.Bytes());
            else if (field == 2)
                timeUs = wire.SFixed64();
            else
                wire.Skip();
        }
        return (decided ?? throw WireReader.Malformed(), timeUs);
    }
}

internal sealed class RulebookPublishedCodec() : MessageCodec<RulebookPublished, Schema.RulebookPublished>(8)
{
    protected override Schema.RulebookPublished ToMessage(RulebookPublished fact) =>
        new()
        {
            Version = fact.Version,
            Text = fact.Text,
            FromUs = fact.FromUs,
        };

    protected override RulebookPublished ToFact(Schema.RulebookPublished message) => new(message.Version, message.Text, message.FromUs);
}

internal sealed class RulebookOrderedCodec() : MessageCodec<RulebookOrdered, Schema.RulebookOrdered>(216)
{
    protected override Schema.RulebookOrdered ToMessage(RulebookOrdered fact) =>
        new()
        {
            Version = fact.Version,
            Text = fact.Text,
            FromUs = fact.FromUs,
        };

    protected override RulebookOrdered ToFact(Schema.RulebookOrdered message) => new(message.Version, message.Text, message.FromUs);
}

internal sealed class LookupsTakenCodec() : MessageCodec<LookupsTaken, Schema.LookupsTaken>(129)
{
    protected override Schema.LookupsTaken ToMessage(LookupsTaken fact) =>
        new() { RegistryNext = fact.RegistryNext, ImportsNext = fact.ImportsNext };

    protected override LookupsTaken ToFact(Schema.LookupsTaken message) => new(message.RegistryNext, message.ImportsNext);
}

internal sealed class RatePublishedCodec() : MessageCodec<RatePublished, Schema.RatePublished>(9)
{
    protected override Schema.RatePublished ToMessage(RatePublished fact) =>
        new()
        {
            Base = (uint)fact.Base,
            Quote = (uint)fact.Quote,
            Numerator = fact.Numerator,
            Denominator = fact.Denominator,
            FromUs = fact.FromUs,
            Source = fact.Source,
        };

    protected override RatePublished ToFact(Schema.RatePublished message) =>
        new((Currency)message.Base, (Currency)message.Quote, message.Numerator, message.Denominator, message.FromUs, message.Source);
}

internal sealed class MeasureTookCodec() : MessageCodec<MeasureTook, Schema.MeasureTook>(73)
{
    protected override Schema.MeasureTook ToMessage(MeasureTook fact) =>
        new()
        {
            MeasureId = fact.MeasureId,
            Subject = fact.Subject.Value,
            Institution = fact.Institution,
            PaymentId = fact.PaymentId,
            Standing = (uint)fact.Standing,
            UntilUs = fact.UntilUs,
        };

    protected override MeasureTook ToFact(Schema.MeasureTook message) =>
        new(
            message.MeasureId,
            new SubjectId(message.Subject),
            message.Institution,
            message.PaymentId,
            (MeasureStanding)message.Standing,
            message.UntilUs
        );
}

internal sealed class MeasureEndedCodec() : MessageCodec<MeasureEnded, Schema.MeasureEnded>(74)
{
    protected override Schema.MeasureEnded ToMessage(MeasureEnded fact) => new() { MeasureId = fact.MeasureId, AtUs = fact.AtUs };

    protected override MeasureEnded ToFact(Schema.MeasureEnded message) => new(message.MeasureId, message.AtUs);
}
