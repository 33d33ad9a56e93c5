namespace Sunqar.Formats;

/// <summary>The bounds that every reader keeps, so that no input can take the machine's memory or time without end.</summary>
public static class InputLimits
{
    /// <summary>One row of a table, its line end not counted.</summary>
    public const int RowBytesMax = 65_536;

    /// <summary>Columns of a table.</summary>
    public const int ColumnsMax = 256;

    /// <summary>An id, account, address or other name of a thing.</summary>
    public const int IdBytesMax = 128;

    /// <summary>A text made for reading: a label, a person's name, a comment.</summary>
    public const int TextBytesMax = 4_096;

    /// <summary>How much of a bad row is kept for the report.</summary>
    public const int RowBytesKept = 1_024;

    /// <summary>How deep YAML, JSON and XML may nest.</summary>
    public const int NestingMax = 32;

    /// <summary>A whole list file (tag pack, domain list) that is not streamed by rows.</summary>
    public const long ListBytesMax = 256L << 20;

    /// <summary>What a compressed file may unpack to: the OFAC list is 121 MB.</summary>
    public const long UnpackedBytesMax = 4L << 30;
}
