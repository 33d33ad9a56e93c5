using System.Globalization;
using System.Numerics;
using Parquet;
using Parquet.Schema;

namespace Sunqar.Formats.Columnar;

/// <summary>The values of one column of one group of rows, as text; null where a row has none.</summary>
internal sealed class ParquetColumn(Func<int, string?> text)
{
    public string? this[int row] => text(row);

    /// <exception cref="UnreadableTableException">The column's type is none that a table has.</exception>
    public static async Task<ParquetColumn> ReadAsync(ParquetRowGroupReader group, DataField field)
    {
        if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            var texts = new string?[group.RowCount];
            await group.ReadAsync(field, texts.AsMemory());
            return new(row => texts[row]);
        }
        return field.ClrType switch
        {
            var type when type == typeof(bool) => await OfAsync<bool>(group, field, value => value ? "true" : "false"),
            var type when type == typeof(sbyte) => await NumberAsync<sbyte>(group, field),
            var type when type == typeof(byte) => await NumberAsync<byte>(group, field),
            var type when type == typeof(short) => await NumberAsync<short>(group, field),
            var type when type == typeof(ushort) => await NumberAsync<ushort>(group, field),
            var type when type == typeof(int) => await NumberAsync<int>(group, field),
            var type when type == typeof(uint) => await NumberAsync<uint>(group, field),
            var type when type == typeof(long) => await NumberAsync<long>(group, field),
            var type when type == typeof(ulong) => await NumberAsync<ulong>(group, field),
            var type when type == typeof(BigInteger) => await NumberAsync<BigInteger>(group, field),
            var type when type == typeof(decimal) => await NumberAsync<decimal>(group, field),
            // The shortest text that is this number and no other.
            var type when type == typeof(float) => await OfAsync<float>(
                group,
                field,
                value => Plain(double.Parse(value.ToString("R", Invariant), Invariant))
            ),
            var type when type == typeof(double) => await OfAsync<double>(group, field, Plain),
            var type when type == typeof(DateTime) => await OfAsync<DateTime>(group, field, value => Time(field, value)),
            var type when type == typeof(DateOnly) => await OfAsync<DateOnly>(group, field, day => day.ToString("O", Invariant)),
            var type when type == typeof(TimeSpan) => await OfAsync<TimeSpan>(group, field, time => time.ToString("c", Invariant)),
            var type when type == typeof(TimeOnly) => await OfAsync<TimeOnly>(group, field, time => time.ToString("O", Invariant)),
            var type when type == typeof(Guid) => await OfAsync<Guid>(group, field, id => id.ToString("D")),
            var type => throw new UnreadableTableException(
                $"column \"{field.Name}\" holds {type.Name}; expected texts, numbers, decimals, dates or times"
            ),
        };
    }

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    private static Task<ParquetColumn> NumberAsync<T>(ParquetRowGroupReader group, DataField field)
        where T : struct, IFormattable => OfAsync<T>(group, field, value => value.ToString(null, Invariant));

    private static async Task<ParquetColumn> OfAsync<T>(ParquetRowGroupReader group, DataField field, Func<T, string> text)
        where T : struct
    {
        if (!field.IsNullable)
        {
            var whole = new T[group.RowCount];
            await group.ReadAsync(field, whole.AsMemory());
            return new(row => text(whole[row]));
        }
        var values = new T?[group.RowCount];
        await group.ReadAsync(field, values.AsMemory());
        return new(row => values[row] is { } value ? text(value) : null);
    }

    private static string Plain(double value)
    {
        var shortest = value.ToString("R", Invariant);
        // Large and small numbers are written with an exponent, which no amount has.
        return shortest.Contains('E', StringComparison.Ordinal) && Math.Abs(value) is < 7e27 and > 1e-9
            ? ((decimal)value).ToString(Invariant)
            : shortest;
    }

    /// <summary>With Z where the column says that it is UTC, without an offset where it says nothing.</summary>
    private static string Time(DataField field, DateTime value) =>
        value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", Invariant) + (field is DateTimeDataField { IsAdjustedToUTC: true } ? "Z" : "");
}
