using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Blocking;
using Sunqar.Core.Registry;
using Sunqar.Formats.Dns;
using Sunqar.Work.Acting;

namespace Sunqar.Work.Blocking;

/// <summary>What is published of the blocklist, whole: readers on any thread see one version or the next.</summary>
/// <param name="Tag">A hash of what it says, without its serial.</param>
public sealed record PublishedZone(PolicyZone Zone, string Tag);

/// <summary>
/// Keeps the blocklist as orders and licences say, and gives each change a serial. It is made anew only when an act, a list or the clock
/// changed something, by whoever asks next; meanwhile everybody else gets the version before. For any number of threads.
/// </summary>
public sealed class ZonePublisher(ActDoor acts, string origin = ZonePublisher.DefaultOrigin, string? noticeHost = null)
{
    public const string DefaultOrigin = "rpz.sunqar";

    private readonly Lock _gate = new();
    private volatile Func<RegistrySnapshot>? _registry;
    private volatile PublishedZone? _published;
    private (long Orders, long Registry) _seen = (-1, -1);

    /// <summary>Says where licences are read; until then nothing is published.</summary>
    public void Watch(Func<RegistrySnapshot> registry) => _registry = registry;

    /// <summary>The registry of this moment; an empty one while the journal is replayed.</summary>
    public RegistrySnapshot Registry => _registry?.Invoke() ?? RegistrySnapshot.Empty;

    /// <summary>The zone's name.</summary>
    public string Origin => origin;

    /// <summary>The blocklist of this moment; null while the journal is replayed.</summary>
    public PublishedZone? Current
    {
        get
        {
            if (acts.Current is not { } desk || _registry is not { } registry)
                return null;
            var known = registry();
            var seen = (desk.Read(state => state.Of<BlockOrders>().Version), known.Version);
            if (_published is { } published && seen == _seen && desk.NowUs < published.Zone.List.NextChangeUs)
                return published;
            // One makes it; whoever comes meanwhile is served what was published before.
            if (!_gate.TryEnter())
            {
                if (_published is { } before)
                    return before;
                _gate.Enter();
            }
            try
            {
                if (_published is null || seen != _seen || desk.NowUs >= _published.Zone.List.NextChangeUs)
                    Make(desk, known);
                return _published;
            }
            finally
            {
                _gate.Exit();
            }
        }
    }

    private void Make(ActDesk desk, RegistrySnapshot known)
    {
        var nowUs = desk.NowUs;
        // Orders never change, only the table of them does: copied under the desk's lock, made into a list outside of it.
        var (version, orders) = desk.Read(state => (state.Of<BlockOrders>().Version, state.Of<BlockOrders>().All.ToArray()));
        var list = BlockList.Of(orders, LicensedDomains.Of(known, nowUs), nowUs);
        var tag = Tag(list);
        // A change within a second, or a clock set back, still gives a larger serial.
        var serial = _published is { } before
            ? tag == before.Tag
                ? before.Zone.Serial
                : Math.Max(before.Zone.Serial + 1, (uint)(nowUs / 1_000_000))
            : (uint)(nowUs / 1_000_000);
        _published = new PublishedZone(new PolicyZone(origin, noticeHost, serial, list), tag);
        _seen = (version, known.Version);
    }

    private string Tag(BlockList list)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData("\n"u8);
        }
        Add(noticeHost ?? "");
        foreach (var name in list.Passed)
            Add(name);
        foreach (var entry in list.Domains)
        {
            Add(entry.Domain);
            Add(entry.OrderId);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
