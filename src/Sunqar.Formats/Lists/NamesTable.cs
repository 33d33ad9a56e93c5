using System.Text;
using Sunqar.Core.Registry;
using Sunqar.Core.Screening;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Lists;

/// <summary>A row of a table of names: whom somebody asks for, or a party of a list of one's own.</summary>
/// <param name="Birth">yyyy, yyyy-mm-dd, or null.</param>
/// <param name="Line">Where it stands in the file, from 1.</param>
public readonly record struct NamedRow(string Id, string Name, string? Birth, WatchlistPartyKind Kind, long Line);

/// <summary>
/// Tables with the columns <c>id,name[,birth][,schema]</c> (docs/formats.md). Read as questions each row is one; read as a list rows of one
/// id are one party with several names. What a row calls its party: Person, Company, Organization, Vessel, ... as FollowTheMoney does.
/// </summary>
public static class NamesTable
{
    internal static readonly string[] Needed = ["id", "name"];

    /// <param name="badRows">As of <see cref="ListFile.Read(string, string?, Action{Core.Facts.Fact}, Action{BadInput}?,
    /// Action{long}?, long)"/>.</param>
    /// <returns>Why the file cannot be taken, or null.</returns>
    public static BadInput? Read(string path, Action<NamedRow> take, Action<BadInput>? badRows = null)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            return Read(stream, path, take, badRows, null, out _);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return BadInput.Unreadable(path, e);
        }
    }

    internal static BadInput? Read(
        Stream stream,
        string file,
        Action<NamedRow> take,
        Action<BadInput>? badRows,
        Action<long>? bytesRead,
        out long skipped
    )
    {
        var rows = new CsvRows(stream);
        var table = new TableReading(rows, file, badRows, bytesRead);
        skipped = 0;
        if (!table.TryHeader(out var header, out var why))
            return why;
        if (!header.HasAll(Needed))
            return CsvTable.Lacks(file, header, Needed);
        if (header.Repeated(header.Names) is { } twice)
            return new(file, 1, 1, twice, $"the column \"{twice}\" stands twice", "each column once");
        var columns = (
            Id: header.IndexOf("id"),
            Name: header.IndexOf("name"),
            Birth: header.IndexOf("birth"),
            Schema: header.IndexOf("schema")
        );
        var bad = table.Rows(
            header,
            row =>
            {
                if (FieldFault.OfId(row, columns.Id) is { } noId)
                    return noId;
                var name = Text(row, columns.Name);
                if (name.Length > Screener.NameMax || !Screener.IsName(name))
                {
                    return FieldFault.Of(
                        row,
                        columns.Name,
                        $"a name with a letter or digit in it, of at most {Screener.NameMax} characters"
                    );
                }
                if (!TryBirth(Text(row, columns.Birth), out var birth))
                    return FieldFault.Of(row, columns.Birth, "a date of birth as yyyy-mm-dd, yyyy-mm or yyyy, or nothing");
                take(new(Text(row, columns.Id), name, birth, KindOf(Text(row, columns.Schema)), row.PlaceOf(columns.Id).Line));
                return null;
            }
        );
        skipped = table.Skipped;
        return bad;
    }

    private static string Text(CsvRows row, int field) => field < 0 ? "" : Encoding.UTF8.GetString(row[field]).Trim();

    /// <summary>A month without its day says the year.</summary>
    private static bool TryBirth(string text, out string? birth)
    {
        birth = text.Length switch
        {
            0 => null,
            7 => text[..4],
            _ => text,
        };
        return birth is null
            || (text.Length is 4 && int.TryParse(text, out var year) && year is >= 1000 and <= 9999)
            || (text.Length is 7 && IsDay(text + "-01"))
            || IsDay(text);
    }

    private static bool IsDay(string text) =>
        DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.None,
            out _
        );

    /// <summary>What is not told, or told in a word unknown here, is compared as whatever it may be.</summary>
    private static WatchlistPartyKind KindOf(string schema) =>
        schema.ToLowerInvariant() switch
        {
            "person" or "individual" => WatchlistPartyKind.Individual,
            "company" or "organization" or "organisation" or "publicbody" or "entity" => WatchlistPartyKind.Entity,
            "vessel" or "ship" => WatchlistPartyKind.Vessel,
            "airplane" or "aircraft" => WatchlistPartyKind.Aircraft,
            _ => WatchlistPartyKind.Unknown,
        };
}

/// <summary>A list of one's own: each file of this layout is a list named by its file.</summary>
internal sealed class NamesList : ListFormat
{
    public override string Name => "names";

    public override bool Knows(ReadOnlySpan<byte> head) =>
        CsvTable.HeaderOf(head) is { } header
        && header.HasAll(NamesTable.Needed)
        && header.Names.All(name => name.ToLowerInvariant() is "id" or "name" or "birth" or "schema");

    public override BadInput? Read(Stream stream, ListReading reading)
    {
        var parties = new Dictionary<string, (WatchlistPartyKind Kind, List<ListedName> Names, List<string> Birth)>();
        var bad = NamesTable.Read(
            stream,
            reading.File,
            row =>
            {
                if (!parties.TryGetValue(row.Id, out var party))
                    parties[row.Id] = party = (row.Kind, [], []);
                party.Names.Add(new(row.Name, "", party.Names.Count == 0, false));
                if (row.Birth is { } birth && !party.Birth.Contains(birth))
                    party.Birth.Add(birth);
            },
            reading.BadRows,
            reading.BytesRead,
            out var skipped
        );
        if (bad is not null)
            return bad;
        if (parties.Count == 0)
            return new(reading.File, 0, 0, null, "the list has no parties", "at least one row");
        reading.Skipped = skipped;
        // The table says no date: it is as old as the file.
        var publishedUs = stream is FileStream of ? (File.GetLastWriteTimeUtc(of.Name) - DateTime.UnixEpoch).Ticks / 10 : 0;
        WatchlistFacts.HandOver(
            reading,
            "names:" + Path.GetFileNameWithoutExtension(reading.File).ToLowerInvariant(),
            publishedUs,
            [.. parties.Select(p => new WatchlistEntry(p.Key, p.Value.Kind, [], p.Value.Names, [], long.MinValue, p.Value.Birth))]
        );
        return null;
    }
}
