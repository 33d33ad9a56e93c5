using Sunqar.Formats;

namespace Sunqar.Cli.Verbs;

/// <summary>A file that holds one template, of a finger or a face.</summary>
internal static class TemplateFile
{
    /// <summary>Its bytes, and one more than <paramref name="bytesMax"/> of what is longer, so that it can be refused as such.</summary>
    /// <returns>Null where it cannot be read, and why.</returns>
    public static byte[]? Read(string path, int bytesMax, out BadInput? bad)
    {
        bad = null;
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[bytesMax + 1];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            bad = BadInput.Unreadable(path, why);
            return null;
        }
    }
}
