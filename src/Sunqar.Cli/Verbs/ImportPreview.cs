using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats;
using Sunqar.Formats.Lists;
using Sunqar.Formats.Transfers;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar import --preview</c>: one JSON object a line: what was understood of a file, its first rows, what is bad, and how
/// many of each.</summary>
internal static class ImportPreview
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Run(string[] files, string? format, TransferMapping? mapping, Currency given)
    {
        var exit = Exit.Done;
        foreach (var file in files)
        {
            exit = Math.Max(exit, IsList(file, format, mapping) ? List(file, format) : Transfers(file, format, mapping, given));
        }
        return exit;
    }

    private static bool IsList(string file, string? format, TransferMapping? mapping)
    {
        if (format is not null || mapping is not null)
            return format is not null && ListFile.FormatNames.Contains(format, StringComparer.OrdinalIgnoreCase);
        try
        {
            using var stream = File.OpenRead(file);
            var head = new byte[4_096];
            return ListFile.FormatOf(head.AsSpan(0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false))) is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static int List(string file, string? format)
    {
        var bad = new List<BadInput>();
        var outcome = ListFile.Read(file, format, _ => { }, bad.Add);
        bad.Take(TransferPreview.RowsMax).ToList().ForEach(Tell);
        if (outcome is ListFileOutcome.Refused refused)
            return Refuse(refused.Why);
        var done = (ListFileOutcome.Completed)outcome;
        Tell(
            new
            {
                file,
                format = done.Format,
                rows = done.Items,
                left_out = 0L,
                bad = done.Skipped,
            }
        );
        return done.Skipped == 0 ? Exit.Done : Exit.WrongUsage;
    }

    private static int Transfers(string file, string? format, TransferMapping? mapping, Currency given)
    {
        if (TransferPreview.Of(file, format, mapping, out var preview) is { } why)
            return Refuse(why);
        Tell(
            new
            {
                file,
                format = preview!.Format,
                encoding = preview.Encoding,
                separator = preview.Separator,
                @decimal = preview.DecimalMark,
                dates = preview.Dates,
                columns = preview.Fields.ToDictionary(field => field.Field, field => field.Columns),
                not_read = preview.Unused,
            }
        );
        foreach (var row in preview.First)
        {
            Tell(
                new
                {
                    id = row.Id,
                    time = DateTime
                        .UnixEpoch.AddMicroseconds(row.TimeUs)
                        .ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
                    from = row.From,
                    to = row.To,
                    amount = (row.AmountMicro / 1_000_000m).ToString(CultureInfo.InvariantCulture),
                    currency = Stated(row.Currency, given),
                    kind = row.Kind.Name(),
                }
            );
        }
        preview.Bad.ToList().ForEach(Tell);
        if (preview.Outcome is TransferFileOutcome.Refused refused)
            return Refuse(refused.Why);
        var done = (TransferFileOutcome.Completed)preview.Outcome;
        Tell(
            new
            {
                file,
                rows = done.Rows,
                left_out = done.LeftOut,
                bad = done.Skipped,
            }
        );
        return done.Skipped == 0 ? Exit.Done : Exit.WrongUsage;
    }

    /// <summary>What a row states, else what the caller gives it; null for one unknown currency.</summary>
    private static string? Stated(Currency stated, Currency given) =>
        (stated == Currency.Unstated ? given : stated) is var currency && currency == Currency.Unstated ? null : currency.Code();

    private static void Tell(BadInput bad) =>
        Tell(
            new
            {
                line = bad.Line,
                column = bad.Column,
                field = bad.Field,
                reason = bad.Reason,
                expected = bad.Expected,
            }
        );

    private static void Tell(object line) => Console.WriteLine(JsonSerializer.Serialize(line, Plain));

    private static int Refuse(BadInput why)
    {
        Console.Error.WriteLine($"sunqar import: {why}");
        return Exit.WrongUsage;
    }
}
