namespace Sunqar.Simulation.Chance;

/// <summary>A total in parts.</summary>
internal static class Shares
{
    /// <summary>Uneven parts that add up exactly.</summary>
    public static long[] Split(long total, int parts, ref Dice dice)
    {
        var weights = new long[parts];
        long sum = 0;
        for (var i = 0; i < parts; i++)
        {
            sum += weights[i] = dice.Around(1_000, Quantiles.Wide) + 1;
        }
        var result = new long[parts];
        long given = 0;
        for (var i = 0; i < parts; i++)
        {
            given += result[i] = (long)((Int128)total * weights[i] / sum);
        }
        result[0] += total - given;
        return result;
    }
}
