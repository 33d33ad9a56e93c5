using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Sunqar.Simulation;
using Xunit;

namespace Sunqar.Tests.Simulation;

/// <summary>A country of 20,000 people and 25 days, lived once for all tests of its rules.</summary>
public sealed class SmallCountry
{
    private static readonly Lazy<SmallCountry> Lived = new(() => new SmallCountry());

    private SmallCountry()
    {
        Country = Country.Create(
            new CountryOptions
            {
                People = 20_000,
                Days = 25,
                Seed = 11,
                PlantsForRules = true,
            }
        );
        foreach (var day in Country.Days(TestContext.Current.CancellationToken))
        {
            Payments.AddRange(day.Payments);
            Chain.AddRange(day.Chain);
            Truth.AddRange(day.Truth);
            RuleTruth.AddRange(day.RuleTruth);
        }
    }

    public static SmallCountry Once => Lived.Value;

    public Country Country { get; }

    public List<Payment> Payments { get; } = [];

    public List<TokenTransfer> Chain { get; } = [];

    public List<TruthRow> Truth { get; } = [];

    public List<TruthRow> RuleTruth { get; } = [];
}
