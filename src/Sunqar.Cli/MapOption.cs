using System.CommandLine;
using Sunqar.Formats.Transfers;

namespace Sunqar.Cli;

/// <summary><c>--map</c>: how transfers under other headers are read.</summary>
internal static class MapOption
{
    public static Option<string?> Create() =>
        new("--map")
        {
            Description =
                "How a table with other columns is read: time=Date,from=Sender,to=Receiver,amount=Sum "
                + "and, where it does not tell them, separator, decimal, dates, zone, encoding; "
                + $"or a file of such lines; or one of {string.Join(", ", ShippedMappings.All.Select(one => one.Name))}. "
                + $"import --preview shows what is understood (docs/formats.md).",
            HelpName = "MAP",
        };

    /// <summary>The mapping that was told, null for none; false after a message on stderr where it cannot be read.</summary>
    public static bool TryRead(string? told, out TransferMapping? mapping)
    {
        mapping = null;
        if (told is null)
            return true;
        mapping = TransferMapping.Read(told, out var why);
        if (mapping is null)
            Console.Error.WriteLine($"sunqar: --map: {why}");
        return mapping is not null;
    }
}
