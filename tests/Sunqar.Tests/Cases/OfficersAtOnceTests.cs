using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Memory;
using Sunqar.Tests.Acting;
using Sunqar.Tests.Storage;
using Sunqar.Work.Acting;
using Xunit;

namespace Sunqar.Tests.Cases;

/// <summary>Many people on few cases, by the dice: sent once or twice, alone or at once, what holds afterwards is the same, and what the
/// rooms promise holds always.</summary>
public sealed class OfficersAtOnceTests : IDisposable
{
    private const string Card = "00000000000000aa",
        Asset = "usdt:tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
    private const int Steps = 1500;

    private static readonly Actor[] People =
    [
        CaseRoom.Officer,
        CaseRoom.OtherOfficer,
        CaseRoom.Officer,
        CaseRoom.Officer,
        CaseRoom.Head,
        CaseRoom.Head,
        CaseRoom.Head,
        CaseRoom.HeadOfUnit,
        CaseRoom.Analyst,
        new("supervisor-1", Role.Supervisor, "unit-c"),
        Actor.House,
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("officers").FullName;
    private readonly KeyStore _keys;

    public OfficersAtOnceTests() => _keys = new KeyStore(Path.Combine(_folder, "keys"), Path.Combine(_folder, "key"));

    private sealed class Frozen : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(1_772_431_200);
    }

    /// <summary>What somebody might ask for next: mostly sense, sometimes not.</summary>
    private static Command Next(Random dice, string key)
    {
        var id = $"case-2026-{1 + dice.Next(3):D4}";
        var measure = $"m-2026-{1 + dice.Next(12):D4}";
        string[] kinds = ["suspend_card", "freeze_account", "seize", "forfeit", "refer", "suspend_payment", "nonsense"];
        var kind = kinds[dice.Next(kinds.Length)];
        var target = kind switch
        {
            "suspend_card" or "freeze_account" => new MeasureTarget(TargetKind.Subject, Card, "CASPKZKA", ""),
            "refer" => new MeasureTarget(TargetKind.Authority, "nsc", "", ""),
            "suspend_payment" => new MeasureTarget(TargetKind.Payment, "p1", "CASPKZKA", ""),
            _ => new MeasureTarget(TargetKind.Asset, "USDT", "", ""),
        };
        return dice.Next(14) switch
        {
            0 => new OpenCase(
                key,
                "alert",
                "droppers",
                "Cards lent",
                [new CaseSource(SourceKind.Alert, $"alert-{dice.Next(4)}", new Dictionary<string, string> { [Card] = "dropper" })],
                0,
                0
            ),
            1 => new AssignCase(key, id, "duty", People[dice.Next(2)].Id, dice.Next(4) > 0),
            2 => new MoveCase(key, id, "duty", (CaseStatus)dice.Next(6), "Because."),
            3 => new CloseCase(key, id, "duty", (CaseResult)dice.Next(6), "Because."),
            4 => new ReopenCase(key, id, "duty", "Because."),
            5 or 6 or 7 => new RequestMeasure(
                key,
                id,
                "order",
                kind,
                target,
                new MeasureValue(Asset, "USDT", 1 + dice.Next(5)),
                "Order 1",
                "Because."
            ),
            8 or 9 => new DecideMeasure(key, id, "duty", measure, dice.Next(4) > 0, "Because."),
            10 => new ConfirmMeasure(key, id, "duty", measure, dice.Next(4) > 0, "Act 1", dice.Next(2) == 0 ? $"tx{dice.Next(50)}" : ""),
            11 => new NoteDelivery(
                key,
                id,
                $"{measure}:take:{(dice.Next(2) == 0 ? "desk" : "bank-caspkzka")}",
                (Delivery)dice.Next(4),
                "x"
            ),
            12 => dice.Next(2) == 0
                ? new LiftMeasure(key, id, "duty", measure, "Because.")
                : new AppealMeasure(key, id, "duty", measure, "Objection 1"),
            _ => new DecideAppeal(key, id, "duty", measure, dice.Next(2) == 0, "Because."),
        };
    }

