using System.Globalization;
using System.Text;
using Sunqar.Core.Cases;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;
using Sunqar.Core.Payments;
using Sunqar.Storage;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;

namespace Sunqar.Work.Oversight;

/// <summary>What is sealed of a subject, opened; null where it was destroyed or never known.</summary>
public sealed record Unsealed(string? Identifier, string? Name);

/// <summary>A payment of a subject, seen from it.</summary>
/// <param name="Other">Who stands at the other end; none where nobody does.</param>
public sealed record SubjectPayment(
    string Id,
    long TimeUs,
    PaymentKind Kind,
    Money Amount,
    bool IsOut,
    SubjectId Other,
    string Place,
    Outcome Outcome
);

/// <summary>
/// The one way from subjects to people and back. What opens seals is internal to this room and called by <see cref="Unmasking"/> alone,
/// after a look is in the log. For any number of threads.
/// </summary>
public sealed class PersonalData(DataFolder folder)
{
    private readonly PseudonymKey _names = new(folder.Keys);

    /// <summary>The names of one scope: a case by its id, an alert, an alarm.</summary>
    public Pseudonyms NamesIn(string scope) => _names.In(scope);

    /// <summary>Where files for other programs go: beside the folder, never in it.</summary>
    public string CodesPath => folder.Place + ".codes";

    /// <summary>Whom a case is about, with the names that they have in it.</summary>
    public IReadOnlyDictionary<SubjectId, string> NamesOf(Case one, IEnumerable<SubjectId> more) =>
        NamesIn(one.Id).Of(SubjectText.In(one.Members.Keys).Concat(more));

    /// <summary>The subject of an IIN, without making one; none where it was never met.</summary>
    public SubjectId Find(Iin iin) => folder.Keys.Find(SubjectKind.Person, iin.ToString());

    /// <summary>The subject of an IIN, made where it was never met: whoever asks for somebody learns nothing from the asking.</summary>
    public SubjectId Reserve(Iin iin) => folder.Keys.Reserve(SubjectKind.Person, iin.ToString());

    /// <summary>What somebody says about themselves, sealed with their own key.</summary>
    public SealedText Seal(SubjectId subject, string text) => folder.Keys.Seal(subject, text, SealedField.Objection);

    internal string? Open(SubjectId subject, SealedText text) => folder.Keys.Unseal(subject, text, SealedField.Objection);

    /// <summary>Opens what is sealed of subjects. One passage over the introductions; the last name counts.</summary>
    internal IReadOnlyDictionary<SubjectId, Unsealed> Read(IReadOnlyCollection<SubjectId> subjects, LookFields fields)
    {
        var wanted = subjects.ToHashSet();
        var found = wanted.ToDictionary(subject => subject, _ => new Unsealed(null, null));
        if (fields.HasFlag(LookFields.Identifier))
        {
            foreach (var fact in Sealed<SubjectIntroduced>().Where(fact => wanted.Contains(fact.Subject)))
            {
                found[fact.Subject] = found[fact.Subject] with
                {
                    Identifier = folder.Keys.Unseal(fact.Subject, fact.Identifier, SealedField.Identifier),
                };
            }
        }
        if (fields.HasFlag(LookFields.Name))
        {
            foreach (var fact in Sealed<SubjectNamed>().Where(fact => wanted.Contains(fact.Subject)))
                found[fact.Subject] = found[fact.Subject] with { Name = folder.Keys.Unseal(fact.Subject, fact.Name, SealedField.Name) };
        }
        return found;
    }

    private IEnumerable<T> Sealed<T>()
        where T : Fact =>
        folder
            .Journal.Read<T>(Streams.Imports)
            .Concat(folder.Journal.Read<ImportPart>(Streams.Imports).Select(part => part.Content).OfType<T>())
            .Concat(folder.Journal.Read<T>(Streams.Payments));

