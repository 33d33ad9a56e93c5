using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;

namespace Sunqar.Server.Pages;

/// <summary>One built file of the console, held in memory.</summary>
/// <param name="Tag">A hash of its bytes: the entity tag, and the version in its address.</param>
public sealed record Asset(string Name, string ContentType, string Tag, byte[] Bytes)
{
    private readonly Lazy<byte[]> _brotli = new(() => Compress(Bytes));

    /// <summary>The bytes compressed, at the first request that wants them.</summary>
    public byte[] Brotli => _brotli.Value;

    /// <summary>Fonts are compressed already.</summary>
    public bool Compressible => ContentType != "font/woff2";

    private static byte[] Compress(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, CompressionLevel.Optimal))
        {
            brotli.Write(bytes);
        }
        return target.ToArray();
    }
}

/// <summary>
/// The console's scripts, styles, fonts and pictures. They are inside the assembly, so they are found from wherever it is run, and
/// addressed with a hash of their content, so a browser may keep them for good.
/// </summary>
public sealed class AssetStore
{
    private const string Prefix = "built/";

    private readonly Dictionary<string, Asset> _assets = new(StringComparer.Ordinal);

    public AssetStore()
    {
        var assembly = typeof(AssetStore).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var asset = Read(assembly, resource);
            _assets.Add(asset.Name, asset);
        }
    }

    public Asset? Find(string name) => _assets.GetValueOrDefault(name);

    /// <summary>The address of a file in the page, e.g. <c>/assets/console.css?v=1f0a…</c>.</summary>
    public string Url(string name) =>
        _assets.TryGetValue(name, out var asset)
            ? $"/assets/{name}?v={asset.Tag}"
            : throw new InvalidOperationException($"The console has no file '{name}'; was it bundled?");

    private static Asset Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var name = resource[Prefix.Length..];
        var type = Path.GetExtension(name) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".woff2" => "font/woff2",
            ".txt" => "text/plain; charset=utf-8",
            var other => throw new InvalidOperationException($"The console serves no '{other}' files ({name})."),
        };
        return new Asset(name, type, Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8)), bytes);
    }
}
