namespace Sunqar.Cli;

/// <summary>Files named on the command line, where a folder stands for what is in it: a file a day is one source.</summary>
internal static class SourceFiles
{
    private const int FilesMax = 10_000;

    /// <summary>Every file, folders opened, each folder's in the order of their paths. Names that begin with a point or an underscore are
    /// marks of those who write folders, no tables.</summary>
    /// <param name="refusal">Why a folder cannot be taken, where null is returned.</param>
    public static string[]? Of(IReadOnlyList<string> named, out string refusal)
    {
        var files = new List<string>();
        foreach (var path in named)
        {
            if (!Directory.Exists(path))
            {
                files.Add(path);
                continue;
            }
            if (Inside(path, out refusal) is not { } inside)
                return null;
            if (inside.Count is 0 or > FilesMax)
            {
                refusal = inside.Count == 0 ? $"{path}: the folder holds no file" : $"{path}: the folder holds more than {FilesMax} files";
                return null;
            }
            files.AddRange(inside);
        }
        refusal = "";
        return [.. files];
    }

    private static List<string>? Inside(string path, out string refusal)
    {
        refusal = "";
        try
        {
            return
            [
                .. Directory
                    .EnumerateFiles(path, "*", SearchOption.AllDirectories)
                    .Where(file =>
                        Path.GetRelativePath(path, file).Split(Path.DirectorySeparatorChar).All(part => part[0] is not ('.' or '_'))
                    )
                    .Take(FilesMax + 1)
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            refusal = $"{path}: the folder cannot be read whole ({closed.Message.TrimEnd('.')})";
            return null;
        }
    }
}
