using System.Globalization;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Cases;

namespace Sunqar.Formats.Reports;

/// <summary>
/// The year's report for machines. JSON:
/// <c>{"year":2026,"lines":[{"name","title","unit","last_year":{"value","cases":[ids]},"closed":{...},"found":{...},"planted":"..."}]}</c>;
/// a number that is not known is left out. CSV: one line a number, <c>name,unit,column,value,cases</c>. Values are decimal texts in whole
/// units.
/// </summary>
public static class AnnualTable
{
    public static void WriteJson(Stream output, AnnualReport report)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("year", report.Year);
        json.WriteStartArray("lines");
        foreach (var line in report.Lines)
        {
            json.WriteStartObject();
            json.WriteString("name", line.Name);
            json.WriteString("title", line.Title);
            json.WriteString("unit", Unit(line.Unit));
            foreach (var (column, figure) in Columns(line))
            {
                json.WriteStartObject(column);
                json.WriteString("value", Value(figure.Value, line.Unit));
                json.WriteStartArray("cases");
                foreach (var id in figure.Cases)
                    json.WriteStringValue(id);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            if (line.Planted is { } planted)
                json.WriteString("planted", Value(planted, line.Unit));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteCsv(Stream output, AnnualReport report)
    {
        using var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        text.WriteLine("name,unit,column,value,cases");
        foreach (var line in report.Lines)
        {
            foreach (var (column, figure) in Columns(line))
            {
                text.WriteLine(
                    $"{line.Name},{Unit(line.Unit)},{column},{Value(figure.Value, line.Unit)},{CsvField.Of(string.Join('|', figure.Cases))}"
                );
            }
            if (line.Planted is { } planted)
                text.WriteLine($"{line.Name},{Unit(line.Unit)},planted,{Value(planted, line.Unit)},");
        }
    }

    /// <summary>KZT, USD, USDT; <c>count</c> where nothing is measured.</summary>
    public static string Unit(AnnualUnit unit) => unit == AnnualUnit.Count ? "count" : unit.ToString().ToUpperInvariant();

    private static IEnumerable<(string Column, AnnualFigure Figure)> Columns(AnnualLine line)
    {
        if (line.LastYear is { } last)
            yield return ("last_year", last);
        if (line.Closed is { } closed)
            yield return ("closed", closed);
        if (line.Found is { } found)
            yield return ("found", found);
    }

    private static string Value(Int128 value, AnnualUnit unit) =>
        unit == AnnualUnit.Count ? value.ToString(CultureInfo.InvariantCulture) : DecimalAmount.Of(value);
}