    private async Task<string> PlayAsync(int seed, int copies)
    {
        using var journal = new MemoryJournal();
        string state;
        await using (var desk = new ActDesk(journal, _keys, ActFolds.Fresh, new Frozen(), _ => { }))
        {
            await desk.HireAsync(People.Distinct());
            await desk.ListPartnersAsync("bank-caspkzka", "authority-nsc");
            var dice = new Random(seed);
            for (var step = 0; step < Steps; step++)
            {
                var (command, actor) = (Next(dice, $"k{step}"), People[dice.Next(People.Length)]);
                var answers = await Task.WhenAll(Enumerable.Range(0, copies).Select(_ => Task.Run(() => desk.DoAsync(command, actor))));
                Assert.Single(answers, answer => !answer.IsRepeat);
                Assert.Single(answers.Select(answer => answer with { IsRepeat = false }).Distinct());
            }
            Assert.Null(desk.Trouble);
            state = desk.Read(Dump);
            Assert.True(desk.Read(s => s.Of<MeasureBook>().All.Count(m => m.ApprovedUs > 0)) > 2, "The dice must come to something.");
            desk.Read(Hold);
        }
        // A new desk over the same acts holds the same.
        await using var next = new ActDesk(journal, _keys, ActFolds.Fresh, new Frozen(), _ => { });
        Assert.Equal(state, next.Read(Dump));
        return state;
    }

    private static string Dump(ActState state) =>
        string.Join('\n', state.Of<CaseBook>().Cases.Select(FactSamples.Dump))
        + string.Join('\n', state.Of<MeasureBook>().All.Select(one => FactSamples.Dump(one) + one.Stepped + one.Steps.Count))
        + string.Join('\n', state.Of<AssetLedger>().Balances.Select(FactSamples.Dump))
        + state.Of<OutboxBook>().Waiting;

    /// <summary>Two persons stand behind whatever left the house, and no closed case leaves anything pending.</summary>
    private static bool Hold(ActState state)
    {
        foreach (var one in state.Of<MeasureBook>().All)
        {
            var approval = one.Steps.Find(step => step.Step == MeasureStep.Approve);
            Assert.Equal(approval is not null && one.Kind.Addressees(one.Request).Count > 0, state.Of<OutboxBook>().About(one.Id).Any());
            Assert.NotEqual(one.RequestedBy, approval?.Author);
            if (state.Of<CaseBook>().Find(one.CaseId)!.IsOpen)
                continue;
            Assert.False(one.Stepped.IsPending());
        }
        Assert.All(
            state.Of<AssetLedger>().Balances,
            balance => Assert.True(balance is { Frozen: var f, Seized: var s, Forfeited: var g } && f >= 0 && s >= 0 && g >= 0)
        );
        return true;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Sent_once_or_twice_at_once_comes_to_the_same(int seed) =>
        Assert.Equal(await PlayAsync(seed, copies: 1), await PlayAsync(seed, copies: 2));

    [Fact]
    public async Task Two_heads_at_once_are_one_decision()
    {
        using var journal = new MemoryJournal();
        await using var desk = new ActDesk(journal, _keys, ActFolds.Fresh, warn: _ => { });
        async Task<string> Do(Command command, Actor actor) =>
            (await desk.DoAsync(command, actor)) is { IsDone: true } done ? done.Text : throw new InvalidOperationException("refused");
        await desk.ListPartnersAsync("authority-nsc");
        await desk.HireAsync(CaseRoom.Officer);
        var id = await Do(new OpenCase("k1", "alert", "droppers", "Cards lent", [], 0, 0), CaseRoom.Officer);
        await Do(new AssignCase("k2", id, "duty", CaseRoom.Officer.Id), CaseRoom.Officer);
        var measure = await Do(
            new RequestMeasure(
                "k3",
                id,
                "law",
                "refer",
                new MeasureTarget(TargetKind.Authority, "nsc", "", ""),
                MeasureValue.None,
                "",
                "Because."
            ),
            CaseRoom.Officer
        );
        Actor[] heads = [.. Enumerable.Range(0, 40).Select(i => new Actor($"head-{i}", Role.Head, "unit-b"))];
        await desk.HireAsync(heads);
        var answers = await Task.WhenAll(
            heads.Select(
                (head, i) => Task.Run(() => desk.DoAsync(new DecideMeasure($"d{i}", id, "duty", measure, i % 2 == 0, "Because."), head))
            )
        );
        Assert.Single(answers, answer => answer.IsDone);
        Assert.Equal(39, answers.Count(answer => answer.Kind == RefusalKind.Conflict));
    }

    public void Dispose()
    {
        _keys.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
