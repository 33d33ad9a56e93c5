using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Transfers;

namespace Sunqar.Cli;

/// <summary>Transfers files named on the command line, read into one table.</summary>
internal static class TransferFiles
{
    /// <summary>The table of all files, in the order named, rows that an earlier file told already left out; null after a message on stderr
    /// where one cannot be taken.</summary>
    /// <param name="given">The currency of rows that state none; unstated leaves them as they are.</param>
    /// <param name="map">What <see cref="MapOption"/> was told.</param>
    public static TransferTable? Read(IEnumerable<FileInfo> named, Currency given, string? map)
    {
        if (!MapOption.TryRead(map, out var mapping))
            return null;
        if (SourceFiles.Of([.. named.Select(file => file.ToString())], out var refusal) is not { } paths)
        {
            Console.Error.WriteLine($"sunqar: {refusal}");
            return null;
        }
        var files = paths.Select(path => new FileInfo(path)).ToList();
        var builder = new TransferTableBuilder();
        var overlapping = files.Count > 1 ? new OverlappingFiles(builder) : null;
        foreach (var file in files)
        {
            ITransferSink sink = overlapping is null ? builder : overlapping;
            using var rows = new RowQueue(given == Currency.Unstated ? sink : new CurrencyGiven(given, sink));
            var outcome = TransferFile.Read(file.ToString(), format: null, rows, mapping: mapping);
            rows.Complete();
            switch (outcome)
            {
                case TransferFileOutcome.Refused refused:
                    Console.Error.WriteLine($"sunqar: {refused.Why}");
                    return null;
                case TransferFileOutcome.Completed done:
                    Console.Error.WriteLine(
                        $"read {done.Rows} transfers of {file.Name} ({done.Format}{(done.LeftOut > 0 ? $", {done.LeftOut} left out" : "")})"
                    );
                    break;
            }
            overlapping?.EndFile();
        }
        if (overlapping is { Repeated: > 0 })
            Console.Error.WriteLine($"left out {overlapping.Repeated} transfers that an earlier file told already");
        return builder.Build();
    }
}
