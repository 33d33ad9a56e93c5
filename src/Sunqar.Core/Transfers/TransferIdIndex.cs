namespace Sunqar.Core.Transfers;

/// <summary>Tells whether an id was met before: a hash a transfer, and the id itself read again where hashes agree.</summary>
internal sealed class TransferIdIndex(TransferIds ids)
{
    private readonly Dictionary<ulong, int> _places = [];

    /// <summary>Notes an id that is about to become number <paramref name="place"/>; false where one like it was noted.</summary>
    public bool TryAdd(ReadOnlySpan<byte> id, int place)
    {
        Span<byte> held = stackalloc byte[TransferIds.LengthMax];
        for (var hash = Hash(id); ; hash = unchecked(hash + 1))
        {
            if (_places.TryAdd(hash, place))
                return true;
            if (held[..ids.Copy(_places[hash], held)].SequenceEqual(id))
                return false;
        }
    }

    /// <summary>FNV-1a with a final mix; a flood of collisions only slows what it floods.</summary>
    private static ulong Hash(ReadOnlySpan<byte> id)
    {
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var b in id)
            {
                hash = (hash ^ b) * 1099511628211UL;
            }
            hash ^= hash >> 32;
            return hash * 0x9E3779B97F4A7C15UL;
        }
    }
}
