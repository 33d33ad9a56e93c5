using System.Text;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Transfers;

/// <summary>
/// Where a part of a transfer stands in another's table: a constant (<c>=KZT</c>), or columns. <c>A + B</c> joins two columns, <c>A | B</c>
/// takes the first that the table has and that holds something (of amounts: something other than zero).
/// </summary>
internal sealed record MappedField(string? Constant, IReadOnlyList<IReadOnlyList<string>> Alternatives)
{
    public static MappedField Parse(string text) =>
        text.StartsWith('=')
            ? new(text[1..].Trim(), [])
            : new(null, [.. text.Split('|').Select(one => (IReadOnlyList<string>)[.. one.Split(" + ").Select(column => column.Trim())])]);

    /// <summary>The columns, for messages.</summary>
    public IEnumerable<string> Columns => Alternatives.Count == 0 ? [] : Alternatives[0];

    public bool IsIn(CsvHeader header) => Constant is not null || Alternatives.Any(header.HasAll);

    /// <summary>The alternatives that the table has, as places of columns.</summary>
    public int[][] Places(CsvHeader header) =>
        [.. Alternatives.Where(header.HasAll).Select(columns => columns.Select(header.IndexOf).ToArray())];

    public override string ToString() =>
        Constant is not null ? "=" + Constant : string.Join(" | ", Alternatives.Select(one => string.Join(" + ", one)));
}

/// <summary>A field of one table, readied: gives its text row by row.</summary>
/// <param name="joint">What stands between joined columns.</param>
internal sealed class MappedText(MappedField field, CsvHeader header, byte joint)
{
    private readonly byte[]? _constant = field.Constant is null ? null : Encoding.UTF8.GetBytes(field.Constant);
    private readonly int[][] _places = field.Places(header);
    private readonly byte[] _joined = new byte[InputLimits.RowBytesMax];

    /// <summary>The column that a fault of it is told by.</summary>
    public int Column => _places.Length == 0 ? 0 : _places[0][0];

    /// <summary>The text of the first alternative that says something, else of the first that holds something; empty where none
    /// does.</summary>
    /// <param name="isNothing">Passes over texts that say nothing.</param>
    public ReadOnlySpan<byte> Of(CsvRows row, Func<byte[], int, bool>? isNothing = null)
    {
        if (_constant is not null)
        {
            return _constant;
        }
        foreach (var columns in _places)
        {
            var text = Joined(row, columns);
            if (text.Length > 0 && isNothing?.Invoke(_joined, text.Length) != true)
            {
                return text;
            }
        }
        foreach (var columns in _places)
        {
            var text = Joined(row, columns);
            if (text.Length > 0)
            {
                return text;
            }
        }
        return [];
    }

    private ReadOnlySpan<byte> Joined(CsvRows row, int[] columns)
    {
        var length = 0;
        foreach (var column in columns)
        {
            var text = row[column].Trim(" \t"u8);
            if (length > 0)
            {
                _joined[length++] = joint;
            }
            text.CopyTo(_joined.AsSpan(length));
            length += text.Length;
        }
        return _joined.AsSpan(0, length);
    }
}
