using Sunqar.Core.Providers;

namespace Sunqar.Storage.Codec;

internal sealed class DutiesAroseCodec() : MessageCodec<DutiesArose, Schema.DutiesArose>(110)
{
    protected override Schema.DutiesArose ToMessage(DutiesArose fact) =>
        new()
        {
            Duties =
            {
                fact.Duties.Select(duty => new Schema.Duty
                {
                    Platform = duty.Platform,
                    Kind = (uint)duty.Kind,
                    Reference = duty.Reference,
                    AmountUsdMicro = duty.AmountUsdMicro,
                    AroseUs = duty.AroseUs,
                    DueUs = duty.DueUs,
                }),
            },
        };

    protected override DutiesArose ToFact(Schema.DutiesArose message) =>
        new(
            message
                .Duties.Select(duty => new Duty(
                    duty.Platform,
                    (DutyKind)duty.Kind,
                    duty.Reference,
                    duty.AmountUsdMicro,
                    duty.AroseUs,
                    duty.DueUs
                ))
                .ToArray()
        );
}

internal sealed class TravelRuleFiledCodec() : MessageCodec<TravelRuleFiled, Schema.TravelRuleFiled>(111)
{
    protected override Schema.TravelRuleFiled ToMessage(TravelRuleFiled fact) =>
        new()
        {
            MessageId = fact.MessageId,
            Chain = fact.Chain,
            Transaction = fact.Transaction,
            From = fact.From,
            To = fact.To,
            AmountUsdMicro = fact.AmountUsdMicro,
            SentUs = fact.SentUs,
            Version = fact.Version,
            Gaps = { fact.Gaps.Select(gap => (uint)gap) },
        };

    protected override TravelRuleFiled ToFact(Schema.TravelRuleFiled message) =>
        new(
            message.MessageId,
            message.Chain,
            message.Transaction,
            message.From,
            message.To,
            message.AmountUsdMicro,
            message.SentUs,
            message.Version,
            message.Gaps.Select(gap => (TravelRuleGap)gap).ToArray()
        );
}

internal sealed class ProviderReportedCodec() : MessageCodec<ProviderReported, Schema.ProviderReported>(112)
{
    protected override Schema.ProviderReported ToMessage(ProviderReported fact) =>
        new()
        {
            ReportId = fact.ReportId,
            Kind = (uint)fact.Kind,
            References = { fact.References },
            OccurredUs = fact.OccurredUs,
        };

    protected override ProviderReported ToFact(Schema.ProviderReported message) =>
        new(message.ReportId, (DutyKind)message.Kind, [.. message.References], message.OccurredUs);
}

internal sealed class FilingsTakenCodec() : MessageCodec<FilingsTaken, Schema.FilingsTaken>(113)
{
    protected override Schema.FilingsTaken ToMessage(FilingsTaken fact) =>
        new()
        {
            Platform = fact.Platform,
            Filings =
            {
                fact.Filings.Select(filing => new Schema.Filing
                {
                    Kind = (uint)filing.Kind,
                    Reference = filing.Reference,
                    AtUs = filing.AtUs,
                }),
            },
        };

    protected override FilingsTaken ToFact(Schema.FilingsTaken message) =>
        new(message.Platform, message.Filings.Select(filing => new Filing((DutyKind)filing.Kind, filing.Reference, filing.AtUs)).ToArray());
}

internal sealed class SupervisionOpenedCodec() : MessageCodec<SupervisionOpened, Schema.SupervisionOpened>(114)
{
    protected override Schema.SupervisionOpened ToMessage(SupervisionOpened fact) =>
        new()
        {
            SupervisionId = fact.SupervisionId,
            Platform = fact.Platform,
            Breaches = fact.Breaches,
        };

    protected override SupervisionOpened ToFact(Schema.SupervisionOpened message) =>
        new(message.SupervisionId, message.Platform, message.Breaches);
}
