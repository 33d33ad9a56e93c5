using Sunqar.Core.Transfers;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Transfers;

/// <summary>One layout of transfers tables. Each is one file of this folder and one line of <see cref="TransferFormats"/>.</summary>
internal abstract class TransferFormat
{
    /// <summary>What <c>--format</c> calls it.</summary>
    public abstract string Name { get; }

    /// <summary>The columns that must stand in the header, and by which a file of this layout is known.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    public virtual bool Knows(CsvHeader header) => header.HasAll(Columns);

    /// <summary>Readies the reading of rows below this header, which <see cref="Knows"/> accepted.</summary>
    public abstract ReadTransfer Open(CsvHeader header);
}

/// <summary>Hands the row's transfer to the sink; tells what is wrong where it cannot be understood.</summary>
internal delegate FieldFault? ReadTransfer(CsvRows row, ITransferSink sink);

/// <summary>Every layout, the most particular first, then the shipped mappings; the first that knows a header reads the file.</summary>
internal static class TransferFormats
{
    public static readonly IReadOnlyList<TransferFormat> All =
    [
        new Trc20Export(),
        new AmlGentexTransfers(),
        new AmlSimTransfers(),
        new AmlWorldTransfers(),
        new NativeTransfers(),
        .. ShippedMappings.All.Select(mapping => new MappedTransfers(mapping)),
    ];

    public static TransferFormat? Named(string name) =>
        Fresh(All.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));

    public static TransferFormat? Knowing(CsvHeader header) => Fresh(All.FirstOrDefault(f => f.Knows(header)));

    /// <summary>A mapped layout keeps what it finds in a file.</summary>
    private static TransferFormat? Fresh(TransferFormat? layout) =>
        layout is MappedTransfers mapped ? new MappedTransfers(mapped.Mapping) : layout;
}
