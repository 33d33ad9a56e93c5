using Sunqar.Core.Acts;

namespace Sunqar.Core.Providers;

/// <summary>A platform files the travel-rule message of a transfer. The answer is "complete", or "incomplete: " and what lacks.</summary>
/// <param name="ContentHash">Keyed hash of the whole message: the same id with another content is refused.</param>
public sealed record FileTravelRule(
    string Key,
    string MessageId,
    string Chain,
    string Transaction,
    string From,
    string To,
    long AmountUsdMicro,
    long SentUs,
    string Version,
    TravelRuleParty Originator,
    TravelRuleParty Beneficiary,
    string ContentHash
) : Command(Key, null, "")
{
    /// <summary>Clocks differ; what is later than this lies in the future.</summary>
    public const long AheadUsMax = 86_400_000_000;

    public override string Name => "travel-rule.file";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor is not { Role: Role.Platform, Institution: not null })
            return Refused(RefusalKind.Forbidden, "A platform files travel-rule messages, by its own key.");
        if (AmountUsdMicro <= 0)
            return Refused(RefusalKind.Invalid, "A transfer moves more than nothing.", "transfer.amount_usd");
        if (SentUs > nowUs + AheadUsMax)
            return Refused(RefusalKind.Invalid, "The transfer lies in the future.", "transfer.time");
        var gaps = TravelRule.Gaps(AmountUsdMicro, Originator, Beneficiary, DutyTerms.At(SentUs));
        var answer = gaps.Count == 0 ? "complete" : $"incomplete: {string.Join(", ", gaps)}";
        return Done(answer, new TravelRuleFiled(MessageId, Chain, Transaction, From, To, AmountUsdMicro, SentUs, Version, gaps));
    }
}

/// <summary>A platform reports operations at or above the threshold, or a suspicion.</summary>
/// <param name="References">Payments, transactions or wallets; 1 to <see cref="ReferencesMax"/>.</param>
public sealed record FileReport(string Key, string ReportId, DutyKind Kind, IReadOnlyList<string> References, long OccurredUs)
    : Command(Key, null, "")
{
    public const int ReferencesMax = 500;

    public override string Name => "report.file";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor is not { Role: Role.Platform, Institution: not null })
            return Refused(RefusalKind.Forbidden, "A platform files reports, by its own key.");
        if (Kind is not (DutyKind.Threshold or DutyKind.Suspicion))
            return Refused(RefusalKind.Invalid, "A report is of a threshold or of a suspicion.", "kind");
        if (References.Count is 0 or > ReferencesMax || References.Any(r => r.Length is 0 or > 128))
        {
            return Refused(
                RefusalKind.Invalid,
                $"A report names 1 to {ReferencesMax} payments, transactions or wallets of at most 128 characters.",
                "references"
            );
        }
        if (OccurredUs > nowUs + FileTravelRule.AheadUsMax)
            return Refused(RefusalKind.Invalid, "What is reported lies in the future.", "occurred");
        return Done(ReportId, new ProviderReported(ReportId, Kind, References, OccurredUs));
    }
}

/// <summary>A supervisor takes up a platform's breaches; the answer is the supervision's id.</summary>
public sealed record OpenSupervision(string Key, string Basis, string Platform) : Command(Key, null, Basis)
{
    public override string Name => "supervision.open";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role != Role.Supervisor)
            return Refused(RefusalKind.Forbidden, "A supervisor opens a supervision.");
        if (string.IsNullOrWhiteSpace(Basis))
            return Refused(RefusalKind.Invalid, "A supervision names its legal basis.", "basis");
        var record = state.Of<ProviderBook>().Record(Platform, nowUs);
        if (record.Late + record.Missing == 0)
            return Refused(RefusalKind.Conflict, "The platform has no breach on record.", "platform");
        if (record.SupervisionId is { } open)
            return Refused(RefusalKind.Conflict, $"{open} is open already.", "platform");
        var id = $"supervision-{Platform}-{nowUs / 86_400_000_000}";
        return Done(id, new SupervisionOpened(id, Platform, record.Late + record.Missing));
    }
}
