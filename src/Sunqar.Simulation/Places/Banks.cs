using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Places;

/// <summary>The banks: real BIC and IBAN codes where the format must be met, invented names, market shares per mille.</summary>
internal static class Banks
{
    public static readonly IReadOnlyList<BankPlace> All =
    [
        new("CASPKZKA", 722, "Bank Zhaiyk"),
        new("HSBKKZKX", 601, "Bank Saryarka"),
        new("IRTYKZKA", 965, "Bank Ertis"),
        new("TLPRKZKA", 911, "Bank Tulpar"),
        new("SMRKKZKA", 912, "Bank Samruk Kush"),
        new("ALTAKZKX", 913, "Bank Altai"),
        new("BRKTKZKA", 914, "Bank Burkit"),
        new("NRYNKZKX", 915, "Bank Naryn"),
    ];

    public static ReadOnlySpan<long> Shares => [420, 270, 110, 70, 50, 40, 25, 15];
}
