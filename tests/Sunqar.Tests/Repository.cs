using Xunit;

namespace Sunqar.Tests;

/// <summary>Where the checkout and the shared test data are.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>A file or folder of the shared test data; the test that asks is skipped, and counted as skipped, where there is
    /// none.</summary>
    public static string Shared(string path)
    {
        var shared = Environment.GetEnvironmentVariable("SUNQAR_SHARED") ?? Path.Combine(Root, "..", "shared");
        var full = Path.GetFullPath(Path.Combine(shared, path));
        Assert.SkipUnless(Path.Exists(full), $"shared test data is absent: {path}");
        return full;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sunqar.slnx")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the checkout.");
    }
}
