using System.Runtime.InteropServices;
using Sunqar.Core.Biometrics.Faces;
using Sunqar.Work.Faces;
using Xunit;

namespace Sunqar.Tests.Biometrics;

/// <summary>
/// Both networks, converted and run by ONNX Runtime, say what TensorFlow.js itself says of the same pixels (its plain CPU backend under
/// Node). The packages are installed when their lock file is newer.
/// </summary>
public sealed class FaceReferenceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sunqar-faces-").FullName;

    /// <summary>The largest difference of two embeddings made one long; the study reached 1.3e-5.</summary>
    private const double DifferenceMax = 1e-5;

    private static FaceImage Picture => Faces.Drawn(5, 3);

    /// <summary>Under Node the plain backend takes a minute of two cores.</summary>
    [Fact]
    [Trait("Suite", "Whole")]
    public void Embeddings_agree_with_the_reference()
    {
        var reader = Faces.Reader();
        var found = Assert.IsType<FaceTaking.Taken>(reader.Take(Picture)).Face;
        var input = FaceSquare.Input(FaceSquare.Of(found).Sample(Picture, FaceSquare.Side));
        var random = new Random(4);
        var noise = Enumerable.Range(0, input.Length).Select(_ => random.NextSingle() * 250 - 120).ToArray();
        foreach (var pixels in new[] { input, noise })
        {
            var said = Said("faceres", pixels, FaceSquare.Side, ["global_pooling/Mean"]);
            Assert.Equal(FaceTemplate.Length, said.Length);
            var (one, other) = (FaceTemplate.Of(said, 0), FaceTemplate.Of(reader.Embed(pixels), 0));
            Assert.InRange(Largest(one.Values.Span, other.Values.Span), 0, DifferenceMax);
        }
    }

    [Fact]
    [Trait("Suite", "Whole")]
    public void Boxes_agree_with_the_reference()
    {
        var input = FaceFinder.Input(Picture, FaceView.Whole(Picture, FaceFinder.Side));
        var ours = Faces.Reader().Detect(input).SelectMany(one => one).ToArray();
        var said = Said("blazeface", input, FaceFinder.Side, ["Identity", "Identity_2", "Identity_1", "Identity_3"]);
        Assert.Equal(said.Length, ours.Length);
        // Logits and pixels: a thousandth moves nothing.
        Assert.InRange(Largest(said, ours), 0, 5e-3);
    }

    private static double Largest(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var largest = 0.0;
        for (var i = 0; i < one.Length; i++)
            largest = Math.Max(largest, Math.Abs((double)one[i] - other[i]));
        return largest;
    }

    /// <summary>What Node says of pixels that lie channel behind channel here and row, column, channel there.</summary>
    private float[] Said(string model, float[] pixels, int side, string[] outputs)
    {
        var packages = NodePackages.Folder("faces");
        var turned = new float[pixels.Length];
        for (var i = 0; i < turned.Length; i++)
            turned[i] = pixels[i % 3 * side * side + i / 3];
        string input = Path.Combine(_folder, "in"),
            output = Path.Combine(_folder, "out");
        File.WriteAllBytes(input, MemoryMarshal.AsBytes(turned.AsSpan()).ToArray());
        var file = Path.Combine(FaceModels.DefaultFolder, model);
        string[] arguments =
        [
            "reference.cjs",
            file + ".json",
            file + ".bin",
            input,
            side.ToString((IFormatProvider?)null),
            output,
            .. outputs,
        ];
        var (code, error) = NodePackages.Run("node", arguments, packages);
        Assert.True(code == 0, error);
        return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(output)).ToArray();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
