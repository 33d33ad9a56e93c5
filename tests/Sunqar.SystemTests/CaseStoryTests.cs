using System.Net;
using System.Xml;
using System.Xml.Schema;
using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Formats.GoAml;
using Sunqar.Rehearsal;
using Sunqar.Server.Blocking;
using Sunqar.Server.Gateways;
using Sunqar.Server.Pages.State;
using Sunqar.Simulation;
using Sunqar.Simulation.Stories;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Tests;
using Sunqar.Tests.Acting;
using Sunqar.Work.Acting;
using Sunqar.Work.Blocking;
using Sunqar.Work.Deciding;
using Sunqar.Work.Following;
using Sunqar.Work.Outbox;
using Sunqar.Work.Registers;
using Sunqar.Work.Replaying;
using Sunqar.Work.Reports;
using Sunqar.Work.Summaries;
using Xunit;
using Role = Sunqar.Core.Acts.Role;

namespace Sunqar.SystemTests;

/// <summary>
/// The story of one case, on real parts: a simulated country, both desks, a local chain, BIND. What a partner outside would do by hand is
/// done by the test: a document comes, the issuer freezes.
/// </summary>
public sealed class CaseStoryTests
{
    private const string Site = "obmen-bot.example";
    private const long Usdt = 1_000_000;

    private static readonly Actor Officer = new("officer-1", Role.Officer, "unit-a"),
        Head = new("head-1", Role.Head, "unit-b");

    private int _keys;

    [Fact]
    public async Task A_simulated_exchanger_is_found_and_carried_to_a_closed_case()
    {
        using var node = await LocalNode.StartAsync();
        using var temporary = new TemporaryFolder();
        var files = new DataFiles(temporary.At("data"));
        using var folder = DataFolder.Open(files.Path);
        // An exchanger is found, and the finding is a case.
        new RehearsalJob(
            files,
            new CountryOptions
            {
                People = 2_000,
                Days = 20,
                Seed = 7,
            },
            new ProgressBoard(),
            folder
        ).Run(TestContext.Current.CancellationToken);
        await using var desk = new DecisionDesk(folder, Lookups.Of(folder.Journal));
        await using var acts = new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh);
        await acts.HireAsync(Officer, Head);
        await acts.ListPartnersAsync("bank-caspkzka", "issuer-tether", "authority-nsc");
        var found = acts.Read(state =>
            state.Of<CaseBook>().Cases.First(one => one.Kind == "exchanger" && one.Members.Keys.Any(CaseText.IsSubject))
        );
        Assert.Equal(CaseStatus.New, found.Status);

        var door = new ActDoor();
        door.Open(acts);
        var registry = Lookups.Of(folder.Journal).Registry.Snapshot;
        var publisher = new ZonePublisher(door);
        publisher.Watch(() => registry);
        var port = Resolver.FreePort();
        await using var zone = new ZoneGateway(
            ZoneOptions.None with
            {
                Address = new IPEndPoint(IPAddress.Loopback, 0),
                Notify = [new IPEndPoint(IPAddress.Loopback, port)],
            },
            publisher
        );
        using var world = await Resolver.WorldAsync();
        using var names = await Resolver.BindAsync(world.Port, zone.EndPoint, ZonePublisher.DefaultOrigin, key: null, port);
        using var partners = new Partners(desk, acts, new PartnerOptions(names.EndPoint), temporary.At("outbox"));
        var story = new Story(acts, new OutboxFollower(acts, partners.Find), found.Id, this);
        var wallet = WalletAddress.Parse(WalletChain.Ethereum, node.Accounts[0]).ToString();

        await story.TakeAsync(wallet);
        await SuspendAsync(story, found, folder, desk);
        await FreezeAsync(story, folder, node, wallet);
        await BlockAsync(story, registry, names);
        await SeizeAsync(story, node, wallet);
        await ReportAsync(story, folder);
        await ReferAndCloseAsync(story, temporary.At("outbox"));

