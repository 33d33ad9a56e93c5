using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Sunqar.Core.Decisions.Windows;

/// <summary>Memory that is wanted soon. The windows of a country lie far outside the processor's caches, and what a decision asks lies
/// in many places: asked for ahead, the waits for them pass together and not one after another.</summary>
internal static class CacheLine
{
    /// <summary>Of a line, on nearly all processors.</summary>
    public const int Bytes = 64;

    /// <summary>Asks for the line that something lies in, and goes on. Where it moved meanwhile, another was fetched in vain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch<T>(ref T at)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref at));
    }
}
