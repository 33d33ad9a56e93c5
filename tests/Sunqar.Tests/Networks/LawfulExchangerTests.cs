using System.Text;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Simulation;
using Sunqar.Work.Mining;
using Xunit;

namespace Sunqar.Tests.Networks;

/// <summary>An exchange operator with a licence works as an unlawful desk does, and is no finding while its licence is in force: told by
/// the register, at the time of each transfer.</summary>
public sealed class LawfulExchangerTests
{
    private const long DayUs = 86_400_000_000;

    [Fact]
    public void A_licence_protects_while_it_is_in_force_and_takes_no_unlawful_desk_from_the_findings() => Hold(301, 8_000);

    [Theory]
    [Trait("Suite", "Whole")]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(304)]
    public void Whole_licences_on_further_seeds(int seed) => Hold((ulong)seed, 40_000);

    private static void Hold(ulong seed, int people)
    {
        var seen = Seen.Of(seed, people);
        var asIs = seen.Mine(listing => listing);
        Assert.Empty(asIs.Lawful);
        // The typology has to be held back: the same country under expired licences, and under suspended ones, accuses them.
        var expired = seen.Mine(listing => listing with { ValidToUs = listing.ValidFromUs + 1 });
        Assert.NotEmpty(expired.Lawful);
        Assert.Equal(
            expired.Lawful,
            seen.Mine(listing => listing with { Status = PlatformListing.Suspended, StatusSinceUs = listing.ValidFromUs + 1 }).Lawful
        );
        Assert.Equal(expired.Unlawful, asIs.Unlawful);
        Assert.NotEmpty(asIs.Unlawful);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"seed {seed}: {seen.LawfulCount} lawful, accused {asIs.Lawful.Count}; under expired licences {expired.Lawful.Count}; unlawful found {asIs.Unlawful.Count} of {seen.Planted.Count}"
        );
    }

    /// <summary>A country's transfers with its truth.</summary>
    private sealed class Seen(Country country, TransferTable table, IReadOnlyList<PlantedPattern> planted)
    {
        public IReadOnlyList<PlantedPattern> Planted => planted;

        public int LawfulCount => country.Registry.Count(listing => listing.Kind == PlatformListing.Exchanger);

        public static Seen Of(ulong seed, int people)
        {
            var country = Country.Create(
                new CountryOptions
                {
                    Seed = seed,
                    People = people,
                    Days = 30,
                    Threads = 2,
                }
            );
            var builder = new TransferTableBuilder();
            var sets = new Dictionary<string, (HashSet<string> Accounts, HashSet<string> Transfers)>();
            foreach (var day in country.Days())
            {
                foreach (var row in day.Truth.Where(row => row.Kind == Exchanger.Name))
                {
                    if (!sets.TryGetValue(row.PatternId, out var set))
                        sets[row.PatternId] = set = ([], []);
                    set.Accounts.Add(row.Account);
                    set.Transfers.Add(row.TransferId);
                }
                foreach (var payment in day.Payments)
                {
                    if (PaymentEnds.Of(payment) is ({ } from, { } to))
                    {
                        var kind = TransferKinds.Of(payment.Kind);
                        Add(builder, payment.Id, payment.TimeUs, from, to, payment.Amount.AmountMicro, payment.Amount.Currency, kind);
                    }
                }
                foreach (var row in day.Chain)
                    Add(builder, row.Id, row.TimeUs, row.From, row.To, (long)row.Units, Currency.Usdt, TransferKind.Chain);
            }
            var planted = sets.Select(one => new PlantedPattern(
                    Exchanger.Name,
                    one.Key,
                    one.Value.Accounts,
                    one.Value.Transfers,
                    0,
                    Currency.Unstated
                ))
                .ToList();
            return new Seen(country, builder.Build(), planted);
        }

        private static void Add(
            TransferTableBuilder builder,
            string id,
            long timeUs,
            string from,
            string to,
            long micro,
            Currency currency,
            TransferKind kind
        ) =>
            builder.Add(
                new TransferRow
                {
                    Id = Encoding.UTF8.GetBytes(id),
                    TimeUs = timeUs,
                    From = Encoding.UTF8.GetBytes(from),
                    To = Encoding.UTF8.GetBytes(to),
                    AmountMicro = micro,
                    Currency = currency,
                    Kind = kind,
                }
            );

        /// <summary>Lawful exchangers that a finding names by a card or wallet of theirs, and unlawful ones that are found.</summary>
        public (IReadOnlyList<string> Lawful, IReadOnlyList<string> Unlawful) Mine(Func<PlatformListing, PlatformListing> change)
        {
            var rates = new RateTable();
            foreach (var published in country.Rates)
                rates.Add(published);
            var fold = new RegistryFold();
            fold.Apply(
                new PlatformsListed(
                    "simulated register",
                    [.. country.Registry.Select(listing => listing.Kind == PlatformListing.Exchanger ? change(listing) : listing)]
                )
            );
            var registry = fold.Snapshot;
            var context = new MiningContext(FindJob.Services(registry, country.WalletLabels), rates, registry);
            var ground = new MiningGround(TransferGraph.Build(table), 30 * DayUs, null, context);
            var found = TypologyTable.Shipped[Exchanger.Name].Mine(ground).ToList();
            var accounts = found
                .Select(one => one.Members.Select(member => table.Accounts.Id(member.Account)).ToHashSet(StringComparer.Ordinal))
                .ToList();
            var wallets = country
                .Registry.Where(listing => listing.Kind == PlatformListing.Exchanger)
                .SelectMany(listing => listing.Wallets.Select(wallet => wallet.Address))
                .Concat(country.Lookalikes.Where(one => one.Kind == "licensed_exchanger").Select(one => one.Account));
            return (
                [.. wallets.Distinct().Where(account => accounts.Any(set => set.Contains(account))).Order(StringComparer.Ordinal)],
                [
                    .. planted
                        .Where(one => accounts.Any(set => 2 * set.Intersect(one.Accounts).Count() >= set.Union(one.Accounts).Count()))
                        .Select(one => one.Id)
                        .Order(StringComparer.Ordinal),
                ]
            );
        }
    }
}
