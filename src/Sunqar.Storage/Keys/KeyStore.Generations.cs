using Sunqar.Core.Identity;

namespace Sunqar.Storage.Keys;

/// <content>The files of the store: each is a generation.</content>
public sealed partial class KeyStore
{
    private string[] Generations() => [.. _disk.Files(_folder).Where(name => KeyFile.TryName(name, out _))];

    private void WipeUnfinished()
    {
        foreach (var name in _disk.Files(_folder).Where(name => name.EndsWith(Unfinished, StringComparison.Ordinal)))
            KeyFile.Wipe(_disk, _folder, name);
    }

    private KeyFile FirstGeneration() => FinishGeneration(BeginGeneration(1));

    private KeyFile BeginGeneration(long generation)
    {
        var path = KeyFile.PathOf(_folder, generation) + Unfinished;
        if (_disk.FileExists(path))
            KeyFile.Wipe(_disk, _folder, Path.GetFileName(path));
        return KeyFile.Create(_disk, path, _root, generation, _options.Chance);
    }

    private KeyFile FinishGeneration(KeyFile file)
    {
        file.Flush();
        var path = KeyFile.PathOf(_folder, file.Generation);
        _disk.Rename(path + Unfinished, path);
        _disk.FlushFolder(_folder);
        return file;
    }

    private KeyFile Load(string[] generations)
    {
        // The newest is whole, because it got its name after its last flush. Older ones are what a crash left of a destruction.
        var newest = generations[^1];
        _disk.FlushFolder(_folder);
        foreach (var older in generations[..^1])
            KeyFile.Wipe(_disk, _folder, older);
        var slots = new List<int>();
        var file = KeyFile.Open(
            _disk,
            Path.Combine(_folder, newest),
            _root,
            _options.Chance,
            _options.Warn,
            (_, entry) => slots.Add(Take(in entry))
        );
        _durable = _table.Count;
        StartIntroductions(file, slots.Skip((int)file.Confirmed).ToArray());
        return file;
    }

    /// <summary>An entry as it was read; a later one of the same identifier takes its place.</summary>
    private int Take(in SubjectEntry entry)
    {
        var slot = _table.Find(entry.Kind, entry.HashLow, entry.HashHigh);
        if (slot >= 0)
            _table[slot] = entry;
        else
            slot = _table.Add(entry);
        _hasUnformed |= entry is { Kind: SubjectKind.Account, Form: 0 };
        return slot;
    }

    private void StartIntroductions(KeyFile file, int[] lost)
    {
        _introductions.Start(file.Confirmed, file.Written, lost);
        foreach (var slot in lost)
            _table[slot].NameMark = 0;
    }
}
