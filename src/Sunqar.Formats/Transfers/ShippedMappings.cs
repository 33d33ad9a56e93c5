namespace Sunqar.Formats.Transfers;

/// <summary>The mappings that ship with the program: one file each in the folder <c>mappings</c>, found by it. A table that has a mapping's
/// columns is read by it without being told.</summary>
public static class ShippedMappings
{
    private const string Folder = "mappings/";

    public static IReadOnlyList<TransferMapping> All { get; } = Read();

    private static TransferMapping[] Read()
    {
        var assembly = typeof(ShippedMappings).Assembly;
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    return TransferMapping.ParseFile(Path.GetFileNameWithoutExtension(name), reader.ReadToEnd(), out var why)
                        ?? throw new InvalidOperationException(why);
                }),
        ];
    }
}
