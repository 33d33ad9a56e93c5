using System.Collections.Frozen;
using Sunqar.Core.Facts;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Codec;

/// <summary>The one table of facts that the journal can hold. Adding one: docs/journal.md, "A new fact".</summary>
internal static class FactCodecs
{
    public static readonly FactCodec[] All =
    [
        new PaymentDecidedCodec(),
        new FindingMadeCodec(),
        new ChainSeenCodec(),
        new SubjectIntroducedCodec(),
        new SubjectNamedCodec(),
        new PaymentReversedCodec(),
        new HoldLapsedCodec(),
        new RulebookPublishedCodec(),
        new RulebookOrderedCodec(),
        new RatePublishedCodec(),
        new PlatformsListedCodec(),
        new LabelsAttributedCodec(),
        new ActorsDescribedCodec(),
        new WalletsExposedCodec(),
        new ChainSurveyedCodec(),
        new EnergyDelegatedCodec(),
        new WatchlistEntriesCodec(),
        new WatchlistPublishedCodec(),
        new DomainsListedCodec(),
        new TransfersImportedCodec(),
        new ImportPartCodec(),
        new ImportCompletedCodec(),
        new CountrySimulatedCodec(),
        new NetworkFormedCodec(),
        new CaseOpenedCodec(),
        new CaseClosedCodec(),
        new TokenEventsSeenCodec(),
        new ChainReadCodec(),
        new ChainRolledBackCodec(),
        new AlertSuppressedCodec(),
        new AlertClosedCodec(),
        new AlertNotedCodec(),
        new WorkGivenCodec(),
        new AbsenceStatedCodec(),
        new HoldReleasedCodec(),
        new CanvasKeptCodec(),
        new WebhookSubscribedCodec(),
        new WebhookEndedCodec(),
        new WebhookMovedCodec(),
        new ActCodec(),
        new ActRefusedCodec(),
        new PersonInvitedCodec(),
        new InvitationConfirmedCodec(),
        new InvitationWithdrawnCodec(),
        new AccountCreatedCodec(),
        new CredentialsReplacedCodec(),
        new PostGivenCodec(),
        new StandingGivenCodec(),
        new SignedInCodec(),
        new SignedOutCodec(),
        new CallersRefusedCodec(),
        new PasskeyAddedCodec(),
        new PasskeyRemovedCodec(),
        new InstitutionKeyMadeCodec(),
        new InstitutionKeyEndedCodec(),
        new OpennessEndedCodec(),
        new ChangeSeenCodec(),
        new IdentityAwaitedCodec(),
        new IdentityBoundCodec(),
        new LookedCodec(),
        new LookTriedCodec(),
        new GrantRequestedCodec(),
        new GrantApprovedCodec(),
        new GrantDeclinedCodec(),
        new GrantReviewedCodec(),
        new LimitLiftedCodec(),
        new SubjectFlaggedCodec(),
        new CitizenObjectedCodec(),
        new TaskSteppedCodec(),
        new ReportPublishedCodec(),
        new CitizenProofTriedCodec(),
        new SubjectsForgottenCodec(),
        new SubjectsSparedCodec(),
        new CaseJoinedCodec(),
        new CaseAssignedCodec(),
        new CaseMovedCodec(),
        new CaseNotedCodec(),
        new TaskSetCodec(),
        new MessagePostedCodec(),
        new EvidenceTakenCodec(),
        new EvidenceHandedCodec(),
        new CasesRelatedCodec(),
        new VolunteerSteppedCodec(),
        new MeasureRequestedCodec(),
        new MeasureSteppedCodec(),
        new MessageTriedCodec(),
        new MeasureTookCodec(),
        new MeasureEndedCodec(),
        new AssetMovedCodec(),
        new ReportExportedCodec(),
        new Fm1SentCodec(),
        new Fm1AnsweredCodec(),
        new LicenceChangedCodec(),
        new PartyScreenedCodec(),
        new HitClearedCodec(),
        new CustomersRescreenedCodec(),
        new DropperListedCodec(),
        new DropperDelistedCodec(),
        new BlockRequestedCodec(),
        new BlockApprovedCodec(),
        new BlockRejectedCodec(),
        new BlockLiftedCodec(),
        new DutiesAroseCodec(),
        new TravelRuleFiledCodec(),
        new ProviderReportedCodec(),
        new FilingsTakenCodec(),
        new SupervisionOpenedCodec(),
        new LookupsTakenCodec(),
        new ActProposedCodec(),
        new ProposalJudgedCodec(),
        new PartnerListedCodec(),
        new PartnerEndedCodec(),
        new StreamsMarkedCodec(),
        new HistoryRestoredCodec(),
        new DecisionObjectedCodec(),
        new ObjectionAnsweredCodec(),
        new BreachRecordedCodec(),
        new BreachNotifiedCodec(),
        new CaseQualifiedCodec(),
        new WordEndsCodec(),
        new DeviceEnrolledCodec(),
        new DeviceEndedCodec(),
        new ChallengeIssuedCodec(),
        new ChallengeAnsweredCodec(),
        new AnswerTriedCodec(),
        new VerifierPinnedCodec(),
        new VerifierEndedCodec(),
        new FootageKeyNamedCodec(),
        new FootageHeadTakenCodec(),
        new FootageChallengedCodec(),
        new FootageAnsweredCodec(),
        new FootageKeptCodec(),
        new FootageReleasedCodec(),
    ];

    private static readonly FrozenDictionary<Type, FactCodec> ByType = All.ToFrozenDictionary(codec => codec.FactType);

    private static readonly FrozenDictionary<int, FactCodec> ByNumber = All.ToFrozenDictionary(codec => codec.Number);

    /// <summary>The field number of a fact's kind in FactRecord.</summary>
    public static int NumberOf(Type factType) => ByType[factType].Number;

    public static void Write(Fact fact, WireWriter wire)
    {
        if (fact is OpaqueFact opaque)
        {
            var mark = wire.BeginMessage(opaque.Number);
            wire.Append(opaque.Body.Span);
            wire.EndMessage(mark);
            return;
        }
        if (!ByType.TryGetValue(fact.GetType(), out var codec))
        {
            throw new InvalidOperationException(
                $"The journal has no message for {fact.GetType().Name}: see docs/journal.md, \"A new fact\"."
            );
        }
        codec.Write(fact, wire);
    }

    public static Fact Read(ReadOnlySpan<byte> record)
    {
        var number = Split(record, out var body);
        return ByNumber.TryGetValue(number, out var codec) ? codec.Read(body) : new OpaqueFact(number, body.ToArray());
    }

    /// <summary>The fact's number and its content.</summary>
    public static int Split(ReadOnlySpan<byte> record, out ReadOnlySpan<byte> body)
    {
        var reader = new WireReader(record);
        var number = reader.NextField();
        if (number == 0)
            throw WireReader.Malformed();
        body = reader.Bytes();
        return number;
    }
}
