namespace Sunqar.Formats;

/// <summary>
/// Why a piece of input cannot be taken: where it stands, what is wrong and what was expected. Its text is what the user reads.
/// </summary>
/// <param name="File">The file's name as the user gave it.</param>
/// <param name="Line">From 1; 0 where the whole file is meant.</param>
/// <param name="Column">Character within the line, from 1; 0 where the whole line is meant.</param>
/// <param name="Field">Name of the field or element, or null.</param>
/// <param name="Row">The row as it stood, at most 1,024 bytes of it, or null.</param>
public sealed record BadInput(string File, long Line, int Column, string? Field, string Reason, string Expected, string? Row = null)
{
    /// <summary><c>transfers.csv: line 17, column 42 (amount): "1,5" is not a number; expected digits with a point, such as
    /// 1250.50</c></summary>
    public override string ToString()
    {
        var place = (Line, Column) switch
        {
            (0, _) => "",
            (_, 0) => $" line {Line}" + (Field is null ? ":" : $" ({Field}):"),
            _ => $" line {Line}, column {Column}" + (Field is null ? ":" : $" ({Field}):"),
        };
        return $"{File}:{place} {Reason}; expected {Expected}";
    }

    /// <summary>Says that a text cannot be read, showing at most sixty characters of it.</summary>
    internal static string CannotBeRead(ReadOnlySpan<byte> text)
    {
        var shown = System.Text.Encoding.UTF8.GetString(text.Length <= 240 ? text : text[..240]);
        return text.IsEmpty ? "nothing stands here" : $"\"{(shown.Length <= 60 ? shown : shown[..60] + "…")}\" cannot be read";
    }

    /// <summary>Says that a file cannot be opened.</summary>
    public static BadInput Unreadable(string file, Exception why) =>
        new(
            file,
            0,
            0,
            null,
            why is FileNotFoundException or DirectoryNotFoundException ? "there is no such file"
                : Directory.Exists(file) ? "this is a folder"
                : why is UnauthorizedAccessException ? "the file may not be read"
                : why.Message.TrimEnd('.'),
            "a file that can be read"
        );

    /// <summary>Says that a file has bytes which its encoding does not.</summary>
    public static BadInput Undecodable(string file) =>
        new(file, 0, 0, null, "the file has bytes that its encoding does not have", "a file in one encoding, whole");

    /// <summary>Says that a file or folder cannot be written.</summary>
    public static BadInput Unwritable(string file, Exception why) =>
        new(
            file,
            0,
            0,
            null,
            Directory.Exists(file) ? "this is a folder"
                : !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))) ? "there is no such folder to write in"
                : why is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException ? "nothing may be written there"
                : why.Message.TrimEnd('.'),
            "a place that can be written"
        );
}
