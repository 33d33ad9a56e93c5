using System.Collections;

namespace Sunqar.Core.Transfers;

/// <summary>A list that equals any other of the same items in the same order, so that values can be kept by it.</summary>
internal sealed class Roster<T>(IEnumerable<T> items) : IReadOnlyList<T>, IEquatable<Roster<T>>
    where T : struct, IEquatable<T>
{
    private readonly T[] _items = [.. items];

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public bool Equals(Roster<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    public override bool Equals(object? other) => Equals(other as Roster<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in _items)
        {
            hash.Add(item);
        }
        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
