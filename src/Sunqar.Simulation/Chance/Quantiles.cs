namespace Sunqar.Simulation.Chance;

/// <summary>
/// Skewed amounts without floating point: 64 quantiles of a log-normal distribution with median 1000, at (i + 1/2)/64, worked out once and kept as
/// integers; a draw interpolates between neighbours.
/// </summary>
internal static class Quantiles
{
    /// <summary>sigma 0.45: salaries.</summary>
    public static ReadOnlySpan<int> Narrow =>
    [
        337, 409, 453, 487, 515, 541, 564, 586, 606, 625, 644, 662, 680, 697, 713, 730,
        746, 763, 779, 795, 811, 826, 842, 858, 874, 891, 907, 923, 940, 957, 974, 991,
        1009, 1027, 1045, 1064, 1083, 1103, 1123, 1144, 1165, 1187, 1210, 1234, 1259, 1284, 1311, 1340,
        1370, 1402, 1435, 1472, 1511, 1553, 1599, 1650, 1708, 1773, 1849, 1941, 2055, 2209, 2446, 2968,
    ];

    /// <summary>sigma 0.9: purchases and transfers.</summary>
    public static ReadOnlySpan<int> Wide =>
    [
        114, 167, 205, 237, 266, 292, 318, 343, 367, 391, 415, 438, 462, 485, 509, 533,
        557, 581, 606, 631, 657, 683, 710, 737, 765, 793, 823, 853, 884, 916, 948, 983,
        1018, 1054, 1092, 1132, 1173, 1216, 1261, 1308, 1357, 1409, 1464, 1522, 1584, 1650, 1720, 1795,
        1876, 1964, 2060, 2165, 2282, 2411, 2557, 2723, 2916, 3144, 3420, 3766, 4225, 4882, 5982, 8809,
    ];

    /// <summary>sigma 1.3: crypto amounts, a few of them large.</summary>
    public static ReadOnlySpan<int> Heavy =>
    [
        43, 75, 101, 125, 147, 169, 191, 213, 235, 258, 280, 304, 328, 352, 377, 403,
        429, 457, 485, 515, 545, 577, 609, 643, 679, 716, 754, 794, 836, 880, 926, 975,
        1026, 1079, 1136, 1196, 1259, 1326, 1397, 1473, 1554, 1641, 1734, 1835, 1943, 2061, 2188, 2328,
        2482, 2652, 2841, 3053, 3292, 3565, 3881, 4251, 4692, 5231, 5907, 6790, 8015, 9877, 13245, 23169,
    ];

    /// <summary>An amount around <paramref name="median"/>, in its unit.</summary>
    public static long Around(this ref Dice dice, long median, ReadOnlySpan<int> shape)
    {
        var bits = dice.Next();
        var index = (int)(bits >> 58);
        var next = Math.Min(index + 1, shape.Length - 1);
        var fraction = (long)((bits >> 40) & 0xFFFF);
        var perMille = shape[index] + ((shape[next] - shape[index]) * fraction >> 16);
        return median * perMille / 1000;
    }
}
