namespace Sunqar.Core.Identity;

/// <summary>
/// How an address begins and ends. People who compare two look at these characters, so whoever poisons addresses makes one that shares
/// them: the four that follow the chain's own sign (0x, bc1q) and the last four.
/// </summary>
public static class AddressEnds
{
    private const int Shown = 4,
        LengthMin = 20;

    /// <summary>The eight characters as a number; 0 for what is too short for an address, or has others than ASCII there. Digits of an
    /// EVM address count in any letter case.</summary>
    public static ulong Of(ReadOnlySpan<char> address)
    {
        if (address.Length < LengthMin)
            return 0;
        var isHexadecimal = address.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var begin =
            isHexadecimal ? 2
            : address.StartsWith("bc1", StringComparison.OrdinalIgnoreCase) ? 4
            : 0;
        ulong ends = 0;
        for (var i = 0; i < 2 * Shown; i++)
        {
            var c = address[i < Shown ? begin + i : address.Length - (2 * Shown) + i];
            if (!char.IsAscii(c))
                return 0;
            ends = (ends << 8) | (isHexadecimal ? char.ToLowerInvariant(c) : c);
        }
        return ends;
    }
}
