namespace Sunqar.Core.Footage;

/// <summary>
/// How much a sample of leaves says of all of them (Ateniese et al., "Provable data possession at untrusted stores", CCS 2007, section 5):
/// whoever lost a share of the leaves passes n independent draws with at most (1 − share)^n.
/// </summary>
public static class LossBound
{
    /// <summary>The least draws that find a loss of 1 % with a probability of 99 %.</summary>
    public const int LeavesUsual = 459;

    /// <summary>The largest share that may be lost where so many draws were all good, at a confidence of 99 %; 1 for no draw.</summary>
    public static double Share(int goodDraws)
    {
        // Halving needs no transcendental function, so every machine gives the same digits.
        var (low, high) = (0.0, 1.0);
        for (var step = 0; step < 40; step++)
        {
            var middle = (low + high) / 2;
            if (Passes(middle, goodDraws) > 0.01)
                low = middle;
            else
                high = middle;
        }
        return high;
    }

    /// <summary>With what probability a loss of a share stays unseen.</summary>
    public static double Passes(double share, int draws)
    {
        var (result, factor) = (1.0, 1 - share);
        for (; draws > 0; draws >>= 1, factor *= factor)
        {
            if ((draws & 1) == 1)
                result *= factor;
        }
        return result;
    }
}
