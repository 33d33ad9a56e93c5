using System.Text;
using Sunqar.Core.Registry;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Lists;

/// <summary>
/// The United Kingdom's lists as tables: OFSI's consolidated list (ConList.csv) and the Foreign Office's UK Sanctions List. A line with the
/// list's date stands above the header; a party has a row for each name.
/// </summary>
internal sealed class UkSanctionsTable : ListFormat
{
    private const int LinesAboveMax = 4;

    public override string Name => "uk";

    public override bool Knows(ReadOnlySpan<byte> head)
    {
        var text = Encoding.UTF8.GetString(head);
        return text.Contains("Name 6", StringComparison.OrdinalIgnoreCase)
            && (
                text.Contains("Group ID", StringComparison.OrdinalIgnoreCase)
                || text.Contains("Unique ID", StringComparison.OrdinalIgnoreCase)
            );
    }

    public override BadInput? Read(Stream stream, ListReading reading)
    {
        var rows = new CsvRows(stream);
        var draft = new WatchlistDraft();
        var lines = 0;
        CsvHeader? header = null;
        while (header is null && lines++ < LinesAboveMax && rows.Next())
        {
            var names = CsvHeader.Of(rows);
            if (names.Names.Any(name => UkFields.Key(name) == "name6"))
                header = names;
            else
                draft.PublishedUs = Date(names) ?? draft.PublishedUs;
        }
        if (header is null || !header.Names.Any(name => UkFields.Key(name) is "groupid" or "uniqueid" or "ofsigroupid"))
        {
            return new(
                reading.File,
                1,
                1,
                null,
                "no header with Name 6 and Group ID or Unique ID",
                "OFSI's ConList or the UK Sanctions List"
            );
        }
        if (header.Repeated(header.Names.Where(name => name.Length > 0)) is { } twice)
            return new(reading.File, lines, 1, twice, $"the column \"{twice}\" stands twice", "each column once");
        if (draft.PublishedUs == 0)
            return new(reading.File, 1, 1, null, "the list has no date", "a line such as \"Last Updated,28/10/2025\" above the header");
        var table = new TableReading(rows, reading.File, reading.BadRows, reading.BytesRead);
        if (table.Rows(header, row => Take(row, header, draft)) is { } bad)
            return bad;
        reading.Skipped = table.Skipped;
        return HandOver(draft, header.IndexOf("Unique ID") >= 0, reading);
    }

    /// <param name="isForeignOffice">The UK Sanctions List has references of its own; OFSI's list counts groups.</param>
    internal static BadInput? HandOver(WatchlistDraft draft, bool isForeignOffice, ListReading reading)
    {
        var nameless = draft.Entries.FirstOrDefault(entry => entry.Names.Count == 0);
        if (draft.Count == 0 || nameless is not null)
        {
            var reason = nameless is null ? "the list has no parties" : $"{nameless.Id} has no name";
            return new(reading.File, 0, 0, null, reason, "a party a reference, with a name");
        }
        WatchlistFacts.HandOver(reading, isForeignOffice ? "uk_sanctions" : "uk_ofsi", draft.PublishedUs, draft.Entries);
        return null;
    }

    private static long? Date(CsvHeader above) =>
        above
            .Names.SelectMany(field => field.Split(':', StringSplitOptions.TrimEntries))
            .Select(ListDates.DayUs)
            .FirstOrDefault(us => us is not null);

    private static FieldFault? Take(CsvRows row, CsvHeader header, WatchlistDraft draft)
    {
        var fields = new UkFields();
        for (var field = 0; field < header.Count; field++)
        {
            fields.Set(
                header.Names[field],
                string.Join(' ', Encoding.UTF8.GetString(row[field]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            );
        }
        if (fields.Name.Length == 0 && fields.NonLatin.Length == 0)
            return new(Math.Max(0, header.IndexOf("Name 6")), "the row names nobody", "a name in Name 1 to Name 6");
        return fields.Take(draft) is { } reason ? new(0, reason, "a row of the list") : null;
    }
}
