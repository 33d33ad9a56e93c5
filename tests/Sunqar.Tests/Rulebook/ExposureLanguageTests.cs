using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Xunit;

namespace Sunqar.Tests.Rulebook;

/// <summary>Exposures in rules: what is not known, or old, never makes an answer milder; and a reason says how old what it says
/// is.</summary>
public class ExposureLanguageTests
{
    private const long Day = 86_400_000_000,
        Now = 1_780_297_200_000_000;

    private const string Told = "reason \"{wallet.exposure.age}\"";

    private static readonly string[] Allowed =
    [
        "wallet.exposure to hack within 2 hops >= 30%",
        "30% < wallet.exposure to hack, scam within 3 hops at 50% confidence",
        "wallet.exposure to hack within 2 hops of amount > 100,000 KZT",
        "wallet.exposure.age > 10 days",
        "not (wallet.exposure to hack within 2 hops < 30%)",
        "signs of (wallet.exposure to hack within 1 hop > 10%, wallet.exposure.age > 5 days, amount > 1 KZT) >= 2",
        "wallet.exposure.age + wallet.exposure.age > 20 days and wallet.exposure to hack within 2 hops > 5%",
        "tie > 5% and not (5 days > wallet.exposure.age)",
    ];

    public static TheoryData<string> Conditions => [.. Allowed];

    [Theory]
    [MemberData(nameof(Conditions))]
    public void An_answer_is_never_milder_for_a_larger_share_an_older_tracing_or_none(string condition)
    {
        var engine = new DecisionEngine(
            Load(Rule($"let tie = wallet.exposure to hack within 2 hops when {condition}{Use(condition)} {Told}"))
        );
        bool Speaks(ExposureRecord record) => engine.Decide(Payment, new One(record)).Outcome == Outcome.VerifySender;
        var isHeard = false;
        var isSilent = false;
        for (var share = 0; share <= 100; share += 5)
        {
            for (var days = 0; days <= 40; days += 4)
            {
                var said = Speaks(Record(share, days));
                (isHeard, isSilent) = (isHeard || said, isSilent || !said);
                if (!said)
                    continue;
                Assert.True(Speaks(Record(Math.Min(100, share + 5), days)), $"{share}% of {days} days, and not {share + 5}%");
                Assert.True(Speaks(Record(share, days + 4)), $"{share}% of {days} days, and not of {days + 4}");
                if (share == 0)
                    Assert.True(Speaks(ExposureRecord.Nothing), $"traced {days} days ago to nobody, and not when never traced");
            }
        }
        Assert.True(isHeard && isSilent, "a condition that is always one thing shows nothing");
    }

