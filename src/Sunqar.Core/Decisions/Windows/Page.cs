using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sunqar.Core.Rulebook;

namespace Sunqar.Core.Decisions.Windows;

/// <summary>
/// Entries of one key in order of time, and the bytes they are kept as. A block is
/// <code>
/// varint   bytes of the entries &lt;&lt; 2 | 0: times in seconds, 1: and the key stands here, 2: the next byte says
/// byte     the unit of times (0 seconds, 1 milliseconds, 2 microseconds) | the key stands here &lt;&lt; 2
/// 16 bytes the key
/// 4 bytes  time of the last entry, seconds since 1970; 8 bytes of microseconds where the unit is a smaller one
/// each:    varint time since the entry before (not of the first), value where the store sums, number where it counts distinct values
/// </code>
/// A value is a varint of hundreds of tenge, of tenge, or of tiyn as they are (two bits say which; the fourth way is below zero). A number
/// of a subject is a varint, or, where an entry before in the page has the same, how many
/// entries before: one bit says which. Opened, it is arrays.
/// </summary>
/// <param name="hasValue">Whether entries have values; without, they are 0.</param>
/// <param name="hasDistinct">Whether entries have numbers of subjects; without, they are 0.</param>
internal sealed class Page(bool hasValue, bool hasDistinct)
{
    /// <summary>Most entries of a page.</summary>
    public const int EntriesMax = 256;

    /// <summary>Most bytes of a page that is kept; one that comes out longer is cut in two.</summary>
    public const int BytesMax = 2048;

    private const int EntryBytesMax = 26,
        HeadBytesMax = 28,
        KeyBytes = 16;
    private const long SecondUs = 1_000_000,
        HundredTenge = 10_000,
        Tenge = 100;

    private static readonly long[] Units = [SecondUs, 1_000, 1];

    private readonly long[] _timeUs = new long[EntriesMax + 1];
    private readonly long[] _value = new long[EntriesMax + 1];
    private readonly uint[] _subject = new uint[EntriesMax + 1];
    private readonly short[] _before = new short[EntriesMax + 1];
    private readonly byte[] _bytes = new byte[HeadBytesMax + (EntryBytesMax * (EntriesMax + 1)) + Varint.Slack];

    // The largest unit in which every time is whole; -1 where it has to be looked for.
    private int _unit = -1;

    public int Count { get; private set; }

    /// <summary>Event times, microseconds since 1970-01-01T00:00:00Z.</summary>
    public ReadOnlySpan<long> TimeUs => _timeUs.AsSpan(0, Count);

    public ReadOnlySpan<long> Values => _value.AsSpan(0, Count);

    /// <summary>Numbers of what is counted distinct; 0 for what is absent.</summary>
    public ReadOnlySpan<uint> Subjects => _subject.AsSpan(0, Count);

    /// <summary>What the values from one place to another come to, modulo 2^64.</summary>
    public long Sum(int low, int high)
    {
        var sum = 0L;
        for (var i = low; i < high; i++)
            sum = unchecked(sum + _value[i]);
        return sum;
    }

    /// <summary>How many entries are not after a time.</summary>
    public int After(long timeUs)
    {
        // Most questions are about now: the answer is at the end.
        var (low, high) = (0, Count);
        if (high > 0 && _timeUs[high - 1] <= timeUs)
            return high;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_timeUs[middle] <= timeUs)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Distinct numbers among entries [low, high), and whether one is among them.</summary>
    public (int Count, bool Contains) Distinct(int low, int high, uint subject)
    {
        var (count, contains) = (0, false);
        for (var i = low; i < high; i++)
        {
            // An entry counts where no entry of the range before it has the same.
            if (_subject[i] == 0 || (_before[i] > 0 && i - _before[i] >= low))
                continue;
            count++;
            contains |= _subject[i] == subject;
        }
        return (count, contains);
    }

    public void Clear() => (Count, _unit) = (0, 0);

    public void Insert(int at, long timeUs, long value, uint subject)
    {
        var moved = Count - at;
        if (moved > 0)
        {
            Array.Copy(_timeUs, at, _timeUs, at + 1, moved);
            Array.Copy(_value, at, _value, at + 1, moved);
            Array.Copy(_subject, at, _subject, at + 1, moved);
        }
        (_timeUs[at], _value[at], _subject[at]) = (timeUs, value, subject);
        Count++;
        _unit = _unit < 0 ? -1 : Math.Max(_unit, UnitOf(timeUs));
        Link(at);
    }

