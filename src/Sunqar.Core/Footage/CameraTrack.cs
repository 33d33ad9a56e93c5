namespace Sunqar.Core.Footage;

/// <summary>A span of time, microseconds since 1970-01-01T00:00:00Z, its end not in it.</summary>
public readonly record struct TimeSpanUs(long FromUs, long ToUs);

/// <summary>
/// What is known of one camera: of each recording eight bytes, since a year of a large bank has millions; and the stretches that
/// somebody saw.
/// </summary>
internal sealed class CameraTrack(string terminal, string camera)
{
    private const long SecondUs = 1_000_000,
        LatestUs = uint.MaxValue * SecondUs;

    // Start in seconds, then length in milliseconds: names have no parts of seconds, and two days no more than 2^28 ms.
    private readonly List<ulong> _recordings = [];
    private readonly HashSet<uint> _gone = [];
    private bool _isSorted = true;

    public string Terminal { get; } = terminal;

    public string Camera { get; } = camera;

    public ReadOnlyMemory<byte> LastHash { get; set; } = new byte[Merkle.MerkleTree.HashBytes];

    public int? LastOffsetMs { get; set; }

    public List<TimeSpanUs> Black { get; } = [];

    public List<TimeSpanUs> Frozen { get; } = [];

    public List<TimeSpanUs> ClockStopped { get; } = [];

    public (long Count, long FromUs) ClockUnknown { get; set; }

    public (long Count, long FromUs) NotLooked { get; set; }

    public int Count => _recordings.Count;

    public TimeSpanUs At(int n) => Unpack(_recordings[n]);

    /// <summary>False where a recording of this start is known already.</summary>
    public bool Add(long startUs, long endUs)
    {
        var packed = Pack(startUs, endUs);
        if (_recordings.Count > 0 && packed >> 32 <= _recordings[^1] >> 32)
        {
            if (Find(startUs) >= 0)
                return false;
            _isSorted = false;
        }
        _recordings.Add(packed);
        return true;
    }

    /// <summary>A recording by its start; null where there is none.</summary>
    public TimeSpanUs? Of(long startUs) => Find(startUs) is >= 0 and var at ? Unpack(_recordings[at]) : null;

    /// <summary>False where it is gone already.</summary>
    public bool Delete(long startUs) => _gone.Add((uint)(startUs / SecondUs));

    public bool IsGone(long startUs) => _gone.Contains((uint)(startUs / SecondUs));

    /// <summary>Whether a recording covers a moment.</summary>
    public bool Covers(long timeUs)
    {
        if (timeUs is < 0 or > LatestUs)
            return false;
        Sort();
        // The last that began before, and one more: overlapping recordings are few and findings of their own.
        var at = _recordings.BinarySearch(Pack(timeUs, timeUs) | uint.MaxValue);
        at = at < 0 ? ~at - 1 : at;
        for (var n = at; n >= 0 && n > at - 2; n--)
        {
            var span = Unpack(_recordings[n]);
            if (timeUs >= span.FromUs && timeUs < span.ToUs + FootageTerms.SeamUs)
                return true;
        }
        return false;
    }

    public void Sort()
    {
        if (!_isSorted)
            _recordings.Sort();
        _isSorted = true;
    }

    private int Find(long startUs)
    {
        Sort();
        var start = (ulong)(startUs / SecondUs);
        var at = _recordings.BinarySearch(start << 32);
        at = at < 0 ? ~at : at;
        return at < _recordings.Count && _recordings[at] >> 32 == start ? at : -1;
    }

    private static ulong Pack(long startUs, long endUs) => (ulong)(startUs / SecondUs) << 32 | (uint)((endUs - startUs + 999) / 1000);

    private static TimeSpanUs Unpack(ulong packed)
    {
        var startUs = (long)(packed >> 32) * SecondUs;
        return new TimeSpanUs(startUs, startUs + (long)(packed & uint.MaxValue) * 1000);
    }
}
