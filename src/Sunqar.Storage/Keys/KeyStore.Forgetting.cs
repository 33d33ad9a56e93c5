using Sunqar.Core.Identity;

namespace Sunqar.Storage.Keys;

/// <content>Destroying entries.</content>
public sealed partial class KeyStore
{
    /// <summary>
    /// From now on subjects that are met are remembered, until <see cref="DestroyUnmet"/>: whoever decides who is to be forgotten reads the
    /// facts meanwhile, and a payment may come in between.
    /// </summary>
    public void WatchMeetings()
    {
        lock (_gate)
            _met = [];
    }

    /// <summary>As <see cref="Destroy"/>, but spares those who were met since <see cref="WatchMeetings"/>.</summary>
    /// <returns>Those who were spared.</returns>
    public IReadOnlyList<SubjectId> DestroyUnmet(IReadOnlyCollection<SubjectId> subjects)
    {
        lock (_gate)
        {
            var met = _met ?? throw new InvalidOperationException("Nobody watched who was met.");
            _met = null;
            var spared = subjects.Where(subject => met.Contains(subject.Value)).ToArray();
            Destroy([.. subjects.Where(subject => !met.Contains(subject.Value))]);
            return spared;
        }
    }

    /// <summary>
    /// Destroys the entries of subjects: afterwards neither the way from an identifier to them nor their data keys can be read again, here
    /// or from the disk, root key or not. Their facts stay, and name nobody.
    /// </summary>
    /// <returns>How many had an entry.</returns>
    public int Destroy(IReadOnlyCollection<SubjectId> subjects)
    {
        lock (_gate)
        {
            var ids = subjects.Where(subject => _table.Find(subject) >= 0).Select(subject => subject.Value).ToHashSet();
            if (ids.Count == 0)
                return 0;
            var doomed = Enumerable.Range(0, _table.Count).Where(slot => ids.Contains(_table[slot].Id)).ToHashSet();
            // Introductions of which it is not known whether the journal has them come once more, behind the confirmed part of the new
            // file.
            var lost = _introductions.Lost.Concat(_introductions.Awaiting).Distinct().Where(slot => !doomed.Contains(slot)).ToArray();
            var lostIds = lost.Select(slot => new SubjectId(_table[slot].Id)).ToArray();
            var old = _file;
            var next = WriteWithout(doomed, lost);
            try
            {
                FinishGeneration(next);
            }
            catch (IOException error)
            {
                // Nobody knows under which name the next start finds what: nothing may be added to either file.
                next.Dispose();
                old.Stop(error);
                throw;
            }
            _file = next;
            old.Dispose();
            Adopt(doomed, lostIds);
            KeyFile.Wipe(_disk, _folder, Path.GetFileName(KeyFile.PathOf(_folder, old.Generation)));
            return ids.Count;
        }
    }

    private KeyFile WriteWithout(HashSet<int> doomed, int[] lost)
    {
        var file = BeginGeneration(_file.Generation + 1);
        try
        {
            WriteSlots(file, Enumerable.Range(0, _table.Count).Where(slot => !doomed.Contains(slot)).ToArray(), 0);
            var confirmed = file.Written;
            file.Write([], confirmed);
            WriteSlots(file, lost, confirmed);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void Adopt(HashSet<int> doomed, SubjectId[] lost)
    {
        var kept = new SubjectTable();
        for (var slot = 0; slot < _table.Count; slot++)
        {
            if (!doomed.Contains(slot))
                kept.Add(in _table[slot]);
        }
        _table.TakeOver(kept);
        _recent.Clear();
        _durable = _table.Count;
        StartIntroductions(_file, lost.Select(_table.Find).ToArray());
    }
}