    /// <summary>Entries [from, from + count) go.</summary>
    public void Remove(int from, int count)
    {
        var left = Count - from - count;
        Array.Copy(_timeUs, from + count, _timeUs, from, left);
        Array.Copy(_value, from + count, _value, from, left);
        Array.Copy(_subject, from + count, _subject, from, left);
        Count -= count;
        // Without what went, a larger unit may do.
        _unit = _unit > 0 ? -1 : _unit;
        if (hasDistinct && from == 0)
            Unlink(count);
        else
            Link(0);
    }

    public void SetValue(int at, long value) => _value[at] = value;

    /// <summary>Takes the entries of another page from a place on in the place of its own.</summary>
    public void Take(Page other, int from, int count)
    {
        Count = count;
        Array.Copy(other._timeUs, from, _timeUs, 0, count);
        Array.Copy(other._value, from, _value, 0, count);
        Array.Copy(other._subject, from, _subject, 0, count);
        _unit = -1;
        Link(0);
    }

    /// <summary>Opens a block, behind which <see cref="Varint.Slack"/> bytes may be read.</summary>
    public void Read(ref byte block)
    {
        var at = 0;
        var head = ReadHead(ref block, ref at);
        var (unit, last) = (Units[head.Unit], ReadLast(ref block, head, at));
        at += head.Unit == 0 ? 4 : 8;
        var end = at + head.Bytes;
        ref var times = ref MemoryMarshal.GetArrayDataReference(_timeUs);
        ref var values = ref MemoryMarshal.GetArrayDataReference(_value);
        var (count, sinceFirst) = (0, 0L);
        do
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, EntriesMax);
            if (count > 0)
                sinceFirst = unchecked(sinceFirst + ((long)Varint.Read(ref block, ref at) * unit));
            Unsafe.Add(ref times, count) = sinceFirst;
            Unsafe.Add(ref values, count) = hasValue ? ReadValue(ref block, ref at) : 0;
            if (hasDistinct)
                ReadSubject(ref block, ref at, count);
            count++;
        } while (at < end);
        (Count, _unit) = (count, head.Unit);
        var first = unchecked(last - sinceFirst);
        foreach (ref var time in _timeUs.AsSpan(0, count))
            time = unchecked(first + time);
    }

    /// <summary>The block that the entries come to; good until the next is written.</summary>
    /// <param name="key">The key, where it is of 128 bits; absent for one id of 64 bits, which goes by its number, outside.</param>
    public ReadOnlySpan<byte> Write(WindowKey key)
    {
        _unit = _unit < 0 ? Unit() : _unit;
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(_bytes);
        var at = HeadBytesMax;
        for (var i = 0; i < Count; i++)
        {
            if (i > 0)
                Varint.Write(ref bytes, ref at, InUnits(unchecked((ulong)(_timeUs[i] - _timeUs[i - 1])), _unit));
            if (hasValue)
                WriteValue(ref bytes, ref at, _value[i]);
            if (hasDistinct)
                WriteSubject(ref bytes, ref at, i);
        }
        var isWide = !key.IsAbsent;
        var way =
            _unit > 0 ? 2UL
            : isWide ? 1UL
            : 0;
        var head = ((ulong)(at - HeadBytesMax) << 2) | way;
        var start = HeadBytesMax - (Varint.Length(head) + (_unit > 0 ? 9 : 4) + (isWide ? KeyBytes : 0));
        var to = start;
        WriteShort(ref bytes, ref to, head);
        if (_unit > 0)
            _bytes[to++] = (byte)(_unit | (isWide ? 4 : 0));
        if (isWide)
        {
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref bytes, to), key.A);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref bytes, to + 8), key.B);
            to += KeyBytes;
        }
        if (_unit > 0)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref bytes, to), _timeUs[Count - 1]);
        else
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref bytes, to), (uint)(_timeUs[Count - 1] / SecondUs));
        return _bytes.AsSpan(start, at - start);
    }

    /// <summary>How many bytes of a block are used.</summary>
    public static int Length(ref byte block)
    {
        var at = 0;
        var head = ReadHead(ref block, ref at);
        return at + head.Bytes + (head.Unit == 0 ? 4 : 8);
    }

    /// <summary>The key of 128 bits that a block holds; absent where it holds none.</summary>
    public static WindowKey Key(ref byte block)
    {
        var at = 0;
        if (!ReadHead(ref block, ref at).IsWide)
            return default;
        ref var key = ref Unsafe.Add(ref block, at - KeyBytes);
        return new WindowKey(Unsafe.ReadUnaligned<ulong>(ref key), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref key, 8)));
    }

    /// <summary>The time of the last entry of a block.</summary>
    public static long LastUs(ref byte block)
    {
        var at = 0;
        return ReadLast(ref block, ReadHead(ref block, ref at), at);
    }

    private readonly record struct Head(int Bytes, int Unit, bool IsWide);

    /// <summary>Leaves the place behind the key, where the last time stands.</summary>
    private static Head ReadHead(ref byte block, ref int at)
    {
        var first = Varint.Read(ref block, ref at);
        var flags = (first & 2) != 0 ? Unsafe.Add(ref block, at++) : (int)(first & 1) << 2;
        var isWide = (flags & 4) != 0;
        at += isWide ? KeyBytes : 0;
        return new Head((int)(first >> 2), flags & 3, isWide);
    }

    private static long ReadLast(ref byte block, in Head head, int at)
    {
        ref var last = ref Unsafe.Add(ref block, at);
        return head.Unit == 0 ? Unsafe.ReadUnaligned<uint>(ref last) * SecondUs : Unsafe.ReadUnaligned<long>(ref last);
    }

    /// <summary>The largest unit in which every time is whole.</summary>
    private int Unit()
    {
        var unit = 0;
        for (var i = 0; i < Count && unit < 2; i++)
            unit = Math.Max(unit, UnitOf(_timeUs[i]));
        return unit;
    }

    private static int UnitOf(long us) =>
        us is >= 0 and <= uint.MaxValue * SecondUs && us % SecondUs == 0 ? 0
        : us % 1_000 == 0 ? 1
        : 2;

    // Divisions by what is known beforehand are multiplications.
    private static ulong InUnits(ulong us, int unit) =>
        unit switch
        {
            0 => us / SecondUs,
            1 => us / 1_000,
            _ => us,
        };

    /// <summary>Entries before what is left went: what led to one of them leads nowhere.</summary>
    private void Unlink(int went)
    {
        Array.Copy(_before, went, _before, 0, Count);
        for (var i = 0; i < Count; i++)
        {
            if (_before[i] > i)
                _before[i] = 0;
        }
    }

    private void Link(int from)
    {
        if (!hasDistinct)
            return;
        for (var i = from; i < Count; i++)
            LinkOne(i);
    }

    private void LinkOne(int at)
    {
        if (!hasDistinct)
            return;
        var before = _subject[at] == 0 ? -1 : _subject.AsSpan(0, at).LastIndexOf(_subject[at]);
        _before[at] = (short)(before < 0 ? 0 : at - before);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReadSubject(ref byte block, ref int at, int count)
    {
        var read = Varint.Read(ref block, ref at);
        var isBefore = (read & 1) != 0;
        var before = isBefore ? (int)(read >> 1) : 0;
        _before[count] = (short)before;
        _subject[count] = isBefore ? _subject[count - before] : (uint)(read >> 1);
    }

    private void WriteSubject(ref byte bytes, ref int at, int i) =>
        Varint.Write(ref bytes, ref at, _before[i] > 0 ? ((ulong)_before[i] << 1) | 1 : (ulong)_subject[i] << 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long ReadValue(ref byte block, ref int at)
    {
        var first = Unsafe.Add(ref block, at++);
        var value = (ulong)(first >> 2) & 31;
        if (first >= 128)
            value |= Varint.Read(ref block, ref at) << 5;
        return (first & 3) switch
        {
            0 => (long)value * HundredTenge,
            1 => (long)value * Tenge,
            2 => (long)value,
            _ => ~(long)value,
        };
    }

    private static void WriteValue(ref byte bytes, ref int at, long value)
    {
        var (rest, way) =
            value < 0 ? ((ulong)~value, 3)
            : value % HundredTenge == 0 ? ((ulong)(value / HundredTenge), 0)
            : value % Tenge == 0 ? ((ulong)(value / Tenge), 1)
            : ((ulong)value, 2);
        Unsafe.Add(ref bytes, at++) = (byte)((rest > 31 ? 128 : 0) | ((int)(rest & 31) << 2) | way);
        if (rest > 31)
            Varint.Write(ref bytes, ref at, rest >> 5);
    }

    /// <summary>As <see cref="Varint.Write"/>, and nothing behind it is written over.</summary>
    private static void WriteShort(ref byte bytes, ref int at, ulong value)
    {
        for (; value > 127; value >>= 7)
            Unsafe.Add(ref bytes, at++) = unchecked((byte)(value | 128));
        Unsafe.Add(ref bytes, at++) = (byte)value;
    }
}
