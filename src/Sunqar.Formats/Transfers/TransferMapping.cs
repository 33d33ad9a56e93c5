using System.Text;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Transfers;

/// <summary>
/// How another's table of transfers is read: which of its columns are ours, and what cannot be told by looking at it. Written as
/// <c>time=Date,from=Sender,to=Receiver,amount=Sum</c>, or as lines <c>time: Date</c> of a file (docs/formats.md).
/// </summary>
public sealed class TransferMapping
{
    private static readonly string[] FieldNames = ["id", "time", "from", "to", "amount", "currency", "kind"];

    private readonly Dictionary<string, MappedField> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TransferKind> _kinds = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, string> _said = new(StringComparer.Ordinal);

    // Columns by which the table is known beside those that are read.
    private string[] _also = [];

    private TransferMapping(string name) => Name = name;

    /// <summary>What it is called in messages and in the journal.</summary>
    public string Name { get; private set; }

    /// <summary>Told separator; null to look.</summary>
    public byte? Separator { get; private set; }

    /// <summary>Told encoding; null to look.</summary>
    public Encoding? Encoding { get; private set; }

    /// <summary>Told decimal mark, <c>.</c> or <c>,</c>; null to look.</summary>
    internal byte? Decimal { get; private set; }

    /// <summary>Told order of dates; null to look.</summary>
    internal DateStyle? Dates { get; private set; }

    /// <summary>Where days and hours are counted from, microseconds since 1970-01-01T00:00:00Z.</summary>
    internal long DayZeroUs { get; private set; }

    /// <summary>Added to times that state no zone to make them UTC, microseconds.</summary>
    internal long ZoneUs { get; private set; }

    /// <summary>Rows that moved nothing and are left out: a column, and the words that say so (<c>*</c>: any).</summary>
    internal (string Column, string[] Words)? LeaveOut { get; private set; }

    /// <summary>The rows that are meant, where a table holds others too (of a token, those of its genuine contract); the others are left
    /// out.</summary>
    internal (string Column, string[] Words)? Keep { get; private set; }

    /// <summary>Rows that are told the other way round: value goes from <c>to</c> to <c>from</c>.</summary>
    internal (string Column, string[] Words)? Swap { get; private set; }

    internal MappedField? Of(string field) => _fields.GetValueOrDefault(field);

    internal IReadOnlyDictionary<string, TransferKind> Kinds => _kinds;

