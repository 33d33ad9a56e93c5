using Sunqar.Storage.Disk;
using Sunqar.Storage.Files;
using Sunqar.Storage.Ids;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Postgres;

namespace Sunqar.Storage;

/// <summary>
/// A data folder, opened by one process: the journal, and apart from it the key store. The root key lies beside the folder, never in it.
/// The journal may lie in PostgreSQL instead; keys and what is kept beside the journal stay in the folder.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private readonly JournalPlace _whereJournal;
    private readonly PostgresDisk? _far;
    private CancellationTokenSource? _lost;

    private DataFolder(string place, JournalPlace whereJournal, IJournal journal, KeyStore keys, PostgresDisk? far, IPaymentIds ids)
    {
        (Place, _whereJournal, Journal, Keys, _far) = (place, whereJournal, journal, keys, far);
        (Sealer, PaymentIds) = (new PaymentSealer(keys), ids);
    }

    /// <summary>Where it lies: an absolute path without a separator at its end.</summary>
    public string Place { get; }

    /// <summary>Which facts speak of which payment, by the fingerprints of <see cref="PaymentSealer.Fingerprint"/>. One desk fills
    /// it.</summary>
    public IPaymentIds PaymentIds { get; }

    public IJournal Journal { get; }

    public KeyStore Keys { get; }

    public PaymentSealer Sealer { get; }

    /// <summary>Ends when another process took the journal over, and this one must stop: what it decides from now on is not
    /// stored.</summary>
    public CancellationToken Lost => _lost?.Token ?? (Journal as PostgresJournal)?.Lost ?? CancellationToken.None;

    /// <summary>Whether what is kept beside the journal lies where every node reaches it.</summary>
    public bool IsShared => _far is not null;

    /// <summary>Where the root key lies when nobody says otherwise.</summary>
    public static string DefaultRootKey(string folder) => RootKey.DefaultPath(folder);

    /// <param name="rootKey">The root key's file; null for <see cref="DefaultRootKey"/>.</param>
    /// <param name="warn">Is told of repairs after a crash.</param>
    /// <param name="elsewhere">The journal in PostgreSQL, and what is shared beside it; null for the files of the folder.</param>
    /// <exception cref="Leases.LeaseHeldException">Another process has the journal in PostgreSQL.</exception>
    /// <exception cref="JournalDamagedException">The journal is damaged where no crash explains it.</exception>
    /// <exception cref="KeyStoreException">The key store or its root key cannot be used.</exception>
    /// <exception cref="FolderInUseException">Another process has the folder open.</exception>
    public static DataFolder Open(
        string folder,
        string? rootKey = null,
        Action<string>? warn = null,
        TimeProvider? clock = null,
        SharedPlaces? elsewhere = null
    )
    {
        var (told, time) = (warn ?? Console.Error.WriteLine, clock ?? TimeProvider.System);
        // Amounts, times and places are in clear in it.
        PrivateFolder.Make(folder, told);
        var place = JournalPlace.Check(folder, elsewhere?.Journal);
        IJournal journal = elsewhere is null
            ? new FolderJournal(Path.Combine(folder, FolderJournal.FolderName), new JournalFolderOptions { Warn = told, Clock = time })
            : new PostgresJournal(elsewhere.Journal, time, told, elsewhere.Address);
        return Guarded(
            journal,
            far =>
            {
                var shared = journal as PostgresJournal;
                shared?.TakeHouse();
                far?.Lead(shared!.HouseEpoch);
                var (path, options) = (Path.Combine(folder, "keys"), new KeyStoreOptions { Warn = told });
                return far is null
                    ? new KeyStore(path, rootKey ?? DefaultRootKey(folder), options)
                    : new KeyStore(far, path, rootKey ?? DefaultRootKey(folder), options);
            },
            (keys, far) =>
            {
                var opened = new DataFolder(Whole(folder), place, journal, keys, far, Ids(folder, told));
                opened.Hold();
                return opened;
            },
            () => elsewhere?.Keys is { } apart ? new PostgresDisk(apart, folder, time, told) : null
        );
    }

    /// <summary>Opens the folder of a node while another leads: everything is read, and nothing is written before
    /// <see cref="Lead"/>.</summary>
    /// <inheritdoc cref="Open"/>
    public static DataFolder Follow(string folder, string rootKey, SharedPlaces elsewhere, Action<string> warn, TimeProvider? clock = null)
    {
        var time = clock ?? TimeProvider.System;
        PrivateFolder.Make(folder, warn);
        var place = JournalPlace.Check(folder, elsewhere.Journal);
        var journal = new PostgresJournal(elsewhere.Journal, time, warn, elsewhere.Address);
        return Guarded(
            journal,
            far => KeyStore.Follow(far!, Path.Combine(folder, "keys"), rootKey, new KeyStoreOptions { Warn = warn }),
            (keys, far) => new DataFolder(Whole(folder), place, journal, keys, far, Ids(folder, warn)),
            () => new PostgresDisk(elsewhere.Keys!, folder, time, warn)
        );
    }

    private static DataFolder Guarded(
        IJournal journal,
        Func<PostgresDisk?, KeyStore> openKeys,
        Func<KeyStore, PostgresDisk?, DataFolder> whole,
        Func<PostgresDisk?> openFar
    )
    {
        PostgresDisk? far = null;
        KeyStore? keys = null;
        try
        {
            far = openFar();
            keys = openKeys(far);
            return whole(keys, far);
        }
        catch
        {
            keys?.Dispose();
            far?.Dispose();
            journal.Dispose();
            throw;
        }
    }

    private static string Whole(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private static FolderPaymentIds Ids(string folder, Action<string> warn) => new(OsDisk.Instance, Path.Combine(folder, "ids"), warn);

    /// <summary>Institutions' API keys, for their owner beside a running server or before the first start.</summary>
    /// <param name="rootKey">The root key's file; null for <see cref="DefaultRootKey"/>.</param>
    /// <param name="apart">Where nodes share them; null for the folder.</param>
    /// <exception cref="KeyStoreException">The root key is missing.</exception>
    public static InstitutionKeyFile KeysBeside(string folder, string? rootKey, PostgresPlace? apart)
    {
        if (apart is null)
            return InstitutionKeyFile.Beside(OsDisk.Instance, folder, rootKey);
        var far = new PostgresDisk(apart, folder, TimeProvider.System, Console.Error.WriteLine);
        far.WriteBeside();
        return InstitutionKeyFile.Beside(far, folder, rootKey);
    }

    /// <summary>Of a followed folder: reads what the node that leads wrote since.</summary>
    /// <exception cref="IOException">It cannot be read now.</exception>
    public void CatchUp() => Keys.CatchUp();

    /// <summary>Of a followed folder: from now on this node leads, and whoever did before writes nothing more.</summary>
    /// <exception cref="Leases.LeaseHeldException">Another node leads.</exception>
    public void Lead()
    {
        var journal = (PostgresJournal)Journal;
        journal.TakeHouse();
        _far!.Lead(journal.HouseEpoch);
        Keys.Lead();
        Hold();
    }

    /// <summary>Another node may lead from now on; what is here can still be read.</summary>
    public void Resign() => (Journal as PostgresJournal)?.ReleaseHouse();

    private void Hold()
    {
        if (Journal is not PostgresJournal journal)
            return;
        JournalPlace.Claim(journal, Keys);
        _whereJournal.Hold(Place, journal.Id);
        if (_far is not null)
            _lost = CancellationTokenSource.CreateLinkedTokenSource(journal.Lost, _far.Lost);
    }

    public void Dispose()
    {
        PaymentIds.Dispose();
        // Keys first: they are noted under the lease that the journal gives back.
        Keys.Dispose();
        _far?.Dispose();
        Journal.Dispose();
        _lost?.Dispose();
    }
}
