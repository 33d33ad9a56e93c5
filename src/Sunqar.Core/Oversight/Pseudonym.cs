using Sunqar.Core.Identity;

namespace Sunqar.Core.Oversight;

/// <summary>
/// Names for people inside one scope (a case, an alert, an alarm), such as <c>P-7K3F-29QX</c>: the same subject has the same name there and
/// another one everywhere else, so that nobody can join two cases on it. A name is the first characters of 80 keyed bits of scope and
/// subject. Where two subjects of the scope share the first eight characters, both are shown longer; a short name that was shown before
/// then no longer resolves, rather than to the wrong person.
/// </summary>
/// <param name="bitsOf">80 bits of a keyed hash of the scope and a subject: who lacks the key can neither compute a name nor tell whose it
/// is.</param>
public sealed class Pseudonyms(Func<SubjectId, UInt128> bitsOf)
{
    /// <summary>What every name begins with, so that it is told from an identifier at a glance.</summary>
    public const string Prefix = "P-";

    private const int Bits = 80;
    private const int CharacterBits = 5;
    private const int Group = 4;
    private const int GroupsMin = 2;
    private const int GroupsMax = Bits / CharacterBits / Group;

    // Crockford's Base 32: no I, L, O or U, which are misread aloud or on paper.
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>One subject's name where no other of the scope matters.</summary>
    public string Of(SubjectId subject) => Text(bitsOf(subject), GroupsMin);

    /// <summary>The names of all subjects of the scope; no two are alike, and none depends on the order.</summary>
    public IReadOnlyDictionary<SubjectId, string> Of(IEnumerable<SubjectId> subjects)
    {
        var named = new Dictionary<SubjectId, string>();
        var rest = subjects
            .Where(subject => !subject.IsNone)
            .Distinct()
            .Select(subject => (Subject: subject, Bits: bitsOf(subject)))
            .ToList();
        for (var groups = GroupsMin; rest.Count > 0; groups++)
        {
            if (groups > GroupsMax)
                throw new InvalidOperationException("Two subjects share 80 keyed bits: the key is not one.");
            var alike = rest.ToLookup(one => Text(one.Bits, groups), StringComparer.Ordinal);
            foreach (var same in alike.Where(same => same.Count() == 1))
                named[same.Single().Subject] = same.Key;
            rest = [.. alike.Where(same => same.Count() > 1).SelectMany(same => same)];
        }
        return named;
    }

    /// <summary>Whose name it is among these subjects; none where nobody's, or where it is short and two begin with it.</summary>
    public SubjectId Find(string name, IEnumerable<SubjectId> subjects) =>
        Of(subjects).FirstOrDefault(pair => string.Equals(pair.Value, name, StringComparison.OrdinalIgnoreCase)).Key;

    private static string Text(UInt128 bits, int groups) =>
        string.Create(
            Prefix.Length + groups * (Group + 1) - 1,
            bits,
            static (into, bits) =>
            {
                Prefix.CopyTo(into);
                var shift = Bits;
                for (var i = Prefix.Length; i < into.Length; i++)
                {
                    if ((i - Prefix.Length) % (Group + 1) == Group)
                    {
                        into[i] = '-';
                        continue;
                    }
                    shift -= CharacterBits;
                    into[i] = Letters[(int)((bits >> shift) & 31)];
                }
            }
        );
}
