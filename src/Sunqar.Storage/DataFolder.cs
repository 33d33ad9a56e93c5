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
    private DataFolder(string place, IJournal journal, KeyStore keys, IPaymentIds ids) =>
        (Place, Journal, Keys, Sealer, PaymentIds) = (place, journal, keys, new PaymentSealer(keys), ids);

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
    public CancellationToken Lost => (Journal as PostgresJournal)?.Lost ?? CancellationToken.None;

    /// <summary>Where the root key lies when nobody says otherwise.</summary>
    public static string DefaultRootKey(string folder) => RootKey.DefaultPath(folder);

    /// <param name="rootKey">The root key's file; null for <see cref="DefaultRootKey"/>.</param>
    /// <param name="warn">Is told of repairs after a crash.</param>
    /// <param name="elsewhere">The journal in PostgreSQL; null for the files of the folder.</param>
    /// <exception cref="Leases.LeaseHeldException">Another process has the journal in PostgreSQL.</exception>
    /// <exception cref="JournalDamagedException">The journal is damaged where no crash explains it.</exception>
    /// <exception cref="KeyStoreException">The key store or its root key cannot be used.</exception>
    /// <exception cref="FolderInUseException">Another process has the folder open.</exception>
    public static DataFolder Open(
        string folder,
        string? rootKey = null,
        Action<string>? warn = null,
        TimeProvider? clock = null,
        PostgresPlace? elsewhere = null
    )
    {
        warn ??= Console.Error.WriteLine;
        clock ??= TimeProvider.System;
        // Amounts, times and places are in clear in it.
        PrivateFolder.Make(folder, warn);
        var place = JournalPlace.Check(folder, elsewhere);
        IJournal journal = elsewhere is null
            ? new FolderJournal(Path.Combine(folder, FolderJournal.FolderName), new JournalFolderOptions { Warn = warn, Clock = clock })
            : new PostgresJournal(elsewhere, clock, warn);
        KeyStore? keys = null;
        try
        {
            keys = new KeyStore(Path.Combine(folder, "keys"), rootKey ?? DefaultRootKey(folder), new KeyStoreOptions { Warn = warn });
            if (journal is PostgresJournal shared)
            {
                JournalPlace.Claim(shared, keys);
                place.Hold(folder, shared.Id);
            }
            return new DataFolder(
                Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)),
                journal,
                keys,
                new FolderPaymentIds(OsDisk.Instance, Path.Combine(folder, "ids"), warn)
            );
        }
        catch
        {
            keys?.Dispose();
            journal.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        PaymentIds.Dispose();
        Journal.Dispose();
        Keys.Dispose();
    }
}
