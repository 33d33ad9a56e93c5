using System.Text;

namespace Sunqar.Formats;

/// <summary>Encodings beyond those that .NET knows at once: the code pages that XML declarations and old exports name (windows-1251,
/// koi8-r, ibm866, ...).</summary>
internal static class TextEncodings
{
    static TextEncodings() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>From here on declared code pages are read.</summary>
    public static void Ready() { }

    /// <summary>The encoding of a name, strict: bytes that it does not have are an error; null where there is none of that name.</summary>
    public static Encoding? Named(string name)
    {
        try
        {
            return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
