using Sunqar.Core.Identity;
using Sunqar.Storage.Disk;

namespace Sunqar.Storage.Keys;

/// <content>A store that another node writes, read as it grows, so that this node can go on with it at once.</content>
public sealed partial class KeyStore
{
    private readonly List<int> _followed = [];
    private bool _isFollowing;

    private KeyStore(IDisk disk, string folder, KeyStoreOptions options, RootKey root)
    {
        (_disk, _folder, _options, _root) = (disk, folder, options, root);
        _chance = new ChancePool(options.Chance);
        _hashes = new IdentifierHashes(root, options.Chance);
        // Until this node leads, nothing is written, and there may be no file yet.
        (_file, _isFollowing) = (null!, true);
    }

    /// <summary>A store in which this process writes nothing before <see cref="Lead"/>.</summary>
    /// <exception cref="KeyStoreException">The root key is missing, or another store's.</exception>
    internal static KeyStore Follow(IDisk disk, string folder, string rootKeyPath, KeyStoreOptions options)
    {
        if (!OsDisk.Instance.FileExists(rootKeyPath))
        {
            throw new KeyStoreException(
                $"The root key {rootKeyPath} is missing. All nodes have the same one: copy it from another node, or, for the first of all, "
                    + "make 32 random bytes that their owner alone can read (docs/nodes.md)."
            );
        }
        var store = new KeyStore(disk, folder, options, RootKey.Open(OsDisk.Instance, rootKeyPath, mayCreate: false, options.Chance));
        store.CatchUp();
        return store;
    }

    /// <summary>Reads what another node wrote since. One thread at a time.</summary>
    /// <exception cref="IOException">The store cannot be read now; the next call begins it anew.</exception>
    internal void CatchUp()
    {
        lock (_gate)
        {
            if (Generations() is not [.., var newest])
                return;
            try
            {
                if (_file is not null && newest == Path.GetFileName(KeyFile.PathOf(_folder, _file.Generation)))
                {
                    _file.ReadOn((_, entry) => _followed.Add(Take(in entry)));
                }
                else
                {
                    // Somebody was forgotten: what is left stands in a new file.
                    StartAnew();
                    _file = KeyFile.Follow(
                        _disk,
                        Path.Combine(_folder, newest),
                        _root,
                        _options.Chance,
                        (_, entry) => _followed.Add(Take(in entry))
                    );
                }
            }
            catch
            {
                StartAnew();
                throw;
            }
            _durable = _table.Count;
        }
    }

    private void StartAnew()
    {
        _file?.Dispose();
        _file = null!;
        _table.Clear();
        _followed.Clear();
        _durable = 0;
    }

    /// <summary>From now on this process writes; the disk refuses whoever wrote before.</summary>
    internal void Lead()
    {
        CatchUp();
        lock (_gate)
        {
            WipeUnfinished();
            foreach (var older in Generations().SkipLast(1))
                KeyFile.Wipe(_disk, _folder, older);
            if (_file is null)
                _file = FirstGeneration();
            else
                StartIntroductions(_file, [.. _followed.Skip((int)_file.Confirmed)]);
            _followed.Clear();
            _recent.Clear();
            _isFollowing = false;
        }
    }
}
