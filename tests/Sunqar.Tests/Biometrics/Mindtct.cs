using System.Reflection;
using System.Runtime.InteropServices;
using Xunit;

namespace Sunqar.Tests.Biometrics;

/// <summary>NIST's minutiae detector (mindtct of NBIS) as Debian's libfprint-2-2 carries it. Where it is not installed the test that asks
/// is skipped, and counted as skipped.</summary>
internal static unsafe class Mindtct
{
    private const string Library = "libfprint-2.so.2";
    private const string GLib = "libglib-2.0.so.0";

    /// <summary>The library answers on GLib's one main loop.</summary>
    private static readonly Lock OneAtATime = new();

    private static volatile int _answer;

    /// <summary>Places of minutiae, in pixels from the upper left; the image is at 500 pixels an inch, ridges dark.</summary>
    public static List<(int X, int Y)> Find(int width, int height, ReadOnlySpan<byte> grey)
    {
        Assert.SkipUnless(
            NativeLibrary.TryLoad(Library, Assembly.GetExecutingAssembly(), null, out _),
            "Debian's libfprint-2-2 is not installed"
        );
        lock (OneAtATime)
        {
            var image = fp_image_new(width, height);
            grey.CopyTo(new Span<byte>(fp_image_get_data(image, out var length), checked((int)length)));
            _answer = -1;
            fp_image_detect_minutiae(image, 0, &Answered, 0);
            while (_answer < 0)
                _ = g_main_context_iteration(0, mayBlock: 1);
            if (_answer == 0)
                throw new InvalidOperationException("libfprint could not detect minutiae");
            // GPtrArray: the pointers, and how many.
            var minutiae = (nint*)fp_image_get_minutiae(image);
            var found = new List<(int, int)>();
            for (var i = 0; i < *(int*)(minutiae + 1); i++)
            {
                fp_minutia_get_coords(((nint*)*minutiae)[i], out var x, out var y);
                found.Add((x, y));
            }
            g_object_unref(image);
            return found;
        }
    }

    [UnmanagedCallersOnly]
    private static void Answered(nint source, nint result, nint data) => _answer = fp_image_detect_minutiae_finish(source, result, 0);

    [DllImport(Library)]
    private static extern nint fp_image_new(int width, int height);

    [DllImport(Library)]
    private static extern byte* fp_image_get_data(nint image, out nuint length);

    [DllImport(Library)]
    private static extern void fp_image_detect_minutiae(
        nint image,
        nint cancellable,
        delegate* unmanaged<nint, nint, nint, void> callback,
        nint data
    );

    [DllImport(Library)]
    private static extern int fp_image_detect_minutiae_finish(nint image, nint result, nint error);

    [DllImport(Library)]
    private static extern nint fp_image_get_minutiae(nint image);

    [DllImport(Library)]
    private static extern void fp_minutia_get_coords(nint minutia, out int x, out int y);

    [DllImport(GLib)]
    private static extern int g_main_context_iteration(nint context, int mayBlock);

    [DllImport("libgobject-2.0.so.0")]
    private static extern void g_object_unref(nint instance);
}
