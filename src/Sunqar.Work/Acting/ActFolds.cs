using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Canvas;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Confirmations;
using Sunqar.Core.Footage;
using Sunqar.Core.Objections;
using Sunqar.Core.Oversight;
using Sunqar.Core.People;
using Sunqar.Core.Providers;
using Sunqar.Core.Publishing;
using Sunqar.Core.Queue;
using Sunqar.Core.Screening;
using Sunqar.Core.Webhooks;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Acting;

/// <summary>The folds that commands are decided on: a room that has one puts it here, on a line of its own.</summary>
public static class ActFolds
{
    public static IEnumerable<IActFold> Fresh()
    {
        var cases = new CaseBook();
        var flags = new FlagBook();
        var staff = new Staff();
        var (objections, breaches) = (new ObjectionBook(), new BreachBook());
        var access = new AccessBook(cases, new StaffRoll(staff));
        return
        [
            staff,
            new ProposalBook(),
            new InstitutionKeys(),
            cases,
            new CaseFold(),
            new AssetLedger(),
            new MeasureBook(),
            new OutboxBook(),
            new PartnerBook(),
            flags,
            access,
            objections,
            breaches,
            new AlarmBook(flags, access, objections, breaches),
            new WorkBook(),
            new ScreeningBook(),
            new ProviderBook(),
            new BlockOrders(ShippedSuffixes.Instance),
            new ReportBook(),
            new FootageRegister(),
            new StreamBook(),
            new ConfirmationBook(),
            new Fm1Book(),
            new QueueBook(),
            new ReleaseBook(),
            new AbsenceBook(),
            new AlertLife(),
            new CanvasBook(),
            new WebhookBook(),
            new RulebookRoll(),
        ];
    }
}
