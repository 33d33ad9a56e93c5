using Sunqar.Core.Cases;
using Sunqar.Core.Identity;
using Sunqar.Storage;
using Sunqar.Storage.Evidence;
using Sunqar.Storage.Keys;
using Sunqar.Work.Outbox;

namespace Sunqar.Server.Entrance;

/// <summary>What the pages of cases need beside the desk of acts; comes with the data folder.</summary>
public sealed class CaseDoor
{
    private volatile PseudonymKey? _names;

    /// <summary>Null while the journal is replayed.</summary>
    public EvidenceStore? Evidence { get; private set; }

    /// <summary>What reports are written from; null while the journal is replayed.</summary>
    public DataFolder? Folder { get; private set; }

    /// <summary>Null where no chain is watched.</summary>
    public IssuerWatch? Watch { get; private set; }

    /// <summary>What names of people are made of; null while the journal is replayed.</summary>
    public PseudonymKey? Names => _names;

    public void Open(PseudonymKey names, EvidenceStore evidence, IssuerWatch? watch, DataFolder? folder = null) =>
        (Evidence, Watch, Folder, _names) = (evidence, watch, folder, names);

    /// <summary>The members of a case as people see them: persons, accounts and cards by names that hold in this case alone, the rest by
    /// themselves. Member → name.</summary>
    public IReadOnlyDictionary<string, string> NamesIn(Case one)
    {
        var subjects = one.Members.Keys.Where(CaseText.IsSubject).ToDictionary(Subject);
        var names = _names?.In(one.Id).Of(subjects.Keys) ?? new Dictionary<SubjectId, string>();
        return one.Members.Keys.ToDictionary(
            member => member,
            member => !CaseText.IsSubject(member) ? member : names.GetValueOrDefault(Subject(member), "a member"),
            StringComparer.Ordinal
        );
    }

    /// <summary>The member behind a name that a form sent back; the text itself where it is nobody's name, which the command
    /// judges.</summary>
    public string MemberOf(Case? one, string name) =>
        one is null
            ? name
            : NamesIn(one).FirstOrDefault(pair => string.Equals(pair.Value, name, StringComparison.OrdinalIgnoreCase)).Key ?? name;

    private static SubjectId Subject(string member) =>
        new(ulong.Parse(member, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture));
}
