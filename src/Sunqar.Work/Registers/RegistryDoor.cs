using Sunqar.Core.Identity;
using Sunqar.Core.Registry;
using Sunqar.Core.Screening;
using Sunqar.Formats.Attestations;
using Sunqar.Storage;
using Sunqar.Storage.Keys;
using Sunqar.Work.Blinding;

namespace Sunqar.Work.Registers;

/// <summary>
/// The register as pages and addresses read it, with the indexes over it. The server listens before the journal is replayed, so the
/// register comes later. An index is made when it is first asked for after the register changed; whoever asks meanwhile reads the one
/// before. For any number of threads.
/// </summary>
public sealed class RegistryDoor
{
    private readonly Kept<PlatformSearch> _platforms = new();
    private readonly Kept<ScreenerPool> _screening = new();
    private volatile Lookups? _lookups;
    private DataFolder? _folder;

    /// <summary>Null while the journal is replayed.</summary>
    public RegistrySnapshot? Current => _lookups?.Registry.Snapshot;

    public void Open(Lookups lookups, DataFolder folder) => (_folder, _lookups) = (folder, lookups);

    /// <summary>Names an institution's customer without saying who it is. Call it where <see cref="Current"/> is not null.</summary>
    public ulong Fingerprint(string institution, string number) => _folder!.Sealer.Fingerprint(institution, number);

    /// <summary>The person of an IIN; none where no payment has named it. Call it where <see cref="Current"/> is not null.</summary>
    public SubjectId Person(string iin) => _folder!.Keys.Find(SubjectKind.Person, iin);

    /// <summary>The person of an IIN, made where it was never met. Call it where <see cref="Current"/> is not null.</summary>
    public SubjectId Reserve(Iin iin) => _folder!.Keys.Reserve(SubjectKind.Person, iin.ToString());

    /// <summary>The device that an institution's app names, made where it was never met. Call it where <see cref="Current"/> is not
    /// null.</summary>
    public SubjectId ReserveDevice(string name) => _folder!.Keys.Reserve(SubjectKind.Device, name);

    /// <summary>A subject's name at one institution, of which no other institution knows whose it is; empty for none. Call it where
    /// <see cref="Current"/> is not null.</summary>
    public string NameFor(string institution, SubjectId subject) =>
        subject.IsNone ? "" : new PseudonymKey(_folder!.Keys).Whole("confirmations " + institution, subject);

    /// <summary>Evaluates blinded identifiers; null where the server was not started with it.</summary>
    public IBlindEvaluator? ExactMatch { get; set; }

    /// <summary>Judges what a platform says of a device's key; null where no roots were configured.</summary>
    public AndroidKeyAttestation? Attestation { get; set; }

    /// <summary>Null while the journal is replayed.</summary>
    public PlatformSearch? Platforms
    {
        get
        {
            if (Current is not { } registry)
                return null;
            var version = registry.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return _platforms.Of(version, () => new PlatformSearch(registry, ShippedSuffixes.Instance));
        }
    }

    /// <summary>Null while the journal is replayed. The whole OFAC list takes about a second when it is new.</summary>
    public ScreenerPool? Screening
    {
        get
        {
            if (Current is not { } registry)
                return null;
            return _screening.Of(
                string.Join(' ', registry.Watchlists.Select(list => $"{list} {registry.WatchlistVersion(list)}")),
                () => new ScreenerPool(ScreeningIndex.Of(registry))
            );
        }
    }

    /// <summary>An index and the version that it was made of.</summary>
    private sealed class Kept<T>
        where T : class
    {
        private readonly Lock _gate = new();
        private volatile Tuple<string, T>? _last;

        public T Of(string version, Func<T> make)
        {
            if (_last is { } known && known.Item1 == version)
                return known.Item2;
            // One thread makes it; where there is an older one, the others read that and do not wait.
            if (!_gate.TryEnter())
            {
                if (_last is { } older)
                    return older.Item2;
                _gate.Enter();
            }
            try
            {
                if (_last is not { } done || done.Item1 != version)
                    _last = done = Tuple.Create(version, make());
                return done.Item2;
            }
            finally
            {
                _gate.Exit();
            }
        }
    }
}
