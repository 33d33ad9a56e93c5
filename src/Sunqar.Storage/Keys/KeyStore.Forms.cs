using Sunqar.Core.Identity;

namespace Sunqar.Storage.Keys;

/// <content>The forms of identifiers.</content>
public sealed partial class KeyStore
{
    /// <summary>The slot of an identifier, by its form; -1 where it was never met. Older stores hashed what came: their subject is found by
    /// it, or by a usual spelling.</summary>
    /// <param name="isUnformed">It was found by such a hash alone, and is to be linked to that of the form.</param>
    private int Slot(SubjectKind kind, ReadOnlySpan<char> identifier, out (ulong Low, ulong High) hash, out bool isUnformed)
    {
        var isFormed = kind == SubjectKind.Account && _options.Form > 0;
        var form = isFormed ? AccountForm.Of(identifier, stackalloc char[AccountForm.LengthMax]) : identifier;
        hash = _hashes.Durable(kind, form);
        var slot = _table.Find(kind, hash.Low, hash.High);
        isUnformed = false;
        if (slot >= 0 || !_hasUnformed || !isFormed)
            return slot;
        foreach (var spelling in AccountForm.UsualSpellings(form.ToString()).Prepend(identifier.ToString()))
        {
            var (low, high) = _hashes.Durable(kind, spelling);
            slot = _table.Find(kind, low, high);
            isUnformed = slot >= 0 && _table[slot].Form == 0;
            if (isUnformed)
                return slot;
        }
        return -1;
    }
}