    /// <summary>Who holds cards and accounts, as a bank said with the last payment that named somebody; one passage over the payments. It
    /// opens no seal.</summary>
    public IReadOnlyDictionary<SubjectId, SubjectId> HoldersOf(IReadOnlyCollection<SubjectId> instruments)
    {
        var sink = new HolderSink(instruments.Where(one => !one.IsNone).ToHashSet());
        if (sink.Wanted.Count > 0)
            folder.Journal.ReadPayments(Streams.Payments, 0, sink);
        return sink.Holders;
    }

    private sealed class HolderSink(HashSet<SubjectId> wanted) : IDecidedPaymentSink
    {
        public HashSet<SubjectId> Wanted => wanted;

        public Dictionary<SubjectId, SubjectId> Holders { get; } = [];

        public void Add(in DecidedPaymentRow row)
        {
            Note(row.SenderCard, row.SenderPerson);
            Note(row.SenderAccount, row.SenderPerson);
            Note(row.RecipientCard, row.RecipientPerson);
            Note(row.RecipientAccount, row.RecipientPerson);
        }

        private void Note(SubjectId instrument, SubjectId person)
        {
            if (!person.IsNone && wanted.Contains(instrument))
                Holders[instrument] = person;
        }
    }

    /// <summary>A subject's payments of a period in order of time, at most so many and one more.</summary>
    internal IReadOnlyList<SubjectPayment> Payments(SubjectId subject, long fromUs, long toUs, int rowsMax)
    {
        var sink = new SubjectSink(subject, fromUs, toUs, rowsMax + 1);
        folder.Journal.ReadPayments(Streams.Payments, 0, sink);
        return [.. sink.Rows.OrderBy(row => row.TimeUs).ThenBy(row => row.Id, StringComparer.Ordinal)];
    }

    private sealed class SubjectSink(SubjectId subject, long fromUs, long toUs, int rowsMax) : IDecidedPaymentSink
    {
        public List<SubjectPayment> Rows { get; } = [];

        public void Add(in DecidedPaymentRow row)
        {
            if (row.TimeUs < fromUs || row.TimeUs >= toUs || Rows.Count >= rowsMax)
                return;
            var isOut = row.SenderPerson == subject || row.SenderAccount == subject || row.SenderCard == subject;
            if (!isOut && row.RecipientPerson != subject && row.RecipientAccount != subject && row.RecipientCard != subject)
                return;
            var other = isOut ? row.Recipient.Instrument : row.Sender.Instrument;
            var place = row.Terminal.IsEmpty
                ? row.Platform.IsEmpty
                    ? row.WalletAddress
                    : row.Platform
                : row.Terminal;
            Rows.Add(
                new SubjectPayment(
                    Encoding.UTF8.GetString(row.Id),
                    row.TimeUs,
                    row.Kind,
                    new Money(row.AmountMinor, row.Currency),
                    isOut,
                    other,
                    Encoding.UTF8.GetString(place),
                    row.Outcome
                )
            );
        }
    }
}

/// <summary>Subjects as texts: 16 hexadecimal digits, which findings and cases carry and no page shows.</summary>
public static class SubjectText
{
    public static bool TryParse(string text, out SubjectId subject)
    {
        subject = SubjectId.None;
        if (text.Length != 16 || !ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return false;
        subject = new SubjectId(value);
        return !subject.IsNone;
    }

    /// <summary>Those of the texts that are subjects.</summary>
    public static IEnumerable<SubjectId> In(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            if (TryParse(text, out var subject))
                yield return subject;
        }
    }

    /// <summary>What texts are shown as in one scope: subjects by the names that they have in it, anything else as it is.</summary>
    public static Func<string, string> Shown(Pseudonyms names, IEnumerable<string> texts)
    {
        var named = names.Of(In(texts));
        return text =>
            !TryParse(text, out var subject) ? text
            : named.TryGetValue(subject, out var name) ? name
            : names.Of(subject);
    }
}
