using System.Buffers.Binary;
using Sunqar.Core.Biometrics.Faces;
using Xunit;

namespace Sunqar.Tests.Biometrics;

/// <summary>Templates of faces as bytes: the same again, or refused with the byte.</summary>
public class FaceRecordTests
{
    private static FaceTemplate Any(int seed, byte quality = 80)
    {
        var random = new Random(seed);
        return FaceTemplate.Of([.. Enumerable.Range(0, FaceTemplate.Length).Select(_ => random.NextSingle() * 3)], quality);
    }

    [Fact]
    public void A_template_comes_back_from_its_bytes_but_for_what_sixteen_bits_lose()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var template = Any(seed, (byte)(seed * 2));
            var bytes = FaceRecord.Write(template);
            Assert.Equal(FaceRecord.Bytes, bytes.Length);
            var read = Assert.IsType<FaceRecordReading.Read>(FaceRecord.Read(bytes)).Template;
            Assert.Equal(template.Quality, read.Quality);
            Assert.InRange(FaceMatcher.Compare(template, read), 0.9999, 1);
            // What was read once is written the same.
            Assert.Equal(bytes.Length, FaceRecord.Write(read).Length);
        }
    }

    [Theory]
    [InlineData(0, (byte)'X', FaceRecordFault.NotFace)]
    [InlineData(6, 2, FaceRecordFault.UnknownEdition)]
    [InlineData(7, 2, FaceRecordFault.OtherNetwork)]
    [InlineData(8, 101, FaceRecordFault.Quality)]
    [InlineData(9, 1, FaceRecordFault.UnknownEdition)]
    public void A_head_of_another_kind_is_refused_where_it_differs(int at, byte value, FaceRecordFault fault)
    {
        var bytes = FaceRecord.Write(Any(1));
        bytes[at] = value;
        var refused = Assert.IsType<FaceRecordReading.Refused>(FaceRecord.Read(bytes));
        Assert.Equal((fault, at), (refused.Fault, refused.At));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-0.25f)]
    [InlineData(1.5f)]
    [InlineData(0.9f)]
    public void Numbers_that_are_no_direction_are_refused(float value)
    {
        var bytes = FaceRecord.Write(Any(1));
        BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(10 + 2 * 7), (Half)value);
        Assert.Equal(FaceRecordFault.Values, Assert.IsType<FaceRecordReading.Refused>(FaceRecord.Read(bytes)).Fault);
    }

    [Fact]
    public void No_direction_at_all_is_refused_also_by_the_network()
    {
        var bytes = FaceRecord.Write(Any(1));
        bytes.AsSpan(10).Clear();
        Assert.IsType<FaceRecordReading.Refused>(FaceRecord.Read(bytes));
        Assert.Throws<ArgumentException>(() => FaceTemplate.Of(new float[FaceTemplate.Length], 1));
        Assert.Throws<ArgumentException>(() => FaceTemplate.Of([1, 2, 3], 1));
    }

    [Fact]
    public void Damaged_templates_are_read_or_refused_and_never_harm() => Fuzz(seed: 3, times: 20_000);

    [Fact]
    [Trait("Suite", "Whole")]
    public void Many_more_damaged_templates_are_read_or_refused() => Fuzz(seed: 4, times: 2_000_000);

    private static void Fuzz(int seed, int times)
    {
        var (random, whole, other) = (new Random(seed), FaceRecord.Write(Any(seed)), Any(seed + 1));
        var read = 0;
        for (var i = 0; i < times; i++)
        {
            if (FaceRecord.Read(Damage.Done(whole, random)) is not FaceRecordReading.Read { Template: var template })
                continue;
            read++;
            Assert.InRange(FaceMatcher.Compare(template, other), 0, 1);
            Assert.InRange(template.Quality, 0, FaceTemplate.QualityMax);
        }
        Assert.InRange(read, 1, times - 1);
    }

    [Fact]
    public void The_cosine_is_that_of_plain_arithmetic()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (one, other) = (Any(seed), Any(seed + 100));
            var sum = 0.0;
            for (var i = 0; i < FaceTemplate.Length; i++)
                sum += (double)one.Values.Span[i] * other.Values.Span[i];
            Assert.Equal(sum, FaceMatcher.Compare(one, other), 5);
            Assert.Equal(FaceMatcher.Compare(other, one), FaceMatcher.Compare(one, other));
            Assert.Equal(1, FaceMatcher.Compare(one, one), 5);
        }
    }
}