        // The year counts it.
        var year = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(5)).Year;
        var report = AnnualBook.Of(folder.Journal, Lookups.Of(folder.Journal).Rates, files).Report(year, acts);
        Int128 Closed(string name) => report.Lines.Single(line => line.Name == name).Closed!.Value;
        Assert.Equal(
            ((Int128)1, (Int128)750 * Usdt, (Int128)1),
            (Closed("platforms_closed"), Closed("exchangers_seized_usdt"), Closed("sites_restricted"))
        );
        // Everything above is an act, and the decisions come out the same again.
        Assert.Equal((0L, 0L), ReplayJob.Verify(folder.Journal) is var replay ? (replay.Different, replay.Unverifiable) : default);
    }

    /// <summary>Who does what in the story.</summary>
    private sealed class Story(ActDesk acts, OutboxFollower outbox, string id, CaseStoryTests test)
    {
        public ActDesk Acts => acts;

        public string Id => id;

        public string Key() => $"story-{++test._keys}";

        public async Task<string> DoneAsync(Command command, Actor actor)
        {
            // Every command is sent twice, as by a double click.
            var answers = await Task.WhenAll(acts.DoAsync(command, actor), acts.DoAsync(command, actor));
            Assert.True(answers[0].IsDone, answers[0].Text);
            Assert.Equal(answers[0] with { IsRepeat = true }, answers[1]);
            return answers[0].Text;
        }

        public async Task TakeAsync(string wallet)
        {
            await DoneAsync(new AssignCase(Key(), id, "duty", Officer.Id), Officer);
            await DoneAsync(new MoveCase(Key(), id, "duty", CaseStatus.UnderExamination, "The desk works every night."), Officer);
            await DoneAsync(
                new JoinSource(
                    Key(),
                    id,
                    "letter of a bank",
                    new CaseSource(SourceKind.Report, "letter-7", new Dictionary<string, string> { [wallet] = "desk", [Site] = "site" })
                ),
                Officer
            );
        }

        public async Task<string> ApprovedAsync(
            string kind,
            MeasureTarget target,
            MeasureValue value,
            string document = "",
            LicensedDomains? licensed = null
        )
        {
            var measure = await DoneAsync(
                new RequestMeasure(Key(), id, "AML law", kind, target, value, document, "The desk works every night.", Licensed: licensed),
                Officer
            );
            Assert.Equal(
                RefusalKind.Forbidden,
                (await acts.DoAsync(new DecideMeasure(Key(), id, "duty", measure, true, "Mine.", licensed), Officer)).Kind
            );
            await DoneAsync(new DecideMeasure(Key(), id, "duty", measure, true, "Agreed.", licensed), Head);
            return measure;
        }

        public async Task SendAsync() => await outbox.AdvanceAsync(TestContext.Current.CancellationToken);

        public MeasureStatus StatusOf(string measure) => acts.Read(state => state.Of<MeasureBook>().Find(measure)!.StatusAt(acts.NowUs));

        public AssetBalance Balance() => acts.Read(state => state.Of<AssetLedger>().Balances.Single(balance => balance.CaseId == id));
    }

    private static async Task SuspendAsync(Story story, Case found, DataFolder folder, DecisionDesk desk)
    {
        var introduced = folder
            .Journal.Read<SubjectIntroduced>(Streams.Payments)
            .First(i => i.Kind == SubjectKind.Card && found.Members.ContainsKey(i.Subject.ToString()));
        var card = folder.Keys.Unseal(introduced.Subject, introduced.Identifier, SealedField.Identifier)!;
        Payment TopUp(string id) =>
            new()
            {
                Id = id,
                Kind = PaymentKind.CardTopUp,
                TimeUs = story.Acts.NowUs,
                Amount = new Money(12_000_00, Currency.Kzt),
                Institution = "CASPKZKA",
                Sender = new Party(Iin: "800416100254"),
                Recipient = new Party(Card: card),
            };
        Assert.NotEqual(Outcome.Hold, (await desk.DecideAsync(TopUp("story-before"))).Decision!.Outcome);
        var measure = await story.ApprovedAsync(
            "suspend_card",
            new MeasureTarget(TargetKind.Subject, introduced.Subject.ToString(), "CASPKZKA", ""),
            MeasureValue.None,
            document: "Decision 4 of 2026-01-10"
        );
        var request = story.Acts.Read(state => state.Of<MeasureBook>().Find(measure)!);
        Assert.InRange(request.ApprovedUs - request.RequestedUs, 0, 24 * 3_600_000_000L);
        await story.SendAsync();
        // The house holds the card's payments; confirmed it is when the bank says so, here on paper.
        Assert.Equal(MeasureStatus.Sent, story.StatusOf(measure));
        await story.DoneAsync(new ConfirmMeasure(story.Key(), story.Id, "duty", measure, true, "Letter 4 of the bank"), Officer);
        Assert.Equal(MeasureStatus.Confirmed, story.StatusOf(measure));
        Assert.Equal(Outcome.Hold, (await desk.DecideAsync(TopUp("story-after"))).Decision!.Outcome);
    }

    private static async Task FreezeAsync(Story story, DataFolder folder, LocalNode node, string wallet)
    {
        await node.TokenAsync("issue(uint256)", 1_000_000_000);
        var measure = await story.ApprovedAsync(
            "freeze_at_issuer",
            new MeasureTarget(TargetKind.Wallet, wallet, "tether", "ethereum"),
            new MeasureValue("", "USDT", 1_000 * (Int128)Usdt)
        );
        await story.SendAsync();
        await Task.Delay(1_100, TestContext.Current.CancellationToken);
        // While the issuer takes its time, a quarter leaves.
        await node.TokenAsync("transfer(address,uint256)", node.Accounts[1], 250_000_000);
        using var client = new HttpClient { BaseAddress = new Uri(node.Url) };
        using var writer = folder.Journal.Open(Streams.Chain);
        var options = new FollowOptions(WalletChain.Ethereum, WalletAddress.Parse(WalletChain.Ethereum, node.Token), FromBlock: 0);
        async Task FollowAsync() =>
            await FollowJob.RunAsync(
                new ChainFollower(new ChainNode(client), folder.Journal, writer, options),
                true,
                TimeSpan.Zero,
                () => 0,
                TimeProvider.System,
                (_, _) => { },
                TestContext.Current.CancellationToken
            );
        var watch = new IssuerWatch(folder.Journal, story.Acts);
        await FollowAsync();
        await watch.AdvanceAsync();
        Assert.Equal((MeasureStatus.Sent, (Int128)250 * Usdt), (story.StatusOf(measure), watch.Escaped(measure)));
        await node.TokenAsync("addBlackList(address)", node.Accounts[0]);
        await FollowAsync();
        await watch.AdvanceAsync();
        Assert.Equal((MeasureStatus.Confirmed, (Int128)750 * Usdt), (story.StatusOf(measure), story.Balance().Frozen));
    }

    private static async Task BlockAsync(Story story, Core.Registry.RegistrySnapshot registry, Resolver names)
    {
        var resolver = new ResolverPartner(names.EndPoint);
        var order = System.Text.Json.JsonSerializer.Serialize(
            new MeasureOrder("m", "block_site", "c", "domain", Site, "", "", "", "0", "", "", 0)
        );
        async Task<bool> IsBlockedAsync() =>
            (await resolver.SendAsync(new PartnerMessage("x", MeasureOrder.Take, order), TestContext.Current.CancellationToken)).Delivery
            == Delivery.Confirmed;
        // The name resolves: the resolver says so, not that it did not answer.
        await UntilAsync(async () =>
            (await resolver.SendAsync(new PartnerMessage("x", MeasureOrder.Take, order), TestContext.Current.CancellationToken)).Reason
            == "The name still resolves."
        );
        var measure = await story.ApprovedAsync(
            "block_site",
            new MeasureTarget(TargetKind.Domain, Site, "", ""),
            MeasureValue.None,
            licensed: LicensedDomains.Of(registry, story.Acts.NowUs)
        );
        await UntilAsync(IsBlockedAsync);
        await story.SendAsync();
        Assert.Equal(MeasureStatus.Confirmed, story.StatusOf(measure));
    }

    private static async Task SeizeAsync(Story story, LocalNode node, string wallet)
    {
        // The issuer destroys the frozen tokens, and issues them anew to the agency.
        var transaction = await node.TokenAsync("destroyBlackFunds(address)", node.Accounts[0]);
        var asset = $"usdt:ethereum:{wallet}";
        var measure = await story.ApprovedAsync(
            "seize",
            new MeasureTarget(TargetKind.Asset, "USDT of the desk", "", ""),
            new MeasureValue(asset, "USDT", 750 * (Int128)Usdt),
            "Order 17 of the investigating judge"
        );
        await story.DoneAsync(new ConfirmMeasure(story.Key(), story.Id, "order", measure, true, "Act of transfer 3", transaction), Officer);
        Assert.Equal(((Int128)0, (Int128)750 * Usdt), (story.Balance().Frozen, story.Balance().Seized));
    }

    private static async Task ReportAsync(Story story, DataFolder folder)
    {
        var file = CaseFileJob.Of(folder, story.Id, story.Acts.NowUs)!;
        var written = Assert.IsType<GoAmlOutcome.Written>(GoAmlReport.Write(file, new ReportingEntity(1), GoAmlKind.Str));
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema };
        settings.Schemas.Add(null, Repository.Shared("standards/goaml/goAMLSchema-5.0.2.xsd"));
        var faults = new List<string>();
        settings.ValidationEventHandler += (_, fault) => faults.Add(fault.Message);
        foreach (var part in written.Parts)
        {
            using var reader = XmlReader.Create(new MemoryStream(part), settings);
            while (reader.Read()) { }
        }
        Assert.Equal([], faults);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(written.Parts[0]));
        await story.DoneAsync(
            new ExportReport(story.Key(), story.Id, "AML law", "goaml-str", hash, written.Parts[0].Length, file.Operations.Count),
            Officer
        );
    }

    private static async Task ReferAndCloseAsync(Story story, string outbox)
    {
        var measure = await story.ApprovedAsync(
            "refer",
            new MeasureTarget(TargetKind.Authority, Refer.SecurityCommittee, "", ""),
            MeasureValue.None
        );
        CloseCase Close() => new(story.Key(), story.Id, "duty", CaseResult.MeasuresTaken, "Frozen, seized, blocked, referred.");
        Assert.Equal(RefusalKind.Conflict, (await story.Acts.DoAsync(Close(), Head)).Kind);
        await story.SendAsync();
        Assert.Contains(
            "nsc",
            await File.ReadAllTextAsync(
                Assert.Single(Directory.GetFiles(Path.Combine(outbox, "authority-nsc"))),
                TestContext.Current.CancellationToken
            ),
            StringComparison.Ordinal
        );
        await story.DoneAsync(new ConfirmMeasure(story.Key(), story.Id, "duty", measure, true, "Receipt 11 of the Committee"), Officer);
        await story.DoneAsync(new MoveCase(story.Key(), story.Id, "duty", CaseStatus.Referred, "The Committee has it."), Officer);
        await story.DoneAsync(Close(), Head);
        Assert.Equal("measures taken", story.Acts.Read(state => state.Of<CaseBook>().Find(story.Id)!.Outcome));
    }

    private static async Task UntilAsync(Func<Task<bool>> done)
    {
        for (var patience = 0; !await done(); patience++)
        {
            if (patience > 300)
                throw new TimeoutException("It did not come about.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
