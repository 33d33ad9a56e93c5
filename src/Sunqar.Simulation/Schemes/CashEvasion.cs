using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// What those who turn transfers into notes do so as not to be found, as <see cref="Evasion"/> says. It throws dice of its own and, with
/// every dial at zero, none.
/// </summary>
internal sealed class CashEvasion(Story story, string kind, int city)
{
    private const long Tenge = 100;
    private const int MonthDays = 30;
    private readonly Evasion _dials = story.World.Options.Evasion;
    private Dice _dice = Dice.Named(story.World.Seed, nameof(CashEvasion) + kind, story.Number);

    /// <summary>No more than this is passed on or drawn at once, tiyn.</summary>
    public long Ceiling(long usual) =>
        _dials.CeilingThousandTenge == 0 ? usual : Math.Min(usual, _dials.CeilingThousandTenge * 1_000L * Tenge);

    /// <summary>Where a card is emptied, and how much later, microseconds.</summary>
    public (int Atm, long LaterUs) Machine(int usual) =>
        _dials.RotatePerMille > 0 && _dice.Chance(_dials.RotatePerMille)
            ? (story.World.Atms.Draw(city, ref _dice), _dice.Between(12, 55) * 60_000_000L)
            : (usual, 0);

    /// <summary>An ordinary life on a card: purchases, and small payments from and to people.</summary>
    public void Live(int card)
    {
        for (var times = _dials.LifeInMonth * story.Days / MonthDays; times > 0; times--)
        {
            var time = story.At(_dice.Below(story.Days), _dice.Between(9, 22), _dice.Below(60), _dice.Below(60));
            var tiyn = _dice.Around(9_000, Quantiles.Wide) * Tenge;
            var person = _dice.Below(story.World.People.Count);
            switch (_dice.Below(10))
            {
                case < 6:
                    story.Buy(time, card, story.World.Companies.Shop(city, ref _dice), tiyn);
                    break;
                case < 8:
                    story.Send(time, person, card, tiyn * 3);
                    break;
                default:
                    story.Send(time, card, person, tiyn * 2);
                    break;
            }
        }
    }
}
