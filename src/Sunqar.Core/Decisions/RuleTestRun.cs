using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;

namespace Sunqar.Core.Decisions;

/// <summary>How one test beside a rule ended.</summary>
/// <param name="Failure">What came instead; null when the test passed.</param>
public sealed record RuleTestResult(Rule Rule, RuleTest Test, string? Failure);

/// <summary>Runs the tests that stand beside the rules of a book, each in an engine of its own.</summary>
public static class RuleTestRun
{
    /// <summary>Where a test's time begins when neither it nor its rule says: 2026-06-01 12:00 in Kazakhstan.</summary>
    private const long StartUs = 1_780_297_200_000_000;

    /// <summary>All tests of all rules, in the order of the text.</summary>
    public static IEnumerable<RuleTestResult> Run(LoadedRulebook rulebook) =>
        from rule in rulebook.Rules
        from test in rule.Tests
        select new RuleTestResult(rule, test, Run(rulebook, rule, test));

    private static string? Run(LoadedRulebook rulebook, Rule rule, RuleTest test)
    {
        var (_, decision) = Decide(rulebook, rule, test);
        var fires = decision.Reasons.Any(r => r.Rule == rule.Name);
        var passed = test.Expected switch
        {
            Expectation.Fires => fires,
            Expectation.Silent => !fires,
            _ => decision.Outcome.Name() == test.Outcome,
        };
        var spoke = decision.Reasons.Count == 0 ? "no rule spoke" : "spoke: " + string.Join(", ", decision.Reasons.Select(r => r.Rule));
        return passed
            ? null
            : $"expected {test.Outcome ?? test.Expected.ToString().ToLowerInvariant()}, got {decision.Outcome.Name()} ({spoke})";
    }

    /// <summary>The last payment that a test gives, and what the rulebook says of it.</summary>
    internal static (SealedPayment Payment, Decision Decision) Decide(LoadedRulebook rulebook, Rule rule, RuleTest test)
    {
        var engine = new DecisionEngine(rulebook);
        foreach (var rate in test.Givens.OfType<GivenRate>())
        {
            engine.Apply(new RatePublished(rate.Currency, Currency.Kzt, rate.Tiyn, 100, 0, "test"));
        }
        var history = Payments(rule, test);
        var allowed = new Decision(Outcome.Allow, [], rulebook.Version, 0);
        foreach (var payment in history.SkipLast(1))
        {
            engine.Apply(payment, allowed);
        }
        return (history[^1], engine.Decide(history[^1], new GivenRegistry(test, history[^1].TimeUs)));
    }

    private static List<SealedPayment> Payments(Rule rule, RuleTest test)
    {
        var payments = new List<SealedPayment>();
        // Inside the rule's validity, so that a test need not repeat it.
        var timeUs =
            rule.FromUs > StartUs ? rule.FromUs
            : rule.UntilUs <= StartUs ? rule.UntilUs - Units.DayUs
            : StartUs;
        foreach (var given in test.Givens.OfType<GivenPayments>())
        {
            for (var n = 1; n <= given.Times; n++)
            {
                timeUs =
                    n == 1 && given.AtUs is { } at ? at
                    : payments.Count == 0 ? timeUs
                    : timeUs + given.StepUs;
                payments.Add(Payment(given, n, timeUs, payments.Count));
            }
        }
        return payments;
    }

    private static SealedPayment Payment(GivenPayments given, int n, long timeUs, int number)
    {
        var fields = given.Fields.ToDictionary(
            f => f.Field,
            f => f.Value.Replace("{n}", n.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
        );
        SealedParty Party(string side)
        {
            var person = Subject(fields, side + ".person");
            // A person is known by an IIN, so it is valid unless the test says otherwise.
            var iin =
                fields.TryGetValue(side + ".iin", out var text) ? Enum.Parse<IinStatus>(text, ignoreCase: true)
                : person.IsNone ? IinStatus.Absent
                : IinStatus.Valid;
            return new SealedParty(
                person,
                Subject(fields, side + ".account"),
                Subject(fields, side + ".card"),
                iin,
                fields.ContainsKey(side + ".confirmed"),
                fields.ContainsKey(side + ".named"),
                fields.ContainsKey(side + ".attested")
            )
            {
                Proof = new KeyProof(
                    fields.ContainsKey(side + ".attested.finger"),
                    fields.ContainsKey(side + ".attested.face"),
                    Count(fields, side + ".device.people"),
                    Count(fields, side + ".devices")
                ),
            };
        }
        return new SealedPayment(
            $"test-{number}",
            given.Kind,
            timeUs,
            given.Amount,
            fields.GetValueOrDefault("institution", "TESTKZKA"),
            Party("sender"),
            Party("recipient"),
            fields.GetValueOrDefault("terminal"),
            fields.GetValueOrDefault("city"),
            Subject(fields, "device"),
            fields.GetValueOrDefault("wallet.chain"),
            fields.GetValueOrDefault("wallet.address"),
            fields.GetValueOrDefault("platform"),
            fields.GetValueOrDefault("asset"),
            0,
            0
        )
        {
            Circumstances = new Circumstances(
                fields.GetValueOrDefault("category"),
                fields.GetValueOrDefault("purpose"),
                fields.GetValueOrDefault("terminal.country"),
                Subject(fields, "ip"),
                Subject(fields, "sender.phone"),
                Subject(fields, "recipient.phone"),
                BackgroundOf(fields, "sender"),
                BackgroundOf(fields, "recipient")
            ),
        };
    }

    private static Background BackgroundOf(Dictionary<string, string> fields, string side) =>
        new(fields.GetValueOrDefault(side + ".country"), Day(fields, side + ".registered"), Day(fields, side + ".opened"));

    private static DateOnly? Day(Dictionary<string, string> fields, string field) =>
        fields.TryGetValue(field, out var text)
            ? DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            : null;

    private static int Count(Dictionary<string, string> fields, string field) =>
        fields.TryGetValue(field, out var count) ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 0;

    private static SubjectId Subject(Dictionary<string, string> fields, string field) =>
        fields.TryGetValue(field, out var name) ? TestSubjects.Named(name) : SubjectId.None;

    /// <summary>The registry as a test gives it.</summary>
    private sealed class GivenRegistry(RuleTest test, long nowUs) : IRegistryView
    {
        public ExposureRecord Exposure(string address)
        {
            var givens = test.Givens.OfType<GivenExposure>().Where(given => given.Address == address).ToList();
            var ageUs = givens.Select(given => given.AgeUs ?? 0).DefaultIfEmpty(0).Max();
            var shares = givens.Select(given => given.Share).OfType<ExposureShare>().ToList();
            return givens.Count == 0
                ? ExposureRecord.Nothing
                : new ExposureRecord([new ExposureStatement(WalletsExposed.OwnTracing, nowUs - ageUs, shares)]);
        }

        public PlatformStanding Platform(string code, long timeUs) =>
            test.Givens.OfType<GivenPlatform>().FirstOrDefault(g => g.Code == code)?.Standing ?? PlatformStanding.Unknown;

        public WalletStanding Wallet(string chain, string address, long timeUs) =>
            test.Givens.OfType<GivenWallet>().FirstOrDefault(g => g.Address == address)?.Standing ?? WalletStanding.Clear;

        public MeasureStanding Measure(SubjectId subject, long timeUs) =>
            test.Givens.OfType<GivenMeasure>().FirstOrDefault(g => g.Subject == subject)?.Standing ?? MeasureStanding.None;
    }
}
