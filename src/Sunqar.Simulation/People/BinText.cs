using Sunqar.Core.Identity;
using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.People;

/// <summary>Numbers of organisations that are nobody's.</summary>
internal static class BinText
{
    /// <summary>Attribute 9 is no kind of organisation: nobody holds such a BIN.</summary>
    public static string Of(ref Dice dice)
    {
        while (true)
        {
            if (Bin.FromParts(dice.Between(0, 25), dice.Between(1, 12), OrganisationType.Resident, 9, dice.Below(100_000)) is { } bin)
            {
                return bin.ToString();
            }
        }
    }
}
