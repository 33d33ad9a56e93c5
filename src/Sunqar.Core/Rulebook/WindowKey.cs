using System.Runtime.InteropServices;

namespace Sunqar.Core.Rulebook;

/// <summary>
/// What a window is kept for: a card, a person and a bank, an ATM, ... Ids of subjects are held as they are; texts (a terminal, an
/// institution, a wallet address) by a 128-bit hash, so that no text outlives its payment. The default value means "absent".
/// </summary>
public readonly record struct WindowKey(ulong A, ulong B)
{
    private const ulong M1 = 0x9E3779B97F4A7C15,
        M2 = 0xC2B2AE3D27D4EB4F,
        M3 = 0xD6E8FEB86659FD93;

    public bool IsAbsent => (A | B) == 0;

    /// <summary>The key of one subject; absent for 0.</summary>
    public static WindowKey Of(ulong id) => new(id, 0);

    /// <summary>The key of a text; absent for null.</summary>
    public static WindowKey Of(string? text)
    {
        if (text is null)
        {
            return default;
        }
        unchecked
        {
            var a = M1 ^ (ulong)text.Length;
            var b = M3;
            var bytes = MemoryMarshal.AsBytes(text.AsSpan());
            while (bytes.Length >= 8)
            {
                Fold(ref a, ref b, MemoryMarshal.Read<ulong>(bytes));
                bytes = bytes[8..];
            }
            ulong tail = 0;
            for (var i = 0; i < bytes.Length; i++)
            {
                tail |= (ulong)bytes[i] << (8 * i);
            }
            Fold(ref a, ref b, tail);
            Fold(ref a, ref b, M2);
            return new WindowKey(a | 1, b);
        }
    }

    /// <summary>The key of two together; absent when either is. Two plain ids are held exactly, anything else is mixed.</summary>
    public static WindowKey Join(WindowKey left, WindowKey right)
    {
        if (left.IsAbsent || right.IsAbsent)
        {
            return default;
        }
        if (left.B == 0 && right.B == 0)
        {
            return new WindowKey(left.A, right.A);
        }
        var (a, b) = (left.A, left.B);
        Fold(ref a, ref b, right.A);
        Fold(ref a, ref b, right.B ^ M2);
        return new WindowKey(a | 1, b);
    }

    /// <summary>The key as one value to count distinct: an id as it is, a text by 64 bits of its hash; 0 for absent.</summary>
    public ulong Single => B == 0 ? A : Mixed() | 1;

    /// <summary>64 well-mixed bits, for a place in a table.</summary>
    public ulong Mixed()
    {
        unchecked
        {
            var high = Math.BigMul(A ^ M1, B ^ M2, out var low);
            var h = (high ^ low ^ A) * M3;
            return h ^ (h >> 32);
        }
    }

    private static void Fold(ref ulong a, ref ulong b, ulong value)
    {
        unchecked
        {
            var high = Math.BigMul(a ^ value, M2, out var low);
            var high2 = Math.BigMul(b + value, M1 | 1, out var low2);
            a = high ^ low ^ b;
            b = high2 ^ low2 ^ ulong.RotateLeft(a, 29);
        }
    }
}
