using Sunqar.Core.Networks;
using Sunqar.Core.Networks.CashOut;
using Sunqar.Simulation;

namespace Sunqar.Benchmarks;

/// <summary>One way to dodge: a dial and the values at which it is looked at.</summary>
/// <param name="Kind">The typology that it is to hide from.</param>
/// <param name="Values">Ascending, zero first; zero is the country as it is.</param>
internal sealed record EvasionDial(string Name, string Unit, string Kind, int[] Values, Func<int, Evasion> Set)
{
    /// <summary>One dial at a time, then some together.</summary>
    public static IReadOnlyList<EvasionDial> All { get; } =
    [
        new("delay", "minutes", Exchanger.Name, [0, 20, 60, 120, 360, 1_440], v => new Evasion { DelayMinutes = v }),
        new("rate_noise", "basis points", Exchanger.Name, [0, 100, 250, 500], v => new Evasion { RateNoiseBasisPoints = v }),
        new("rate_step", "tenge", Exchanger.Name, [0, 5, 20, 50], v => new Evasion { RateStepTenge = v }),
        new("further_parts", "parts", Exchanger.Name, [0, 1, 2, 4], v => new Evasion { FurtherParts = v }),
        new("card_days", "cards a month", Exchanger.Name, [0, 1, 2, 4, 10], v => new Evasion { CardDays = v == 0 ? 0 : CardDays(v) }),
        new("honest", "per mille", Exchanger.Name, [0, 300, 600, 800], v => new Evasion { HonestPerMille = v }),
        new("by_hand", "per mille", Exchanger.Name, [0, 300, 600, 900], v => new Evasion { ByHandPerMille = v }),
        new(
            "delay_and_weekly_cards",
            "minutes",
            Exchanger.Name,
            [0, 20, 60, 120, 240],
            v => new Evasion { DelayMinutes = v, CardDays = v == 0 ? 0 : 7 }
        ),
        new(
            "all_a_little",
            "steps",
            Exchanger.Name,
            [0, 1, 2, 3],
            v => new Evasion
            {
                DelayMinutes = 40 * v,
                RateNoiseBasisPoints = 40 * v,
                CardDays = v == 0 ? 0 : 21 / v,
                HonestPerMille = 150 * v,
                ByHandPerMille = 100 * v,
            }
        ),
        new("rotate", "per mille", CashOutNetwork.Name, [0, 250, 500, 750, 1_000], v => new Evasion { RotatePerMille = v }),
        new(
            "ceiling",
            "steps down",
            CashOutNetwork.Name,
            [0, 1, 2, 3],
            v => new Evasion
            {
                CeilingThousandTenge =
                    v == 0 ? 0
                    : (int[])[400, 150, 60] is var steps ? steps[v - 1]
                    : 0,
            }
        ),
        new("life", "in a month", CashOutNetwork.Name, [0, 10, 30, 60, 100], v => new Evasion { LifeInMonth = v }),
        new(
            "rotate_and_life",
            "steps",
            CashOutNetwork.Name,
            [0, 1, 2, 3],
            v => new Evasion { RotatePerMille = 333 * v, LifeInMonth = 20 * v }
        ),
    ];

    private static int CardDays(int cardsInMonth) => 28 / cardsInMonth;
}
