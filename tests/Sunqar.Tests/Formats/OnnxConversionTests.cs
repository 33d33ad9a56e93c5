using System.Text;
using Sunqar.Formats.Models;
using Sunqar.Tests.Biometrics;
using Sunqar.Work.Faces;
using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>A network is converted whole or refused: what is not known is never left out. That the whole ones say what they said before is
/// <see cref="FaceReferenceTests"/>.</summary>
public class OnnxConversionTests
{
    private const string Tail =
        """{"name":"k","op":"Const"},{"name":"c","op":"Const"},{"name":"in","op":"Placeholder","attr":{"shape":{"shape":{"dim":[{"size":"-1"},{"size":"4"},{"size":"4"},{"size":"1"}]}}}}""";

    private static byte[] Network(string nodes, string weights = """{"name":"k","shape":[1],"dtype":"float32"}""") =>
        Encoding.UTF8.GetBytes(
            $$"""{"format":"graph-model","modelTopology":{"node":[{{nodes}},{{Tail}}]},"weightsManifest":[{"weights":[{{weights}}]}]}"""
        );

    private static string Refused(byte[] json, int weightBytes = 4) =>
        Assert.Throws<InvalidDataException>(() => OnnxConversion.Convert(json, new byte[weightBytes], ("out", [1, 1]))).Message;

    [Theory]
    [InlineData("""{"name":"out","op":"LeakyRelu","input":["in"]}""", "LeakyRelu of out is not known")]
    [InlineData("""{"name":"out","op":"Relu","input":["gone"]}""", "no node is called gone")]
    [InlineData("""{"name":"out","op":"Relu","input":["out"]}""", "bounds what is no picture|takes what is no picture|no node")]
    [InlineData("""{"name":"out","op":"AddV2","input":["in","gone"]}""", "no node is called gone")]
    [InlineData("""{"name":"out","op":"Conv2D","input":["in","gone"]}""", "no weights gone")]
    [InlineData("""{"name":"out","op":"Conv2D","input":["in","k"]}""", "no four sides")]
    [InlineData("""{"name":"out","op":"Reshape","input":["in"]}""", "no network")]
    [InlineData("""{"name":"out","op":"Minimum","input":["in","gone"]}""", "no weights gone")]
    [InlineData("""{"name":"other","op":"Relu","input":["in"]}""", "no node is called out")]
    public void What_is_not_known_is_refused_and_named(string node, string said)
    {
        var message = Refused(Network(node));
        Assert.Contains(said.Split('|'), one => message.Contains(one, StringComparison.Ordinal));
    }

    [Fact]
    public void Weights_that_are_too_few_too_many_or_of_another_kind_are_refused()
    {
        const string Relu = """{"name":"out","op":"Relu","input":["in"]}""";
        Assert.Contains("end before", Refused(Network(Relu), weightBytes: 3), StringComparison.Ordinal);
        Assert.Contains("more weights", Refused(Network(Relu), weightBytes: 5), StringComparison.Ordinal);
        Assert.Contains("uint8", Refused(Network(Relu, """{"name":"k","shape":[1],"dtype":"uint8"}""")), StringComparison.Ordinal);
        Assert.Contains("negative", Refused(Network(Relu, """{"name":"k","shape":[-1],"dtype":"float32"}""")), StringComparison.Ordinal);
        Refused(Network(Relu, """{"name":"k","shape":[65536,65536],"dtype":"float32"}"""));
        Refused("[]"u8.ToArray());
        Refused([]);
    }

    [Fact]
    public void A_damaged_network_is_converted_or_refused_and_never_harms()
    {
        Faces.Reader();
        var json = File.ReadAllBytes(Path.Combine(FaceModels.DefaultFolder, "faceres.json"));
        var weights = File.ReadAllBytes(Path.Combine(FaceModels.DefaultFolder, "faceres.bin"));
        var random = new Random(11);
        var refused = 0;
        for (var i = 0; i < 60; i++)
        {
            try
            {
                OnnxConversion.Convert(Damage.Done(json, random), weights, ("global_pooling/Mean", [1, 1_024]));
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1, 60);
    }
}
