using Sunqar.Core.Rulebook;

namespace Sunqar.Tests.Decisions.Plain;

/// <summary>Stores of all time: what no answer tells apart any more is one entry of its key, the first, with the sum as its
/// value.</summary>
internal sealed partial class PlainStore
{
    /// <summary>Adds what is older than any entry that is kept apart to the sum of such; false where the key has no sum yet.</summary>
    private bool TryFold(WindowKey key, long cutoffUs, long value)
    {
        var place = Find(key);
        if (place < 0)
        {
            return false;
        }
        ref var slot = ref _slots[place];
        ref var first = ref _slab.Block(slot.Class, slot.Block)[slot.Start];
        if (first.TimeUs > cutoffUs)
        {
            return false;
        }
        first.Value = unchecked(first.Value + value);
        return true;
    }

    /// <summary>The last that lapsed stands for all of them: its prefix is theirs already.</summary>
    private static void Fold(Span<Entry> lapsed)
    {
        ref var sum = ref lapsed[^1];
        foreach (ref readonly var entry in lapsed[..^1])
        {
            sum.Value = unchecked(sum.Value + entry.Value);
        }
    }
}
