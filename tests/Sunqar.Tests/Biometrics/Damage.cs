namespace Sunqar.Tests.Biometrics;

/// <summary>What happens to bytes on their way, and what somebody does to them on purpose.</summary>
internal static class Damage
{
    /// <summary>A copy with some bytes changed, cut off, doubled or taken out.</summary>
    public static byte[] Done(byte[] bytes, Random random)
    {
        var damaged = (byte[])bytes.Clone();
        for (var times = random.Next(1, 4); times > 0 && damaged.Length > 0; times--)
        {
            var at = random.Next(damaged.Length);
            var to = Math.Min(damaged.Length, at + random.Next(1, 64));
            switch (random.Next(7))
            {
                case 0:
                    damaged[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 2:
                    damaged[at] = random.Next(2) == 0 ? (byte)0 : (byte)255;
                    break;
                case 3:
                    damaged = damaged[..at];
                    break;
                case 4:
                    damaged = [.. damaged[..to], .. damaged[at..]];
                    break;
                case 5:
                    damaged = [.. damaged[..at], .. damaged[to..]];
                    break;
                default:
                    random.NextBytes(damaged.AsSpan(at, to - at));
                    break;
            }
        }
        return damaged;
    }
}