    [Theory]
    [InlineData("wallet.exposure to hack within 2 hops < 30%", "must not silence")]
    [InlineData("wallet.exposure to hack within 2 hops <= 30%", "must not silence")]
    [InlineData("30% >= wallet.exposure to hack within 2 hops", "must not silence")]
    [InlineData("wallet.exposure to hack within 2 hops = 0%", "must not silence")]
    [InlineData("wallet.exposure to hack within 2 hops != 0%", "must not silence")]
    [InlineData("not (wallet.exposure to hack within 2 hops > 1%)", "must not silence")]
    [InlineData("amount > 1 KZT and not (amount > 5 KZT and wallet.exposure.age > 3 days)", "must not silence")]
    [InlineData("wallet.exposure.age < 3 days", "must not silence")]
    [InlineData("wallet.exposure.age to hack within 2 hops > 10 days", "must not silence")]
    [InlineData("10 days - wallet.exposure.age > 3 days", "must not silence")]
    [InlineData("wallet.exposure to hack within 2 hops against 50% > 3%", "does not join")]
    [InlineData("wallet.exposure.age against 2 days > 3%", "must not silence")]
    [InlineData("wallet.exposure to hack within 4 hops > 3%", "Expected a number of hops")]
    [InlineData("wallet.exposure to hack within 2 hops at 101% confidence > 3%", "Expected a confidence")]
    [InlineData("wallet.exposure to hak within 2 hops > 3%", "Did you mean 'hack'")]
    [InlineData("wallet.exposure > 3%", "Expected 'to'")]
    [InlineData("count where wallet.exposure.age > 3 days by sender.card in 1 days > 2", "cannot ask the registry")]
    [InlineData("count where wallet.exposure to hack within 1 hop > 3% by sender.card in 1 days > 2", "cannot ask the registry")]
    public void What_would_silence_a_rule_does_not_load(string condition, string message)
    {
        var refused = Assert.IsType<RulebookRefused>(LoadedRulebook.Load(Rule($"when {condition} {Told}")));
        Assert.Contains(message, refused.Faults[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_that_does_not_say_the_age_does_not_load()
    {
        const string When = "when wallet.exposure to hack within 2 hops > 3%";
        var refused = Assert.IsType<RulebookRefused>(
            LoadedRulebook.Load(Rule(When + " reason \"{wallet.exposure to hack within 2 hops}\""))
        );
        Assert.Contains("how old", refused.Faults[0].Message, StringComparison.Ordinal);
        Load(Rule(When + " reason \"{wallet.exposure.age to hack within 2 hops}\""));
    }

    [Theory]
    [InlineData(null, "unknown")]
    [InlineData(0, "0 s")]
    [InlineData(3, "3 d")]
    public void An_age_is_told_in_days_and_hours_or_as_unknown(int? days, string shown)
    {
        var engine = new DecisionEngine(Load(Rule("when amount > 1 KZT " + Told)));
        var decision = engine.Decide(Payment, new One(days is { } age ? Record(0, age) : ExposureRecord.Nothing));
        Assert.Equal(shown, Assert.Single(decision.Reasons).Text);
    }

    /// <summary>A date that lies ahead never grows old: it is worth nothing.</summary>
    [Fact]
    public void A_date_in_the_future_is_no_date()
    {
        var engine = new DecisionEngine(Load(Rule("when wallet.exposure.age > 30 days " + Told)));
        Assert.Equal(Outcome.Allow, engine.Decide(Payment, new One(Record(0, -2))).Outcome);
        Assert.Equal(Outcome.VerifySender, engine.Decide(Payment, new One(Record(0, -400))).Outcome);
    }

    [Fact]
    public void A_payment_without_a_wallet_is_exposed_to_nobody()
    {
        var engine = new DecisionEngine(Load(Rule("when wallet.exposure.age > 1 hours " + Told)));
        Assert.Equal(Outcome.Allow, engine.Decide(Payment with { WalletAddress = null }, new One(ExposureRecord.Nothing)).Outcome);
    }

    /// <summary>A name that a condition leaves out would be refused as unused.</summary>
    private static string Use(string condition) => condition.Contains("tie", StringComparison.Ordinal) ? "" : " or tie > 200%";

    private static string Rule(string clauses) => $"rule r source \"s\" outcome verify_sender {clauses} end";

    private static LoadedRulebook Load(string text) =>
        LoadedRulebook.Load(text) switch
        {
            RulebookLoaded loaded => loaded.Rulebook,
            RulebookRefused refused => throw new InvalidOperationException(string.Join("; ", refused.Faults)),
            _ => throw new InvalidOperationException(),
        };

    private static ExposureRecord Record(int percent, int days) =>
        new([
            new ExposureStatement(
                WalletsExposed.OwnTracing,
                Now - days * Day,
                percent == 0 ? [] : [new ExposureShare("hack", FlowDirection.In, 1, percent * 10_000, 80)]
            ),
        ]);

    private static readonly SealedPayment Payment = new(
        "p",
        PaymentKind.CryptoWithdrawal,
        Now,
        new Money(50_000_000, Currency.Kzt),
        "TESTKZKA",
        new SealedParty(new SubjectId(1), default, default, IinStatus.Valid, false, true, false),
        default,
        null,
        null,
        SubjectId.None,
        "tron",
        "T1",
        "platform",
        "USDT",
        0,
        0
    );

    private sealed class One(ExposureRecord record) : IRegistryView
    {
        public ExposureRecord Exposure(string address) => record;

        public PlatformStanding Platform(string code, long timeUs) => PlatformStanding.Licensed;

        public WalletStanding Wallet(string chain, string address, long timeUs) => WalletStanding.Clear;

        public MeasureStanding Measure(SubjectId subject, long timeUs) => MeasureStanding.None;
    }
}
