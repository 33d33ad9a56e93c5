using System.CommandLine;
using Sunqar.Core.Payments;
using Sunqar.Formats.Columnar;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar export</c>: transfers of any layout in, the house's own layout out, as Parquet or CSV.</summary>
internal static class ExportVerb
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("FILE")
        {
            Description = "Transfers, in any layout that import knows; several, or a folder of them, are joined.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--out")
        {
            Description = "Where they go: typed columns where it ends in .parquet, CSV where in .csv (docs/formats.md).",
            Required = true,
            HelpName = "FILE",
        };
        output.Validators.Add(result =>
        {
            if (Path.GetExtension(result.GetValueOrDefault<string>())?.ToLowerInvariant() is not (".parquet" or ".csv"))
                result.AddError("--out: expected a file that ends in .parquet or .csv");
        });
        var (currency, map) = (CurrencyOption.Create(), MapOption.Create());
        var command = new Command("export", "Write transfers in the house's own layout, as Parquet or CSV.")
        {
            files,
            output,
            currency,
            map,
        };
        command.SetAction(
            (parsed, cancel) =>
                Task.FromResult(
                    Run(
                        parsed.GetValue(files)!,
                        parsed.GetValue(output)!,
                        CurrencyOption.Of(parsed.GetValue(currency)),
                        parsed.GetValue(map),
                        cancel
                    )
                )
        );
        return command;
    }

    private static int Run(FileInfo[] files, string output, Currency currency, string? map, CancellationToken cancel)
    {
        var rows = -1;
        var isWritten = OutputFile.Write(
            output,
            stream =>
            {
                if (TransferFiles.Read(files, currency, map) is not { } table)
                    return;
                if (output.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
                    TransferWriter.WriteCsv(stream, table, cancel);
                else
                    TransferWriter.WriteParquet(stream, table, cancel);
                rows = table.Count;
            },
            () => rows >= 0
        );
        if (rows >= 0 && isWritten)
            Console.Error.WriteLine($"wrote {rows} transfers, in the order of time");
        return isWritten && rows >= 0 ? Exit.Done : Exit.WrongUsage;
    }
}