    /// <summary>What the table must have: the columns of the first choice, for messages.</summary>
    internal IReadOnlyList<string> Columns =>
        [.. _fields.Values.SelectMany(mapped => mapped.Columns).Concat(_also).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Which column each of our fields is taken from, in our order.</summary>
    public IReadOnlyList<(string Field, string Columns)> Fields =>
        [.. FieldNames.Where(_fields.ContainsKey).Select(name => (name, _fields[name].ToString()))];

    internal bool Knows(CsvHeader header) =>
        _fields.Values.All(mapped => mapped.IsIn(header))
        && header.HasAll(_also)
        && ((string Column, string[] Words)?[])[LeaveOut, Keep, Swap] is var conditions
        && conditions.All(one => one is not { } condition || header.IndexOf(condition.Column) >= 0);

    /// <summary>All that it says, in one order: the same mapping is the same text.</summary>
    public override string ToString() => string.Join('\n', _said.Select(one => $"{one.Key}: {one.Value}"));

    /// <summary>Reads <c>field=column,…</c>, a mapping's file, or the name of a shipped one.</summary>
    /// <param name="why">What is wrong; null where it was read.</param>
    public static TransferMapping? Read(string argument, out string? why)
    {
        if (argument.Contains('=', StringComparison.Ordinal))
        {
            return Parse("map", argument.Split(',').Select(pair => Cut(pair, '=')), out why);
        }
        if (ShippedMappings.All.FirstOrDefault(one => one.Name.Equals(argument, StringComparison.OrdinalIgnoreCase)) is { } shipped)
        {
            why = null;
            return shipped;
        }
        var text = InputText.Read(argument, InputLimits.RowBytesMax, out var bad);
        if (bad is not null)
        {
            why = $"{bad}, field=column pairs, or one of " + $"{string.Join(", ", ShippedMappings.All.Select(one => one.Name))}";
            return null;
        }
        return ParseFile(Path.GetFileNameWithoutExtension(argument), text, out why);
    }

    /// <summary>Reads a file's lines <c>key: value</c>; # begins a comment.</summary>
    public static TransferMapping? ParseFile(string name, string text, out string? why) =>
        Parse(
            name,
            text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').Select(line => Cut(line, ':')),
            out why
        );

    private static (string Key, string? Value) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is > 0 and var place
            ? (text[..place].Trim(), text[(place + 1)..].Trim())
            : (text.Trim(), null);

    private static TransferMapping? Parse(string name, IEnumerable<(string Key, string? Value)> pairs, out string? why)
    {
        var mapping = new TransferMapping(name);
        foreach (var (key, value) in pairs)
        {
            why =
                string.IsNullOrEmpty(value) ? $"{key} is not given a column; expected such as time=Date"
                : !mapping._said.TryAdd(key, value) ? $"{key} is given twice"
                : mapping.Take(key, value);
            if (why is not null)
            {
                why = $"mapping {name}: {why}";
                return null;
            }
        }
        var lacking = FieldNames[1..5].Where(field => !mapping._fields.ContainsKey(field)).ToList();
        why =
            lacking.Count == 0
                ? null
                : $"mapping {name}: {string.Join(", ", lacking)} are not mapped; expected at least time, from, to and amount";
        return why is null ? mapping : null;
    }

    /// <summary>Why the pair cannot be taken; null where it was.</summary>
    private string? Take(string key, string value)
    {
        if (FieldNames.Contains(key))
        {
            _fields[key] = MappedField.Parse(value);
            return null;
        }
        if (key.StartsWith("kind.", StringComparison.Ordinal))
        {
            var kind = TransferWords.Kind(Encoding.ASCII.GetBytes(value));
            return kind != TransferKind.Unknown || value == "unknown"
                ? Kept(() => _kinds[key[5..]] = kind)
                : $"there is no kind \"{value}\"";
        }
        switch (key)
        {
            case "name":
                return Kept(() => Name = value);
            case "separator":
                Separator = value switch
                {
                    "comma" => (byte)',',
                    "semicolon" => (byte)';',
                    "tab" => (byte)'\t',
                    "pipe" => (byte)'|',
                    [var one] when one < 0x80 => (byte)one,
                    _ => null,
                };
                return Separator is null ? "the separator is comma, semicolon, tab or pipe" : null;
            case "decimal":
                Decimal =
                    value is "point" or "." ? (byte)'.'
                    : value is "comma" or "," ? (byte)','
                    : null;
                return Decimal is null ? "the decimal mark is point or comma" : null;
            case "encoding":
                Encoding = TextEncodings.Named(value);
                return Encoding is null ? $"there is no encoding \"{value}\"" : null;
            case "dates":
                return TakeDates(value);
            case "zone":
                var isZone = TextTime.TryParseIso(Encoding.ASCII.GetBytes("2000-01-01T00:00:00" + value), out var us);
                return isZone
                    ? Kept(() => ZoneUs = us - TextTime.DaysFromCivil(2000, 1, 1) * TextTime.DayUs)
                    : "the zone is such as +03:00 or Z";
            case "leave_out":
                return Condition(value) is { } left ? Kept(() => LeaveOut = left) : "leave_out is such as Status=Failed";
            case "keep":
                return Condition(value) is { } kept ? Kept(() => Keep = kept) : "keep is such as ContractAddress=0x…";
            case "also":
                return Kept(() => _also = value.Split(',', StringSplitOptions.TrimEntries));
            case "swap":
                return Condition(value) is { } swap ? Kept(() => Swap = swap) : "swap is such as Direction=in";
            default:
                return $"there is no field {key}; expected {string.Join(", ", FieldNames)}, or separator, "
                    + $"decimal, encoding, dates, zone, leave_out, keep, swap, also, kind.WORD";
        }
    }

    private string? TakeDates(string value)
    {
        const string Since = " since ";
        var at = value.IndexOf(Since, StringComparison.Ordinal);
        if (at > 0 && TextTime.TryParseIso(Encoding.UTF8.GetBytes(value[(at + Since.Length)..]), out var zeroUs))
        {
            (DayZeroUs, value) = (zeroUs, value[..at]);
        }
        Dates = value switch
        {
            "ymd" => DateStyle.Ymd,
            "dmy" => DateStyle.Dmy,
            "mdy" => DateStyle.Mdy,
            "unix" => DateStyle.Unix,
            "days" when at > 0 => DateStyle.Days,
            "hours" when at > 0 => DateStyle.Hours,
            _ => null,
        };
        return Dates is null ? "dates are ymd, dmy, mdy, unix, or such as \"days since 2017-01-01\"" : null;
    }

    private static string? Kept(Action keep)
    {
        keep();
        return null;
    }

    private static (string, string[])? Condition(string text) =>
        Cut(text, '=') is ({ Length: > 0 } column, { Length: > 0 } words)
            ? (column, words.Split('|', StringSplitOptions.TrimEntries))
            : null;
}
