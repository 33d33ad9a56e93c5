using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Sunqar.Simulation;
using Xunit;

namespace Sunqar.Tests.Simulation;

/// <summary>The country's schemes for rules, decided by the shipped rulebook: each is spoken of, and those beside them are left
/// alone.</summary>
public class RuleSchemesTests
{
    private static readonly Lazy<Dictionary<string, HashSet<string>>> Spoken = new(Decide);

    private static SmallCountry It => SmallCountry.Once;

    [Theory]
    [InlineData("cash_abroad", "cash_abroad", "cash_abroad_many_cards")]
    [InlineData("cash_in_parts", "cash_in_parts")]
    [InlineData("currency_exchange_in_parts", "currency_exchange_in_parts")]
    [InlineData("dormant_burst", "dormant_burst")]
    [InlineData("exchange_abroad", "exchange_abroad")]
    [InlineData("gratuitous_in_parts", "gratuitous_in_parts")]
    [InlineData("herd", "many_people_one_phone", "many_people_one_address", "many_devices_one_person", "many_cards_one_device")]
    [InlineData("new_company", "threshold_new_company")]
    [InlineData("no_household_life", "no_household_life")]
    [InlineData("online_casino", "online_casino")]
    [InlineData("p2p_merchant", "p2p_merchant")]
    [InlineData("platform_farm", "platform_farm")]
    public void Rules_speak_of_what_was_planted_for_them(string kind, params string[] rules)
    {
        var planted = It.RuleTruth.Where(row => row.Kind == kind).ToLookup(row => row.PatternId, row => row.TransferId);
        Assert.NotEmpty(planted);
        var spoken = rules.SelectMany(rule => Spoken.Value.GetValueOrDefault(rule, [])).ToHashSet();
        Assert.Contains(planted, pattern => pattern.Any(spoken.Contains));
    }

    /// <summary>Where what is asked for is told by the payment alone, nobody else's payment has it.</summary>
    [Theory]
    [InlineData("online_casino")]
    [InlineData("exchange_abroad")]
    [InlineData("gratuitous_in_parts")]
    public void Nobody_beside_them_is_spoken_of(string rule)
    {
        var planted = It.RuleTruth.Select(row => row.TransferId).ToHashSet();
        Assert.All(Spoken.Value.GetValueOrDefault(rule, []), payment => Assert.Contains(payment, planted));
    }

    private static Dictionary<string, HashSet<string>> Decide()
    {
        var registry = new RegistryFold();
        registry.Apply(new CountrySimulated("test", true));
        registry.Apply(new PlatformsListed("test", It.Country.Registry));
        var engine = new DecisionEngine(ShippedRulebook.Instance);
        foreach (var rate in It.Country.Rates)
            engine.Apply(rate);
        var spoken = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var payment in It.Payments.Select(Sealed))
        {
            var decision = engine.Decide(payment, registry.Snapshot, payment.TimeUs);
            // Whoever is asked to confirm does, and a hold lapses: all of it counts.
            engine.Apply(payment, decision with { Outcome = Core.Decisions.Outcome.Allow });
            foreach (var reason in decision.Reasons)
            {
                if (!spoken.TryGetValue(reason.Rule, out var payments))
                    spoken[reason.Rule] = payments = [];
                payments.Add(payment.Id);
            }
        }
        return spoken;
    }

    private static SealedPayment Sealed(Payment payment) =>
        new(
            payment.Id,
            payment.Kind,
            payment.TimeUs,
            payment.Amount,
            payment.Institution,
            Sealed(payment.Sender),
            Sealed(payment.Recipient),
            payment.Terminal?.Id,
            payment.Terminal?.City,
            Subject(payment.Device),
            payment.Wallet?.Chain,
            payment.Wallet?.Address,
            payment.Platform,
            payment.Asset,
            payment.Quantity ?? 0,
            0
        )
        {
            Circumstances = new Circumstances(
                payment.Category,
                payment.Purpose,
                payment.Terminal?.Country,
                Subject(payment.Ip),
                Subject(payment.Sender?.Phone),
                Subject(payment.Recipient?.Phone),
                BackgroundOf(payment.Sender),
                BackgroundOf(payment.Recipient)
            ),
        };

    private static Background BackgroundOf(Party? party) =>
        party is null ? default : new Background(party.Country, party.Registered, party.Opened);

    private static SealedParty Sealed(Party? party) =>
        party is null
            ? default
            : new SealedParty(
                Subject(party.Iin),
                Subject(party.Account),
                Subject(party.Card),
                party.Iin is null ? IinStatus.Absent : IinStatus.Valid,
                party.Confirmed == true,
                party.Name is not null
            );

    private static SubjectId Subject(string? text) => text is null ? SubjectId.None : TestSubjects.Named(text);
}
