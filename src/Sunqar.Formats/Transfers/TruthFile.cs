using System.Text;
using Sunqar.Core.Patterns;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Transfers;

/// <summary>One transfer of a planted pattern and a member account that it touches.</summary>
/// <param name="Kind">A typology's kind, or the file's own word in snake_case where the house has none.</param>
/// <param name="PatternId">Unique within the file.</param>
/// <param name="Role">The account's part in the pattern; empty where the file does not tell.</param>
public sealed record TruthRow(string Kind, string PatternId, string TransferId, string Account, string Role);

/// <summary>
/// Reads which transfers are laundering, for measuring only: the house's truth.csv (<c>kind,pattern_id,transfer_id,account,role</c>) and
/// the label columns of AMLSim, AMLGentex and AMLworld. Mining never sees these.
/// </summary>
public static class TruthFile
{
    // AMLGentex writes numbers; where is_sar = 0 they are kinds of normal traffic.
    private static readonly string[] GentexKinds =
    [
        "",
        FanOut.Name,
        FanIn.Name,
        Cycle.Name,
        Bipartite.Name,
        Stack.Name,
        "random",
        ScatterGather.Name,
        GatherScatter.Name,
    ];

    /// <param name="take">Told of every (laundering transfer, account) pair.</param>
    public static TransferFileOutcome Read(Stream stream, string name, Action<TruthRow> take)
    {
        var reading = new TableReading(new CsvRows(stream), name, badRows: null, bytesRead: null);
        if (!reading.TryHeader(out var header, out var why))
        {
            return new TransferFileOutcome.Refused(why);
        }
        var (format, read) = Layout(header, take);
        if (read is null)
        {
            return new TransferFileOutcome.Refused(
                new(
                    name,
                    1,
                    1,
                    null,
                    $"the header ({header}) names no labels",
                    "truth.csv (kind,pattern_id,transfer_id,account,role), AMLSim (alert_id,alert_type), "
                        + "AMLGentex (is_sar,pattern_id,pattern_type) or AMLworld (pattern_id,pattern_type)"
                )
            );
        }
        return reading.Rows(header, read) is { } bad
            ? new TransferFileOutcome.Refused(bad)
            : new TransferFileOutcome.Completed(format, reading.Taken, reading.LeftOut, 0);
    }

    private static (string Format, Func<CsvRows, FieldFault?>? Read) Layout(CsvHeader header, Action<TruthRow> take) =>
        header.HasAll(["kind", "pattern_id", "transfer_id", "account", "role"]) ? ("truth", Native(header, take))
        : header.HasAll(["tran_id", "orig", "dest", "alert_id", "alert_type"]) ? ("amlsim", AmlSim(header, take))
        : header.HasAll(["tran_id", "orig", "dest", "is_sar", "pattern_id", "pattern_type"]) ? ("amlgentex", AmlGentex(header, take))
        : header.HasAll(["pattern_id", "pattern_type", "from_bank", "from_account", "to_bank", "to_account"])
            ? ("amlworld", AmlWorld(header, take))
        : ("", null);

    private static Func<CsvRows, FieldFault?> Native(CsvHeader header, Action<TruthRow> take)
    {
        int kind = header.IndexOf("kind"),
            pattern = header.IndexOf("pattern_id"),
            transfer = header.IndexOf("transfer_id"),
            account = header.IndexOf("account"),
            role = header.IndexOf("role");
        return row =>
        {
            if (
                (
                    FieldFault.OfId(row, kind)
                    ?? FieldFault.OfId(row, pattern)
                    ?? FieldFault.OfId(row, transfer)
                    ?? FieldFault.OfId(row, account)
                ) is
                { } fault
            )
            {
                return fault;
            }
            take(new(Text(row, kind), Text(row, pattern), Text(row, transfer), Text(row, account), Text(row, role)));
            return null;
        };
    }

    private static Func<CsvRows, FieldFault?> AmlSim(CsvHeader header, Action<TruthRow> take)
    {
        int id = header.IndexOf("tran_id"),
            alert = header.IndexOf("alert_id"),
            type = header.IndexOf("alert_type");
        var (from, to) = (header.IndexOf("orig"), header.IndexOf("dest"));
        return row =>
            row[alert].IsEmpty
                ? FieldFault.LeftOut
                : FieldFault.OfId(row, type)
                    ?? Both(take, Word(Text(row, type)), Text(row, alert), Text(row, id), Text(row, from), Text(row, to));
    }

    private static Func<CsvRows, FieldFault?> AmlGentex(CsvHeader header, Action<TruthRow> take)
    {
        int id = header.IndexOf("tran_id"),
            sar = header.IndexOf("is_sar"),
            pattern = header.IndexOf("pattern_id"),
            type = header.IndexOf("pattern_type");
        var (from, to) = (header.IndexOf("orig"), header.IndexOf("dest"));
        return row =>
        {
            if (row[sar].SequenceEqual("0"u8))
            {
                return FieldFault.LeftOut;
            }
            if (!row[sar].SequenceEqual("1"u8))
            {
                return FieldFault.Of(row, sar, "0 or 1");
            }
            return TextNumber.TryParseWhole(row[type], GentexKinds.Length - 1, out var kind) && kind > 0
                ? Both(take, GentexKinds[kind], Text(row, pattern), Text(row, id), Text(row, from), Text(row, to))
                : FieldFault.Of(row, type, $"a pattern type from 1 to {GentexKinds.Length - 1}");
        };
    }

    private static Func<CsvRows, FieldFault?> AmlWorld(CsvHeader header, Action<TruthRow> take)
    {
        int pattern = header.IndexOf("pattern_id"),
            type = header.IndexOf("pattern_type");
        var (fromBank, from) = (header.IndexOf("from_bank"), header.IndexOf("from_account"));
        var (toBank, to) = (header.IndexOf("to_bank"), header.IndexOf("to_account"));
        return row =>
            FieldFault.OfId(row, pattern)
            ?? FieldFault.OfId(row, type)
            ?? Both(
                take,
                Word(Text(row, type)),
                Text(row, pattern),
                (row.Line - 1).ToString(System.Globalization.CultureInfo.InvariantCulture),
                $"{Text(row, fromBank)}/{Text(row, from)}",
                $"{Text(row, toBank)}/{Text(row, to)}"
            );
    }

    private static FieldFault? Both(Action<TruthRow> take, string kind, string pattern, string transfer, string from, string to)
    {
        take(new(kind, pattern, transfer, from, ""));
        take(new(kind, pattern, transfer, to, ""));
        return null;
    }

    private static string Text(CsvRows row, int field) => Encoding.UTF8.GetString(row[field]);

    private static string Word(string text) => text.ToLowerInvariant().Replace('-', '_').Replace(' ', '_');
}
