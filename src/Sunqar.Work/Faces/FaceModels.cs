using System.Security.Cryptography;
using Sunqar.Core.Biometrics.Faces;
using Sunqar.Formats.Models;

namespace Sunqar.Work.Faces;

/// <summary>What opening the networks of faces comes to.</summary>
public abstract record FaceModelsOutcome
{
    private FaceModelsOutcome() { }

    public sealed record Opened(FaceReader Reader) : FaceModelsOutcome;

    /// <param name="Why">What is missing or wrong, and what helps.</param>
    public sealed record Refused(string Why) : FaceModelsOutcome;
}

/// <summary>
/// The files of the networks: the weights that the npm package @vladmandic/human 3.3.6 carries, each known by its SHA-256. They are turned
/// into ONNX in memory when they are opened; nothing of them is committed and nothing that was derived is kept.
/// </summary>
public static class FaceModels
{
    private const int BytesMax = 16 << 20;

    private const string Finder = "blazeface",
        Embedder = "faceres";

    private static readonly (string File, string Sha256)[] Files =
    [
        (Finder + ".json", "cd7bbfc078270572beb39f9e5ae67aadbd50b5e67cff37e6d4f6b3ea39312e5f"),
        (Finder + ".bin", "dc9a97fdc50bc43216554bdd69aa3e7b9361a519ee7bdd996a2f69a98a6f9b72"),
        (Embedder + ".json", "5b83d49c0385d2e68a05122441b94226313677cae9fcc40b9587ad50079eb4df"),
        (Embedder + ".bin", "2c7d2d62b76c97528b736527aa09d310ea71743c9e3e79fb6c62d4b2d73af79b"),
    ];

    /// <summary>Where the build puts them.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "models");

    /// <param name="folder">Where the four files lie; null for <see cref="DefaultFolder"/>.</param>
    public static FaceModelsOutcome Open(string? folder = null)
    {
        folder ??= DefaultFolder;
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (file, sha256) in Files)
        {
            var path = Path.Combine(folder, file);
            try
            {
                if (new FileInfo(path).Length > BytesMax)
                    return Altered(path);
                contents[file] = File.ReadAllBytes(path);
            }
            catch (Exception why) when (why is IOException or UnauthorizedAccessException)
            {
                return new FaceModelsOutcome.Refused(
                    $"{path}: the weights of the networks of faces cannot be read; run `npm ci --ignore-scripts` in models/ and build again (docs/faces.md)"
                );
            }
            if (Convert.ToHexStringLower(SHA256.HashData(contents[file])) != sha256)
                return Altered(path);
        }
        try
        {
            return new FaceModelsOutcome.Opened(
                new FaceReader(
                    OnnxConversion.Convert(
                        contents[Finder + ".json"],
                        contents[Finder + ".bin"],
                        [.. FaceReader.FinderOutputs.Select((name, i) => (name, OutputOf(i)))]
                    ),
                    OnnxConversion.Convert(
                        contents[Embedder + ".json"],
                        contents[Embedder + ".bin"],
                        // The heads of age and gender hang on what comes behind: they are cut off.
                        (FaceReader.EmbedderOutput, [1, FaceTemplate.Length])
                    )
                )
            );
        }
        catch (Exception why) when (why is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            return new FaceModelsOutcome.Refused(
                "The runtime of networks (libonnxruntime.so, Linux on x64) is not beside the program; build it again."
            );
        }
    }

    /// <summary>Scores and boxes take turns, grid by grid.</summary>
    private static int[] OutputOf(int index) => [1, FaceFinder.CountOf(index / 2), index % 2 == 0 ? 1 : FaceFinder.NumbersOfBox];

    private static FaceModelsOutcome.Refused Altered(string path) =>
        new(
            $"{path}: these are not the weights that were studied (their SHA-256 differs); run `npm ci --ignore-scripts` in models/ and build again"
        );
}
