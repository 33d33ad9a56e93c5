using Microsoft.ML.OnnxRuntime;
using Sunqar.Core.Biometrics.Faces;

namespace Sunqar.Work.Faces;

/// <summary>What taking a face out of a picture comes to.</summary>
public abstract record FaceTaking
{
    private FaceTaking() { }

    public sealed record Taken(FaceTemplate Template, FoundFace Face) : FaceTaking;

    public sealed record Refused(FaceFault Fault) : FaceTaking;
}

/// <summary>Finds the face of a picture and makes a template of it, by two networks on ONNX Runtime. For any number of threads.</summary>
public sealed class FaceReader : IDisposable
{
    internal static readonly string[] FinderOutputs = ["Identity", "Identity_2", "Identity_1", "Identity_3"];

    internal const string EmbedderOutput = "global_pooling/Mean";

    private readonly InferenceSession _finder;
    private readonly InferenceSession _embedder;

    internal FaceReader(byte[] finder, byte[] embedder)
    {
        using var options = new SessionOptions
        {
            // One picture is one thread's work: a service takes several at once, and CPU time is what is measured.
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _finder = new InferenceSession(finder, options);
        _embedder = new InferenceSession(embedder, options);
    }

    /// <summary>The template of a picture's one face, or why there is none.</summary>
    public FaceTaking Take(FaceImage image)
    {
        var view = FaceView.Whole(image, FaceFinder.Side);
        switch (FaceChoice.Of(image, Find(image, view)))
        {
            case FaceChoice.Refused refused:
                return new FaceTaking.Refused(refused.Fault);
            case FaceChoice.Taken { Face: var face }:
                var pixels = FaceSquare.Of(face).Sample(image, FaceSquare.Side);
                var quality = FaceQuality.Of(face, pixels);
                return quality < FaceQuality.Min
                    ? new FaceTaking.Refused(FaceFault.Unclear)
                    : new FaceTaking.Taken(FaceTemplate.Of(Embed(FaceSquare.Input(pixels)), quality), face);
            case var other:
                throw new InvalidOperationException($"{other}");
        }
    }

    /// <summary>The faces in a square of a picture, the surest first.</summary>
    private IReadOnlyList<FoundFace> Find(FaceImage image, FaceView view)
    {
        var read = Detect(FaceFinder.Input(image, view));
        return FaceFinder.Read(view, (read[0], read[1]), (read[2], read[3]));
    }

    /// <summary>What the second network says of a face's square.</summary>
    /// <param name="input">As <see cref="FaceSquare.Input"/> lays it.</param>
    /// <returns><see cref="FaceTemplate.Length"/> numbers.</returns>
    internal float[] Embed(float[] input) => Run(_embedder, "input_1", input, FaceSquare.Side, [EmbedderOutput])[0];

    /// <summary>What the first network says of a square: scores and boxes of each grid in turn.</summary>
    internal float[][] Detect(float[] input) => Run(_finder, "input", input, FaceFinder.Side, FinderOutputs);

    private static float[][] Run(InferenceSession session, string input, float[] pixels, int side, string[] outputs)
    {
        using var options = new RunOptions();
        using var taken = OrtValue.CreateTensorValueFromMemory(pixels, [1, 3, side, side]);
        using var made = session.Run(options, [input], [taken], outputs);
        return [.. made.Select(one => one.GetTensorDataAsSpan<float>().ToArray())];
    }

    public void Dispose()
    {
        _finder.Dispose();
        _embedder.Dispose();
    }
}
