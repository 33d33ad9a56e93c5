using System.Text;
using Sunqar.Core.Payments;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Lists;

/// <summary>
/// Exchange rates as a table: <c>time,base,quote,numerator,denominator[,source]</c>, or <c>time,base,quote,rate[,units][,source]</c> as the
/// National Bank publishes them (so many units of the base, one unless said, cost the rate). A rate holds from its time on; a bare date is
/// the start of that day in Kazakhstan.
/// </summary>
internal sealed class RateTableFile : ListFormat
{
    private static readonly string[] Needed = ["time", "base", "quote"];

    public override string Name => "rates";

    public override bool Knows(ReadOnlySpan<byte> head) =>
        CsvTable.HeaderOf(head) is { } header && header.HasAll(Needed) && IsPriced(header);

    public override BadInput? Read(Stream stream, ListReading reading)
    {
        var table = new TableReading(CsvDialect.Open(stream), reading.File, reading.BadRows, reading.BytesRead);
        if (!table.TryHeader(out var header, out var why))
        {
            return why;
        }
        if (!header.HasAll(Needed) || !IsPriced(header))
        {
            return CsvTable.Lacks(reading.File, header, [.. Needed, "numerator", "denominator"]);
        }
        var bad = table.Rows(
            header,
            row =>
            {
                if (Read(row, header, Path.GetFileName(reading.File), out var rate) is { } fault)
                {
                    return fault;
                }
                reading.Take(rate);
                reading.Taken++;
                return null;
            }
        );
        reading.Skipped = table.Skipped;
        return bad;
    }

    private static bool IsPriced(CsvHeader header) => header.IndexOf("rate") >= 0 || header.HasAll(["numerator", "denominator"]);

    private static FieldFault? Read(CsvRows row, CsvHeader header, string file, out RatePublished rate)
    {
        rate = null!;
        int date = header.IndexOf("time"),
            from = header.IndexOf("base"),
            to = header.IndexOf("quote"),
            source = header.IndexOf("source");
        if (!TextTime.TryParseDay(row[date], out var fromUs))
        {
            return FieldFault.Of(row, date, "a date such as 2026-01-15, or an ISO 8601 time");
        }
        if (!Currencies.TryRead(row[from], out var baseCurrency) || baseCurrency == Currency.Unstated)
        {
            return FieldFault.Of(row, from, "a currency's code (ISO 4217, such as USD; or USDT, BTC)");
        }
        if (!Currencies.TryRead(row[to], out var quote) || quote == Currency.Unstated || quote == baseCurrency)
        {
            return FieldFault.Of(row, to, "the code of another currency, such as KZT");
        }
        if (Price(row, header, out var numerator, out var denominator) is { } fault)
        {
            return fault;
        }
        if (source >= 0 && row[source].Length > InputLimits.IdBytesMax)
        {
            return FieldFault.Of(row, source, $"a name of at most {InputLimits.IdBytesMax} bytes");
        }
        rate = new(
            baseCurrency,
            quote,
            numerator,
            denominator,
            fromUs,
            source < 0 || row[source].IsEmpty ? file : Encoding.UTF8.GetString(row[source])
        );
        return null;
    }

    private static FieldFault? Price(CsvRows row, CsvHeader header, out long numerator, out long denominator)
    {
        int price = header.IndexOf("rate"),
            units = header.IndexOf("units"),
            above = header.IndexOf("numerator"),
            below = header.IndexOf("denominator");
        (numerator, denominator) = (0, 1);
        if (price < 0)
        {
            return !TextNumber.TryParseWhole(row[above], RatePublished.TermMax, out numerator) || numerator == 0
                    ? FieldFault.Of(row, above, $"a whole number from 1 to {RatePublished.TermMax}")
                : !TextNumber.TryParseWhole(row[below], RatePublished.TermMax, out denominator) || denominator == 0
                    ? FieldFault.Of(row, below, $"a whole number from 1 to {RatePublished.TermMax}")
                : null;
        }
        if (!TryFraction(row[price], out numerator, out denominator))
        {
            return FieldFault.Of(row, price, "a rate above 0 of at most nine digits, such as 525.43");
        }
        var count = 1L;
        if (
            units >= 0
            && !row[units].IsEmpty
            && (!TextNumber.TryParseWhole(row[units], 1_000, out count) || count == 0 || denominator * count > RatePublished.TermMax)
        )
        {
            return FieldFault.Of(row, units, "how many units of the base cost that, 1 to 1000");
        }
        denominator *= count;
        return null;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out long numerator, out long denominator)
    {
        (numerator, denominator) = (0, 1);
        var point = text.IndexOf((byte)'.');
        var decimals = point < 0 ? 0 : text.Length - point - 1;
        if (text.Length is 0 or > 10 || point == 0 || (point > 0 && decimals == 0))
        {
            return false;
        }
        foreach (var b in text)
        {
            if (b == (byte)'.')
            {
                continue;
            }
            if (b is < (byte)'0' or > (byte)'9')
            {
                return false;
            }
            numerator = numerator * 10 + (b - '0');
        }
        for (var i = 0; i < decimals; i++)
        {
            denominator *= 10;
        }
        return text.Count((byte)'.') <= 1 && numerator is > 0 and <= RatePublished.TermMax && denominator <= RatePublished.TermMax;
    }
}
